"""Items on prices: the mark, how each kind of average is moved, and how late it is."""

from typing import Any

from marginlib import oracle
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


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


PRICES = (
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
)
