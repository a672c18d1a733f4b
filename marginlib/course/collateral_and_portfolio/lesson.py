"""Lesson 09: when a liquidation makes a loan worse, who pays, and what a hedge carries in a book."""

from marginlib.course.collateral_and_portfolio.goals import GOALS
from marginlib.course.collateral_and_portfolio.items.frontier import FRONTIER
from marginlib.course.collateral_and_portfolio.items.health import HEALTH
from marginlib.course.collateral_and_portfolio.items.lenders import LENDERS
from marginlib.course.collateral_and_portfolio.items.portfolio import PORTFOLIO
from marginlib.course.collateral_and_portfolio.items.predictions import BITES, CLOSE, EXPLAIN, HOOK
from marginlib.course.collateral_and_portfolio.items.tasks import TASKS
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="09",
    question="When does liquidating a loan make it worse?",
    notebook="09_collateral_and_portfolio.ipynb",
    paradox="A loan is covered, no price moves, and everybody keeps to the rules. Can its lenders lose?",
    objectives={
        "health": "count collateral at its weights, and say which of it should be taken",
        "frontier": "compute the frontier, the shortfall and the bad debt of a loan",
        "lenders": "say who pays what is left unpaid, in isolated markets and in one pool",
        "portfolio": "compute what a pool needs over scenarios, and say what to close",
    },
    items=(HOOK, *HEALTH, BITES, *FRONTIER, EXPLAIN, *LENDERS, CLOSE, *PORTFOLIO, *TASKS),
    goals=GOALS,
    recalls=("08-average",),
)
