"""Lesson 08: the picture and the explorer of 400 longs, a staircase that either ends or does not."""

from typing import Any

import numpy as np
from matplotlib.patches import Polygon

from marginlib.course.cascades.account import BUYERS, START, line
from marginlib.course.cascades.goals import GOALS
from marginlib.course.cascades.longs import SHOCKS
from marginlib.course.cascades.model import HALF, Fate, Result, told
from marginlib.course.cascades.opening import scene
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene
from marginlib.show.tanks import Tank, TankRow

__all__ = ["Picture", "explorer", "scene"]
WIDEST, HIGHEST = 20.0, 30.0  # percent that the staircase and the curves show
LISTED, MARKED, TALL = 4, 3, 1.2  # rounds in words, rounds with a number at their step, percent of such a step
CLIFF, NEAR = 4.0, 4.3  # percent between two neighbouring shocks; and where no words fit left of that


class Picture(Scene[Result]):
    """The staircase on the left; on the right the end for every shock, and the longs as tanks."""

    def __init__(self) -> None:
        super().__init__(900, 402)
        top = self.panel(14, 376, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold"))
        self._stairs()
        self._curves()
        self.tanks = TankRow(self, (447, 0, 446, 188), 4, full=1.12)

    def _stairs(self) -> None:
        axes = self.axes = self.panel(52, 44, 366, 308)
        axes.set_xlim(0, WIDEST)
        axes.set_ylim(0, WIDEST)
        axes.set_xticks(range(0, 21, 5))
        axes.set_yticks(range(0, 21, 5))
        axes.set_xlabel("the price has fallen by, %")
        axes.set_ylabel("what is sold by then makes it fall by, %")
        grey, loss, market = style.role("market"), style.role("loss"), style.role("third")
        axes.plot([0, WIDEST], [0, WIDEST], color=grey.color, lw=1.5, ls=(0, (5, 3)))
        axes.text(
            WIDEST - 0.3, 0.8, "below the dashed line: it stops", ha="right", fontsize=style.SMALL, color=grey.ink
        )
        self.area = self.animate(
            axes.add_patch(Polygon([(0, 0)], closed=True, facecolor=style.mixed(loss.color, 0.2), lw=0))
        )
        self.band = self.animate(axes.plot([], [], color=market.surface, lw=8, solid_joinstyle="round")[0])
        self.walk = self.animate(axes.plot([], [], color=loss.color, lw=2)[0])
        self.end = self.animate(axes.plot([], [], color=style.BLACK, marker="o", ms=10, ls="", clip_on=False)[0])
        box = {"facecolor": style.WHITE, "edgecolor": loss.color, "boxstyle": "circle,pad=0.2", "lw": 1}
        clear = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 1}
        looks: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        self.marks = [
            self.animate(axes.text(0, 0, "", ha="center", va="center", color=loss.ink, bbox=box, **looks))
            for _ in range(MARKED)
        ]
        self.list = [
            self.animate(axes.text(0.5, WIDEST - 0.1 - 1.25 * place, "", va="top", color=loss.ink, bbox=clear, **looks))
            for place in range(LISTED)
        ]

    def _curves(self) -> None:
        axes = self.falls = self.panel(500, 244, 266, 108)
        axes.set_xlim(0, 10)
        axes.set_ylim(0, HIGHEST)
        axes.set_yticks([0, 10, 20, 30])
        axes.set_xlabel("shock, %")
        axes.set_ylabel("ends at, %")
        grey, loss, pool = (style.role(name) for name in ("market", "loss", "pool"))
        axes.plot([0, 10], [0, 10], color=grey.color, lw=1.5, ls=(0, (5, 3)))
        self.mine = self.animate(axes.plot([], [], color=loss.color, lw=3)[0])
        self.even = self.animate(axes.plot([], [], color=pool.color, ls=pool.line, lw=2)[0])
        self.now = self.animate(axes.plot([], [], color=style.BLACK, marker="o", ms=8, ls="", clip_on=False)[0])
        self.names = [
            self.animate(axes.text(10.3, 0, "", fontsize=style.SMALL, color=look.ink, va="center", clip_on=False))
            for look in (grey, pool, loss)
        ]
        self.cliff = self.animate(axes.text(0, 0, "", fontsize=style.SMALL, color=loss.ink, ha="right", va="center"))

    def update(self, result: Result) -> None:
        """Show the state."""
        self.title.set_text(result.headline)
        self._walk(result)
        self._compare(result)
        posted = sum(fate.posted for fate in result.fates)
        self.tanks.show([f"Behind the longs: {posted:,.0f} USDT"], [_tank(fate) for fate in result.fates])

    def _walk(self, result: Result) -> None:
        x, y = result.staircase
        self.band.set_data(x, np.minimum(y, 2 * WIDEST))
        falls = [result.shock, *(min(one.fall, 2 * WIDEST) for one in result.rounds)]
        across = np.repeat(falls, 2)
        stairs = np.column_stack([np.append([0.0], across[:-1]), across])
        self.walk.set_data(*stairs.T)
        self.area.set_xy(np.vstack([stairs, [stairs[-1, 1]] * 2, [0.0, 0.0]]))
        seen = falls[-1] <= WIDEST
        self.end.set_data([min(falls[-1], WIDEST)], [min(falls[-1], WIDEST)])
        self.end.set_marker("o" if seen else "^")
        for place, text in enumerate(self.marks):
            shown = place + 1 < len(falls) and falls[place + 1] - falls[place] >= TALL and falls[place] < WIDEST - 1
            text.set_visible(shown)
            if shown:
                text.set_text(f"{place + 1}")
                text.set_position((falls[place], (falls[place] + min(falls[place + 1], WIDEST)) / 2))
        words = told(result.rounds, result.shock, MARKED)
        numbered = [f"{place + 1}: {line}" for place, line in enumerate(words[:MARKED])] + words[MARKED:]
        for place, text in enumerate(self.list):
            text.set_text(numbered[place] if place < len(numbered) else "")

    def _compare(self, result: Result) -> None:
        mine, even = (np.minimum(curve, 2 * HIGHEST) for curve in result.curves)
        self.mine.set_data(SHOCKS, mine)
        self.even.set_data(SHOCKS, even)
        self.now.set_data([result.shock], [min(result.fall, HIGHEST)])
        self.now.set_marker("o" if result.fall <= HIGHEST else "^")
        words = ["the shock", "spread evenly", {0: "", 100: "two crowds"}.get(result.crowd, "these longs")]
        wanted = [10.0, min(float(even[-1]), HIGHEST), min(float(mine[-1]), HIGHEST)]
        named = [place for place, text in enumerate(words) if text]
        for text in self.names:
            text.set_text("")
        for place, height in zip(
            named, spread([wanted[one] for one in named], [5.2] * len(named), 0, HIGHEST), strict=True
        ):
            self.names[place].set_text(words[place])
            self.names[place].set_y(height)
        self._name_cliff(result)

    def _name_cliff(self, result: Result) -> None:
        curve = result.curves[0]
        jumps = np.diff(curve)
        place = int(jumps.argmax())
        words = "then no buyers" if curve[place + 1] >= START else f"one step: {jumps[place]:.0f} %"
        self.cliff.set_text(words if jumps[place] >= CLIFF else "")
        middle = (min(curve[place], HIGHEST) + min(curve[place + 1], HIGHEST)) / 2
        if SHOCKS[place] < NEAR:
            self.cliff.set_ha("left")
            self.cliff.set_position((SHOCKS[place + 1] + 0.3, middle))
        else:
            self.cliff.set_ha("right")
            self.cliff.set_position((SHOCKS[place] - 0.2, min(middle + 4, HIGHEST - 3)))


