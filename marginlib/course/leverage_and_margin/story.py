"""Lesson 01: its three scenes as functions of time, in seconds: the rise behind a curtain, the dip, the slow fall."""

from collections.abc import Sequence

import numpy as np

from marginlib.course.leverage_and_margin.account import BOLD
from marginlib.course.leverage_and_margin.model import Pair
from marginlib.course.leverage_and_margin.trader import Trader

REST = 0.8  # seconds in which one sees a tank close
STEP = 0.05  # of time
BEN_LINE = Trader("Ben", BOLD, 100.0).liquidation

BOUGHT, LINED, CURTAIN, CLIMB, RISE_STOP, RISE_END = (0.0, 1.5, 3.0), 3.5, (4.0, 5.0), (5.0, 7.5), 7.5, 9.0
DIP_AT, DIP_STOP, DIP_END = (0.0, 1.0, 1.5, 2.0, 4.5), 1.0, 4.5
DIP_PRICES = (100.0, 99.0, BEN_LINE, 98.0, 110.0)
FALL_AT, FALL_STOP, FALL_END = (0.0, 1.0, 3.0), 1.0, 3.0
FALL_PRICES = (99.5, 99.0, BEN_LINE)


def _between(now: float, at: Sequence[float], values: Sequence[float]) -> float:
    """A value on the straight ways between corners, and exactly that of a corner where `now` is one."""
    return next(
        (value for time, value in zip(at, values, strict=True) if time == now), float(np.interp(now, at, values))
    )


def rise(now: float) -> Pair:
    """Ada buys, Ben buys, a curtain falls and the price climbs behind it; after the stop the curtain lifts.

    >>> rise(7.5).price, rise(7.5).curtain, rise(9.0).curtain
    (110.0, 1.0, 0.0)
    """
    first, second, third = BOUGHT
    sunk = tuple(float(np.interp(now, way, (0, 1))) for way in ((first, second), (second, third)))
    curtain = float(np.interp(now, (*CURTAIN, RISE_STOP, RISE_END), (0, 1, 1, 0)))
    said = {
        0.0: "Each of them orders ten coins, and only the sliders differ.",
        first + STEP: "Ada posts 200 USDT, so the floor of her tank sinks until it holds them.",
        second + STEP: "Ben posts 20 USDT for the same ten coins.",
        LINED: "A red line shows where the venue would close each of them.",
        CURTAIN[0]: "Now a curtain falls, and behind it the price climbs to 110 without a dip.",
        RISE_STOP + STEP: "The curtain lifts, and on both tanks lies the same slice.",
    }
    return Pair(
        price=_between(now, CLIMB, (100.0, 110.0)),
        sunk=(sunk[0], sunk[1]),
        lined=now >= LINED,
        curtain=curtain,
        told=[text for time, text in said.items() if time <= now][-1],
    )


def dip(now: float) -> Pair:
    """The same day with a dip to 98 before the price climbs to 110; it stops at 99.

    >>> dip(1.0).price, dip(1.5).ben.closed, dip(4.5).ben.equity, dip(4.5).ada.equity
    (99.0, True, 0.0, 300.0)
    """
    price = _between(now, DIP_AT, DIP_PRICES)
    lowest = min([price, *(value for time, value in zip(DIP_AT, DIP_PRICES, strict=True) if time <= now)])
    told = "" if now >= DIP_AT[2] else "Both have bought at 100, and the price begins to fall."
    return Pair(price=price, low=lowest, told=told, rests={DIP_AT[2]: REST})


def fall(now: float) -> Pair:
    """The price falls slowly from 99 to where Ben is closed, with four needles beside the tanks.

    >>> fall(1.0).price, fall(3.0).ben.closed
    (99.0, True)
    """
    told = (
        "" if now == FALL_END else "Each dial shows both of them, Ada with the slim needle and Ben with the broad one."
    )
    return Pair(price=_between(now, FALL_AT, FALL_PRICES), dials=True, told=told, rests={FALL_END: REST})
