"""A long of a future and a short of a call: what the pool needs, and what each adds, over the part of the future kept.

A requirement that is the worst loss over scenarios is the highest of several straight lines.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from marginlib.course.collateral_and_portfolio.account import EQUITY, MARKETS, TABLE, components
from marginlib.show import style
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene

MOST, HIGHEST = 150, 14_000
KEPT = np.arange(MOST + 1)
FUTURE, CALL = (-np.array(TABLE[name], dtype=float) for name in MARKETS)
LOSSES = FUTURE[:, None] * KEPT / 100 - CALL[:, None]  # of the pool, in each scenario, shape (scenarios, percents)
MOVES = (
    "no move",
    *(f"{way} by {part} of the range" for part in ("a third", "two thirds", "all") for way in ("up", "down")),
)
SCENARIOS = (
    *(f"{move}, volatility {vol}" for move in MOVES for vol in ("up", "down")),
    "far up, of which a part counts",
    "far down, of which a part counts",
)


@dataclass(frozen=True)
class Result:
    """The pool with `kept` percent of the future, beside one short call."""

    kept: int = 100

    @cached_property
    def parts(self) -> tuple[float, float]:
        """What future and call add to the need."""
        return components(self.kept / 100)

    @property
    def need(self) -> float:
        """What the pool needs."""
        return sum(self.parts)

    @property
    def worst(self) -> int:
        """The scenario that is worst for the pool, counted from 0."""
        return int(np.argmax(LOSSES[:, self.kept]))

    @property
    def headline(self) -> str:
        """The need, and whether the account covers it."""
        covers = "which the account covers" if self.need <= EQUITY else "more than the account has"
        return f"With {self.kept} % of the future the pool needs {self.need:,.0f} USDT, {covers}"

    @property
    def caption(self) -> str:
        """The worst scenario, and who adds what there."""
        future, call = (_money(part) for part in self.parts)
        return (
            f"The future adds {future} to the need and the call {call}, because the worst is: {SCENARIOS[self.worst]}."
        )

    @property
    def description(self) -> str:
        """The picture in words."""
        return f"{self.headline}. {self.caption} The account has {EQUITY:,.0f} USDT."

    @property
    def table(self) -> pd.DataFrame:
        """What each of the two loses in every scenario, and both together."""
        future, call = FUTURE * self.kept / 100, -CALL
        rows = {
            "future": [_money(loss) for loss in future],
            "call": [_money(loss) for loss in call],
            "together": [_money(loss) for loss in future + call],
            "": ["the worst" if place == self.worst else "" for place in range(len(SCENARIOS))],
        }
        names = [f"{place}: {name}" for place, name in enumerate(SCENARIOS, start=1)]
        return pd.DataFrame(rows, index=pd.Index(names, name="what is lost, USDT"))


def _money(value: float) -> str:
    return f"{round(value) + 0:,}".replace("-", "−")


class Picture(Scene[Result]):
    """The loss in each scenario over the part kept, the highest of them, and the two components."""

    def __init__(self) -> None:
        super().__init__(900, 300)
        top = self.panel(14, 274, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold"))
        self.axes = axes = self.panel(84, 46, 400, 218)
        axes.set_xlim(0, MOST)
        axes.set_ylim(-2_000, HIGHEST)
        axes.set_xticks(range(0, MOST + 1, 25), [f"{tick} %" for tick in range(0, MOST + 1, 25)])
        axes.set_yticks(range(0, HIGHEST, 4_000), [f"{tick:,}" for tick in range(0, HIGHEST, 4_000)])
        axes.set_xlabel("of the future kept")
        axes.set_ylabel("loss, USDT")
        grey, plain, fund = (style.role(name) for name in ("market", "plain", "btc"))
        ends = [[(0, line[0]), (MOST, line[-1])] for line in LOSSES]
        axes.add_collection(LineCollection(ends, colors=style.mixed(grey.color, 0.6), lw=1))
        axes.plot(KEPT, LOSSES.max(axis=0), color=plain.color, lw=3)
        axes.plot([0, MOST], [EQUITY, EQUITY], color=fund.color, ls=(0, (6, 3)), lw=2)
        text: dict[str, Any] = {"fontsize": style.SMALL, "va": "center"}
        axes.text(MOST + 3, EQUITY, f"the account\nhas {EQUITY:,.0f}", color=fund.ink, **text)
        axes.text(MOST + 3, float(LOSSES.max(axis=0)[-1]), "the worst of\n16 scenarios", **text)
        axes.text(MOST + 3, float(np.median(LOSSES[:, -1])), "each of them", color=grey.ink, **text)
        self.worst = self.animate(axes.plot([], [], color=style.role("loss").color, lw=2)[0])
        self.dot = self.animate(axes.plot([], [], color=plain.color, marker="o", ms=10, ls="", mec=style.WHITE)[0])
        self.said = self.animate(axes.text(0, 0, "", ha="center", weight="bold", **text))
        self.side = self.panel(640, 46, 250, 218, frame=False)
        self.side.text(0, 218, "Added to the need, USDT", fontsize=style.TITLE, va="top")
        self.side.plot([125, 125], [20, 180], color=style.GREY, lw=1)
        self.bars, self.names = {}, {}
        for place, (name, role) in enumerate((("future", "btc"), ("call", "eth"))):
            look, y = style.role(role), 118 - 64 * place
            bar = Rectangle((125, y), 0, 28, facecolor=look.surface, edgecolor=style.BLACK, lw=1.5)
            self.bars[name] = self.animate(self.side.add_patch(bar))
            words = self.side.text(125, y + 42, "", ha="center", color=look.ink, **text)
            words.set_bbox({"facecolor": style.WHITE, "edgecolor": "none", "pad": 1.5})
            self.names[name] = self.animate(words)

    def update(self, result: Result) -> None:
        """Show the pool."""
        self.title.set_text(result.headline)
        line = LOSSES[result.worst]
        self.worst.set_data([0, MOST], [line[0], line[-1]])
        self.dot.set_data([result.kept], [result.need])
        self.said.set_text(f"{result.need:,.0f}")
        self.said.set_position((float(np.clip(result.kept, 14, MOST - 14)), result.need + 1_200))
        for name, part in zip(MARKETS, result.parts, strict=True):
            bar = self.bars[name]
            bar.set_width(part * 110 / 16_000)
            self.names[name].set_text(f"{name}: {_money(part)}")


def explorer() -> Explorer:
    """Return the explorer of the book: one slider, the part of the future that is kept."""
    return Explorer(
        Result,
        {"kept": slider("Future kept", 100, 0, MOST, 5, "{} %")},
        Picture(),
    )
