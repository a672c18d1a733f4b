"""Lesson 10: a venue after a jump, who is not paid by whom, and where the loss stops.

Everybody pays what it can and all at once: there is no order of claims and no time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marginlib.contagion import Settlement, blast_radius, burnt, clearing_vector, left, unpaid
from marginlib.course.contagion.account import (
    APART,
    ENTRY,
    FIRST,
    FUND,
    MARGIN,
    SECOND,
    SHARED,
    SIZE,
    funded,
    settled,
    venue,
)

SMALLEST = 0.05  # USDT that would read 0.0
Amounts = NDArray[np.float64]


def usdt(value: float) -> str:
    """An amount without decimals that are none.

    >>> usdt(300.0), usdt(231.14), usdt(-0.01)
    ('300', '231.1', '0')
    """
    return f"{abs(value) if abs(value) < SMALLEST else value:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Debt:
    """What one node leaves unpaid to another, both by their places."""

    source: int
    target: int
    amount: float


@dataclass(frozen=True)
class Result:
    """The venue with A at `first` and B at `second`; `lost` percent of what somebody has is lost when they fail."""

    second: float = SECOND
    fund: int = int(FUND)
    funds: str = SHARED
    mode: str = "isolated"
    first: float = FIRST
    lost: int = 0
    size: int = int(SIZE)

    @cached_property
    def network(self) -> Settlement:
        """Who owes whom, what each node holds, and what it is called."""
        held = funded(self.fund, self.funds)
        found = settled(self.first, self.second, held, self.mode, venue(self.size))
        return found._replace(liabilities=found.liabilities.toarray())

    @property
    def names(self) -> tuple[str, ...]:
        """Of the nodes: people, then funds."""
        return self.network.names

    @property
    def fund_names(self) -> list[str]:
        """Of the funds, which are the last nodes."""
        return list(funded(self.fund, self.funds))

    @property
    def recovery(self) -> dict[str, Any]:
        """What failing leaves of what somebody has."""
        kept = 1 - self.lost / 100
        return {"recovery_assets": kept, "recovery_claims": kept}

    @cached_property
    def payments(self) -> Amounts:
        """What each node pays."""
        return clearing_vector(self.network.liabilities, self.network.assets, **self.recovery)

    @cached_property
    def due(self) -> Amounts:
        """What each would have if everybody paid in full; below zero for one that cannot pay even then."""
        owes, held, _ = self.network
        return np.asarray(held + owes.sum(axis=0) - owes.sum(axis=1))

    @cached_property
    def after(self) -> Amounts:
        """What each has in the end."""
        return left(*self.network[:2], self.payments)

    @cached_property
    def debts(self) -> list[Debt]:
        """What stays unpaid, from whom and to whom."""
        missing = unpaid(self.network.liabilities, self.payments)
        return [
            Debt(int(source), int(target), float(missing[source, target]))
            for source, target in np.argwhere(missing > SMALLEST)
        ]

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Who leaves something unpaid."""
        owed = self.network.liabilities.sum(axis=1)
        return np.asarray(owed - self.payments > SMALLEST)

    @property
    def borne(self) -> Amounts:
        """What each gets less than it was due."""
        return np.maximum(self.due, 0) - self.after

    @property
    def holes(self) -> Amounts:
        """What each owes beyond all that it has, were it paid in full itself: where losses begin."""
        return np.where(self.due < -SMALLEST, -self.due, 0.0)

    @cached_property
    def burnt(self) -> float:
        """What failing itself has destroyed."""
        return float(burnt(*self.network[:2], self.payments).sum())

    @property
    def dan(self) -> int:
        """The place of Dan."""
        return self.names.index("Dan")

    @property
    def loss(self) -> float:
        """What Dan gets less than he was due."""
        return float(self.borne[self.dan])

    @cached_property
    def through(self) -> float:
        """How much of it comes from Ada: what he would have more if she could pay."""
        owes, held, _ = self.network
        good = held.copy()
        good[0] = max(held[0], owes[0].sum())
        without = left(owes, good, clearing_vector(owes, good, **self.recovery))
        return max(float(without[self.dan] - self.after[self.dan]), 0.0)

    @cached_property
    def radius(self) -> tuple[int, Mapping[str, float]]:
        """Who is asked about, which is the first that fails or else Ada, and who bears the next unit that it cannot."""
        begins = next(iter(self.began), 0)
        row = blast_radius(*self.network[:2], of=begins, **self.recovery)[0]
        return begins, {name: float(part) for name, part in zip(self.names, row, strict=True) if part > 5e-4}

    @property
    def doors(self) -> tuple[str, ...]:
        """Tanks that stand in both rooms."""
        both = (("fund", self.funds == SHARED), ("Cleo", self.mode == "cross"))
        return tuple(name for name, there in both if there)

    @property
    def began(self) -> list[int]:
        """Where losses begin."""
        return [int(place) for place in np.flatnonzero(self.holes)]

    @property
    def headline(self) -> str:
        """Where the loss stops."""
        if not self.began:
            return "Everybody is paid in full"
        missing = self.network.liabilities.sum(axis=1) - self.payments
        first, *others = (
            f"{self.names[place].split()[0]} leaves {usdt(missing[place])} unpaid" for place in self.began
        )
        holes = " and ".join([first, *(words.replace("leaves ", "").removesuffix(" unpaid") for words in others)])
        if self.loss < SMALLEST:
            if self.funds == APART:
                return f"{holes}, and the loss ends at the wall"
            paid = self.borne[: -len(self.fund_names)].max() < SMALLEST
            return f"{holes}, and {'the fund pays all of it' if paid else 'none of it reaches Dan'}"
        if others:
            because = "none of it" if self.through < SMALLEST else usdt(self.through)
            return f"{holes}; Dan loses {usdt(self.loss)}, {because} because of Ada"
        reach = f"{holes}, and {usdt(self.loss)} of it reach Dan"
        return reach if self.holes[0] == 0 else f"{reach}, who never traded A"

    @property
    def caption(self) -> str:
        """What becomes of Dan."""
        profit = 10 * (ENTRY - self.second)
        if profit <= 0:
            return f"Dan has lost {usdt(-profit)} USDT by his own trade, and nothing else."
        return f"Dan has earned {usdt(profit)} USDT in B, and he gets {usdt(profit - self.loss)} of it."

    @property
    def description(self) -> str:
        """The picture in words."""
        doors = {0: "No tank stands in both rooms"}.get(
            len(self.doors), f"Doors between the rooms: {', '.join(self.doors)}"
        )
        debts = ", ".join(
            f"{self.names[one.source]} leaves {usdt(one.amount)} unpaid to {self.names[one.target]}"
            for one in self.debts
        )
        rest = ", ".join(f"{name} {usdt(value)}" for name, value in zip(self.names, self.after, strict=True))
        fire = f" Failing burns {usdt(self.burnt)} USDT." if self.burnt > SMALLEST else ""
        return (
            f"{self.headline}. A is at {self.first:g} USDT and B at {self.second:g}, margin is {self.mode}, with "
            f"{self.fund} USDT in {'one fund for both' if self.funds == SHARED else 'two funds, half in each'}. "
            f"{doors}. {debts or 'Nothing stays unpaid'}.{fire} In the end they have, in USDT: {rest}."
        )

    @property
    def table(self) -> pd.DataFrame:
        """Money before and after, debts that stay open, and who bears the next unit."""
        begins, radius = self.radius
        open_debts = {
            place: sum(one.amount for one in self.debts if one.source == place) for place in range(len(self.names))
        }
        rows = {
            "before": [usdt(value) for value in self.network.assets],
            "due": [usdt(value) for value in self.due],
            "after": [usdt(value) for value in self.after],
            "unpaid to others": [usdt(value) for value in open_debts.values()],
            "loses": [usdt(value) for value in self.borne],
            f"of each unit more that {self.names[begins]} cannot bear": [
                f"{radius.get(name, 0):.2f}" for name in self.names
            ],
        }
        return pd.DataFrame(rows, index=pd.Index(self.names, name="USDT"))

    def apart(self) -> "Result":
        """The same with a fund for each market."""
        return replace(self, funds=APART)

    def together(self) -> "Result":
        """The same with one fund."""
        return replace(self, funds=SHARED)


def missed(posted: float = MARGIN, size: float = SIZE, money: float = FUND, funds: str = SHARED) -> tuple[float, ...]:
    """What is missing in all, and what Ben and Cleo miss of it, and Dan, where Ada posts so much a unit.

    >>> [round(value, 1) for value in missed()]
    [300.0, 200.0, 20.0]
    """
    owes, held, names = settled(held=funded(money, funds), book=venue(size, posted))
    due = held + owes.sum(axis=0) - owes.sum(axis=1)
    borne = dict(zip(names, due.clip(0) - left(owes, held, clearing_vector(owes, held)), strict=True))
    return float(-due.clip(max=0).sum()), float(borne["Ben"] + borne["Cleo A"]), float(borne["Dan"])
