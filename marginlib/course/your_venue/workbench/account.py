"""The account on the workbench: positions, money and fills of one owner, the invented ones or those of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marginlib.readers import Measured
from marginlib.schedules import Schedule

QUOTED = re.compile(r"(USDT|USDC|BUSD|FDUSD|USD|PERP)$")


def coin(market: str) -> str:
    """The coin of a market, whoever writes it.

    >>> [coin(name) for name in ("BTCUSDT", "ETH/USDT:USDT", "SOL-USDT-SWAP", "1000PEPEUSDT", "BTC long", "xrp_usdt")]
    ['BTC', 'ETH', 'SOL', '1000PEPE', 'BTC', 'XRP']
    """
    name = re.split(r"[-_/: ]", market.strip().upper())[0]
    return QUOTED.sub("", name) or name


def signed(size: float) -> str:
    """A size with its sign.

    >>> signed(-12.0), signed(1.5)
    ('−12', '+1.5')
    """
    return f"{size:+,.6g}".replace("-", "−")


@dataclass(frozen=True, eq=False)
class Account:
    """Legs and money of one owner, as they were brought.

    Args:
        name: what the page calls it.
        markets: of each leg; long and short of one market have names of their own.
        sizes, entries, posted: of each leg; nothing is posted to a leg in cross mode.
        free: money that is posted to no leg.
        prices: now, by market.
        crossed: whether each leg is in cross mode.
        settled: what fills have brought or taken so far, of each leg.
        told: liquidation price that the venue prints of each leg, None where it prints none.
        moves_with: market by leg, where long and short of one stand apart.
        owes: what closed trades have lost beyond all that was put in.
        fills: rows of size, price, fee and time by market.
        volatility, correlation: a year, by coin, and between any two; None where nobody has said.
        measured: the same from candles, and how many returns there are.
        tiers: schedules of a tier file, by market.
        notes: what had to be supposed.
        sample: whether it is the invented one.
    """

    name: str
    markets: tuple[str, ...]
    sizes: tuple[float, ...]
    entries: tuple[float, ...]
    posted: tuple[float, ...]
    free: float
    prices: Mapping[str, float]
    crossed: tuple[bool, ...] = ()
    settled: tuple[float, ...] = ()
    told: tuple[float | None, ...] = ()
    moves_with: Mapping[str, str] = field(default_factory=dict)
    owes: float = 0.0
    fills: Mapping[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    volatility: Mapping[str, float] | None = None
    correlation: float | None = None
    measured: Measured | None = None
    tiers: Mapping[str, Schedule] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sample: bool = False

    @property
    def deposit(self) -> float:
        """All that was put in."""
        return sum(self.posted) + self.free

    def moved(self, market: str) -> str:
        """The coin that a leg moves with."""
        return coin(self.moves_with.get(market, market))

    @property
    def coins(self) -> tuple[str, ...]:
        """The coins that its legs move with."""
        return tuple(dict.fromkeys(self.moved(market) for market in self.markets))


FILLS: dict[str, list[tuple[Any, ...]]] = {
    "BTC": [(1.0, 60_400.0, 0.0, None), (0.5, 62_200.0, 0.0, None)],
    "ETH": [(-8.0, 3_050.0, 0.0, None), (-4.0, 3_200.0, 0.0, None)],
    "SOL": [(150.0, 138.0, 0.0, None), (50.0, 146.0, 0.0, None)],
}
SAMPLE = Account(
    "The sample",
    ("BTC", "ETH", "SOL"),
    (1.5, -12.0, 200.0),
    (61_000.0, 3_100.0, 140.0),
    (9_000.0, 3_600.0, 2_800.0),
    3_000.0,
    {"BTC": 60_000.0, "ETH": 3_000.0, "SOL": 150.0},
    fills=FILLS,
    volatility={"BTC": 0.6, "ETH": 0.8, "SOL": 1.0},
    correlation=0.8,
    sample=True,
)
"""An invented account: 18,400 USDT, of which 15,400 stand behind three positions."""
