"""Exercises on paths of prices: break an account on purpose, mend our own lines, and put the crash in order."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.course.start_here.account import ENTRY, RATE, book
from marginlib.learn import answers
from marginlib.learn.answers import sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross, isolated
from marginlib.walk import walk

LENGTH, HIGHEST, AHEAD = 3, 200, 150.0


def kept(path: Any) -> tuple[float, float, bool]:
    """What Ada and Bo have at the end of three BTC prices, while ETH stays at 100, and whether her long was closed.

    >>> kept([100, 50, 120])
    (300.0, 0.0, True)
    """
    prices = answers.path(path, ENTRY, LENGTH, HIGHEST)
    account, way = book(10), np.column_stack([prices, [ENTRY] * LENGTH])
    sums, closed = [], []
    for mode in (isolated, cross):
        ends = walk(account, mode, way, between=False)
        sums.append(sum((float(end.left) for end in ends if end.time is None), 0.0))
        closed.append(ends[0].time is not None)
    return sums[0], sums[1], closed[0]


def judge_path(answer: Any) -> Verdict | str:
    """Bo must end with nothing though the last price is above 100."""
    _, bo, closed = kept(answer)
    if bo:
        return "half" if closed else "nobody"
    return Verdict("✓", "") if sequence(answer)[-1] > ENTRY else "below"


def judge_turned(answer: Any) -> Verdict | str:
    """Bo must end at least 150 USDT ahead."""
    ada, bo, closed = kept(answer)
    if not bo:
        return "deep"
    if not closed:
        return "still-open"
    if bo - ada < AHEAD:
        where = "ahead of Ada" if bo > ada else "ahead of Bo"
        who = "Bo" if bo > ada else "Ada"
        return Verdict("✗", f"Her long was closed and his was not. {who} ends {abs(bo - ada):.0f} USDT {where}.")
    return Verdict("✓", "")


def hours(draw: Draw) -> dict[str, Any]:
    """A long, and four hours of prices, in one of which it may be closed."""
    return {
        "posted": draw.choice((80, 100, 120, 150)),
        "size": draw.choice((5, 8, 10, 12)),
        "entry": 100,
        "prices": (draw.integer(96, 103), draw.integer(82, 96), draw.integer(84, 97), draw.integer(94, 104)),
    }


def left(posted: float, size: float, entry: float, prices: Sequence[float]) -> float:
    """What is left of an isolated long that the venue looks at once an hour."""
    for price in prices:
        equity = formulas.equity(posted, size, entry, price)
        if equity <= RATE * size * price:
            return 0.0
    return float(equity)


def left_at_last(posted: float, size: float, entry: float, prices: Sequence[float]) -> float:
    """The same with the bug: only the last price is looked at."""
    return left(posted, size, entry, prices[-1:])


def _at_zero(posted: float, size: float, entry: float, prices: Sequence[float]) -> float:
    worst = min(float(formulas.equity(posted, size, entry, price)) for price in prices)
    return 0.0 if worst <= 0 else float(formulas.equity(posted, size, entry, prices[-1]))


def _rest_kept(posted: float, size: float, entry: float, prices: Sequence[float]) -> float:
    for price in prices:
        equity = float(formulas.equity(posted, size, entry, price))
        if equity <= RATE * size * price:
            return max(equity, 0.0)
    return equity


PATHS = (
    Item(
        id="00-path",
        objective="compare",
        format="adversarial",
        prompt="""
            Take Ada and Bo as the lesson has them, with ten BTC at 10x each, and let ETH stay at 100 USDT. Find three
            BTC prices, the first of them 100, after which Bo has nothing though the last price is above 100.
        """,
        judge=judge_path,
        hand_in="a list of three BTC prices that begins at 100",
        wrong={
            "nobody": Wrong(
                [100, 95, 120],
                did="let the price stay above everything at which a pool is closed",
                ask="How far must BTC fall before somebody is closed?",
            ),
            "half": Wrong(
                [100, 88, 120],
                did="closed Ada's long and left Bo's pool open",
                ask="How much more can his pool lose than hers?",
            ),
            "below": Wrong(
                [100, 50, 90],
                did="emptied Bo's pool, and the price stayed below 100",
                ask="What may the price do once he is closed?",
            ),
        },
        hints=(
            "Bo can only end with nothing if the venue closes his pool.",
            "He loses 10 USDT with every USDT that BTC falls, and he has 400.",
            "Let the second price fall by more than 40, and then do what you like with the third.",
        ),
        solution="""
            You need a second price at which his pool is closed, which is at about 60 USDT or below, and a third above
            100. Bo is no longer there to see it.
        """,
        note="The end of a path does not say what happened on the way.",
        code="answer = [100, 50, 120]",
        extra=True,
    ),
    Item(
        id="00-turned",
        objective="compare",
        format="adversarial",
        prompt="""
            Take the same two accounts, with ETH at 100 USDT all the time. Find three BTC prices, the first of them
            100, after which Bo has at least 150 USDT more than Ada.
        """,
        judge=judge_turned,
        hand_in="a list of three BTC prices that begins at 100",
        wrong={
            "deep": Wrong(
                [100, 50, 120],
                did="let BTC fall so far that Bo was closed as well",
                ask="How far may it fall with only Ada's long closed?",
            ),
            "still-open": Wrong(
                [100, 91, 130],
                did="left Ada's long open, so both have the same",
                ask="At which price is her wall reached?",
            ),
        },
        hints=(
            "They have the same as long as nothing is closed. Whose long must go first?",
            "Her long is closed at about 90 USDT, and his pool only at about 60.",
            "Then let the price climb until his ten BTC have earned what is asked.",
        ),
        solution="""
            You let BTC fall to a price between 61 and 90, where only her long is closed, and climb to 105 or more. She
            has lost 100 USDT for good, while his long is ahead.
        """,
        note="A closed long is the loss that no way back can mend.",
        code="answer = [100, 88, 110]",
        extra=True,
    ),
    Item(
        id="00-hourly",
        objective="isolated",
        format="bug-hunt",
        prompt="""
            Our own few lines say what an isolated long still holds after some hours, and the venue looks at it once an
            hour. When its equity is at or below 0.5 % of what the position is worth, it is closed for
            good, and nothing comes back. Somewhere in it is a fault. Mend it.
        """,
        draw=hours,
        oracle=left,
        stub=left_at_last,
        arguments=("posted", "size", "entry", "prices"),
        cases=(
            {"posted": 100, "size": 10, "entry": 100, "prices": (100, 95, 88, 97)},  # closed on the way
            {"posted": 104.5, "size": 10, "entry": 100, "prices": (98, 90, 94, 97)},  # exactly at the line
            {"posted": 100, "size": 10, "entry": 100, "prices": (99, 95, 93, 96)},  # open all the time
            {"posted": 100, "size": 10, "entry": 100, "prices": (100, 98, 95, 89)},  # closed at the end
        ),
        wrong={
            "at-zero": Wrong(
                _at_zero,
                right="for a venue that waits until nothing is left",
                ask="What does this venue want to see in the pool?",
            ),
            "rest-kept": Wrong(
                _rest_kept,
                did="handed back what was in the pool at its closing",
                ask="What comes back from a pool that was closed?",
            ),
        },
        hints=(
            "Follow your long by hand through a path that dips to 88 USDT and ends at 97.",
            "Which of the prices does the function look at?",
            "Look at each price in turn, and be done with it at the first one at which the long is closed.",
        ),
        solution="""
            The venue looks at every hour, so you go through all of the prices. At the first one where your equity is
            not above what is needed, the long is closed and 0 comes back.
        """,
        note="A pool that was closed on the way is not there at the end.",
        code="""
