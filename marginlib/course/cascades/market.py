"""A liquidation that walks the depth of a market: book, pool, or both."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from marginlib import formulas
from marginlib.course.cascades.account import BIDS, SIZES, START
from marginlib.market import Fill, Market
from marginlib.show import style
from marginlib.show.controls import slider, switch
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

BANKRUPTCY = 95.0
MOST, LOW, HIGH = 60, 80.0, 101.0
SOLD = np.linspace(0, MOST, 601)


@dataclass(frozen=True)
class Result:
    """A long of `size` units, bankrupt at 95, sold into a market at 100."""

    size: int = 20
    pool: int = 0
    book: bool = True

    @cached_property
    def market(self) -> Market:
        """What may be traded: bids, and a pool that holds `pool` units and their worth."""
        levels, sizes = (BIDS, SIZES) if self.book else ((), ())
        return Market(START, levels, sizes, self.pool * START**0.5)

    @cached_property
    def fill(self) -> Fill:
        """What the sale of the position gets."""
        return self.market.fill(-float(self.size))

    @cached_property
    def path(self) -> tuple[np.ndarray, np.ndarray]:
        """Size sold and price, as far as the market goes."""
        fills = self.market.fill(-SOLD)
        reached = fills.size == -SOLD
        return SOLD[reached], fills.price[reached]

    @property
    def sold(self) -> float:
        """Units that found a buyer."""
        return float(abs(self.fill.size))

    @property
    def unsold(self) -> float:
        """Units that found none. As long as there are any, nobody knows what will be left."""
        return self.size - self.sold

    @property
    def left(self) -> float:
        """What the sold units leave over the bankruptcy price: the trader's if positive, the fund's to pay if not."""
        return float(formulas.pnl(self.sold, BANKRUPTCY, self.fill.average)) if self.sold else 0.0

    @property
    def to_pool(self) -> float:
        """Units that the pool took."""
        return float(abs(Market(START, liquidity=self.market.liquidity).depth(self.fill.price)))

    @property
    def name(self) -> str:
        """What kind of market it is."""
        return {(True, True): "book and pool", (True, False): "book", (False, True): "pool"}.get(
            (self.book, self.pool > 0), "empty market"
        )

    @property
    def headline(self) -> str:
        """The finding, with its number."""
        if not self.sold:
            return f"Nobody buys: {self.size} stay unsold"
        sold = f"{self.sold:g} sold at {self.fill.average:.2f} on average"
        if self.unsold:
            return f"{sold}, and {_units(self.unsold)} {self._find} no buyer"
        who = f"{self.left:.0f} USDT left for the trader" if self.left >= 0 else f"the fund pays {-self.left:.0f} USDT"
        return f"{sold}: {who}"

    @property
    def caption(self) -> str:
        """The finding in a sentence."""
        if self.unsold:
            return f"As long as {_units(self.unsold)} {self._find} no buyer, nobody knows who pays how much."
        side = "above" if self.left >= 0 else "below"
        return (
            f"The average price is {side} {BANKRUPTCY:g}, and the last unit leaves the price at {self.fill.price:.2f}."
        )

    @property
    def _find(self) -> str:
        return "finds" if self.unsold == 1 else "find"

    @property
    def description(self) -> str:
        """What the picture shows."""
        first = f"A long of {_units(self.size)}, bankrupt at {BANKRUPTCY:g}, is sold into {self.article} at {START:g}."
        return f"{first} {self.headline}. {self.caption}"

    @property
    def article(self) -> str:
        """The name with its article."""
        return f"an {self.name}" if self.name.startswith("e") else f"a {self.name}"

    @property
    def table(self) -> pd.DataFrame:
        """The numbers of the picture."""
        average = f"{self.fill.average:.2f}" if self.sold else "-"
        rows = {
            "units sold": f"{self.sold:g} of {self.size}",
            "of them to the pool": f"{self.to_pool:.2f}",
            "received, USDT": f"{abs(self.fill.quote):,.1f}",
            "average price, USDT": average,
            "last price, USDT": f"{self.fill.price:.2f}",
            f"left over {BANKRUPTCY:g}, USDT": "not known yet" if self.unsold else f"{self.left:+,.1f}",
        }
        return pd.DataFrame({"value": rows.values()}, index=pd.Index(rows, name="the sale"))


def _units(size: float) -> str:
    return "1 unit" if size == 1 else f"{size:g} units"


class Picture(Scene[Result]):
    """Price over what was sold: the way down is walked, and its average against the bankruptcy price decides."""

    def __init__(self) -> None:
        super().__init__(900, 370)
        top = self.panel(14, 344, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold"))
        axes = self.panel(65, 48, 690, 285)
        axes.set_xlim(0, MOST)
        axes.set_ylim(LOW, HIGH)
        axes.set_xlabel("units sold")
        axes.set_ylabel("price, USDT")
        axes.set_yticks(range(int(LOW), 101, 5))
        look = style.role("market")
        self.area = self.animate(axes.fill_between([0, 1], LOW, LOW, color=style.role("btc").surface, lw=0))
        hatched = Rectangle((0, LOW), 0, HIGH - LOW, facecolor=style.WHITE, edgecolor=style.GREY, hatch="//", lw=0)
        self.open = self.animate(axes.add_patch(hatched))
        self.depth = self.animate(axes.plot([], [], color=look.color, lw=1.5)[0])
        self.walked = self.animate(axes.plot([], [], color=style.role("btc").color, lw=3)[0])
        need = style.role("need")
        self.animate(axes.axhline(BANKRUPTCY, color=need.color, ls=need.line, lw=2))
        self.average = self.animate(axes.plot([], [], color=style.BLACK, ls=(0, (4, 2)), lw=1.5)[0])
        self.end = self.animate(
            axes.plot([], [], color=style.role("btc").color, marker="o", ms=9, ls="", clip_on=False)[0]
        )
        inks = (style.role("need").ink, style.BLACK, style.role("btc").ink)
        self.labels = [
            self.animate(axes.text(MOST + 0.7, 0, "", fontsize=style.SMALL, color=ink, va="center", clip_on=False))
            for ink in inks
        ]

    def update(self, result: Result) -> None:
        """Move the curve, the part of it that was walked, and the labels."""
        sold, price = result.path
        walked = sold <= result.sold
        x, y = np.append(sold[walked], result.sold), np.append(price[walked], result.fill.price)
        self.depth.set_data(sold, np.maximum(price, LOW))
        self.walked.set_data(x, np.maximum(y, LOW))
        self.area.set_data(x, np.full(x.shape, LOW), np.maximum(y, LOW))
        self.open.set_bounds(result.sold, LOW, result.unsold, HIGH - LOW)
        self.end.set_data([result.sold], [max(float(result.fill.price), LOW)])
        average = float(result.fill.average) if result.sold else START
        self.average.set_data([0, result.sold], [average] * 2)
        texts = [
            f"bankruptcy {BANKRUPTCY:g}",
            f"average {average:.2f}" if result.sold else "",
            f"{'last price' if result.sold else 'price still'} {result.fill.price:.2f}",
        ]
        wanted = [BANKRUPTCY, average, max(float(result.fill.price), LOW)]
        for label, place, text in zip(self.labels, spread(wanted, [1.4] * 3, LOW, HIGH), texts, strict=True):
            label.set_position((MOST + 0.7, place))
            label.set_text(text)
        self.title.set_text(result.headline)


def explorer() -> Explorer:
    """Return the explorer of depth: size of the position, units held by the pool, with or without a book."""
    controls = {
        "size": slider("Units to sell", 20, 1, MOST),
        "pool": slider("Units in the pool", 0, 0, 600, 20),
        "book": switch("Order book", value=True),
    }
    presets = {"a book": {}, "a pool": {"pool": 300, "book": False}, "book and pool": {"pool": 300}}
    return Explorer(Result, controls, Picture(), presets)
