"""Lesson 04: one deposit and one book in three modes, by chance and on the worst days there were.

Equal positions from 100, maintenance 0.5 %. Ada, isolated: each position in a pool of its own, with its share of what
was posted; the rest of the deposit stays out of reach. Eve, with a basket: some positions together. Bo, cross: one pool
with all of it. A pool that is closed keeps what it holds then; where that is less than nothing, others pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from marginlib.course.isolated_versus_cross.account import ENTRY
from marginlib.course.isolated_versus_cross.weeks import ORDER, WEEKS, Weeks, drawn, ended
from marginlib.course.isolated_versus_cross.world import (
    CHANCE,
    DEPOSIT,
    MODES,
    PEOPLE,
    ROLES,
    World,
    dated,
    fates_of,
    named,
)
from marginlib.paths import StressPath, stress_path
from marginlib.probability import Fate
from marginlib.show.tanks import Tank
from marginlib.walk import End, walk


@dataclass(frozen=True)
class Part:
    """One pool of a mode: what it is, what was put in, what it needs at the start, and what becomes of it."""

    name: str
    role: str
    posted: float
    need: float
    positions: int
    chance: float | None = None
    end: End | None = None

    @property
    def closed(self) -> bool:
        """Whether it was closed, on a day that was or in the last week that is shown."""
        return self.end is not None and self.end.time is not None

    def tank(self) -> Tank:
        """Its picture."""
        if self.end is None:
            return Tank(self.name, self.posted, self.posted, self.need, self.role, chance=self.chance)
        if not self.closed:
            return Tank(self.name, self.posted, self.end.left, role=self.role)
        lost = self.posted - self.end.left
        return Tank(self.name, self.posted, 0, role=self.role, closed=True, lost=lost, note=f"{self.end.left:.0f} back")


@dataclass(frozen=True)
class Reckoning:
    """A mode in numbers: the chance that something and that everything is closed, and money on average.

    On a day that was, a chance is 0 or 1. `lost` is what the pools that are closed lose, `others` what others pay.
    """

    something: float
    everything: float
    error: float
    left: float
    left_error: float
    lost: float
    others: float


@dataclass(frozen=True)
class Result:
    """The same book from the same deposit in three modes; chances are simulated once all `weeks` are shown."""

    book: str
    leverage: int
    posted: int
    scenario: str
    correlation: float
    volatility: int
    days: int
    looks: str
    weeks: int = WEEKS

    @property
    def unused(self) -> tuple[str, ...]:
        """Controls that a day that was does not listen to."""
        if self.scenario == CHANCE:
            return ()
        return ("volatility", "days") if self.world.always else ("volatility", "days", "weeks")

    @property
    def simulated(self) -> bool:
        """Whether chances are told, and not only weeks."""
        return self.day is None and self.weeks == WEEKS

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
        return fates_of(self.world, self.correlation)

    @cached_property
    def drawn(self) -> Weeks:
        """The weeks that are shown, and what is closed in them."""
        return drawn(self.world, self.correlation, self.weeks)

    @cached_property
    def pools(self) -> dict[str, list[Part]]:
        """The pools of each mode that hold anything."""
        return {mode: self._pools(mode) for mode in MODES}

    def _pools(self, name: str) -> list[Part]:
        book, mode = self.world.positions, self.world.mode(name)
        partition = mode(book)
        needs = book.risk(mode, dict.fromkeys(book.schedules, ENTRY)).maintenance
        chances: list[float | None] = [None] * partition.count
        became: list[End | None] = [None] * partition.count
        if self.simulated:
            chances = self.fates[name].fails.value.tolist()
        elif self.day is None:
            became = [*ended(self.world, name, self.correlation, int(ORDER[self.weeks - 1]))]
        else:
            became = [*walk(book, mode, *self._looked_at(self.day))]
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
                found.append(Part(words, role, money, float(needs[pool]), len(sides), chances[pool], became[pool]))
            elif free:
                found.append(Part("free, out of reach", "free", money, 0.0, 0, None, became[pool]))
        return found

    def _looked_at(self, day: StressPath) -> tuple[np.ndarray, np.ndarray]:
        """Prices and hours of a day, as far as it is shown; or of one look at its end."""
        if not self.world.always:
            return day.prices[-1:], day.times[-1:]
        hours = np.append(day.times[day.times < self.hour], self.hour)
        return np.column_stack([np.interp(hours, day.times, prices) for prices in day.prices.T]), hours

    @property
    def hour(self) -> float:
        """As far as a day that was is shown, which goes with the weeks: all of it with all of them."""
        return float(self.day.times[-1] * self.weeks / WEEKS) if self.day else 0.0

    @property
    def readouts(self) -> dict[str, str]:
        """What stands beside a control in place of its own words: on a day that was, weeks are hours."""
        return {"weeks": f"hour {self.hour:.1f}"} if self.day else {}

    @cached_property
    def reckoned(self) -> dict[str, Reckoning]:
        """Each mode in numbers."""
        return {mode: self._chances(mode) if self.day is None else self._ended(mode) for mode in MODES}

    def _chances(self, mode: str) -> Reckoning:
        one = self.fates[mode]
        numbers = (one.any_fails.value, one.ruin.value, one.any_fails.error, one.left.value, one.left.error)
        return Reckoning(*map(float, (*numbers, one.lost_given_failure.value, one.bad_debt.value)))

    def _ended(self, mode: str) -> Reckoning:
        pools = [pool for pool in self.pools[mode] if pool.end]
        closed = [pool.closed for pool in pools if pool.positions]
        left = sum(pool.end.left for pool in pools if pool.end)
        lost = sum(pool.posted - pool.end.left for pool in pools if pool.end and pool.closed)
        others = sum(pool.end.bad_debt for pool in pools if pool.end)
        return Reckoning(any(closed), all(closed), 0.0, left, 0.0, lost, others)

    @property
    def headline(self) -> str:
        """The finding, with its numbers."""
        if self.day is not None:
            isolated, cross = self.reckoned["isolated"], self.reckoned["cross"]
            return f"{dated(self.scenario)}: Ada keeps {isolated.left:.0f} of {DEPOSIT:.0f} USDT, Bo {cross.left:.0f}"
        some, pool, every = self.drawn.counts()
        return (
            f"Of {self.weeks} weeks: something closed in {some} (Ada) and {pool} (Bo),"
            f" everything in {every} (Ada) and {pool} (Bo)"
        )

    @property
    def caption(self) -> str:
        """What to make of it, in a sentence."""
        if self.day is not None:
            worst = ENTRY - self.day.prices[:, 0].min()
            return f"BTC was down {worst:.0f} % at worst, and {self._followers} {self.correlation:g} times as far."
        if not self.simulated:
            return "Each column is a week, coloured where a pool was closed, and the tanks show how the last one ended."
        isolated, cross = self.reckoned["isolated"], self.reckoned["cross"]
        return (
            f"In thousands of weeks, something is closed in {_percent(isolated.something)} (Ada) and"
            f" {_percent(cross.something)} (Bo), and everything of Ada's in {_percent(isolated.everything)}."
        )

    @property
    def description(self) -> str:
        """What the picture shows."""
        if self.day is not None:
            return f"{self.headline}. {self.caption} The prices of BTC: {self.day.source}. {self._closings}"
        if not self.simulated:
            return f"{self.headline}. {self.caption} {self.drawn.words}"
        kept = ", ".join(f"{PEOPLE[mode]} {one.left:.0f}" for mode, one in self.reckoned.items())
        lost = ", ".join(f"{PEOPLE[mode]} {one.lost:.0f}" for mode, one in self.reckoned.items())
        return (
            f"{self.headline}. {self.caption} Left on average of {DEPOSIT:.0f} USDT: {kept}. Lost by what is closed,"
            f" when something is: {lost}. {self.drawn.words}"
        )

    @property
    def _followers(self) -> str:
        others = [market for market in self.world.recipe.sides if market != "BTC"]
        return f"{' and '.join(others)} {'follow' if len(others) > 1 else 'follows'} it"

    @property
    def _closings(self) -> str:
        closed = {mode: [pool for pool in pools if pool.closed] for mode, pools in self.pools.items()}
        words = [
            f"{PEOPLE[mode]}: {', '.join(f'{pool.name} (hour {pool.end.time:.1f})' for pool in pools if pool.end)}"
            for mode, pools in closed.items()
            if pools
        ]
        return f"Closed were {'; '.join(words)}." if words else "Nothing is closed."

    @property
    def table(self) -> pd.DataFrame:
        """Each mode in numbers."""
        index = pd.Index([f"{PEOPLE[mode]}, {mode}" for mode in MODES], name="mode (USDT)")
        if self.day is None and not self.simulated:
            rows = [[int(week.any(axis=1).sum()), int(week.all(axis=1).sum())] for week in self.drawn.closed.values()]
            return pd.DataFrame(rows, index, [f"some closed, of {self.weeks} weeks", "all closed"])
        told = [
            [*self._chances_told(one), f"{one.lost:.1f}" if one.something else "-", f"{one.others:.1f}"]
            for one in self.reckoned.values()
        ]
        return pd.DataFrame(told, index, ["some closed", "all closed", "left", "closed lose", "others pay"])

    def _chances_told(self, one: Reckoning) -> list[str]:
        """Chances and money with their errors, or what came true on a day."""
        if self.day is not None:
            return [*("yes" if part else "no" for part in (one.something, one.everything)), f"{one.left:.1f}"]
        some = f"{100 * one.something:.1f} ± {100 * one.error:.1f} %"
        return [some, _percent(one.everything, 1), f"{one.left:.1f} ± {one.left_error:.1f}"]


def _percent(share: float, places: int = 0) -> str:
    return f"{100 * share:.{places}f} %"
