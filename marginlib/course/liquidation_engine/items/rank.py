"""Items on who is closed first, and for how much."""

from itertools import product
from typing import Any

from marginlib.course.liquidation_engine.items.apart import apart
from marginlib.learn.items import Item, Wrong
from marginlib.liquidation import adl_score


def score(size: float, posted: float, entry: float, price: float) -> float:
    """Score of a short, in percent.

    >>> round(score(6, 120, 100, 85), 2)
    36.43
    """
    profit = size * (entry - price)
    return float(100 * adl_score(profit, size * entry, size * price, posted + profit))


def on_margin(size: float, posted: float, entry: float, price: float) -> float:
    """Profit over what was posted, times the leverage now."""
    profit = size * (entry - price)
    return 100 * profit / posted * size * price / (posted + profit)


def at_opening(size: float, posted: float, entry: float, price: float) -> float:
    """Profit in percent times the leverage at the beginning."""
    return 100 * (entry - price) / entry * size * entry / posted


def percent_alone(entry: float, price: float, **_: Any) -> float:
    """Profit in percent of what the position cost."""
    return 100 * (entry - price) / entry


def leverage_alone(size: float, posted: float, entry: float, price: float) -> float:
    """The leverage now."""
    return size * price / (posted + size * (entry - price))


SCORED = apart(
    (
        {"size": size, "posted": posted, "entry": entry, "price": price}
        for size, posted, entry, price in product(range(3, 9), range(60, 300, 20), range(98, 110), range(80, 90))
        if 24 < score(size, posted, entry, price) < 90
    ),
    (score, on_margin, at_opening, percent_alone, leverage_alone),
    0.2,
)

RANK = (
    Item(
        id="07-score",
        objective="rank",
        format="numeric",
        prompt="""
            A short of {size} BTC was opened at {entry} USDT with {posted} posted, and the price is {price}. Its place
            in the queue depends on its profit in percent of what the position cost, times its leverage. What is the
            score, in percent?
        """,
        draw=lambda draw: draw.choice(SCORED),
        oracle=score,
        unit="%",
        tolerance=0.2,
        wrong={
            "on-margin": Wrong(
                on_margin,
                did="took the profit in percent of what was posted",
                ask="What did {size} BTC cost at {entry} USDT?",
            ),
            "opening": Wrong(
                at_opening,
                right="at the moment of opening",
                ask="What is in the tank now, and what are {size} BTC worth now?",
            ),
            "percent": Wrong(
                percent_alone,
                found="the profit in percent",
                ask="By what is it multiplied?",
            ),
            "leverage": Wrong(
                leverage_alone,
                found="the leverage now",
                ask="By which percentage is it multiplied?",
            ),
        },
        hints=(
            "What has its owner earned, and what did the short cost at {entry} USDT?",
            "Leverage now is what the position is worth over what is in the tank, profit included.",
            "Multiply the profit in percent of the cost by that leverage.",
        ),
        solution="""
            You take the profit of {size} x ({entry} - {price}) in percent of the cost, {size} x {entry}. Multiplied by
            the value of {size} x {price} over what is in the tank, it comes to {answer} %.
        """,
        note="Both factors count, so neither low leverage nor a small profit alone keeps you out of the queue.",
        section="Who is first",
        code="""
profit = g.size * (g.entry - g.price)
answer = 100 * profit / (g.size * g.entry) * g.size * g.price / (g.posted + profit)
""".strip(),
    ),
)
