"""The third scene of lesson 03: the ruler of ETH is turned upright, and the numbers of the screen draw a line."""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from marginlib.course.cross_margin.account import DEPOSIT, ENTRY, SIZE, SOLD, book
from marginlib.modes import cross
from marginlib.show import style
from marginlib.show.scene import Scene

TURNED, DOWN, UP = 20.0, 40.0, 75.0  # moments: the ruler is upright, ETH has fallen, and has risen again
FALLEN, RISEN = 80.0, 115.0  # ETH then
LOW, HIGH, STEP = 60.0, 130.0, 10.0  # of both rulers
CORNER, LONG, LYING = (380.0, 46.0), 250.0, 130.0  # pixels: where they meet, how long they are, how far apart at first
PIXELS = LONG / (HIGH - LOW)  # for each USDT
BIG, HEIGHT = 20.0, 330  # points; pixels
HEDGED = book(DEPOSIT, SIZE, -SOLD)


def number(eth: float) -> float:
    """The liquidation price of BTC on the screen while ETH is at `eth`.

    >>> round(number(100.0), 2), round(number(80.0), 2)
    (81.41, 61.11)
    """
    return float(HEDGED.liquidation_prices(cross, {"BTC": ENTRY, "ETH": eth})[0])


@dataclass(frozen=True)
class Unfolding:
    """One moment of the scene."""

    now: float = 0.0

    @property
    def turned(self) -> float:
        """How far the ruler of ETH has turned, from 0 (it lies above that of BTC) to 1 (it stands upright)."""
        return min(self.now / TURNED, 1.0)

    @property
    def eth(self) -> float:
        """The price of ETH."""
        return float(np.interp(self.now, (TURNED, DOWN, UP), (ENTRY, FALLEN, RISEN)))

    @property
    def seen(self) -> tuple[float, float]:
        """The lowest and the highest price that ETH has had."""
        lowest = self.eth if self.now < DOWN else FALLEN
        return lowest, max(ENTRY, self.eth)

    @property
    def words(self) -> str:
        """What the screen says; covered at rest, since a card above asks for it."""
        return f"{number(self.eth):.2f}" if self.now else "?"

    @property
    def caption(self) -> str:
        """What happens, in a sentence."""
        if not self.now:
            return "Each price has a ruler, and the number on your screen is a mark on that of BTC."
        if self.now <= TURNED:
            return "The ruler of ETH is turned upright, so that every pair of prices has a place."
        if self.now < UP:
            return f"With ETH at {self.eth:.0f} your screen says {self.words}."
        return "All the numbers lie on one straight line, and on its left your pool is closed."

    @property
    def description(self) -> str:
        """The picture in words."""
        screen = f"BTC is at {ENTRY:g} and ETH at {self.eth:.1f} USDT, and the screen says {self.words} for BTC."
        if self.turned < 1:
            return f"{screen} {self.caption}"
        low, high = self.seen
        line = (
            f"From ETH at {low:.0f} to ETH at {high:.0f} the numbers have drawn a straight line, rising to the right."
        )
        return f"{screen} {line} {self.caption}"

    @property
    def table(self) -> pd.DataFrame:
        """The two ends of the line so far, and now."""
        rows = {"lowest ETH": self.seen[0], "now": self.eth, "highest ETH": self.seen[1]}
        cells = [[f"{eth:.1f}", f"{number(eth):.2f}" if self.now else "?"] for eth in rows.values()]
        return pd.DataFrame(cells, index=pd.Index(rows, name="at"), columns=["ETH, USDT", "BTC is liquidated at, USDT"])


