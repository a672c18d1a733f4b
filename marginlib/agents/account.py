"""One trader's account at an exchange: the two actions there are, the rules of the place, and what each action makes.

Money is in two places. The *wallet* is out of the exchange's reach, in every mode. What is posted to positions is at
stake, in the pools into which the mode divides them. `Move` carries collateral between the wallet and positions,
`Order` changes a position; topping up, cutting, hedging and shifting between compartments are nothing else. The
positions are rows of a `marginlib.book.Book`, which knows what they are worth and what they need; pools that fail are
liquidated by the engine of `marginlib.liquidation`, under the rules of the exchange.

Every number may be a float or a Fraction; in Fractions no action creates or loses money, to the last digit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

import numpy as np

from marginlib import formulas
from marginlib.arithmetic import maximum, netted
from marginlib.book import Book, Mode, Prices
from marginlib.conventions import PLAIN, Conventions
from marginlib.errors import MarginError, finite, instance, known, nonnegative, nonzero, positive, whole
from marginlib.formulas import settlement
from marginlib.liquidation import Rules, Step, steps
from marginlib.risk import Risk
from marginlib.schedules import Schedule

WALLET = "wallet"


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
        for name in ("source", "target"):
            instance(name, getattr(self, name), str, "a market, or the wallet")
        positive("amount", self.amount)

    def __str__(self) -> str:
        return f"move {float(self.amount):,.2f} from {self.source} to {self.target}"


@dataclass(frozen=True)
class Order:
    """Buy (+) or sell (-) `size` of `market`, and post `margin` from the wallet with it.

    What is left when a position is closed stays in its pool, or returns to the wallet where the pool is empty.
    """

    market: str
    size: Any
    margin: Any = 0

    def __post_init__(self) -> None:
        instance("market", self.market, str, "the name of one")
        nonzero("size", self.size)
        nonnegative("margin", self.margin)

    def __str__(self) -> str:
        posted = f" with {float(self.margin):,.2f} of margin" if self.margin else ""
        return f"{'buy' if self.size > 0 else 'sell'} {abs(float(self.size)):,.4g} {self.market}{posted}"


Action = Move | Order


class Declined(MarginError):
    """What the exchange answers to an action that the account cannot afford. Nothing has changed."""

    def __init__(self, action: Action, reason: str) -> None:
        super().__init__(f"{action} is declined: {reason}")


@dataclass(frozen=True)
class Exchange:
    """Where a manager trades: what positions need there, how they are pooled, and what trading costs.

    Args:
        schedules: maintenance schedule of each market, in the order of the columns of a path.
        mode: how positions are divided into pools.
        fee: of every trade, a share of its notional.
        depth: size that moves the price (of an inverse contract its reciprocal) by 100 %, in a straight line; a trade
            fills half way. No entry, no impact.
        latency: how many steps old the prices are that a manager sees.
        initial: initial requirement as a multiple of maintenance, for whatever raises the risk.
        penalty: of a liquidation, on top of the fee.
        conventions: how the exchange states its rules.
    """

    schedules: Mapping[str, Schedule]
    mode: Mode
    fee: Any = 0.0005
    depth: Mapping[str, Any] = field(default_factory=dict)
    latency: int = 0
    initial: Any = 2
    penalty: Any = 0.005
    conventions: Conventions = PLAIN

    def __post_init__(self) -> None:
        for name in ("fee", "latency", "penalty"):
            nonnegative(name, getattr(self, name))
        positive("initial multiple", self.initial)
        whole("latency", self.latency + 1)
        instance("mode", self.mode, Callable, "a function: isolated, cross or basket([...])")
        instance("schedules", self.schedules, Mapping, "schedules by market, such as {'BTC': FlatRate(0.005)}")
        for market, schedule in self.schedules.items():
            instance(f"schedule of {market}", schedule, Schedule, "a schedule, such as FlatRate(0.005)")
        for market, depth in self.depth.items():
            positive(f"depth of {market!r}", depth)

    def fill(self, market: str, size: Any, price: Any) -> Any:
        """Average price at which `size` trades, its own impact included; never below zero. All in the coordinate."""
        depth = self.depth.get(market)
        return price if depth is None else maximum(0 * price, settlement.skewed_fill(price, size, depth))

    @property
    def rules(self) -> Rules:
        """How the engine liquidates here: leg by leg at what the market pays, fee and penalty out of what is left."""
        return Rules(
            "Leg by leg on the market",
            "the exchange of an account",
            fill=lambda leg: self.fill(leg.market, -leg.size, leg.price),
            fee=self.fee + self.penalty,
        )


class Holding(NamedTuple):
    """One position: signed size, average entry, collateral posted, profit already settled (fees are negative)."""

    size: Any
    entry: Any
    collateral: Any
    settled: Any = 0


@dataclass(frozen=True)
class Pool(Risk):
    """Risk of one pool that holds positions, and its markets."""

    markets: tuple[str, ...] = ()

    @property
    def level(self) -> Any:
        """Equity over maintenance: liquidated below 1."""
        return formulas.margin_level(self.equity, self.maintenance)


@dataclass(frozen=True)
class Account:
    """What a trader has. Its actions return the account after them.

    Args:
        holdings: by market.
        wallet: money outside of every pool.
        costs: fees, penalties and impact paid so far, and what was left of pools that the exchange took over.
        debt: losses beyond what a pool held, which somebody else paid.
        turnover: notional traded by actions.
    """

    holdings: Mapping[str, Holding]
    wallet: Any
    costs: Any = 0
    debt: Any = 0
    turnover: Any = 0

    def __post_init__(self) -> None:
        instance(
            "holdings", self.holdings, Mapping, "positions by market, such as {'BTC': Holding(10.0, 100.0, 100.0)}"
        )
        for market, held in self.holdings.items():
            instance(f"holding of {market}", held, Holding, "a Holding, such as Holding(10.0, 100.0, 100.0)")
            finite(f"size of {market}", held.size)
            positive(f"entry price of {market}", held.entry)
            nonnegative(f"collateral of {market}", held.collateral)
            finite(f"settled profit of {market}", held.settled)
        finite("wallet", self.wallet)

    def book(self, exchange: Exchange) -> Book:
        """The positions as a book of the exchange."""
        rows = self.holdings.values()
        kind = None if rows else object  # the sums of nothing are whole zeros, which go with any kind of number
        columns: dict[str, Any] = {
            name: np.array([getattr(row, name) for row in rows], dtype=kind) for name in Holding._fields
        }
        return Book(list(self.holdings), schedules=exchange.schedules, conventions=exchange.conventions, **columns)

    def risk(self, exchange: Exchange, prices: Prices) -> tuple[Risk, dict[str, int]]:
        """Risk in one column a pool, and the column of each market; over time where prices are columns over time."""
        book = self.book(exchange)
        of = dict(zip(self.holdings, book.partition(exchange.mode).positions.tolist(), strict=True))
        return book.risk(exchange.mode, prices, initial=exchange.initial), of

    def after(self, action: Action, prices: Prices, exchange: Exchange) -> Self:
        """The account after `action`.

        Raises:
            Declined: there is not that much to move, the position is not there, the order would turn it over or is
                larger than the market, or its pool would have less equity than the initial requirement.
            UnknownName: a market the exchange does not have.
        """
        changed, strained = (
            self._moved(action, exchange) if isinstance(action, Move) else self._ordered(action, prices, exchange)
        )
        if strained != WALLET:
            risk, of = changed.risk(exchange, prices)
            left = risk.available[of[strained]]
            short = f"it would leave {strained} {-float(left):,.2f} short of the initial requirement"
            Declined.unless(left >= 0, action, short)
        return changed

    def liquidated(self, prices: Prices, exchange: Exchange) -> tuple[Self, list[Step]]:
        """The account after the engine went through its pools, and the steps that it took.

        What is left of a pool without positions returns to the wallet. No other pool of the account pays for one.
        """
        told = list(
            steps(self.book(exchange), exchange.mode, prices, exchange.rules, sharing=lambda _, equity: 0 * equity)
        )
        if not told:
            return self, told
        left = told[-1].remaining()[0]
        rows = map(Holding, *(column.tolist() for column in (left.size, left.entry, left.collateral, left.settled)))
        transfers = [transfer for step in told for transfer in step.transfers]
        return replace(
            self,
            holdings=dict(zip(map(str, left.market), rows, strict=True)),
            wallet=self.wallet + sum(left.free.values()),
            costs=self.costs + sum(transfer.amount for transfer in transfers if isinstance(transfer.source, int)),
            debt=self.debt + sum(transfer.amount for transfer in transfers if isinstance(transfer.target, int)),
        ), told

    def _moved(self, move: Move, exchange: Exchange) -> tuple[Self, str]:
        """The account after `move`, and the place that it strains."""
        known("market", (move.source, move.target), [*exchange.schedules, WALLET])
        money = {WALLET: self.wallet, **{market: held.collateral for market, held in self.holdings.items()}}
        for place in (move.source, move.target):
            Declined.unless(place in money, move, f"there is no position in {place}")
        there = money[move.source]
        Declined.unless(move.amount <= there, move, f"{move.source} holds {float(there):,.2f}")
        money[move.source] -= move.amount
        money[move.target] += move.amount
        holdings = {market: held._replace(collateral=money[market]) for market, held in self.holdings.items()}
        return replace(self, holdings=holdings, wallet=money[WALLET]), move.source

    def _ordered(self, order: Order, prices: Prices, exchange: Exchange) -> tuple[Self, str]:
        """The account after `order`, and the place that it strains: none where it closes.

        Fill and profit are reckoned in the coordinate of the contract, in which every contract is linear.
        """
        market, change, c = order.market, order.size, exchange.conventions
        known("market", [market], exchange.schedules)
        held = self.holdings.get(market, Holding(0, prices[market], 0))
        depth = exchange.depth.get(market, float("inf"))
        closes = held.size * change < 0
        left = netted(held.size + change, abs(held.size) + abs(change), 2)
        Declined.unless(order.margin <= self.wallet, order, f"the wallet holds {float(self.wallet):,.2f}")
        Declined.unless(held.size * left >= 0, order, f"{float(held.size):,.4g} is held, close it first")
        Declined.unless(abs(change) <= depth, order, f"the market takes {float(depth):,.4g}")
        size, price, before = c.exposure(change), c.coordinate(prices[market]), c.coordinate(held.entry)
        fill = exchange.fill(market, size, price)
        fee = formulas.trading_fee(formulas.notional(size, fill), exchange.fee)
        profit = formulas.pnl(-size, before, fill) if closes else 0
        entry = held.entry if closes else c.coordinate((held.size * before + change * fill) / left)
        row = Holding(left, entry, held.collateral + order.margin, held.settled + profit - fee)
        holdings, wallet, debt = {**self.holdings, market: row}, self.wallet - order.margin, self.debt
        if left == 0:  # its money stays in its pool, or returns to the wallet where that is empty
            (_, of), money = self.risk(exchange, prices), row.collateral + row.settled
            del holdings[market]
            heir = next((mate for mate in holdings if of[mate] == of[market]), None)
            if heir is None:
                wallet, debt = wallet + maximum(money, 0), debt + maximum(-money, 0)
            else:
                holdings[heir] = holdings[heir]._replace(settled=holdings[heir].settled + money)
        return replace(
            self,
            holdings=holdings,
            wallet=wallet,
            costs=self.costs + fee + size * (fill - price),
            debt=debt,
            turnover=self.turnover + formulas.notional(size, price),
        ), WALLET if closes else market
