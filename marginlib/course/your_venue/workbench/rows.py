"""Rows of a file as they are written, and as they were understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from marginlib.course.your_venue.workbench.account import Account
from marginlib.paths import Candles
from marginlib.readers import Rate
from marginlib.sources import source
from marginlib.trades import Funding

ROWS, CUT = 3, 90  # rows that are shown, and letters of each


def written(file: Path) -> Iterator[str]:
    """The first rows as they stand in the file."""
    with source(file).text() as text:
        yield from islice((line.strip()[:CUT] for line in text if line.strip()), ROWS)


def clock(time: Any) -> str:
    """A time to the minute, or to where it is whole."""
    return re.sub(r":00(\.0+)?$", "", str(time).replace("T", " "))


def of_candles(read: Candles) -> Iterator[str]:
    """The first candles, as understood."""
    for place in range(min(len(read), ROWS)):
        prices = " ".join(f"{column[place]:g}" for column in (read.open, read.high, read.low, read.close))
        yield f"{clock(read.time[place])}: {prices}"


def of_legs(account: Account) -> Iterator[str]:
    """The legs, as understood."""
    for name, size, entry, posted in zip(account.markets, account.sizes, account.entries, account.posted, strict=True):
        yield f"{name}: {size:+g} from {entry:g}, {f'{posted:g} behind it' if posted else 'cross'}"


def of_rate(one: Rate) -> str:
    """A funding rate with its hours, and what it comes to in a year."""
    rate = Funding(one.rate, one.hours)
    return (
        f"{' '.join(filter(None, (one.market, one.venue)))}: {100 * one.rate:g} % each {one.hours:g} h, "
        f"{100 * rate.a_year:.2f} % a year"
    )
