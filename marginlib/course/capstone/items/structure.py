"""Items on structure: what a mode or a split decides before the first price."""

from typing import Any

from marginlib.agents import do_nothing, run, top_up
from marginlib.course.capstone.account import ACCOUNT, ACT, REACH
from marginlib.learn.answers import Unreadable, pairs
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross, isolated
from marginlib.worlds import exchange

LONGEST = 30  # rows of a path
LOW, CLOSE = (11.1, 12.0), (0.8, -2.0)
"""Percent that BTC and ETH had lost in the hour from 21:00 UTC of 2025-10-10, at the low and at the close."""


def unlike(draw: Draw) -> dict[str, Any]:
    """A poor pool and a rich one."""
    return {
        "poor": draw.integer(5, 40),
        "poor_need": draw.choice((4, 5, 6)),
        "rich": draw.integer(70, 140),
        "rich_need": draw.choice((2, 3)),
    }


def carried(poor: float, poor_need: float, rich: float, rich_need: float) -> float:
    """What goes from the rich pool to the poor one, so that both have one level.

    >>> carried(10, 5, 125, 3)
    74.375
    """
    return rich - (poor + rich) / (poor_need + rich_need) * rich_need


def judge_kill(answer: Any) -> Verdict | str:
    """A path that closes a leg under a rule behind walls, and nothing in one pool."""
    path = pairs(answer)
    if not 2 <= len(path) <= LONGEST or path[0] != (100.0, 100.0) or min(map(min, path)) <= 0:
        raise Unreadable(f"2 to {LONGEST} pairs of prices above zero are wanted, and the first of them is (100, 100)")
    walls = run(top_up(ACT, REACH), ACCOUNT, path, exchange(isolated))
    if walls.survived:
        return "nobody"
    return Verdict("✓", "") if run(do_nothing, ACCOUNT, path, exchange(cross)).survived else "both"


def crash(draw: Draw) -> dict[str, Any]:
    """A long of BTC beside the short of 5 ETH, in one pool."""
    return {"size": draw.integer(5, 12), "pool": draw.integer(225, 385, 10)}


def at(size: float, pool: float, moves: tuple[float, float]) -> float:
    """Equity of the pool when BTC and ETH have lost so many percent.

    >>> at(10, 200, LOW)
    149.0
    """
    return round(pool - size * moves[0] + 5 * moves[1], 9)


