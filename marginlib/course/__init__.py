"""The course: a room for each lesson, and what its notebooks call.

A room holds all that belongs to one lesson: `lesson` (its question, objectives and items in order), `account` (the
numbers of its story), `model` (what the explorer computes), `picture` (what it shows) and `items`. Importing this
package offers the lessons to the machinery in `marginlib.learn` and loads none of them.
"""

import importlib

from marginlib.learn import (
    ask,
    calibration,
    catalogue,
    check,
    checkpoint,
    claim,
    enrol,
    export,
    finish,
    given,
    here,
    hint,
    portrait,
    predict,
    progress,
    recall,
    recomputed,
    reset,
    reveal,
    seal,
    solution,
)
from marginlib.learn.items import Lesson

ROOMS = (
    "start_here",
    "leverage_and_margin",
    "isolated_margin",
    "cross_margin",
    "isolated_versus_cross",
    "volatility",
    "sizing_and_allocation",
    "liquidation_engine",
    "cascades",
    "collateral_and_portfolio",
    "contagion",
    "contracts_and_keepers",
    "oracles_and_enclaves",
    "capstone",
    "your_venue",
    "everyday",
)
MOVED = {
    "02-requirement": "14-requirement",
    "02-tiered": "14-tiered",
    "02-rise": "14-rise",
    "02-inverse": "14-inverse",
    "02-entry": "14-entry",
    "02-which": "14-which",
    "02-path": "14-apart",
}
"""Items that went from one lesson to another, by the id that older progress files have for them."""


def read() -> tuple[Lesson, ...]:
    """The lessons of every room, in order."""
    return tuple(importlib.import_module(f"{__name__}.{room}.lesson").LESSON for room in ROOMS)


catalogue.offer(read, MOVED)

__all__ = [
    "ask",
    "calibration",
    "check",
    "checkpoint",
    "claim",
    "enrol",
    "export",
    "finish",
    "given",
    "here",
    "hint",
    "portrait",
    "predict",
    "progress",
    "recall",
    "recomputed",
    "reset",
    "reveal",
    "seal",
    "solution",
]
