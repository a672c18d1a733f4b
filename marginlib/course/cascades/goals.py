"""What a learner looks for in the explorer of lesson 08."""

from dataclasses import replace
from typing import Any

from marginlib.course.cascades.account import LONGS, STAY
from marginlib.learn.items import Goal

SHOCK, RATIO, HIGHEST, ALL = 4.6, 0.5, 1.2, 100
STEP, TICK, LAST = 5, 0.1, 10.0  # percent taken over, and of a shock
LEAVING = "half leave each 5 %"


def _saved(result: Any) -> bool:
    opened = (result.shock, result.ratio, result.crowd, result.buyers) == (SHOCK, RATIO, ALL, STAY)
    if not opened or result.end.number == LONGS or result.taken < STEP:
        return False
    return bool(replace(result, taken=result.taken - STEP).end.number == LONGS)


def _still(result: Any) -> bool:
    return bool(result.ratio == HIGHEST and result.crowd == ALL and result.shock >= 1 and not result.end.number)


def _lower(result: Any) -> bool:
    worse = replace(result, ratio=RATIO, crowd=ALL).fall
    same = result.shock == SHOCK and not result.taken and result.buyers == STAY
    return bool(same and result.ratio > RATIO and result.fall < worse - 1)


def _last(result: Any) -> bool:
    even = (result.ratio, result.crowd, result.taken, result.buyers) == (RATIO, 0, 0, LEAVING)
    if not even or result.gone or result.shock >= LAST:
        return False
    return bool(replace(result, shock=round(result.shock + TICK, 1)).gone)


GOALS = (
    Goal(
        "08-goal-still",
        "All in crowds, a ratio of 1.2, and nobody falls",
        _still,
        "Nobody stands on the first four and a half percent, so nothing is sold that could push the price on.",
    ),
    Goal(
        "08-goal-lower",
        "Break it: at 4.6 % a ratio above 0.5 ends lower than the crowds",
        _lower,
        "Spread evenly the longs fall one after another, and there is no crowd that falls at once.",
    ),
    Goal(
        "08-goal-saved",
        "All in crowds at 4.6 %: the least taken over that saves the 10x",
        _saved,
        "The price stops a fifth of a percent above their line, so one sale less in twenty is enough.",
    ),
    Goal(
        "08-goal-last",
        "No crowd, half leave each 5 %: the last shock that ends",
        _last,
        "One step more, and each sale drives off more buyers than the next one can do without.",
    ),
)
