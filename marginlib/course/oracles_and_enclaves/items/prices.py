"""Items on prices: which one decides, how each kind of average is moved, and how late it is."""

from statistics import fmean, median
from typing import Any

from marginlib import oracle
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

OLDEST, FURTHEST = 30, 0.1  # seconds; a share of the median
FRESH = 3


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


def marked(draw: Draw) -> dict[str, Any]:
    """An index, and a last trade and a book that are off on the same side."""
    index, side = draw.integer(80, 120), draw.sign()
    return {
        "index": index,
        "last": round(index * (1 + side * draw.integer(10, 12) / 100), 2),
        "mid": round(index * (1 + side * draw.integer(7, 9) / 100), 2),
        "band": draw.integer(2, 5),
    }


def held(index: float, last: float, mid: float, band: float) -> float:
    """The mark with a band in percent.

    >>> held(100, 90, 91, 5)
    95.0
    """
    return float(oracle.mark(index, last, mid, band / 100))


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


PRICES = (
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
        id="12-mark",
        objective="price",
        format="numeric",
        prompt="""
            The index is {index} USDT, the last trade was at {last} and the middle of the book stands at {mid}. The mark
            is the median of the three, but never further than {band} % from the index. What is the mark?
        """,
        draw=marked,
        oracle=held,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "free": Wrong(
                lambda mid, **_: mid,
                found="the median of the three",
                ask="How far from the index is {mid}, in percent?",
            ),
            "last": Wrong(
                lambda last, **_: last,
                found="the last trade",
                ask="Who can make a last trade, and with how much money?",
            ),
            "index": Wrong(
                lambda index, **_: index,
                did="left out what this venue's own market says",
                ask="Which of the three numbers is in the middle?",
            ),
            "mean": Wrong(
                lambda index, last, mid, **_: (index + last + mid) / 3,
                did="took the mean of the three",
                ask="What would one false trade do to a mean?",
            ),
        },
        hints=(
            "You need two steps, the middle of three numbers and then the band.",
            "{mid} USDT is the middle one. Is it within {band} % of the index?",
            "When a price is outside of the band, you stop at the edge on that side.",
        ),
        solution="""
            The middle of your three numbers is {mid}, which is further than {band} % from {index}. So you stop at the
            edge of the band, at {answer} USDT.
        """,
        note="A band does not know the truth either, but it limits how far the mark may leave the index.",
        code="""
edge = g.band / 100 if g.last > g.index else -g.band / 100
answer = g.index * (1 + edge)
""".strip(),
        extra=True,
    ),
    Item(
        id="12-spike",
        objective="price",
        format="numeric",
        prompt="""
            A venue takes the arithmetic average of the last {blocks} blocks. Somebody wants it to be {shift} % too
            high, and can make the price false for one block only. How many times the true price does that block have to
            show?
        """,
        draw=lambda draw: {"shift": draw.integer(5, 50, 5), "blocks": draw.choice((15, 20, 30, 50, 60, 100, 150))},
        oracle=lambda shift, blocks: oracle.spike(shift / 100, blocks),
        unit="times",
        tolerance=0.01,
        wrong={
            "every": Wrong(
                lambda shift, **_: 1 + shift / 100,
                right="if every block were false",
                ask="Of how many blocks is this one block a part?",
            ),
            "geometric": Wrong(
                lambda shift, blocks: (1 + shift / 100) ** blocks,
                right="if the average were geometric",
                ask="Does an arithmetic average multiply its prices or add them?",
            ),
            "true-part": Wrong(
                lambda shift, blocks: blocks * shift / 100,
                found="by how much the block has to be too high",
                ask="What does the block show where nobody pushes anything?",
            ),
        },
        hints=(
            "The one block that somebody made false is one part in {blocks} of the average.",
            "To move the average by {shift} %, the one block has to be too high by {blocks} times as much.",
            "Where nobody pushes, a block shows 1 times the true price. What comes on top of that?",
        ),
        solution="""
            You need {blocks} times {shift} % on top of the 1 that is there anyway, so your block shows {answer} times
            the true price.
        """,
        note="An average makes one false block dearer by its length, and late by half of it.",
        section="What a lie costs",
        code="answer = 1 + g.blocks * g.shift / 100",
    ),
    Item(
        id="12-lag",
        objective="price",
        format="numeric",
        prompt="""
            A price falls by {step} USDT in every block, and has done so for a long time. A venue takes the average of
            the last {blocks} blocks, the present one included. By how many USDT is that too high?
        """,
        draw=lambda draw: {"step": draw.choice((0.5, 0.8, 1.2, 1.5, 2)), "blocks": draw.integer(10, 60, 2)},
        oracle=lambda step, blocks: (
            float(oracle.twap([1_000 - step * at for at in range(blocks)], blocks)[0]) - (1_000 - step * (blocks - 1))
        ),
        unit="USDT",
        tolerance=0.01,
        wrong={
            "whole": Wrong(
                lambda step, blocks: step * blocks,
                did="took the oldest price for the average",
                ask="How far behind is the newest of the {blocks} prices?",
            ),
            "half": Wrong(
                lambda step, blocks: step * blocks / 2,
                did="counted {blocks} steps between {blocks} prices",
                ask="How many steps lie between the first and the last of {blocks} prices?",
            ),
            "none": Wrong(
                lambda **_: 0,
                right="if the price had not moved",
                ask="What is the mean of prices that are all higher than the last one?",
            ),
        },
        hints=(
            "You average the present price and {blocks} minus 1 older ones, and each of those is higher.",
            "The oldest of your prices is behind by {blocks} minus 1 steps, and the newest by none.",
            "On average you are behind by half of that, so multiply by {step}.",
        ),
        solution="""
            Your prices are behind by 0 to {blocks} - 1 steps, which is half of {blocks} - 1 on average. At {step} USDT
            a step the average is {answer} USDT too high.
        """,
        note="Whoever waits to be sure is late by half of the time that was waited.",
        code="answer = g.step * (g.blocks - 1) / 2",
        extra=True,
    ),
    Item(
        id="12-usde",
        objective="price",
        format="numeric",
        prompt="""
            On 10 October 2025 USDe was worth 0.65 USDT on Binance at its lowest, after a first dip to 0.8955, while it
            stayed near 1 elsewhere. You had {coins:,} USDe behind a loan that is closed when it is worth more than
            {line} % of them (a line that is made up). How large may the loan be, so that Binance's own price does not
            close it?
        """,
        draw=lambda draw: {"coins": draw.integer(1_000, 10_000, 500), "line": draw.choice((80, 85, 90, 95))},
        oracle=lambda coins, line: coins * 0.65 * line / 100,
        unit="USDT",
        tolerance=0.5,
        wrong={
            "dip": Wrong(
                lambda coins, line: coins * 0.8955 * line / 100,
                did="stopped at the first dip",
                ask="Which is the lowest price that the loan has to live through?",
            ),
            "value": Wrong(
                lambda coins, **_: coins * 0.65,
                found="what the coins are worth at the low",
                ask="Which part of that may a loan be?",
            ),
            "outside": Wrong(
                lambda coins, line: coins * line / 100,
                right="if the price elsewhere were the one that counts",
                ask="By which price does this venue close the loan?",
            ),
        },
        hints=(
            "By which price is your loan judged, and what is the lowest that it comes to?",
            "Your {coins:,} USDe are worth 0.65 USDT each at the worst moment.",
            "Your loan may be {line} % of what they are worth then.",
        ),
        solution="""
            At the low your coins are worth 0.65 x {coins:,} USDT. Your loan may be {line} % of that, which is {answer}
            USDT, although nobody outside ever saw such a price.
        """,
        note="A price that exists on one venue alone closes loans there all the same.",
        code="answer = 0.65 * g.coins * g.line / 100",
        extra=True,
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