def _tank(fate: Fate) -> Tank:
    between = " to " in fate.name
    done = fate.closed == fate.longs
    name = f"line {fate.name}" if between else f"{fate.longs} at {fate.name}, line {line(int(fate.name[:-1])):.2f}"
    if fate.closed and not done:
        name = f"{name}: {fate.closed} closed"
    owed = f"{fate.owed:,.0f} owed" if fate.owed >= HALF else "nothing owed"
    return Tank(name, fate.posted, fate.left, role="btc", closed=done, lost=fate.lost, note=owed)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings takeovers, and buyers who leave.

    It opens with the longs spread evenly, so that whoever scrolls down is told nothing of the two crowds.
    """
    return Explorer(
        Result,
        {
            "shock": slider("Shock", 3.0, 0.5, 10.0, 0.1, "{:.1f} %"),
            "ratio": slider("Branching ratio if spread evenly", 0.5, 0.0, 1.2, 0.05, "{:.2f}"),
            "crowd": slider("At round leverages", 0, 0, 100, 10, "{} %"),
            "taken": slider("Taken over, not sold", 0, 0, 100, 5, "{} %", stage=2),
            "buyers": choice("Buyers", list(BUYERS), stage=2),
        },
        Picture(),
        presets={
            "spread evenly": {},
            "two crowds": {"crowd": 100, "shock": 4.5},
            "near the critical point": {"ratio": 0.95, "shock": 1.0},
            "a third taken over": {"crowd": 100, "shock": 4.6, "taken": 35},
            "buyers leave": {"shock": 2.3, "buyers": "half leave each 5 %"},
        },
        goals=GOALS,
        record=goals,
        stage=stage,
    )
