"""What a liquidation reports: steps, and in each of them where money and positions went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from marginlib.book import Book, Prices, State, totals
from marginlib.errors import InvalidInput
from marginlib.modes import Partition

Holder = int | str
"""A pool by its number, or one of "orders", "fund", "engine", "market", "venue"."""


class Flow(NamedTuple):
    """Money on its way from one holder to another, never negative."""

    source: Holder
    target: Holder
    amount: Any


class Trade(NamedTuple):
    """Signed size that its holder gave up (a long that is sold is positive), and the price."""

    market: str
    size: Any
    price: Any


@dataclass(frozen=True)
class Step:
    """One step of a liquidation.

    Args:
        kind: "cancel" (orders, which frees their margin), "close" (a part, on the market), "takeover" (of all that is
            in the pool, by the engine), "dispose" (the engine sells), "deleverage" (somebody on the other side is
            closed), "cover" (the fund, those who share, and last the venue pay what the engine lost).
        pool: who gave positions up; of "dispose" and "cover", for whom.
        flows: where money went, at the mark.
        trades: what changed hands.
        money: of every holder after this step: pools without the profit of their legs, the engine with it.
        held: signed size by market that the engine holds after this step.
        start, partition: the book before the first step, and its pools.
        left: share of each of its legs that is still open.
    """

    kind: str
    pool: int
    flows: tuple[Flow, ...]
    trades: tuple[Trade, ...]
    money: Mapping[Holder, Any]
    held: Mapping[str, Any]
    start: Book
    partition: Partition
    left: np.ndarray

    @property
    def _pools_hold(self) -> np.ndarray:
        return np.array([self.money[pool] for pool in range(self.partition.count)], dtype=self.left.dtype)

    def state(self, prices: Prices) -> State:
        """Equity of the pools, numbered as at the start, and needs of the legs that are left."""
        legs = self.start.legs(self.partition)
        legs = replace(legs, size=legs.size * self.left, cost=legs.cost * self.left)
        return self.start.state(self.partition, prices, legs, self._pools_hold)

    def remaining(self) -> tuple[Book, Partition]:
        """The positions that are left, as a book, and their pools; empty pools return their money to their owner."""
        book, left = self.start, self.left[self.start.legs(self.partition).of_position]
        kept, of = left != 0, owners(book, self.partition)
        pools = replace(self.partition, positions=self.partition.positions[kept])
        alive, places = np.unique(pools.positions, return_index=True)
        empty = ~np.isin(np.arange(pools.count), alive)
        columns = {name: getattr(book, name)[kept] for name in ("market", "entry", "collateral", "account")}
        free = np.array([book.free.get(name, 0) for name in book.accounts.tolist()], dtype=left.dtype)
        free = np.where(empty[pools.free], 0 * free, free)
        loose = self._pools_hold - totals(columns["collateral"], pools.positions, pools.count)
        loose = loose - totals(free, pools.free, pools.count)
        settled = np.zeros_like(left[kept])
        settled[places] = loose[alive]
        free = free + totals(np.maximum(loose, 0 * loose)[empty], of[empty], len(free))
        accounts = dict(zip(book.accounts.tolist(), free.tolist(), strict=True))
        return replace(book, size=(book.size * left)[kept], settled=settled, free=accounts, **columns), pools


def owners(book: Book, partition: Partition) -> np.ndarray:
    """Account of each pool, shape (pools,); InvalidInput where a pool holds money of several."""
    accounts = np.concatenate([np.arange(len(book.accounts)), book.owner])
    pools = np.concatenate([partition.free, partition.positions])
    found = np.zeros(partition.count, dtype=np.intp)
    found[pools] = accounts
    if (found[pools] != accounts).any():
        raise InvalidInput("a pool holds money of several accounts; give each account its own pools")
    return found
