"""Lesson 03: one pool of several positions, and what a trade in one market does to the other."""

from marginlib.course.cross_margin.items.conditional import CONDITIONAL
from marginlib.course.cross_margin.items.half_space import HALF_SPACE
from marginlib.course.cross_margin.items.hedge import HEDGE
from marginlib.course.cross_margin.items.naive import NAIVE
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="03",
    question="Why did my BTC liquidation price move when I traded ETH?",
    notebook="03_cross_margin.ipynb",
    objectives={
        "conditional": "compute the conditional liquidation price of one leg of a cross pool",
        "half-space": "decide from both prices whether a cross pool is safe, by its half-space",
        "hedge": "explain why a hedged book can die in isolated mode and live in cross mode",
        "naive": "say what a naive liquidation price leaves out, and correct it",
    },
    items=(*CONDITIONAL, *HALF_SPACE, *HEDGE, *NAIVE),
)
