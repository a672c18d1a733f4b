"""Items on sources: which of them an index leaves out, and what a venue does with a price that is old."""

from statistics import fmean, median
from typing import Any

from marginlib import oracle
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

OLDEST, FURTHEST = 30, 0.1  # seconds; a share of the median


def five(draw: Draw) -> dict[str, Any]:
    """Three sources that agree, a stale one on one side of them and an outlier on the other."""
    middle, side = draw.integer(90, 110), draw.sign()
    near, far = draw.choice((0.6, 0.9, 1.2)), draw.choice((1.8, 2.1, 2.4))
    good = [middle, round(middle - side * near, 2), round(middle + side * far, 2)]
    stale = round(middle * (1 + side * draw.choice((0.03, 0.035, 0.04))), 2)
    outlier = round(middle * (1 - side * draw.choice((0.3, 0.35, 0.4))), 2)
    return {"a": good[1], "b": outlier, "c": good[0], "d": good[2], "e": stale}


def counted(a: float, b: float, c: float, d: float, e: float) -> float:
    """The index of five sources, the last of which is 90 seconds old.

    >>> counted(99.4, 65, 100, 101.8, 103)
    100.0
    """
    return float(oracle.index([a, b, c, d, e], ages=[1, 1, 1, 1, 90], oldest=OLDEST, furthest=FURTHEST))


def reported(draw: Draw) -> dict[str, Any]:
    """Prices of five sources, two of which have stopped and are far off."""
    middle, side = draw.integer(90, 110), draw.sign()
    prices = [middle, middle + draw.integer(1, 2), middle - draw.integer(3, 4)]
    prices += [middle + side * draw.integer(12, 18), middle + side * draw.integer(20, 30)]
    ages = [draw.integer(1, 9), draw.integer(10, 19), draw.integer(20, 29), draw.integer(61, 90), draw.integer(91, 200)]
    return {"prices": tuple(prices), "ages": tuple(ages), "oldest": draw.integer(30, 60)}


def everything(prices: tuple[float, ...], ages: tuple[float, ...], oldest: float) -> float:  # noqa: ARG001 - the bug
    """The median with the bug: old prices are counted."""
    return float(median(prices))


def fresh(prices: tuple[float, ...], ages: tuple[float, ...], oldest: float) -> float:
    """The median of what is not too old.

    >>> fresh((100, 101, 97, 115, 125), (1, 10, 20, 70, 100), 30)
    100.0
    """
    return float(oracle.index(prices, ages=ages, oldest=oldest, least=1))


def all_but_oldest(prices: tuple[float, ...], ages: tuple[float, ...], oldest: float) -> float:  # noqa: ARG001 - the bug
    """The median without the oldest price alone."""
    worst = ages.index(max(ages))
    return float(median(price for place, price in enumerate(prices) if place != worst))


