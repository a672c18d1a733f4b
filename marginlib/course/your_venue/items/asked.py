"""Items on the amount of a tier, and on what is counted in."""

from typing import Any

from marginlib.conventions import Conventions
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.position import Position
from marginlib.schedules import FlatRate

FEE = 0.00055  # of Bybit, taker, on the bankruptcy price


def schedule(draw: Draw) -> dict[str, Any]:
    """Three tiers whose amounts no wrong turn meets by chance."""
    first = draw.integer(40, 100, 5) * 1_000
    return {
        "a": first,
        "b": first + draw.integer(200, 500, 10) * 1_000,
        "r1": 0.4,
        "r2": draw.choice((0.65, 0.75)),
        "r3": draw.choice((1.2, 1.5)),
    }


def fixed(draw: Draw) -> dict[str, Any]:
    """A long or a short at a venue that fixes its share at entry and counts the closing fee in."""
    return {
        "side": draw.sign(),
        "size": draw.integer(2, 9),
        "entry": draw.integer(40_000, 70_000, 1_000),
        "leverage": draw.integer(5, 16),
        "percent": draw.choice((0.5, 0.75, 1.5)),
    }


def closed_at(
    side: int, size: float, entry: float, leverage: float, percent: float, rules: Conventions | None = None
) -> float:
    """The liquidation price, by the engine."""
    rules = rules or Conventions(maintenance_on="entry", fee="bankruptcy", taker_fee=FEE)
    return float(
        Position(side * size, entry, size * entry / leverage, FlatRate(percent / 100), rules).liquidation_price
    )


ASKED = (
    Item(
        id="14-amount",
        objective="asked",
        format="numeric",
        prompt="""
            A venue asks for {r1} % of what lies below {a:,} USDT, {r2} % of what lies between that and {b:,}, and {r3}
            % of what lies above. It writes this as a rate and an amount: in the third tier it takes {r3} % of the whole
            value, less an amount. How large is that amount?
        """,
        draw=schedule,
        oracle=lambda a, b, r1, r2, r3: (a * (r2 - r1) + b * (r3 - r2)) / 100,
        unit="USDT",
        tolerance=0.5,
        wrong={
            "own-step": Wrong(
                lambda a, b, r1, r2, r3: b * (r3 - r2) / 100 + 0 * a * r1,
                did="took off the last step alone",
                ask="Do the first {a:,} USDT pay the second rate?",
            ),
            "from-first": Wrong(
                lambda a, b, r1, r2, r3: b * (r3 - r1) / 100 + 0 * a * r2,
                right="if the first rate went all the way up to {b:,} USDT",
                ask="What do the slices between both floors pay?",
            ),
            "width": Wrong(
                lambda a, b, r1, r2, r3: (a * (r2 - r1) + (b - a) * (r3 - r2)) / 100,
                did="took the second step on the width of its slice",
                ask="How much value lies below {b:,} USDT?",
            ),
        },
        hints=(
            "Say you hold more than {b:,}. What do you pay slice by slice?",
            "At {r3} % for everything you would pay too much on both lower slices.",
            "You would pay the first step of the rate too much on {a:,}, and the second one on {b:,}.",
        ),
        solution="""
            You take each step of the rate on what lies below it: {a} x ({r2} - {r1}) % + {b} x ({r3} - {r2}) % is
            {answer} USDT.
        """,
        note="With this amount the request does not jump at a floor.",
        code="answer = (g.a * (g.r2 - g.r1) + g.b * (g.r3 - g.r2)) / 100",
    ),
    Item(
        id="14-entry",
        objective="rules",
        format="numeric",
        prompt="""
            You open a {side:side} of {size} BTC at {entry:,} USDT with {leverage}x. The venue fixes its share at the
            entry, {percent} % of the value there. Besides, it counts in the fee of closing you, 0.055 % of the value at
            your bankruptcy price. At which price are you closed?
        """,
        draw=fixed,
        oracle=closed_at,
        unit="USDT",
        tolerance=0.5,
        wrong={
            "no-fee": Wrong(
                lambda **one: closed_at(**one, rules=Conventions(maintenance_on="entry")),
                did="left out the fee",
                ask="What does the venue pay when it sells your position?",
            ),
            "mark": Wrong(
                lambda **one: closed_at(**one, rules=Conventions(fee="bankruptcy", taker_fee=FEE)),
                right="at a venue that takes its share of the value now",
                ask="Does this share change while the price moves?",
            ),
            "fee-at-entry": Wrong(
                lambda side, size, entry, leverage, percent: (
                    entry * (1 - side * (1 / leverage - percent / 100 - FEE)) + 0 * size
                ),
                right="if the fee were taken of the value at entry",
                ask="At which price is the fee reckoned here?",
            ),
            "other-side": Wrong(
                lambda side, **rest: closed_at(-side, **rest),
                right="for the opposite position",
                ask="Which way does a {side:side} lose?",
            ),
        },
        hints=(
            "How much are you asked for, once and for all? It has two parts.",
            "The fee is 0.055 % of the size times {entry:,} x (1 - 1/{leverage}) for a long, and + for a short.",
            "What you posted less both parts, divided by the size, is how far the price may move.",
        ),
        solution="""
            the bankruptcy price is {entry} x (1 - side / {leverage}), with side 1 for a long and -1 for a short. Take
            the share and the fee there from what you posted, and divide by {size}: {answer} USDT.
        """,
        note="A share that is fixed at entry makes the distance a plain division.",
        code="floor = g.entry * (1 - g.side / g.leverage)\n"
        "asked = g.percent / 100 * g.size * g.entry + 0.00055 * g.size * floor\n"
        "answer = g.entry - g.side * (g.size * g.entry / g.leverage - asked) / g.size",
    ),
    Item(
        id="14-carry",
        objective="rules",
        format="numeric",
        prompt="""
            Your long is worth {value:,} USDT all the time. The longs pay funding at a rate of {rate} %, and this venue
            takes it every {hours} hours. What have you paid after {days} days?
        """,
        draw=lambda draw: {
            "value": draw.integer(20, 90, 5) * 1_000,
            "rate": draw.choice((0.002, 0.005, 0.01)),
            "hours": draw.choice((2, 4)),
            "days": draw.integer(5, 20),
        },
        oracle=lambda value, rate, hours, days: value * rate / 100 * days * 24 / hours,
        unit="USDT",
        tolerance=0.005,
        wrong={
            "eight": Wrong(
                lambda value, rate, hours, days: value * rate / 100 * days * 3 + 0 * hours,
                right="at a venue that takes it every eight hours",
                ask="How often in a day does this one take it?",
            ),
            "times-hours": Wrong(
                lambda value, rate, hours, days: value * rate / 100 * days * 24 * hours,
                did="multiplied by the hours between two payments",
                ask="How many payments are there in a day?",
            ),
            "once-a-day": Wrong(
                lambda value, rate, hours, days: value * rate / 100 * days + 0 * hours,
                right="for one payment a day",
                ask="How many payments are there in a day?",
            ),
            "percent": Wrong(
                lambda value, rate, hours, days: value * rate * days * 24 / hours,
                did="multiplied by the percent as it stands",
                ask="Which part of your value is {rate} %?",
            ),
        },
        hints=(
            "How many payments are there in a day?",
            "Each of them takes {rate} % of {value:,} USDT.",
            "So you pay that many times a day, for {days} days.",
        ),
        solution="you pay 24 / {hours} x {days} times {rate} % of {value}, which comes to {answer} USDT.",
        note="A funding rate says nothing without its hours.",
        code="answer = g.value * g.rate / 100 * g.days * 24 / g.hours",
    ),
)
