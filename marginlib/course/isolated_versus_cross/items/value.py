"""Items on who gains from limited liability."""

from collections.abc import Sequence
from typing import Any

from marginlib.course.isolated_versus_cross.account import POSTED, after, apart
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def missing(amounts: Sequence[float]) -> float:
    """What isolated pools lack together."""
    return apart([-amount for amount in amounts])


def two_bankrupt(draw: Draw) -> dict[str, Any]:
    """A jump that bankrupts BTC and ETH, each on its own, while SOL has gained enough for both."""
    return {"btc": draw.integer(84, 88), "eth": draw.integer(85, 89), "sol": draw.integer(102, 106)}


VALUE = (
    Item(
        id="04-average",
        objective="value",
        format="predict",
        prompt="""
            Ada and Bo again: the same three longs, isolated and in one pool. Prices have no drift and do not jump.
            The venue closes a pool at its line, and what it still holds comes back. Who has more money on average
            after a week?
        """,
        choices=("Ada, with three isolated pools.", "Bo, with one pool.", "Both have the same."),
        oracle=lambda: "C",
        wrong={
            "walls": Wrong(
                "A",
                did="counted what the walls save",
                ask="What would a closed position have earned when its price came back?",
            ),
            "alive": Wrong("B", did="counted what stays open", ask="Can a position that stays open still lose?"),
        },
        hints=(
            "A price without drift: what does a position earn on average until tomorrow?",
            "Does closing a fair bet early make it better or worse?",
            "A fair game stopped at any line is still fair.",
        ),
        solution="""
            closing a fair bet at a line is worth neither more nor less than holding it. Both end at 300 USDT on
            average, within the error of the simulation.
        """,
        note="the choice of walls moves chances around; without jumps it makes no money.",
    ),
    Item(
        id="04-gap",
        objective="value",
        format="numeric",
        prompt="""
            Three longs, each of 10 units from 100 USDT with 100 USDT posted, isolated. In one jump BTC goes to {btc},
            ETH to {eth}, SOL to {sol} USDT. How much must others pay, because pools hold less than nothing?
        """,
        draw=two_bankrupt,
        oracle=after(missing),
        unit="USDT",
        tolerance=0.2,
        wrong={
            "netted": Wrong(0, right="if one pool held all three", ask="Can the gain of SOL pass its wall?"),
            "worst": Wrong(
                after(lambda amounts: max(-amount for amount in amounts)),
                found="what the worst pool lacks",
                ask="Which other pool lacks money as well?",
            ),
            "losses": Wrong(
                after(lambda amounts: sum(POSTED - amount for amount in amounts if amount < 0)),
                did="counted the whole losses",
                ask="What does each pool pay first with its own money?",
            ),
        },
        hints=(
            "Each pool for itself: what was posted, plus ten times the move.",
            "Two pools come out below zero.",
            "Add what those two lack. The third one helps nobody.",
        ),
        solution="BTC lacks 10 x (100 - {btc}) - 100, ETH lacks 10 x (100 - {eth}) - 100, together {answer} USDT.",
        note="in one pool SOL would have paid: the money that walls save is paid by somebody.",
        code="own = [100 + 10 * (price - 100) for price in (g.btc, g.eth, g.sol)]\n"
        "answer = sum(max(0, -one) for one in own)",
    ),
    Item(
        id="04-gains",
        objective="value",
        format="choice",
        prompt="""
            Prices may jump past the bankruptcy price before a venue can close. Who gains when a trader isolates
            positions instead of pooling them?
        """,
        choices=(
            "The trader on average, at the cost of those who pay what closed pools lack.",
            "The venue, because every wall makes it safer.",
            "Nobody: the modes are worth the same whatever prices do.",
        ),
        oracle=lambda: "A",
        wrong={
            "venue": Wrong("B", did="took the walls for the venue's", ask="Whose other money stands behind them?"),
            "tie": Wrong(
                "C", right="if every pool were closed exactly at its line", ask="Who pays when a price jumps past it?"
            ),
        },
        hints=(
            "Write down a jump that bankrupts one of three pools. Who pays in which mode?",
            "In one pool the other positions pay first.",
            "What the trader does not lose, somebody else does.",
        ),
        solution="""
            each wall is a right to walk away. With jumps it is worth something to the trader, and an insurance fund
            or other traders pay for it.
        """,
        note="several limited liabilities are worth at least as much as one.",
    ),
    Item(
        id="04-safer",
        objective="value",
        format="explain",
        prompt="""
            A friend asks: is isolated safer? Answer in a few sentences. Say safer for what, and name a book for which
            your answer turns round.
        """,
        points=(
            "It asks what is to be safe, for example every position, or the account as a whole.",
            "It says that an isolated pool fails more often, and that one pool fails as a whole.",
            "It names a book for which the answer turns round, such as a hedge.",
        ),
        hints=(
            "There are at least three things one can want: keep every position, keep something, have more on average.",
            "Which mode wins each of the three for equal longs?",
            "What changes when one leg is a hedge of the other?",
        ),
        solution="""
            For keeping every position open, no: some isolated pool fails at least as often as one pool of everything.
            For keeping something, usually yes: equal longs seldom all fail alone, and a loss stops at its wall. For a
            hedge it turns round: its legs die one after the other in isolated mode, while the pool lives. On average
            both are worth the same, unless prices jump past bankruptcy; then isolated gains what others pay.
        """,
    ),
)
