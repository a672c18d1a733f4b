"""What a learner looks for in the explorer of lesson 06: splits of what is posted, and a size."""

from typing import Any

from marginlib.learn.items import Goal

POSTED, VALUE, WEEK, CALM, WILD = 300, 1_000, 7, 60, 120  # as the explorer opens
FEWER, AS_RARE, BASE, SEEN = 0.38, 0.22, 200, 0.001


def _found(result: Any) -> bool:
    opened = (result.posted, result.value, result.days, result.calm, result.wild)
    by_hand = result.split == "by hand" and opened == (POSTED, VALUE, WEEK, CALM, WILD)
    return bool(by_hand and result.mine.any < FEWER)


def _equal_wins(result: Any) -> bool:
    return bool(result.rules["equal"].any < result.rules["risk parity"].any - SEEN)


def _smaller(result: Any) -> bool:
    restless = result.days >= WEEK and result.calm >= CALM and result.wild >= WILD
    return bool(restless and result.posted <= BASE and result.mine.any < AS_RARE)


GOALS = (
    Goal(
        "06-goal-split",
        "Split 300 by hand: a closing in less than 38 %",
        _found,
        "Here the last USDT lowers both chances alike, so none of it is worth moving.",
    ),
    Goal(
        "06-goal-parity",
        "Break it: equal beats risk parity",
        _equal_wins,
        "With so little money a few USDT more save the calm long, and they cannot save the wild one.",
    ),
    Goal(
        "06-goal-size",
        "With 200 posted: a closing in less than 22 %",
        _smaller,
        "Half the size does what 200 more USDT would have done, and no more than 200 can be lost.",
    ),
)
