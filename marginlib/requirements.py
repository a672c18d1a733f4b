"""Requirements of whole pools that replace the schedules of single legs.

A requirement is a function of a book, a partition and prices that returns one number a pool. A scan over scenarios is
sublinear: what a pool needs is never more than what its parts need apart. (Haircuts need nothing of their own: an
asset counted at a discount is a leg with a `Haircuts` schedule.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from marginlib.book import Book, Prices, Requirement
from marginlib.errors import finite
from marginlib.modes import Partition


def scanned(shocks: Mapping[str, Sequence[Any]]) -> Requirement:
    """Requirement of each pool: its worst loss over scenarios of relative price moves, never below zero.

    Args:
        shocks: for each market its move in each scenario, as a fraction (-0.1 is a fall of 10 %).

    >>> from marginlib.book import Book
    >>> from marginlib.modes import cross
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A", "B"], [1.0, -1.0], [100.0] * 2, [50.0] * 2, dict.fromkeys("AB", FlatRate(0.01)))
    >>> prices = {"A": 100.0, "B": 100.0}
    >>> scan = scanned({"A": [-0.1, 0.1], "B": [-0.08, 0.12]})
    >>> book.risk(cross, prices, scan).maintenance.round(6).tolist()
    [2.0]
    """

    def requirement(book: Book, partition: Partition, prices: Prices) -> Any:
        finite("shock", np.asarray(list(shocks.values())))
        legs = book.legs(partition)
        here = book.coordinates(prices)
        exposure = np.zeros((partition.count, len(book.schedules)), dtype=legs.size.dtype)
        exposure[legs.pool, legs.market] = legs.size
        worst = np.zeros(partition.count, dtype=legs.size.dtype)
        for moves in zip(*(shocks[name] for name in book.schedules), strict=True):
            moved = {name: prices[name] * (1 + move) for name, move in zip(book.schedules, moves, strict=True)}
            worst = np.maximum(worst, exposure @ (here - book.coordinates(moved)))
        return worst

    return requirement
