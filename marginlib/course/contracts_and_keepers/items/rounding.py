"""Items on whole ticks: which way to round, what repeated rounding does, and when a word is full."""

from math import ceil
from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.vault import ticks
from marginlib.vault.ticks import UNIT, Parameters

WORD = 2**63 - 1  # the largest number in a signed word of 64 bits


def moved(draw: Draw) -> dict[str, Any]:
    """Signed lots and two prices, whose profit is no whole tick."""
    while True:
        given = {
            "size": draw.sign() * draw.integer(1, 4_000),
            "entry": draw.integer(49_000, 51_000),
            "price": draw.integer(49_000, 51_000),
        }
        if given["size"] * (given["price"] - given["entry"]) % UNIT:
            return given


def part(draw: Draw) -> dict[str, Any]:
    """Lots, and how many percent of them a call closes."""
    return {"lots": draw.integer(1, 2_000), "percent": draw.choice((10, 15, 20, 25, 30))}


def closed(lots: int, percent: int) -> int:
    """Lots that a call closes.

    >>> closed(3, 25), closed(1_000, 25)
    (1, 250)
    """
    return ticks.step(lots, Parameters(step=10_000 * percent, smallest=0))


def down(lots: int, percent: int) -> int:
    """The same with the bug: rounded down."""
    return lots * percent // 100


def pieces(draw: Draw) -> dict[str, Any]:
    """A fall, and equal pieces in which 1,000 lots are closed, none of whose losses is a whole tick."""
    while True:
        given = {"pieces": draw.choice((10, 20, 25, 40, 50, 100)), "fall": draw.integer(3, 13)}
        if given["fall"] % given["pieces"]:
            return given


def word(draw: Draw) -> dict[str, Any]:
    """Decimal places of money and of size."""
    return draw.choice(
        ({"money": 6, "size": 8}, {"money": 6, "size": 9}, {"money": 8, "size": 6}, {"money": 8, "size": 8})
    )


