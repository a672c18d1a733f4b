"""The exercise in which a learner writes the conditional price of a leg beside any number of others."""

from collections.abc import Callable, Sequence
from typing import Any

from marginlib.book import Book
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.modes import cross
from marginlib.schedules import FlatRate

Leg = tuple[float, float, float, float]  # size, entry, price now, rate
FIRST = (10, 100, 97, 0.005)


def drawn(draw: Draw) -> dict[str, Any]:
    """A first leg, and two or three others, one of which has turned out well and one badly."""
    first = (draw.sign() * draw.integer(6, 12), 100, draw.choice((96, 97, 103, 104)), 0.005)
    others = tuple(
        (draw.sign() * draw.integer(3, 8), draw.choice((50, 80, 120)), 0, draw.choice((0.01, 0.015, 0.02)))
        for _ in range(draw.integer(2, 3))
    )
    moved = tuple((size, entry, entry + draw.sign() * draw.integer(2, 5), rate) for size, entry, _, rate in others)
    return {"deposit": draw.integer(200, 320, 20), "legs": (first, *moved)}


def price(deposit: float, legs: Sequence[Leg]) -> float:
    """Liquidation price of the first leg, by the engine."""
    names = [str(number) for number in range(len(legs))]
    sizes, entries, prices, rates = zip(*legs, strict=True)
    posted = [deposit / len(legs)] * len(legs)
    schedules = {name: FlatRate(rate) for name, rate in zip(names, rates, strict=True)}
    account = Book(names, [float(size) for size in sizes], [float(one) for one in entries], posted, schedules)
    now = {name: float(one) for name, one in zip(names, prices, strict=True)}
    return float(account.liquidation_prices(cross, now)[0])


Counted = Callable[[Leg], float]


def won(leg: Leg) -> float:
    """What a leg has won."""
    return leg[0] * (leg[2] - leg[1])


def bound(leg: Leg) -> float:
    """What it needs now."""
    return leg[3] * abs(leg[0]) * leg[2]


def counted(profit: Counted = won, need: Counted = bound, *, first: Counted = lambda _: 0.0) -> Callable[..., float]:
    """The price with other ideas of what a leg has won or needs, and of what the first one adds."""

    def found(deposit: float, legs: Sequence[Leg]) -> float:
        size, entry, _, rate = legs[0]
        behind = deposit + sum(map(profit, legs[1:])) - sum(map(need, legs[1:])) + first(legs[0])
        return (behind - size * entry) / (rate * abs(size) - size)

    return found


LEGS = (
    Item(
        id="03-legs",
        objective="conditional",
        format="function",
        prompt="""
            Write answer(deposit, legs), which says at which price the first leg of a pool is liquidated while all other
            prices stay. Each leg is (size, entry, price, rate), a short has a minus, and rate is the share that the
            venue wants. There may be any number of legs.
        """,
        draw=drawn,
        arguments=("deposit", "legs"),
        oracle=price,
        unit="USDT",
        tolerance=0.005,
        cases=(
            {"deposit": 200, "legs": (FIRST, (-10, 100, 90, 0.01))},
            {"deposit": 200, "legs": (FIRST, (10, 100, 104, 0.01))},
            {"deposit": 240, "legs": (FIRST, (-4, 50, 46, 0.02), (6, 80, 77, 0.01), (-3, 120, 124, 0.015))},
            {"deposit": 240, "legs": ((-8, 100, 103, 0.005), (5, 80, 85, 0.01))},
        ),
        wrong={
            "no-profit": Wrong(
                counted(profit=lambda _: 0.0),
                did="left out what the other legs have won or lost",
                ask="Who can use that money in one pool?",
            ),
            "no-need": Wrong(
                counted(need=lambda _: 0.0),
                did="left out what the other legs need",
                ask="May the first leg lose what keeps the others open?",
            ),
            "own-twice": Wrong(
                counted(first=won),
                did="counted what the first leg has won so far on top",
                ask="Which price of the first leg do you look for, and does its price now play a part?",
            ),
            "own-need-twice": Wrong(
                counted(first=lambda leg: -bound(leg)),
                did="took off what the first leg needs now, and once more at the price you look for",
                ask="Which legs stand still, and which one moves?",
            ),
            "unsigned": Wrong(
                counted(profit=lambda leg: abs(leg[0]) * (leg[2] - leg[1])),
                did="counted every other leg as a long",
                ask="What does a short win when its price falls?",
            ),
            "signed-need": Wrong(
                counted(need=lambda leg: leg[3] * leg[0] * leg[2]),
                did="gave the need of a short a minus",
                ask="Does a short need margin as well?",
            ),
            "at-entry": Wrong(
                counted(need=lambda leg: leg[3] * abs(leg[0]) * leg[1]),
                did="took what the other legs needed when you opened them",
                ask="What are they worth now?",
            ),
        },
        hints=(
            "Which legs stand still, and which one do you let move?",
            "Add up what all legs but the first have won, and add up what all legs but the first need.",
            "You look for P in behind + size x (P - entry) = rate x |size| x P, for the first leg.",
        ),
        solution="""
            You walk through legs[1:] and add size x (price - entry) to the deposit, less rate x |size| x price. With
            that behind it, the first leg is closed at (behind - size x entry) / (rate x |size| - size).
        """,
        note="The price now of the first leg plays no part, because you ask where it is going.",
        code="""
def answer(deposit, legs):
    behind = deposit
    for size, entry, price, rate in legs[1:]:
        behind += size * (price - entry) - rate * abs(size) * price
    size, entry, _, rate = legs[0]
    return (behind - size * entry) / (rate * abs(size) - size)
""".strip(),
        extra=True,
    ),
)
