"""Items on the chance that a line is met within some days."""

import math
from functools import lru_cache
from statistics import NormalDist

from marginlib.course.volatility.account import ENTRY, RATE, YEAR, broke, chance, distance, line, met
from marginlib.learn.items import Item, Wrong

TRADING = 252


def naive(leverage: float, percent: float, days: float) -> float:
    """Twice the tail beyond the distance: zero drift of the price taken for zero drift of its logarithm."""
    return 200 * NormalDist().cdf(-distance(leverage, percent, days))


def ended(leverage: float, percent: float, days: float) -> float:
    """The chance that the price ends at or below the line."""
    deviation = percent / 100 * math.sqrt(days / YEAR)
    return 100 * NormalDist().cdf(math.log(line(leverage) / ENTRY) / deviation + deviation / 2)


def short(leverage: float, percent: float, days: float) -> float:
    """The chance of a short with the same leverage."""
    return met(100 * (1 + 1 / leverage) / (1 + RATE), percent, days)


@lru_cache(maxsize=256)
def found_for(risk: float, percent: float, days: float) -> float:
    """The leverage at which the chance is `risk` percent."""
    from marginlib.sizing import leverage_for  # a second, needed only where it is asked

    return float(leverage_for(risk / 100, percent / 100, days / YEAR, RATE))


def _from_line(level: float) -> float:
    """The leverage whose line is at this price."""
    return 1 / (1 - (1 - RATE) * level / ENTRY)


def _by_end(risk: float, percent: float, days: float) -> float:
    deviation = percent / 100 * math.sqrt(days / YEAR)
    return _from_line(100 * math.exp(deviation * NormalDist().inv_cdf(risk / 100) - deviation**2 / 2))


def _by_naive(risk: float, percent: float, days: float) -> float:
    deviation = percent / 100 * math.sqrt(days / YEAR)
    return _from_line(100 * math.exp(deviation * NormalDist().inv_cdf(risk / 200)))


