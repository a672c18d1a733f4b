"""Candles: open, high, low and close over time, and the levels they touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.errors import InvalidInput, nonzero, one_of

PRICES = ("open", "high", "low", "close")


@dataclass(frozen=True)
class Candles:
    """Columns of candles in the order of time, shape (n,).

    Args:
        time: when each candle opens, UTC, as `datetime64`.
        open, high, low, close: prices.
        name, source: what it is, and where it comes from.
        cited: True where a published source gives the candle, False where it is made up; all True where not given.

    Raises:
        InvalidInput: no candle at all, columns of different length, a price that is not a finite number above zero, a
            high below or a low above another price of its candle, times that do not ascend.

    >>> day = Candles(["2020-03-12T10"], [7358.51], [7368.50], [5199.17], [5981.07])
    >>> len(day), day.hours.tolist()
    (1, [0.0])
    """

    time: Any
    open: Any
    high: Any
    low: Any
    close: Any
    name: str = ""
    source: str = ""
    cited: Any = None

    def __post_init__(self) -> None:
        time = np.asarray(self.time, dtype="M8[us]")
        columns = {name: np.asarray(getattr(self, name), dtype=float) for name in PRICES}
        cited = np.ones(time.shape, bool) if self.cited is None else np.asarray(self.cited, dtype=bool)
        for name, column in {"cited": cited, **columns}.items():
            if column.shape != time.shape or column.ndim != 1:
                raise InvalidInput(f"column {name} has the shape {column.shape}, time {time.shape}; give one a candle")
        if not time.size:
            raise InvalidInput("there is no candle at all; give one at least")
        fault = first_fault(time, *columns.values())
        if fault:
            raise InvalidInput(f"candle {fault[0]} {fault[1]}")
        for name, column in {"time": time, "cited": cited, **columns}.items():
            object.__setattr__(self, name, column)

    def __len__(self) -> int:
        return len(self.time)

    @property
    def hours(self) -> np.ndarray:
        """Hours from the first candle to each, shape (n,)."""
        hours: np.ndarray = (self.time - self.time[0]) / np.timedelta64(1, "h")
        return hours


def first_fault(
    time: np.ndarray, opened: np.ndarray, high: np.ndarray, low: np.ndarray, closed: np.ndarray
) -> tuple[int, str] | None:
    """Index of the first candle that cannot be, and what is wrong with it in words; None where all can be.

    >>> first_fault(np.array([0, 0]), *np.ones((4, 2)))
    (1, 'is not later than the one before it: sort by time and drop duplicates')
    """
    prices = np.array([opened, high, low, closed])
    found = [
        (np.flatnonzero(wrong), words)
        for wrong, words in (
            ((~(np.isfinite(prices) & (prices > 0))).any(axis=0), "has a price that is no finite number above zero"),
            (high < prices.max(axis=0), "has a high below its open, low or close"),
            (low > prices.min(axis=0), "has a low above its open or close"),
            (
                np.append(False, ~(time[1:] > time[:-1])),
                "is not later than the one before it: sort by time and drop duplicates",
            ),
        )
    ]
    return min(
        ((int(places[0]), words) for places, words in found if places.size), key=lambda one: one[0], default=None
    )


def touches(candles: Candles, level: float, size: float) -> int | None:
    """Index of the first candle in which a position of signed `size` meets `level`, None where none does.

    A long meets it in the first candle whose low is at or below it, a short in the first whose high is at or above it.

    >>> day = Candles(["2025-10-10T20", "2025-10-10T21"], [116605.2, 114200.4], [117145.3, 115075.6],
    ...               [112786.6, 101516.5], [114198.0, 113253.6])
    >>> touches(day, 105_000.0, size=1.0), touches(day, 118_000.0, size=-1.0)
    (1, None)
    """
    nonzero("size", size)
    if np.isnan(level):
        raise InvalidInput("level is nan, but it must be a price; a leg that nets to nothing has no liquidation price")
    met = np.flatnonzero(candles.low <= level if size > 0 else candles.high >= level)
    return int(met[0]) if met.size else None


def extremes(candles: Candles, first: str = "low") -> np.ndarray:
    """The prices that an engine walks through: open, both extremes and close of each candle, shape (n, 4).

    A candle does not say which extreme came `first`, "low" or "high": walk both ways where it matters.

    >>> extremes(Candles(["2025-10-10T21"], [114200.4], [115075.6], [101516.5], [113253.6])).tolist()
    [[114200.4, 101516.5, 115075.6, 113253.6]]
    """
    one_of("first", first, ("low", "high"))
    inside = (candles.low, candles.high) if first == "low" else (candles.high, candles.low)
    return np.stack([candles.open, *inside, candles.close], axis=1)
