"""What a learner looks for in the explorers of lesson 04, one goal in each; chances count once all weeks are shown."""

from typing import Any

from marginlib.course.isolated_versus_cross.weeks import WEEKS
from marginlib.learn.items import Goal

RARELY, OFTEN = 0.08, 0.20  # of weeks
CLEARLY = 0.02  # a difference of chances beyond the error of the simulation
AHEAD, ERRORS = 20.0, 4.0  # USDT; how many standard errors a difference is told at


def _lucky_pool(result: Any) -> bool:
    if not result.simulated:
        return False
    isolated, cross = result.reckoned["isolated"], result.reckoned["cross"]
    return bool(cross.something < RARELY and isolated.something > OFTEN)


def _broken_order(result: Any) -> bool:
    if not result.simulated:
        return False
    isolated, cross = result.reckoned["isolated"], result.reckoned["cross"]
    return bool(isolated.everything > cross.everything + CLEARLY)


def _good_day(result: Any) -> bool:
    if result.scenario != "2025-10-10" or result.weeks < WEEKS:
        return False
    isolated, cross = result.reckoned["isolated"], result.reckoned["cross"]
    return bool(cross.left > isolated.left + AHEAD)


def _worth(result: Any) -> bool:
    if not result.simulated:
        return False
    isolated, cross = result.reckoned["isolated"], result.reckoned["cross"]
    error = (isolated.left_error**2 + cross.left_error**2) ** 0.5
    return bool(isolated.left - cross.left > ERRORS * error)


GOALS = (
    Goal(
        "04-goal-lucky-pool",
        "Something is closed in under 8 % for Bo, in over 20 % for Ada",
        _lucky_pool,
        "Three small pools fail one by one, while in his pool the other two help the one that falls.",
    ),
    Goal(
        "04-goal-order",
        "Ada loses everything more often than Bo does",
        _broken_order,
        "Her walls cut the hedge in two, and a week has time for both halves to fail.",
    ),
    Goal(
        "04-goal-day",
        "On 10 October 2025 Bo keeps 20 USDT more than Ada",
        _good_day,
        "His pool lived through the lowest hour, so it was there when the prices came back.",
    ),
    Goal(
        "04-goal-walls",
        "Ada has clearly more on average",
        _worth,
        "Her pools can end below zero between two looks, and then somebody else pays the rest.",
    ),
)
