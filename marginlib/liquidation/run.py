"""One run of the engine: what changes while it walks, and the steps that each change is told in.

Positions move at the mark, which changes nobody's equity: only the transfers of a step do.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from marginlib.arithmetic import netted, sign
from marginlib.book import Book, Prices, State, totals
from marginlib.formulas import settlement
from marginlib.liquidation.deleveraging import Candidates, Ranking, Sharing, in_turn, portions
from marginlib.liquidation.report import Holder, Step, Trade, Transfer, owners
from marginlib.liquidation.rules import INFINITE, Closing, Rules
from marginlib.partition import Partition

ENGINE_GAINS = {"takeover": 1, "deleverage": 1, "dispose": -1}
"""Sign of the positions that the engine gets in a step; where not given it gets none."""


@dataclass(frozen=True)
class Standing:
    """What is left at one moment: legs with equity and needs, what each pool needs, whether it is to be liquidated."""

    state: State
    needs: np.ndarray
    bad: np.ndarray

    def share(self, pool: int) -> Any:
        """Equity of a pool over what it needs."""
        return self.state.equity[pool] / self.needs[pool] if self.needs[pool] else -INFINITE


@dataclass
class Run:
    """What changes while the generator runs: what each holder has at the mark, and the share of each leg left."""

    book: Book
    partition: Partition
    prices: Prices
    rules: Rules
    ranking: Ranking
    sharing: Sharing
    liquidity: dict[str, Any]
    reserved: dict[str, Any]
    fund: Any

    def __post_init__(self) -> None:
        book, pools = self.book, self.partition
        self.first = book.legs(pools)
        self.left = np.ones_like(self.first.size)
        self.at = book.coordinates(self.prices)[self.first.market]
        self.markets = np.array(list(book.schedules))[self.first.market].tolist()
        self.orders = {home: self.reserved.get(name) for name, home in zip(book.accounts, pools.free, strict=True)}
        money = book.money(pools)
        equity = money + totals(self.first.size * self.at - self.first.cost, self.first.pool, pools.count)
        self.money: dict[Holder, Any] = dict(enumerate(equity.tolist()))
        self.money |= {"fund": self.fund, "orders": sum(self.reserved.values()), "engine": 0, "market": 0, "venue": 0}
        self.held: dict[str, Any] = {}
        self.place = self.places(money)
        self.now = self.standing()

    def places(self, money: np.ndarray) -> np.ndarray:
        """Place of each pool in an order that does not depend on that of the book: by owner, money and legs."""
        owner = owners(self.book, self.partition)
        names: list[list[Any]] = [list(pair) for pair in zip(owner.tolist(), money.tolist(), strict=True)]
        for pool, *leg in zip(self.first.pool, self.markets, self.first.size, self.first.cost, strict=True):
            names[pool].append(leg)
        return np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.intp))

    def standing(self) -> Standing:
        """How the pools stand, seen from what is left of the legs and from the money of each."""
        legs = replace(self.first, size=self.first.size * self.left, cost=self.first.cost * self.left)
        profit = totals(legs.size * self.at - legs.cost, legs.pool, self.partition.count)
        equity = np.array([self.money[pool] for pool in range(self.partition.count)], dtype=profit.dtype)
        state = self.book.state(self.partition, self.prices, legs, equity - profit)
        needs = totals(state.needs, legs.pool, self.partition.count)
        return Standing(state, needs, self.book.conventions.liquidatable(state.equity, needs))

    def walk(self) -> Iterator[Step]:
        """Pool after pool, the one whose equity covers the smallest share of its need first, until all are healthy."""
        while self.now.bad.any():
            bad = np.flatnonzero(self.now.bad).tolist()
            yield from self.liquidated(min(bad, key=lambda pool: (self.now.share(pool), self.place[pool])))

    def liquidated(self, pool: int) -> Iterator[Step]:
        """Orders first, then part after part on the market; what is still not healthy is taken over."""
        if self.orders.get(pool):
            yield self.step("cancel", pool, ("orders", pool, self.orders.pop(pool)))
        earlier = 0
        while self.now.bad[pool]:
            legs = self.closings(pool, earlier)
            solvent = self.now.state.equity[pool] > self.rules.takeover * self.now.needs[pool]
            step = self.closed(pool, legs) if solvent else None
            yield from [step] if step else self.taken_over(pool, legs)
            earlier += 1

    def closings(self, pool: int, earlier: int) -> dict[int, Closing]:
        """Legs of a pool by number, the one that lost most first."""
        legs, equity, needed = self.now.state.legs, self.now.state.equity[pool], self.now.needs[pool]
        value, chosen = legs.size * self.at, np.flatnonzero((legs.pool == pool) & (legs.size != 0))
        carried = sum(abs(value[chosen]))
        return {
            leg: Closing(
                self.markets[leg],
                legs.size[leg],
                self.at[leg],
                self.book.schedules[self.markets[leg]],
                self.now.state.needs[leg],
                needed,
                equity,
                settlement.bankruptcy_quote(value[leg], equity, self.now.state.needs[leg], needed) / legs.size[leg],
                carried,
                earlier,
            )
            for leg in sorted(chosen.tolist(), key=lambda leg: (value[leg] - legs.cost[leg], self.markets[leg]))
        }

    def closed(self, pool: int, legs: dict[int, Closing]) -> Step | None:
        """Sell a part of the first leg that finds a buyer at no worse than its bankruptcy price, if there is one.

        The fund takes its fee out of what is left above that price.
        """
        for number, leg in legs.items():
            size = sign(leg.size) * min(self.rules.part(leg), abs(leg.size), self.liquidity.get(leg.market, INFINITE))
            fill = self.rules.fill(leg)
            if abs(leg.size - size) < abs(leg.size) and leg.size * (fill - leg.bankrupt) >= 0:
                fee = settlement.insurance_delta(size, fill, leg.bankrupt, self.rules.fee)
                self.left[number] -= self.left[number] * (size / leg.size)
                return self.sold("close", pool, pool, leg, size, fill, (pool, "fund", fee))
        return None

    def taken_over(self, pool: int, legs: dict[int, Closing]) -> Iterator[Step]:
        """The engine takes the whole pool over, with all its money or debt, and gets rid of it leg by leg."""
        self.left[self.first.pool == pool] = 0
        trades = [(leg.market, leg.size, leg.bankrupt) for leg in legs.values()]
        yield self.step("takeover", pool, (pool, "engine", self.money[pool]), trades=trades)
        owing = not legs  # a debt alone
        for leg in legs.values():
            owing |= yield from self.disposed(pool, leg)
        if owing:
            yield self.covered(pool)

    def disposed(self, pool: int, leg: Closing) -> Generator[Step, None, bool]:
        """Sell while the fund can pay; then close the other side; then sell at any price; the rest is held.

        Returns whether something was left that neither the fund nor the other side could take.
        """
        side, left, owing = sign(leg.size), abs(leg.size), False
        for funded in (True, False):
            while left > 0:
                fill = self.rules.fill(replace(leg, size=side * left))
                short = side * (leg.bankrupt - fill)
                affordable = self.money["fund"] / short if funded and short > 0 else INFINITE
                chunk = min(self.rules.disposal(left), self.liquidity.get(leg.market, INFINITE), affordable)
                if not left - chunk < left:
                    break
                left -= chunk
                paid = min(short * chunk, self.money["fund"]) if funded else 0
                yield self.sold("dispose", pool, "engine", leg, side * chunk, fill, ("fund", "engine", paid))
            if funded and left > 0 and self.rules.deleverages:
                left = yield from self.deleveraged(leg, left)
            owing = owing or left > 0
        return owing

    def deleveraged(self, leg: Closing, left: Any) -> Generator[Step, None, Any]:
        """Close `left` units against the other side at the bankruptcy price, one after the other in their turn."""
        other, candidates = self.other_side(leg)
        wanted = min(left, candidates.available.sum()) if other else 0 * left
        turns = in_turn(self.ranking(candidates, left), candidates, wanted) if wanted > 0 else []
        loss = sign(leg.size) * (leg.bankrupt - leg.price)
        for place, units in turns:
            number, pool = other[place], int(self.first.pool[other[place]])
            self.left[number] -= self.left[number] * (units / candidates.size[place])
            trade = (leg.market, -sign(leg.size) * units, leg.bankrupt)
            yield self.step("deleverage", pool, (pool, "engine", units * loss), trades=[trade])
        return left - wanted

    def other_side(self, leg: Closing) -> tuple[list[int], Candidates]:
        """Numbers of the legs of solvent pools against `leg`, and what a ranking sees of them.

        Of a leg whose pool would fall below zero at the bankruptcy price, only as much is available as it can bear.
        """
        legs, equity, side = self.now.state.legs, self.now.state.equity, sign(leg.size)
        against = (np.array(self.markets) == leg.market) & (legs.size * side < 0) & (equity[legs.pool] > 0)
        other = np.flatnonzero(against)
        other = other[np.argsort(self.place[legs.pool[other]])]
        size, cost, equity = abs(legs.size[other]), legs.cost[other], equity[legs.pool[other]]
        value, loss = size * leg.price, side * (leg.bankrupt - leg.price)
        available = np.minimum(size, equity / loss) if loss > 0 else size
        entry = np.where(cost == 0, value, abs(cost))
        return other.tolist(), Candidates(available, -side * value - cost, entry, value, equity, size)

    def covered(self, pool: int) -> Step:
        """What the engine lost is paid by the fund, by those who share, and by the venue; a gain goes to the fund."""
        legs, equity, debt = self.now.state.legs, self.now.state.equity, -self.money["engine"]
        paid = min(debt, self.money["fund"])
        asked = self.sharing(totals(legs.size * self.at - legs.cost, legs.pool, self.partition.count), equity)
        most = np.maximum(np.minimum(asked, equity), 0 * equity)
        shared = min(debt - paid, most.sum())
        payers = [(payer, "engine", part) for payer, part in enumerate(portions(most, shared))]
        return self.step("cover", pool, ("fund", "engine", paid), *payers, ("venue", "engine", debt - paid - shared))

    def sold(self, kind: str, pool: int, holder: Holder, leg: Closing, size: Any, fill: Any, paid: Any) -> Step:
        """The market buys `size` of `holder` at `fill`, and gains at the mark what that is worse than it."""
        if leg.market in self.liquidity:
            self.liquidity[leg.market] -= abs(size)
        gain = size * (leg.price - fill)
        return self.step(kind, pool, (holder, "market", gain), paid, trades=[(leg.market, size, fill)])

    def step(self, kind: str, pool: int, *moves: tuple[Holder, Holder, Any], trades: Any = ()) -> Step:
        """Make the moves of money that are not zero, a negative one the other way, and tell the state reached."""
        transfers = [
            Transfer(a, b, amount) if amount > 0 else Transfer(b, a, -amount) for a, b, amount in moves if amount != 0
        ]
        traded = sum(abs(size * price) for _, size, price in trades)
        for source, target, amount in transfers:
            self.money |= {
                holder: netted(self.money[holder] + change, traded + amount, 4)  # what rounding leaves is nothing
                for holder, change in ((source, -amount), (target, amount))
            }
        for market, size, _ in trades:
            self.held[market] = self.held.get(market, 0) + ENGINE_GAINS.get(kind, 0) * size
        self.now = self.standing()
        c = self.book.conventions
        told = tuple(Trade(market, c.exposure(size), c.coordinate(price)) for market, size, price in trades)
        held = {market: c.exposure(size) for market, size in self.held.items() if size != 0}
        world = (self.now.state, self.book, self.partition, self.left.copy())
        return Step(kind, pool, tuple(transfers), told, dict(self.money), held, *world)
