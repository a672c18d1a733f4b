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
            Think of Ada and Bo and their three longs again. Prices are as likely to gain as to lose, and they do not
            jump. The venue closes a pool at its line, and gives back what is still in it. Who has more money after a
            week, on average?
        """,
        choices=("Ada, who has walls", "Bo, who has one pool", "Both have the same"),
        named={"A": "Ada", "B": "Bo", "C": "both"},
        figures="with 300 USDT each on average",
        spoils=("still fair", "same on average"),
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
            "What does a position earn on average until tomorrow, if its price is as likely to gain as to lose?",
            "You leave a fair game early. Does that make it better or worse?",
            "Think of somebody who tosses a coin and stops as soon as she has lost one.",
        ),
        solution="""
            To leave a fair bet early is worth neither more nor less than to stay in it. A wall saves Ada
            some losses, and it costs her exactly as much in recoveries.
        """,
        note="Walls move chances around, but without jumps they make no money.",
    ),
    Item(
        id="04-gap",
        objective="value",
        format="numeric",
        prompt="""
            You have three isolated longs, each of 10 units from 100 USDT with 100 USDT behind it. In one jump BTC goes
            to {btc}, ETH to {eth} and SOL to {sol} USDT. How much must others pay, because some of your pools are
            below zero?
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
                ask="Which other pool is below zero as well?",
            ),
            "losses": Wrong(
                after(lambda amounts: sum(POSTED - amount for amount in amounts if amount < 0)),
                did="counted the whole losses",
                ask="What does each pool pay first with its own money?",
            ),
        },
        hints=(
            "Take each pool for itself. What you put in is there, and ten times the move comes to it.",
            "Two pools come out below zero.",
            "Add what those two lack. Your third pool helps nobody.",
        ),
        solution="""
            Your BTC pool lacks 10 x (100 - {btc}) - 100 USDT and your ETH pool 10 x (100 - {eth}) - 100. Others
            pay both, which is {answer} USDT.
        """,
        note="In one pool SOL would have paid, so the money that walls save is paid by somebody else.",
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
            "The trader gains on average, and others pay for it.",
            "The venue gains, because every wall makes it a little safer.",
            "Nobody gains, because both modes are worth the same whatever prices do.",
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
            Each wall is a right to walk away. With jumps that right is worth something to you, and an insurance fund
            or other traders pay for it.
        """,
        note="Several rights to walk away are worth at least as much as one.",
    ),
    Item(
        id="04-safer",
        objective="value",
        format="explain",
        prompt="""
            A friend asks you whether isolated margin is safer. Answer in a few sentences. Say safer for what, and name
            positions for which your answer turns round.
        """,
        points=(
            "It asks what is to be safe, for example every position, or the account as a whole.",
            "It says that an isolated pool fails more often, and that one pool fails as a whole.",
            "It names a book for which the answer turns round, such as a hedge.",
        ),
        hints=(
            "You can want to keep every position, to keep at least something, or to have more on average.",
            "Which mode gives you each of the three when you hold equal longs?",
            "What changes when one leg is a hedge of the other?",
        ),
        solution="""
            If you want to keep every position, it is not, because some isolated pool fails at least as often as one
            pool of everything. If you want to keep something, it is for equal longs, because a loss stops at its wall.
            For a hedge it turns round, since its legs can die one after the other while the pool lives. On average
            you have the same either way, unless prices jump.
        """,
        note="Before you call a mode safer, say what you want to keep.",
        extra=True,
    ),
)
