"""Items on acting: how much, and how early."""

from typing import Any

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

HOURS = 24 * 365  # of a year
LEVERAGE, PRICE, RATE = 10, 18_000, 0.004  # of the page that 13-mexc tells


def low(draw: Draw) -> dict[str, Any]:
    """A pool that runs low, and the level to reach."""
    return {
        "equity": draw.integer(9, 20),
        "need": draw.decimal(4.5, 8.0, 1),
        "to": draw.choice((5, 8, 10)),
    }


def posted(equity: float, need: float, to: float) -> float:
    """What has to be posted.

    >>> posted(20, 4.5, 10)
    25.0
    """
    return to * need - equity


def leveraged(draw: Draw) -> dict[str, Any]:
    """A level now and the one to reach; never one half of it, where what is cut and what is kept are alike."""
    return {"level": draw.choice((1.2, 1.4, 1.7, 2.2, 2.6, 3.1, 3.3, 3.7)), "to": draw.choice((5, 6, 8, 10))}


def closed(level: float, to: float) -> float:
    """Share of every position that is closed, in percent: need shrinks with it, and equity does not.

    >>> closed(2.5, 10)
    75.0
    """
    return 100 * (1 - level / to)


def looks(draw: Draw) -> dict[str, Any]:
    """How often a manager looks, at which volatility, and how many deviations of a step it wants to keep."""
    return {
        "z": draw.choice((1.5, 2, 3)),
        "volatility": draw.integer(60, 120, 10),
        "hours": draw.choice((1, 2, 3, 4, 6, 8, 12)),
        "rate": draw.choice((0.5, 0.8, 1.0)),
    }


def away(z: float, volatility: float, hours: float, rate: float) -> float:
    """Level at which the line is `z` deviations of one step away.

    >>> round(away(1, 80, 6, 0.5), 1), round(away(2, 80, 6, 0.5), 1)
    (5.2, 9.4)
    """
    return float(1 + z * volatility * (hours / HOURS) ** 0.5 / rate)


def added(draw: Draw) -> dict[str, Any]:
    """Margin that is added to a long, in USDT, and its size."""
    return {"amount": draw.integer(60, 95, 5), "size": draw.choice((0.2, 0.25, 0.4, 0.5))}


def moved(amount: float, size: float) -> float:
    """How far that moves its liquidation price.

    >>> round(moved(36, 0.5), 2)
    72.29
    """
    before = formulas.liquidation_price(size * PRICE / LEVERAGE, size, PRICE, RATE)
    return float(before - formulas.liquidation_price(size * PRICE / LEVERAGE + amount, size, PRICE, RATE))


def wishes(draw: Draw) -> dict[str, Any]:
    """What two managers want to move out of one wallet."""
    return {
        "first": tuple(draw.integer(40, 160, 10) for _ in range(2)),
        "second": tuple(draw.integer(20, 120, 10) for _ in range(2)),
        "wallet": draw.integer(180, 260, 10),
    }


def joined(first: tuple[float, ...], second: tuple[float, ...], wallet: float) -> float:
    """What is left in the wallet: amounts are moved in turn, and one that it does not hold is declined.

    >>> joined((50, 80), (120, 60), 200)
    10
    """
    for amount in (*first, *second):
        if amount <= wallet:
            wallet -= amount
    return wallet


def stopped(first: tuple[float, ...], second: tuple[float, ...], wallet: float) -> float:
    """The same, but nothing more is moved after one was declined."""
    for amount in (*first, *second):
        if amount > wallet:
            break
        wallet -= amount
    return wallet


