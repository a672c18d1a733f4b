"""Lesson 04: one deposit and one book in three modes, by chance and on the worst days there were.

Equal positions from 100, maintenance 0.5 %. Isolated: each position in a pool of its own, with its share of what was
posted; the rest of the deposit stays out of reach. Basket: some positions together. Cross: one pool with all of it.
A pool that is closed keeps what it holds then; where that is less than nothing, others pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.course.isolated_versus_cross.account import ENTRY
from marginlib.course.isolated_versus_cross.weeks import Weeks, counted
from marginlib.course.isolated_versus_cross.world import (
    CHANCE,
    DEPOSIT,
    MODES,
    ROLES,
    World,
    curves,
    dated,
    drawn,
    fates_of,
    named,
)
from marginlib.paths import StressPath, stress_path
from marginlib.probability import Fate
from marginlib.show.tanks import Tank
from marginlib.walk import End, walk


@dataclass(frozen=True)
class Pool:
    """A pool of a mode: what it is, what was put in, what it needs at the start, and what becomes of it."""

    name: str
    role: str
    posted: float
    need: float
    positions: int
    chance: float | None = None
    end: End | None = None

    @property
    def closed(self) -> bool:
        """Whether it was closed on a day that was."""
        return self.end is not None and self.end.time is not None

    def tank(self) -> Tank:
        """Its picture."""
        if self.end is None:
            return Tank(self.name, self.posted, self.posted, self.need, self.role, chance=self.chance)
        if not self.closed:
            return Tank(self.name, self.posted, self.end.left, role=self.role)
        lost = self.posted - self.end.left
        return Tank(self.name, self.posted, 0, role=self.role, closed=True, lost=lost, note=f"{self.end.left:.0f} left")


@dataclass(frozen=True)
class Outcome:
    """A mode in numbers: the chance that something and that everything is closed, and money on average.

    On a day that was, a chance is 0 or 1. `lost` is what the pools that are closed lose, `others` what others pay.
    """

    something: float
    everything: float
    left: float
    error: float
    lost: float
    others: float


@dataclass(frozen=True)
class Result:
    """The same book from the same deposit in three modes."""

    book: str
    leverage: int
    posted: int
    scenario: str
    correlation: float
    volatility: int
    days: int
    looks: str

    @property
    def unused(self) -> tuple[str, ...]:
        """Controls that a day that was does not listen to."""
        return () if self.scenario == CHANCE else ("volatility", "days")

    @cached_property
    def world(self) -> World:
        """What decides but the correlation."""
        return World(self.book, self.leverage, self.posted, self.volatility, self.days, self.looks)

    @cached_property
    def day(self) -> StressPath | None:
        """The day that was, if one is chosen: all other markets follow BTC."""
        if self.scenario == CHANCE:
            return None
        return stress_path(self.scenario, *[self.correlation] * (len(self.world.recipe.sides) - 1))

    @property
    def fates(self) -> dict[str, Fate]:
        """What becomes of the book in each mode, by chance."""
        return fates_of(self.world, MODES, self.correlation, self.world.draws)

    @cached_property
    def pools(self) -> dict[str, list[Pool]]:
        """The pools of each mode that hold anything."""
        return {mode: self._pools(mode) for mode in MODES}

    def _pools(self, name: str) -> list[Pool]:
        book, mode = self.world.positions, self.world.mode(name)
        partition = mode(book)
        needs = book.risk(mode, dict.fromkeys(book.schedules, ENTRY)).maintenance
        chances: list[float | None] = [None] * partition.count
        became: list[End | None] = [None] * partition.count
        if self.day is None:
            chances = self.fates[name].fails.value.tolist()
        else:
            rows = slice(None) if self.world.always else slice(-1, None)  # else one look, at the end of the day
            became = [*walk(book, mode, self.day.prices[rows], self.day.times[rows])]
        found = []
        for pool, money in enumerate(book.money(partition).tolist()):
            sides = [
                (market, side)
                for (market, side), place in zip(self.world.recipe.sides.items(), partition.positions, strict=True)
                if place == pool
            ]
            free = int(partition.free[0]) == pool and self.posted < 100
            if sides:
                role = ROLES[sides[0][0]] if len(sides) == 1 else "pool"
                words = named(sides, free=free)
                found.append(Pool(words, role, money, float(needs[pool]), len(sides), chances[pool], became[pool]))
            elif free:
                found.append(Pool("free, out of reach", "free", money, 0.0, 0, None, became[pool]))
        return found

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Each mode in numbers."""
        return {mode: self._chances(mode) if self.day is None else self._ended(mode) for mode in MODES}

    def _chances(self, mode: str) -> Outcome:
        one = self.fates[mode]
        numbers = (one.any_fails.value, one.ruin.value, one.left.value, one.left.error)
        return Outcome(*map(float, (*numbers, one.lost_given_failure.value, one.bad_debt.value)))

    def _ended(self, mode: str) -> Outcome:
        pools = [pool for pool in self.pools[mode] if pool.end]
        closed = [pool.closed for pool in pools if pool.positions]
        left = sum(pool.end.left for pool in pools if pool.end)
        lost = sum(pool.posted - pool.end.left for pool in pools if pool.end and pool.closed)
        others = sum(pool.end.bad_debt for pool in pools if pool.end)
        return Outcome(any(closed), all(closed), left, 0.0, lost, others)

    @cached_property
    def weeks(self) -> Weeks:
        """How many of a hundred drawn weeks close some isolated pool, the one pool, and all isolated pools."""
        return counted(self.world, self.correlation)

    @property
    def curves(self) -> np.ndarray:
        """The chances of `curves` over FINE; at the correlation that is set, those of the tanks."""
        apart, pooled = self.outcomes["isolated"], self.outcomes["cross"]
        known = [apart.something, apart.everything, pooled.everything]
        return drawn(curves(self.world), self.correlation, known)

    @property
    def share(self) -> float:
        """Capital of one pool over capital apart, for this book."""
        sides = list(self.world.recipe.sides.values())
        return float(formulas.pooled_variance(len(sides), self.correlation * sides[0] * sides[1]) ** 0.5)

    @property
    def headline(self) -> str:
        """The finding, with its numbers."""
        isolated, cross = self.outcomes["isolated"], self.outcomes["cross"]
        if self.day is not None:
            kept = f"isolated keeps {isolated.left:.0f} of {DEPOSIT:.0f} USDT, cross {cross.left:.0f}"
            return f"{dated(self.scenario)}: {kept}"
        return (
            f"Some closed: isolated {_percent(isolated.something)}, cross {_percent(cross.something)}."
            f" All closed: isolated {_percent(isolated.everything)}, cross {_percent(cross.everything)}"
        )

    @property
    def description(self) -> str:
        """What the picture shows."""
        if self.day is not None:
            worst = ENTRY - self.day.prices[:, 0].min()
            source = f"BTC was down {worst:.0f} % at worst ({self.day.source})"
            return f"{self.headline}. {source}. {self._followers}{self._closings}"
        kept = ", ".join(f"{mode} {outcome.left:.0f}" for mode, outcome in self.outcomes.items())
        lost = ", ".join(f"{mode} {outcome.lost:.0f}" for mode, outcome in self.outcomes.items())
        return (
            f"{self.headline}. Left on average of {DEPOSIT:.0f} USDT: {kept}. Lost by what is closed, when something"
            f" is: {lost}. At this correlation one pool needs {_percent(self.share)} of the capital of pools apart."
            f" {self.weeks.words}"
        )

    @property
    def _followers(self) -> str:
        others = " and ".join(market for market in self.world.recipe.sides if market != "BTC")
        return f"{others} follow BTC, {self.correlation:g} times as far. "

    @property
    def _closings(self) -> str:
        closed = {mode: [pool for pool in pools if pool.closed] for mode, pools in self.pools.items()}
        words = [
            f"{mode} {', '.join(f'{pool.name} (hour {pool.end.time:.1f})' for pool in pools if pool.end)}"
            for mode, pools in closed.items()
            if pools
        ]
        return f"Closed: {'; '.join(words)}." if words else "Nothing is closed."

    @property
    def table(self) -> pd.DataFrame:
        """Each mode in numbers."""
        rows = [
            [
                *(
                    ("yes" if one else "no") if self.day else _percent(one, 1)
                    for one in (mode.something, mode.everything)
                ),
                f"{mode.left:.1f}" + ("" if self.day else f" ± {mode.error:.1f}"),
                f"{mode.lost:.1f}" if mode.something else "-",
                f"{mode.others:.1f}",
            ]
            for mode in self.outcomes.values()
        ]
        names = ["some closed", "all closed", "left", "closed lose", "others pay"]
        return pd.DataFrame(rows, index=pd.Index(self.outcomes, name="mode (USDT)"), columns=names)


def _percent(share: float, places: int = 0) -> str:
    return f"{100 * share:.{places}f} %"
