"""The account of lesson 14: the same position under eight published tables, and under rules of your own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from marginlib.conventions import Conventions
from marginlib.learn.draw import Draw
from marginlib.position import Position
from marginlib.schedules import FlatRate, MarginalTiers, Schedule
from marginlib.venues import venue

ENTRY = 60_000.0  # USD
UNITS, LEVERAGE = 10.0, 10  # of the question
CLOSING_FEE = 0.0005  # of your own rules, where a fee is counted in


@dataclass(frozen=True)
class Table:
    """A published table: the venue, the year of its source, and the market of it that the lesson asks."""

    name: str
    year: str
    venue: str
    market: str = "BTC"

    @property
    def coin(self) -> bool:
        """Whether margin is kept in coin."""
        return venue(self.venue).conventions.contract == "inverse"

    @property
    def ends(self) -> float | None:
        """The value, in USD, up to which the table is known here."""
        largest = venue(self.venue).market(self.market).max_notional
        return None if largest is None else float(largest)


TABLES = (
    Table("OKX coin", "2023", "okx-btcusd"),
    Table("Binance coin", "undated", "binance-coinm"),
    Table("Hyperliquid", "2026", "hyperliquid-2026"),
    Table("dYdX", "2025", "dydx-v4", "large-cap"),
    Table("Deribit", "undated", "deribit-linear"),
    Table("Bybit", "2024", "bybit-usdt"),
    Table("Binance", "2024", "binance-usdm"),
    Table("Binance", "2026", "binance-usdm-2026"),
)


@lru_cache(maxsize=256)
def held(table: Table, size: float, leverage: float) -> Position | None:
    """The position of `size` BTC from 60,000 USD under a table, or None where the table does not reach that far.

    >>> [round(held(table, 10, 10).liquidation_price, 2) for table in TABLES[2:4]]
    [54683.54, 54655.87]
    >>> held(TABLES[5], 100, 10) is None
    True
    """
    terms, rules = venue(table.venue).market(table.market), venue(table.venue).conventions
    if table.ends is not None and abs(size) * ENTRY > table.ends:
        return None
    return placed(size, leverage, terms.maintenance, rules)


def placed(size: float, leverage: float, schedule: Schedule, rules: Conventions) -> Position:
    """A position of `size` BTC from 60,000 USD, in a contract paid in coin or in money as the rules have it."""
    posted = abs(size) / leverage
    if rules.contract == "inverse":
        return Position(size * ENTRY, ENTRY, posted, schedule, rules)
    return Position(float(size), ENTRY, posted * ENTRY, schedule, rules)


@lru_cache(maxsize=256)
def own(size: float, leverage: float, rate: float, on: str, fee: bool, coin: bool) -> Position:  # noqa: FBT001 - a key
    """The position under rules of your own: `rate` in percent, counted `on` the "mark" or the "entry".

    >>> round(own(10, 10, 0.4, "mark", False, True).liquidation_price, 2)
    54763.64
    """
    rules = Conventions(
        contract="inverse" if coin else "linear",
        maintenance_on=on,
        fee="bankruptcy" if fee else "none",
        taker_fee=CLOSING_FEE if fee else 0,
    )
    return placed(size, leverage, FlatRate(rate / 100), rules)


def width(position: Position) -> float:
    """How many coins an adverse move of one USD costs: a coin posted behind a long is one coin more.

    >>> width(held(TABLES[0], 10, 10)), width(held(TABLES[2], 10, 10))
    (11.0, 10.0)
    """
    if position.conventions.contract == "inverse":
        return float(position.collateral + position.size / position.entry)
    return float(position.size)


def tiers(name: str, market: str = "BTC") -> MarginalTiers:
    """The tiers of a venue in slices."""
    found = venue(name).market(market).maintenance
    assert isinstance(found, MarginalTiers)  # noqa: S101 - the data file says so
    return found


def drawn(draw: Draw) -> dict[str, Any]:
    """A long or a short in a tank of its own, at 4x to 12x."""
    size, entry = draw.integer(2, 9), draw.integer(100, 200, 5)
    collateral = round(size * entry / draw.integer(4, 12))
    percent = {"percent": draw.choice((0.5, 1, 2))}
    return {"side": draw.sign(), "size": size, "entry": entry, "collateral": collateral, **percent}


def counted(on: str, *, side: int, size: float, entry: float, collateral: float, percent: float) -> Position:
    """A position at a venue that counts maintenance `on` the "mark" or the "entry" price.

    >>> counted("entry", side=1, size=10, entry=100, collateral=100, percent=0.5).liquidation_price
    90.5
    """
    return Position(side * size, entry, collateral, FlatRate(percent / 100), Conventions(maintenance_on=on))
