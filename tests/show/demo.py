"""A small explorer with everything an explorer has: the tests' own example, and a pattern for lessons."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.show import style
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene

ENTRY, COLLATERAL, RATE = 100.0, 100.0, 0.005
PRICES = np.linspace(50, 110, 61)


@dataclass(frozen=True)
class Result:
    """An isolated long seen over all prices."""

    leverage: float
    price: float

    @property
    def size(self) -> float:
        """Units bought."""
        return self.leverage * COLLATERAL / ENTRY

    @property
    def liquidation(self) -> float:
        """Where equity meets maintenance."""
        return float(formulas.liquidation_price(COLLATERAL, self.size, ENTRY, RATE))

    @property
    def equity(self) -> float:
        """Equity at the price now."""
        return float(formulas.equity(COLLATERAL, self.size, ENTRY, self.price))

    @property
    def description(self) -> str:
        """What the picture shows."""
        state = "closed" if self.price <= self.liquidation else "open"
        return (
            f"With {self.leverage:g}x leverage, {self.size:g} BTC bought at {ENTRY:g} are liquidated at "
            f"{self.liquidation:.2f}. At {self.price:g} the position is {state}, its equity is {self.equity:.1f}."
        )

    @property
    def table(self) -> pd.DataFrame:
        """The numbers of the picture."""
        values = [f"{self.size:g}", f"{self.liquidation:.2f}", f"{self.equity:.1f}"]
        return pd.DataFrame({"value": values}, index=["size (BTC)", "liquidation price", "equity"])


def model(leverage: float, price: float) -> Result:
    """Return what the controls lead to."""
    return Result(leverage, price)


class Picture(Scene[Result]):
    """Equity over price, with the liquidation price and the price now."""

    def __init__(self) -> None:
        super().__init__(900, 360)
        self.axes = self.panel(70, 50, 790, 260)
        self.axes.set_xlim(50, 110)
        self.axes.set_ylim(-100, 200)
        self.axes.set_xlabel("price (start = 100)")
        self.axes.set_ylabel("equity (USDT)")
        look = style.role("btc")
        self.title = self.animate(self.axes.set_title("", loc="left", fontsize=style.TITLE))
        self.line = self.animate(self.axes.plot([], [], color=look.color, lw=2.5)[0])
        self.now = self.animate(self.axes.plot([], [], color=look.color, marker=look.marker, ms=9)[0])
        self.closed = self.animate(self.axes.axvline(0, color=style.role("loss").color, ls=":", lw=2))

    def update(self, result: Result) -> None:
        """Move the moving parts to where `result` puts them."""
        self.line.set_data(PRICES, formulas.equity(COLLATERAL, result.size, ENTRY, PRICES))
        self.now.set_data([result.price], [result.equity])
        self.closed.set_xdata([result.liquidation] * 2)
        self.title.set_text(f"Liquidated at {result.liquidation:.2f}, equity now {result.equity:.1f}")


def explorer() -> Explorer:
    """Return the explorer."""
    return Explorer(
        model,
        {
            "leverage": slider("Leverage", 10, 1, 50, words="{}x"),
            "price": slider("Price now", 100.0, 50.0, 110.0, 0.5, words="{:.1f}"),
        },
        Picture(),
        presets={"careful": {"leverage": 2}, "bold": {"leverage": 40, "price": 99.0}},
    )
