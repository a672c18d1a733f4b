"""Items on the closing itself: what is left at the line, and what happens in which order."""

from typing import Any

from marginlib.course.isolated_margin.account import line
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def long(draw: Draw) -> dict[str, Any]:
    """A long at 4x to 12x whose margin is never near the price of one unit, which would hide a wrong turn."""
    size, entry = draw.integer(2, 9), draw.integer(105, 200, 5)
    leverage = draw.choice([one for one in range(4, 13) if not 0.7 < size / one < 1.1])
    return {
        "size": size,
        "entry": entry,
        "collateral": round(size * entry / leverage),
        "percent": draw.choice((0.5, 1, 2)),
    }


def left(size: float, entry: float, collateral: float, percent: float) -> float:
    """What is left of a long at its liquidation price."""
    return percent / 100 * size * line(collateral, size, entry, percent)


CLOSING = (
    Item(
        id="02-left",
        objective="price",
        format="numeric",
        prompt="""
            You are long {size} units from {entry} USDT with {collateral} USDT posted, and the venue asks for {percent}
            % of what they are worth. The price has come down to your liquidation price. How much of your margin is
            still there?
        """,
        draw=long,
        oracle=left,
        unit="USDT",
        tolerance=0.005,
        wrong={
            "on-margin": Wrong(
                lambda collateral, percent, **_: collateral * percent / 100,
                did="took {percent} % of what you posted",
                ask="Of what does the venue take its share?",
            ),
            "at-entry": Wrong(
                lambda size, entry, percent, **_: size * entry * percent / 100,
                right="at the price at which you bought",
                ask="What are the {size} units worth when the venue steps in?",
            ),
            "lost": Wrong(
                lambda collateral, **rest: collateral - left(collateral=collateral, **rest),
                found="what you have lost by then",
                ask="How much of the {collateral} USDT does that leave?",
            ),
            "whole": Wrong(
                lambda collateral, **_: collateral,
                found="what you posted",
                ask="What has the fall of the price taken from it?",
            ),
            "one-unit": Wrong(
                lambda size, **rest: left(size=size, **rest) / size,
                did="took the share of one unit",
                ask="How many units does the venue have to sell?",
            ),
            "nothing": Wrong(
                lambda **_: 0.0,
                right="at the bankruptcy price",
                ask="Does the venue wait that long?",
            ),
        },
        hints=(
            "Two amounts are equal at the liquidation price. Which two do you have in mind?",
            "What is left there is what the venue asks for, a share of what your units are worth at that price.",
            "Find the liquidation price first, and then take {percent} % of {size} x that price.",
        ),
        solution="""
            You find the liquidation price as before. At that price the venue asks for {percent} % of your {size} units,
            and {answer} USDT is what you still have.
        """,
        note="This is all that the venue has to close you with before somebody else pays.",
        section="The venue's room",
        code="price = (g.collateral - g.size * g.entry) / (g.size * g.percent / 100 - g.size)\n"
        "answer = g.percent / 100 * g.size * price",
    ),
    Item(
        id="02-order",
        objective="price",
        format="order",
        prompt="A long behind a wall is liquidated. In which order does it happen?",
        steps=(
            "the price falls",
            "the equity falls by the size times the move",
            "the equity meets what the venue asks for",
            "the venue takes the position over and sells it",
            "the sale ends above or below the bankruptcy price",
        ),
        wrong={
            "sold-first": Wrong(
                (0, 1, 3, 2, 4), did="let the venue sell before it looked", ask="What does it compare before it acts?"
            ),
            "sale-over": Wrong(
                (0, 1, 2, 4, 3),
                did="ended the sale before it had begun",
                ask="Who sells, and from when on?",
            ),
            "equity-first": Wrong(
                (1, 0, 2, 3, 4),
                did="let the equity fall by itself",
                ask="What is it that moves first?",
            ),
        },
        hints=(
            "What moves first, the price or your equity?",
            "The venue compares two amounts. When may it act?",
            "Only after the sale does anybody know on which side of the bankruptcy price it ended.",
        ),
        solution="""
            You begin with the price and the equity. Then come the test, the sale, and at last the price at which the
            sale ends.
        """,
        note="From the test to the last step is all the room that the venue has.",
        section="The venue's room",
    ),
)
