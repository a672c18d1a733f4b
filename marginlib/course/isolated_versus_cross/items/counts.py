"""Exercises in code: counting the weeks in which pools fail, and closing what a mode closes."""

from collections.abc import Callable, Sequence
from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

EVENTS = ("all", "sum", "any")
SWAPPED = {"all": "any", "any": "all", "sum": "sum"}
Table = Sequence[Sequence[float]]
WEEKS: Table = (  # a hand-made table: one week of each kind, and a calm one
    (-10, -20, -5),
    (-90, 40, 30),
    (-60, 50, 70),
    (20, 30, 40),
)


def happened(week: Sequence[float]) -> dict[str, bool]:
    """Which of the three events a week is."""
    low = [money < 0 for money in week]
    return {"all": all(low), "sum": sum(week) < 0, "any": any(low)}


def shares(weeks: Table, which: str) -> float:
    """The share of weeks in which all pools are below zero, their sum is, or any of them."""
    return sum(happened(week)[which] for week in weeks) / len(weeks)


def product(weeks: Table, which: str) -> float:
    """The same if pools had nothing to do with each other."""
    chances = [sum(week[pool] < 0 for week in weeks) / len(weeks) for pool in range(len(weeks[0]))]
    every, none = 1.0, 1.0
    for chance in chances:
        every, none = every * chance, none * (1 - chance)
    return {"all": every, "any": 1 - none}.get(which, shares(weeks, which))


def tables(draw: Draw) -> dict[str, Any]:
    """Forty weeks of three pools that fall together more often than not."""
    weeks = []
    for _ in range(40):
        common = draw.integer(-60, 90, 10)
        weeks.append(tuple(common + draw.integer(-55, 75, 10) for _ in range(3)))
    return {"weeks": tuple(weeks), "which": draw.choice(EVENTS)}


def closed(mode: str, leg: int, equities: Sequence[float], needs: Sequence[float]) -> bool:
    """Whether a leg is closed: in cross mode by what all own and need together, in isolated mode by its own."""
    if mode == "cross":
        return sum(equities) < sum(needs)
    return equities[leg] < needs[leg]


def passed_over(mode: str, leg: int, equities: Sequence[float], needs: Sequence[float]) -> bool:  # noqa: ARG001
    """The same with a fault that an engine had: accounts in isolated mode were never looked at."""
    return mode == "cross" and sum(equities) < sum(needs)


def walled(isolated: Callable[[int, Sequence[float], Sequence[float]], bool]) -> Callable[..., bool]:
    """Cross mode as it is, and another idea of isolated mode."""
    return lambda mode, leg, equities, needs: (
        closed(mode, leg, equities, needs) if mode == "cross" else isolated(leg, equities, needs)
    )


