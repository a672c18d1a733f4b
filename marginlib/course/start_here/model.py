"""Lesson 00: one account on one crash, once with walls around every position (Ada) and once in one pool (Bo).

A pool is looked at once an hour and closed when its equity is not above what it needs. What a closed pool still holds
goes to the insurance fund; what is missing, the fund pays. Between the hours levels and prices go straight.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.book import Book, Mode
from marginlib.course.start_here.account import DEPOSIT, ENTRY, HOURS, POSTED, RATE, Prices, book, crash
from marginlib.modes import cross, isolated
from marginlib.walk import End, closing_lines, walk

REST = 0.8  # seconds in which one sees a pool close
SPOKEN = {"btc": "Ada's BTC tank", "eth": "Ada's ETH tank", "free": "Ada's free money", "pool": "Bo's pool"}
FINE = 20.0  # amounts below it are shown with a decimal


def worded(value: float) -> str:
    """Return an amount in words, small ones with a decimal, so that what the pools need adds up.

    >>> worded(5), worded(2.5), worded(327.4)
    ('5', '2.5', '327')
    """
    return f"{value:.1f}".removesuffix(".0") if 0 < value < FINE else f"{value:,.0f}".replace("-", "\N{MINUS SIGN}")


def whole(value: float) -> str:
    """Return an amount in whole numbers; what is less than one has a decimal, so that something is never nothing.

    >>> whole(10.77), whole(0.2)
    ('11', '0.2')
    """
    return f"{value:.0f}" if value >= 1 else f"{value:.1f}"


@dataclass(frozen=True)
class Pool:
    """Money that is lost together: equity and requirement at each hour, and what became of it, seen at `now`."""

    name: str
    role: str
    posted: float
    equity: Prices
    need: Prices
    end: End
    now: float

    @property
    def closed(self) -> bool:
        """Whether it is closed by now."""
        return self.end.time is not None and self.end.time <= self.now

    @property
    def level(self) -> float:
        """What is in it now; nothing once it is closed."""
        return 0.0 if self.closed else float(np.interp(self.now, HOURS, self.equity))

    @property
    def needed(self) -> float:
        """What keeps it open now."""
        return 0.0 if self.closed else float(np.interp(self.now, HOURS, self.need))

    @property
    def lost(self) -> float:
        """What its owner lost by its closing: all that is not in it any more, the rest that the fund took included."""
        return self.posted if self.closed else 0.0

    @property
    def note(self) -> str:
        """What the fund had to do with its closing."""
        if not self.closed:
            return ""
        missing, rest = self.end.bad_debt, self.end.left
        return f"fund pays {whole(missing)}" if missing else f"fund gets {whole(rest)}"

    @property
    def words(self) -> str:
        """The same in a sentence."""
        name = SPOKEN[self.role]
        if self.closed:
            return f"{name} was closed in hour {self.end.time:.0f}, with {worded(self.lost)} lost, and the {self.note}."
        if not self.need.any():
            return f"{name} is {worded(self.level)}, which is not at risk."
        return f"{name} holds {worded(self.level)} ({worded(self.posted)} put in) and needs {worded(self.needed)}."


@dataclass(frozen=True)
class Result:
    """The same account in both modes at the hour `now`, which may lie between two looks of the venue."""

    leverage: int = 10
    depth: int = 18
    back: int = 60
    speed: int = 8
    now: float = 48.0

    @cached_property
    def prices(self) -> tuple[Prices, Prices]:
        """BTC and ETH at each hour."""
        return crash(self.depth, self.speed, self.back / 100)

    @cached_property
    def book(self) -> Book:
        """The account, as the library holds it."""
        return book(self.leverage)

    @cached_property
    def isolated(self) -> tuple[Pool, ...]:
        """Ada's three pools: the long, the short, and the money that is out of reach."""
        names = (f"BTC long {self.leverage}x", "btc"), ("ETH short 5x", "eth"), ("free, out of reach", "free")
        return self._pools(isolated, names)

    @cached_property
    def cross(self) -> Pool:
        """Bo's one pool."""
        (pool,) = self._pools(cross, (("BTC long, ETH short and the rest, in one pool", "pool"),))
        return pool

    def _pools(self, mode: Mode, names: tuple[tuple[str, str], ...]) -> tuple[Pool, ...]:
        path = np.column_stack(self.prices)
        risk = self.book.risk(mode, dict(zip(self.book.schedules, self.prices, strict=True)))
        posted = self.book.money(self.book.partition(mode)).tolist()
        columns = zip(names, posted, risk.equity.T, risk.maintenance.T, strict=True)
        ends = walk(self.book, mode, path, HOURS, between=False)
        return tuple(
            Pool(name, role, money, equity, need, end, self.now)
            for ((name, role), money, equity, need), end in zip(columns, ends, strict=True)
        )

    @property
    def kept(self) -> tuple[float, float]:
        """What Ada and Bo have now."""
        return sum(pool.level for pool in self.isolated), self.cross.level

    @cached_property
    def lines(self) -> tuple[float, Prices]:
        """The BTC price at which Ada's long is closed, and at each hour the one at which Bo's pool is.

        Bo's depends on ETH, so it is another one every hour; NaN once he is closed.
        """
        alone = float(formulas.liquidation_price(POSTED, self.book.size[0], ENTRY, RATE))
        return alone, closing_lines(self.book, cross, np.column_stack(self.prices))[:, 0]

    def price(self, market: int) -> float:
        """BTC (0) or ETH (1) now."""
        return float(np.interp(self.now, HOURS, self.prices[market]))

    @property
    def rests(self) -> dict[float, float]:
        """Hours at which a pool is closed, each with the seconds for which its story rests there."""
        return {float(pool.end.time): REST for pool in (*self.isolated, self.cross) if pool.end.time is not None}

    @property
    def headline(self) -> str:
        """Who has how much."""
        ada, bo = self.kept
        return f"Hour {self.now:g}: Ada has {ada:,.0f}, Bo has {bo:,.0f} of the {DEPOSIT:.0f} USDT that each put in"

    @property
    def caption(self) -> str:
        """What has happened so far, in a sentence."""
        long, bo = self.isolated[0], self.cross
        if not long.closed:
            if bo.closed:
                return f"Bo's pool was closed in hour {bo.end.time:.0f}, while Ada still has both of her trades."
            return "Nothing has been closed so far, so the walls have changed nothing and both have the same."
        if bo.closed:
            return (
                f"Ada's long was closed in hour {long.end.time:.0f} and cost her {long.lost:.0f} USDT, and in hour"
                f" {bo.end.time:.0f} Bo lost all that he had."
            )
        if self.now < long.end.time + 1:
            return f"Ada's long has been closed, so her {long.lost:.0f} USDT are gone, and {self._fund(long)}."
        return f"Ada's long was closed in hour {long.end.time:.0f} with {long.lost:.0f} lost; {self._ahead}."

    @staticmethod
    def _fund(pool: Pool) -> str:
        missing = pool.end.bad_debt
        return f"a fund pays the {whole(missing)} that are missing" if missing else "a fund takes what was left of them"

    @property
    def _ahead(self) -> str:
        ada, bo = map(round, self.kept)
        if ada == bo:
            return "Bo still holds his, and both have the same"
        return f"Bo still holds his and is {abs(bo - ada)} {'ahead' if bo > ada else 'behind'}"

    @property
    def description(self) -> str:
        """The picture in words."""
        alone, pooled = self.lines
        bo = "" if self.cross.closed else f", and Bo's pool at {np.interp(self.now, HOURS, pooled):.2f}"
        lines = "" if self.isolated[0].closed else f" Ada's long is closed at a BTC price of {alone:.2f}{bo}."
        if self.isolated[0].closed and bo:
            lines = f" Bo's pool is closed at a BTC price of {np.interp(self.now, HOURS, pooled):.2f}."
        pools = " ".join(pool.words for pool in (*self.isolated, self.cross))
        return f"{self.headline}. BTC is at {self.price(0):.1f}, ETH at {self.price(1):.1f} USDT. {pools}{lines}"

    @property
    def table(self) -> pd.DataFrame:
        """Every pool in numbers."""
        pools = (*self.isolated, self.cross)
        states = ["closed" if pool.closed else "open" if pool.need.any() else "not at risk" for pool in pools]
        rows = {
            "put in, USDT": [f"{pool.posted:,.0f}" for pool in pools],
            "left, USDT": [worded(pool.level) for pool in pools],
            "needs, USDT": [f"{pool.needed:.1f}" if pool.needed else "" for pool in pools],
            "state": states,
        }
        names = [*(f"Ada: {pool.name}" for pool in self.isolated), "Bo: one pool"]
        table = pd.DataFrame(rows, index=pd.Index(names, name="pool"))
        table.loc["Ada, all three"] = [f"{DEPOSIT:,.0f}", f"{self.kept[0]:,.0f}", "", ""]
        return table
