"""Lesson 04: the pictures and the explorer of one deposit in three modes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from marginlib.course.isolated_versus_cross.columns import LEFT, RIGHT, Columns
from marginlib.course.isolated_versus_cross.goals import GOALS
from marginlib.course.isolated_versus_cross.model import Part, Result
from marginlib.course.isolated_versus_cross.opening import END, HOURS, SORT, STOP, Opening
from marginlib.course.isolated_versus_cross.weeks import FIRST, WEEKS
from marginlib.course.isolated_versus_cross.world import BOOKS, CHANCE, LOOKS, PEOPLE, ROLES, SCENARIOS, dated
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.price_path import Line, Moment, PathPanel
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import TankRow

SCALE = 0.85  # pixels for each USDT put in, in all six tanks
PLACES = {"isolated": (14, 318, 4), "basket": (338, 282, 2), "cross": (632, 262, 1)}  # left, width, tanks
WAYS = {"isolated": "a wall around each", "basket": "two in a basket", "cross": "one pool"}
PIECES, SPACE = 14, 6.0  # of the title; pixels between them
MARGIN, WORDS = 66.0, 30.0  # of the labels beside prices; more room for the words beside the slider


class Title:
    """A line of text set piece by piece: its words and its numbers come back, and are then drawn at once."""

    def __init__(self, scene: Scene[Any], bottom: float) -> None:
        axes = scene.panel(14, bottom, 880, 26, frame=False)
        self.scene = scene
        self.texts = [scene.animate(axes.text(0, 6, "", fontsize=style.TITLE, weight="bold")) for _ in range(PIECES)]

    def show(self, words: str) -> None:
        """Show the line."""
        pieces = [piece.strip() for piece in re.split(r"(?<= )(\d[\d.]*(?: %)?[.,:]?)", words) if piece.strip()]
        x = 0.0
        for text, piece in zip(self.texts, pieces + [""] * (PIECES - len(pieces)), strict=True):
            text.set_text(piece)
            text.set_x(x)
            x += self.scene.text_width(piece, style.TITLE, "bold") + SPACE if piece else 0.0


class Picture(Scene[Result]):
    """Above: the tanks of three modes. Below: a hundred weeks as columns, or the day that was."""

    def __init__(self) -> None:
        super().__init__(900, 428)
        self.title = Title(self, 400)
        self.rows = {
            mode: TankRow(self, (left, 190, width, 206), slots, full=1.6, scale=SCALE)
            for mode, (left, width, slots) in PLACES.items()
        }
        self.columns = Columns(self, {"isolated": 106, "basket": 56, "cross": 6}, 42)
        place = (LEFT, 46, RIGHT - LEFT + MARGIN, 146)
        self.path = PathPanel(self, place, [0.0, 1.0], (40, 112), lines=3, levels=0, moments=6, margin=MARGIN)
        self.time_axis = LEFT, RIGHT - WORDS
        self.by_chance: bool | None = None
        self.shown: tuple[str, float, float] | None = None

    def update(self, result: Result) -> None:
        """Show the three modes."""
        self.title.show(result.headline)
        for mode, row in self.rows.items():
            kept = f"{PEOPLE[mode]} keeps {result.reckoned[mode].left:.0f}" if result.day else ""
            row.show(
                [kept or f"{PEOPLE[mode]}, {WAYS[mode]}", kept or PEOPLE[mode]],
                [pool.tank() for pool in result.pools[mode]],
            )
        self._switch(by_chance=result.day is None)
        if result.day is not None:
            self._show_day(result)
            return
        self.scenery = None
        self.columns.show(result.drawn.sorted(), {mode: _rows(pools) for mode, pools in result.pools.items()})

    def _switch(self, *, by_chance: bool) -> None:
        if by_chance == self.by_chance:
            return
        self.by_chance = by_chance
        self.columns.seen(visible=by_chance)
        self.path.axes.set_visible(not by_chance)
        self.path.axes.set_axis_off() if by_chance else self.path.axes.set_axis_on()
        self.path.show([])

    def _show_day(self, result: Result) -> None:
        day = result.day
        assert day is not None  # noqa: S101 - asked before
        markets = list(BOOKS[result.book].sides)
        low, high = 10 * float(np.floor(day.prices.min() / 10)), 10 * float(np.ceil(day.prices.max() / 10))
        self.scenery = result.scenario, low, high
        if self.scenery != self.shown:
            self.shown = self.scenery
            self.path.times, self.path.low, self.path.high = day.times, low, high
            self.path.axes.set_xlim(day.times[0], day.times[-1])
            self.path.axes.set_ylim(low, high)
        lines = [Line(day.prices[:, place], [market], ROLES[market]) for place, market in enumerate(markets)]
        moments = [
            Moment(pool.end.time, float(pool.end.prices[markets.index(pool.name[:3])]), words, pool.role)
            for mode, pools in result.pools.items()
            for pool in pools
            if pool.end and pool.end.time is not None and (mode != "basket" or pool.positions > 1)
            for words in [[f"{PEOPLE[mode]}'s {_short(pool)} closed", f"{PEOPLE[mode]} {_short(pool)}", PEOPLE[mode]]]
        ]
        self.path.show(lines, result.hour if result.weeks < WEEKS else None, [], moments)


def _short(pool: Part) -> str:
    return pool.name[:3] if pool.positions == 1 else "pool"


def _rows(pools: list[Part]) -> list[tuple[str, int]]:
    """Role and positions of each pool that holds some."""
    return [(pool.role, pool.positions) for pool in pools if pool.positions]


class Prologue(Scene[Opening]):
    """The opening scene: tanks above, prices of a week or the brackets below, columns under them."""

    def __init__(self) -> None:
        super().__init__(900, 432)
        self.title = Title(self, 404)
        self.left = TankRow(self, (14, 204, 440, 200), 3, scale=1.2, full=1.5)
        self.right = TankRow(self, (486, 204, 400, 200), 1, scale=1.2, full=1.5)
        self.low = Columns(self, {"isolated": 36, "cross": 4}, 28)
        self.high = Columns(self, {"isolated": 72, "cross": 6}, 58)
        place, days = (LEFT, 90, RIGHT - LEFT + MARGIN, 124), ("", "price, USDT")
        self.path = PathPanel(
            self, place, HOURS / 24, (75, 125), lines=3, levels=0, moments=4, margin=MARGIN, axis=days
        )
        self.path.axes.set_xticks(range(8), ["0", *map(str, range(1, 7)), "day 7"])
        self.path.axes.set_yticks([80, 100, 120])
        self.time_axis = LEFT, RIGHT - WORDS

    def update(self, result: Opening) -> None:
        """Show a frame."""
        self.title.show(result.headline)
        self.left.show([f"Ada: {WAYS['isolated']}"], [pool.tank(result.hour) for pool in result.ada])
        self.right.show([f"Bo: {WAYS['cross']} behind everything"], [result.bo.tank(result.hour)])
        told = result.now >= SORT
        self.path.axes.set_visible(not told)
        self.low.seen(visible=not told)
        self.high.seen(visible=told)
        self.path.axes.set_axis_off() if told else self.path.axes.set_axis_on()
        self.scenery = told
        if told:
            self.path.show([])
        else:
            self._prices(result)
        roles = {"isolated": [(pool.role, 1) for pool in result.ada], "cross": [(result.bo.role, len(result.ada))]}
        self.low.show(None if told else result.weeks, roles, 0.0)
        self.high.show(result.weeks if told else None, roles, result.grown)

    def _prices(self, result: Opening) -> None:
        lines = [Line(result.path[:, place], [market], role) for place, (market, role) in enumerate(ROLES.items())]
        day = result.hour / 24
        shut = [
            (pool.shut, result.path[pool.shut, place], [f"Ada's {pool.name[:3]} closed", pool.name[:3]], pool.role)
            for place, pool in enumerate(result.ada)
            if pool.shut is not None and pool.closed(result.hour)
        ]
        if result.bo.shut is not None and result.bo.closed(result.hour):
            shut.append((result.bo.shut, result.path[result.bo.shut, 0], ["Bo closed"], "pool"))
        moments = [Moment(hour / 24, float(price), words, role) for hour, price, words, role in shut]
        self.path.show(lines, day if day < HOURS[-1] / 24 else None, [], moments)


PLAIN: dict[str, Any] = {
    "book": "three longs",
    "scenario": CHANCE,
    "leverage": 10,
    "correlation": 0.6,
    "volatility": 80,
    "days": 7,
    "posted": 100,
    "looks": LOOKS[0],
    "weeks": WEEKS,
}
PRESETS: dict[str, dict[str, Any]] = {
    "the account": PLAIN,
    "a hedge": {**PLAIN, "book": "BTC long, ETH short", "correlation": 0.9},
    "once a day": {**PLAIN, "looks": LOOKS[1]},
    "half kept out": {**PLAIN, "posted": 50, "leverage": 5},
    "10 October 2025": {**PLAIN, "scenario": "2025-10-10", "leverage": 8},
}
DAY = 3  # the stage that opens on a day that was
MORE = {4: ("scenario", "days"), DAY: ("days",)}  # what a stage does not speak of any more


def scene() -> Story:
    """Return the opening scene: two weeks are played, and a hundred are told once a prediction is locked in."""
    time = Slider("Time", 0.0, (0.0, END), 1.0, lambda now: Opening(now).moment, 1)
    return Story(Opening, {"now": time}, Prologue(), stop=STOP)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of one deposit in three modes, with the controls and the goal of its stage.

    It opens with the two weeks of the scene, so that whoever scrolls down is not told how many of a hundred there are.
    Stage 2 brings the book and the days, stage 3 the days that were, stage 4 how often the venue looks.
    """
    on_a_day = stage == DAY
    return Explorer(
        Result,
        {
            "leverage": slider("Leverage", 5 if on_a_day else 10, 2, 20, words="{}x"),
            "correlation": slider("Correlation", 0.6, 0.0, 0.95, 0.05, words="{:.2f}"),
            "book": choice("Book", list(BOOKS), stage=2),
            "days": slider("Days", 7, 1, 14, words="{}", stage=2),
            "scenario": choice(
                "Scenario",
                {CHANCE: CHANCE, **{dated(day): day for day in SCENARIOS[1:]}},
                "2025-10-10" if on_a_day else CHANCE,
                stage=3,
            ),
            "looks": choice("The venue looks", LOOKS, stage=4),
            "volatility": slider("Volatility a year", 80, 20, 150, 5, words="{} %"),
            "posted": slider("Posted", 100, 50, 100, 25, words="{} %"),
            "weeks": slider("Weeks shown", WEEKS if on_a_day else len(FIRST), 1, WEEKS, words="{} of 100"),
        },
        Picture(),
        presets=PRESETS,
        goals=GOALS[stage - 1 : stage],
        record=goals,
        time="weeks",
        stage=stage,
        more=("volatility", "posted", *MORE.get(stage, ())),
    )
