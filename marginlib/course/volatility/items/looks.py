"""Items on a venue that looks now and then, and on simulations that do."""

import math
from itertools import pairwise
from statistics import NormalDist
from typing import Any

from marginlib.course.volatility.account import SHIFT, YEAR, line, shifted
from marginlib.learn.answers import Unreadable, sequence
from marginlib.learn.items import Item, Verdict, Wrong

HOURS = 365 * 24
DAY, MOST = 24, 1.03  # hours; the largest move of one


def between(one: float, other: float, percent: float, factor: float = 2, days: float = 1) -> float:
    """The chance in percent that a line of a 10x long was met between two daily prices above it."""
    level, variance = line(10), (percent / 100) ** 2 * days / YEAR
    return 100 * math.exp(-factor * math.log(one / level) * math.log(other / level) / variance)


def _twice_the_tail(price: float, percent: float) -> float:
    return 200 * NormalDist().cdf(-math.log(price / line(10)) / (percent / 100 * math.sqrt(1 / YEAR)))


def judge_unseen(answer: Any, leverage: int) -> Verdict | str:
    """A day that a watch closes the long on, and that a look at its ends does not notice."""
    prices = sequence(answer)
    if len(prices) != DAY + 1 or prices[0] != 100 or min(prices) <= 0:
        raise Unreadable("25 prices above 0 are wanted, one an hour, and the first of them is 100")
    if min(prices) > line(leverage):
        return "nobody"
    if any(abs(other / one - 1) > MOST - 1 + 1e-9 for one, other in pairwise(prices)):
        return "leap"
    if prices[-1] <= line(leverage):
        return "seen"
    return "lower" if prices[-1] < 100 else Verdict("✓", "")


def dipped(depth: int, back: int) -> list[float]:
    """A day that falls by 3 % in so many hours, rises as fast in so many, and then stays."""
    factors = [1 / MOST] * depth + [MOST] * back
    prices = [100.0]
    for factor in factors:
        prices.append(prices[-1] * factor)
    prices[-1] = round(prices[-1], 9)
    return prices + [prices[-1]] * (DAY + 1 - len(prices))


