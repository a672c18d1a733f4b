"""Exercises on the venue itself: prices that break a wall, a design that holds, and a line that a real contract had."""

from typing import Any

import numpy as np

from marginlib.contagion import clearing_vector, left
from marginlib.course.contagion.account import settled
from marginlib.course.contagion.model import Result
from marginlib.learn.answers import Unreadable, sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong

NOTHING, WHOLE = 0.05, 160.0  # USDT
SCENARIOS = ((75.0, 95.0), (75.0, 60.0), (100.0, 60.0), (88.0, 75.0))


def judge_wall(answer: Any) -> Verdict | str:
    """Prices of A and B at which Dan misses something, and would miss nothing if Ada had paid."""
    prices = sequence(answer)
    if len(prices) != 2 or not 60 <= prices[0] <= 99 or not 40 <= prices[1] <= 100:
        raise Unreadable("two prices are wanted, of A from 60 to 99 and of B from 40 to 100")
    result = Result(first=prices[0], second=prices[1], mode="cross", funds="one for each")
    if result.loss > NOTHING:
        return Verdict("✓", "") if result.loss - result.through < NOTHING else "own"
    return "stopped" if result.holes[0] else "nobody"


def missed(mode: str, funds: list[float], first: float, second: float) -> float:
    """What Dan misses with such funds.

    >>> missed("cross", [40.0, 120.0], 100, 60), missed("isolated", [160.0], 75, 95) > 0
    (80.0, True)
    """
    held = {"fund": funds[0]} if len(funds) == 1 else dict(zip(("fund A", "fund B"), funds, strict=True))
    owes, money, names = settled(first, second, held, mode)
    debts = np.asarray(owes.toarray())
    place = names.index("Dan")
    due = money[place] + debts[:, place].sum() - debts[place].sum()
    return float(max(due, 0.0) - left(debts, money, clearing_vector(debts, money))[place])


def judge_build(answer: Any) -> Verdict | str:
    """A mode and one fund or two, with which Dan never misses more than 100, and nothing in the first scenario."""
    mode, *funds = answer if isinstance(answer, (list, tuple)) and answer else ("",)
    if mode not in ("isolated", "cross") or len(funds) not in (1, 2):
        raise Unreadable('a mode and one fund or two are wanted, such as ["cross", 160] or ["isolated", 80, 80]')
    money = sequence(funds)
    if min(money) < 0:
        raise Unreadable("a fund has zero or more USDT")
    if abs(sum(money) - WHOLE) > NOTHING:
        return "sum"
    losses = [missed(mode, money, *prices) for prices in SCENARIOS]
    if losses[0] < NOTHING and max(losses) <= 100 + NOTHING:
        return Verdict("✓", "")
    return "one" if len(money) == 1 else "walls" if mode == "isolated" else "halves"


def drawn(deficit: float, own: float, others: float) -> float:  # noqa: ARG001 - others are there to be left alone
    """What a market may take out of a contract that keeps the money of several."""
    return min(deficit, own)


def from_all(deficit: float, own: float, others: float) -> float:
    """The same with the bug."""
    return min(deficit, own + others)


def short(draw: Draw) -> dict[str, Any]:
    """A deficit, the market's own money in the fund, and that of the others."""
    return {
        "deficit": draw.integer(60, 300, 10),
        "own": draw.integer(20, 150, 10),
        "others": draw.integer(100, 500, 20),
    }