class Map(Scene[Unfolding]):
    """Left the screen, right two rulers of which one turns, until they are the axes of a map."""

    def __init__(self) -> None:
        super().__init__(900, HEIGHT)
        self.axes = self.panel(0, 0, self.width, HEIGHT, frame=False)
        words: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        frame: dict[str, Any] = {"facecolor": style.mixed(style.GREY, 0.1), "edgecolor": style.GREY}
        self.axes.add_patch(Rectangle((16, 238), 180, 86, **frame))
        self.axes.text(106, 302, "BTC is liquidated at", ha="center", **words)
        ink = style.role("pool").ink
        self.number = self._text(106, 256, size=BIG, weight="bold", ha="center", color=ink)
        self.ether = self._text(106, 208, ha="center", color=style.role("eth").ink)
        x, y = CORNER
        self._line(style.BLACK, 1.5, still=True).set_data([x, x + LONG], [y, y])
        for price in np.arange(LOW, HIGH + 1, STEP):
            at = x + (price - LOW) * PIXELS
            self._line(style.BLACK, 1, still=True).set_data([at, at], [y - 5, y])
            self.axes.text(at, y - 9, f"{price:g}", ha="center", va="top", **words)
        looks = style.role("btc"), style.role("eth"), style.role("pool")
        named: dict[str, Any] = {"va": "center", "weight": "bold", "color": looks[0].ink}
        self.axes.text(x + LONG + 14, y, "BTC price, USDT", **named, **words)
        self.closed = self.animate(
            self.axes.add_patch(Polygon(np.zeros((3, 2)), facecolor=style.role("loss").surface, lw=0))
        )
        self.ruler, self.ticks = self._line(style.BLACK, 1.5), self._line(style.BLACK, 1)
        self.labels = [self._text(ha="center", va="center") for _ in np.arange(LOW, HIGH + 1, STEP)]
        self.name = self._text(va="center", weight="bold", color=looks[1].ink)
        self.edge = self._line(looks[2].color, 3)
        self.level = self._line(looks[2].color, 1.6, ls=":")
        self.mark = self._line(looks[2].color, 4)
        dot: dict[str, Any] = {"ls": "", "marker": "o", "ms": 10, "mec": style.BLACK}
        self.bitcoin = self._line(looks[0].color, 1, still=True, **dot)
        self.bitcoin.set_data([x + (ENTRY - LOW) * PIXELS], [y])
        self.coin, self.point = self._line(looks[1].color, 1, **dot), self._line(style.BLACK, 1, **dot)
        self.sides = [self._text(ha="center", va="center", color=style.role(role).ink) for role in ("loss", "free")]

    def _text(self, x: float = 0, y: float = 0, *, size: float = style.SMALL, **looks: Any) -> Any:
        return self.animate(self.axes.text(x, y, "", fontsize=size, parse_math=False, **looks))

    def _line(self, color: str, width: float, *, still: bool = False, **looks: Any) -> Any:
        line = self.axes.add_line(Line2D([], [], color=color, lw=width, **looks))
        return line if still else self.animate(line)

    @staticmethod
    def place(btc: float, eth: float) -> tuple[float, float]:
        """Where a pair of prices has its place on the map, in pixels."""
        return CORNER[0] + (btc - LOW) * PIXELS, CORNER[1] + (eth - LOW) * PIXELS

    def update(self, result: Unfolding) -> None:
        """Show a moment."""
        found, (low, high) = number(result.eth), result.seen
        self.number.set_text(result.words)
        self.ether.set_text(f"while ETH is at {result.eth:.0f}")
        self._turn(result)
        upright, told = result.turned == 1, result.now >= UP
        x, y = self.place(found, LOW)
        self.mark.set_data([x, x], [y - 5, y + 14])
        self.mark.set_visible(bool(result.now))
        for part in (self.edge, self.level, self.point):
            part.set_visible(upright)
        ends = (LOW, HIGH) if told else (low, high)
        self.edge.set_data(*zip(*(self.place(max(number(eth), LOW), _on(eth)) for eth in ends), strict=True))
        now = self.place(ENTRY, result.eth)
        self.level.set_data([self.place(found, result.eth)[0], now[0]], [now[1]] * 2)
        self.point.set_data([now[0]], [now[1]])
        self.closed.set_visible(told)
        top = self.place(LOW, ends[1])
        self.closed.set_xy([self.place(LOW, _on(LOW)), *zip(*self.edge.get_data(), strict=True), top])
        for text, words, pair in zip(self.sides, ("closed", "open"), ((72, 112), (112, 76)), strict=True):
            text.set_text(words if told else "")
            text.set_position(self.place(*pair))

    def _turn(self, result: Unfolding) -> None:
        """The ruler of ETH, its left end on the way down to the corner."""
        angle = result.turned * pi / 2
        along, out = np.array([cos(angle), sin(angle)]), np.array([-sin(angle), cos(angle)])
        start = np.array(CORNER) + np.array([0.0, (1 - result.turned) * LYING])
        self.ruler.set_data(*np.array([start, start + LONG * along]).T)
        ticks = []
        for text, price in zip(self.labels, np.arange(LOW, HIGH + 1, STEP), strict=True):
            at = start + (price - LOW) * PIXELS * along
            ticks += [at, at + 5 * out, np.array([np.nan, np.nan])]
            text.set_text(f"{price:g}" if price > LOW or result.turned < 1 else "")
            text.set_position(at + (15 + 8 * sin(angle)) * out)
        self.ticks.set_data(*np.array(ticks).T)
        self.coin.set_data(*np.array([start + (result.eth - LOW) * PIXELS * along]).T)
        self.name.set_text("ETH price, USDT" if result.turned in (0, 1) else "")
        self.name.set_position(start + (LONG + 14 + 4 * sin(angle)) * along - np.array([28.0 * sin(angle), 0.0]))


def _on(eth: float) -> float:
    """The price of ETH at which the edge enters the map, where it is below the lowest number of BTC."""
    rate = (number(RISEN) - number(FALLEN)) / (RISEN - FALLEN)
    return max(eth, FALLEN + (LOW - number(FALLEN)) / rate)