ACT = (
    Item(
        id="13-top",
        objective="act",
        format="numeric",
        prompt="""
            A pool owns {equity} USDT and needs {need}. How much does your manager have to post from the wallet, so that
            its level is {to}?
        """,
        draw=low,
        oracle=posted,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "whole": Wrong(
                lambda need, to, **_: to * need,
                found="what the pool should own in the end",
                ask="How much of that is there already?",
            ),
            "of-equity": Wrong(
                lambda equity, to, **_: (to - 1) * equity,
                did="took the level as a multiple of what the pool owns",
                ask="Which of the two numbers does a level count in?",
            ),
            "levels": Wrong(
                lambda equity, need, to: to - equity / need,
                found="how many levels are missing",
                ask="How many USDT is one level of this pool worth?",
            ),
        },
        hints=(
            "You find a level when you divide what a pool owns by what it needs.",
            "At level {to} your pool owns {to} times {need} USDT.",
            "Take off the {equity} USDT that it owns already.",
        ),
        solution="""
            You want {to} times {need} USDT in the pool, and {equity} are there. So you post {answer} USDT.
        """,
        note="A level is a ratio, and a wallet pays in USDT.",
        section="A manager is one function",
        code="answer = g.to * g.need - g.equity",
    ),
    Item(
        id="13-cut",
        objective="act",
        format="numeric",
        prompt="""
            A pool is at level {level} under one flat rate. Your manager closes the same share of every position until
            the level is {to}. Leave fees out. How many percent does it close?
        """,
        draw=leveraged,
        oracle=closed,
        unit="%",
        tolerance=0.05,
        wrong={
            "kept": Wrong(
                lambda level, to: 100 * level / to,
                found="the share that stays open",
                ask="How much is gone then?",
            ),
            "from-one": Wrong(
                lambda to, **_: 100 * (1 - 1 / to),
                right="if the pool were at its line, at level 1",
                ask="Where does this pool begin?",
            ),
            "less-one": Wrong(
                lambda level, to: 100 * (1 - (level - 1) / (to - 1)),
                did="counted both levels from the line at 1",
                ask="What is a level divided by, and is anything taken off first?",
            ),
        },
        hints=(
            "What changes when you close a part, what the pool owns or what it needs?",
            "If you keep a share of every position, you need that share of what you needed.",
            "You own as much as before, and divided by a smaller need it has to come to {to}.",
        ),
        solution="""
            What you own stays, and what you need shrinks to {level} / {to} of before. So you close {answer} %.
        """,
        note="Cutting changes the need, and topping up changes what is owned.",
        code="answer = 100 * (1 - g.level / g.to)",
    ),
    Item(
        id="13-sigma",
        objective="act",
        format="numeric",
        prompt="""
            A manager looks every {hours} hours at a position with a volatility of {volatility} % a year and a
            maintenance of {rate} %. A year has 8,760 hours. At which level is the line {z} deviations of one step away?
        """,
        draw=looks,
        oracle=away,
        tolerance=0.01,
        wrong={
            "no-line": Wrong(
                lambda z, volatility, hours, rate: z * volatility * (hours / HOURS) ** 0.5 / rate,
                did="counted from a level of 0",
                ask="At which level is the line itself?",
            ),
            "no-root": Wrong(
                lambda z, volatility, hours, rate: 1 + z * volatility * hours / HOURS / rate,
                did="let a deviation grow with time and not with its root",
                ask="How large is the deviation of a quarter of a year, if that of a year is 80 %?",
            ),
            "day": Wrong(
                lambda z, volatility, rate, **_: 1 + z * volatility * (24 / HOURS) ** 0.5 / rate,
                right="if the manager looked once a day",
                ask="How long does it look at nothing here?",
            ),
            "year": Wrong(
                lambda z, volatility, rate, **_: 1 + z * volatility / rate,
                right="if it looked once a year",
                ask="How far do prices go from one look to the next?",
            ),
        },
        hints=(
            "How far can the price go while nobody looks at it?",
            "For one step you take {volatility} % times the root of {hours} / 8,760.",
            "One level is worth {rate} % of the position. How many of them are {z} deviations, and where is the line?",
        ),
        solution="""
            You take {volatility} % times the root of {hours} / 8,760, and {z} of that, and divide it by {rate} %. The
            line itself is at level 1, so you act at level {answer}.
        """,
        note="A rule has to act while the line is still a step away.",
        section="A manager is one function",
        code="answer = 1 + g.z * g.volatility * (g.hours / 8760) ** 0.5 / g.rate",
    ),
    Item(
        id="13-mexc",
        objective="act",
        format="numeric",
        prompt="""
            A page of an exchange (MEXC, 2023-06-20) explains how margin is added to a long that comes close to its
            line. It was entered at 18,000 USDT with 10x, and its maintenance is 0.4 %. You add {amount} USDT to such a
            long of {size} BTC. How far does its liquidation price move down?
        """,
        draw=added,
        oracle=moved,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "leverage": Wrong(
                lambda amount, size: LEVERAGE * amount / size,
                did="multiplied by the leverage",
                ask="Does the position grow when margin is added to it?",
            ),
            "amount": Wrong(
                lambda amount, **_: amount,
                right="for a long of one whole BTC without a maintenance",
                ask="How many coins does the same money stand behind here?",
            ),
            "rate": Wrong(
                lambda amount, size: amount / size * RATE,
                did="took the maintenance of the move",
                ask="Is the need larger or smaller at the lower price?",
            ),
        },
        hints=(
            "Your price may fall further until the new money is lost as well.",
            "Each USDT that BTC falls costs you {size} USDT, and what you need gets smaller with the price.",
            "So each USDT of a fall uses up {size} times 0.996 USDT.",
        ),
        solution="""
            Each USDT that BTC falls uses up {size} x 0.996 of your margin, because the need shrinks with the price. So
            {amount} USDT move the line by {answer} USDT.
        """,
        note="A top-up moves the line by what it is worth per coin.",
        code="answer = g.amount / (g.size * 0.996)",
        extra=True,
    ),
    Item(
        id="13-both",
        objective="act",
        format="function",
        prompt="""
            Two managers act in one step, one after the other. Both want to move amounts out of one wallet. A move that
            the wallet cannot pay is declined, and the next one is tried. Write a function of first, second and wallet
            that returns what is left, where first and second are the amounts that each of them wants.
        """,
        draw=wishes,
        oracle=joined,
        arguments=("first", "second", "wallet"),
        tolerance=0.001,
        cases=(
            {"first": (150, 80), "second": (60, 10), "wallet": 200},
            {"first": (), "second": (90, 90), "wallet": 200},
            {"first": (210,), "second": (200,), "wallet": 200},
        ),
        wrong={
            "all": Wrong(
                lambda first, second, wallet: wallet - sum(first) - sum(second),
                did="moved money that the wallet does not hold",
                ask="What does an exchange do with a move that cannot be paid?",
            ),
            "stops": Wrong(
                stopped,
                did="stopped at the first move that was declined",
                ask="Does a smaller move after it still fit?",
            ),
            "order": Wrong(
                lambda first, second, wallet: joined(second, first, wallet),
                did="let the second manager act before the first",
                ask="Whose moves are carried out first?",
            ),
        },
        hints=(
            "You go through the amounts of the first manager, and then through those of the second.",
            "At each amount you ask whether that much is left at that moment.",
            "An amount that is too large changes nothing, and the next one is looked at.",
        ),
        solution="""
            You put both lists behind each other and go through them once. What the wallet can pay is taken off, and
            what it cannot pay is passed over.
        """,
        note="Two managers with one wallet are not two managers, because the first may leave the second nothing.",
        code="""
def answer(first, second, wallet):
    for amount in (*first, *second):
        if amount <= wallet:
            wallet = wallet - amount
    return wallet
""".strip(),
        extra=True,
    ),
)
