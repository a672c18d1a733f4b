"""Items on the condition of one pool: the conditional price of a leg, and the half-space of safe prices."""

from typing import Any

import numpy as np

from marginlib.learn.answers import number
from marginlib.learn.bank.lesson_03.account import (
    BTC_RATE,
    ENTRY,
    ETH_RATE,
    RATES,
    book,
    drawn,
    need,
    priced,
    profit,
)
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross
from marginlib.paths import extremes, stress_day

DAYS = {
    "12 March 2020": "2020-03-12",
    "19 May 2021": "2021-05-19",
    "9 November 2022": "2022-11-09",
    "10 October 2025": "2025-10-10",
}


def conditional(deposit: float, size: float, other: float, ether: float) -> float:
    """Liquidation price of BTC while ETH stays."""
    return priced(deposit, size, profit(other, ether), need(other, ether))


def move(size: float, other: float, rise: float) -> float:
    """How far the liquidation price of BTC moves when ETH rises."""
    return conditional(300, size, other, ENTRY + rise) - conditional(300, size, other, ENTRY)


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
    """Whether a pool with 10 BTC and `size` ETH is open all along `path`, shape (k, 2)."""
    if not size:
        return bool((deposit + 10 * (path[:, 0] - ENTRY) >= 10 * BTC_RATE * path[:, 0]).all())
    half = book(deposit, 10, size).half_spaces(cross)
    return bool((path @ half.normals[0] >= half.offsets[0]).all())


def judge_hedge(answer: Any, deposit: float, follow: float, alone: float) -> Verdict | str:
    """The size must carry the pool through every day, and through the rise of ETH alone."""
    size = number(answer)
    if size >= 0:
        return "wrong-side" if size > 0 else "unhedged"
    if not survives(deposit, size, np.array([[ENTRY, ENTRY + alone]])):
        return "too-large"
    for name, day in DAYS.items():
        btc = extremes(stress_day(day)).ravel()
        btc = btc / btc[0]
        if not survives(deposit, size, ENTRY * np.column_stack([btc, btc**follow])):
            return Verdict("✗", f"not yet: the pool is closed in the fall of {name}. A larger hedge earns more there.")
    return Verdict("✓", "")


