"""The opening scene of lesson 09: ETH drops at once, and then people repay Eve's debt and take her coins."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from matplotlib.patches import Rectangle

from marginlib.course.collateral_and_portfolio.account import BEFORE, BONUS, COINS, DEBT, LINE, PRICE, SHARE, loan
from marginlib.lending import Loan, spiral
from marginlib.show import style
from marginlib.show.controls import Slider
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Flow, Tank, TankRow

BEGIN, STOP, END, STEP = -1.0, 0.0, 6.0, 0.1  # the price drops before 0, and liquidation k is over at k
BROUGHT = 1_000.0  # USDT that liquidators come with
REST = 0.7  # seconds at the end of each liquidation
LONGEST = 1_300.0  # of a bar, in USDT


@dataclass(frozen=True)
class Result:
    """Eve's loan at the moment `now`."""

    now: float = BEGIN

    @property
    def price(self) -> float:
        """Of ETH."""
        return BEFORE + (PRICE - BEFORE) * min(max(self.now - BEGIN, 0.0), 1.0)

    @cached_property
    def loans(self) -> list[Loan]:
        """The loan after each liquidation, at the price after the drop."""
        return list(spiral(loan(), LINE, BONUS, SHARE))

    @property
    def steps(self) -> int:
        """How many liquidations are over."""
        return min(max(int(self.now + STEP / 2), 0), len(self.loans) - 1)

    @cached_property
    def loan(self) -> Loan:
        """The loan now, between two liquidations on the straight way."""
        if self.now <= STOP:
            return loan(self.price)
        before = self.loans[self.steps]
        after = self.loans[min(self.steps + 1, len(self.loans) - 1)]
        part = max(min(self.now, len(self.loans) - 1) - self.steps, 0.0)
        return Loan(
            before.collateral + (after.collateral - before.collateral) * part,
            before.debt + (after.debt - before.debt) * part,
        )

    @property
    def before(self) -> Loan:
        """The loan before the liquidation that is seen."""
        if self.now <= STOP:
            return loan(BEFORE)
        return self.loans[max(self.steps - (self.now - self.steps < STEP / 2), 0)]

    @property
    def repaid(self) -> float:
        """What liquidators have paid."""
        return float(DEBT - self.loan.debt)

    @property
    def taken(self) -> float:
        """What they have taken, at the price after the drop."""
        return float(COINS * PRICE - self.loan.collateral) if self.now > STOP else 0.0

    @property
    def lenders(self) -> float:
        """What lenders have been paid, and what the coins behind the rest are worth to them."""
        return self.repaid + float(min(self.loan.collateral, self.loan.debt))

    @property
    def eve(self) -> float:
        """What would be left to Eve."""
        return float(max(self.loan.collateral - self.loan.debt, 0.0))

    @property
    def rests(self) -> dict[float, float]:
        """At the end of each liquidation."""
        return {float(step): REST for step in range(1, len(self.loans))}

    @property
    def ratio(self) -> str:
        """The loan to value in words."""
        return f"{100 * self.loan.to_value:.1f} %" if self.loan.collateral else "no collateral is left"

    @property
    def headline(self) -> str:
        """Where the story is."""
        if self.now <= BEGIN:
            return f"Eve owes 960 USDT, and her ten ETH are worth {self.loan.collateral:,.0f}"
        if self.now < STOP:
            return "ETH drops before anybody can act"
        if self.now == STOP:
            return "ETH stands at 100 and moves no more, and now anybody may repay half of the debt"
        if self.now < len(self.loans) - 1:
            step = min(self.steps + (self.now - self.steps > STEP / 2), len(self.loans) - 1)
            return f"Liquidation {step}: somebody repays a part, and takes 10 % more than that"
        return f"Nothing is left to take, and {self.loan.debt:.2f} USDT are still owed"

    @property
    def caption(self) -> str:
        """The loan in a sentence."""
        if not self.loan.collateral:
            return f"{self.headline}."
        return f"Eve owes {self.loan.debt:,.0f} USDT, which is {self.ratio} of what her collateral is worth."

    @property
    def description(self) -> str:
        """The picture in words."""
        return (
            f"{self.headline}. The collateral is worth {self.loan.collateral:,.0f} USDT and the debt is"
            f" {self.loan.debt:,.0f}; loan to value: {self.ratio}."
        )

    @property
    def table(self) -> pd.DataFrame:
        """The loan in numbers."""
        rows = {
            "price of ETH, USDT": f"{self.price:.1f}",
            "collateral, USDT": f"{self.loan.collateral:,.2f}",
            "debt, USDT": f"{self.loan.debt:,.2f}",
            "loan to value": self.ratio,
        }
        return pd.DataFrame({"now": rows})