LOOKING = (
    Item(
        id="05-shift",
        objective="looks",
        format="numeric",
        prompt="""
            A venue looks at your long of {leverage}x from 100 USDT once every {hours} h, and the volatility is
            {percent} % a year. Which line, watched all the time, would be met as often as yours is by these looks?
        """,
        draw=lambda draw: {
            "leverage": draw.choice((5, 8, 10, 20)),
            "percent": draw.integer(50, 110, 5),
            "hours": draw.choice((4, 8, 24)),
        },
        oracle=shifted,
        unit="USDT",
        tolerance=0.004,
        wrong={
            "towards": Wrong(
                lambda leverage, percent, hours: shifted(leverage, percent, hours, SHIFT),
                did="moved the line towards the price",
                ask="Does a venue that looks rarely close you more often, or less?",
            ),
            "unmoved": Wrong(
                lambda leverage, percent, hours: shifted(leverage, percent, hours, 0),
                found="your line as it is",
                ask="What does the venue miss between two looks?",
            ),
            "whole": Wrong(
                lambda leverage, percent, hours: shifted(leverage, percent, hours, -1),
                did="moved it by a whole deviation",
                ask="Which share of the move between two looks does the formula take?",
            ),
            "linear": Wrong(
                lambda leverage, percent, hours: line(leverage) * math.exp(-SHIFT * percent / 100 * hours / HOURS),
                did="left out the root",
                ask="How do moves grow with the time between two looks?",
            ),
        },
        hints=(
            "A venue that looks rarely misses some weeks, so the line that you want is farther away.",
            "You need the deviation of the time between two looks, which is {hours} h of a year of 8,760.",
            "Take 0.5826 of that deviation, and multiply your line by the exponential of minus that.",
        ),
        solution="""
            Your line is at (100 - 100 / {leverage}) / 0.995. You multiply it by the exponential of -0.5826 x {percent}
            % x the root of {hours} / 8,760 and get {answer} USDT.
        """,
        note="To look less often is to move the line away.",
    ),
    Item(
        id="05-why",
        objective="looks",
        format="explain",
        prompt="""
            In your own words, why does the simulation of Max, with one price a day, report too small a chance, and why
            do more weeks not help?
        """,
        points=(
            "It says that the price may meet the line between two of the days and come back.",
            "It says that such weeks are missed, so the number is too small in every run.",
            "It says that more weeks only make the same wrong number more precise.",
            "It says that more prices in each week would help.",
        ),
        wrong={
            "more-paths": Wrong(
                r"\b(needs?|takes?|with|use|draw) more (paths|weeks|draws|runs)\b",
                right="if chance were all that is wrong with it",
                ask="What would ten million weeks report, with one price a day?",
            ),
            "formula": Wrong(
                r"\bformula\b[^.]*\b(wrong|false|too (high|large))",
                did="took the formula for the one that is wrong",
                ask="Which of the two knows what happens between midnight and midnight?",
            ),
        },
        hints=(
            "Follow one of his weeks, which dips below the line in the night.",
            "Does the computer of Max count it? Would it in another run?",
            "Say what is missed, and what more weeks can and cannot change about that.",
        ),
        solution="""
            Max sees seven prices a week, so a price that meets the line and comes back between two of them is never
            counted. That makes his number too small in every run, and more weeks only make the small number more
            precise.
        """,
        note="An error that is the same in every path is not averaged away.",
    ),
    Item(
        id="05-between",
        objective="looks",
        format="numeric",
        prompt="""
            Your long at 10x has its line at 90.4523 USDT. On one midnight the price is {one}, on the next {other} USDT,
            and the volatility is {percent} % a year. How likely is it, in percent, that the line was met in between?
        """,
        draw=lambda draw: {
            "one": draw.choice((92, 92.5, 93)),
            "other": draw.choice((92.2, 93.2, 94)),
            "percent": draw.integer(70, 110, 5),
        },
        oracle=between,
        unit="%",
        tolerance=0.05,
        wrong={
            "never": Wrong(
                lambda **_: 0, did="trusted the two prices that you know", ask="What may a price do in a night?"
            ),
            "single": Wrong(
                lambda one, other, percent: between(one, other, percent, 1),
                did="left out the 2",
                ask="Which factor stands before the two distances?",
            ),
            "nearest": Wrong(
                lambda one, other, percent: _twice_the_tail(min(one, other), percent),
                did="looked at the nearer price alone",
                ask="Where does the price have to be on the other midnight?",
            ),
            "week": Wrong(
                lambda one, other, percent: between(one, other, percent, 2, 7),
                did="gave the price a week for it",
                ask="How much time lies between the two prices?",
            ),
        },
        hints=(
            "You see two prices above the line, and still there may have been one below it in the night.",
            "Let a and b be the logarithms of your two prices over the line.",
            "You want the exponential of -2 a b over the variance, and the variance is that of one day.",
        ),
        solution="""
            You take the logarithms of {one} and of {other} over 90.4523, multiply them, double, and divide by the
            variance of a day. The exponential of minus that is {answer} %.
        """,
        note="This is the bridge: two prices say a good deal about what happened between them.",
        code="from math import exp, log\n\n"
        "variance = (g.percent / 100) ** 2 / 365\n"
        "answer = 100 * exp(-2 * log(g.one / 90.4523) * log(g.other / 90.4523) / variance)",
        extra=True,
    ),
    Item(
        id="05-unseen",
        objective="looks",
        format="adversarial",
        prompt="""
            Two venues hold the same long at {leverage}x from 100 USDT for a day. One watches all the time, and the
            other looks at hour 0 and at hour 24. Find 25 hourly prices with which the first venue closes the long and
            the other never notices. The first price is 100, the last is at least 100, and no hour moves by more than 3
            %.
        """,
        draw=lambda draw: {"leverage": draw.choice((8, 10, 12))},
        judge=judge_unseen,
        hand_in="a list of 25 prices that begins at 100",
        wrong={
            "nobody": Wrong(
                dipped(1, 1), did="never went as low as the line", ask="At which price is the long closed?"
            ),
            "seen": Wrong(
                dipped(6, 0),
                did="ended below the line, where the other venue looks",
                ask="Where must the price be at hour 24?",
            ),
            "leap": Wrong(
                [100, *[80] * 23, 100],
                did="let an hour move by more than 3 %",
                ask="How many hours does the way down take?",
            ),
            "lower": Wrong(
                dipped(6, 5), did="came back above the line, and not to 100", ask="How high must the last price be?"
            ),
        },
        hints=(
            "What does the second venue see of your day? It knows two prices.",
            "So go down and come up again between its looks, by no more than 3 % an hour.",
            "Find your line, count the hours that the way down takes, and leave as many and one more for the way up.",
        ),
        solution="""
            You fall by 3 % an hour for six hours, which takes you below the line of all three, and then you rise by 3 %
            an hour for seven. After that you rest above 100.
        """,
        note="Between two looks a whole liquidation may take place.",
        code="answer = [100]\nfor hour in range(24):\n"
        "    factor = 0.97 if hour < 6 else 1.03 if answer[-1] < 100 else 1\n"
        "    answer.append(answer[-1] * factor)",
        extra=True,
    ),
)
