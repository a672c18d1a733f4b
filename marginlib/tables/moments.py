"""Times as people's files write them: epochs of any unit, digits that are a date, text with or without a zone.

Every way to read a cell that gives a time is a reading; where two are left, the plausible one is taken, and where
nothing tells them apart, nobody guesses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from marginlib.errors import InvalidInput, shown

FIRST = np.datetime64("2009-01-01", "us")  # no coin had a price before: an earlier reading is taken only if alone
NANOSECONDS = 19  # digits
UNITS = {"seconds": 1_000_000, "milliseconds": 1_000, "microseconds": 1}
EPOCHS = {9: "seconds", 10: "seconds", 12: "milliseconds", 13: "milliseconds", 15: "microseconds", 16: "microseconds"}
SHORT = {10: "%y%m%d%H%M", 12: "%y%m%d%H%M%S"}  # of a year in two digits, which is not read
COMPACT = {8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S", 17: "%Y%m%d%H%M%S%f"}
YEAR = "janfebmaraprmayjunjulaugsepoctnovdec"
MONTHS = {YEAR[3 * month - 3 : 3 * month]: f"{month:02}" for month in range(1, 13)}
WRITTEN = (
    r"(?i)^(?:[a-z]{3,9}[, ]+(?=[a-z\d]+[ ,-]))?"
    r"(?:(?P<y1>\d{4})[-./](?P<m1>\d{1,2})[-./](?P<d1>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<by>[-./])(?P<b>\d{1,2})[-./](?P<y2>\d{4})"
    r"|(?P<d3>\d{1,2})[- ]?(?P<m3>[a-z]{3})[a-z]*\.?[-, ]*(?P<y3>\d{4})"
    r"|(?P<m4>[a-z]{3})[a-z]*\.? +(?P<d4>\d{1,2}),? +(?P<y4>\d{4}))"
    r"(?:[T ,]+(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?)?"
    r"[ -]?(?P<half>[ap]m)?)? *(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?$"
)
LOOKS = r"(?:\d{8,19}(?:\.\d*)?|\d{8}[ T]\d{4,6}|" + WRITTEN.removeprefix("(?i)^").removesuffix("$") + ")$"


class Undecided(InvalidInput):
    """Dates of which no row says whether the day or the month comes first."""


@dataclass
class Clock:
    """Reads columns of times into UTC; what it learns from one column holds for the next.

    Args:
        zone: of times that are written without one.
        day_first: whether 03/12/2020 is the third of December; None where the file has to show it.

    Raises:
        InvalidInput: a zone that does not exist; Undecided, by `read`.

    >>> clock = Clock()
    >>> clock.read(pd.Series(["202403011059", "1709290800000", "2024-03-01T11:01:00Z"], dtype=object)).astype("M8[m]")
    array(['2024-03-01T10:59', '2024-03-01T11:00', '2024-03-01T11:01'], dtype='datetime64[m]')
    >>> clock.kinds.tolist()
    ['digits that are a date', 'milliseconds', 'text']
    """

    zone: str = "UTC"
    day_first: bool | None = None
    kinds: Any = field(default_factory=lambda: np.array([], dtype=object))

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
            raise InvalidInput(
                f"zone is {shown(self.zone)}, but it must be a name such as UTC or Europe/Berlin"
            ) from None

    def read(self, cells: pd.Series[Any]) -> np.ndarray:
        """Times in UTC, `datetime64[us]`, NaT where a cell is none; `kinds` then says what each cell was."""
        self.kinds = np.full(len(cells), "text", dtype=object)
        found = np.full(len(cells), "NaT", dtype="M8[us]")
        if pd.api.types.is_datetime64_any_dtype(cells):
            return self._utc(cells)
        text = cells.astype(object).fillna("").astype(str).astype(object)
        digits = np.fromiter(map(_is_digits, text), dtype=bool, count=len(text))
        self._digits(text[digits], np.flatnonzero(digits), found)
        if not digits.all():
            rest = np.flatnonzero(~digits)
            text = text[~digits].str.strip().str.replace(r"^(\d{8})[ T](\d{4}|\d{6})$", r"\1\2", regex=True)
            whole = text.str.partition(".")
            numbers = whole[0].map(_is_digits).to_numpy(bool) & whole[2].str.match(r"\d*$").to_numpy(bool)
            self._digits(whole[0][numbers], rest[numbers], found)
            units = np.array([UNITS.get(kind, 0) for kind in self.kinds[rest[numbers]]])
            parts = ("0." + whole[2][numbers] + "0").astype(float).to_numpy()
            found[rest[numbers]] += np.round(parts * units).astype("m8[us]")
            found[rest[~numbers]] = self._words(text[~numbers])
        return found

    def _digits(self, text: pd.Series[Any], places: np.ndarray, found: np.ndarray) -> None:
        """Digits of each length: an epoch, or a date without separators; the reading that is plausible."""
        soon = np.datetime64(datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1), "us")
        lengths = text.str.len().to_numpy()
        for length in set(lengths.tolist()):
            chosen = lengths == length
            cells, unit = text[chosen], EPOCHS.get(length, "nanoseconds" if length == NANOSECONDS else "")
            epoch = dated = np.full(len(cells), "NaT", dtype="M8[us]")
            if unit:
                whole = cells.str[:16].astype("int64").to_numpy() if length == NANOSECONDS else cells.astype("int64")
                epoch = np.asarray(whole * UNITS.get(unit, 1)).astype("M8[us]")
            if length in COMPACT:
                dated = self._utc(pd.to_datetime(cells, format=COMPACT[length], errors="coerce"))
            likely = [(each >= FIRST) & (each <= soon) for each in (dated, epoch)]
            as_date = ~np.isnat(dated) & (likely[0] | ~likely[1])
            read = np.where(as_date, dated, epoch)
            other = ~(likely[0] | likely[1]) & (_short(cells, length) | ((read > soon) & ~as_date))
            found[places[chosen]] = np.where(other, np.datetime64("NaT"), read)
            self.kinds[places[chosen]] = np.where(as_date, "digits that are a date", unit)

    def _words(self, text: pd.Series[Any]) -> np.ndarray:
        """Text: ISO 8601 at once, every other way part by part."""
        found = np.full(len(text), "NaT", dtype="M8[us]")
        fast = text.str.match(r"\d{4}-\d\d-\d\d").to_numpy(bool)
        zoned = text.str.contains(r"(?:Z|[+-]\d\d:?\d\d)$").to_numpy(bool) & text.str.contains(":").to_numpy(bool)
        for chosen, aware in ((fast & zoned, True), (fast & ~zoned, False)):
            if chosen.any():
                stamps = pd.to_datetime(text[chosen], format="ISO8601", errors="coerce", utc=aware)
                found[chosen] = self._utc(stamps)
        left = np.isnat(found)
        if left.any():
            found[left] = self._parts(text[left].str.extract(WRITTEN))
        return found

    def _parts(self, got: pd.DataFrame) -> np.ndarray:
        """Dates of any order of day, month and year, from their parts."""
        first = self._order(got) if got["a"].notna().any() else True
        named = got["m3"].fillna(got["m4"]).str.lower().map(MONTHS)
        year = got["y1"].fillna(got["y2"]).fillna(got["y3"]).fillna(got["y4"]).fillna("")
        month = got["m1"].fillna(got["b" if first else "a"]).fillna(named).fillna("").str.zfill(2)
        day = got["d1"].fillna(got["a" if first else "b"]).fillna(got["d3"]).fillna(got["d4"]).fillna("").str.zfill(2)
        hour, half = got["hour"].fillna("0").astype(int), got["half"].str.lower()
        of_day = hour.where(half.isna(), hour % 12 + 12 * (half == "pm")).astype(str).str.zfill(2)
        clock = got["minute"].fillna("00") + ":" + got["second"].fillna("00") + "." + got["part"].fillna("0")
        written = year + "-" + month + "-" + day + "T" + of_day + ":" + clock
        naive = pd.to_datetime(written, format="ISO8601", errors="coerce")
        zone = got["zone"].str.upper().replace(["Z", "UTC", "GMT"], "+0000").str.replace(":", "")
        ahead = pd.to_numeric(zone.str[:3]) * 60 + pd.to_numeric(zone.str[:1] + zone.str[3:])
        shifted = naive.to_numpy().astype("M8[us]") - ahead.fillna(0).to_numpy().astype("m8[m]")
        return np.where(zone.notna(), shifted, self._utc(naive))

    def _order(self, got: pd.DataFrame) -> bool:
        """Whether the day comes first: a number above twelve says so, and so do dots."""
        if self.day_first is None:
            dates = got[got["a"].notna()]
            day_first, month_first = ((dates[name].astype(int) > 12).any() for name in ("a", "b"))  # noqa: PLR2004
            if not (day_first or month_first or (dates["by"] == ".").all()):
                row = dates.iloc[0]
                date = f"{row['a']}{row['by']}{row['b']}{row['by']}{row['y2']}"
                raise Undecided(f"{date}: day or month first? No row decides it; say day_first=True or day_first=False")
            self.day_first = not month_first
        return self.day_first

    def _utc(self, stamps: pd.Series[Any]) -> np.ndarray:
        if stamps.dt.tz is None:
            stamps = stamps.dt.tz_localize(self.zone, ambiguous="NaT", nonexistent="NaT")
        return np.asarray(stamps.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy(), dtype="M8[us]")


def looks_like_times(cells: pd.Series[Any]) -> np.ndarray:
    """Whether each cell is written as a time, without asking which.

    >>> looks_like_times(pd.Series(["03/12/2020", "7938.4", "1583971200"], dtype=object)).tolist()
    [True, False, True]
    """
    return np.asarray(cells.str.strip().str.match("(?i)" + LOOKS), dtype=bool)


def _short(cells: pd.Series[Any], length: int) -> np.ndarray:
    """Which cells are dates with a year in two digits, and may not be what else they could be."""
    if length not in SHORT:
        return np.zeros(len(cells), dtype=bool)
    return np.asarray(pd.to_datetime(cells, format=SHORT[length], errors="coerce").notna(), dtype=bool)


def _is_digits(text: str) -> bool:
    return 8 <= len(text) <= NANOSECONDS and text.isascii() and text.isdecimal()  # noqa: PLR2004 - from a date on
