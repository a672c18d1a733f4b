"""Exercises on ratios: from one convention into another, for a short, and as a lender sees it."""

from typing import Any

from marginlib import formulas
from marginlib.course.leverage_and_margin.account import needed, worth
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def loan(draw: Draw) -> dict[str, Any]:
    """A position written as a loan: what is held, and what is owed on it."""
    return {
        "notional": draw.integer(1_000, 2_400, 100),
        "equity": draw.integer(240, 400, 20),
        "percent": draw.choice((2, 3, 4, 5)),
    }


def health(notional: float, equity: float, percent: float) -> float:
    """Its health factor."""
    return float(formulas.health_factor(notional, 1 - percent / 100, notional - equity))


def short(draw: Draw) -> dict[str, Any]:
    """A short from 100 USDT after a rise of the price."""
    return {
        "size": draw.integer(10, 20),
        "collateral": draw.integer(300, 400, 10),
        "mark": draw.choice((104, 106, 108)),
        "percent": draw.choice((1, 1.5, 2)),
    }


def level(side: int, size: float, collateral: float, mark: float, percent: float) -> float:
    """Equity over maintenance, as a number."""
    return float(formulas.margin_level(worth(side, size, collateral, mark), needed(size, mark, percent)))


TURNED = (
    Item(
        id="01-turn-over",
        objective="ratio",
        format="numeric",
        prompt="""
            Your venue divides maintenance by equity and shows you {ratio} %. You move the same position to a venue that
            divides equity by maintenance. Which percentage do you see there?
        """,
        draw=lambda draw: {"ratio": draw.choice((8, 12.5, 20, 32, 40, 64))},
        oracle=lambda ratio: 10_000 / ratio,
        unit="%",
        tolerance=0.5,
        wrong={
            "rest": Wrong(
                lambda ratio: 100 - ratio,
                found="how far you are from 100 % at the first venue",
                ask="What is divided by what at the second one?",
            ),
            "same": Wrong(
                lambda ratio: ratio,
                right="if both venues divided alike",
                ask="Which of the two is above the line at the second venue?",
            ),
            "plus": Wrong(
                lambda ratio: 100 + ratio,
                did="went as far above 100 % as the first number says",
                ask="How many times what you need do you have?",
            ),
            "half": Wrong(
                lambda ratio: 100 / ratio,
                found="the quotient as a number",
                ask="How many percent is that?",
            ),
        },
        hints=(
            "If you need {ratio} USDT, how many do you have?",
            "You have 100 for every {ratio} that you need. Turn the quotient over.",
            "Divide 100 by {ratio}, and write it in percent.",
        ),
        solution="You have 100 USDT for every {ratio} that must stay, and 100 / {ratio} is {answer} %.",
        note="The same needle, seen from the other side.",
        code="answer = 100 * 100 / g.ratio",
        extra=True,
    ),
    Item(
        id="01-from-fraction",
        objective="ratio",
        format="numeric",
        prompt="""
            Your equity is {fraction} % of what your coins are worth, and the maintenance rate is {percent} %. What is
            maintenance over equity, in percent?
        """,
        draw=lambda draw: {"fraction": draw.choice((4, 5, 8, 12.5)), "percent": draw.choice((0.5, 1.2, 1.5, 2))},
        oracle=lambda fraction, percent: 100 * percent / fraction,
        unit="%",
        tolerance=0.03,
        wrong={
            "upside-down": Wrong(
                lambda fraction, percent: 100 * fraction / percent,
                right="at a venue that divides equity by maintenance",
                ask="Which of the two do you divide here?",
            ),
            "difference": Wrong(
                lambda fraction, percent: fraction - percent,
                found="what you have above the edge, in percent of the value",
                ask="Which part of your equity must stay?",
            ),
            "product": Wrong(
                lambda fraction, percent: fraction * percent,
                did="multiplied the two",
                ask="If your equity were larger, would the needle be calmer or not?",
            ),
            "fraction-itself": Wrong(
                lambda fraction, **_: fraction,
                found="the ratio that you already have",
                ask="What would the other venue divide?",
            ),
        },
        hints=(
            "Think of coins worth 100 USDT. How much do you own, and how much must stay?",
            "You own {fraction} of those 100 USDT, and {percent} must stay.",
            "Divide what must stay by what you own, and write it in percent.",
        ),
        solution="On coins worth 100 USDT you own {fraction} and {percent} must stay, which makes {answer} %.",
        note="With the rate in hand you can turn each of the four into the others.",
        code="answer = 100 * g.percent / g.fraction",
        extra=True,
    ),
    Item(
        id="01-short-ratio",
        objective="ratio",
        format="numeric",
        prompt="""
            You sold {size} coins short at 100 USDT and posted {collateral} USDT. The mark price has risen to {mark},
            and the maintenance rate is {percent} %. How many times what must stay do you have?
        """,
        draw=short,
        oracle=lambda **given: level(-1, **given),
        tolerance=0.02,
        wrong={
            "long": Wrong(
                lambda **given: level(1, **given),
                right="for a long",
                ask="Does a short gain or lose when the price rises?",
            ),
            "upside-down": Wrong(
                lambda **given: 1 / level(-1, **given),
                right="at a venue that divides maintenance by equity",
                ask="Which of the two is the larger one here?",
            ),
            "collateral": Wrong(
                lambda collateral, **rest: collateral / needed(**rest),
                did="took what you posted for what you have",
                ask="What has the rise done to your short?",
            ),
            "entry": Wrong(
                lambda size, collateral, mark, percent: worth(-1, size, collateral, mark) / (size * percent),
                did="took {percent} % of what the coins were worth at first",
                ask="At which price does the venue count them now?",
            ),
        },
        hints=(
            "What has your short lost since 100 USDT?",
            "What must stay is {percent} % of {size} x {mark} USDT, for a short as for a long.",
            "Divide what you still have by what must stay.",
        ),
        solution="""
            You have {collateral} - {size} x ({mark} - 100) USDT, and {percent} % of {size} x {mark} must stay. That is
            {answer} times.
        """,
        note="A short has to keep money as well, because the venue would have to buy the coins back.",
        code="equity = g.collateral - g.size * (g.mark - 100)\nanswer = equity / (g.percent / 100 * g.size * g.mark)",
        extra=True,
    ),
    Item(
        id="01-health",
        objective="ratio",
        format="numeric",
        prompt="""
            A lender sees your position as a loan. Your coins are worth {notional:,} USDT, {equity} USDT of it your own,
            and the rest is borrowed. The lender counts coins at their value less {percent} %. What is your health
            factor?
        """,
        draw=loan,
        oracle=health,
        tolerance=0.005,
        wrong={
            "no-threshold": Wrong(
                lambda notional, equity, **_: notional / (notional - equity),
                did="counted the coins in full",
                ask="What does a careful lender take off their value?",
            ),
            "on-equity": Wrong(
                lambda notional, equity, percent: notional * (1 - percent / 100) / equity,
                did="divided by your own money",
                ask="Which amount does the lender want to get back?",
            ),
            "upside-down": Wrong(
                lambda **given: 1 / health(**given),
                did="divided the debt by the coins",
                ask="Is a healthy loan above 1 or below it?",
            ),
        },
        hints=(
            "How much have you borrowed?",
            "At which value does the lender count your coins?",
            "Divide the counted value by what you owe.",
        ),
        solution="""
            You owe {notional:,} - {equity} USDT. Your coins count as {notional:,} less {percent} %, and the quotient is
            {answer}.
        """,
        note="It is below 1 exactly when your equity is below maintenance, so the test is the same.",
        code="answer = g.notional * (1 - g.percent / 100) / (g.notional - g.equity)",
        extra=True,
    ),
)