def answer(posted, size, entry, prices):
    for price in prices:
        equity = posted + size * (price - entry)
        if equity <= 0.005 * size * price:
            return 0
    return equity
""".strip(),
        extra=True,
    ),
    Item(
        id="00-order-two",
        objective="compare",
        format="order",
        prompt="Think of the crash that the lesson opened with. In which order did these things happen?",
        steps=(
            "the venue closes Ada's long",
            "BTC is at its lowest",
            "Bo has more money than Ada",
            "BTC is at 92.8 USDT, and the story ends",
        ),
        wrong={
            "passes-first": Wrong(
                (0, 2, 1, 3),
                did="let Bo pass Ada while the price was falling",
                ask="What does his open long do as long as BTC falls?",
            ),
            "closed-last": Wrong(
                (1, 0, 2, 3),
                did="let BTC fall all the way before Ada was closed",
                ask="Does her pool reach as far as the foot of the crash?",
            ),
        },
        hints=(
            "Whose pool is the smaller one, and what happens to it first?",
            "Bo loses as long as BTC falls. When can he win something back?",
            "He needs a good part of the way back before he passes her.",
        ),
        solution="""
            First you see Ada's long closed in hour 17. BTC is at its lowest some hours later, and Bo passes Ada only
            in hour 41, shortly before the end.
        """,
        note="Until late on the way back it looked as if the walls had won.",
        extra=True,
    ),
)
