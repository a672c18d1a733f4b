"""Lesson 06: the picture and the explorer of two longs behind walls of their own, and the scene that opens it."""

from typing import Any

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from marginlib.course.sizing_and_allocation import opening
from marginlib.course.sizing_and_allocation.account import BASE, NAMES, OWNED, Prices
from marginlib.course.sizing_and_allocation.goals import GOALS
from marginlib.course.sizing_and_allocation.model import LOSSES, RULES, SHARES, Result
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import percent
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Flow, Tank, TankRow

ROLES = ("btc", "third", "free")
MARKS = {"equal": ("btc", "s"), "risk parity": ("pool", "D"), "best": ("free", "*")}
HIGHEST = 0.6  # of the chances to lose more that are drawn
SCALE, NARROW = 2.0, 76.0  # pixels for a USDT, and the width of a tank that has no room for its chance
DOTTED = (0, (1, 1))


class Picture(Scene[Result]):
    """Three tanks above; below, chances over all splits, and the chance to lose more than so much."""

    def __init__(self) -> None:
        super().__init__(900, 431)
        top = self.panel(14, 405, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold"))
        self.tanks = TankRow(self, (34, 190, 850, 215), 3, full=2.08, lanes=2, scale=SCALE)
        self._splits()
        self._losses()

    def _splits(self) -> None:
        self.splits = axes = self.panel(60, 48, 290, 112)
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        axes.set_xlabel("behind BTC, % of what is posted")
        axes.set_title("Chance that one or both are closed", loc="left", fontsize=style.SMALL)
        grey, loss = style.role("market"), style.role("loss")
        self.at = self.animate(axes.plot([], [], color=grey.color, lw=1)[0])
        self.first = self.animate(axes.plot([], [], color=grey.color, lw=1.5)[0])
        self.both = self.animate(axes.plot([], [], color=loss.color, ls=DOTTED, lw=2)[0])
        self.any = self.animate(axes.plot([], [], color=style.BLACK, lw=2.5)[0])
        side = self.panel(362, 48, 140, 112, frame=False)
        rows: dict[str, tuple[str, str, dict[str, Any]]] = {
            "first": (grey.color, grey.ink, {"lw": 1.5}),
            "both": (loss.color, loss.ink, {"ls": DOTTED, "lw": 2}),
        }
        self.marks = {}
        for name, (role, marker) in MARKS.items():
            look = style.role(role)
            shape: dict[str, Any] = {"marker": marker, "ms": 13 if marker == "*" else 8, "mec": style.BLACK, "mew": 0.8}
            self.marks[name] = self.animate(axes.plot([], [], color=look.color, ls="", **shape)[0])
            rows[name] = look.color, look.ink, {"ls": "", **shape}
        self.names = {}
        for place, name in enumerate(("first", *MARKS, "both")):
            color, ink, shape = rows[name]
            height, x = 104 - 24 * place, [8] if name in MARKS else [0, 16]
            side.plot(x, [height] * len(x), color=color, **shape)
            words = side.text(24, height, "", color=ink, fontsize=style.SMALL, va="center_baseline")
            self.names[name] = self.animate(words)

    def _losses(self) -> None:
        self.lost = axes = self.panel(572, 48, 310, 112)
        axes.set_xlim(0, OWNED)
        axes.set_ylim(0, HIGHEST)
        axes.set_yticks([0, 0.2, 0.4, 0.6], ["0 %", "20 %", "40 %", "60 %"])
        axes.set_xlabel("x, USDT of your 400")
        axes.set_title("Chance to lose more than x", loc="left", fontsize=style.SMALL)
        self.areas = []
        for place, (role, words) in enumerate((("loss", "likelier now"), ("free", "less likely"))):
            look = style.role(role)
            patch = Polygon([(0, 0)], closed=True, facecolor=look.surface, lw=0)
            self.areas.append(self.animate(axes.add_patch(patch)))
            height = 0.31 - 0.1 * place
            axes.add_patch(Rectangle((226, height - 0.03), 16, 0.06, facecolor=look.surface, lw=0))
            axes.text(248, height, words, color=look.ink, fontsize=style.SMALL, va="center")
        grey = style.role("market")
        self.before = self.animate(axes.plot([], [], color=grey.color, lw=1.5)[0])
        self.now = self.animate(axes.plot([], [], color=style.BLACK, lw=2.5)[0])
        self.said = self.animate(axes.text(226, 0.57, "", va="top", fontsize=style.SMALL, linespacing=1.2))

    def update(self, result: Result) -> None:
        """Show the state."""
        self.title.set_text(result.headline)
        self._show_tanks(result)
        self._show_splits(result)
        for line, curve, most in (
            (self.now, result.losing, float(result.posted)),
            (self.before, result.losing_first, BASE),
        ):
            seen = LOSSES[most > LOSSES]
            height = curve[: len(seen)]
            line.set_data([*seen, most, most, OWNED], [*height, height[-1], 0, 0])
        for area, edge in zip(self.areas, (np.maximum, np.minimum), strict=True):
            upper = edge(result.losing, result.losing_first)
            ways = np.append(LOSSES, LOSSES[::-1]), np.append(upper, result.losing_first[::-1])
            area.set_xy(np.column_stack(ways))
        who = percent(result.lost(BASE)) if result.posted > BASE else "nobody"
        self.said.set_text(f"with {result.posted}: {who}\nloses more than {BASE:.0f}")

    def _show_tanks(self, result: Result) -> None:
        mine, free = result.mine, OWNED - result.posted
        tanks = [
            Tank(f"{name} long", money, money, result.need if money else 0.0, role, chance=float(chance))
            for name, money, role, chance in zip(NAMES, mine.behind.tolist(), ROLES, mine.chances, strict=False)
        ]
        tanks.append(Tank("free", free, free, role="free"))
        self.tanks.show([f"Two longs of {result.value:,} USDT, for {result.weeks}"], tanks, flows(mine.behind))
        for slot, tank in zip(self.tanks.slots, tanks, strict=True):
            if tank.posted * SCALE < NARROW:  # the chance is in the table, and the hatching stays
                slot.lost.set_visible(False)
            slot.name.set_visible(tank.role != "free" or tank.posted > 0)

    def _show_splits(self, result: Result) -> None:
        now, before = result.now, result.before
        self.any.set_data(SHARES, now.any)
        self.both.set_data(SHARES, now.both)
        self.first.set_data(SHARES, before.any)
        self.at.set_data([result.mine.share] * 2, [0, 1])
        self.names["first"].set_text(f"with 200: {percent(result.first.any)}")
        self.names["both"].set_text(f"both: {percent(result.mine.both)}")
        for name, mark in self.marks.items():
            one = result.rules[name]
            mark.set_data([one.share], [one.any])
            self.names[name].set_text(f"{name}: {percent(one.any)}")


def flows(behind: Prices) -> list[Flow]:
    """The money that moved since 100 USDT stood behind each long and 200 were free, as arrows from tank to tank.

    >>> [(flow.source, flow.target, flow.words) for flow in flows(np.array([60.0, 240.0]))]
    [(2, 1, '100'), (0, 1, '40')]
    """
    changes = [*(behind - BASE / 2).tolist(), BASE - float(behind.sum())]
    found = []
    for source in (2, 1, 0):
        for target in (2, 1, 0):
            moved = min(-changes[source], changes[target])
            if moved > 0.5:
                found.append(Flow(source, target, f"{moved:.0f}"))
                changes[source] += moved
                changes[target] -= moved
    return found


def scene() -> Story:
    """Return the opening scene: money and coins move, and the week goes on once a prediction is locked in."""
    now = Slider("Time", opening.BEGIN, (opening.BEGIN, opening.END), opening.STEP, opening.day, 1)
    return Story(opening.Result, {"now": now}, opening.Picture(), stop=opening.STOP)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings the rules that split a sum."""
    return Explorer(
        Result,
        {
            "posted": slider("Posted", 300, 100, 400, 20, "{} USDT"),
            "share": slider("Behind BTC", 50, 10, 90, 1, "{} %"),
            "value": slider("Size of each long", 1_000, 500, 2_000, 100, "{:,} USDT"),
            "days": slider("Days", 7, 1, 30, 1, "{}"),
            "split": choice("Split by", RULES, stage=2),
            "wild": slider("Volatility of SOL", 120, 60, 150, 5, "{} %", stage=3),
            "calm": slider("Volatility of BTC", 60, 40, 100, 5, "{} %", stage=3),
        },
        Picture(),
        presets={
            "as it began": {"posted": 200},
            "all through the wall": {"posted": 400},
            "half the size instead": {"posted": 200, "value": 500},
            "save the wild one": {"posted": 200, "split": "risk parity"},
        },
        goals=GOALS,
        record=goals,
        stage=stage,
    )
