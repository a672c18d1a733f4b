"""Where a table stands in its text and what its columns are: separator, lines before it, names, order."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from marginlib.errors import InvalidInput
from marginlib.sources import shown
from marginlib.tables.digits import decimal_sign, numbers
from marginlib.tables.moments import looks_like_times

SEPARATORS = ("\t", ";", "|", ",")
SEARCHED = 200  # lines
Rows = Sequence[tuple[int, list[str]]]
Places = Mapping[str, int]


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for.

    Args:
        what: how messages call it, such as "a table of candles".
        names: of each column, what it is called, bare of case, spaces and signs; of several the first counts.
        orders: of columns without names, each place counted from that of the time.
        fits: of numbers by column, in which rows they can be what they are taken for.
        optional: columns that may be missing.
    """

    what: str
    names: Mapping[str, Sequence[str]]
    orders: Sequence[Places] = ()
    fits: Callable[[Mapping[str, np.ndarray]], Any] = lambda _: True
    optional: tuple[str, ...] = ()

    @property
    def needed(self) -> list[str]:
        """Columns that may not be missing, the time aside."""
        return [name for name in self.names if name != "time" and name not in self.optional]


@dataclass(frozen=True)
class Layout:
    """Where a table is, and what is in it.

    Args:
        separator, decimal: signs.
        first: lines before its first row.
        width: cells of a row.
        columns: place of each column; of "clock" too where date and time of day stand apart.
        names: of the columns, as written; none where they are known by their order.
        full: whether no row looked at leaves its last cell empty.
        notes: what had to be worked out.
    """

    separator: str
    decimal: str
    first: int
    width: int
    columns: Places
    names: tuple[str, ...] = ()
    full: bool = True
    notes: list[str] = field(default_factory=list)


def bare(name: str) -> str:
    """A column's name without case, spaces, signs, number in front and words in parentheses.

    >>> [bare(name) for name in ("Open Time", "<HIGH>", "1. open", "Close (USD)")]
    ['opentime', 'high', 'open', 'close']
    """
    return re.sub(r"[\W_]", "", re.sub(r"^\d+\.|\(.*\)", "", name.strip().lower()))


