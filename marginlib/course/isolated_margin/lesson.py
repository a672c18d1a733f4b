"""Lesson 02: the isolated position, its liquidation price and what moves it."""

from marginlib.course.isolated_margin.items.contract import CONTRACT
from marginlib.course.isolated_margin.items.margin import MARGIN
from marginlib.course.isolated_margin.items.price import PRICE
from marginlib.course.isolated_margin.items.tiers import TIERS
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="02",
    question="Why was I liquidated before my loss reached my margin?",
    notebook="02_isolated_margin.ipynb",
    objectives={
        "price": "compute the liquidation and the bankruptcy price of an isolated position, long or short",
        "tiers": "turn a tier table with maintenance amounts into a requirement and a liquidation price",
        "margin": "say how added margin, fees and funding move the liquidation price",
        "contract": "tell linear from inverse contracts, and maintenance at the mark price from maintenance at entry",
    },
    items=(*PRICE, *TIERS, *MARGIN, *CONTRACT),
)
