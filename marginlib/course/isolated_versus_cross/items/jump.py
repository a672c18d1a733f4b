"""Items on what one jump leaves in each mode."""

from collections.abc import Sequence
from typing import Any

from marginlib.course.isolated_versus_cross.account import ENTRY, MARKETS, after, apart, book, equities, kept
from marginlib.learn.answers import sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross, isolated
from marginlib.walk import walk

LOWEST = 50  # prices that a jump of the adversary may reach


HIGHEST = 150


def pooled(amounts: Sequence[float]) -> float:
    """What one pool holds."""
    return max(0.0, float(sum(amounts)))


def one_bankrupt(draw: Draw) -> dict[str, Any]:
    """A jump that bankrupts BTC alone, and leaves one pool of all alive."""
    return {"btc": draw.integer(84, 88), "eth": draw.integer(93, 97), "sol": draw.integer(95, 102)}


def basket_bankrupt(draw: Draw) -> dict[str, Any]:
    """A jump that bankrupts BTC and ETH together, and some free money beside."""
    return {
        "btc": draw.integer(78, 82),
        "eth": draw.integer(93, 97),
        "sol": draw.integer(95, 104),
        "free": draw.integer(25, 105, 20),
    }


def baskets_drawn(draw: Draw) -> dict[str, Any]:
    """Four amounts, one of them below zero, and their baskets."""
    amounts = (-draw.integer(20, 90), draw.integer(10, 80), draw.integer(10, 80), -draw.integer(5, 40))
    return {
        "amounts": amounts,
        "baskets": draw.choice((("a", "a", "b", "b"), ("a", "b", "b", "a"), ("b", "a", "b", "c"))),
    }


def judge_apart(answer: Any, more: float) -> Verdict | str:
    """Prices after one jump that leave `more` in isolated pools than in one."""
    prices = sequence(answer)
    if len(prices) != len(MARKETS) or not all(LOWEST <= price <= HIGHEST for price in prices):
        return Verdict("✗", "not yet: three prices from 50 to 150 are wanted, for BTC, ETH and SOL.")
    jump = [[ENTRY] * len(MARKETS), prices]
    alone = walk(book(), isolated, jump, between=False)[: len(MARKETS)]
    if not any(end.bad_debt for end in alone):
        return "nobody"
    if not any(end.left for end in alone):
        return "together"
    if sum(end.left for end in alone) - walk(book(), cross, jump, between=False)[0].left < more:
        return Verdict("✗", "not yet: isolated keeps more than cross, but not by as much as is asked.")
    return Verdict("✓", "")


def bankrupt(cash: float, pool: Sequence[float], isolated: Sequence[float]) -> bool:
    """Whether the cross pool is bankrupt, as a real protocol had it: something is counted that is not in the pool."""
    return cash + sum(pool) + sum(isolated) < 0


def judge_bankrupt(cash: float, pool: Sequence[float], isolated: Sequence[float]) -> bool:  # noqa: ARG001 - no part of it
    """Whether the cross pool is bankrupt."""
    return cash + sum(pool) < 0


