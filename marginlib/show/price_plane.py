"""The plane of two prices: where a pool is safe, where its account stands, and the way that a day takes through it.

A pool of two markets is safe on one side of a line. From the account's point one price at a time may move: the
horizontal way meets the line at the liquidation price of the first market while the second stands still, the vertical
way at that of the second. A trade turns the line, so the one without it may be shown as well: both edges make four
parts, each with its name, and a ring marks where they meet. Labels stand in margins of their own, above for the first
market and on the right for the second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike

from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.regions import Corners, Half, centroid, meeting, region, share
from marginlib.show.scene import Scene

STRIP = 26.0  # height of the margin above
SIDE = 124.0  # width of the margin on the right
LINE = 18.0  # height of a label in pixels
OVER = 50.0  # how far labels above may stand out to the left
ROOM = 5.0  # smallest share of the plane, in percent, that carries its name
AIR = 6.0  # pixels around that name
HOLLOW: dict[str, Any] = {"ls": "", "marker": "o", "ms": 8, "mfc": style.WHITE, "mec": style.BLACK}
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
        self.names_of = names
        self.looks = style.role("btc"), style.role("eth")
        self.above = scene.panel(left - OVER, bottom + self.height, width + OVER, STRIP, frame=False)
        self.beside = scene.panel(left + self.width, bottom, SIDE, self.height, frame=False)
        self._draw(stops)
        self._key(left)

    def _draw(self, stops: int) -> None:
        add, pool, (first, second) = self.scene.animate, style.role("pool"), self.looks
        loss, gain = style.role("loss"), style.role("free")
        self.parts = [
            add(Polygon(np.zeros((1, 2)), edgecolor="none", facecolor=look.surface)) for look in (loss, loss, gain)
        ]
        for part in self.parts:
            self.axes.add_patch(part)
        self.parts[2].set(hatch="..", edgecolor=style.mixed(gain.color, 0.6), linewidth=0)
        for side in ("left", "bottom"):
            add(self.axes.spines[side])
        self.path = add(self.axes.plot([], [], color=style.role("market").color, lw=1.2)[0])
        self.boxes = [add(self.axes.plot([], [], color=look.color, lw=1.6, ls=look.line)[0]) for look in self.looks]
        self.edge = add(self.axes.plot([], [], color=pool.color, lw=3, ls=pool.line)[0])
        self.without = add(self.axes.plot([], [], color=first.color, lw=2, ls=(0, (5, 4)))[0])
        self.ways = [add(self.axes.plot([], [], color=look.color, lw=1.6, ls=":")[0]) for look in self.looks]
        self.ends = add(self.axes.plot([], [], color=pool.color, ls="", marker=pool.marker, ms=7)[0])
        box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 2}
        looks: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        self.ring = add(self.axes.plot([], [], ls="", marker="o", ms=10, mfc=style.WHITE, mec=pool.color, mew=2)[0])
        inks = (loss.ink, loss.ink, gain.ink)
        self.names = [
            add(self.axes.text(0, 0, "", ha="center", va="center", color=ink, bbox=box, **looks)) for ink in inks
        ]
        cross: dict[str, Any] = {"ls": "", "marker": "X", "ms": 11, "mec": style.WHITE}
        self.stops = [add(self.axes.plot([], [], **cross)[0]) for _ in range(stops)]
        self.aim = add(self.axes.plot([], [], **HOLLOW)[0])
        whole: dict[str, Any] = {"clip_on": False, "zorder": 3}  # a dot in a corner is seen as a whole
        self.now = add(self.axes.plot([], [], color=style.BLACK, ls="", marker="o", ms=9, mec=style.WHITE, **whole)[0])
        thin: dict[str, Any] = {"color": style.GREY, "lw": 1, "clip_on": False}
        self.hooks = add(self.above.plot([], [], **thin)[0])
        self.leaders = add(self.beside.plot([], [], **thin)[0])
        texts = range(2)
        self.top = [add(self.above.text(0, 9, "", ha="center", va="bottom", color=first.ink, **looks)) for _ in texts]
        self.side = [add(self.beside.text(16, 0, "", va="center", color=second.ink, **looks)) for _ in texts]

    def _key(self, left: float) -> None:
        """The margin below names both dots."""
        key = self.scene.panel(left, 0, self.width + SIDE, 18, frame=False)
        looks: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "parse_math": False}
        key.plot([self.width / 2 + 70], [9], color=style.BLACK, ls="", marker="o", ms=9, mec=style.WHITE)
        key.text(self.width / 2 + 80, 9, "now", **looks)
        self.sign = self.scene.animate(key.plot([], [], **HOLLOW)[0])
        self.said = self.scene.animate(key.text(self.width + SIDE - 4, 9, "", ha="right", **looks))

    def show(
        self,
        pool: tuple[ArrayLike, float],
        now: tuple[float, float],
        ways: Marks,
        box: Marks,
        path: ArrayLike | None = None,
        stops: Sequence[tuple[float, float, str]] = (),
        without: Half | None = None,
        aim: tuple[float, float] | None = None,
    ) -> None:
        """Show where the `pool` (normal and offset of its half-space) is closed, and the account `now`.

        `ways` are the prices at which one market alone meets the line, `box` those between which pools of one
        position each are open. On a `path`, shape (k, 2), `stops` are the places (first price, second price, role)
        where something was closed. `without` is the half-space that there would be without the trade, and `aim` a
        pair of prices to come, at the end of the path.
        """
        self._regions(pool, without, [now] if aim is None else [now, aim])
        self.edge.set_data(*self._edge(pool))
        self.without.set_data(*(self._edge(without) if without else ([], [])))
        met = meeting(pool, without) if without else None
        self.ring.set_data(*([[one] for one in met] if met and all(map(self._inside, met)) else ([], [])))
        self.now.set_data([now[0]], [now[1]])
        self._box(box)
        self._ways(ways, now)
        self._label(self.top, self.hooks, self.width, (ways[0], box[0]), across=True)
        self._label(self.side, self.leaders, self.height, (ways[1], box[1]), across=False)
        self.path.set_data(*(np.asarray(path).T if path is not None else ([], [])))
        self._aim(aim)
        for number, stop in enumerate(self.stops):
            here = stops[number : number + 1]
            stop.set_data([x for x, _, _ in here], [y for _, y, _ in here])
            stop.set_color(style.role(here[0][2] if here else "plain").color)

    def _aim(self, aim: tuple[float, float] | None) -> None:
        """A hollow dot, which the margin below names."""
        self.aim.set_data(*(([], []) if aim is None else ([aim[0]], [aim[1]])))
        words = (
            "" if aim is None else f"{self.names_of[0]} {aim[0]:g}, {self.names_of[1]} {aim[1]:.1f}".replace(".0", "")
        )
        self.said.set_text(words)
        x = self.width + SIDE - 18 - self.scene.text_width(words, style.SMALL)
        self.sign.set_data(*(([], []) if aim is None else ([x], [9])))

    def _edge(self, half: Half) -> Corners:
        """Where the line enters and leaves the plane, shape (2, k)."""
        corners = region(self.low, self.high, (half, False))
        off = np.abs(corners @ np.asarray(half[0], dtype=float) - half[1])
        found: Corners = corners[off < CLOSE * (1 + abs(half[1]))].T
        return found

    def _regions(self, pool: Half, without: Half | None, dots: Sequence[tuple[float, float]]) -> None:
        """Each part that is closed in one way or both, with its name where there is room for it beside the dots."""
        found: list[tuple[Corners, str]] = [(region(self.low, self.high, (pool, False)), "pool closed")]
        if without:
            found = [
                (region(self.low, self.high, (pool, not lost), (without, not alone)), name)
                for lost, alone, name in (
                    (True, True, "closed\neither way"),
                    (True, False, "closed only\nwith the trade"),
                    (False, True, "open only\nwith the trade"),
                )
            ]
        for number, (part, label) in enumerate(zip(self.parts, self.names, strict=True)):
            corners, name = found[number] if number < len(found) else (np.zeros((0, 2)), "")
            part.set_visible(len(corners) > 0)
            part.set_xy(corners if len(corners) else np.zeros((1, 2)))
            self._name(label, corners, name, dots)

    def _name(self, label: Any, corners: Corners, name: str, dots: Sequence[tuple[float, float]]) -> None:
        seen = share(corners, self.low, self.high) > ROOM
        label.set_text(name if seen else "")
        if seen:
            lines = name.splitlines()
            wide = max(self.scene.text_width(line, style.SMALL) for line in lines)
            pixels = np.array([wide, LINE * len(lines)]) / 2 + AIR
            half = pixels / (self.width, self.height) * (self.high - self.low)
            centre = np.array(centroid(corners))
            places = [np.clip(one, self.low + half, self.high - half) for one in (centre, *(corners + centre) / 2)]
            free = (one for one in places if not any((np.abs(one - dot) < half).all() for dot in dots))
            label.set_position(tuple(next(free, places[0])))

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
