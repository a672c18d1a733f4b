"""Lesson 08: 400 longs after a shock, in two crowds or spread evenly, round by round to where nothing more falls.

Who is closed loses all that was posted, as the rest goes to the fund. What they owe is reckoned at the prices that
their own sales got, and whoever takes a long over pays what a buyer would have paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.cascade import (
    Fallen,
    Ladder,
    amplification,
    branching_ratio,
    critical_shock,
    measured_branching,
)
from marginlib.course.cascades.account import (
    BUYERS,
    DENSITY,
    LONGS,
    START,
    STAY,
    Prices,
)
from marginlib.course.cascades.longs import ends, impact, ladder, longs

FREED = 1e9  # USDT behind a long that is left out of a sum
HALF = 0.5  # USDT; less is said to be nothing


class Round(NamedTuple):
    """Longs that fall together, the crowd that all of them are of, or 0, and how far the price has fallen after it."""

    closed: float
    crowd: int
    fall: float


class Fate(NamedTuple):
    """What has become of a group: how many are closed of how many, what was posted, what is left, lost and owed."""

    name: str
    closed: int
    longs: int
    posted: float
    left: float
    lost: float
    owed: float


@dataclass(frozen=True)
class Result:
    """The longs after a shock in percent.

    `ratio` is the branching ratio that they have where they are spread evenly, `crowd` the percent of them at round
    leverages, `taken` the percent that is taken over and not sold; `buyers` stay or leave.
    """

    shock: float = 3.0
    ratio: float = 0.5
    crowd: int = 0
    taken: int = 0
    buyers: str = STAY

    @property
    def _market(self) -> tuple[float, int, int]:
        return self.ratio, self.taken, BUYERS[self.buyers]

    @property
    def ladder(self) -> Ladder:
        """The longs in the order in which they fall."""
        return ladder(self.crowd, *self._market)

    @cached_property
    def end(self) -> Fallen:
        """Where the cascade ends."""
        return self.ladder.shock(START - self.shock)

    @property
    def fall(self) -> float:
        """How far the price falls in all, in percent."""
        return START - self.end.price

    @property
    def gone(self) -> bool:
        """Whether the last sales found no buyer."""
        return self.end.price == 0

    @property
    def even(self) -> float:
        """Where the same shock ends with the longs spread evenly."""
        return START - ladder(0, *self._market).shock(START - self.shock).price

    @property
    def curves(self) -> tuple[Prices, Prices]:
        """Falls at the end for all of SHOCKS, for these longs and for the same spread evenly."""
        return ends(self.crowd, *self._market), ends(0, *self._market)

    @cached_property
    def rounds(self) -> list[Round]:
        """All rounds of the cascade."""
        push, crowds, closed, found = impact(*self._market), self._crowds, 0, []
        for size in self.ladder.rounds(START - self.shock):
            fell = set(crowds[closed : closed + int(size)].tolist())
            closed += int(size)
            fall = min(self.shock + float(push(np.array(closed))), START)
            found.append(Round(size, fell.pop() if len(fell) == 1 else 0, fall))
        return found

    @property
    def _crowds(self) -> Prices:
        """The leverage of the crowd of each long, or 0, in the order in which they fall."""
        crowds = np.zeros(LONGS, dtype=int)
        for group in longs(self.crowd).groups:
            crowds[group.members] = group.crowd
        return crowds[self.ladder.order]

    @cached_property
    def staircase(self) -> tuple[Prices, Prices]:
        """The fall that the shock, and all that is sold until the price has fallen by x, would make: x and that."""
        order = self.ladder.order
        depth = START - longs(self.crowd).lines[order]
        fall = self.shock + impact(*self._market)(np.arange(LONGS + 1.0))
        return np.concatenate([[0.0], np.repeat(depth, 2), [START]]), np.repeat(np.minimum(fall, START), 2)

    @cached_property
    def fates(self) -> list[Fate]:
        """What has become of each group."""
        standing = np.ones(LONGS, dtype=bool)
        standing[self.ladder.order[: self.end.number]] = False
        behind = longs(self.crowd).posted
        equity = np.maximum(formulas.equity(behind, 1.0, START, self.end.price), 0.0) * standing
        found = []
        for name, _, here in longs(self.crowd).groups:
            closed = here & ~standing
            owed = self.ladder.bad_debt(np.where(here, behind, FREED), START, START - self.shock)
            put_in, left, lost = (float(money.sum()) for money in (behind[here], equity[here], behind[closed]))
            found.append(Fate(name, int(closed.sum()), int(here.sum()), put_in, left, lost, owed))
        return found

    @property
    def lost(self) -> float:
        """What the closed lose, USDT."""
        return sum(fate.lost for fate in self.fates)

    @property
    def owed(self) -> float:
        """Their bad debt at the prices that their sales got, USDT."""
        return sum(fate.owed for fate in self.fates)

    @property
    def made(self) -> float:
        """Share of the fall that sales made."""
        return float(measured_branching(self.shock, self.fall))

    @property
    def branching(self) -> float:
        """The branching ratio that is left of what is not taken over."""
        return float(branching_ratio(DENSITY, self.ratio / DENSITY, self.taken / 100))

    @property
    def closed_form(self) -> str:
        """Where the shock would end if longs were spread evenly and without end, and buyers stayed."""
        if self.buyers != STAY:
            return "none"
        return f"{self.shock * float(amplification(self.branching)):.2f} %" if self.branching < 1 else "no end"

    @property
    def critical(self) -> str:
        """The smallest shock that would take all, spread evenly and without end."""
        n = self.branching
        if n >= 1:
            return "any shock"
        return f"{critical_shock(n, BUYERS[self.buyers]):.2f} %" if n and self.buyers != STAY else "none"

    @property
    def headline(self) -> str:
        """The finding, with its numbers."""
        closed = f"{self.end.number} of {LONGS} are closed" if self.end.number else "nobody is closed"
        if self.gone:
            return f"A shock of {self.shock:g} % finds no buyers: {closed}"
        return f"A shock of {self.shock:g} % ends at {self.fall:.1f} %: {closed}"

    @property
    def caption(self) -> str:
        """What made the fall, in a sentence."""
        if not self.end.number:
            return "Nothing is sold, so the price stays where the shock puts it."
        rounds = "one round" if len(self.rounds) == 1 else f"{len(self.rounds)} rounds"
        owed = f"and those who fell owe {self.owed:,.0f} USDT" if self.owed >= HALF else "and nobody owes anything"
        return f"Sales made {self.made:.0%} of the fall in {rounds}, {owed}.".replace("%", " %")

    @property
    def description(self) -> str:
        """The picture in words."""
        steps = " ".join(f"{words}." for words in told(self.rounds, self.shock))
        tanks = " ".join(_fate(fate) for fate in self.fates)
        even = "" if self.crowd == 0 else f" Spread evenly, the same shock would end at {self.even:.1f} %."
        return " ".join(f"{self.headline}. {self.caption} {steps} {tanks}{even}".split())

    @property
    def table(self) -> pd.DataFrame:
        """The cascade in numbers."""
        rows = {
            "shock": f"{self.shock:g} %",
            "fall at the end": f"{self.fall:.2f} %",
            "made by sales": f"{100 * self.made:.1f} %",
            "rounds": f"{len(self.rounds)}",
            "closed": f"{self.end.number} of {LONGS}",
            "lost, USDT": f"{self.lost:,.0f}",
            "owed, USDT": f"{self.owed:,.0f}",
            "branching ratio if spread evenly": f"{self.branching:.3f}",
            "closed form if spread evenly": self.closed_form,
            "critical shock if spread evenly": self.critical,
        }
        return pd.DataFrame({"value": rows.values()}, index=pd.Index(rows, name="the cascade"))


def told(rounds: Sequence[Round], shock: float, most: int = 3) -> list[str]:
    """The first rounds in words, and the others together.

    >>> told([Round(200, 20, 9.6), Round(200, 10, 14.6)], 4.6)
    ['200 with 20x closed: +5.0 %', '200 with 10x closed: +5.0 %']
    >>> told([Round(size, 0, 3 + size / 10) for size in (10, 20, 30, 40, 50)], 3)[-1]
    '2 more rounds: +2.0 %'
    """
    falls = [shock, *(one.fall for one in rounds)]
    words = []
    for one, before in zip(rounds[:most], falls, strict=False):
        who = f"{one.closed:g} with {one.crowd}x" if one.crowd else f"{one.closed:g}"
        adds = "no buyers" if one.fall >= START else f"+{one.fall - before:.1f} %"
        words.append(f"{who} closed: {adds}")
    more = len(rounds) - most
    if more > 0:
        adds = "no buyers" if falls[-1] >= START else f"+{falls[-1] - falls[most]:.1f} %"
        words.append(f"{more} more {'round' if more == 1 else 'rounds'}: {adds}")
    return words


def _fate(fate: Fate) -> str:
    group = f"{fate.longs} longs liquidated at {fate.name}" if " to " in fate.name else f"{fate.longs} at {fate.name}"
    closed = {0: "none is", 1: "one is", fate.longs: "all are"}.get(fate.closed, f"{fate.closed} are")
    owed = f" and owe {fate.owed:,.0f} USDT" if fate.owed >= HALF else ""
    return f"Of {group}, {closed} closed{owed}."
