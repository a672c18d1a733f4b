"""Positions as venues and trading libraries export them, into a book and the mode that their rows are in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from marginlib.book import Book, Mode
from marginlib.conventions import PLAIN, Conventions
from marginlib.errors import InvalidInput, UnknownName, instance, nonnegative, one_of, positive
from marginlib.modes import basket
from marginlib.readers.quantities import COUNTED, UNIT, contracts_of, matching, plain, worth
from marginlib.records import Record, records
from marginlib.schedules import Schedule

SIZE = (
    "positionamt",
    "szi",
    "pos",
    "contracts",
    "size",
    "positionqty",
    "quantity",
    "qty",
    "total",
    "amount",
    "netsize",
)
SIDE = ("side", "positionside", "posside", "holdside", "direction")
ENTRY = ("entryprice", "avgprice", "avgpx", "entrypx", "openpriceavg", "averageprice", "averageopenprice", "entry")
MARK = ("markprice", "markpx", "mark")
LIQUIDATION = ("liquidationprice", "liqprice", "liqpx", "liquidationpx")
MODE = ("margintype", "marginmode", "mgnmode", "leveragetype", "trademode")
WALLET = ("isolatedwallet", "positionbalance", "marginsize", "margin", "positionmargin")
WITH_PROFIT = ("isolatedmargin", "marginused", "collateral")
PROFIT = ("unrealizedprofit", "unrealisedpnl", "unrealizedpnl", "unrealizedpl", "upl", "pnl")
LEVERAGE = ("leverage", "leveragevalue", "lever")
SIDES = {"long": 1, "buy": 1, "short": -1, "sell": -1}
WORDS = {1: "long", -1: "short"}
CROSSED = ("cross", "crossed", "0", "regularmode")
ISOLATED = ("isolated", "fixed", "1", "isolatedmode")
CENT = 0.01  # how far a printed margin may be from wallet and profit
CONTRACTS = ("pos", "contracts")  # sizes that count contracts


@dataclass(frozen=True)
class Positions:
    """The positions of an export, as a book.

    Args:
        book: of the rows that hold something.
        mode: isolated rows in pools of their own, cross rows together with the free money.
        prices: mark price of each market, where the export tells it.
        told: liquidation price that the venue prints of each position, None where it prints none.
        moves_with: coin of each side, where long and short of one market stand apart; see `marginlib.joint`.
        without: markets that have no schedule of their own.
        took, repairs: what the reader took the export for, and what it worked out.
    """

    book: Book
    mode: Mode
    prices: dict[str, float]
    told: tuple[float | None, ...]
    moves_with: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    took: str = ""
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row that holds something, read."""

    market: str
    size: float
    entry: float
    posted: float | None  # None in cross mode
    mark: float | None
    told: float | None


def positions(
    given: Any,
    schedules: Mapping[str, Schedule],
    free: Any = 0.0,
    *,
    conventions: Conventions = PLAIN,
    otherwise: Schedule | None = None,
    units: Mapping[str, float] | None = None,
    decimal: str | None = None,
) -> Positions:
    """The positions of an export: the answer of a venue or a trading library in JSON, CSV with names, a table, records.

    Numbers may be text, and rows that hold nothing are passed by. A margin that holds the open profit already is used
    without it, so that no profit counts twice. Long and short of one market stay apart.

    Args:
        schedules: by market; BTCUSDT, BTC/USDT:USDT, BTC-USDT-SWAP and BTC are one name.
        free: money of the account that is posted to no position: in cross mode, its wallet.
        otherwise: schedule of markets that have none.
        units: base units in one contract, by market, where the export counts contracts and does not tell it.
        decimal: sign of a CSV, "." or ",", where the file leaves it open.

    Raises:
        InvalidInput: a row without a size, an entry price or a margin, a side that its size contradicts; the message
            names row and market.
        UnknownName: a market without a schedule.

    >>> from marginlib.schedules import FlatRate
    >>> found = positions([{"symbol": "AAAUSDT", "positionAmt": "0.020", "entryPrice": "40000", "marginType": "cross"},
    ...                    {"symbol": "BBBUSDT", "positionAmt": "0.000"}], {"AAAUSDT": FlatRate(0.004)}, free=500.0)
    >>> found.book.liquidation_prices(found.mode, {"AAAUSDT": 38_500.0}).round(8).tolist()
    [15060.24096386]
    >>> found.repairs
    ('1 flat row passed by',)
    """
    instance("schedules", schedules, Mapping, "schedules by market, such as {'BTC': FlatRate(0.005)}")
    instance("units", units or {}, Mapping, "base units in one contract, by market")
    nonnegative("free", free)
    instance("conventions", conventions, Conventions, "Conventions of a venue")
    name, rows = records(given, "positions, with a market, a size and an entry price each", decimal)
    said: list[str] = []
    flat = [row for row in rows if _is_flat(row)]
    alike = next(((one, other) for one, other in combinations(rows, 2) if one not in flat and one.same(other)), None)
    if alike:
        raise InvalidInput(f"{alike[0].place} and {alike[1].place} are the same; keep one of them")
    held = [_row(row, conventions, units or {}, said) for row in rows if row not in flat]
    if not held:
        raise InvalidInput(f"{name} holds {len(flat)} rows, all of them without a position; nothing is open")
    repairs = [f"{len(flat)} flat row{'s' * (len(flat) > 1)} passed by"] * bool(flat) + said
    both = {row.market for row in held} & {row.market for row in held if row.size < 0}
    both &= {row.market for row in held if row.size > 0}
    markets = [f"{row.market} {WORDS[1 if row.size > 0 else -1]}" if row.market in both else row.market for row in held]
    found = {row.market: matching(row.market, schedules) for row in held}
    without = tuple(market for market, told in found.items() if not told)
    if without and otherwise is None:
        names = ", ".join(list(schedules)[:5]) or "nothing"
        raise UnknownName(f"{without[0]} has no tiers: give a schedule for {without[0]}; there are {names}")
    asked = {
        market: schedules[found[row.market]] if found[row.market] else otherwise
        for market, row in zip(markets, held, strict=True)
    }
    book = Book(
        markets,
        [row.size for row in held],
        [row.entry for row in held],
        [row.posted or 0.0 for row in held],
        {market: schedule for market, schedule in asked.items() if schedule is not None},
        free={"": free},
        conventions=conventions,
    )
    labels = ["cross" if row.posted is None else f"{number}" for number, row in enumerate(held)]
    crossed = labels.count("cross")
    return Positions(
        book,
        basket(labels, free="cross"),
        {market: row.mark for market, row in zip(markets, held, strict=True) if row.mark is not None},
        tuple(row.told for row in held),
        {market: row.market for market, row in zip(markets, held, strict=True) if row.market in both},
        without,
        f"{name}: {len(held)} position{'s' * (len(held) > 1)}, {crossed} cross and {len(held) - crossed} isolated",
        tuple(dict.fromkeys(repairs)),
    )


