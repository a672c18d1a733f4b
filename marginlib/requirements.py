"""Requirements of whole pools that replace the schedules of single legs.

A requirement is a function of a book, a partition and prices that returns one number a pool. A scan over scenarios is
sublinear: what a pool needs is never more than what its parts need apart. (Haircuts need nothing of their own: an
asset counted at a discount is a leg with a `Haircuts` schedule.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import matmul
from typing import Any

import numpy as np

from marginlib.book import Book, Prices
from marginlib.errors import InvalidInput, checked, finite, known, together
from marginlib.partition import Partition


@dataclass(frozen=True)
class Scan:
    """Requirement of each pool: its worst loss over scenarios, never below zero.

    Args:
        losses: of a book at prices, what one unit of each market loses in each scenario, shape (markets, scenarios).
    """

    losses: Callable[[Book, Prices], np.ndarray]

    def __call__(self, book: Book, partition: Partition, prices: Prices) -> Any:
        """What each pool needs, shape (pools,)."""
        return self.components(book, partition, prices).sum(axis=1)

    def components(self, book: Book, partition: Partition, prices: Prices) -> np.ndarray:
        """What each market contributes to the need of each pool, shape (pools, markets); rows add up to the need.

        The loss of each leg in the scenario that is worst for its pool: the gradient of the need times the position
        (Euler). A hedge contributes less than nothing. Where two scenarios are equally bad the first of them is taken,
        and components jump when a position is changed so far that another scenario is the worst.
        """
        legs, losses = book.legs(partition), self.losses(book, prices)
        exposure = np.zeros((partition.count, len(book.schedules)), dtype=legs.size.dtype)
        exposure[legs.pool, legs.market] = legs.size
        total = together("sizes and scenarios", matmul, exposure, losses)
        parts = exposure * losses[:, np.argmax(total, axis=1)].T
        return np.asarray(np.where(total.max(axis=1)[:, None] > 0, parts, 0 * parts))


def scanned(shocks: Mapping[str, Sequence[Any]]) -> Scan:
    """Scan over relative price moves.

    Args:
        shocks: for each market its move in each scenario, as a fraction (-0.1 is a fall of 10 %).

    Raises:
        InvalidInput: by the scan, for a move that leaves no price, NaN, or markets with unlike numbers of scenarios.
        UnknownName: by the scan, for a market of the book that `shocks` leaves out.

    >>> from marginlib.modes import cross
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A", "B"], [1.0, -1.0], [100.0] * 2, [50.0] * 2, dict.fromkeys("AB", FlatRate(0.01)))
    >>> prices = {"A": 100.0, "B": 100.0}
    >>> scan = scanned({"A": [-0.1, 0.1], "B": [-0.08, 0.12]})
    >>> book.risk(cross, prices, scan).maintenance.round(6).tolist()
    [2.0]
    >>> scan.components(book, cross(book), prices).round(6).tolist()
    [[10.0, -8.0]]
    """

    def losses(book: Book, prices: Prices) -> np.ndarray:
        moves = checked(
            "shock", _rows(book, shocks), lambda move: move > -1, "a move above -1 (-0.1 is a fall of 10 %)"
        )
        here = book.coordinates(prices)
        now = np.asarray([prices[name] for name in book.schedules])[:, None]
        moved = together("prices and shocks", lambda: now * (1 + moves))
        return np.asarray(here[:, None] - book.conventions.coordinate(moved))

    return Scan(losses)


def tabled(gains: Mapping[str, Sequence[Any]]) -> Scan:
    """Scan over a table of profits and losses, such as a clearing house publishes for each contract.

    Args:
        gains: for each market what one unit of a long gains in each scenario, in settlement currency; extreme moves
            that count in part are given at the part that counts.

    Source: the risk arrays of SPAN, as in McMillan, "Options as a Strategic Investment", chapter 34.

    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["F"], [2.0], [100.0], [50.0], {"F": FlatRate(0.01)})
    >>> book.risk(isolated, {"F": 100.0}, tabled({"F": [5.0, -7.0]})).maintenance.tolist()
    [14.0, 0.0]
    """

    def losses(book: Book, prices: Prices) -> np.ndarray:  # noqa: ARG001 - a table holds at the prices it is made for
        return -finite("gain", _rows(book, gains))

    return Scan(losses)


def _rows(book: Book, table: Mapping[str, Sequence[Any]]) -> np.ndarray:
    known("row of scenarios for market", book.schedules, table)
    rows = [table[name] for name in book.schedules]
    lengths = [len(row) for row in rows]
    if len(set(lengths)) > 1 or 0 in lengths:
        raise InvalidInput(f"the rows hold {lengths} scenarios, but all markets need as many, and one at least")
    return np.asarray(rows)
