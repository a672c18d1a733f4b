"""First passage of one price without a draw: in closed form, or carried from look to look and from jump to jump.

`touch` is the closed form for a price that is watched all the time, `ends` asks also where it ends, `ladder` takes
looks, jumps and bad debt.
"""

from marginlib.passage.closed import deviations, ends, touch
from marginlib.passage.ladder import Looked, ladder

__all__ = ["Looked", "deviations", "ends", "ladder", "touch"]
