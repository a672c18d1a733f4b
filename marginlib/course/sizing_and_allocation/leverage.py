"""How likely liquidation is at every leverage, and the collateral at which it has the chance of one percent.

The size of the position does not enter: a leverage says how much is behind a position, and not how large it is.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.probability import touch
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene
from marginlib.sizing import leverage_for

RATE, ASKED, YEAR = 0.005, 0.01, 365
CHANCES = (0.001, ASKED, 0.1)
LEVERAGES = np.geomspace(1, 100, 161)
LOWEST = 1e-4
SIDES = {"long": 1.0, "short": -1.0}


@dataclass(frozen=True)
class Result:
    """An isolated position at one leverage among all."""

    leverage: float
    volatility: float
    days: float
    side: str

    def chance(self, leverage: float | np.ndarray) -> np.ndarray:
        """Probability that a position with this leverage is liquidated within the days."""
        size = SIDES[self.side]
        level = formulas.liquidation_price(1 / np.asarray(leverage, dtype=float), size, 1.0, RATE)
        return np.asarray(touch(1.0, np.abs(level), self.volatility, self.days / YEAR, size=size))

    @cached_property
    def asked(self) -> float:
        """Leverage of one percent."""
        return self.leverage_of(ASKED)

    def leverage_of(self, chance: float) -> float:
        """Largest leverage with this probability of liquidation."""
        return leverage_for(chance, self.volatility, self.days / YEAR, RATE, size=SIDES[self.side])

    @property
    def headline(self) -> str:
        """The finding, with its numbers."""
        behind = f"{100 / self.asked:.1f} % of its value behind it"
        return f"For a chance of 1 %, put {behind}, so that it is at {self.asked:.2f}x"

    @property
    def span(self) -> str:
        """The days in words."""
        return "one day" if self.days == 1 else f"{self.days:g} days"

    @property
    def caption(self) -> str:
        """The chance at the leverage that is chosen."""
        chance = 100 * float(self.chance(self.leverage))
        return f"At {self.leverage:g}x it is liquidated within {self.span} in {chance:.2f} % of cases."

    @property
    def description(self) -> str:
        """What the picture shows."""
        return (
            f"{self.headline}. {self.caption} It is a {self.side} at a volatility of {100 * self.volatility:.0f} % a"
            f" year and a maintenance rate of {100 * RATE:g} %, watched all the time."
        )

    @property
    def table(self) -> pd.DataFrame:
        """Leverages for several probabilities, and how far the price may move."""
        leverages = [*(self.asked if one == ASKED else self.leverage_of(one) for one in CHANCES), self.leverage]
        size = SIDES[self.side]
        moves = [size * (1 - formulas.liquidation_price(1 / one, size, 1.0, RATE)) for one in leverages]
        return pd.DataFrame(
            {
                "leverage": [f"{one:.2f}x" for one in leverages],
                "room to liquidation": [f"{100 * move:.2f} %" for move in moves],
            },
            index=pd.Index(
                [f"{100 * chance:.2f} %" for chance in [*CHANCES, float(self.chance(self.leverage))]],
                name="liquidated with a chance of",
            ),
        )


def model(leverage: float = 10, volatility: float = 60, days: float = 7, side: str = "long") -> Result:
    """The position; `volatility` in percent a year."""
    return Result(leverage, volatility / 100, days, side)


class Picture(Scene[Result]):
    """Probability of liquidation over leverage, on logarithmic scales, with the one percent and the choice marked."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        self.axes = self.panel(90, 55, 680, 290)
        self.axes.set_xscale("log")
        self.axes.set_yscale("log")
        self.axes.set_xlim(1, 100)
        self.axes.set_ylim(LOWEST, 1.3)
        ticks = (1, 2, 5, 10, 20, 50, 100)
        self.axes.set_xticks(ticks, [f"{one}x" for one in ticks], minor=False)
        self.axes.set_xticks([], minor=True)
        chances = (0.0001, 0.001, ASKED, 0.1, 1.0)
        self.axes.set_yticks(chances, ["0.01 %", "0.1 %", "1 %", "10 %", "100 %"], minor=False)
        self.axes.set_yticks([], minor=True)
        self.axes.set_xlabel("leverage")
        self.axes.set_ylabel("chance of liquidation")
        need, look = style.role("need"), style.role("btc")
        self.axes.axhline(ASKED, color=need.color, ls=need.line, lw=1.5)
        add, plot = self.animate, self.axes.plot
        self.title = add(self.axes.set_title("", loc="left", fontsize=style.TITLE, weight="bold"))
        self.line = add(plot([], [], color=look.color, lw=2.5)[0])
        self.drop = add(plot([], [], color=need.color, ls=need.line, lw=1.5)[0])
        self.marks = [
            add(plot([], [], color=role.color, marker=marker, ms=10, ls="", mec=style.WHITE)[0])
            for role, marker in ((need, "D"), (look, look.marker))
        ]
        text: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        self.need = add(self.axes.text(104, ASKED, "", color=need.ink, va="center", **text))
        self.label = add(self.axes.text(1, 1, "", color=look.ink, va="center", **text))

    def update(self, result: Result) -> None:
        """Move the curve, both marks and their labels."""
        self.line.set_data(LEVERAGES, np.maximum(result.chance(LEVERAGES), LOWEST / 10))
        chance = float(result.chance(result.leverage))
        shown = max(chance, LOWEST)
        for mark, leverage, height in zip(self.marks, (result.asked, result.leverage), (ASKED, shown), strict=True):
            mark.set_data([leverage], [height])
        self.need.set_text(f"1 % at {result.asked:.2f}x")
        self.label.set_text(f"{result.leverage:g}x: {100 * chance:.2f} %")
        self.label.set_position((result.leverage * 1.08, max(shown / 1.5, LOWEST * 1.6)))
        self.drop.set_data([result.asked] * 2, [LOWEST, ASKED])
        self.title.set_text(result.headline)


def explorer() -> Explorer:
    """The explorer of sizes: leverage, volatility, days and side."""
    controls = {
        "leverage": slider("Leverage", 10, 1, 50, words="{}x"),
        "volatility": slider("Volatility a year", 60, 20, 150, 5, words="{} %"),
        "days": slider("Days", 7, 1, 30),
        "side": choice("Side", list(SIDES)),
    }
    presets = {
        "one percent within a week": {"leverage": 5, "volatility": 60, "days": 7},
        "a month at 90 %": {"leverage": 10, "volatility": 90, "days": 30},
    }
    return Explorer(model, controls, Picture(), presets)
