"""Lesson 12: why money can be gone although every check passed."""

from marginlib.course.oracles_and_enclaves.goals import GOALS
from marginlib.course.oracles_and_enclaves.items.lies import LIES
from marginlib.course.oracles_and_enclaves.items.predictions import EXPLAIN, HOOK, MEDIAN, TWO
from marginlib.course.oracles_and_enclaves.items.prices import PRICES
from marginlib.course.oracles_and_enclaves.items.proofs import PROOFS
from marginlib.course.oracles_and_enclaves.items.sources import SOURCES
from marginlib.course.oracles_and_enclaves.items.walls import WALLS
from marginlib.learn.items import Lesson

LESSON = Lesson(
    number="12",
    question="Every check passed. Why is the money gone?",
    notebook="12_oracles_and_enclaves.ipynb",
    paradox="No bug, no stolen key, and 8,000 of other people's money left through the front door. What was broken?",
    objectives={
        "price": "say which price decides, and how each kind is moved or late",
        "lie": "compute what a false price costs, what it takes and whether it pays",
        "wall": "choose limits under which no lie pays, or under which a lie stays small",
        "proof": "say what an attestation proves, and what passes it",
    },
    items=(HOOK, MEDIAN, TWO, EXPLAIN, *SOURCES, *PRICES, *LIES, *WALLS, *PROOFS),
    goals=GOALS,
    recalls=("11-refused",),
)
