"""What becomes of a book: whether any pool fails, whether all do, what is left."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from marginlib.book import Book, Mode, Prices
from marginlib.errors import InvalidInput, UnknownName, nonnegative
from marginlib.paths import Jumps
from marginlib.probability.draws import Estimate, estimated, replicated
from marginlib.probability.execution import Progress
from marginlib.probability.pools import Pools
from marginlib.probability.simulation import TINY, Look, Motion, Tally, run


@dataclass(frozen=True)
class Fate:
    """What becomes of a book within a horizon; every field an `Estimate`.

    Args:
        any_fails: probability that at least one pool is liquidated.
        ruin: probability that every pool with positions is.
        left: mean money left at the horizon: equity of pools alive, what comes back from closed ones, and money
            in pools without positions, in settlement currency.
        lost_given_failure: mean equity, as of now, that failed pools lost, given that at least one failed.
        bad_debt: mean of what closed pools owed beyond all they held: someone else pays.
        beyond_bankruptcy: probability that at least one pool is closed below zero.
        fails: probability of each pool, arrays of shape (pools,), in the order of the partition.
    """

    any_fails: Estimate
    ruin: Estimate
    left: Estimate
    lost_given_failure: Estimate
    bad_debt: Estimate
    beyond_bankruptcy: Estimate
    fails: Estimate


def fates(
    book: Book,
    mode: Mode,
    prices: Prices,
    *,
    volatility: Any,
    correlation: Any,
    years: float,
    drift: Any = 0.0,
    jumps: Jumps | None = None,
    steps: int = 8,
    bridged: bool = True,
    refund: float = 0.0,
    draws: int = 4096,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Fate:
    """What becomes of the pools of `mode` while prices move at random for `years` and nobody trades.

    Args:
        prices: now, by market.
        volatility: a year; one number, or one for each market, by name or in the order of `book.schedules`.
        correlation: one number for every pair, or a matrix in the order of `book.schedules`.
        drift: of the mean price a year, given like the volatility.
        jumps: of all markets together, by the same factor; the volatility is that of the motion between them.
        steps: cuts of a path. Pools are watched between them too (`bridged`): more steps take better account of pools
            that come near their edges together, and of edges that are not flat. Without the bridge a pool is looked
            at after each step only, and is closed at the price that the look finds.
        refund: share of what a closed pool still owns that comes back to its owner; else the venue keeps it.
        draws: a power of two of at least 64.
        executor, progress: see `marginlib.probability.execution`; the result is the same for every executor.

    A pool that is beyond its edge at `prices` fails with probability 1.

    Raises:
        InvalidInput: a parameter without a meaning: a volatility or horizon that is not above zero, a correlation
            outside the possible, NaN; steps in notional (`StepTiers`), which have no lines.
        UnknownName: a market without a price, volatility or drift.

    >>> from marginlib.modes import cross, isolated
    >>> from marginlib.schedules import FlatRate
    >>> flat = FlatRate(0.005)
    >>> book = Book(["BTC", "ETH"], [10.0, -5.0], [100.0, 100.0], [100.0, 100.0], {"BTC": flat, "ETH": flat})
    >>> prices = {"BTC": 100.0, "ETH": 100.0}
    >>> for mode in (isolated, cross):
    ...     fate = fates(book, mode, prices, volatility=0.8, correlation=0.8, years=30 / 365)
    ...     print(mode.__name__, f"{fate.any_fails.value:.2f} {fate.ruin.value:.2f}")
    isolated 0.93 0.18
    cross 0.16 0.16
    """
    if nonnegative("refund", refund) > 1:
        raise InvalidInput(f"refund is {refund}, but it must be a share of at most 1")
    motion, pools, here, idle = _seen(book, mode, prices, volatility, correlation, years, drift, jumps, steps)
    outcomes = partial(_outcomes, pools.look(motion.start[:, None]).equity)
    task = partial(run, pools.look, motion, outcomes, bridged=bridged, refund=refund)
    some, ruin, left, lost, debt, beyond, *each = replicated(task, draws, seed, executor, progress)
    mean = max(some.mean(), TINY)
    fails = np.zeros((mode(book).count, len(some)))
    fails[here] = np.reshape(each, (len(here), len(some)))
    given = Estimate(lost.mean() / mean, estimated(lost - lost.mean() / mean * some).error / mean)
    return Fate(estimated(some), estimated(ruin), estimated(left + idle), given, *map(estimated, (debt, beyond, fails)))


def distance(
    book: Book, mode: Mode, prices: Prices, *, volatility: Any, correlation: Any, years: float = 1.0
) -> np.ndarray:
    """Standard deviations between `prices` and the edge of each pool of `mode`, shape (pools,).

    The Mahalanobis distance to the half-space of safe prices, flat in relative moves: excess of equity over the
    requirement, divided by the deviation of that excess over `years`. Infinite for a pool without positions. About
    ``2 Phi(-distance)`` is the probability of liquidation, for a short horizon and a small move.

    Arguments and errors as in `fates`. Derived.

    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["BTC"], [10.0], [100.0], [100.0], {"BTC": FlatRate(0.005)})
    >>> distance(book, isolated, {"BTC": 100.0}, volatility=0.8, correlation=0.0, years=7 / 365).round(4).tolist()
    [0.8618, inf]
    """
    motion, pools, here, _ = _seen(book, mode, prices, volatility, correlation, years, 0.0, None, 1)
    found = np.full(mode(book).count, np.inf)
    found[here] = pools.look(motion.start[:, None]).straight[:, 0] / np.sqrt(years)
    return found


def _outcomes(held: np.ndarray, tally: Tally, last: Look) -> np.ndarray:
    failed = 1 - tally.alive
    some, beyond = (1 - (1 - each).prod(axis=0) for each in (failed, tally.beyond))
    left, lost = tally.alive * last.equity + tally.back, failed * held - tally.back
    sums = (column.sum(axis=0) for column in (left, lost, tally.lacking))
    return np.stack([some, failed.prod(axis=0), *sums, beyond, *failed])


def _seen(
    book: Book,
    mode: Mode,
    prices: Prices,
    volatility: Any,
    correlation: Any,
    years: float,
    drift: Any,
    jumps: Jumps | None,
    steps: int,
) -> tuple[Motion, Pools, np.ndarray, float]:
    columns = [
        _in_order(name, values, list(book.schedules))
        for name, values in (("price", prices), ("volatility", volatility), ("drift", drift))
    ]
    motion = Motion.of(columns[0], columns[1], correlation, years, columns[2], jumps, steps)
    return motion, *Pools.of(book, mode(book), motion.root @ motion.root.T)


def _in_order(name: str, values: Any, markets: list[str]) -> Any:
    if not isinstance(values, Mapping):
        return values
    missing = [market for market in markets if market not in values]
    if missing:
        raise UnknownName(f"there is no {name} for market {missing[0]!r}; {name} has {', '.join(values) or 'nothing'}")
    return [values[market] for market in markets]
