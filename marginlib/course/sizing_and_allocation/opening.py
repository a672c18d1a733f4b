"""The opening scene of lesson 06: Eve adds collateral, Max sells half, and then a week passes.

Until day 0 money and coins move. From then on each picture says what may have happened by that day: the hatched part of
a tank is the chance that it is closed by then, and the curves are chances to have lost more than so much.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from marginlib.course.sizing_and_allocation.account import ADDED, CALM, POSTED, UNITS, YEAR, Prices, long
from marginlib.passage import touch
from marginlib.position import Position
from marginlib.show import style
from marginlib.show.labels import percent
from marginlib.show.scene import Scene
from marginlib.show.tanks import Flow, Tank, TankRow
from marginlib.sizing import loses_more

BEGIN, STOP, END, STEP = -1.0, 0.0, 7.0, 0.1  # days; money and coins move before day 0
FREE = 200.0
LOSSES = np.append(np.arange(0.0, 200.0, 4.0), np.nextafter([POSTED, POSTED + ADDED], 0))
LOSSES.sort()


@dataclass(frozen=True)
class Trader:
    """One long and the free money of its owner, on some day; `done` is how much of the change has been made."""

    name: str
    units: float
    posted: float
    free: float
    day: float

    @property
    def position(self) -> Position:
        """The long."""
        return long(self.units, self.posted)

    @cached_property
    def closed(self) -> float:
        """Probability that it is closed by this day."""
        if self.day <= 0:
            return 0.0
        return float(touch(100.0, self.position.liquidation_price, CALM, self.day / YEAR, size=self.units))

    @cached_property
    def losing(self) -> Prices:
        """Probability to have lost more than each of LOSSES by this day."""
        if self.day <= 0:
            return np.zeros_like(LOSSES)
        return np.asarray(loses_more(self.position, LOSSES, CALM, self.day / YEAR))

    @property
    def lost(self) -> float:
        """Probability to have lost more than the 100 USDT that were behind it at first."""
        return float(loses_more(self.position, POSTED, CALM, self.day / YEAR)) if self.day > 0 else 0.0

    @property
    def words(self) -> str:
        """What is seen of it."""
        seen = f"{self.name} has {self.units:g} coins, {self.posted:.0f} USDT behind them and {self.free:.0f} free"
        if self.day <= 0:
            return f"{seen}."
        ends = f"closed in {percent(self.closed)}, more than {POSTED:.0f} lost in {percent(self.lost)}"
        return f"{seen}: {ends}."


@dataclass(frozen=True)
class Result:
    """Eve and Max on the day `now`, and the long that both had at first."""

    now: float = BEGIN

    @property
    def done(self) -> float:
        """How much of the change is made, 0 to 1."""
        return min(max(self.now - BEGIN, 0.0), 1.0)

    @cached_property
    def eve(self) -> Trader:
        """She moves 100 of her 200 free USDT behind her long."""
        moved = ADDED * self.done
        return Trader("Eve", UNITS, POSTED + moved, FREE - moved, self.now)

    @cached_property
    def max(self) -> Trader:
        """He sells half of his coins at the price that he paid."""
        return Trader("Max", round(UNITS * (1 - self.done / 2), 2), POSTED, FREE, self.now)

    @cached_property
    def unchanged(self) -> Trader:
        """The long as both had it."""
        return Trader("As it was", UNITS, POSTED, FREE, self.now)

    @property
    def headline(self) -> str:
        """What happens now."""
        if self.now <= BEGIN:
            return "Eve and Max have the same: ten coins worth 1,000 USDT, and 100 USDT behind them"
        if self.now < STOP:
            return "Eve adds 100 USDT, and Max sells half of his coins"
        if self.now == STOP:
            return "Both are at 5x now, and a week begins"
        eve, other = percent(self.eve.lost), percent(self.max.lost)
        return f"Day {self.now:.0f}: more than 100 USDT are lost by Eve in {eve}, by Max in {other}"

    @property
    def caption(self) -> str:
        """The same in a sentence."""
        if self.now <= STOP:
            return f"{self.headline}."
        return (
            f"Eve is closed in {percent(self.eve.closed)} by now, and Max in {percent(self.max.closed)}; without a "
            f"change it would be {percent(self.unchanged.closed)}."
        )

    @property
    def description(self) -> str:
        """The picture in words."""
        return f"{self.headline}. {self.eve.words} {self.max.words}"

    @property
    def table(self) -> pd.DataFrame:
        """All three in numbers."""
        everyone = (self.unchanged, self.eve, self.max)
        rows = {
            "coins": [f"{one.units:g}" for one in everyone],
            "behind them, USDT": [f"{one.posted:.0f}" for one in everyone],
            "free, USDT": [f"{one.free:.0f}" for one in everyone],
        }
        if self.now > STOP:
            rows["closed by now"] = [f"{one.closed:.1%}" for one in everyone]
            rows["lost more than 100"] = [f"{one.lost:.1%}" for one in everyone]
        return pd.DataFrame(rows, index=pd.Index([one.name for one in everyone], name="long"))


class Picture(Scene[Result]):
    """The tanks of both above, and below the chance to have lost more than so much."""

    def __init__(self) -> None:
        super().__init__(900, 410)
        top = self.panel(14, 384, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold"))
        places = {"eve": (14, 180, 420, 204), "max": (466, 180, 420, 204)}
        self.tanks = {name: TankRow(self, at, 2, full=2.2, lanes=1, scale=1.25) for name, at in places.items()}
        self.axes = self.panel(60, 48, 690, 112)
        self.axes.set_xlim(0, 220)
        self.axes.set_ylim(0, 0.5)
        self.axes.set_yticks([0, 0.25, 0.5], ["0 %", "25 %", "50 %"])
        self.axes.set_xticks(range(0, 221, 50))
        self.axes.set_xlabel("x, USDT")
        self.axes.set_title("Chance to have lost more than x", loc="left", fontsize=style.SMALL)
        looks = {"As it was": ("market", 1.5), "Max": ("third", 3.0), "Eve": ("plain", 2.5)}
        self.curves = {}
        for place, (name, (role, width)) in enumerate(looks.items()):
            look = style.role(role)
            line = "-" if name == "Eve" else look.line
            self.curves[name] = self.animate(self.axes.plot([], [], color=look.color, ls=line, lw=width)[0])
            height = 0.28 + 0.2 * place
            self.axes.plot([1.02, 1.06], [height] * 2, color=look.color, ls=line, lw=width,
                           transform=self.axes.transAxes, clip_on=False)  # fmt: skip
            self.axes.text(1.075, height, name, color=look.ink, fontsize=style.SMALL, va="center",
                           transform=self.axes.transAxes)  # fmt: skip

    def update(self, result: Result) -> None:
        """Show the day."""
        self.title.set_text(result.headline)
        for name, trader in (("eve", result.eve), ("max", result.max)):
            coins = f"long of {trader.units:g} BTC"
            chance = trader.closed if trader.day > 0 else None
            tanks = [Tank(coins, trader.posted, trader.posted, role="btc", chance=chance)]
            tanks.append(Tank("free", trader.free, trader.free, role="free"))
            moving = name == "eve" and BEGIN < result.now <= STOP
            flows = [Flow(1, 0, f"{ADDED * result.done:.0f} USDT")] if moving else []
            self.tanks[name].show([trader.name], tanks, flows)
        for trader in (result.unchanged, result.max, result.eve):
            seen = trader.posted > LOSSES
            x, y = LOSSES[seen], trader.losing[seen]
            self.curves[trader.name].set_data([*x, trader.posted, 220.0], [*y, 0.0, 0.0])


def day(now: float) -> str:
    """The value of the slider in words.

    >>> day(-0.5), day(3.0)
    ('50 % moved', 'day 3')
    """
    return f"{now - BEGIN:.0%} moved".replace("%", " %") if now < STOP else f"day {now:g}"
