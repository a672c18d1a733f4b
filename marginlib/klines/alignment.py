"""Candles of several markets at the same moments, and times and steps in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from marginlib.errors import InvalidInput, instance
from marginlib.klines.columns import PRICES
from marginlib.paths import Candles


def moment(time: np.datetime64) -> str:
    """A time to the minute, or to where it is whole."""
    text = str(time).replace("T", " ")
    return text.removesuffix(".000000").removesuffix(":00")


def lasting(step: np.timedelta64 | None) -> str:
    """A length of time in the largest unit in which it is whole.

    >>> lasting(np.timedelta64(300, "s")), lasting(None)
    ('5 minutes', 'uneven length')
    """
    for unit, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        count = float(step / np.timedelta64(seconds, "s")) if step is not None else 0.5
        if count == int(count) and count:
            return f"{int(count)} {unit}{'s' * (count > 1)}"
    return "uneven length" if step is None else str(step)


def aligned(**files: Candles) -> dict[str, Candles]:
    """Candles of several markets at the moments that all of them have; each says how many of its own these are.

    Raises InvalidInput where there is no such moment.

    >>> one = Candles(["2024-03-01T10:00", "2024-03-01T10:01"], [1.0] * 2, [1.0] * 2, [1.0] * 2, [1.0] * 2)
    >>> other = Candles(["2024-03-01T10:01"], [2.0], [2.0], [2.0], [2.0])
    >>> aligned(BTC=one, ETH=other)["BTC"].repairs
    ('1 of 2 candles at moments that BTC and ETH have in common',)
    """
    common = None
    for name, each in files.items():
        instance(name, each, Candles, "Candles, as readers.candles gives them")
        common = each.time if common is None else np.intersect1d(common, each.time)
    if common is None or not common.size:
        spans = ", ".join(f"{name} {moment(each.time[0])} to {moment(each.time[-1])}" for name, each in files.items())
        raise InvalidInput(f"no moment is in all of them ({spans or 'nothing given'}); give files of one time and step")
    names = " and ".join(files)
    found = {}
    for name, each in files.items():
        kept = np.isin(each.time, common)
        columns = {column: getattr(each, column)[kept] for column in ("time", *PRICES, "cited")}
        words = f"{common.size:,} of {len(each):,} candles at moments that {names} have in common"
        found[name] = replace(each, **columns, repairs=(*each.repairs, words))
    return found
