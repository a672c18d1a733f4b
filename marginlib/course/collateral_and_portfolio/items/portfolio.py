"""Items on a book: what a pool needs over scenarios, and what each position adds to that."""

from typing import Any

import numpy as np

from marginlib.book import Book
from marginlib.course.collateral_and_portfolio.account import need
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.modes import cross
from marginlib.requirements import scanned
from marginlib.schedules import FlatRate

Losses = tuple[tuple[int, ...], ...]


def pair(draw: Draw) -> dict[str, Any]:
    """A long of BTC, a short of ETH, and how far both fall."""
    return {
        "btc": draw.integer(10, 14),
        "eth": draw.integer(3, 5),
        "fall": draw.choice((10, 12, 15)),
        "follows": draw.choice((6, 8)),
    }


def parts(btc: float, eth: float, fall: float, follows: float) -> tuple[float, float]:
    """What BTC and ETH add to the need of the pool.

    >>> [round(part, 6) for part in parts(10, 4, 10, 6)]
    [100.0, -24.0]
    """
    flat = dict.fromkeys(("BTC", "ETH"), FlatRate(0.01))
    book = Book(["BTC", "ETH"], [float(btc), -float(eth)], [100.0] * 2, [0.0] * 2, flat, free={"": 1_000.0})
    scan = scanned({"BTC": [-fall / 100, 0.08, 0.0], "ETH": [-follows / 100, 0.1, 0.05]})
    first, second = scan.components(book, cross(book), {"BTC": 100.0, "ETH": 100.0})[0].tolist()
    return first, second


def legs(draw: Draw) -> dict[str, Any]:
    """Losses of long futures and short calls in the worst scenarios of the lesson's table, in any order."""
    calls = draw.integer(13, 16)
    rows = [
        tuple(10 * loss for loss in (10_000, -10_000, 7_000)),
        tuple(calls * loss for loss in (-3_380, 8_060, -1_500)),
    ]
    return {"losses": tuple(draw.mixed(rows))}


def worst(losses: Losses) -> int:
    """The scenario that costs the pool most."""
    return int(np.argmax(np.sum(losses, axis=0)))


def next_to_close(losses: Losses) -> int:
    """The leg that adds most to the need of the pool.

    >>> next_to_close(((100_000, -100_000), (-50_700, 120_900)))
    0
    """
    return int(np.argmax([leg[worst(losses)] for leg in losses]))


def needs_most_alone(losses: Losses) -> int:
    """The same with the bug: each leg is looked at as if it were alone."""
    return int(np.argmax([max(leg) for leg in losses]))


