"""Lesson 01: the picture and the explorer of two traders with the same position."""

import numpy as np

from marginlib import formulas
from marginlib.course.leverage_and_margin.model import ENTRY, SIZE, Pair
from marginlib.show import style
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene
from marginlib.show.tanks import TankRow

LOW, HIGH = 75.0, 125.0
PRICES = np.linspace(LOW, HIGH, 201)
ROLES = ("btc", "eth")  # the colours of the two traders


class Picture(Scene[Pair]):
    """Equity of both against the price, two parallel lines that end where a trader is closed; beside them, tanks."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        axes = self.panel(60, 55, 410, 290)
        axes.set_xlim(LOW, HIGH)
        axes.set_ylim(-20, 520)
        axes.set_xlabel("price, USDT")
        axes.set_ylabel("equity, USDT")
        axes.axvline(ENTRY, color=style.GREY, lw=1)
        axes.set_xticks([80, 90, 100, 110, 120], ["80", "90", "entry 100", "110", "120"])
        self.title = self.animate(axes.set_title("", loc="left", fontsize=style.TITLE))
        self.now = self.animate(axes.axvline(ENTRY, color=style.BLACK, lw=1.5))
        self.lines, self.ends, self.labels = [], [], []
        for name in ROLES:
            look = style.role(name)
            self.lines.append(self.animate(axes.plot([], [], color=look.color, ls=look.line, lw=2.5)[0]))
            self.ends.append(self.animate(axes.plot([], [], color=look.color, marker="X", ms=10, ls="")[0]))
            label = axes.text(HIGH + 0.8, 0, "", fontsize=style.SMALL, color=look.ink, va="center", clip_on=False)
            self.labels.append(self.animate(label))
        self.tanks = TankRow(self, (590, 0, 300, 345), 2)

    def update(self, result: Pair) -> None:
        """Move both lines, their ends, the price now and the tanks."""
        traders = (result.careful, result.bold)
        for trader, line, end in zip(traders, self.lines, self.ends, strict=True):
            alive = np.append(trader.liquidation, PRICES[trader.liquidation < PRICES])
            equity = formulas.equity(trader.collateral, SIZE, ENTRY, alive)
            line.set_data(alive, equity)
            end.set_data(alive[:1], equity[:1])
        heights = [float(formulas.equity(trader.collateral, SIZE, ENTRY, HIGH)) for trader in traders]
        for label, height, trader in zip(self.labels, spread(heights, [34, 34], -20, 520), traders, strict=True):
            label.set_position((HIGH + 0.8, height))
            label.set_text(f"{trader.leverage:g}x trader")
        self.now.set_xdata([result.price] * 2)
        self.title.set_text(result.headline)
        self.tanks.show(["Equity now"], [trader.tank(name) for trader, name in zip(traders, ROLES, strict=True)])


def explorer() -> Explorer:
    """The explorer of lesson 01: leverage of the second trader, and the price now."""
    controls = {
        "leverage": slider("Other leverage", 50, 4, 100, words="{}x"),
        "price": slider("Price now, USDT", 99.0, 76.0, 124.0, 0.5, words="{:g}"),
    }
    return Explorer(Pair, controls, Picture())
