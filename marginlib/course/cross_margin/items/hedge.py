"""Items on a hedged book in both modes."""

from collections.abc import Iterable, Mapping
from typing import Any

from marginlib.course.cross_margin.account import ENTRY, RATES, SIZE, book
from marginlib.learn.answers import Unreadable, sequence, shown
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross, isolated
from marginlib.walk import walk


def pairs(answer: Any) -> list[tuple[float, float]]:
    """The answer as a path of pairs of prices, or Unreadable."""
    if isinstance(answer, (str, bytes, Mapping)) or not isinstance(answer, Iterable):
        raise Unreadable(f"a list of pairs (BTC price, ETH price) is wanted; this is {shown(answer)}.")
    found = [sequence(one) if isinstance(one, Iterable) else [] for one in answer]
    if any(len(one) != 2 for one in found):
        raise Unreadable("every step of the path is a pair: (BTC price, ETH price).")
    return [(btc, eth) for btc, eth in found]


def judge_path(answer: Any, deposit: float, short: float) -> Verdict | str:
    """The path must close the cross pool and leave the isolated account with more than it began with."""
    path = pairs(answer)
    if path[0] != (ENTRY, ENTRY) or min(map(min, path)) <= 0:
        return Verdict("✗", "not yet: a path begins at (100, 100), and no price is zero or less.")
    account = book(deposit, SIZE, -short)
    if walk(account, cross, path)[0].time is None:
        return "cross-open"
    alive = [end.left for end in walk(account, isolated, path)[:2] if end.time is None]
    if not alive:
        return "both-closed"
    if sum(alive) <= deposit:
        return Verdict("✗", "not yet: cross is closed and a leg lives, but the isolated account ends with no gain.")
    return Verdict("✓", "")


HEDGE = (
    Item(
        id="03-together",
        objective="hedge",
        format="predict",
        prompt=f"""
            A long of 10 BTC and a short of 10 ETH from 100 USDT, 200 USDT in all: 100 behind each in isolated mode,
            one pool in cross mode. {RATES} Both prices fall by 12 % together, then rise together to 12 % above the
            start. What is still open?
        """,
        choices=(
            "Everything in both modes: the book is hedged all the time.",
            "The cross pool; in isolated mode both legs have been closed.",
            "The isolated short; the cross pool has been closed.",
        ),
        oracle=lambda: "B",
        wrong={
            "hedged": Wrong(
                "A", "counting the hedge in isolated mode: each leg stands alone, whatever the other one earns"
            ),
            "pooled": Wrong("C", "expecting the shared pool to fail: what one leg loses there, the other one has won"),
        },
        hints=(
            "What does the whole book gain or lose when both prices move together?",
            "Where is each isolated leg liquidated on its own?",
            "The fall reaches one of these prices, the rise the other.",
        ),
        solution="""
            the isolated long is closed at 90.45 USDT on the way down, the isolated short at 108.91 on the way up. In
            the cross pool each leg paid for the other, and equity stayed at 200 USDT all the time.
        """,
        note="a hedge works only inside one pool.",
    ),
    Item(
        id="03-profit",
        objective="hedge",
        format="choice",
        prompt="""
            In isolated mode your long of BTC is 1 USDT away from its liquidation price. Your short of ETH has an
            unrealised profit of 300 USDT. What does that profit do for the long?
        """,
        choices=(
            "It holds the long open, because both belong to you.",
            "Nothing, unless you move money into the pool of the long yourself.",
            "It lowers what the long needs.",
        ),
        oracle=lambda: "B",
        wrong={
            "shared": Wrong("A", "thinking of a cross account: here a wall stands between the two pools"),
            "need": Wrong("C", "mixing what a leg has with what it needs: the need depends on its own value alone"),
        },
        hints=(
            "Whose pool is the profit in?",
            "In isolated mode nothing flows from one pool to another by itself.",
            "The test of the long reads its own equity and its own need.",
        ),
        solution="the profit sits in the pool of the short. The venue looks at the pool of the long and closes it.",
        note="the wall that stops a loss stops a profit, too.",
    ),
    Item(
        id="03-path",
        objective="hedge",
        format="adversarial",
        prompt=f"""
            Two accounts hold a long of 10 BTC and a short of {{short}} ETH from 100 USDT: one cross, one isolated.
            Each has {{deposit}} USDT; in isolated mode all of it is posted, in proportion to the values of the legs.
            {RATES} Find a path, a list of pairs (BTC price, ETH price) such as [(100, 100), (95, 101)], that closes
            the cross pool and leaves the isolated account with more than its deposit.
        """,
        draw=lambda draw: {"deposit": draw.integer(160, 260, 20), "short": draw.integer(6, 12)},
        judge=judge_path,
        hand_in="a list of pairs (BTC price, ETH price) that begins with (100, 100)",
        wrong={
            "cross-open": Wrong(
                [(100, 100), (85, 85), (80, 80)],
                "staying on the safe side of the line: there one leg pays for the other, and cross stays open",
            ),
            "both-closed": Wrong(
                [(100, 100), (50, 100), (50, 190), (50, 50)],
                "ruining both isolated legs: the second one must live to earn something",
            ),
        },
        hints=(
            "Both isolated legs cannot stay open if cross is to be closed. Which one may die?",
            "Let BTC fall alone, far enough for the whole pool.",
            "When cross is closed, let ETH fall. Who still has a short?",
        ),
        solution="""
            BTC falls alone until the whole pool is gone; the isolated long takes its own margin along and no more.
            Then ETH falls, and the isolated short earns what the hedge should have earned.
        """,
        note="a hedge that comes late needs a wall to wait behind. Neither mode is safer without saying for what.",
        code="answer = [(100, 100), (50, 100), (50, 40)]",
    ),
)
