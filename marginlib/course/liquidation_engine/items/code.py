"""Exercises in code: a queue of winners, and two faults that public simulators of venues had."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.liquidation import Candidates, pro_rata, queue
from marginlib.liquidation.deleveraging import filled

Column = Sequence[float]


def candidates(size: Column, entry: Column, posted: Column, price: float) -> Candidates:
    """Shorts as a ranking sees them."""
    sizes, entries = np.array(size, dtype=float), np.array(entry, dtype=float)
    profit = sizes * (entries - price)
    return Candidates(sizes, profit, sizes * entries, sizes * price, np.array(posted) + profit, sizes)


def _units(turns: Any, who: int) -> float:
    return next((float(turn.units) for turn in turns if turn.place == who), 0.0)


def closed(size: Column, entry: Column, posted: Column, price: float, wanted: float, who: int) -> float:
    """Units of the short number `who` that the queue closes.

    >>> [closed((4, 3, 8), (130, 105, 100), (260, 80, 320), 85, 4, who) for who in range(3)]
    [1.0, 3.0, 0.0]
    """
    return _units(queue(candidates(size, entry, posted, price), float(wanted)), who)


def _by(key: Any) -> Any:
    """A rival that closes those with the largest key first."""

    def rival(size: Column, entry: Column, posted: Column, price: float, wanted: float, who: int) -> float:
        found = candidates(size, entry, posted, price)
        order = np.argsort(-key(found), kind="stable")
        return _units(filled(order.tolist(), found.available, float(wanted)), who)

    return rival


def _pro_rata(size: Column, entry: Column, posted: Column, price: float, wanted: float, who: int) -> float:
    return _units(pro_rata(candidates(size, entry, posted, price), float(wanted)), who)


CROWDS: tuple[dict[str, Any], ...] = (
    {"size": (4, 3, 8), "entry": (130, 105, 100), "posted": (260, 80, 320), "price": 85, "wanted": 4},
    {"size": (5, 4, 5), "entry": (100, 100, 120), "posted": (340, 120, 220), "price": 85, "wanted": 6},
)


def crowd(draw: Draw) -> dict[str, Any]:
    """Three shorts and how many units are to be closed of them."""
    return {
        "size": tuple(draw.integer(3, 8) for _ in range(3)),
        "entry": tuple(draw.integer(95, 130) for _ in range(3)),
        "posted": tuple(draw.integer(60, 340, 20) for _ in range(3)),
        "price": 85,
        "wanted": draw.integer(4, 9),
        "who": draw.integer(0, 2),
    }


def settled(free: float, posted: float, size: float, entry: float, price: float) -> float:
    """Free money after an isolated position was closed by auto-deleveraging.

    >>> settled(100, 120, -6, 100, 90)
    280
    """
    return free + posted + size * (price - entry)


def erased(free: float, posted: float, size: float, entry: float, price: float) -> float:  # noqa: ARG001 - the bug
    """The same with the bug: what is paid goes down with the position."""
    return free


def left(posted: float, size: float, entry: float, liquidation: float, opened: float) -> float:
    """What a long has when it is closed at its liquidation price, or at the open of a gap below it.

    >>> [round(left(100, 10, 100, 90.4523, opened), 2) for opened in (89, 90.2, 95)]
    [0, 2.0, 4.52]
    """
    return max(0, posted + size * (min(liquidation, opened) - entry))


def at_the_line(posted: float, size: float, entry: float, liquidation: float, opened: float) -> float:  # noqa: ARG001 - the bug
    """The same with the bug: the gap is not looked at."""
    return posted + size * (liquidation - entry)


def gapped(leverage: float, size: float, opened: float) -> dict[str, Any]:
    """A long from 100 at this leverage, and a candle that opens so far from its bankruptcy price."""
    posted = size * 100 / leverage
    bankrupt = 100 - 100 / leverage
    line = float(formulas.liquidation_price(posted, size, 100, 0.005))
    return {"posted": posted, "size": size, "entry": 100, "liquidation": line, "opened": bankrupt + opened}


def gap(draw: Draw) -> dict[str, Any]:
    """A candle that opens below the bankruptcy price."""
    return gapped(draw.choice((5, 8, 10, 20)), draw.integer(2, 8), -draw.choice((1, 3, 6)))


CODE = (
    Item(
        id="07-ranked",
        objective="rank",
        format="function",
        prompt="""
            Write the queue without our library. You get the sizes of some shorts (above zero), their entries and what
            was posted, each as a tuple. You also get the price, how many units are wanted, and the number of one short,
            counted from 0. Return how many of its units are closed. Highest first is profit over cost, times value over
            equity.
        """,
        draw=crowd,
        oracle=closed,
        arguments=("size", "entry", "posted", "price", "wanted", "who"),
        tolerance=0.001,
        cases=tuple({**one, "who": who} for one in CROWDS for who in range(3)),
        wrong={
            "by-size": Wrong(
                _by(lambda found: found.size),
                did="closed the largest short first, as a simulator of 2026 did",
                ask="Does the size of a short say how much it has earned?",
            ),
            "by-leverage": Wrong(
                _by(lambda found: found.notional / found.equity),
                did="ranked by leverage alone",
                ask="Who has earned more on what the position cost?",
            ),
            "by-profit": Wrong(
                _by(lambda found: found.profit / found.cost),
                did="ranked by the profit in percent alone",
                ask="Whose leverage is higher?",
            ),
            "pro-rata": Wrong(
                _pro_rata,
                right="for a venue that takes the same share of everybody",
                ask="Who has to be closed whole before the next one is touched?",
            ),
        },
        hints=(
            "You give each short a score first, and sort their numbers by it.",
            "Equity is what was posted plus the profit, and cost and value are the size times entry and price.",
            "Go down the list, close as much as there is of each, and stop when nothing more is wanted.",
        ),
        solution="""
            You work out a score for each short and go through them from the highest to the lowest. Each gives what it
            has until the wanted units are there, and the last one gives only a part.
        """,
        note="A queue counts in units, so that longs and shorts stay equal.",
        code="""
