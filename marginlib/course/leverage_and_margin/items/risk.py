"""Items on measuring risk by what stands behind the coins."""

from typing import Any

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def risky(draw: Draw) -> dict[str, Any]:
    """An account with more money in it than its leverage setting asks for."""
    return {
        "slider": draw.choice((25, 40, 50)),
        "notional": draw.integer(1_800, 2_400, 200),
        "equity": draw.integer(300, 380, 20),
        "percent": draw.choice((2, 3, 4)),
    }


def day(notional: float, equity: float, percent: float, **_: Any) -> float:
    """What an ordinary day takes from its equity, in percent."""
    return percent * float(formulas.leverage(notional, equity))


LARGER_PROFIT = (
    r"(?:^|[.!?;])"  # from the beginning of a sentence, without a word that denies what follows
    r"(?:(?!\b(?:no|not|never|nor|neither|without|cannot)\b|n['’]t)[^.!?;])*"
    r"\b(?:more|higher|bigger|larger|multiplies(?: the)?) profits?\b"
    r"(?![^.!?;]*(?:percent|%|share))"  # in percent of the collateral it is larger
)

RISK = (
    Item(
        id="01-day",
        objective="risk",
        format="numeric",
        prompt="""
            Your slider is at {slider}x. Your coins are worth {notional:,} USDT, and you have {equity} USDT of equity,
            all of it behind them. On an ordinary day the price moves by {percent} %. What is that in percent of your
            equity?
        """,
        draw=risky,
        oracle=day,
        unit="%",
        tolerance=0.05,
        wrong={
            "slider": Wrong(
                lambda slider, percent, **_: slider * percent,
                right="if you had posted no more than the slider asks for",
                ask="How much stands behind your coins?",
            ),
            "price": Wrong(
                lambda percent, **_: percent,
                found="what the price moves",
                ask="How many times larger than your equity is the position?",
            ),
            "fraction": Wrong(
                lambda **given: day(**given) / 100,
                found="the share as a fraction",
                ask="How many percent is that?",
            ),
            "usdt": Wrong(
                lambda notional, percent, **_: notional * percent / 100,
                found="what the day moves in USDT",
                ask="What is that as a share of your equity?",
            ),
            "own-only": Wrong(
                lambda equity, percent, **_: equity * percent / 100,
                did="let your own money move with the price",
                ask="Which amount moves with the price, your equity or all of your coins?",
            ),
            "upside": Wrong(
                lambda notional, equity, percent, **_: percent * equity / notional,
                did="divided your equity by the value of the coins",
                ask="Is the day larger for your equity than for the price, or smaller?",
            ),
        },
        hints=(
            "How many USDT do your coins gain or lose on such a day?",
            "Which of the numbers says how much money you have behind them?",
            "Compare the USDT of the day with your equity. Do you need the slider?",
        ),
        solution="""
            Your coins move by {percent} % of {notional:,} USDT. You have {equity} USDT behind them, so for you it is
            {answer} %.
        """,
        note="The slider says what you may post at least, and risk asks what is there.",
        section="Risk is not the slider",
        code="answer = g.percent * g.notional / g.equity",
    ),
    Item(
        id="01-why",
        objective="risk",
        format="explain",
        prompt="""
            You move the slider from 5x to 50x and buy the same ten coins. In your own words, what have you changed, and
            what not?
        """,
        points=(
            "It says that less is posted, or that the floor is higher.",
            "It says that a smaller fall is enough to be closed.",
            "It says that what is earned in USDT stays the same.",
        ),
        wrong={
            "leverage-earns": Wrong(
                LARGER_PROFIT,
                right="if you bought more coins",
                ask="What do ten coins earn at 5x, and what do they earn at 50x?",
            ),
        },
        hints=(
            "What does each of the two have to post?",
            "What happens to each of them when the price dips first?",
            "Say something about your money, something about the fall, and something about the coins.",
        ),
        solution="""
            You post less, so the floor of your tank is higher and a smaller fall closes you. The coins are the same, so
            you earn and lose the same USDT, and the same amount must stay.
        """,
        note="Leverage is a statement about the money behind the coins.",
    ),
)
