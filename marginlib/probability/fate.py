"""What becomes of a book: whether any pool fails, whether all do, what is left."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from marginlib.book import Book, Mode, Prices
from marginlib.errors import share
from marginlib.paths import Jumps
from marginlib.probability.draws import Estimate, Progress, estimated, replicated
from marginlib.probability.edges import looked, pools_of
from marginlib.probability.simulation import OUTCOMES, TINY, Motion, run


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
        executor, progress: see `marginlib.probability.draws`; the result is the same for every executor.

    A pool that is beyond its edge at `prices` fails with probability 1. Between two steps pools are taken to fail one
    independently of the other. Near a correlation of 1 that says too much: of three equal longs at 10x (80 %, 7 days)
    some fail with 0.43 at 8 steps where 0.38 is exact at 1; at 0.9 it says 0.50 with 8 steps and with 32.

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
    how: dict[str, Any] = {"drift": drift, "jumps": jumps, "steps": steps, "bridged": bridged, "refund": refund}
    work: dict[str, Any] = {"draws": draws, "seed": seed, "executor": executor, "progress": progress}
    chance = {"volatility": volatility, "correlation": correlation, "years": years}
    return fates_by_mode(book, {"": mode}, prices, **chance, **how, **work)[""]


def fates_by_mode(
    book: Book,
    modes: Mapping[str, Mode],
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
) -> dict[str, Fate]:
    """The `fates` of a book in each of `modes`, by name, on the same paths: all of them cost little more than one.

    Arguments and errors as in `fates`.

    >>> from marginlib.modes import cross, isolated
    >>> from marginlib.schedules import FlatRate
    >>> flat = FlatRate(0.005)
    >>> book = Book(["BTC", "ETH"], [10.0, -5.0], [100.0, 100.0], [100.0, 100.0], {"BTC": flat, "ETH": flat})
    >>> prices, chance = {"BTC": 100.0, "ETH": 100.0}, {"volatility": 0.8, "correlation": 0.8, "years": 30 / 365}
    >>> for name, fate in fates_by_mode(book, {"apart": isolated, "pooled": cross}, prices, **chance).items():
    ...     print(name, f"{fate.any_fails.value:.2f} {fate.ruin.value:.2f}")
    apart 0.93 0.18
    pooled 0.16 0.16
    """
    share("refund", refund)
    motion = Motion.of(list(book.schedules), prices, volatility, correlation, years, drift, jumps, steps)
    pools = [pools_of(book, book.partition(mode)) for mode in modes.values()]
    look = partial(looked(book, pools, motion), between=bridged, edges=refund > 0)
    task = partial(run, look, motion, bridged=bridged, refund=refund, groups=[len(one.here) for one in pools])
    means = replicated(task, draws, seed, executor, progress)
    found = {}
    for name, one in zip(modes, pools, strict=True):
        some, beyond, ruin, left, lost, debt, *_ = means
        each, means = means[OUTCOMES : OUTCOMES + len(one.here)], means[OUTCOMES + len(one.here) :]
        fails = np.zeros((one.partition.count, len(some)))
        fails[one.here] = each
        mean = max(some.mean(), TINY)
        given = Estimate(lost.mean() / mean, estimated(lost - lost.mean() / mean * some).error / mean)
        estimates = map(estimated, (debt, beyond, fails))
        found[name] = Fate(estimated(some), estimated(ruin), estimated(left + one.idle), given, *estimates)
    return found


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
    motion, pools = (
        Motion.of(list(book.schedules), prices, volatility, correlation, years),
        pools_of(book, book.partition(mode)),
    )
    found = np.full(pools.partition.count, np.inf)
    found[pools.here] = looked(book, [pools], motion)(motion.start[:, None]).straight[:, 0] / np.sqrt(years)
    return found
