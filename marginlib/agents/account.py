"""One trader's account, and what each action makes of it.

Every number may be a float or a Fraction; in Fractions no action creates or loses money, to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from marginlib import formulas
from marginlib.agents.venue import WALLET, Action, Declined, Holding, Move, Trade, Venue
from marginlib.arithmetic import maximum
from marginlib.book import Book
from marginlib.errors import UnknownName
from marginlib.risk import Risk


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
        rows = [(row.size, row.entry, row.collateral, row.settled) for row in self.holdings.values()]
        size, entry, collateral, settled = zip(*rows, strict=True) if rows else ((),) * 4
        return Book(list(self.holdings), size, entry, collateral, venue.schedules, settled=settled)

    def pools(self, venue: Venue) -> dict[str, int]:
        """Number of the pool of each market held."""
        if not self.holdings:
            return {}
        return dict(zip(self.holdings, venue.mode(self.book(venue)).positions.tolist(), strict=True))

    def risk(self, venue: Venue, prices: np.ndarray) -> dict[tuple[str, ...], Risk]:
        """Risk of each pool, by its markets, over rows of `prices`, shape (times, markets) -> columns of (times,)."""
        order, pools = list(venue.schedules), self.pools(venue)
        found = {}
        for pool in sorted(set(pools.values())):
            markets = tuple(market for market in pools if pools[market] == pool)
            parts = [
                (self.holdings[market], prices[:, order.index(market)], venue.schedules[market]) for market in markets
            ]
            equity = sum(formulas.equity(row.collateral + row.settled, row.size, row.entry, at) for row, at, _ in parts)
            need = sum(schedule.requirement(row.size, at) for row, at, schedule in parts)
            found[markets] = Risk(equity, venue.initial * need, need)
        return found

    def total(self, prices: Mapping[str, Any]) -> Any:
        """Wallet and equity of all positions."""
        rows = self.holdings.items()
        return self.wallet + sum(
            formulas.equity(row.collateral + row.settled, row.size, row.entry, prices[market]) for market, row in rows
        )

    def after(self, action: Action, prices: Mapping[str, Any], venue: Venue) -> Self:
        """The account after `action`.

        Raises:
            Declined: there is not that much to move, the position is not there, the trade would turn it over or is
                larger than the market, or its pool would have less equity than the initial requirement.
            UnknownName: a market the venue does not have.
        """
        if isinstance(action, Move):
            market, risky = action.source, action.source != WALLET
            changed = self._moved(action, venue)
        else:
            market = action.market
            held = self.holdings[market].size if market in self.holdings else 0 * action.size
            risky = held * action.size >= 0
            self._affordable(action, held, venue)
            changed = self._traded(action, prices, venue)
        row = np.array([[prices[name] for name in venue.schedules]])
        for markets, risk in changed.risk(venue, row).items() if risky else ():
            if market in markets and risk.available[0] < 0:
                raise Declined(
                    f"{action} would leave {market} {-float(risk.available[0]):,.2f} short of the initial requirement"
                )
        return changed

    def liquidated(self, markets: tuple[str, ...], prices: Mapping[str, Any], venue: Venue) -> Self:
        """The account after the venue closed the pool of `markets`: fee and penalty go, the rest returns."""
        account, dearer = self, replace(venue, fee=venue.fee + venue.penalty)
        for market in markets:
            size = -account.holdings[market].size
            account = account._traded(Trade(market, size), prices, dearer)
        return replace(account, turnover=self.turnover)

    def _affordable(self, action: Trade, held: Any, venue: Venue) -> None:
        if action.market not in venue.schedules:
            raise UnknownName(f"market {action.market!r} does not exist; choose one of {', '.join(venue.schedules)}")
        depth = venue.depth.get(action.market, float("inf"))
        reasons = {
            f"the wallet holds {float(self.wallet):,.2f}": action.margin > self.wallet,
            f"{float(held):,.4g} is held, close it first": held * action.size < 0 and abs(action.size) > abs(held),
            f"the market takes {float(depth):,.4g}": abs(action.size) > depth,
        }
        for reason in (reason for reason, holds in reasons.items() if holds):
            raise Declined(f"{action} is declined: {reason}")

    def _moved(self, action: Move, venue: Venue) -> Self:
        holdings, wallet = dict(self.holdings), self.wallet
        for place, amount in ((action.source, -action.amount), (action.target, action.amount)):
            if place not in (WALLET, *venue.schedules):
                raise UnknownName(f"{place!r} is neither the wallet nor a market; use {', '.join(venue.schedules)}")
            if place == WALLET:
                wallet += amount
            elif place in holdings:
                holdings[place] = replace(holdings[place], collateral=holdings[place].collateral + amount)
            else:
                raise Declined(f"{action} is declined: there is no position in {place}")
        left = wallet if action.source == WALLET else holdings[action.source].collateral
        if left < 0:
            raise Declined(f"{action} is declined: {action.source} holds {float(left + action.amount):,.2f}")
        return replace(self, holdings=holdings, wallet=wallet)

    def _traded(self, action: Trade, prices: Mapping[str, Any], venue: Venue) -> Self:
        market, size, price = action.market, action.size, prices[action.market]
        fill = venue.fill(market, size, price)
        fee = formulas.trading_fee(formulas.notional(size, fill), venue.fee)
        held = self.holdings.get(market, Holding(0 * size, fill, 0 * fill, 0 * fill))
        entry, profit = held.entry, 0 * fill
        if held.size * size < 0:
            profit = formulas.pnl(-size, held.entry, fill)
        else:
            entry = (held.size * held.entry + size * fill) / (held.size + size)
        row = Holding(held.size + size, entry, held.collateral + action.margin, held.settled + profit - fee)
        account = replace(
            self,
            holdings={**self.holdings, market: row},
            wallet=self.wallet - action.margin,
            costs=self.costs + fee + size * (fill - price),
            turnover=self.turnover + formulas.notional(size, price),
        )
        if row.size != 0:
            return account
        rest = {name: kept for name, kept in self.holdings.items() if name != market}
        pools, cash = self.pools(venue), row.collateral + row.settled
        mate = next((name for name in rest if pools[name] == pools[market]), None)
        if mate is not None:
            return replace(account, holdings={**rest, mate: replace(rest[mate], settled=rest[mate].settled + cash)})
        back, owed = maximum(cash, 0 * cash), maximum(-cash, 0 * cash)
        return replace(account, holdings=rest, wallet=account.wallet + back, debt=account.debt + owed)
