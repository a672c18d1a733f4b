"""Items on one sum behind several walls, and on how well it is used."""

from functools import cache
from typing import Any

import numpy as np

from marginlib.book import Book
from marginlib.course.sizing_and_allocation.account import ENTRY, FLAT, WEEK
from marginlib.learn.answers import sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.sizing import Liquidations

THREE = {"BTC": 0.6, "ETH": 0.8, "SOL": 1.2}
CENT = 0.01
USED = {  # USDT in halves behind BTC and SOL: the least that reaches the same, and percent closed in halves and at best
    280: (270.7, 45.9, 43.2),
    300: (287.8, 41.0, 37.7),
    360: (336.5, 28.5, 23.3),
    440: (396.3, 16.4, 10.2),
    480: (424.9, 12.1, 6.2),
}


@cache
def three() -> Liquidations:
    """Ten coins each of BTC, ETH and SOL, for a week."""
    names = list(THREE)
    book = Book(names, [10.0] * 3, [ENTRY] * 3, [0.0] * 3, dict.fromkeys(names, FLAT))
    return Liquidations(book, dict.fromkeys(names, ENTRY), np.array(list(THREE.values())), WEEK)


def judge_least(answer: Any, budget: float, limit: float) -> Verdict | str:
    """A split of the sum with which one or more are closed in less than the limit, by the library."""
    split = sequence(answer)
    if len(split) != len(THREE) or min(split) < 0:
        return Verdict("✗", "not yet: three amounts of zero or more are wanted, behind BTC, ETH and SOL.")
    if abs(sum(split) - budget) > CENT:
        return "sum"
    found = 100 * float(three().any(np.array(split)))
    if found < limit:
        return Verdict("✓", "")
    third = np.ptp(split) <= CENT * budget
    volatility = np.array(list(THREE.values()))
    equally_far = np.ptp(np.array(split) / volatility) * volatility.sum() <= CENT * budget
    if third or equally_far:
        return "equal" if third else "parity"
    return Verdict("✗", f"not yet: one or more of yours are closed in {found:.1f} % of the weeks.")


def by_parity(budget: float, notionals: tuple[float, ...], volatilities: tuple[float, ...]) -> float:
    """What risk parity puts behind the first of several positions."""
    weights = [a * b for a, b in zip(notionals, volatilities, strict=True)]
    return budget * weights[0] / sum(weights)


def positions(draw: Draw) -> dict[str, Any]:
    """A sum and three positions."""
    return {
        "budget": draw.integer(200, 900, 100),
        "notionals": (draw.integer(500, 900, 100), draw.integer(1_000, 1_500, 100), draw.integer(300, 400, 50)),
        "volatilities": (draw.choice((0.5, 0.6)), draw.choice((0.8, 0.9)), draw.choice((1.1, 1.2))),
    }


def used(draw: Draw) -> dict[str, Any]:
    """A sum in halves, what would have been enough, and both chances."""
    budget = draw.choice(tuple(USED))
    return {"budget": budget, **dict(zip(("least", "halves", "best"), USED[budget], strict=True))}


