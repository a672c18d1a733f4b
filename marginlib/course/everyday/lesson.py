"""Everyday arithmetic that the first lessons lean on: percentages, ratios, signs and averages."""

from marginlib.course.everyday.items.change import CHANGE
from marginlib.course.everyday.items.percent import PERCENT
from marginlib.course.everyday.items.sign import SIGN
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="everyday",
    question="Which arithmetic do the first lessons lean on?",
    objectives={
        "percent": "turn a percent into an amount and back",
        "return": "say what a fall and a rise in percent do to an amount",
        "sign": "add profit and loss with their signs",
    },
    items=(*PERCENT, *CHANGE, *SIGN),
)
