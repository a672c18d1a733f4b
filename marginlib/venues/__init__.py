"""Venues as data: margin schedules and conventions with their source and date.

One TOML file a venue stands beside this module. Numbers are kept as text and read into the kind asked for, so that the
same data serve floats and exact Fractions or Decimals.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput, UnknownName
from marginlib.schedules import ContinuousRate, FlatRate, MarginalTiers, OpenInterestScaled, Schedule, StepTiers


@dataclass(frozen=True)
class Market:
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

        >>> venue("binance-usdm").markets["BTC"].max_leverage(100_000)
        100.0
        """
        if not self.leverages:
            message = "this venue publishes no leverage brackets for this market; use the initial schedule instead"
            raise InvalidInput(message)
        return [leverage for floor, leverage in self.leverages if floor <= notional][-1]

    def check_leverage(self, notional: Any, leverage: Any) -> None:
        """Raise InvalidInput when `leverage` is above what the venue gives a position of `notional`."""
        most = self.max_leverage(notional)
        if leverage > most:
            message = f"leverage {leverage} is above the {most} that the venue gives a notional of {notional}; lower it"
            raise InvalidInput(message)

    def initial_at(self, open_interest: Any) -> Schedule:
        """Initial schedule while the whole market holds `open_interest` of notional.

        >>> market = venue("dydx-v4").markets["isolated"]
        >>> market.initial_at(1_000_000).requirement(1, 100)
        100.0
        """
        if self.initial is None:
            message = "this venue publishes no initial margin for this market"
            raise InvalidInput(message)
        if self.open_interest_caps is None:
            return self.initial
        ((rate, _),) = self.initial.lines(1)
        return OpenInterestScaled(rate, open_interest, *self.open_interest_caps)


@dataclass(frozen=True)
class Venue:
    """A named set of conventions and markets, with its source and its date ("undated" where the source has none)."""

    name: str
    title: str
    source: str
    date: str
    currency: str
    conventions: Conventions
    markets: Mapping[str, Market]

    def market(self, symbol: str) -> Market:
        """The market of that symbol; UnknownName lists what there is."""
        if symbol not in self.markets:
            message = f"{self.title} has no market {symbol!r} here; it has {', '.join(self.markets)}"
            raise UnknownName(message)
        return self.markets[symbol]


def venue_names() -> tuple[str, ...]:
    """Names that `venue` knows.

    >>> "binance-usdm" in venue_names()
    True
    """
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    )


@lru_cache
def venue(name: str, kind: Callable[[str], Any] = float) -> Venue:
    """The parameter set called `name`, its numbers read by `kind` (float, Fraction, Decimal).

    Raises:
        UnknownName: no such venue; the message lists those there are.

    >>> btc = venue("binance-usdm").market("BTC").maintenance
    >>> round(btc.requirement(2.0, 50_000.0), 6)
    450.0
    """
    if name not in venue_names():
        message = f"there is no venue {name!r}; choose one of {', '.join(venue_names())}"
        raise UnknownName(message)
    data = tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
    markets = {symbol: _market(symbol, entry, kind) for symbol, entry in data["markets"].items()}
    return Venue(
        name,
        data["title"],
        data["source"],
        data["date"],
        data["currency"],
        Conventions(**data["conventions"]),
        MappingProxyType(markets),
    )


def _market(symbol: str, data: dict[str, Any], kind: Callable[[str], Any]) -> Market:
    rows = [tuple(kind(cell) for cell in row if cell) for row in data.get("tiers", ())]
    rate = kind(data["rate"]) if "rate" in data else None
    per_unit = kind(data["per_unit"]) if "per_unit" in data else None
    initial_rate = kind(data["initial_rate"]) if "initial_rate" in data else None
    caps = tuple(kind(cap) for cap in data.get("open_interest_caps", ()))
    limit = kind(data["max_notional"]) if "max_notional" in data else None
    if data["kind"] == "marginal":
        schedule: Schedule = MarginalTiers.from_rows([row[:3] for row in rows])
        return Market(schedule, leverages=tuple((row[0], row[3]) for row in rows if len(row) > 3))  # noqa: PLR2004 - the fourth column
    if data["kind"] == "steps":
        steps = StepTiers(tuple(row[0] for row in rows[:-1]), tuple(row[-1] for row in rows), data["unit"])
        return Market(steps, max_notional=limit)
    if data["kind"] == "continuous":
        return Market(ContinuousRate(rate, per_unit), ContinuousRate(initial_rate, per_unit))
    if data["kind"] == "flat":
        initial = None if initial_rate is None else ContinuousRate(initial_rate, kind("0"))
        return Market(FlatRate(rate), initial, open_interest_caps=caps or None, max_notional=limit)
    message = f"market {symbol!r} has a schedule of kind {data['kind']!r}; known are marginal, steps, continuous, flat"
    raise InvalidInput(message)
