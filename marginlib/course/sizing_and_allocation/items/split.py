"""Items on one sum behind several walls."""

from functools import cache
from typing import Any

import numpy as np

from marginlib.book import Book
from marginlib.course.sizing_and_allocation.account import ENTRY, FLAT, WEEK, two
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.sizing import Liquidations, allocate


def parted(draw: Draw) -> dict[str, Any]:
    """A sum, two positions, and their volatilities."""
    return {
        "budget": draw.integer(200, 600, 50),
        "btc": draw.choice((800, 1_100, 1_400)),
        "sol": draw.choice((400, 500, 600)),
        "calm": draw.choice((50, 60)),
        "wild": draw.choice((90, 105)),
    }


@cache
def parity(budget: float, btc: float, sol: float, calm: float, wild: float) -> float:
    """What risk parity puts behind SOL.

    >>> round(parity(300, 1000, 1000, 60, 120), 6)
    200.0
    """
    flat = {"BTC": FLAT, "SOL": FLAT}
    book = Book(["BTC", "SOL"], [btc / ENTRY, sol / ENTRY], [ENTRY] * 2, [0.0] * 2, flat)
    pair = Liquidations(book, {"BTC": ENTRY, "SOL": ENTRY}, np.array([calm, wild]) / 100, WEEK)
    return float(allocate(budget, pair, "risk parity")[1])


def behind(draw: Draw) -> dict[str, Any]:
    """What stands behind ten coins of BTC and behind ten of SOL."""
    return {"calm": draw.integer(80, 130, 5), "wild": draw.integer(150, 240, 10)}


@cache
def chances(calm: float, wild: float) -> tuple[float, float]:
    """Percent of weeks in which each of the two is closed."""
    first, second = 100 * two().chances(np.array([calm, wild], dtype=float))
    return float(first), float(second)


@cache
def ending(calm: float, wild: float) -> float:
    """Percent of weeks that end beyond one of the lines."""
    from scipy.special import ndtr  # a library that nobody needs who reads

    lines = two().levels(np.array([calm, wild], dtype=float))
    deviation = np.array([0.6, 1.2]) * np.sqrt(WEEK)
    below = ndtr((np.log(lines / ENTRY) + deviation**2 / 2) / deviation)
    return float(100 * (1 - np.prod(1 - below)))


