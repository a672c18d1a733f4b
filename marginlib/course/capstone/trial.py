"""The trial of a manager that a learner builds: eight worlds, weeks that nobody can have tuned it to, and a budget.

Which weeks these are follows from the learner and from the code. The same code meets the same weeks, and changed code
meets others, so that nobody can fit a manager to what judges it.
"""

import inspect
from collections.abc import Callable
from hashlib import sha256
from math import ceil
from types import CodeType
from typing import Any, NamedTuple

from marginlib.agents import Manager, Score, do_nothing, judge
from marginlib.book import Mode
from marginlib.modes import cross, isolated
from marginlib.tournament.standing import KEPT, STAKE, TURNOVER
from marginlib.worlds import BOOKS, LAWS, exchange, worlds

WEEKS = 50  # in each world
AHEAD = 0.1  # by which the worst world has to survive more often than doing nothing in one pool does in its own
LATE = 2  # steps, of old prices
LIMIT = 5.0  # seconds for a week; a manager takes milliseconds
PLAIN = (int, float, str, bytes, bool, type(None), dict)


class Judged(NamedTuple):
    """What a trial found: the worst world and its weeks survived, those of nothing in one pool, and the budget."""

    worst: str
    survived: int
    bare: int
    kept: float
    stake: float
    traded: float
    fault: str = ""

    @property
    def broken(self) -> str:
        """The part of the budget that it does not keep, by the name of the wrong turn; empty if it keeps all."""
        limits = (("closes", self.kept < KEPT), ("posts", self.stake > STAKE), ("trades", self.traded > TURNOVER))
        return next((name for name, over in limits if over), "")

    @property
    def wanted(self) -> int:
        """Weeks that its worst world needs."""
        return self.bare + ceil(AHEAD * WEEKS)

    @property
    def passed(self) -> bool:
        """Whether budget and survival are enough."""
        return not (self.fault or self.broken) and self.survived >= self.wanted


def written(value: Any, known: frozenset[int] = frozenset()) -> str:
    """What a function does, as text: its compiled code and the values that it reaches; a comment changes nothing.

    >>> def one(view):
    ...     return []  # nothing
    >>> def two(view):
    ...     return []
    >>> def three(view):
    ...     return [1]
    >>> written(one) == written(two), written(one) == written(three)
    (True, False)
    """
    if isinstance(value, CodeType):
        return f"{value.co_code.hex()} {value.co_names} {[written(one, known) for one in value.co_consts]}"
    if isinstance(value, (tuple, list)):
        return str([written(one, known) for one in value])
    if not inspect.isfunction(value) or id(value) in known:
        return repr(value) if isinstance(value, PLAIN) else getattr(value, "__qualname__", type(value).__qualname__)
    known |= {id(value)}
    reached = inspect.getclosurevars(value)
    others = sorted({**reached.globals, **reached.nonlocals}.items())
    parts = [written(value.__code__), written(value.__defaults__)]
    return " ".join([*parts, *(f"{name}={written(one, known)}" for name, one in others)])


def thrown(dice: int, code: str) -> tuple[int, int]:
    """Two seeds that follow from a learner's dice and the code: for the trial, and for the second look at a pass."""
    digest = sha256(f"{dice} {code}".encode()).digest()
    return int.from_bytes(digest[:4], "big"), int.from_bytes(digest[4:8], "big")


_known: dict[tuple[str, int], Any] = {}


def judged(mode: Mode, manager: Manager, seed: int, told: Callable[[int, int], None] = lambda *_: None) -> Judged:
    """The trial of a manager on the weeks of a seed; `told` hears how many worlds are done, and of how many."""
    key = (f"{getattr(mode, '__name__', mode)} {written(manager)}", seed)
    if key not in _known:
        _known[key] = _judged(mode, manager, seed, told)
    found: Judged = _known[key]
    return found


def late(manager: Manager, seed: int) -> Score:
    """The score of a manager behind walls that sees old prices, in the usual law."""
    key = (written(manager), seed)
    if key not in _known:
        weeks = LAWS["usual"].weeks(seed, 4 * WEEKS)
        place = exchange(isolated, latency=LATE)
        _known[key] = judge(manager, BOOKS["hedged"], weeks, place, baselines={}, limit=LIMIT).scores[0]
    score: Score = _known[key]
    return score


def _judged(mode: Mode, manager: Manager, seed: int, told: Callable[[int, int], None]) -> Judged:
    scores: dict[str, Score] = {}
    bare: list[int] = []
    drawn = worlds(seed, WEEKS)
    for done, (name, (account, weeks)) in enumerate(drawn.items(), start=1):
        mine = judge(manager, account, weeks, exchange(mode), baselines={}, limit=LIMIT).scores[0]
        if mine.fault:
            return Judged(name, 0, 0, 0.0, 1.0, 0.0, f"{mine.fault} ({name})")
        idle = judge(do_nothing, account, weeks, exchange(cross), baselines={}, limit=LIMIT).scores[0]
        scores[name] = mine
        bare.append(sum(idle.lasted))
        told(done, len(drawn))
    worst = min(scores, key=lambda name: scores[name].survival)
    return Judged(
        worst,
        sum(scores[worst].lasted),
        min(bare),
        min(score.kept for score in scores.values()),
        max(score.stake for score in scores.values()),
        max(score.turnover for score in scores.values()),
    )
