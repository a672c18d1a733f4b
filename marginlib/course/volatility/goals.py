"""What a learner looks for in the explorer of lesson 05."""

from typing import Any

from marginlib.course.volatility.account import VOLATILITY, WEEKEND, chance
from marginlib.learn.items import Goal

NEAR = 1.5  # percentage points
MORE = 0.005
PAID = 10.0  # USDT


def _pair(result: Any) -> bool:
    other = result.leverage != WEEKEND["leverage"] and result.days != WEEKEND["days"]
    away = 100 * result.venues["watched"].found.touched - chance(**WEEKEND, percent=VOLATILITY)
    return bool(other and result.volatility == VOLATILITY and abs(away) <= NEAR)


def _missed(result: Any) -> bool:
    return bool(result.looks == "every day" and result.own_met >= 0 and not result.own_seen)


def _paid(result: Any) -> bool:
    return bool(not result.share and result.venues["looks"].found.bad_debt >= PAID)


def _jumps(result: Any) -> bool:
    found = result.venues
    return bool(result.share and found["jumps"].found.touched >= found["watched"].found.touched + MORE)


GOALS = (
    Goal(
        "05-goal-pair",
        "Other leverage, other days, Max's danger",
        _pair,
        "Half the leverage gives about four times the days, because deviations grow with the root of time.",
    ),
    Goal(
        "05-goal-missed",
        "A way that daily looks never notice",
        _missed,
        "It was below the line between two looks, and nobody was there to see it.",
    ),
    Goal(
        "05-goal-paid",
        "Nothing jumps, and others pay 10 USDT",
        _paid,
        "A venue that looks rarely finds the long too late, and what is missing then comes from others.",
    ),
    Goal(
        "05-goal-jumps",
        "With jumps, closed more often than without",
        _jumps,
        "The line is far away here, and a few large moves reach far better than many small ones.",
    ),
)
