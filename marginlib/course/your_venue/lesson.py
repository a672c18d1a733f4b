"""Lesson 14: tiers, contracts paid in coin, and maintenance fixed at entry."""

from marginlib.course.your_venue.items.contract import CONTRACT
from marginlib.course.your_venue.items.tiers import TIERS
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="14",
    question="Two venues, one long, two liquidation prices: who is right?",
    notebook="14_your_venue.ipynb",
    objectives={
        "tiers": "turn a tier table with maintenance amounts into a requirement and a liquidation price",
        "contract": "tell linear from inverse contracts, and maintenance at the mark price from maintenance at entry",
    },
    items=(*TIERS, *CONTRACT),
)
