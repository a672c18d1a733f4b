"""Looks, jumps and bad debt of one position without simulation: chances carried from one step to the next.

What is still open is a density over the distance between price and barrier, held at Gauss-Legendre nodes that lie
closer together near the barrier. A step spreads it by a kernel, and what the kernel carries beyond the barrier is
counted exactly, by the normal distribution and its first exponential moment, as in the price of an option.

A venue that looks at moments spreads by the plain normal kernel. One that watches all the time spreads by the kernel
less its mirror image behind the barrier, ``normal (1 - exp(-2 x y / variance))``; only jumps carry it beyond the
barrier then, and a step is half of the motion, the jumps, and the other half. What that splitting is off falls with the
steps to the power of 3/2, as what jumps near the barrier is met within a layer of their root; two runs, one with twice
the steps, take it out.

Source: derived (Chapman-Kolmogorov by quadrature; reflection principle for the killed kernel; Strang splitting and
Richardson extrapolation).
"""

from __future__ import annotations

from functools import cache
from types import NoneType
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtr, pdtr, pdtrik, roots_legendre

from marginlib.errors import InvalidInput, checked, finite, instance, nonzero, positive, whole
from marginlib.kinds import one_kind
from marginlib.passage.closed import touch
from marginlib.paths import Jumps

ORDER = 1.5  # see above
MOST = 3_000  # nodes
RARE = 1e-9  # chance of more jumps in a step than are counted
TINY = 1e-300
LEAST = -80.0  # logarithm of a density that counts for nothing; still smaller ones would be slow to reckon with


class Grain(NamedTuple):
    """How finely time and distance are cut.

    `steps` of a watched price that jumps, and so many for each jump expected; `nodes` at least, and so many for each
    deviation of the narrowest kernel; `reach` in deviations that are kept, and the chance of more jumps than there is
    room for.
    """

    steps: int
    steps_each: float
    nodes: int
    nodes_each: float
    reach: float
    more: float


USUAL = Grain(16, 8, 112, 2.5, 8.0, 1e-6)
QUICK = Grain(8, 3, 64, 1.3, 5.0, 1e-4)


class Looked(NamedTuple):
    """What a position comes to within a horizon.

    `touched` is the probability that it is closed, `beyond` that it is closed beyond bankruptcy, and `bad_debt` the
    mean of what it then lacks, in quote currency.
    """

    touched: float
    beyond: float
    bad_debt: float


class Landing(NamedTuple):
    """Where a jump or a look is met: the side (+1 long), barrier and bankruptcy price."""

    side: float
    barrier: float
    bankruptcy: float

    def lost(self, distance: Any, deviation: float) -> np.ndarray:
        """Chances of landing beyond the barrier and beyond bankruptcy, and mean debt, shape (3, n).

        The distance landed at is normal, with mean `distance` and `deviation`.
        """
        deviation, cushion = max(deviation, TINY), self.side * np.log(self.barrier / self.bankruptcy)
        broke = np.clip((-cushion - distance) / deviation, -1e8, 1e8)
        price = self.barrier * np.exp(self.side * distance + deviation**2 / 2)
        debt = self.side * (self.bankruptcy * ndtr(broke) - price * ndtr(broke - self.side * deviation))
        return np.array([ndtr(-distance / deviation), ndtr(broke), np.maximum(debt, 0.0)])


