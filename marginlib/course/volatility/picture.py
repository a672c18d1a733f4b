"""Lesson 05: the picture and the explorer of one long, fifty ways of its price, and who looks at them."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from marginlib.course.volatility.account import POSTED, QUARTER, WEEKEND, YEAR
from marginlib.course.volatility.fan import Fan, Shown
from marginlib.course.volatility.goals import GOALS
from marginlib.course.volatility.model import LOOKS, Result, Venue
from marginlib.course.volatility.opening import scene
from marginlib.course.volatility.weeks import WAYS
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene
from marginlib.show.tanks import Tank, TankRow

__all__ = ["Picture", "explorer", "scene"]
BARS, ROW, LONGEST = 4, 28.0, 90.0  # venues; pixels for each, and of the longest bar
STARTS = (1, 2, 5)  # what a scale of money may begin with


class Picture(Scene[Result]):
    """Above: the ways of the price. Below: a tank for each venue, and what others pay at each."""

    def __init__(self) -> None:
        super().__init__(900, 420)
        top = self.panel(14, 396, 880, 24, frame=False)
        self.title = self.animate(top.text(0, 4, "", fontsize=style.TITLE, weight="bold"))
        self.fan = Fan(self, (60, 230, 830, 160), margin=180)
        self.row = TankRow(self, (14, 0, 610, 196), BARS, full=1.9, scale=1.34)
        self.paid = self.panel(640, 0, 256, 196, frame=False)
        self.paid.text(0, 196, "What others pay, USDT", fontsize=style.TITLE, va="top")
        fund = style.role("fund")
        self.bars = [
            self.animate(
                self.paid.add_patch(Rectangle((0, 0), 0, 18, facecolor=fund.surface, edgecolor=style.BLACK, lw=1))
            )
            for _ in range(BARS)
        ]
        text: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "parse_math": False}
        self.names = [self.animate(self.paid.text(100, 0, "", ha="right", **text)) for _ in range(BARS)]
        self.sums = [self.animate(self.paid.text(0, 0, "", weight="bold", **text)) for _ in range(BARS)]

    def update(self, result: Result) -> None:
        """Show the long at every venue."""
        self.title.set_text(result.headline)
        mirrored = not np.isnan(result.mirror[-1])
        words = (
            f"way {result.way} ends at {result.own[-1]:.0f}",
            f"the line {result.line:.2f}",
            f"mirror image: {result.mirror[-1]:.0f}" if mirrored else "",
        )
        deviation = result.volatility / 100 * float(np.sqrt(result.days / YEAR))
        self.fan.show(
            Shown(result.ways, result.met, result.way - 1, result.line, result.mirror, deviation, result.days, words)
        )
        venues = [*result.venues.values()]
        tanks = [Tank(one.name, POSTED, POSTED, role=one.role, chance=one.found.touched) for one in venues]
        self.row.show(["How the venue looks, and how often you are closed"], tanks)
        self._pay(venues)

    def _pay(self, venues: list[Venue]) -> None:
        most = max(venue.found.bad_debt for venue in venues)
        longest = _round_above(most)
        for place in range(BARS):
            venue = venues[place] if place < len(venues) else None
            y, owed = 152 - ROW * place, venue.found.bad_debt if venue else 0.0
            long = LONGEST * owed / longest
            self.bars[place].set_bounds(106, y - 9, long, 18)
            self.bars[place].set_visible(venue is not None and owed > 0)
            self.names[place].set_text(venue.short if venue else "")
            self.names[place].set_y(y)
            self.sums[place].set_text(f"{owed:.2f}" if venue else "")
            self.sums[place].set_position((112 + long, y))


def _round_above(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, ... that is not below a value.

    >>> _round_above(3.84), _round_above(0.0), _round_above(21)
    (5, 1, 50)
    """
    power: int = 10 ** max(int(np.floor(np.log10(max(value, 1)))), 0)
    return next(start * power for start in (*STARTS, 10) if start * power >= value)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings jumps, with a venue that watches them.

    It opens with Max's weekend and not with the long of the question, so that whoever scrolls down is told nothing.
    """
    return Explorer(
        Result,
        {
            "leverage": slider("Leverage", WEEKEND["leverage"], 3, 50, words="{}x"),
            "days": slider("Days", WEEKEND["days"], 1, 30, words="{}"),
            "looks": choice("A venue that looks", list(LOOKS), "every day"),
            "way": slider("Way that you follow", 18, 1, WAYS, words="{}"),
            "share": slider("Jumps, of the variance", 0 if stage == 1 else QUARTER, 0, 75, 5, "{} %", stage=2),
            "volatility": slider("Volatility a year", 60, 20, 150, 5, words="{} %"),
        },
        Picture(),
        presets={
            "Max's weekend": {},
            "5x for a week": {"leverage": 5, "days": 7},
            "5x for a month": {"leverage": 5, "days": 30},
            "looked at once": {"looks": "once at the end"},
            "mostly jumps": {"share": 75},
        },
        goals=GOALS,
        record=goals,
        stage=stage,
        more=("volatility",),
    )
