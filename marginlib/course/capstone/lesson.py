"""Lesson 13: managers that are judged on weeks which nobody has seen."""

from marginlib.course.capstone.goals import GOALS
from marginlib.course.capstone.items.act import ACT
from marginlib.course.capstone.items.cards import JUDGING
from marginlib.course.capstone.items.fair import FAIR
from marginlib.course.capstone.items.predictions import CLASS, EXPLAIN, HOOK, MEMORY
from marginlib.course.capstone.items.structure import STRUCTURE
from marginlib.course.capstone.items.tasks import TASKS
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="13",
    question="Can a manager survive paths it has not seen?",
    notebook="13_capstone.ipynb",
    paradox="A manager survived 20 weeks of 20. How many will it survive of 200 that it has not seen?",
    objectives={
        "act": "write a manager and say when it must act",
        "structure": "say what a mode or a split decides before the first price",
        "judge": "read a score card with its luck",
        "fair": "find and mend what makes a test worthless",
    },
    items=(HOOK, MEMORY, CLASS, EXPLAIN, *ACT, *STRUCTURE, *JUDGING, *FAIR, *TASKS),
    goals=GOALS,
    recalls=("03-spare",),
)