class Picture(Scene[Result]):
    """Collateral and debt as two bars that are cut from the right, and the tanks of the three."""

    def __init__(self) -> None:
        super().__init__(900, 320)
        top = self.panel(14, 294, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold"))
        self.axes = self.panel(14, 20, 500, 264, frame=False)
        self.unit = 400 / LONGEST  # pixels for a USDT
        self.bars, self.arrows = {}, {}
        for name, role, y in (("collateral", "eth", 180), ("debt", "loss", 68)):
            look = style.role(role)
            self.axes.text(0, y + 56, name, fontsize=style.TITLE, va="bottom")
            ghost = Rectangle((0, y), 0, 50, facecolor=style.WHITE, edgecolor=style.GREY, ls=":", lw=1.5)
            bar = Rectangle((0, y), 0, 50, facecolor=look.surface, edgecolor=style.BLACK, lw=1.5)
            words = self.axes.text(0, y + 25, "", fontsize=style.TITLE, va="center", weight="bold")
            self.bars[name] = [self.animate(self.axes.add_patch(patch)) for patch in (ghost, bar)]
            self.bars[name].append(self.animate(words))
            arrow = self.axes.plot([], [], color=look.color, lw=2.5, marker="<", ms=9, markevery=[1])[0]
            said = self.axes.text(0, y - 4, "", fontsize=style.SMALL, va="top", ha="center", color=look.ink)
            self.arrows[name] = self.animate(arrow), self.animate(said)
        self.ratio = self.animate(self.axes.text(0, 4, "", fontsize=style.TITLE, va="bottom"))
        self.tanks = TankRow(self, (530, 0, 364, 288), 3, full=1.3, lanes=2)

    def update(self, result: Result) -> None:
        """Show the moment."""
        self.title.set_text(result.headline)
        self._cut("collateral", float(result.before.collateral), float(result.loan.collateral))
        self._cut("debt", float(result.before.debt), float(result.loan.debt))
        self.ratio.set_text(f"loan to value: {result.ratio}")
        lost = DEBT - result.lenders
        eve = loan(BEFORE).collateral - DEBT
        tanks = [
            Tank("lenders", DEBT, result.lenders, role="pool"),
            Tank("Eve", eve, result.eve, role="btc", closed=result.eve == 0, lost=eve),
            Tank("liquidators", BROUGHT, BROUGHT - result.repaid + result.taken, role="market"),
        ]
        came = ((1, COINS * PRICE - DEBT - result.eve if result.now > STOP else 0.0), (0, lost))
        self.tanks.show(
            ["What each of them has"], tanks, [Flow(one, 2, f"{money:.0f}") for one, money in came if money > 0.5]
        )

    def _cut(self, name: str, before: float, now: float) -> None:
        ghost, bar, words = self.bars[name]
        arrow, said = self.arrows[name]
        y = ghost.get_y()
        ghost.set_bounds(0, y, before * self.unit, 50)
        bar.set_bounds(0, y, now * self.unit, 50)
        words.set_text(f"{now:,.0f}")
        words.set_x(max(before, now) * self.unit + 8)
        gone = before - now > LONGEST / 100
        arrow.set_data([before * self.unit, now * self.unit + 5] if gone else [], [y - 8] * 2 if gone else [])
        said.set_text(f"−{before - now:,.0f}" if gone else "")
        said.set_position(((before + now) / 2 * self.unit, y - 14))


def moment(now: float) -> str:
    """The value of the slider in words.

    >>> moment(-0.5), moment(0.0), moment(2.3)
    ('drop', 'now', 'step 3')
    """
    if now < STOP:
        return "drop"
    return "now" if now == STOP else f"step {min(int(now - STEP / 2) + 1, 5)}"


def scene() -> Story:
    """Return the opening scene: it plays to the moment before the first liquidation, and on after a prediction."""
    now = Slider("Time", BEGIN, (BEGIN, END), STEP, moment, 1)
    return Story(Result, {"now": now}, Picture(), stop=STOP)