TASKS = (
    Item(
        id="10-wall",
        objective="doors",
        format="adversarial",
        prompt="""
            Each market has a fund of its own with 40 USDT, and everybody has one account for both markets. Find a price
            of A from 60 to 99 and one of B from 40 to 100. Dan may not get all that he is due there, and he would get
            it if Ada had paid.
        """,
        judge=judge_wall,
        hand_in="a list of two prices, of A and of B",
        wrong={
            "nobody": Wrong(
                [95, 90],
                did="chose a price of A at which Ada can pay",
                ask="At which price has she lost her 200 USDT?",
            ),
            "own": Wrong(
                [75, 40],
                did="let B fall so far that Dan misses something anyway",
                ask="What can Cleo pay in B when she is paid in full in A?",
            ),
            "stopped": Wrong(
                [75, 95],
                did="let the loss end with Cleo, who can still pay",
                ask="How much must she owe in B before she needs what comes from A?",
            ),
        },
        hints=(
            "Who stands in both rooms, now that the funds are apart?",
            "You need Ada to fail, and Cleo to fail because of it.",
            "With 200 of her own, Cleo has to owe more in B than she still gets from A.",
        ),
        solution="""
            You let A fall far enough that Ada leaves the fund of A short, and B so far that Cleo needs her full claim
            on it. At 75 and 60 she misses 130, so she leaves 80 unpaid, and 40 of that reach Dan.
        """,
        note="One account in two rooms is a door, however thick the wall between the funds.",
        code="answer = [75, 60]",
        extra=True,
    ),
    Item(
        id="10-build",
        objective="mitigation",
        format="design",
        prompt="""
            You have 160 USDT for funds, and choose a margin mode for everybody, and one fund or two. A and B may go to
            75 and 95, to 75 and 60, to 100 and 60, or to 88 and 75. Dan may never miss more than 100 USDT, and nothing
            at all in the first case. Find such a design.
        """,
        judge=judge_build,
        hand_in='a list such as ["cross", 160] for one fund, or ["isolated", 80, 80] for funds of A and of B',
        wrong={
            "walls": Wrong(
                ["isolated", 80, 80],
                did="built walls everywhere",
                ask="How much of her debt in B can an isolated Cleo pay when B falls to 60?",
            ),
            "one": Wrong(
                ["cross", 160],
                did="left one fund in both rooms",
                ask="Through which tank does Ada's debt reach Dan in the first case?",
            ),
            "halves": Wrong(
                ["cross", 80, 80],
                did="shared the money without asking where it is needed",
                ask="In the third case A has not moved. Which fund has to pay then?",
            ),
            "sum": Wrong(
                ["cross", 100, 100],
                did="used another sum than 160 USDT",
                ask="What do your funds add up to?",
            ),
        },
        hints=(
            "Which tank may not stand in both rooms, if nothing of A shall reach Dan in the first case?",
            "Who has to pay Dan when B falls to 60, and with which account can she pay more?",
            "In the third case the fund of B is alone. How much does it need so that only 100 are missing?",
        ),
        solution="""
            You keep the funds apart, so nothing crosses in the first case. You let people have one account, so that
            Cleo pays with all she owns. And you give B at least 100, because it is alone in the third case.
        """,
        note="A design is good or bad for somebody, and in a case that you have to name.",
        code='answer = ["cross", 40, 120]',
        extra=True,
    ),
    Item(
        id="10-domain",
        objective="doors",
        format="bug-hunt",
        prompt="""
            A contract kept the insurance money of several markets. A market that drew on it was held back by all the
            money there and not by its own part (tracer-protocol/perpetual-contracts, pull request 1, 2021-03-07). Our
            own line does the same. Mend it: a market is short of deficit, has put in own, and others is what the other
            markets have put in. Return what it may take.
        """,
        draw=short,
        oracle=drawn,
        stub=from_all,
        arguments=("deficit", "own", "others"),
        tolerance=0.001,
        cases=(
            {"deficit": 100, "own": 40, "others": 500},
            {"deficit": 30, "own": 40, "others": 500},
            {"deficit": 100, "own": 0, "others": 500},
            {"deficit": 900, "own": 40, "others": 500},
        ),
        wrong={
            "everything": Wrong(
                lambda deficit, **_: deficit,
                did="paid the whole deficit whatever is there",
                ask="What happens when a market has put in less than it is short of?",
            ),
            "emptied": Wrong(
                lambda own, **_: own,
                did="gave all of its own money even where less is missing",
                ask="How much may a market take that is short of 30 and has put in 40?",
            ),
            "pro-rata": Wrong(
                lambda deficit, own, others: deficit * own / (own + others),
                did="shared the deficit among all by what they have put in",
                ask="Which part of it would the other markets still bear?",
            ),
        },
        hints=(
            "Whose money is it that the stub may pay out?",
            "The part of the other markets must stay, however large the deficit is.",
            "Two numbers hold a market back, and the smaller one decides.",
        ),
        solution="""
            You take the smaller of two numbers, what is missing and what the market itself has put in. What others have
            put in does not enter, and that is the wall.
        """,
        note="Own accounts inside of one contract are a wall only if every line respects it.",
        code="""
def answer(deficit, own, others):
    return min(deficit, own)
""".strip(),
        extra=True,
    ),
)
