"""Pools of a book as a simulation sees them: how far from their edge, what they own, what they are closed with.

The edge of a pool lies where its equity meets its requirement. Seen in the logarithms of prices it is curved. Along the
shortest way to it (the normal, measured by the covariance of the prices) the excess of equity over the requirement is
taken for an exponential of the right value, slope and curvature: exact for a pool of one leg, where the excess is
linear in the price, and close for others.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from marginlib import formulas
from marginlib.book import Book, totals
from marginlib.modes import Partition
from marginlib.probability.simulation import TINY, Look

FLAT, NEVER = 1e-6, 1 - 1e-12  # bend below which a way is straight, and from which it never meets the edge
STILL = 1e-18  # variance a year below which a pool without risk is not told from rounding, as a share of its legs'


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
    def of(cls, book: Book, partition: Partition, covariance: np.ndarray) -> tuple[Self, np.ndarray, float]:
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

    def look(self, logs: np.ndarray, edges: bool = True) -> Look:  # noqa: FBT001, FBT002 - as simulations ask for it
        """Pools at n rows of prices, given by logarithms, shape (markets, n)."""
        at = np.asarray(self.book.conventions.coordinate(np.exp(logs)))[self.market]
        profit = self.size * at - self.cost
        equity = self.within @ profit + self.money
        beside = self.within.T @ equity - profit
        need, charged = np.zeros((2, *at.shape))  # of each leg, and its slope in the logarithm of the price
        schedules = list(self.book.schedules.values())
        for leg, (code, size, cost) in enumerate(zip(self.market, self.size[:, 0], self.cost[:, 0], strict=True)):
            notional = formulas.notional(size, at[leg])
            for rate, amount in self.book.conventions.lines(schedules[code], size, cost / size, beside[leg]):
                line = formulas.maintenance(notional, rate, amount)
                np.copyto(charged[leg], rate * notional, where=line > need[leg])
                np.maximum(need[leg], line, out=need[leg])
        exposed, needs = self.size * at - charged, self.within @ need
        pull = self.coupling @ exposed
        slope = np.sqrt(np.maximum(self.within @ (exposed * pull), STILL * (self.within @ (exposed * exposed))))
        straight = (equity - needs) / slope
        bend = self.within @ (exposed * pull * pull) * straight / (slope * slope * slope)
        np.minimum(bend, NEVER, out=bend)
        np.copyto(bend, FLAT, where=abs(bend) < FLAT)
        distance = straight * np.log(1 - bend) / -bend
        if not edges:
            return Look(distance, straight, equity, needs)
        fall = self.within @ (charged * pull) / (slope * np.maximum(needs, TINY))
        return Look(distance, straight, equity, needs * np.exp(np.clip(-distance * fall, -5.0, 5.0)))
