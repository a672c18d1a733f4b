"""What a learner looks for in the explorer of lesson 10."""

from dataclasses import replace
from typing import Any

from marginlib.course.contagion.account import APART, FIRST, OPENED, SHARED, SIZE
from marginlib.learn.items import Goal

NOTHING = 0.05  # USDT
STEP = 20  # of the money of the funds


def _whole(result: Any) -> bool:
    state = (result.first, result.second, result.mode, result.size, result.lost)
    opened = state == (FIRST, OPENED["second"], "isolated", SIZE, 0)
    if not opened or result.funds != SHARED or result.fund < STEP or result.loss > NOTHING:
        return False
    return bool(replace(result, fund=result.fund - STEP).loss > NOTHING)


def _account(result: Any) -> bool:
    return bool(result.funds == APART and result.through > NOTHING)


def _harm(result: Any) -> bool:
    apart = result.funds == APART and result.through < NOTHING
    return bool(apart and result.loss > result.together().loss + NOTHING)


def _burn(result: Any) -> bool:
    return bool(result.lost and result.funds == APART and result.burnt > result.together().burnt + NOTHING)


GOALS = (
    Goal(
        "10-goal-whole",
        "The smallest single fund that saves Dan's profit",
        _whole,
        "It has to fill the whole hole, because every claim on it is cut by the same share.",
    ),
    Goal(
        "10-goal-account",
        "A fund for each, and Ada still reaches Dan",
        _account,
        "Cleo's account stands in both rooms, and she needs what Ada does not pay.",
    ),
    Goal(
        "10-goal-harm",
        "Dan loses more with two funds, none of it through Ada",
        _harm,
        "The wall keeps Ada's loss out, and it keeps the other half of the money out as well.",
    ),
    Goal(
        "10-goal-burn",
        "Failing burns more with two funds than with one",
        _burn,
        "Behind walls the loss passes more tanks that fail, and each of them burns its share.",
    ),
)
