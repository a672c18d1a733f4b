"""Items on what is printed and what is brought: ticks, a rate by the year, and digits without a name."""

from typing import Any

from marginlib.conventions import Conventions
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.trades import Funding

DIGITS = "202411191850"


def ticked(draw: Draw) -> dict[str, Any]:
    """A line that lies nearer to the tick on the trader's side than to the one before it."""
    side, tick = draw.sign(), draw.choice((0.5, 1))
    near = draw.integer(40, 90) * tick
    return {"side": side, "tick": tick, "line": round(near + side * tick * draw.choice((0.2, 0.3, 0.4)), 2)}


def against(side: float, tick: float, line: float) -> float:
    """The line as a venue prints it that rounds against the trader.

    >>> against(1, 0.5, 40.1), against(-1, 0.5, 39.9)
    (40.5, 39.5)
    """
    return float(Conventions(tick=tick, rounding="adverse").rounded(line, side))


READ = (
    Item(
        id="14-year",
        objective="rules",
        format="numeric",
        prompt="""
            A venue shows a funding rate of {rate} % and takes it every {hours} hours. How many percent of the value is
            that in a year of 365 days, if the rate stays?
        """,
        draw=lambda draw: {"rate": draw.integer(2, 20) / 1000, "hours": draw.choice((2, 4))},
        oracle=lambda rate, hours: float(Funding(rate, hours).a_year),
        unit="%",
        tolerance=0.005,
        wrong={
            "eight": Wrong(
                lambda rate, hours: rate * 3 * 365 + 0 * hours,
                right="for a venue that takes it every 8 hours",
                ask="How often in a day does this one take it?",
            ),
            "trading": Wrong(
                lambda rate, hours: rate * 24 / hours * 252,
                right="for a market that rests at weekends",
                ask="On how many days does a coin trade?",
            ),
            "times-hours": Wrong(
                lambda rate, hours: rate * hours * 365,
                did="took the rate for one of an hour",
                ask="How long is one interval of this rate?",
            ),
            "day": Wrong(
                lambda rate, hours: rate * 365 + 0 * hours,
                right="for a venue that takes it once a day",
                ask="How many intervals does a day have here?",
            ),
        },
        hints=(
            "A rate means nothing without its hours. How many intervals does one day have?",
            "It is 24 / {hours} a day.",
            "Take that times 365 days, and times {rate} %.",
        ),
        solution="you pay {rate} % x 24 / {hours} x 365 = {answer} % in a year, without interest on interest.",
        note="Two rates are compared by the hour or by the year, and never as they are shown.",
        code="answer = g.rate * 24 / g.hours * 365",
        extra=True,
    ),
    Item(
        id="14-tick",
        objective="rules",
        format="numeric",
        prompt="""
            You are {side:side}, and the rules come to a liquidation price of {line:.2f} USDT. The venue prints
            multiples of {tick:g} USDT and rounds against you. What does it print?
        """,
        draw=ticked,
        oracle=against,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "favour": Wrong(
                lambda side, tick, line: against(-side, tick, line),
                right="for a venue that rounds to the nearest tick",
                ask="At which of the two ticks are you closed sooner?",
            ),
            "exact": Wrong(
                lambda side, tick, line: line + 0 * side * tick,
                did="left the price between two ticks",
                ask="Which prices can a venue print whose tick is {tick:g} USDT?",
            ),
            "two-ticks": Wrong(
                lambda side, tick, line: against(side, tick, line) + side * tick,
                did="went one tick too far",
                ask="Which tick is the first one on the way from your line to today's price?",
            ),
        },
        hints=(
            "Which two ticks lie around your liquidation price?",
            "Against you means that you are closed sooner. Which way does the price come when you lose?",
            "A long is closed sooner at the higher tick, and a short at the lower one.",
        ),
        solution="the ticks around {line} are {tick} apart, and you are closed sooner at {answer} USDT.",
        note="A difference of less than one tick between two prices is no difference of rules.",
        code="answer = -(-g.side * g.line // g.tick) * g.side * g.tick",
        extra=True,
    ),
    Item(
        id="14-digits",
        objective="account",
        format="choice",
        prompt=f"""
            A friend gives you a file of candles without any names. Its first cell is {DIGITS}, and the next ones are
            prices of BTC. What should your reader take the cell for, and what should it say?
        """,
        choices={
            "date": "19 November 2024, 18:50, and it says that it took digits for a date",
            "seconds": "Seconds since 1970, and it says nothing, since that is the usual form",
            "milliseconds": "Milliseconds since 1970, and it says nothing, since the number has 12 digits",
            "error": "No time at all, and it says that the file is broken",
        },
        oracle=lambda: "date",
        wrong={
            "seconds": Wrong(
                "seconds", right="for a number of ten digits", ask="In which year does a number of this length lie?"
            ),
            "milliseconds": Wrong("milliseconds", found="a moment in 1976", ask="Did BTC have a price by then?"),
            "error": Wrong(
                "error", did="refused what can be read in one plausible way", ask="What do the first four digits say?"
            ),
        },
        hints=(
            "Read it in every way that you can think of. Which moments come out?",
            "As seconds it is thousands of years away, and as milliseconds it is in 1976.",
            "Look at the first four digits, then at pairs.",
        ),
        solution="""
            Only the date is a moment at which BTC had a price. A reader may take it, and has to say what it took the
            digits for, so that you can object.
        """,
        note="A reader that guesses in silence is worse than one that refuses.",
        extra=True,
    ),
)
