"""Lesson 01: two traders with the same coins, one at 5x and one at a leverage of your choice, at one price."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from marginlib import formulas
from marginlib.course.leverage_and_margin.account import BOLD, CAREFUL, ENTRY, SIZE
from marginlib.course.leverage_and_margin.trader import CONVENTIONS, RULES, Trader, readings, worded
from marginlib.show.price_tank import PriceTank, cents

ROLES = ("btc", "eth")  # the colours of the two


def signed(value: float) -> str:
    """Return an amount with its sign, nothing without one.

    >>> signed(100), signed(-15.2), signed(0)
    ('+100', '−15.20', '0')
    """
    text = f"{value:+,.2f}".removesuffix(".00").replace("-", "\N{MINUS SIGN}")
    return "0" if not round(value, 2) else text


def ratios(equity: float, notional: float) -> list[str]:
    """Return the margin ratio in its four conventions, as four venues show it at a maintenance rate of 0.5 %.

    >>> ratios(equity=10, notional=990)
    ['49.5 %', '202.0 %', '1.01 %', '1.005']
    """
    return worded(readings(equity, notional))


@dataclass(frozen=True)
class Pair:
    """Ada at 5x and Ben beside her, at one price; he may post money `beyond` what his leverage asks for.

    `low` is the lowest price so far where that is another one. `dials` adds the four ratios to words and table. The
    rest is for a story: how far the floors have `sunk`, whether the closing lines are there (`lined`), how far a
    `curtain` is down, what is `told` under the picture, and the `rests` of the play.
    """

    leverage: float = BOLD
    price: float = 99.0
    beyond: float = 0.0
    coins: float = SIZE
    low: float | None = None
    dials: bool = False
    sunk: tuple[float, float] = (1.0, 1.0)
    lined: bool = True
    curtain: float = 0.0
    told: str = ""
    rests: Mapping[float, float] = field(default_factory=dict)

    @cached_property
    def ada(self) -> Trader:
        """The one at 5x."""
        return Trader("Ada", CAREFUL, self.price, self.low)

    @cached_property
    def ben(self) -> Trader:
        """The one at the leverage chosen."""
        return Trader("Ben", self.leverage, self.price, self.low, self.coins, self.beyond)

    @property
    def traders(self) -> tuple[Trader, Trader]:
        """Both, in the order of the picture."""
        return self.ada, self.ben

    @property
    def tanks(self) -> list[PriceTank]:
        """The tanks of those who have bought by now."""
        columns = zip(self.traders, ROLES, self.sunk, strict=True)
        return [one.tank(role, sunk=sunk, lined=self.lined) for one, role, sunk in columns if sunk > 0]

    @property
    def ledger(self) -> list[tuple[str, str]]:
        """What a sheet beside the tanks says of each: coins, leverage, posted, closed at, earned, in percent, owns."""
        columns = [self._column(one, sunk) for one, sunk in zip(self.traders, self.sunk, strict=True)]
        return list(zip(*columns, strict=True))

    def _column(self, one: Trader, sunk: float) -> list[str]:
        seen, posted = self.lined and sunk == 1, sunk == 1
        outcome = posted and not self.curtain
        told = [signed(one.profit), f"{signed(100 * one.profit / one.posted)} %", cents(one.equity)]
        return [
            f"{one.size:g}",
            f"{one.leverage:g}x",
            cents(one.posted) if posted else "",
            cents(one.liquidation) if seen else "",
            *(told if outcome else ["?" if self.curtain else ""] * len(told)),
        ]

    @property
    def headline(self) -> str:
        """The finding, with its number."""
        at, (ada, ben) = f"At {cents(self.price)}", self.traders
        if self.curtain:
            return "The price climbs to 110, and both sell. Who has earned more USDT?"
        if not all(self.sunk):
            return "Both buy ten coins at 100 USDT"
        if ada.closed and ben.closed:
            return f"{at} both are closed"
        if ada.closed or ben.closed:
            gone, still = (ben, ada) if ben.closed else (ada, ben)
            return f"{at} {gone.name} is closed; {still.name} has {_result(still.profit)}"
        if ada.size == ben.size:
            return f"{at} each of them has {_result(ada.profit)}"
        return f"{at} Ada has {_result(ada.profit)} and Ben {_result(ben.profit)}"

    @property
    def caption(self) -> str:
        """What becomes of them, in a sentence."""
        ada, ben = self.traders
        if self.told:
            return self.told
        if ada.closed and ben.closed:
            return "Both tanks are closed, because the price went through both red lines."
        if ben.closed or ada.closed:
            gone, still = (ben, ada) if ben.closed else (ada, ben)
            return (
                f"{gone.name} was closed at {gone.liquidation:.2f} with {cents(gone.posted)} gone, while"
                f" {still.name} still has {cents(still.equity)} USDT."
            )
        if round(ada.liquidation, 2) == round(ben.liquidation, 2):
            return f"The venue closes both at {ada.liquidation:.2f}, whatever the sliders say."
        return (
            f"The price of {cents(self.price)} is the surface in both tanks, but the venue closes Ada at"
            f" {ada.liquidation:.2f} and Ben at {ben.liquidation:.2f}."
        )

    @property
    def description(self) -> str:
        """The picture in words."""
        if not any(self.sunk):
            return f"{self.headline}. Ada sets her leverage to 5x, Ben his to {self.leverage:g}x. {self.caption}"
        tanks = " ".join(self._sentence(one) for one, sunk in zip(self.traders, self.sunk, strict=True) if sunk)
        hidden = " A curtain hides what lies above 100." if self.curtain else ""
        told = f" {self.told}" if self.told else ""
        return f"{self.headline}. {tanks}{hidden}{told}{self._needles if self.dials else ''}"

    def _sentence(self, one: Trader) -> str:
        tank = f"{one.name}'s tank is {one.size:g} coins wide and its floor is at {cents(one.floor)}"
        if self.curtain:
            return f"{tank}, with {cents(one.posted)} posted."
        if one.closed:
            return f"{tank}; it was closed at {one.liquidation:.2f} and the {cents(one.posted)} posted are gone."
        return (
            f"{tank}; it holds {cents(one.equity)} of {cents(one.posted)} posted and closes at {one.liquidation:.2f}."
        )

    @property
    def _needles(self) -> str:
        said = zip(CONVENTIONS, RULES, *map(self.shown, self.traders), strict=True)
        lines = [f"{name[:1].upper()}{name[1:]}, {rule}: Ada {ada}, Ben {ben}." for name, rule, ada, ben in said]
        return " " + " ".join(lines)

    @staticmethod
    def shown(one: Trader) -> list[str]:
        """What four venues show of a trader; of one who was closed before, that."""
        gone = one.closed and not one.closing
        return ["closed"] * len(CONVENTIONS) if gone else worded(one.readings)

    @property
    def table(self) -> pd.DataFrame:
        """The same in numbers."""
        columns = {one.words: self._numbers(one) for one in self.traders}
        ratio_rows = [f"{name} ({rule})" for name, rule in zip(CONVENTIONS, RULES, strict=True)] if self.dials else []
        return pd.DataFrame(columns, index=pd.Index([*ROWS, *ratio_rows], name=f"at {cents(self.price)} USDT"))

    def _numbers(self, one: Trader) -> list[str]:
        if self.curtain or not all(self.sunk):
            start = [cents(one.posted), cents(one.floor), f"{one.liquidation:.2f}"]
            return [*start, *["?"] * (len(ROWS) - len(start))]
        need = "" if one.closed and not one.closing else f"{one.need:.2f}"
        leverage = "" if one.closed else f"{formulas.leverage(one.size * one.price, one.equity):.1f}x"
        return [
            cents(one.posted),
            cents(one.floor),
            f"{one.liquidation:.2f}",
            signed(one.profit),
            f"{signed(100 * one.profit / one.posted)} %",
            cents(one.equity),
            need,
            leverage,
            *(self.shown(one) if self.dials else ()),
        ]


ROWS = (
    "posted, USDT",
    "floor, USDT",
    "closes at, USDT",
    "earned, USDT",
    "earned, of what was posted",
    "equity, USDT",
    "maintenance margin, USDT",
    "notional / equity now",
)


def _result(profit: float) -> str:
    if not profit:
        return "earned nothing yet"
    return f"{'earned' if profit > 0 else 'lost'} {cents(abs(profit))} USDT"


def risk_of_day(volatility: float, equity: float, size: float = SIZE, price: float = ENTRY) -> float:
    """What an ordinary day moves, as a share of the equity: volatility of a day times notional over equity.

    >>> risk_of_day(0.03, 200), risk_of_day(0.03, 20)
    (0.15, 1.5)
    """
    return float(volatility * formulas.leverage(formulas.notional(size, price), equity))
