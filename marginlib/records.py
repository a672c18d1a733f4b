"""Records as venues and libraries send them: JSON of any nesting, CSV with names, tables; fields by their names."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from marginlib.errors import InvalidInput, finite
from marginlib.tables import Clock, numbers, shown, source
from marginlib.tables.digits import decimal_sign
from marginlib.tables.layout import SEPARATORS, bare

INFO = "info"
PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
MARKET = (
    "symbol",
    "instid",
    "instrument",
    "instrumentname",
    "market",
    "contract",
    "pair",
    "coin",
    "product",
    "uly",
    "name",
)


@dataclass
class Record:
    """One record with its fields by bare name, and where it stands.

    Args:
        number: of the record, from 1 on.
        fields: what it says; empty ones are left out.
        info: what a library passes on from the venue, which counts only where the library says nothing itself.
        market: what it is about, empty where it does not say.
        decimal: sign of its numbers.
    """

    number: int
    fields: dict[str, Any]
    info: dict[str, Any]
    market: str = ""
    decimal: str = "."

    @property
    def place(self) -> str:
        """What messages call it."""
        return f"row {self.number} ({self.market})" if self.market else f"row {self.number}"

    def same(self, other: Record) -> bool:
        """Whether another record says the same, in its own place."""
        return (self.market, self.fields, self.info) == (other.market, other.fields, other.info)

    def told(self, names: tuple[str, ...]) -> str:
        """Which of `names` the record has, the first of them; empty where it has none."""
        return next((name for among in (self.fields, self.info) for name in names if name in among), "")

    def cell(self, names: tuple[str, ...]) -> Any:
        """The first of `names` as it was brought; empty text where the record has none."""
        name = self.told(names)
        return self.fields.get(name, self.info.get(name, ""))

    def text(self, names: tuple[str, ...]) -> str:
        """The first of `names` in small letters; empty where the record has none."""
        return str(self.cell(names)).strip().lower()

    def unit(self, names: tuple[str, ...]) -> str:
        """What stands in parentheses behind the first of `names` that the record has, in capitals, such as USDT."""
        return str(self.fields.get(f"{self.told(names)} in", "")).upper()

    def number_of(self, names: tuple[str, ...], default: float | None = None) -> float:
        """The first of `names` as a number; InvalidInput for what is none, and where it is missing without default."""
        name = self.told(names)
        if not name:
            if default is None:
                raise InvalidInput(f"{self.place} has no {names[0]}; add it, under this name")
            return default
        value = self.cell(names)
        if default is not None and value in {"-", "--"}:
            return default
        if not isinstance(value, str):
            return float(finite(f"{self.place}, {name}", value))
        if self.decimal == "." and PLAIN.fullmatch(value):  # a table for each number takes a hundred times as long
            return float(value)
        (found,), (bad,), _ = numbers(pd.Series([value], dtype=object), self.decimal)
        if bad or not abs(found) < float("inf"):
            raise InvalidInput(f"{self.place}, {name}: {shown(value)} is no finite number; correct or remove that row")
        return float(found)

    def number_or_none(self, names: tuple[str, ...]) -> float | None:
        """The first of `names` as a number, None where the record has none of them."""
        return self.number_of(names) if self.told(names) else None


def records(given: Any, wanted: str, decimal: str | None = None) -> tuple[str, list[Record]]:
    """The records of whatever holds some, with what messages call it; `wanted` says what they should be.

    `decimal` is the sign of a CSV, where the reader is told. Raises InvalidInput where there is no record.

    >>> name, (one,) = records([{"symbol": "BTCUSDT", "info": {"Size": "1,200.5", "note": None}}], "positions")
    >>> one.market, one.number_of(("size",))
    ('BTCUSDT', 1200.5)
    """
    if decimal not in {None, ".", ","}:
        raise InvalidInput(f"decimal is {decimal!r}, but it must be '.' or ','")
    name, found, sign = _opened(given, decimal)
    rows = [Record(number, fields, fields.pop(INFO, {})) for number, fields in enumerate(_leaves(found, {}), 1)]
    for row in rows:
        row.market, row.decimal = str(row.cell(MARKET) or row.fields.get("", "")).strip(), sign
    if not rows:
        raise InvalidInput(f"{name} holds no record of {wanted}; give the answer of the venue, or rows with names")
    return name, rows


def moments(rows: list[Record], names: tuple[str, ...], *, zone: str, day_first: bool | None) -> list[Any]:
    """The time of each record under the first of `names` that it has, None where it has none.

    `zone` is that of times without one; `day_first`, whether 03/12/2020 is the third of December.

    Raises InvalidInput for what is no time that is known.
    """
    cells = pd.Series([str(row.cell(names)) for row in rows], dtype=object)
    found = Clock(zone, day_first).read(cells)
    for row, cell, at in zip(rows, cells, found, strict=True):
        if cell and np.isnat(at):
            raise InvalidInput(
                f"{row.place}, time: {cell[:80]!r} is no time that is known; write it as 2024-03-01 10:59"
            )
    return [None if np.isnat(at) else at for at in found]


def _opened(given: Any, decimal: str | None) -> tuple[str, Any, str]:
    """What messages call it, what it holds, and the decimal sign of its numbers."""
    if isinstance(given, pd.DataFrame):
        return "table", given.to_dict("records"), "."
    if not (isinstance(given, (str, bytes)) or hasattr(given, "read") or hasattr(given, "joinpath")):
        return "table", list(given) if isinstance(given, Iterator) else given, "."
    brought = source(given)
    with brought.text() as text:
        first = next((line for line in text if line.strip()), "")
        if first.lstrip().startswith(("[", "{")):
            return brought.name, brought.json(), "."
        try:
            separator = max(SEPARATORS, key=first.count)
            rows = list(csv.DictReader(chain([first], text), delimiter=separator, skipinitialspace=True))
        except csv.Error as error:
            raise InvalidInput(f"{brought.name} is no table ({error}); give the file as it was sent") from error
    cells = [cell for row in rows for cell in row.values() if isinstance(cell, str)]
    return brought.name, rows, decimal or ("." if separator == "," else decimal_sign(cells, [], separator))


def _leaves(found: Any, above: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Records without records inside, each with what the ones around it say; a key that is no word is a market."""
    if isinstance(found, list | tuple):
        for one in found:
            yield from _leaves(one, above)
    elif isinstance(found, Mapping):
        inner = {key: value for key, value in found.items() if key != INFO and _holds_records(value, key)}
        here = {**above, **_flat({key: value for key, value in found.items() if key not in inner})}
        for key, value in inner.items():
            yield from _leaves(value, {**here, **({"": key} if str(key).upper() == key else {})})
        if not inner and len(here) > len(above):
            yield here