@one_kind
def ladder(
    spot: float,
    barrier: float,
    volatility: float,
    years: float,
    *,
    looks: int | None = None,
    jumps: Jumps | None = None,
    bankruptcy: float | None = None,
    drift: float = 0.0,
    size: float | None = None,
    quick: bool = False,
) -> Looked:
    """Probability that a position is closed, or closed beyond bankruptcy, and its mean bad debt: no error of draws.

    Args:
        spot, barrier: price now and liquidation price, above zero.
        volatility: of the motion between jumps, a year.
        years: horizon.
        looks: moments at which the venue sees the price, evenly spread, the last at the end. None: it watches all the
            time. The work grows with the square of the looks.
        jumps: None for a price without jumps.
        bankruptcy: price beyond the barrier where nothing is left; the barrier itself where not given.
        drift: of the mean price a year, jumps included.
        size: signed, + long; the debt is that of so many units, of one where not given. Where not given, the side is
            read off the barrier; where given, a barrier on the wrong side of the spot is crossed already.
        quick: cut coarsely, as a picture needs it: some milliseconds in place of up to a second. `touched` is then off
            by at most 0.001, and `beyond` by 0.001, or by 0.005 where several jumps are expected.

    Raises:
        InvalidInput: a parameter without a meaning, a bankruptcy price on the near side of the barrier; steps or jumps
            so narrow that they would need thousands of nodes.

    >>> line = 90 / 0.995
    >>> daily = ladder(100.0, line, 0.6, 7 / 365, looks=7, bankruptcy=90.0, size=10.0)
    >>> print(*(f"{figure:.4f}" for figure in daily))
    0.1705 0.1341 2.0401
    >>> print(f"{ladder(100.0, line, 0.6, 7 / 365, bankruptcy=90.0).touched:.4f}")
    0.2387
    """
    for name, value in (("spot", spot), ("barrier", barrier), ("volatility", volatility), ("horizon in years", years)):
        positive(name, value)
    finite("drift", drift)
    instance("jumps", jumps, (Jumps, NoneType), "Jumps(rate, mean, deviation), or None")
    side = float(np.sign(spot - barrier if size is None else nonzero("size", size)))
    end = barrier if bankruptcy is None else bankruptcy
    wanted = f"above zero and beyond the barrier {barrier}"
    checked("bankruptcy price", end, lambda price: price > 0 and side * (barrier - price) >= 0, wanted)
    units = 1.0 if size is None else abs(size)
    start = side * float(np.log(spot / barrier))
    if start <= 0:
        debt = units * max(side * (end - spot), 0.0)
        return Looked(1.0, float(debt > 0), debt)
    if looks is None and jumps is None:
        return Looked(touch(spot, barrier, volatility, years, drift=drift, size=size), 0.0, 0.0)
    lift = jumps.rate * jumps.mean_return if jumps else 0.0
    towards = side * (drift - lift - volatility**2 / 2)
    walk = Walk(start, towards, volatility, years, jumps, Landing(side, barrier, end), QUICK if quick else USUAL)
    if walk.out_of_reach:
        return Looked(0.0, 0.0, 0.0)
    if looks is not None:
        touched, beyond, debt = walk.looked(int(whole("looks", looks)))
    else:
        assert jumps is not None  # noqa: S101 - without jumps there is a closed form
        steps = max(walk.grain.steps, int(np.ceil(walk.grain.steps_each * jumps.rate * years)))
        coarse, fine = walk.watched(steps), walk.watched(2 * steps)
        touched, beyond, debt = fine + (fine - coarse) / (2**ORDER - 1)
    beyond = max(float(beyond), 0.0)
    return Looked(min(max(float(touched), beyond), 1.0), beyond, units * max(float(debt), 0.0))


