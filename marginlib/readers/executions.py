"""Fills and funding rates as venues and trading libraries export them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from marginlib.errors import InvalidInput, instance, positive
from marginlib.readers.quantities import units_of
from marginlib.records import Record, grouped, moments, records

SIZE = ("qty", "quantity", "fillsz", "execqty", "executed", "executedqty", "size", "sz", "basevolume", "amount")
PRICE = ("fillpx", "execprice", "fillprice", "price", "px", "averageprice")
SIDE = ("side", "direction", "type", "isbuyer", "buyer")
EFFECT = ("tradeside", "action", "offset", "openclose", "effect")
NUMBER = ("tradeid", "execid", "fillid", "billid", "tid", "id")
FEE = ("feecost", "commission", "fillfee", "execfee", "tradingfee", "fee")
PAID_IN = ("commissionasset", "feecurrency", "feecoin", "feeccy", "feetoken")
TIME = ("time", "filltime", "exectime", "timestamp", "ts", "datetime", "createdtime", "tradetime", "date")
SIDES = {"buy": 1, "b": 1, "bid": 1, "long": 1, "true": 1, "sell": -1, "a": -1, "ask": -1, "short": -1, "false": -1}
RATE = ("fundingrate", "lastfundingrate", "rate", "funding")
HOURS = ("fundingintervalhours", "fundinginterval", "intervalhours", "interval", "hours")

DAY = 24  # hours: no venue takes funding less often
VENUE = ("venue", "exchange")


@dataclass(frozen=True)
class Fills:
    """The fills of an export, by market, in the order of time.

    Args:
        markets: of each market its rows of size, price, fee and time, as `marginlib.trades.held` takes them.
        took, repairs: what the reader took the export for, and what it worked out.
    """

    markets: dict[str, list[tuple[float, float, float | None, Any]]]
    took: str
    repairs: tuple[str, ...] = ()


class Rate(NamedTuple):
    """A funding rate of one interval, with its hours; `marginlib.trades.Funding(rate, hours)` compares them."""

    market: str
    venue: str
    rate: float
    hours: float


def fills(
    given: Any,
    *,
    zone: str = "UTC",
    day_first: bool | None = None,
    decimal: str | None = None,
    units: Mapping[str, float] | None = None,
) -> Fills:
    """The fills of an export: the answer of a venue or a trading library in JSON, CSV with names, a table, records.

    Sizes come in base units, in quote units of an inverse contract: a column in quote currency or in contracts is
    turned into them where a value beside it, a unit in its name or `units` says how. Their sign is that of their side.
    A fill that stands twice under one number is dropped. Fees below zero throughout are read as paid, as OKX writes
    them, and a fee in another coin than the market is settled in is left out. Each is said.

    Args:
        zone: of times without one.
        day_first: whether 03/12/2020 is the third of December.
        decimal: sign of a CSV, "." or ",", where the file leaves it open.
        units: base units in one contract, by market, where the export counts contracts and does not tell it.

    Raises:
        InvalidInput: a fill without a market, a side, a size or a price, a size of which nothing says what it counts,
            and times that no row decides; the message names row and market.

    >>> found = fills([{"symbol": "BTCUSDT", "side": "SELL", "qty": "0.5", "price": "61,000", "time": 1709290800000}])
    >>> found.markets["BTCUSDT"][0][:3]
    (-0.5, 61000.0, None)
    """
    name, rows = records(given, "fills, with a market, a side, a size and a price each", decimal)
    said: list[str] = []
    rows = _once(rows, said)
    times = moments(rows, TIME, zone=zone, day_first=day_first)
    instance("units", units or {}, Mapping, "base units in one contract, by market")
    found = [(row, _fill(row, at, units or {}, said)) for row, at in zip(rows, times, strict=True)]
    fees = [fee for _, (_, _, fee, _) in found if fee]
    if fees and max(fees) < 0:
        found = [(row, (size, price, fee and -fee, at)) for row, (size, price, fee, at) in found]
        said.append("all fees are below zero: read as paid")
    foreign = [row.number for row, _ in found if _foreign(row)]
    if foreign:
        said.append(
            f"{len(foreign)} fees in another coin than the market is settled in left out, from row {foreign[0]} on"
        )
    markets: dict[str, list[tuple[float, float, float | None, Any]]] = {}
    kept = {id(row): (size, price, 0.0 if row.number in foreign else fee, at) for row, (size, price, fee, at) in found}
    for market, those in grouped(rows, lambda row: row.market).items():
        trades = [kept[id(row)] for row in those]
        if all(at is not None for *_, at in trades):
            if trades[0][3] > trades[-1][3]:
                trades.reverse()
                said.append(f"{market}: newest first: turned round")
            trades = sorted(trades, key=lambda fill: fill[3])
        markets[market] = trades
    count = f"{len(rows)} fill{'s' * (len(rows) > 1)} of {len(markets)} market{'s' * (len(markets) > 1)}"
    return Fills(markets, f"{name}: {count}", tuple(dict.fromkeys(said)))


def _fill(row: Record, at: Any, units: Mapping[str, float], said: list[str]) -> tuple[float, float, float | None, Any]:
    price = row.number_of(PRICE)
    if not row.market:
        raise InvalidInput(f"{row.place} names no market; add a column symbol")
    if not price > 0:
        raise InvalidInput(f"{row.place}: a fill of {row.number_of(SIZE):.12g} at {price:.12g}; correct or remove it")
    if "close" in row.text(EFFECT):
        raise InvalidInput(
            f"{row.place}: {row.text(SIDE)} that closes may be of order or position; give sizes with signs"
        )
    size = units_of(row, SIZE, price, units, said)
    side = next((SIDES[word] for name in SIDE if (word := row.text((name,))) in SIDES), 0)
    if not side and size > 0:
        raise InvalidInput(f"{row.place} has no side that is known; add a column side, buy or sell")
    if not size:
        raise InvalidInput(f"{row.place}: a fill of {size:.12g} at {price:.12g}; correct or remove that row")
    return side * abs(size) or size, price, row.number_or_none(FEE), at


def _once(rows: list[Record], said: list[str]) -> list[Record]:
    """Rows of which none stands twice under one number, as joined exports have them."""
    first: dict[tuple[str, str], Record] = {}
    for row in rows:
        other = first.setdefault((row.market, row.text(NUMBER) or f"row {row.number}"), row)
        if other is not row:
            if not row.same(other):
                raise InvalidInput(f"{other.place} and {row.place} have one number and differ; keep one of them")
            said.append("rows that stand twice dropped")
    return list(first.values())


def _foreign(row: Record) -> bool:
    """Whether the fee is paid in a coin that the market's name does not end with, such as BNB."""
    coin, market = row.text(PAID_IN).upper(), row.market.upper().replace("-SWAP", "")
    return bool(coin) and not market.endswith((coin, f"{coin}T", f"{coin}M"))


def funding(given: Any, hours: Any = None, *, decimal: str | None = None) -> list[Rate]:
    """Funding rates with their hours, of whatever holds some; without its hours a rate means nothing.

    Args:
        hours: of rows that tell none.
        decimal: sign of a CSV, "." or ",", where the file leaves it open.

    Raises:
        InvalidInput: a row without an interval or without a rate; the message names it.

    >>> funding([{"coin": "ETH", "venue": "A", "fundingRate": "0.000024", "fundingIntervalHours": 8}])
    [Rate(market='ETH', venue='A', rate=2.4e-05, hours=8.0)]
    """
    _, rows = records(given, "funding rates, with a market, a rate and its hours each", decimal)
    found = []
    for row in rows:
        told = row.number_or_none(HOURS)
        if told is None and hours is None:
            raise InvalidInput(
                f"{row.place}: no interval given; say hours=1, 4 or 8, or add a column fundingIntervalHours"
            )
        length = positive(f"{row.place}, hours", hours if told is None else told)
        if length > DAY:
            raise InvalidInput(f"{row.place}, hours: {length:.12g} is more than a day; of minutes give a sixtieth")
        found.append(Rate(row.market, str(row.cell(VENUE)), row.number_of(RATE), float(length)))
    return found
