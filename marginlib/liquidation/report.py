"""What a liquidation reports: steps, and in each of them where money and positions went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from marginlib.book import Book, State, totals
from marginlib.errors import InvalidInput
from marginlib.partition import Partition

Holder = int | str
"""A pool by its number, or one of "orders", "fund", "engine", "market", "venue"."""


class Transfer(NamedTuple):
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
        transfers: where money went, at the mark.
        trades: what changed hands.
        money: what every holder has after this step, positions counted at the mark.
        held: signed size by market that the engine holds after this step.
        state: the legs that are left, with equity of the pools, numbered as at the start, and needs of the legs.
        start, partition: the book before the first step, and its pools.
        left: share of each of its legs that is still open.
    """

    kind: str
    pool: int
    transfers: tuple[Transfer, ...]
    trades: tuple[Trade, ...]
    money: Mapping[Holder, Any]
    held: Mapping[str, Any]
    state: State
    start: Book
    partition: Partition
    left: np.ndarray

    def remaining(self) -> tuple[Book, Partition]:
        """The positions that are left, as a book, and their pools; empty pools return their money to their owner."""
        book, state, count = self.start, self.state, self.partition.count
        left, profit = self.left[state.legs.of_position], state.equity[state.legs.pool] - state.equity_of_others
        kept = left != 0
        pools = replace(self.partition, positions=self.partition.positions[kept])
        alive, first = np.unique(pools.positions, return_index=True)
        columns = {name: getattr(book, name)[kept] for name in ("market", "entry", "collateral", "settled", "account")}
        free = np.array([book.free.get(name, 0) for name in book.accounts.tolist()], dtype=left.dtype)
        money = state.equity - totals(profit, state.legs.pool, count)
        returned = np.maximum(money, 0 * money)
        returned[alive] = 0
        free = np.where(np.isin(pools.free, alive), free, 0 * free)
        inside = columns["collateral"] + columns["settled"]
        posted = totals(inside, pools.positions, count) + totals(free, pools.free, count)
        settled = np.zeros_like(left[kept])
        settled[first] = (money - posted)[alive]
        columns["settled"] = columns["settled"] + settled
        free = free + totals(returned, owners(book, self.partition), len(free))
        accounts = dict(zip(book.accounts.tolist(), free.tolist(), strict=True))
        return replace(book, size=(book.size * left)[kept], free=accounts, **columns), pools


def owners(book: Book, partition: Partition) -> np.ndarray:
    """Account of each pool, shape (pools,); InvalidInput where a pool holds money of several."""
    accounts = np.concatenate([np.arange(len(book.accounts)), book.owner])
    pools = np.concatenate([partition.free, partition.positions])
    found = np.zeros(partition.count, dtype=np.intp)
    found[pools] = accounts
    if (found[pools] != accounts).any():
        raise InvalidInput("a pool holds money of several accounts; give each account its own pools")
    return found
