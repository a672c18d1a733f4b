"""Lesson 00: one account, two modes, one crash."""

from marginlib.course.start_here.goals import GOALS
from marginlib.course.start_here.items.compare import COMPARE
from marginlib.course.start_here.items.cross import CROSS
from marginlib.course.start_here.items.isolated import ISOLATED
from marginlib.course.start_here.items.living import LIVING
from marginlib.course.start_here.items.paths import PATHS
from marginlib.course.start_here.items.practice import PRACTICE
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="00",
    question="Same trades, same crash: who still has money?",
    notebook="00_start_here.ipynb",
    objectives={
        "isolated": "compute what is left when every position is a pool of its own",
        "cross": "compute what is left when one pool holds everything",
        "compare": "say which crash leaves more money in isolated mode and which in cross mode",
    },
    items=(*COMPARE[:1], *ISOLATED, *CROSS, *COMPARE[1:], *PRACTICE, *LIVING, *PATHS),
    goals=GOALS,
)
