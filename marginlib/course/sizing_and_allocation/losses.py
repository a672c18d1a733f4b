"""What two isolated longs may lose together, when their prices move independently of each other."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from marginlib.course.sizing_and_allocation.account import Prices
from marginlib.position import Position
from marginlib.sizing import loses_more

NODES = 64  # cells into which the losses of the first position are cut


def loses_together(positions: Sequence[Position], loss: Any, volatility: Sequence[float], years: float) -> Prices:
    """Probability that two positions with walls of their own together lose more than `loss`, each of its values.

    Both may be closed, or one of them, or neither: then the losses of the first are cut into cells, and the second has
    to lose the rest. A gain of one makes up for a loss of the other.

    >>> from marginlib.course.sizing_and_allocation.account import long
    >>> print(loses_together([long(), long()], np.array([100.0, 199.0]), [0.6, 1.2], 7 / 365).round(3))
    [0.321 0.137]
    """
    beyond = np.asarray(loss, dtype=float)
    posted = [float(one.collateral) for one in positions]
    closed = [
        float(loses_more(one, np.nextafter(money, -np.inf), deviation, years)) if money else 1.0
        for one, money, deviation in zip(positions, posted, volatility, strict=True)
    ]

    def still_open(place: int, losses: Prices) -> Prices:
        """Probability that one of them is never closed and loses more than each of these."""
        if not posted[place]:
            return np.zeros_like(losses)
        more = loses_more(positions[place], losses, volatility[place], years)
        return np.where(losses < posted[place], np.maximum(more - closed[place], 0.0), 0.0)

    # gains of the first beyond what the second may lose leave no loss together
    edges = np.linspace(-posted[1], posted[0], NODES + 1)
    cells = -np.diff(still_open(0, edges))
    rest = np.expand_dims(beyond, -1) - (edges[1:] + edges[:-1]) / 2
    found = (still_open(1, rest) * cells).sum(axis=-1) + closed[0] * still_open(1, beyond - posted[0])
    found = found + closed[1] * still_open(0, beyond - posted[1])
    return np.asarray(found + closed[0] * closed[1] * (beyond < sum(posted)))
