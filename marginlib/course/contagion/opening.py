"""The opening scene of lesson 10: two prices jump at once, and then everybody pays what it can.

Until moment 0 tanks show what a screen says, profits and losses at the prices of that moment. Then Ada's debt stays
unpaid and empties the fund, and after that the fund cuts what it owes.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from marginlib.course.contagion.account import ENTRY, FIRST, SECOND
from marginlib.course.contagion.model import Amounts, usdt
from marginlib.course.contagion.model import Result as Venue
from marginlib.course.contagion.rooms import Debt, Rooms, Shown, role
from marginlib.show.scene import Scene
from marginlib.show.tanks import Tank

BEGIN, STOP, END, STEP = -1.0, 0.0, 2.0, 0.05
DOORS = frozenset({"fund"})


@cache
def venue(first: float = FIRST, second: float = SECOND) -> Venue:
    """The venue at these prices."""
    return Venue(first=first, second=second)


@dataclass(frozen=True)
class Result:
    """The venue at the moment `now`."""

    now: float = BEGIN

    @property
    def prices(self) -> tuple[float, float]:
        """Of A and B: on their way until moment 0."""
        done = min(max(self.now - BEGIN, 0.0), 1.0)
        return round(ENTRY + (FIRST - ENTRY) * done, 2), round(ENTRY + (SECOND - ENTRY) * done, 2)

    @property
    def screens(self) -> Amounts:
        """What each would have if everybody paid, and nothing for one that has less."""
        return np.maximum(venue(*self.prices).due, 0.0)

    @property
    def levels(self) -> Amounts:
        """What is in each tank."""
        last, screens = venue(), self.screens
        if self.now <= STOP:
            return screens
        fund = len(last.names) - 1
        emptied, cut = min(self.now, 1.0), max(self.now - 1.0, 0.0)
        levels = screens + cut * (last.after - screens)
        levels[fund] = screens[fund] * (1 - emptied)
        return np.asarray(levels)

    @property
    def debts(self) -> list[Debt]:
        """Unpaid debts, and whether they are seen by now."""
        return [
            Debt(one.source, one.target, usdt(one.amount), self.now > (STOP if one.source == 0 else 1))
            for one in venue().debts
        ]

    @property
    def headline(self) -> str:
        """What happens now."""
        if self.now <= BEGIN:
            return "Two markets, four people, and one fund for both"
        if self.now < STOP:
            return "Both prices jump"
        if self.now == STOP:
            return "Ada has nothing left in A, and Dan's screen in B says 150"
        if self.now <= 1:
            return "Ada leaves 300 unpaid, and the fund pays what it has"
        return "The fund cuts every claim on it, and 20 of the loss reach Dan"

    @property
    def caption(self) -> str:
        """The same in a sentence."""
        if self.now <= STOP:
            return f"{self.headline}."
        if self.now <= 1:
            return "Ada owes 500 USDT, has 200, and the 80 of the fund do not fill the rest."
        return "Of his profit of 50 USDT Dan gets 30."

    @property
    def description(self) -> str:
        """The picture in words."""
        first, second = self.prices
        names = venue().names
        rest = ", ".join(f"{name} {usdt(value)}" for name, value in zip(names, self.levels, strict=True))
        unpaid = ", ".join(f"{names[one.source]} to {names[one.target]} {one.words}" for one in self.debts if one.shown)
        return (
            f"{self.headline}. A is at {usdt(first)} USDT and B at {usdt(second)}. Tanks hold, in USDT: {rest}."
            f"{f' Unpaid: {unpaid}.' if unpaid else ''}"
        )

    @property
    def table(self) -> pd.DataFrame:
        """What each has put in, and has now."""
        last = venue()
        rows = {
            "put in": [usdt(value) for value in last.network.assets],
            "now": [usdt(value) for value in self.levels],
        }
        return pd.DataFrame(rows, index=pd.Index(last.names, name="USDT"))


class Picture(Scene[Result]):
    """Both rooms while prices move, and then while debts stay unpaid."""

    def __init__(self) -> None:
        super().__init__(900, 328)
        self.rooms = Rooms(self, (7, 2, 886, 324))

    def update(self, result: Result) -> None:
        """Show the moment."""
        last, (first, second) = venue(), result.prices
        tanks = []
        for place, (name, held, level) in enumerate(zip(last.names, last.network.assets, result.levels, strict=True)):
            closed = place == 0 and result.now >= STOP
            note = "300 unpaid" if result.now > STOP else ""
            tanks.append(
                Tank(name, float(held), float(level), role=role(name), closed=closed, lost=float(held), note=note)
            )
        self.rooms.show(
            Shown(
                result.headline,
                (f"market A: {ENTRY:g} → {usdt(first)}", f"market B: {ENTRY:g} → {usdt(second)}"),
                tanks,
                DOORS,
                result.debts,
                named=result.now > STOP,
            )
        )


def moment(now: float) -> str:
    """The value of the slider in words.

    >>> moment(-0.5), moment(0.0), moment(1.5)
    ('prices jump', 'who pays?', 'payments')
    """
    return "prices jump" if now < STOP else "who pays?" if now == STOP else "payments"
