"""Lesson 08: liquidations that cause each other, and the market that they are sold into."""

from marginlib.course.cascades.goals import GOALS
from marginlib.course.cascades.items.branch import BRANCH
from marginlib.course.cascades.items.cliff import CLIFF
from marginlib.course.cascades.items.code import CODE
from marginlib.course.cascades.items.depth import DEPTH
from marginlib.course.cascades.items.facts import FACTS
from marginlib.course.cascades.items.feed import FEED
from marginlib.course.cascades.items.pools import POOLS
from marginlib.course.cascades.items.predictions import ETH, HOOK, LAST
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="08",
    question="Does one liquidation cause the next?",
    notebook="08_cascades.ipynb",
    paradox="A shock of 4.5 % closes nobody. One of 4.6 % leaves nobody.",
    objectives={
        "branch": "compute how many liquidations one causes on average, and where a cascade ends",
        "cliff": "say why one step more of a shock may take a whole crowd",
        "feed": "say what feeds a cascade and what stops it, and reckon with both",
        "depth": "compute what a sale gets in a book, in a pool and in both, and say who pays",
    },
    items=(HOOK, *BRANCH, *CLIFF, *FEED, LAST, *DEPTH, *POOLS, ETH, *FACTS, *CODE),
    goals=GOALS,
    recalls=("02-price", "07-missing"),
)
