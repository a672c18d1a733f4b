"""Draws that fill the space evenly, in replicates that say how far the answer may be off, wherever they are computed.

What a chunk of draws gives depends on its seed alone, never on who computes it or when, and results are put together
in the order of the chunks: every `concurrent.futures.Executor` gives the same bits.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Any

import numpy as np
from scipy.special import ndtri

from marginlib.errors import checked, whole
from marginlib.kinds import one_kind
from marginlib.paths.simulated import seeded
from marginlib.probability.sobol import BITS, sobol

Progress = Callable[[int, int], None]
REPLICATES, CHUNK = 32, 8_192  # draws in one chunk: its columns stay in the cache


@dataclass(frozen=True)
class Sampling:
    """How a simulation is drawn, how often its paths are cut, and who computes it.

    Args:
        draws: a power of two of at least 64. An error four times smaller takes four to sixteen times as many.
        steps: cuts of a path of equal length. None: one for a single barrier, where the bridge between is exact, and
            eight for a book, where more steps take better account of pools that come near their edges together and of
            edges that are not flat.
        bridged: pools are watched between the steps too. False looks at them after each step only, and closes them at
            the price that the look finds.
        seed: the same seed gives the same figures.
        executor: an executor of `concurrent.futures`, of Dask or of your own; the figures are the same for all.
        progress: called with the number of chunks done and of all.

    Raises:
        InvalidInput: draws that are no power of two of at least 64, steps that are no whole number, a negative seed.

    >>> Sampling(draws=1000)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: draws is 1000, but it must be a power of two of at least 64, as 4096 is
    """

    draws: int = 4096
    steps: int | None = None
    bridged: bool = True
    seed: int = 0
    executor: Executor | None = None
    progress: Progress | None = None

    @one_kind
    def __post_init__(self) -> None:
        least = 2 * REPLICATES
        wanted = f"a power of two of at least {least}, as 4096 is"
        checked("draws", self.draws, lambda count: count >= least and np.log2(count) % 1 == 0, wanted)
        if self.steps is not None:
            whole("steps", self.steps)
        seeded(self.seed)


USUAL = Sampling()


@dataclass(frozen=True)
class Estimate:
    """A mean over draws and its standard error; for several quantities arrays of both.

    The error is the spread of independent replicates (32, or more in long runs), each of them a Sobol point set of
    its own random shift, so it is honest although the points of one replicate are not independent.

    It prints one digit of the error, two where the first is 1, and the value to the same place.

    >>> print(Estimate(0.21754, 0.00138), Estimate(0.21754, 0.00271), sep=", ")
    0.2175 ± 0.0014, 0.218 ± 0.003
    """

    value: Any
    error: Any

    def __str__(self) -> str:
        if not self.error > 0:
            return f"{self.value:.4g} ± {self.error:g}"
        digits, _, power = f"{self.error:.1e}".partition("e")
        places = max((digits[0] == "1") - int(power), 0)
        return f"{self.value:.{places}f} ± {self.error:.{places}f}"


class Draws:
    """Columns of n draws, row after row: shifted Sobol points first, pseudo-random numbers after `rows` rows."""

    def __init__(self, seed: np.random.SeedSequence, replicates: int, points: int, rows: int) -> None:
        self.count = replicates * points
        self._random = np.random.Generator(np.random.SFC64(seed))
        self._shifts = self._random.integers(0, 1 << BITS, (rows, replicates, 1), dtype=np.uint32)
        self._points = sobol(rows, points)[:, None]

    def uniform(self, rows: int) -> Any:
        """The next `rows` rows of uniform numbers, shape (rows, n)."""
        if rows > len(self._points):
            return self._random.random((rows, self.count))
        bits = self._points[:rows] ^ self._shifts[:rows]
        self._points, self._shifts = self._points[rows:], self._shifts[rows:]
        return (bits.reshape(rows, self.count) + 0.5) / (1 << BITS)

    def normal(self, rows: int) -> Any:
        """The next `rows` rows of standard normal numbers, shape (rows, n)."""
        if rows > len(self._points):
            return self._random.standard_normal((rows, self.count))
        return ndtri(self.uniform(rows))


def replicated(task: Callable[[int, int, np.random.SeedSequence], np.ndarray], sampling: Sampling) -> np.ndarray:
    """Means of the replicates, shape (quantities, replicates), that ``task(replicates, points, seed)`` gives by chunk.

    Only the draws and the seed of `sampling` decide how the work is cut and what is drawn.
    """
    draws = int(sampling.draws)
    chunks = max(1, draws // CHUNK)
    replicates = max(1, REPLICATES // chunks)
    seeds = np.random.SeedSequence(sampling.seed).spawn(chunks)
    chunk = partial(task, replicates, draws // chunks // replicates)
    return np.concatenate(computed(chunk, seeds, sampling.executor, sampling.progress), axis=1)


def estimated(means: np.ndarray) -> Estimate:
    """The estimate from means of replicates in the last axis."""
    return Estimate(means.mean(axis=-1), means.std(axis=-1, ddof=1) / np.sqrt(means.shape[-1]))


def computed(
    task: Callable[[Any], Any],
    chunks: Sequence[Any],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Any]:
    """``[task(chunk) for chunk in chunks]``, by `executor` where one is given.

    `progress` is called with the number of chunks done and of all. Executors that send work to other processes need a
    task and chunks that can be pickled. A pool that breaks because a worker died gets nothing more to do: what it has
    not delivered is computed here. Dask submits the chunks of a dead worker again by itself.

    >>> computed(abs, [-1, 2], progress=lambda done, total: print(done, "of", total))
    1 of 2
    2 of 2
    [1, 2]
    """
    futures: list[Future[Any]] = []
    if executor is not None:
        with suppress(BrokenExecutor):
            futures.extend(executor.submit(task, chunk) for chunk in chunks)
    results = []
    try:
        for done, (chunk, future) in enumerate(zip_longest(chunks, futures), 1):
            try:
                results.append(future.result() if future else task(chunk))
            except (BrokenExecutor, CancelledError):
                results.append(task(chunk))
            if progress is not None:
                progress(done, len(chunks))
    finally:
        for future in futures:
            future.cancel()
    return results
