"""Lesson 11: a position that may be liquidated, what the next call on it pays and costs, and who has called so far."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from marginlib.course.contracts_and_keepers.account import (
    AT_ONCE,
    ENTRY,
    ETHER,
    GWEI,
    POOLS,
    PRICE,
    SLOW,
    holding,
    prices,
    rules,
)
from marginlib.keepers import GAS, Call, call_cost, calls, offer
from marginlib.vault import ticks
from marginlib.vault.ticks import PPM, UNIT, Compartment, Parameters

LOWEST, FINE = 43_000, 50  # USDT: the lowest price of the picture, and how far apart its curve is reckoned
REFUSED = GAS["call on a covered position, refused"]


def usdt(value: float) -> str:
    """An amount, with cents where it has any.

    >>> usdt(23), usdt(23.2587), usdt(-0.2587)
    ('23', '23.26', '−0.26')
    """
    words = f"{value:,.2f}".removesuffix(".00")
    return words.replace("-", "−")


@dataclass(frozen=True)
class Result:
    """Ada's long of `size` BTC when the price has come to `price`, with gas at so many gwei.

    The price has fallen "slowly", so that keepers call on the way while it pays, or "in one jump". A call closes
    `step` percent of the position, and `share` percent of its fee are the caller's.
    """

    price: int = PRICE
    gas: int = GWEI
    size: float = 1.0
    fall: str = SLOW
    step: int = 25
    share: int = 20

    @property
    def opened(self) -> Compartment:
        """The position as it was opened."""
        return holding(self.size)

    @property
    def rules(self) -> Parameters:
        """The rules of the vault."""
        return rules(self.step, self.share)

    @cached_property
    def calls(self) -> list[Call]:
        """The calls that were worth their gas."""
        return list(calls(self.opened, prices(self.price, self.fall), self.rules, self.gas, ETHER, POOLS))

    @property
    def rest(self) -> Compartment:
        """The position as it now stands, of 0 lots where it is closed whole."""
        return self.calls[-1].rest if self.calls else self.opened

    @property
    def pools(self) -> tuple[int, int]:
        """Liquidity and insurance."""
        return self.calls[-1].pools if self.calls else POOLS

    @property
    def worth(self) -> int:
        """Equity of the position as it now stands."""
        return ticks.equity(self.rest, self.price)

    @property
    def need(self) -> int:
        """What that position has to have."""
        return ticks.share_up(self.rest.size, self.price, self.rules.maintenance)

    @cached_property
    def next(self) -> Call | None:
        """The next call, which nobody sends; None where it would be refused."""
        return self.offered(self.price)

    def offered(self, price: int) -> Call | None:
        """What the next call would be at another price."""
        return offer(self.rest, price, self.rules, self.gas, ETHER, self.pools, first=not self.calls)

    @cached_property
    def curve(self) -> list[tuple[int, int]]:
        """Prices below the line, and what the next call pays there."""
        if not self.rest.size:
            return []
        found = ((price, self.offered(price)) for price in range(ENTRY, LOWEST - 1, -FINE))
        return [(price, call.done.reward) for price, call in found if call]

    @property
    def bankruptcy(self) -> float:
        """The price at which nothing is left of the position as it now stands."""
        return self.rest.entry - UNIT * self.rest.margin / self.rest.size

    @property
    def line(self) -> float:
        """The price below which anybody may liquidate it."""
        return self.bankruptcy / (1 - self.rules.maintenance / PPM)

    @property
    def refusal(self) -> float:
        """What a call costs that is refused."""
        return float(call_cost(REFUSED, self.gas, ETHER))

    @property
    def state(self) -> str:
        """How it stands: "gone", "covered", "bankrupt", or "hanging", which is solvent and liquidated by nobody."""
        if not self.rest.size:
            return "gone"
        if self.next is None:
            return "covered"
        return "hanging" if self.worth > 0 else "bankrupt"

    @property
    def earned(self) -> float:
        """What keepers have after gas."""
        return sum(call.profit for call in self.calls)

    @property
    def before(self) -> str:
        """The calls so far in words."""
        return f"{len(self.calls)} call{'s' if len(self.calls) > 1 else ''}"

    @property
    def headline(self) -> str:
        """Who calls, and why nobody else does."""
        pays = f"a call pays {usdt(self.next.done.reward)} and costs {usdt(self.next.cost)}" if self.next else ""
        if self.state == "gone":
            return f"{self.before}, and nothing is left of the position"
        if self.state == "covered":
            if self.calls:
                return f"{self.before}, and what is left of the position is covered"
            return f"At {self.price:,} Ada is covered: a call is refused, and costs {usdt(self.refusal)}"
        if self.state == "bankrupt":
            return f"At {self.price:,} Ada has lost all that she posted, and {pays}"
        if self.calls:
            return f"{self.before}, then nobody: {pays.replace('a call', 'the next')}"
        return f"At {self.price:,} Ada may be liquidated, and nobody calls: {pays}"

    @property
    def second(self) -> str:
        """What has moved."""
        if self.calls:
            last = self.calls[-1]
            if not self.rest.size:
                return f"All that was open is closed at {last.price:,}, and {last.done.left:,} went back to Ada"
            return f"The last call closed {last.done.lots:,} lots at {last.price:,}, and its fee was {last.done.fee:,}"
        if self.state == "covered":
            return f"Nothing moves: her equity of {self.worth:,} covers the {self.need:,} she needs"
        return f"Nothing moves: her equity is {self.worth:,}, and she needs {self.need:,}".replace("-", "−")

    @property
    def caption(self) -> str:
        """The finding in a sentence."""
        if self.next is None:
            return f"{self.headline}."
        lots = f"{self.rest.size:,} of {self.opened.size:,} lots are open, and nobody calls"
        return (
            f"{lots}, since it would {'cost' if self.next.profit < 0 else 'bring'} {usdt(abs(self.next.profit))} USDT."
        )

    @property
    def description(self) -> str:
        """The picture in words."""
        stands = f"Her equity is {self.worth:,} and she needs {self.need:,}. " if self.rest.size else ""
        way = "in one jump" if self.fall == AT_ONCE else "slowly"
        return (
            f"{self.headline}. BTC has fallen {way} to {self.price:,} USDT, and gas costs {self.gas} gwei. "
            f"{stands}{self.rest.size:,} of {self.opened.size:,} lots are open. After gas keepers have "
            f"{usdt(self.earned)} USDT, the insurance pool has {self.pools[1]:,} and the liquidity pool "
            f"{self.pools[0]:,}."
        ).replace("-", "−")

    @property
    def table(self) -> pd.DataFrame:
        """A row for each call, and one for the next, also where it would be refused."""
        rows = [*self.calls, *([self.next] if self.next else [])]
        names = [f"call {place + 1}" for place in range(len(self.calls))] + (
            ["next, sent by nobody"] if self.next else []
        )
        columns = {
            "price": [f"{call.price:,}" for call in rows],
            "lots": [f"{call.done.lots:,}" for call in rows],
            "fee": [f"{call.done.fee:,}" for call in rows],
            "pays": [f"{call.done.reward:,}" for call in rows],
            "costs": [f"{call.cost:,.2f}" for call in rows],
            "profit": [usdt(round(call.profit, 2)) for call in rows],
        }
        if self.state == "covered":
            names.append("next, refused")
            refused = (f"{self.price:,}", "0", "0", "0", f"{self.refusal:,.2f}", usdt(-round(self.refusal, 2)))
            for column, words in zip(columns.values(), refused, strict=True):
                column.append(words)
        return pd.DataFrame(columns, index=pd.Index(names, name="USDT"))
