"""Lesson 12: one lie, what it costs, what it takes from whom, and whether it pays."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marginlib.course.oracles_and_enclaves.account import (
    DEPTH,
    FUND,
    LIES,
    NOTHING,
    OTHERS,
    OWN,
    POOL,
    RULES,
    SIZE,
    dearest,
    late,
    reach,
    told,
)
from marginlib.oracle import Lies, spike

Amounts = NDArray[np.float64]
COLUMN = np.sort(LIES)


def usdt(value: float) -> str:
    """An amount without decimals, and nothing without a sign.

    >>> usdt(1478.51), usdt(-0.2)
    ('1,479', '0')
    """
    return f"{value:,.0f}".replace("-0", "0") if abs(value) < 1 else f"{value:,.0f}"


@dataclass(frozen=True)
class Part:
    """A part of the money of the venue, and whose it is."""

    name: str
    amount: float
    role: str


@dataclass(frozen=True)
class Result:
    """A price that counts of `times` the true one for a block, in a market of this depth, by a rule, behind walls."""

    times: float = 4.0
    depth: int = int(DEPTH)
    rule: str = "last"
    walls: str = POOL
    window: int = 10
    cap: int = int(SIZE)

    @property
    def how(self) -> dict[str, Any]:
        """Everything but the lie, as `account` takes it."""
        return {
            "depth": float(self.depth),
            "rule": self.rule,
            "window": self.window if self.rule == "average" else 1,
            "walls": self.walls,
            "cap": float(self.cap),
        }

    @cached_property
    def lie(self) -> Lies:
        """What it costs and takes."""
        return told(self.times, **self.how)

    @cached_property
    def all_lies(self) -> Lies:
        """The same for a column of lies."""
        return told(COLUMN, **self.how)

    @cached_property
    def dearest(self) -> tuple[float, float]:
        """The lie that pays most, and how much."""
        return dearest(**self.how)

    @property
    def factor(self) -> float:
        """How many times the true price a pool has to say for the block where an average counts."""
        return float(spike(self.times - 1, self.window))

    @property
    def reach(self) -> float:
        """How much money of others there is to be taken."""
        return reach(self.walls)

    @property
    def profit(self) -> float:
        """What the long shows, and the short has lost."""
        return self.cap * (self.times - 1)

    @property
    def before(self) -> list[Part]:
        """Whose the money is at the true price, from left to right."""
        return self._parts(float(self.cap), 0.0)

    @property
    def after(self) -> list[Part]:
        """Whose it is once Eve has taken her profit out: what she took stands where it was."""
        return self._parts(min(self.cap + self.profit, 2.0 * self.cap), float(self.lie.taken))

    def _parts(self, long: float, taken: float) -> list[Part]:
        eve = [Part("Eve, long", long, "third"), Part("Eve, short", 2.0 * self.cap - long, "market")]
        eve.append(Part("taken", taken, "loss"))
        if self.walls == OWN:
            return [*eve, Part("fund", FUND - taken, "fund"), Part("all others", OTHERS, "free")]
        return [*eve, Part("all others", OTHERS - taken, "pool")]

    @property
    def headline(self) -> str:
        """Whether the lie pays."""
        lie = f"A lie of {self.times:g} times takes {usdt(self.lie.taken)} and costs {usdt(self.lie.cost)}"
        pays = float(self.lie.pays)
        return f"{lie}, so it pays {usdt(pays)}" if pays > NOTHING else f"{lie}, so it loses {usdt(-pays)}"

    @property
    def pushed(self) -> str:
        """What has to be pushed for it."""
        if self.rule == "average":
            return (
                f"For one block the pool has to say {self.factor:,.0f} times, and the average is "
                f"{late(self.window):g} blocks late."
            )
        pools = "Two of three pools have" if self.rule == "median" else "One pool has"
        return (
            f"{pools} to say {self.times:g} times for one block. An average over {self.window} blocks would need "
            f"{self.factor:,.0f} times."
        )

    @property
    def caption(self) -> str:
        """The lie that pays most."""
        times, pays = self.dearest
        if pays <= NOTHING:
            return "No lie from 2 to 100 times pays here."
        return f"The lie that pays most here is {times:g} times, and it pays {usdt(pays)} USDT."

    @property
    def description(self) -> str:
        """The picture in words."""
        rule = next(words for words, name in RULES.items() if name == self.rule)
        blocks = f" ({self.window} blocks)" if self.rule == "average" else ""
        walls = "one pool for all markets" if self.walls == POOL else "a fund of its own for this market"
        before, after = (
            ", ".join(f"{part.name} {usdt(part.amount)}" for part in parts if part.amount)
            for parts in (self.before, self.after)
        )
        return (
            f"{self.headline}. The price that counts is the {rule}{blocks}, pools have {usdt(self.depth)} USDT on one "
            f"side, there is {walls}, and Eve may hold {usdt(self.cap)} units. {self.pushed} She ties up "
            f"{usdt(self.lie.tied)} USDT for it. {self.caption} Before, in USDT: {before}. After: {after}."
        )

    @property
    def table(self) -> pd.DataFrame:
        """Rule by rule, with everything else as it is: the lie that pays most, what it costs and takes, and its pay."""
        rows = {}
        for words, rule in RULES.items():
            how = {**self.how, "rule": rule, "window": self.window if rule == "average" else 1}
            times, _ = dearest(**how)
            best = told(times, **how)
            amounts = [usdt(float(amount)) for amount in (best.cost, best.taken, best.pays)]
            rows[f"{words} ({self.window})" if rule == "average" else words] = [f"{times:g} times", *amounts]
        columns = ["best lie", "costs", "takes", "pays"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("price that counts")
