"""Lesson 09: the picture and the explorer of a loan: the height that no liquidation changes, and who has what."""

from __future__ import annotations

from marginlib.course.collateral_and_portfolio.goals import GOALS
from marginlib.course.collateral_and_portfolio.heights import Heights
from marginlib.course.collateral_and_portfolio.model import Result
from marginlib.course.collateral_and_portfolio.opening import scene
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene
from marginlib.show.tanks import Flow, Tank, TankRow

__all__ = ["Picture", "explorer", "scene"]


class Picture(Scene[Result]):
    """On the left the loan at its height and its way to the left, on the right the tanks of the three."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        top = self.panel(14, 374, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold"))
        self.heights = Heights(self, (76, 46, 326, 312))
        self.tanks = TankRow(self, (556, 0, 340, 360), 3, full=1.3, lanes=2, words=_amount)

    def update(self, result: Result) -> None:
        """Show the loan."""
        self.title.set_text(self.fitting(style.TITLE, 880, result.headline, result.loan, weight="bold"))
        values = [float(loan.collateral) for loan in result.loans]
        gone = result.unpaid if not result.healthy and not result.healed else None
        self.heights.show(result.shortfall, values, result.frontier, result.line / 100, gone)
        title = "Nobody may liquidate" if result.healthy else f"Who has what after {result.count}"
        self.tanks.show([title], tanks(result), flows(result))


def _amount(value: float) -> str:
    return f"{value:,.1f}"


def tanks(result: Result) -> list[Tank]:
    """Lenders, borrower and liquidators: what each brought, and what each has.

    >>> [(tank.name, round(tank.posted, 1), round(tank.level, 1)) for tank in tanks(Result(960))]
    [('lenders', 960.0, 909.1), ('borrower', 40.0, 0.0), ('liquidators', 909.1, 1000.0)]
    """
    lost = result.from_borrower
    gone = result.kept == 0
    note = "" if result.equity else "had nothing left"
    return [
        Tank("lenders", float(result.debt), result.debt - result.unpaid, role="pool"),
        Tank("borrower", result.equity, result.kept, role="btc", closed=gone, lost=lost, note=note),
        Tank("liquidators", result.repaid, result.held, role="market"),
    ]


def flows(result: Result) -> list[Flow]:
    """What lenders and borrower lose to whoever repays; together they are the bonus and the cost of the sale.

    >>> [flow.words for flow in flows(Result(960))], flows(Result(debt=700))
    (['40.0', '50.9'], [])
    """
    lost = ((1, result.from_borrower), (0, result.from_lenders))
    return [Flow(source, 2, _amount(money)) for source, money in lost if money > 0]


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; the pool and the venue's line wait behind "more"."""
    return Explorer(
        Result,
        {
            "debt": slider("Debt", 850, 700, 1_100, 10, "{:,} USDT"),
            "price": slider("Price of ETH", 100, 70, 130, 1, "{} USDT"),
            "bonus": slider("Bonus", 10, 1, 20, 1, "{} %"),
            "share": slider("Repaid at a time", 50, 10, 100, 5, "{} % of the debt"),
            "depth": slider("Sold into a pool", 0, 0, 20, 1, "{} % of its depth"),
            "line": slider("Liquidated above", 80, 70, 95, 1, "{} %"),
        },
        Picture(),
        presets={
            "Eve's loan": {"debt": 960},
            "it heals": {},
            "a shallow pool": {"depth": 5},
            "a published spiral": {"debt": 960, "bonus": 5, "line": 90},
        },
        goals=GOALS,
        record=goals,
        stage=stage,
        more=("depth", "line"),
    )
