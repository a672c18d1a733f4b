"""The account of lesson 00: 100 USDT behind a long of BTC, 100 behind a short of 5 ETH, 200 free; and its crash."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from marginlib import formulas
from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.learn.draw import Draw
from marginlib.schedules import FlatRate

Prices = NDArray[np.float64]

ENTRY, POSTED, FREE, ETH_SIZE, RATE = 100.0, 100.0, 200.0, -5.0, 0.005
DEPOSIT = 2 * POSTED + FREE
START, END = 12, 48  # the fall begins, the story ends
HOURS = np.arange(END + 1.0)
SEED = 20


def crash(depth: float, speed: int, back: float = 0.6) -> tuple[Prices, Prices]:
    """BTC and ETH at each hour: BTC falls by `depth` USDT within `speed` hours, and a share `back` of it comes back.

    ETH falls three tenths as far. Small steps from a fixed seed vanish where the fall begins and ends, and at the end.

    >>> btc, eth = crash(18, 8)
    >>> btc[20], round(float(btc[48]), 2), crash(18, 8, back=1.0)[0][48]
    (np.float64(82.0), 92.8, np.float64(100.0))
    """
    pins = [0, START, START + speed, END]
    fall = np.interp(HOURS, pins, [0, 0, 1, 1 - back])
    steps = np.random.default_rng(SEED).normal(0, 0.45, (2, END + 1)).cumsum(axis=1)
    btc, eth = (walk - np.interp(HOURS, pins, walk[pins]) for walk in steps)
    return ENTRY - depth * fall + btc, ENTRY - 0.3 * depth * fall + eth


def book(leverage: float) -> Book:
    """The account that Ada and Bo open alike: what 100 USDT buy of BTC at `leverage`, short 5 ETH, and 200 free.

    The venue closes a pool when its equity is not above what it needs.

    >>> book(10).size.tolist()
    [10.0, -5.0]
    """
    sizes = [float(formulas.size_from_margin(POSTED, leverage, ENTRY)), ETH_SIZE]
    rules, flat = Conventions(trigger="inclusive"), FlatRate(RATE)
    return Book(
        ["BTC", "ETH"],
        sizes,
        [ENTRY] * 2,
        [POSTED] * 2,
        {"BTC": flat, "ETH": flat},
        free={"": FREE},
        conventions=rules,
    )


def drawn(draw: Draw) -> dict[str, Any]:
    """An account whose isolated long is closed, and where the prices stand now."""
    return {
        "free": draw.choice((150, 250, 300, 350)),  # not 200, which stands behind the trades
        "price": draw.choice((91, 95, 99)),
        "ether": draw.choice((92, 94, 96, 104, 106, 108)),
    }


def legs(price: float, ether: float) -> tuple[float, float]:
    """Profit of the long of 10 BTC and of the short of 5 ETH, both from 100."""
    return float(formulas.pnl(10, ENTRY, price)), float(formulas.pnl(ETH_SIZE, ENTRY, ether))
