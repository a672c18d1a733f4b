"""How likely one price with jumps reaches one barrier, by simulation."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from marginlib.errors import checked, instance, positive
from marginlib.kinds import one_kind
from marginlib.probability.draws import USUAL, Estimate, Sampling, estimated, replicated
from marginlib.probability.motion import Motion
from marginlib.probability.simulation import Look, Process, run


@dataclass(frozen=True)
class Passage:
    """Probability of reaching a barrier, and of a jump that lands beyond bankruptcy in doing so."""

    touched: Estimate
    beyond_bankruptcy: Estimate


@one_kind
def touch_with_jumps(
    spot: float, barrier: float, motion: Motion, sampling: Sampling = USUAL, *, bankruptcy: float | None = None
) -> Passage:
    """Probability that a price with jumps reaches `barrier` within the horizon of `motion`, by simulation.

    The side is read off the barrier: below the spot a long's, above it a short's; at the spot the probability is 1.
    Without jumps there is a closed form (`touch`).

    Args:
        spot, barrier: prices above zero.
        motion: of the one price.
        sampling: the path is cut there besides at its jumps; one step is enough, for the bridge between is exact.
        bankruptcy: price beyond the barrier where nothing is left; the barrier itself where not given.

    Raises:
        InvalidInput: a parameter without a meaning, a bankruptcy price on the near side of the barrier.

    Source: Merton (1976); Metwally and Atiya (2002).

    >>> from marginlib.paths import Jumps
    >>> motion = Motion(0.52, 7 / 365, jumps=Jumps(20, -0.03, 0.06))
    >>> found = touch_with_jumps(100.0, 90 / 0.995, motion, bankruptcy=90.0)
    >>> print(found.touched, found.beyond_bankruptcy, sep=", ")
    0.21...
    """
    positive("barrier", barrier)
    instance("motion", motion, Motion, "a Motion, such as Motion(0.6, 7 / 365)")
    instance("sampling", sampling, Sampling, "a Sampling, such as Sampling(4096)")
    process = Process.of([""], positive("spot", spot), motion, sampling.steps or 1)
    side, end = float(np.sign(spot - barrier)), barrier if bankruptcy is None else bankruptcy
    wanted = f"above zero and beyond the barrier {barrier}"
    checked("bankruptcy price", end, lambda price: price > 0 and side * (barrier - price) >= 0, wanted)
    scale = side / float(process.root[0, 0])
    cushion = scale * float(np.log(barrier / end))
    look = partial(_look, float(np.log(barrier)), scale, cushion)
    task = partial(run, look, process, bridged=sampling.bridged)
    touched, beyond, *_ = map(estimated, replicated(task, sampling))
    return Passage(touched, beyond)


def _look(barrier: float, scale: float, cushion: float, logs: np.ndarray) -> Look:
    """A pool of one leg, by its barrier: of its equity only the sign is known."""
    distance = (logs - barrier) * scale
    return Look(distance, distance, distance + cushion if cushion else distance, distance)
