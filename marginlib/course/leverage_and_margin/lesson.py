"""Lesson 01: what leverage sets, which margin counts when, the margin ratio in four conventions, and risk."""

from marginlib.learn.bank.lesson_01.margins import MARGINS
from marginlib.learn.bank.lesson_01.posted import POSTED
from marginlib.learn.bank.lesson_01.ratio import RATIO
from marginlib.learn.bank.lesson_01.risk import RISK
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="01",
    question="Two traders choose 5x and 50x and earn the same: what did leverage change?",
    objectives={
        "posted": "say what leverage changes for a position of a given size, and what it leaves alone",
        "margins": "compute equity and maintenance margin at the mark price, and tell maintenance from initial margin",
        "ratio": "compute the margin ratio in four conventions, and say which way is dangerous in each",
        "risk": "measure risk by notional, volatility and equity instead of the leverage setting",
    },
    items=(*POSTED, *MARGINS, *RATIO, *RISK),
)
