"""Exercises in code: one function for both sides, positions that owe nothing, and a path that closes one of two."""

from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.course.isolated_margin.account import ENTRY, POSTED, RATE, UNITS
from marginlib.learn import answers
from marginlib.learn.answers import sequence
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import isolated
from marginlib.position import Position
from marginlib.schedules import FlatRate
from marginlib.walk import walk

LENGTH, HIGHEST = 3, 200
POSTS = (POSTED, 20.0)  # Ada, Ben


def turned(posted: float, size: float, entry: float, rate: float) -> float:
    """The liquidation price, long or short."""
    return float(formulas.liquidation_price(posted, size, entry, rate))


def closed(posted: float, size: float, entry: float, price: float, rate: float) -> bool:
    """A test of liquidation in which something is wrong."""
    if abs(size) * entry <= posted:
        return False  # nothing was borrowed
    return posted + size * (price - entry) < rate * abs(size) * price


def judged(posted: float, size: float, entry: float, price: float, rate: float) -> bool:
    """Whether the engine closes the position."""
    return bool(Position(size, entry, posted, FlatRate(rate)).liquidatable(price))


def closings(path: Any) -> tuple[bool, bool]:
    """Whether Ada, with 100 USDT behind ten units from 100, and Ben, with 20, are closed on three prices.

    >>> closings([100, 98, 101]), closings([100, 90, 101])
    ((False, True), (True, True))
    """
    prices = answers.path(path, ENTRY, LENGTH, HIGHEST)
    rules = Conventions(trigger="inclusive")
    ada, ben = (
        Book(["unit"], [UNITS], [ENTRY], [posted], {"unit": FlatRate(RATE)}, conventions=rules) for posted in POSTS
    )
    way = np.reshape(prices, (-1, 1))
    return walk(ada, isolated, way)[0].time is not None, walk(ben, isolated, way)[0].time is not None


def judge_fall(answer: Any) -> Verdict | str:
    """Ben must be closed and Ada open, and the last price above 100."""
    ada, ben = closings(answer)
    if not ben:
        return "nobody"
    if ada:
        return "both"
    return Verdict("✓", "") if sequence(answer)[-1] > ENTRY else "below"


