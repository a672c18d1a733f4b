"""What people bring: candles, tier tables, positions and funding rates, from any venue or tool, through one door each.

A reader says in one line what it took the thing for, and what it repaired; what it cannot read it refuses with place,
cause and way out. It never guesses in silence.
"""

from marginlib.readers.klines import aligned, bar, candles

__all__ = ["aligned", "bar", "candles"]
