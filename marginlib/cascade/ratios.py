"""Where liquidations lie evenly: how many each one causes, where that ends, and buyers who leave."""

from __future__ import annotations

from typing import Any

import numpy as np

from marginlib.cascade.ladder import Impact
from marginlib.errors import checked, finite, nonzero, numbers, positive, share
from marginlib.kinds import one_kind


def leaving_impact(slope: Any, half: Any) -> Impact:
    """Impact in a market whose depth halves for each `half` that forced trades have moved the price.

    The first unit moves it by `slope`. With a = ln 2 / half, ``-ln(1 - a * slope * closed) / a``: infinite from
    1 / (a * slope) units on, where the last buyer has left.

    Source: derived, from a move by ``slope * 2 ** (moved / half)`` with each unit.

    >>> leaves = leaving_impact(0.025, 10)
    >>> leaves(np.array([0.0, 200.0, 600.0])).round(3).tolist()
    [0.0, 6.139, inf]
    """
    steep, leaving = positive("slope", numbers("slope", slope)), np.log(2) / positive("half", numbers("half", half))

    def impact(closed: np.ndarray) -> Any:
        left = 1 - leaving * steep * numbers("size closed", closed)
        return np.where(left > 0, np.log(1 / np.where(left > 0, left, 1.0)) / leaving, np.inf)

    return impact


def critical_shock(ratio: Any, half: Any) -> Any:
    """The shock beyond which a cascade takes all, where liquidations lie evenly and buyers leave.

    ``((1 - n) / n + ln n) / a`` for the branching ratio n of the first unit and a = ln 2 / half; in units of `half`, as
    in `leaving_impact`. At the fall where such a cascade hangs the ratio has grown to 1. Where it is 1 from the start
    any shock takes all.

    Source: derived, from the fall at which ``fall - impact(density * fall)`` is largest.

    Raises:
        InvalidInput: a ratio that is not above 0 and at most 1, a `half` that is not above zero.

    >>> critical_shock(0.5, [10, 5]).round(2).tolist()
    [4.43, 2.21]
    """
    n = checked("ratio", numbers("ratio", ratio), lambda n: (n > 0) & (n <= 1), "above 0, and at most 1")
    return ((1 - n) / n + np.log(n)) * positive("half", numbers("half", half)) / np.log(2)


@one_kind
def branching_ratio(density: Any, slope: Any, taken: Any = 0) -> Any:
    """Units liquidated by the price move of each unit liquidated, where liquidations lie evenly.

    `taken` is the share of them that a fund or the other side takes over: it is not sold, so it moves no price.

    >>> branching_ratio(20, 0.01), round(branching_ratio(20, 0.025, taken=0.347), 4)
    (0.2, 0.3265)
    """
    return finite("density", density) * finite("slope", slope) * (1 - share("taken", taken))


@one_kind
def measured_branching(shock: Any, move: Any) -> Any:
    """Share of a price `move` that its liquidations made, the `shock` being the rest: the branching ratio observed.

    >>> measured_branching(8, 10)
    0.2
    """
    return (nonzero("move", move) - finite("shock", shock)) / move


def amplification(ratio: Any) -> Any:
    """Price move for each unit of shock, at a branching ratio below 1.

    >>> round(amplification(0.195), 3)
    1.242
    """
    return 1 / (1 - checked("ratio", ratio, lambda share: share < 1, "below 1, where a cascade ends"))