def score(size, entry, posted, price):
    profit = size * (entry - price)
    return profit / (size * entry) * size * price / (posted + profit)


def answer(size, entry, posted, price, wanted, who):
    scores = [score(*one, price) for one in zip(size, entry, posted, strict=True)]
    order = sorted(range(len(size)), key=lambda one: -scores[one])
    before = sum(size[one] for one in order[: order.index(who)])
    return max(0, min(size[who], wanted - before))
""".strip(),
        extra=True,
    ),
    Item(
        id="07-erased",
        objective="pays",
        format="bug-hunt",
        prompt="""
            A public simulator of venues (FLOX, pull request 462, 2026-09-13) paid a winner who was closed by
            auto-deleveraging in isolated mode into the position. A few lines later the position was erased. Our own
            line does the same. It gets the free money, what was posted, the size (below zero for a short), the entry
            and the price of the closing, and should give the free money after it. Mend it.
        """,
        draw=lambda draw: {
            "free": draw.integer(50, 400, 10),
            "posted": draw.integer(80, 200, 10),
            "size": -draw.integer(3, 9),
            "entry": 100,
            "price": draw.integer(88, 93),
        },
        oracle=settled,
        stub=erased,
        arguments=("free", "posted", "size", "entry", "price"),
        tolerance=0.001,
        cases=(
            {"free": 100, "posted": 120, "size": -6, "entry": 100, "price": 90},
            {"free": 0, "posted": 200, "size": 4, "entry": 100, "price": 110},
            {"free": 30, "posted": 100, "size": -5, "entry": 100, "price": 104},
        ),
        wrong={
            "gain-only": Wrong(
                lambda free, size, entry, price, **_: free + size * (price - entry),
                did="paid the gain and kept what was posted",
                ask="What becomes of the money behind a position that is gone?",
            ),
            "posted-only": Wrong(
                lambda free, posted, **_: free + posted,
                did="gave back what was posted and no gain",
                ask="What has the position earned by the time it is closed?",
            ),
            "sign": Wrong(
                lambda free, posted, size, entry, price: free + posted - size * (price - entry),
                did="turned the sign of the gain round",
                ask="What does a short earn when the price falls?",
            ),
        },
        hints=(
            "Add up all that the owner has before the closing and after it. What is missing?",
            "A position that is gone leaves two things behind, what was posted and what it earned.",
            "Add both to the free money; the gain is the size times the price less the entry.",
        ),
        solution="""
            You add what was posted and the gain to the free money. In the first case 100 + 120 + 60 USDT make 280, and
            the line with the bug lost 180 of them.
        """,
        note="Add all tanks before and after, and no payment gets lost.",
        code="""
def answer(free, posted, size, entry, price):
    return free + posted + size * (price - entry)
""".strip(),
        extra=True,
    ),
    Item(
        id="07-gapped",
        objective="pays",
        format="bug-hunt",
        prompt="""
            A simulator for learning programs booked each liquidation at the liquidation price, even if the next candle
            opened far below it (TorchTrade, issue 314, 2026-08-10). At 20x a gap of 10 % gave a wiped account 800 back.
            Our line does the same. It gets a long and the price at which the candle opens. What does the owner have
            after the closing, if it fills at the worse of the two prices? Mend it.
        """,
        draw=gap,
        oracle=left,
        stub=at_the_line,
        arguments=("posted", "size", "entry", "liquidation", "opened"),
        tolerance=0.001,
        cases=(
            gapped(20, 4, 0.25),
            gapped(10, 5, 0.2),
            gapped(5, 3, 6),
            gapped(8, 2, -3),
        ),
        wrong={
            "uncapped": Wrong(
                lambda posted, size, entry, liquidation, opened: posted + size * (min(liquidation, opened) - entry),
                did="let the owner owe the rest",
                ask="How much can somebody lose whose position has a wall?",
            ),
            "all-gone": Wrong(
                lambda **_: 0,
                right="for every gap beyond the bankruptcy price",
                ask="What is left if the candle opens between the two prices?",
            ),
            "at-the-open": Wrong(
                lambda posted, size, entry, opened, **_: max(0, posted + size * (opened - entry)),
                did="sold at the open even where that is above the line",
                ask="When does the venue close a long whose candle opens above its line?",
            ),
        },
        hints=(
            "Where does a sale fill when the candle opens below the line, and where when it opens above?",
            "For a long you take the lower of the two prices.",
            "The owner cannot lose more than was posted, so nothing below zero comes out.",
        ),
        solution="""
            You book the lower of the two prices, and you stop at zero. What would be below zero is a bad debt, and
            somebody else pays it.
        """,
        note="A liquidation fills where somebody buys, and that may be far below the line.",
        code="""
def answer(posted, size, entry, liquidation, opened):
    return max(0, posted + size * (min(liquidation, opened) - entry))
""".strip(),
        extra=True,
    ),
)
