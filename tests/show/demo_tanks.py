"""The tests' own tanks and paths: one account, isolated beside cross, on one crash."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marginlib import formulas
from marginlib.show.controls import slider
from marginlib.show.explorer import Explorer
from marginlib.show.price_path import Level, Line, Moment, PathPanel
from marginlib.show.scene import Scene
from marginlib.show.tanks import Flow, Tank, TankRow, described

HOURS = np.arange(49.0)
RATE = 0.005


def crash(depth: float, market: float) -> NDArray[np.float64]:
    """A price that falls by `depth` percent after a day and gets half of it back."""
    fall = np.interp(HOURS, [0, 18, 26, 48], [0, 0.05, 1, 0.5])
    path: NDArray[np.float64] = 100 * (1 - market * depth / 100 * fall) + np.sin(HOURS)
    return path


@dataclass(frozen=True)
class Result:
    """Two markets at `hour`, a long of 10 BTC and a short of 5 ETH with 100 each, 200 kept back."""

    depth: int
    hour: int

    @property
    def lines(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The prices."""
        return crash(self.depth, 1), crash(self.depth, 0.6)

    @property
    def liquidation(self) -> float:
        """Of the isolated long."""
        return float(formulas.liquidation_price(100, 10, 100, RATE))

    @property
    def fallen(self) -> int | None:
        """The hour at which the isolated long is closed."""
        below = np.flatnonzero(self.lines[0][: self.hour + 1] <= self.liquidation)
        return int(below[0]) if below.size else None

    @property
    def isolated(self) -> list[Tank]:
        """Three tanks."""
        btc, eth = (float(line[self.hour]) for line in self.lines)
        long = Tank("BTC long 10x", 100, 100 + 10 * (btc - 100), 10 * btc * RATE, "btc")
        if self.fallen is not None:
            long = Tank("BTC long 10x", 100, 0, role="btc", closed=True, lost=95, note="5 to the fund")
        short = Tank("ETH short 5x", 100, 100 - 5 * (eth - 100), 5 * eth * RATE, "eth")
        return [
            long,
            short,
            Tank("free, out of reach", 200, 200, role="free"),
            Tank("insurance fund", 50, 55, role="fund"),
        ]

    @property
    def cross(self) -> list[Tank]:
        """One tank."""
        btc, eth = (float(line[self.hour]) for line in self.lines)
        level = 400 + 10 * (btc - 100) - 5 * (eth - 100)
        return [Tank("one pool: BTC long, ETH short and all the rest", 400, level, (10 * btc + 5 * eth) * RATE)]

    @property
    def description(self) -> str:
        """In words."""
        return f"Isolated: {described(self.isolated)} Cross: {described(self.cross)}"

    @property
    def table(self) -> pd.DataFrame:
        """In numbers."""
        tanks = [*self.isolated, *self.cross]
        return pd.DataFrame({"equity": [f"{tank.level:.0f}" for tank in tanks]}, index=[tank.name for tank in tanks])


class Picture(Scene[Result]):
    """A path above two rows of tanks."""

    def __init__(self) -> None:
        super().__init__()
        self.path = PathPanel(self, (60, 275, 830, 235), HOURS, (40, 115))
        self.left = TankRow(self, (14, 4, 500, 215), 4, lanes=1)
        self.right = TankRow(self, (548, 4, 340, 215), 1, lanes=1)

    def update(self, result: Result) -> None:
        """Show the result."""
        btc, eth = result.lines
        fallen = result.fallen
        closed = [] if fallen is None else [Moment(fallen, btc[fallen], [f"isolated BTC closed at {btc[fallen]:.1f}"])]
        pool = 63.19
        self.path.show(
            [Line(btc, ["BTC"]), Line(eth, ["ETH"], "eth")],
            result.hour,
            [
                Level(result.liquidation, [f"isolated BTC: liquidated at {result.liquidation:.2f}", "isolated"]),
                Level(pool, [f"pool: liquidated at {pool}", "pool"], "pool"),
            ],
            closed,
        )
        flows = [] if fallen is None else [Flow(0, 3, "5 to the fund")]
        left = sum(tank.level for tank in result.isolated[:3])
        self.left.show([f"Isolated: {left:.0f} left of 400"], result.isolated, flows)
        self.right.show([f"Cross: {result.cross[0].level:.0f} left of 400"], result.cross)


def explorer() -> Explorer:
    """Return the explorer."""
    return Explorer(
        Result,
        {"depth": slider("Depth of the crash", 20, 0, 60, 5, "{} %"), "hour": slider("Now", 30, 0, 48, 1, "{} h")},
        Picture(),
        time="hour",
    )
