"""One price that falls on one venue only, and the accounts it liquidates: USDe on Binance, 10 October 2025.

Cited are 0.8955 at 21:15, the low of 0.65 at 21:54 and 0.96 at 22:15 (UTC), and the prices outside, which stayed
between 0.9999 and 1.0059 on Uniswap (reports on Curve say 0.90 or more: "outside" is not one price either). What lies
between is made up, and so are the fifty accounts and the threshold at which each is liquidated.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from marginlib import oracle
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.price_path import Line, Moment, PathPanel
from marginlib.show.scene import Scene

MINUTES = np.arange(91.0)
CITED = {0: 1.0, 15: 0.8955, 54: 0.65, 75: 0.96, 90: 0.96}
LOW = 0.65
OUTSIDE = np.linspace(1.0059, 0.9999, len(MINUTES))
THRESHOLD = 0.9  # made up: a loan is liquidated when it is worth more than this part of its collateral
LOANS = np.arange(40, 90) / 100
LEVELS = LOANS / THRESHOLD
SOURCES = 3
RULES = {
    "the venue's own price": "own",
    "median of three sources": "median",
    "average of 30 minutes": "average",
    "own price, held within 5 % of the median": "band",
}
WINDOW, BAND = 30, 0.05
FLOOR, CEILING = 0.38, 1.03
COLUMNS = 10


@dataclass(frozen=True)
class Result:
    """The price that the venue uses, and what it does to the accounts."""

    low: float
    fallen: int
    rule: str

    @cached_property
    def local(self) -> np.ndarray:
        """The price on the venue: the cited one, stretched so that its low is `low`."""
        cited = np.interp(MINUTES, list(CITED), list(CITED.values()))
        return np.asarray(1 - (1 - cited) * (1 - self.low) / (1 - LOW))

    @cached_property
    def used(self) -> np.ndarray:
        """The price by which the venue liquidates."""
        median = oracle.index([self.local] * self.fallen + [OUTSIDE] * (SOURCES - self.fallen))
        if self.rule == "average":
            return oracle.twap(np.concatenate([np.ones(WINDOW - 1), self.local]), WINDOW)
        held = np.clip(self.local, median * (1 - BAND), median * (1 + BAND))
        return np.asarray({"own": self.local, "median": median, "band": held}[self.rule])

    @property
    def liquidated(self) -> np.ndarray:
        """Which accounts are liquidated although the price outside never calls for it."""
        return oracle.wrongful(LEVELS, self.used, OUTSIDE)

    @property
    def count(self) -> int:
        """How many."""
        return int(self.liquidated.sum())

    @property
    def caption(self) -> str:
        """What is cited, and what is made up."""
        return f"The low of {LOW} is cited; the accounts and their threshold of {THRESHOLD} are made up."

    @property
    def headline(self) -> str:
        """The finding."""
        return f"{self.count} of {len(LOANS)} accounts are wrongly liquidated"

    @property
    def description(self) -> str:
        """What the picture shows."""
        rule = next(words for words, name in RULES.items() if name == self.rule)
        sources = "one source falls" if self.fallen == 1 else f"{self.fallen} sources fall"
        return (
            f"A token is worth 1.00 outside while it falls to {self.low:.2f} on one venue; {sources} of three. By the "
            f"rule ({rule}) the lowest price that counts is {self.used.min():.3f}: {self.headline}."
        )

    @property
    def table(self) -> pd.DataFrame:
        """The same in numbers, for every rule."""
        rows = {words: Result(self.low, self.fallen, name) for words, name in RULES.items()}
        columns = {
            "lowest price": [f"{row.used.min():.3f}" for row in rows.values()],
            "wrongly liquidated": [str(row.count) for row in rows.values()],
        }
        return pd.DataFrame(columns, index=pd.Index(rows, name="price that counts"))


class Picture(Scene[Result]):
    """Prices over ninety minutes; beside them the accounts, at the price at which each is liquidated."""

    def __init__(self) -> None:
        super().__init__(900, 390)
        self.path = PathPanel(
            self,
            (60, 48, 640, 300),
            MINUTES,
            (FLOOR, CEILING),
            lines=3,
            levels=0,
            moments=1,
            margin=150,
            axis=("minutes after 21:00 UTC", "price of the token, USD"),
        )
        axes = self.panel(720, 48, 165, 276)
        axes.set_xlim(-0.7, COLUMNS - 0.3)
        axes.set_ylim(FLOOR, CEILING)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_xlabel("accounts, at the price\nthat closes each")
        dots = {"open": style.role("free"), "closed": style.role("loss")}
        self.dots = [
            self.animate(axes.plot([], [], ls="", color=look.color, marker=look.marker, ms=6)[0])
            for look in dots.values()
        ]
        self.lowest = self.animate(axes.plot([-0.7, COLUMNS], [0, 0], color=style.BLACK, lw=1.3, ls=":")[0])
        head = self.panel(60, 348, 830, 40, frame=False)
        self.title = self.animate(head.text(0, 22, "", fontsize=style.TITLE, parse_math=False))
        self.counts = self.animate(head.text(660, 0, "", fontsize=style.SMALL, parse_math=False))

    def update(self, result: Result) -> None:
        """Move lines, dots and words."""
        lowest = int(np.argmin(result.used))
        price = float(result.used[lowest])
        self.path.show(
            [
                Line(OUTSIDE, [f"on {SOURCES - result.fallen} of 3 sources"], "free"),
                Line(result.local, [f"on {result.fallen} of 3 sources"], "loss"),
                Line(result.used, ["the one that counts"], "plain"),
            ],
            moments=[Moment(float(MINUTES[lowest]), price, [f"lowest price that counts: {price:.3f}"], "plain")],
        )
        for dots, chosen in zip(self.dots, (~result.liquidated, result.liquidated), strict=True):
            dots.set_data(np.arange(len(LOANS))[chosen] % COLUMNS, LEVELS[chosen])
        self.lowest.set_ydata([price, price])
        self.title.set_text(result.headline)
        self.counts.set_text(f"{result.count} closed, {len(LOANS) - result.count} open")


def explorer() -> Explorer:
    """How deep the price falls on the venue, on how many of three sources, and by which rule it counts."""
    controls = {
        "low": slider("Low on the venue", LOW, 0.4, 0.95, 0.05, words="{:.2f}"),
        "fallen": slider("Sources that fall", 1, 1, SOURCES - 1, words="{} of 3"),
        "rule": choice("Price that counts", RULES),
    }
    presets = {"two of three sources fall": {"fallen": 2, "rule": "median"}}
    return Explorer(Result, controls, Picture(), presets=presets)