PORTFOLIO = (
    Item(
        id="09-component",
        objective="portfolio",
        format="numeric",
        prompt="""
            You are long {btc} BTC and short {eth} ETH in one pool, both at 100 USDT. The venue measures your portfolio
            risk exposure over three scenarios. In the first BTC falls by {fall} % and ETH by {follows} %. In the second
            BTC rises by 8 % and ETH by 10 %, and in the third ETH alone rises by 5 %. What is the component of your ETH
            in what the pool needs, in USDT?
        """,
        draw=pair,
        oracle=lambda **given: parts(**given)[1],
        unit="USDT",
        tolerance=0.05,
        wrong={
            "alone": Wrong(
                lambda eth, **_: 10.0 * eth,
                found="what your ETH would need in a pool of its own",
                ask="Which of the three scenarios hurts both of your positions together most?",
            ),
            "sign": Wrong(
                lambda eth, follows, **_: float(eth * follows),
                did="turned the sign round",
                ask="Does a short lose or gain when its price falls?",
            ),
            "nothing": Wrong(
                lambda **_: 0.0,
                right="if a position could only add to a need",
                ask="What does the need become when you close your ETH?",
            ),
            "whole": Wrong(
                lambda **given: sum(parts(**given)),
                found="what the whole pool needs",
                ask="How much of that comes from BTC, and how much from ETH?",
            ),
        },
        hints=(
            "Look for the worst scenario of the whole pool first, and do not ask your ETH about it.",
            "Take the scenario in which both fall. What do you lose on your BTC there?",
            "Now take what your ETH loses in that scenario, and a gain is a loss below zero.",
        ),
        solution="""
            Your pool loses most when both fall. Your {eth} ETH gain {follows} USDT each there, so their component is
            {answer} USDT. They carry more than they need.
        """,
        note="A component below zero is a hedge, and closing it raises what the pool needs.",
        section="The same question for a book",
        code="answer = -g.eth * g.follows",
    ),
    Item(
        id="09-half",
        objective="portfolio",
        format="numeric",
        prompt="""
            A long future gains 10,000 USDT when prices rise by all of their range, and loses 10,000 when they fall by
            it. A short call loses 8,060 in that rise and gains 3,380 in that fall, and every other scenario costs your
            pool less. You keep {kept} % of one future beside one short call. What does your pool need, in USDT?
        """,
        draw=lambda draw: {"kept": draw.integer(20, 50, 5)},
        oracle=lambda kept: need(kept / 100),
        unit="USDT",
        tolerance=20,
        wrong={
            "proportional": Wrong(
                lambda kept: 6_620 * kept / 100,
                right="if you kept as little of the call",
                ask="Which of your two positions has become smaller?",
            ),
            "same-scenario": Wrong(
                lambda kept: 10_000 * kept / 100 - 3_380,
                right="as long as a fall is worse for you than a rise",
                ask="What does your pool lose when prices rise?",
            ),
            "alone": Wrong(
                lambda kept: 8_060.0,  # noqa: ARG005 - whatever is kept
                found="what your call would need alone",
                ask="What does the rest of your future earn in the rise that hurts the call?",
            ),
            "sum": Wrong(
                lambda kept: 10_000 * kept / 100 + 8_060,
                did="added what each of them would need in a pool of its own",
                ask="Can prices rise and fall at once?",
            ),
        },
        hints=(
            "Write down what your pool loses in the rise and in the fall, with {kept} % of the future.",
            "In the rise you lose 8,060 on the call and gain a part of 10,000.",
            "You need the larger of the two losses.",
        ),
        solution="""
            In the fall you lose {kept} % of 10,000 less 3,380, and in the rise 8,060 less {kept} % of 10,000. The
            second is the larger one, so your pool needs {answer} USDT.
        """,
        note="A requirement that is the worst of several lines has a corner, where the worst scenario changes.",
        code="answer = max(10000 * g.kept / 100 - 3380, 8060 - 10000 * g.kept / 100)",
        extra=True,
    ),
    Item(
        id="09-legs",
        objective="portfolio",
        format="bug-hunt",
        prompt="""
            A trading engine closed the legs of a strategy one at a time, although what is left may need more than the
            whole (QuantConnect/Lean, pull request 7221, 2023-04-26). Our own line looks at each leg alone as well. It
            is given what each leg of a pool loses in each scenario. It is to return the place, counted from 0, of the
            leg to make smaller first, so that the pool needs less. Mend it.
        """,
        draw=legs,
        oracle=next_to_close,
        stub=needs_most_alone,
        arguments=("losses",),
        cases=(
            {"losses": ((10_000, -10_000), (-3_380, 8_060))},
            {"losses": ((-50, 90, 10), (80, -70, 20), (40, -30, 0))},
            {"losses": ((-5, 30), (-20, 10), (60, -35))},
        ),
        wrong={
            "smallest": Wrong(
                lambda losses: int(np.argmin([leg[worst(losses)] for leg in losses])),
                did="chose the leg that carries the others",
                ask="What does the pool need when its hedge is gone?",
            ),
            "first": Wrong(
                lambda losses: 0,  # noqa: ARG005 - whatever they lose
                did="took the first leg",
                ask="Would your answer change if the legs came in another order?",
            ),
            "sum": Wrong(
                lambda losses: int(np.argmax([sum(leg) for leg in losses])),
                did="added up what each leg loses in all scenarios",
                ask="How many of the scenarios can come true?",
            ),
        },
        hints=(
            "Which scenario decides what the pool needs? You have to find it before you look at legs.",
            "Add the losses of all legs, scenario by scenario, and take the largest sum.",
            "Then return the place of the leg that loses most in that one scenario.",
        ),
        solution="""
            First you look for the scenario in which the legs together lose most. The leg that loses most there adds
            most to the need, and closing a little of it lowers the need most.
        """,
        note="What a leg needs alone says nothing about what it does in a pool.",
        code="""
def answer(losses):
    together = [sum(column) for column in zip(*losses, strict=True)]
    worst = together.index(max(together))
    there = [leg[worst] for leg in losses]
    return there.index(max(there))
""".strip(),
        extra=True,
    ),
)
