"""Items on what is counted in, and on which date it was."""

from typing import Any

from marginlib.conventions import Conventions
from marginlib.course.your_venue.account import tiers
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


def dated(size: float, leverage: float) -> tuple[float, float]:
    """The liquidation prices of a long from 60,000 under Binance's tiers of 2024 and of 2026."""
    posted = size * 60_000 / leverage
    old, new = (tiers(name).liquidation_price(posted, size, 60_000.0) for name in ("binance-usdm", "binance-usdm-2026"))
    return float(old), float(new)


def flat(size: float, leverage: float, rate: float) -> float:
    """The same at one rate for everything."""
    posted = size * 60_000 / leverage
    return float(FlatRate(rate).liquidation_price(posted, size, 60_000.0))


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
    Item(
        id="14-order",
        objective="rules",
        format="order",
        prompt="""
            Four longs of 10x from 100 USD, each at a venue that asks for 0.5 %. The price falls. In which order are
            they closed, the first one first?
        """,
        steps=(
            "the one with margin in coin",
            "the one whose share is fixed at entry, with the closing fee counted in",
            "the one whose share is fixed at entry",
            "the one whose share is taken of the value now",
        ),
        wrong={
            "coin-last": Wrong(
                (1, 2, 3, 0), did="put the coin last", ask="What happens to the margin itself as the price falls?"
            ),
            "now-first": Wrong(
                (0, 3, 2, 1),
                did="took a share that shrinks for the stricter one",
                ask="What is the value now at 91, and what was it at entry?",
            ),
            "fee-late": Wrong(
                (0, 2, 1, 3), did="let the fee come later", ask="Does counting a fee in ask for more, or for less?"
            ),
        },
        hints=(
            "One of the four has a margin that falls as well.",
            "As you lose, half a percent of the value now becomes less than half a percent of the entry.",
            "And a fee that is counted in is one more thing that is asked for.",
        ),
        solution="""
            You are closed at 91.36 with coin, at 90.55 at entry with the fee, at 90.50 at entry without it, and at
            90.45 of the value now.
        """,
        note="Four rulebooks with one rate come to four prices.",
    ),
    Item(
        id="14-why",
        objective="asked",
        format="explain",
        prompt="""
            Your friend has the same long as you, at another venue, and was closed at another price. "One of us has a
            wrong number," she says. What do you tell her?
        """,
        points=(
            "It says that a liquidation price depends on the rules of the venue, and not on the position alone.",
            "It names a rule that may differ: how much is asked, of which value, or what is counted in.",
            "It says that the margin may be kept in other money, coin or dollars.",
            "It says that tables change, so that a price needs a date.",
        ),
        wrong={
            "leverage": Wrong(
                r"\b(?:different|other|more|less) leverage\b",
                did="looked for a difference in the position",
                ask="Which rules may differ although the position is the same?",
            ),
            "mistake": Wrong(
                r"\b(?:mistake|bug|error|wrong price)\b",
                did="looked for somebody who is wrong",
                ask="Could both prices be right, each under its own rules?",
            ),
        },
        hints=(
            "What does a liquidation price depend on that the position does not contain?",
            "Think of how much is asked, of which value, and in which money.",
            "And think of the same venue two years later.",
        ),
        solution="""
            Both may be right. How much a venue asks, of which value, and what it counts in differ from one to the next,
            and so does the money in which it keeps your margin. The same venue has another table next year, so that a
            price needs a venue and a date.
        """,
        note="A liquidation price belongs to a position and a rulebook with a date.",
    ),
    Item(
        id="14-dates",
        objective="asked",
        format="numeric",
        prompt="""
            You are long {size} BTC from 60,000 USDT with {leverage}x at Binance. On 24 October 2024 its tiers for BTC
            were 0.4 % up to 50,000 USDT, 0.5 % less 50 from there, and 0.65 % less 950 from 600,000. On 29 September
            2026 they were 0.4 % up to 300,000, 0.5 % less 300 from there, and 0.65 % less 1,500 from 800,000. By how
            many USDT is your liquidation price lower in the later table?
        """,
        draw=lambda draw: {"size": draw.integer(6, 10), "leverage": draw.choice((8, 10, 20))},
        oracle=lambda size, leverage: dated(size, leverage)[0] - dated(size, leverage)[1],
        unit="USDT",
        tolerance=0.05,
        wrong={
            "same": Wrong(
                lambda size, leverage: 0.0 * size * leverage,
                did="left out the amounts",
                ask="What else stands beside 0.5 % in both tables?",
            ),
            "amounts": Wrong(
                lambda size, leverage: 250 / size + 0 * leverage,
                did="divided the difference of the amounts by the size alone",
                ask="Does the request not change as well when the price is lower?",
            ),
            "in-full": Wrong(
                lambda size, leverage: 250.0 + 0 * size * leverage,
                found="by how much less is asked",
                ask="How far does the price have to fall until a long of {size} BTC loses that much?",
            ),
            "added": Wrong(
                lambda size, leverage: -(dated(size, leverage)[0] - dated(size, leverage)[1]),
                did="took the later line for the higher one",
                ask="Which of the two tables asks for less?",
            ),
        },
        hints=(
            "In which tier are you near the liquidation price, in either table?",
            "Both take 0.5 %, with an amount of 50 and of 300.",
            "Each line is (size x 60,000 - posted - amount) / (size x 0.995).",
        ),
        solution="""
            in both tables you are in the tier of 0.5 %, and the amounts differ by 250. So the lines are 250 / ({size} x
            0.995) apart, which is {answer} USDT.
        """,
        note="You did not trade, and your line moved.",
        code="answer = 250 / (g.size * 0.995)",
        extra=True,
    ),
    Item(
        id="14-which",
        objective="rules",
        format="choice",
        prompt="""
            You are short, and two venues ask for the same share. One takes it of the value now, the other fixes it at
            entry. The price rises. Which of them closes you first?
        """,
        choices={
            "now": "The one that takes its share of the value now.",
            "entry": "The one that fixes its share at entry.",
            "same": "Both close you at the same price.",
        },
        oracle=lambda: "now",
        wrong={
            "entry": Wrong("entry", right="for a long", ask="What happens to the value of a short as it loses?"),
            "same": Wrong("same", right="at the entry price", ask="Which of the two shares moves with the price?"),
        },
        hints=(
            "What happens to the value of your short as the price rises?",
            "One of the two shares grows with it.",
            "The larger request is met first.",
        ),
        solution="""
            As you lose, the value of your short grows, and so does the share that is taken of it. So the venue that
            takes it of the value now comes first.
        """,
        note="For a long it is the other way round.",
        extra=True,
    ),
)
