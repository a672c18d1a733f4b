"""Exercises on the venue's room: how large a share it is, who pays when a sale takes more, and six real hours."""

from typing import Any

from marginlib import formulas
from marginlib.course.isolated_margin.account import line
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


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
    price = line(collateral, size, entry, percent) * (1 - below / 100)
    return float(formulas.equity(collateral, size, entry, price))


HOURS = (
    ("12 March 2020, 10:00", 7358.51, 5199.17, 5981.07),
    ("12 March 2020, 23:00", 5797.56, 4347.00, 4764.65),
    ("13 March 2020, 01:00", 4542.60, 3950.00, 4062.89),
    ("19 May 2021, 11:00", 39464.20, 36100.00, 38708.85),
    ("19 May 2021, 12:00", 38710.27, 31865.51, 35060.39),
    ("10 October 2025, 21:00", 114200.40, 101516.50, 113253.60),
)
"""Open, low and close in USDT of hours of Binance's BTCUSDT perpetual, in UTC; from its hourly candles."""


def hour(draw: Draw) -> dict[str, Any]:
    """One of six hours, and how many BTC were bought at its beginning."""
    when, first, low, last = draw.choice(HOURS)
    return {"when": when, "first": first, "low": low, "last": last, "units": draw.integer(2, 9)}


def needed(units: float, bought: float, worst: float) -> float:
    """What must be behind a long so that it is still open at its worst price, of which 0.5 % is asked for."""
    return units * (bought - worst + 0.005 * worst)


SALES = (
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
            percent * size * line(collateral, size, entry, percent) / collateral
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
                    100 - percent * size * line(collateral, size, entry, percent) / collateral
                ),
                found="the share that you can lose",
                ask="Which part of the tank lies below the line?",
            ),
            "in-usdt": Wrong(
                lambda size, entry, collateral, percent: percent / 100 * size * line(collateral, size, entry, percent),
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
        extra=True,
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
                    below / 100 * size * line(collateral, size, entry, percent)
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
        extra=True,
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
        extra=True,
    ),
    Item(
        id="02-hour",
        objective="room",
        format="numeric",
        prompt="""
            A real hour, {when} UTC, in Binance's BTCUSDT perpetual: BTC opens at {first:,.2f} USDT, falls to {low:,.2f}
            and closes at {last:,.2f}. You buy {units} BTC at the open, and the venue asks for 0.5 %. How much must you
            post to be still there at the close?
        """,
        draw=hour,
        oracle=lambda units, first, low, **_: needed(units, first, low),
        unit="USDT",
        tolerance=1,
        wrong={
            "bankruptcy": Wrong(
                lambda units, first, low, **_: units * (first - low),
                did="covered the loss and nothing else",
                ask="What does the venue want to see at the low?",
            ),
            "at-entry": Wrong(
                lambda units, first, low, **_: units * (first - low + 0.005 * first),
                right="if the venue counted its share at the open",
                ask="What are your BTC worth at the low?",
            ),
            "close": Wrong(
                lambda units, first, last, **_: needed(units, first, last),
                right="if the venue looked at the end of the hour alone",
                ask="Where was the price on the way?",
            ),
            "one-unit": Wrong(
                lambda first, low, **_: needed(1, first, low),
                right="for one BTC",
                ask="How many did you buy?",
            ),
        },
        hints=(
            "At which price of this hour do you have the least?",
            "What does each of your BTC lose from the open to that price?",
            "Add to the loss what the venue asks for at the low, and take it {units} times.",
        ),
        solution="""
            At the low each of your {units} BTC has lost the way from {first:,.2f} to {low:,.2f} USDT, and the venue
            asks for 0.5 % of the low. For all of them that is {answer} USDT.
        """,
        note="The close of an hour does not say what somebody with little margin went through.",
        code="answer = g.units * (g.first - g.low + 0.005 * g.low)",
        extra=True,
    ),
)
