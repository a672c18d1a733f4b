"""Exercises on living through a fall: who pays, how far it may go, and how far it must come back."""

from typing import Any

from marginlib import formulas
from marginlib.course.start_here.account import ENTRY, ETH_SIZE, POSTED
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def survive(draw: Draw) -> dict[str, Any]:
    """One pool with a long of BTC and a short of ETH, and where ETH is."""
    return {
        "size": draw.choice((6, 8, 12)),
        "deposit": draw.choice((310, 350, 410, 450)),
        "ether": draw.choice((94, 96, 103, 105)),
    }


def empty_at(size: float, deposit: float, hedge: float, ether: float) -> float:
    """The BTC price at which one pool is empty, with `hedge` ETH bought (minus for sold) from 100."""
    return ENTRY - (deposit + float(formulas.pnl(hedge, ENTRY, ether))) / size


LIVING = (
    Item(
        id="00-fund",
        objective="isolated",
        format="numeric",
        prompt="""
            You buy {size} BTC at 100 USDT, with a wall around them and {posted} USDT behind them. The price falls so
            fast that the venue finds your long only at {price} USDT and closes it there. How much does its insurance
            fund pay?
        """,
        draw=lambda draw: {
            "size": draw.choice((10, 12, 15, 20)),
            "posted": draw.choice((85, 95, 105, 115)),
            "price": draw.choice((78, 80, 82)),
        },
        oracle=lambda size, posted, price: -posted - float(formulas.pnl(size, ENTRY, price)),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "whole": Wrong(
                lambda size, price, **_: -float(formulas.pnl(size, ENTRY, price)),
                found="the whole loss of the long",
                ask="Who pays the first part of it?",
            ),
            "posted": Wrong(
                lambda posted, **_: posted,
                found="what you lose yourself",
                ask="What is still to be paid after that?",
            ),
            "sum": Wrong(
                lambda size, posted, price: posted - float(formulas.pnl(size, ENTRY, price)),
                did="added your money to the loss",
                ask="Does your money make the loss larger or smaller for the fund?",
            ),
            "one-unit": Wrong(
                lambda posted, price, **_: ENTRY - price - posted,
                did="counted the loss of one BTC",
                ask="How many of them did you buy?",
            ),
        },
        hints=(
            "How much has the long lost when it is found?",
            "You pay no more than what was behind it.",
            "The fund pays the rest, which is {size} x (100 - {price}) without your {posted}.",
        ),
        solution="Your long has lost {size} x (100 - {price}) USDT. You pay {posted} of that, and the fund {answer}.",
        note="What a pool cannot pay is paid by somebody outside it.",
        code="answer = g.size * (100 - g.price) - g.posted",
        extra=True,
    ),
    Item(
        id="00-survive",
        objective="cross",
        format="numeric",
        prompt="""
            You have one pool of {deposit} USDT, with a long of {size} BTC and a short of 5 ETH, both opened at 100
            USDT. ETH is at {ether}. At which BTC price would nothing be left in the pool?
        """,
        draw=survive,
        oracle=lambda size, deposit, ether: empty_at(size, deposit, ETH_SIZE, ether),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "no-short": Wrong(
                lambda size, deposit, ether: empty_at(size, deposit, 0, ether),
                did="left the short out of the sum",
                ask="What has ETH done to the pool so far?",
            ),
            "eth-long": Wrong(
                lambda size, deposit, ether: empty_at(size, deposit, -ETH_SIZE, ether),
                did="counted the short as a long",
                ask="Which way does a short earn?",
            ),
            "fall": Wrong(
                lambda size, deposit, ether: ENTRY - empty_at(size, deposit, ETH_SIZE, ether),
                found="how far BTC may fall",
                ask="Where is it then, if it began at 100?",
            ),
            "posted": Wrong(
                lambda size, **_: ENTRY - POSTED / size,
                right="if there were a wall around the long with 100 USDT behind it",
                ask="How much can the long lose in this pool?",
            ),
        },
        hints=(
            "How much do you have once the short is counted, and before BTC has moved?",
            "The long loses {size} USDT with every USDT that BTC falls.",
            "Divide your money by {size}, and go down from 100 by as much.",
        ),
        solution="""
            With the short you have {deposit} - 5 x ({ether} - 100) USDT. The long loses {size} USDT with every
            USDT that BTC falls, so divide by {size} and go down from 100, to {answer} USDT.
        """,
        note="The short moves the price at which the long empties the pool, because both use the same money.",
        code="answer = 100 - (g.deposit - 5 * (g.ether - 100)) / g.size",
        extra=True,
    ),
    Item(
        id="00-back",
        objective="compare",
        format="numeric",
        prompt="""
            BTC begins at 100 USDT and falls by {fall} %. Then {share} % of the fall comes back. Where is the price?
        """,
        draw=lambda draw: {"fall": draw.choice((20, 30, 40, 60)), "share": draw.choice((35, 45, 70, 80))},
        oracle=lambda fall, share: ENTRY - fall * (1 - share / 100),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "share-of-price": Wrong(
                lambda fall, share: (ENTRY - fall) * (1 + share / 100),
                did="let the price at the foot rise by {share} %",
                ask="Of what do {share} % come back, of the price or of the fall?",
            ),
            "all": Wrong(lambda **_: ENTRY, right="if all of the fall came back", ask="How much of it is missing?"),
            "bottom": Wrong(
                lambda fall, **_: ENTRY - fall,
                found="the price at the foot of the fall",
                ask="What happens after that?",
            ),
            "share": Wrong(
                lambda fall, share: ENTRY - fall * share / 100,
                did="took the part that comes back for the part that stays lost",
                ask="Which part of the fall is still missing at the end?",
            ),
        },
        hints=(
            "First find the price at the foot, and how many USDT it has lost.",
            "A part of those USDT comes back, and the rest of them stays lost.",
            "Take what stays lost from 100.",
        ),
        solution="You are {fall} USDT down at the foot. {share} % of them come back, so the price is {answer} USDT.",
        note="The way back is counted in what was lost, and not in the price at the foot.",
        code="answer = 100 - g.fall * (1 - g.share / 100)",
        extra=True,
    ),
)