CONDITIONAL = (
    Item(
        id="03-hook",
        objective="conditional",
        format="predict",
        prompt="A cross account: 200 USDT, and a long of 10 BTC from 100 USDT. The screen says that it is liquidated at"
        " 80.40 USDT. As a hedge you sell 10 ETH short at 100 USDT. No price has moved yet. What does the screen say"
        " about BTC now?",
        choices=(
            "Still 80.40: nothing has happened to BTC.",
            "Less than 80.40: a hedge makes the account safer.",
            "More than 80.40: liquidation has come closer.",
        ),
        oracle=lambda: "C",
        wrong={
            "apart": Wrong("A", "treating BTC as if it stood alone: in a cross account both legs share one pool"),
            "hedged": Wrong(
                "B", "expecting the number to know about the hedge: it is computed as if ETH never moved again"
            ),
        },
        hints=(
            "Does the new position need anything to stay open?",
            "What it needs comes out of the same 200 USDT.",
            "How much is then left for BTC to lose?",
        ),
        solution="81.41 USDT, about 1 USDT closer. The short needs 1 % of its 1,000 USDT, and these 10 USDT come out"
        " of the one pool. BTC may lose that much less before the pool is closed.",
        note="the number holds while ETH stands still, so it counts what the hedge needs and not what it protects"
        " from.",
    ),
    Item(
        id="03-price",
        objective="conditional",
        format="numeric",
        prompt="A cross pool of {deposit} USDT holds {size} BTC and {other:+d} ETH (minus is a short), both from 100"
        f" USDT. ETH stands at {{ether}} USDT. {RATES} At which BTC price is the pool liquidated while ETH stays?",
        draw=drawn,
        oracle=conditional,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "no-need": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, profit(other, ether), 0),
                "leaving out what ETH needs: that money is not there for BTC to lose",
            ),
            "no-profit": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, 0, need(other, ether)),
                "leaving out what ETH has gained or lost: in one pool it counts at once",
            ),
            "flipped": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, -profit(other, ether), need(other, ether)),
                "the sign of the opposite trade in ETH: a short gains when the price falls",
            ),
            "alone": Wrong(
                lambda deposit, size, **_: priced(deposit, size, 0, 0),
                "treating BTC as if it stood alone: ETH shares the pool",
            ),
        },
        hints=(
            "What would BTC alone have behind it, and what does ETH add or take away?",
            "Add the profit of ETH to the deposit (a loss is negative), and take off what ETH needs.",
            "With W for the result, solve W + size (P - 100) = 0.005 x size x P for P.",
        ),
        solution="W = {deposit} + ({other}) x ({ether} - 100) - 1 % of the value of ETH. Then (W - {size} x 100) /"
        " ({size}"
        " x 0.005 - {size}) = {answer} USDT.",
        note="it is one of many: each ETH price has its own.",
        code="behind = g.deposit + g.other * (g.ether - 100) - 0.01 * abs(g.other) * g.ether\n"
        "answer = (behind - g.size * 100) / (g.size * 0.005 - g.size)",
    ),
    Item(
        id="03-moved",
        objective="conditional",
        format="numeric",
        prompt="A cross pool holds {size} BTC and {other:+d} ETH (minus is a short), both from 100 USDT."
        f" {RATES} ETH rises by {{rise}} USDT, BTC stands still. By how much does the liquidation price of BTC move?"
        " Minus is down.",
        draw=lambda draw: {
            "size": draw.integer(5, 12),
            "other": draw.sign() * draw.integer(4, 15),
            "rise": draw.integer(3, 9),
        },
        oracle=move,
        unit="USDT",
        tolerance=0.004,
        wrong={
            "wrong-way": Wrong(
                lambda size, other, rise: -move(size, other, rise),
                "the sign of the opposite trade: what ETH gains is more room for BTC to fall, so its price moves down",
            ),
            "no-need": Wrong(
                lambda size, other, rise: -other * rise / (size * (1 - BTC_RATE)),
                "leaving out that ETH needs more when it is worth more",
            ),
            "no-btc-need": Wrong(
                lambda size, other, rise: -(other - abs(other) * ETH_RATE) * rise / size,
                "leaving out that BTC needs less when it is worth less",
            ),
            "one-to-one": Wrong(
                lambda size, other, rise: -rise if other > 0 else rise + 0 * size,
                "moving one price by as much as the other: the sizes decide",
            ),
        },
        hints=(
            "How much does ETH gain or lose, and how much more does it need?",
            "That much more, or less, BTC may lose before the pool meets the line.",
            "One USDT of BTC price is worth size x (1 - 0.005) to the pool.",
        ),
        solution="ETH adds ({other} - 1 % of its size without sign) x {rise} USDT to the pool. Divide by {size} x 0.995"
        " and turn the sign: {answer} USDT.",
        note="the ratio of both amounts is the slope of the line.",
        code="gain = (g.other - 0.01 * abs(g.other)) * g.rise\nanswer = -gain / (g.size * 0.995)",
    ),
    Item(
        id="03-order",
        objective="conditional",
        format="order",
        prompt="A cross pool is long BTC and short ETH. BTC stands still, and yet its liquidation price moves. Put the"
        " steps in order.",
        steps=(
            "the ETH price rises",
            "the short loses, and needs more",
            "the pool has less to spare above what it needs",
            "BTC may fall less far before the pool is closed",
            "the screen shows a higher liquidation price for BTC",
        ),
        wrong={
            "screen-first": Wrong(
                (0, 1, 4, 2, 3), "letting the screen lead: the number is computed from what the pool can spare"
            ),
            "btc-first": Wrong(
                (0, 3, 1, 2, 4),
                "going past the pool: ETH reaches BTC through the money that they share, and not before",
            ),
        },
        hints=(
            "Which price moves, and who feels it first?",
            "What both legs share stands in the middle of the chain.",
            "The number on the screen comes last.",
        ),
        solution="price of ETH, loss and need of the short, what the pool can spare, room for BTC, the number.",
        note="everything in a cross account passes through the one pool.",
    ),
    Item(
        id="03-why",
        objective="conditional",
        format="explain",
        prompt="Why did the BTC liquidation price move when you traded ETH? Name what moved it at once, what moves it"
        " later, and what the number assumes.",
        wrong={
            "linked": Wrong(
                r"\b(are|is) correlated",
                "thinking of how both prices move together: the number moves even if BTC never follows ETH",
            ),
        },
        hints=(
            "Two amounts of ETH enter the formula for BTC.",
            "One of them is there from the first second. The other is zero at first.",
            "Which price does the formula hold still?",
        ),
        solution="Both legs share one pool. At once the new leg needs maintenance, and that money is not there for BTC"
        " to lose. Later its unrealised profit or loss is added to the pool. The number holds only while ETH stands"
        " still, so every tick of ETH makes a new one.",
    ),
)


