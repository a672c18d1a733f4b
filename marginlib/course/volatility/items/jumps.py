"""Items on what jumps, and days that are alike, do to a line; and on funding, which moves it."""

import math

from marginlib import formulas
from marginlib.course.volatility.account import ENTRY, POSTED, RATE, chance, line, met
from marginlib.learn.items import Item, Wrong

TIMES = 3  # a day, at which funding is paid


def owed(leverage: float, lands: float) -> float:
    """What others pay when a jump lands at this price."""
    return max(0.0, -float(formulas.equity(POSTED, leverage, ENTRY, lands)))


def funded(leverage: float, percent: float, days: float, paid: float, spot: float = ENTRY) -> float:
    """The chance in percent for a long that has paid so many USDT."""
    level = formulas.liquidation_price(POSTED - paid, leverage, ENTRY, RATE)
    return met(float(level), percent, days, spot)


def _paid(leverage: float, days: float, rate: float, times: int = TIMES) -> float:
    return times * days * rate / 100 * leverage * ENTRY


JUMPING = (
    Item(
        id="05-owed",
        objective="jumps",
        format="numeric",
        prompt="""
            You open a long at {leverage}x from 100 USDT with 100 USDT posted. A jump lands at {lands} USDT, and the
            venue closes you there. How many USDT must others pay?
        """,
        draw=lambda draw: {"leverage": draw.choice((5, 8, 10, 20)), "lands": draw.integer(60, 77) + 0.5},
        oracle=owed,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "line": Wrong(
                lambda leverage, lands: leverage * (line(leverage) - lands),
                did="counted the loss from the line on",
                ask="What is still in your tank when the price is at the line?",
            ),
            "loss": Wrong(
                lambda leverage, lands: leverage * (ENTRY - lands),
                found="the whole loss of the long",
                ask="Who pays the first 100 USDT of it?",
            ),
            "none": Wrong(
                lambda **_: 0,
                right="if the price passed every level on its way",
                ask="What is in your tank at {lands} USDT?",
            ),
            "need": Wrong(
                lambda leverage, lands: owed(leverage, lands) + RATE * leverage * lands,
                did="added what the venue wants to see in the tank",
                ask="Does anybody pay that once the long is closed?",
            ),
        },
        hints=(
            "How much has your long lost once the jump is over?",
            "You pay what you posted, and no more.",
            "Take your 100 USDT off {leverage} times the fall. The line plays no part in it.",
        ),
        solution="Your long has lost {leverage} x (100 - {lands}) USDT. You pay 100 of that, and others pay {answer}.",
        note="A jump does not stop at the line, nor at the price at which you have nothing left.",
    ),
    Item(
        id="05-funding",
        objective="jumps",
        format="numeric",
        prompt="""
            Your long at {leverage}x from 100 USDT, with 100 USDT posted, pays {rate} % of its first value to the
            shorts three times a day, for {days} days. Take all of that off at the start. How likely is it then, in
            percent, that you are liquidated? The volatility is {percent} % a year, and the venue watches all the time.
        """,
        draw=lambda draw: {
            "leverage": draw.choice((8, 10, 12)),
            "percent": draw.integer(65, 90, 5),
            "days": draw.choice((7, 8, 10)),
            "rate": draw.choice((0.03, 0.04, 0.05)),
        },
        oracle=lambda leverage, percent, days, rate: funded(leverage, percent, days, _paid(leverage, days, rate)),
        unit="%",
        tolerance=0.05,
        wrong={
            "none": Wrong(
                lambda leverage, percent, days, rate: chance(leverage, percent, days) + 0 * rate,
                did="left the funding out",
                ask="Where is your line once you have paid it?",
            ),
            "daily": Wrong(
                lambda leverage, percent, days, rate: funded(leverage, percent, days, _paid(leverage, days, rate, 1)),
                did="let it be paid once a day",
                ask="How many payments are there in {days} days?",
            ),
            "price": Wrong(
                lambda leverage, percent, days, rate: funded(
                    leverage, percent, days, 0, ENTRY - _paid(leverage, days, rate) / leverage
                ),
                did="lowered the price instead of your money",
                ask="What does funding change, the price of the coin or what is in your tank?",
            ),
            "margin": Wrong(
                lambda leverage, percent, days, rate: funded(leverage, percent, days, TIMES * days * rate),
                did="took {rate} % of what you posted",
                ask="What is the rate a share of, your 100 USDT or the value of the long?",
            ),
        },
        hints=(
            "The rate counts on the value of the long, which is {leverage} times what you posted.",
            "You pay it three times a day for {days} days.",
            "Take that sum off your 100 USDT, find the line that this leaves, and call touch.",
        ),
        solution="""
            You pay 3 x {days} x {rate} % of {leverage} x 100 USDT. That leaves less behind the long, so the line comes
            nearer, and touch says {answer} %.
        """,
        note="Time costs a long twice: the price has longer to reach the line, and the line comes to meet it.",
        code="from marginlib.formulas import liquidation_price\n"
        "from marginlib.probability import touch\n\n"
        "paid = 3 * g.days * g.rate / 100 * g.leverage * 100\n"
        "line = liquidation_price(100 - paid, g.leverage, 100, 0.005)\n"
        "answer = 100 * touch(100, line, g.percent / 100, g.days / 365)",
        extra=True,
    ),
    Item(
        id="05-cluster",
        objective="jumps",
        format="numeric",
        prompt="""
            Half of the weeks are calm, with a volatility of {calm} % a year, and half are wild, with {wild} %. How
            likely is it, in percent, that your long at {leverage}x is liquidated in a week, watched all the time?
        """,
        draw=lambda draw: {
            "calm": draw.integer(35, 50, 5),
            "wild": draw.choice((85, 90, 95, 105, 110, 115)),
            "leverage": draw.choice((6, 10)),
        },
        oracle=lambda calm, wild, leverage: (chance(leverage, calm, 7) + chance(leverage, wild, 7)) / 2,
        unit="%",
        tolerance=0.02,
        wrong={
            "mean": Wrong(
                lambda calm, wild, leverage: chance(leverage, (calm + wild) / 2, 7),
                found="the chance at the mean volatility",
                ask="Is there a week that has it?",
            ),
            "root": Wrong(
                lambda calm, wild, leverage: chance(leverage, math.sqrt((calm**2 + wild**2) / 2), 7),
                found="the chance at the volatility that has the mean variance",
                ask="Does the chance go in a straight line with the variance?",
            ),
            "wild": Wrong(
                lambda wild, leverage, **_: chance(leverage, wild, 7),
                right="for a wild week",
                ask="What happens in the other half of the weeks?",
            ),
        },
        hints=(
            "You live in a calm week or in a wild one, and never in one between.",
            "So you have two chances, one for each kind of week.",
            "Find touch at {calm} % and at {wild} %, and take the mean of the two.",
        ),
        solution="You take the chance of a calm week and that of a wild one, and their mean is {answer} %.",
        note="Wild days follow wild days, and a mean volatility hides both kinds of week.",
        code="from marginlib.probability import touch\n\n"
        "line = (100 - 100 / g.leverage) / 0.995\n"
        "answer = 50 * sum(touch(100, line, one / 100, 7 / 365) for one in (g.calm, g.wild))",
        extra=True,
    ),
)
