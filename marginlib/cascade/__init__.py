"""Does one liquidation cause the next? A shock followed to where nothing more falls.

Whoever is liquidated trades, the trade moves the price, and the price liquidates the next. With liquidations spread
evenly over prices (`density`, base units for each unit of price) and an impact of `slope` (price for each unit of
base), a fall of 1 sells `density` units, which makes another fall of ``n = slope * density``, and so on: the price
moves ``1 / (1 - n)`` times the shock. n is the branching ratio: how many units each liquidated unit liquidates.
Below 1 every cascade ends by itself.

Here a whole pool is closed at once when it fails, and trades never revert. The first fixed point on the way is the
answer: nobody falls who would have stood.
"""

from marginlib.cascade.ladder import Fallen, Impact, Ladder, TriggerIndex
from marginlib.cascade.markets import Cascade, cascade, exposures
from marginlib.cascade.ratios import (
    amplification,
    branching_ratio,
    critical_shock,
    leaving_impact,
    measured_branching,
)

__all__ = [
    "Cascade",
    "Fallen",
    "Impact",
    "Ladder",
    "TriggerIndex",
    "amplification",
    "branching_ratio",
    "cascade",
    "critical_shock",
    "exposures",
    "leaving_impact",
    "measured_branching",
]