JUMP = (
    Item(
        id="04-jump",
        objective="jump",
        format="numeric",
        prompt="""
            Three isolated longs, each of 10 units from 100 USDT with 100 USDT posted. In one jump BTC goes to {btc},
            ETH to {eth}, SOL to {sol} USDT. How much is left in the three pools together?
        """,
        draw=one_bankrupt,
        oracle=after(apart),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "netted": Wrong(after(pooled), "letting the other pools pay for BTC: an isolated loss ends at its wall"),
            "posted": Wrong(
                lambda btc, eth, sol: 200 + 0 * (btc + eth + sol),
                "giving the two open pools what was posted: their profit or loss belongs to them as well",
            ),
            "all-gone": Wrong(0, "closing everything: one pool failed, the other two did not"),
        },
        hints=(
            "Each pool for itself: what was posted, plus ten times the move.",
            "One of the three comes out below zero. What can a pool hold at least?",
            "Add the two that are above zero.",
        ),
        solution="100 + 10 x ({eth} - 100) for ETH, 100 + 10 x ({sol} - 100) for SOL, nothing for BTC: {answer} USDT.",
        note="each pool counts with what it holds, never with less than nothing.",
        code="own = [100 + 10 * (price - 100) for price in (g.btc, g.eth, g.sol)]\n"
        "answer = sum(max(0, one) for one in own)",
    ),
    Item(
        id="04-basket",
        objective="jump",
        format="numeric",
        prompt="""
            BTC and ETH share a basket, SOL has its own pool, {free} USDT stay free. Each long: 10 units from 100
            USDT, 100 USDT posted. In one jump BTC goes to {btc}, ETH to {eth}, SOL to {sol} USDT. How much is left in
            all?
        """,
        draw=basket_bankrupt,
        oracle=lambda btc, eth, sol, free: kept([*equities(btc, eth, sol), free], "aabc"),
        unit="USDT",
        tolerance=0.2,
        wrong={
            "isolated": Wrong(
                lambda btc, eth, sol, free: apart([*equities(btc, eth, sol), free]),
                "putting a wall between BTC and ETH: they share one basket, and one drags the other down",
            ),
            "cross": Wrong(
                lambda btc, eth, sol, free: pooled([*equities(btc, eth, sol), free]),
                "one pool for everything: SOL and the free money stand behind walls of their own",
            ),
            "free-lost": Wrong(
                lambda btc, eth, sol, free: apart(equities(sol)) + 0 * (btc + eth + free),
                "forgetting the free money: no pool can reach it",
            ),
        },
        hints=(
            "How many pools are there, the free money included?",
            "Add BTC and ETH first, then ask whether their basket holds anything.",
            "The basket is empty. Two pools are left.",
        ),
        solution="""
            the basket has less than nothing, so it counts zero; SOL holds 100 + 10 x ({sol} - 100), and {free} are
            free: {answer} USDT.
        """,
        note="a basket nets inside and walls off outside.",
        code="basket = 200 + 10 * (g.btc - 100) + 10 * (g.eth - 100)\n"
        "answer = max(0, basket) + max(0, 100 + 10 * (g.sol - 100)) + g.free",
    ),
    Item(
        id="04-kept",
        objective="jump",
        format="function",
        prompt="""
            Write kept(amounts, baskets): what is left after one jump. amounts holds the equity of each position,
            baskets a label for each; positions with the same label share a pool. Isolated and cross are two cases of
            it.
        """,
        draw=baskets_drawn,
        oracle=kept,
        unit="USDT",
        tolerance=0.01,
        cases=(
            {"amounts": (-50, 30, 40), "baskets": ("a", "b", "c")},
            {"amounts": (-50, 30, 40), "baskets": ("a", "a", "a")},
            {"amounts": (-50, 30, 40), "baskets": ("a", "a", "b")},
            {"amounts": (-50, 30, 10), "baskets": (1, 1, 1)},
            {"amounts": (-50, 30, 10), "baskets": (2, 2, 1)},
        ),
        wrong={
            "isolated": Wrong(
                lambda amounts, baskets: apart(amounts) + 0 * len(baskets),
                "a wall around every position: within a basket losses and gains are added first",
            ),
            "cross": Wrong(
                lambda amounts, baskets: pooled(amounts) + 0 * len(baskets),
                "one pool for everything: a loss stops at the wall of its basket",
            ),
            "no-limit": Wrong(
                lambda amounts, baskets: float(sum(amounts)) + 0 * len(baskets),
                "leaving out limited liability: no pool can hold less than nothing",
            ),
        },
        hints=(
            "Which labels are there? Each is a pool.",
            "For each pool add the amounts that carry its label.",
            "A pool counts with its sum or with zero, whichever is more. Add the pools.",
        ),
        solution="for each label the larger of zero and the sum of its amounts; then the sum over labels.",
        note="a mode is nothing but the labels.",
        code="def answer(amounts, baskets):\n"
        "    sums = {}\n"
        "    for amount, label in zip(amounts, baskets):\n"
        "        sums[label] = sums.get(label, 0) + amount\n"
        "    return sum(max(0, money) for money in sums.values())",
    ),
    Item(
        id="04-apart",
        objective="jump",
        format="adversarial",
        prompt="""
            Three longs, each of 10 units from 100 USDT with 100 USDT posted. One jump. Find prices from 50 to 150 for
            BTC, ETH and SOL, in a list, after which isolated mode keeps at least {more} USDT more than cross mode.
        """,
        draw=lambda draw: {"more": draw.integer(60, 180, 20)},
        judge=judge_apart,
        hand_in="a list of three prices, for BTC, ETH and SOL",
        wrong={
            "nobody": Wrong([95, 98, 101], "a jump that bankrupts nobody: the walls have nothing to stop"),
            "together": Wrong(
                [80, 80, 80], "a jump that takes all alike: where every pool is empty, walls save nothing"
            ),
        },
        hints=(
            "Walls help where a loss would reach money that is still there.",
            "One position must lose more than its 100 USDT, the others must not.",
            "What BTC loses beyond 100 USDT is what cross pays and isolated does not, while the others can pay it.",
        ),
        solution="let BTC fall so far that it lacks more than what is asked, and leave ETH and SOL where they are.",
        note="walls are worth the most when one position fails alone.",
        code="answer = [100 - (100 + g.more) / 10, 100, 100]",
        extra=True,
    ),
    Item(
        id="04-counted",
        objective="jump",
        format="bug-hunt",
        prompt="""
            Fixed in Drift in 2026, here in our own few lines: the test whether a cross pool is bankrupt counted
            isolated positions. cash is the money of the pool, pool lists the profits in it, isolated the equities of
            isolated positions. Mend it.
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
            {"cash": 100, "pool": (-40, 10), "isolated": (-90,)},
            {"cash": 100, "pool": (-150,), "isolated": (-30, 60)},
            {"cash": 100, "pool": (-300,), "isolated": (20,)},
            {"cash": 100, "pool": (-60, -60), "isolated": (50, -20)},
        ),
        wrong={
            "surplus": Wrong(
                lambda cash, pool, isolated: cash + sum(pool) + sum(max(0, one) for one in isolated) < 0,
                "counting what isolated pools own: the cross pool cannot reach it",
            ),
            "deficit": Wrong(
                lambda cash, pool, isolated: cash + sum(pool) + sum(min(0, one) for one in isolated) < 0,
                "counting what isolated pools lack: the cross pool does not owe it",
            ),
            "never": Wrong(lambda **_: False, "switching the test off: a bankrupt pool would stay unnoticed"),
        },
        hints=(
            "Draw the tanks. Which money is behind the pool?",
            "Take a bankrupt pool beside a rich isolated position: what does the function say?",
            "One term in the sum belongs to other tanks.",
        ),
        solution="the pool is bankrupt when cash + sum(pool) is below zero; what isolated positions hold is not in it.",
        note="a pool is judged by what is in it.",
        code="def answer(cash, pool, isolated):\n    return cash + sum(pool) < 0",
        extra=True,
    ),
)
