"""Items on how large a position is to be, from a stop, and how much stands behind it."""

from functools import cache
from math import exp
from typing import Any

from marginlib import formulas
from marginlib.course.sizing_and_allocation.account import ENTRY, RATE, YEAR
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.sizing import leverage_for


def risked(draw: Draw) -> dict[str, Any]:
    """An account, what may be lost of it, a stop, and a leverage that nobody needs."""
    return {
        "equity": draw.integer(4_000, 20_000, 1_000),
        "risk": draw.choice((0.5, 1, 1.5, 2)),
        "stop": draw.integer(91, 97),
        "leverage": draw.choice((3, 4, 7, 8)),
    }


def size(equity: float, risk: float, stop: float, **_: Any) -> float:
    """Coins that lose `risk` percent of the equity between 100 and the stop."""
    return float(formulas.risked_size(equity, risk / 100, ENTRY, stop))


def highest(stop: float) -> float:
    """Leverage at which a long from 100 is liquidated exactly at the stop.

    >>> round(highest(95), 2)
    18.26
    """
    return float(1 / (1 - (1 - RATE) * stop / ENTRY))


def chosen(draw: Draw) -> dict[str, Any]:
    """A chance, days and a volatility."""
    return {
        "chance": draw.choice((1, 2, 5)),
        "days": draw.choice((3, 5, 7, 14)),
        "volatility": draw.integer(50, 110, 5),
    }


@cache
def leverage(chance: float, days: float, volatility: float) -> float:
    """Leverage of a long with this chance of liquidation, in percent."""
    return leverage_for(chance / 100, volatility / 100, days / YEAR, RATE)


@cache
def at_the_end(chance: float, days: float, volatility: float) -> float:
    """Leverage whose line is passed with this chance at the end alone."""
    from scipy.special import ndtri  # a library that nobody needs who reads

    deviation = volatility / 100 * (days / YEAR) ** 0.5
    line = exp(float(ndtri(chance / 100)) * deviation - deviation**2 / 2)
    return highest(100 * line)


