"""The waterfall: a price gap, one bankrupt long, and the tanks that pay for it one after another.

Ann is long 10 BTC from 100 with 100 posted, bankrupt at 90. Bob and Cat are short the same 10. Dan has a profit in
another market. The price jumps, the engine of `marginlib.liquidation` runs, and every arrow is money it reports.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from marginlib.book import Book
from marginlib.liquidation import Holder, Step, pro_rata, queue, steps, venue_rules
from marginlib.modes import isolated
from marginlib.schedules import FlatRate
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene
from marginlib.show.tanks import Flow, Tank, TankRow, amount, described

BOOK = Book(
    ["BTC", "BTC", "BTC", "ETH"],
    [10.0, -6.0, -4.0, 5.0],
    [100.0, 100.0, 95.0, 80.0],
    [100.0, 120.0, 60.0, 100.0],
    {"BTC": FlatRate(0.005), "ETH": FlatRate(0.005)},
    ["ann", "bob", "cat", "dan"],
)
ANN, BOB, CAT, DAN = range(4)
NAMES: dict[Holder, str] = {"fund": "the fund", BOB: "Bob", CAT: "Cat", DAN: "Dan", "venue": "the venue"}
ETH, OWN = 100.0, 100.0  # the price of ETH, and money of the venue itself
AFTER = {
    "close the best paid": (queue, "takeover"),
    "close all in part": (pro_rata, "takeover"),
    "share the loss": (queue, "clawback"),
}
MOST = 6  # steps that the slider can show
DOING = {
    "takeover": "the engine takes Ann over",
    "dispose": "the engine sells",
    "deleverage": "{} is closed",
    "cover": "the debt is covered",
    "close": "{} is closed in part",
}


@dataclass(frozen=True)
class Result:
    """What the engine does after BTC jumps to `price`, up to the step `until`."""

    price: float
    fund: int
    taken: int
    after: str
    until: int

    @cached_property
    def steps(self) -> list[Step]:
        """All steps of the engine."""
        ranking, rules = AFTER[self.after]
        prices, market = {"BTC": self.price, "ETH": ETH}, {"BTC": float(self.taken), "ETH": 0.0}
        fund = float(self.fund)
        return list(steps(BOOK, isolated, prices, venue_rules(rules), fund, ranking=ranking, liquidity=market))

    @property
    def told(self) -> list[Step]:
        """The steps shown."""
        return self.steps[: self.until]

    @cached_property
    def paid(self) -> dict[Holder, float]:
        """What each has paid so far for Ann, net; negative where it gained."""
        inside = (ANN, "engine")
        paid: dict[Holder, float] = dict.fromkeys(NAMES, 0.0)
        for transfer in (transfer for step in self.told for transfer in step.transfers):
            if transfer.target in inside and transfer.source not in inside:
                paid[transfer.source] += float(transfer.amount)
            elif transfer.source in inside and transfer.target not in inside:
                paid[transfer.target] -= float(transfer.amount)
        return paid

    @cached_property
    def equity(self) -> list[float]:
        """Equity of the four pools after the steps shown."""
        prices = {"BTC": self.price, "ETH": ETH}
        state = self.told[-1].state if self.told else BOOK.state(isolated(BOOK), prices)
        return [float(value) for value in state.equity[:4]]

    @property
    def owed(self) -> float:
        """What Ann owes after the jump; negative where she still has something."""
        return -float(BOOK.state(isolated(BOOK), {"BTC": self.price, "ETH": ETH}).equity[ANN])

    @property
    def tanks(self) -> list[Tank]:
        """Ann, the fund, the other side, who shares, the venue."""
        left = self.told[-1].left if self.told else [1.0] * 4
        ann, *others = self.equity
        tanks = [Tank("Ann, long 10", 100, ann, 0.005 * 10 * self.price, "btc")]
        if left[ANN] == 0:
            note = f"and {amount(self.owed)} owed" if self.owed > 0 else "the rest to the fund"
            tanks = [Tank("Ann, long 10", 100, 0, role="btc", closed=True, lost=100, note=note)]
        tanks.append(Tank("insurance fund", self.fund, self.fund - self.paid["fund"], role="fund"))
        for name, pool, size in (("Bob, short", BOB, 6), ("Cat, short", CAT, 4), ("Dan, ETH", DAN, 5)):
            open_size = size * float(left[pool])
            title = f"{name} {open_size:.3g}" if open_size else f"{name} closed"
            tanks.append(Tank(title, float(BOOK.collateral[pool]), others[pool - 1], role="market"))
        return [*tanks, Tank("the venue itself", OWN, OWN - self.paid["venue"], role="plain")]

    @property
    def story(self) -> str:
        """Who pays, in words."""
        paid = [f"{NAMES[holder]} {amount(money)}" for holder, money in self.paid.items() if money > 0.5]
        if not self.told:
            return "nothing to liquidate" if not self.steps else "before the first step"
        return ", ".join(paid) if paid else "nobody else pays"

    @property
    def description(self) -> str:
        """What happened so far."""
        owes = f"Ann owes {amount(self.owed)}" if self.owed > 0 else f"Ann still has {amount(-self.owed)}"
        return f"BTC jumps to {self.price:g}: {owes}. Who has paid for her: {self.story}. {described(self.tanks)}"

    @property
    def table(self) -> pd.DataFrame:
        """Every step shown, with its trade and the fund after it."""
        rows = [
            (
                f"{number}. {DOING[step.kind].format(NAMES.get(step.pool, 'Ann'))}",
                *(_traded(step)),
                f"{float(step.money['fund']):.0f}",
            )
            for number, step in enumerate(self.told, start=1)
        ]
        rows = rows or [("nothing yet", "", "", f"{self.fund}")]
        table = pd.DataFrame(rows, columns=["step", "BTC units", "at", "fund after it"])
        return table.set_index("step")


def _traded(step: Step) -> tuple[str, str]:
    trades = [trade for trade in step.trades if trade.market == "BTC"]
    return (f"{abs(trades[0].size):.3g}", f"{trades[0].price:.2f}") if trades else ("", "")


class Picture(Scene[Result]):
    """Six tanks and the arrows between them."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        self.row = TankRow(self, (14, 4, 872, 390), 6, full=3.0, lanes=5)

    def update(self, result: Result) -> None:
        """Show the tanks after the steps shown."""
        places: dict[Holder, int] = {"fund": 1, BOB: 2, CAT: 3, DAN: 4, "venue": 5}
        flows = [
            Flow(places[holder], 0, amount(money)) if money > 0 else Flow(0, places[holder], amount(-money))
            for holder, money in result.paid.items()
            if abs(money) > 0.5
        ]
        owes = f"owes {amount(result.owed)}" if result.owed > 0 else f"has {amount(-result.owed)} left"
        title = [f"At {result.price:g} Ann {owes}: {result.story}", f"Ann {owes}: {result.story}", f"Ann {owes}"]
        self.row.show(title, result.tanks, flows)


def explorer() -> Explorer:
    """Return the explorer of the waterfall."""
    return Explorer(
        Result,
        {
            "price": slider("BTC jumps to", 85.0, 72.0, 98.0, 0.5, "{:g}"),
            "fund": slider("Insurance fund", 20, 0, 200, 5, "{}"),
            "taken": slider("Market takes", 3, 0, 10, 1, "{} BTC"),
            "after": choice("After the fund", list(AFTER)),
            "until": slider("Steps shown", MOST, 0, MOST, 1, "{}"),
        },
        Picture(),
        presets={
            "the fund pays": {"price": 88.0, "fund": 100, "taken": 10, "after": "close the best paid"},
            "the other side pays": {"price": 85.0, "fund": 20, "taken": 0, "after": "close all in part"},
            "the loss is shared": {"price": 76.0, "fund": 20, "taken": 10, "after": "share the loss"},
        },
    )
