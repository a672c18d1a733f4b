"""Lesson 02: the isolated position, its liquidation price and what moves it."""

from marginlib.course.isolated_margin.items.both import BOTH
from marginlib.course.isolated_margin.items.costs import COSTS
from marginlib.course.isolated_margin.items.margin import MARGIN
from marginlib.course.isolated_margin.items.price import PRICE
from marginlib.course.isolated_margin.items.room import ROOM
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="02",
    question="Why was I liquidated before my loss reached my margin?",
    notebook="02_isolated_margin.ipynb",
    objectives={
        "price": "compute the liquidation and the bankruptcy price of an isolated position, long or short",
        "room": (
            "say how much is left when the venue steps in, what it needs that for, and who pays when a sale takes more"
        ),
        "margin": "say how added margin, fees and funding move the liquidation price",
    },
    items=(*PRICE, *MARGIN, *ROOM, *COSTS, *BOTH),
)
