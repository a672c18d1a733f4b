"""Exercises on the edge with numbers: money that moves it, how steep it is, and a short that is just large enough."""

from typing import Any

from marginlib.course.cross_margin.account import BTC_RATE, ENTRY, ETH_RATE, RATES, need, profit
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def topped(
    deposit: float, size: float, short: float, ether: float, target: float, *, own: float = 1.0, others: float = 1.0
) -> float:
    """What a pool lacks for BTC to fall to `target`, with its own need and that of ETH counted so many times."""
    lost = size * (ENTRY - target) - profit(-short, ether)
    return lost + own * BTC_RATE * size * target + others * need(short, ether) - deposit


def slope(size: float, short: float, first: float, second: float) -> float:
    """How far the liquidation price of BTC rises for each USDT of ETH, at rates in percent."""
    return short * (1 + second / 100) / (size * (1 - first / 100))


def least(deposit: float, size: float, target: float, *, own: float = BTC_RATE, other: float = ETH_RATE) -> float:
    """The smallest short with which a pool is open where both prices are `target`, at other rates if that is asked."""
    return (size * (ENTRY - target) + own * size * target - deposit) / (ENTRY - target - other * target)


def worse(draw: Draw) -> dict[str, Any]:
    """A pool whose short has lost already, and a price of BTC that it would not live to see."""
    return {
        "deposit": draw.integer(160, 240, 20),
        "size": draw.integer(10, 12),
        "short": draw.integer(6, 8),
        "ether": draw.integer(104, 108),
        "target": draw.integer(70, 74),
    }


