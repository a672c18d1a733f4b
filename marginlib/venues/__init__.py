"""Venues as data: margin schedules, conventions and rules of liquidation, with their source and date.

One TOML file a set stands beside this module; a venue may have several, of different dates. What the source does not
tell is not there: a file holds markets, or `[liquidation]` (read by `marginlib.liquidation.venue_rules`), or both.
Numbers are kept as text and read into the kind asked for, so that the same data serve floats and exact Fractions or
Decimals.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput, instance, known, nonnegative
from marginlib.schedules import ContinuousRate, FlatRate, MarginalTiers, OpenInterestScaled, Schedule, StepTiers


@dataclass(frozen=True)
class Terms:
    """What one market asks of a position.

    Args:
        maintenance: schedule of the equity a position needs to stay open.
        initial: schedule of the equity it needs to be opened, where the venue publishes one.
        leverages: (floor of notional, largest leverage) of each bracket, where the venue publishes them.
        open_interest_caps: notionals between which the initial rate rises to 1, where the venue has them.
        max_notional: notional (or size, where tiers count size) up to which the data are known; None where they cover
            every notional.
    """

    maintenance: Schedule
    initial: Schedule | None = None
    leverages: tuple[tuple[Any, Any], ...] = ()
    open_interest_caps: tuple[Any, Any] | None = None
    max_notional: Any = None

    def max_leverage(self, notional: Any) -> Any:
        """Largest leverage the venue gives a position of `notional`.

        Raises InvalidInput for a notional below zero, and where the venue publishes no brackets.

        >>> venue("binance-usdm").markets["BTC"].max_leverage(100_000)
        100.0
        """
        if not self.leverages:
            raise InvalidInput("this venue publishes no leverage brackets for this market; use the initial schedule")
        return [leverage for floor, leverage in self.leverages if floor <= nonnegative("notional", notional)][-1]

    def initial_at(self, open_interest: Any) -> Schedule:
        """Initial schedule while the whole market holds `open_interest` of notional.

        >>> market = venue("dydx-v4").markets["isolated"]
        >>> market.initial_at(1_000_000).requirement(1, 100)
        100.0
        """
        if self.initial is None:
            raise InvalidInput("this venue publishes no initial margin for this market; use a leverage of its brackets")
        if self.open_interest_caps is None:
            return self.initial
        ((rate, _),) = self.initial.lines(1)
        return OpenInterestScaled(rate, open_interest, *self.open_interest_caps)


@dataclass(frozen=True)
class Venue:
    """A named set of conventions and markets, with its source and its date.

    Args:
        date: of the source; where it has none, "undated; " and what is known of it.
        currency: that margin is posted in.
        checked: date on which the set was last compared, and which figures of the venue itself it reaches, or not.
        funding_hours: between two funding times of its markets; None where no source is known, or markets differ.

    >>> venue("hyperliquid-2026").date, venue("hyperliquid").date
    ('2026-09-25', 'undated; before 2025-03-12')
    >>> venue("bybit-usdt").funding_hours, venue("dydx-v4").funding_hours
    (8.0, 1.0)
    """

    name: str
    title: str
    source: str
    date: str
    currency: str
    checked: str
    conventions: Conventions
    markets: Mapping[str, Terms]
    funding_hours: Any = None

    def market(self, symbol: str) -> Terms:
        """The market of that symbol; UnknownName lists what there is."""
        known(f"market of {self.title}", [symbol], self.markets)
        return self.markets[symbol]


def venue_names() -> tuple[str, ...]:
    """Names that `venue` knows.

    >>> "binance-usdm" in venue_names()
    True
    """
    return names_with("markets")


def names_with(part: str) -> tuple[str, ...]:
    """Names of the sets whose file has that `part`.

    >>> "drift" in names_with("markets"), "drift" in names_with("liquidation")
    (False, True)
    """
    return tuple(
        name
        for name in sorted(_files())
        if instance("part", part, str, "the name of a part, such as markets") in sheet(name)
    )


def sheet(name: str) -> Mapping[str, Any]:
    """All that the file called `name` says, numbers as text; UnknownName lists the files there are."""
    known("venue", [name], _files())
    return _files()[name]


@cache
def _files() -> dict[str, Mapping[str, Any]]:
    return {
        entry.name[:-5]: MappingProxyType(tomllib.loads(entry.read_text(encoding="utf-8")))
        for entry in files(__name__).iterdir()
        if entry.name.endswith(".toml")
    }


def venue(name: str, kind: Callable[[str], Any] = float) -> Venue:
    """The parameter set called `name`, its numbers read by `kind` (float, Fraction, Decimal).

    Raises:
        UnknownName: no such venue; the message lists those there are.

    >>> btc = venue("binance-usdm").market("BTC").maintenance
    >>> round(btc.requirement(2.0, 50_000.0), 6)
    450.0
    """
    known("venue", [name], venue_names())
    return _venue(name, instance("kind", kind, Callable, "a kind of number, such as float or Fraction"))


@lru_cache
def _venue(name: str, kind: Callable[[str], Any]) -> Venue:
    data = sheet(name)
    return Venue(
        name,
        data["title"],
        data["source"],
        data["date"],
        data["currency"],
        data["checked"],
        Conventions(**data["conventions"]),
        MappingProxyType({symbol: _terms(entry, kind) for symbol, entry in data["markets"].items()}),
        kind(data["funding_hours"]) if "funding_hours" in data else None,
    )


def _terms(data: dict[str, Any], kind: Callable[[str], Any]) -> Terms:
    numbers = {key: read(value, kind) for key, value in data.items() if key not in {"kind", "unit"}}
    tiers = numbers.get("tiers", ())
    per_unit = numbers.get("per_unit", kind("0"))
    schedules: dict[str, Callable[[], Schedule]] = {
        "marginal": lambda: MarginalTiers.from_rows([row[:3] for row in tiers]),
        "steps": lambda: StepTiers(tuple(row[0] for row in tiers[:-1]), tuple(row[-1] for row in tiers), data["unit"]),
        "continuous": lambda: ContinuousRate(numbers["rate"], per_unit),
        "flat": lambda: FlatRate(numbers["rate"]),
    }
    known("kind of schedule", [data["kind"]], schedules)
    return Terms(
        schedules[data["kind"]](),
        ContinuousRate(numbers["initial_rate"], per_unit) if "initial_rate" in numbers else None,
        tuple((row[0], row[3]) for row in tiers if len(row) > 3),  # noqa: PLR2004 - the fourth column
        numbers.get("open_interest_caps"),
        numbers.get("max_notional"),
    )


def read(value: Any, kind: Callable[[str], Any]) -> Any:
    """Numbers of `kind` from their text, in rows and tables too, where empty cells are left out.

    A number without a finite decimal is written as a quotient, such as 1/30. Yes and no stay what they are.

    >>> read({"share": "1/4", "once": True, "rows": [["1", ""]]}, float)
    {'share': 0.25, 'once': True, 'rows': ((1.0,),)}
    """
    if isinstance(value, dict):
        return {name: read(one, kind) for name, one in value.items()}
    if isinstance(value, list):
        return tuple(read(cell, kind) for cell in value if cell)
    if isinstance(value, bool):
        return value
    above, _, below = value.partition("/")
    return kind(above) / kind(below) if below else kind(above)
