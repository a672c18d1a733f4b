"""Items on what one jump leaves in each mode."""

from collections.abc import Sequence
from typing import Any

from marginlib.course.isolated_versus_cross.account import POSTED, after, apart, equities, kept
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def pooled(amounts: Sequence[float]) -> float:
    """What one pool holds."""
    return max(0.0, float(sum(amounts)))


def one_bankrupt(draw: Draw) -> dict[str, Any]:
    """A jump that bankrupts BTC alone and leaves one pool of all alive, in which less is left than is lost."""
    eth, both = draw.integer(93, 96), draw.integer(191, 194)
    return {"btc": draw.integer(84, 88), "eth": eth, "sol": both - eth}


def basket_bankrupt(draw: Draw) -> dict[str, Any]:
    """A jump that bankrupts BTC and ETH together, and free money beside, less than their basket lacks."""
    return {
        "btc": draw.integer(78, 80),
        "eth": draw.integer(92, 94),
        "sol": draw.integer(95, 104),
        "free": draw.integer(25, 45, 10),
    }


JUMP = (
    Item(
        id="04-jump",
        objective="jump",
        format="numeric",
        prompt="""
            You have three isolated longs. Each is 10 units bought at 100 USDT, with 100 USDT behind it. In one jump
            BTC goes to {btc}, ETH to {eth} and SOL to {sol} USDT. How much do you have left in the three pools?
        """,
        draw=one_bankrupt,
        oracle=after(apart),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "netted": Wrong(
                after(pooled), right="if all three stood in one pool", ask="Can ETH and SOL pay for BTC through a wall?"
            ),
            "posted": Wrong(
                lambda btc, eth, sol: 200 + 0 * (btc + eth + sol),
                did="gave the two open pools what was posted",
                ask="What have ETH and SOL lost or gained in the jump?",
            ),
            "per-unit": Wrong(
                lambda btc, eth, sol: btc + eth + sol,
                did="counted one unit of each",
                ask="How many units does each position hold?",
            ),
            "lost": Wrong(
                after(lambda amounts: POSTED * len(amounts) - apart(amounts)),
                found="what is lost",
                ask="How much of the 300 USDT does that leave?",
            ),
            "all-gone": Wrong(0, did="emptied all three pools", ask="Which of them lacks money after this jump?"),
        },
        hints=(
            "Take each pool for itself. What you put in is there, and ten times the move comes to it.",
            "One of the three comes out below zero. What can a pool hold at least?",
            "Add the two in which you still own something.",
        ),
        solution="""
            You own 100 + 10 x ({eth} - 100) in ETH and 100 + 10 x ({sol} - 100) in SOL. Your BTC pool would be below
            zero, so it counts as nothing, and {answer} USDT are left.
        """,
        note="Each pool counts with what it holds, and never with less than nothing.",
        code="own = [100 + 10 * (price - 100) for price in (g.btc, g.eth, g.sol)]\n"
        "answer = sum(max(0, one) for one in own)",
    ),
    Item(
        id="04-basket",
        objective="jump",
        format="numeric",
        prompt="""
            Your BTC and your ETH share a basket, your SOL has its own pool, and {free} USDT stay free. Each long is 10
            units bought at 100 USDT, with 100 USDT behind it. In one jump BTC goes to {btc}, ETH to {eth} and SOL to
            {sol} USDT. How much do you have left in all?
        """,
        draw=basket_bankrupt,
        oracle=lambda btc, eth, sol, free: kept([*equities(btc, eth, sol), free], "aabc"),
        unit="USDT",
        tolerance=0.2,
        wrong={
            "isolated": Wrong(
                lambda btc, eth, sol, free: apart([*equities(btc, eth, sol), free]),
                did="put a wall between BTC and ETH",
                ask="Who pays for BTC inside their basket?",
            ),
            "cross": Wrong(
                lambda btc, eth, sol, free: pooled([*equities(btc, eth, sol), free]),
                right="if one pool held everything",
                ask="Can the basket reach SOL and the free money?",
            ),
            "free-pays": Wrong(  # it is gone either way, since it is less than the basket lacks
                lambda btc, eth, sol, free: apart(equities(sol)) + 0 * (btc + eth + free),
                did="left the free money out, or let it pay for the basket",
                ask="Can the basket reach the {free} USDT outside it?",
            ),
        },
        hints=(
            "How many pools do you have, the free money included?",
            "Add BTC and ETH first, then ask whether their basket holds anything.",
            "You have nothing left in the basket. Two pools remain.",
        ),
        solution="""
            The basket is below zero, so it counts as nothing. You own 100 + 10 x ({sol} - 100) in SOL and {free} free,
            which is {answer} USDT.
        """,
        note="Inside a basket gains pay for losses, and at its wall they stop.",
        code="basket = 200 + 10 * (g.btc - 100) + 10 * (g.eth - 100)\n"
        "answer = max(0, basket) + max(0, 100 + 10 * (g.sol - 100)) + g.free",
    ),
)
