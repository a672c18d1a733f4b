"""The position of lesson 02: 10 units from 100 USDT with 100 USDT posted; its path, and the figures of its items."""

import numpy as np
from numpy.typing import NDArray

from marginlib import formulas

ENTRY, UNITS, POSTED = 100.0, 10.0, 100.0
RATE, INITIAL, FUNDING = 0.005, 0.1, 0.0001  # shares of the value: maintenance, initial margin, each payment
PAYMENTS = 3  # of funding in a day
END = 60
STEPS = np.arange(END + 1.0)
KNOTS = (0, 6, 12, 20, 26, 32, 40, 48, 60)
WAY = (100, 100.6, 98.2, 95, 93.2, 90.9, 88.4, 90.8, 95.6)


def path(side: int = 1) -> NDArray[np.float64]:
    """The price at each step of the story; for a short (-1) it is mirrored at the entry.

    >>> [round(float(price), 1) for price in (path()[0], path().min(), path()[-1], path(-1).max())]
    [100.0, 87.9, 95.7, 112.1]
    """
    waves = 0.35 * np.sin(1.7 * STEPS) + 0.25 * np.sin(0.9 * STEPS + 1)
    price: NDArray[np.float64] = np.interp(STEPS, KNOTS, WAY) + waves
    price[0] = ENTRY
    return ENTRY + side * (price - ENTRY)


def line(collateral: float, size: float, entry: float, percent: float) -> float:
    """The liquidation price of a position of signed `size`, of which the venue asks for `percent`.

    >>> round(line(100, 10, 100, 0.5), 4), round(line(100, -10, 100, 0.5), 4)
    (90.4523, 109.4527)
    """
    return float(formulas.liquidation_price(collateral, size, entry, percent / 100))


def line_at_entry(collateral: float, size: float, entry: float, percent: float) -> float:
    """The same if the venue counted its share at the entry price."""
    return float(formulas.liquidation_price(collateral, size, entry, 0, -percent / 100 * abs(size) * entry))


def floor(collateral: float, size: float, entry: float) -> float:
    """The bankruptcy price."""
    return float(formulas.bankruptcy_price(collateral, size, entry))
