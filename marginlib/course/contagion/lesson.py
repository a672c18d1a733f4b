"""Lesson 10: where a loss stops, and through which doors it travels."""

from marginlib.course.contagion.goals import GOALS
from marginlib.course.contagion.items.clearing import CLEARING
from marginlib.course.contagion.items.doors import DOORS
from marginlib.course.contagion.items.mitigation import MITIGATION
from marginlib.course.contagion.items.predictions import CENT, EXPLAIN, HOOK, SECOND
from marginlib.course.contagion.items.spread import SPREAD
from marginlib.course.contagion.items.tasks import TASKS
from marginlib.learn.items import Checkpoint, Lesson

LESSON = Lesson(
    number="10",
    question="One market dies: where does the loss stop?",
    notebook="10_contagion.ipynb",
    paradox="Dan never traded market A, he was isolated, and he was right. Who took his profit?",
    objectives={
        "clearing": "compute who pays what when not everybody can pay",
        "doors": "say through which door a loss travels, and who bears the next unit of it",
        "mitigation": "say what a strategy against contagion buys, and who pays for it",
        "spread": "tell how costs of failing, sales and fear make a loss larger",
    },
    items=(HOOK, CENT, SECOND, EXPLAIN, *CLEARING, *DOORS, *MITIGATION, *SPREAD, *TASKS),
    goals=GOALS,
    recalls=("09-lenders", "07-fund"),
    checkpoint=Checkpoint(
        "checkpoint_3.ipynb",
        ("08-end", "06-half", "10-fund", "04-any", "09-frontier", "05-chance", "07-missing"),
    ),
)
