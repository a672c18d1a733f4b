"""How likely is liquidation: first passage in closed form, and Monte Carlo where there is none.

`touch` is the closed form for one price and one barrier, `touch_with_jumps` the simulation of a price that jumps,
`fates` that of a whole book in any margin modes, `distance` how many standard deviations away each pool fails.
"""

from marginlib.probability.draws import Estimate, Sampling
from marginlib.probability.fate import Fate, distance, fates
from marginlib.probability.motion import Motion
from marginlib.probability.netting import expected_exposure, members_for_clearing
from marginlib.probability.passage import Passage, touch, touch_with_jumps

__all__ = [
    "Estimate",
    "Fate",
    "Motion",
    "Passage",
    "Sampling",
    "distance",
    "expected_exposure",
    "fates",
    "members_for_clearing",
    "touch",
    "touch_with_jumps",
]
