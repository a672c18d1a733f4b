"""What a learner looks for in the explorer of lesson 09: loans that heal, and one that is killed without its price."""

from typing import Any

from marginlib.learn.items import Goal

OPENED = {"price": 100, "bonus": 10, "depth": 0, "line": 80}  # as the explorer opens, whatever the debt
LARGEST, EVES = 900, 960


def _opened_but(result: Any, *moved: str) -> bool:
    return all(getattr(result, name) == value for name, value in OPENED.items() if name not in moved)


def _largest(result: Any) -> bool:
    return bool(_opened_but(result) and result.healed and result.debt >= LARGEST)


def _saved(result: Any) -> bool:
    return bool(result.debt == EVES and _opened_but(result, "bonus") and result.healed)


def _killed(result: Any) -> bool:
    return bool(result.debt == LARGEST and _opened_but(result, "depth") and result.unpaid > 0)


GOALS = (
    Goal(
        "09-goal-debt",
        "Find the largest debt that still heals",
        _largest,
        "It lies one step below zero, and four liquidations eat nearly all of the loan before it is healthy.",
    ),
    Goal(
        "09-goal-saved",
        "Save the debt of 960 without debt or price",
        _saved,
        "With a reward this small the collateral repays more than the debt, so the dot lies below zero.",
    ),
    Goal(
        "09-goal-pool",
        "Break the debt of 900 with a shallow pool",
        _killed,
        "Whoever sells into a pool has to take more for each USDT repaid, as if the reward were larger.",
    ),
)
