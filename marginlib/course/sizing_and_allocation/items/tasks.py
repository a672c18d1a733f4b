"""Exercises in which something is broken or mended: a path, and two lines of code that real programs had."""

from itertools import pairwise
from typing import Any

from marginlib import formulas
from marginlib.book import Book
from marginlib.course.sizing_and_allocation.account import ENTRY, FLAT
from marginlib.learn.answers import Unreadable, sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import isolated
from marginlib.walk import walk

LEAP, MOST, FREE, SPARED = 0.05, 40, 200.0, 20


def owned(path: list[float], added: float) -> float:
    """What somebody has at the end who added so much to 100 USDT behind ten coins, of 300 in all, by the engine.

    >>> owned([100, 95, 91, 88, 84, 80, 79], 0), owned([100, 95, 91, 88, 84, 80, 79], 100)
    (200.0, 100.0)
    """
    book = Book(["BTC"], [10.0], [ENTRY], [100.0 + added], {"BTC": FLAT}, free={"": FREE - added})
    ends = walk(book, isolated, [[price] for price in path])
    return sum(float(end.left) for end in ends if end.time is None)


def judge_regret(answer: Any, extra: float) -> Verdict | str:
    """A path without leaps after which the one who added has at least `extra` - 20 USDT less."""
    path = sequence(answer)
    if not 2 <= len(path) <= MOST or path[0] != ENTRY or min(path) <= 0:
        raise Unreadable(f"2 to {MOST} prices above 0 are wanted, and the first of them is 100")
    if any(abs(after / before - 1) > LEAP + 1e-9 for before, after in pairwise(path)):
        return "leap"
    without, with_more = owned(path, 0.0), owned(path, extra)
    if without - with_more >= extra - SPARED:
        return Verdict("✓", "")
    if without == with_more:
        return "nobody"
    if with_more > without:
        return "saved"
    return Verdict("✗", f"not yet: whoever added has {without - with_more:.0f} USDT less, and that is not enough.")


def protects(entry: float, stop: float, liquidation: float, size: float) -> bool:
    """Whether a stop ends a loss before the venue does."""
    return (stop - liquidation) * size > 0 and (entry - stop) * size > 0


def on_the_losing_side(entry: float, stop: float, liquidation: float, size: float) -> bool:  # noqa: ARG001 - the bug
    """The same with the bug: the liquidation price is not looked at."""
    return (entry - stop) * size > 0


def sized(equity: float, risk: float, entry: float, stop: float, multiplier: float) -> float:
    """Contracts of so many coins each, that lose `risk` percent of the equity at the stop; below zero for a short."""
    return float(formulas.risked_size(equity, risk / 100, entry, stop)) / multiplier


def without_multiplier(equity: float, risk: float, entry: float, stop: float, multiplier: float) -> float:  # noqa: ARG001 - the bug
    """The same with the bug."""
    return float(formulas.risked_size(equity, risk / 100, entry, stop))


def stopped(draw: Draw) -> dict[str, Any]:
    """A position, its stop and its liquidation price, in any order."""
    side = draw.sign()
    return {
        "entry": 100,
        "stop": 100 - side * draw.integer(2, 9),
        "liquidation": 100 - side * draw.choice((3.5, 5.5, 7.5, 9.5)),
        "size": side * draw.integer(2, 12),
    }


def contracts(draw: Draw) -> dict[str, Any]:
    """An account, its risk, a stop below or above, and the coins in a contract."""
    return {
        "equity": draw.integer(5_000, 20_000, 1_000),
        "risk": draw.choice((0.5, 1, 2)),
        "entry": 100,
        "stop": 100 - draw.sign() * draw.integer(2, 9),
        "multiplier": draw.choice((5, 10, 20)),
    }


