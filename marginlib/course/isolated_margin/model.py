"""Lesson 02: one isolated position on one path, what the venue finds in it, and what its sale leaves.

The venue looks all the time and closes where equity meets what it asks for. It then sells one unit after the other, on
average some way beyond that price. Quiet days come first: the price stays at the entry and funding is paid.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marginlib import formulas
from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.course.isolated_margin.account import (
    ENTRY,
    FUNDING,
    INITIAL,
    PAYMENTS,
    POSTED,
    RATE,
    STEPS,
    UNITS,
    path,
)
from marginlib.modes import isolated
from marginlib.position import Position
from marginlib.schedules import FlatRate
from marginlib.walk import End, walk

REST = 0.8  # seconds in which one sees it close
SALE = 10  # steps that the sale takes


def money(amount: float) -> str:
    """Return an amount of USDT in words, with cents where it has any.

    >>> money(100), money(4.5226), money(-1e-12)
    ('100', '4.52', '0')
    """
    return f"{round(amount, 2) + 0.0:,.2f}".removesuffix(".00")


@dataclass(frozen=True)
class Result:
    """Ten units from 100 USDT, seen at the step `now`; before the question is answered, `asked`, nothing is named.

    `posted`, `added` (negative for taken out) in USDT, the maintenance `rate` and `sold`, how far beyond its line the
    position is sold, in percent, and `days` of funding before the price moves.
    """

    posted: int = int(POSTED)
    rate: float = 100 * RATE
    side: str = "long"
    sold: float = 0.25
    added: int = 0
    days: int = 0
    now: float = 0.0
    asked: bool = False

    @property
    def size(self) -> float:
        """The units, negative for a short."""
        return UNITS if self.side == "long" else -UNITS

    @cached_property
    def moved(self) -> float:
        """What was added or taken out; taking out stops where the initial margin would be touched."""
        spare = max(self.posted - INITIAL * UNITS * ENTRY, 0.0)
        return max(float(self.added), -spare)

    @property
    def held_back(self) -> bool:
        """Whether less was taken out than the control says."""
        return self.moved > self.added

    @property
    def put_in(self) -> float:
        """All that its owner has put behind it."""
        return self.posted + self.moved

    @cached_property
    def paid(self) -> float:
        """Funding paid on the quiet days, negative where a short was paid; no more once the position is closed."""
        each = -float(formulas.funding_payment(self.size, ENTRY, FUNDING))
        payments = PAYMENTS * self.days
        if each > 0:
            lasts = (self.put_in - self.rate / 100 * UNITS * ENTRY) / each
            payments = min(payments, math.ceil(round(lasts, 6)))
        return round(payments * each, 6)

    @cached_property
    def position(self) -> Position:
        """The position when the price begins to move."""
        rules = Conventions(trigger="inclusive")
        return Position(self.size, ENTRY, round(self.put_in - self.paid, 6), FlatRate(self.rate / 100), rules)

    @cached_property
    def line(self) -> float:
        """The liquidation price."""
        return float(self.position.liquidation_price)

    @cached_property
    def floor(self) -> float:
        """The bankruptcy price."""
        return float(self.position.bankruptcy_price)

    @cached_property
    def without_costs(self) -> float:
        """The liquidation price of the margin first posted, before anything was added, taken out or paid."""
        return float(formulas.liquidation_price(self.posted, self.size, ENTRY, self.rate / 100))

    @cached_property
    def left_at_line(self) -> float:
        """What is in the tank at the liquidation price, the venue's room."""
        return float(self.position.left_at_liquidation)

    @property
    def lost(self) -> float:
        """What its owner has lost when the venue steps in, of all that was put in."""
        return self.put_in - self.left_at_line

    @cached_property
    def sold_at(self) -> float:
        """The average price at which the venue sells, or buys back a short."""
        return self.line * (1 - math.copysign(self.sold / 100, self.size))

    @cached_property
    def left_after_sale(self) -> float:
        """What the whole sale leaves; negative is what others pay."""
        return float(self.position.equity(self.sold_at))

    @cached_property
    def prices(self) -> NDArray[np.float64]:
        """The price at each step."""
        return path(1 if self.side == "long" else -1)

    @cached_property
    def end(self) -> End:
        """When and where the venue closes it, by the engine."""
        rules = {"unit": self.position.schedule}
        book = Book(
            ["unit"],
            [self.size],
            [ENTRY],
            [self.position.collateral],
            rules,
            conventions=self.position.conventions,
        )
        (end, *_) = walk(book, isolated, self.prices[:, None], STEPS)
        return end

    @property
    def closed(self) -> bool:
        """Whether it is closed by now."""
        return self.end.time is not None and self.end.time <= self.now

    @property
    def gone(self) -> int:
        """How many units the venue has sold by now."""
        return min(int((self.now - self.end.time) / SALE * UNITS), int(UNITS)) if self.closed else 0

    @property
    def over(self) -> bool:
        """Whether the sale is over."""
        return self.gone == UNITS

    @property
    def price(self) -> float:
        """The price now."""
        return float(np.interp(self.now, STEPS, self.prices))

    @property
    def surface(self) -> float:
        """Where the water stands: at the price, and for a closed position where that was closed."""
        return float(self.end.prices[0]) if self.closed else self.price

    @property
    def level(self) -> float:
        """What is in the tank now; the sale takes its share of it unit by unit."""
        if not self.closed:
            return float(self.position.equity(self.price))
        found = float(self.position.equity(self.surface))
        return found + self.gone / UNITS * (self.left_after_sale - found)

    @property
    def asks(self) -> float:
        """What the venue asks for now."""
        return float(self.position.maintenance(self.surface))

    @property
    def rests(self) -> dict[float, float]:
        """When it is closed, and the seconds for which its story rests there."""
        return {math.ceil(self.end.time): REST} if self.end.time is not None else {}

    @property
    def headline(self) -> str:
        """What has become of the money."""
        whole = money(self.put_in)
        if not self.closed:
            there = f"Open at {self.price:.2f} with {money(self.level)} of your {whole}"
            return f"{there}; the venue asks for {money(self.asks)}"
        if self.asked:
            return f"Closed at {self.surface:.2f} after losing {money(self.lost)} of your {whole}"
        if not self.over:
            return f"Closed at {self.surface:.2f} with {money(self.left_at_line)} of your {whole} still there"
        rest = self.left_after_sale
        return f"Sold at {self.sold_at:.2f}: " + (
            f"others pay {money(-rest)}" if rest < 0 else f"{money(rest)} of your {whole} are left over"
        )

    @property
    def caption(self) -> str:
        """The one number that answers the question."""
        if self.asked:
            return (
                "The surface of the water is the price." if not self.closed else "Nothing jumped, and you were closed."
            )
        if self.held_back:
            most = f"no more than {money(-self.moved)} USDT" if self.moved else "nothing"
            return f"You can take out {most}, since the initial margin has to stay."
        if not self.closed:
            return f"The venue steps in at {self.line:.2f}, where {money(self.left_at_line)} USDT would be left."
        if not self.over:
            sold = f"has sold {self.gone} of {UNITS:g} units" if self.gone else "has not sold a unit yet"
            return f"The venue stepped in with {money(self.left_at_line)} USDT left, and it {sold}."
        if self.left_after_sale < 0:
            return f"The sale took more than the venue's room, so others pay {money(-self.left_after_sale)} USDT."
        return f"The sale fitted into the venue's room, and {money(self.left_after_sale)} USDT go to the fund."

    @property
    def description(self) -> str:
        """The picture in words."""
        if self.asked:
            return f"{self.headline}. The price is {self.price:.2f} USDT."
        where = f"The liquidation price is {self.line:.2f} and the bankruptcy price {self.floor:.2f}"
        room = f"Between them lie {money(self.left_at_line)} USDT, the venue's room"
        way = "paid" if self.paid > 0 else "received"
        costs = f" {money(abs(self.paid))} USDT of funding were {way} before." if self.paid else ""
        held = f" {self.caption}" if self.held_back else ""
        return (
            f"{self.headline}. A {self.side} of {UNITS:g} units from {ENTRY:g} USDT. {where}. {room}. "
            f"The price is {self.price:.2f}.{costs}{held}"
        )

    @property
    def table(self) -> pd.DataFrame:
        """Price, equity and request at each price of the picture."""
        points = {"entry": ENTRY} if self.asked and self.closed else {"entry": ENTRY, "now": self.price}
        if not self.asked:
            points |= {"line": self.line, "floor": self.floor} | ({"sold": self.sold_at} if self.over else {})
        rows = [
            [f"{price:.2f}", money(self.position.equity(price)), money(self.position.maintenance(price))]
            for price in points.values()
        ]
        return pd.DataFrame(
            rows, index=pd.Index(points, name="at"), columns=["price, USDT", "equity, USDT", "asked, USDT"]
        )
