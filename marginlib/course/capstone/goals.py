"""What a learner looks for in the explorer of lesson 13."""

from typing import Any

from marginlib.agents.judge import CLEAR
from marginlib.course.capstone.account import MEMORY, POOL
from marginlib.course.capstone.model import IDLE
from marginlib.learn.items import Goal

FALL = 0.3  # of the weeks
CENT = 0.5  # USDT that count as a difference


def _fall(result: Any) -> bool:
    return bool(result.fresh and result.fall > FALL)


def _dearer(result: Any) -> bool:
    walls = result.manager != POOL and result.closed
    return bool(walls and result.left(result.manager) > result.left(POOL) + CENT)


def _break(result: Any) -> bool:
    acts = result.manager not in (*IDLE, MEMORY)
    return bool(acts and result.fresh and result.ahead < CLEAR)


GOALS = (
    Goal(
        "13-goal-fall",
        "A manager that loses 30 points from seen to unseen weeks",
        _fall,
        "It has learned the weeks and not the law that draws them.",
    ),
    Goal(
        "13-goal-dearer",
        "A week in which a closed wall leaves more than one pool",
        _dearer,
        "The wall ended a loss that the pool went on paying, and survival did not see it.",
    ),
    Goal(
        "13-goal-break",
        "A world in which one pool is not clearly ahead of a rule",
        _break,
        "Where the legs move apart they lose together, and then the pool is no hedge.",
    ),
)
