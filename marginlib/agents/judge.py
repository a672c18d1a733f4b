"""Judging a manager: on paths drawn from a law, beside the baselines, with reasons.

Surviving is no merit by itself: whoever closes everything at the start survives. So four things are measured on the
same paths, and nothing is mixed into one number: how often no pool was liquidated, how much of the positions was kept,
how much money was at stake, how much was traded. A manager is *beaten* by another that is at least as good in all four
and better in one.

How much of that is luck? A share of few paths scatters (`standard_error`). Two managers that met the same paths are
compared in pairs: only the paths that one of them survived and the other did not tell them apart (`Score.ahead`).

`judge` cannot know whether a manager has seen its paths before. It runs the manager in the process that holds all of
the path, so one that climbs the frames of the interpreter reads the future, and its card looks like genius.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from marginlib import errors
from marginlib.agents.account import Account, Exchange
from marginlib.agents.rules import cut, do_nothing, shift, top_up
from marginlib.agents.run import Manager, Misbehaved, run
from marginlib.deadline import Stopped, within
from marginlib.errors import InvalidInput, instance, positive
from marginlib.kinds import one_kind

BASELINES: Mapping[str, Manager] = {"do nothing": do_nothing, "top up": top_up(), "cut": cut(), "shift": shift()}

CLEAR = 2.0
"""Deviations from which a difference in survival is taken for more than luck."""


@one_kind
def standard_error(share: Any, count: Any) -> Any:
    """Deviation of a share that was found in `count` independent trials: ``sqrt(share * (1 - share) / count)``.

    Source: the variance of a binomial share (any textbook of statistics). It is zero where all trials ended alike,
    though that proves no certainty: where three in n are lost in truth, n trials lose none with a chance of 5 %.

    Raises:
        InvalidInput: a share outside of 0 to 1, a count that is no whole number above zero.

    >>> standard_error(0.83, np.array([20, 200])).round(4).tolist()
    [0.084, 0.0266]
    """
    variance = errors.share("share", share) * (1 - share) / errors.whole("count", count)
    return np.sqrt(np.asarray(variance, dtype=float))[()]


@dataclass(frozen=True)
class Score:
    """One manager on all paths, in means over paths. With a `fault` it was stopped and counts as a failure.

    Args:
        survival: share of paths on which no pool was liquidated.
        kept, stake, turnover: as in `marginlib.agents.run.Outcome`.
        costs, money: fees, penalties and impact; what there is at the end.
        lasted: of each path, in order, whether no pool was liquidated on it.
    """

    name: str
    survival: float = 0.0
    kept: float = 0.0
    stake: float = 1.0
    turnover: float = float("inf")
    costs: float = 0.0
    money: float = 0.0
    fault: str = ""
    lasted: tuple[bool, ...] = ()

    @property
    def error(self) -> float:
        """Standard error of `survival`; NaN where it is not known on which paths."""
        return float(standard_error(self.survival, len(self.lasted))) if self.lasted else float("nan")

    def alone(self, other: Self) -> int:
        """On how many of the same paths it survived and `other` did not.

        Raises InvalidInput where the two were judged on unlike many.
        """
        if len(self.lasted) != len(other.lasted):
            counts = f"{len(self.lasted)} and {len(other.lasted)}"
            raise InvalidInput(f"{self.name} and {other.name} were judged on {counts} paths; judge both on the same")
        return sum(mine > theirs for mine, theirs in zip(self.lasted, other.lasted, strict=True))

    def ahead(self, other: Self) -> float:
        """How many deviations it is ahead of `other` in survival, on the same paths; below `CLEAR`, it may be luck.

        Source: ``(a - b) / sqrt(a + b)`` for the a paths that one survived alone and the b of the other (McNemar 1947).

        >>> one, two = Score("one", lasted=(True, True, True, False)), Score("two", lasted=(True, False, False, True))
        >>> one.alone(two), two.alone(one), round(one.ahead(two), 2)
        (2, 1, 0.58)
        """
        mine, theirs = self.alone(other), other.alone(self)
        return float((mine - theirs) / np.sqrt(max(mine + theirs, 1)))

    def beats(self, other: Self) -> bool:
        """Whether it is at least as good in all four measures, and better in one."""
        mine, theirs = ((score.survival, score.kept, -score.stake, -score.turnover) for score in (self, other))
        return mine != theirs and all(one >= two for one, two in zip(mine, theirs, strict=True))

    def verdict(self, others: Iterable[Self]) -> str:
        """What is to be said of it beside `others`: "perhaps", where a lead in survival may be luck."""
        beaten = ", ".join(perhaps(other, self) + other.name for other in others if other.beats(self))
        beats = ", ".join(perhaps(self, other) + other.name for other in others if self.beats(other))
        better = f"beats {beats}" if beats else "neither beats nor is beaten"
        return self.fault or (f"beaten by {beaten}" if beaten else better)


def perhaps(one: Score, other: Score) -> str:
    """The word that is due where `one` survived more often than `other`, and luck alone could do that."""
    return "perhaps " if 0 < one.ahead(other) < CLEAR else ""


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
        """Every measure as text, one row a manager; survival with its standard error, in percent."""
        rows = {
            score.name: [
                f"{sum(score.lasted)} of {self.paths}",
                f"{score.survival:.1%} ± {score.error:.1%}",
                *(f"{share:.1%}" for share in (score.kept, score.stake)),
                f"{score.turnover:.2f}x",
                *(f"{amount:,.2f}" for amount in (score.costs, score.money)),
            ]
            for score in self.scores
        }
        columns = ["survives", "share", "positions kept", "money at stake", "turnover", "costs", "money at the end"]
        table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("manager")
        table.loc[[score.name for score in self.scores if score.fault], columns[1:]] = "-"
        return table.assign(verdict=self.verdicts)

    @property
    def pairs(self) -> pd.DataFrame:
        """The first manager against each other: paths that one of the two survived alone, deviations between them."""
        mine, *others = self.scores
        rows = [(mine.alone(other), other.alone(mine), round(mine.ahead(other), 2)) for other in others]
        columns = [f"{mine.name} alone", "the other alone", "deviations ahead"]
        return pd.DataFrame(rows, index=pd.Index([other.name for other in others], name="against"), columns=columns)

    @property
    def description(self) -> str:
        """The finding in words, with its numbers."""
        mine, *others = self.scores
        if mine.fault:
            return f"{mine.name} failed: {mine.fault}."
        best = max(others, key=lambda score: score.survival, default=mine)
        return (
            f"{mine.name} survives {sum(mine.lasted)} of {self.paths} paths ({mine.survival:.1%}, with a standard "
            f"error of {mine.error:.1%}), keeps {mine.kept:.1%} of its positions, has {mine.stake:.1%} of the money at "
            f"stake and trades {mine.turnover:.2f} times the positions. Of the baselines, {best.name} survives most "
            f"often, on {sum(best.lasted)}. Verdict: {self.verdicts[0]}."
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
        fault = f"stopped on path {len(rows) + 1}: {error}"
        return Score(name, fault=fault, lasted=(False,) * len(paths))
    lasted = tuple(row[0] for row in rows)
    survival, kept, stake, turnover, costs, money = np.array(rows, dtype=float).mean(axis=0).tolist()
    return Score(name, survival, kept, stake, turnover, costs, money, lasted=lasted)
