"""Items on chances: what a long gives to the fund in a week, how deep an account falls, and what it reaches first."""

from functools import cache
from math import log, sqrt
from statistics import NormalDist

from marginlib.course.sizing_and_allocation.account import ENTRY, RATE, UNITS, WEEK, long
from marginlib.learn.items import Item, Wrong
from marginlib.passage import touch
from marginlib.sizing import double_before, drawdown_probability

HALF = 0.5


@cache
def closed(posted: float, percent: float) -> float:
    """The chance that ten coins with so much behind them are closed within a week, watched all the time."""
    return float(touch(ENTRY, long(posted=posted).liquidation_price, percent / 100, WEEK))


def left(posted: float) -> float:
    """What the venue finds in their pool when it closes them.

    >>> round(left(100), 2)
    4.52
    """
    return RATE * UNITS * float(long(posted=posted).liquidation_price)


def _by_end(posted: float, percent: float) -> float:
    deviation = percent / 100 * sqrt(WEEK)
    away = log(float(long(posted=posted).liquidation_price) / ENTRY)
    return left(posted) * NormalDist().cdf(away / deviation + deviation / 2)


def ever(keep: float, fraction: float) -> float:
    """Percent chance to fall to `keep` percent at some time."""
    return float(100 * drawdown_probability(keep / 100, fraction))


def first(fraction: float, gain: float) -> float:
    """Percent chance to have `gain` times the money before half of it."""
    return float(100 * double_before(fraction, gain, HALF))


CHANCES = (
    Item(
        id="06-fund",
        objective="risk",
        format="numeric",
        prompt="""
            You hold ten coins bought at 100 USDT with {posted} USDT behind them, at a volatility of {percent} % a year
            and a maintenance rate of 0.5 %. If the venue closes you, it does so at your line, and what is left of your
            money goes to the fund. How many USDT does the fund get from you in a week, on average over all weeks?
        """,
        draw=lambda draw: {"posted": draw.integer(80, 150, 10), "percent": draw.integer(60, 100, 10)},
        oracle=lambda posted, percent: closed(posted, percent) * left(posted),
        unit="USDT",
        tolerance=0.002,
        wrong={
            "all": Wrong(
                lambda posted, percent: closed(posted, percent) * posted,
                did="handed all that you posted to the fund",
                ask="How much of your {posted} USDT is still there at your line?",
            ),
            "entry": Wrong(
                lambda posted, percent: closed(posted, percent) * RATE * UNITS * ENTRY,
                did="took the 0.5 % of what the coins were worth at first",
                ask="What are ten coins worth at your line?",
            ),
            "certain": Wrong(
                lambda posted, **_: left(posted),
                found="what the fund gets in a week in which you are closed",
                ask="In how many of all weeks are you closed?",
            ),
            "end": Wrong(
                _by_end,
                right="if the venue looked at the end of the week alone",
                ask="How many more weeks meet the line on the way?",
            ),
        },
        hints=(
            "In most weeks the fund gets nothing from you. When does it get something?",
            "At your line there is 0.5 % of what ten coins are worth there.",
            "Multiply that by the chance from touch(100, line, {percent} / 100, 7 / 365) of marginlib.probability.",
        ),
        solution="""
            You find your line and take 0.5 % of ten coins there, which is all that a closed long has left. Times the
            chance that you meet the line this is {answer} USDT.
        """,
        note="The fund takes a small part of a rare event, and that is all that a top-up saves you on average.",
        code="""
from marginlib import formulas
from marginlib.probability import touch

line = formulas.liquidation_price(g.posted, 10, 100, 0.005)
answer = touch(100, line, g.percent / 100, 7 / 365) * 0.005 * 10 * line
""".strip(),
        extra=True,
    ),
    Item(
        id="06-halve",
        objective="edge",
        format="numeric",
        prompt="""
            You trade for ever at {fraction:g} of Kelly's size. How likely is it that you fall to {keep} % of your money
            at some time, in percent?
        """,
        draw=lambda draw: {
            "keep": draw.choice((40, 60, 70)),
            "fraction": draw.choice((0.4, 0.6, 0.8, 1.2, 1.4, 1.6)),
        },
        oracle=ever,
        unit="%",
        tolerance=0.02,
        wrong={
            "full": Wrong(
                lambda keep, **_: keep,
                right="at exactly Kelly's size",
                ask="Is the power still 1 at {fraction:g} of it?",
            ),
            "scaled": Wrong(
                lambda keep, fraction: keep * fraction,
                did="multiplied the chance of full Kelly by {fraction:g}",
                ask="Where does the {fraction:g} stand in the rule, in front or in the power?",
            ),
            "double": Wrong(
                lambda keep, fraction: 100 * (keep / 100) ** (2 / fraction),
                did="forgot the 1 in the power",
                ask="Which power gives {keep} % at full Kelly?",
            ),
        },
        hints=(
            "At full Kelly the chance to fall to a part of your money is that part itself.",
            "At a part c of it, a power stands over that part.",
            "The power is 2 / c - 1. Put {fraction:g} for c and check it with c = 1.",
        ),
        solution="""
            The chance is {keep} % to the power of 2 / {fraction:g} - 1. For you that is {answer} %.
        """,
        note="Half of Kelly's size makes deep falls rare long before it makes growth slow.",
        code="answer = 100 * (g.keep / 100) ** (2 / g.fraction - 1)",
        extra=True,
    ),
    Item(
        id="06-double",
        objective="edge",
        format="numeric",
        prompt="""
            You trade for ever at {fraction:g} of Kelly's size. How likely is it, in percent, that you have {gain} times
            your money before you have half of it?
        """,
        draw=lambda draw: {"gain": draw.choice((2, 3, 4)), "fraction": draw.choice((0.3, 0.4, 0.6, 0.8))},
        oracle=first,
        unit="%",
        tolerance=0.02,
        wrong={
            "fair": Wrong(
                lambda gain, **_: 100 * HALF / (gain - HALF),
                right="for a game without an edge",
                ask="Which way does your account drift?",
            ),
            "full": Wrong(
                lambda gain, **_: first(1, gain),
                right="at exactly Kelly's size",
                ask="Which power belongs to {fraction:g} of it?",
            ),
            "single": Wrong(
                lambda fraction, gain: first(2 * fraction, gain),
                did="took 1 / {fraction:g} - 1 for the power",
                ask="Which power does full Kelly have?",
            ),
        },
        hints=(
            "You meet one of two walls first, and your edge decides how often it is the upper one.",
            "The power of the card before is needed here too. It is p = 2 / c - 1 at a part c of Kelly's size.",
            "Divide 2 ** p - 1 by 2 ** p - {gain} ** -p, or ask double_before(share, gain, loss) of marginlib.sizing.",
        ),
        solution="""
            You take p = 2 / {fraction:g} - 1 and divide 2 to the power of p, less 1, by 2 to the power of p, less
            {gain} to the power of -p. That is {answer} %.
        """,
        note="The smaller your part of Kelly's size, the surer you double before you halve, and the longer it takes.",
        code="power = 2 / g.fraction - 1\nanswer = 100 * (2**power - 1) / (2**power - g.gain**-power)",
        extra=True,
    ),
)
