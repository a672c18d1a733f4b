"""Lesson 04: the same book in one pool and in several. Chances, one jump, capital, and who gains."""

from marginlib.course.isolated_versus_cross.goals import GOALS
from marginlib.course.isolated_versus_cross.items.capital import CAPITAL
from marginlib.course.isolated_versus_cross.items.chances import CHANCES
from marginlib.course.isolated_versus_cross.items.code import CODE
from marginlib.course.isolated_versus_cross.items.counts import COUNTS
from marginlib.course.isolated_versus_cross.items.found import FOUND
from marginlib.course.isolated_versus_cross.items.frequency import FREQUENCY
from marginlib.course.isolated_versus_cross.items.jump import JUMP
from marginlib.course.isolated_versus_cross.items.practice import PRACTICE
from marginlib.course.isolated_versus_cross.items.value import VALUE
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="04",
    question="Is isolated safer?",
    notebook="04_isolated_versus_cross.ipynb",
    objectives={
        "chances": "compare the chance that any isolated pool fails, that all do, and that one pool of everything does",
        "jump": "compute what one jump leaves in isolated, basket and cross mode",
        "capital": "compute the capital of one pool from the number of positions and their correlation",
        "value": "say who gains from limited liability, and when isolated and cross are worth the same",
    },
    items=(*CHANCES, *JUMP, *CODE, *CAPITAL, *VALUE, *FOUND, *PRACTICE, *FREQUENCY, *COUNTS),
    goals=GOALS,
    recalls=("03-box", "02-order"),
    paradox="One pool or three walls: who is safer, and for what?",
)
