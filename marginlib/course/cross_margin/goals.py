"""What a learner looks for in the explorer of lesson 03."""

from typing import Any

from marginlib.course.cross_margin.account import ENTRY
from marginlib.learn.items import Goal

FALL = 78.0  # where both prices end in the scene
SAME = 0.05  # USDT within which two liquidation prices are the same


def _alive(result: Any) -> bool:
    low = result.btc <= FALL and result.eth <= FALL
    return bool(low and result.at_start > result.alone and not result.pool.closed)


def _nothing(result: Any) -> bool:
    return bool(result.eth_size and abs(result.number - result.alone) < SAME)


def _broken(result: Any) -> bool:
    one_moved = (result.btc != ENTRY) != (result.eth != ENTRY)
    legs = [leg.closed for leg in result.legs[:2]]
    return bool(result.pool.closed and one_moved and len(legs) == 2 and not all(legs))


GOALS = (
    Goal(
        "03-goal-alive",
        "Closer at the start, and open with both at 78 or less",
        _alive,
        "The short brought the number closer and won what BTC lost.",
    ),
    Goal(
        "03-goal-nothing",
        "An ETH price at which the trade changes nothing",
        _nothing,
        "There the ETH trade has earned exactly what it needs.",
    ),
    Goal(
        "03-goal-broken",
        "Move one price alone: pool closed, a walled leg open",
        _broken,
        "The pool takes everything along, while a wall keeps one leg.",
    ),
)
