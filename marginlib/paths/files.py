"""Candles from a user's CSV file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import numpy as np

from marginlib.errors import InvalidInput
from marginlib.paths.candles import PRICES, Candles, first_fault

TIMES = ("time", "open_time", "open time", "timestamp", "datetime", "date")
UNITS = ((1e11, 1_000_000), (1e14, 1_000), (1e17, 1))  # an epoch below the bound counts in so many microseconds


def replay(file: str | Path | TextIO, name: str = "") -> Candles:
    r"""Candles of a CSV file: Binance's public klines, or any table with time, open, high, low and close.

    Without a header these are the first five columns; with one they are found by name (the time as time, open_time,
    timestamp, datetime or date). Times are ISO 8601, in UTC where no zone is given, or epochs in seconds,
    milliseconds or microseconds, told apart by their size. Further columns and blank lines are skipped.

    Raises:
        InvalidInput: no rows, or a row that is malformed: the message names its line, the fault and the way out.

    >>> from io import StringIO
    >>> replay(StringIO("1583971200000,7938.4,7966.2,7920.0,7950.1,12.5")).time.astype(str).tolist()
    ['2020-03-12T00:00:00.000000']
    >>> replay(StringIO("time,open,high,low,close\n2020-03-12,100,99,90,95"))
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: line 2 has a high below its open, low or close; correct or remove that line
    """
    source = str(file) if isinstance(file, (str, Path)) else str(getattr(file, "name", "text"))
    places: Sequence[int] | None = None
    lines, rows = [], []
    with _opened(file) as text:
        reader = csv.reader(text)
        try:
            for cells in reader:
                if not any(map(str.strip, cells)):
                    continue
                header = places is None and not _is_time(cells[0])
                places = places or (_places(cells) if header else range(5))
                if not header:
                    rows.append(_row(cells, places))
                    lines.append(reader.line_num)
        except (csv.Error, ValueError) as error:
            raise InvalidInput(f"line {reader.line_num} {error}; correct or remove that line") from None
    if not rows:
        raise InvalidInput(f"{source} holds no candle; give rows of time, open, high, low, close")
    time, opened, high, low, closed = map(np.array, zip(*rows, strict=True))
    fault = first_fault(time, opened, high, low, closed)
    if fault:
        raise InvalidInput(f"line {lines[fault[0]]} {fault[1]}; correct or remove that line")
    return Candles(time, opened, high, low, closed, name or source, source)


def _opened(file: str | Path | TextIO) -> AbstractContextManager[TextIO]:
    if isinstance(file, (str, Path)):
        # a byte that is no UTF-8 becomes a cell that is no number, and its line is named
        return Path(file).open(encoding="utf-8-sig", errors="replace", newline="")
    return nullcontext(file)


def _places(header: Sequence[str]) -> list[int]:
    names = [cell.strip().lower() for cell in header]
    time = [names.index(name) for name in TIMES if name in names][:1]
    missing = [name for name in PRICES if name not in names]
    if missing or not time:
        raise ValueError(f"is read as a header, but has no column {(missing or ['time'])[0]!r}: name it, or give times")
    return time + [names.index(name) for name in PRICES]


def _row(cells: Sequence[str], places: Sequence[int]) -> tuple[np.datetime64, float, float, float, float]:
    if len(cells) <= max(places):
        raise ValueError(f"has {len(cells)} columns, but {max(places) + 1} are needed (time, open, high, low, close)")
    time, opened, high, low, closed = (cells[place].strip() for place in places)
    return _time(time), _price(opened), _price(high), _price(low), _price(closed)


def _price(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise ValueError(f"holds {cell!r} where a price should be") from None


def _time(cell: str) -> np.datetime64:
    try:
        epoch = float(cell)
    except ValueError:
        try:
            moment = datetime.fromisoformat(cell)
        except ValueError:
            raise ValueError(f"holds {cell!r} where a time should be") from None
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        return np.datetime64(moment.replace(tzinfo=None), "us")
    for bound, unit in UNITS:
        if abs(epoch) < bound:
            return np.datetime64(round(epoch * unit), "us")
    raise ValueError(f"holds {cell!r} where a time should be")


def _is_time(cell: str) -> bool:
    try:
        _time(cell)
    except ValueError:
        return False
    return True
