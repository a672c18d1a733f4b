"""A stress day hour by hour, and the same long watched in two ways: by the lows, and by the closes only."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection

from marginlib.paths import Candles, stress_day, stress_days, touches
from marginlib.position import Position
from marginlib.schedules import FlatRate
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

RATE, DAY, LEVERAGE = 0.005, "2025-10-10", 10
HEIGHT = 310


@dataclass(frozen=True)
class Result:
    """A long of one unit from the open of the first hour."""

    day: str
    leverage: float
    seed: int

    @cached_property
    def candles(self) -> Candles:
        """The hours of the day."""
        return stress_day(self.day, seed=self.seed)

    @cached_property
    def position(self) -> Position:
        """The long."""
        return Position.opened(1.0, float(self.candles.open[0]), self.leverage, FlatRate(RATE))

    @cached_property
    def liquidation(self) -> float:
        """Its liquidation price."""
        return float(self.position.liquidation_price)

    @cached_property
    def by_lows(self) -> int | None:
        """The hour in which lows liquidate it."""
        return touches(self.candles, self.liquidation, 1.0)

    @cached_property
    def by_closes(self) -> int | None:
        """The hour at whose close an engine that sees closes only liquidates it."""
        close = self.candles.close
        return touches(Candles(self.candles.time, close, close, close, close), self.liquidation, 1.0)

    def when(self, hour: int | None) -> str:
        """Month, day and hour in UTC of a candle, in words."""
        return "never" if hour is None else f"{self.candles.time[hour]}"[5:16].replace("T", " ")

    @property
    def headline(self) -> str:
        """The finding, with its numbers."""
        who = f"{self.leverage:g}x long from {self.candles.open[0]:,.0f}"
        if self.by_lows is None:
            return f"{who}: never liquidated, by lows or by closes"
        if self.by_lows == self.by_closes:
            return f"{who}: lows and closes both liquidate it in the hour of {self.when(self.by_lows)}"
        if self.by_closes is None:
            return f"{who}: the lows liquidate it, the closes never do"
        return f"{who}: the closes see its liquidation {self.by_closes - self.by_lows} h after the lows"

    @property
    def caption(self) -> str:
        """How far apart a look at the lows and one at the closes are."""
        low, close = self.candles.low.min(), self.candles.close.min()
        return f"The lowest price of the day was {low:,.0f} USDT, and no hour closed below {close:,.0f}."

    @property
    def description(self) -> str:
        """What the picture shows."""
        candles, made_up = self.candles, int((~self.candles.cited).sum())
        return (
            f"{self.day}. {self.headline}. Its liquidation price is {self.liquidation:,.2f}; the lowest price is "
            f"{candles.low.min():,.2f}, the lowest close {candles.close.min():,.2f}. Liquidated by lows: "
            f"{self.when(self.by_lows)}, by closes: {self.when(self.by_closes)}. {made_up} of {len(candles)} hours "
            f"are made up, in part or in full (grey)."
        )

    @property
    def table(self) -> pd.DataFrame:
        """The same in numbers, for both ways to watch."""
        candles, seen = self.candles, (self.candles.low, self.candles.close)
        last = float(candles.close[-1])
        prices = [
            last if self.by_lows is None else self.liquidation,
            last if self.by_closes is None else float(candles.close[self.by_closes]),
        ]
        rows = {
            "liquidation price, USDT": [f"{self.liquidation:,.2f}"] * 2,
            "lowest price it sees, USDT": [f"{column.min():,.2f}" for column in seen],
            "liquidated (UTC)": [self.when(hour) for hour in self.hours],
            "at, or last price, USDT": [f"{price:,.2f}" for price in prices],
            "collateral posted, USDT": [f"{self.position.collateral:,.2f}"] * 2,
            "equity there, USDT": [f"{self.position.equity(price):+,.2f}" for price in prices],
        }
        return pd.DataFrame(rows, index=pd.Index(["watched by lows", "watched by closes"], name=self.day)).T

    @property
    def hours(self) -> tuple[int | None, int | None]:
        """When it is liquidated, by lows and by closes."""
        return self.by_lows, self.by_closes


def model(day: str = DAY, leverage: float = LEVERAGE, seed: int = 0) -> Result:
    """The long on that day."""
    return Result(day, leverage, seed)


class Picture(Scene[Result]):
    """Candles with the closes joined by a line, the liquidation price, and a cross where each watch closes the long."""

    def __init__(self) -> None:
        super().__init__(900, 420)
        self.axes = self.panel(96, 55, 624, HEIGHT)
        self.axes.set_xlabel("hours since the position was opened")
        self.axes.set_ylabel("price, USDT")
        self.side = self.panel(720, 55, 180, HEIGHT, frame=False)
        add, plot = self.animate, self.axes.plot
        self.axes.yaxis.set_major_formatter("{x:,.0f}")
        self.title = add(self.axes.set_title("", loc="left", fontsize=style.TITLE, weight="bold"))
        self.side.text(14, HEIGHT, "grey: made up", fontsize=style.SMALL, color=style.role("market").ink, va="top")
        self.wicks = add(self.axes.add_collection(LineCollection([], linewidths=1.6)))
        self.bodies = add(self.axes.add_collection(LineCollection([], linewidths=7.0)))
        plain, loss = style.role("plain"), style.role("loss")
        self.closes = add(plot([], [], color=plain.color, ls=":", lw=1.2, marker=".", ms=7)[0])
        self.level = add(plot([], [], color=loss.color, ls=loss.line, lw=2)[0])
        self.crosses = [
            add(plot([], [], marker=marker, ms=12, mec=style.WHITE, color=color, ls="", clip_on=False)[0])
            for marker, color in ((loss.marker, loss.color), ("s", plain.color))
        ]
        inks = (loss.ink, loss.ink, plain.ink, style.role("market").ink)
        self.labels = [
            add(self.side.text(14, 0, "", fontsize=style.SMALL, color=ink, va="center", parse_math=False))
            for ink in inks
        ]
        self.shown = ""

    def update(self, result: Result) -> None:
        """Draw the day; another day has other axes."""
        candles, hours = result.candles, result.candles.hours + 0.5
        if result.day != self.shown:
            low, high = candles.low.min(), candles.high.max()
            self.axes.set_xlim(0, len(candles))
            self.axes.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
            self.shown = result.day
            self.invalidate()
        known, made_up = style.role("btc").color, style.mixed(style.GREY, 0.6)
        colors = [known if cited else made_up for cited in candles.cited]
        for lines, lower, upper in (
            (self.wicks, candles.low, candles.high),
            (self.bodies, candles.open, candles.close),
        ):
            lines.set_segments(np.stack([np.stack([hours, lower], axis=1), np.stack([hours, upper], axis=1)], axis=1))
            lines.set_color(colors)
        self.closes.set_data(hours + 0.5, candles.close)
        self.level.set_data([0, len(candles)], [result.liquidation] * 2)
        by_lows, by_closes = ([] if hour is None else [hour] for hour in result.hours)
        self.crosses[0].set_data(hours[by_lows], [result.liquidation] * len(by_lows))
        self.crosses[1].set_data(hours[by_closes] + 0.5, candles.close[by_closes])
        self._label(result)
        self.title.set_text(result.headline)

    def _label(self, result: Result) -> None:
        low, high = self.axes.get_ylim()
        candles = result.candles
        texts = {
            f"liquidation {result.liquidation:,.0f}": result.liquidation,
            f"× lows: {result.when(result.by_lows)}": result.liquidation,
            f"■ closes: {result.when(result.by_closes)}": float(candles.close[-1]),
            f"last low {candles.low[-1]:,.0f}": float(candles.low[-1]),
        }
        wanted = [min(max((price - low) / (high - low), 0.0), 1.0) * HEIGHT for price in texts.values()]
        for label, text, centre in zip(self.labels, texts, spread(wanted, [18.0] * 4, 0, HEIGHT - 20), strict=True):
            label.set_text(text)
            label.set_y(centre)


def explorer() -> Explorer:
    """The explorer of the stress days: day, leverage, and the seed of what is made up."""
    controls = {
        "day": choice("Stress day", stress_days(), DAY),
        "leverage": slider("Leverage", LEVERAGE, 2, 50, words="{}x"),
        "seed": slider("Made-up hours, version", 0, 0, 20),
    }
    presets = {
        "the closes never know": {"day": DAY, "leverage": LEVERAGE},
        "both know, hours apart": {"day": "2020-03-12", "leverage": 3},
    }
    return Explorer(model, controls, Picture(), presets)
