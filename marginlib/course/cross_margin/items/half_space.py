"""Items on the line of safe prices."""

from typing import Any

import numpy as np

from marginlib.course.cross_margin.account import (
    BTC_RATE,
    ENTRY,
    ETH_RATE,
    RATES,
    SIZE,
    book,
)
from marginlib.learn.answers import number
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


def highest(deposit: float, size: float, short: float, bitcoin: float) -> float:
    """The ETH price at which the pool meets the line while BTC stands at `bitcoin`."""
    prices = {"BTC": float(bitcoin), "ETH": ENTRY}
    return float(book(deposit, size, -short).liquidation_prices(cross, prices)[1])


def safe(deposit: float, size: float, other: float, bitcoin: float, ether: float) -> bool:
    """Whether the pool stays open, by the engine."""
    return not bool(book(deposit, size, other).liquidatable(cross, {"BTC": float(bitcoin), "ETH": float(ether)})[0])


def excess(deposit: float, size: float, other: float, bitcoin: float, ether: float) -> float:
    """Equity of the pool without any requirement."""
    return deposit + size * (bitcoin - ENTRY) + other * (ether - ENTRY)


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


HALF_SPACE = (
    Item(
        id="03-line",
        objective="half-space",
        format="numeric",
        prompt=f"""
            A cross pool of {{deposit}} USDT is long {{size}} BTC and short {{short}} ETH, both from 100 USDT. {RATES}
            BTC stands at {{bitcoin}} USDT. At which ETH price is the pool liquidated while BTC stays?
        """,
        draw=lambda draw: {
            "deposit": draw.integer(200, 360, 20),
            "size": draw.integer(8, 12),
            "short": draw.integer(6, 12),
            "bitcoin": draw.choice((92, 94, 96, 104, 106, 108)),
        },
        oracle=highest,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "isolated": Wrong(
                lambda deposit, size, short, bitcoin: (
                    (deposit * short / (size + short) + short * ENTRY) / (short * (1 + ETH_RATE)) + 0 * bitcoin
                ),
                "giving ETH its share of the deposit alone, as isolated mode does: the pool has all of it",
            ),
            "at-entry": Wrong(
                lambda deposit, size, short, bitcoin: highest(deposit, size, short, ENTRY + 0 * bitcoin),
                "leaving BTC at its entry: what it has gained or lost since is in the pool",
            ),
            "no-need": Wrong(
                lambda deposit, size, short, bitcoin: ENTRY + (deposit + size * (bitcoin - ENTRY)) / short,
                "going on until nothing is left: the pool is closed when it no longer holds what both legs need",
            ),
        },
        hints=(
            "On the line, equity and what both legs need are equal.",
            "BTC is fixed, so its profit and its need are plain numbers. Only the ETH price is unknown.",
            "Solve deposit + size (BTC - 100) - short (P - 100) = 0.005 x size x BTC + 0.01 x short x P for P.",
        ),
        solution="""
            0.995 x {size} x {bitcoin} - 1.01 x {short} x P = 100 x ({size} - {short}) - {deposit} gives P = {answer}
            USDT.
        """,
        note="you have found one point of the line. Each BTC price has another.",
        code="left = g.deposit + g.size * (g.bitcoin - 100) - 0.005 * g.size * g.bitcoin\n"
        "answer = (left + 100 * g.short) / (1.01 * g.short)",
    ),
    Item(
        id="03-safe",
        objective="half-space",
        format="function",
        prompt=f"""
            Write safe(deposit, size, other, bitcoin, ether): True while a cross pool with a long of size BTC and
            other ETH (signed), both from 100 USDT, stays open. {RATES}
        """,
        draw=lambda draw: {
            "deposit": draw.integer(100, 300, 20),
            "size": draw.integer(5, 12),
            "other": draw.sign() * draw.integer(4, 15),
            "bitcoin": draw.integer(75, 125),
            "ether": draw.integer(75, 125),
        },
        oracle=safe,
        cases=(
            {"deposit": 200, "size": 10, "other": -10, "bitcoin": 78, "ether": 78},
            {"deposit": 200, "size": 10, "other": -10, "bitcoin": 90, "ether": 109},
            {"deposit": 200, "size": 10, "other": -10, "bitcoin": 90, "ether": 108},
            {"deposit": 200, "size": 10, "other": 10, "bitcoin": 90, "ether": 91},
            {"deposit": 200, "size": 10, "other": 10, "bitcoin": 91, "ether": 92},
            {"deposit": 200, "size": 10, "other": -10, "bitcoin": 80, "ether": 99},
            {"deposit": 272, "size": 10, "other": -15, "bitcoin": 105, "ether": 120},
            {"deposit": 260, "size": 12, "other": 15, "bitcoin": 90, "ether": 92},
        ),
        wrong={
            "no-need": Wrong(
                lambda deposit, size, other, bitcoin, ether: excess(deposit, size, other, bitcoin, ether) > 0,
                "testing against zero: the pool must hold what both legs need",
            ),
            "signed-need": Wrong(
                lambda deposit, size, other, bitcoin, ether: (
                    excess(deposit, size, other, bitcoin, ether) > BTC_RATE * size * bitcoin + ETH_RATE * other * ether
                ),
                "the need with the sign of the position: a short needs margin as well",
            ),
            "fixed": Wrong(
                lambda deposit, size, other, bitcoin, ether: (
                    excess(deposit, size, other, bitcoin, ether) > ENTRY * (BTC_RATE * size + ETH_RATE * abs(other))
                ),
                "taking the need at the entry prices: it moves with the prices, as the profits do",
            ),
            "unsigned": Wrong(
                lambda deposit, size, other, bitcoin, ether: (
                    excess(deposit, size, abs(other), bitcoin, ether)
                    > BTC_RATE * size * bitcoin + ETH_RATE * abs(other) * ether
                ),
                "counting a short like a long: its size is negative, and it gains when the price falls",
            ),
            "apart": Wrong(
                lambda deposit, size, other, bitcoin, ether: (
                    size * (bitcoin - ENTRY) + deposit * size / (size + abs(other)) > BTC_RATE * size * bitcoin
                    and other * (ether - ENTRY) + deposit * abs(other) / (size + abs(other))
                    > ETH_RATE * abs(other) * ether
                ),
                "testing each leg with its own share of the deposit: that is isolated mode",
            ),
        },
        hints=(
            "There is one test for the whole pool.",
            "Equity is the deposit and both profits. The need is the sum of both.",
            "A need counts the size without its sign.",
        ),
        solution="""
            deposit + size (bitcoin - 100) + other (ether - 100) > 0.005 x size x bitcoin + 0.01 x |other| x ether.
        """,
        note="it is one inequality, linear in both prices: a half-space.",
        code="def answer(deposit, size, other, bitcoin, ether):\n"
        "    equity = deposit + size * (bitcoin - 100) + other * (ether - 100)\n"
        "    return equity > 0.005 * size * bitcoin + 0.01 * abs(other) * ether",
    ),
    Item(
        id="03-hedge",
        objective="half-space",
        format="design",
        prompt=f"""
            You are long 10 BTC from 100 USDT in a cross pool of {{deposit}} USDT. Choose one size of ETH from 100
            USDT, with its sign, that carries the pool through five days. Four are stress days, begun at 100 USDT:
            {LISTED}. On them ETH stands at 100 * (BTC / 100) ** {{follow}}. On the fifth BTC stands still and
            ETH rises by {{alone}} %. {RATES}
        """,
        draw=lambda draw: {
            "deposit": draw.integer(180, 260, 20),
            "follow": draw.choice((0.8, 1.0, 1.2)),
            "alone": draw.choice((12, 15, 18)),
        },
        judge=judge_hedge,
        hand_in="a number of ETH, minus for a short",
        wrong={
            "unhedged": Wrong(0, "trading nothing: BTC alone is closed on the worst of these days"),
            "wrong-side": Wrong(8, "buying what falls together with BTC: the losses add up"),
            "too-large": Wrong(-25, "a hedge so large that its own need and loss close the pool when ETH rises alone"),
        },
        hints=(
            "Which sign gains when both fall?",
            "The worst fall asks for a large hedge, the rise of ETH alone for a small one. Write both as inequalities.",
            "12 March 2020 takes BTC down to 45.6 USDT, and ETH to 100 * 0.456 ** follow. Solve for the size.",
        ),
        solution="""
            the worst low, 45.6 % of the start on 12 March 2020, asks for at least a certain short; the rise of ETH
            alone allows at most another. Any size between the two will do.
        """,
        note="you turned the line until a whole set of days fitted on its safe side.",
        code="ether = 45.62 * (45.62 / 100) ** (g.follow - 1)\n"
        "least = (10 * (100 - 45.62) + 0.05 * 45.62 - g.deposit) / (100 - 1.01 * ether)\n"
        "most = (g.deposit - 5) / (g.alone + 0.01 * (100 + g.alone))\n"
        "answer = -(least + most) / 2",
    ),
    Item(
        id="03-box",
        objective="half-space",
        format="choice",
        prompt="""
            Two accounts have the same deposit, all of it posted, and the same two positions: one isolated, one cross.
            Can prices exist at which both isolated legs are open and the cross pool is closed?
        """,
        choices=(
            "Yes, when both legs lose at the same time.",
            "No: add up the conditions of both legs, and the condition of the pool is met.",
            "Yes, when the positions hedge each other.",
        ),
        oracle=lambda: "B",
        wrong={
            "both-lose": Wrong("A", "adding up losses and forgetting that the money behind them adds up as well"),
            "hedged": Wrong(
                "C", "thinking that a hedge weakens the pool: it turns the line, but the corner of the box stays on it"
            ),
        },
        hints=(
            "Write the condition of each isolated leg: what it holds is at least what it needs.",
            "Add the two inequalities side by side.",
            "What do both amounts posted add up to?",
        ),
        solution="""
            posted + profit >= need for each leg, so the sums obey it too, and the sums are the pool. The corner of
            the isolated box lies on the line.
        """,
        note="cross never closes before the first isolated leg does. What it takes along then is another question.",
    ),
)
