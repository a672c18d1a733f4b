"""One price and one barrier, simulated: with jumps, which have no closed form, and to check what has one."""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from marginlib.errors import InvalidInput, positive
from marginlib.paths import Jumps
from marginlib.probability.draws import Estimate, estimated, replicated
from marginlib.probability.execution import Progress
from marginlib.probability.simulation import Look, Motion, Tally, run


@dataclass(frozen=True)
class Passage:
    """Probability of reaching a barrier, and of a jump that lands beyond bankruptcy in doing so."""

    touched: Estimate
    beyond_bankruptcy: Estimate


def touch_with_jumps(
    spot: float,
    barrier: float,
    volatility: float,
    years: float,
    jumps: Jumps | None,
    *,
    drift: float = 0.0,
    bankruptcy: float | None = None,
    steps: int = 1,
    bridged: bool = True,
    draws: int = 4096,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Passage:
    """Probability that a price with jumps reaches `barrier` within `years`, by simulation.

    The side is read off the barrier: below the spot a long's, above it a short's; at the spot the probability is 1.

    Args:
        spot, barrier: prices above zero.
        volatility: of the motion between jumps, a year.
        jumps: None for a price without jumps, which has a closed form (`touch`).
        drift: of the mean price a year, jumps included.
        bankruptcy: price beyond the barrier where nothing is left; the barrier itself where not given.
        steps: the path is cut there besides at its jumps; one is enough, for the bridge between is exact.
        bridged: False looks at the price after each step only.
        draws: a power of two of at least 64. An error four times smaller takes four to sixteen times as many.
        executor, progress: see `marginlib.probability.execution`; the result is the same for every executor.

    Raises:
        InvalidInput: a parameter without a meaning, a bankruptcy price on the near side of the barrier.

    Source: Merton (1976); Metwally and Atiya (2002).

    >>> found = touch_with_jumps(100.0, 90 / 0.995, 0.52, 7 / 365, Jumps(20, -0.03, 0.06), bankruptcy=90.0)
    >>> print(found.touched, found.beyond_bankruptcy, sep=", ")
    0.21...
    """
    positive("barrier", barrier)
    motion = Motion.of(spot, volatility, 0.0, years, drift, jumps, steps)
    scale = float(np.sign(spot - barrier)) / volatility
    cushion = float(np.log(barrier / positive("bankruptcy price", barrier if bankruptcy is None else bankruptcy)))
    if cushion * scale < 0:
        raise InvalidInput(f"bankruptcy price is {bankruptcy}, but it must lie beyond the barrier {barrier}")
    look = partial(_look, float(np.log(barrier)), scale, cushion * scale)
    task = partial(run, look, motion, _outcomes, bridged=bridged)
    return Passage(*map(estimated, replicated(task, draws, seed, executor, progress)))


def _look(barrier: float, scale: float, cushion: float, logs: np.ndarray, _: object) -> Look:
    distance = (logs - barrier) * scale
    return Look(distance, distance, distance + cushion if cushion else distance, distance)


def _outcomes(tally: Tally, _: object) -> np.ndarray:
    return np.concatenate([1 - tally.alive, tally.beyond])
