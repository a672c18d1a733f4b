"""A liquidation that walks the depth of a market: book, pool, or both."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.market import Fill, Market
from marginlib.show import style
from marginlib.show.controls import slider, switch
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

START, BANKRUPTCY = 100.0, 95.0
BIDS = (99.5, 99.0, 98.0, 97.0, 95.5, 94.0, 92.0, 89.0)
SIZES = (3.0, 5.0, 4.0, 8.0, 6.0, 5.0, 4.0, 5.0)
MOST, LOW, HIGH = 60, 80.0, 101.0
SOLD = np.linspace(0, MOST, 601)


@dataclass(frozen=True)
class Result:
    """A long of `size` units, bankrupt at 95, sold into a market at 100."""

    size: int
    pool: int
    book: bool

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
    def left(self) -> float:
        """What the sale leaves over the bankruptcy price: the trader's if positive, the fund's to pay if negative."""
        return float(formulas.pnl(self.sold, BANKRUPTCY, self.fill.average)) if self.sold else 0.0

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
        who = f"{self.left:.0f} left for the trader" if self.left >= 0 else f"the fund pays {-self.left:.0f}"
        unsold = f", {self.size - self.sold:g} unsold" if self.sold < self.size else ""
        return f"{self.sold:g} sold at {self.fill.average:.2f} on average: {who}{unsold}"

    @property
    def description(self) -> str:
        """What the picture shows."""
        first = f"A long of {_units(self.size)}, bankrupt at {BANKRUPTCY:g}, is sold into {self.article} at {START:g}."
        if not self.sold:
            return f"{first} {self.headline}, and the price stays where it is."
        second = f"The price falls to {self.fill.price:.2f}, {1 - self.fill.price / START:.1%} below."
        return f"{first} {self.headline}. {second}"

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
            "received, USDT": f"{abs(self.fill.quote):,.1f}",
            "average price, USDT": average,
            "price after, USDT": f"{self.fill.price:.2f}",
            f"left over {BANKRUPTCY:g}, USDT": f"{self.left:+,.1f}",
        }
        return pd.DataFrame({"value": rows.values()}, index=pd.Index(rows, name="the sale"))


def _units(size: int) -> str:
    return "1 unit" if size == 1 else f"{size} units"


class Picture(Scene[Result]):
    """Price over what was sold: the way down is walked, and its average against the bankruptcy price decides."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        axes = self.panel(65, 55, 690, 290)
        axes.set_xlim(0, MOST)
        axes.set_ylim(LOW, HIGH)
        axes.set_xlabel("units sold")
        axes.set_ylabel("price, USDT")
        axes.set_yticks(range(int(LOW), 101, 5))
        look = style.role("market")
        self.title = self.animate(axes.set_title("", loc="left", fontsize=style.TITLE))
        self.area = self.animate(axes.fill_between([0, 1], LOW, LOW, color=style.role("btc").surface, lw=0))
        self.depth = self.animate(axes.plot([], [], color=look.color, lw=1.5)[0])
        self.walked = self.animate(axes.plot([], [], color=style.role("btc").color, lw=3)[0])
        need = style.role("need")
        self.animate(axes.axhline(BANKRUPTCY, color=need.color, ls=need.line, lw=2))
        self.average = self.animate(axes.plot([], [], color=style.BLACK, ls=(0, (4, 2)), lw=1.5)[0])
        self.end = self.animate(axes.plot([], [], color=style.role("btc").color, marker="o", ms=9, ls="")[0])
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
        self.end.set_data([result.sold], [max(float(result.fill.price), LOW)])
        average = float(result.fill.average) if result.sold else START
        self.average.set_data([0, result.sold], [average] * 2)
        texts = [
            f"bankruptcy {BANKRUPTCY:g}",
            f"average {average:.2f}" if result.sold else "",
            f"price after {result.fill.price:.2f}",
        ]
        wanted = [BANKRUPTCY, average, max(float(result.fill.price), LOW)]
        for label, place, text in zip(self.labels, spread(wanted, [1.4] * 3, LOW, HIGH), texts, strict=True):
            label.set_position((MOST + 0.7, place))
            label.set_text(text)
        self.title.set_text(result.headline)


def explorer() -> Explorer:
    """The explorer of depth: size of the position, base held by the pool, with or without a book."""
    controls = {
        "size": slider("Units to sell", 30, 1, MOST),
        "pool": slider("Units in the pool", 0, 0, 600, 20),
        "book": switch("Order book", value=True),
    }
    return Explorer(Result, controls, Picture(), {"hybrid": {"pool": 300}, "pool alone": {"pool": 300, "book": False}})
