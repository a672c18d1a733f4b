"""Two managers that a learner builds, and that are judged on weeks which follow from the code itself."""

from collections.abc import Iterator
from typing import Any

from marginlib.agents import Action, Manager, Order, View, do_nothing, top_up
from marginlib.book import Mode
from marginlib.course.capstone import trial
from marginlib.course.capstone.account import close_all, post_all
from marginlib.course.capstone.trial import Judged
from marginlib.learn import store
from marginlib.learn.answers import Unreadable, shown
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross, isolated
from marginlib.show.progress import progress_bar

MODES = {"isolated": isolated, "cross": cross}
ENOUGH, STAKED = 0.8, 0.7  # share of weeks, and of the money
BUILT = "13-manager"


def dice(draw: Draw) -> dict[str, Any]:
    """A throw of a learner's own dice."""
    return {"dice": draw.integer(0, 10**8)}


def churn(view: View) -> Iterator[Action]:
    """Sells and buys the same in turn."""
    for market, held in view.holdings.items():
        yield Order(market, held.size * (-0.1 if view.time % 2 else 1 / 9))


def read(answer: Any) -> tuple[Mode, Manager]:
    """The mode and the manager that were handed in."""
    wanted = "a mode and a manager are wanted, such as (cross, manager)"
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise Unreadable(f"{wanted}; this is {shown(answer)}.")
    mode, manager = MODES.get(answer[0]) if isinstance(answer[0], str) else answer[0], answer[1]
    if mode is None or mode not in MODES.values() or not callable(manager):
        raise Unreadable(f"{wanted}; this is {shown(answer)}.")
    return mode, manager


def judge_manager(answer: Any, dice: int) -> Verdict | str:
    """Two trials in eight worlds: the second, on other weeks, only after a pass."""
    mode, manager = read(answer)
    seeds = trial.thrown(dice, f"{mode.__name__} {trial.written(manager)}")
    with progress_bar("Eight worlds") as progress:
        found = trial.judged(mode, manager, seeds[0], progress)
    if found.fault:
        raise Unreadable(f"your manager was {found.fault}")
    if found.broken:
        return found.broken
    if not found.passed:
        return Verdict("✗", f"{_told(found)}, and {found.wanted} are wanted. {_tries()}", "worst")
    with progress_bar("Eight worlds, other weeks") as progress:
        again = trial.judged(mode, manager, seeds[1], progress)
    if not again.passed:
        return Verdict(
            "✗", f"It passed once, and on other weeks of the same worlds it did not. {_told(again)}. {_tries()}"
        )
    return Verdict("✓", f"{_told(found)}. On other weeks it was {again.survived} against {again.bare}. {_tries()}")


def _told(found: Judged) -> str:
    return (
        f"In your worst world ({found.worst}) nothing was closed in {found.survived} of {trial.WEEKS} weeks, and doing "
        f"nothing in one pool has {found.bare} in its own worst"
    )


def _tries() -> str:
    before = store.read()["items"].get(BUILT, {}).get("attempts", 0)
    more = " Of many tries, one is lucky, so a pass is looked at twice." if before else ""
    return f"This was try {before + 1}.{more}"


def judge_late(answer: Any, dice: int) -> Verdict | str:
    """A manager behind walls that sees old prices: how often it survives, and what it has at stake."""
    if not callable(answer):
        raise Unreadable(f"a manager is wanted, a function of a view; this is {shown(answer)}.")
    score = trial.late(answer, trial.thrown(dice, trial.written(answer))[0])
    if score.fault:
        raise Unreadable(f"your manager was {score.fault}")
    if score.stake > STAKED:
        return "stake"
    return Verdict("✓", "") if score.survival >= ENOUGH else "late"


TASKS = (
    Item(
        id="13-manager",
        objective="act",
        format="design",
        prompt="""
            Build a manager, and choose its mode. It is judged in eight worlds, which are two books in four laws, on 50
            weeks each that follow from your code. In every world it has to keep 70 % of the positions, with at most 85
            % of the money at stake and half of the positions traded. In its worst world, it has to survive 10 points
            more than nothing in one pool does in its own.
        """,
        draw=dice,
        judge=judge_manager,
        hand_in="a mode and a manager, such as (cross, manager)",
        wrong={
            "closes": Wrong(
                lambda **_: (cross, close_all),
                did="let it survive by closing positions",
                ask="How much of the book does somebody want to have at the end of the week?",
            ),
            "posts": Wrong(
                lambda **_: (cross, post_all),
                did="let it put too much of the money at stake",
                ask="What is left for another day, if all of it can be lost in this one?",
            ),
            "trades": Wrong(
                lambda **_: (cross, churn),
                did="let it trade more than half of the positions in a week",
                ask="What does every trade cost?",
            ),
            "worst": Wrong(
                lambda **_: (cross, do_nothing),
                did="left the worst world as it is",
                ask="Which of the two books is not hedged, and what does it need before the first price?",
            ),
        },
        hints=(
            "You choose the mode first. Which one does a hedged book want, and does it hurt the other book?",
            "Then ask what you can do at time 0, before anything has moved. You may hold less, or post more.",
            "Last comes a rule for later. Try a tenth less of everything and some margin at time 0, and then a top-up.",
        ),
        solution="""
            You choose one pool, so that gains pay for losses. At time 0 you close a tenth of every position and post 80
            USDT. Later you fill up to level 20 when a pool is below 10. The order matters: structure first, size and
            margin next, and the rule last.
        """,
        note="Raise the worst world, and not the mean.",
        section="Build yours",
        code="""
from marginlib.agents import Move, Order, both, top_up
from marginlib.modes import cross


def start(view):
    if view.time > 0:
        return []
    less = [Order(market, -0.1 * held.size) for market, held in view.holdings.items()]
    return [*less, Move("wallet", "BTC", 80.0)]


answer = (cross, both(start, top_up(10, 20)))
""".strip(),
    ),
    Item(
        id="13-late",
        objective="act",
        format="design",
        prompt="""
            Your manager works behind walls, and the prices that it sees are two steps old. Build one that keeps the
            book of the lesson open in at least 80 % of 200 weeks, with at most 70 % of the money at stake. Hand in the
            manager alone.
        """,
        draw=dice,
        judge=judge_late,
        hand_in="a manager, which is a function of a view",
        wrong={
            "late": Wrong(
                lambda **_: top_up(5, 10),
                did="acted as late as with fresh prices",
                ask="How many steps has the price gone on by the time your top-up arrives?",
            ),
            "stake": Wrong(
                lambda **_: post_all,
                did="put all of the money at stake",
                ask="How much of it has to be posted before anything has moved?",
            ),
        },
        hints=(
            "When you see a price that is two steps old, the market is two steps further on, and one more comes.",
            "Deviations grow with the root of time. What does that do to the level at which you act?",
            "If you act at about twice the level, and fill up to twice as much, you are early enough.",
        ),
        solution="""
            You act earlier. Three steps without a look scatter by the root of three, so a level of 5 becomes about 8,
            and one of 10 does even better. With a top-up from 10 to 20 you pass, and the stake stays small.
        """,
        note="Old prices cost what an earlier rule costs.",
        code="""
from marginlib.agents import top_up

answer = top_up(10, 20)
""".strip(),
        extra=True,
    ),
)
