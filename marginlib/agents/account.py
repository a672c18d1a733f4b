"""One trader's account at a venue: the two actions there are, the rules of the place, and what each action makes.

Money is in two places. The *wallet* is out of the venue's reach, in every mode. What is posted to positions is at
stake, in the pools into which the mode divides them. `Move` carries collateral between the wallet and positions,
`Trade` changes a position; topping up, cutting, hedging and shifting between compartments are nothing else.

Every number may be a float or a Fraction; in Fractions no action creates or loses money, to the last digit. Prices are
by market: numbers, or columns over time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from marginlib import formulas, settlement
from marginlib.arithmetic import maximum
from marginlib.book import Book, Mode
from marginlib.errors import MarginError, UnknownName, nonnegative, nonzero, positive
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


NOTHING = Holding(0, 1, 0)


@dataclass(frozen=True)
class Account:
    """What a trader has. Its actions return the account after them.

    Args:
        holdings: by market.
        wallet: money outside of every pool.
        costs: fees, penalties and impact paid so far.
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
        return Book(list(self.holdings), schedules=venue.schedules, **columns)

    def pools(self, venue: Venue) -> list[tuple[str, ...]]:
        """Markets of each pool that holds a position."""
        pool_of = dict(zip(self.holdings, venue.mode(self.book(venue)).positions.tolist(), strict=True))
        return [
            tuple(market for market in pool_of if pool_of[market] == pool) for pool in sorted(set(pool_of.values()))
        ]

    def risk(self, venue: Venue, prices: Mapping[str, Any]) -> dict[tuple[str, ...], Risk]:
        """Risk of each pool, by its markets."""
        needs = {
            market: venue.schedules[market].requirement(held.size, prices[market])
            for market, held in self.holdings.items()
        }
        risks = {
            market: Risk(held.equity(prices[market]), venue.initial * needs[market], needs[market])
            for market, held in self.holdings.items()
        }
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
        if isinstance(action, Move):
            strained, changed = action.source, self._moved(action, venue)
        else:
            held = self.holdings.get(action.market, NOTHING).size
            self._check(action, held, venue)
            strained = action.market if held * action.size >= 0 else WALLET
            changed = self._traded(action, prices, venue)
        for markets, risk in changed.risk(venue, prices).items():
            if strained in markets and risk.available < 0:
                short = f"{-float(risk.available):,.2f} short of the initial requirement"
                raise Declined(f"{action} would leave {strained} {short}")
        return changed

    def liquidated(self, markets: tuple[str, ...], prices: Mapping[str, Any], venue: Venue) -> Self:
        """The account after the venue closed the pool of `markets`: fee and penalty go, the rest returns."""
        account, dearer = self, replace(venue, fee=venue.fee + venue.penalty)
        for market in markets:
            account = account._traded(Trade(market, -self.holdings[market].size), prices, dearer)
        return replace(account, turnover=self.turnover)

    def _check(self, trade: Trade, held: Any, venue: Venue) -> None:
        """Raise where `trade` asks for more than there is, with `held` of its market."""
        if trade.market not in venue.schedules:
            raise UnknownName(f"market {trade.market!r} does not exist; choose one of {', '.join(venue.schedules)}")
        depth = venue.depth.get(trade.market, float("inf"))
        reasons = {
            f"the wallet holds {float(self.wallet):,.2f}": trade.margin > self.wallet,
            f"{float(held):,.4g} is held, close it first": held * trade.size < 0 and abs(trade.size) > abs(held),
            f"the market takes {float(depth):,.4g}": abs(trade.size) > depth,
        }
        for reason in (reason for reason, holds in reasons.items() if holds):
            raise Declined(f"{trade} is declined: {reason}")

    def _moved(self, move: Move, venue: Venue) -> Self:
        money = {WALLET: self.wallet, **{market: held.collateral for market, held in self.holdings.items()}}
        for place, amount in ((move.source, -move.amount), (move.target, move.amount)):
            if place not in (WALLET, *venue.schedules):
                raise UnknownName(f"{place!r} is neither the wallet nor a market; use {', '.join(venue.schedules)}")
            if place not in money:
                raise Declined(f"{move} is declined: there is no position in {place}")
            money[place] += amount
        if money[move.source] < 0:
            raise Declined(f"{move} is declined: {move.source} holds {float(money[move.source] + move.amount):,.2f}")
        holdings = {market: replace(held, collateral=money[market]) for market, held in self.holdings.items()}
        return replace(self, holdings=holdings, wallet=money[WALLET])

    def _traded(self, trade: Trade, prices: Mapping[str, Any], venue: Venue) -> Self:
        market, size, price = trade.market, trade.size, prices[trade.market]
        fill = venue.fill(market, size, price)
        fee = formulas.trading_fee(formulas.notional(size, fill), venue.fee)
        held = self.holdings.get(market, NOTHING)
        closes = held.size * size < 0
        profit = formulas.pnl(-size, held.entry, fill) if closes else 0
        entry = held.entry if closes else (held.size * held.entry + size * fill) / (held.size + size)
        row = Holding(held.size + size, entry, held.collateral + trade.margin, held.settled + profit - fee)
        account = replace(
            self,
            holdings={**self.holdings, market: row},
            wallet=self.wallet - trade.margin,
            costs=self.costs + fee + size * (fill - price),
            turnover=self.turnover + formulas.notional(size, price),
        )
        if row.size != 0:
            return account
        rest = {name: kept for name, kept in self.holdings.items() if name != market}
        cash = row.collateral + row.settled
        mates = [name for pool in self.pools(venue) if market in pool for name in pool if name != market]
        if mates:
            heir = replace(rest[mates[0]], settled=rest[mates[0]].settled + cash)
            return replace(account, holdings={**rest, mates[0]: heir})
        return replace(
            account,
            holdings=rest,
            wallet=account.wallet + maximum(cash, 0 * cash),
            debt=account.debt + maximum(-cash, 0 * cash),
        )
