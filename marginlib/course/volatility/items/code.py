"""Items in code: the chance that a line is met, candles that are read by their closes, and a year of 252 days."""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

Prices = Sequence[float]


def touched(spot: float, line: float, volatility: float, years: float) -> float:
    """The chance that a long's line is met, from the normal distribution alone."""
    deviation, drift = volatility * math.sqrt(years), -(volatility**2) / 2
    away, normal = math.log(line / spot), NormalDist()
    first = normal.cdf((away - drift * years) / deviation)
    return first + math.exp(2 * drift * away / volatility**2) * normal.cdf((away + drift * years) / deviation)


def _touched_end(spot: float, line: float, volatility: float, years: float) -> float:
    deviation = volatility * math.sqrt(years)
    return NormalDist().cdf(math.log(line / spot) / deviation + deviation / 2)


def _touched_naive(spot: float, line: float, volatility: float, years: float) -> float:
    return 2 * NormalDist().cdf(math.log(line / spot) / (volatility * math.sqrt(years)))


def _touched_sign(spot: float, line: float, volatility: float, years: float) -> float:
    deviation, drift = volatility * math.sqrt(years), volatility**2 / 2
    away, normal = math.log(line / spot), NormalDist()
    first = normal.cdf((away - drift * years) / deviation)
    return first + math.exp(2 * drift * away / volatility**2) * normal.cdf((away + drift * years) / deviation)


def liquidated(opens: Prices, highs: Prices, lows: Prices, closes: Prices, line: float, side: int) -> bool:  # noqa: ARG001 - as handed in
    """Whether a candle meets the line of a long (side 1) or of a short (side -1)."""
    return any(low <= line for low in lows) if side > 0 else any(high >= line for high in highs)


def by_closes(opens: Prices, highs: Prices, lows: Prices, closes: Prices, line: float, side: int) -> bool:  # noqa: ARG001 - as handed in
    """The same with the bug: closes alone are looked at."""
    return any(side * (close - line) <= 0 for close in closes)


def _by_lows(opens: Prices, highs: Prices, lows: Prices, closes: Prices, line: float, side: int) -> bool:  # noqa: ARG001 - as handed in
    return any(side * (low - line) <= 0 for low in lows)


def _by_bodies(opens: Prices, highs: Prices, lows: Prices, closes: Prices, line: float, side: int) -> bool:  # noqa: ARG001 - as handed in
    return any(side * (price - line) <= 0 for price in (*opens, *closes))


def _beyond(opens: Prices, highs: Prices, lows: Prices, closes: Prices, line: float, side: int) -> bool:  # noqa: ARG001 - as handed in
    return any(low < line for low in lows) if side > 0 else any(high > line for high in highs)


def candle(side: int, line: float, *prices: float) -> dict[str, Any]:
    """The numbers of one candle: open, high, low and close."""
    return {
        **{name: (price,) for name, price in zip(("opens", "highs", "lows", "closes"), prices, strict=True)},
        "line": line,
        "side": side,
    }


def drawn(draw: Draw) -> dict[str, Any]:
    """Two candles of which the second dips below the line of a long and closes above it."""
    line, low = draw.integer(88, 91), draw.integer(80, 87)
    close = draw.integer(93, 97)
    return {
        "opens": (100, 98),
        "highs": (101, 99),
        "lows": (97, low),
        "closes": (98, close),
        "line": line,
        "side": 1,
    }


def yearly(moves: Prices, days: int) -> float:
    """Volatility a year from the moves of days, where the market is open on so many days a year."""
    return float((sum(move**2 for move in moves) / len(moves) * days) ** 0.5)


def with_a_bell(moves: Prices, days: int) -> float:  # noqa: ARG001 - the bug
    """The same with the bug: 252 days, whatever the market."""
    return yearly(moves, 252)


