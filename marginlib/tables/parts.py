"""The rows of a table, part by part: from a text of any length in flat memory, or from a table that is there."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TextIO

import numpy as np
import pandas as pd

from marginlib.errors import InvalidInput
from marginlib.sources import Source, shown, source, tabled
from marginlib.tables.digits import EMPTY
from marginlib.tables.layout import SEARCHED, Layout, Wanted, laid_out, layout_of
from marginlib.tables.moments import looks_like_times

PART = 100_000  # rows
EVERY = 0.25  # seconds between two reports of progress
EXACT = {"float_precision": "round_trip"} if int(pd.__version__.partition(".")[0]) < 3 else {}  # noqa: PLR2004 - later ones always are
Progress = Callable[[float, int], object]


class Headed:
    """A text under a row of numbers for its columns, one more than there are: a cell too many is then seen."""

    def __init__(self, head: str, text: TextIO) -> None:
        self.head, self.text = head, text

    def read(self, size: int = -1) -> str:
        """The next part of it."""
        head, self.head = self.head, ""
        return head or self.text.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self.text)


@dataclass(frozen=True)
class Frames:
    """A table that is read part by part, as often as needed.

    Args:
        name: what messages call it.
        layout: where it stands and what is in it.
        given: the source, or the table itself.
    """

    name: str
    layout: Layout
    given: Source | pd.DataFrame

    @property
    def notes(self) -> list[str]:
        """What had to be done to open it and to lay it out."""
        return (self.given.notes if isinstance(self.given, Source) else []) + self.layout.notes

    def parts(self, progress: Progress | None = None) -> Iterator[pd.DataFrame]:
        """The columns by what they are, numbers as floats where all cells of a part are, numbered by row.

        `progress` hears the share read and the rows so far, four times a second and at the end.
        """
        columns = self.layout.columns
        said = time.monotonic()
        rows = 0
        for part in self._raw():
            taken = part[list(columns.values())].set_axis(list(columns), axis=1)
            if "clock" in columns:
                taken["time"] = taken["time"].astype(str) + " " + taken.pop("clock").astype(str)
            taken.index = pd.RangeIndex(rows, rows + len(taken))
            rows += len(taken)
            yield taken
            if progress and time.monotonic() - said > EVERY:
                progress(self.given.share() if isinstance(self.given, Source) else 1.0, rows)
                said = time.monotonic()
        if progress:
            progress(1.0, rows)

    def _raw(self) -> Iterator[pd.DataFrame]:
        if isinstance(self.given, pd.DataFrame):
            yield self.given
            return
        layout, width = self.layout, self.layout.width
        watched = sorted({*layout.columns.values(), width - 1, width})
        text_of = dict.fromkeys({layout.columns.get("time", width), layout.columns.get("clock", width), width}, object)
        with self.given.text() as text:
            for _ in range(layout.first):
                text.readline()
            try:
                parts = pd.read_csv(
                    Headed(layout.separator.join(map(str, range(width + 1))) + "\n", text),
                    sep=layout.separator,
                    decimal=layout.decimal,
                    usecols=[str(place) for place in watched],
                    dtype={str(place): object for place in text_of},
                    chunksize=PART,
                    keep_default_na=False,
                    na_values=EMPTY,
                    skipinitialspace=True,
                    low_memory=False,
                    **EXACT,  # type: ignore[call-overload]
                )
                rows = 0
                for each in parts:
                    part = each.set_axis(watched, axis=1)
                    uneven = part[width].notna() | (part[width - 1].isna() & layout.full)
                    for row in np.flatnonzero(uneven):
                        self._refuse_uneven(rows + int(row), part.iloc[row])
                    rows += len(part)
                    yield part
            except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
                why = f"{error}".partition("C error: ")[2] or f"{error}"
                raise InvalidInput(f"{self.name}: {why}; a quote may be open, correct or remove that row") from error

    def cells(self, row: int) -> tuple[str, list[str]]:
        """Where a row of this number stands, as messages call it, and its cells as written."""
        if isinstance(self.given, pd.DataFrame):
            return f"row {row + 1}", [str(cell) for cell in self.given.iloc[row]]
        with self.given.text() as text:
            for _ in range(self.layout.first):
                text.readline()
            reader = csv.reader(text, delimiter=self.layout.separator, skipinitialspace=True)
            full = ((reader.line_num, each) for each in reader if len(each) > 1 or any(map(str.strip, each)))
            line, found = next(islice(full, row, None))
        return f"line {self.layout.first + line}", found

    def _refuse_uneven(self, row: int, part: pd.Series[Any]) -> None:
        """Raise InvalidInput for a row of another length; one without a time is no row, and passes."""
        timed = looks_like_times(pd.Series([str(part.get(self.layout.columns.get("time"), "20240301"))], dtype=object))
        where, cells = self.cells(row)
        if timed.all() and len(cells) != self.layout.width:
            raise InvalidInput(f"{where} has {len(cells)} cells, the others {self.layout.width}; correct or remove it")


def frames(
    given: Any, wanted: Wanted, columns: Mapping[str, str | int] | None = None, decimal: str | None = None
) -> Frames:
    """The table that is given: a path, bytes or an open file; a DataFrame, or rows as lists or records.

    Raises:
        InvalidInput: nothing that can be read, or no such table in it.
    """
    if isinstance(given, (str, bytes)) or hasattr(given, "read") or hasattr(given, "joinpath"):
        brought = source(given)
        with brought.text() as text:
            lines = list(islice(text, 2 * SEARCHED))
        if not "".join(lines[:1]).lstrip().startswith(("[", "{")):
            return Frames(brought.name, laid_out(lines, wanted, columns, decimal), brought)
        table, name = tabled(brought.json()), brought.name
    else:
        table, name = tabled(given), "table"
    if not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    if table.columns.nlevels > 1:  # a level for the market: of two markets each name stands twice
        table = table.set_axis(table.columns.get_level_values(0), axis=1)
    named = not isinstance(table.columns, pd.RangeIndex)
    head = table.head(SEARCHED).astype(object).fillna("").astype(str).to_numpy().tolist()
    rows = [(0, [str(each) for each in table.columns])] * named + list(enumerate(head, 1))
    layout = layout_of(rows, wanted, columns or {}, decimal) if len(head) else None
    if layout is None or not layout.first:  # the first row of a file without names became the names of its columns
        wants = ", ".join(["time"] * ("time" in wanted.names) + wanted.needed)
        raise InvalidInput(
            f"{name} begins with {shown(rows[0][1] if rows else '')}, but needs {wants}; "
            + ("read a file without names with header=None" if layout else f"is this {wanted.what}?")
        )
    table = table.set_axis(range(table.shape[1]), axis=1)
    return Frames(name, replace(layout, names=layout.names if named else ()), table.iloc[layout.first - 1 :])
