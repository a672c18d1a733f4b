"""The spiral: a loan liquidated step by step, below or above the toxic frontier.

A liquidator repays a share of the debt and takes collateral worth that much and its bonus; where it must sell into a
shallow pool it takes as much more as the sale costs it. Below the frontier each step heals the loan, above it kills.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from marginlib.lending import Loan, collateral, spiral
from marginlib.show import style
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

POSTED, SHOWN = 100.0, 12
LOW, HIGH = 0.6, 1.4


@dataclass(frozen=True)
class Result:
    """A loan of `debt` against 100; bonus, share and depth in percent, the threshold as a loan to value in percent."""

    debt: int
    bonus: int
    share: int
    depth: int
    threshold: int = 85

    @property
    def impact(self) -> float:
        """What selling the collateral costs, as a factor."""
        return float(collateral.pool_impact(self.depth / 100))

    @property
    def frontier(self) -> float:
        """The loan to value above which liquidating makes it worse."""
        return float(collateral.toxic_frontier(self.bonus / 100, self.impact))

    @cached_property
    def loans(self) -> list[Loan]:
        """The loan after each liquidation."""
        taken = (1 + self.bonus / 100) * self.impact - 1
        return list(spiral(Loan(POSTED, float(self.debt)), self.threshold / 100, taken, self.share / 100))

    @property
    def outcome(self) -> str:
        """How it ends."""
        last, count = self.loans[-1], len(self.loans) - 1
        steps = f"{count} liquidation{'s' if count != 1 else ''}"
        if count == 0:
            return "healthy: nobody may liquidate"
        if last.collateral == 0:
            return f"{steps}, all collateral gone, {last.debt:.2f} of debt unpaid"
        return f"healed by {steps} at {_percent(last.to_value)}"

    @property
    def title(self) -> str:
        """The finding."""
        side = "above" if self.debt / POSTED > self.frontier else "below"
        return f"{self.debt} % is {side} the frontier of {_percent(self.frontier)}: {self.outcome}"

    @property
    def description(self) -> str:
        """The loan, the frontier and the end."""
        ratios = ", ".join(f"{_percent(loan.to_value)}" for loan in self.loans[:5] if loan.collateral)
        return (
            f"A loan of {self.debt} against 100 is liquidated above {self.threshold} %, with a bonus of {self.bonus} %."
            f" The toxic frontier is {_percent(self.frontier)}. Loan to value step by step: {ratios}."
            f" {self.outcome.capitalize()}."
        )

    @property
    def table(self) -> pd.DataFrame:
        """Collateral, debt and their ratio after each of the first steps, and at the end."""
        places = [*range(min(5, len(self.loans))), *([len(self.loans) - 1] if len(self.loans) > 5 else [])]
        loans = [self.loans[place] for place in places]
        rows = {
            "collateral": [f"{loan.collateral:.2f}" for loan in loans],
            "debt": [f"{loan.debt:.2f}" for loan in loans],
            "loan to value": [f"{_percent(loan.to_value)}" if loan.collateral else "no collateral" for loan in loans],
        }
        return pd.DataFrame(rows, index=pd.Index([f"{place}" for place in places], name="liquidations"))


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


class Picture(Scene[Result]):
    """Loan to value after each liquidation, with frontier and threshold; collateral and debt beside it."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        self.axes = self.panel(82, 48, 350, 302)
        self.axes.set_xlim(-0.4, SHOWN + 0.4)
        self.axes.set_ylim(LOW, HIGH)
        self.axes.set_xlabel("liquidations")
        self.axes.set_ylabel("loan to value")
        self.axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
        self.money = self.panel(655, 48, 160, 302)
        self.money.set_xlim(-0.4, SHOWN + 0.4)
        self.money.set_ylim(0, 112)
        self.money.set_xlabel("liquidations")
        self.money.set_ylabel("value")
        plain, loss, need, free = (style.role(name) for name in ("plain", "loss", "need", "free"))
        self.frontier = self.animate(self.axes.axhline(1, color=loss.color, ls="--", lw=2))
        self.threshold = self.animate(self.axes.axhline(1, color=need.color, ls=need.line, lw=2))
        self.ratio = self.animate(self.axes.plot([], [], color=plain.color, lw=2, marker="o", ms=6)[0])
        self.gone = self.animate(self.axes.plot([], [], color=loss.color, marker="X", ms=13, ls="", clip_on=False)[0])
        self.collateral = self.animate(self.money.plot([], [], color=free.color, ls=free.line, lw=2.5)[0])
        self.debt = self.animate(self.money.plot([], [], color=loss.color, ls=loss.line, lw=2.5)[0])
        aside: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "clip_on": False, "parse_math": False}
        edge = SHOWN + 0.6
        self.names = [self.animate(self.axes.text(edge, 1, "", color=role.ink, **aside)) for role in (loss, need)]
        self.ends = [self.animate(self.money.text(edge, 1, "", color=role.ink, **aside)) for role in (free, loss)]
        frame = self.panel(0, 0, 900, 400, frame=False)
        self.title = self.animate(frame.text(14, 376, "", fontsize=style.TITLE, parse_math=False))

    def update(self, result: Result) -> None:
        """Show the loan."""
        loans = result.loans[: SHOWN + 1]
        ratios = [loan.to_value for loan in loans if loan.collateral]
        inside = next((place for place, ratio in enumerate(ratios) if ratio > HIGH), len(ratios))
        alive = [min(ratio, HIGH) for ratio in ratios[: inside + 1]]
        self.title.set_text(result.title)
        self.ratio.set_data(range(len(alive)), alive)
        dead = result.loans[-1].collateral == 0 and len(result.loans) <= SHOWN + 1
        self.gone.set_data([len(loans) - 1] if dead else [], [HIGH] if dead else [])
        self.frontier.set_ydata([result.frontier] * 2)
        self.threshold.set_ydata([result.threshold / 100] * 2)
        self.collateral.set_data(range(len(loans)), [loan.collateral for loan in loans])
        self.debt.set_data(range(len(loans)), [loan.debt for loan in loans])
        scale = (HIGH - LOW) / 302
        lines = (f"toxic above {_percent(result.frontier)}", f"liquidated above {result.threshold} %")
        places = spread([result.frontier, result.threshold / 100], [18 * scale] * 2, LOW, HIGH)
        for name, words, place in zip(self.names, lines, places, strict=True):
            name.set_text(words)
            name.set_y(place)
        places = spread([loans[-1].collateral, loans[-1].debt], [18 * 112 / 302] * 2, 0, 112)
        for end, words, place in zip(self.ends, ("collateral", "debt"), places, strict=True):
            end.set_text(words)
            end.set_y(place)


def explorer() -> Explorer:
    """Return the explorer of the spiral."""
    return Explorer(
        Result,
        {
            "debt": slider("Debt, against 100", 96, 70, 110, 1, "{}"),
            "bonus": slider("Bonus", 5, 1, 15, 1, "{} %"),
            "share": slider("Repaid at a time", 50, 10, 100, 5, "{} % of the debt"),
            "depth": slider("Sold into a pool", 0, 0, 20, 1, "{} % of its depth"),
            "threshold": slider("Liquidated above", 85, 70, 95, 1, "{} %"),
        },
        Picture(),
        presets={
            "heals": {"debt": 94, "bonus": 5, "share": 50, "depth": 0, "threshold": 90},
            "dies": {"debt": 96, "bonus": 5, "share": 50, "depth": 0, "threshold": 90},
            "a shallow pool": {"debt": 90, "bonus": 5, "share": 50, "depth": 5, "threshold": 85},
        },
    )