TURNING = (
    Item(
        id="03-topup",
        objective="conditional",
        format="numeric",
        prompt=f"""
            Your pool of {{deposit}} USDT is long {{size}} BTC and short {{short}} ETH, both from 100 USDT, and ETH is
            at {{ether}} now. {RATES} You want to live through a fall of BTC to {{target}} USDT while ETH stays. How
            much must you add?
        """,
        draw=worse,
        oracle=topped,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "no-eth": Wrong(
                lambda deposit, size, target, **_: topped(deposit, size, 0, ENTRY, target),
                did="left the short out",
                ask="What has it lost so far, and what does it need?",
            ),
            "no-own": Wrong(
                lambda **numbers: topped(**numbers, own=0),
                did="left out what BTC itself needs at {target} USDT",
                ask="Is your pool open when nothing is left for the need of BTC?",
            ),
            "no-need": Wrong(
                lambda **numbers: topped(**numbers, others=0),
                did="left out what ETH needs",
                ask="May BTC lose the money that keeps the short open?",
            ),
            "bankrupt": Wrong(
                lambda **numbers: topped(**numbers, own=0, others=0),
                found="what keeps the pool from being empty",
                ask="How much does the venue want to see in it?",
            ),
            "whole": Wrong(
                lambda deposit, **numbers: topped(0, **numbers) + 0 * deposit,
                found="all that has to be in the pool",
                ask="How much of it is there already?",
            ),
            "flipped": Wrong(
                lambda ether, **numbers: (
                    topped(ether=2 * ENTRY - ether, **numbers)
                    + need(numbers["short"], ether)
                    - need(numbers["short"], 2 * ENTRY - ether)
                ),
                did="let the short win what it has lost",
                ask="Which way does a short earn when ETH goes from 100 to {ether}?",
            ),
        },
        hints=(
            "What has your pool lost when BTC is at {target} and ETH at {ether}?",
            "You need what both legs have lost by then, and what each of them needs there.",
            "Add {size} x (100 - {target}), the loss of the short and both needs. Then take off what is there.",
        ),
        solution="""
            At {target} you have lost {size} x (100 - {target}) USDT with BTC and {short} x ({ether} - 100) with ETH.
            The legs need 0.5 % and 1 % of their values there. You have {deposit} USDT, so {answer} are missing.
        """,
        note="A deposit moves the edge without turning it.",
        code="lost = g.size * (100 - g.target) + g.short * (g.ether - 100)\n"
        "answer = lost + 0.005 * g.size * g.target + 0.01 * g.short * g.ether - g.deposit",
        extra=True,
    ),
    Item(
        id="03-slope",
        objective="half-space",
        format="numeric",
        prompt="""
            Another venue wants {first} % for BTC and {second} % for ETH. You are long {size} BTC and short {short} ETH
            there, in one pool. ETH rises by one USDT and BTC stands still. By how many USDT does your liquidation price
            of BTC rise?
        """,
        draw=lambda draw: {
            "size": draw.integer(8, 10),
            "short": draw.integer(4, 7),
            "first": draw.choice((0.4, 0.5)),
            "second": draw.choice((1.5, 2, 3, 5)),
        },
        oracle=slope,
        unit="USDT",
        tolerance=0.0005,
        wrong={
            "sizes": Wrong(
                lambda size, short, **_: short / size,
                did="divided one size by the other",
                ask="What else does a leg take from the pool when its price moves?",
            ),
            "upside-down": Wrong(
                lambda **numbers: 1 / slope(**numbers),
                found="how far ETH may rise for each USDT of BTC",
                ask="Which of the two prices moves by one here?",
            ),
            "signed-need": Wrong(
                lambda size, short, first, second: slope(size, short, first, -second),
                did="let the need of a short shrink when ETH rises",
                ask="Is a larger value worth a larger need, or a smaller one?",
            ),
            "btc-need": Wrong(
                lambda size, short, first, second: slope(size, short, 0 * first, second),
                did="left out what BTC needs",
                ask="What becomes of the need of BTC when its price falls by one?",
            ),
            "eth-need": Wrong(
                lambda size, short, first, second: slope(size, short, first, 0 * second),
                did="left out what ETH needs",
                ask="What becomes of the need of ETH when its price rises by one?",
            ),
            "minus": Wrong(
                lambda **numbers: -slope(**numbers),
                did="let the price of BTC fall",
                ask="Does a short help or hurt you when ETH rises?",
            ),
        },
        hints=(
            "How much does your pool lose above its need when ETH rises by one?",
            "It loses {short} USDT, and the short then needs {second} % of {short} USDT more.",
            "How far does BTC have to fall to take as much from you? Its need shrinks by {first} % on the way.",
        ),
        solution="""
            When ETH rises by one, you are {short} x (1 + {second} / 100) USDT nearer to your need. Each USDT that BTC
            falls takes {size} x (1 - {first} / 100). You divide, and the price rises by {answer} USDT.
        """,
        note="The two weights of a half-space are the slope of its edge.",
        code="answer = g.short * (1 + g.second / 100) / (g.size * (1 - g.first / 100))",
        extra=True,
    ),
    Item(
        id="03-least",
        objective="half-space",
        format="numeric",
        prompt=f"""
            You have a pool of {{deposit}} USDT with a long of {{size}} BTC from 100 USDT, and you fear that both prices
            fall from 100 to {{target}} USDT. {RATES} How many ETH must you sell at 100 USDT, at the least, so that the
            pool is still open there?
        """,
        draw=lambda draw: {
            "deposit": draw.integer(200, 240, 10),  # less than half of a hedge, where both needs would weigh the same
            "size": 10,
            "target": draw.integer(66, 74),
        },
        oracle=least,
        unit="ETH",
        tolerance=0.005,
        wrong={
            "no-need": Wrong(
                lambda **numbers: least(**numbers, other=0.0),
                did="let the short win without needing anything",
                ask="What does the venue want to see for each ETH that you sell?",
            ),
            "no-own": Wrong(
                lambda **numbers: least(**numbers, own=0.0),
                did="left out what BTC needs at {target} USDT",
                ask="How much has to be left in the pool for BTC?",
            ),
            "bankrupt": Wrong(
                lambda **numbers: least(**numbers, own=0.0, other=0.0),
                did="left out both needs",
                ask="Is a pool with nothing left in it still open?",
            ),
            "full": Wrong(
                lambda size, **_: float(size),
                did="sold as many ETH as you have BTC",
                ask="How much of the loss can your deposit carry?",
            ),
            "at-entry": Wrong(
                lambda deposit, size, target: (
                    (size * (ENTRY - target) + BTC_RATE * size * ENTRY - deposit) / (ENTRY - target - ETH_RATE * ENTRY)
                ),
                did="took what both legs need at 100 USDT",
                ask="What are they worth at {target} USDT?",
            ),
        },
        hints=(
            "How much does BTC lose on the way, and how much of that can your deposit carry?",
            "Each ETH that you sell wins 100 - {target} USDT, and needs 1 % of {target} there.",
            "Divide what is missing, the need of BTC included, by what one ETH brings you after its need.",
        ),
        solution="""
            BTC loses {size} x (100 - {target}) USDT and needs 0.005 x {size} x {target} there, of which you have
            {deposit}. Each ETH brings 100 - {target} less 0.01 x {target} USDT, so you sell {answer} ETH.
        """,
        note="The least hedge turns the edge until it passes through what you fear.",
        code="missing = g.size * (100 - g.target) + 0.005 * g.size * g.target - g.deposit\n"
        "answer = missing / (100 - g.target - 0.01 * g.target)",
        extra=True,
    ),
)