COUNTS = (
    Item(
        id="04-chances",
        objective="chances",
        format="function",
        prompt="""
            Write answer(weeks, which), which returns a share of weeks, such as 0.25. In weeks there is a row for each
            week, with what is in each of Ada's pools at its end, and Bo's pool has the sum. When which is "all", you
            count the weeks in which all of Ada's pools are below zero. When it is "sum" you count those in which Bo's
            is, and when it is "any" those in which at least one of hers is.
        """,
        draw=tables,
        arguments=("weeks", "which"),
        oracle=shares,
        tolerance=0.002,
        cases=tuple({"weeks": WEEKS, "which": which} for which in EVENTS),
        wrong={
            "counts": Wrong(
                lambda weeks, which: shares(weeks, which) * len(weeks),
                found="how many weeks there are",
                ask="What share of all weeks are they?",
            ),
            "swapped": Wrong(
                lambda weeks, which: shares(weeks, SWAPPED[which]),
                did="took all for any, and any for all",
                ask="In which of the two must every pool be below zero?",
            ),
            "kept": Wrong(
                lambda weeks, which: 0.0 if which == "sum" else shares(weeks, which),
                did="added up what is left in pools that cannot hold less than nothing",
                ask="Is there a wall in Bo's pool at which the loss of BTC stops?",
            ),
            "product": Wrong(
                product,
                right="if the pools had nothing to do with each other",
                ask="Why does the table have rows, and not one chance for each pool?",
            ),
            "mean": Wrong(
                lambda weeks, which: (
                    sum(sum(money < 0 for money in week) / len(week) for week in weeks) / len(weeks)
                    if which == "any"
                    else shares(weeks, which)
                ),
                did="took the mean chance of a pool for the chance of any",
                ask="How often does a week count in which two of three pools fail?",
            ),
        },
        hints=(
            "Take one row. Which question about it is answered by True or False?",
            "For one week you have all(...), sum(...) < 0 and any(...). Which weeks do you count?",
            "You count the rows for which it is true, and divide by how many rows there are.",
        ),
        solution="""
            For each row you ask whether every amount is below zero, whether their sum is, or whether any of them is.
            Then you divide the number of such rows by the number of all rows.
        """,
        note="In any table the three shares come in the order all, sum, any.",
        code="""
def answer(weeks, which):
    events = {
        "all": lambda week: all(money < 0 for money in week),
        "sum": lambda week: sum(week) < 0,
        "any": lambda week: any(money < 0 for money in week),
    }
    return sum(events[which](week) for week in weeks) / len(weeks)
""".strip(),
        extra=True,
    ),
    Item(
        id="04-walk",
        objective="jump",
        format="bug-hunt",
        prompt="""
            A backtesting engine looked at accounts in cross mode only, so whoever chose isolated mode was never
            liquidated (FLOX, pull request 311, 2026-05-23). Our own few lines have the same fault. The function says
            whether the leg at the place leg is closed, with the mode "cross" or "isolated" and a list of what each leg
            has and one of what it needs. A pool is closed when it has less than it needs. Mend it.
        """,
        draw=lambda draw: {
            "mode": draw.choice(("cross", "isolated")),
            "leg": draw.integer(0, 2),
            "equities": tuple(draw.integer(-60, 90, 10) + 1 for _ in range(3)),
            "needs": tuple(draw.integer(4, 18, 2) for _ in range(3)),
        },
        arguments=("mode", "leg", "equities", "needs"),
        oracle=closed,
        stub=passed_over,
        cases=(
            {"mode": "isolated", "leg": 0, "equities": (-120, 30, 40), "needs": (10, 10, 10)},
            {"mode": "isolated", "leg": 1, "equities": (-120, 30, 40), "needs": (10, 10, 10)},
            {"mode": "isolated", "leg": 0, "equities": (5, 80, 90), "needs": (10, 10, 10)},
            {"mode": "isolated", "leg": 1, "equities": (5, 80, 90), "needs": (10, 10, 10)},
            {"mode": "isolated", "leg": 2, "equities": (50, 80, 90), "needs": (10, 10, 10)},
            {"mode": "cross", "leg": 0, "equities": (5, 80, 90), "needs": (10, 10, 10)},
            {"mode": "cross", "leg": 1, "equities": (-120, 30, 40), "needs": (10, 10, 10)},
        ),
        wrong={
            "netted": Wrong(
                walled(lambda _leg, equities, needs: sum(equities) < sum(needs)),
                did="gave isolated legs one pool",
                ask="What does a wall do to the money of the other legs?",
            ),
            "each": Wrong(
                lambda leg, equities, needs, **_: closed("isolated", leg, equities, needs),
                did="looked at each leg alone in cross mode too",
                ask="Who pays for a leg that is short of money in one pool?",
            ),
            "one-takes-all": Wrong(
                walled(
                    lambda _leg, equities, needs: any(has < need for has, need in zip(equities, needs, strict=True))
                ),
                did="let one leg close all of them",
                ask="Where does the loss of an isolated leg stop?",
            ),
            "against-zero": Wrong(
                walled(lambda leg, equities, needs: equities[leg] < 0 * needs[leg]),
                did="waited until nothing was left in a leg",
                ask="How much does the venue want to see in it?",
            ),
            "always": Wrong(
                walled(lambda *_: True),
                did="closed every leg of an isolated account",
                ask="Which of them still have what they need?",
            ),
        },
        hints=(
            "What does the function return for an isolated account, whatever it has?",
            "In isolated mode the leg at that place is a pool of its own. What does it have, and what does it need?",
            "Compare equities[leg] with needs[leg] in isolated mode.",
        ),
        solution="""
            In cross mode you compare the sums, and in isolated mode you compare what this one leg has with what it
            needs.
        """,
        note="An account that nobody looks at is safe only in a backtest.",
        code="def answer(mode, leg, equities, needs):\n"
        '    if mode == "cross":\n'
        "        return sum(equities) < sum(needs)\n"
        "    return equities[leg] < needs[leg]",
        extra=True,
    ),
)
