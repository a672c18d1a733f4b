"""Lesson 05: how likely a liquidation is, and how that depends on who looks, and how often."""

from marginlib.course.volatility.goals import GOALS
from marginlib.course.volatility.items.chance import CHANCE
from marginlib.course.volatility.items.code import CODE
from marginlib.course.volatility.items.distance import DISTANCE
from marginlib.course.volatility.items.jumps import JUMPING
from marginlib.course.volatility.items.looks import LOOKING
from marginlib.course.volatility.items.predictions import EXPLAIN, HOOK, JUMPS, MILLION
from marginlib.course.volatility.items.venue import VENUE
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="05",
    question="10x at 60 % volatility: how likely is liquidation within a week?",
    notebook="05_volatility.ipynb",
    objectives={
        "distance": "measure how far away a line is, in deviations of the time",
        "chance": "compute how likely a long is to be liquidated within some days",
        "looks": "say what a venue or a simulation misses that looks now and then",
        "jumps": "say what jumps do to near lines and to far ones, and who pays",
        "venue": "say what makes the price of a decentralised market move, besides the world",
    },
    items=(HOOK, *DISTANCE, *CHANCE, EXPLAIN, MILLION, *LOOKING, JUMPS, *JUMPING, *VENUE, *CODE),
    goals=GOALS,
    recalls=("04-any",),
    paradox="Half of all liquidations happen to people who turn out to be right.",
)