SEVERAL = (
    Item(
        id="06-efficiency",
        objective="split",
        format="numeric",
        prompt="""
            You split {budget} USDT in halves behind two longs of 1,000 USDT, BTC at 60 % a year and SOL at 120 %. One
            or both are closed in {halves} % of weeks. The best split of {budget} USDT comes to {best} %, and the best
            split of {least} USDT comes to {halves} % as well. What is the capital allocation efficiency of your halves?
        """,
        draw=used,
        oracle=lambda budget, least, **_: 100 * least / budget,
        unit="%",
        tolerance=0.05,
        wrong={
            "saving": Wrong(
                lambda budget, least, **_: 100 * (1 - least / budget),
                found="how much less the best split needs",
                ask="Which sum would have been enough, as a part of the one that you used?",
            ),
            "inverse": Wrong(
                lambda budget, least, **_: 100 * budget / least,
                did="divided what you used by what is enough",
                ask="Can a use be better than the best?",
            ),
            "chances": Wrong(
                lambda halves, best, **_: 100 * best / halves,
                did="compared the two chances of one sum",
                ask="Which two sums of money have the same chance?",
            ),
        },
        hints=(
            "Two sums of money come to the same chance. Which two?",
            "One of them is what you used, and the other would have been enough.",
            "Efficiency is what is enough as a part of what you used. The chances have done their work by then.",
        ),
        solution="You used {budget} USDT, and {least} would have been enough. That is an efficiency of {answer} %.",
        note="It asks how little would have been enough, and not how much better it could have gone.",
        section="One sum, two walls",
        code="answer = 100 * g.least / g.budget",
        extra=True,
    ),
    Item(
        id="06-split",
        objective="split",
        format="function",
        prompt="""
            You split a budget by risk parity. Write a function of (budget, notionals, volatilities) that returns what
            it puts behind the first of several longs. The notionals are what each long is worth, and a volatility of
            0.6 stands for 60 % a year.
        """,
        draw=positions,
        oracle=by_parity,
        unit="USDT",
        tolerance=0.01,
        arguments=("budget", "notionals", "volatilities"),
        cases=(
            {"budget": 300, "notionals": (1000, 1000), "volatilities": (0.6, 1.2)},
            {"budget": 300, "notionals": (2000, 500), "volatilities": (0.6, 1.2)},
            {"budget": 120, "notionals": (400,), "volatilities": (0.9,)},
            {"budget": 240, "notionals": (500, 500, 500), "volatilities": (0.6, 0.6, 0.6)},
        ),
        wrong={
            "notional": Wrong(
                lambda budget, notionals, **_: budget * notionals[0] / sum(notionals),
                did="split by the size alone",
                ask="What do you do with the volatilities?",
            ),
            "volatility": Wrong(
                lambda budget, volatilities, **_: budget * volatilities[0] / sum(volatilities),
                did="split by the volatility alone",
                ask="What do you do with the notionals?",
            ),
            "inverse": Wrong(
                lambda budget, notionals, volatilities: (
                    budget
                    * (notionals[0] / volatilities[0])
                    / sum(a / b for a, b in zip(notionals, volatilities, strict=True))
                ),
                right="if you split coins and not collateral",
                ask="Does the wilder one need more money behind it, or less?",
            ),
        },
        hints=(
            "Give every long a weight first. What does a large one need, and what a wild one?",
            "The weight is the value times the volatility.",
            "You hand back the budget times the first weight over the sum of all of them.",
        ),
        solution="""
            You weigh each long by its value times its volatility, and the first gets its part of the sum. Then all
            bankruptcy prices are equally many deviations away.
        """,
        note="A split is a list of weights and one division.",
        code="""
def answer(budget, notionals, volatilities):
    weights = [value * noise for value, noise in zip(notionals, volatilities, strict=True)]
    return budget * weights[0] / sum(weights)
""".strip(),
        extra=True,
    ),
    Item(
        id="06-least",
        objective="split",
        format="design",
        prompt="""
            You hold ten coins each of BTC (60 % a year), ETH (80 %) and SOL (120 %), bought at 100 USDT and moving
            independently. Split {budget} USDT behind them so that one or more are closed within a week in less than
            {limit} %.
        """,
        draw=lambda draw: dict(zip(("budget", "limit"), draw.choice(((450, 49), (600, 21))), strict=True)),
        judge=judge_least,
        hand_in="a list of three amounts, behind BTC, ETH and SOL",
        wrong={
            "equal": Wrong(
                lambda budget, **_: [budget / 3] * 3,
                did="gave the same to all three",
                ask="Which of the three has the line that is nearest, counted in deviations?",
            ),
            "parity": Wrong(
                lambda budget, **_: [budget * one / sum(THREE.values()) for one in THREE.values()],
                did="put all lines equally many deviations away",
                ask="Where does the last USDT lower a chance the most?",
            ),
            "sum": Wrong(
                lambda budget, **_: [budget / 2] * 3,
                did="posted another sum than {budget} USDT",
                ask="What do your three amounts add up to?",
            ),
        },
        hints=(
            "You can begin with equal distances in deviations, and look at what that gives.",
            "Then move a little to where a chance falls the most, and watch all three of them.",
            "It lies between the equal split and risk parity, nearer to parity where you have more to share.",
        ),
        solution="""
            You look for the split at which one USDT more would lower the chance as much behind each of the three. The
            library's allocate finds it, with the chance itself as the rule.
        """,
        note="The last USDT has to do as much wherever you put it.",
        code="""
import numpy as np
from marginlib.book import Book
from marginlib.schedules import FlatRate
from marginlib.sizing import Liquidations, allocate

names = ["BTC", "ETH", "SOL"]
book = Book(names, [10.0] * 3, [100.0] * 3, [0.0] * 3, dict.fromkeys(names, FlatRate(0.005)))
longs = Liquidations(book, dict.fromkeys(names, 100.0), np.array([0.6, 0.8, 1.2]), 7 / 365)
answer = allocate(float(g.budget), longs, longs.any).tolist()
""".strip(),
        extra=True,
    ),
)
