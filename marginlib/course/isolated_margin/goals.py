"""What a learner looks for in the explorers of lesson 02: three goals in the first, two more with costs."""

from typing import Any

from marginlib.course.isolated_margin.account import ENTRY
from marginlib.learn.items import Goal

NEAR = 0.005  # USDT: the same price as it is printed
SHARE, SHORT_ROOM, USUAL = 0.2, 5.01, 0.5
WAITED = 10  # days


def _others_pay(result: Any) -> bool:
    return bool(result.over and result.left_after_sale < 0)


def _fifth(result: Any) -> bool:
    return bool(result.left_at_line >= SHARE * result.put_in)


def _short(result: Any) -> bool:
    return bool(result.rate <= USUAL and result.left_at_line > SHORT_ROOM)


def _no_move(result: Any) -> bool:
    return bool(result.closed and result.end.time == 0 and abs(result.surface - ENTRY) < NEAR)


def _paid_back(result: Any) -> bool:
    return bool(result.days >= WAITED and result.paid > 0 and abs(result.line - result.without_costs) < NEAR)


FIRST = (
    Goal(
        "02-goal-others-pay",
        "The sale costs others money",
        _others_pay,
        "The venue had room for a sale some way below the line, and this one went further.",
    ),
    Goal(
        "02-goal-fifth",
        "A fifth of your margin is not yours to lose",
        _fifth,
        "The venue asks for its share of the whole position, however little you post.",
    ),
    Goal(
        "02-goal-short",
        "More than 5.01 of room, at 0.5 % or less",
        _short,
        "A short that loses grows in value, and so does the share of it that the venue asks for.",
    ),
)
COSTS = (
    Goal(
        "02-goal-no-move",
        "Closed though the price never moved",
        _no_move,
        "Funding ate the margin until no more was left than the venue asks for.",
    ),
    Goal(
        "02-goal-paid-back",
        "Ten days of funding, and the line is where it was",
        _paid_back,
        "You put back what funding had taken, so the floor went back as well.",
    ),
)
GOALS = (*FIRST, *COSTS)
