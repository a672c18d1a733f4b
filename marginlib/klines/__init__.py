"""Candles from anywhere: which columns they stand in, how they are read, and several markets side by side.

`marginlib.readers` is the door to it.
"""

from marginlib.klines.alignment import aligned
from marginlib.klines.measuring import Measured, measured
from marginlib.klines.reading import bar, candles

__all__ = ["Measured", "aligned", "bar", "candles", "measured"]
