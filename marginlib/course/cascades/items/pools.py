"""Items on pools, alone and behind a book, and on a law of impact."""

import math

from marginlib.course.cascades.drawn import drawn
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.market import Market

PAIR = (99.0, 97.0)
START = 100.0


def pool_average(base: float, size: float) -> float:
    """Average price of a sale into a pool at 100 that holds `base` units."""
    return float(Market.pool(base, base * START).fill(-float(size)).average)


def _pool_last(base: float, size: float) -> float:
    return float(Market.pool(base, base * START).fill(-float(size)).price)


def hybrid(base: float, first: float, second: float, goal: float) -> float:
    """Units that bring a pool of `base` units and bids at 99 and 97 down to `goal`."""
    return float(-Market(START, PAIR, (first, second), base * START**0.5).depth(goal))


def to_pool(base: float, goal: float) -> float:
    """Units of them that go to the pool."""
    return float(-Market(START, liquidity=base * START**0.5).depth(goal))


def routed(base: float, quote: float, bid: float, size: float) -> float:
    """Units that a sale gives to a pool before the bid is the better price.

    >>> round(routed(500, 50_000, 95, 100), 2)
    12.99
    """
    return float(min(size, -Market.pool(base, quote).depth(bid)))


def by_average(base: float, quote: float, bid: float, size: float) -> float:
    """The same with the bug: it goes on until the average meets the bid."""
    return min(size, quote / bid - base)


def walked(draw: Draw) -> dict[str, float]:
    """A pool, a bid below its price, and a sale."""
    base = draw.integer(200, 850, 50)
    return {"base": base, "quote": 100 * base, "bid": draw.integer(92, 98), "size": draw.integer(10, 59)}


