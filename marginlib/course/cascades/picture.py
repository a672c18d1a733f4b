"""One shock to the end of its cascade: tanks going down one after another, and the price against the shock."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.cascade import Fallen, Ladder, amplification, measured_branching
from marginlib.show import style
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene
from marginlib.show.tanks import Tank, TankRow

START, RATE, ACCOUNTS, DEEPEST = 100.0, 0.005, 400, 20.0
DENSITY = ACCOUNTS / DEEPEST  # accounts of one unit liquidated for each unit of price
TRIGGERS = START - (np.arange(ACCOUNTS) + 0.5) / DENSITY
COLLATERAL = START - (1 - RATE) * TRIGGERS  # what makes a long from 100 be liquidated there
GROUPS = np.arange(ACCOUNTS) * 4 // ACCOUNTS
HIGHEST = 35.0  # percent
SHOCKS = np.linspace(0, 10, 201)


@dataclass(frozen=True)
class Result:
    """400 longs of one unit from 100, liquidated evenly between 100 and 80, after a shock in percent."""

    shock: float
    ratio: float

    @cached_property
    def ladder(self) -> Ladder:
        """The longs in the order in which they fall, in a market as thin as the branching ratio says."""
        return Ladder(TRIGGERS, np.ones(ACCOUNTS), lambda closed: closed * self.ratio / DENSITY)

    @cached_property
    def end(self) -> Fallen:
        """Where the cascade ends."""
        return self.ladder.shock(START - self.shock)

    @property
    def fall(self) -> float:
        """How far the price falls in all, in percent of the start."""
        return START - self.end.price

    @property
    def falls(self) -> np.ndarray:
        """How far it falls for every shock."""
        return np.array([START - self.ladder.shock(START - shock).price for shock in SHOCKS.tolist()])

    @property
    def closed_form(self) -> float:
        """How far it would fall with liquidations spread evenly and without end; infinite from a ratio of 1."""
        return self.shock * float(amplification(self.ratio)) if self.ratio < 1 else np.inf

    @property
    def tanks(self) -> list[Tank]:
        """Four groups of accounts by liquidation price; the level is what those still open have."""
        still_open = np.arange(ACCOUNTS) >= self.end.number
        equity = np.maximum(formulas.equity(COLLATERAL, 1.0, START, self.end.price), 0) * still_open
        tanks = []
        for group in range(4):
            here = group == GROUPS
            posted = float(COLLATERAL[here].sum())
            closed = not still_open[here].any()
            name = f"{START - 5 * (group + 1):g} to {START - 5 * group:g}"
            level, lost = float(equity[here].sum()), posted if closed else 0.0
            tanks.append(Tank(name, posted, level, role="btc", closed=closed, lost=lost))
        return tanks

    @property
    def headline(self) -> str:
        """The finding, with its number."""
        return f"A shock of {self.shock:g} % ends at {self.fall:.1f} %: {self.end.number} of {ACCOUNTS} are closed"

    @property
    def description(self) -> str:
        """What the picture shows."""
        measured = measured_branching(self.shock, self.fall)
        second = f"Of the fall, {measured:.0%} was made by liquidations."
        if self.ratio < 1:
            third = f"At a branching ratio of {self.ratio:g} the closed form says {self.closed_form:.1f} %."
        else:
            third = f"At a branching ratio of {self.ratio:g} each liquidation causes another until nobody is left."
        return f"{self.headline}. {second} {third}"

    @property
    def table(self) -> pd.DataFrame:
        """The numbers of the picture."""
        rows = {
            "shock": f"{self.shock:g} %",
            "fall at the end": f"{self.fall:.2f} %",
            "closed form": f"{self.closed_form:.2f} %" if self.ratio < 1 else "no end",
            "branching ratio": f"{self.ratio:g}",
            "branching ratio measured": f"{measured_branching(self.shock, self.fall):.3f}",
            "accounts closed": f"{self.end.number} of {ACCOUNTS}",
        }
        return pd.DataFrame({"value": rows.values()}, index=pd.Index(rows, name="the cascade"))


class Picture(Scene[Result]):
    """Fall at the end over the shock, with and without a cascade; beside it the accounts as tanks."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        axes = self.panel(55, 55, 270, 290)
        axes.set_xlim(0, 10)
        axes.set_ylim(0, HIGHEST)
        axes.set_xlabel("shock, % of the price")
        axes.set_ylabel("fall at the end, %")
        axes.plot([0, 10], [0, 10], color=style.GREY, lw=1.5, ls=style.role("free").line)
        self.title = self.animate(axes.set_title("", loc="left", fontsize=style.TITLE))
        self.form = self.animate(axes.plot([], [], color=style.role("pool").color, ls=style.role("pool").line, lw=2)[0])
        self.line = self.animate(axes.plot([], [], color=style.role("loss").color, lw=3)[0])
        self.now = self.animate(axes.plot([], [], color=style.BLACK, marker="o", ms=9, ls="")[0])
        inks = (style.role("market").ink, style.role("pool").ink, style.role("loss").ink)
        self.labels = [
            self.animate(axes.text(10.15, 0, "", fontsize=style.SMALL, color=ink, va="center", clip_on=False))
            for ink in inks
        ]
        self.tanks = TankRow(self, (445, 0, 450, 330), 4)

    def update(self, result: Result) -> None:
        """Move the curves, the shock now, their labels and the tanks."""
        falls = result.falls
        self.line.set_data(SHOCKS, falls)
        self.now.set_data([result.shock], [result.fall])
        slope = float(amplification(result.ratio)) if result.ratio < 1 else np.nan
        edge = min(10.0, HIGHEST / slope)
        self.form.set_data([0, edge], [0, edge * slope])
        wanted = [10.0, min(HIGHEST, 10 * slope), falls[-1]]
        texts = ["the shock alone", "closed form" if result.ratio < 1 else "", "with a cascade"]
        for label, place, text in zip(self.labels, spread(wanted, [2.4] * 3, 0, HIGHEST), texts, strict=True):
            label.set_position((10.15, place))
            label.set_text(text)
        self.title.set_text(result.headline)
        self.tanks.show(["USDT left, by liquidation price", "USDT left"], result.tanks)


def explorer() -> Explorer:
    """The explorer of cascades: depth of the shock, and the branching ratio."""
    controls = {
        "shock": slider("Shock, %", 3.0, 0.5, 10.0, 0.5),
        "ratio": slider("Branching ratio", 0.5, 0.0, 1.2, 0.05, words="{:.2f}"),
    }
    presets = {"no impact": {"ratio": 0.0}, "near the critical point": {"ratio": 0.95, "shock": 1.0}}
    return Explorer(Result, controls, Picture(), presets)
