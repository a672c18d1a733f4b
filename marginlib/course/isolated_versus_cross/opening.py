"""Lesson 04: the opening scene. Two of the drawn weeks are played, then the others fall in, and the columns are sorted.

A pool is closed in the hour in which the hundred weeks close it, and what it needs at that moment comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from marginlib.course.isolated_versus_cross.account import ENTRY, RATE
from marginlib.course.isolated_versus_cross.weeks import FIRST, STEPS, WEEKS, Weeks, beyond, drawn, prices
from marginlib.course.isolated_versus_cross.world import DEPOSIT, LOOKS, ROLES, World
from marginlib.show.tanks import Tank

WORLD, CORRELATION = World("three longs", leverage=10, posted=100, volatility=80, days=7, looks=LOOKS[0]), 0.6
PLAY = 80.0  # frames of a week
STOP = PLAY * len(FIRST)  # the moment of the question
SORT, END = STOP + WEEKS, STOP + WEEKS + 30  # the weeks have fallen in; the brackets are closed
REST, PAUSE = 0.8, 1.0  # seconds at a closing, and between two weeks
HOURS = np.arange(STEPS + 1.0)


@dataclass(frozen=True)
class Tracked:
    """One pool in one week: its money and its need at each hour, and the hour of its closing, if there is one."""

    name: str
    role: str
    posted: float
    equity: np.ndarray
    need: np.ndarray
    shut: int | None

    @property
    def back(self) -> float:
        """What comes back to the owner when it is closed: what it needs at its line."""
        return 0.0 if self.shut is None else float(self.need[self.shut])

    def closed(self, hour: float) -> bool:
        """Whether it is closed by then."""
        return self.shut is not None and self.shut <= hour

    def money(self, hour: float) -> float:
        """What its owner has of it."""
        return self.back if self.closed(hour) else float(np.interp(hour, HOURS, self.equity))

    def tank(self, hour: float) -> Tank:
        """Its picture."""
        if not self.closed(hour):
            need = float(np.interp(hour, HOURS, self.need))
            return Tank(self.name, self.posted, self.money(hour), need, self.role)
        fresh = self.shut is not None and hour - self.shut < STEPS / PLAY
        lost, note = self.posted - self.back, f"{self.back:.0f} back"
        return Tank(self.name, self.posted, 0, role=self.role, closed=True, lost=lost, note=note, fresh=fresh)


@cache
def tracked(week: int) -> tuple[tuple[Tracked, ...], Tracked]:
    """Ada's three pools and Bo's one in a drawn week."""
    path = np.vstack([np.full(len(ROLES), ENTRY), prices(WORLD, CORRELATION)[week]])
    book = WORLD.positions
    money = book.collateral + book.size * (path - ENTRY)
    need = RATE * np.abs(book.size) * path
    hours = {mode: _hours(mode, week) for mode in ("isolated", "cross")}
    apart = tuple(
        Tracked(market, role, float(posted), money[:, place], need[:, place], hours["isolated"][place])
        for place, ((market, role), posted) in enumerate(zip(ROLES.items(), book.collateral, strict=True))
    )
    words = f"{' + '.join(ROLES)}, in one pool"
    pool = Tracked(words, "pool", DEPOSIT, money.sum(axis=1), need.sum(axis=1), hours["cross"][0])
    return apart, pool


def _hours(mode: str, week: int) -> list[int | None]:
    """The hour at which each pool is closed in a week."""
    met = beyond(WORLD, mode, CORRELATION)[week]
    return [int(pool.argmax()) + 1 if pool.any() else None for pool in met.T]


@dataclass(frozen=True)
class Opening:
    """The scene at a frame."""

    now: float = 0.0

    @property
    def place(self) -> int:
        """Which of the played weeks is seen."""
        return min(max(int(np.ceil(self.now / PLAY)) - 1, 0), len(FIRST) - 1)

    @property
    def hour(self) -> float:
        """The hour in that week."""
        return float(min(self.now - PLAY * self.place, PLAY) / PLAY * STEPS)

    @cached_property
    def ada(self) -> tuple[Tracked, ...]:
        """Her pools in this week."""
        return tracked(FIRST[self.place])[0]

    @cached_property
    def bo(self) -> Tracked:
        """His pool."""
        return tracked(FIRST[self.place])[1]

    @property
    def path(self) -> np.ndarray:
        """Prices of this week at each hour, shape (hours, markets)."""
        return np.vstack([np.full(len(ROLES), ENTRY), prices(WORLD, CORRELATION)[FIRST[self.place]]])

    @property
    def asked(self) -> bool:
        """Whether the question is answered, so that the other weeks are seen."""
        return self.now > STOP

    @cached_property
    def weeks(self) -> Weeks | None:
        """The weeks that are over, in drawn order until they are sorted."""
        done = int(self.now // PLAY) if not self.asked else min(len(FIRST) + int(self.now - STOP), WEEKS)
        found = drawn(WORLD, CORRELATION, done) if done else None
        return found.sorted() if found and self.now >= SORT else found

    @property
    def grown(self) -> float:
        """How far the brackets are drawn, 0 to 1."""
        return float(min(max((self.now - SORT) / (END - SORT), 0.0), 1.0))

    @property
    def kept(self) -> tuple[float, float]:
        """What Ada and Bo have at this hour, what came back included."""
        return sum(pool.money(self.hour) for pool in self.ada), self.bo.money(self.hour)

    @property
    def rests(self) -> dict[float, float]:
        """Frames at which a pool is closed, or a week is over, each with the seconds for which the story rests."""
        found = {PLAY: PAUSE}
        for place, week in enumerate(FIRST):
            apart, pool = tracked(week)
            shut = [one.shut for one in (*apart, pool) if one.shut is not None]
            found |= {float(np.ceil(PLAY * (place + hour / STEPS))): REST for hour in shut}
        return found

    @property
    def moment(self) -> str:
        """The words beside the slider: the day, and later how many weeks are shown."""
        return f"week {self.weeks.shown}" if self.asked and self.weeks else f"day {self.hour / 24:.1f}"

    @property
    def headline(self) -> str:
        """Who has how much, and later in how many weeks something was closed."""
        if self.asked and self.weeks:
            some, pool, every = self.weeks.counts()
            return (
                f"Of {self.weeks.shown} weeks: something closed in {some} (Ada) and {pool} (Bo),"
                f" everything in {every} (Ada) and {pool} (Bo)"
            )
        ada, bo = self.kept
        week = ("a week", "another week")[self.place]
        return f"Day {self.hour / 24:.1f} of {week}: of {DEPOSIT:.0f} USDT, Ada has {ada:.0f} and Bo has {bo:.0f}"

    @property
    def caption(self) -> str:
        """What has happened so far, in a sentence."""
        if self.asked:
            if self.now < END:
                return "Each column is a week, and it is coloured where a pool was closed."
            return "The weeks are sorted, so you see which kind of week lies inside which."
        gone = [pool.name for pool in self.ada if pool.closed(self.hour)]
        if self.bo.closed(self.hour):
            left = [pool.name for pool in self.ada if not pool.closed(self.hour)]
            return f"Bo's only pool is closed, while Ada still has her {' and '.join(left)}."
        if gone:
            return f"Ada's {' and '.join(gone)} is closed, while Bo's one pool is still open."
        return "Ada and Bo hold the same three coins, and nothing has been closed so far."

    @property
    def description(self) -> str:
        """The picture in words."""
        if self.asked and self.weeks:
            return f"{self.headline}. {self.caption} {self.weeks.words}"
        levels = ", ".join(f"{market} {self._price(place):.1f}" for place, market in enumerate(ROLES))
        return f"{self.headline}. {self.caption} Prices in USDT: {levels}."

    def _price(self, market: int) -> float:
        return float(np.interp(self.hour, HOURS, self.path[:, market]))

    @property
    def table(self) -> pd.DataFrame:
        """Every pool in numbers."""
        pools = [*((f"Ada: {pool.name}", pool) for pool in self.ada), ("Bo: one pool", self.bo)]
        rows = [
            [f"{pool.posted:.0f}", f"{pool.money(self.hour):.0f}", "closed" if pool.closed(self.hour) else "open"]
            for _, pool in pools
        ]
        index = pd.Index([name for name, _ in pools], name="pool")
        return pd.DataFrame(rows, index, ["put in, USDT", "left, USDT", "state"])