ROUNDING = (
    Item(
        id="11-round",
        objective="ticks",
        format="function",
        prompt="""
            Write the profit of a position in whole ticks. size is in lots, positive for a long and negative for a
            short, and 1,000 lots gain price - entry. A profit is rounded down, and a loss is rounded so that it gets
            larger. Return a whole number, below zero for a loss.
        """,
        draw=moved,
        oracle=ticks.gain_down,
        arguments=("size", "entry", "price"),
        tolerance=0.4,
        cases=(
            {"size": 7, "entry": 1_000, "price": 999},
            {"size": 7, "entry": 999, "price": 1_000},
            {"size": -7, "entry": 1_000, "price": 999},
        ),
        wrong={
            "to-zero": Wrong(
                lambda size, entry, price: int(size * (price - entry) / UNIT),
                did="cut off the decimals, which makes a loss smaller",
                ask="Does a loss of 0.007 become 0 or 1 here?",
            ),
            "up": Wrong(
                lambda size, entry, price: ceil(size * (price - entry) / UNIT),
                did="rounded everything up, in favour of the trader",
                ask="Who pays for a tick that a trader gets too much?",
            ),
            "nearest": Wrong(
                lambda size, entry, price: round(size * (price - entry) / UNIT),
                did="rounded to the nearest tick",
                ask="Who could use it, if small losses were forgotten?",
            ),
        },
        hints=(
            "Try seven lots that lose 0.007. Which whole number has to come out, if you may not favour the trader?",
            "A profit goes down and a loss goes down too, if you look at the number line.",
            "Python has a division that always goes down: two strokes instead of one.",
        ),
        solution="""
            You multiply first and divide once, with the division that always goes down. For a profit you get less, and
            for a loss you owe more.
        """,
        note="One direction on the number line is against the trader in both cases.",
        section="Whole ticks",
        code="""
def answer(size, entry, price):
    return size * (price - entry) // 1000
""".strip(),
    ),
    Item(
        id="11-dust",
        objective="ticks",
        format="bug-hunt",
        prompt="""
            A reviewer reported a debt that could be kept from being cleared, because one unit of dust was left behind
            it (sherlock-audit/2024-04-interest-rate-model-judging, issue 164, 2024-05-04). Our own line can do the
            same. A call closes percent of lots, and never less than that share. Mend it, so that repeated calls
            come to an end.
        """,
        draw=part,
        oracle=closed,
        stub=down,
        arguments=("lots", "percent"),
        tolerance=0.4,
        cases=({"lots": 3, "percent": 25}, {"lots": 1, "percent": 10}, {"lots": 7, "percent": 25}),
        wrong={
            "one-at-least": Wrong(
                lambda lots, percent: max(1, lots * percent // 100),
                did="closed one lot where the share is less, and cut the share in all other cases",
                ask="With seven lots and 25 %, how many does a call have to close at least?",
            ),
            "nearest-lot": Wrong(
                lambda lots, percent: round(lots * percent / 100),
                did="rounded to the nearest lot",
                ask="What is left of one lot, if a call closes 10 % of it?",
            ),
            "all-of-it": Wrong(
                lambda lots, **_: lots,
                did="closed everything at once",
                ask="What does the owner want from a vault that closes step by step?",
            ),
        },
        hints=(
            "Try three lots and 25 %. How many do you close, and how many calls does it take to the end?",
            "If you round down, there is a number of lots from which nobody gets away.",
            "Round up, and every call closes something.",
        ),
        solution="""
            You round up. A quarter of 3 lots is 0.75, and so you close one, then one of two, and then the last. Rounded
            down it is 0 for ever.
        """,
        note="A step that can be nothing never ends.",
        code="""
def answer(lots, percent):
    return -(-lots * percent // 100)
""".strip(),
        extra=True,
    ),
    Item(
        id="11-lots",
        objective="ticks",
        format="numeric",
        prompt="""
            BTC has fallen by {fall} USDT, and you close your 1,000 lots (1 BTC) in {pieces} equal pieces. Each loss is
            rounded up to a whole tick. How many ticks do you lose in all?
        """,
        draw=pieces,
        oracle=lambda pieces, fall: -pieces * ticks.gain_down(UNIT // pieces, 50_000, 50_000 - fall),
        unit="ticks",
        tolerance=0.05,
        wrong={
            "at-once": Wrong(
                lambda fall, **_: fall,
                right="if you closed all lots at once",
                ask="How often do you round here?",
            ),
            "down": Wrong(
                lambda pieces, fall: pieces * (UNIT // pieces * fall // UNIT),
                did="rounded down what you owe",
                ask="Which way does the vault round what a trader owes?",
            ),
            "each-lot": Wrong(
                UNIT,
                right="if you closed lot by lot",
                ask="How many lots are in one of your {pieces} pieces?",
            ),
        },
        hints=(
            "How many lots are in one piece?",
            "Find out what one piece loses, and round it against yourself.",
            "Now you have {pieces} such losses.",
        ),
        solution="""
            You close 1,000 / {pieces} lots at a time. What they lose is rounded up to a whole tick, {pieces} times, and
            so you lose {answer} ticks.
        """,
        note="The more often a rule rounds, the more it matters which way.",
        code="answer = g.pieces * -(-(1000 // g.pieces) * g.fall // 1000)",
        extra=True,
    ),
    Item(
        id="11-full",
        objective="ticks",
        format="numeric",
        prompt="""
            A chain keeps each number in a signed word of 64 bits, which ends at 2**63 - 1. You count money with {money}
            decimal places and size with {size}, and multiply both before you divide. How large a product, in whole
            units, still fits into the word? Leave out what is behind the point.
        """,
        draw=word,
        oracle=lambda money, size: WORD // 10 ** (money + size),
        unit="units",
        tolerance=0.5,
        wrong={
            "unsigned": Wrong(
                lambda money, size: (2**64 - 1) // 10 ** (money + size),
                right="if the word had no place for a sign",
                ask="What is one of the 64 bits used for?",
            ),
            "money-only": Wrong(
                lambda money, **_: WORD // 10**money,
                did="left out the decimal places of the size",
                ask="By which number is the product too large, before you divide?",
            ),
            "half-word": Wrong(
                lambda money, size: (2**31 - 1) // 10 ** (money + size),
                right="if a word had 32 bits",
                ask="How many bits does this word have?",
            ),
        },
        hints=(
            "Both numbers are kept without a point, so you multiply whole numbers.",
            "A product of 1 is kept as 10 to the power of {money} + {size}.",
            "Divide the end of the word by that, and cut off what is behind the point.",
        ),
        solution="""
            You multiply numbers with {money} and {size} places, so a product of 1 is kept as 1 with {money} + {size}
            zeros. The word has room for {answer} of them.
        """,
        note="Form products in a word that is large enough, and divide last.",
        code="answer = (2**63 - 1) // 10 ** (g.money + g.size)",
        extra=True,
    ),
)
