"""How far pools are from their edges, at any number of prices at once.

The edge of a pool lies where its equity meets its requirement. Seen in the logarithms of prices it is curved. Along the
shortest way to it (the normal, measured by the covariance of the prices) the excess of equity over the requirement is
taken for an exponential of the right value, slope and curvature: exact for a pool of one leg, where the excess is
linear in the price, and close for others.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from marginlib import formulas
from marginlib.book import Book, totals
from marginlib.partition import Partition
from marginlib.probability.simulation import TINY, Look, Process

FLAT, NEVER = 1e-6, 1 - 1e-12  # bend below which a way is straight, and from which it never meets the edge
STILL = 1e-18  # variance a year below which a pool without risk is not told from rounding, as a share of its legs'


class Pools(NamedTuple):
    """The open legs, which pool each is in, and the money of the pools that have any; then what all others have."""

    market: np.ndarray
    size: np.ndarray
    cost: np.ndarray
    pool: np.ndarray
    money: np.ndarray
    here: np.ndarray  # their numbers in the partition
    partition: Partition
    idle: float  # money in all others, but for those that owe
    owing: np.ndarray  # numbers in the partition of those that hold nothing and owe
    owed: float  # by these


def pools_of(book: Book, partition: Partition) -> Pools:
    """The pools of `partition` that hold open legs, in the coordinate of the contracts; money in settlement currency.

    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["BTC"], [10.0], [100.0], [100.0], {"BTC": FlatRate(0.005)}, free={"": 50.0})
    >>> pools = pools_of(book, isolated(book))
    >>> pools.money.tolist(), pools.idle
    ([100.0], 50.0)
    """
    legs = book.legs(partition)
    size, cost, money = (column.astype(float) for column in (legs.size, legs.cost, book.money(partition)))
    flat = size == 0
    money -= totals(cost * flat, legs.pool, partition.count)
    here, pool = np.unique(legs.pool[~flat], return_inverse=True)
    empty = money.copy()
    empty[here] = 0.0
    owing = np.flatnonzero(book.conventions.liquidatable(empty, 0 * empty))
    owed = -float(empty[owing].sum())
    open_ = legs.market[~flat], size[~flat], cost[~flat], pool, money[here], here
    return Pools(*open_, partition, float(empty.sum()) + owed, owing, owed)


def looked(book: Book, pools: Sequence[Pools], process: Process) -> Callable[..., Look]:
    """A look at all `pools` together, those of one partition after those of the other."""
    market, size, cost, pool, money = (np.concatenate(columns) for columns in list(zip(*pools, strict=True))[:5])
    earlier = np.repeat(np.cumsum([0, *(len(one.here) for one in pools)])[:-1], [len(one.pool) for one in pools])
    within = (np.arange(len(money))[:, None] == pool + earlier).astype(float)
    coupling = (process.root @ process.root.T)[np.ix_(market, market)] * (within.T @ within)
    return partial(_look, book, market, size[:, None], cost[:, None], money[:, None], within, coupling)


def _look(
    book: Book,
    market: np.ndarray,
    size: np.ndarray,
    cost: np.ndarray,
    money: np.ndarray,
    within: np.ndarray,
    coupling: np.ndarray,
    logs: np.ndarray,
    *,
    between: bool = True,
    edges: bool = False,
) -> Look:
    """Pools at n rows of prices, given by logarithms, shape (markets, n); their `edges` where they are asked for.

    Where nothing is asked about the way `between` two looks, distances are of the right sign only.

    Legs are in the coordinate of the contracts. Columns have shape (legs, 1) and (pools, 1), `within`, which pool each
    leg is in, (pools, legs), `coupling` (legs, legs): the covariance of legs of one pool, zero between pools.
    """
    at = np.asarray(book.conventions.coordinate(np.exp(logs)))[market]
    profit = size * at - cost
    equity = within @ profit + money
    beside = within.T @ equity - profit
    need, charged = np.zeros((2, *at.shape))  # of each leg, and its slope in the logarithm of the price
    schedules = list(book.schedules.values())
    for leg, code in enumerate(market):
        notional = formulas.notional(size[leg], at[leg])
        applied = book.conventions.applied(schedules[code], size[leg], cost[leg] / size[leg], beside[leg])
        for each in applied.lines(size[leg]):
            rate, amount = (np.asarray(number, dtype=float) for number in each)
            line = formulas.maintenance(notional, rate, amount)
            np.copyto(charged[leg], rate * notional, where=line > need[leg])
            np.maximum(need[leg], line, out=need[leg])
    needs = within @ need
    if not between:
        return Look(equity - needs, equity - needs, equity, needs)
    exposed = size * at - charged
    pull = coupling @ exposed
    slope = np.sqrt(np.maximum(within @ (exposed * pull), STILL * (within @ (exposed * exposed))))
    straight = (equity - needs) / slope
    curve = within @ (exposed * pull * pull) * straight / (slope * slope * slope)
    bend = np.where(abs(curve) < FLAT, FLAT, np.minimum(curve, NEVER))
    distance = straight * np.log(1 - bend) / -bend
    if not edges:
        return Look(distance, straight, equity, needs)
    fall = within @ (charged * pull) / (slope * np.maximum(needs, TINY))
    return Look(distance, straight, equity, needs * np.exp(np.clip(-distance * fall, -5.0, 5.0)))
