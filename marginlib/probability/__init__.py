"""How likely is liquidation: first passage in closed form, and Monte Carlo where there is none.

`touch` is the closed form for one price and one barrier, `ladder` the same with looks and jumps, without a draw (both
from `marginlib.passage`); `touch_with_jumps` is the simulation of a price that jumps,
`fates` that of a whole book in any margin modes, `distance` how many standard deviations away each pool fails.
"""

from marginlib.passage import Looked, deviations, ends, ladder, touch
from marginlib.probability.draws import Estimate, Sampling
from marginlib.probability.fate import Fate, distance, fates
from marginlib.probability.motion import Motion
from marginlib.probability.netting import expected_exposure, members_for_clearing
from marginlib.probability.passage import Passage, touch_with_jumps

__all__ = [
    "Estimate",
    "Fate",
    "Looked",
    "Motion",
    "Passage",
    "Sampling",
    "deviations",
    "distance",
    "ends",
    "expected_exposure",
    "fates",
    "ladder",
    "members_for_clearing",
    "touch",
    "touch_with_jumps",
]
