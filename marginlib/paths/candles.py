"""Candles: open, high, low and close over time, and the levels they touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from marginlib.errors import InvalidInput, instance, nonzero, numbers, one_of, shaped

PRICES = ["open", "high", "low", "close"]


class Gap(NamedTuple):
    """A run of candles that are missing: when its first and its last would open, and how many they are."""

    first: np.datetime64
    last: np.datetime64
    missing: int


@dataclass(frozen=True)
class Candles:
    """Columns of candles in the order of time, shape (n,).

    Args:
        time: when each candle opens, UTC, as `datetime64`.
        open, high, low, close: prices.
        name, source: what it is, and where it comes from.
        cited: True where a published source gives the whole candle, False where some of it is made up.
        took, repairs: what a reader took its file for, and what it repaired; see `marginlib.readers`.

    Raises:
        InvalidInput: no candle at all, columns of different length, a price that is not a finite number above zero, a
            high below or a low above another price of its candle, times that do not ascend.

    >>> day = Candles(["2020-03-12T10"], [7358.51], [7368.50], [5199.17], [5981.07])
    >>> len(day), day.hours.tolist()
    (1, [0.0])
    """

    time: Any
    open: Any
    high: Any
    low: Any
    close: Any
    name: str = ""
    source: str = ""
    cited: Any = True
    took: str = ""
    repairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        time = np.atleast_1d(np.asarray(self.time, "M8[us]"))
        prices = {name: np.atleast_1d(np.asarray(getattr(self, name), float)) for name in PRICES}
        cited = np.zeros(time.shape, bool) | np.asarray(self.cited)
        for name, column in {"time": time, "cited": cited, **prices}.items():
            object.__setattr__(self, name, shaped(name, column, (time.size,), "one for each candle"))
        if not time.size:
            raise InvalidInput("time is empty; give one candle at least")
        refuse_faults(time, *prices.values())

    def __len__(self) -> int:
        return len(self.time)

    @property
    def hours(self) -> np.ndarray:
        """Hours from the first candle to each, shape (n,)."""
        return np.asarray((self.time - self.time[0]) / np.timedelta64(1, "h"))

    @property
    def step(self) -> np.timedelta64 | None:
        """Time from one candle to the next: what half of them or more keep; None where there is no such time."""
        steps, counts = np.unique(np.diff(self.time), return_counts=True)
        if not steps.size or 2 * counts.max() < counts.sum():
            return None
        return np.timedelta64(steps[np.argmax(counts)])

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Candles that are missing, as runs of them.

        >>> minutes = ["2024-03-01T10:00", "2024-03-01T10:01", "2024-03-01T10:02", "2024-03-01T10:05"]
        >>> [(str(gap.first), gap.missing) for gap in Candles(minutes, *[[1.0] * 4] * 4).gaps]
        [('2024-03-01T10:03:00.000000', 2)]
        """
        step = self.step
        if step is None:
            return ()
        missing = np.floor(np.diff(self.time) / step + 0.5).astype(int) - 1
        before = np.flatnonzero(missing > 0)
        return tuple(Gap(self.time[i] + step, self.time[i] + missing[i] * step, int(missing[i])) for i in before)


def refuse_faults(time: Any, *prices: Any) -> None:
    """Raise InvalidInput for the first candle that cannot be.

    >>> refuse_faults(np.array([0, 0], "M8[us]"), *np.ones((4, 2)))
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: candle 1 is not later than the one before it: sort by time and drop duplicates; ...
    """
    faults = {
        "has a price that is no finite number above zero": ~np.all([(p > 0) & (p < np.inf) for p in prices], axis=0),
        "has a high below its open, low or close": np.any([prices[1] < each for each in prices], axis=0),
        "has a low above its open or close": np.any([prices[2] > each for each in prices], axis=0),
        "is not later than the one before it: sort by time and drop duplicates": np.insert(time[1:] <= time[:-1], 0, 0),
    }
    found = [(int(np.argmax(wrong)), words) for words, wrong in faults.items() if wrong.any()]
    for index, words in sorted(found, key=lambda fault: fault[0]):
        raise InvalidInput(f"candle {index} {words}; correct or remove it")


def touches(candles: Candles, level: float, size: float) -> int | None:
    """Index of the first candle in which a position of signed `size` meets `level`, None where none does.

    A long meets it in the first candle whose low is at or below it, a short in the first whose high is at or above it.
    A level of NaN, which a leg that nets to nothing has, is never met.

    Raises InvalidInput where the level lies between the last price before a gap in the data and the first one after
    it: it was met while nobody looked.

    >>> day = Candles(["2025-10-10T20", "2025-10-10T21"], [116605.2, 114200.4], [117145.3, 115075.6],
    ...               [112786.6, 101516.5], [114198.0, 113253.6])
    >>> touches(day, 105_000.0, size=1.0), touches(day, 118_000.0, size=-1.0)
    (1, None)
    """
    instance("candles", candles, Candles, "Candles, as readers.candles and stress_day give them")
    level = float(shaped("level", numbers("level", level), (), "one number"))
    met = candles.low <= level if nonzero("size", size) > 0 else candles.high >= level
    first = int(np.argmax(met)) if met.any() else None
    jumped = first is not None and (candles.open[first] - level) * np.sign(size) <= 0
    for gap in candles.gaps if jumped else ():
        if gap.first < candles.time[first] < gap.last + 2 * (candles.step or 0):
            raise InvalidInput(
                f"{level:.12g} is met in the gap of {gap.missing} candles before {candles.time[first]}, and nobody can "
                "say when; bring the candles that are missing, or look at those after the gap alone"
            )
    return first


def extremes(candles: Candles, first: str = "low") -> np.ndarray:
    """The prices that an engine walks through: open, both extremes and close of each candle, shape (n, 4).

    A candle does not say which extreme came `first`, "low" or "high": walk both ways where it matters.

    >>> extremes(Candles(["2025-10-10T21"], [114200.4], [115075.6], [101516.5], [113253.6])).tolist()
    [[114200.4, 101516.5, 115075.6, 113253.6]]
    """
    instance("candles", candles, Candles, "Candles, as readers.candles and stress_day give them")
    second = {"low": "high", "high": "low"}[one_of("first", first, ("low", "high"))]
    return np.stack([getattr(candles, name) for name in ("open", first, second, "close")], axis=1)
