"""Lesson 02: the isolated position, its liquidation price and what moves it."""

from marginlib.learn.bank.lesson_02.contract import CONTRACT
from marginlib.learn.bank.lesson_02.margin import MARGIN
from marginlib.learn.bank.lesson_02.price import PRICE
from marginlib.learn.bank.lesson_02.tiers import TIERS
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="02",
    question="Why was I liquidated before my loss reached my margin?",
    objectives={
        "price": "compute the liquidation and the bankruptcy price of an isolated position, long or short",
        "tiers": "turn a tier table with maintenance amounts into a requirement and a liquidation price",
        "margin": "say how added margin, fees and funding move the liquidation price",
        "contract": "tell linear from inverse contracts, and maintenance at the mark price from maintenance at entry",
    },
    items=(*PRICE, *TIERS, *MARGIN, *CONTRACT),
)
