"""Lesson 00: one account, two modes, one crash."""

from typing import Any

from marginlib import formulas
from marginlib.learn.items import Item, Lesson, Wrong


def account(draw: Any) -> dict[str, Any]:
    """An account whose isolated long is closed, and where the prices stand now."""
    return {
        "free": draw.integer(150, 350, 50),
        "price": draw.choice((91, 95, 97, 99)),
        "ether": draw.choice((92, 94, 96, 104, 106, 108)),
    }


def legs(price: float, ether: float) -> tuple[float, float]:
    """Profit of the long of 10 BTC and of the short of 5 ETH, both from 100."""
    return float(formulas.pnl(10, 100, price)), float(formulas.pnl(-5, 100, ether))


LESSON = Lesson(
    number="00",
    question="Same trades, same crash: who still has money?",
    notebook="00_start_here.ipynb",
    objectives={
        "isolated": "compute what is left when every position is a pool of its own",
        "cross": "compute what is left when one pool holds everything",
        "compare": "say which crash leaves more money in isolated mode and which in cross mode",
    },
    items=(
        Item(
            id="00-hook",
            objective="compare",
            format="predict",
            prompt="""
                BTC falls from 100 to 82 USDT and stands at 92.8 at hour 48. Isolated or cross: which trader has more
                money then?
            """,
            draw=lambda _: {},
            choices=("The isolated trader.", "The cross trader.", "Both have the same."),
            oracle=lambda: "B",
            wrong={
                "walls": Wrong("A", "thinking that walls always save money: they also end a position that recovers"),
                "same": Wrong("C", "looking at the trades alone: one of the longs is closed on the way down"),
            },
            hints=(
                "Which long is still open when the price turns?",
                "The isolated long has 100 USDT behind it, the other one the whole deposit.",
                "A closed position gains nothing from a recovery.",
            ),
            solution="""
                the isolated long is closed in the fall and keeps its loss of 100 USDT. The cross long stays open, and
                at 92.8 it has lost 72 USDT. Cross ends with 339 USDT, isolated with 311.
            """,
            note="a wall stops a loss, and it also stops the way back.",
        ),
        Item(
            id="00-isolated",
            objective="isolated",
            format="numeric",
            prompt="""
                An isolated account: 100 USDT behind a long of 10 BTC from 100, 100 USDT behind a short of 5 ETH from
                100, {free} USDT free. The long was closed and its pool is empty. BTC is back at {price} USDT, ETH
                stands at {ether} USDT. How much is left in the whole account?
            """,
            draw=account,
            oracle=lambda free, price, ether: free + 100 + legs(price, ether)[1],
            unit="USDT",
            tolerance=0.5,
            wrong={
                "still-open": Wrong(
                    lambda free, price, ether: free + 200 + sum(legs(price, ether)),
                    "counting the long as if it were open: it was closed, and the recovery passes it by",
                ),
                "refunded": Wrong(
                    lambda free, price, ether: free + 200 + legs(price, ether)[1],
                    "giving the long its margin back: that pool is empty",
                ),
                "eth-long": Wrong(
                    lambda free, price, ether: free + 100 - legs(price, ether)[1],
                    "the sign of a long: a short gains when the price falls",
                ),
                "untouched": Wrong(
                    lambda free, **_: free + 100,
                    "taking the money behind the short as it was put in: ETH has moved since then",
                ),
            },
            hints=(
                "Go from pool to pool: which of the three still hold money?",
                "The closed pool holds nothing. The free money has not moved.",
                "The ETH pool holds its 100 USDT and the profit or loss of the short.",
            ),
            solution="nothing from the long, 100 - 5 x ({ether} - 100) from the short, {free} free: {answer} USDT.",
            note="you added pools and left the closed one out.",
            code="answer = g.free + 100 - 5 * (g.ether - 100)",
        ),
        Item(
            id="00-order",
            objective="isolated",
            format="order",
            prompt="An isolated long is liquidated. Put the steps in order.",
            steps=(
                "the BTC price falls",
                "the equity of the pool falls",
                "equity is no longer above maintenance",
                "the venue closes the position",
                "what the pool still holds goes to the insurance fund",
            ),
            wrong={
                "closed-first": Wrong(
                    (0, 1, 3, 2, 4), "closing before the test: the venue acts because equity met maintenance"
                ),
                "fund-first": Wrong(
                    (0, 1, 2, 4, 3), "paying the fund first: nobody knows what is left before the position is closed"
                ),
            },
            hints=(
                "What moves first: the price or the money?",
                "The venue compares two amounts. When does it act?",
                "The fund comes last: it takes what the closing leaves.",
            ),
            solution="price, equity, the test, the closing, the fund.",
            note="every liquidation in this course has these steps.",
        ),
        Item(
            id="00-cross",
            objective="cross",
            format="numeric",
            prompt="""
                A cross account: 100 USDT put in with a long of 10 BTC from 100, 100 USDT with a short of 5 ETH from
                100, {free} USDT besides. Nothing was closed. BTC stands at {price} USDT, ETH at {ether} USDT. How
                much is left in the whole account?
            """,
            draw=account,
            oracle=lambda free, price, ether: free + 200 + sum(legs(price, ether)),
            unit="USDT",
            tolerance=0.5,
            wrong={
                "one-leg": Wrong(
                    lambda free, price, ether: free + 200 + legs(price, ether)[0] + 0 * ether,
                    "leaving the short out: the pool adds both positions",
                ),
                "eth-long": Wrong(
                    lambda free, price, ether: free + 200 + legs(price, ether)[0] - legs(price, ether)[1],
                    "treating the short as a long: its profit has the other sign",
                ),
                "free-only": Wrong(
                    lambda free, price, ether: free + sum(legs(price, ether)),
                    "starting from the free money: the pool holds the whole deposit",
                ),
            },
            hints=(
                "One pool: what went in at the start?",
                "Add the profit or loss of the long, then that of the short.",
                "The long changes by 10 x the move of BTC, the short by -5 x the move of ETH.",
            ),
            solution="200 + {free} + 10 x ({price} - 100) - 5 x ({ether} - 100) = {answer} USDT.",
            note="it is one sum over everything in the pool.",
            code="answer = 200 + g.free + 10 * (g.price - 100) - 5 * (g.ether - 100)",
        ),
        Item(
            id="00-stay",
            objective="compare",
            format="choice",
            prompt="""
                BTC falls from 100 to 70 USDT and stays there. The isolated long lost its 100 USDT; the cross pool of
                400 USDT is still open. Who has more?
            """,
            choices=("The isolated trader.", "The cross trader.", "Both have the same."),
            oracle=lambda: "A",
            wrong={
                "open-is-better": Wrong("B", "taking open for better: the open long has lost 300 USDT by now"),
                "same": Wrong("C", "comparing the trades: their losses are 100 and 300 USDT"),
            },
            hints=(
                "How much has each long lost?",
                "The isolated long can lose what was posted behind it.",
                "The cross long loses 10 USDT for every USDT of the fall.",
            ),
            solution="the isolated long lost 100 USDT, the cross long 300 USDT. The short is the same for both.",
            note="depth without a way back is where walls pay.",
        ),
        Item(
            id="00-why",
            objective="compare",
            format="explain",
            prompt="In your own words: when does isolated mode end with more money, and when does cross mode?",
            points=(
                "It says that walls keep more when the price falls far and stays down.",
                "It says that one pool keeps more when the price comes back.",
                "It does not call one of the two better in every crash.",
            ),
            wrong={
                "always": Wrong(
                    r"(?<!\bnor )\b(isolated|cross)( mode)? is always\b",
                    "a rule without a crash: which one keeps more depends on the path",
                ),
            },
            hints=(
                "Compare a crash that stays down with one that comes back.",
                "What does a wall stop, besides a loss?",
                "Say something about the depth and something about the recovery.",
            ),
            solution="""
                Isolated keeps more when the price falls far and stays low, since the loss ends at the wall. Cross
                keeps more when the price comes back, since its long is still open.
            """,
            note="the path decides, not the mode alone.",
        ),
    ),
)
