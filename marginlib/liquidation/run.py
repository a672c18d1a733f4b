"""One run of the engine: what changes while it walks, and the steps that each change is told in."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import numpy as np

from marginlib import settlement
from marginlib.arithmetic import sign
from marginlib.book import Book, Prices, State, totals
from marginlib.errors import InvalidInput
from marginlib.liquidation.deleveraging import Candidates, Ranking, Sharing
from marginlib.liquidation.report import Flow, Holder, Step, Trade, owners
from marginlib.liquidation.rules import INFINITE, WITHIN, Closing, Rules
from marginlib.modes import Partition


@dataclass
class Run:
    """What changes while the generator runs. Positions move at the mark; flows say what that was worth to whom."""

    book: Book
    partition: Partition
    prices: Prices
    rules: Rules
    ranking: Ranking
    sharing: Sharing
    liquidity: dict[str, Any]
    reserved: dict[str, Any]
    fund: Any
    held: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        book, self.first = self.book, self.book.legs(self.partition)
        self.left = np.ones_like(self.first.size)
        self.at = book.coordinates(self.prices)[self.first.market]
        self.markets = np.array(list(book.schedules))[self.first.market].tolist()
        self.money: dict[Holder, Any] = dict(enumerate(book.money(self.partition).tolist()))
        self.money |= {"fund": self.fund, "orders": sum(self.reserved.values()), "engine": 0, "market": 0, "venue": 0}
        who = owners(book, self.partition).tolist()
        names: list[list[Any]] = [[owner, self.money[pool]] for pool, owner in enumerate(who)]
        for pool, *leg in zip(self.first.pool, self.markets, self.first.size, self.first.cost, strict=True):
            names[pool].append(leg)
        self.place = np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.intp))

    def look(self) -> tuple[State, np.ndarray]:
        """Equity and need of every pool now."""
        state = self.step("", 0).state(self.prices)
        return state, totals(state.needs, state.legs.pool, self.partition.count)

    def most_urgent(self) -> int | None:
        """The pool to be liquidated whose equity covers the smallest share of its need; None when all are healthy."""
        state, needs = self.look()
        bad = np.flatnonzero(self.book.conventions.liquidatable(state.equity, needs)).tolist()
        return min(bad, key=lambda pool: (state.equity[pool] / needs[pool], self.place[pool]), default=None)

    def liquidated(self, pool: int) -> Iterator[Step]:
        """Orders first, then part after part on the market; what is still not healthy is taken over."""
        for name, home in zip(self.book.accounts.tolist(), self.partition.free.tolist(), strict=True):
            if home == pool and self.reserved.get(name):
                yield self.step("cancel", pool, ("orders", pool, self.reserved.pop(name)))
        for earlier in count():
            state, needs = self.look()
            if not self.book.conventions.liquidatable(state.equity, needs)[pool]:
                return
            legs = self.closings(pool, state, needs, earlier)
            step = None if state.equity[pool] <= self.rules.takeover * needs[pool] else self.closed(pool, legs)
            if step is None:
                yield from self.taken_over(pool, legs)
                return
            yield step

    def closings(self, pool: int, state: State, needs: np.ndarray, earlier: int) -> dict[int, Closing]:
        """Legs of a pool by number, the one that lost most first."""
        legs, chosen = state.legs, np.flatnonzero((state.legs.pool == pool) & (state.legs.size != 0))
        equity, needed, value = state.equity[pool], needs[pool], legs.size * self.at
        found = {}
        for leg in sorted(chosen.tolist(), key=lambda leg: (value[leg] - legs.cost[leg], self.markets[leg])):
            market, size, need = self.markets[leg], legs.size[leg], state.needs[leg]
            bankrupt = settlement.bankruptcy_quote(value[leg], equity, need, needed) / size
            found[leg] = Closing(
                market,
                size,
                self.at[leg],
                self.book.schedules[market],
                need,
                needed,
                equity,
                bankrupt,
                sum(abs(value[chosen])),
                earlier,
            )
        return found

    def closed(self, pool: int, legs: dict[int, Closing]) -> Step | None:
        """Sell a part of the first leg that finds a buyer at no worse than its bankruptcy price, if there is one.

        The fund takes its fee out of what is left above that price.
        """
        for number, leg in legs.items():
            quantity = min(self.rules.part(leg), abs(leg.size), self.liquidity.get(leg.market, INFINITE))
            fill = self.rules.fill(leg)
            if abs(leg.size) - quantity < abs(leg.size) and leg.size * (fill - leg.bankrupt) >= 0:
                size = sign(leg.size) * quantity
                fee = settlement.insurance_delta(size, fill, leg.bankrupt, self.rules.fee)
                self.drop(number, size / leg.size)
                slippage = self.sale(leg, size, fill)
                return self.step(
                    "close", pool, (pool, "market", slippage), (pool, "fund", fee), trades=[(leg.market, size, fill)]
                )
        return None

    def taken_over(self, pool: int, legs: dict[int, Closing]) -> Iterator[Step]:
        """The engine takes the whole pool over, with all its money or debt, and gets rid of it leg by leg."""
        for number in np.flatnonzero(self.first.pool == pool).tolist():
            self.drop(number, 1)
        for leg in legs.values():
            self.held[leg.market] = self.held.get(leg.market, 0) + leg.size
        trades = [(leg.market, leg.size, leg.bankrupt) for leg in legs.values()]
        yield self.step("takeover", pool, (pool, "engine", self.money[pool]), trades=trades)
        owing = False
        for leg in legs.values():
            owing |= yield from self.disposed(pool, leg)
        if owing:
            yield self.covered(pool)

    def disposed(self, pool: int, leg: Closing) -> Generator[Step, None, bool]:
        """Sell while the fund can pay; then close the other side; then sell at any price; the rest is held.

        Returns whether the engine is left with something that nobody has paid for.
        """
        side, left, owing = sign(leg.size), abs(leg.size), False
        for funded in (True, False):
            while left > 0:
                fill = self.rules.fill(replace(leg, size=side * left))
                short = side * (leg.bankrupt - fill)
                chunk = min(self.rules.disposal(left), self.liquidity.get(leg.market, INFINITE))
                chunk = min(chunk, self.money["fund"] / short) if funded and short > 0 else chunk
                if not left - chunk < left:
                    break
                left, owing = left - chunk, owing or not funded
                lost, paid = self.sale(leg, side * chunk, fill), min(short * chunk, self.money["fund"]) if funded else 0
                self.held[leg.market] -= side * chunk
                trade = (leg.market, side * chunk, fill)
                yield self.step("dispose", pool, ("engine", "market", lost), ("fund", "engine", paid), trades=[trade])
            if funded and left > 0 and self.rules.deleverages:
                left = yield from self.deleveraged(leg, left)
        return owing or left > 0

    def deleveraged(self, leg: Closing, left: Any) -> Generator[Step, None, Any]:
        """Close `left` units against the other side at the bankruptcy price; nobody falls below zero by it."""
        (state, _), side = self.look(), sign(leg.size)
        legs, cost = state.legs, side * (leg.bankrupt - leg.price)
        same = np.array(self.markets) == leg.market
        other = np.flatnonzero(same & (legs.size * side < 0) & (state.equity[legs.pool] > 0))
        if not other.size:
            return left
        other = other[np.argsort(self.place[legs.pool[other]])]
        pools, size, entry, value = legs.pool[other], legs.size[other], legs.cost[other], legs.size[other] * leg.price
        equity = state.equity[pools]
        available = np.minimum(abs(size), equity / cost) if cost > 0 else abs(size)
        wanted = min(left, available.sum())
        candidates = Candidates(
            available, value - entry, np.where(entry == 0, abs(value), abs(entry)), abs(value), equity
        )
        ranked = np.minimum(self.ranking(candidates, left), abs(size))
        if (ranked < 0).any() or abs(ranked.sum() - wanted) > wanted / WITHIN:
            message = f"the ranking closes {ranked.sum()} of {wanted}: longs and shorts would no longer be equal"
            raise InvalidInput(message)
        for number, pool, quantity in zip(other.tolist(), pools.tolist(), ranked, strict=True):
            if quantity > 0:
                self.drop(number, quantity / abs(legs.size[number]))
                self.held[leg.market] -= side * quantity
                trade = (leg.market, -side * quantity, leg.bankrupt)
                yield self.step("deleverage", pool, (pool, "engine", quantity * cost), trades=[trade])
        return left - wanted

    def covered(self, pool: int) -> Step:
        """What the engine lost is paid by the fund, by those who share, and by the venue; a gain goes to the fund."""
        (state, _), debt = self.look(), -self.money["engine"]
        paid, profit = min(debt, self.money["fund"]), state.legs.size * self.at - state.legs.cost
        asked = self.sharing(totals(profit, state.legs.pool, self.partition.count), state.equity)
        most = np.maximum(np.minimum(asked, state.equity), 0 * state.equity)
        shared = min(debt - paid, most.sum())
        parts = most * shared / most.sum() if shared > 0 else 0 * most
        payers = [(payer, "engine", part) for payer, part in enumerate(parts)]
        return self.step("cover", pool, ("fund", "engine", paid), *payers, ("venue", "engine", debt - paid - shared))

    def drop(self, number: int, share: Any) -> None:
        """Take `share` of a leg out of its pool at the mark."""
        gone = share * self.left[number]
        value = self.first.size[number] * self.at[number] - self.first.cost[number]
        self.money[int(self.first.pool[number])] += gone * value
        self.left[number] -= gone

    def sale(self, leg: Closing, size: Any, fill: Any) -> Any:
        """What the market gains at the mark by buying `size` at `fill`."""
        if leg.market in self.liquidity:
            self.liquidity[leg.market] -= abs(size)
        return size * (leg.price - fill)

    def step(self, kind: str, pool: int, *moves: tuple[Holder, Holder, Any], trades: Any = ()) -> Step:
        """Make the moves of money that are not zero, a negative one the other way, and tell the state reached."""
        flows = [Flow(a, b, amount) if amount > 0 else Flow(b, a, -amount) for a, b, amount in moves if amount != 0]
        for source, target, amount in flows:
            self.money[source], self.money[target] = self.money[source] - amount, self.money[target] + amount
        c = self.book.conventions
        told = tuple(Trade(market, c.exposure(size), c.coordinate(price)) for market, size, price in trades)
        held = {market: c.exposure(size) for market, size in self.held.items() if size != 0}
        return Step(kind, pool, tuple(flows), told, dict(self.money), held, self.book, self.partition, self.left.copy())
