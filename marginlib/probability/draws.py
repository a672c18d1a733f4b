"""Draws that fill the space evenly, in replicates that say how far the answer may be off."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtri

from marginlib.errors import InvalidInput, positive
from marginlib.probability.execution import Progress, computed

BITS, ROWS = 30, 32
REPLICATES, CHUNK = 32, 8_192  # draws in one chunk: its columns stay in the cache


class Work(NamedTuple):
    """One chunk of draws: so many replicates of so many points from one seed."""

    seed: np.random.SeedSequence
    replicates: int
    points: int


@dataclass(frozen=True)
class Estimate:
    """A mean over draws and its standard error; for several quantities arrays of both.

    The error is the spread of independent replicates (32, or more in long runs), each of them a Sobol point set of
    its own random shift, so it is honest although the points of one replicate are not independent.

    >>> print(Estimate(0.25, 0.001))
    0.25 ± 0.001
    """

    value: Any
    error: Any

    def __str__(self) -> str:
        return f"{self.value:.4g} ± {self.error:.1g}"


class Draws:
    """A column of n draws, row after row: shifted Sobol points first, pseudo-random numbers after `rows` rows."""

    def __init__(self, work: Work, rows: int) -> None:
        self.work, self.count = work, work.replicates * work.points
        self._random = np.random.Generator(np.random.SFC64(work.seed))
        self._points, self._row = _sobol(rows, work.points), 0
        self._shifts = self._random.integers(0, 1 << BITS, (rows, work.replicates, 1), dtype=np.uint32)

    def means(self, rows: np.ndarray) -> Any:
        """Means of each replicate, shape (rows, replicates), of rows of n values."""
        return rows.reshape(len(rows), self.work.replicates, -1).mean(axis=2)

    def uniform(self, rows: int) -> np.ndarray:
        """The next `rows` rows of uniform numbers, shape (rows, n)."""
        if self._row + rows > len(self._points):
            return self._random.random((rows, self.count))
        taken = slice(self._row, self._row + rows)
        self._row += rows
        bits = self._points[taken, None, :] ^ self._shifts[taken]
        return (bits.reshape(rows, self.count) + 0.5) / (1 << BITS)

    def normal(self, rows: int) -> Any:
        """The next `rows` rows of standard normal numbers, shape (rows, n)."""
        if self._row + rows > len(self._points):
            return self._random.standard_normal((rows, self.count))
        return ndtri(self.uniform(rows))


@cache
def _sobol(rows: int, points: int) -> np.ndarray:
    from scipy.stats import qmc  # noqa: PLC0415 - a second and a half, needed only where something is simulated

    floats = qmc.Sobol(rows, scramble=False, bits=BITS).random(points)
    return np.ascontiguousarray((floats * (1 << BITS)).astype(np.uint32).T)


def replicated(
    task: Callable[[Work], np.ndarray], draws: int, seed: int, executor: Executor | None, progress: Progress | None
) -> np.ndarray:
    """Means of the replicates, shape (quantities, replicates), that `task` returns for each chunk of `draws`.

    Only `draws` and `seed` decide how the work is cut and what is drawn.

    Raises:
        InvalidInput: `draws` that is no power of two of at least 64.
    """
    if positive("draws", draws) != int(draws) or draws < 2 * REPLICATES or int(draws) & (int(draws) - 1):
        raise InvalidInput(f"draws is {draws}, but it must be a power of two of at least {2 * REPLICATES}, as 4096 is")
    chunks = max(1, int(draws) // CHUNK)
    replicates = max(1, REPLICATES // chunks)
    points = int(draws) // chunks // replicates
    work = [Work(child, replicates, points) for child in np.random.SeedSequence(seed).spawn(chunks)]
    return np.concatenate(computed(task, work, executor, progress), axis=1)


def estimated(means: np.ndarray) -> Estimate:
    """The estimate from means of replicates in the last axis."""
    return Estimate(means.mean(axis=-1), means.std(axis=-1, ddof=1) / np.sqrt(means.shape[-1]))
