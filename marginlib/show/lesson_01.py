"""Lesson 01: two traders with the same position, one at 5x and one at a leverage of your choice."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.show import style
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene

SIZE, ENTRY, RATE, CAREFUL = 10.0, 100.0, 0.005, 5
LOW, HIGH = 75.0, 125.0
PRICES = np.linspace(LOW, HIGH, 201)


@dataclass(frozen=True)
class Trader:
    """A long of 10 units from 100 at some leverage, followed until it is closed."""

    leverage: float
    price: float

    @property
    def collateral(self) -> float:
        """Posted at the start."""
        return float(formulas.initial_margin(formulas.notional(SIZE, ENTRY), self.leverage))

    @property
    def liquidation(self) -> float:
        """Price at which it is closed."""
        return float(formulas.liquidation_price(self.collateral, SIZE, ENTRY, RATE))

    @property
    def closed(self) -> bool:
        """Whether it is closed at the price now."""
        return self.price < self.liquidation

    @property
    def equity(self) -> float:
        """Collateral and profit or loss at the price now, were it still open."""
        return float(formulas.equity(self.collateral, SIZE, ENTRY, self.price))

    def column(self) -> list[str]:
        """What the table says of it."""
        start = [f"{self.collateral:,.2f}", f"{self.liquidation:.2f}"]
        if self.closed:
            return [*start, "closed", *["-"] * 6]
        notional = formulas.notional(SIZE, self.price)
        need = formulas.maintenance(notional, RATE)
        health = formulas.health_factor(notional, 1 - RATE, notional - self.equity) if notional > self.equity else None
        return [
            *start,
            f"{formulas.pnl(SIZE, ENTRY, self.price):+,.2f}",
            f"{self.equity:,.2f}",
            f"{need:.2f}",
            f"{formulas.maintenance_ratio(self.equity, need):.1%}",
            f"{formulas.margin_level(self.equity, need):.1%}",
            f"{formulas.margin_fraction(self.equity, notional):.2%}",
            "no debt" if health is None else f"{health:.3f}",
        ]


ROWS = (
    "collateral posted, USDT",
    "liquidation price, USDT",
    "profit or loss, USDT",
    "equity, USDT",
    "maintenance margin, USDT",
    "maintenance / equity: closed at 100 % or more",
    "equity / maintenance: closed at 100 % or less",
    "equity / notional: closed below 0.5 %",
    "health factor: closed below 1",
)


@dataclass(frozen=True)
class Pair:
    """Both traders at one price."""

    leverage: float
    price: float

    @property
    def careful(self) -> Trader:
        """The one at 5x."""
        return Trader(CAREFUL, self.price)

    @property
    def bold(self) -> Trader:
        """The one at the leverage chosen."""
        return Trader(self.leverage, self.price)

    @property
    def profit(self) -> float:
        """Profit or loss of the position at the price now."""
        return float(formulas.pnl(SIZE, ENTRY, self.price))

    @property
    def headline(self) -> str:
        """The finding, with its number."""
        if self.bold.closed:
            return f"At {self.price:g} the {self.leverage:g}x trader is closed: at {self.bold.liquidation:.2f}"
        return f"At {self.price:g} both have earned {self.profit:+,.0f}: leverage changed nothing in that"

    @property
    def description(self) -> str:
        """What the picture shows."""
        first = f"Both hold 10 units from 100. The 5x trader posted {self.careful.collateral:,.0f} USDT"
        second = f"the {self.leverage:g}x trader {self.bold.collateral:,.0f}."
        third = f"Without a liquidation the profit or loss at {self.price:g} is {self.profit:+,.0f} for each."
        fourth = f"They are closed at {self.careful.liquidation:.2f} and {self.bold.liquidation:.2f}."
        return f"{first}, {second} {third} {fourth}"

    @property
    def table(self) -> pd.DataFrame:
        """The same in numbers, with the margin ratio in four conventions."""
        columns = {"5x trader": self.careful.column(), f"{self.leverage:g}x trader": self.bold.column()}
        if self.leverage == CAREFUL:
            columns = {"5x trader": self.careful.column(), "the other, 5x too": self.bold.column()}
        return pd.DataFrame(columns, index=pd.Index(ROWS, name="at the price now"))


class Picture(Scene[Pair]):
    """Equity of both against the price: two parallel lines, each ending where its trader is closed."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        axes = self.panel(70, 55, 700, 290)
        axes.set_xlim(LOW, HIGH)
        axes.set_ylim(-20, 480)
        axes.set_xlabel("price, USDT")
        axes.set_ylabel("equity, USDT")
        axes.axvline(ENTRY, color=style.GREY, lw=1)
        axes.text(ENTRY + 0.4, 455, "entry", fontsize=style.SMALL, color=style.role("market").ink)
        self.title = self.animate(axes.set_title("", loc="left", fontsize=style.TITLE))
        self.now = self.animate(axes.axvline(ENTRY, color=style.BLACK, lw=1.5))
        self.lines, self.ends, self.labels = [], [], []
        for name in ("btc", "eth"):
            look = style.role(name)
            self.lines.append(self.animate(axes.plot([], [], color=look.color, ls=look.line, lw=2.5)[0]))
            self.ends.append(self.animate(axes.plot([], [], color=look.color, marker="X", ms=10, ls="")[0]))
            label = axes.text(HIGH + 0.6, 0, "", fontsize=style.SMALL, color=look.ink, va="center", clip_on=False)
            self.labels.append(self.animate(label))

    def update(self, result: Pair) -> None:
        """Move both lines, their ends and the price now."""
        ends = []
        for trader, line, end in zip((result.careful, result.bold), self.lines, self.ends, strict=True):
            alive = PRICES[trader.liquidation <= PRICES]
            line.set_data(alive, formulas.equity(trader.collateral, SIZE, ENTRY, alive))
            last = formulas.equity(trader.collateral, SIZE, ENTRY, trader.liquidation)
            end.set_data([trader.liquidation], [last])
            ends.append(min(formulas.equity(trader.collateral, SIZE, ENTRY, HIGH), 465.0))
        apart = 34.0
        if abs(ends[0] - ends[1]) < apart:
            ends[1] = ends[0] - apart
        for label, height, text in zip(self.labels, ends, ("5x trader", f"{result.leverage:g}x trader"), strict=True):
            label.set_position((HIGH + 0.6, height))
            label.set_text(text)
        self.now.set_xdata([result.price] * 2)
        self.title.set_text(result.headline)


def explorer() -> Explorer:
    """The explorer of lesson 01: leverage of the second trader, and the price now."""
    controls = {
        "leverage": slider("Leverage of the other", 50, 4, 100, words="{}x"),
        "price": slider("Price now, USDT", 99.0, 76.0, 124.0, 0.5, words="{:g}"),
    }
    return Explorer(Pair, controls, Picture())