SOURCES = (
    Item(
        id="12-index",
        objective="price",
        format="numeric",
        prompt="""
            Five sources report {a}, {b}, {c}, {d} and {e} USDT. The last of them is 90 seconds old, the others are one
            second old. The index leaves out what is older than 30 seconds, then what is more than 10 % away from the
            median of the rest, and takes the median of what is left. What is it?
        """,
        draw=five,
        oracle=counted,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "mean": Wrong(
                lambda **given: fmean(given.values()),
                did="took the mean of all five",
                ask="How far does one false price move a mean, and how far a median?",
            ),
            "stale": Wrong(
                lambda a, b, c, d, e: median((a, c, d, e)),  # noqa: ARG005 - the outlier is out
                did="counted the price that is 90 seconds old",
                ask="What may have happened in those 90 seconds?",
            ),
            "outlier": Wrong(
                lambda a, b, c, d, e: median((a, b, c, d)),  # noqa: ARG005 - the stale one is out
                did="kept the price that is far away from all others",
                ask="How far is {b} from the middle of the fresh prices?",
            ),
            "mean-of-kept": Wrong(
                lambda a, b, c, d, e: fmean((a, c, d)),  # noqa: ARG005 - both are out
                found="the mean of the three that are left",
                ask="Which of the three does a median take?",
            ),
        },
        hints=(
            "First you throw out by age, and then by distance.",
            "Of the four fresh prices you find one about a third away from the others.",
            "You have three prices left. Sort them and look at the one in the middle.",
        ),
        solution="""
            You drop {e}, because it is too old, and {b}, because it is too far away. Of {a}, {c} and {d} the one in the
            middle is {answer} USDT.
        """,
        note="An index is moved by whoever moves the middle, and not by whoever shouts.",
        section="Which price counts",
        code="answer = sorted((g.a, g.c, g.d))[1]",
    ),
    Item(
        id="12-ladder",
        objective="price",
        format="choice",
        prompt="""
            By the rules of Drift (v2, math/oracle.rs) a price that is {slots} slots old is too old for margin, since
            the limit is 120. Nothing else is wrong with it. What may still be done on that price?
        """,
        draw=lambda draw: {"slots": draw.integer(125, 180, 5)},
        choices={
            "liquidate": "Somebody may be liquidated, but no margin is computed from it",
            "margin": "Margin is computed from it, but nobody may be liquidated",
            "both": "Both of them, since an old price is better than no price",
            "neither": "Neither of them, since a price counts or it does not",
        },
        named={"liquidate": "liquidate", "margin": "compute margin", "both": "both", "neither": "neither"},
        oracle=lambda slots: "liquidate",  # noqa: ARG005 - of each age
        wrong={
            "margin": Wrong(
                "margin",
                did="turned the two permissions round",
                ask="What is more dangerous for a venue, a position that grows or one that is closed late?",
            ),
            "both": Wrong(
                "both",
                right="if the price were younger than the limit",
                ask="What could somebody open at a price that has gone?",
            ),
            "neither": Wrong(
                "neither",
                right="in a vault that takes no old price for anything",
                ask="Who pays when nobody is liquidated while the price is missing?",
            ),
        },
        hints=(
            "There is a ladder of permissions, and each action needs its own rung.",
            "What may you do at once when you do not know the price, shrink or grow?",
            "Drift lets liquidations go on at a price at which nobody may borrow.",
        ),
        solution="""
            You may liquidate, because to wait for a fresh price can cost others more than an old price does. You may
            not compute margin, because somebody could borrow against a price that has gone.
        """,
        note="A venue that is late and a venue that is wrong harm different people.",
        code="",
        extra=True,
    ),
    Item(
        id="12-stale",
        objective="price",
        format="bug-hunt",
        prompt="""
            A contract asked its source for a price and for the time of that price, and never looked at the time
            (sherlock-audit/2023-02-gmx-judging, issue 111, 2023-03-25). Our own line does the same. Mend it, so that it
            returns the median of the prices whose age is not above oldest.
        """,
        draw=reported,
        oracle=fresh,
        stub=everything,
        arguments=("prices", "ages", "oldest"),
        tolerance=0.01,
        cases=(
            {"prices": (100, 101, 97, 115, 125), "ages": (1, 10, 30, 70, 100), "oldest": 30},
            {"prices": (100, 60), "ages": (5, 500), "oldest": 60},
        ),
        wrong={
            "oldest-only": Wrong(
                all_but_oldest,
                did="threw out the oldest price and kept all others",
                ask="How many sources can have stopped at the same time?",
            ),
            "mean": Wrong(
                lambda prices, ages, oldest: fmean(
                    price for price, age in zip(prices, ages, strict=True) if age <= oldest
                ),
                did="took the mean of the fresh prices",
                ask="How far can one false source move a mean?",
            ),
        },
        hints=(
            "Which of the three arguments do you never see used?",
            "You want the prices that belong to an age of at most oldest.",
            "Go through prices and ages together, keep what is young enough, and then take the median.",
        ),
        solution="""
            You walk through prices and ages side by side and keep a price only where its age is not above oldest. The
            median of what is left is your answer.
        """,
        note="A source that has stopped still answers, and its answer is above zero.",
        code="""
from statistics import median


def answer(prices, ages, oldest):
    return median(price for price, age in zip(prices, ages) if age <= oldest)
""".strip(),
        extra=True,
    ),
)
