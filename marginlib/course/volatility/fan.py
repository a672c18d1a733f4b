"""Lesson 05: many ways of a price from one point, the line that some of them meet, and the mirror image of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from marginlib.course.volatility.weeks import STEPS, Prices
from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

THIN = 2  # every second moment is drawn
WIDE, FINE = 2.6, 1.25  # deviations that are shown; how far two scales of prices are apart
LABEL, LEADER = 19.0, 16.0  # height of a label, room for the line that leads to it
TICKS = 8
SOFT = 0.6  # of the colour of a way that met the line
TIMES = np.linspace(0, 1, STEPS + 1)
NAN = float("nan")


class Shown(NamedTuple):
    """What a fan shows: ways and when each meets the line, as shares of the time; the way that is followed.

    `deviation` is that of the logarithm at the end, `now` the share of time that has passed, and `others` says whether
    any way but the one that is followed is seen. `words` name the way, the line and the mirror image.
    """

    ways: Prices
    met: Prices
    own: int
    line: float
    mirror: Prices
    deviation: float
    days: float
    words: tuple[str, str, str]
    now: float = 1.0
    others: bool = True


class Fan:
    """Ways of a price in a rectangle of the scene given in pixels, the text under the axis not counted.

    `margin` is the width of the labels on the right.
    """

    def __init__(self, scene: Scene[Any], place: tuple[float, float, float, float], margin: float) -> None:
        left, bottom, width, self.height = place
        self.scene, self.width, self.margin = scene, width - margin, margin
        scene.time_axis = (left, left + self.width)
        add, self.axes = scene.animate, scene.panel(left, bottom, self.width, self.height)
        self.axes.set_xlim(0, 1)
        self.axes.set_xticks([])
        self.axes.set_ylabel("price, USDT")
        side = scene.panel(left + self.width, bottom, margin, self.height, frame=False)
        foot = scene.panel(left - 20, bottom - 24, self.width + 60, 24, frame=False)
        loss, btc, plain = (style.role(name) for name in ("loss", "btc", "plain"))
        soft = style.mixed(loss.color, SOFT)
        self.open = add(self.axes.add_collection(LineCollection([], linewidths=0.8, colors=[_pale()])))
        self.before = add(self.axes.add_collection(LineCollection([], linewidths=1, colors=[soft])))
        self.after = add(self.axes.add_collection(LineCollection([], linewidths=1, colors=[soft], linestyles=":")))
        self.level = add(self.axes.plot([], [], color=loss.color, ls=(0, (1.5, 1.5)), lw=1.8)[0])
        self.strong = add(self.axes.plot([], [], color=btc.color, lw=2.4)[0])
        self.late = add(self.axes.plot([], [], color=btc.color, lw=2, ls=(0, (4, 2)))[0])
        self.image = add(self.axes.plot([], [], color=plain.color, lw=1.6, ls=":")[0])
        self.crosses = add(self.axes.plot([], [], color=loss.color, marker="x", ms=6, mew=1.6, ls="")[0])
        cross: dict[str, Any] = {"marker": "X", "ms": 11, "mec": style.WHITE, "ls": "", "clip_on": False}
        self.cross = add(self.axes.plot([], [], color=btc.color, **cross)[0])
        self.leaders = add(side.plot([], [], color=style.GREY, lw=1, clip_on=False)[0])
        looks: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        self.names = [
            add(side.text(LEADER + 4, 0, "", va="center", color=look.ink, **looks)) for look in (btc, loss, plain)
        ]
        self.ticks = [add(foot.text(0, 18, "", ha="center", va="top", **looks)) for _ in range(TICKS + 1)]

    def show(self, shown: Shown) -> None:
        """Show the ways."""
        low, high = self._scaled(shown.deviation)
        lines = [_lines(shown, way) for way in range(len(shown.ways)) if shown.others and way != shown.own]
        for artist, kind in ((self.open, 0), (self.before, 1), (self.after, 2)):
            artist.set_segments([line[kind] for line in lines if line[kind] is not None])
        met = shown.met[(shown.met <= shown.now) & (np.arange(len(shown.met)) != shown.own)]
        met = met if shown.others else met[:0]
        self.crosses.set_data(met, np.full(len(met), shown.line))
        self.level.set_data([0, 1], [shown.line] * 2)
        self._follow(shown)
        self._label(shown, low, high)
        self._count(shown.days)

    def _scaled(self, deviation: float) -> tuple[float, float]:
        """Lowest and highest price shown: a scale for each range, so that a background is drawn once."""
        step = int(np.ceil(np.log(deviation) / np.log(FINE) - 1e-9))
        ends = tuple(100 * float(np.exp(sign * WIDE * FINE**step)) for sign in (-1, 1))
        if self.scene.scenery != step:
            self.scene.scenery = step
            self.axes.set_ylim(*ends)
        return ends[0], ends[1]

    def _follow(self, shown: Shown) -> None:
        way, met = shown.ways[shown.own], shown.met[shown.own]
        past = shown.now >= TIMES
        until = np.append(TIMES[past], shown.now)
        known = np.append(way[past], np.interp(shown.now, TIMES, way))
        closed = met <= shown.now
        early = until < met if closed else np.full(len(until), fill_value=True)
        edge = ([met], [shown.line]) if closed else ([], [])
        self.strong.set_data(np.append(until[early], edge[0]), np.append(known[early], edge[1]))
        self.late.set_data(np.append(edge[0], until[~early]), np.append(edge[1], known[~early]))
        self.cross.set_data(*edge)
        mirrored = shown.mirror[past]
        seen = ~np.isnan(mirrored)
        self.image.set_data(np.append(edge[0], TIMES[past][seen]), np.append(edge[1], mirrored[seen]))

    def _label(self, shown: Shown, low: float, high: float) -> None:
        ends = [float(shown.ways[shown.own, -1]), shown.line, float(shown.mirror[-1])]
        scale = self.height / (high - low)
        named = [place for place, end in enumerate(ends) if shown.words[place] and not np.isnan(end)]
        wanted = [min(max((ends[place] - low) * scale, 0.0), self.height) for place in named]
        centres = spread(wanted, [LABEL] * len(named), 0, self.height)
        for text in self.names:
            text.set_text("")
        for place, centre in zip(named, centres, strict=True):
            outside = " ↓" if ends[place] < low else " ↑" if ends[place] > high else ""
            self.names[place].set_text(shown.words[place] + outside)
            self.names[place].set_y(centre)
        self.leaders.set_data(
            [x for _ in named for x in (2, LEADER, NAN)],
            [y for start, end in zip(wanted, centres, strict=True) for y in (start, end, NAN)],
        )

    def _count(self, days: float) -> None:
        step = next(one for one in (0.25, 0.5, 1, 2, 5, 10) if days / one <= TICKS)
        marks = np.arange(0, days + 1e-9, step)
        for place, text in enumerate(self.ticks):
            text.set_text(_day(marks, place) if place < len(marks) else "")
            text.set_x(20 + self.width * (marks[place] / days if place < len(marks) else 0))


def _day(marks: Sequence[float] | np.ndarray, place: int) -> str:
    last = " day" if marks[-1] == 1 else " days"
    return f"{marks[place]:g}" + (last if place == len(marks) - 1 else "")


def _pale() -> str:
    return style.mixed(style.GREY, style.PALE)


def _lines(shown: Shown, way: int) -> tuple[np.ndarray | None, np.ndarray | None, np.ndarray | None]:
    """A way as far as it has gone: open, or cut in two where it meets the line."""
    past = np.flatnonzero(shown.now >= TIMES)[::THIN]
    points = np.column_stack([TIMES[past], shown.ways[way, past]])
    met = shown.met[way]
    if not met <= shown.now:
        return points, None, None
    cut = np.array([[met, shown.line]])
    early = points[:, 0] < met
    return None, np.vstack([points[early], cut]), np.vstack([cut, points[~early]])