BOTH = (
    Item(
        id="02-turned",
        objective="price",
        format="function",
        prompt="""
            Write line(posted, size, entry, rate), which gives the liquidation price of a position. The size is signed,
            with a minus for a short, and the rate is a fraction such as 0.005. Maintenance is counted at the price
            itself.
        """,
        draw=lambda draw: {
            "posted": draw.integer(60, 200, 10),
            "size": draw.sign() * draw.integer(4, 15),
            "entry": draw.integer(80, 200, 10),
            "rate": draw.choice((0.005, 0.01, 0.02)),
        },
        oracle=turned,
        unit="USDT",
        tolerance=0.001,
        cases=(
            {"posted": 100, "size": 10, "entry": 100, "rate": 0.005},
            {"posted": 100, "size": -10, "entry": 100, "rate": 0.005},
            {"posted": 50, "size": -4, "entry": 120, "rate": 0.02},
            {"posted": 60, "size": 8, "entry": 90, "rate": 0.01},
        ),
        wrong={
            "long-only": Wrong(
                lambda posted, size, entry, rate: turned(posted, abs(size), entry, rate),
                right="for a long",
                ask="What is different for a size below zero?",
            ),
            "at-entry": Wrong(
                lambda posted, size, entry, rate: entry - (posted - rate * abs(size) * entry) / size,
                right="if the venue counted maintenance at the entry price",
                ask="What are the units worth at the price that you look for?",
            ),
            "on-margin": Wrong(
                lambda posted, size, entry, rate: entry - posted * (1 - rate) / size,
                did="took the rate of what was posted",
                ask="What does the venue have to sell when it closes you?",
            ),
            "bankruptcy": Wrong(
                lambda posted, size, entry, rate: entry - posted / size + 0 * rate,
                found="the bankruptcy price",
                ask="How much must be left when the venue steps in?",
            ),
        },
        hints=(
            "What do you own at a price P, and what does the venue ask for there?",
            "You own posted + size x (P - entry). The venue asks for a share of the units, whichever side you are on.",
            "Set both equal and bring P to one side. Use the size without its sign in what is asked for.",
        ),
        solution="""
            You own posted + size x (P - entry) and are asked for rate x |size| x P. The two are equal at the price
            (posted - size x entry) / (|size| x rate - size).
        """,
        note="A signed size makes one formula of two, because a short earns where a long loses.",
        code="def answer(posted, size, entry, rate):\n    return (posted - size * entry) / (abs(size) * rate - size)",
        extra=True,
    ),
    Item(
        id="02-one",
        objective="price",
        format="bug-hunt",
        prompt="""
            Somebody thought that a position which owes nothing can never be closed, and put that into the test of
            liquidation. It is true of one side only. Mend closed(posted, size, entry, price, rate), where the size of
            a short has a minus.
        """,
        draw=lambda draw: {
            "posted": draw.integer(80, 200, 10),
            "size": draw.sign(),
            "entry": 100,
            "price": draw.integer(20, 280, 20),
            "rate": 0.005,
        },
        oracle=judged,
        stub=closed,
        cases=(
            {"posted": 100, "size": -1, "entry": 100, "price": 150, "rate": 0.005},
            {"posted": 100, "size": -1, "entry": 100, "price": 199.1, "rate": 0.005},
            {"posted": 100, "size": -1, "entry": 100, "price": 205, "rate": 0.005},
            {"posted": 200, "size": -1, "entry": 100, "price": 310, "rate": 0.005},
            {"posted": 100, "size": 1, "entry": 100, "price": 0.5, "rate": 0.005},
            {"posted": 50, "size": 1, "entry": 100, "price": 50.2, "rate": 0.005},
            {"posted": 50, "size": -1, "entry": 100, "price": 149.5, "rate": 0.005},
        ),
        wrong={
            "long-closed": Wrong(
                lambda posted, size, entry, price, rate: (
                    judged(posted, size, entry, price, rate) or (abs(size) * entry <= posted and price < 0.01 * entry)
                ),
                did="closed a long that owes nothing",
                ask="How much of its money can it lose before the price is zero?",
            ),
            "at-zero": Wrong(
                lambda posted, size, entry, price, rate: posted + size * (price - entry) < 0 * rate,
                did="waited until nothing was left",
                ask="What does the venue ask for while the position is open?",
            ),
        },
        hints=(
            "How high can a price go, and who loses when it rises?",
            "A short that posted all of its value owes nothing at first. What does it owe when the price has doubled?",
            "Does the comparison in the last line need any exception at all?",
        ),
        solution="""
            Take the exception out. You then close a short at 1x when the price has almost doubled, and a long at 1x is
            never closed, because it always has more than it is asked for.
        """,
        note="A short can lose more than its value, so no margin makes it safe for ever.",
        code="def answer(posted, size, entry, price, rate):\n"
        "    return posted + size * (price - entry) < rate * abs(size) * price",
        extra=True,
    ),
    Item(
        id="02-fall",
        objective="price",
        format="adversarial",
        prompt="""
            Ada and Ben are long ten units each from 100 USDT, behind a wall. Ada has posted 100 USDT and Ben 20, and
            the venue asks for 0.5 % and looks all the time. Find three prices, the first of them 100, on which Ben is
            closed and Ada never, and which end above 100.
        """,
        judge=judge_fall,
        hand_in="a list of three prices that begins at 100",
        wrong={
            "nobody": Wrong(
                [100, 99, 101],
                did="left both of them open",
                ask="How far may the price fall before Ben has what the venue asks for?",
            ),
            "both": Wrong(
                [100, 89, 101],
                did="closed both of them",
                ask="How deep is Ada's tank?",
            ),
            "below": Wrong(
                [100, 98, 99],
                did="closed Ben alone, but ended below 100",
                ask="What may the price do once he is closed?",
            ),
        },
        hints=(
            "At which price is each of them closed? One is about 90, the other about 98.",
            "Your second price has to lie between those two.",
            "After that the price may go anywhere, so let your third one be above 100.",
        ),
        solution="""
            You need a second price between 90.45 and 98.49, where Ben is closed and Ada is not, and a third above 100.
            She has a gain at the end, and he has nothing to gain with.
        """,
        note="Both were right about where the price would end, and only one was still there.",
        code="answer = [100, 98, 101]",
        extra=True,
    ),
)
