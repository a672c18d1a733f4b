"""Lesson 12: the picture and the explorer of one lie, and the scene that opens the lesson."""

from typing import Any

import numpy as np
from matplotlib.patches import Polygon

from marginlib.course.oracles_and_enclaves import opening
from marginlib.course.oracles_and_enclaves.account import DEPTH, LEAST, MOST, NOTHING, OWN, POOL, PUSHED, RULES, SIZE
from marginlib.course.oracles_and_enclaves.bars import Bars
from marginlib.course.oracles_and_enclaves.goals import FIRST, GOALS
from marginlib.course.oracles_and_enclaves.model import COLUMN, Result, usdt
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, choice, ladder, slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.marks import place
from marginlib.show.scene import Scene
from marginlib.show.story import Story

LEFT, BOTTOM, WIDTH, HEIGHT = 64.0, 172.0, 590.0, 160.0  # of the chart, in pixels
AIR = 1.15  # the top of the chart, for each USDT that can be taken
TICKS = {True: (0, 100, 200, 300), False: (0, 2_000, 4_000, 6_000, 8_000)}
BESIDE = 30.0  # times: a larger lie has its words on its left
LINE = 17.0
RUNGS = (
    *(round(2 + step / 10, 1) for step in range(20)),
    *(4 + step / 2 for step in range(12)),
    *(float(times) for times in (*range(10, 30), *range(30, 101, 2))),
)


class Picture(Scene[Result]):
    """What a lie takes and costs, for every lie; below, whose the money was and whose it is."""

    def __init__(self) -> None:
        super().__init__(900, 398)
        head = self.panel(7, 348, 886, 50, frame=False)
        self.title = self.animate(head.text(0, 30, "", fontsize=style.TITLE, weight="bold", parse_math=False))
        text: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        self.pushed = self.animate(head.text(0, 8, "", **text))
        axes = self.panel(LEFT, BOTTOM, WIDTH, HEIGHT)
        axes.set_xscale("log")
        axes.set_xlim(LEAST, MOST)
        axes.set_ylim(0, 1)
        marks = (2, 5, 10, 20, 50, 100)
        axes.set_xticks(marks, [f"{mark}" for mark in marks])
        axes.set_xticks([], minor=True)
        axes.set_yticks([])
        axes.set_xlabel("the lie: how many times the true price counts for a block")
        self.shade = self.animate(axes.add_patch(Polygon([(2, 0), (2, 0), (3, 0)], lw=0)))
        self.shade.set_facecolor(style.role("loss").surface)
        self.takes = self.animate(axes.plot([], [], color=style.role("loss").color, lw=2.6)[0])
        self.costs = self.animate(axes.plot([], [], color=style.BLACK, lw=2.2, ls=(0, (5, 3)))[0])
        self.bar = self.animate(axes.plot([], [], color=style.role("loss").color, lw=2)[0])
        dot: dict[str, Any] = {"ls": "", "marker": "o", "ms": 8}
        self.dots = [
            self.animate(axes.plot([], [], color=color, **dot)[0]) for color in (style.role("loss").color, style.BLACK)
        ]
        side = self.panel(0, BOTTOM, LEFT, HEIGHT + 12, frame=False)
        self.ticks = [self.animate(side.text(LEFT - 8, 0, "", ha="right", va="center", **text)) for _ in range(5)]
        self.unit = side.text(4, HEIGHT + 2, "USDT", **text)
        right = self.panel(LEFT + WIDTH, BOTTOM, 900 - LEFT - WIDTH, HEIGHT + 12, frame=False)
        self.ends = [
            self.animate(right.text(10, 0, "", va="center", color=ink, linespacing=1.2, **text))
            for ink in (style.role("loss").ink, style.BLACK)
        ]
        over = self.panel(LEFT, BOTTOM, WIDTH, HEIGHT, frame=False)
        self.pays = self.animate(
            over.text(
                0,
                0,
                "",
                va="center",
                weight="bold",
                bbox={"facecolor": style.WHITE, "edgecolor": "none", "pad": 2},
                **text,
            )
        )
        self.bars = Bars(self, 7, 2, 886)

    def update(self, result: Result) -> None:
        """Show the state."""
        self.title.set_text(result.headline)
        self.pushed.set_text(result.pushed)
        top, own = AIR * result.reach, result.walls == OWN
        for number, text in enumerate(self.ticks):
            values = TICKS[own]
            seen = number < len(values)
            place(text, LEFT - 8, HEIGHT * values[number] / top if seen else 0, f"{values[number]:,}" if seen else "")
        taken, cost = result.all_lies.taken / top, result.all_lies.cost / top
        self.takes.set_data(COLUMN, taken)
        self.costs.set_data(COLUMN, cost)
        upper = np.maximum(taken, cost)
        self.shade.set_xy(np.column_stack([np.append(COLUMN, COLUMN[::-1]), np.append(upper, cost[::-1])]))
        self._ends(result, float(taken[-1]), min(float(cost[-1]), 1.0))
        self._chosen(result, top)
        self.bars.show(result.before, result.after)

    def _ends(self, result: Result, taken: float, cost: float) -> None:
        words = (f"what the lie takes,\nat most {usdt(result.reach)}", "what it costs")
        heights = spread([taken * HEIGHT, cost * HEIGHT], [2.4 * LINE, 1.2 * LINE], 0, HEIGHT + 12)
        for text, y, said in zip(self.ends, heights, words, strict=True):
            place(text, 10, y, said)

    def _chosen(self, result: Result, top: float) -> None:
        taken, cost = float(result.lie.taken) / top, float(result.lie.cost) / top
        low, high = sorted((taken, min(cost, 1.0)))
        self.bar.set_data([result.times] * 2, [low, high])
        for dot, y in zip(self.dots, (taken, cost), strict=True):
            dot.set_data(*(([result.times], [y]) if y <= 1 else ([], [])))
        pays = float(result.lie.pays)
        self.bar.set_color(style.role("loss").color if pays > NOTHING else style.BLACK)
        words = f"pays {usdt(pays)}" if pays > NOTHING else f"loses {usdt(-pays)}"
        x = WIDTH * np.log(result.times / LEAST) / np.log(MOST / LEAST)
        y = min(max((low + high) / 2 * HEIGHT, LINE), HEIGHT - LINE)
        place(self.pays, x - 10 if result.times > BESIDE else x + 10, y, words)
        self.pays.set_ha("right" if result.times > BESIDE else "left")
        self.pays.set_color(style.role("loss").ink if pays > NOTHING else style.BLACK)


