"""Trades: fills in, position out, with what it has realised and what fees and funding have taken.

A fill that adds moves the average entry; one that reduces leaves it and realises profit or loss on what it closes; one
that goes through zero does both: it closes all that is held, and opens the rest at its own price.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import numpy as np

from marginlib.arithmetic import maximum, minimum, netted, sign
from marginlib.book import Book
from marginlib.conventions import PLAIN, Conventions
from marginlib.errors import InvalidInput, finite, instance, nonnegative, nonzero, positive, shown, together
from marginlib.modes import isolated
from marginlib.schedules import Schedule

HOURS_OF_A_YEAR = 8760
WAYS = "a list of rows, such as [(4, 100.0), (-2, 104.0)]"


class Fill(NamedTuple):
    """One executed part of an order.

    Args:
        size: signed, + bought; base units (linear) or quote units (inverse).
        price: that it was filled at.
        fee: paid, in settlement currency, below zero where it was received; None where a rate says it.
        time: as `datetime64` or text of it; needed only beside funding.
    """

    size: Any
    price: Any
    fee: Any = None
    time: Any = None


class Charge(NamedTuple):
    """One funding time: when, the rate, and the price that the position is valued at."""

    time: Any
    rate: Any
    price: Any


@dataclass(frozen=True)
class Funding:
    """A funding rate with what it needs to mean something: its hours, and its cap.

    Args:
        rate: of one interval, a fraction of the value; longs pay shorts while it is above zero.
        hours: length of the interval.
        cap: the largest rate of one interval, either way; None where there is none.

    Raises:
        InvalidInput: a rate that is no finite number, hours that are not above zero, a negative cap.

    >>> Funding(0.000024, 8).an_hour, Funding(0.0000125, 1).an_hour
    (3e-06, 1.25e-05)
    >>> Funding(0.02, 8, cap=0.0075).charged
    0.0075
    """

    rate: Any
    hours: Any = 8
    cap: Any = None

    def __post_init__(self) -> None:
        finite("funding rate", self.rate)
        positive("hours of a funding interval", self.hours)
        nonnegative("cap of a funding rate", 0 if self.cap is None else self.cap)
        together("rate, hours and cap", lambda: self.rate / self.hours + (self.cap or 0) * self.rate)

    @property
    def charged(self) -> Any:
        """The rate of one interval, held within the cap."""
        return self.rate if self.cap is None else maximum(-self.cap, minimum(self.rate, self.cap))

    @property
    def an_hour(self) -> Any:
        """Charged by the hour, a fraction of the value."""
        return self.charged / self.hours

    @property
    def a_year(self) -> Any:
        """Charged in 365 days on a value that stays, a fraction of it, without interest on interest.

        >>> round(Funding(0.0001, 4).a_year, 6)
        0.219
        """
        return self.charged * HOURS_OF_A_YEAR / self.hours

    def charges(self, first: Any, last: Any, price: Any) -> tuple[Charge, ...]:
        """The funding times after `first` and up to `last`: whole intervals from midnight UTC on, at one `price`.

        >>> [str(each.time)[:16] for each in Funding(0.0001, 8).charges("2024-03-01T07:00", "2024-03-01T16:00", 100.0)]
        ['2024-03-01T08:00', '2024-03-01T16:00']
        """
        step = np.timedelta64(max(round(float(self.hours) * 3_600_000_000), 1), "us")
        start = _moment("first", first)
        positive("price", price)
        passed = (start - np.datetime64("1970-01-01", "us")) // step
        times = np.arange(np.datetime64("1970-01-01", "us") + (passed + 1) * step, _moment("last", last) + 1, step)
        return tuple(Charge(time, self.charged, price) for time in times)


@dataclass(frozen=True)
class Held:
    """What is held after a fill, and what it has come to by then.

    Args:
        size: signed, 0 where nothing is held.
        entry: average entry price of it, None where nothing is held.
        realised: profit (+) or loss (-) on all that has been closed, without fees and funding.
        fees, funding: paid so far, below zero where more was received; in settlement currency as all money here.
        closed: signed size that this fill has closed of what was held before; 0 where it only added.
    """

    size: Any = 0
    entry: Any = None
    realised: Any = 0
    fees: Any = 0
    funding: Any = 0
    closed: Any = 0

    @property
    def settled(self) -> Any:
        """Money that the trades have brought (+) or taken (-) so far."""
        return self.realised - self.fees - self.funding

    def line(self, posted: Any, schedule: Schedule, conventions: Conventions = PLAIN) -> Any:
        """The liquidation price with `posted` put in at the start and nothing else; None where nothing is held.

        Raises InvalidInput for negative money, and for a rate in place of a schedule.

        >>> from marginlib.schedules import FlatRate
        >>> round(list(held([(4, 100.0)], fee=0.0005))[0].line(150, FlatRate(0.005)), 2)
        62.86
        """
        nonnegative("posted", posted)
        if not self.size:
            return None
        book = Book(
            ["held"],
            [self.size],
            [self.entry],
            [posted],
            {"held": schedule},
            conventions=conventions,
            settled=[self.settled],
        )
        return book.liquidation_prices(isolated, {"held": self.entry}).tolist()[0]


def held(
    fills: Iterable[Any], *, fee: Any = 0, funding: Iterable[Any] = (), conventions: Conventions = PLAIN
) -> Iterator[Held]:
    """What is held after each fill, in their order; and once more at the end where funding is charged after the last.

    However a fill is split into parts at its price, what is held after them is the same. A funding time charges what
    is held then, before fills of the same moment. Sizes that come to nothing but a rounding error come to nothing.

    Args:
        fills: rows of size and price, then fee and time where they are known, as `Fill` and `readers.fills` have them.
        fee: rate of the fees of fills that tell none, a fraction of the value.
        funding: rows of time, rate and price, ascending, as `Charge` and `Funding.charges` have them.
        conventions: linear or inverse.

    Raises:
        InvalidInput: a fill of size zero, a price that is not above zero, NaN anywhere; times that run backwards, and
            fills without a time beside funding. The message names the fill.

    Derived; the same average as venues print (average cost: a fill that reduces leaves it alone).

    >>> for now in held([(4, 100.0), (6, 110.0), (-5, 115.0), (-8, 104.0)]):
    ...     print(now.size, now.entry, now.realised, now.closed)
    4 100.0 0 0
    10 106.0 0 0
    5 106.0 45.0 5
    -3 104.0 35.0 5
    """
    instance("conventions", conventions, Conventions, "Conventions of a venue")
    finite("fee", fee)
    charges = [_row("funding time", Charge, number, row) for number, row in _rows("funding", funding)]
    last = None
    for number, charge in enumerate(charges, 1):
        finite(f"rate of funding time {number}", charge.rate)
        positive(f"price of funding time {number}", charge.price)
        last = _later(last, charge.time, f"funding time {number}")
    now, gross, count, last = Held(), 0, 0, None
    waiting = iter(charges)
    due = next(waiting, None)
    for number, row in _rows("fills", fills):
        fill = _row("fill", Fill, number, row)
        nonzero(f"size of fill {number}", fill.size)
        positive(f"price of fill {number}", fill.price)
        if fill.time is not None or charges:
            last = _later(last, fill.time, f"fill {number}")
        while due and last is not None and _moment("time", due.time) <= last:
            now, due = _charged(now, due, conventions), next(waiting, None)
        gross, count = (gross + abs(fill.size), count + 1) if now.size else (abs(fill.size), 1)
        now = together(f"numbers of fill {number}", _filled, now, fill, (gross, count), fee, conventions)
        yield now
    if due:
        for charge in (due, *waiting):
            now = _charged(replace(now, closed=0 * now.closed), charge, conventions)
        yield now


def _filled(now: Held, fill: Fill, since: tuple[Any, int], fee: Any, conventions: Conventions) -> Held:
    """What is held after one more fill; `since` are gross size and count of fills since nothing was held."""
    value = conventions.notional(fill.size, fill.price)
    fees = now.fees + (value * fee if fill.fee is None else finite("fee of a fill", fill.fee))
    left = netted(now.size + fill.size, *since)
    adds = now.size * fill.size >= 0
    through = left * now.size <= 0
    closed = 0 * fill.size if adds else now.size if through else -fill.size
    if not now.size or (through and left and not adds):
        entry = fill.price
    elif adds:
        before, here = (conventions.coordinate(price) for price in (now.entry, fill.price))
        entry = conventions.coordinate(before + (here - before) * fill.size / left)
    else:
        entry = now.entry if left else None
    gained = 0 if adds else conventions.pnl(closed, now.entry, fill.price)
    return Held(left, entry, now.realised + gained, fees, now.funding, closed)


def _charged(now: Held, charge: Charge, conventions: Conventions) -> Held:
    """What is held after a funding time."""
    if not now.size:
        return now
    value = sign(now.size) * conventions.notional(now.size, charge.price)
    funding = together("numbers of funding", lambda: now.funding + value * charge.rate)
    return replace(now, funding=funding)


def _moment(name: str, time: Any) -> Any:
    """A time as `datetime64` in microseconds; InvalidInput names what is none.

    >>> str(_moment("time", "2024-03-01T10:00"))
    '2024-03-01T10:00:00.000000'
    """
    with suppress(TypeError, ValueError, OverflowError):
        told = datetime.fromisoformat(time) if isinstance(time, str) else time
        if isinstance(told, datetime):
            told = told.replace(tzinfo=told.tzinfo or UTC).astimezone(UTC).replace(tzinfo=None)
        found: Any = np.array(told if isinstance(told, date | np.datetime64) else "NaT", "M8[us]")[()]
        if not np.isnat(found):
            return found
    raise InvalidInput(f"{name} is {shown(time)}, but it must be a time, such as '2024-03-01T10:00'")


def _later(last: Any, time: Any, name: str) -> Any:
    """The time, when it is not before `last`."""
    found = _moment(f"time of {name}", time)
    if last is not None and found < last:
        raise InvalidInput(f"{name} is at {found}, before the one above it; sort them by time")
    return found


def _rows(name: str, rows: Any) -> Iterator[tuple[int, Any]]:
    if not isinstance(rows, Iterable) or isinstance(rows, (str, bytes, Mapping)):
        raise InvalidInput(f"{name} is {shown(rows)}, but it must be {WAYS}")
    return enumerate(rows, 1)


def _row(what: str, kind: Any, number: int, row: Any) -> Any:
    least, most = len(kind._fields) - len(kind._field_defaults), len(kind._fields)
    if not isinstance(row, (tuple, list, np.ndarray)) or not least <= len(row) <= most:
        names = ", ".join(kind._fields)
        raise InvalidInput(f"{what} {number} is {shown(row)}, but it must be a row of {names}")
    return kind(*row)
