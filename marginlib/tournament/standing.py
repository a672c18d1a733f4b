"""What a tournament finds out: each entry in every world, and who shares which place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from marginlib.agents import Score
from marginlib.agents.judge import CLEAR
from marginlib.tournament.entry import Entry

KEPT, STAKE, TURNOVER = 0.70, 0.85, 0.50
"""The budget, in every world: positions kept at least, money at stake and trades (in positions) at most. Closing or
posting everything at once survives too, and wins nothing here. Money at stake grows where positions earn, so the mean
of fifty weeks of two longs scatters: under 65 %, `top_up(10, 20)` in one pool was out in three of six draws.
"""


MEASURES = ("survival", "kept", "stake", "turnover", "costs", "money")


@dataclass(frozen=True)
class Result:
    """One entry in all worlds.

    Args:
        entry: as it was sealed.
        scores: by world; after a fault those of a manager that survives nowhere.
        fault: why it was stopped, or "".
    """

    entry: Entry
    scores: Mapping[str, Score]
    fault: str = ""

    @property
    def worst(self) -> str:
        """The world in which it survives least; the first of them where there are several."""
        return min(self.scores, key=lambda world: self.scores[world].survival)

    @property
    def survival(self) -> float:
        """Share of weeks survived in its worst world."""
        return self.scores[self.worst].survival

    @property
    def gap(self) -> float:
        """How far the forecast of its author lies from that: above zero, it was too high."""
        return self.entry.forecast - self.survival

    @property
    def over(self) -> str:
        """Where it is beyond the budget, in words, or ""; of several places the first."""
        for world, score in self.scores.items():
            for words, beyond in (
                (f"kept {score.kept:.1%} of its positions", score.kept < KEPT),
                (f"had {score.stake:.1%} of the money at stake", score.stake > STAKE),
                (f"traded {score.turnover:.3f} times its positions", score.turnover > TURNOVER),
            ):
                if beyond and not self.fault:
                    return f"{words} in {world!r}"
        return ""

    @property
    def ranked(self) -> bool:
        """Whether it has a place: it was not stopped, and kept to the budget."""
        return not (self.fault or self.over)


@dataclass(frozen=True)
class Standings:
    """All results of one run, best first: places, then entries beyond the budget, then those that were stopped.

    Two entries are compared in the worst world of the lower one, in pairs: of the weeks that one of the two survived
    alone, how many are whose? Below two deviations they share a place. Each is held against the first of a place, so
    that nobody shares one with an entry that is clearly ahead of it.

    Args:
        results: in the order in which they stand.
        seed, weeks: of the run; weeks in each world.
    """

    results: tuple[Result, ...]
    seed: int
    weeks: int

    @classmethod
    def of(cls, results: Sequence[Result], seed: int, weeks: int) -> "Standings":
        """The standings of results in any order."""
        order = sorted(
            results,
            key=lambda one: (bool(one.fault), bool(one.over), -one.survival, one.entry.alias),
        )
        return cls(tuple(order), seed, weeks)

    @property
    def places(self) -> tuple[int | None, ...]:
        """The place of each result; None for one that has none. After two that share the first comes the third.

        The first of a place is its most surviving; a result opens the next one where that is two deviations ahead.
        """
        places: list[int | None] = []
        first, place = None, 1
        for number, result in enumerate(self.results, start=1):
            if not result.ranked:
                places.append(None)
                continue
            if first is None or first.scores[result.worst].ahead(result.scores[result.worst]) >= CLEAR:
                first, place = result, number
            places.append(place)
        return tuple(places)

    @property
    def closest(self) -> tuple[str, ...]:
        """Aliases of those with a place who knew best how far they would come; several where they are as near."""
        gaps = {one.entry.alias: round(abs(one.gap), 9) for one in self.results if one.ranked}
        return tuple(alias for alias, gap in gaps.items() if gap == min(gaps.values()))

    @property
    def table(self) -> pd.DataFrame:
        """One row a result, as text."""
        rows = [
            (
                "-" if place is None else str(place),
                one.entry.alias,
                one.entry.measurement[:8],
                one.entry.mode,
                f"{sum(one.scores[one.worst].lasted)} of {self.weeks}",
                "-" if one.fault else one.worst,
                f"{one.entry.forecast:.0%}, {one.entry.confidence}",
                "-" if one.fault else f"{100 * one.gap:+.0f}",
                *(
                    ["-"] * 3
                    if one.fault
                    else [
                        f"{min(score.kept for score in one.scores.values()):.0%}",
                        f"{max(score.stake for score in one.scores.values()):.0%}",
                        f"{max(score.turnover for score in one.scores.values()):.2f}x",
                    ]
                ),
                one.fault or (one.over and f"over the budget: {one.over}"),
            )
            for place, one in zip(self.places, self.results, strict=True)
        ]
        columns = ["place", "alias", "measurement", "mode", "survives", "worst world", "forecast", "gap in points"]
        return pd.DataFrame(rows, columns=[*columns, "kept", "at stake", "traded", "why no place"])

    @property
    def worlds(self) -> pd.DataFrame:
        """Every entry in every world, as numbers: one row for each of both."""
        rows = [
            {"alias": one.entry.alias, "world": world, **{name: getattr(score, name) for name in MEASURES}}
            for one in self.results
            for world, score in one.scores.items()
        ]
        return pd.DataFrame(rows, columns=["alias", "world", *MEASURES])
