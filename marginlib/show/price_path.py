"""Prices over time: what happened until now, where each pool is liquidated, and where something was closed.

Labels stand in a margin of their own, on the right for lines and above for moments, each as near to what it names as
the others allow: no label covers a line or another label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from marginlib.errors import InvalidInput
from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

LINE = 19.0  # height of a label in pixels
LEADER = 16.0  # room for the line from a line's end to its label
STRIP = 24.0  # height of the margin above
NAN = float("nan")


@dataclass(frozen=True)
class Line:
    """A price over time; `words` label it, from long to short."""

    prices: ArrayLike
    words: Sequence[str]
    role: str = "btc"


@dataclass(frozen=True)
class Level:
    """A price at which something happens, such as a liquidation; `words` label it, from long to short.

    Where it moves it has one `price` for each of the times, NaN where there is none any more.
    """

    price: ArrayLike
    words: Sequence[str]
    role: str = "btc"


@dataclass(frozen=True)
class Moment:
    """When and at which price something was closed; `words` label it, from long to short."""

    time: float
    price: float
    words: Sequence[str]
    role: str = "btc"


class PathPanel:
    """Prices over `times` in a rectangle of the scene given in pixels, axis texts outside of it not counted.

    `prices` are the lowest and the highest price shown, `margin` is the width of the labels on the right, and
    `lines`, `levels`, `moments` are how many there is room for.
    """

    def __init__(
        self,
        scene: Scene[Any],
        place: tuple[float, float, float, float],
        times: ArrayLike,
        prices: tuple[float, float],
        *,
        lines: int = 2,
        levels: int = 3,
        moments: int = 3,
        margin: float = 190.0,
        axis: tuple[str, str] = ("hours", "price, USDT"),
    ) -> None:
        left, bottom, width, height = place
        self.scene, self.times, (self.low, self.high) = scene, np.asarray(times, dtype=float), prices
        self.width, self.height, self.margin = width - margin, height - STRIP, margin
        self.axes = scene.panel(left, bottom, self.width, self.height)
        scene.time_axis = (left, left + self.width)
        self.axes.set_xlim(self.times[0], self.times[-1])
        self.axes.set_ylim(*prices)
        self.axes.set_xlabel(axis[0])
        self.axes.set_ylabel(axis[1])
        side = scene.panel(left + self.width, bottom, margin, self.height, frame=False)
        top = scene.panel(left, bottom + self.height, self.width + margin, STRIP, frame=False)
        add = scene.animate
        self.pale = [add(self.axes.plot([], [], lw=1.5)[0]) for _ in range(lines)]
        self.levels = [add(self.axes.plot([], [], lw=1.6)[0]) for _ in range(levels)]
        self.lines = [add(self.axes.plot([], [], lw=2.4)[0]) for _ in range(lines)]
        self.drops = add(self.axes.plot([], [], color=style.GREY, lw=1, ls=":")[0])
        self.now = add(self.axes.plot([], [], color=style.BLACK, lw=1.3)[0])
        cross: dict[str, Any] = {"marker": "X", "ms": 11, "mec": style.WHITE, "ls": "", "clip_on": False}
        self.crosses = [add(self.axes.plot([], [], **cross)[0]) for _ in range(moments)]
        thin: dict[str, Any] = {"color": style.GREY, "lw": 1, "clip_on": False}
        self.leaders = add(side.plot([], [], **thin)[0])
        self.hooks = add(top.plot([], [], **thin)[0])
        text: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        self.side = [add(side.text(LEADER + 4, 0, "", va="center", **text)) for _ in range(lines + levels)]
        self.top = [add(top.text(0, 7, "", ha="center", va="bottom", **text)) for _ in range(moments + 1)]

    def show(
        self,
        lines: Sequence[Line],
        now: float | None = None,
        levels: Sequence[Level] = (),
        moments: Sequence[Moment] = (),
    ) -> None:
        """Show prices up to `now` strongly and the rest of them palely, with levels and moments.

        Raises `InvalidInput` for more of anything than there is room for.
        """
        for name, given, room in (
            ("lines", lines, self.lines),
            ("levels", levels, self.levels),
            ("moments", moments, self.crosses),
        ):
            if len(given) > len(room):
                raise InvalidInput(f"{len(given)} {name}, but the panel was made with room for {len(room)}")
        past = self.times <= (self.times[-1] if now is None else now)
        for place, (pale, strong) in enumerate(zip(self.pale, self.lines, strict=True)):
            prices = np.asarray(lines[place].prices, dtype=float) if place < len(lines) else np.empty(0)
            look = style.role(lines[place].role if place < len(lines) else "plain")
            pale.set_data(self.times[: len(prices)], prices)
            pale.set(color=style.mixed(look.color, style.PALE), linestyle=look.line)
            until, known = self.times[past][: len(prices)], prices[past[: len(prices)]]
            if now is not None and len(prices) == len(self.times):  # the way to a moment between two times
                until, known = np.append(until, now), np.append(known, np.interp(now, self.times, prices))
            strong.set_data(until, known)
            strong.set(color=look.color, linestyle=look.line)
        for place, line in enumerate(self.levels):
            level = levels[place] if place < len(levels) else None
            line.set_data(self.times, _along(level, self.times)) if level else line.set_data([], [])
            line.set(color=style.role(level.role if level else "plain").color, linestyle=(0, (1.5, 1.5)))
        self.now.set_data([now, now] if now is not None else [], [self.low, self.high] if now is not None else [])
        self._label_lines(
            [
                *[(float(np.asarray(line.prices)[-1]), line) for line in lines],
                *[(_last(_along(level, self.times)), level) for level in levels if not self._ended(level, now)],
            ]
        )
        self._label_moments(now, moments)

    def _ended(self, level: Level, now: float | None) -> bool:
        """Whether a level has ended by now, so that there is no line left to name."""
        return now is not None and bool(np.isnan(np.interp(now, self.times, _along(level, self.times))))

    def _label_lines(self, ends: Sequence[tuple[float, Line | Level]]) -> None:
        scale = self.height / (self.high - self.low)
        wanted = [min(max((price - self.low) * scale, 0.0), self.height) for price, _ in ends]
        centres = spread(wanted, [LINE] * len(ends), -LINE / 2, self.height + LINE / 2 - 1)
        room = self.margin - LEADER - 6
        for place, text in enumerate(self.side):
            if place >= len(ends):
                text.set_text("")
                continue
            price, thing = ends[place]
            outside = " ↓" if price < self.low else " ↑" if price > self.high else ""
            words = [one + outside for one in thing.words]
            text.set_text(self.scene.fitting(style.SMALL, room, *words))
            text.set_y(centres[place])
            text.set_color(style.role(thing.role).ink)
        self.leaders.set_data(
            [x for _ in ends for x in (2, LEADER, NAN)],
            [y for start, end in zip(wanted, centres, strict=True) for y in (start, end, NAN)],
        )

    def _label_moments(self, now: float | None, moments: Sequence[Moment]) -> None:
        named = [(moment.time, moment.words, style.role(moment.role).ink) for moment in moments]
        if now is not None:
            named.append((now, ("now",), style.BLACK))
        span = float(self.times[-1] - self.times[0])
        share = (self.width + self.margin) / max(len(named), 1) - 10
        words = [self.scene.fitting(style.SMALL, share, *texts) for _, texts, _ in named]
        wanted = [(time - float(self.times[0])) / span * self.width for time, _, _ in named]
        sizes = [self.scene.text_width(text, style.SMALL) + 10 for text in words]
        centres = spread(wanted, sizes, -20, self.width + self.margin)
        for place, text in enumerate(self.top):
            text.set_text(words[place] if place < len(named) else "")
            if place < len(named):
                text.set_x(centres[place])
                text.set_color(named[place][2])
        self.hooks.set_data(
            [x for start, end in zip(wanted, centres, strict=True) for x in (start, end, NAN)], [0, 6, NAN] * len(named)
        )
        self.drops.set_data(
            [moment.time for moment in moments for _ in range(3)],
            [y for moment in moments for y in (moment.price, self.high, NAN)],
        )
        for place, cross in enumerate(self.crosses):
            moment = moments[place] if place < len(moments) else None
            cross.set_data([moment.time], [moment.price]) if moment else cross.set_data([], [])
            cross.set_color(style.role(moment.role if moment else "plain").color)


def _along(level: Level, times: np.ndarray) -> np.ndarray:
    return np.broadcast_to(np.asarray(level.price, dtype=float), times.shape)


def _last(prices: np.ndarray) -> float:
    """The last price that there is."""
    return float(prices[~np.isnan(prices)][-1])
