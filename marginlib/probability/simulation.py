"""Prices step by step, and what becomes of pools on the way.

Between two steps a price that is only seen at both ends may have been at the edge of a pool and come back. It was
there with probability ``exp(-2 a b / t)``, a and b the distances from the edge at both ends in standard deviations a
square root of a year, t the years between: the Brownian bridge. A pool carries the probability of being alive instead
of being alive or not.

The end of a path is drawn first and the way there is filled in, so that the evenest draws go to what matters most. With
jumps (Merton) every path is cut at its own jumps, so their moments are exact. The memory needed does not grow with the
number of steps.

Source: Metwally and Atiya (2002), bridge simulation of jump-diffusions; Broadie, Glasserman and Kou (1997).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from scipy.special import pdtr, pdtrik

from marginlib.errors import InvalidInput, finite, positive
from marginlib.paths import Jumps, correlation_root
from marginlib.probability.draws import ROWS, Draws, Work

RARE = 1e-6  # share of paths whose last jumps are left out, because they have more than all others
TINY, INSTANT = 1e-300, 1e-30  # stand for zero in divisors; a stretch of no time has room for no crossing


@dataclass(frozen=True)
class Motion:
    """How the logarithms of prices move: drift a year, root of the covariance a year, jumps of all at once."""

    start: np.ndarray
    drift: np.ndarray
    root: np.ndarray
    years: float
    steps: int
    jumps: Jumps | None

    @classmethod
    def of(
        cls, spot: Any, volatility: Any, correlation: Any, years: float, drift: Any, jumps: Jumps | None, steps: int
    ) -> Self:
        """The motion of assets; `correlation` is a matrix, or one number for every pair."""
        spot = positive("spot", np.atleast_1d(np.asarray(spot, dtype=float)))
        volatility = positive("volatility", _each("volatility", volatility, spot.size))
        drift = finite("drift", _each("drift", drift, spot.size))
        positive("horizon in years", years)
        if positive("steps", steps) != int(steps):
            raise InvalidInput(f"steps is {steps}, but it must be a whole number")
        if np.ndim(correlation) == 0:
            correlation = np.full((spot.size, spot.size), correlation, dtype=float)
            np.fill_diagonal(correlation, 1.0)
        root = volatility[:, None] * correlation_root(correlation, spot.size)
        lift = jumps.rate * jumps.mean_return if jumps else 0.0
        return cls(np.log(spot), drift - volatility**2 / 2 - lift, root, float(years), int(steps), jumps)

    @property
    def most(self) -> int:
        """Jumps in a path that are simulated at most."""
        return int(np.ceil(pdtrik(1 - RARE, self.jumps.rate * self.years))) if self.jumps else 0

    @property
    def rows(self) -> int:
        """Rows of evenest draws worth having: the end, the jumps, and the first of the steps between."""
        return min(len(self.start) * (self.steps + self.most) + bool(self.jumps) + 2 * self.most, ROWS)

    def stretches(self, draws: Draws) -> Iterator[tuple[Any, Any, Any]]:
        """Years of each stretch, years left at its beginning, and which draws jump at its end."""
        span = self.years / self.steps
        if not self.jumps:
            yield from ((span, self.years - step * span, np.False_) for step in range(self.steps))
            return
        jumps, grid = np.zeros(draws.count, dtype=int), np.zeros(draws.count, dtype=int)
        number = np.searchsorted(pdtr(np.arange(self.most), self.jumps.rate * self.years), draws.uniform(1)[0])
        moments = np.full((self.most + 1, draws.count), np.inf)
        moments[:-1] = self.years * draws.uniform(self.most)
        moments[np.arange(self.most + 1)[:, None] >= number] = np.inf
        moments.sort(axis=0)
        time = np.zeros(draws.count)
        for _ in range(self.steps + self.most):
            look = np.minimum((grid + 1) * span, self.years)
            moment = moments[jumps, np.arange(draws.count)]
            jumped = moment < look
            until = np.where(jumped, moment, look)
            yield until - time, self.years - time, jumped
            time, jumps, grid = until, jumps + jumped, grid + ~jumped


def _each(name: str, values: Any, count: int) -> np.ndarray:
    column = np.asarray(values, dtype=float)
    if column.ndim and column.shape != (count,):
        raise InvalidInput(f"{name} has the shape {column.shape}; give one number, or one for each of {count} prices")
    return np.broadcast_to(column, (count,))


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


@dataclass
class Tally:
    """The probability of being alive of each pool, what failed ones gave back, lacked, and how often they lacked."""

    alive: np.ndarray
    back: np.ndarray
    lacking: np.ndarray
    beyond: np.ndarray

    def cross(self, before: Look, after: Look, years: Any, refund: float) -> None:
        """Close pools at their edge on the way from `before` to `after`."""
        here, there = before.distance, after.distance
        apart = here * there
        apart *= -2 / np.maximum(years, INSTANT)
        np.minimum(apart, 0.0, out=apart)  # beyond the edge at the end: crossed
        crossing = np.exp(apart, out=apart)
        if refund:
            nearer = abs(here) / np.maximum(abs(here) + abs(there), TINY)
            edge = before.edge + (after.edge - before.edge) * nearer
            self.back += refund * self.alive * crossing * edge
        self.alive *= np.subtract(1, crossing, out=crossing)

    def close(self, at: Look, refund: float, chosen: Any = True) -> None:  # noqa: FBT002 - a mask, or all
        """Close those of the `chosen` pools that are beyond their edge, at the price they have now."""
        failing = self.alive * ((at.distance <= 0) & chosen)
        if not failing.any():
            return
        self.back += refund * failing * np.maximum(at.equity, 0.0)
        self.lacking += failing * np.maximum(-at.equity, 0.0)
        self.beyond += failing * (at.equity < 0)
        self.alive -= failing


def run(
    look: Callable[[np.ndarray, bool], Look],
    motion: Motion,
    outcomes: Callable[[Tally, Look], np.ndarray],
    work: Work,
    *,
    bridged: bool,
    refund: float = 0.0,
) -> Any:
    """Means of each replicate, shape (quantities, replicates), of the `outcomes` (quantities, n) of one chunk of work.

    `look` sees pools at logarithms of prices, shape (assets, n); told False it may leave out what they hold at their
    edge. Pools are closed at their edge where they meet it (`bridged`), or else at the price that a look finds after
    each step; after a jump they are closed at the price it lands on. `refund` is the share of what a closed pool still
    owns that comes back.
    """
    draws = Draws(work, motion.rows)
    start, drift = motion.start[:, None], motion.drift[:, None]
    end, time = motion.root @ draws.normal(len(start)) * np.sqrt(motion.years), 0.0
    ahead = end.copy()  # of the way to the end
    here = look(start, refund > 0)
    tally = Tally(np.ones((len(here.equity), draws.count)), *np.zeros((3, len(here.equity), draws.count)))
    tally.close(here, refund)
    for years, left, jumped in motion.stretches(draws):
        share = years / np.maximum(left, TINY)
        ahead *= 1 - share
        if np.any(share < 1):
            ahead -= motion.root @ draws.normal(len(start)) * np.sqrt(years * np.maximum(1 - share, 0.0))
        time = time + years
        before, here = here, look((start + drift * time) + end - ahead, refund > 0)
        if bridged:
            tally.cross(before, here, years, refund)
        if motion.jumps:
            end += jumped * (motion.jumps.mean + motion.jumps.deviation * draws.normal(1)[0])
            here = look((start + drift * time) + end - ahead, refund > 0)
        if motion.jumps or not bridged:
            tally.close(here, refund, bridged | ~jumped)
    return draws.means(outcomes(tally, here))
