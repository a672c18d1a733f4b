"""Judging a manager: on paths that it has not seen, beside the baselines, with reasons.

Surviving is no merit by itself: whoever closes everything at the start survives. So four things are measured on the
same paths, and nothing is mixed into one number: how often no pool was liquidated, how much of the positions was kept,
how much money was at stake, how much was traded. A manager is *beaten* by another that is at least as good in all four
and better in one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from marginlib.agents.account import Account, Exchange
from marginlib.agents.rules import cut, do_nothing, shift, top_up
from marginlib.agents.run import Manager, Misbehaved, run
from marginlib.deadline import Stopped, within
from marginlib.errors import InvalidInput, instance, positive
from marginlib.kinds import one_kind

BASELINES: Mapping[str, Manager] = {"do nothing": do_nothing, "top up": top_up(), "cut": cut(), "shift": shift()}


@dataclass(frozen=True)
class Score:
    """One manager on all paths, in means over paths. With a `fault` it was stopped and counts as a failure.

    Args:
        survival: share of paths on which no pool was liquidated.
        kept, stake, turnover: as in `marginlib.agents.run.Outcome`.
        costs, money: fees, penalties and impact; what there is at the end.
    """

    name: str
    survival: float = 0.0
    kept: float = 0.0
    stake: float = 1.0
    turnover: float = float("inf")
    costs: float = 0.0
    money: float = 0.0
    fault: str = ""

    def beats(self, other: Self) -> bool:
        """Whether it is at least as good in all four measures, and better in one."""
        mine, theirs = ((score.survival, score.kept, -score.stake, -score.turnover) for score in (self, other))
        return mine != theirs and all(one >= two for one, two in zip(mine, theirs, strict=True))

    def verdict(self, others: Iterable[Self]) -> str:
        """What is to be said of it beside `others`."""
        beaten = ", ".join(other.name for other in others if other.beats(self))
        beats = ", ".join(other.name for other in others if self.beats(other))
        better = f"beats {beats}" if beats else "neither beats nor is beaten"
        return self.fault or (f"beaten by {beaten}" if beaten else better)


@dataclass(frozen=True)
class ScoreCard:
    """The manager, first, and the baselines, on the same paths."""

    scores: tuple[Score, ...]
    paths: int

    @property
    def verdicts(self) -> list[str]:
        """What is to be said of each, in the order of `scores`."""
        return [score.verdict(self.scores) for score in self.scores]

    @property
    def table(self) -> pd.DataFrame:
        """Every measure as text, one row a manager."""
        rows = {
            score.name: [f"{score.survival:.0%}", "-", "-", "-", "-", "-"]
            if score.fault
            else [
                *(f"{share:.0%}" for share in (score.survival, score.kept, score.stake)),
                f"{score.turnover:.2f}x",
                *(f"{amount:,.2f}" for amount in (score.costs, score.money)),
            ]
            for score in self.scores
        }
        columns = ["survives", "positions kept", "money at stake", "turnover", "costs", "money at the end"]
        table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        return table.rename_axis("manager").assign(verdict=self.verdicts)

    @property
    def description(self) -> str:
        """The finding in words, with its numbers."""
        mine, *others = self.scores
        if mine.fault:
            return f"{mine.name} failed: {mine.fault}."
        best = max(others, key=lambda score: score.survival, default=mine)
        return (
            f"{mine.name} survives {mine.survival:.0%} of {self.paths} paths that it has not seen, keeps "
            f"{mine.kept:.0%} of its positions, has {mine.stake:.0%} of the money at stake and trades "
            f"{mine.turnover:.2f} times the positions. Of the baselines, {best.name} survives most often, on "
            f"{best.survival:.0%}. Verdict: {self.verdicts[0]}."
        )


@one_kind
def judge(
    manager: Manager,
    account: Account,
    paths: Any,
    exchange: Exchange,
    *,
    name: str = "your manager",
    baselines: Mapping[str, Manager] = BASELINES,
    limit: float = 2.0,
) -> ScoreCard:
    """Run `manager` and the baselines on every path and put them side by side.

    A manager that raises, returns nonsense, changes what it is shown or takes more than `limit` seconds for a path is
    stopped there: its score is that of a failure, and its fault says why. See `marginlib.deadline` for what a
    time limit cannot do, and `marginlib.agents` before you judge a stranger's.

    Args:
        paths: shape (paths, times, markets), markets in the order of the exchange's schedules. Draw them with a seed
            that the manager's author has not tried.
        limit: seconds for one path.

    Raises:
        InvalidInput: paths of another shape, an account without positions, the name of a baseline.
    """
    instance("manager", manager, Callable, "a function of a View that returns actions")
    instance("account", account, Account, "an Account")
    instance("exchange", exchange, Exchange, "an Exchange")
    instance("name", name, str, "a text")
    paths = np.asarray(positive("price", paths))
    if paths.ndim != 3 or 0 in paths.shape or not account.holdings:  # noqa: PLR2004 - paths by times by markets
        raise InvalidInput(
            f"paths have shape {paths.shape}, but positions need (paths, times, markets), none of them 0"
        )
    if name in baselines:
        raise InvalidInput(f"name is {name!r}, but a baseline has it; give another, or leave that baseline out")
    managers = {name: manager, **baselines}.items()
    return ScoreCard(tuple(_score(*each, account, paths, exchange, limit) for each in managers), len(paths))


def _score(name: str, manager: Manager, account: Account, paths: np.ndarray, exchange: Exchange, limit: float) -> Score:
    rows: list[tuple[Any, ...]] = []
    try:
        for path in paths:
            end = within(limit, run, manager, account, path, exchange)
            rows.append((end.survived, end.kept, end.stake, end.turnover, end.account.costs, end.money[-1]))
    except (Misbehaved, Stopped) as error:
        return Score(name, fault=f"stopped on path {len(rows) + 1}: {error}")
    return Score(name, *np.array(rows, dtype=float).mean(axis=0).tolist())
