"""Where prices go: simulated paths, candles, and the stress days of the past.

A candle says where a price opened, how high and how low it went, and where it closed. Whatever watches for
liquidations reads the lows and highs (`touches`, `extremes`): on 2025-10-10 the price fell 11.1 % within an hour that
closed 0.8 % down, and closes alone do not know of it.
"""

from marginlib.paths.candles import Candles, extremes, touches
from marginlib.paths.simulated import Jumps, correlation_root, gbm, merton
from marginlib.paths.stress import StressPath, stress_day, stress_days, stress_path

__all__ = [
    "Candles",
    "Jumps",
    "StressPath",
    "correlation_root",
    "extremes",
    "gbm",
    "merton",
    "stress_day",
    "stress_days",
    "stress_path",
    "touches",
]
