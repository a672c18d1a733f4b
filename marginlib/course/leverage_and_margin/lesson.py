"""Lesson 01: what leverage sets, which margin counts when, the margin ratio in four conventions, and risk."""

from marginlib.course.leverage_and_margin.goals import GOALS
from marginlib.course.leverage_and_margin.items.bearing import BEARING
from marginlib.course.leverage_and_margin.items.margins import MARGINS
from marginlib.course.leverage_and_margin.items.posted import POSTED
from marginlib.course.leverage_and_margin.items.practice import PRACTICE
from marginlib.course.leverage_and_margin.items.ratio import RATIO
from marginlib.course.leverage_and_margin.items.risk import RISK
from marginlib.course.leverage_and_margin.items.rules import RULES
from marginlib.course.leverage_and_margin.items.turned import TURNED
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="01",
    question="The slider goes from 5x to 50x: what have you changed?",
    notebook="01_leverage_and_margin.ipynb",
    paradox="Ten coins at 5x, ten coins at 50x: what is different?",
    objectives={
        "posted": "say what leverage changes for a position of a given size, and what it leaves alone",
        "margins": "compute the maintenance margin at the mark price, and tell it from the initial margin",
        "ratio": "read a margin ratio in four conventions, and say which way is dangerous",
        "risk": "measure risk by notional, volatility and equity instead of the leverage setting",
    },
    items=(*POSTED, *MARGINS, *RATIO, *RISK, *PRACTICE, *BEARING, *TURNED, *RULES),
    goals=GOALS,
    recalls=("00-isolated",),
)
