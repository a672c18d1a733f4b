"""The account of lesson 05: a long from 100 USDT with 100 USDT posted, its chances, and the jumps of its price."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from marginlib import formulas

if TYPE_CHECKING:  # half a second, needed only where a chance is reckoned
    from marginlib.passage import Looked
    from marginlib.paths import Jumps

ENTRY = 100  # USDT
POSTED = 100  # USDT
RATE = 0.005  # maintenance
LEVERAGE, VOLATILITY, DAYS = 10, 60, 7  # of the question; percent a year
WEEKEND = {"leverage": 20, "days": 2}  # of Max, with whom the explorer opens
SHIFT = 0.5825971579390107  # -zeta(1/2) / sqrt(2 pi), deviations of a step (Broadie, Glasserman and Kou, 1997)
YEAR = 365  # days; these markets have no weekend
DRAWN = 20, -0.03, 0.06  # jumps a year at a volatility of 60 %, mean and deviation of one, in logarithms
QUARTER = 25  # percent of the variance that comes as jumps


def line(leverage: float) -> float:
    """Liquidation price of a long from 100 USDT with 100 USDT posted.

    >>> round(line(10), 2), round(line(5), 2)
    (90.45, 80.4)
    """
    return float(formulas.liquidation_price(POSTED, leverage, ENTRY, RATE))


def broke(leverage: float) -> float:
    """Its bankruptcy price.

    >>> broke(10)
    90.0
    """
    return float(formulas.bankruptcy_price(POSTED, leverage, ENTRY))


def distance(leverage: float, percent: float, days: float) -> float:
    """Deviations of `days` between the price and the line, in logarithms.

    >>> round(distance(10, 60, 7), 3)
    1.208
    """
    return math.log(ENTRY / line(leverage)) / (percent / 100 * math.sqrt(days / YEAR))


def met(level: float, percent: float, days: float, spot: float = ENTRY) -> float:
    """Chance in percent that a price meets a level within `days`, watched all the time, without jumps.

    >>> round(met(90, 60, 7), 2)
    21.58
    """
    from marginlib.passage import touch

    return 100 * float(touch(spot, level, percent / 100, days / YEAR))


def chance(leverage: float, percent: float, days: float) -> float:
    """Chance in percent that the long is liquidated within `days`, watched all the time, without jumps.

    >>> round(chance(10, 60, 7), 2), round(chance(5, 60, 30), 2)
    (23.87, 22.79)
    """
    return met(line(leverage), percent, days)


def shifted(leverage: float, percent: float, hours: float, shift: float = -SHIFT) -> float:
    """The line that is met as often under a watch as that of the long is by a look every so many hours.

    >>> round(shifted(10, 60, 24), 2)
    88.81
    """
    return line(leverage) * math.exp(shift * percent / 100 * math.sqrt(hours / 24 / YEAR))


def jumps(percent: float, share: float) -> tuple[float, Jumps | None]:
    """The volatility between jumps, and the jumps that bring `share` percent of the variance.

    A jump grows with the volatility: its mean is a twentieth of it downwards and its deviation a tenth, so each has an
    eightieth of a year's variance. At 60 % and a quarter they are the published 20 a year of -3 %, give or take 6 %.

    >>> rest, found = jumps(60, 25)
    >>> found, round(rest, 4)
    (Jumps(rate=20.0, mean=-0.03, deviation=0.06), 0.5196)
    """
    from marginlib.paths import Jumps

    volatility, part = percent / 100, share / 100
    if not share:
        return volatility, None
    return float(volatility * (1 - part) ** 0.5), Jumps(80 * part, -volatility / 20, volatility / 10)


@lru_cache(maxsize=512)
def looked(leverage: float, percent: float, days: float, *, looks: int | None = None, share: float = 0) -> Looked:
    """What becomes of the long: chances of being closed, and beyond bankruptcy, and what others pay on average, USDT.

    >>> print(*(f"{number:.4f}" for number in looked(10, 60, 7, looks=7)))
    0.1705 0.1341 2.0401
    """
    from marginlib.passage import ladder

    rest, jumping = jumps(percent, share)
    return ladder(
        ENTRY,
        line(leverage),
        rest,
        days / YEAR,
        looks=looks,
        jumps=jumping,
        bankruptcy=broke(leverage),
        size=float(leverage),
        quick=True,
    )
