"""Items on who pays: markets of their own, one pool for all, and rewards that follow the line."""

from typing import Any

import numpy as np

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.lending import collateral, lenders_lose

CURSOR, LARGEST = 0.3, 1.15  # of Morpho Blue


def pooled(draw: Draw) -> dict[str, Any]:
    """Bad debt in a risky market, and what the lenders of it and of a safe one lent."""
    return {
        "bad": draw.integer(20, 60, 5),
        "risky": draw.integer(200, 400, 50),
        "safe": draw.integer(500, 900, 50),
    }


def safe_lose(bad: float, risky: float, safe: float) -> float:
    """What the lenders of the safe market lose in one pool.

    >>> safe_lose(50, 200, 800)
    40.0
    """
    lent = np.array([risky, safe], dtype=float)
    return float(lenders_lose(np.array([bad, 0.0]), lent, np.zeros(2))[1])


def incentive(line: float) -> float:
    """What Morpho Blue pays for each unit repaid, where it liquidates above `line` percent."""
    return float(collateral.liquidation_incentive(line / 100, CURSOR, LARGEST))


LENDERS = (
    Item(
        id="09-lenders",
        objective="lenders",
        format="numeric",
        prompt="""
            Lenders of a risky coin have lent {risky} million USDT, and you belong to the lenders of a safe coin, who
            have lent {safe} million. All of it is one shared pool. A loan behind the risky coin leaves {bad} million
            unpaid. How many million do the lenders of the safe coin lose together?
        """,
        draw=pooled,
        oracle=safe_lose,
        unit="million USDT",
        tolerance=0.1,
        wrong={
            "walls": Wrong(
                lambda **_: 0.0,
                right="in isolated lending markets",
                ask="Which wall stands between the two in a shared pool?",
            ),
            "equal": Wrong(
                lambda bad, **_: bad / 2,
                right="if both groups had lent the same",
                ask="How much of the pool belongs to you and the others with the safe coin?",
            ),
            "risky-part": Wrong(
                lambda bad, risky, safe: bad * risky / (risky + safe),
                found="what the lenders of the risky coin lose",
                ask="Whose loss was asked for?",
            ),
            "all": Wrong(
                lambda bad, **_: bad,
                found="all that is unpaid",
                ask="Do the lenders of the risky coin get all of their money back?",
            ),
        },
        hints=(
            "In a pool everybody who lent has a share of it. What is yours, and that of the others like you?",
            "Each lender loses the same percentage of what they lent.",
            "You take {safe} over {risky} + {safe} of what is unpaid.",
        ),
        solution="""
            You lent {safe} of {risky} + {safe} million, so you bear that share of the {bad} million, which is {answer}
            million. With a market of your own you would lose nothing, and they would lose all of it.
        """,
        note="A wall does not shrink a loss, but it says whose loss it is.",
        section="Who pays",
        code="answer = g.bad * g.safe / (g.risky + g.safe)",
    ),
    Item(
        id="09-pool",
        objective="lenders",
        format="choice",
        prompt="""
            A friend wants to lend USDT and asks you which is safer, an isolated lending market for each coin or one
            pool behind all coins. What do you answer?
        """,
        choices={
            "isolated": "Isolated markets, because losses are smaller there",
            "pool": "The pool, because a loss that is shared costs nobody much",
            "whom": "The sum of all losses is the same, and it depends on which coin you lend to",
        },
        named={"isolated": "isolated markets", "pool": "the pool", "whom": "for whom"},
        oracle=lambda: "whom",
        wrong={
            "isolated": Wrong(
                "isolated",
                right="for those who lend to the safe coin",
                ask="What do the lenders of the risky coin say about their wall?",
            ),
            "pool": Wrong(
                "pool",
                right="for those who lend to the risky coin",
                ask="Who pays for a coin that they would never have lent to?",
            ),
        },
        hints=(
            "Add up what all lenders lose, once with walls and once without.",
            "Then look at each of them. Who is better off with a wall, and who without?",
            "Ask your friend which loans the money would be behind.",
        ),
        solution="""
            All lenders together lose what is unpaid, with walls or without. If you lend to a safe coin, a wall keeps
            the losses of others away. If you lend to a risky one, a pool lets others pay a part of yours.
        """,
        note="No way of dividing is safer without saying for whom.",
        extra=True,
    ),
    Item(
        id="09-morpho",
        objective="lenders",
        format="numeric",
        prompt="""
            A market of Morpho Blue liquidates above {line:g} %. For each USDT that you repay you take collateral worth
            1 / (1 - 0.3 x (1 - line)), with the line as a part of one, and never more than 1.15 (ConstantsLib.sol).
            Where does its frontier lie, in percent?
        """,
        draw=lambda draw: {"line": draw.choice((94.5, 91.5, 86, 77, 62.5))},
        oracle=lambda line: 100 / incentive(line),
        unit="%",
        tolerance=0.05,
        wrong={
            "line": Wrong(
                lambda line: line,
                found="where this market begins to liquidate",
                ask="Does a loan that is right above its line get worse with each step?",
            ),
            "cap": Wrong(
                lambda line: 100 / LARGEST,  # noqa: ARG005 - whatever the line
                right="if this market paid the highest reward that there is",
                ask="What does the formula give before it is cut at 1.15?",
            ),
            "incentive": Wrong(
                lambda line: 100 * incentive(line),
                found="what somebody gets who repays 100 USDT",
                ask="Which debt does collateral of 100 USDT repay at this price?",
            ),
            "worthless": Wrong(
                lambda line: 100.0,  # noqa: ARG005 - whatever the line
                right="if nobody were paid for repaying",
                ask="How much goes to somebody who repays 100 USDT?",
            ),
        },
        hints=(
            "What somebody takes for 1 USDT is 1 + bonus. You know where the frontier lies with a bonus.",
            "First you put {line:g} % into the formula, as a part of one.",
            "The frontier is 1 over what is taken for 1 USDT that is repaid.",
        ),
        solution="""
            Here you take 1 / (1 - 0.3 x (1 - line)) for 1 USDT. So the frontier is 1 - 0.3 x (1 - line), {answer} %,
            which is above the line. A loan has to jump over that gap to be beyond saving.
        """,
        note="A small reward near a high line leaves room for a liquidation that heals.",
        code="answer = 100 / min(1.15, 1 / (1 - 0.3 * (1 - g.line / 100)))",
        extra=True,
    ),
)
