"""Items in code: the end of a cascade, and a cliff that is built."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from marginlib.cascade import Ladder
from marginlib.course.cascades.items.cliff import LINES
from marginlib.learn.answers import Unreadable, sequence
from marginlib.learn.items import Item, Verdict, Wrong

UNITS, PUSH, COUNT, HIGHEST = 10.0, 0.05, 10, 98.0  # of 08-cliff
HAIR, DUST = 1e-6, 1e-9  # USDT


def fallen(prices: Sequence[float], sizes: Sequence[float], push: float, price: float) -> float:
    """Where the price of longs ends that starts at `price`.

    >>> fallen([99, 98, 97, 96, 90], [10] * 5, 0.1, 98.5)
    94.5
    """
    return (
        Ladder(np.asarray(prices, dtype=float), np.asarray(sizes, dtype=float), lambda closed: push * closed)
        .shock(float(price))
        .price
    )


def _rounds(prices: Sequence[float], sizes: Sequence[float], push: float, price: float, most: int, tie: float) -> float:
    """The same after so many rounds at most, with a line counted as met at so much above it."""
    sold = 0.0
    for _ in range(most):
        now = price - push * sold
        sold = sum(size for at, size in zip(prices, sizes, strict=True) if now < at + tie)
    return price - push * sold


def judge_cliff(answer: Any, gap: float) -> Verdict | str:
    """Ten lines below 98, apart, of which none falls just above the highest and all fall just below it."""
    lines = sequence(answer)
    if len(lines) != COUNT or not all(0 < one < HIGHEST for one in lines):
        raise Unreadable("ten liquidation prices between 0 and 98 USDT are wanted")
    if np.diff(np.sort(lines)).min() < gap - DUST:
        return "close"
    ladder = Ladder(lines, [UNITS] * COUNT, lambda closed: PUSH * closed)
    if ladder.shock(max(lines) - HAIR).number < COUNT:
        return "stand"
    return Verdict("✓", "")


CODE = (
    Item(
        id="08-fallen",
        objective="cliff",
        format="function",
        prompt="""
            Write the end of a cascade without our library. Your function takes liquidation prices and sizes of longs,
            in any order, how far each unit pushes, and the price after the shock. It gives the price at which nothing
            more is sold. A long whose line is exactly at the price stands.
        """,
        draw=lambda draw: {
            "prices": tuple(draw.integer(880, 990) / 10 for _ in range(6)),
            "sizes": tuple(draw.integer(4, 15) for _ in range(6)),
            "push": draw.choice((0.05, 0.1, 0.15)),
            "price": draw.integer(955, 985) / 10,
        },
        oracle=fallen,
        arguments=("prices", "sizes", "push", "price"),
        tolerance=0.001,
        cases=(
            {"prices": (99, 98, 97, 96, 90), "sizes": (10,) * 5, "push": 0.1, "price": 98.5},
            {"prices": (99, 97, 90), "sizes": (10,) * 3, "push": 0.1, "price": 98},
            {"prices": (90, 99, 97, 98), "sizes": (5, 5, 10, 10), "push": 0.1, "price": 98.5},
            {"prices": LINES * 3, "sizes": (70,) * 6, "push": 0.025, "price": 95.4},
            {"prices": (95, 94), "sizes": (10, 10), "push": 0.1, "price": 96},
        ),
        wrong={
            "once": Wrong(
                lambda **given: _rounds(**given, most=1, tie=0.0),
                right="if those who fall in the first round were the only ones",
                ask="Whose line does the price pass because of their sales?",
            ),
            "twice": Wrong(
                lambda **given: _rounds(**given, most=2, tie=0.0),
                did="stopped after two rounds",
                ask="How do you know that the next round is empty?",
            ),
            "alone": Wrong(
                lambda price, **_: float(price), found="the price after the shock", ask="Who is closed at that price?"
            ),
            "inclusive": Wrong(
                lambda **given: _rounds(**given, most=99, tie=DUST),
                did="closed a long whose line is exactly at the price",
                ask="Which of the cases has a line that is met and not passed?",
            ),
        },
        hints=(
            "Write a loop. In each turn you find the price from what is sold so far.",
            "What is sold so far is the sum of all sizes whose line lies above the price.",
            "Stop when a turn sells no more than the one before.",
        ),
        solution="""
            You find who is below the line, add up what they sell, find the new price, and go on until the sum no longer
            grows.
        """,
        note="A cascade is a loop that ends when nothing changes.",
        code="""
def answer(prices, sizes, push, price):
    sold, more = -1, 0
    while more != sold:
        sold, more = more, sum(size for line, size in zip(prices, sizes, strict=True) if price - push * more < line)
    return price - push * sold
""".strip(),
        extra=True,
    ),
    Item(
        id="08-cliff",
        objective="cliff",
        format="adversarial",
        prompt="""
            Build a cliff. Ten longs of 10 units each are closed below liquidation prices that you choose, all of them
            below 98 USDT and at least {gap} apart. Each unit sold pushes by 0.05 USDT. A price a hair above your
            highest line closes nobody, and a hair below it must close all ten.
        """,
        draw=lambda draw: {"gap": draw.choice((0.2, 0.3, 0.4))},
        judge=judge_cliff,
        hand_in="a list of ten liquidation prices below 98",
        wrong={
            "close": Wrong(
                [97.0] * 10,
                did="put two of them nearer to each other than {gap} USDT",
                ask="How far apart may neighbours be so that one still reaches the next?",
            ),
            "stand": Wrong(
                lambda **_: [97 - 0.6 * place for place in range(10)],
                did="left gaps that one sale cannot cross",
                ask="How far do ten units push the price?",
            ),
        },
        hints=(
            "How far does the price fall when one of the ten is sold?",
            "Your next line has to be within that distance, and every other one as well.",
            "Choose a step from {gap} to a little less than 0.5 USDT.",
        ),
        solution="""
            One sale pushes by 0.5 USDT. You put each line less than that below the one before, so each long that falls
            takes the next one with it.
        """,
        note="No crowd is needed, and a row without a gap is enough.",
        code="answer = [97 - g.gap * place for place in range(10)]",
        extra=True,
    ),
)
