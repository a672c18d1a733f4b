"""What a learner looks for in the explorer of lesson 11."""

from dataclasses import replace
from typing import Any

from marginlib.course.contracts_and_keepers.account import GWEI, PRICE, SIZES, SLOW
from marginlib.learn.items import Goal

STEP = 10  # gwei between two prices of gas
SENT = {"step": 25, "share": 20, "fall": SLOW}  # rules and fall as the explorer opens


def _as_opened(result: Any) -> bool:
    return all(getattr(result, name) == value for name, value in SENT.items()) and result.price == PRICE


def _dearest(result: Any) -> bool:
    if not _as_opened(result) or result.size != 1 or not result.calls:
        return False
    return not replace(result, gas=result.gas + STEP).calls


def _smallest(result: Any) -> bool:
    place = SIZES.index(result.size)
    if not _as_opened(result) or result.gas != GWEI or not result.calls or not place:
        return False
    return not replace(result, size=SIZES[place - 1]).calls


def _alone(result: Any) -> bool:
    return bool(result.calls and result.state == "hanging")


def _debt(result: Any) -> bool:
    return bool(result.state == "bankrupt" and result.worth < 0)


def _mended(result: Any) -> bool:
    return bool(result.size == 1 and result.price == PRICE and result.gas == GWEI and result.calls)


GOALS = (
    Goal(
        "11-goal-dearest",
        "The dearest gas at which Ada is called at 47,000",
        _dearest,
        "Ten gwei more, and the same call costs more than it pays.",
    ),
    Goal(
        "11-goal-smallest",
        "The smallest size called at 47,000 and 100 gwei",
        _smallest,
        "The call pays a share of what it closes, and its gas is the same at every size.",
    ),
    Goal(
        "11-goal-alone",
        "Some calls, then short and alone",
        _alone,
        "Every call closes a part, so that the next one pays less and costs as much.",
    ),
    Goal(
        "11-goal-debt",
        "A debt that nobody writes down",
        _debt,
        "She has lost more than she posted, and whoever calls now is paid nothing.",
    ),
    Goal(
        "11-goal-mended",
        "1 BTC called at 47,000 and 100 gwei",
        _mended,
        "A larger step costs Ada more, and a larger share leaves less for the insurance pool.",
    ),
)
