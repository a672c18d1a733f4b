"""Judging a manager: on paths that it has not seen, beside the baselines, with reasons.

Surviving is no merit by itself: whoever closes everything at the start survives. So four things are measured on the
same paths, and nothing is mixed into one number: how often no pool was liquidated, how much of the positions was kept,
how much money was at stake, how much was traded. A manager is *beaten* by another that is at least as good in all four
and better in one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from marginlib.agents.account import Account
from marginlib.agents.deadline import Stopped, within
from marginlib.agents.rules import cut, do_nothing, shift, top_up
from marginlib.agents.venue import Venue
from marginlib.agents.watch import Manager, Misbehaved, Outcome, run
from marginlib.errors import InvalidInput

BASELINES: Mapping[str, Manager] = MappingProxyType(
    {"do nothing": do_nothing, "top up": top_up(), "cut": cut(), "shift": shift()}
)


@dataclass(frozen=True)
class Score:
    """One manager on all paths. With a `fault` it was stopped, and every measure is that of a failure.

    Args:
        whole: all money at the start; `notional` all positions at the start.
    """

    name: str
    outcomes: tuple[Outcome, ...]
    whole: float
    notional: float
    fault: str = ""

    @property
    def survival(self) -> float:
        """Share of paths on which no pool was liquidated; 0 after a fault."""
        return 0.0 if self.fault else self._mean("survived")

    @property
    def kept(self) -> float:
        """Share of the positions still held, in the mean."""
        return 0.0 if self.fault else self._mean("kept")

    @property
    def stake(self) -> float:
        """Money at stake as a share of all money, in the mean."""
        return 1.0 if self.fault else self._mean("stake") / self.whole

    @property
    def turnover(self) -> float:
        """Notional traded as a multiple of the positions at the start, in the mean."""
        return float("inf") if self.fault else self._mean("turnover") / self.notional

    @property
    def measures(self) -> tuple[float, float, float, float]:
        """Survival, kept, stake, turnover; the higher the better, so the last two are negative."""
        return self.survival, self.kept, -self.stake, -self.turnover

    def beats(self, other: Score) -> bool:
        """Whether it is at least as good in all four measures, and better in one."""
        return self.measures != other.measures and all(
            mine >= theirs for mine, theirs in zip(self.measures, other.measures, strict=True)
        )

    @property
    def row(self) -> list[str]:
        """The measures as the score card prints them."""
        if self.fault:
            return ["0%", *["-"] * 5]
        costs, money = self._mean("costs"), float(np.mean([outcome.money[-1] for outcome in self.outcomes]))
        measures = f"{self.survival:.0%}", f"{self.kept:.0%}", f"{self.stake:.0%}", f"{self.turnover:.2f}x"
        return [*measures, f"{costs:,.2f}", f"{money:,.2f}"]

    def _mean(self, measure: str) -> float:
        return float(np.mean([float(getattr(outcome, measure)) for outcome in self.outcomes]))


@dataclass(frozen=True)
class ScoreCard:
    """The manager, first, and the baselines, on the same paths."""

    scores: tuple[Score, ...]

    @property
    def mine(self) -> Score:
        """The manager that was judged."""
        return self.scores[0]

    @property
    def verdicts(self) -> list[str]:
        """What is to be said of each, in the order of `scores`."""
        return [score.fault or self._verdict(score) for score in self.scores]

    @property
    def table(self) -> pd.DataFrame:
        """Every measure as text, one row a manager."""
        columns = ["survives", "positions kept", "money at stake", "turnover", "costs", "money at the end"]
        names = pd.Index([score.name for score in self.scores], name="manager")
        table = pd.DataFrame([score.row for score in self.scores], names, columns)
        return table.assign(verdict=self.verdicts)

    @property
    def description(self) -> str:
        """The finding in words, with its numbers."""
        mine, best = self.mine, max(self.scores[1:], key=lambda score: score.survival)
        if mine.fault:
            return f"{mine.name} failed: {mine.fault}."
        return (
            f"{mine.name} survives {mine.survival:.0%} of {len(mine.outcomes)} paths that it has not seen, keeps "
            f"{mine.kept:.0%} of its positions, has {mine.stake:.0%} of the money at stake and trades "
            f"{mine.turnover:.2f} times the positions. Of the baselines, {best.name} survives most often, "
            f"{best.survival:.0%}. {self.verdicts[0][:1].upper()}{self.verdicts[0][1:]}."
        )

    def _verdict(self, score: Score) -> str:
        beaten = [other.name for other in self.scores if other.beats(score)]
        beats = [other.name for other in self.scores if score.beats(other)]
        if beaten:
            return f"beaten by {', '.join(beaten)}"
        return f"beats {', '.join(beats)}" if beats else "neither beats nor is beaten"


def judge(
    manager: Manager,
    account: Account,
    paths: Any,
    venue: Venue,
    *,
    name: str = "your manager",
    baselines: Mapping[str, Manager] = BASELINES,
    limit: float = 2.0,
) -> ScoreCard:
    """Run `manager` and the baselines on every path and put them side by side.

    A manager that raises, returns nonsense, changes what it is shown or takes more than `limit` seconds for a path is
    stopped there: its score is that of a failure, and its fault says why. See `marginlib.agents.deadline` for what a
    time limit cannot do.

    Args:
        paths: shape (paths, times, markets), markets in the order of the venue's schedules. Draw them with a seed
            that the manager's author has not tried.
        limit: seconds for one path.

    Raises:
        InvalidInput: paths of another shape, or an account without positions.
    """
    paths = np.asarray(paths)
    if paths.ndim != 3 or 0 in paths.shape or not account.holdings:  # noqa: PLR2004 - paths by times by markets
        raise InvalidInput(
            f"paths have shape {paths.shape}, but a position needs (paths, times, markets), none of them 0"
        )
    prices = dict(zip(venue.schedules, paths[0, 0].tolist(), strict=True))
    notional = sum(float(abs(held.size) * prices[market]) for market, held in account.holdings.items())
    scores = []
    for title, candidate in {name: manager, **baselines}.items():
        outcomes, fault = _outcomes(candidate, account, paths, venue, limit)
        scores.append(Score(title, outcomes, float(account.total(prices)), notional, fault))
    return ScoreCard(tuple(scores))


def _outcomes(
    manager: Manager, account: Account, paths: Sequence[Any], venue: Venue, limit: float
) -> tuple[tuple[Outcome, ...], str]:
    """Outcomes until the first fault, and that fault in words."""
    outcomes: list[Outcome] = []
    for number, path in enumerate(paths, start=1):
        try:
            outcomes.append(within(limit, partial(run, manager, account, path, venue)))
        except (Misbehaved, Stopped) as error:
            return tuple(outcomes), f"stopped on path {number}: {error}"
    return tuple(outcomes), ""
