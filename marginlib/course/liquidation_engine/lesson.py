"""Lesson 07: who pays when a long cannot, and where the profit of a short goes."""

from marginlib.course.liquidation_engine.goals import GOALS
from marginlib.course.liquidation_engine.items.code import CODE
from marginlib.course.liquidation_engine.items.part import PART
from marginlib.course.liquidation_engine.items.pays import PAYS
from marginlib.course.liquidation_engine.items.plans import PLANS
from marginlib.course.liquidation_engine.items.predictions import PREDICTIONS
from marginlib.course.liquidation_engine.items.rank import RANK
from marginlib.course.liquidation_engine.items.real import REAL
from marginlib.course.liquidation_engine.items.rest import REST
from marginlib.course.liquidation_engine.items.sales import SALES
from marginlib.course.liquidation_engine.items.shares import SHARES
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="07",
    question="You were right, and you were closed out: where did your profit go?",
    notebook="07_liquidation_engine.ipynb",
    paradox="You are short, the price falls, and your screen says 210 USDT. The venue closes you and pays 180. Why?",
    objectives={
        "pays": "say who pays what a closed pool lacks, and how much each of them",
        "rest": "say where the rest of a closed pool goes, and when an insurance fund grows",
        "rank": "say who is closed first, and what profit and leverage have to do with it",
        "part": "compute how much has to be sold so that a position is healthy again",
    },
    items=(*PREDICTIONS, *PAYS, *RANK, *REST, *PART, *SHARES, *SALES, *REAL, *CODE, *PLANS),
    goals=GOALS,
    recalls=("02-left", "04-gap"),
)
