"""Lesson 04: the picture and the explorer of one deposit in three modes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.course.isolated_versus_cross.model import Result
from marginlib.course.isolated_versus_cross.world import BOOKS, CHANCE, FINE, LOOKS, ROLES, SCENARIOS, dated
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.price_path import Line, Moment, PathPanel
from marginlib.show.scene import Scene
from marginlib.show.tanks import TankRow

PLACES = {"isolated": (14, 450, 4), "basket": (488, 222, 2), "cross": (734, 152, 1)}  # left, width, tanks
LINES = (
    ("isolated: some", "plain", "-"),
    ("isolated: all", "plain", ":"),
    ("cross: all", "pool", "-."),
)
CAPITAL = (  # words, positions, sign of what they do together, line, place of the words
    ("2 longs", 2, 1, "-", (0.02, 0.8)),
    ("3", 3, 1, "--", (0.015, 0.5)),
    ("10 longs", 10, 1, ":", (0.09, 0.36)),
    ("a hedge", 2, -1, "-.", (0.63, 0.2)),
)
PIECES, SPACE = 8, 6.0  # of the title; pixels between them
LINE, HIGH = 17.0, 185.0  # of a line of text, of the lower panels


class Picture(Scene[Result]):
    """Above: the tanks of three modes. Below: chances and capital against correlation, or the day that was."""

    def __init__(self) -> None:
        super().__init__(900, 570)
        self.rows = {
            mode: TankRow(self, (left, 268, width, 240), slots, full=1.6)
            for mode, (left, width, slots) in PLACES.items()
        }
        top = self.panel(14, 520, 872, 40, frame=False)
        self.title = [self.animate(top.text(0, 22, "", fontsize=style.TITLE, weight="bold")) for _ in range(PIECES)]
        self._chances()
        self._capital()
        self.path = PathPanel(self, (60, 46, 826, 212), [0.0, 1.0], (40, 112), lines=3, levels=0, moments=5, margin=80)
        self.by_chance: bool | None = None
        self.shown: tuple[str, float, float] | None = None

    def _chances(self) -> None:
        axes = self.chance = self.panel(170, 46, 300, HIGH)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.yaxis.tick_right()
        axes.spines["right"].set_visible(True)
        axes.spines["left"].set_visible(False)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.set_xlabel("correlation", labelpad=1)
        axes.set_title("Chance that it is closed", loc="left", fontsize=style.TEXT)
        self.now = [self.animate(axes.axvline(0, color=style.GREY, lw=1))]
        self.curves, self.names = [], []
        self.side = self.panel(14, 46, 156, HIGH, frame=False)
        for _, role, line in LINES:
            look = style.role(role)
            self.curves.append(self.animate(axes.plot([], [], color=look.color, ls=line, lw=2.5)[0]))
            self.names.append(
                self.animate(self.side.text(150, 0, "", fontsize=style.SMALL, color=look.ink, ha="right", va="center"))
            )

    def _capital(self) -> None:
        axes = self.capital = self.panel(604, 46, 276, HIGH)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.02)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.set_xlabel("correlation", labelpad=1)
        axes.set_title("Capital of one pool, of that apart", loc="left", fontsize=style.TEXT)
        grid = np.linspace(0, 1, 101)
        for words, count, sign, line, at in CAPITAL:
            share = formulas.pooled_variance(count, sign * grid) ** 0.5
            axes.plot(grid, share, color=style.GREY, ls=line, lw=1.5)
            axes.text(*at, words, fontsize=style.SMALL, color=style.role("market").ink)
        self.now.append(self.animate(axes.axvline(0, color=style.GREY, lw=1)))
        look = style.role("pool")
        self.point = self.animate(axes.plot([], [], color=look.color, marker=look.marker, ms=9)[0])

    def update(self, result: Result) -> None:
        """Show the three modes."""
        self._entitle(result.headline)
        for mode, row in self.rows.items():
            kept = f"{mode.capitalize()}: {result.outcomes[mode].left:.0f} left"
            row.show(
                [kept + (" on average" if result.day is None else ""), kept],
                [pool.tank() for pool in result.pools[mode]],
            )
        self._switch(by_chance=result.day is None)
        if result.day is None:
            self.scenery = None
            self._show_chances(result)
        else:
            self._show_day(result)

    def _entitle(self, headline: str) -> None:
        """Set the title piece by piece: its words and its numbers come back, and are then drawn at once."""
        pieces = [piece.strip() for piece in re.split(r"(?<= )(\d+(?: %)?[.,:]?)", headline) if piece.strip()]
        x = 0.0
        for text, piece in zip(self.title, pieces + [""] * (PIECES - len(pieces)), strict=True):
            text.set_text(piece)
            text.set_x(x)
            x += self.text_width(piece, style.TITLE, "bold") + SPACE if piece else 0.0

    def _switch(self, *, by_chance: bool) -> None:
        if by_chance == self.by_chance:
            return
        self.by_chance = by_chance
        for axes, seen in ((self.chance, by_chance), (self.capital, by_chance), (self.path.axes, not by_chance)):
            axes.set_visible(seen)
            axes.set_axis_on() if seen else axes.set_axis_off()
        for artist in (*self.curves, *self.names, *self.now, self.point, *self.capital.texts):
            artist.set_visible(by_chance)
        self.path.show([])

    def _show_chances(self, result: Result) -> None:
        found = result.curves
        for curve, values in zip(self.curves, found, strict=True):
            curve.set_data(FINE, values)
        wanted = [float(values[0]) * HIGH for values in found]
        for text, (words, _, _), y in zip(self.names, LINES, spread(wanted, [LINE] * 3, 0, HIGH), strict=True):
            text.set_text(words)
            text.set_y(y)
        for line in self.now:
            line.set_xdata([result.correlation] * 2)
        self.point.set_data([result.correlation], [result.share])

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
            for words in [
                [f"{mode} {pool.name[:3]} closed", pool.name[:3]] if mode == "isolated" else [f"{mode} closed", mode]
            ]
        ]
        self.path.show(lines, None, [], moments)


PLAIN: dict[str, Any] = {
    "book": "three longs",
    "scenario": CHANCE,
    "leverage": 10,
    "correlation": 0.6,
    "volatility": 80,
    "days": 7,
    "posted": 100,
    "looks": LOOKS[0],
}
PRESETS: dict[str, dict[str, Any]] = {
    "the account of this lesson": PLAIN,
    "a hedge": {**PLAIN, "book": "BTC long, ETH short", "correlation": 0.9},
    "a venue that looks once a day": {**PLAIN, "looks": LOOKS[1]},
    "half of the deposit kept out": {**PLAIN, "posted": 50, "leverage": 5},
    "10 October 2025": {**PLAIN, "scenario": "2025-10-10", "leverage": 8},
}


def explorer() -> Explorer:
    """Return the explorer of one deposit in three modes."""
    return Explorer(
        Result,
        {
            "book": choice("Book", list(BOOKS)),
            "scenario": choice("Scenario", {CHANCE: CHANCE, **{dated(day): day for day in SCENARIOS[1:]}}),
            "leverage": slider("Leverage", 10, 2, 20, words="{}x"),
            "correlation": slider("Correlation", 0.6, 0.0, 0.95, 0.05, words="{:.2f}"),
            "volatility": slider("Volatility a year", 80, 20, 150, 5, words="{} %"),
            "days": slider("Horizon in days", 7, 1, 14, words="{}"),
            "posted": slider("Posted", 100, 40, 100, 10, words="{} %"),
            "looks": choice("The venue looks", LOOKS),
        },
        Picture(),
        presets=PRESETS,
    )
