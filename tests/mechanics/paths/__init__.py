"""Price paths: simulated ones, candles from files, stress days."""
