"""Items on a hedged book in both modes."""

from typing import Any

from marginlib.course.cross_margin.account import ENTRY, RATES, SIZE, book
from marginlib.learn.answers import pairs
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross, isolated
from marginlib.walk import walk


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
            You hold a long of 10 BTC and a short of 10 ETH from 100 USDT. In isolated mode 100 USDT stand behind each,
            and in cross mode there is one pool of 200. {RATES} Both prices fall by 12 %, and then they rise together
            to 112 USDT. What is still open?
        """,
        choices=(
            "Everything in both of the modes",
            "The one pool of cross mode",
            "The isolated short and no more",
        ),
        named={"A": "everything", "B": "the one pool", "C": "the isolated short"},
        figures="with all of its 200 USDT",
        oracle=lambda: "B",
        spoils=("90.45", "108.91"),
        wrong={
            "hedged": Wrong(
                "A",
                right="if the two trades could pay for each other",
                ask="What stands between them behind walls?",
            ),
            "pooled": Wrong(
                "C",
                did="let the shared pool fail first",
                ask="What does the whole account lose when both prices move alike?",
            ),
        },
        hints=(
            "What does your whole account earn or lose when both prices move together?",
            "Where is each isolated trade closed on its own?",
            "You pass one of these prices on the way down, and the other on the way up.",
        ),
        solution="""
            Behind walls the long is closed at 90.45 USDT on the way down, and the short at 108.91 on the way up. In
            the pool each trade paid for the other, so it held 200 USDT all the time.
        """,
        note="A hedge works only inside one pool.",
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
            "It holds the long open, because both trades belong to you",
            "It does nothing unless you move money to the long",
            "It lowers what the long needs, because you are hedged",
        ),
        oracle=lambda: "B",
        wrong={
            "shared": Wrong("A", right="in cross mode", ask="Which tank is the profit in?"),
            "need": Wrong(
                "C", did="mixed what the long has with what it needs", ask="What does 0.5 % of its value depend on?"
            ),
        },
        hints=(
            "Which of your two pools is the profit in?",
            "In isolated mode nothing flows from one pool to another by itself.",
            "Which two amounts does the venue compare when it looks at your long?",
        ),
        solution="""
            The profit lies in the pool of your short. The venue looks at the pool of the long alone, and closes it.
        """,
        note="The wall that stops a loss stops a profit, too.",
        section="The same hedge behind walls",
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
                did="stayed where one trade pays for the other",
                ask="Which single price can close the pool?",
            ),
            "both-closed": Wrong(
                [(100, 100), (50, 100), (50, 190), (50, 50)],
                did="closed both of the isolated trades",
                ask="Which of them must live to earn something?",
            ),
        },
        hints=(
            "Both isolated trades cannot stay open if the pool is to be closed. Which one would you give up?",
            "Let BTC fall alone, far enough for the whole pool.",
            "When the pool is closed, you let ETH fall. Who still has a short?",
        ),
        solution="""
            You let BTC fall alone until the whole pool is gone, while the isolated long takes its own money along and
            no more. Then ETH falls, and the isolated short earns what the hedge should have earned.
        """,
        note="A hedge that comes late needs a wall to wait behind.",
        code="answer = [(100, 100), (50, 100), (50, 40)]",
        extra=True,
    ),
)
