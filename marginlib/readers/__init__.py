"""What people bring: candles, tier tables, positions, fills and funding rates, from any venue or tool, one door each.

A reader says in one line what it took the thing for, and what it repaired; what it cannot read it refuses with place,
cause and way out. It never guesses in silence.
"""

from marginlib.klines import Measured, aligned, bar, candles, measured
from marginlib.readers.brackets import Tiers, tiers
from marginlib.readers.executions import Fills, Rate, fills, funding
from marginlib.readers.positions import Positions, positions

__all__ = [
    "Fills",
    "Measured",
    "Positions",
    "Rate",
    "Tiers",
    "aligned",
    "bar",
    "candles",
    "fills",
    "funding",
    "measured",
    "positions",
    "tiers",
]
