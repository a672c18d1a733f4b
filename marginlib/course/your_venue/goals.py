"""What a learner looks for among the tables of lesson 14."""

from typing import Any

from marginlib.learn.items import Goal

NEAR = 5.0  # USD
HALF = 0.625  # percent: half of what Hyperliquid asks
WEEK, QUIET = 7, 0.1  # days; the chance that is still too large


def _dollars_first(result: Any) -> bool:
    return not result.there[0].coin and not result.there[0].yours and len([one for one in result.there if one.coin]) > 1


def _coins_last(result: Any) -> bool:
    coins = [one.coin for one in result.there if not one.yours]
    return sum(coins) > 1 and all(coins[-sum(coins) :])


def _one_left(result: Any) -> bool:
    return len(result.there) - len(result.gone) == 1


def _twin(result: Any) -> bool:
    mine, other = result.named("yours"), result.named("Bybit")
    return bool(mine and other and result.on == "mark" and not result.fee and abs(mine.line - other.line) <= NEAR)


def _sooner(result: Any) -> bool:
    mine, other = result.named("yours"), result.named("Hyperliquid")
    return bool(mine and other and result.rate <= HALF and result.sign * (mine.line - other.line) > 0)


def _pooled_more(result: Any) -> bool:
    return bool(result.account.sample and result.left("cross") > result.left("isolated"))


def _quiet(result: Any) -> bool:
    chance = (
        result.some("isolated") if result.account.sample and result.days == WEEK and not result.volatility else None
    )
    return bool(chance and chance.value < QUIET)


FIRST = (
    Goal(
        "14-goal-order",
        "A dollar table closes first",
        _dollars_first,
        "With more leverage less coin is posted, so what a venue asks decides, and Hyperliquid asks most.",
    ),
    Goal(
        "14-goal-last",
        "Both coin tables close last",
        _coins_last,
        "A short in coin is short less than it seems, because the margin itself is a coin that gains.",
    ),
    Goal(
        "14-goal-one",
        "Exactly one is still open",
        _one_left,
        "Seven venues are right to have closed it, and the eighth is right to hold it.",
    ),
)
YOURS = (
    Goal(
        "14-goal-twin",
        "Another rule, Bybit's price within 5",
        _twin,
        "A little more of the value now comes to the same price as a little less of the value at entry.",
    ),
    Goal(
        "14-goal-sooner",
        "Half of Hyperliquid's rate, closed sooner",
        _sooner,
        "What margin is kept in can weigh more than how much is asked.",
    ),
)
BENCH = (
    Goal(
        "14-goal-day",
        "A day that leaves one tank more",
        _pooled_more,
        "The short that won that day held up both longs, since no wall stood between them.",
    ),
    Goal(
        "14-goal-quiet",
        "With walls, closed in under 10 % of weeks",
        _quiet,
        "Smaller positions behind the same deposit move every line away, more than free money shared out would.",
    ),
)
GOALS = (*FIRST, *YOURS, *BENCH)
