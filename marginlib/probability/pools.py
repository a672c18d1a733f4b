"""Pools of a book as a simulation sees them: how far from their edge, what they own, what they are closed with.

The edge of a pool lies where its equity meets its requirement. Seen in the logarithms of prices it is curved. Along the
shortest way to it (the normal, measured by the covariance of the prices) the excess of equity over the requirement is
taken for an exponential of the right value, slope and curvature: exact for a pool of one leg, where the excess is
linear in the price, and close for others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from marginlib import formulas
from marginlib.book import Book, totals
from marginlib.modes import Partition

FLAT, NEVER = 1e-6, 1 - 1e-12  # bend below which a way is straight, and from which it never meets the edge
STILL = 1e-100  # stands for a slope of zero


@dataclass(frozen=True)
class Pools:
    """Open legs of a book in the coordinate of its contracts, and which pool each is within.

    Columns have shape (legs, 1) and (pools, 1), `within` (pools, legs), `coupling` (legs, legs): the covariance of legs
    of one pool, zero between pools. Only pools with open legs are here.
    """

    book: Book
    market: np.ndarray
    size: np.ndarray
    cost: np.ndarray
    money: np.ndarray
    within: np.ndarray
    coupling: np.ndarray

    @classmethod
    def of(cls, book: Book, partition: Partition, covariance: np.ndarray) -> tuple[Pools, np.ndarray, float]:
        """The pools with open legs, which of the partition they are, and the money in all others.

        `covariance` is that of the logarithms of prices a year, shape (markets, markets).
        """
        legs = book.legs(partition)
        size, cost, money = (column.astype(float) for column in (legs.size, legs.cost, book.money(partition)))
        flat = size == 0
        money -= totals(cost * flat, legs.pool, partition.count)
        pool, market = legs.pool[~flat], legs.market[~flat]
        here = np.unique(pool)
        within = (here[:, None] == pool).astype(float)
        coupling = covariance[np.ix_(market, market)] * (within.T @ within)
        columns = size[~flat, None], cost[~flat, None], money[here, None]
        return cls(book, market, *columns, within, coupling), here, float(money.sum() - money[here].sum())

    def look(self, logs: np.ndarray) -> PoolLook:
        """Pools at n rows of prices, given by logarithms, shape (markets, n)."""
        at = np.asarray(self.book.conventions.coordinate(np.exp(logs)))[self.market]
        profit = self.size * at - self.cost
        equity = self.within @ profit + self.money
        beside = self.within.T @ equity - profit
        needs, charged = np.zeros((2, *at.shape))
        schedules = list(self.book.schedules.values())
        for leg, (code, size, cost) in enumerate(zip(self.market, self.size[:, 0], self.cost[:, 0], strict=True)):
            notional = formulas.notional(size, at[leg])
            for rate, amount in self.book.conventions.lines(schedules[code], size, cost / size, beside[leg]):
                need = formulas.maintenance(notional, rate, amount)
                np.copyto(charged[leg], rate * notional, where=need > needs[leg])
                np.maximum(needs[leg], need, out=needs[leg])
        return PoolLook(self, equity, self.within @ needs, charged, self.size * at - charged)


@dataclass(frozen=True)
class PoolLook:
    """Pools at n rows of prices: equity and needs of shape (pools, n); `charged`, `exposed` of shape (legs, n).

    `charged` is the slope of each leg's requirement in the logarithm of its price, `exposed` that of the excess.
    """

    pools: Pools
    equity: np.ndarray
    needs: np.ndarray
    charged: np.ndarray
    exposed: np.ndarray

    @cached_property
    def distance(self) -> np.ndarray:
        """Standard deviations a square root of a year to the edge along the normal."""
        straight = self.straight
        bend = self._sum(self.exposed * self._pull * self._pull) * straight / (self._slope * self._slope * self._slope)
        np.minimum(bend, NEVER, out=bend)
        np.copyto(bend, FLAT, where=abs(bend) < FLAT)
        distance: np.ndarray = straight * np.log(1 - bend) / -bend
        return distance

    @cached_property
    def straight(self) -> np.ndarray:
        """Standard deviations a square root of a year to the edge if it were flat in the logarithms of prices."""
        straight: np.ndarray = (self.equity - self.needs) / self._slope
        return straight

    @cached_property
    def edge(self) -> np.ndarray:
        """What a pool owns when it is closed where its normal meets the edge: its requirement there."""
        fall = self._sum(self.charged * self._pull) / (self._slope * np.maximum(self.needs, STILL))
        edge: np.ndarray = self.needs * np.exp(np.clip(-self.distance * fall, -5.0, 5.0))
        return edge

    @cached_property
    def _pull(self) -> np.ndarray:
        pull: np.ndarray = self.pools.coupling @ self.exposed
        return pull

    @cached_property
    def _slope(self) -> np.ndarray:
        slope: np.ndarray = np.maximum(np.sqrt(np.maximum(self._sum(self.exposed * self._pull), 0.0)), STILL)
        return slope

    def _sum(self, legs: np.ndarray) -> np.ndarray:
        total: np.ndarray = self.pools.within @ legs
        return total