def split(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with the number of lines before it."""
    reader, before = csv.reader(lines, delimiter=separator, skipinitialspace=True), 0
    try:
        for cells in reader:
            if len(cells) > 1 or any(map(str.strip, cells)):
                yield before, cells
            before = reader.line_num
    except csv.Error as error:
        raise InvalidInput(f"line {reader.line_num} is no row of a table ({error}); correct or remove it") from error


def laid_out(
    lines: Sequence[str], wanted: Wanted, columns: Mapping[str, str | int] | None = None, decimal: str | None = None
) -> Layout:
    """The layout of the table that stands in the first lines of a text.

    Args:
        columns: names, or places from 0, where the reader is told.
        decimal: sign, where the reader is told.

    Raises:
        InvalidInput: no such table, or more than one way to take it.

    >>> wanted = Wanted("a table of prices", {"time": ["time"], "price": ["price"]})
    >>> found = laid_out(["from the venue", "Time;Price", "2024-03-01;99,5"], wanted)
    >>> found.first, found.columns, found.decimal
    (2, {'time': 0, 'price': 1}, ',')
    """
    for separator in SEPARATORS:
        found = layout_of(list(split(lines, separator)), wanted, columns or {}, decimal, separator)
        if found:
            return found
    begin = shown(next(filter(str.strip, lines), "").strip())
    names = ", ".join((["time"] if "time" in wanted.names else []) + wanted.needed)
    raise InvalidInput(f"no row with {names} in the first {SEARCHED} lines, from {begin} on; is this {wanted.what}?")


def layout_of(
    rows: Rows, wanted: Wanted, columns: Mapping[str, str | int], decimal: str | None, separator: str = ","
) -> Layout | None:
    """The layout of rows that are split already; None where they are no such table."""
    head = next((place for place, (_, cells) in enumerate(rows) if _named(cells, wanted, columns) is not None), None)
    names = [] if head is None else _trimmed(rows[head][1])
    rows, above = (rows, []) if head is None else (rows[head + 1 :], rows[:head])
    if names and not rows:
        raise InvalidInput(f"{shown(', '.join(names))} names columns, but no row follows; give one row at least")
    counts = Counter(len(cells) for _, cells in rows)
    width = max(counts, key=lambda each: (each > 1, counts[each]), default=0)
    sample = [row for row in rows if len(row[1]) == width]
    table = pd.DataFrame([cells for _, cells in sample], dtype=object)
    if names:
        ways = list(_shifted(_named(names, wanted, columns) or {}, width - len(names), wanted))
        if not ways:
            raise InvalidInput(f"{shown(', '.join(names))}: a table without times; give a column or an index of them")
    else:
        timed = {place: looks_like_times(table[place]) for place in range(min(4, width))}
        time = next((place for place, found in timed.items() if found.any()), None)
        if time is None:
            return None
        start = int(np.argmax(timed[time]))
        above, rows = [row for row in rows if row[0] < sample[start][0]], sample[start:]
        table = table.iloc[start:]
        ways = list(_orders(table, time, wanted, columns))
    times = {way[name] for way in ways for name in ("time", "clock") if name in way}
    taken = sorted({place for way in ways for place in way.values() if place < width} - times)
    sign = decimal or decimal_sign(*_cells(table, taken, times), separator)
    fitting = [_fitting(table, way, wanted, sign) for way in ways]
    if not names and max(fitting, default=0) * 2 < max(len(table), 1):
        return None
    if (
        above
        and not (names or columns)
        and sum(cell.strip()[:1].isalpha() for cell in above[-1][1]) > len(wanted.needed)
    ):
        words = shown(", ".join(above[-1][1]))
        raise InvalidInput(f"{words} names columns that are not known; say columns={{'open': ...}}, by name or place")
    best = [way for way, count in zip(ways, fitting, strict=True) if count == max(fitting)]
    by_name = [[way[name] for name in wanted.names if name in way] for way in best]
    if any(table[way].to_numpy().tolist() != table[by_name[0]].to_numpy().tolist() for way in by_name):
        raise InvalidInput(f"{len(best)} ways to take the columns fit {len(table)} rows as well; say columns={{...}}")
    notes = [f"rows have {width} cells, but {len(names)} columns are named"] * (len(names) not in {0, width})
    if above:
        lines = f"{len(above)} line{'s' * (len(above) > 1)}"
        notes.append(f"{lines} before the table passed by, from {shown(', '.join(above[0][1]))} on")
    if names:
        named = _named(names, wanted, columns) or {}
        names = [""] * (best[0][wanted.needed[0]] - named[wanted.needed[0]]) + names
    full = bool((table[width - 1].str.strip() != "").all())
    return Layout(separator, sign, rows[0][0], width, best[0], tuple(names), full, notes)


def _named(cells: list[str], wanted: Wanted, columns: Mapping[str, str | int]) -> dict[str, int] | None:
    """Place of each column by its name; None where one that is needed is not named."""
    bared, found = [bare(cell) for cell in cells], {}
    for name, names in wanted.names.items():
        told = columns.get(name)
        if isinstance(told, int):
            found[name] = told
            continue
        called = next((each for each in ([bare(told)] if told else names) if each in bared), None)
        if called is None and name in wanted.needed:
            return None
        places = [place for place, cell in enumerate(bared) if cell == called]
        if called and len(called) == 1:  # t and T are two columns
            places = [place for place in places if cells[place].strip() == called] or places
        if len(places) > 1:
            raise InvalidInput(f"two columns are named {called!r}; say which by its place: columns={{{name!r}: 0}}")
        found |= {name: places[0]} if called else {}
    if all(isinstance(columns.get(name), int) for name in wanted.needed):
        return None  # told by place: there may be no names
    dated = "time" not in columns and {"date", "time"} <= set(bared)
    return found | ({"time": bared.index("date"), "clock": bared.index("time")} if dated else {})


def _trimmed(names: list[str]) -> list[str]:
    """Names without the empty ones that a separator at the end of the line makes."""
    return names[: max((place for place, name in enumerate(names, 1) if name.strip()), default=0)]


def _shifted(named: dict[str, int], longer: int, wanted: Wanted) -> Iterator[dict[str, int]]:
    """Ways to lay names over rows that are longer than they: from the first cell on, or up to the last one."""
    if longer < 0:
        raise InvalidInput(f"rows have {-longer} cells less than columns are named; say columns={{...}}, from 0 on")
    for by in dict.fromkeys([0, longer]):
        way = {name: place + by for name, place in named.items()}
        if "time" in way or "time" not in wanted.names:
            yield way
        elif 0 not in way.values():
            yield {"time": 0, **way}


def _orders(
    table: pd.DataFrame, time: int, wanted: Wanted, columns: Mapping[str, str | int]
) -> Iterator[dict[str, int]]:
    """Ways to take columns without names, the place of the time known."""
    told = {name: place for name, place in columns.items() if isinstance(place, int)}
    apart = time + 1 < table.shape[1] and bool(table[time + 1].str.match(r"\s*\d{1,2}:\d\d").all())
    clock = {"clock": time + 1} if apart and not told else {}
    for order in [told] if told else wanted.orders:
        way = {"time": time, **clock, **{name: place + (0 if told else time + apart) for name, place in order.items()}}
        if max(way.values()) < table.shape[1]:
            yield way


def _cells(table: pd.DataFrame, taken: list[int], times: set[int]) -> tuple[list[str], list[str]]:
    """Cells of the columns of numbers that are taken, and of those that are not."""
    others = [place for place in range(table.shape[1]) if place not in {*taken, *times}]
    return table[taken].to_numpy().ravel().tolist(), table[others].to_numpy().ravel().tolist()


def _fitting(table: pd.DataFrame, way: Places, wanted: Wanted, decimal: str) -> int:
    """How many rows can be what they are taken for: a time, and numbers that fit each other."""
    if max(way.values()) >= table.shape[1]:
        return -1
    read = {name: numbers(table[way[name]], decimal) for name in wanted.needed}
    bad = np.any([bad for _, bad, _ in read.values()], axis=0)
    times = looks_like_times(table[way["time"]]) if "time" in way else ~bad
    return int((times & ~bad & wanted.fits({name: got[0] for name, got in read.items()})).sum())
