"""Runs of lesson 13 as data: a minute of judging, done once and shipped, since an explorer answers at once.

`python -m marginlib.course.capstone.recorded` makes the three files anew, and a test makes one row of each again.
"""

import csv
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from marginlib.agents import Outcome, run, standard_error, top_up
from marginlib.course.capstone.account import ACCOUNT, ACT, BOLD, NAMES, REACH, SEEN, guards, seen, unseen
from marginlib.modes import isolated
from marginlib.worlds import LAWS, MARKETS, exchange

HERE = Path(__file__).parent
AGES, PUPILS, SHOWN = (0, 1, 2), 30, 20  # ages of prices in steps; managers of a class; weeks whose end is shown
LOST = "closed"  # in place of an equity


class Key(NamedTuple):
    """One manager in one law, with prices so many steps old."""

    manager: str
    law: str
    age: int


class Scored(NamedTuple):
    """A row of scores: on which weeks no pool was closed, and the means over the unseen ones.

    `seen` and `unseen` have a truth a week; `kept` is a share of the positions, `stake` of the money, `traded` a
    multiple of the positions, `money` in USDT, with its standard error.
    """

    seen: tuple[bool, ...]
    unseen: tuple[bool, ...]
    kept: float
    stake: float
    traded: float
    money: float
    money_error: float

    @property
    def share(self) -> float:
        """Of unseen weeks survived."""
        return sum(self.unseen) / len(self.unseen)

    @property
    def known(self) -> float:
        """Of seen weeks survived."""
        return sum(self.seen) / len(self.seen)

    @property
    def error(self) -> float:
        """Standard error of `share`."""
        return float(standard_error(self.share, len(self.unseen)))


class Place(NamedTuple):
    """One position at the end of a week: what was put behind it, what it owns and needs; closed if it owns None."""

    posted: float
    equity: float | None
    need: float


class End(NamedTuple):
    """The account at the end of a week: its positions by market, and the wallet."""

    places: tuple[Place, ...]
    wallet: float


def scored(key: Key) -> Scored:
    """A row of scores, judged now; takes about a second."""
    guard = guards(key.law)[key.manager]
    place = exchange(guard.mode, latency=key.age)
    known, ends = ([run(guard.rule, ACCOUNT, week, place) for week in weeks(key.law)] for weeks in (seen, unseen))
    means = np.mean([_measures(end) for end in ends], axis=0).tolist()
    scatter = np.std([end.money[-1] for end in ends]) / len(ends) ** 0.5
    kept, stake, traded, money = means
    survived, fresh = (tuple(end.survived for end in judged) for judged in (known, ends))
    return Scored(survived, fresh, kept, stake, traded, money, float(scatter))


def _measures(end: Outcome) -> list[float]:
    return [float(end.kept), float(end.stake), float(end.turnover), float(end.money[-1])]


def ends(key: Key, *, known: bool) -> list[End]:
    """The account at the end of the weeks that are shown, run now."""
    guard = guards(key.law)[key.manager]
    place = exchange(guard.mode, latency=key.age)
    weeks = seen(key.law) if known else unseen(key.law, SHOWN)
    return [end_of(run(guard.rule, ACCOUNT, week, place), week[-1]) for week in weeks]


def end_of(outcome: Outcome, prices: Any) -> End:
    """What there is at the end of a run, at the `prices` of its last row."""
    places, final = [], outcome.account
    for market, price in zip(MARKETS, prices.tolist(), strict=True):
        if market in final.holdings:
            size, entry, collateral, settled = final.holdings[market]
            need = exchange(isolated).schedules[market].requirement(size, price)
            places.append(Place(collateral, collateral + settled + size * (price - entry), need))
        else:
            places.append(Place(ACCOUNT.holdings[market].collateral + moved(outcome, market), None, 0.0))
    return End(tuple(places), final.wallet)


def moved(outcome: Outcome, market: str) -> float:
    """What a manager carried to a position less what it carried away, as the events of the run say it."""
    words = [event.split() for _, event in outcome.events if event.startswith("move ") and "declined" not in event]
    return sum(
        float(amount.replace(",", "")) * ((target == market) - (source == market))
        for _, amount, _, source, _, target in words
    )


def pupil(number: int) -> int:
    """How many of 20 weeks of its own a manager survives that tops up, by the number of the pupil who hands it in."""
    weeks = LAWS["usual"].weeks((SEEN, number), SEEN)
    return sum(run(top_up(ACT, REACH), ACCOUNT, week, exchange(isolated)).survived for week in weeks)


@lru_cache(maxsize=1)
def scores() -> dict[Key, Scored]:
    """All rows of scores."""
    return {
        Key(manager, law, int(age)): Scored(
            tuple(mark == "1" for mark in known), tuple(mark == "1" for mark in fresh), *map(float, rest)
        )
        for manager, law, age, known, fresh, *rest in _rows("scores")
    }


@lru_cache(maxsize=1)
def all_ends() -> dict[tuple[Key, bool], tuple[End, ...]]:
    """The ends of the weeks that are shown, by manager and by whether the weeks are seen ones."""
    found: dict[tuple[Key, bool], list[End]] = {}
    for manager, law, age, known, *amounts in _rows("ends"):
        *places, wallet = amounts
        found.setdefault((Key(manager, law, int(age)), known == "seen"), []).append(
            End(tuple(_place(places[start : start + 3]) for start in (0, 3)), float(wallet))
        )
    return {key: tuple(rows) for key, rows in found.items()}


def _place(columns: list[str]) -> Place:
    posted, equity, need = columns
    return Place(float(posted), None if equity == LOST else float(equity), float(need))


@cache
def pupils() -> tuple[int, ...]:
    """Of a class that hands in one and the same manager, the weeks of 20 that each survives."""
    return tuple(int(survived) for _, survived in _rows("pupils"))


def _rows(name: str) -> Iterator[list[str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from lines


def marks(survived: tuple[bool, ...]) -> str:
    """Truths as a row of ones and zeros.

    >>> marks((True, False))
    '10'
    """
    return "".join("01"[one] for one in survived)


def written(place: Place) -> list[str]:
    """A place as three columns."""
    owns = LOST if place.equity is None else f"{place.equity:.2f}"
    return [f"{place.posted:.2f}", owns, f"{place.need:.2f}"]


def make(folder: Path = HERE) -> None:
    """Write the three files anew; takes about a minute."""
    keys = [Key(manager, law, age) for manager in NAMES for law in LAWS for age in AGES]
    bold = [Key(manager, "usual", 0) for manager in BOLD]
    rows = [(key, scored(key)) for key in [*keys, *bold]]
    _write(
        folder / "scores.csv",
        ["manager", "law", "age", "seen", "unseen", "kept", "stake", "traded", "money", "money error"],
        [[*key, marks(row.seen), marks(row.unseen), *(f"{value:.4f}" for value in row[2:])] for key, row in rows],
    )
    sides = [f"{market} {what}" for market in MARKETS for what in ("posted", "equity", "need")]
    _write(
        folder / "ends.csv",
        ["manager", "law", "age", "weeks", *sides, "wallet"],
        [
            [
                *key,
                "seen" if known else "unseen",
                *(text for one in end.places for text in written(one)),
                f"{end.wallet:.2f}",
            ]
            for key in keys
            for known in (True, False)
            for end in ends(key, known=known)
        ],
    )
    _write(folder / "pupils.csv", ["pupil", "survived"], [[number, pupil(number)] for number in range(1, PUPILS + 1)])


def _write(file: Path, header: list[str], rows: list[list[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    make()