def _holds_records(value: Any, key: Any) -> bool:
    if isinstance(value, Mapping):
        named = str(key).upper() == key
        return named or any(_holds_records(inner, name) for name, inner in value.items() if name != INFO)
    return isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value)


def _flat(found: Mapping[Any, Any]) -> dict[str, Any]:
    """Fields by bare name, those of records inside both alone and after the name of their record; the outer first."""
    fields: dict[str, Any] = {}
    inside = {key: value for key, value in found.items() if isinstance(value, Mapping)}
    for key, value in found.items():
        empty = value is None or (isinstance(value, str | float) and (value == "" or value != value))  # noqa: PLR0124
        if key not in inside and isinstance(key, str) and not empty and not isinstance(value, list):
            fields.setdefault(bare(key), value)
            fields |= {f"{bare(key)} in": inside[1] for inside in [re.search(r"\((.*)\)\s*$", key)] if inside}
    for key, value in inside.items():
        for name, cell in _flat(value).items() if key != INFO else ():
            fields.setdefault(bare(str(key)) + name, cell)
            fields.setdefault(name, cell)
    return {**fields, INFO: _flat(inside[INFO])} if INFO in inside else fields


def grouped(rows: list[Record], key: Callable[[Record], str]) -> dict[str, list[Record]]:
    """Records by what `key` says of them, in the order in which each first stands."""
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
