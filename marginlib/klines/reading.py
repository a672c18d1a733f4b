"""Candles from anywhere: the files of venues and tools, tables and lists, and what was understood of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from marginlib.errors import InvalidInput
from marginlib.klines.alignment import lasting, moment
from marginlib.klines.columns import OF, PRICES, WANTED, hold
from marginlib.paths import Candles
from marginlib.tables import Clock, Frames, Undecided, frames, numbers, shown
from marginlib.tables.parts import Progress

UNTIMED = "is no time that is known; correct it, or write it as 2024-03-01 10:59"
UNZONED = "is no time that is known, or none in {zone}, where it is skipped or comes twice; write it in UTC"
FOOTER = 20  # lines after a table that are passed by


def bar(share: float, rows: int) -> None:
    """A progress bar on the terminal, for `candles(..., progress=bar)`.

    >>> bar(0.5, 1_200_000)
    """
    done = round(30 * share)
    end = "\n" if share >= 1 else ""
    sys.stderr.write(f"\r[{'#' * done}{'.' * (30 - done)}] {share:4.0%}, {rows:,} rows{end}")


@dataclass
class Reading:
    """One reading of a table: what has been found so far, and what is wrong with it."""

    table: Frames
    clock: Clock
    repairs: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)
    of: dict[str, str] = field(default_factory=dict)

    def part(self, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Times, prices of shape (4, rows) and row numbers of one part, without rows that are no candles."""
        times = self.clock.read(rows["time"])
        read = [numbers(rows[name], self.table.layout.decimal) for name in PRICES]
        for *_, mark in read:
            if mark:
                self.say(
                    f"{'commas inside quotes are' if mark == ',' else f'{mark!r} between digits is for'} thousands"
                )
        good, numbered = ~np.isnat(times), rows.index.to_numpy()
        for row in np.flatnonzero(~good).tolist():
            priced = all(np.isfinite(values[row]) for values, *_ in read)
            self.untold(int(numbered[row]), rows.iloc[row].fillna("").astype(str), priced=priced)
        if self.odd and numbered[good].max(initial=-1) > self.odd[0]:
            self.refuse(self.odd[0], "time", self.untimed)
        self.changed(numbered[good], self.clock.kinds[good])
        for name in OF.keys() & rows.columns:
            self.alike(name, rows[name][good])
        bad = np.array([wrong for _, wrong, _ in read])[:, good]
        values = np.array([found for found, *_ in read])[:, good]
        bad |= ~np.isnan(values) & ~((values > 0) & (values < np.inf))
        if bad.any():
            row = int(np.argmax(bad.any(axis=0)))
            column = PRICES[int(np.argmax(bad[:, row]))]
            self.refuse(int(numbered[good][row]), column, "is no finite number above zero; correct or remove it")
        return times[good], values, numbered[good]

    def changed(self, rows: np.ndarray, kinds: np.ndarray) -> None:
        """Say once where the form of times changes."""
        before = np.concatenate([np.array(self.kinds[-1:] or kinds[:1], dtype=object), kinds[:-1]])
        turns = np.flatnonzero(kinds != before)
        if turns.size and len(self.kinds) < 2:  # noqa: PLR2004 - the first change
            where, _ = self.table.cells(int(rows[turns[0]]))
            self.say(f"times change from {before[turns[0]]} to {kinds[turns[0]]} at {where}")
        self.kinds += [kind for kind in dict.fromkeys(kinds.tolist()) if kind not in self.kinds]

    def untold(self, row: int, cells: pd.Series[Any], *, priced: bool) -> None:
        """Pass by a row without a time, where it is no candle that has lost it."""
        if not any(cells):
            self.say("empty rows passed by")
        elif set(cells) <= set(self.table.layout.names):
            if cells[list(PRICES)].tolist() != self.heads:
                self.refuse(row, "open", "names columns in another order; give each table apart")
            self.say("names of columns that stand again between the rows passed by")
        elif priced:  # prices without a time are no line of words
            self.refuse(row, "time", self.untimed)
        else:
            self.odd.append(row)

    @property
    def untimed(self) -> str:
        """What is wrong with a cell that is no time."""
        return UNTIMED if self.clock.zone == "UTC" else UNZONED.format(zone=self.clock.zone)

    @property
    def heads(self) -> list[str]:
        """What the four prices are called in the table, where it names its columns."""
        return [self.table.layout.names[self.table.layout.columns[name]] for name in PRICES]

    def alike(self, name: str, cells: pd.Series[Any]) -> None:
        """Refuse rows of a second market, or of a second length, in one table."""
        told = cells.dropna().astype(str)
        first = self.of.setdefault(name, told.iloc[0]) if len(told) else ""
        for row in told.index[told != first][:1].tolist():
            self.refuse(row, name, f"is a second {name} beside {shown(first)}; keep the rows of one")

    def say(self, words: str) -> None:
        """Add to the repairs, once."""
        if words not in self.repairs:
            self.repairs.append(words)

    def refuse(self, row: int, column: str, words: str) -> None:
        """Raise InvalidInput with line, column and what stands there."""
        where, cells = self.table.cells(row)
        place = self.table.layout.columns[column]
        cell = cells[place] if place < len(cells) else ""
        raise InvalidInput(f"{where}, {column}: {shown(cell)} {words}")

    def columns(self, progress: Progress | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The whole table: times, prices and row numbers, as they stand."""
        try:
            parts = [self.part(rows) for rows in self.table.parts(progress)]
        except Undecided:  # another row may show the order: all dates are looked at together, each once
            dates = [
                rows["time"].astype(str).str.extract(r"^([^ T]*)")[0].drop_duplicates() for rows in self.table.parts()
            ]
            self.clock.read(pd.concat(dates).drop_duplicates())
            parts = [self.part(rows) for rows in self.table.parts(progress)]
        found = sum(len(times) for times, *_ in parts)
        if not found and not self.odd:
            raise InvalidInput(f"{self.table.name} holds no candle; give one row at least, with time and four prices")
        if len(self.odd) > FOOTER * bool(found):
            self.refuse(self.odd[0], "time", self.untimed)
        if self.odd:
            self.say(f"{len(self.odd)} lines after the table passed by, from {self.table.cells(self.odd[0])[0]} on")
        columns = np.empty(found, dtype="M8[us]"), np.empty((4, found)), np.empty(found, dtype=np.int64)
        while parts:  # each part is let go once it is copied, so that the table is not held twice
            part = parts.pop()
            found -= len(part[0])
            for column, piece in zip(columns, part, strict=True):
                column[..., found : found + len(part[0])] = piece
        return columns

    def sorted(self, times: np.ndarray, prices: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, ...]:
        """In the order of time, each moment once."""
        falling = times[1:] < times[:-1]
        if falling.any():
            newest = falling.sum() * 2 > len(times) - 1
            self.say("newest first: turned round" if newest else "rows out of the order of time: sorted")
            order = np.argsort(times, kind="stable")
            times, prices, rows = times[order], prices[:, order], rows[order]
        twice = np.flatnonzero(times[1:] == times[:-1])
        if twice.size:
            one, other = prices[:, twice], prices[:, twice + 1]
            differ = ~((one == other) | (np.isnan(one) & np.isnan(other))).all(axis=0)
            if differ.any():
                place = twice[np.argmax(differ)]
                first, second = sorted(int(row) for row in rows[place : place + 2])
                lines = f"{self.table.cells(first)[0]} and {self.table.cells(second)[0]}"
                raise InvalidInput(f"{lines} give {moment(times[place])} different prices; keep one, of one market")
            self.say(f"{twice.size:,} rows that stand twice dropped")
            kept = np.ones(len(times), dtype=bool)
            kept[twice + 1] = False
            times, prices, rows = times[kept], prices[:, kept], rows[kept]
        return times, prices, rows

    def widened(self, prices: np.ndarray, rows: np.ndarray, *, widen: bool) -> np.ndarray:
        """Prices of which low and high hold the others, and none is missing; where `widen` allows to make them so."""
        opened, high, low, closed = prices
        empty = np.isnan(prices).any(axis=0)
        before = np.concatenate([[np.nan], closed[:-1]])
        habit = ((opened > high) | (opened < low)) & (opened == before)
        outside = ~hold({"open": opened, "high": high, "low": low, "close": closed}) & ~empty
        if (outside & ~habit).any():
            row = int(np.argmax(outside & ~habit))
            wrong = ["open", "close"][int(not (opened[row] > high[row] or opened[row] < low[row]))]
            words = f"lies outside low {low[row]:.12g} and high {high[row]:.12g}; correct or remove that row"
            self.refuse(int(rows[row]), wrong, words)
        counts = f"{int(outside.sum()):,} of {len(rows):,} opens lie outside low and high, each at the close before"
        missing = f"{int(empty.sum()):,} of {len(rows):,} rows are without some of the four prices"
        told = [counts] * bool(outside.any()) + [missing] * bool(empty.any())
        if not told:
            return prices
        if not widen:
            raise InvalidInput(
                f"{self.table.name}: {'; '.join(told)}. widen=True moves low or high to hold the open, and takes the "
                "close before for what a minute without trades leaves empty"
            )
        self.repairs += [
            words.replace("lie outside", "lay outside").replace("are without", "were without") for words in told
        ]
        last = np.maximum.accumulate(np.where(np.isnan(closed), 0, np.arange(len(closed))))
        if np.isnan(closed[0]):
            self.refuse(int(rows[0]), "close", "stands in the first row, and no close comes before it; remove that row")
        closed = closed[last]
        opened = np.where(np.isnan(opened), np.concatenate([closed[:1], closed[:-1]]), opened)
        high, low = np.fmax(high, np.maximum(opened, closed)), np.fmin(low, np.minimum(opened, closed))
        return np.array([opened, high, low, closed])


def candles(
    given: Any,
    *,
    name: str = "",
    columns: Mapping[str, str | int] | None = None,
    day_first: bool | None = None,
    decimal: str | None = None,
    zone: str = "UTC",
    widen: bool = False,
    progress: Progress | None = None,
) -> Candles:
    r"""Candles of whatever holds some: a file of a venue or a tool, its text, a table, a list of rows or records.

    Separator, decimal sign, order of columns and form of times are found out; `took` and `repairs` of the answer say
    what was understood, `gaps` which candles are missing. What follows here takes a choice out of the reader's hands.

    A file is read part by part, and no row of it is kept: what is returned takes 41 bytes a candle, and reading takes
    at its peak less than two and a half times that, beside one part of 100,000 rows, however long the file is.

    Args:
        given: path (also into a zip, "pair.zip/2024-03.csv"), bytes, open file; DataFrame, rows, records.
        name: of the candles, that of the file where not given.
        columns: name, or place from 0, of "time", "open", "high", "low", "close"; those of it that are told.
        day_first: whether 03/12/2020 is the third of December.
        decimal: sign, "." or ",".
        zone: of times without one.
        widen: whether low and high may be moved to hold an open at the close before, and empty minutes filled.
        progress: hears the share read and the rows, such as `bar`.

    Raises:
        InvalidInput: what cannot be read, or only by a guess; the message has line, column, cause and way out.

    >>> found = candles(b"Date;Open;High;Low;Close\n13.03.2020 10:00;7938,4;7966,2;7920,0;7950,1")
    >>> found.took
    'text: 1 candle at 2020-03-13 10:00 UTC; columns Date, Open, High, Low, Close; times as text, read as UTC'
    >>> candles(b"time,open,high,low,close\n2020-03-12,100,99,90,95")
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: line 2, open: '100' lies outside low 90 and high 99; correct or remove that row
    """
    if decimal not in {None, ".", ","}:
        raise InvalidInput(f"decimal is {decimal!r}, but it must be '.' or ','")
    table = frames(given, WANTED, columns, decimal)
    reading = Reading(table, Clock(zone, day_first))
    times, prices, rows = reading.sorted(*reading.columns(progress))
    prices = reading.widened(prices, rows, widen=widen)
    found = Candles(times, prices[0], prices[1], prices[2], prices[3], name or table.name, table.name)
    places = [table.layout.columns[each] for each in ("time", *PRICES)]
    heads = [table.layout.names[place] if place < len(table.layout.names) else f"{place + 1}" for place in places]
    kinds = " and ".join(reading.kinds)
    gaps = found.gaps
    runs = f"{len(gaps):,} gap{'s' * (len(gaps) > 1)}"
    took = (
        f"{table.name}: {len(found):,} {'candle' if len(found) == 1 else f'candles of {lasting(found.step)}'} "
        f"{'at' if len(found) == 1 else 'from'} {moment(times[0])}{f' to {moment(times[-1])}' * (len(found) > 1)} UTC; "
        f"columns {', '.join(heads)}; times as {kinds}{f', read as {zone}' * (kinds == 'text')}"
        f"{f'; {sum(gap.missing for gap in gaps):,} missing in {runs}' * bool(gaps)}"
    )
    return replace(found, took=took, repairs=(*table.notes, *reading.repairs))
