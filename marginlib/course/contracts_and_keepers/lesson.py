"""Lesson 11: who calls a contract, and what it takes until somebody does."""

from marginlib.course.contracts_and_keepers.goals import GOALS
from marginlib.course.contracts_and_keepers.items.calls import CALLS
from marginlib.course.contracts_and_keepers.items.pay import PAY
from marginlib.course.contracts_and_keepers.items.predictions import EXPLAIN, GONE, HOOK, PIECES
from marginlib.course.contracts_and_keepers.items.rounding import ROUNDING
from marginlib.course.contracts_and_keepers.items.running import RUNNING
from marginlib.course.contracts_and_keepers.items.tasks import TASKS
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="11",
    question="Who calls liquidate()?",
    notebook="11_contracts_and_keepers.ipynb",
    paradox="The rules are public, anybody may call and is paid, and Ada is short. Why does nothing happen?",
    objectives={
        "run": "say what makes a contract run, and what a refusal undoes and costs",
        "keep": "compute what a call pays and costs, and from which size or price on anybody calls",
        "ticks": "round in the direction that does not favour the one who asks",
        "rules": "choose rules under which every position is called, and say who pays",
    },
    items=(HOOK, GONE, PIECES, EXPLAIN, *RUNNING, *PAY, *CALLS, *ROUNDING, *TASKS),
    goals=GOALS,
    recalls=("02-left", "09-step"),
)
