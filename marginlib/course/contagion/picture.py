"""Where a loss stops: pools and funds as tanks after settlement, by margin mode and by fund."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from marginlib.book import Book
from marginlib.contagion import Settlement, blast_radius, clearing_vector, left, settlement
from marginlib.modes import cross, isolated
from marginlib.schedules import FlatRate
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene
from marginlib.show.tanks import Flow, Tank, TankRow

ENTRY = 100.0
BOOK = Book(
    ["A", "A", "A", "B", "B"],
    [2.0, -1.0, -1.0, 1.0, -1.0],
    [ENTRY] * 5,
    [20.0] * 5,
    dict.fromkeys("AB", FlatRate(0.005)),
    ["Ada", "Ben", "Cleo", "Cleo", "Dan"],
)
MODES = {"isolated": isolated, "cross": cross}
APART, SHARED = "one for each market", "one for both"
ROLES = {"Ada": "btc", "Ben": "eth", "Cleo": "third", "Dan": "pool"}
SMALLEST = 0.05  # amounts that would read 0.0 are not shown


@dataclass(frozen=True)
class Result:
    """Five positions of four people in two markets, settled at two prices through one fund or two."""

    first: float
    second: float
    fund: int
    funds: str
    mode: str

    @cached_property
    def held(self) -> dict[str, float]:
        """Money of each fund; two funds hold half each."""
        return (
            {"fund": float(self.fund)} if self.funds == SHARED else dict.fromkeys(("fund A", "fund B"), self.fund / 2)
        )

    @cached_property
    def network(self) -> Settlement:
        """Who owes whom, what each pool and fund holds, and what it is called."""
        names = list(self.held)
        fund_of = {"A": names[0], "B": names[-1]}
        return settlement(BOOK, MODES[self.mode], {"A": self.first, "B": self.second}, fund_of, self.held)

    @cached_property
    def amounts(self) -> pd.DataFrame:
        """Of each pool and fund: what it held, was due in all, and has after settlement."""
        owes, held, names = self.network
        payments = clearing_vector(owes, held)
        due = held + owes.sum(axis=0) - owes.sum(axis=1)
        pools = pd.DataFrame({"held": held, "due": due, "after": left(owes, held, payments)})
        return pools.set_axis(list(names), axis=0)

    @property
    def borne(self) -> pd.Series:
        """What each gets less than it was due; negative of those who could not pay."""
        amounts = self.amounts
        return amounts["due"] - amounts["after"]

    @property
    def headline(self) -> str:
        """The finding, with its number."""
        missing = -self.borne[self.borne < -SMALLEST]
        if missing.empty:
            return "Everybody is paid in full"
        losers = [name for name in self.borne.index if self.borne[name] > SMALLEST]
        return f"{' and '.join(missing.index)} cannot pay {missing.sum():.1f}: lost by {', '.join(losers)}"

    @property
    def description(self) -> str:
        """What the picture shows."""
        start = f"Settled at {self.first:g} in market A and {self.second:g} in market B, {self.mode} margin,"
        kind = "one fund" if self.funds == SHARED else "a fund for each market"
        rest = ", ".join(f"{name} has {value:.1f}" for name, value in self.amounts["after"].items())
        return f"{start} {kind}: {self.headline}. In the end {rest}."

    @property
    def table(self) -> pd.DataFrame:
        """Money before and after, and how a unit that Ada cannot bear spreads: her row of the blast radius."""
        amounts = self.amounts
        radius = blast_radius(*self.network[:2], of=[0])[0]
        return pd.DataFrame(
            {
                "before, USDT": [f"{value:.1f}" for value in amounts["held"]],
                "due, USDT": [f"{value:.1f}" for value in amounts["due"]],
                "after, USDT": [f"{value:.1f}" for value in amounts["after"]],
                "of each unit Ada cannot bear": [f"{value:.2f}" for value in radius],
            },
            index=pd.Index(amounts.index, name="who"),
        )


class Picture(Scene[Result]):
    """Pools and funds as tanks after settlement, with arrows from whoever cannot pay to those who lose by it."""

    def __init__(self) -> None:
        super().__init__(900, 380)
        self.tanks = TankRow(self, (10, 5, 880, 365), 7, full=3.0, lanes=6, words="{:.1f}".format)

    def update(self, result: Result) -> None:
        """Move tanks and arrows."""
        amounts, borne = result.amounts, result.borne
        names = list(amounts.index)
        tanks = []
        for name in names:
            held, after = float(amounts["held"][name]), float(amounts["after"][name])
            failed = borne[name] < -SMALLEST
            role = "fund" if name in result.held else ROLES[name.split()[0]]
            note = f"{-borne[name]:.1f} unpaid" if failed else ""
            tanks.append(Tank(name, held, after, role=role, closed=bool(failed), lost=held, note=note))
        failed_ones = [place for place, name in enumerate(names) if borne[name] < -SMALLEST]
        flows = [
            Flow(failed_ones[0], place, f"{borne[name]:.1f}")
            for place, name in enumerate(names)
            if len(failed_ones) == 1 and borne[name] > SMALLEST
        ]
        self.tanks.show([result.headline], tanks, flows)


def explorer() -> Explorer:
    """The explorer of compartments: two prices, the funds, and the margin mode."""
    controls = {
        "first": slider("Price of A, USDT", 70.0, 50.0, 100.0, 1.0),
        "second": slider("Price of B, USDT", 90.0, 60.0, 110.0, 1.0),
        "fund": slider("Funds in all, USDT", 20, 0, 60, 2),
        "funds": choice("Funds", [APART, SHARED]),
        "mode": choice("Margin", list(MODES)),
    }
    return Explorer(Result, controls, Picture(), {"the loss crosses through the fund": {"funds": SHARED}})
