"""What a learner looks for in the explorer of lesson 07: a fund, a price, and a place in the queue."""

from dataclasses import replace
from typing import Any

from marginlib.learn.items import Goal

YOU, CAT, AT, ALL, OPENED, BEST = 1, 2, 85.0, 10, 120, "close the best paid"


def _smallest(result: Any) -> bool:
    opened = (result.price, result.taken, result.posted, result.after) == (AT, ALL, OPENED, BEST)
    return bool(opened and result.done and result.spared and not replace(result, fund=result.fund - 5).spared)


def _paid_for_it(result: Any) -> bool:
    gained = -result.paid[YOU]
    return bool(result.done and result.steps and result.left[YOU] == 0 and gained > 0.01)


def _behind(result: Any) -> bool:
    at = (result.price, result.after) == (AT, BEST)
    return bool(at and result.done and result.left[CAT] == 0 and result.scores[CAT] > result.scores[YOU] + 1e-6)


GOALS = (
    Goal(
        "07-goal-fund",
        "Market takes 10: the smallest fund that spares you at 85",
        _smallest,
        "It covers all that Ann lacks, and the market takes her coins, so nobody needs you.",
    ),
    Goal(
        "07-goal-gift",
        "Break it: being closed pays you more than your screen said",
        _paid_for_it,
        "Ann was closed with something left, so her bankruptcy price is better for you than the market's.",
    ),
    Goal(
        "07-goal-queue",
        "At 85: post so much that Cat is closed before you",
        _behind,
        "Your profit is the same share of your cost, and behind it your leverage has become smaller than that of Cat.",
    ),
)
