"""Oracles: which price decides, what a lie costs, what may be done on a bad price.

A margin engine is as good as the price it is driven by. Each defence has its own hole: a median of sources fails when
most of them are thin, an average over time lags in a crash, a ladder of permissions trades liquidations on a stale
price against none at all, and no formula knows whether a price is true.

`mark`, `spike`, `manipulation` and `within_band` are rational and take any kind of number; the others work on floats.
"""

from marginlib.oracle.attacks import (
    Lies,
    Manipulation,
    lies,
    manipulation,
    move_cost,
    round_trip,
    spike,
    wrongful,
)
from marginlib.oracle.guards import NEEDED, Guard, Validity, allowed, withdrawals_open, within_band
from marginlib.oracle.prices import index, mark, twap

__all__ = [
    "NEEDED",
    "Guard",
    "Lies",
    "Manipulation",
    "Validity",
    "allowed",
    "index",
    "lies",
    "manipulation",
    "mark",
    "move_cost",
    "round_trip",
    "spike",
    "twap",
    "withdrawals_open",
    "within_band",
    "wrongful",
]
