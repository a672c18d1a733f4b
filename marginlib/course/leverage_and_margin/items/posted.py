"""Items on what leverage changes, what is posted and what is earned on it."""

from typing import Any

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def opened(draw: Draw) -> dict[str, Any]:
    """A long at some leverage, and a price later on."""
    return {
        "size": draw.integer(6, 20),
        "entry": draw.choice((40, 60, 80, 120, 150)),
        "leverage": draw.choice((4, 5, 8, 16, 20)),
        "percent": draw.choice((2, 3, 4.5)),
    }


def posted(size: float, entry: float, leverage: float, **_: Any) -> float:
    """Its collateral."""
    return float(formulas.initial_margin(formulas.notional(size, entry), leverage))


def earned(size: float, entry: float, percent: float, **_: Any) -> float:
    """Its profit after a rise of `percent`."""
    return float(formulas.pnl(size, entry, entry * (1 + percent / 100)))


POSTED = (
    Item(
        id="01-hook",
        objective="posted",
        format="predict",
        prompt="""
            Two traders each buy 10 units at 100 USDT, one at 5x and one at 50x. The price rises to 110 USDT without a
            dip. Who has earned more USDT?
        """,
        choices=("The trader at 50x.", "The trader at 5x.", "Both the same."),
        oracle=lambda: "C",
        wrong={
            "leverage-earns": Wrong(
                "A", "thinking that leverage multiplies profit: size does, and both hold the same size"
            ),
            "collateral-earns": Wrong(
                "B", "thinking that more collateral earns more: it waits beside the position and does not trade"
            ),
        },
        hints=(
            "What does each of them own after buying?",
            "Write down the profit: which quantities stand in it?",
            "Size times the move of the price. Is the leverage in there?",
        ),
        solution="""
            both hold 10 units and each unit rose by 10 USDT, so each trader earned 100 USDT. One had posted 200 USDT
            for it, the other 20.
        """,
        note="profit is size times the move of the price. Leverage is not in it.",
    ),
    Item(
        id="01-collateral",
        objective="posted",
        format="numeric",
        prompt="""
            You buy {size} units at {entry} USDT with the leverage set to {leverage}x. How much collateral do you have
            to post?
        """,
        draw=lambda draw: {name: value for name, value in opened(draw).items() if name != "percent"},
        oracle=posted,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "whole": Wrong(
                lambda size, entry, **_: size * entry,
                "paying for the whole position: with leverage only a part of the notional is posted",
            ),
            "multiplied": Wrong(
                lambda size, entry, leverage: size * entry * leverage,
                "multiplying by the leverage: it divides the notional into what you post",
            ),
            "one-unit": Wrong(
                lambda entry, leverage, **_: entry / leverage,
                "the margin of a single unit: the position has more of them",
            ),
        },
        hints=(
            "What is the whole position worth at the entry price?",
            "That is the notional: size times price.",
            "Divide the notional by the leverage.",
        ),
        solution="the notional is {size} x {entry} USDT. Divided by {leverage} this is {answer} USDT.",
        note="that is the initial margin: all that the setting decides.",
        code="answer = g.size * g.entry / g.leverage",
    ),
    Item(
        id="01-profit",
        objective="posted",
        format="numeric",
        prompt="""
            You buy {size} units at {entry} USDT, at {leverage}x. The price rises by {percent} %. How much do you
            earn?
        """,
        draw=opened,
        oracle=earned,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "leverage-earns": Wrong(
                lambda leverage, **rest: leverage * earned(**rest),
                "multiplying the profit by the leverage: the size of the position already holds all of it",
            ),
            "on-collateral": Wrong(
                lambda leverage, **rest: earned(**rest) / leverage,
                "using the collateral instead of the notional: the whole position moves with the price",
            ),
            "percent-as-number": Wrong(
                lambda size, percent, **_: size * percent,
                "taking the percent for an amount: it is a share of the entry price",
            ),
        },
        hints=(
            "By how many USDT does one unit rise?",
            "The percent is counted on the entry price.",
            "Multiply the rise of one unit by the number of units. Is anything else needed?",
        ),
        solution="each unit gains {entry} x {percent} %, and there are {size} of them: {answer} USDT, at any leverage.",
        note="you left out the leverage: profit has no use for it.",
        code="answer = g.size * g.entry * g.percent / 100",
    ),
    Item(
        id="01-return",
        objective="posted",
        format="numeric",
        prompt="""
            You buy {size} units at {entry} USDT, at {leverage}x. The price rises by {percent} %. What is your profit
            in percent of the collateral that you posted?
        """,
        draw=opened,
        oracle=lambda **given: 100 * earned(**given) / posted(**given),
        unit="%",
        tolerance=0.05,
        wrong={
            "on-notional": Wrong(
                lambda percent, **_: percent,
                "using the notional instead of the collateral: the price moved by that percent, your money by more",
            ),
            "fraction": Wrong(
                lambda **given: earned(**given) / posted(**given),
                "giving a fraction: the question asks for percent, a hundred times as much",
            ),
            "divided": Wrong(
                lambda percent, leverage, **_: percent / leverage,
                "dividing by the leverage: less collateral makes the same profit a larger share",
            ),
        },
        hints=(
            "Two amounts are needed: profit and collateral.",
            "The profit does not depend on the leverage, the collateral does.",
            "Divide one by the other. Then compare with the percent of the price.",
        ),
        solution="""
            the profit is {percent} % of the notional, the collateral is the notional over {leverage}. Their quotient
            is {leverage} x {percent} % = {answer} %.
        """,
        note="this is what leverage multiplies: the percent of what you posted, up and down alike.",
        code="answer = 100 * (g.size * g.entry * g.percent / 100) / (g.size * g.entry / g.leverage)",
    ),
)