def _is_flat(row: Record) -> bool:
    if not row.market:
        raise InvalidInput(f"{row.place} names no market; add a column symbol")
    price = row.number_of(LIQUIDATION, 0.0) if row.text(LIQUIDATION) not in {"", "-", "--"} else 0.0
    if row.number_of(SIZE) == 0 and price:
        raise InvalidInput(f"{row.place}: size 0 and a liquidation price of {price:.12g}; correct one of them")
    return row.number_of(SIZE) == 0


def _sized(
    row: Record, conventions: Conventions, units: Mapping[str, float], said: list[str]
) -> tuple[float, float, float | None]:
    """Signed size in base units (quote units of an inverse contract), entry and mark of a row."""
    size, unit = row.number_of(SIZE), row.unit(SIZE)
    side = next((SIDES[word] for name in SIDE if (word := row.text((name,))) in SIDES), 0)
    if side and size < 0 < side:
        raise InvalidInput(f"{row.place}: a long of {size:.12g}; correct its size or its side")
    size = side * abs(size) if side else size
    if unit and not plain(row.market).startswith(unit) and not matching(row.market, units):
        raise InvalidInput(f"{row.place}: {row.told(SIZE)} counts {unit}; give a column in coins, or say units=")
    entry = positive(f"{row.place}, {row.told(ENTRY) or ENTRY[0]}", row.number_of(ENTRY))
    mark = row.number_of(MARK, 0.0) or None
    counted = row.told(SIZE) in CONTRACTS or unit in COUNTED
    size *= contracts_of(row, SIZE, units, said) if counted else 1
    whole = float(conventions.notional(size, mark or entry))
    known = counted and bool(row.told(UNIT) or matching(row.market, units))
    return size * worth(row, whole, size, said, told=known), entry, mark


def _row(row: Record, conventions: Conventions, units: Mapping[str, float], said: list[str]) -> Row:
    """One row, with what had to be worked out added to what is `said`."""
    size, entry, mark = _sized(row, conventions, units, said)
    price: float | None = max(row.number_of(LIQUIDATION, 0.0), 0.0) or None
    mode = row.text(MODE)
    one_of(f"{row.place}, mode", mode or ISOLATED[0], (*CROSSED, *ISOLATED))
    money = row.unit(WALLET)
    if money and plain(row.market).startswith(money) != (conventions.contract == "inverse"):
        raise InvalidInput(f"{row.place}: {row.told(WALLET)} is in {money}; give it in the currency of settlement")
    profit = row.number_or_none(PROFIT)
    posted, with_profit = row.number_of(WALLET, 0.0), row.number_of(WITH_PROFIT, 0.0)
    if mark is None and profit is not None:
        way = conventions.coordinate(entry) + profit / conventions.exposure(size)
        mark = conventions.coordinate(way) if way > 0 else None
    cross = mode in CROSSED if mode else not (posted or with_profit)
    if cross:
        return Row(row.market, size, entry, None, mark, price)
    words = f"{row.market}: {row.told(WITH_PROFIT)} {with_profit:.12g}"
    if posted and with_profit and profit is not None and abs(with_profit - posted - profit) <= CENT:
        said.append(f"{words} is {posted:.12g} of wallet and {profit:.12g} of open profit, used without")
    elif not posted and with_profit:
        profit = conventions.pnl(size, entry, mark or entry) if profit is None else profit
        posted = with_profit - profit
        said.append(f"{words} holds {profit:.12g} of open profit, used without")
    elif not posted:
        leverage = positive(f"{row.place}, leverage", row.number_of(LEVERAGE))
        posted = conventions.notional(size, entry) / leverage
        said.append(f"{row.market}: margin not given: value at the entry over the leverage of {leverage:.12g}")
    if posted < 0:
        raise InvalidInput(f"{row.place}: a margin of {posted:.12g} without the open profit; correct margin or profit")
    return Row(row.market, size, entry, posted, mark, price)
