"""Margin modes: functions from a book to a partition of it into pools. Nothing else about a mode exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from marginlib.errors import InvalidInput

if TYPE_CHECKING:
    from marginlib.book import Book


@dataclass(frozen=True)
class Partition:
    """Which pool each position, and each account's free collateral, belongs to.

    Args:
        positions: pool of each position, shape (n,), whole numbers below `count`.
        free: pool of each account's free collateral, shape (accounts,).
        count: number of pools.
    """

    positions: np.ndarray
    free: np.ndarray
    count: int


def isolated(book: Book) -> Partition:
    """Every position its own pool, and each account's free collateral out of reach."""
    n = len(book.owner)
    return Partition(np.arange(n), n + np.arange(len(book.accounts)), n + len(book.accounts))


def cross(book: Book) -> Partition:
    """One pool an account, free collateral included."""
    return Partition(book.owner, np.arange(len(book.accounts)), len(book.accounts))


def basket(labels: Sequence[str], *, free: str | None = None) -> Callable[[Book], Partition]:
    """Pools by account and label; free collateral joins the basket labelled `free`, or stays out of reach.

    >>> from marginlib.book import Book
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A", "B", "A"], [1.0, 2.0, 3.0], [10.0] * 3, [5.0] * 3, dict.fromkeys("AB", FlatRate(0.01)))
    >>> basket(["major", "minor", "major"])(book).positions.tolist()
    [0, 1, 0]
    """

    def partition(book: Book) -> Partition:
        if len(labels) != len(book.owner):
            message = f"there are {len(labels)} labels for {len(book.owner)} positions; give one each"
            raise InvalidInput(message)
        names = np.concatenate(
            [np.asarray(labels, dtype=str), np.full(len(book.accounts), "" if free is None else free)]
        )
        reach = np.concatenate([np.zeros(len(labels)), np.full(len(book.accounts), float(free is None))])
        owners = np.concatenate([book.owner, np.arange(len(book.accounts))])
        keys = np.array([f"{owner}\0{int(out)}\0{name}" for owner, out, name in zip(owners, reach, names, strict=True)])
        _, first, pools = np.unique(keys, return_index=True, return_inverse=True)
        pools = np.argsort(np.argsort(first))[pools]
        return Partition(pools[: len(labels)], pools[len(labels) :], len(first))

    return partition
