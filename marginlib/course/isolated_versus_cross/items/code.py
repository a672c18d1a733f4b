"""Items on pools in code: what baskets hold, and a pool that is bankrupt."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from marginlib.course.isolated_versus_cross.account import apart, kept
from marginlib.course.isolated_versus_cross.items.jump import pooled
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def adjacent(amounts: Sequence[float], baskets: Sequence[object]) -> float:
    """What pools hold if a basket ended where the label changes."""
    sides = groupby(zip(baskets, amounts, strict=True), key=itemgetter(0))
    return float(sum(max(0, sum(money for _, money in side)) for _, side in sides))


def baskets_drawn(draw: Draw) -> dict[str, Any]:
    """Four amounts, one of them below zero, and their baskets."""
    amounts = (-draw.integer(20, 90), draw.integer(10, 80), draw.integer(10, 80), -draw.integer(5, 40))
    return {
        "amounts": amounts,
        "baskets": draw.choice((("a", "a", "b", "b"), ("a", "b", "b", "a"), ("b", "a", "b", "c"))),
    }


def bankrupt(cash: float, pool: Sequence[float], isolated: Sequence[float]) -> bool:
    """Whether the cross pool is bankrupt, as a real protocol had it: something is counted that is not in the pool."""
    return cash + sum(pool) + sum(isolated) < 0


def judge_bankrupt(cash: float, pool: Sequence[float], isolated: Sequence[float]) -> bool:  # noqa: ARG001 - no part of it
    """Whether the cross pool is bankrupt."""
    return cash + sum(pool) < 0


CODE = (
    Item(
        id="04-kept",
        objective="jump",
        format="function",
        prompt="""
            Write a function kept(amounts, baskets) that returns what you have left after one jump. You get the equity
            of each position in amounts, and in baskets a label for each, where positions with the same label share a
            pool. Isolated and cross are two cases of it.
        """,
        draw=baskets_drawn,
        oracle=kept,
        unit="USDT",
        tolerance=0.01,
        cases=(
            {"amounts": (-50, 30, 40), "baskets": ("a", "b", "c")},
            {"amounts": (-50, 30, 40), "baskets": ("a", "a", "a")},
            {"amounts": (-50, 30, 40), "baskets": ("a", "a", "b")},
            {"amounts": (-50, 30, 40), "baskets": ("a", "b", "a")},
            {"amounts": (-50, 30, 10), "baskets": (1, 1, 1)},
            {"amounts": (-50, 30, 10), "baskets": (2, 2, 1)},
        ),
        wrong={
            "isolated": Wrong(
                lambda amounts, baskets: apart(amounts) + 0 * len(baskets),
                did="put a wall around every position",
                ask="What do positions with the same label share?",
            ),
            "cross": Wrong(
                lambda amounts, baskets: pooled(amounts) + 0 * len(baskets),
                did="put everything in one pool",
                ask="Where does the loss of a basket stop?",
            ),
            "adjacent": Wrong(
                adjacent,
                right="if the positions of a basket always stood side by side",
                ask="Which pools do the labels a, b, a make?",
            ),
            "no-limit": Wrong(
                lambda amounts, baskets: float(sum(amounts)) + 0 * len(baskets),
                did="let a pool hold less than nothing",
                ask="What is left in a pool that has lost more than it had?",
            ),
        },
        hints=(
            "Which labels do you find in baskets? Each of them is a pool.",
            "For each pool you add the amounts that carry its label.",
            "A pool counts with its sum or with zero, whichever is more. Add the pools.",
        ),
        solution="For each label you take the sum of its amounts, or zero if that is more. Then you add the pools.",
        note="A mode is nothing but the labels.",
        extra=True,
        code="def answer(amounts, baskets):\n"
        "    sums = {}\n"
        "    for amount, label in zip(amounts, baskets):\n"
        "        sums[label] = sums.get(label, 0) + amount\n"
        "    return sum(max(0, money) for money in sums.values())",
    ),
    Item(
        id="04-counted",
        objective="jump",
        format="bug-hunt",
        prompt="""
            In 2026 Drift mended its test of whether a cross pool is bankrupt, because it had counted isolated
            positions (velocity-exchange/protocol-v2, pull request 2123). Our own few lines repeat the fault. You get
            the cash of the pool, in pool the profits in it, and in isolated the equities of isolated positions. Mend
            the test.
        """,
        draw=lambda draw: {
            "cash": draw.integer(50, 200, 10),
            "pool": (-draw.integer(40, 260, 10), draw.integer(5, 45, 10)),
            "isolated": (draw.integer(20, 90, 10), -draw.integer(10, 60, 10)),
        },
        oracle=judge_bankrupt,
        stub=bankrupt,
        cases=(
            {"cash": 100, "pool": (-150, 20), "isolated": (80,)},
            {"cash": 100, "pool": (-150, 80), "isolated": (10,)},
            {"cash": 100, "pool": (-40, 10), "isolated": (-90,)},
            {"cash": 100, "pool": (-150,), "isolated": (-30, 60)},
            {"cash": 100, "pool": (-300,), "isolated": (20,)},
            {"cash": 100, "pool": (-60, -60), "isolated": (50, -20)},
        ),
        wrong={
            "surplus": Wrong(
                lambda cash, pool, isolated: cash + sum(pool) + sum(max(0, one) for one in isolated) < 0,
                did="counted what isolated pools own",
                ask="Can the cross pool reach that money?",
            ),
            "deficit": Wrong(
                lambda cash, pool, isolated: cash + sum(pool) + sum(min(0, one) for one in isolated) < 0,
                did="counted what isolated pools lack",
                ask="Does the cross pool owe that money?",
            ),
            "losses-only": Wrong(
                lambda cash, pool, isolated: cash + sum(min(0, one) for one in pool) + 0 * len(isolated) < 0,
                did="counted the losses in the pool alone",
                ask="What do the profits in the same pool pay for?",
            ),
            "no-cash": Wrong(
                lambda cash, pool, isolated: sum(pool) + 0 * (cash + len(isolated)) < 0,
                did="left the cash out",
                ask="What pays before the pool is bankrupt?",
            ),
            "never": Wrong(
                lambda **_: False,
                did="switched the test off",
                ask="What should it say of a pool that has lost more than its cash?",
            ),
        },
        hints=(
            "Draw the tanks. Which money is behind the pool?",
            "Take a bankrupt pool beside a rich isolated position: what does the function say?",
            "You will find one term in the sum that belongs to other tanks.",
        ),
        solution="You ask whether cash + sum(pool) is below zero, since what isolated positions own is not in it.",
        note="A pool is judged by what is in it.",
        code="def answer(cash, pool, isolated):\n    return cash + sum(pool) < 0",
        extra=True,
    ),
)
