"""Lesson 03: one pool of several positions, and what a trade in one market does to the other."""

from marginlib.course.cross_margin.goals import GOALS
from marginlib.course.cross_margin.items.chain import CHAIN
from marginlib.course.cross_margin.items.conditional import CONDITIONAL
from marginlib.course.cross_margin.items.days import PLAN
from marginlib.course.cross_margin.items.half_space import HALF_SPACE
from marginlib.course.cross_margin.items.hedge import HEDGE
from marginlib.course.cross_margin.items.legs import LEGS
from marginlib.course.cross_margin.items.more_prices import MORE_PRICES
from marginlib.course.cross_margin.items.naive import NAIVE
from marginlib.course.cross_margin.items.pool import POOL
from marginlib.course.cross_margin.items.predictions import PREDICTIONS
from marginlib.course.cross_margin.items.safe import SAFE
from marginlib.course.cross_margin.items.sign import SIGN
from marginlib.course.cross_margin.items.sought import SOUGHT
from marginlib.course.cross_margin.items.turning import TURNING
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="03",
    question="You hedge BTC with ETH: what happens to your BTC liquidation price?",
    notebook="03_cross_margin.ipynb",
    objectives={
        "conditional": "compute the conditional liquidation price of one leg of a cross pool",
        "half-space": "decide from both prices whether a cross pool is safe, by its half-space",
        "hedge": "explain why a hedged book can die in isolated mode and live in cross mode",
        "naive": "say what a naive liquidation price leaves out, and correct it",
    },
    recalls=("02-order", "01-which"),
    paradox="One crash ends below the liquidation price of both accounts. Is anybody still open?",
    items=(
        *PREDICTIONS[:1],
        *CONDITIONAL,
        *PREDICTIONS[1:],
        *HALF_SPACE,
        *SAFE,
        *HEDGE,
        *NAIVE,
        *CHAIN,
        *MORE_PRICES,
        *POOL,
        *LEGS,
        *PLAN,
        *SIGN,
        *TURNING,
        *SOUGHT,
    ),
    goals=GOALS,
)