class Walk(NamedTuple):
    """A distance that starts at `start` above zero and drifts and jumps, both counted away from the barrier."""

    start: float
    drift: float
    volatility: float
    years: float
    jumps: Jumps | None
    landing: Landing
    grain: Grain

    @property
    def out_of_reach(self) -> bool:
        """Whether the barrier lies beyond all the distances that are kept."""
        towards = max(-self.drift, 0.0) * self.years
        if self.jumps is not None:
            towards += self._most * max(-self.landing.side * self.jumps.mean, 0.0)
        return self.start - towards > self.grain.reach * float(np.sqrt(self._variance))

    def looked(self, looks: int) -> np.ndarray:
        """What is lost at so many looks, shape (3,)."""
        span = self.years / looks
        mixture = [
            (chance, self.drift * span + count * mean, np.sqrt(self.volatility**2 * span + count * deviation**2))
            for count, chance, mean, deviation in self._numbers(span)
        ]
        nodes, weights = self._nodes(mixture[0][2]) if looks > 1 else (np.empty(0), np.empty(0))

        def lost(distance: Any) -> Any:
            return sum(chance * self.landing.lost(distance + mean, wide) for chance, mean, wide in mixture)

        def spread(distance: Any) -> Any:
            return sum(chance * _normal(nodes[:, None] - (distance + mean), wide) for chance, mean, wide in mixture)

        total = lost(np.array([self.start]))[:, 0]
        if looks > 1:
            open_ = _summed(spread(nodes) * weights, spread(self.start)[:, 0], looks - 1)
            total = total + lost(nodes) @ (weights * open_)
        return np.asarray(total)

    def watched(self, steps: int) -> np.ndarray:
        """What is lost under a watch without a pause, cut into so many steps, shape (3,)."""
        assert self.jumps is not None  # noqa: S101 - without jumps there is a closed form
        span = self.years / steps
        half = self.volatility * np.sqrt(span / 2)
        nodes, weights = self._nodes(min(half, positive("deviation of a jump", self.jumps.deviation)))
        mean, wide = self.landing.side * self.jumps.mean, self.jumps.deviation
        most = int(np.ceil(pdtrik(1 - RARE, self.jumps.rate * span)))
        at_least = 1 - pdtr(np.arange(most + 1), self.jumps.rate * span)  # more than so many jumps
        jump, taken = _normal(nodes[:, None] - (nodes + mean), wide) * weights, self.landing.lost(nodes + mean, wide)
        step = self._killed(nodes[:, None], nodes, span) * weights
        open_, jumping = self._killed(nodes, self.start, span / 2), np.zeros_like(nodes)
        for number in range(steps):
            if number:
                open_ = step @ open_
            hit, left = open_, (1 - at_least[0]) * open_
            for count in range(most + 1):
                jumping = jumping + at_least[count] * hit
                if count < most:
                    hit = jump @ hit
                    left = left + (at_least[count] - at_least[count + 1]) * hit
            open_ = left
        total = taken @ (weights * jumping)
        price = np.exp(self.landing.side * nodes)
        drift = self.landing.side * self.drift + self.volatility**2 / 2
        alive = 1 - touch(price, 1.0, self.volatility, span / 2, drift=drift, size=self.landing.side)
        total[0] = 1 - alive @ (weights * open_)
        return np.asarray(total)

    def _numbers(self, span: float) -> list[tuple[int, float, float, float]]:
        """How many jumps a span may have, each with its chance, and mean and deviation of one jump."""
        if self.jumps is None:
            return [(0, 1.0, 0.0, 0.0)]
        most = int(np.ceil(pdtrik(1 - RARE, self.jumps.rate * span)))
        chances = np.diff(pdtr(np.arange(most + 1), self.jumps.rate * span), prepend=0.0)
        mean, wide = self.landing.side * self.jumps.mean, self.jumps.deviation
        return [(count, float(chance), mean, wide) for count, chance in enumerate(chances)]

    def _nodes(self, narrowest: float) -> tuple[np.ndarray, np.ndarray]:
        """Nodes and weights over all distances that matter, fine enough for a kernel so narrow."""
        rise = max(self.drift, 0.0) * self.years
        if self.jumps is not None:
            rise += self._most * max(self.landing.side * self.jumps.mean, 0.0)
        top = self.start + rise + self.grain.reach * float(np.sqrt(self._variance))
        count = max(self.grain.nodes, 16 * int(np.ceil(self.grain.nodes_each * top / narrowest / 16)))
        if count > MOST:
            raise InvalidInput(
                f"steps or jumps of {narrowest:.2g} would need {count} nodes; take fewer looks, or simulate with "
                "touch_with_jumps"
            )
        points, weights = _legendre(count)
        return top * points**2, 2 * top * points * weights

    @property
    def _most(self) -> float:
        """Jumps within the horizon that there is room for."""
        assert self.jumps is not None  # noqa: S101 - asked for where there are some
        return float(np.ceil(pdtrik(1 - self.grain.more, self.jumps.rate * self.years)))

    @property
    def _variance(self) -> float:
        """Of the logarithm of the price, with so many jumps."""
        jumping = 0.0 if self.jumps is None else self._most * self.jumps.deviation**2
        return self.volatility**2 * self.years + jumping

    def _killed(self, to: Any, distance: Any, span: float) -> np.ndarray:
        """Density at `to` of a price that is watched on its way from `distance`."""
        variance = self.volatility**2 * span
        back = to * distance
        back *= -2 / variance
        back = np.expm1(back, out=back)
        back *= -_normal(to - (distance + self.drift * span), np.sqrt(variance))
        return np.asarray(back)


@cache
def _legendre(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes and weights on (0, 1)."""
    points, weights = roots_legendre(count)
    return (points + 1) / 2, weights / 2


def _summed(kernel: np.ndarray, first: np.ndarray, count: int) -> np.ndarray:
    """``first + kernel first + kernel^2 first + ...``, `count` terms; two at once, by a squared kernel, where many."""
    total = np.zeros_like(first)
    while count > len(first):
        if count % 2:
            total, first = total + first, kernel @ first
        first, kernel, count = first + kernel @ first, kernel @ kernel, count // 2
    for _ in range(count - 1):
        total, first = total + first, kernel @ first
    return np.asarray(total + first)


def _normal(away: np.ndarray, deviation: float) -> np.ndarray:
    """Density of a normal deviate, which takes the place of `away`: a new array would cost four times as much."""
    away *= 1 / (deviation * np.sqrt(2))
    np.negative(np.multiply(away, away, out=away), out=away)
    np.maximum(away, LEAST, out=away)
    np.exp(away, out=away)
    away *= 1 / (deviation * np.sqrt(2 * np.pi))
    return away
