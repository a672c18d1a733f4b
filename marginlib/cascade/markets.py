"""Several markets: pools of any mode that fall as a whole, round by round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.book import Book, Mode
from marginlib.cascade.ladder import Impact
from marginlib.errors import InvalidInput, finite, instance, numbers, one_of, positive, shaped
from marginlib.triggers import HalfSpaces


@dataclass(frozen=True)
class Cascade:
    """Where a cascade through several markets ends.

    `prices` (markets,); `fallen` (pools,) says who was closed, `rounds` how many in each round; `deficit` is what the
    fallen are short of, valued at the end.
    """

    prices: np.ndarray
    fallen: np.ndarray
    rounds: tuple[int, ...]
    deficit: float


def exposures(book: Book, mode: Mode) -> tuple[HalfSpaces, np.ndarray]:
    """Safe prices of the pools of `mode`, and their net sizes, shape (pools, markets): what `cascade` needs.

    For linear contracts and schedules with one line, as `Book.half_spaces` says. An inverse contract has its half-space
    in reciprocal prices, in which an impact does not add up, so `cascade` does not cover it.

    Raises:
        InvalidInput: an inverse contract, several tiers, or a fee at the bankruptcy price.
    """
    instance("book", book, Book, "a marginlib.book.Book")
    one_of("contract of a cascade", book.conventions.contract, ("linear",))
    partition = book.partition(mode)
    legs = book.legs(partition)
    sizes = np.zeros((partition.count, len(book.schedules)))
    sizes[legs.pool, legs.market] = legs.size
    return book.half_spaces(mode), sizes


def cascade(spaces: HalfSpaces, sizes: np.ndarray, prices: Any, impact: Impact) -> Cascade:
    """Follow a shock that leaves the markets at `prices` until no pool fails that has not fallen.

    Args:
        spaces: safe prices of every pool, whatever the mode: a pool of one leg is isolated, one of several cross.
        sizes: net size of each pool in each market, shape (pools, markets).
        prices: right after the shock, in the order of `spaces.markets`, shape (markets,).
        impact: function of what was traded in each market (signed, shape (markets,)) that returns the price changes.

    Raises:
        InvalidInput: sizes or prices of another shape, an impact that is NaN or not one for each market.

    >>> from marginlib.modes import cross, isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A", "B"], [10.0, 10.0], [100.0] * 2, [100.0, 300.0], dict.fromkeys("AB", FlatRate(0.01)))
    >>> [cascade(*exposures(book, mode), [90.0] * 2, lambda traded: traded / 10).rounds for mode in (isolated, cross)]
    [(1,), ()]
    """
    instance("spaces", spaces, HalfSpaces, "safe prices of pools, as exposures(book, mode) gives them")
    instance("impact", impact, Callable, "a function of what was traded, such as Market.impact")
    sizes = finite("size", numbers("sizes", sizes))
    shaped("sizes", sizes, spaces.normals.shape, "a row for each pool and a column for each market")
    start = shaped("prices", positive("price", numbers("prices", prices)), sizes.shape[1:], "one for each market")
    now, fallen, traded = start, np.zeros(len(sizes), dtype=bool), np.zeros(start.shape)
    rounds: list[int] = []
    while (falling := ~(fallen | spaces.healthy(now))).any():
        rounds.append(int(falling.sum()))
        fallen |= falling
        traded = traded - sizes[falling].sum(axis=0)
        moved = numbers("impact", impact(traded))
        if np.isnan(moved).any() or moved.shape not in ((), start.shape):
            raise InvalidInput(f"impact is {moved} for {traded}, but it must be a price change for each market")
        now = np.maximum(start + moved, 0)
    equity = sizes[fallen] @ now - spaces.offsets[fallen]
    return Cascade(now, fallen, tuple(rounds), float(-np.minimum(equity, 0).sum()))
