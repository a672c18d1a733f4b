"""What a learner looks for in the explorer of lesson 12."""

from typing import Any

from marginlib.course.oracles_and_enclaves.account import DEPTH, NOTHING, OWN, POOL, SIZE, dearest
from marginlib.learn.items import Goal

SMALL, LONG = 100, 30  # units; blocks


def _pair(result: Any) -> bool:
    whole = result.how
    alone = [
        {**whole, "walls": POOL, "cap": SIZE},
        {**whole, "rule": "last", "cap": SIZE},
        {**whole, "rule": "last", "walls": POOL},
    ]
    there = [
        how
        for how, used in zip(alone, (whole["rule"] != "last", whole["walls"] == OWN, whole["cap"] < SIZE), strict=True)
        if used
    ]
    paid = all(dearest(**how)[1] > NOTHING for how in there)
    return len(there) > 1 and whole["depth"] <= DEPTH and paid and dearest(**whole)[1] <= NOTHING


def _average(result: Any) -> bool:
    how = result.how
    opened = (how["depth"], how["walls"], how["cap"], how["rule"]) == (DEPTH, POOL, SIZE, "average")
    if not opened or how["window"] < 2 or dearest(**how)[1] > NOTHING:
        return False
    return dearest(**{**how, "window": how["window"] - 1})[1] > NOTHING


def _small(result: Any) -> bool:
    how = result.how
    return bool(how["cap"] <= SMALL and how["depth"] >= DEPTH and result.lie.pays > NOTHING)


def _long(result: Any) -> bool:
    how = result.how
    return bool(how["rule"] == "average" and how["window"] >= LONG and result.lie.pays > NOTHING)


FIRST = (
    Goal(
        "12-goal-pair",
        "Two defences: each fails, together no lie pays",
        _pair,
        "The wall leaves small lies alone, and those are the ones that two pools make too dear.",
    ),
    Goal(
        "12-goal-average",
        "The shortest average that stops every lie",
        _average,
        "With one block less the best lie still pays, and each block more makes the price later.",
    ),
)
LATER = (
    Goal(
        "12-goal-small",
        "A cap of 100 units, and a lie that pays",
        _small,
        "What a lie takes grows with the lie, and what it costs with the root of it.",
    ),
    Goal(
        "12-goal-long",
        "30 blocks in the average, and a lie that pays",
        _long,
        "Where a market is thin enough, even hundreds of times the price are cheap.",
    ),
)
GOALS = (*FIRST, *LATER)
