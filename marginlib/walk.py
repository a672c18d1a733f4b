"""What becomes of a book along one path of prices: the twin without chance of `marginlib.probability.fates`.

The way between two rows of a path is straight in the coordinate of the contract (the price, or its reciprocal where
the contract is inverse). Along it equity is linear and a requirement is the worst of several lines, so what a pool has
beyond its requirement is concave: a pool that is open at both ends is open all the way, and one that is not is closed
at one place, where it meets its edge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.book import Book, Mode, totals
from marginlib.errors import InvalidInput, finite, instance, numbers, positive, shaped
from marginlib.formulas.settlement import bad_debt

CLOSE, TRIES = 1e-12, 60  # how close equity comes to the requirement, as a share of both; secants at most
STACK = 3  # dimensions of a stack of paths


@dataclass(frozen=True)
class End:
    """What became of one pool; along a stack of paths every field is a column, with NaN for a time that never came.

    Args:
        time: when it was closed, in the unit of `times`; None where it stayed open.
        prices: at its closing, or at the end of the path, in the order of `book.schedules`.
        left: what it held then, in settlement currency and never below zero; the venue's rules say who gets the rest
            of a closed pool.
        bad_debt: what it lacked then, above zero where it was closed beyond its bankruptcy.
    """

    time: Any
    prices: np.ndarray
    left: Any
    bad_debt: Any


def walk(book: Book, mode: Mode, path: Any, times: Any = None, *, between: bool = True) -> tuple[End, ...]:
    """The `End` of each pool of `mode` along `path`, in the order of the partition, while nobody trades.

    Args:
        path: prices, shape (rows, markets) in the order of `book.schedules`, or a stack of paths, shape
            (paths, rows, markets).
        times: of the rows, shape (rows,), ascending; the numbers of the rows where not given.
        between: whether the venue looks all the time, so that a pool is closed where the way between two rows meets
            its edge. Else it looks at each row, and closes at the prices that it finds there.

    Every schedule that a book reckons with, every contract and every trigger. A pool beyond its edge at the first row
    is closed there. Derived.

    Raises:
        InvalidInput: a path without rows, of another number of markets, or with a price that is not above zero; times
            that are not one for each row, or that run backwards.

    >>> from marginlib.modes import cross, isolated
    >>> from marginlib.schedules import FlatRate
    >>> flat = FlatRate(0.005)
    >>> book = Book(["BTC", "ETH"], [10.0, -5.0], [100.0, 100.0], [100.0, 100.0], {"BTC": flat, "ETH": flat},
    ...             free={"": 200.0})
    >>> crash = [[100.0, 100.0], [82.0, 94.6], [92.8, 97.8]]
    >>> for end in walk(book, isolated, crash):
    ...     print(end.time and round(end.time, 3), end.prices.round(2).tolist(), round(end.left, 2))
    0.53 [90.45, 97.14] 4.52
    None [92.8, 97.8] 111.0
    None [92.8, 97.8] 200.0
    >>> (pooled,) = walk(book, cross, crash)
    >>> pooled.time, round(pooled.left, 2)
    (None, 339.0)
    """
    rows = _rows(book, path)
    times = _times(times, rows.shape[1])
    look = _look(book, mode)
    ways = np.asarray(book.conventions.coordinate(rows))
    equity, need, closed = look(ways)
    shut = np.asarray(closed.any(axis=1))
    at = np.where(shut, closed.argmax(axis=1), rows.shape[1] - 1)
    chosen = np.arange(len(rows))[:, None], at
    then, where, held = times[at], ways[chosen], np.take_along_axis(equity, at[:, None], axis=1)[:, 0]
    path_of, pool_of = np.nonzero(shut & (at > 0) & between)
    if len(pool_of):
        after = at[path_of, pool_of]
        start, end = ways[path_of, after - 1], ways[path_of, after]
        spare, among = equity - need, np.arange(len(pool_of))

        def reached(share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            equity, need, _ = look(start + share[:, None] * (end - start))
            return equity[among, pool_of], need[among, pool_of]

        share, held[path_of, pool_of] = _meeting(
            reached, spare[path_of, after - 1, pool_of], spare[path_of, after, pool_of]
        )
        where[path_of, pool_of] = start + share[:, None] * (end - start)
        then[path_of, pool_of] = times[after - 1] + share * (times[after] - times[after - 1])
    prices = np.asarray(book.conventions.coordinate(where))
    columns = np.where(shut, then, np.nan), prices, np.maximum(held, 0.0), bad_debt(held)
    pools = range(shut.shape[1])
    if np.ndim(path) == STACK:
        return tuple(End(*(column[:, pool] for column in columns)) for pool in pools)
    ((times, prices, left, debt),) = zip(*columns, strict=True)
    return tuple(
        End(float(times[pool]) if shut[0, pool] else None, prices[pool], float(left[pool]), float(debt[pool]))
        for pool in pools
    )


def closing_lines(book: Book, mode: Mode, path: Any) -> np.ndarray:
    """The price at which each leg's pool is closed while all other prices stay, at every row; NaN once it is closed.

    Shape (rows, positions), or (paths, rows, positions) along a stack: `Book.liquidation_prices` with the other prices
    of each row. At the row in which its pool is closed a leg still has its line, which its price has met by then: a
    long's is at or below it for the first time, a short's at or above it. Zero or infinite where no price closes it.

    Arguments and errors as in `walk`.

    >>> from marginlib.modes import cross
    >>> from marginlib.schedules import FlatRate
    >>> flat = FlatRate(0.005)
    >>> book = Book(["BTC", "ETH"], [10.0, -5.0], [100.0, 100.0], [100.0, 100.0], {"BTC": flat, "ETH": flat})
    >>> closing_lines(book, cross, [[100.0, 100.0], [85.0, 95.0], [70.0, 95.0], [90.0, 95.0]])[:, 0].round(2).tolist()
    [80.65, 78.13, 78.13, nan]
    """
    rows = _rows(book, path)
    *_, closed = _look(book, mode)(np.asarray(book.conventions.coordinate(rows)))
    columns = rows.reshape(-1, rows.shape[2]).T
    found = book.liquidation_prices(mode, dict(zip(book.schedules, columns, strict=True)))
    lines = found.astype(float).reshape(*rows.shape[:2], -1)
    gone = np.asarray(np.logical_or.accumulate(closed, axis=1))[..., book.partition(mode).positions]
    lines[:, 1:][gone[:, :-1]] = np.nan
    return lines if np.ndim(path) == STACK else lines[0]


def looks(book: Book, path: Any) -> list[dict[str, float]]:
    """The prices by market at each row of one `path`, as a venue finds them that looks there; errors as in `walk`.

    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["BTC"], [10.0], [100.0], [100.0], {"BTC": FlatRate(0.005)})
    >>> looks(book, [[100.0], [88.0]])
    [{'BTC': 100.0}, {'BTC': 88.0}]
    """
    rows = _rows(book, path)
    if np.ndim(path) == STACK:
        raise InvalidInput(f"path is a stack of {len(rows)}, but it must be one path, such as path[0]")
    return [dict(zip(book.schedules, row, strict=True)) for row in rows[0].tolist()]


def _rows(book: Book, path: Any) -> np.ndarray:
    """The path as a stack, shape (paths, rows, markets)."""
    instance("book", book, Book, "a marginlib.book.Book")
    rows = positive("price", finite("price", numbers("path", path)))
    if rows.ndim not in (STACK - 1, STACK) or not rows.shape[-2]:
        raise InvalidInput(f"path has the shape {rows.shape}, but it must have (rows, markets), or be a stack of such")
    wanted = (*rows.shape[:-1], len(book.schedules))
    shaped("path", rows, wanted, f"one price for each of {', '.join(book.schedules)} in every row")
    return rows if rows.ndim == STACK else rows[None]


def _times(times: Any, count: int) -> np.ndarray:
    if times is None:
        return np.arange(float(count))
    found = shaped("times", finite("time", numbers("times", times)), (count,), "one for each row of the path")
    if (np.diff(found) < 0).any():
        raise InvalidInput(
            f"times run backwards at row {int(np.argmax(np.diff(found) < 0)) + 1}; sort the rows by time"
        )
    return found


def _look(book: Book, mode: Mode) -> Callable[[np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Equity, requirement and whether the venue closes each pool, at coordinates of any shape (..., markets)."""
    partition = book.partition(mode)
    legs, money = book.legs(partition), book.money(partition)

    def look(ways: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        columns = np.asarray(book.conventions.coordinate(ways)).reshape(-1, ways.shape[-1]).T
        state = book.state(partition, dict(zip(book.schedules, columns, strict=True)), legs, money)
        equity, need = (
            column.astype(float).reshape(*ways.shape[:-1], partition.count)
            for column in (state.equity, totals(state.needs, legs.pool, partition.count))
        )
        return equity, need, book.conventions.liquidatable(equity, need)

    return look


def _meeting(
    reached: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]], start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The share of each way at which equity meets the requirement, and the equity there, by secants (Illinois).

    `start` and `end` are what there is beyond the requirement at both ends, above zero and below. On a straight way
    the first secant is exact; on one with corners each end that stays twice in a row gives way by half.
    """
    low, high, above, below = np.zeros_like(start), np.ones_like(end), np.maximum(start, 0.0), end
    stayed = np.zeros_like(start)
    for _ in range(TRIES):
        share = low + (high - low) * above / (above - below)
        equity, need = reached(share)
        spare = equity - need
        if (abs(spare) <= CLOSE * (abs(equity) + need)).all():
            break
        is_open = spare > 0
        below = np.where(is_open, np.where(stayed < 0, below / 2, below), spare)
        above = np.where(is_open, spare, np.where(stayed > 0, above / 2, above))
        low, high, stayed = np.where(is_open, share, low), np.where(is_open, high, share), np.where(is_open, -1, 1)
    return share, equity