POOLS = (
    Item(
        id="08-pool",
        objective="depth",
        format="numeric",
        prompt="""
            A pool holds {base} units and {base} x 100 USDT and keeps the product of both. You sell {size} units into
            it. What is your average price?
        """,
        draw=drawn(
            {"base": range(200, 900, 50), "size": range(20, 90, 5)},
            (
                pool_average,
                _pool_last,
                lambda base, size: (START + _pool_last(base, size)) / 2,
                lambda base, size: START * (1 - size / base),
            ),
            0.05,
        ),
        oracle=pool_average,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "last": Wrong(_pool_last, found="the last price", ask="What did the first of your units get?"),
            "mean": Wrong(
                lambda base, size: (START + _pool_last(base, size)) / 2,
                found="the middle of the first and the last price",
                ask="Is the curve of a pool a straight line?",
            ),
            "straight": Wrong(
                lambda base, size: START * (1 - size / base),
                did="let the price fall in proportion to the units sold",
                ask="How many USDT are in the pool when it holds {base} + {size} units?",
            ),
        },
        hints=(
            "The pool gains your {size} units. How many USDT does it then hold, if the product stays?",
            "You get the USDT that left it, for {size} units.",
            "Divide the USDT of the pool before by the units in it afterwards.",
        ),
        solution="""
            Afterwards the pool holds {base} + {size} units, and the product is the same. You get {base} x 100 /
            ({base} + {size}) for each unit, which is {answer} USDT.
        """,
        note="The average of a pool is the root of its first price times its last.",
        code="answer = 100 * g.base / (g.base + g.size)",
        extra=True,
    ),
    Item(
        id="08-hybrid",
        objective="depth",
        format="numeric",
        prompt="""
            A market at 100 USDT has bids of {first} units at 99 and {second} at 97, and behind them a pool of {base}
            units with as much in USDT. How many units must be sold until the price is {goal}?
        """,
        draw=drawn(
            {"base": range(200, 620, 20), "first": range(5, 15), "second": range(5, 15), "goal": (93, 94, 95)},
            (
                lambda base, first, second, goal: first + second + base * 10 * (goal**-0.5 - 0.1),
                lambda first, second, **_: first + second,
                lambda base, goal, **_: base * 10 * (goal**-0.5 - 0.1),
                lambda base, first, second, goal: first + second + base * (1 - goal / START),
            ),
            0.12,
        ),
        oracle=hybrid,
        unit="units",
        tolerance=0.05,
        wrong={
            "book": Wrong(
                lambda first, second, **_: first + second,
                found="the depth of the book",
                ask="Who else buys on the way down?",
            ),
            "pool": Wrong(
                lambda base, goal, **_: to_pool(base, goal),
                found="the depth of the pool",
                ask="Which bids lie between 100 and {goal}?",
            ),
            "straight": Wrong(
                lambda base, first, second, goal: first + second + base * (1 - goal / START),
                did="let the pool fall in proportion to the units sold",
                ask="What do units and USDT of a pool have in common before and after?",
            ),
        },
        hints=(
            "Depths add. What do you sell to the book, and what to the pool?",
            "For the pool you need {base} x 10 x (1 / root of {goal} - 1 / 10).",
            "Add the {first} and the {second} units of the bids to that.",
        ),
        solution="""
            You sell {first} + {second} units to the bids and {base} x 10 x (1 / root of {goal} - 1 / 10) to the pool,
            which is {answer} together.
        """,
        note="A hybrid is a book with a floor of water under it.",
        code="answer = g.first + g.second + 10 * g.base * (g.goal**-0.5 - 0.1)",
        extra=True,
    ),
    Item(
        id="08-root",
        objective="depth",
        format="numeric",
        prompt="""
            One order of a fund moved a price by {impact:g} %. Its next order in the same market is {times} times as
            large. By how many percent will that one move the price, if moves grow with the root of the size?
        """,
        draw=lambda draw: {"impact": draw.integer(5, 19) / 10, "times": draw.integer(2, 8)},
        oracle=lambda impact, times: impact * math.sqrt(times),
        unit="%",
        tolerance=0.005,
        wrong={
            "linear": Wrong(
                lambda impact, times: impact * times,
                right="if moves grew with the size itself",
                ask="Which number times itself is {times}?",
            ),
            "same": Wrong(
                lambda impact, **_: impact,
                right="if it were as large as the first one",
                ask="How much does a larger order move a price?",
            ),
            "square": Wrong(
                lambda impact, times: impact * times**2,
                did="took the square for the root",
                ask="Does the second half of an order move a price more than the first, or less?",
            ),
        },
        hints=(
            "With four times the size you move a price twice as far under this law.",
            "You need the root of {times}.",
            "Multiply {impact:g} by that root.",
        ),
        solution="""
            You multiply {impact:g} % by the root of {times} and find {answer} %.
        """,
        note="Under such a law many small orders added up move a price too far, so whoever adds has to ask how.",
        code="answer = g.impact * g.times**0.5",
        extra=True,
    ),
    Item(
        id="08-routed",
        objective="depth",
        format="bug-hunt",
        prompt="""
            A market sends a sale to a pool until the bid of a book is better. Which price of the pool decides was
            settled once in a repair of real code (CounterpartyXCP/counterparty-core, pull request 3325, 2026-06-05,
            where whole units made it harder). Our own line goes on until the average price meets the bid. Mend it, so
            that it gives the units that go to the pool.
        """,
        draw=walked,
        oracle=routed,
        stub=by_average,
        arguments=("base", "quote", "bid", "size"),
        tolerance=0.01,
        cases=(
            {"base": 500, "quote": 50_000, "bid": 95, "size": 100},
            {"base": 500, "quote": 50_000, "bid": 95, "size": 10},
            {"base": 300, "quote": 30_000, "bid": 98, "size": 59},
        ),
        wrong={
            "straight": Wrong(
                lambda base, quote, bid, size: min(size, base * (1 - bid * base / quote)),
                did="let the price of the pool fall in a straight line",
                ask="What is the price of a pool that holds more units and fewer USDT?",
            ),
            "all": Wrong(
                lambda size, **_: size, did="gave everything to the pool", ask="When is the bid the better price?"
            ),
            "no-end": Wrong(
                lambda base, quote, bid, **_: -Market.pool(base, quote).depth(bid),
                did="gave the pool more units than there are to sell",
                ask="What if the sale is over before the prices meet?",
            ),
        },
        hints=(
            "Put yourself in the place of the next unit. Which two prices does it compare?",
            "The next unit gets the price that the pool has now, its USDT over its units.",
            "Your product stays, so you look for units with base x quote / units / units = bid.",
        ),
        solution="""
            You stop where the last price of the pool meets the bid, which is where it holds the root of
            base x quote / bid units. More than is for sale never goes there.
        """,
        note="The average pays you, and the next unit asks for the last price.",
        code="""
def answer(base, quote, bid, size):
    return min(size, (base * quote / bid) ** 0.5 - base)
""".strip(),
        extra=True,
    ),
)
