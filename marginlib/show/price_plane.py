"""The plane of two prices: where a pool is safe, where its account stands, and the way that a day takes through it.

A pool of two markets is safe on one side of a line. From the account's point one price at a time may move: the
horizontal way meets the line at the liquidation price of the first market while the second stands still, the vertical
way at that of the second. Labels stand in margins of their own, above for the first market and on the right for the
second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike, NDArray

from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

STRIP = 26.0  # height of the margin above
SIDE = 124.0  # width of the margin on the right
LINE = 18.0  # height of a label in pixels
OVER = 50.0  # how far labels above may stand out to the left
ROOM = 5.0  # smallest share of the plane, in percent, that carries its name
AIR = 12.0  # distance of that name from the rim, in the unit of prices
CLOSE = 1e-9  # how near to the line a corner lies on it
NAN = float("nan")


@dataclass(frozen=True)
class Mark:
    """A price of one market with its label, from long to short.

    As a side of the box it says on which side of it the leg is open. Zero, infinity and NaN are no price.
    """

    price: float
    words: Sequence[str]
    above: bool = True


Marks = tuple[Mark | None, Mark | None]  # of the first and of the second market


def unsafe(normal: ArrayLike, offset: float, low: float, high: float) -> NDArray[np.float64]:
    """Corners of the part of the square from `low` to `high` where ``normal @ prices < offset``, shape (k, 2).

    >>> unsafe([1.0, 0.0], 80.0, 40.0, 140.0).tolist()
    [[40.0, 40.0], [80.0, 40.0], [80.0, 140.0], [40.0, 140.0]]
    """
    corners = np.array([(low, low), (high, low), (high, high), (low, high), (low, low)], dtype=float)
    excess = corners @ np.asarray(normal, dtype=float) - offset
    found: list[NDArray[np.float64]] = []
    for (start, before), (end, after) in pairwise(zip(corners, excess, strict=True)):
        if before < 0:
            found.append(start)
        if before * after < 0:
            found.append(start + (end - start) * before / (before - after))
    return np.array(found).reshape(-1, 2)


class PricePlane:
    """The plane in a rectangle of the scene given in pixels, margins included and texts of the axes not.

    `prices` are the lowest and the highest price on both axes, `names` those of the markets.
    """

    def __init__(
        self,
        scene: Scene[Any],
        place: tuple[float, float, float, float],
        prices: tuple[float, float],
        names: tuple[str, str] = ("BTC", "ETH"),
        *,
        stops: int = 3,
    ) -> None:
        left, bottom, width, height = place
        self.scene, (self.low, self.high) = scene, prices
        self.width, self.height = width - SIDE, height - STRIP
        self.axes = scene.panel(left, bottom, self.width, self.height)
        self.axes.set_xlim(*prices)
        self.axes.set_ylim(*prices)
        self.axes.set_xlabel(f"{names[0]} price, USDT", labelpad=1)
        self.axes.set_ylabel(f"{names[1]} price, USDT", labelpad=1)
        self.looks = style.role("btc"), style.role("eth")
        self.above = scene.panel(left - OVER, bottom + self.height, width + OVER, STRIP, frame=False)
        self.beside = scene.panel(left + self.width, bottom, SIDE, self.height, frame=False)
        self._draw(stops)

    def _draw(self, stops: int) -> None:
        add, pool, (first, second) = self.scene.animate, style.role("pool"), self.looks
        self.closed = add(Polygon(np.zeros((1, 2)), facecolor=style.role("loss").surface, edgecolor="none"))
        self.axes.add_patch(self.closed)
        for side in ("left", "bottom"):
            add(self.axes.spines[side])
        self.path = add(self.axes.plot([], [], color=style.role("market").color, lw=1.2)[0])
        self.boxes = [add(self.axes.plot([], [], color=look.color, lw=1.6, ls=look.line)[0]) for look in self.looks]
        self.edge = add(self.axes.plot([], [], color=pool.color, lw=3, ls=pool.line)[0])
        self.ways = [add(self.axes.plot([], [], color=look.color, lw=1.6, ls=":")[0]) for look in self.looks]
        self.ends = add(self.axes.plot([], [], color=pool.color, ls="", marker=pool.marker, ms=7)[0])
        box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 2}
        looks: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        self.name = add(self.axes.text(0, 0, "", ha="center", va="center", color=pool.ink, bbox=box, **looks))
        cross: dict[str, Any] = {"ls": "", "marker": "X", "ms": 11, "mec": style.WHITE}
        self.stops = [add(self.axes.plot([], [], **cross)[0]) for _ in range(stops)]
        self.now = add(self.axes.plot([], [], color=style.BLACK, ls="", marker="o", ms=9, mec=style.WHITE)[0])
        thin: dict[str, Any] = {"color": style.GREY, "lw": 1, "clip_on": False}
        self.hooks = add(self.above.plot([], [], **thin)[0])
        self.leaders = add(self.beside.plot([], [], **thin)[0])
        texts = range(2)
        self.top = [add(self.above.text(0, 9, "", ha="center", va="bottom", color=first.ink, **looks)) for _ in texts]
        self.side = [add(self.beside.text(16, 0, "", va="center", color=second.ink, **looks)) for _ in texts]

    def show(
        self,
        pool: tuple[ArrayLike, float],
        now: tuple[float, float],
        ways: Marks,
        box: Marks,
        path: ArrayLike | None = None,
        stops: Sequence[tuple[float, float, str]] = (),
    ) -> None:
        """Show where the `pool` (normal and offset of its half-space) is closed, and the account `now`.

        `ways` are the prices at which one market alone meets the line, `box` those between which pools of one
        position each are open. On a `path`, shape (k, 2), `stops` are the places (first price, second price, role)
        where something was closed.
        """
        corners = unsafe(*pool, self.low, self.high)
        self.closed.set_visible(len(corners) > 0)
        self.closed.set_xy(corners if len(corners) else np.zeros((1, 2)))
        self._name(corners, now)
        off = np.abs(corners @ np.asarray(pool[0], dtype=float) - pool[1])
        self.edge.set_data(*corners[off < CLOSE * (1 + abs(pool[1]))].T)
        self.now.set_data([now[0]], [now[1]])
        self._box(box)
        self._ways(ways, now)
        self._label(self.top, self.hooks, self.width, (ways[0], box[0]), across=True)
        self._label(self.side, self.leaders, self.height, (ways[1], box[1]), across=False)
        self.path.set_data(*(np.asarray(path).T if path is not None else ([], [])))
        for number, stop in enumerate(self.stops):
            here = stops[number : number + 1]
            stop.set_data([x for x, _, _ in here], [y for _, y, _ in here])
            stop.set_color(style.role(here[0][2] if here else "plain").color)

    def _name(self, corners: NDArray[np.float64], now: tuple[float, float]) -> None:
        x, y = corners.T
        share = 50 * abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / (self.high - self.low) ** 2
        self.name.set_text("pool closed" if share > ROOM else "")
        if len(corners):  # between the middle and the corner farthest from the point, which its name must not cover
            far = corners[np.argmax(((corners - now) ** 2).sum(axis=1))]
            aside = np.clip(0.55 * corners.mean(axis=0) + 0.45 * far, self.low + AIR, self.high - AIR)
            self.name.set_position(tuple(aside))

    def _box(self, box: Marks) -> None:
        """Two sides, each from where it meets the other to the rim."""
        ends = [
            (self.low, self.high) if mark is None else (mark.price, self.high if mark.above else self.low)
            for mark in box
        ]
        first, second = box
        self.boxes[0].set_data(*(([first.price] * 2, ends[1]) if first else ([], [])))
        self.boxes[1].set_data(*((ends[0], [second.price] * 2) if second else ([], [])))

    def _ways(self, ways: Marks, now: tuple[float, float]) -> None:
        """From the point to the line, and on to the label in the margin."""
        x, y = now
        first, second = (mark.price if mark and self._inside(mark.price) else NAN for mark in ways)
        self.ways[0].set_data([x, first, first], [y, y, self.high])
        self.ways[1].set_data([x, x, self.high], [y, second, second])
        self.ends.set_data([first, x], [y, second])

    def _inside(self, price: float) -> bool:
        return self.low <= price <= self.high

    def _label(self, texts: Sequence[Any], hooks: Any, length: float, marks: Marks, *, across: bool) -> None:
        scale = length / (self.high - self.low)
        given = [mark for mark in marks if mark is not None]
        words = [self._words(mark, across=across) for mark in given]
        wanted = [float(np.clip((mark.price - self.low) * scale, 0, length)) for mark in given]
        sizes = [self.scene.text_width(text, style.SMALL) + 14 if across else LINE for text in words]
        centres = spread(wanted, sizes, -OVER if across else 0, length + SIDE if across else length)
        for place, text in enumerate(texts):
            text.set_text(words[place] if place < len(given) else "")
            if place < len(given):
                text.set_x(centres[place] + OVER) if across else text.set_y(centres[place])
        along = [at + OVER * across for pair in zip(wanted, centres, strict=True) for at in (*pair, NAN)]
        hooks.set_data(*((along, [1, 8, NAN] * len(given)) if across else ([2, 13, NAN] * len(given), along)))

    def _words(self, mark: Mark, *, across: bool) -> str:
        low, high = ("← ", " →") if across else ("↓ ", " ↑")
        before, after = (low if mark.price < self.low else ""), (high if mark.price > self.high else "")
        room = self.width / 2 if across else SIDE - 16
        return self.scene.fitting(style.SMALL, room, *(before + words + after for words in mark.words))
