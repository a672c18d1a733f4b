"""What a learner looks for in the explorer of lesson 03."""

from typing import Any

from marginlib.course.cross_margin.account import ENTRY, FALL
from marginlib.learn.items import Goal

WORST = "2020-03-12"
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


def _smallest(result: Any) -> bool:
    return bool(result.day == WORST and result.eth_size < 0 and result.smallest)


GOALS = (
    Goal(
        "03-goal-alive",
        "Open, with both prices at 78 or less",
        _alive,
        "The short made the number look worse, and it won what BTC lost.",
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
    Goal(
        "03-goal-smallest",
        "The smallest short that lives through 12 March 2020",
        _smallest,
        "With one ETH less the pool would have been closed that day.",
    ),
)
