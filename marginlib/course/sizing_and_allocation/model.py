"""Lesson 06: two longs behind walls of their own, and how what is posted is split between them.

Chances are closed forms: prices move at random and independently, with no drift and no jumps, and the venue watches all
the time. What a closed long still holds goes to the fund, so its owner loses all that was behind it.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from marginlib.course.sizing_and_allocation.account import BASE, NAMES, OWNED, RATE, YEAR, Prices, long, two
from marginlib.course.sizing_and_allocation.losses import loses_together
from marginlib.show.labels import percent
from marginlib.sizing import Liquidations

HAND = "by hand"
RULES = (HAND, "equal", "risk parity", "best", "fewest closed")
SHARES = np.arange(101.0)  # percent behind BTC
LOSSES = np.arange(0.0, OWNED + 4, 4.0)
WORST = 0.05


@dataclass(frozen=True)
class World:
    """What does not depend on the money: two longs of `value` USDT each, their volatilities in percent, and days."""

    value: float
    calm: float
    wild: float
    days: float

    @cached_property
    def liquidations(self) -> Liquidations:
        """How the two are closed, as the library reckons it."""
        return two(self.value, self.calm / 100, self.wild / 100, self.days / YEAR)

    def loses(self, behind: Prices, loss: Any) -> Any:
        """Probability to lose more than `loss` with this collateral behind the two."""
        units = self.value / 100
        positions = [long(units, float(money)) for money in behind]
        return loses_together(positions, loss, (self.calm / 100, self.wild / 100), self.days / YEAR)


@dataclass(frozen=True)
class Split:
    """Money `behind` the two longs, and the chance of each to be closed."""

    behind: Prices
    chances: Prices

    @property
    def share(self) -> float:
        """Percent behind BTC."""
        return float(100 * self.behind[0] / self.behind.sum())

    @property
    def any(self) -> float:
        """Probability that one or both are closed."""
        return float(1 - np.prod(1 - self.chances))

    @property
    def both(self) -> float:
        """Probability that both are."""
        return float(np.prod(self.chances))


class Posted:
    """All splits of one sum behind the two longs of a world, and those that the rules choose."""

    def __init__(self, world: World, money: float) -> None:
        self.world, self.money = world, money
        self.chances = world.liquidations.chances(money * np.stack([SHARES, 100 - SHARES]) / 100)
        self.any = 1 - np.prod(1 - self.chances, axis=0)
        self.both = np.prod(self.chances, axis=0)

    def at(self, share: float) -> Split:
        """The split with `share` percent behind BTC."""
        behind = self.money * np.array([share, 100 - share]) / 100
        return Split(behind, self.world.liquidations.chances(behind))

    def rule(self, name: str) -> Split:
        """The split that a rule chooses."""
        world = self.world
        shares = {
            "equal": lambda: 50.0,
            "risk parity": lambda: 100 * world.calm / (world.calm + world.wild),
            "best": lambda: _lowest(self.any),
            "fewest closed": lambda: _lowest(self.chances.sum(axis=0)),
        }
        return self.at(shares[name]())


def _lowest(curve: Prices) -> float:
    """Where a curve over the shares is lowest, between its points by a parabola through the three lowest."""
    place = int(curve.argmin())
    if place in (0, len(curve) - 1):
        return float(SHARES[place])
    left, middle, right = curve[place - 1 : place + 2]
    return float(SHARES[place] + (left - right) / 2 / (left - 2 * middle + right))


@lru_cache(maxsize=64)
def posted(world: World, money: float) -> Posted:
    """The splits of a sum; those of the state before are asked for again when a split alone moves."""
    return Posted(world, money)


@dataclass(frozen=True)
class Result:
    """Two longs with `posted` of 400 USDT behind them, `share` percent of it behind BTC or as the rule `split` says."""

    posted: int = 300
    share: int = 50
    days: int = 7
    split: str = HAND
    wild: int = 120
    calm: int = 60
    value: int = 1_000

    @property
    def world(self) -> World:
        """The longs, whatever is behind them."""
        return World(self.value, self.calm, self.wild, self.days)

    @property
    def unused(self) -> tuple[str, ...]:
        """The share counts only where the split is made by hand."""
        return () if self.split == HAND else ("share",)

    @property
    def need(self) -> float:
        """What keeps each of them open, in USDT at the first price."""
        return RATE * self.value

    @property
    def now(self) -> Posted:
        """All splits of what is posted."""
        return posted(self.world, self.posted)

    @cached_property
    def mine(self) -> Split:
        """The split as it is."""
        return self.now.at(self.share) if self.split == HAND else self.now.rule(self.split)

    @cached_property
    def rules(self) -> dict[str, Split]:
        """What each rule makes of the same sum."""
        return {name: self.now.rule(name) for name in RULES[1:]}

    @property
    def before(self) -> Posted:
        """All splits of the 200 that are behind them at first."""
        return posted(self.world, BASE)

    @cached_property
    def first(self) -> Split:
        """Half of the 200 behind each."""
        return self.before.at(50.0)

    @cached_property
    def losing(self) -> Prices:
        """Probability to lose more than each of LOSSES, now."""
        return np.asarray(self.world.loses(self.mine.behind, LOSSES))

    @cached_property
    def losing_first(self) -> Prices:
        """The same with half of 200 behind each."""
        return np.asarray(self.world.loses(self.first.behind, LOSSES))

    def lost(self, loss: float) -> float:
        """Probability to lose more than `loss`, one of LOSSES."""
        return float(self.losing[loss == LOSSES][0])

    @property
    def worst(self) -> float:
        """Mean loss in the worst 5 % of outcomes; where it begins is read between the points of LOSSES."""
        if self.losing[0] < WORST:
            return 0.0
        fine = np.linspace(0.0, float(self.posted), 1_001)
        curve = np.interp(fine, LOSSES, self.losing)
        curve[fine >= self.posted - 4] = self.mine.both  # there both are closed
        begins = float(fine[curve >= WORST][-1])
        beyond = fine >= begins
        return begins + float(np.trapezoid(curve[beyond], fine[beyond])) / WORST

    @property
    def weeks(self) -> str:
        """How long, in words."""
        return {1: "a day", 7: "a week"}.get(self.days, f"{self.days} days")

    @property
    def headline(self) -> str:
        """What the money changes, and what it costs."""
        more, first = self.lost(BASE), self.first
        closed = f"One or both are closed in {percent(self.mine.any)}"
        if self.mine.behind.tolist() != first.behind.tolist():
            closed += f", not {percent(first.any)}"
        beyond = f"is lost in {percent(more)}, not 0 %" if self.posted > BASE else "is never lost"
        return f"{closed}. More than {BASE:.0f} USDT {beyond}"

    @property
    def caption(self) -> str:
        """The finding in a sentence."""
        closed = f"In {percent(self.mine.any)} one or both longs are closed"
        if self.posted <= BASE:
            return f"{closed}, and no more than {self.posted} USDT can be lost."
        return f"{closed}, and in {percent(self.lost(BASE))} you lose more than {BASE:.0f} USDT."

    @property
    def description(self) -> str:
        """The picture in words."""
        mine, best = self.mine, self.rules["best"]
        calm, wild = (f"{money:.0f}" for money in mine.behind)
        beyond = ", ".join(f"{loss} in {percent(self.lost(loss))}" for loss in (100, 200, 300))
        return (
            f"{self.headline}. Two longs of {self.value:,} USDT each, for {self.weeks}: {calm} USDT behind BTC, which "
            f"moves by {self.calm} % a year and is closed in {percent(mine.chances[0])}, and {wild} behind SOL, which "
            f"moves by {self.wild} % and is closed in {percent(mine.chances[1])}. {OWNED - self.posted:.0f} USDT stay "
            f"free. Both are closed in {percent(mine.both)}. The best split has {best.behind[0]:.0f} behind BTC and "
            f"comes to {percent(best.any)}. More than 100 is lost in {beyond.removeprefix('100 in ')}. The worst 5 % "
            f"cost {self.worst:.0f} USDT on average."
        )

    @property
    def table(self) -> pd.DataFrame:
        """Your split and those of the rules."""
        splits = [self.mine, *self.rules.values()]
        rows = {
            f"behind {NAMES[0]}, USDT": [f"{one.behind[0]:.0f}" for one in splits],
            f"behind {NAMES[1]}, USDT": [f"{one.behind[1]:.0f}" for one in splits],
            "one or both closed": [f"{one.any:.1%}" for one in splits],
            "both closed": [f"{one.both:.1%}" for one in splits],
            "closed on average": [f"{one.chances.sum():.2f}" for one in splits],
            "lose more than 200": [f"{self.world.loses(one.behind, BASE):.1%}" for one in splits],
        }
        return pd.DataFrame(rows, index=pd.Index(["yours", *RULES[1:]], name="split"))