SIZE = (
    Item(
        id="06-risked",
        objective="size",
        format="numeric",
        prompt="""
            Your account has {equity:,} USDT, and one trade may cost you {risk:g} % of it. You buy at 100 USDT with
            {leverage}x, and you will sell at {stop} USDT if the price falls so far. How many coins do you buy?
        """,
        draw=risked,
        oracle=size,
        unit="coins",
        tolerance=0.02,
        wrong={
            "margin": Wrong(
                lambda equity, risk, leverage, **_: equity * risk / 100 * leverage / ENTRY,
                did="took the {risk:g} % for the money behind the position",
                ask="How much of it is gone when you sell at {stop} USDT?",
            ),
            "times": Wrong(
                lambda leverage, **given: leverage * size(**given),
                did="multiplied by the leverage",
                ask="What does one coin lose between 100 and {stop} USDT, at any leverage?",
            ),
            "price": Wrong(
                lambda equity, risk, **_: equity * risk / 100 / ENTRY,
                did="divided by the price of a coin",
                ask="How much of those 100 USDT do you lose when you sell at {stop}?",
            ),
        },
        hints=(
            "How many USDT may you lose in this trade?",
            "What does one coin lose when you sell it at {stop} USDT?",
            "Divide the one by the other. One of the four numbers in the question is not needed.",
        ),
        solution="""
            You may lose {risk:g} % of {equity:,} USDT, and each coin loses 100 - {stop} of them at the stop. That makes
            {answer} coins, whatever the leverage is.
        """,
        note="The stop decides the size, and the leverage decides what has to stand behind it.",
        section="How large: from a stop",
        code="answer = g.equity * g.risk / 100 / (100 - g.stop)",
    ),
    Item(
        id="06-inside",
        objective="size",
        format="numeric",
        prompt="""
            You buy at 100 USDT and will sell at {stop} USDT if the price falls so far. The venue closes a long that has
            no more than 0.5 % of its value. Up to which leverage does your stop come before the liquidation?
        """,
        draw=lambda draw: {"stop": draw.integer(85, 97)},
        oracle=highest,
        unit="x",
        tolerance=0.01,
        wrong={
            "bankruptcy": Wrong(
                lambda stop: 1 / (1 - stop / ENTRY),
                right="for a venue that waits until nothing is left",
                ask="How much does this one want to see at {stop} USDT?",
            ),
            "entry": Wrong(
                lambda stop: 1 / (1 + RATE - stop / ENTRY),
                did="took 0.5 % of what the coins were worth at 100 USDT",
                ask="At which price does the venue count, when it looks?",
            ),
            "short": Wrong(
                lambda stop: 1 / (1 - (1 + RATE) * stop / ENTRY),
                right="if what the venue wants moved the line away from you",
                ask="Is a long closed before or after its last USDT is gone?",
            ),
        },
        hints=(
            "Let your stop and the liquidation price be one and the same price.",
            "With one coin you have 100 / leverage behind it. What is left of that at {stop} USDT?",
            "It has to be 0.5 % of {stop} USDT. Solve that for the leverage.",
        ),
        solution="""
            With L behind you own 100 / L - (100 - {stop}) at the stop, and the venue wants 0.005 x {stop} of you. Both
            are equal where 1 / L is 1 - 0.995 x {stop} / 100, so L is {answer}.
        """,
        note="A stop beyond the liquidation price is never reached.",
        section="How large: from a stop",
        code="answer = 1 / (1 - 0.995 * g.stop / 100)",
    ),
    Item(
        id="06-chosen",
        objective="size",
        format="numeric",
        prompt="""
            A price has a volatility of {volatility} % a year, no drift and no jumps, and the venue wants 0.5 %. You
            accept a chance of {chance} % to be liquidated within {days} days. What is the highest leverage of your
            long? (The library knows: leverage_for in marginlib.sizing.)
        """,
        draw=chosen,
        oracle=leverage,
        unit="x",
        tolerance=0.01,
        wrong={
            "end": Wrong(
                at_the_end,
                right="if the venue looked at the end of the days alone",
                ask="What happens to a price that touches your line and comes back?",
            ),
            "linear": Wrong(
                lambda chance, days, volatility: leverage(chance, 1, volatility) / days,
                did="divided the leverage of one day by the days",
                ask="Does a price go seven times as far in seven days?",
            ),
            "root": Wrong(
                lambda chance, days, volatility: leverage(chance, 1, volatility) / days**0.5,
                did="divided the leverage of one day by the root of the days",
                ask="Is that exact for a line that lies so far away, with 0.5 % kept back?",
            ),
        },
        hints=(
            "You look for the leverage whose line is touched with exactly this chance.",
            "The days go into the library as a part of a year, and the percent as parts of one.",
            "Call leverage_for with your chance, the volatility, {days} / 365 and 0.005.",
        ),
        solution="""
            You ask leverage_for({chance} / 100, {volatility} / 100, {days} / 365, 0.005), and the leverage whose line
            is touched with that chance is {answer}.
        """,
        note="A leverage says how much stands behind a position, and nothing about how large the position is.",
        code="""
from marginlib.sizing import leverage_for

answer = leverage_for(g.chance / 100, g.volatility / 100, g.days / 365, 0.005)
""".strip(),
        extra=True,
    ),
    Item(
        id="06-tenth",
        objective="size",
        format="numeric",
        prompt="""
            Two accounts of {equity:,} USDT buy the same number of coins at 100 USDT, worth {equity:,} USDT. One pays
            for all of them, and the other posts a part as isolated margin at {leverage}x and keeps the rest behind the
            wall. Then the price falls by {fall} %. How many USDT more has the first account lost by now?
        """,
        draw=lambda draw: {
            "equity": draw.integer(2_000, 9_000, 1_000),
            "leverage": draw.choice((6, 8, 12)),
            "fall": draw.integer(27, 45),
        },
        oracle=lambda equity, leverage, fall: equity * (fall / 100 - 1 / leverage),
        unit="USDT",
        tolerance=1,
        wrong={
            "same": Wrong(
                lambda **_: 0,
                right="as long as nobody is closed",
                ask="At which fall does the wall of the second account end its loss?",
            ),
            "loss": Wrong(
                lambda equity, fall, **_: equity * fall / 100,
                found="all that the first account has lost",
                ask="What has the second one lost?",
            ),
            "posted": Wrong(
                lambda equity, leverage, **_: equity / leverage,
                found="what the second account has lost",
                ask="How much more is it for the first one?",
            ),
            "kept": Wrong(
                lambda equity, leverage, fall: equity * (1 - fall / 100 - 1 / leverage),
                did="compared what one has left with what the other has lost",
                ask="What has each of them lost, counted from {equity:,} USDT?",
            ),
        },
        hints=(
            "Follow both accounts down. Which one is closed on the way?",
            "A closed pool loses what was posted, and then it stops losing.",
            "Take what the second account posted from what the first one has lost at {fall} %.",
        ),
        solution="""
            The first account has lost {fall} % of {equity:,} USDT. The second was closed on the way and lost the
            {equity:,} / {leverage} that it had posted, so the first has lost {answer} USDT more.
        """,
        note="They were never the same, and if the price comes back, only the first account is there to see it.",
        code="answer = g.equity * (g.fall / 100 - 1 / g.leverage)",
        extra=True,
    ),
    Item(
        id="06-thin",
        objective="size",
        format="choice",
        prompt="""
            Cheng, Deng, Wang and Yu studied Bitcoin futures on BitMEX (Applied Economics, 2021). If a long is to be
            called for more margin on 1 % of days, it may have 3x at most. Our closed form says 12x at a volatility of
            60 % a year. What does it leave out?
        """,
        choices={
            "tails": "Large moves come far more often than a bell curve has them",
            "volatility": "The volatility was higher than 60 % a year in those days, and nothing else",
            "fees": "Fees and funding take a part of what is posted every day",
            "drift": "The price fell on average in the years that were looked at",
        },
        named={"tails": "the tails", "volatility": "the volatility", "fees": "the fees", "drift": "the drift"},
        oracle=lambda: "tails",
        wrong={
            "volatility": Wrong(
                "volatility",
                right="if a volatility of 289 % a year were believable",
                ask="How large would an ordinary day be then?",
            ),
            "fees": Wrong(
                "fees",
                right="for somebody who stays for a year",
                ask="What do fees take in one day, and how far is it from 12x to 3x?",
            ),
            "drift": Wrong(
                "drift",
                right="if a price could fall by a quarter a day on average",
                ask="How large is a drift in one day?",
            ),
        },
        hints=(
            "Which of these four can change a day so much?",
            "You saw in the lesson before what jumps do to a chance of liquidation.",
            "Ask how often a day of ten standard deviations should come by the bell curve.",
        ),
        solution="""
            With a bell curve you would need a volatility of 289 % a year to come to 3x. Real days are mostly calm and
            sometimes wild, and it is the wild ones that close you.
        """,
        note="A closed form for calm prices gives the most that you may hope for.",
        extra=True,
    ),
)
