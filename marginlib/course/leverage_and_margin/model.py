"""Lesson 01: two traders with the same position, one at 5x and one at a leverage of your choice."""

from dataclasses import dataclass

import pandas as pd

from marginlib import formulas
from marginlib.show.tanks import Tank

SIZE, ENTRY, RATE, CAREFUL = 10.0, 100.0, 0.005, 5


@dataclass(frozen=True)
class Trader:
    """A long of 10 units from 100 at some leverage, followed until it is closed."""

    leverage: float
    price: float

    @property
    def collateral(self) -> float:
        """Posted at the start."""
        return float(formulas.initial_margin(formulas.notional(SIZE, ENTRY), self.leverage))

    @property
    def liquidation(self) -> float:
        """Price at which it is closed."""
        return float(formulas.liquidation_price(self.collateral, SIZE, ENTRY, RATE))

    @property
    def closed(self) -> bool:
        """Whether it is closed at the price now."""
        return self.price <= self.liquidation

    @property
    def equity(self) -> float:
        """Collateral and profit or loss at the price now, were it still open."""
        return float(formulas.equity(self.collateral, SIZE, ENTRY, self.price))

    @property
    def distance(self) -> float:
        """Fall from the entry price to the liquidation price, as a share of the entry."""
        return 1 - self.liquidation / ENTRY

    def tank(self, role: str) -> Tank:
        """Its collateral as a tank: the level is equity at the price now."""
        name = f"{self.leverage:g}x trader"
        if self.closed:
            rest = float(formulas.equity(self.collateral, SIZE, ENTRY, self.liquidation))
            lost = self.collateral - rest
            note = f"{rest:.1f} to the fund"
            return Tank(name, self.collateral, 0, role=role, closed=True, lost=lost, note=note)
        need = float(formulas.maintenance(formulas.notional(SIZE, self.price), RATE))
        return Tank(name, self.collateral, self.equity, need, role)

    def column(self) -> list[str]:
        """What the table says of it."""
        start = [f"{self.collateral:,.2f}", f"{self.liquidation:.2f}", percent(self.distance)]
        if self.closed:
            return [*start, f"{-self.collateral:+,.2f} (closed)", "0.00", *["-"] * 5]
        notional = formulas.notional(SIZE, self.price)
        need = formulas.maintenance(notional, RATE)
        return [
            *start,
            f"{formulas.pnl(SIZE, ENTRY, self.price):+,.2f}",
            f"{self.equity:,.2f}",
            f"{need:.2f}",
            *ratios(self.equity, notional),
        ]


def ratios(equity: float, notional: float) -> list[str]:
    """Return the margin ratio in its four conventions, in the order of `CONVENTIONS`, at the lesson's rate.

    >>> ratios(10, 990)
    ['49.5 %', '202.0 %', '1.01 %', '1.005']
    """
    need = formulas.maintenance(notional, RATE)
    debt = notional - equity
    return [
        percent(formulas.maintenance_ratio(equity, need)),
        percent(formulas.margin_level(equity, need)),
        percent(formulas.margin_fraction(equity, notional), 2),
        f"{formulas.health_factor(notional, 1 - RATE, debt):.3f}" if debt > 0 else "no debt",
    ]


def percent(share: float, digits: int = 1) -> str:
    """Return a share in percent as the prose writes it.

    >>> percent(38.384)
    '3,838.4 %'
    """
    return f"{100 * share:,.{digits}f} %"


CONVENTIONS = (
    "maintenance / equity: closed at 100\N{NO-BREAK SPACE}% or more",
    "equity / maintenance: closed at 100\N{NO-BREAK SPACE}% or less",
    "equity / notional: closed below 0.5\N{NO-BREAK SPACE}%",
    "health factor: closed below 1",
)
ROWS = (
    "collateral posted, USDT",
    "liquidation price, USDT",
    "liquidated after a fall of",
    "profit or loss, USDT",
    "equity, USDT",
    "maintenance margin, USDT",
    *CONVENTIONS,
)


@dataclass(frozen=True)
class Pair:
    """Both traders at one price."""

    leverage: float
    price: float

    @property
    def careful(self) -> Trader:
        """The one at 5x."""
        return Trader(CAREFUL, self.price)

    @property
    def bold(self) -> Trader:
        """The one at the leverage chosen."""
        return Trader(self.leverage, self.price)

    @property
    def profit(self) -> float:
        """Profit or loss of the position at the price now."""
        return float(formulas.pnl(SIZE, ENTRY, self.price))

    @property
    def headline(self) -> str:
        """The finding, with its number."""
        if self.careful.closed and self.bold.closed:
            return f"At {self.price:g} both are closed"
        for one, other in ((self.bold, self.careful), (self.careful, self.bold)):
            if one.closed:
                return (
                    f"At {self.price:g} the {one.leverage:g}x trader is closed, the {other.leverage:g}x trader"
                    f" {_result(self.profit)}"
                )
        return f"At {self.price:g} each of them has {_result(self.profit)}"

    @property
    def description(self) -> str:
        """What the picture shows."""
        first = f"Both hold 10 units from 100. The 5x trader posted {self.careful.collateral:,.0f} USDT"
        second = f"the {self.leverage:g}x trader {self.bold.collateral:,.0f}."
        third = f"{self.headline}."
        fourth = f"Their liquidation prices are {self.careful.liquidation:.2f} and {self.bold.liquidation:.2f}."
        return f"{first}, {second} {third} {fourth}"

    @property
    def table(self) -> pd.DataFrame:
        """The same in numbers, with the margin ratio in four conventions."""
        columns = {"5x trader": self.careful.column(), f"{self.leverage:g}x trader": self.bold.column()}
        if self.leverage == CAREFUL:
            columns = {"5x trader": self.careful.column(), "the other, 5x too": self.bold.column()}
        return pd.DataFrame(columns, index=pd.Index(ROWS, name="at the price now"))


def _result(profit: float) -> str:
    if not profit:
        return "earned nothing yet"
    return f"{'earned' if profit > 0 else 'lost'} {abs(profit):,.0f} USDT"