CODE = (
    Item(
        id="05-touch",
        objective="chance",
        format="function",
        prompt="""
            Write the chance that a long is liquidated without our library, from NormalDist in the module statistics.
            Your function takes the price now, the line below it, the volatility (0.6 for 60 %) and the years, and
            gives a fraction. The price does not drift, so its logarithm does.
        """,
        draw=lambda draw: {
            "spot": draw.integer(90, 110),
            "line": draw.integer(70, 86),
            "volatility": draw.choice((0.5, 0.7, 0.9)),
            "years": draw.choice((0.02, 0.05, 0.1)),
        },
        oracle=touched,
        arguments=("spot", "line", "volatility", "years"),
        tolerance=0.0005,
        cases=(
            {"spot": 100, "line": 90 / 0.995, "volatility": 0.6, "years": 7 / 365},
            {"spot": 100, "line": 95 / 0.995, "volatility": 0.6, "years": 1 / 365},
            {"spot": 90, "line": 90, "volatility": 0.6, "years": 0.02},
            {"spot": 100, "line": 50, "volatility": 0.6, "years": 1},
        ),
        wrong={
            "naive": Wrong(
                _touched_naive,
                did="doubled the tail",
                ask="Which way does the logarithm of a fair price drift?",
            ),
            "end": Wrong(
                _touched_end,
                found="the chance of ending below the line",
                ask="Which second term counts the ways that come back?",
            ),
            "sign": Wrong(
                _touched_sign,
                did="let the logarithm drift up",
                ask="Is half the variance added to the drift, or taken from it?",
            ),
        },
        hints=(
            "Work in logarithms. How far away is your line, and how large is one deviation?",
            "The logarithm drifts by minus half of the variance a year, so the two terms are no longer equal.",
            "The second term is the mirror image, times the exponential of twice drift times distance over variance.",
        ),
        solution="""
            You add two terms: the chance of ending below the line, and the mirror image of those ways, weighted by what
            the drift of the logarithm does to them.
        """,
        note="Without the drift both terms would be the same, and the sum twice the tail.",
        code="""
from math import exp, log, sqrt
from statistics import NormalDist


def answer(spot, line, volatility, years):
    drift = -(volatility**2) / 2
    deviation = volatility * sqrt(years)
    away = log(line / spot)
    below = NormalDist().cdf((away - drift * years) / deviation)
    back = NormalDist().cdf((away + drift * years) / deviation)
    return below + exp(2 * drift * away / volatility**2) * back
""".strip(),
        extra=True,
    ),
    Item(
        id="05-wick",
        objective="looks",
        format="bug-hunt",
        prompt="""
            On 10 October 2025 no hour closed below the line of your long, so a backtest that knows closes alone keeps
            it open. That fault was reported of kernc/backtesting.py (issue 939, 2023-03-16) and of TorchTrade (pull
            request 180, 2026-02-06), and here it is in our own lines. The function gets candles, the line, and
            the side (1 for a long, -1 for a short), and says whether the position is liquidated, which it is at the
            line as well. Mend it.
        """,
        draw=drawn,
        oracle=liquidated,
        stub=by_closes,
        arguments=("opens", "highs", "lows", "closes", "line", "side"),
        cases=(
            candle(1, 105_472, 114_200.4, 115_075.6, 101_516.5, 113_253.6),  # the hour itself, a long at 10x
            candle(1, 90, 96, 97, 90, 95),  # exactly at the line
            candle(-1, 110, 104, 112, 103, 105),  # a short, met by the high
            candle(-1, 110, 104, 108, 96, 105),  # a short that stays open
            candle(-1, 110, 104, 110, 103, 105),  # exactly at the line
            candle(1, 90, 89, 97, 88, 95),  # opens beyond the line
            candle(1, 90, 96, 97, 92, 95),  # a long that stays open
        ),
        wrong={
            "lows-for-all": Wrong(
                _by_lows, did="tested the low for shorts too", ask="Which price of a candle hurts a short?"
            ),
            "bodies": Wrong(
                _by_bodies,
                did="tested where a candle opens and closes",
                ask="What else does a candle show, besides its body?",
            ),
            "strictly": Wrong(
                _beyond, did="wanted a price beyond the line", ask="What happens to a long exactly at its line?"
            ),
        },
        hints=(
            "A candle shows four prices. How does a long that you hold feel each of them?",
            "The lowest price of an hour hurts longs, and the highest one hurts shorts.",
            "Compare the low of each candle with a long's line and the high with a short's, and count equality.",
        ),
        solution="""
            You test the lows of a long and the highs of a short, at the line or beyond it. In that hour the low was
            101,516.5, and it closed at 113,253.6 as if nothing had happened.
        """,
        note="A close hides the way.",
        code="""
def answer(opens, highs, lows, closes, line, side):
    if side > 0:
        return min(lows) <= line
    return max(highs) >= line
""".strip(),
        extra=True,
    ),
    Item(
        id="05-days",
        objective="distance",
        format="bug-hunt",
        prompt="""
            A well-known library reckoned with a year of 252 days for coins as well (ranaroussi/quantstats, issue 40,
            2020-07-27). Here is the fault in our own lines. The function gets the moves of some days, in percent, and
            the number of days a year on which the market is open, and it should give the volatility a year. Mend it.
        """,
        draw=lambda draw: {
            "moves": tuple(draw.decimal(-6, 6, 1) for _ in range(6)),
            "days": draw.choice((360, 365)),
        },
        oracle=yearly,
        stub=with_a_bell,
        arguments=("moves", "days"),
        tolerance=0.01,
        cases=(
            {"moves": (3.0, -3.0, 3.0), "days": 365},
            {"moves": (1.0, -2.0, 1.5, 0.5), "days": 252},
        ),
        wrong={
            "one-short": Wrong(
                lambda moves, days: yearly(moves, 364 if days == 365 else days),
                did="wrote 364, as the first repair of another library did",
                ask="On how many days of a year does a coin trade?",
            ),
            "always": Wrong(
                lambda moves, days: yearly(moves, 365) + 0 * days,
                right="for a market that never closes",
                ask="What does your function say of shares?",
            ),
            "no-root": Wrong(
                lambda moves, days: yearly(moves, 1) * days,
                did="multiplied by the days without a root",
                ask="Do moves add up, or do their squares?",
            ),
            "sample": Wrong(
                lambda moves, days: yearly(moves, len(moves)) + 0 * days,
                did="took the root of the days in the sample",
                ask="To which time do you want to go from a day?",
            ),
        },
        hints=(
            "One number in the function knows better than whoever calls it.",
            "You are handed the days of the year. Are they used?",
            "Put days in the place of 252.",
        ),
        solution="You use the days that the function is handed, so it fits a market with a bell and one without.",
        note="A number that depends on the market is no constant.",
        code="""
from math import sqrt


def answer(moves, days):
    return sqrt(sum(move**2 for move in moves) / len(moves)) * sqrt(days)
""".strip(),
        extra=True,
    ),
)
