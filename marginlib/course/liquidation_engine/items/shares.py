"""Exercises on how a loss or a closing is shared, and how far a fund reaches."""

from itertools import product
from typing import Any

import numpy as np

from marginlib.course.liquidation_engine.account import ENTRY
from marginlib.course.liquidation_engine.items.apart import apart
from marginlib.learn.items import Item, Wrong
from marginlib.liquidation import Candidates, pro_rata
from marginlib.liquidation.deleveraging import portions


def in_part(yours: float, second: float, third: float, wanted: float) -> float:
    """Your units of those that are closed pro rata.

    >>> in_part(6, 4, 10, 7)
    2.1
    """
    units = np.array([yours, second, third], dtype=float)
    return float(pro_rata(Candidates(units, units, units, units, units, units), float(wanted))[0].units)


def cut(loss: float, mine: float, others: float, **_: Any) -> float:
    """Your share of a loss that is cut from profits.

    >>> round(cut(30, 90, 60), 6)
    18.0
    """
    return float(portions(np.array([mine, others], dtype=float), float(loss))[0])


def by_equity(loss: float, equity: float, rest: float, **_: Any) -> float:
    """Your share by what is owned."""
    return loss * equity / (equity + rest)


def over_others(loss: float, mine: float, others: float, **_: Any) -> float:
    """Your profit over that of the others."""
    return loss * mine / others


def reached(fund: float, bankrupt: float, gap: float, market: float) -> float:  # noqa: ARG001 - the market takes more
    """Units that a fund can afford to have sold."""
    return fund / gap


PARTS = apart(
    (
        {"yours": yours, "second": second, "third": third, "wanted": wanted}
        for yours, second, third, wanted in product(range(4, 9), range(2, 9), range(10, 20), range(5, 12))
    ),
    (
        in_part,
        lambda wanted, **_: wanted / 3,
        lambda yours, wanted, **_: min(yours, wanted),
        lambda yours, second, third, wanted: wanted * yours / (second + third),
    ),
    0.01,
)
CUTS = apart(
    (
        {"loss": loss, "mine": mine, "others": others, "equity": equity, "rest": rest}
        for loss, mine, others, equity, rest in product(
            range(25, 56, 5), range(60, 111, 10), range(80, 221, 20), range(180, 301, 40), range(400, 851, 90)
        )
    ),
    (cut, by_equity, lambda loss, **_: loss / 2, over_others),
    0.05,
)
REACH = apart(
    (
        {"fund": fund, "bankrupt": bankrupt, "gap": gap, "market": market}
        for fund, bankrupt, gap, market in product(range(20, 56), range(88, 94), range(3, 9), range(14, 30))
        if fund / gap < market - 1
    ),
    (
        reached,
        lambda market, **_: market,
        lambda fund, bankrupt, gap, **_: fund / (ENTRY - bankrupt + gap),
        lambda fund, bankrupt, **_: fund / bankrupt,
    ),
    0.01,
)

SHARES = (
    Item(
        id="07-prorata",
        objective="rank",
        format="numeric",
        prompt="""
            Three traders are short, you with {yours} BTC and two others with {second} and {third}. {wanted} BTC have to
            be closed, and the venue closes the same share of everybody. How many BTC of yours are closed?
        """,
        draw=lambda draw: draw.choice(PARTS),
        oracle=in_part,
        unit="BTC",
        tolerance=0.005,
        wrong={
            "heads": Wrong(
                lambda wanted, **_: wanted / 3,
                did="gave the same number to each of the three",
                ask="Does everybody give the same number, or the same share?",
            ),
            "first": Wrong(
                lambda yours, wanted, **_: min(yours, wanted),
                right="if you were first in a queue",
                ask="How much do the other two give here?",
            ),
            "others": Wrong(
                lambda yours, second, third, wanted: wanted * yours / (second + third),
                did="compared yourself with the other two",
                ask="Of how many BTC in all are {wanted} closed?",
            ),
        },
        hints=(
            "How many BTC are short together, with yours?",
            "Which share of these is closed, of yours as of all?",
            "Take that share of your {yours} BTC.",
        ),
        solution="""
            {wanted} of {yours} + {second} + {third} BTC are closed, and of yours the same share, which is {answer} BTC.
        """,
        note="Pro rata, everybody keeps a part and nobody is first.",
        code="answer = g.wanted * g.yours / (g.yours + g.second + g.third)",
        extra=True,
    ),
    Item(
        id="07-shared",
        objective="pays",
        format="numeric",
        prompt="""
            A venue closes nobody and cuts {loss} USDT from the profits of all instead. Your profit is {mine} USDT and
            the others have {others}. In your tank are {equity} USDT, and {rest} in theirs. How many USDT do you lose?
        """,
        draw=lambda draw: draw.choice(CUTS),
        oracle=cut,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "by-equity": Wrong(
                by_equity,
                right="if the loss were shared by what everybody owns",
                ask="What does this venue count, tanks or profits?",
            ),
            "half": Wrong(
                lambda loss, **_: loss / 2,
                did="cut it in half",
                ask="Have you earned as much as the others?",
            ),
            "over-others": Wrong(
                over_others,
                did="compared your profit with that of the others",
                ask="How much profit is there in all?",
            ),
        },
        hints=(
            "How much profit is there, with yours?",
            "Which share of all profit is cut, and of yours?",
            "Two of the numbers in the question are not needed. Take your share by profit.",
        ),
        solution="""
            {loss} of {mine} + {others} USDT are cut, so you lose the same share of your {mine}, which is {answer} USDT.
        """,
        note="Who has earned more loses more, and nobody loses a position.",
        code="answer = g.loss * g.mine / (g.mine + g.others)",
        extra=True,
    ),
    Item(
        id="07-afford",
        objective="rest",
        format="numeric",
        prompt="""
            A venue has taken over a long that is bankrupt at {bankrupt} USDT. The market takes {market} BTC, {gap} USDT
            below that, and the fund has {fund} USDT. How many BTC can the fund afford to have sold?
        """,
        draw=lambda draw: draw.choice(REACH),
        oracle=reached,
        unit="BTC",
        tolerance=0.01,
        wrong={
            "market": Wrong(
                lambda market, **_: market,
                found="what the market takes",
                ask="What would that cost the fund?",
            ),
            "from-entry": Wrong(
                lambda fund, bankrupt, gap, **_: fund / (ENTRY - bankrupt + gap),
                did="let the fund pay for the whole fall from 100",
                ask="Who has paid for the fall down to {bankrupt}?",
            ),
            "price": Wrong(
                lambda fund, bankrupt, **_: fund / bankrupt,
                did="let the fund buy the coins",
                ask="What does the fund pay for each BTC that somebody else buys?",
            ),
        },
        hints=(
            "Who pays for the fall from 100 to {bankrupt} USDT?",
            "How much does each BTC bring less than the {bankrupt} that is needed?",
            "Ask how often you find {gap} in {fund} USDT.",
        ),
        solution="""
            Each BTC that is sold brings {gap} USDT too little, so a fund of {fund} USDT is enough for {answer} BTC.
            For the others you have to look for somebody on the other side.
        """,
        note="A fund pays the distance from the bankruptcy price, and nothing above it.",
        code="answer = g.fund / g.gap",
        extra=True,
    ),
)
