"""Items on an edge: Kelly's size, what lies above and below it, and a target for volatility."""

from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.sizing import kelly_fraction


def expected(draw: Draw) -> dict[str, Any]:
    """An account, an edge, and a leverage that the venue allows."""
    return {
        "equity": draw.integer(4_000, 20_000, 1_000),
        "drift": draw.integer(10, 40, 5),
        "volatility": draw.integer(55, 95, 10),
        "leverage": draw.choice((5, 10, 20)),
    }


def kelly(equity: float, drift: float, volatility: float, **_: Any) -> float:
    """USDT of coins by Kelly's rule."""
    return float(equity * kelly_fraction(drift / 100, volatility / 100))


def calmer(draw: Draw) -> dict[str, Any]:
    """An account with a target, and a volatility that rises."""
    return {
        "equity": draw.integer(5_000, 20_000, 1_000),
        "target": draw.choice((15, 20, 25)),
        "before": draw.choice((45, 50, 55)),
        "after": draw.choice((75, 80, 95, 115, 120)),
    }


EDGE = (
    Item(
        id="06-edge",
        objective="edge",
        format="predict",
        prompt="""
            A coin gains 36 % a year on average, and its volatility is 60 %. You hold it at a constant leverage for many
            years. At which leverage does the typical account, the one in the middle, grow fastest?
        """,
        choices=("1x", "2x", "3x", "The highest that the venue allows"),
        named={"A": "1x", "B": "2x", "C": "3x", "D": "the highest leverage"},
        figures="with a growth of 0.18 a year in the logarithm",
        oracle=lambda: "A",
        spoils=("0.58", "2.94", "62 %"),
        wrong={
            "half-right": Wrong(
                "B",
                right="if what a bad year takes did not count twice",
                ask="What has to happen after a loss of 50 % to be back?",
            ),
            "mean": Wrong(
                "C",
                right="for the average of all accounts",
                ask="Is the average account the one in the middle, when a few become very rich?",
            ),
            "more-edge": Wrong(
                "D",
                right="if nothing were ever lost on the way",
                ask="What does a bad week do to somebody who holds ten times what they own?",
            ),
        },
        hints=(
            "A loss of 50 % needs a gain of 100 %. Who has more of those, a calm account or a wild one?",
            "Leverage multiplies the gain once and the variance twice.",
            "You have to compare what is gained a year with half of the variance.",
        ),
        solution="""
            At 2x the typical account does not grow at all. At 3x it has 0.58 of its money after a year and 62 % of
            accounts have lost, although the average is 2.94, because a few become very rich.
        """,
        note="Leverage multiplies the edge once and the variance twice.",
    ),
    Item(
        id="06-kelly",
        objective="edge",
        format="numeric",
        prompt="""
            You own {equity:,} USDT. A coin gains {drift} % a year on average, at a volatility of {volatility} % a year,
            and your venue allows {leverage}x. For how many USDT do you hold coins by Kelly's rule?
        """,
        draw=expected,
        oracle=kelly,
        unit="USDT",
        tolerance=1,
        wrong={
            "sharpe": Wrong(
                lambda equity, drift, volatility, **_: equity * drift / volatility,
                did="divided the edge by the volatility",
                ask="Which power of the volatility stands in Kelly's rule?",
            ),
            "margin": Wrong(
                lambda leverage, **given: kelly(**given) / leverage,
                found="what stands behind the coins at {leverage}x",
                ask="What does Kelly's rule count, coins or margin?",
            ),
            "drift": Wrong(
                lambda equity, drift, **_: equity * drift / 100,
                did="took the edge alone",
                ask="Would you hold as much of a coin that is twice as wild?",
            ),
            "times": Wrong(
                lambda leverage, **given: kelly(**given) * leverage,
                did="multiplied by the leverage that the venue allows",
                ask="Does what is allowed change how fast you grow?",
            ),
        },
        hints=(
            "Kelly's rule gives the coins as a part of what you own.",
            "It is the edge over the volatility, and one of the two is squared.",
            "Write both percents as parts of one. The {leverage}x of your venue do not enter.",
        ),
        solution="""
            You divide 0.{drift} by the square of 0.{volatility}, which gives the value of the coins as a part of your
            {equity:,} USDT. You hold coins for {answer} USDT.
        """,
        note="Kelly counts what you own, and not what you post.",
        section="How large: from an edge",
        code="answer = g.equity * (g.drift / 100) / (g.volatility / 100) ** 2",
    ),
    Item(
        id="06-grow",
        objective="edge",
        format="order",
        prompt="Five traders have the same edge. Put them in order, from the slowest growth to the fastest.",
        steps=(
            "three times Kelly's size",
            "twice Kelly's size",
            "a quarter of Kelly's size",
            "half of Kelly's size",
            "exactly Kelly's size",
        ),
        wrong={
            "by-size": Wrong(
                (2, 3, 4, 1, 0), did="let growth rise with the size", ask="What comes after the top of a parabola?"
            ),
            "fastest-first": Wrong(
                (4, 3, 2, 1, 0), did="began with the fastest", ask="Which of them should stand first?"
            ),
            "quarter-first": Wrong(
                (2, 0, 1, 3, 4),
                did="took the smallest size for the slowest growth",
                ask="Can growth be less than nothing?",
            ),
            "halves-turned": Wrong(
                (0, 1, 3, 2, 4),
                did="let a quarter grow faster than a half",
                ask="On which side of the top do both of them lie?",
            ),
        },
        hints=(
            "You have seen one size at which nothing grows at all. Which one?",
            "The growth is c - c x c / 2 of the best, where c is the size as a part of Kelly's.",
            "Only one of the five loses money, and it comes first.",
        ),
        solution="""
            You get -3, 0, 0.4375, 0.75 and 1 of the best growth, in this order. Above twice Kelly's size the account
            shrinks, and half of it still keeps three quarters.
        """,
        note="Too small costs some growth, and too large costs all of it.",
    ),
    Item(
        id="06-target",
        objective="edge",
        format="numeric",
        prompt="""
            Your account of {equity:,} USDT is to have a volatility of {target} % a year. You hold coins for that, and
            their volatility rises from {before} to {after} %. For how many USDT do you sell?
        """,
        draw=calmer,
        oracle=lambda equity, target, before, after: equity * target * (1 / before - 1 / after),
        unit="USDT",
        tolerance=1,
        wrong={
            "kept": Wrong(
                lambda equity, target, after, **_: equity * target / after,
                found="what you keep",
                ask="How much did you hold before?",
            ),
            "square": Wrong(
                lambda equity, target, before, after: equity * target / before * (1 - (before / after) ** 2),
                did="let the size fall with the square of the volatility",
                ask="Does the account move with the volatility or with the variance of its coins?",
            ),
            "whole": Wrong(
                lambda equity, target, before, **_: equity * target / before,
                found="all that you held before",
                ask="How much may you still hold at {after} %?",
            ),
        },
        hints=(
            "How many USDT of coins move your account by {target} % when they move by {before} %?",
            "Now ask the same for {after} %, because you still own the same account.",
            "You sell the difference of the two.",
        ),
        solution="""
            You held {equity:,} x {target} / {before} USDT and may hold {equity:,} x {target} / {after}. You sell the
            difference, {answer} USDT.
        """,
        note="When volatility doubles, whoever has a target sells half.",
        code="answer = g.equity * g.target * (1 / g.before - 1 / g.after)",
        extra=True,
    ),
    Item(
        id="06-same",
        objective="edge",
        format="numeric",
        prompt="""
            You trade at {fraction:g} of Kelly's size. Which larger part of it grows exactly as fast?
        """,
        draw=lambda draw: {"fraction": draw.integer(10, 45) / 100},
        oracle=lambda fraction: 2 - fraction,
        tolerance=0.004,
        wrong={
            "inverse": Wrong(
                lambda fraction: 1 / fraction,
                did="divided 1 by it",
                ask="How far is your part from the top, and how far is this one?",
            ),
            "double": Wrong(
                lambda fraction: 2 * fraction, did="doubled it", ask="On which side of the top does this one lie?"
            ),
            "plus": Wrong(
                lambda fraction: 1 + fraction,
                did="added it to 1",
                ask="How far below the top is your part, and how far above is this one?",
            ),
        },
        hints=(
            "You have seen growth as a curve over the size. What shape does it have?",
            "A parabola is the same on both sides of its top.",
            "The top is at 1. Go as far beyond it as your part lies below it.",
        ),
        solution="""
            Your part lies 1 - {fraction:g} below the top of the parabola. As far above it lies {answer}, which grows as
            fast and falls much deeper on the way.
        """,
        note="Of two sizes that grow alike, the larger one only adds deep falls.",
        code="answer = 2 - g.fraction",
        extra=True,
    ),
)
