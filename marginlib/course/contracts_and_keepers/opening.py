"""The opening scene of lesson 11: the price falls until Ada may be liquidated, and then fifty minutes pass.

Time goes from -1 to 0 while the price falls and from 0 to 1 while minutes pass. After that a call is put on the scales.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.patches import Rectangle

from marginlib.course.contracts_and_keepers.account import ENTRY, GWEI, MARGIN, PRICE
from marginlib.course.contracts_and_keepers.model import Result as Position
from marginlib.course.contracts_and_keepers.model import usdt
from marginlib.show import style
from marginlib.show.controls import Slider
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Tank, TankRow

BEGIN, STOP, END, STEP = -1.0, 0.0, 2.0, 0.05
MINUTES, REST = 50, 1.0  # that pass; seconds in which one sees that nothing has happened
TOP = 25.0  # USDT at the upper end of the bars


@dataclass(frozen=True)
class Result:
    """The vault at the moment `now`."""

    now: float = BEGIN

    @property
    def price(self) -> int:
        """The price: on its way until moment 0."""
        done = min(max(self.now - BEGIN, 0.0), 1.0)
        return round(ENTRY + (PRICE - ENTRY) * done)

    @property
    def minutes(self) -> int:
        """Since the price was written."""
        return round(MINUTES * min(max(self.now, 0.0), 1.0))

    @property
    def weighed(self) -> float:
        """How much of what a call pays and costs is seen."""
        return max(self.now - 1.0, 0.0)

    @property
    def position(self) -> Position:
        """Ada's position, on which nobody has called."""
        return Position(self.price, GWEI)

    @property
    def rests(self) -> dict[float, float]:
        """When the minutes are over."""
        return {1.0: REST}

    @property
    def headline(self) -> str:
        """What happens now."""
        if self.now <= BEGIN:
            return "Ada is long 1 BTC from 50,000, with 5,000 USDT behind it"
        if self.now < STOP:
            return "The price of BTC falls, and the vault is told"
        if self.now == STOP:
            return "At 47,000 Ada is 350 short of what she needs, and the rules are public"
        if self.now <= 1:
            return f"{self.minutes} minutes later the position is open, and nobody has called"
        return "A call pays 23 and costs 23.26"

    @property
    def caption(self) -> str:
        """The same with what Ada has."""
        return f"Ada's equity is {self.position.worth:,} USDT, and she needs {self.position.need:,}."

    @property
    def description(self) -> str:
        """The picture in words."""
        return f"{self.headline}. BTC is at {self.price:,} USDT. {self.caption}"

    @property
    def table(self) -> pd.DataFrame:
        """What Ada has, and what is on the scales."""
        rows = {"price": f"{self.price:,}", "equity": f"{self.position.worth:,}", "needed": f"{self.position.need:,}"}
        if self.now > 1 and self.position.next:
            rows |= {"a call pays": usdt(self.position.next.done.reward), "a call costs": usdt(self.position.next.cost)}
        return pd.DataFrame({"USDT": list(rows.values())}, index=pd.Index(list(rows), name=""))


class Picture(Scene[Result]):
    """Ada's tank, the price over time, and at last what a call pays beside what it costs."""

    def __init__(self) -> None:
        super().__init__(900, 328)
        top = self.panel(14, 302, 880, 24, frame=False)
        self.title = self.animate(top.text(0, 4, "", fontsize=style.TITLE, weight="bold", parse_math=False))
        self.row = TankRow(self, (14, 14, 180, 286), 1, full=1.12)
        axes = self.panel(290, 44, 490, 246)
        self.time_axis = 290, 780
        axes.set_xlim(BEGIN, END)
        axes.set_ylim(46_000, 50_500)
        axes.set_yticks(range(46_000, 50_001, 1_000), [f"{price:,}" for price in range(46_000, 50_001, 1_000)])
        axes.set_xticks([-0.5, 0.5, 1.5], ["the price falls", "fifty minutes pass", "who would call?"])
        axes.tick_params(axis="x", length=0)
        axes.set_ylabel("price of BTC, USDT")
        need, btc, free, loss = (style.role(name) for name in ("need", "btc", "free", "loss"))
        line = Position(ENTRY).line
        axes.plot([BEGIN, 1], [line, line], color=need.color, ls=need.line, lw=2)
        small: dict[str, Any] = {"fontsize": style.SMALL}
        said = f"anybody may call\nbelow {line:,.0f}"
        axes.text(1, line + 90, said, ha="right", va="bottom", color=need.ink, linespacing=1.15, **small)
        self.path = self.animate(axes.plot([], [], color=btc.color, lw=3)[0])
        self.here = self.animate(axes.plot([], [], color=style.BLACK, marker="o", ms=8, ls="", clip_on=False)[0])
        scales = self.panel(628, 64, 150, 226, frame=False)
        self.bars = [
            self.animate(scales.add_patch(Rectangle((left, 0), 60, 0, lw=0, facecolor=look.surface)))
            for left, look in ((0, free), (90, loss))
        ]
        self.words = [
            self.animate(scales.text(left + 30, 0, "", ha="center", va="bottom", color=look.ink, **small))
            for left, look in ((0, free), (90, loss))
        ]

        self.short = self.animate(scales.text(75, 218, "", ha="center", va="top", color=style.BLACK, **small))

    def update(self, result: Result) -> None:
        """Show the moment."""
        position = result.position
        self.title.set_text(result.headline)
        ada = Tank("Ada, long 1 BTC", MARGIN, float(position.worth), float(position.need), role="btc")
        self.row.show(["USDT behind it"], [ada])
        to = min(result.now, 1.0)
        self.path.set_data([BEGIN, min(to, STOP), to], [ENTRY, result.price, result.price])
        self.here.set_data([to], [result.price])
        call = position.next
        for bar, text, amount, verb in zip(
            self.bars,
            self.words,
            (call.done.reward, call.cost) if call else (0, 0),
            ("pays", "costs"),
            strict=True,
        ):
            tall = 160 * amount / TOP * min(result.weighed, 1.0)
            bar.set_height(tall)
            text.set_y(tall + 4)
            text.set_text(f"{verb}\n{usdt(amount)}" if result.weighed else "")
        self.short.set_text(f"{usdt(-call.profit)} missing" if call and result.weighed >= 1 else "")


def moment(now: float) -> str:
    """The value of the slider in words.

    >>> moment(-0.5), moment(0.5), moment(1.5)
    ('BTC 48,500', '25 min later', 'who calls?')
    """
    if now <= STOP:
        return f"BTC {Result(now).price:,}"
    return f"{Result(now).minutes} min later" if now <= 1 else "who calls?"


def scene() -> Story:
    """Return the opening scene: it plays until Ada may be liquidated, and goes on after a prediction."""
    now = Slider("Time", BEGIN, (BEGIN, END), STEP, moment, 1)
    return Story(Result, {"now": now}, Picture(), stop=STOP)
