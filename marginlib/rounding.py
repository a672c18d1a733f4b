"""Rounding to a tick, with the direction in the name; exact for Fractions and Decimals."""

from __future__ import annotations

from typing import Any

from marginlib.arithmetic import ceiling, floor


def round_up(value: Any, tick: Any) -> Any:
    """Smallest multiple of `tick` that is not below `value`.

    >>> round_up(7, 5)
    10
    """
    return ceiling(value / tick) * tick


def round_down(value: Any, tick: Any) -> Any:
    """Largest multiple of `tick` that is not above `value`.

    >>> round_down(7, 5)
    5
    """
    return floor(value / tick) * tick


def round_nearest(value: Any, tick: Any) -> Any:
    """Multiple of `tick` nearest to `value`; halves go up, and infinity, the price of no price, stays infinity.

    >>> round_nearest(7, 5), round_nearest(8, 5), round_nearest(float("inf"), 5)
    (5, 10, inf)
    """
    return floor((2 * value / tick + 1) / 2) * tick
