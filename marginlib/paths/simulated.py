"""Seeded price paths: geometric Brownian motion and Merton's jumps, for one asset or several that move together.

In one step of length t the logarithm of a price moves by ``(drift - volatility**2 / 2 - rate * k) t + volatility *
sqrt(t) * normal + jumps``, where ``k = exp(mean + deviation**2 / 2) - 1`` is the mean relative jump. So the mean price
is ``spot * exp(drift * years)`` with jumps and without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from marginlib.errors import InvalidInput, finite, nonnegative, positive

Seed = int | Sequence[int] | np.random.SeedSequence
ROUNDING = 1e-9  # by which a correlation matrix may miss what it must be: rounding of its makers


@dataclass(frozen=True)
class Jumps:
    """Jumps of a price: how many a year, and the normal distribution of each in the logarithm of the price.

    Source: Merton 1976, "Option pricing when underlying stock returns are discontinuous".

    Raises:
        InvalidInput: a negative rate or deviation, NaN or infinity anywhere.

    >>> round(Jumps(rate=20, mean=-0.03, deviation=0.06).mean_return, 6)
    -0.0278...
    """

    rate: float
    mean: float
    deviation: float

    def __post_init__(self) -> None:
        nonnegative("jumps a year", self.rate)
        finite("mean of a jump", self.mean)
        nonnegative("deviation of a jump", self.deviation)

    @property
    def mean_return(self) -> float:
        """Mean relative change of the price in one jump."""
        return float(np.expm1(self.mean + self.deviation**2 / 2))

    @property
    def variance(self) -> float:
        """Variance a year that the jumps add to the logarithm of the price."""
        return self.rate * (self.mean**2 + self.deviation**2)


def gbm(
    spot: ArrayLike,
    volatility: ArrayLike,
    years: float,
    steps: int,
    count: int,
    *,
    drift: ArrayLike = 0.0,
    correlation: ArrayLike | None = None,
    seed: Seed,
) -> np.ndarray:
    """Paths of geometric Brownian motion, exact at every step, the spot first.

    Args:
        spot, volatility, drift: one number each, or one for each asset, shape (assets,). Volatility and drift (of
            dS/S) are a year; a volatility of zero is a price that only drifts.
        years: length of a path.
        steps, count: number of steps in a path, and of paths.
        correlation: of the logarithms, shape (assets, assets); assets are independent where none is given.
        seed: the same seed gives the same paths.

    Returns:
        Shape (count, steps + 1), or (count, steps + 1, assets) where any of the first three is a column.

    Raises:
        InvalidInput: a spot or years not above zero, a negative volatility, NaN, no steps, columns of different
            length, a matrix that is no correlation.

    >>> gbm(100.0, 0.0, 1.0, 2, 1, drift=np.log(1.21), seed=0).round(6).tolist()
    [[100.0, 110.0, 121.0]]
    """
    return merton(spot, volatility, years, steps, count, jumps=None, drift=drift, correlation=correlation, seed=seed)


def merton(
    spot: ArrayLike,
    volatility: ArrayLike,
    years: float,
    steps: int,
    count: int,
    *,
    jumps: Jumps | None,
    drift: ArrayLike = 0.0,
    correlation: ArrayLike | None = None,
    seed: Seed,
) -> np.ndarray:
    """Paths of geometric Brownian motion with jumps, exact at every step; all else as in `gbm`.

    A jump is an event of the whole market: several assets jump together and by the same factor. `volatility` is that
    of the motion between jumps, `drift` the growth of the mean price, jumps included.

    >>> crash = Jumps(rate=1000.0, mean=np.log(0.99), deviation=0.0)
    >>> bool(merton(100.0, 0.1, 1.0, 1, 1000, jumps=crash, drift=0.05, seed=0).mean(axis=0)[1] > 95)
    True
    """
    positive("spot", np.asarray(spot))
    nonnegative("volatility", np.asarray(volatility))
    finite("drift", np.asarray(drift))
    positive("years", years)
    for name, number in (("steps", steps), ("count", count)):
        positive(name, number)
        if number != int(number):
            raise InvalidInput(f"{name} is {number}, but it must be a whole number")
    steps, count = int(steps), int(count)
    try:
        spots, volatilities, drifts = np.broadcast_arrays(np.atleast_1d(spot), volatility, drift)
    except ValueError:
        shapes = ", ".join(str(np.shape(one)) for one in (spot, volatility, drift))
        raise InvalidInput(
            f"spot, volatility and drift have the shapes {shapes}; give one number for each asset"
        ) from None
    span = years / steps
    rng = np.random.default_rng(seed)
    logs = rng.standard_normal((count, steps, spots.size))
    if correlation is not None:
        logs = logs @ correlation_root(correlation, spots.size)
    logs *= volatilities * np.sqrt(span)
    logs += (drifts - volatilities**2 / 2) * span
    if jumps is not None:
        jumped = rng.poisson(jumps.rate * span, (count, steps))
        sizes = jumped * jumps.mean + np.sqrt(jumped) * jumps.deviation * rng.standard_normal((count, steps))
        logs += (sizes - jumps.rate * jumps.mean_return * span)[..., None]
    paths = np.empty((count, steps + 1, spots.size))
    paths[:, 0] = spots
    paths[:, 1:] = spots * np.exp(np.cumsum(logs, axis=1, out=logs), out=logs)
    return paths if any(map(np.ndim, (spot, volatility, drift))) else paths[..., 0]


def correlation_root(correlation: ArrayLike, assets: int) -> np.ndarray:
    """Symmetric root of a correlation matrix: independent normals times it have that correlation.

    There is only one such root, also where the matrix is singular, so every machine draws the same paths.

    Raises:
        InvalidInput: a wrong shape, an entry outside [-1, 1], a diagonal other than 1, a matrix that is not symmetric
            or not positive semidefinite; the message names the entry or the eigenvalue.

    >>> correlation_root([[1.0, 1.0], [1.0, 1.0]], 2).round(6).tolist()
    [[0.707107, 0.707107], [0.707107, 0.707107]]
    """
    matrix = finite("correlation", np.asarray(correlation, dtype=float))
    if matrix.shape != (assets, assets):
        raise InvalidInput(f"correlation has the shape {matrix.shape}, but {assets} assets need ({assets}, {assets})")
    for wrong, wanted in (
        (abs(matrix) > 1 + ROUNDING, "must lie between -1 and 1"),
        (np.eye(assets) * abs(matrix - 1) > ROUNDING, "must be 1: an asset moves with itself"),
        (abs(matrix - matrix.T) > ROUNDING, "must be the same both ways: make the matrix symmetric"),
    ):
        if wrong.any():
            row, column = (int(place) for place in np.argwhere(wrong)[0])
            raise InvalidInput(f"correlation of assets {row} and {column} is {matrix[row, column]:g}, but it {wanted}")
    values, vectors = np.linalg.eigh(matrix)
    if values[0] < -ROUNDING * assets:
        raise InvalidInput(
            f"correlation has the eigenvalue {values[0]:.4g}, but a correlation has none below zero (it is positive"
            " semidefinite); bring the entries closer to zero"
        )
    root: np.ndarray = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return root
