"""Exercises on money: what is posted, earned and borrowed, and where the floor is."""

from typing import Any

from marginlib import formulas
from marginlib.course.leverage_and_margin.items.posted import opened, posted
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def risen(draw: Draw) -> dict[str, Any]:
    """A long at some leverage, and a rise of the price in percent."""
    return {**opened(draw), "percent": draw.choice((2, 3, 4.5))}


def earned(size: float, entry: float, percent: float, **_: Any) -> float:
    """Its profit after a rise of `percent`."""
    return float(formulas.pnl(size, entry, entry * (1 + percent / 100)))


def floor(size: float, entry: float, leverage: float) -> float:
    """Where nothing is left of it."""
    return float(formulas.bankruptcy_price(posted(size, entry, leverage), size, entry))


PRACTICE = (
    Item(
        id="01-profit",
        objective="posted",
        format="numeric",
        prompt="""
            You buy {size} coins at {entry} USDT, at {leverage}x. The price rises by {percent} %. How much do you earn?
        """,
        draw=risen,
        oracle=earned,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "leverage-earns": Wrong(
                lambda leverage, **rest: leverage * earned(**rest),
                did="multiplied what your coins earn by the leverage",
                ask="How many coins do you own, {size} or more?",
            ),
            "on-collateral": Wrong(
                lambda leverage, **rest: earned(**rest) / leverage,
                did="let only the money move that you posted",
                ask="Which of your coins go up with the price?",
            ),
            "percent-as-number": Wrong(
                lambda size, percent, **_: size * percent,
                did="took {percent} % for {percent} USDT",
                ask="How many USDT are {percent} % of {entry}?",
            ),
        },
        hints=(
            "By how many USDT does one of your coins rise?",
            "The percent is counted on the price at which you bought.",
            "Multiply the rise of one coin by how many you own. Is anything else needed?",
        ),
        solution="""
            Each of your coins gains {percent} % of {entry} USDT, and you own {size} of them, so you earn {answer} USDT
            at any leverage.
        """,
        note="You left out the leverage, because it buys none of these coins.",
        code="answer = g.size * g.entry * g.percent / 100",
        extra=True,
    ),
    Item(
        id="01-return",
        objective="posted",
        format="numeric",
        prompt="""
            You buy {size} coins at {entry} USDT, at {leverage}x. The price rises by {percent} %. What have you earned
            in percent of what you posted?
        """,
        draw=risen,
        oracle=lambda **given: 100 * earned(**given) / posted(**given),
        unit="%",
        tolerance=0.05,
        wrong={
            "on-notional": Wrong(
                lambda percent, **_: percent,
                right="if you had paid for all of the coins yourself",
                ask="How much of their price did you post?",
            ),
            "fraction": Wrong(
                lambda **given: earned(**given) / posted(**given),
                found="the share as a fraction",
                ask="How many percent is that?",
            ),
            "divided": Wrong(
                lambda percent, leverage, **_: percent / leverage,
                did="divided by the leverage",
                ask="Is the same gain a larger share of little money or of much?",
            ),
        },
        hints=(
            "What have you earned, and what had you posted for it?",
            "Your gain does not depend on the leverage, but what you posted does.",
            "Divide the gain by what you posted, and compare it with the percent of the price.",
        ),
        solution="""
            You earned {percent} % of the notional, and you posted one part in {leverage} of it. So your gain is
            {leverage} x {percent} %, which is {answer} %.
        """,
        note="This is what leverage multiplies, the percent of what you posted, up and down alike.",
        code="answer = 100 * (g.size * g.entry * g.percent / 100) / (g.size * g.entry / g.leverage)",
        extra=True,
    ),
    Item(
        id="01-floor",
        objective="posted",
        format="numeric",
        prompt="""
            You buy {size} coins at {entry} USDT, at {leverage}x, and the price falls. At which price would all that you
            posted be gone?
        """,
        draw=lambda draw: {
            "size": draw.integer(5, 20),
            "entry": draw.choice((60, 80, 120)),
            "leverage": draw.choice((4, 5, 8, 20)),
        },
        oracle=floor,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "leverage-percent": Wrong(
                lambda entry, leverage, **_: entry * (1 - leverage / 100),
                did="let the price fall by {leverage} %",
                ask="Which part of the price did you post at {leverage}x?",
            ),
            "liquidation": Wrong(
                lambda size, entry, leverage: float(
                    formulas.liquidation_price(posted(size, entry, leverage), size, entry, 0.02)
                ),
                right="for a venue that wants to see 2 % of the value",
                ask="How much is left in your tank at that price?",
            ),
            "distance": Wrong(
                lambda entry, leverage, **_: entry / leverage,
                found="how far the price may fall",
                ask="Where is it then, if you bought at {entry}?",
            ),
            "above": Wrong(
                lambda entry, leverage, **_: entry * (1 + 1 / leverage),
                right="for a short",
                ask="Which way does the price go when you lose with a long?",
            ),
        },
        hints=(
            "How much did you post for a single coin?",
            "Each coin loses one USDT with every USDT that the price falls.",
            "Go down from {entry} by what you posted for one coin.",
        ),
        solution="""
            You posted {entry} / {leverage} USDT for each coin, so the floor lies that far below {entry}, at
            {answer} USDT.
        """,
        note="The floor depends on the leverage, and not on how many coins you own.",
        code="answer = g.entry * (1 - 1 / g.leverage)",
        extra=True,
    ),
    Item(
        id="01-borrowed",
        objective="posted",
        format="numeric",
        prompt="""
            You buy {size} coins at {entry} USDT, at {leverage}x. How much of what they cost is not your own money?
        """,
        draw=lambda draw: {
            "size": draw.integer(8, 20),
            "entry": draw.choice((60, 80, 120)),
            "leverage": draw.choice((4, 5, 8)),
        },
        oracle=lambda size, entry, leverage: size * entry - posted(size, entry, leverage),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "notional": Wrong(
                lambda size, entry, **_: size * entry,
                found="what all of the coins cost",
                ask="Which part of it did you post?",
            ),
            "own": Wrong(
                posted,
                found="the part that is your own",
                ask="How much is missing to the price of all of the coins?",
            ),
            "minus-one": Wrong(
                lambda size, entry, leverage: size * entry * (leverage - 1),
                did="counted {leverage} times the value and took one off",
                ask="What do the coins cost altogether?",
            ),
            "one-unit": Wrong(
                lambda entry, leverage, **_: entry * (1 - 1 / leverage),
                found="what is not yours of a single coin",
                ask="How many did you buy?",
            ),
        },
        hints=(
            "What do all of your coins cost?",
            "You post one part in {leverage} of it.",
            "Take what you post from what they cost.",
        ),
        solution="""
            Your coins cost {size} x {entry} USDT. You post one part in {leverage} of that, so {answer} USDT are not
            your own.
        """,
        note="A lender would call this your debt.",
        code="answer = g.size * g.entry * (1 - 1 / g.leverage)",
        extra=True,
    ),
)