TASKS = (
    Item(
        id="06-regret",
        objective="risk",
        format="adversarial",
        prompt="""
            Two traders own 300 USDT each and hold ten coins bought at 100 USDT, with 100 behind them. One of them adds
            {extra} USDT before the week begins. Find a list of prices, the first of them 100 and no step larger than
            5 %, after which that one has at least {extra} - 20 USDT less than the other.
        """,
        draw=lambda draw: {"extra": draw.choice((50, 80, 100))},
        judge=judge_regret,
        hand_in="a list of 2 to 40 prices that begins at 100",
        wrong={
            "nobody": Wrong(
                [100, 96, 93, 96],
                did="let both of them live",
                ask="At which price is the first of the two closed?",
            ),
            "saved": Wrong(
                [100, 96, 92, 88, 92],
                did="closed the one who added nothing and left the other one ahead",
                ask="How far must the price fall until the added money is gone as well?",
            ),
            "leap": Wrong(
                [100, 70], did="let the price leap by more than 5 % at once", ask="How many smaller steps lead there?"
            ),
        },
        hints=(
            "Each of the two can lose what stands behind the coins. When is that more for the one who added?",
            "Both have to be closed, and the price has to come down in small steps.",
            "Go on below 100 - (100 + {extra}) / 10 USDT, and you are there.",
        ),
        solution="""
            You let the price fall in small steps until both are closed. The one has lost 100 USDT and the other
            100 + {extra}, because the added money went through the wall.
        """,
        note="In the weeks in which adding does not save you, it costs all that you added.",
        code="answer = [100, 96, 92, 88, 84, 80, 77, 74]",
        extra=True,
    ),
    Item(
        id="06-beyond",
        objective="size",
        format="bug-hunt",
        prompt="""
            A trading program set stops without ever comparing them with the liquidation price (richkuo/go-trader, issue
            1450, 2026-08-22). Our own two lines do the same. They are to say whether a stop ends a loss before the
            venue does, for a long (size above zero) and for a short. Mend them.
        """,
        draw=stopped,
        oracle=protects,
        stub=on_the_losing_side,
        arguments=("entry", "stop", "liquidation", "size"),
        cases=(
            {"entry": 100, "stop": 95, "liquidation": 90.45, "size": 10},
            {"entry": 100, "stop": 95, "liquidation": 96.48, "size": 10},
            {"entry": 100, "stop": 105, "liquidation": 109.45, "size": -10},
            {"entry": 100, "stop": 105, "liquidation": 103.6, "size": -10},
            {"entry": 100, "stop": 95, "liquidation": 95, "size": 10},
            {"entry": 100, "stop": 105, "liquidation": 90.45, "size": 10},
        ),
        wrong={
            "long-only": Wrong(
                lambda entry, stop, liquidation, **_: liquidation < stop < entry,
                right="if nobody were ever short",
                ask="On which side of the entry does a short lose?",
            ),
            "touching": Wrong(
                lambda entry, stop, liquidation, size: (stop - liquidation) * size >= 0 and (entry - stop) * size > 0,
                did="let the stop lie exactly at the liquidation price",
                ask="Who is first when both have the same price?",
            ),
            "reversed": Wrong(
                lambda entry, stop, liquidation, size: (stop - liquidation) * size < 0 and (entry - stop) * size > 0,
                did="turned the comparison round",
                ask="A price falls from 100. Which of 95 and 90.45 does it meet first?",
            ),
        },
        hints=(
            "Draw the three prices in a row for a long, and then for a short.",
            "Your stop has to lie between the entry and the liquidation price.",
            "The sign of the size tells which way the price runs when you lose. Multiply a difference by it.",
        ),
        solution="""
            The stop has to lie on the losing side of the entry, and the liquidation price further out on the same side.
            Multiplied by the size, both differences are above zero for longs and shorts alike.
        """,
        note="A stop is only worth something if the price meets it first.",
        code="""
def answer(entry, stop, liquidation, size):
    return (entry - stop) * size > 0 and (stop - liquidation) * size > 0
""".strip(),
        extra=True,
    ),
    Item(
        id="06-multiplier",
        objective="size",
        format="bug-hunt",
        prompt="""
            A well-known library sized a position by its stop and forgot that a contract may stand for many coins
            (nautilus_trader, issue 4696, 2026-08-09). Our own line has the same fault. risk is in percent, multiplier
            is the coins in a contract, and the answer is below zero for a short, whose stop lies above. Mend it.
        """,
        draw=contracts,
        oracle=sized,
        stub=without_multiplier,
        arguments=("equity", "risk", "entry", "stop", "multiplier"),
        tolerance=0.001,
        cases=(
            {"equity": 1_000_000, "risk": 1, "entry": 3, "stop": 2, "multiplier": 1_000},
            {"equity": 10_000, "risk": 1, "entry": 100, "stop": 105, "multiplier": 10},
            {"equity": 10_000, "risk": 1, "entry": 100, "stop": 95, "multiplier": 1},
        ),
        wrong={
            "times": Wrong(
                lambda multiplier, **given: sized(multiplier=1, **given) * multiplier,
                did="multiplied by the coins in a contract",
                ask="How much does one contract lose, compared with one coin?",
            ),
            "unsigned": Wrong(
                lambda **given: abs(sized(**given)),
                did="left out the sign",
                ask="Which way does somebody trade whose stop lies above the entry?",
            ),
            "square": Wrong(
                lambda multiplier, **given: sized(multiplier=1, **given) / multiplier**2,
                did="divided by the coins in a contract twice",
                ask="How often does a contract of ten coins lose what one coin loses?",
            ),
        },
        hints=(
            "What does one contract lose between the entry and the stop?",
            "It loses as often what one coin loses as it has coins.",
            "You divide what may be lost by the loss of one contract.",
        ),
        solution="""
            One contract loses the multiplier times the distance to the stop. You divide the USDT that you may lose by
            that, and the sign of the distance gives the side.
        """,
        note="A unit that nobody wrote down is a factor that somebody forgets.",
        code="""
def answer(equity, risk, entry, stop, multiplier):
    return equity * risk / 100 / ((entry - stop) * multiplier)
""".strip(),
        extra=True,
    ),
)
