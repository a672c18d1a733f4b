"""Numbers as people's files write them: which sign is the decimal one, and which only groups thousands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from marginlib.errors import InvalidInput

EMPTY = [
    "",
    "-",
    "--",
    *(f(word) for word in ("nan", "null", "none", "na", "n/a") for f in (str, str.upper, str.title)),
]
EMPTY += ["NaN", "<NA>", "NaT"]
MARKS = {".": ",'’ _\u00a0\u202f", ",": ".'’ _\u00a0\u202f"}
"""Decimal sign, and what may group thousands beside it."""


def _pattern(decimal: str) -> tuple[str, str]:
    """Patterns of a plain number and of a grouped one: three digits between groups, no leading zero."""
    sign, tail = r"[-+]?", re.escape(decimal)
    plain = rf"{sign}(?:\d+{tail}?\d*|{tail}\d+)(?:[eE][-+]?\d+)?"
    return plain, rf"{sign}[1-9]\d{{0,2}}(?:([{MARKS[decimal]}])\d{{3}})(?:\1\d{{3}})*(?:{tail}\d+)?"


PATTERNS = {decimal: tuple(re.compile(f"(?:{each})$", re.ASCII) for each in _pattern(decimal)) for decimal in MARKS}


def numbers(cells: pd.Series[Any], decimal: str = ".") -> tuple[np.ndarray, np.ndarray, str]:
    """The numbers of a column, NaN where a cell is empty; which cells are no numbers; what groups thousands.

    >>> values, bad, grouped = numbers(pd.Series(["7,938.40", "7,9", "", "1e3"], dtype=object))
    >>> values.tolist(), bad.tolist(), grouped
    ([7938.4, nan, nan, 1000.0], [False, True, False, False], ',')
    """
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        return cells.to_numpy(float), np.zeros(len(cells), dtype=bool), ""
    text = cells.astype(object).fillna("").astype(str).str.strip().str.lstrip("$€£¥ ").astype(object)
    empty = text.isin(EMPTY).to_numpy(bool)
    plain, grouped = (
        np.fromiter((bool(pattern.match(each)) for each in text), dtype=bool, count=len(text))
        for pattern in PATTERNS[decimal]
    )
    bare = text.where(~grouped, text.str.replace(f"[{MARKS[decimal]}]", "", regex=True))
    good = (plain | grouped) & ~empty
    values = pd.to_numeric(bare.str.replace(decimal, ".").where(good), errors="coerce").to_numpy(float)
    first = PATTERNS[decimal][1].match(text[grouped].iloc[0]) if grouped.any() else None
    return values, ~good & ~empty, first[1] if first else ""


def decimal_sign(cells: Iterable[str], others: Iterable[str], separator: str) -> str:
    """The decimal sign of the cells of a table; where they leave it open, `others` that stand beside them decide.

    Raises InvalidInput where a cell can be read in two ways and none decides.

    >>> decimal_sign(["100,5", "1.234,25"], [], ";"), decimal_sign(["6,120", "14,200"], [], ",")
    (',', '.')
    >>> decimal_sign(["6,120", "5,900"], [], ";")
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: '6,120' may be 6.12 or 6120, and no number decides it; say decimal="," or decimal="."
    """
    signs = {cell: _signs(cell) for cell in cells}
    opened = next((cell for cell, found in signs.items() if len(found) > 1 and ("," in cell or "." in cell)), None)
    deciding = {next(iter(found)): cell for cell, found in signs.items() if len(found) == 1}
    if len(deciding) > 1:
        raise InvalidInput(
            f"{deciding['.']!r} and {deciding[',']!r} stand in one table, where the comma cannot mean both; correct one"
        )
    if "," in deciding and separator == ",":
        cell = deciding[","]
        ways = f"{cell.replace(',', '.')} or {cell.replace(',', '')}"
        raise InvalidInput(f'{cell!r} in quotes may be {ways}; say decimal="," where the comma is the decimal sign')
    if opened and not deciding and (separator == ";" or ("," in opened and separator != ",")):
        deciding = {next(iter(found)): cell for cell in others if len(found := _signs(cell)) == 1}
        if len(deciding) != 1:
            ways = f"{float(re.sub('[.,]', '.', opened, count=1)):g} or {re.sub('[.,]', '', opened)}"
            raise InvalidInput(f'{opened!r} may be {ways}, and no number decides it; say decimal="," or decimal="."')
    return next(iter(deciding), ".")


def _signs(cell: str) -> set[str]:
    """Decimal signs under which the cell is a number."""
    text = cell.strip().lstrip("$€£¥ ")
    return {sign for sign, patterns in PATTERNS.items() if any(pattern.match(text) for pattern in patterns)}
