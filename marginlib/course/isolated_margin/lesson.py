"""Lesson 02: the isolated position, its liquidation price, the room behind it, and what moves both."""

from marginlib.course.isolated_margin.goals import GOALS
from marginlib.course.isolated_margin.items.both import BOTH
from marginlib.course.isolated_margin.items.closing import CLOSING
from marginlib.course.isolated_margin.items.costs import COSTS
from marginlib.course.isolated_margin.items.margin import MARGIN
from marginlib.course.isolated_margin.items.price import PRICE
from marginlib.course.isolated_margin.items.room import ROOM
from marginlib.course.isolated_margin.items.sales import SALES
from marginlib.learn.items import Checkpoint, Lesson

LESSON = Lesson(
    number="02",
    question="Why was I liquidated before my loss reached my margin?",
    notebook="02_isolated_margin.ipynb",
    paradox="You posted 100 USDT and were closed out after losing 95.48. Where did the other 4.52 go?",
    objectives={
        "price": "compute the liquidation and the bankruptcy price of an isolated position, long or short",
        "room": (
            "say how much is left when the venue steps in, what it needs that for, and who pays when a sale takes more"
        ),
        "margin": "say how added margin, fees and funding move the liquidation price",
    },
    items=(*PRICE, *CLOSING, *ROOM, *MARGIN, *SALES, *COSTS, *BOTH),
    goals=GOALS,
    recalls=("00-stay",),
    checkpoint=Checkpoint(
        "checkpoint_1.ipynb",
        ("00-cross", "01-same-money", "02-unmoved", "00-isolated", "02-price", "01-ratio", "02-left"),
    ),
)
