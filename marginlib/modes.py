"""Margin modes: functions from a book to a partition of it into pools. Nothing else about a mode exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import NoneType

import numpy as np

from marginlib.book import Book, named
from marginlib.errors import instance, shaped
from marginlib.partition import Partition


def isolated(book: Book) -> Partition:
    """Every position its own pool, and each account's free collateral out of reach.

    >>> from marginlib.book import Book
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A", "B"], [1.0, 2.0], [10.0] * 2, [5.0] * 2, dict.fromkeys("AB", FlatRate(0.01)))
    >>> isolated(book)
    Partition(positions=array([0, 1]), free=array([2]), count=3)
    """
    n = len(book.owner)
    return Partition(np.arange(n), n + np.arange(len(book.accounts)), n + len(book.accounts))


def cross(book: Book) -> Partition:
    """One pool an account, free collateral included.

    >>> from marginlib.book import Book
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A", "B"], [1.0, 2.0], [10.0] * 2, [5.0] * 2, dict.fromkeys("AB", FlatRate(0.01)))
    >>> cross(book)
    Partition(positions=array([0, 0]), free=array([0]), count=1)
    """
    return Partition(book.owner, np.arange(len(book.accounts)), len(book.accounts))


def basket(labels: Sequence[str], *, free: str | None = None) -> Callable[[Book], Partition]:
    """Pools by account and label; free collateral joins the basket labelled `free`, or stays out of reach.

    Raises InvalidInput for labels that are no names, and, by the mode, for more or fewer of them than positions.

    >>> from marginlib.book import Book
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A", "B", "A"], [1.0, 2.0, 3.0], [10.0] * 3, [5.0] * 3, dict.fromkeys("AB", FlatRate(0.01)))
    >>> basket(["major", "minor", "major"])(book).positions.tolist()
    [0, 1, 0]
    """
    instance("free", free, (str, NoneType), "the label of a basket, or None")

    def partition(book: Book) -> Partition:
        labelled = shaped("labels", named("label", labels), book.owner.shape, "one for each position")
        accounts = range(len(book.accounts))
        keys = [*zip(book.owner.tolist(), labelled.tolist(), strict=True), *((account, free) for account in accounts)]
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        pools = np.array([numbers[key] for key in keys], dtype=np.intp)
        return Partition(pools[: len(labelled)], pools[len(labelled) :], len(numbers))

    return partition
