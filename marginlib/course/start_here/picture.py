"""Lesson 00: one account on one crash, once with every position in a pool of its own and once with one pool for all.

An account posts 100 for a long in BTC, 100 for a short of 5 ETH, and keeps the rest of its deposit free. A pool is
looked at once an hour and closed when its equity is not above what it needs. What a closed pool still holds goes to
the insurance fund; what is missing, the fund pays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marginlib import formulas
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.frames import Frames
from marginlib.show.price_path import Level, Line, Moment, PathPanel
from marginlib.show.scene import Scene
from marginlib.show.tanks import Tank, TankRow, amount, described

Prices = NDArray[np.float64]

ENTRY, POSTED, ETH_SIZE, RATE = 100.0, 100.0, -5.0, 0.005
START, END, BACK = 12, 48, 0.6  # the fall begins, the story ends, and this share of the fall has come back by then
HOURS = np.arange(END + 1.0)
SEED = 20
FINE = 20.0  # amounts below it are shown with a decimal


def crash(depth: float, speed: int) -> tuple[Prices, Prices]:
    """BTC and ETH prices an hour: BTC falls by `depth` percent within `speed` hours, then 60 % of the fall comes back.

    ETH falls three tenths as far. Small steps from a fixed seed vanish where the fall begins and ends.

    >>> btc, eth = crash(18, 8)
    >>> btc[20], round(float(btc[48]), 2)
    (np.float64(82.0), 92.8)
    """
    pins = [0, START, START + speed, END]
    fall = np.interp(HOURS, pins, [0, 0, 1, 1 - BACK])
    steps = np.random.default_rng(SEED).normal(0, 0.45, (2, END + 1)).cumsum(axis=1)
    btc, eth = (walk - np.interp(HOURS, pins, walk[pins]) for walk in steps)
    return ENTRY - depth * fall + btc, ENTRY - 0.3 * depth * fall + eth


@dataclass(frozen=True)
class Pool:
    """Positions that live and die together: equity, requirement and prices an hour, seen at `now`."""

    name: str
    role: str
    posted: float
    equity: Prices
    need: Prices

    @cached_property
    def death(self) -> int | None:
        """The hour at which it is closed, if ever."""
        below = np.flatnonzero((self.equity <= self.need) & (self.need > 0))
        return int(below[0]) if below.size else None

    def closed(self, now: int) -> bool:
        """Whether it is closed by the hour `now`."""
        return self.death is not None and self.death <= now

    def left(self, now: int) -> float:
        """What its owner has at the hour `now`."""
        return 0.0 if self.closed(now) else float(self.equity[now])

    def tank(self, now: int) -> Tank:
        """The picture of it at the hour `now`."""
        if self.death is None or self.death > now:
            level, need = float(self.equity[now]), float(self.need[now])
            return Tank(self.name, self.posted, level, need, self.role)
        rest = float(self.equity[self.death])
        note = f"{rest:.0f} to the fund" if rest >= 0 else f"fund pays {-rest:.0f}"
        return Tank(self.name, self.posted, 0, role=self.role, closed=True, lost=self.posted - max(rest, 0), note=note)


@dataclass(frozen=True)
class Result:
    """The same account in both modes at the hour `now`."""

    leverage: int
    deposit: int
    depth: int
    speed: int
    now: int

    @cached_property
    def prices(self) -> tuple[Prices, Prices]:
        """BTC and ETH."""
        return crash(self.depth, self.speed)

    @property
    def size(self) -> float:
        """BTC units: what the posted margin opens at this leverage."""
        return float(formulas.size_from_margin(POSTED, self.leverage, ENTRY))

    @cached_property
    def isolated(self) -> tuple[Pool, ...]:
        """Three pools."""
        btc, eth = self.prices
        free = np.full(END + 1, self.deposit - 2 * POSTED)
        return (
            self._pool(f"BTC long {self.leverage}x", "btc", self.size, btc),
            self._pool("ETH short 5x", "eth", ETH_SIZE, eth),
            Pool("free, out of reach", "free", float(free[0]), free, np.zeros(END + 1)),
        )

    @cached_property
    def cross(self) -> Pool:
        """One pool: the sums."""
        equity = sum((pool.equity for pool in self.isolated), np.zeros(END + 1))
        need = sum((pool.need for pool in self.isolated), np.zeros(END + 1))
        return Pool("one pool: BTC long, ETH short and all the rest", "pool", float(self.deposit), equity, need)

    @staticmethod
    def _pool(name: str, role: str, size: float, price: Prices) -> Pool:
        need = formulas.maintenance(formulas.notional(size, price), RATE)
        return Pool(name, role, POSTED, formulas.equity(POSTED, size, ENTRY, price), need)

    @property
    def kept(self) -> tuple[float, float]:
        """What is left now, isolated and cross."""
        return sum(pool.left(self.now) for pool in self.isolated), self.cross.left(self.now)

    @property
    def lines(self) -> tuple[float, float]:
        """BTC prices at which the isolated long and the pool are liquidated; the second while ETH stays where it is."""
        eth = float(self.prices[1][self.now])
        other = float(formulas.pnl(ETH_SIZE, ENTRY, eth)), RATE * float(formulas.notional(ETH_SIZE, eth))
        return (
            float(formulas.liquidation_price(POSTED, self.size, ENTRY, RATE)),
            float(formulas.conditional_liquidation_price(self.deposit, self.size, ENTRY, RATE, 0, *other)),
        )

    @property
    def description(self) -> str:
        """Who has what, and why."""
        isolated, cross = self.kept
        btc, eth = (float(price[self.now]) for price in self.prices)
        ahead = "Both have the same."
        if round(isolated) != round(cross):
            who = "Isolated" if isolated > cross else "Cross"
            ahead = f"{who} has {abs(round(isolated) - round(cross))} more."
        tanks = described([pool.tank(self.now) for pool in (*self.isolated, self.cross)], _fine)
        return (
            f"Hour {self.now}: BTC {btc:.1f}, ETH {eth:.1f}. Isolated keeps {isolated:,.0f} of {self.deposit:,} USDT,"
            f" cross {cross:,.0f}. {ahead} {tanks}"
        )

    @property
    def table(self) -> pd.DataFrame:
        """Every pool in numbers."""
        pools = (*self.isolated, self.cross)
        rows = {
            "put in, USDT": [f"{pool.posted:,.0f}" for pool in pools],
            "left, USDT": [f"{pool.left(self.now):,.0f}" for pool in pools],
            "needs, USDT": [f"{pool.tank(self.now).need:.1f}" for pool in pools],
            "state": ["closed" if pool.closed(self.now) else "open" for pool in pools],
        }
        names = [*(f"isolated: {pool.name}" for pool in self.isolated), "cross: one pool"]
        table = pd.DataFrame(rows, index=pd.Index(names, name="pool"))
        isolated, cross = self.kept
        table.loc["isolated, all three"] = [f"{self.deposit:,}", f"{isolated:,.0f}", "", ""]
        table.loc["cross, all of it"] = [f"{self.deposit:,}", f"{cross:,.0f}", "", ""]
        return table


class Picture(Scene[Result]):
    """The prices above, the pools of both modes below."""

    def __init__(self) -> None:
        super().__init__(900, 540)
        self.path = PathPanel(self, (60, 285, 830, 245), HOURS, (35, 112), margin=215)
        self.left = TankRow(self, (14, 4, 500, 215), 3, words=_fine)
        self.right = TankRow(self, (548, 4, 340, 215), 1, words=_fine)

    def update(self, result: Result) -> None:
        """Show the account at its hour."""
        now, (btc, eth), (alone, pooled) = result.now, result.prices, result.lines
        levels = []
        if not result.isolated[0].closed(now) and alone > 0:
            levels.append(Level(alone, [f"isolated BTC closes at {alone:.2f}", f"isolated {alone:.2f}"]))
        if not result.cross.closed(now) and pooled > 0:
            levels.append(Level(pooled, [f"cross closes at BTC {pooled:.2f}", f"cross {pooled:.2f}"], "pool"))
        moments = [
            Moment(pool.death, float(price[pool.death]), words, pool.role)
            for pool, price, words in (
                (result.isolated[0], btc, ["isolated BTC closed", "BTC closed"]),
                (result.isolated[1], eth, ["isolated ETH closed", "ETH closed"]),
                (result.cross, btc, ["cross closed"]),
            )
            if pool.death is not None and pool.closed(now)
        ]
        self.path.show([Line(btc, ["BTC"]), Line(eth, ["ETH"], "eth")], now, levels, moments)
        isolated, cross = result.kept
        self.left.show(_title("Isolated", isolated, result.deposit), [pool.tank(now) for pool in result.isolated])
        self.right.show(_title("Cross", cross, result.deposit), [result.cross.tank(now)])


def _fine(value: float) -> str:
    """Return an amount in words, small ones with a decimal, so that what the pools need adds up.

    >>> _fine(5), _fine(2.5), _fine(327.4)
    ('5', '2.5', '327')
    """
    return f"{value:.1f}".removesuffix(".0") if 0 < value < FINE else amount(value)


def _title(mode: str, left: float, deposit: float) -> Sequence[str]:
    return [f"{mode}: {left:,.0f} left of {deposit:,} USDT", f"{mode}: {left:,.0f} left"]


def explorer() -> Explorer:
    """Return the explorer of the lesson, at the hour at which the fall ends."""
    return Explorer(
        Result,
        {
            "depth": slider("Depth of the crash", 18, 0, 60, 1, "{} %"),
            "speed": slider("Length of the fall", 8, 1, 24, 1, "{} h"),
            "leverage": slider("BTC leverage", 10, 1, 25, 1, "{}x"),
            "deposit": slider("Deposit", 400, 250, 1000, 50, "{:,} USDT"),
            "now": slider("Now", 20, 0, END, 1, "hour {}"),
        },
        Picture(),
    )


@dataclass(frozen=True)
class Market:
    """The two prices until an hour, before any account is opened."""

    hour: int

    @property
    def prices(self) -> tuple[Prices, Prices]:
        """BTC and ETH."""
        return crash(18, 8)

    @property
    def description(self) -> str:
        """What the prices did."""
        btc, eth = (float(price[self.hour]) for price in self.prices)
        low = float(self.prices[0][: self.hour + 1].min())
        return f"Hour {self.hour}: BTC {btc:.1f} USDT, ETH {eth:.1f} USDT. The lowest BTC price so far is {low:.1f}."

    @property
    def table(self) -> pd.DataFrame:
        """The prices at three hours."""
        hours = sorted({0, START, self.hour})
        rows = {f"hour {hour}": [f"{price[hour]:.1f}" for price in self.prices] for hour in hours}
        return pd.DataFrame(rows, index=pd.Index(["BTC", "ETH"], name="price in USDT"))


class MarketPicture(Scene[Market]):
    """The prices alone."""

    def __init__(self) -> None:
        super().__init__(900, 300)
        self.path = PathPanel(self, (60, 45, 830, 245), HOURS, (75, 108), margin=70)

    def update(self, result: Market) -> None:
        """Show prices until the hour."""
        btc, eth = result.prices
        self.path.show([Line(btc, ["BTC"]), Line(eth, ["ETH"], "eth")], result.hour)


def market() -> Frames:
    """Return the first plot of the course: one slider over two prices."""
    return Frames(Market, {"hour": slider("Now", END, 0, END, 1, "hour {}")}, MarketPicture())
