"""Lesson 04: a book walked through one of the worst days there were, and what is left of each of its pools."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from marginlib.book import Book, Mode
from marginlib.paths import extremes, stress_day

OWN = {("2025-10-10", "ETH"): "2025-10-10 ETH"}  # a day of which another market has candles of its own
PARTS = np.array([0, 1, 2, 3]) / 4  # a candle is walked as open, low, high, close


@dataclass(frozen=True)
class Day:
    """Prices of each market from 100 on, shape (times, markets), the hour of each, and where they come from."""

    name: str
    hours: np.ndarray
    prices: np.ndarray
    worst: float
    source: str


@dataclass(frozen=True)
class End:
    """What became of a pool: the hour it was closed at, the prices then (or at the end), what it held and lacked."""

    hour: float | None
    prices: np.ndarray
    left: float
    lacking: float


@lru_cache
def walked(name: str, markets: tuple[str, ...], correlation: float) -> Day:
    """The day as BTC lived it, lows first. A market without candles of its own moves `correlation` times as far.

    >>> day = walked("2020-03-12", ("BTC", "ETH"), 0.5)
    >>> [round(float(low), 1) for low in day.prices.min(axis=0)]
    [45.6, 67.5]
    """
    candles = stress_day(name)
    btc = _from_100(extremes(candles))
    columns = []
    for market in markets:
        if (name, market) in OWN:
            columns.append(_from_100(extremes(stress_day(OWN[name, market]))))
        else:
            columns.append(btc if market == "BTC" else 100 * (btc / 100) ** correlation)
    hours = np.append((candles.hours[:, None] + PARTS).ravel(), candles.hours[-1] + 1)
    prices = np.stack(columns, axis=1)
    return Day(name, hours, np.append(prices, prices[-1:], axis=0), float(btc.min() - 100), candles.source)


def _from_100(prices: np.ndarray) -> np.ndarray:
    return np.asarray(100 * prices.ravel() / prices[0, 0])


def ends(book: Book, mode: Mode, day: Day, *, always: bool) -> list[End]:
    """What becomes of each pool of `mode`: closed where the straight way between two prices meets its line.

    A venue that does not look `always` looks once, at the end of the day.
    """
    lines = book.half_spaces(mode)
    excess = day.prices @ lines.normals.T - lines.offsets
    return [
        _end(book, mode, day, pool, excess[:, pool] if always else excess[-1:, pool])
        for pool in range(len(lines.offsets))
    ]


def _end(book: Book, mode: Mode, day: Day, pool: int, excess: np.ndarray) -> End:
    below = np.flatnonzero(excess < 0)
    hour, prices = None, day.prices[-1]
    if below.size:
        after = int(below[0]) + len(day.hours) - len(excess)
        hour = float(day.hours[after])
        prices = day.prices[after]
        if len(excess) > 1:
            before, now = excess[below[0] - 1 : below[0] + 1]
            share = before / (before - now)
            hour, prices = (
                column[after - 1] + share * (column[after] - column[after - 1]) for column in (day.hours, day.prices)
            )
    equity = float(book.risk(mode, dict(zip(book.schedules, prices.tolist(), strict=True))).equity[pool])
    return End(hour, prices, max(equity, 0.0), max(-equity, 0.0))
