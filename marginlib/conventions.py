"""The conventions in which venues differ, as explicit parameters that reduce to the same few formulas.

* *contract*: an inverse contract is a linear one in x = 1/price with size -Q. `coordinate` makes that change.
* *maintenance on*: the requirement follows the mark price, or is fixed at the entry: a line with rate 0.
* *fee*: the closing fee in the requirement is nothing, charged at the price (it raises the rate), or charged at the
  bankruptcy price (a constant).
* *trigger*: liquidated when equity is below the requirement (strict), or also when it equals it (inclusive).
* *tick*, *rounding* and *sooner*: the price as the venue prints it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.arithmetic import maximum, sign
from marginlib.errors import checked, nonnegative, one_of
from marginlib.rounding import round_down, round_nearest, round_up
from marginlib.schedules import Fixed, Schedule, worst_requirement

ROUNDED = {"nearest": round_nearest, "down": round_down, "up": round_up, "adverse": round_up}
CHOICES = {
    "contract": ("linear", "inverse"),
    "maintenance_on": ("mark", "entry"),
    "fee": ("none", "price", "bankruptcy"),
    "trigger": ("strict", "inclusive"),
    "rounding": tuple(ROUNDED),
}


def reciprocal(value: Any) -> Any:
    """1/value, infinite where `value` is zero.

    >>> reciprocal(4), reciprocal(0)
    (0.25, inf)
    """
    if isinstance(value, np.ndarray):
        return np.where(value == 0, float("inf"), 1 / np.where(value == 0, 1, value))
    return 1 / value if value != 0 else float("inf")


@dataclass(frozen=True)
class Conventions:
    """How a venue states its rules.

    Args:
        contract: "linear" or "inverse".
        maintenance_on: "mark" or "entry", the price at which the notional of the requirement is taken.
        fee: "none", "price" or "bankruptcy", the price at which the closing fee in the requirement is taken; the
            bankruptcy price is the one without that fee.
        taker_fee: that fee, as a fraction of the notional.
        trigger: "strict" (equity < requirement) or "inclusive" (equity <= requirement).
        tick: smallest price step; 0 leaves prices as they are.
        rounding: "nearest", "down", "up", or "adverse" (against the trader: liquidated sooner).
        sooner: how far before the liquidation price that follows from the rules the venue prints its own, such as one
            tick; in quote currency.

    Raises:
        InvalidInput: a choice that does not exist, a negative fee, tick or `sooner`.

    >>> Conventions(maintenance_on="entry").maintenance_on
    'entry'
    """

    contract: str = "linear"
    maintenance_on: str = "mark"
    fee: str = "none"
    taker_fee: Any = 0
    trigger: str = "strict"
    tick: Any = 0
    rounding: str = "nearest"
    sooner: Any = 0

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            one_of(name, getattr(self, name), allowed)
        for name in ("taker fee", "tick", "sooner"):
            nonnegative(name, getattr(self, name.replace(" ", "_")))

    def coordinate(self, price: Any) -> Any:
        """The number in which profit is linear: the price, or its reciprocal; its own inverse."""
        return price if self.contract == "linear" else reciprocal(price)

    def exposure(self, size: Any) -> Any:
        """Size in the coordinate: a long of an inverse contract is short the reciprocal price."""
        return size if self.contract == "linear" else -size

    def pnl(self, size: Any, entry: Any, price: Any) -> Any:
        """Profit or loss since `entry`, in settlement currency."""
        return formulas.pnl(self.exposure(size), self.coordinate(entry), self.coordinate(price))

    def notional(self, size: Any, price: Any) -> Any:
        """Value of the position, in settlement currency."""
        return formulas.notional(size, self.coordinate(price))

    def applied(self, schedule: Schedule, size: Any, entry: Any, collateral: Any) -> Schedule:
        """`schedule` as this venue applies it to a position; `size` and `entry` in the coordinate.

        Raises InvalidInput for a requirement taken at an average entry below zero, as opposite positions at far entries
        leave it: a venue realises the profit when it nets them.
        """
        if self.maintenance_on == "mark" and self.fee == "none":
            return schedule
        lines = schedule.lines(size)
        if self.maintenance_on == "entry":
            wanted = "above zero; realise the profit of what is netted: post it as collateral, or as settled"
            checked("average entry", entry, lambda average: average >= 0, wanted)
            fixed = worst_requirement(lines, formulas.notional(size, entry))
            lines = ((0 * fixed, -fixed),)
        if self.fee == "price":
            lines = tuple((rate + self.taker_fee, amount) for rate, amount in lines)
        if self.fee == "bankruptcy":
            closed_at = maximum(formulas.bankruptcy_price(collateral, size, entry), 0 * entry)
            closing = formulas.trading_fee(formulas.notional(size, closed_at), self.taker_fee)
            lines = tuple((rate, amount - closing) for rate, amount in lines)
        return Fixed(lines)

    def liquidatable(self, equity: Any, maintenance: Any) -> Any:
        """Whether a pool is to be liquidated; one that needs nothing is where it owes more than rounding leaves.

        Less than a billionth of the money owed is no debt, in numbers of every kind: floats leave as much, up to some
        millions, of sums that are zero in decimals, and no money has a smaller unit (a satoshi is ten billionths).
        Zero as the bound would be exact for Fractions, and would close a pool in floats that owes nothing.

        >>> Conventions().liquidatable(5, 5), Conventions(trigger="inclusive").liquidatable(5, 5)
        (False, True)
        """
        return (equity < maintenance if self.trigger == "strict" else equity <= maintenance) & (
            (maintenance > 0) | (equity < -1e-9)  # noqa: PLR2004 - a billionth of the money
        )

    def rounded(self, price: Any, size: Any) -> Any:
        """`price` on the venue's tick.

        >>> Conventions(tick=0.5, rounding="adverse").rounded(6968.2, -1)
        6968.0
        """
        if self.tick == 0:
            return price
        side = sign(size) if self.rounding == "adverse" else 1
        return side * ROUNDED[self.rounding](side * price, self.tick)

    def printed(self, price: Any, size: Any) -> Any:
        """A liquidation price as the venue prints it: on its tick, and `sooner`; 0 and infinity stay what they are.

        >>> Conventions(sooner=0.5).printed(90.25, 1), Conventions(sooner=0.5).printed(90.25, -1)
        (90.75, 89.75)
        """
        return self.rounded(price, size) + (sign(size) * self.sooner * (price != 0) if self.sooner else 0)


PLAIN = Conventions()
