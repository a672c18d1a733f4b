"""The two actions there are, the rules of the place, and what may be held there.

Money is in two places. The *wallet* is out of the venue's reach, in every mode. What is posted to positions is at
stake, in the pools into which the mode divides them. `Move` carries collateral between the wallet and positions,
`Trade` changes a position; topping up, cutting, hedging and shifting between compartments are nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marginlib import formulas, settlement
from marginlib.arithmetic import maximum
from marginlib.book import Mode
from marginlib.errors import MarginError, nonnegative, nonzero, positive
from marginlib.schedules import Schedule

WALLET = "wallet"


class Declined(MarginError):
    """What the venue answers to an action that the account cannot afford. Nothing has changed."""


@dataclass(frozen=True)
class Move:
    """Carry `amount` of collateral from `source` to `target`: markets with a position, or the wallet.

    >>> Move("wallet", "BTC", 50.0)
    Move(source='wallet', target='BTC', amount=50.0)
    """

    source: str
    target: str
    amount: Any

    def __post_init__(self) -> None:
        positive("amount", self.amount)

    def __str__(self) -> str:
        return f"move {float(self.amount):,.2f} from {self.source} to {self.target}"


@dataclass(frozen=True)
class Trade:
    """Buy (+) or sell (-) `size` of `market`, and post `margin` from the wallet with it.

    What is left when a position is closed stays in its pool, or returns to the wallet where the pool is empty.
    """

    market: str
    size: Any
    margin: Any = 0

    def __post_init__(self) -> None:
        nonzero("size", self.size)
        nonnegative("margin", self.margin)

    def __str__(self) -> str:
        posted = f" with {float(self.margin):,.2f} of margin" if self.margin else ""
        return f"{'buy' if self.size > 0 else 'sell'} {abs(float(self.size)):,.4g} {self.market}{posted}"


Action = Move | Trade


@dataclass(frozen=True)
class Venue:
    """The rules of the place.

    Args:
        schedules: maintenance schedule of each market, in the order of the columns of a path.
        mode: how positions are divided into pools.
        fee: of every trade, a share of its notional.
        depth: size that moves the price by 100 %, in a straight line; a trade fills half way. No entry, no impact.
        latency: how many steps old the prices are that a manager sees.
        initial: initial requirement as a multiple of maintenance, for whatever raises the risk.
        penalty: of a liquidation, on top of the fee. What is left of the pool returns to the wallet.
    """

    schedules: Mapping[str, Schedule]
    mode: Mode
    fee: Any = 0.0005
    depth: Mapping[str, Any] = field(default_factory=dict)
    latency: int = 0
    initial: Any = 2
    penalty: Any = 0.005

    def __post_init__(self) -> None:
        for name in ("fee", "latency", "penalty"):
            nonnegative(name, getattr(self, name))
        depths = {f"depth of {market!r}": depth for market, depth in self.depth.items()}
        for name, value in {"initial multiple": self.initial, **depths}.items():
            positive(name, value)

    def fill(self, market: str, size: Any, price: Any) -> Any:
        """Average price at which `size` trades, its own impact included; never below zero."""
        depth = self.depth.get(market)
        return price if depth is None else maximum(0 * price, settlement.skewed_fill(price, size, depth))


@dataclass(frozen=True)
class Holding:
    """One position: signed size, average entry, collateral posted, profit already settled (fees are negative)."""

    size: Any
    entry: Any
    collateral: Any
    settled: Any = 0

    def equity(self, price: Any) -> Any:
        """Collateral and profit, settled or not, at `price`."""
        return formulas.equity(self.collateral + self.settled, self.size, self.entry, price)
