"""Lesson 01: what leverage sets, which margin counts when, the margin ratio in four conventions, and risk."""

from marginlib.course.leverage_and_margin.items.margins import MARGINS
from marginlib.course.leverage_and_margin.items.posted import POSTED
from marginlib.course.leverage_and_margin.items.ratio import RATIO
from marginlib.course.leverage_and_margin.items.risk import RISK
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="01",
    question="Two traders choose 5x and 50x and earn the same: what did leverage change?",
    notebook="01_leverage_and_margin.ipynb",
    paradox="Ten coins at 5x, ten coins at 50x: what is different?",
    objectives={
        "posted": "say what leverage changes for a position of a given size, and what it leaves alone",
        "margins": "compute equity and maintenance margin at the mark price, and tell maintenance from initial margin",
        "ratio": "compute the margin ratio in four conventions, and say which way is dangerous in each",
        "risk": "measure risk by notional, volatility and equity instead of the leverage setting",
    },
    items=(*POSTED, *MARGINS, *RATIO, *RISK),
)
