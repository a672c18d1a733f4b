"""Lesson 02: one isolated position over all prices, and at one price now."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from marginlib.conventions import Conventions
from marginlib.position import Position
from marginlib.schedules import MarginalTiers
from marginlib.venues import venue

ENTRY = 100.0
VENUE = "binance-usdm"
LARGE = 100_000  # amounts from here on are printed without cents
SMALL = 100  # coins below are printed with four digits: one is worth a hundred of the other currency


@lru_cache
def tiers(contract: str) -> MarginalTiers:
    """Binance's BTC tiers; for the inverse contract the same ones counted in coin at the entry price."""
    market = venue(VENUE).market("BTC").maintenance
    assert isinstance(market, MarginalTiers)  # noqa: S101 - the data file says so
    if contract == "linear":
        return market
    floors, amounts = ([one / ENTRY for one in column] for column in (market.floors, market.amounts))
    return MarginalTiers(tuple(floors), market.rates, tuple(amounts))


@dataclass(frozen=True)
class Result:
    """An isolated position opened at 100, seen over all prices and at one price now."""

    leverage: int
    added: int
    value: float
    side: str
    contract: str
    requirement: str
    price: float

    @cached_property
    def most(self) -> float:
        """Largest leverage that the venue gives a position of this value."""
        return float(venue(VENUE).market("BTC").max_leverage(self.value))

    @cached_property
    def worth(self) -> float:
        """Value at entry in the settlement currency."""
        return self.value if self.contract == "linear" else self.value / ENTRY

    @cached_property
    def posted(self) -> float:
        """Margin posted: what leverage asks, with what was added; never below what the venue asks."""
        return max(self.worth / self.leverage * (1 + self.added / 100), self.worth / self.most)

    @cached_property
    def held_back(self) -> bool:
        """Whether the venue asks for more margin than the controls say."""
        return self.worth / self.leverage * (1 + self.added / 100) < self.worth / self.most * (1 - 1e-9)

    @cached_property
    def position(self) -> Position:
        """The position, as the library holds it."""
        sign = 1.0 if self.side == "long" else -1.0
        size = sign * (self.value / ENTRY if self.contract == "linear" else self.value)
        conventions = Conventions(contract=self.contract, maintenance_on=self.requirement, trigger="inclusive")
        return Position(size, ENTRY, self.posted, tiers(self.contract), conventions)

    @cached_property
    def liquidation(self) -> float:
        """Where equity meets the requirement."""
        return float(self.position.liquidation_price)

    @cached_property
    def bankruptcy(self) -> float:
        """Where equity is zero."""
        return float(self.position.bankruptcy_price)

    @cached_property
    def left(self) -> float:
        """Equity at the liquidation price."""
        return float(self.position.equity(self.liquidation))

    @cached_property
    def closed(self) -> bool:
        """Whether the venue closes the position at the price now."""
        return bool(self.position.liquidatable(self.price))

    def percent(self, amount: Any) -> Any:
        """An amount as percent of the value at entry."""
        return 100 * amount / self.worth

    def money(self, amount: float) -> str:
        """An amount with its unit."""
        unit = "USDT" if self.contract == "linear" else "coin"
        digits = 0 if abs(amount) >= LARGE else 4 if unit == "coin" and abs(amount) < SMALL else 2
        return f"{round(amount, digits) + 0.0:,.{digits}f} {unit}"  # no minus before a zero

    @property
    def description(self) -> str:
        """What the picture shows."""
        held = f" The venue gives this value at most {self.most:g}x, so it asks for more." if self.held_back else ""
        now = "closed" if self.closed else f"open with {self.money(self.position.equity(self.price))} of equity"
        return (
            f"{'A' if self.contract == 'linear' else 'An'} {self.contract} {self.side} worth {self.money(self.worth)} "
            f"stands on {self.money(self.posted)}.{held} "
            f"It is liquidated at {self.liquidation:.2f} with {self.money(self.left)} left, "
            f"{abs(self.liquidation - self.bankruptcy):.2f} before the bankruptcy price of {self.bankruptcy:.2f}. "
            f"At {self.price:g} it is {now}."
        )

    @property
    def table(self) -> pd.DataFrame:
        """Equity and requirement at the four prices of the picture."""
        points = {"entry": ENTRY, "now": self.price, "liquidation": self.liquidation, "bankruptcy": self.bankruptcy}
        rows = [
            [f"{at:.4f}", *(self.money(amount(at)) for amount in (self.position.equity, self.position.maintenance))]
            for at in points.values()
        ]
        return pd.DataFrame(rows, index=pd.Index(points, name="at"), columns=["price", "equity", "needed"])


def model(**state: object) -> Result:
    """Return what the controls lead to."""
    return Result(**state)  # type: ignore[arg-type]
