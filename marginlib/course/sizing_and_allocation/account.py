"""The account of lesson 06: what its owner has, the longs of the story, and a week of them."""

import numpy as np
from numpy.typing import NDArray

from marginlib.book import Book
from marginlib.position import Position
from marginlib.schedules import FlatRate
from marginlib.sizing import Liquidations

Prices = NDArray[np.float64]

ENTRY, RATE, YEAR, WEEK = 100.0, 0.005, 365, 7 / 365
UNITS, POSTED, ADDED, CALM, WILD = 10.0, 100.0, 100.0, 0.6, 1.2  # volatilities of BTC and SOL a year
OWNED, BASE = 400.0, 200.0  # USDT that the owner of two longs has, and has posted behind them at first
NAMES = ("BTC", "SOL")
FLAT = FlatRate(RATE)


def long(units: float = UNITS, posted: float = POSTED) -> Position:
    """A long of BTC from 100 USDT behind a wall of its own.

    >>> round(float(long().liquidation_price), 2), round(float(long(posted=200).liquidation_price), 2)
    (90.45, 80.4)
    """
    return Position(units, ENTRY, posted, FLAT)


def two(value: float = 1_000.0, calm: float = CALM, wild: float = WILD, years: float = WEEK) -> Liquidations:
    """Two longs of `value` USDT each, of BTC with the volatility `calm` and of SOL with `wild`, and how they close.

    >>> round(two().any(np.array([100.0, 100.0])), 3)
    0.675
    """
    sizes = [value / ENTRY] * 2
    book = Book(NAMES, sizes, [ENTRY] * 2, [0.0] * 2, dict.fromkeys(NAMES, FLAT))
    return Liquidations(book, dict.fromkeys(NAMES, ENTRY), np.array([calm, wild]), years)
