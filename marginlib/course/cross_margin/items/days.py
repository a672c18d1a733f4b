"""The plan in which a learner sizes a hedge for five days."""

from typing import Any

import numpy as np

from marginlib.course.cross_margin.account import ENTRY, RATES, SIZE, book
from marginlib.learn.answers import number
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross
from marginlib.paths import stress_path
from marginlib.walk import walk

DAYS = {
    "12 March 2020": "2020-03-12",
    "19 May 2021": "2021-05-19",
    "9 November 2022": "2022-11-09",
    "10 October 2025": "2025-10-10",
}
LISTED = ", ".join(DAYS)


def survives(deposit: float, size: float, path: np.ndarray) -> bool:
    """Whether a pool with 10 BTC and `size` ETH is open all along `path`, shape (rows, 2)."""
    return walk(book(deposit, SIZE, size), cross, path)[0].time is None


def judge_hedge(answer: Any, deposit: float, follow: float, alone: float) -> Verdict | str:
    """The size must carry the pool through every day, and through the rise of ETH alone."""
    size = number(answer)
    if size >= 0:
        return "wrong-side" if size > 0 else "unhedged"
    if not survives(deposit, size, np.array([[ENTRY, ENTRY + alone]])):
        return "too-large"
    for name, day in DAYS.items():
        if not survives(deposit, size, stress_path(day, follow).prices):
            return Verdict("✗", f"not yet: the pool is closed in the fall of {name}. A larger hedge earns more there.")
    return Verdict("✓", "")


def drawn(draw: Draw) -> dict[str, Any]:
    """The larger the deposit, the farther ETH rises alone, so that only a few sizes live through all five days."""
    deposit = draw.integer(180, 260, 20)
    follow, more = draw.choice((0.8, 1.0, 1.2)), draw.integer(0, 2)
    return {"deposit": deposit, "follow": follow, "alone": deposit // 10 + more}


PLAN = (
    Item(
        id="03-hedge",
        objective="half-space",
        format="design",
        prompt=f"""
            You are long 10 BTC from 100 USDT in one pool of {{deposit}} USDT. Choose one size of ETH from 100 USDT,
            with its sign, that carries you through five days. Four are stress days, begun at 100 USDT: {LISTED}. On
            them ETH stands at 100 * (BTC / 100) ** {{follow}}. On the fifth BTC stands still and ETH rises by
            {{alone}} %. {RATES}
        """,
        draw=drawn,
        judge=judge_hedge,
        hand_in="a number of ETH, minus for a short",
        wrong={
            "unhedged": Wrong(0, did="traded nothing", ask="What happens to BTC alone on the worst of these days?"),
            "wrong-side": Wrong(
                8, did="bought what falls together with BTC", ask="Which sign earns when both prices fall?"
            ),
            "too-large": Wrong(
                -25,
                did="sold so much ETH that its rise alone closes the pool",
                ask="What may the short lose there?",
            ),
        },
        hints=(
            "Which sign earns for you when both prices fall?",
            "The worst fall asks you for a large hedge, and the rise of ETH alone for a small one.",
            "12 March 2020 takes BTC down to 45.6 USDT, and ETH to 100 * 0.456 ** follow. Which size holds there?",
        ),
        solution="""
            The low of 12 March 2020, which is 45.6 % of the start, asks you for at least a certain short, and the rise
            of ETH alone allows at most another. Any size between the two will do.
        """,
        note="You turned the edge until a whole set of days lay on its safe side.",
        code="ether = 45.62 * (45.62 / 100) ** (g.follow - 1)\n"
        "least = (10 * (100 - 45.62) + 0.05 * 45.62 - g.deposit) / (100 - 1.01 * ether)\n"
        "most = (g.deposit - 5) / (g.alone + 0.01 * (100 + g.alone))\n"
        "answer = -(least + most) / 2",
        extra=True,
    ),
)
