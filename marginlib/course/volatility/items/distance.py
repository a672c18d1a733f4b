"""Items on deviations: of a time, of a day and of a year, and how far away a line is in them."""

import math

from marginlib.course.volatility.account import YEAR, broke, distance, line
from marginlib.learn.items import Item, Wrong

TRADING, WEEKS = 252, 52  # days and weeks of a year that an exchange with a bell counts


def _over(fall: float, percent: float, days: float) -> float:
    return fall / (percent / 100 * math.sqrt(days / YEAR))


DISTANCE = (
    Item(
        id="05-distance",
        objective="distance",
        format="numeric",
        prompt="""
            You open a long at {leverage}x from 100 USDT. The maintenance rate is 0.5 %, the volatility {percent} % a
            year, and you stay for {days} days. How many deviations of these days is your line away, in logarithms?
        """,
        draw=lambda draw: {
            "leverage": draw.choice((4, 5, 8, 10, 12)),
            "percent": draw.integer(50, 110, 5),
            "days": draw.choice((2, 3, 5, 7, 10)),
        },
        oracle=distance,
        tolerance=0.005,
        wrong={
            "relative": Wrong(
                lambda leverage, percent, days: _over(1 - line(leverage) / 100, percent, days),
                did="divided the fall in percent",
                ask="Which logarithm says how far 100 USDT and the line are apart?",
            ),
            "bankruptcy": Wrong(
                lambda leverage, percent, days: _over(-math.log(broke(leverage) / 100), percent, days),
                found="the distance to the bankruptcy price",
                ask="At which price does the venue close you?",
            ),
            "year": Wrong(
                lambda leverage, percent, days: -math.log(line(leverage) / 100) / (percent / 100 * days / YEAR),
                did="let the deviation grow with the time itself",
                ask="How much farther does a price get in four times the time?",
            ),
            "trading-days": Wrong(
                lambda leverage, percent, days: _over(-math.log(line(leverage) / 100), percent, days * YEAR / TRADING),
                right="for a market that closes at weekends",
                ask="How many days does this market have in a year?",
            ),
        },
        hints=(
            "Which two prices do you compare, and at which of them are you closed?",
            "You get one deviation of {days} days from {percent} % times the root of {days} / 365.",
            "Take the logarithm of 100 over your line, and divide it by that deviation.",
        ),
        solution="""
            Your line is at (100 - 100 / {leverage}) / 0.995. You take the logarithm of 100 over it, divide by
            {percent} % times the root of {days} / 365, and get {answer}.
        """,
        note="What counts is the way to the line in steps of the size that this time allows.",
    ),
    Item(
        id="05-scale",
        objective="distance",
        format="choice",
        prompt="A coin that trades on every day of the year moves by 3.14 % a day. What is its volatility a year?",
        choices={"root": "60 %", "bell": "50 %", "linear": "1,146 %", "week": "22.6 %"},
        named={"root": "60 %"},
        oracle=lambda: "root",
        wrong={
            "bell": Wrong(
                "bell", right="for shares, which trade on 252 days", ask="On how many days does this coin trade?"
            ),
            "linear": Wrong(
                "linear", did="let the moves of 365 days add up", ask="Do all of these days go the same way?"
            ),
            "week": Wrong("week", right="if a year had 52 days", ask="What does the 3.14 % speak of, a day or a week?"),
        },
        hints=(
            "Some days go up and others go down, so what becomes of their sum?",
            "So the moves that you add up grow with the root of the number of days.",
            "Count the days on which you could trade it, take the root and multiply.",
        ),
        solution="You multiply 3.14 % by the root of 365, because this market has no bell and no weekend.",
        note="A volatility that was reckoned with 252 days is a sixth too small here.",
    ),
    Item(
        id="05-move",
        objective="distance",
        format="numeric",
        prompt="""
            A coin has a volatility of {percent} % a year, and it trades on every day. What is one deviation of {days}
            days, in percent?
        """,
        draw=lambda draw: {
            "percent": draw.integer(40, 120, 5),
            "days": draw.choice((2, 3, 4, 5, 7, 10, 14)),
        },
        oracle=lambda percent, days: percent * math.sqrt(days / YEAR),
        unit="%",
        tolerance=0.02,
        wrong={
            "linear": Wrong(
                lambda percent, days: percent * days / YEAR,
                did="took a share of the year",
                ask="Do moves grow with the time, or with its root?",
            ),
            "trading": Wrong(
                lambda percent, days: percent * math.sqrt(days / TRADING),
                right="for a market with 252 days a year",
                ask="When does this market close?",
            ),
            "daily-times-days": Wrong(
                lambda percent, days: percent / math.sqrt(YEAR) * days,
                did="multiplied the move of a day by the number of days",
                ask="What does a day that goes up do to one that goes down?",
            ),
            "divided": Wrong(
                lambda percent, days: percent / math.sqrt(days * YEAR),
                did="divided by the root of the days",
                ask="Should more days give you a larger move, or a smaller one?",
            ),
        },
        hints=(
            "You need the root of a share of the year.",
            "Your share is {days} of 365 days.",
            "Multiply {percent} % by the root of {days} / 365.",
        ),
        solution="You multiply {percent} % by the root of {days} / 365 and get {answer} %.",
        note="Four times the time gives twice the move.",
        code="answer = g.percent * (g.days / 365) ** 0.5",
        extra=True,
    ),
    Item(
        id="05-annual",
        objective="distance",
        format="numeric",
        prompt="""
            Your coin moves by {daily} % a day, and it trades on every day of the year. What is its volatility a year,
            in percent?
        """,
        draw=lambda draw: {"daily": draw.decimal(1.5, 6.0, 1)},
        oracle=lambda daily: daily * math.sqrt(YEAR),
        unit="%",
        tolerance=0.1,
        wrong={
            "bell": Wrong(
                lambda daily: daily * math.sqrt(TRADING),
                right="for shares",
                ask="How many days a year does somebody trade your coin?",
            ),
            "linear": Wrong(
                lambda daily: daily * YEAR,
                did="multiplied by the number of days",
                ask="Would all of these moves have to go the same way for that?",
            ),
            "weeks": Wrong(
                lambda daily: daily * math.sqrt(WEEKS),
                did="took the root of the weeks in a year",
                ask="What is the {daily} % the move of?",
            ),
        },
        hints=(
            "A year is many days, and their moves partly undo each other.",
            "So you multiply by a root.",
            "It is the root of the days on which your coin trades in a year.",
        ),
        solution="You multiply {daily} % by the root of 365 and get {answer} %.",
        note="Ask whoever tells you a volatility how many days their year has.",
        code="answer = g.daily * 365 ** 0.5",
        extra=True,
    ),
)
