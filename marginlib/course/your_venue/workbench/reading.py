"""A file or a folder into an account: what each file is, what was taken for what, and what had to be supposed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from marginlib import readers
from marginlib.course.your_venue.workbench import rows
from marginlib.course.your_venue.workbench.account import SAMPLE, Account, coin
from marginlib.course.your_venue.workbench.rows import CUT, ROWS
from marginlib.course.your_venue.workbench.rules import UNKNOWN
from marginlib.course.your_venue.workbench.trading import of_fills
from marginlib.errors import InvalidInput, MarginError
from marginlib.paths import Candles
from marginlib.readers import brackets, executions
from marginlib.records import records
from marginlib.sources import source
from marginlib.tables.layout import SEPARATORS

POSITIONS, TRADES, CANDLES, TIERS, RATES = "positions", "trades", "candles", "tiers", "funding rates"
FILES = 40  # of a folder at most
SUFFIXES = {".csv", ".tsv", ".txt", ".json", ".zip", ".gz", ".bz2", ".xz"}
ENTRY = {"entryprice", "avgpx", "entrypx", "openpriceavg", "averageopenprice", "avgprice", "entry"}
AMOUNT = {*executions.SIZE, "positionamt", "szi", "pos", "contracts", "positionqty", "total", "netsize"}
Progress = Callable[[float, int], object]


@dataclass(frozen=True)
class Options:
    """What takes a guess out of the reader's hands; None and empty leave it there.

    Args:
        kind: what a file is.
        day_first, decimal, zone, widen: as `readers.candles` has them.
        unit: base units in one contract.
        hours: of funding rates that tell none.
        money: put into the account and posted to nothing; for trades all that was put in.
    """

    kind: str = ""
    day_first: bool | None = None
    decimal: str | None = None
    zone: str = "UTC"
    widen: bool = False
    unit: float | None = None
    hours: float | None = None
    money: float | None = None


@dataclass
class Brought:
    """What was read: an account, None where the files hold none, and what is said of each file."""

    account: Account | None = None
    took: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)
    kind: str = ""


def bring(path: str, options: Options, progress: Progress | None = None) -> Brought:
    """Read a file, or all files of a folder.

    Raises InvalidInput for what cannot be read, or only by a guess; the message has place, cause and way out.
    """
    place = Path(path.strip().strip("'\"")).expanduser()
    if not place.exists() and not any(up.is_file() for up in place.parents):
        raise InvalidInput(f"{path.strip()[:80]} is not there; give the path of a file or a folder on this machine")
    found, parts = Brought(), Parts()
    for file in _files(place):
        try:
            what = options.kind or kind_of(file)
            parts.add(file, what, options, found, progress)
        except MarginError as error:
            raise InvalidInput(str(error).replace(str(file), file.name)) from error
        found.kind = found.kind or what
    account = parts.account(options, found)
    found.account = account
    return found


def _files(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    inside = sorted(one for one in place.iterdir() if one.is_file() and one.suffix.lower() in SUFFIXES)
    if not inside:
        raise InvalidInput(f"{place.name} holds no file that can be read here; a table or JSON is wanted")
    if len(inside) > FILES:
        raise InvalidInput(f"{place.name} holds {len(inside)} files, more than {FILES}; name one, or a smaller folder")
    return inside


def listed(folder: Path) -> list[str]:
    """Files that lie in a folder and may be read."""
    if not folder.is_dir():
        return []
    return [str(one) for one in sorted(folder.iterdir()) if one.suffix.lower() in SUFFIXES][:FILES]


def kind_of(file: Path) -> str:
    """What a file is, of the names of its columns or fields.

    Raises InvalidInput for what cannot be opened.
    """
    with source(file).text() as text:
        first = next((line for line in islice(text, 200) if line.strip()), "")
    try:
        if first.lstrip().startswith(("[", "{")):
            _, found = records(file, "")
        else:
            separator = max(SEPARATORS, key=first.count)
            heads = next(csv.reader([first], delimiter=separator, skipinitialspace=True))
            _, found = records([dict.fromkeys(heads, "1")], "")
    except (InvalidInput, csv.Error):
        return CANDLES  # rows without names
    names = {name for row in found[:ROWS] for name in (*row.fields, *row.info)}
    if names & ENTRY and names & AMOUNT:
        return POSITIONS
    if names & {*brackets.RATE} and names & {*brackets.FLOOR, *brackets.CAP}:
        return TIERS
    if names & {*executions.SIDE} and names & {*executions.SIZE} and names & {*executions.PRICE}:
        return TRADES
    return RATES if names & {"fundingrate", "lastfundingrate"} else CANDLES


class Parts:
    """What the files of a folder hold, put together into one account."""

    def __init__(self) -> None:
        self.main: Account | None = None
        self.fills: dict[str, list[tuple[Any, ...]]] = {}
        self.candles: dict[str, Candles] = {}
        self.tiers: readers.Tiers | None = None

    def add(self, file: Path, what: str, options: Options, found: Brought, progress: Progress | None) -> None:
        """Read one file as what it is."""
        written = list(rows.written(file))
        units = {} if options.unit is None else _Every(options.unit)
        if what == CANDLES:
            read = readers.candles(
                file,
                day_first=options.day_first,
                decimal=options.decimal,
                zone=options.zone,
                widen=options.widen,
                progress=progress,
            )
            self.candles[coin(file.stem)] = read
            said, repairs = read.took, read.repairs
            found.missing += [
                f"{one.missing} from {rows.clock(one.first)} to {rows.clock(one.last)}" for one in read.gaps[:ROWS]
            ]
            understood = list(rows.of_candles(read))
        elif what == POSITIONS:
            held = readers.positions(
                file, {}, options.money or 0.0, otherwise=UNKNOWN, units=units, decimal=options.decimal
            )
            self.main = of_positions(held)
            said, repairs, understood = held.took, held.repairs, list(rows.of_legs(self.main))
        elif what == TRADES:
            fills = readers.fills(
                file, zone=options.zone, day_first=options.day_first, decimal=options.decimal, units=units
            )
            self.fills |= fills.markets
            said, repairs = fills.took, fills.repairs
            understood = [
                f"{market}: {size:+g} at {price:g}"
                for market, those in fills.markets.items()
                for size, price, *_ in those
            ]
        elif what == TIERS:
            self.tiers = readers.tiers(file, decimal=options.decimal)
            said, repairs = self.tiers.took, self.tiers.repairs
            understood = [f"{name}: {schedule}"[:CUT] for name, schedule in self.tiers.schedules.items()]
        elif what == RATES:
            rates = readers.funding(file, options.hours, decimal=options.decimal)
            said, repairs, understood = (
                f"{file.name}: {len(rates)} funding rates",
                (),
                [rows.of_rate(one) for one in rates],
            )
        else:
            raise InvalidInput(f"{file.name} is taken for {what!r}; choose positions, trades, candles or tiers")
        found.took.append(said.replace(str(file), file.name))
        found.repairs += [f"{words}" for words in repairs]
        found.written = found.written or written
        found.understood = found.understood or understood[:ROWS]

    def account(self, options: Options, found: Brought) -> Account | None:
        """The account that the files come to; with candles or tiers alone it is the invented one under them."""
        if not (self.main or self.fills or self.candles or self.tiers):
            return None
        account = self.main or (of_fills(self.fills, options.money, self._last()) if self.fills else None)
        account = account or replace(SAMPLE, name="The sample, with your file", sample=False)
        account = replace(account, fills=account.fills or self.fills, tiers=self.tiers.schedules if self.tiers else {})
        return self._priced(self._moving(account, found))

    def _last(self) -> dict[str, float]:
        return {name: float(one.close[-1]) for name, one in self.candles.items()}

    def _moving(self, account: Account, found: Brought) -> Account:
        """The account with volatility and correlation of the candles."""
        if not self.candles:
            return account
        files = {name: one for name, one in self.candles.items() if name in account.coins}
        if not files and len(self.candles) == len(account.coins) == 1:
            files = {account.coins[0]: next(iter(self.candles.values()))}
        if not files:
            names = ", ".join(account.coins[:ROWS])
            found.missing.append(f"no candle file is named after {names}, so none is used for the chance")
            return account
        try:
            return replace(account, measured=readers.measured(**files), volatility=None)
        except MarginError as error:
            found.missing.append(f"no volatility from the candles: {error}")
            return account

    def _priced(self, account: Account) -> Account:
        """The account with a price for each leg: its own, that of its candles, or its entry, which is said."""
        prices, notes, last = dict(account.prices), list(account.notes), self._last()
        for market, entry in zip(account.markets, account.entries, strict=True):
            name = account.moved(market)
            if market not in prices:
                prices[market] = last.get(name, entry)
                notes.append(f"{name} has no price now: {'last close' if name in last else 'its entry'} taken")
        return replace(account, prices=prices, notes=tuple(dict.fromkeys(notes)))


class _Every(dict[str, float]):
    """The same unit for every market."""

    def __init__(self, unit: float) -> None:
        super().__init__()
        self.unit = unit

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, _: str) -> float:
        return self.unit


def of_positions(held: readers.Positions) -> Account:
    """The account of an export of positions."""
    book = held.book
    partition = book.partition(held.mode)
    crossed = tuple((partition.positions == partition.free[0]).tolist())
    free = float(book.free[""])
    notes = ["cross mode, and no money given: type what the account has"] * (any(crossed) and not free)
    return Account(
        "Your account",
        tuple(book.market.tolist()) if hasattr(book.market, "tolist") else tuple(book.market),
        tuple(float(one) for one in book.size),
        tuple(float(one) for one in book.entry),
        tuple(float(one) for one in book.collateral),
        free,
        dict(held.prices),
        crossed=crossed,
        told=held.told,
        moves_with=dict(held.moves_with),
        notes=tuple(notes),
    )
