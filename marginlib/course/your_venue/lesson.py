"""Lesson 14: why two venues close the same position at two prices, and what your own fills come to."""

from marginlib.course.your_venue.goals import GOALS
from marginlib.course.your_venue.items.account import ACCOUNT
from marginlib.course.your_venue.items.asked import ASKED
from marginlib.course.your_venue.items.coin import COIN as PAID
from marginlib.course.your_venue.items.predictions import COIN, EXPLAIN, HOOK, NETTED
from marginlib.course.your_venue.items.read import READ
from marginlib.course.your_venue.items.rulebooks import RULEBOOKS
from marginlib.course.your_venue.items.tiers import TIERS
from marginlib.course.your_venue.items.traced import TRACED
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="14",
    question="Two venues, one long, two liquidation prices: who is right?",
    notebook="14_your_venue.ipynb",
    paradox="Eight venues hold the same long at 10x. At 54,600 some have closed it, some have not, and nobody erred.",
    objectives={
        "asked": "turn a table in tiers into what a venue asks for, on the date of the table",
        "rules": "say which rules besides the rate move a liquidation price, and by how much",
        "coin": "say what margin kept in coin does to a long and to a short",
        "account": "follow fills and hedges to a position and to its liquidation price",
    },
    items=(HOOK, *TIERS, *ASKED, *RULEBOOKS, *TRACED, COIN, *PAID, EXPLAIN, NETTED, *ACCOUNT, *READ),
    goals=GOALS,
    recalls=("02-from-floor", "01-maintenance"),
)