SPLIT = (
    Item(
        id="06-save",
        objective="split",
        format="predict",
        prompt="""
            You hold BTC and SOL for 1,000 USDT each, with 100 USDT behind each of them. BTC has a volatility of 60 % a
            year and SOL of 120 %, and they move independently. You move a third of what is behind BTC to SOL, so that
            both lines are about equally many deviations away. The chance that at least one of them is closed within a
            week ...
        """,
        choices=(
            "... falls, because help goes where the danger is",
            "... rises, although the danger is shared more evenly now",
            "... stays, because the sum behind them is the same",
            "... cannot be told without a correlation",
        ),
        named={"A": '"It falls"', "B": '"It rises"', "C": '"It stays"', "D": '"It cannot be told"'},
        figures="from 67.5 to 69.2 %",
        oracle=lambda: "B",
        spoils=("67.5", "69.2"),
        wrong={
            "weakest": Wrong(
                "A",
                right="with twice as much money to share",
                ask="What do 33 USDT save behind SOL, and what did they save behind BTC?",
            ),
            "sum": Wrong(
                "C",
                did="looked at the money and not at the chances",
                ask="Does a USDT do as much behind SOL as behind BTC?",
            ),
            "correlation": Wrong(
                "D", right="if they moved together", ask="What does the question say about how they move?"
            ),
        },
        hints=(
            "You take from one what you give to the other. Compare what each of the two chances does.",
            "Behind the wild one 100 USDT are little, and 133 are not much more.",
            "Ask where the last USDT lowers a chance the most.",
        ),
        solution="""
            SOL stays in danger with 133 behind it, while BTC with 67 has lost much of what kept it alive. On average
            0.89 of them are closed and not 0.81. From about 271 USDT on it turns round.
        """,
        note="With little money, the last USDT does more behind the calm one.",
    ),
    Item(
        id="06-parity",
        objective="split",
        format="numeric",
        prompt="""
            You have {budget} USDT for two longs, {btc:,} USDT of BTC at a volatility of {calm} % a year and {sol} USDT
            of SOL at {wild} %. How many USDT does risk parity put behind SOL?
        """,
        draw=parted,
        oracle=parity,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "notional": Wrong(
                lambda budget, btc, sol, **_: budget * sol / (btc + sol),
                did="split by the size alone",
                ask="Which of the two moves more in a week?",
            ),
            "volatility": Wrong(
                lambda budget, calm, wild, **_: budget * wild / (calm + wild),
                did="split by the volatility alone",
                ask="Which of the two is larger?",
            ),
            "equal": Wrong(
                lambda budget, **_: budget / 2,
                did="gave the same to both",
                ask="How far is each line then, counted in standard deviations?",
            ),
            "inverse": Wrong(
                lambda budget, btc, sol, calm, wild: budget * (sol / wild) / (btc / calm + sol / wild),
                right="if you split coins and not collateral",
                ask="Does the wilder one need more money behind it, or less?",
            ),
        },
        hints=(
            "How far is a line in percent, when a tenth of the value stands behind a long?",
            "Count that distance in standard deviations, and make it the same for both.",
            "You give each a share by its value times its volatility.",
        ),
        solution="""
            The shares are as {btc:,} x {calm} to {sol} x {wild}. You put that part of {budget} USDT behind SOL, which
            is {answer} USDT.
        """,
        note="Sizes are split by one over the volatility, and collateral by the volatility itself.",
        section="One sum, two walls",
        code="answer = g.budget * g.sol * g.wild / (g.btc * g.calm + g.sol * g.wild)",
    ),
    Item(
        id="06-triage",
        objective="split",
        format="choice",
        prompt="""
            You have only 100 USDT for two longs of 1,000 USDT each, BTC at 60 % a year and SOL at 120 %. What leaves
            you with the fewest closings on average within a week?
        """,
        choices={
            "btc": "All of it behind BTC",
            "half": "50 USDT behind each of the two",
            "parity": "A third behind BTC and two thirds behind SOL",
            "sol": "All of it behind SOL",
        },
        named={"btc": "all behind BTC", "half": "half each", "parity": "risk parity", "sol": "all behind SOL"},
        oracle=lambda: "btc",
        wrong={
            "half": Wrong(
                "half",
                did="gave each of them a half",
                ask="What does 50 do for a long that moves by 17 % a week?",
            ),
            "parity": Wrong(
                "parity",
                did="helped where the danger is greatest",
                ask="How likely is SOL to be closed with 67 USDT behind it?",
            ),
            "sol": Wrong(
                "sol", did="gave up the one that can be saved", ask="Which of the two lives longer on 100 USDT?"
            ),
        },
        hints=(
            "Which of the two can you keep alive at all with so little?",
            "Count closings. One that is given up counts as one, and you know how BTC does with 100 behind it.",
            "Compare 1 + 0.24 with what 50 each would give.",
        ),
        solution="""
            If you give SOL up you count 1 closing, and BTC with 100 USDT adds 0.24. Half each comes to 1.39, risk
            parity to 1.46, and all behind SOL to 1.57.
        """,
        note="When money is short, a doctor gives up one patient, and so does this sum.",
    ),
    Item(
        id="06-any",
        objective="split",
        format="numeric",
        prompt="""
            You hold ten coins of BTC at 60 % a year and ten of SOL at 120 %, all bought at 100 USDT, with {calm} USDT
            behind BTC and {wild} behind SOL. They move independently, and the venue wants 0.5 %. How likely is it, in
            percent, that one or both are closed within 7 days? (touch of marginlib.probability gives each chance.)
        """,
        draw=behind,
        oracle=lambda calm, wild: 100 * float(two().any(np.array([calm, wild], dtype=float))),
        unit="%",
        tolerance=0.05,
        wrong={
            "sum": Wrong(
                lambda calm, wild: sum(chances(calm, wild)),
                did="added the two chances",
                ask="How often do you count a week in which both are closed?",
            ),
            "both": Wrong(
                lambda calm, wild: chances(calm, wild)[0] * chances(calm, wild)[1] / 100,
                found="the chance that both are closed",
                ask="How likely is it that neither is?",
            ),
            "largest": Wrong(
                lambda calm, wild: max(chances(calm, wild)),
                found="the chance of the one in more danger",
                ask="Can the other one be closed in a week in which this one is not?",
            ),
            "end": Wrong(
                ending,
                right="if the venue looked at the end of the week alone",
                ask="What happens to a price that touches its line and comes back?",
            ),
        },
        hints=(
            "You need the line of each long first, and then the chance that its price touches it.",
            "How likely is it that a long is not closed, and that neither of the two is?",
            "Take what you found for neither from 100 %.",
        ),
        solution="""
            You take the chance of each from touch, multiply the chances that they are not closed, and take that from
            100 %. For your numbers it is {answer} %.
        """,
        note="What independent walls have in common is found by asking for neither.",
        code="""
from marginlib import formulas
from marginlib.probability import touch

lines = [formulas.liquidation_price(money, 10, 100, 0.005) for money in (g.calm, g.wild)]
calm, wild = (touch(100, line, noise, 7 / 365) for line, noise in zip(lines, (0.6, 1.2), strict=True))
answer = 100 * (1 - (1 - calm) * (1 - wild))
""".strip(),
        extra=True,
    ),
)