def scene() -> Story:
    """Return the opening scene: a price jumps for a block and money leaves; then the proof is checked."""
    now = Slider("Time", opening.BEGIN, (opening.BEGIN, opening.END), opening.STEP, opening.moment, 1)
    return Story(opening.Result, {"now": now}, opening.Picture(), stop=opening.STOP)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings the cap, the blocks of the average, and their goals.

    It opens with another lie than the scene, so that whoever scrolls down is told nothing, and what meets a goal is no
    preset before the goal has been looked for.
    """
    whole: dict[str, Any] = {"times": PUSHED}
    later: dict[str, dict[str, Any]] = {
        "walls and a median": {"times": 2.3, "walls": OWN, "rule": "median"},
        "small positions only": {**whole, "cap": 100},
    }
    return Explorer(
        Result,
        {
            "times": ladder("The lie", 4.0, RUNGS, "{:g} times"),
            "depth": choice(
                "Depth of each pool, on one side",
                {f"{one:,} USDT": one for one in (500, 1_000, 2_000, 5_000, 10_000, 20_000, 100_000)},
                int(DEPTH),
            ),
            "rule": choice("Price that counts", RULES),
            "walls": choice("Walls", (POOL, OWN)),
            "window": slider("Blocks in the average", 10, 2, 60, 1, "{}", stage=2),
            "cap": choice(
                "Cap on open interest", {f"{one:,} units": one for one in (1_000, 300, 100, 30)}, int(SIZE), stage=2
            ),
        },
        Picture(),
        presets={
            "four times": {},
            "as in the scene": whole,
            "average of 30 blocks": {**whole, "rule": "average", "window": 30},
            "walls alone": {"times": 2.3, "walls": OWN},
            **(later if stage > 1 else {}),
        },
        goals=FIRST if stage == 1 else GOALS,
        record=goals,
        stage=stage,
    )
