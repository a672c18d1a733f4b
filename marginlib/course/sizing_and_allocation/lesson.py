"""Lesson 06: how large a position is, and how much stands behind it."""

from marginlib.course.sizing_and_allocation.goals import GOALS
from marginlib.course.sizing_and_allocation.items.chances import CHANCES
from marginlib.course.sizing_and_allocation.items.edge import EDGE
from marginlib.course.sizing_and_allocation.items.risk import RISK
from marginlib.course.sizing_and_allocation.items.several import SEVERAL
from marginlib.course.sizing_and_allocation.items.size import SIZE
from marginlib.course.sizing_and_allocation.items.split import SPLIT
from marginlib.course.sizing_and_allocation.items.tasks import TASKS
from marginlib.learn.items import Checkpoint, Lesson

LESSON = Lesson(
    number="06",
    question="You add collateral and the portfolio gets riskier: how?",
    notebook="06_sizing_and_allocation.ipynb",
    paradox="Eve adds money to a trade in danger, and now she can lose twice as much. What did she buy?",
    objectives={
        "risk": "say which risk becomes smaller and which larger when collateral is added, and when coins are sold",
        "size": "compute a size from a stop, and tell whether the stop comes before the liquidation",
        "edge": "compute Kelly's size, and say what more or less than it does",
        "split": "split one sum behind several positions, and say when that is worth it",
    },
    items=(*RISK, *SIZE, *EDGE, *CHANCES, *SPLIT, *SEVERAL, *TASKS),
    goals=GOALS,
    recalls=("05-distance",),
    checkpoint=Checkpoint(
        "checkpoint_2.ipynb",
        ("03-box", "01-maintenance", "05-distance", "04-basket", "02-from-floor", "06-topup", "03-price"),
    ),
)
