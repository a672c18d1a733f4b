"""Seeded price paths: geometric Brownian motion and Merton's jumps, for one asset or several that move together.

In one step of length t the logarithm of a price moves by ``(drift - volatility**2 / 2 - rate * k) t + volatility *
sqrt(t) * normal + jumps``, where ``k = exp(mean + deviation**2 / 2) - 1`` is the mean relative jump. So the mean price
is ``spot * exp(drift * years)`` with jumps and without.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from marginlib.errors import InvalidInput, finite, instance, nonnegative, numbers, positive, shaped, shown, whole
from marginlib.kinds import one_kind

Seed = int | Sequence[int] | np.random.SeedSequence
ROUNDING = 1e-9  # by which a correlation matrix may miss what it must be: rounding of its makers


@dataclass(frozen=True)
class Jumps:
    """Jumps of a price: how many a year, and the normal distribution of each in the logarithm of the price.

    Source: Merton 1976 (jump-diffusion).

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


@one_kind
def gbm(
    spot: ArrayLike,
    volatility: ArrayLike,
    years: float,
    steps: int,
    count: int,
    *,
    drift: ArrayLike = 0.0,
    correlation: ArrayLike = 0.0,
    seed: Seed,
) -> np.ndarray:
    """Paths of geometric Brownian motion, exact at every step, the spot first.

    Args:
        spot, volatility, drift: one number each, or one for each asset, shape (assets,). Volatility and drift (of
            dS/S) are a year; a volatility of zero is a price that only drifts.
        years: length of a path.
        steps, count: number of steps in a path, and of paths; whole numbers.
        correlation: of the logarithms, shape (assets, assets), or one number for every pair.
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


@one_kind
def merton(
    spot: ArrayLike,
    volatility: ArrayLike,
    years: float,
    steps: int,
    count: int,
    *,
    jumps: Jumps | None,
    drift: ArrayLike = 0.0,
    correlation: ArrayLike = 0.0,
    seed: Seed,
) -> np.ndarray:
    """Paths of geometric Brownian motion with jumps, exact at every step; all else as in `gbm`.

    A jump is an event of the whole market: several assets jump together and by the same factor. `volatility` is that
    of the motion between jumps, `drift` the growth of the mean price, jumps included.

    >>> crash = Jumps(rate=1.0, mean=np.log(0.5), deviation=0.0)
    >>> merton(100.0, 0.0, 1.0, 1, 6, jumps=crash, drift=-0.5, seed=4)[:, 1].round(6).tolist()
    [50.0, 12.5, 50.0, 50.0, 25.0, 12.5]
    """
    named = (("spot", spot), ("volatility", volatility), ("drift", drift))
    assets = max(numbers(name, values).size for name, values in named)
    instance("jumps", jumps, (Jumps, NoneType), "Jumps(rate, mean, deviation), or None")
    spots = positive("spot", column("spot", spot, assets))
    volatilities = nonnegative("volatility", column("volatility", volatility, assets))
    drifts = finite("drift", column("drift", drift, assets))
    span = float(positive("years", years)) / whole("steps", steps)
    rng = np.random.default_rng(seeded(seed))
    logs = rng.standard_normal((int(whole("count", count)), int(steps), assets)) @ correlation_root(correlation, assets)
    logs = logs * volatilities * np.sqrt(span) + (drifts - volatilities**2 / 2) * span
    if jumps is not None:
        jumped = rng.poisson(jumps.rate * span, (*logs.shape[:2], 1))
        sizes = jumped * jumps.mean + np.sqrt(jumped) * jumps.deviation * rng.standard_normal(jumped.shape)
        logs += sizes - jumps.rate * jumps.mean_return * span
    paths: np.ndarray = spots * np.exp(np.insert(logs.cumsum(axis=1), 0, 0.0, axis=1))
    return paths if any(map(np.ndim, (spot, volatility, drift))) else paths[..., 0]


def column(name: str, values: ArrayLike, assets: int) -> np.ndarray:
    """One number for each of `assets`: one for all, or one each.

    >>> column("volatility", 0.8, 2).tolist()
    [0.8, 0.8]
    """
    given = numbers(name, values)
    if given.ndim:
        shaped(name, given, (assets,), "one number for each asset, or one for all")
    return np.full(assets, given)


def seeded(seed: Any) -> Any:
    """Return `seed` when NumPy begins a stream of random numbers with it.

    >>> seeded(-1)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: seed is -1, but it must be a whole number of zero or more
    """
    parts = seed if isinstance(seed, (list, tuple)) and seed else [seed]
    counts = all(isinstance(part, (int, np.integer)) and not isinstance(part, bool) and part >= 0 for part in parts)
    if not (counts or isinstance(seed, np.random.SeedSequence)):
        raise InvalidInput(f"seed is {shown(seed)}, but it must be a whole number of zero or more")
    return seed


@one_kind
def correlation_root(correlation: ArrayLike, assets: int) -> np.ndarray:
    """Symmetric root of a correlation matrix, or of one number for every pair: normals times it have that correlation.

    There is only one such root, also where the matrix is singular, so every machine draws the same paths.

    Raises:
        InvalidInput: another shape than (assets, assets), an entry outside [-1, 1], a diagonal other than 1, a matrix
            that is not symmetric or not positive semidefinite.

    >>> correlation_root([[1.0, 1.0], [1.0, 1.0]], 2).round(6).tolist()
    [[0.707107, 0.707107], [0.707107, 0.707107]]
    """
    whole("assets", assets)
    matrix = finite("correlation", numbers("correlation", correlation))
    if matrix.ndim == 0:
        matrix = np.where(np.eye(assets, dtype=bool), 1.0, matrix)
    shaped("correlation", matrix, (assets, assets), "a row and a column for each asset")
    values, vectors = np.linalg.eigh(matrix)
    for missed, words in (
        (abs(matrix).max() - 1, "have entries between -1 and 1"),
        (abs(np.diag(matrix) - 1).max(), "have ones on its diagonal: an asset moves with itself"),
        (abs(matrix - matrix.T).max(), "be symmetric"),
        (-values[0], f"be positive semidefinite, and has the eigenvalue {values[0]:.4g}: bring entries closer to zero"),
    ):
        if missed > ROUNDING * assets:
            raise InvalidInput(f"correlation is {matrix.tolist()}, but it must {words}")
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)
