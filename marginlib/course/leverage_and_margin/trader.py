"""Lesson 01: one trader who is long from 100 USDT, followed until the venue closes the position."""

from dataclasses import dataclass
from functools import cached_property

from marginlib import formulas
from marginlib.course.leverage_and_margin.account import ENTRY, RATE, SIZE
from marginlib.show.price_tank import PriceTank


@dataclass(frozen=True)
class Trader:
    """A long of `size` coins at a leverage, with so much posted `beyond` what that asks for.

    The price went from 100 straight to `low`, where there is one, and from there straight to `price`.
    """

    name: str
    leverage: float
    price: float
    low: float | None = None
    size: float = SIZE
    beyond: float = 0.0

    @cached_property
    def posted(self) -> float:
        """What was put in at the start, in USDT."""
        return float(formulas.initial_margin(formulas.notional(self.size, ENTRY), self.leverage)) + self.beyond

    @cached_property
    def floor(self) -> float:
        """The price at which nothing is left of it."""
        return float(formulas.bankruptcy_price(self.posted, self.size, ENTRY))

    @cached_property
    def liquidation(self) -> float:
        """The price at which the venue closes it."""
        return float(formulas.liquidation_price(self.posted, self.size, ENTRY, RATE))

    @property
    def closed(self) -> bool:
        """Whether it is closed by now: the price is, or was, no longer above the liquidation price."""
        return min(self.price, self.price if self.low is None else self.low) <= self.liquidation

    @property
    def closing(self) -> bool:
        """Whether it is closed at this very price."""
        return self.price == self.liquidation

    @property
    def profit(self) -> float:
        """What it has earned, negative for a loss; a closed trader has lost all that was posted."""
        return -self.posted if self.closed else float(formulas.pnl(self.size, ENTRY, self.price))

    @property
    def equity(self) -> float:
        """What its owner has now."""
        return self.posted + self.profit

    @property
    def rest(self) -> float:
        """What the venue finds at the liquidation price; it goes to the insurance fund."""
        return float(formulas.equity(self.posted, self.size, ENTRY, self.liquidation))

    @property
    def need(self) -> float:
        """Maintenance margin at the price now."""
        return float(formulas.maintenance(formulas.notional(self.size, self.price), RATE))

    @property
    def words(self) -> str:
        """The name with the leverage that is set.

        >>> Trader("Ben", 50, 99).words
        'Ben 50x'
        """
        return f"{self.name} {self.leverage:g}x"

    @property
    def readings(self) -> tuple[float, ...]:
        """The margin ratio in its four conventions, as numbers: two in percent, a fraction in percent, a factor.

        At the closing price they are taken from what the venue finds there.
        """
        value = formulas.notional(self.size, self.price)
        return readings(float(formulas.equity(self.posted, self.size, ENTRY, self.price)), value)

    def tank(self, role: str, *, sunk: float = 1.0, lined: bool = True) -> PriceTank:
        """Its tank, whose floor has `sunk` so far, from the entry to where the money ends; `lined` shows the need."""
        floor = ENTRY - sunk * (ENTRY - self.floor)
        line = self.liquidation if lined and sunk == 1 else floor
        lost = self.posted - self.rest
        return PriceTank(
            self.words,
            self.size,
            floor,
            line,
            self.price,
            ENTRY,
            role,
            closed=self.closed,
            lost=lost,
            note=f"{self.rest:.2f} to the fund",
            fresh=self.closing,
        )


def readings(equity: float, notional: float) -> tuple[float, ...]:
    """Return the margin ratio in its four conventions, in the order of `CONVENTIONS`, at the lesson's rate.

    The debt of the fourth is what the coins are worth beyond the equity; where there is none, it is infinite.

    >>> [round(one, 3) for one in readings(10, 990)]
    [49.5, 202.02, 1.01, 1.005]
    """
    need, debt = formulas.maintenance(notional, RATE), notional - equity
    return (
        100 * formulas.maintenance_ratio(equity, need) if equity else float("inf"),
        100 * formulas.margin_level(equity, need),
        100 * formulas.margin_fraction(equity, notional),
        formulas.health_factor(notional, 1 - RATE, debt) if debt > 0 else float("inf"),
    )


def worded(values: tuple[float, ...]) -> list[str]:
    """Return the four as venues show them.

    >>> worded(readings(10, 990))
    ['49.5 %', '202.0 %', '1.01 %', '1.005']
    """
    formats = ("{:,.1f} %", "{:,.1f} %", "{:,.2f} %", "{:.3f}")
    return [one.format(value) for one, value in zip(formats, values, strict=True)]


CONVENTIONS = ("maintenance / equity", "equity / maintenance", "equity / notional", "health factor")
RULES = ("red from 100 % up", "red from 100 % down", "red below 0.5 %", "red below 1")
