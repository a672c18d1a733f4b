"""The venue of lesson 12: Eve, who trades with herself, the deposits of all others, and a price that she can push."""

from typing import Any

import numpy as np

from marginlib.oracle import Lies, lies

SIZE = 1_000.0  # USDT: the most that Eve may hold long, and short as well; as much is posted behind each
OTHERS, FUND = 8_000.0, 300.0  # USDT: deposits of all others, and the fund that the market may have of its own
DEPTH, PUSHED = 1_000.0, 10.0  # USDT on one side of the pool that is pushed; times the true price
LEAST, MOST = 2.0, 100.0  # times the true price: a smaller lie only moves Eve's own money
POOL, OWN = "one pool", "own fund"
RULES = {"last trade": "last", "average over blocks": "average", "median of three": "median"}
NOTHING = 0.005  # USDT
LIES = np.append(np.geomspace(LEAST, MOST, 118), [PUSHED])


def told(
    times: Any, depth: float = DEPTH, rule: str = "last", window: int = 1, walls: str = POOL, cap: float = SIZE
) -> Lies:
    """What a lie costs and takes here, where Eve holds as much as the `cap` on open interest allows.

    >>> round(told(10).pays), round(told(10, rule="median").pays)
    (6521, 5043)
    """
    return lies(times, depth, rule, window, size=cap, stake=cap, reachable=reach(walls))


def reach(walls: str) -> float:
    """How much money of others the market reaches.

    >>> reach(POOL), reach(OWN)
    (8000.0, 300.0)
    """
    return FUND if walls == OWN else OTHERS


def dearest(**how: Any) -> tuple[float, float]:
    """Which lie from 2 to 100 pays most, and how much that is.

    >>> dearest(walls=OWN)
    (2.3, 124.04)
    """
    kink = 2 + reach(how.get("walls", POOL)) / how.get("cap", SIZE)  # the smallest that takes all there is to take
    tried = np.sort(np.append(LIES, min(max(kink, LEAST), MOST)))
    pays = told(tried, **how).pays
    best = int(np.argmax(pays))
    return round(float(tried[best]), 2), round(float(pays[best]), 2)


def late(window: float) -> float:
    """How many blocks an average is behind on a steady way.

    >>> late(30)
    14.5
    """
    return (window - 1) / 2