HALF_SPACE = (
    Item(
        id="03-line",
        objective="half-space",
        format="numeric",
        prompt="A cross pool of {deposit} USDT is long {size} BTC and short {short} ETH, both from 100 USDT."
        f" {RATES} BTC stands at {{bitcoin}} USDT. At which ETH price is the pool liquidated while BTC stays?",
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
        solution="0.995 x {size} x {bitcoin} - 1.01 x {short} x P = 100 x ({size} - {short}) - {deposit} gives P ="
        " {answer}"
        " USDT.",
        note="you have found one point of the line. Each BTC price has another.",
        code="left = g.deposit + g.size * (g.bitcoin - 100) - 0.005 * g.size * g.bitcoin\n"
        "answer = (left + 100 * g.short) / (1.01 * g.short)",
    ),
    Item(
        id="03-safe",
        objective="half-space",
        format="function",
        prompt="Write safe(deposit, size, other, bitcoin, ether): True while a cross pool with a long of size BTC and"
        f" other ETH (signed), both from 100 USDT, stays open. {RATES}",
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
        solution="deposit + size (bitcoin - 100) + other (ether - 100) > 0.005 x size x bitcoin + 0.01 x |other| x"
        " ether.",
        note="it is one inequality, linear in both prices: a half-space.",
        code="def answer(deposit, size, other, bitcoin, ether):\n"
        "    equity = deposit + size * (bitcoin - 100) + other * (ether - 100)\n"
        "    return equity > 0.005 * size * bitcoin + 0.01 * abs(other) * ether",
    ),
    Item(
        id="03-hedge",
        objective="half-space",
        format="design",
        prompt="You are long 10 BTC from 100 USDT in a cross pool of {deposit} USDT. Choose one size of ETH from 100"
        " USDT, with its sign, that carries the pool through five days. Four are stress days, begun at 100 USDT:"
        f" {', '.join(DAYS)}. On them ETH stands at 100 * (BTC / 100) ** {{follow}}. On the fifth BTC"
        f" stands still and ETH rises by {{alone}} %. {RATES}",
        draw=lambda draw: {
            "deposit": draw.integer(180, 260, 20),
            "follow": draw.choice((0.8, 1.0, 1.2)),
            "alone": draw.choice((12, 15, 18)),
        },
        judge=judge_hedge,
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
        solution="the worst low, 45.6 % of the start on 12 March 2020, asks for at least a certain short; the rise of"
        " ETH alone allows at most another. Any size between the two will do.",
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
        prompt="Two accounts have the same deposit, all of it posted, and the same two positions: one isolated, one"
        " cross. Can prices exist at which both isolated legs are open and the cross pool is closed?",
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
        solution="posted + profit >= need for each leg, so the sums obey it too, and the sums are the pool. The"
        " corner of"
        " the isolated box lies on the line.",
        note="so cross never closes before the first isolated leg does. What it takes along then is another question.",
    ),
)
