"""The longs of lesson 08: two crowds at round leverages, the same longs spread evenly, and three markets at once."""

import numpy as np
from numpy.typing import NDArray

from marginlib import formulas
from marginlib.book import Book, Mode
from marginlib.cascade import cascade, exposures
from marginlib.modes import basket, cross, isolated
from marginlib.schedules import FlatRate

Prices = NDArray[np.float64]

START, RATE = 100.0, 0.005  # USDT; maintenance
LONGS, DEEPEST = 400, 20.0  # longs of one unit; percent within which they are liquidated where they are spread
DENSITY = LONGS / DEEPEST  # units liquidated for each USDT of price, spread evenly
SLOPE = 0.025  # USDT for each unit sold
CROWDS = (20, 10)  # leverages that everybody likes
MARKETS = ("BTC", "ETH", "SOL")
STAY = "stay"
BUYERS = {STAY: 0, "half leave each 10 %": 10, "half leave each 5 %": 5}  # percent that sales have pushed
BIDS = (99.5, 99.0, 98.0, 97.0, 95.5, 94.0, 92.0, 89.0)  # USDT, of the book that a position is sold into
SIZES = (3.0, 5.0, 4.0, 8.0, 6.0, 5.0, 4.0, 5.0)
OWNERS = 200  # of a long in each of the three markets
MODES: dict[str, Mode] = {"isolated": isolated, "basket": basket(["major", "major", "minor"] * OWNERS), "cross": cross}


def line(leverage: float) -> float:
    """Liquidation price of a long of one unit from 100 USDT.

    >>> round(line(20), 2), round(line(10), 2)
    (95.48, 90.45)
    """
    return float(formulas.liquidation_price(START / leverage, 1, START, RATE))


def evenly(count: int, span: float = DEEPEST) -> Prices:
    """Liquidation prices of so many longs, spread evenly from 100 USDT down over `span`, the nearest first.

    >>> evenly(4).tolist()
    [97.5, 92.5, 87.5, 82.5]
    """
    return START - (np.arange(count) + 0.5) * span / max(count, 1)


def posted(lines: Prices) -> Prices:
    """What stands behind longs of one unit from 100 USDT that are liquidated at these prices.

    >>> posted(np.array([line(20), line(10)])).round(6).tolist()
    [5.0, 10.0]
    """
    return START - (1 - RATE) * lines


def three_markets() -> Book:
    """200 owners with a long of one unit in each of three markets, whose lines lie evenly from 100 to 80 in each."""
    owners = np.repeat(np.arange(OWNERS), len(MARKETS))
    behind = posted(evenly(OWNERS))[owners]
    flat = dict.fromkeys(MARKETS, FlatRate(RATE))
    names = [str(owner) for owner in owners]
    return Book(list(MARKETS) * OWNERS, np.ones(owners.size), np.full(owners.size, START), behind, flat, names)


def falls(mode: str, shocks: Prices, slope: float = 0.05) -> Prices:
    """How far each of three markets falls in percent, when they are shocked by so much, in a mode of `MODES`.

    >>> falls("isolated", np.array([8.0, 0.0, 0.0])).round(2).tolist()
    [15.95, 0.0, 0.0]
    """
    spaces, sizes = exposures(three_markets(), MODES[mode])
    return np.asarray(START - cascade(spaces, sizes, START - shocks, lambda traded: slope * traded).prices)
