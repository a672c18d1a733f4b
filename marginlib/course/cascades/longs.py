"""The 400 longs of lesson 08 and the market that they are sold into; what depends on the shock is in `model`."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marginlib.cascade import Impact, Ladder, leaving_impact
from marginlib.course.cascades.account import CROWDS, DEEPEST, DENSITY, LONGS, START, Prices, evenly, line, posted

SHOCKS = np.round(np.linspace(0, 10, 101), 1)
SPREAD = 4  # groups that longs are shown in where there is no crowd


class Group(NamedTuple):
    """Longs that are shown in one tank: a crowd, or those that are liquidated between two prices."""

    name: str
    crowd: int
    members: NDArray[np.bool_]


class Longs:
    """400 longs of one unit from 100 USDT, `crowd` percent of them at round leverages, the others spread evenly."""

    def __init__(self, crowd: int) -> None:
        each = LONGS * crowd // 200
        rest = LONGS - 2 * each
        self.lines = np.concatenate([*(np.full(each, line(leverage)) for leverage in CROWDS), evenly(rest)])
        self.posted = posted(self.lines)
        self.groups = [
            Group(f"{leverage}x", leverage, (np.arange(LONGS) // each == place) & (np.arange(LONGS) < 2 * each))
            for place, leverage in enumerate(CROWDS)
            if each
        ]
        count = (SPREAD if not each else SPREAD - len(CROWDS)) if rest else 0
        self.groups += [self._between(2 * each, DEEPEST * place / count, DEEPEST / count) for place in range(count)]

    def _between(self, first: int, top: float, span: float) -> Group:
        depth = START - self.lines
        here = (np.arange(LONGS) >= first) & (depth > top) & (depth <= top + span)
        return Group(f"{START - top - span:g} to {START - top:g}", 0, here)


longs = lru_cache(maxsize=16)(Longs)


def impact(ratio: float, taken: float, half: float) -> Impact:
    """How far sales push, where a branching ratio of longs that are spread evenly is known."""
    slope = ratio / DENSITY * (1 - taken / 100)
    if half and slope:
        return leaving_impact(slope, half)
    return lambda closed: slope * closed


@lru_cache(maxsize=64)
def ladder(crowd: int, ratio: float, taken: int, half: int) -> Ladder:
    """The longs in the order in which they fall."""
    return Ladder(longs(crowd).lines, np.ones(LONGS), impact(ratio, taken, half))


@lru_cache(maxsize=64)
def ends(crowd: int, ratio: float, taken: int, half: int) -> Prices:
    """How far the price falls in percent after each of SHOCKS."""
    falling = ladder(crowd, ratio, taken, half)
    return np.array([START - falling.shock(price).price for price in (START - SHOCKS).tolist()])
