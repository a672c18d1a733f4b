"""What a learner looks for in the explorer of lesson 00; every goal speaks of hour 48, where the story ends."""

from typing import Any

from marginlib.course.start_here.account import END
from marginlib.learn.items import Goal

DEEPEST = 60  # percent, as far as the knob goes
AHEAD = 80.0


def _front_page(result: Any) -> bool:
    ada, bo = result.kept
    return bool(result.now == END and bo == 0 and ada > 300)


def _tie(result: Any) -> bool:
    ada, bo = result.kept
    both = result.isolated[0].closed and not result.cross.closed
    return bool(result.now == END and both and round(ada) == round(bo))


def _costly_wall(result: Any) -> bool:
    ada, bo = result.kept
    return bool(result.now == END and bo - ada >= AHEAD)


def _saved(result: Any) -> bool:
    return bool(result.now == END and result.depth == DEEPEST and not result.cross.closed)


GOALS = (
    Goal(
        "00-goal-front-page",
        "Bo has nothing, Ada more than 300",
        _front_page,
        "His only wall was around the whole account, so one crash took all of it.",
    ),
    Goal(
        "00-goal-tie",
        "Ada's long is closed, and both end alike",
        _tie,
        "Here Ada's wall has saved her as much as the way back has given to Bo.",
    ),
    Goal(
        "00-goal-costly-wall",
        "Bo is 80 USDT ahead, or more",
        _costly_wall,
        "Closed is closed, so the price came back and Ada's long did not.",
    ),
    Goal(
        "00-goal-saved",
        "Bo lives through a crash of 60 %",
        _saved,
        "With fewer coins the same pool lives through the same crash.",
    ),
)
