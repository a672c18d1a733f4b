"""Exercises that the engine judges: two shorts whose leverage misleads, and a rate for a venue that looks seldom."""

from typing import Any

import numpy as np

from marginlib.course.liquidation_engine.account import PRICE, RATE, slide
from marginlib.learn.answers import Unreadable, number, sequence
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.liquidation import Candidates, queue

SIZE, LOW, HIGH, WANTED = 4.0, 1.0, 4.0, 4.0
SHORTS = 2
LEAST = {1.0: 0.6, 1.5: 0.8, 2.5: 1.7, 3.0: 1.8}  # percent, on a grid of 0.1, by the engine
ROOM, MOST = 0.3, 20.0


def judge_low(answer: Any) -> Verdict | str:
    """Two shorts of four at 85, the first closed before the second; the first below 1x and the second above 4x."""
    if isinstance(answer, (str, bytes)) or not hasattr(answer, "__len__") or len(answer) != SHORTS:
        raise Unreadable("two pairs of entry and posted are wanted, such as [[120, 200], [95, 60]]")
    pairs = np.array([sequence(one) for one in answer if len(sequence(one)) == SHORTS])
    if len(pairs) != SHORTS or pairs.min() <= 0:
        raise Unreadable("each short is an entry and what was posted, two numbers above 0")
    entry, posted = pairs.T
    profit, value = SIZE * (entry - PRICE), np.full(SHORTS, SIZE * PRICE)
    equity = posted + profit
    if equity.min() <= 0:
        raise Unreadable("each of the two must still have something in the tank at 85")
    leverage = value / equity
    sizes = np.full(SHORTS, SIZE)
    first = queue(Candidates(sizes, profit, SIZE * entry, value, equity, sizes), WANTED)[0].place
    if profit.min() <= 0:
        return "no-profit"
    if not (leverage[0] < LOW and leverage[1] > HIGH):
        return Verdict("✗", f"not yet: the leverages are {leverage[0]:.2f}x and {leverage[1]:.2f}x.")
    return Verdict("✓", "") if first == 0 else "leverage-only"


def least(step: float) -> float:
    """The lowest rate in percent, in steps of 0.1, at which the fund loses nothing.

    >>> least(1.0)
    0.6
    """
    return next(tenths / 10 for tenths in range(1, 200) if slide(step, tenths / 1_000) >= 0)


def judge_looks(answer: Any, step: float) -> Verdict | str:
    """A rate in percent at which the fund loses nothing, at most 0.3 points above the least."""
    rate = number(answer)
    if not 0 < rate <= MOST:
        raise Unreadable("a rate in percent is wanted, above 0 and at most 20")
    if slide(step, rate / 100) < 0:
        return "too-low"
    return "wasteful" if rate > LEAST[step] + ROOM + 1e-9 else Verdict("✓", "")


PLANS = (
    Item(
        id="07-low",
        objective="rank",
        format="adversarial",
        prompt="""
            "I use less than 1x, so I am never deleveraged", somebody says. Find two shorts of 4 BTC each, both in
            profit at 85 USDT. The first has a leverage below 1 and the second one above 4, and yet the queue closes the
            first one before the second. Leverage is value over equity at 85.
        """,
        judge=judge_low,
        hand_in="a list of two pairs, each an entry and what was posted",
        wrong={
            "leverage-only": Wrong(
                [[110, 400], [100, 20]],
                did="found the leverages, and the second one is closed first",
                ask="Which other factor of the score can you make large for the first?",
            ),
            "no-profit": Wrong(
                [[240, 100], [84, 88]],
                did="took a short that is losing",
                ask="How far above 85 does an entry have to be?",
            ),
        },
        hints=(
            "A score is a product of two factors. Which of them is small for the first short?",
            "Make the other factor large, so let the owner of the first short have earned a lot.",
            "Let the second be opened a little above 85, with little posted. Its profit in percent is tiny.",
        ),
        solution="""
            You let the first be opened at 240 and the second at 88. At 85 the first has earned 65 % at 0.47x and the
            second 3 % at 4.72x, so the first score is the higher one.
        """,
        note="Low leverage takes you back in the queue, and never out of it.",
        code="answer = [[240, 100], [88, 60]]",
        extra=True,
    ),
    Item(
        id="07-looks",
        objective="rest",
        format="design",
        prompt="""
            A venue looks each time the price has fallen by {step:g} USDT. Thirty longs of ten units from 100 USDT, at
            8x to 60x, slide down to 85, and the fund has 10,000 USDT. Set the maintenance rate in percent so that the
            fund loses nothing, and at most 0.3 points higher than that needs. In the account of this lesson,
            slide(every, rate) runs the engine with the rate as a fraction.
        """,
        draw=lambda draw: {"step": draw.choice((1.0, 1.5, 2.5, 3.0))},
        judge=judge_looks,
        hand_in="a rate in percent, such as 0.5",
        wrong={
            "too-low": Wrong(
                100 * RATE,
                did="left too little in the tanks",
                ask="How much does a step of {step:g} USDT eat before the venue looks again?",
            ),
            "wasteful": Wrong(
                8.0,
                did="asked for much more than the fund needs",
                ask="Who pays for a rate that is too high, and how?",
            ),
        },
        hints=(
            "On average, how far beyond its line does a look of yours find a tank?",
            "About half of the step. So what is left at the line should be about as much.",
            "If you try half of {step:g} % first, you can go up or down by a tenth from there.",
        ),
        solution="""
            You let the engine run for one rate after the other. About half of the step is eaten on average, so a rate
            near that keeps the fund whole.
        """,
        note="Who looks seldom has to ask for more.",
        code="""
from marginlib.course.liquidation_engine.account import slide

answer = next(tenths / 10 for tenths in range(1, 200) if slide(g.step, tenths / 1000) >= 0)
""".strip(),
        extra=True,
    ),
)