CHANCE = (
    Item(
        id="05-chance",
        objective="chance",
        format="numeric",
        prompt="""
            You open a long at {leverage}x from 100 USDT and leave it for {days} days. The volatility is {percent} % a
            year, the maintenance rate 0.5 %, and the venue watches all the time. How likely is it, in percent, that you
            are liquidated? You may call touch(100, line, volatility, years).
        """,
        draw=lambda draw: {
            "leverage": draw.choice((8, 10, 12)),
            "percent": draw.integer(60, 80, 5),
            "days": draw.integer(4, 7),
        },
        oracle=chance,
        unit="%",
        tolerance=0.02,
        wrong={
            "end": Wrong(
                ended,
                right="if the venue looked once, at the end",
                ask="How many ways meet the line and come back?",
            ),
            "naive": Wrong(
                naive,
                did="doubled the tail and left out that a fair price drifts down in logarithms",
                ask="Where is a price that has risen by 60 % and fallen by 60 %?",
            ),
            "bankruptcy": Wrong(
                lambda leverage, percent, days: met(broke(leverage), percent, days),
                found="the chance of reaching the bankruptcy price",
                ask="Which price comes first on the way down?",
            ),
            "trading-days": Wrong(
                lambda leverage, percent, days: chance(leverage, percent, days * YEAR / TRADING),
                right="for a market with 252 days a year",
                ask="What share of a year are {days} days here?",
            ),
            "short": Wrong(short, right="for a short", ask="Is the line of a long above the price, or below it?"),
        },
        hints=(
            "You want the chance of a way, and not of an end.",
            "Your line is at (100 - 100 / {leverage}) / 0.995, and years are {days} / 365.",
            "Write touch(100, line, {percent} / 100, {days} / 365) with your own line, and turn it into percent.",
        ),
        solution="""
            You put your line at (100 - 100 / {leverage}) / 0.995 USDT into touch, with {days} / 365 years, and it says
            {answer} %.
        """,
        note="It is about twice the chance of ending below the line.",
    ),
    Item(
        id="05-order",
        objective="chance",
        format="order",
        prompt="""
            Four people hold a long of a coin with a volatility of 60 % a year. Put them in order, from the one least
            likely to be liquidated to the one most likely.
        """,
        steps=("5x for a week", "20x for a day", "10x for a week", "10x for a month"),
        wrong={
            "by-leverage": Wrong(
                (0, 2, 3, 1), did="looked at the leverage alone", ask="How far does a price get in a single day?"
            ),
            "by-time": Wrong(
                (1, 0, 2, 3), did="looked at the time first", ask="How far away is the line at 5x, and at 20x?"
            ),
            "reversed": Wrong(
                (3, 2, 1, 0), did="began with the most likely one", ask="Who of the four should stand first?"
            ),
        },
        hints=(
            "Compare how far away each of their lines is with how far the price gets in that time.",
            "At 20x you are half as far away as at 10x, and a day moves little more than a third as far as a week.",
            "So a week at 10x is more dangerous than a day at 20x. Where does the long at 5x belong?",
        ),
        solution="""
            You compare each line with the root of the time. 5x for a week comes to 1.0 %, 20x for a day to 14.4 %, 10x
            for a week to 23.9 % and 10x for a month to 58.8 %.
        """,
        note="Half the leverage gives about four times the time.",
    ),
    Item(
        id="05-leverage",
        objective="chance",
        format="numeric",
        prompt="""
            You want to be liquidated with a chance of at most {risk} % within {days} days. The volatility is {percent}
            % a year, the maintenance rate 0.5 %, and the venue watches all the time. What is the highest leverage?
        """,
        draw=lambda draw: {
            "risk": draw.choice((1, 2, 5)),
            "days": draw.choice((3, 5, 7, 10, 14)),
            "percent": draw.integer(50, 90, 10),
        },
        oracle=found_for,
        unit="x",
        tolerance=0.01,
        wrong={
            "end": Wrong(
                _by_end, right="if the venue looked once, at the end", ask="How many more meet the line on the way?"
            ),
            "naive": Wrong(
                _by_naive,
                did="left out that a fair price drifts down in logarithms",
                ask="What does touch count besides twice the tail?",
            ),
            "linear": Wrong(
                lambda risk, percent, days: found_for(risk, percent, 1) / days,
                did="divided the leverage of one day by the days",
                ask="By how much do moves grow in {days} days?",
            ),
            "root": Wrong(
                lambda risk, percent, days: found_for(risk, percent, 1) / math.sqrt(days),
                right="if the way to the line were exactly 1 over the leverage",
                ask="What do maintenance and the logarithm add?",
            ),
        },
        hints=(
            "You know touch, and you want to go the other way.",
            "Try a leverage, see whether the chance is too large, and halve the interval that is left.",
            "The library does this for you with leverage_for(chance, volatility, years, rate) from marginlib.sizing.",
        ),
        solution="You turn touch round, and at {answer}x the chance is {risk} %.",
        note="Choose the chance first, and let it choose the leverage.",
        code="from marginlib.sizing import leverage_for\n\n"
        "answer = leverage_for(g.risk / 100, g.percent / 100, g.days / 365, 0.005)",
        extra=True,
    ),
    Item(
        id="05-short",
        objective="chance",
        format="choice",
        prompt="""
            You are long at 10x and Max is short at 10x, for a week, in a coin with no drift. Which of you is liquidated
            more often?
        """,
        choices={
            "short": "Max, whose line is nearer in logarithms",
            "long": "You, since a fair price falls in the middle",
            "same": "Neither, since the two lines are equally far away",
        },
        oracle=lambda: "short",
        wrong={
            "long": Wrong(
                "long",
                right="if both lines were equally far away in logarithms",
                ask="What are the logarithms of 0.9045 and of 1.0945?",
            ),
            "same": Wrong("same", right="in USDT", ask="Is a fall from 100 to 50 matched by a rise to 150, or to 200?"),
        },
        hints=(
            "Find both lines first, yours at 90.45 and that of Max at 109.45 USDT.",
            "A price moves in percent of itself, so compare the two in logarithms.",
            "The logarithm of 1.0945 is 0.090, and that of 0.9045 is -0.100.",
        ),
        solution="""
            You are 0.100 away from your line and Max 0.090 from his, in logarithms. So he is liquidated in 26.5 % of
            weeks and you in 23.9 %, though the middle of the price drifts down.
        """,
        note="Long and short with the same leverage are no mirror images.",
        extra=True,
    ),
)
