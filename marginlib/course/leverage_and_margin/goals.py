"""What a learner looks for in the explorers of lesson 01, by the stage in which each is asked."""

from dataclasses import replace
from typing import Any

from marginlib.learn.items import Goal

FALLEN, RISEN = 95, 110  # prices
SET, EARNED, AT_MOST, NEAR = 50, 200, 40, 1.1


def _bold(result: Any) -> bool:
    bolder = replace(result, leverage=result.leverage + 1)
    return bool(result.price == FALLEN and not result.ben.closed and bolder.ben.closed)


def _edge(result: Any) -> bool:
    return not result.ben.closed and result.ben.equity < NEAR * result.ben.need


def _calm(result: Any) -> bool:
    return bool(result.leverage >= SET and result.ben.liquidation <= result.ada.liquidation)


def _saying(result: Any) -> bool:
    return bool(result.price == RISEN and result.ben.profit >= EARNED and result.ben.posted <= AT_MOST)


STAGES = (
    (
        Goal(
            "01-goal-bold",
            "the highest leverage that is still open at 95",
            _bold,
            "A fall of 5 % leaves room for 18x and not for 20x, because the maintenance margin must stay as well.",
        ),
    ),
    (
        Goal(
            "01-goal-edge",
            "Ben open, with less than 110 % of what he needs",
            _edge,
            "Four needles stand at four edges, and they all mean the same price.",
        ),
    ),
    (
        Goal(
            "01-goal-calm",
            "Ben sets 50x or more and is as far from closing as Ada",
            _calm,
            "The slider says how little he may post, and he posted more.",
        ),
        Goal(
            "01-goal-saying",
            "Ben earns 200 USDT at 110, with at most 40 posted",
            _saying,
            "Twice the coins earned twice the money, at the same leverage.",
        ),
    ),
)
GOALS = tuple(goal for stage in STAGES for goal in stage)
