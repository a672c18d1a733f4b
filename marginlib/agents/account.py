"""One trader's account at a venue: the two actions there are, the rules of the place, and what each action makes.

Money is in two places. The *wallet* is out of the venue's reach, in every mode. What is posted to positions is at
stake, in the pools into which the mode divides them. `Move` carries collateral between the wallet and positions,
`Trade` changes a position; topping up, cutting, hedging and shifting between compartments are nothing else. Pools that
fail are liquidated by the engine of `marginlib.liquidation`, under the rules of the venue.

Every number may be a float or a Fraction; in Fractions no action creates or loses money, to the last digit. Prices are
by market: numbers, or columns over time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from marginlib import formulas, settlement
from marginlib.arithmetic import maximum
from marginlib.book import Book, Mode
from marginlib.errors import MarginError, known, nonnegative, nonzero, positive
from marginlib.liquidation import Rules, Step, steps
from marginlib.risk import Risk
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
        penalty: of a liquidation, on top of the fee.
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

    @property
    def rules(self) -> Rules:
        """How the engine liquidates here: leg by leg at what the market pays, fee and penalty out of what is left."""
        return Rules(
            "Leg by leg on the market",
            "the venue of an account",
            fill=lambda leg: self.fill(leg.market, -leg.size, leg.price),
            fee=self.fee + self.penalty,
        )


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


NOTHING = Holding(0, 1, 0)


@dataclass(frozen=True)
class Account:
    """What a trader has. Its actions return the account after them.

    Args:
        holdings: by market.
        wallet: money outside of every pool.
        costs: fees, penalties and impact paid so far, and what was left of pools that the venue took over.
        debt: losses beyond what a pool held, which somebody else paid.
        turnover: notional traded by actions.
    """

    holdings: Mapping[str, Holding]
    wallet: Any
    costs: Any = 0
    debt: Any = 0
    turnover: Any = 0

    def book(self, venue: Venue) -> Book:
        """The positions as a book of the venue."""
        fields = ("size", "entry", "collateral", "settled")
        columns: dict[str, Any] = {name: [getattr(held, name) for held in self.holdings.values()] for name in fields}
        return Book(list(self.holdings), schedules={name: venue.schedules[name] for name in self.holdings}, **columns)

    def pools(self, venue: Venue) -> list[tuple[str, ...]]:
        """Markets of each pool that holds a position."""
        pool_of = dict(zip(self.holdings, venue.mode(self.book(venue)).positions.tolist(), strict=True))
        return [
            tuple(market for market in pool_of if pool_of[market] == pool) for pool in sorted(set(pool_of.values()))
        ]

    def risk(self, venue: Venue, prices: Mapping[str, Any]) -> dict[tuple[str, ...], Risk]:
        """Risk of each pool, by its markets."""
        risks = {}
        for market, held in self.holdings.items():
            need = venue.schedules[market].requirement(held.size, prices[market])
            risks[market] = Risk(held.equity(prices[market]), venue.initial * need, need)
        return {markets: sum((risks[market] for market in markets), Risk(0, 0, 0)) for markets in self.pools(venue)}

    def total(self, prices: Mapping[str, Any]) -> Any:
        """Wallet and equity of all positions."""
        return self.wallet + sum(held.equity(prices[market]) for market, held in self.holdings.items())

    def after(self, action: Action, prices: Mapping[str, Any], venue: Venue) -> Self:
        """The account after `action`.

        Raises:
            Declined: there is not that much to move, the position is not there, the trade would turn it over or is
                larger than the market, or its pool would have less equity than the initial requirement.
            UnknownName: a market the venue does not have.
        """
        changed, strained = (
            self._moved(action, venue) if isinstance(action, Move) else self._traded(action, prices, venue)
        )
        for markets, risk in changed.risk(venue, prices).items():
            short = f"it would leave {strained} {-float(risk.available):,.2f} short of the initial requirement"
            _decline(action, {short: strained in markets and risk.available < 0})
        return changed

    def liquidated(self, prices: Mapping[str, Any], venue: Venue) -> tuple[Self, list[Step]]:
        """The account after the engine went through its pools, and the steps that it took.

        What is left of a pool without positions returns to the wallet. No other pool of the account pays for one.
        """
        told = list(steps(self.book(venue), venue.mode, prices, venue.rules, sharing=lambda _, equity: 0 * equity))
        if not told:
            return self, told
        left = told[-1].remaining()[0]
        rows = map(Holding, *(column.tolist() for column in (left.size, left.entry, left.collateral, left.settled)))
        flows = [flow for step in told for flow in step.flows]
        return replace(
            self,
            holdings=dict(zip(map(str, left.market), rows, strict=True)),
            wallet=self.wallet + sum(left.free.values()),
            costs=self.costs + sum(flow.amount for flow in flows if isinstance(flow.source, int)),
            debt=self.debt + sum(flow.amount for flow in flows if isinstance(flow.target, int)),
        ), told

    def _moved(self, move: Move, venue: Venue) -> tuple[Self, str]:
        """The account after `move`, and the place that it strains."""
        places = (move.source, move.target)
        known("market", [place for place in places if place != WALLET], venue.schedules)
        money = {WALLET: self.wallet, **{market: held.collateral for market, held in self.holdings.items()}}
        reasons = {f"there is no position in {place}": place not in money for place in places}
        there = money.get(move.source, 0)
        _decline(move, {**reasons, f"{move.source} holds {float(there):,.2f}": move.amount > there})
        money[move.source] -= move.amount
        money[move.target] += move.amount
        holdings = {market: replace(held, collateral=money[market]) for market, held in self.holdings.items()}
        return replace(self, holdings=holdings, wallet=money[WALLET]), move.source

    def _traded(self, trade: Trade, prices: Mapping[str, Any], venue: Venue) -> tuple[Self, str]:
        """The account after `trade`, and the place that it strains: none where it closes."""
        market, size, price = trade.market, trade.size, prices.get(trade.market)
        known("market", [market], venue.schedules)
        held, depth = self.holdings.get(market, NOTHING), venue.depth.get(market, float("inf"))
        closes = held.size * size < 0
        reasons = {
            f"the wallet holds {float(self.wallet):,.2f}": trade.margin > self.wallet,
            f"{float(held.size):,.4g} is held, close it first": closes and abs(size) > abs(held.size),
            f"the market takes {float(depth):,.4g}": abs(size) > depth,
        }
        _decline(trade, reasons)
        fill = venue.fill(market, size, price)
        fee = formulas.trading_fee(formulas.notional(size, fill), venue.fee)
        profit = formulas.pnl(-size, held.entry, fill) if closes else 0
        entry = held.entry if closes else (held.size * held.entry + size * fill) / (held.size + size)
        row = Holding(held.size + size, entry, held.collateral + trade.margin, held.settled + profit - fee)
        holdings, returned = {**self.holdings, market: row}, 0
        if row.size == 0:  # its money stays in its pool, or returns to the wallet where that is empty
            mates = [mate for pool in self.pools(venue) if market in pool for mate in pool if mate != market]
            returned = holdings.pop(market).equity(fill)
            for heir in mates[:1]:
                holdings[heir] = replace(holdings[heir], settled=holdings[heir].settled + returned)
                returned = 0
        return replace(
            self,
            holdings=holdings,
            wallet=self.wallet - trade.margin + maximum(returned, 0 * returned),
            costs=self.costs + fee + size * (fill - price),
            debt=self.debt + maximum(-returned, 0 * returned),
            turnover=self.turnover + formulas.notional(size, price),
        ), WALLET if closes else market


def _decline(action: Action, reasons: Mapping[str, Any]) -> None:
    """Raise with the first of `reasons` that holds."""
    for reason, holds in reasons.items():
        if holds:
            raise Declined(f"{action} is declined: {reason}")