STRUCTURE = (
    Item(
        id="13-shift",
        objective="structure",
        format="numeric",
        prompt="""
            Behind walls, BTC has {poor} USDT and needs {poor_need}, while ETH has {rich} and needs {rich_need}. Your
            manager carries margin from ETH to BTC until both have the same level. How much does it carry?
        """,
        draw=unlike,
        oracle=carried,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "half": Wrong(
                lambda poor, rich, **_: (rich - poor) / 2,
                right="if both needed the same",
                ask="What is a level, besides what is owned?",
            ),
            "free": Wrong(
                lambda poor, poor_need, rich, rich_need: (rich - rich_need - poor + poor_need) / 2,
                did="made what is free alike, and not the levels",
                ask="Is the level of two pools the same when they have the same money above their need?",
            ),
            "share": Wrong(
                lambda poor_need, rich, rich_need, **_: rich * poor_need / (poor_need + rich_need),
                did="shared the money of ETH alone",
                ask="What does BTC have already?",
            ),
        },
        hints=(
            "In the end you want both levels to be the same number. Which one?",
            "You find that level when you divide all money by all need.",
            "ETH then keeps that level times {rich_need} USDT, and the rest goes.",
        ),
        solution="""
            You have {poor} + {rich} USDT for a need of {poor_need} + {rich_need}, and that is the level of both. ETH
            keeps {rich_need} times that level, and you carry {answer} USDT.
        """,
        note="To carry margin by hand is what one pool does by itself.",
        section="Another law",
        code="""
level = (g.poor + g.rich) / (g.poor_need + g.rich_need)
answer = g.rich - level * g.rich_need
""".strip(),
    ),
    Item(
        id="13-kill",
        objective="structure",
        format="adversarial",
        prompt="""
            Be the market. Hand in a path of (BTC, ETH) prices that begins at (100, 100). It has to close a position of
            the manager that tops up at level 5 to 10 behind walls, and nothing of the same book in one pool.
        """,
        judge=judge_kill,
        hand_in="a list of pairs of prices that begins at (100, 100)",
        wrong={
            "nobody": Wrong(
                [(100, 100), (97, 97), (94, 94), (91, 91)],
                did="gave the manager time to act at every price",
                ask="How far does BTC have to go between two looks?",
            ),
            "both": Wrong(
                [(100, 100), (70, 100)],
                did="let BTC fall so far alone that the pool is empty as well",
                ask="Which move of ETH pays the pool for the fall of BTC?",
            ),
        },
        hints=(
            "Your victim acts after a price that it has seen. What if the next one is beyond the line?",
            "BTC is closed behind its wall at about 90.5.",
            "If you let both prices go there in one move, the short earns while the long loses.",
        ),
        solution="""
            You let both prices stay, and then fall in one step to 88. BTC loses more than its 100 USDT before anybody
            looks. In one pool the short has earned 60 in the same step, so nothing is closed.
        """,
        note="No action fits inside a jump, and a pool needs none.",
        code="answer = [(100, 100), (88, 88), (100, 100)]",
        extra=True,
    ),
    Item(
        id="13-day",
        objective="structure",
        format="numeric",
        prompt="""
            On 10 October 2025, from 21:00 to 22:00 UTC, BTC lost 11.1 % at its low and ETH 12.0 % (Binance perpetuals).
            At the close BTC stood at -0.8 % and ETH at +2.0 %. Suppose both lows came at once. You are long {size} BTC
            and short 5 ETH, both entered at 100 USDT at 21:00, with {pool} USDT in one pool. What does the pool own at
            the low?
        """,
        draw=crash,
        oracle=lambda size, pool: at(size, pool, LOW),
        unit="USDT",
        tolerance=0.2,
        wrong={
            "alone": Wrong(
                lambda size, pool: at(size, pool, (LOW[0], 0.0)),
                did="left out what the short of ETH earned",
                ask="Who else is in this pool?",
            ),
            "close": Wrong(
                lambda size, pool: at(size, pool, CLOSE),
                right="for somebody who looks at the close of the hour alone",
                ask="At which price of the hour does a venue look?",
            ),
            "of-money": Wrong(
                lambda pool, **_: pool * (1 - LOW[0] / 100),
                did="took the percent of the money in the pool",
                ask="How many coins does a fall of 11.1 USDT cost you?",
            ),
        },
        hints=(
            "What do you lose with {size} units when the price goes from 100 to 88.9?",
            "With the short of 5 ETH you earn 5 times 12.0 USDT.",
            "Take one from the {pool} USDT and add the other.",
        ),
        solution="""
            You lose {size} x 11.1 USDT with the long and earn 5 x 12.0 with the short. Of {pool} USDT that leaves
            {answer}.
        """,
        note="A candle tells its close at the end, and a venue has looked at its low.",
        code="answer = g.pool - g.size * 11.1 + 5 * 12.0",
        extra=True,
    ),
    Item(
        id="13-split",
        objective="structure",
        format="choice",
        prompt="""
            Behind walls, a manager does a single thing. At the start it carries 33 USDT from ETH to BTC, so that both
            are about equally far from their line in percent. It is judged by its worst of four worlds. What does that
            do?
        """,
        choices={
            "better": "It survives more often there, since both are equally safe now",
            "worse": "It survives less often there",
            "same": "Nothing changes, since the money is the same",
        },
        named={"better": "more often", "worse": "less often", "same": "nothing"},
        oracle=lambda: "worse",
        wrong={
            "better": Wrong(
                "better",
                right="if both legs were hit by moves of the same size and direction",
                ask="Which of the two does a jump downwards hurt, and which one is hurt by a slow rise?",
            ),
            "same": Wrong(
                "same",
                right="in one pool, where it does not matter behind which leg the money stands",
                ask="Can BTC use what stands behind ETH, behind a wall?",
            ),
        },
        hints=(
            "Your worst world is the one with jumps, which nearly all go down.",
            "Between its jumps, prices of that world drift upwards.",
            "Who is short there, now with a third less margin?",
        ),
        solution="""
            In the world with jumps you lose the short of ETH more often, because prices rise between two jumps. And a
            jump takes the long with 133 USDT as with 100. Over many weeks survival falls from 55 % to 49 %.
        """,
        note="Equal distances are not equal risks, so look at who uses the margin.",
        code="",
        extra=True,
    ),
)
