"""Prices step by step, and what becomes of pools on the way.

Between two steps a price that is only seen at both ends may have been at the edge of a pool and come back. It was
there with probability ``exp(-2 a b / t)``, a and b the distances from the edge at both ends in standard deviations a
square root of a year, t the years between: the Brownian bridge. A pool carries the probability of being alive instead
of being alive or not.

The end of a path is drawn first and the way there is filled in, so that the evenest draws go to what matters most. With
jumps (Merton) every path is cut at its own jumps, so their moments are exact. The memory needed does not grow with the
number of steps.

Source: Metwally and Atiya (2002), bridge simulation of jump-diffusions; Broadie, Glasserman and Kou (1997); Sampford
(1953) for Mills' ratio, which puts the moment of a failure within a fiftieth of a step of its mean.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from scipy.special import pdtr, pdtrik

from marginlib.errors import finite, known, positive
from marginlib.paths import Jumps, correlation_root
from marginlib.paths.simulated import column
from marginlib.probability.draws import Draws
from marginlib.probability.motion import Motion
from marginlib.probability.sobol import ROWS

RARE = 1e-6  # share of paths whose last jumps are left out, because they have more than all others
OUTCOMES = 6  # of a group of pools
TINY, INSTANT = 1e-300, 1e-30  # stand for zero in divisors; a stretch of no time has room for no crossing


class Look(NamedTuple):
    """What pools are at one moment; each of shape (pools, n).

    `distance` from the edge in standard deviations a square root of a year, negative beyond it; `straight`, the same if
    the edge were flat in the logarithms of prices; `equity` (of the right sign at least); and `edge`, the equity with
    which a pool is closed at its edge, near where it is now.
    """

    distance: np.ndarray
    straight: np.ndarray
    equity: np.ndarray
    edge: np.ndarray


@dataclass(frozen=True)
class Process:
    """A `Motion` of given markets, in logarithms: drift a year, root of the covariance a year, jumps of all at once."""

    start: np.ndarray
    drift: np.ndarray
    root: np.ndarray
    years: float
    steps: int
    jumps: Jumps | None

    @classmethod
    def of(cls, markets: Sequence[str], prices: Any, motion: Motion, steps: int = 1) -> Self:
        """The process of `markets`, whose prices now are given by name or in their order."""
        start = np.log(positive("price", _by_market("price", prices, markets)))
        volatility = positive("volatility", _by_market("volatility", motion.volatility, markets))
        drift = finite("drift", _by_market("drift", motion.drift, markets)) - volatility**2 / 2
        root = volatility[:, None] * correlation_root(motion.correlation, len(markets))
        lift = motion.jumps.rate * motion.jumps.mean_return if motion.jumps else 0.0
        return cls(start, drift - lift, root, motion.years, int(steps), motion.jumps)

    def path(
        self, replicates: int, points: int, seed: np.random.SeedSequence, *, bridged: bool
    ) -> Iterator[tuple[np.ndarray, Any, Any]]:
        """Logarithms of prices, shape (markets, n), at each event of n paths, from the start to the end.

        With each come the years since the event before, where prices moved all the time from there to here. Where
        they jumped, or are looked at only, it is None, and the last says in which paths there is a look.
        """
        jumps, span, start = self.jumps, self.years / self.steps, self.start[:, None]
        most = int(np.ceil(pdtrik(1 - RARE, jumps.rate * self.years))) if jumps else 0
        worth = len(start) * (self.steps + most) + bool(jumps) + 2 * most  # the end, jumps, and steps between
        draws = Draws(seed, replicates, points, min(worth, ROWS))
        yield start, None, True
        end = self.root @ draws.normal(len(start)) * np.sqrt(self.years)
        ahead = end.copy()  # of the way to the end
        if jumps:
            number = np.searchsorted(pdtr(np.arange(most), jumps.rate * self.years), draws.uniform(1)[0])
            moments = np.vstack([self.years * draws.uniform(most), np.full(draws.count, np.inf)])
            moments[np.arange(most + 1)[:, None] >= number] = np.inf
            moments.sort(axis=0)
        time, past = 0.0, 0  # jumps past; both of each path, where paths jump
        for stretch in range(self.steps + most):
            moment = moments[past, np.arange(draws.count)] if jumps else np.inf
            step = np.minimum((stretch + 1 - past) * span, self.years)
            until, jumped = np.minimum(moment, step), moment < step
            years, share = until - time, (until - time) / np.maximum(self.years - time, TINY)
            ahead *= 1 - share
            if (share < 1).any():
                ahead -= self.root @ draws.normal(len(start)) * np.sqrt(years * np.maximum(1 - share, 0.0))
            time, past = until, past + jumped
            base = start + self.drift[:, None] * time
            if bridged:
                yield base + end - ahead, years, True
            if jumps:
                end += jumped * (jumps.mean + jumps.deviation * draws.normal(1)[0])
            if jumps or not bridged:
                yield base + end - ahead, None, bridged | ~jumped


def _by_market(name: str, values: Any, markets: Sequence[str]) -> np.ndarray:
    """One number for each of `markets`: given by name, in their order, or one for all."""
    if isinstance(values, Mapping):
        known(f"{name} for market", markets, values)
        values = [values[market] for market in markets]
    return column(name, values, len(markets))


def run(
    look: Callable[[np.ndarray], Look],
    process: Process,
    replicates: int,
    points: int,
    seed: np.random.SeedSequence,
    *,
    bridged: bool,
    refund: float = 0.0,
    groups: Sequence[int] = (1,),
) -> Any:
    """Means of each replicate, shape (quantities, replicates), of what becomes of pools on one chunk of paths.

    `look` sees pools at logarithms of prices, shape (markets, n). Pools are closed at their edge where they meet it
    (`bridged`), or else at the price that a look finds after each step; after a jump they are closed at the price it
    lands on. `refund` is the share of what a closed pool still owns that comes back. `groups` are so many pools each,
    that have nothing to do with each other but the prices.

    The quantities, group after group: OUTCOMES of them, namely whether any pool fails, whether one is closed below
    zero, whether all fail, what is left, what failed ones lost of their equity at the start, what they lacked; and
    then whether each pool fails.
    """
    here = look(process.start[:, None])
    held, alive = here.equity, np.ones_like(here.equity)
    back, lacking, beyond = np.zeros((3, *held.shape))  # columns that grow to rows of n when paths part
    for logs, years, looked in process.path(replicates, points, seed, bridged=bridged):
        before, here = here, look(logs)
        if years is None:
            closed = alive * ((here.distance <= 0) & looked)
            back = back + refund * closed * np.maximum(here.equity, 0.0)
            lacking = lacking + closed * np.maximum(-here.equity, 0.0)
            beyond = beyond + closed * (here.equity < 0)
        else:
            apart = before.distance * here.distance * (-2 / np.maximum(years, INSTANT))
            closed = alive * np.exp(np.minimum(apart, 0.0))  # beyond the edge at the end: crossed
            if refund:
                # where on the way it was met first, on average: ahead / sqrt(years) * Mills' ratio of way / sqrt(years)
                ahead, way = abs(before.distance), abs(before.distance) + abs(here.distance)
                nearer = 4 * ahead / (3 * way + np.sqrt(way * way + 8 * np.maximum(years, INSTANT)))
                back = back + refund * closed * (before.edge + (here.edge - before.edge) * nearer)
        alive = alive - closed
    failed = 1 - alive
    outcomes: list[np.ndarray] = []
    for rows in np.split(np.arange(len(held)), np.cumsum(groups)[:-1]):
        some, gap = (1 - (1 - each[rows]).prod(axis=0) for each in (failed, beyond))
        money = (each[rows].sum(axis=0) for each in (alive * here.equity + back, failed * held - back, lacking))
        outcomes += [some, gap, failed[rows].prod(axis=0), *money, *failed[rows]]
    quantities = np.stack(np.broadcast_arrays(*outcomes))
    return quantities.reshape(-1, replicates, points).mean(axis=2)
