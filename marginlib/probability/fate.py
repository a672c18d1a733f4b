"""What becomes of a book: whether any pool fails, whether all do, what is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from marginlib.book import Book, Mode, Prices
from marginlib.errors import instance, share
from marginlib.probability.draws import USUAL, Estimate, Sampling, estimated, replicated
from marginlib.probability.edges import Pools, looked, pools_of
from marginlib.probability.motion import Motion
from marginlib.probability.simulation import OUTCOMES, TINY, Process, run

STEPS = 8  # of a path of a book where no other number is asked for


@dataclass(frozen=True)
class Fate:
    """What becomes of a book within a horizon; every field an `Estimate`.

    Args:
        any_fails: probability that at least one pool is liquidated.
        ruin: probability that every pool is that has positions or owes; 0 where there is none.
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
    modes: Mapping[str, Mode],
    prices: Prices,
    motion: Motion,
    sampling: Sampling = USUAL,
    *,
    refund: float = 0.0,
) -> dict[str, Fate]:
    """What becomes of the pools of each of `modes`, by name, while prices move at random and nobody trades.

    All modes see the same paths, and cost little more than one.

    Args:
        prices: now, by market.
        refund: share of what a closed pool still owns that comes back to its owner; else the venue keeps it.

    A pool that is beyond its edge at `prices` fails with probability 1, and so does one that owes and holds nothing,
    which is closed below zero with all that it owes as bad debt. Between two steps pools are taken to fail one
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
    >>> prices, motion = {"BTC": 100.0, "ETH": 100.0}, Motion(0.8, 30 / 365, correlation=0.8)
    >>> for name, fate in fates(book, {"apart": isolated, "pooled": cross}, prices, motion).items():
    ...     print(name, f"{fate.any_fails.value:.2f} {fate.ruin.value:.2f}")
    apart 0.93 0.18
    pooled 0.16 0.16
    """
    share("refund", refund)
    _asked(book, motion)
    instance("sampling", sampling, Sampling, "a Sampling, such as Sampling(4096)")
    instance("modes", modes, Mapping, 'modes by name, such as {"isolated": isolated, "cross": cross}')
    process = Process.of(list(book.schedules), prices, motion, sampling.steps or STEPS)
    pools = [pools_of(book, book.partition(mode)) for mode in modes.values()]
    look = partial(looked(book, pools, process), between=sampling.bridged, edges=refund > 0)
    groups = [len(one.here) for one in pools]
    means = replicated(partial(run, look, process, bridged=sampling.bridged, refund=refund, groups=groups), sampling)
    sections = np.split(means, np.cumsum([OUTCOMES + count for count in groups])[:-1])
    return {name: _fate(one, section) for name, one, section in zip(modes, pools, sections, strict=True)}


def _asked(book: Book, motion: Motion) -> None:
    instance("book", book, Book, "a marginlib.book.Book")
    instance("motion", motion, Motion, "a Motion, such as Motion(0.6, 7 / 365)")


def _fate(pools: Pools, means: np.ndarray) -> Fate:
    """The fate of the pools of one mode, of the replicates' means of each outcome and of each pool's failure."""
    some, beyond, ruin, left, lost, debt = means[:OUTCOMES]
    if pools.owing.size:
        some, beyond = np.ones((2, len(some)))
    if not pools.here.size + pools.owing.size:
        ruin = 0 * ruin
    lost, debt = lost - pools.owed, debt + pools.owed
    fails = np.zeros((pools.partition.count, len(some)))
    fails[pools.here] = means[OUTCOMES:]
    fails[pools.owing] = 1
    mean = max(some.mean(), TINY)
    given = Estimate(lost.mean() / mean, estimated(lost - lost.mean() / mean * some).error / mean)
    estimates = map(estimated, (debt, beyond, fails))
    return Fate(estimated(some), estimated(ruin), estimated(left + pools.idle), given, *estimates)


def distance(book: Book, mode: Mode, prices: Prices, motion: Motion) -> np.ndarray:
    """Standard deviations between `prices` and the edge of each pool of `mode`, shape (pools,).

    The Mahalanobis distance to the half-space of safe prices, flat in relative moves: excess of equity over the
    requirement, divided by the deviation of that excess over `years`. Infinite for a pool without positions, and minus
    infinite for one that owes. About
    ``2 Phi(-distance)`` is the probability of liquidation, for a short horizon and a small move.

    The deviation is that of the motion between jumps; drift and jumps do not enter. Errors as in `fates`. Derived.

    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["BTC"], [10.0], [100.0], [100.0], {"BTC": FlatRate(0.005)})
    >>> distance(book, isolated, {"BTC": 100.0}, Motion(0.8, 7 / 365)).round(4).tolist()
    [0.8618, inf]
    """
    _asked(book, motion)
    process, pools = Process.of(list(book.schedules), prices, motion), pools_of(book, book.partition(mode))
    found = np.full(pools.partition.count, np.inf)
    straight = looked(book, [pools], process)(process.start[:, None]).straight[:, 0]
    found[pools.here] = straight / np.sqrt(motion.years)
    found[pools.owing] = -np.inf
    return found
