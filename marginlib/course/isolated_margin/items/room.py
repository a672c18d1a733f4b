"""Items on the venue's room: how much is left at the line, and who pays when a sale takes more."""

from typing import Any

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def line(size: float, entry: float, collateral: float, percent: float) -> float:
    """The liquidation price of a long."""
    return float(formulas.liquidation_price(collateral, size, entry, percent / 100))


def narrow(draw: Draw) -> dict[str, Any]:
    """A long at 12x to 50x; its margin is never near 100, where a share and an amount are one number."""
    size, entry = draw.integer(3, 12), draw.integer(80, 220, 5)
    collateral = round(size * entry / draw.integer(12, 50))
    return {
        "size": size,
        "entry": entry,
        "collateral": collateral + 40 * (85 <= collateral <= 120),
        "percent": draw.choice((0.4, 0.5, 0.8, 1)),
    }


def sold(draw: Draw) -> dict[str, Any]:
    """A long at 5x to 20x, and how far below its line it is sold."""
    size, entry = draw.integer(8, 20), draw.integer(120, 200, 5)
    return {
        "size": size,
        "entry": entry,
        "collateral": round(size * entry / draw.integer(5, 20)),
        "percent": draw.choice((0.5, 1)),
        "below": draw.choice((0.2, 0.3, 0.7, 0.8, 1.2, 1.4)),
    }


def left(size: float, entry: float, collateral: float, percent: float, below: float) -> float:
    """What the sale leaves; a minus is what others pay."""
    price = line(size, entry, collateral, percent) * (1 - below / 100)
    return float(formulas.equity(collateral, size, entry, price))


ROOM = (
    Item(
        id="02-room",
        objective="room",
        format="numeric",
        prompt="""
            You post {collateral} USDT for a long of {size} units at {entry} USDT, and the venue asks for {percent} %
            of what they are worth. Which share of your margin is never yours to lose, because the venue steps in
            before?
        """,
        draw=narrow,
        oracle=lambda size, entry, collateral, percent: (
            percent * size * line(size, entry, collateral, percent) / collateral
        ),
        unit="%",
        tolerance=0.02,
        wrong={
            "at-entry": Wrong(
                lambda size, entry, collateral, percent: percent * size * entry / collateral,
                right="if the venue counted your units at the entry price",
                ask="What are they worth when it steps in?",
            ),
            "on-margin": Wrong(
                lambda percent, **_: percent,
                did="took {percent} % of the margin",
                ask="What is it that the venue has to sell, your margin or your units?",
            ),
            "lost": Wrong(
                lambda size, entry, collateral, percent: (
                    100 - percent * size * line(size, entry, collateral, percent) / collateral
                ),
                found="the share that you can lose",
                ask="Which part of the tank lies below the line?",
            ),
            "in-usdt": Wrong(
                lambda size, entry, collateral, percent: percent / 100 * size * line(size, entry, collateral, percent),
                found="the amount in USDT",
                ask="How much is that of every 100 USDT that you posted?",
            ),
        },
        hints=(
            "Where does the venue step in? You need that price first.",
            "How much do you still have there? It is what the venue asks for at that price.",
            "Divide what you still have by what you posted, and count it in percent.",
        ),
        solution="""
            You are closed when you have {percent} % of what your units are worth at that price. Compare that amount
            with the {collateral} USDT you posted, and {answer} % of them were never yours to lose.
        """,
        note="The venue asks for a share of the position, so the less you post, the larger its part of your margin is.",
        code="price = (g.collateral - g.size * g.entry) / (g.size * g.percent / 100 - g.size)\n"
        "answer = g.percent * g.size * price / g.collateral",
    ),
    Item(
        id="02-sold",
        objective="room",
        format="numeric",
        prompt="""
            Your long of {size} units at {entry} USDT, with {collateral} USDT posted and {percent} % asked for, meets
            its liquidation price. The venue sells on average {below} % below that price. How much is left? Give a
            minus if others have to pay.
        """,
        draw=sold,
        oracle=left,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "from-bankruptcy": Wrong(
                lambda size, entry, collateral, percent, below: (  # noqa: ARG005
                    -below / 100 * size * float(formulas.bankruptcy_price(collateral, size, entry))
                ),
                right="if the venue waited for the bankruptcy price",
                ask="From which price do you count the {below} %?",
            ),
            "room-only": Wrong(
                lambda size, entry, collateral, percent, below: left(size, entry, collateral, percent, 0 * below),
                found="what you have before the sale",
                ask="What do the units bring less when they are sold {below} % lower?",
            ),
            "cost-only": Wrong(
                lambda size, entry, collateral, percent, below: (
                    below / 100 * size * line(size, entry, collateral, percent)
                ),
                found="what the sale costs",
                ask="How much was in the tank to pay for it?",
            ),
        },
        hints=(
            "How much do you have when the venue steps in, and what is it a share of?",
            "The sale costs you a share of the same value.",
            "You have {percent} % of the value at the line, and the sale takes {below} % of it.",
        ),
        solution="""
            At the line you have {percent} % of what your units are worth, and the sale costs {below} % of the same
            amount. The difference is {answer} USDT.
        """,
        note="The rate is the room: a sale may end that far below the line before somebody else pays.",
        code="price = (g.collateral - g.size * g.entry) / (g.size * g.percent / 100 - g.size)\n"
        "answer = g.collateral + g.size * (price * (1 - g.below / 100) - g.entry)",
    ),
    Item(
        id="02-who",
        objective="room",
        format="choice",
        prompt="""
            A venue asks for 0.5 %. Your long meets its liquidation price and is sold 0.3 % lower on average. Your pool
            is closed and its rest goes to the fund of the venue. Who is out of pocket?
        """,
        choices={
            "nobody": "Nobody, for the sale ended above the bankruptcy price.",
            "you": "You are, by all that you posted, and nobody else is.",
            "other": "The traders on the other side, by what the sale lacked.",
            "venue": "The venue is, for it had to sell below the line.",
        },
        oracle=lambda: "you",
        wrong={
            "nobody": Wrong("nobody", right="for everybody but you", ask="What do you get back of what you posted?"),
            "others": Wrong(
                "other",
                right="if the sale had ended below the bankruptcy price",
                ask="How far below the line is that price?",
            ),
            "venue": Wrong("venue", did="counted the room as the venue's own money", ask="Who had posted it?"),
        },
        hints=(
            "How much of the position is still in the tank at the line, and whose is it?",
            "The sale takes 0.3 of the 0.5 %. Is anything missing to pay the other side?",
            "Nothing is missing, and the rest goes to the fund. Who posted that money?",
        ),
        solution="""
            The other side gets all that it is owed, because 0.3 % is less than the room of 0.5 %. You posted the
            money, you lost most of it on the way down, and what the sale left went to the fund.
        """,
        note="The venue's room is your money, and it is spent so that nobody else has to pay.",
    ),
)
