"""Exercises on what is left: three pools, a short that turns, and a price at which two traders tie."""

from typing import Any

from marginlib import formulas
from marginlib.course.start_here.account import ENTRY
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def three(draw: Draw) -> dict[str, Any]:
    """Three pools: what two trades and the free money began with, and what the second trade has gained."""
    return {
        "first": draw.choice((95, 115, 135)),
        "second": draw.choice((60, 75, 105)),
        "free": draw.choice((100, 150, 200, 250, 300)),
        "gain": draw.choice((24, 32, 44)),
    }


def short(draw: Draw) -> dict[str, Any]:
    """An isolated short whose pool stays open when the price rises."""
    size, price = draw.integer(4, 9), draw.choice((106, 108, 112, 114))
    enough = [posted for posted in range(90, 171, 20) if posted > size * (price - ENTRY) + 15]
    return {"size": size, "posted": draw.choice(enough), "price": price}


PRACTICE = (
    Item(
        id="00-three",
        objective="isolated",
        format="numeric",
        prompt="""
            You have three pools. {first} USDT stand behind your first trade, {second} behind the second, and {free}
            stay free. The first trade was closed, and its pool is empty. The second has gained {gain} USDT. How much
            do you have now?
        """,
        draw=three,
        oracle=lambda second, free, gain, **_: second + gain + free,
        unit="USDT",
        tolerance=0.5,
        wrong={
            "nothing-closed": Wrong(
                lambda first, second, free, gain: first + second + free + gain,
                right="if nothing had been closed",
                ask="What is in the first pool now?",
            ),
            "gain-lost": Wrong(
                lambda second, free, **_: second + free,
                did="left out what the second trade has gained",
                ask="In which pool is that gain now?",
            ),
            "pays-gap": Wrong(
                lambda first, second, free, gain: second + gain + free - first,
                did="took the loss of the first pool from the other two as well",
                ask="Who stands behind the first trade besides its own pool?",
            ),
            "only-gain": Wrong(
                lambda free, gain, **_: free + gain,
                did="forgot the money that was behind the second trade",
                ask="Was the second trade closed?",
            ),
        },
        hints=(
            "Go from pool to pool, and write down what you have in each of them.",
            "A closed pool that is empty adds nothing, and it takes nothing from the others.",
            "The second pool has what you put in and what the trade has gained. Then comes the free money.",
        ),
        solution="You find nothing in the first pool, {second} + {gain} in the second and {free} free: {answer} USDT.",
        note="An empty pool adds nothing, but it takes nothing from the others either.",
        code="answer = g.second + g.gain + g.free",
        extra=True,
    ),
    Item(
        id="00-short-turn",
        objective="isolated",
        format="numeric",
        prompt="""
            You sell {size} ETH short at 100 USDT and put {posted} USDT behind it, with a wall around them. ETH rises
            to {price} USDT, and the short is still open. How much is in its pool?
        """,
        draw=short,
        oracle=lambda size, posted, price: posted + float(formulas.pnl(-size, ENTRY, price)),
        unit="USDT",
        tolerance=0.1,
        wrong={
            "long": Wrong(
                lambda size, posted, price: posted + float(formulas.pnl(size, ENTRY, price)),
                right="for a long",
                ask="Does a short gain or lose when the price rises?",
            ),
            "loss": Wrong(
                lambda size, price, **_: float(formulas.pnl(size, ENTRY, price)),
                found="what the short has lost",
                ask="How much was in the pool before that?",
            ),
            "one-unit": Wrong(
                lambda posted, price, **_: posted + float(formulas.pnl(-1, ENTRY, price)),
                did="counted the loss of one ETH",
                ask="How many of them have you sold?",
            ),
            "untouched": Wrong(
                lambda posted, **_: posted, found="what you put in at the start", ask="What has ETH done to it since?"
            ),
        },
        hints=(
            "Who gains when a price rises, the one who bought or the one who sold?",
            "Each ETH that you sold has lost what the price has risen.",
            "Take that loss, {size} times over, from the {posted} USDT in the pool.",
        ),
        solution="You lose {size} x ({price} - 100) USDT, and of the {posted} in the pool {answer} USDT are left.",
        note="A short loses what the price rises, once for each coin that was sold.",
        code="answer = g.posted - g.size * (g.price - 100)",
        extra=True,
    ),
    Item(
        id="00-tie",
        objective="compare",
        format="numeric",
        prompt="""
            Ada and Bo buy {size} BTC each at 100 USDT. Ada put {posted} USDT behind hers, and lost all of it when her
            long was closed. Bo's long is still open. At which BTC price has he lost exactly as much as she has?
        """,
        draw=lambda draw: {
            "size": draw.choice((5, 8, 10, 16, 20)),
            "posted": draw.choice((60, 90, 110, 150)),
        },
        oracle=lambda size, posted: float(formulas.bankruptcy_price(posted, size, ENTRY)),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "liquidation": Wrong(
                lambda size, posted: float(formulas.liquidation_price(posted, size, ENTRY, 0.005)),
                found="the price at which a wall around his long would have been closed",
                ask="How much had it lost by then?",
            ),
            "per-size": Wrong(
                lambda size, posted: posted / size,
                found="how far the price falls",
                ask="Where does it come to rest, if it begins at 100?",
            ),
            "twice": Wrong(
                lambda size, posted: ENTRY - 2 * posted / size,
                did="let his long lose as much as two of hers",
                ask="How much did Ada's long cost her?",
            ),
            "rise": Wrong(
                lambda size, posted: ENTRY + posted / size,
                did="went up instead of down from 100",
                ask="Which way does a long lose?",
            ),
        },
        hints=(
            "How much has Ada lost, in USDT?",
            "Bo loses {size} USDT with every USDT that BTC falls.",
            "Divide Ada's loss by that, and go down from 100 by as much.",
        ),
        solution="Bo has lost {posted} USDT once BTC has fallen by {posted} / {size}, and then it is at {answer} USDT.",
        note="Above this price the open long is the better one to have, and below it the wall is.",
        code="answer = 100 - g.posted / g.size",
        extra=True,
    ),
)
