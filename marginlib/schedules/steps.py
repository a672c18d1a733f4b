"""Tiers that charge the whole position the rate of the tier it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.errors import InvalidInput, one_of
from marginlib.schedules.base import Lines, Schedule, ascending_from_zero, rates_below_one


@dataclass(frozen=True)
class StepTiers(Schedule):
    """Tiers whose rate hits the whole position, without a deduction (OKX, many engines).

    Args:
        caps: largest size or notional of each tier, inclusive, ascending; the last tier has no cap, leave it out.
        rates: maintenance rate of each tier, one more than `caps`.
        unit: ``"size"`` counts base units or contracts and leaves the rate alone when the price moves;
            ``"notional"`` moves the rate with the price, so that a *rise* can liquidate a long.

    Source: OKX, "Position tiers" (counted in contracts, cap inclusive).

    >>> StepTiers((2000, 4000), (0.01, 0.015, 0.02)).rate(2000)
    0.01
    """

    caps: tuple[Any, ...]
    rates: tuple[Any, ...]
    unit: str = "size"

    def __post_init__(self) -> None:
        one_of("unit", self.unit, ("size", "notional"))
        if len(self.rates) != len(self.caps) + 1:
            message = f"{len(self.caps)} caps need {len(self.caps) + 1} rates, but there are {len(self.rates)}"
            raise InvalidInput(message)
        ascending_from_zero("cap", (0, *self.caps), self.rates)
        rates_below_one(self.rates)
        object.__setattr__(self, "caps", tuple(self.caps))
        object.__setattr__(self, "rates", tuple(self.rates))

    def rate(self, quantity: Any) -> Any:
        """Rate of a position of `quantity` (size or notional, as `unit` says)."""
        tier = np.searchsorted(np.asarray(self.caps), abs(quantity), side="left")
        return self.rates[int(tier)] if np.ndim(tier) == 0 else np.asarray(self.rates)[tier]

    def lines(self, size: Any) -> Lines:
        """The line in force for `size`; notional steps have no lines of their own."""
        if self.unit == "notional":
            message = "steps in notional are not linear in the price: use requirement() and liquidation_price()"
            raise InvalidInput(message)
        return ((self.rate(size), 0),)

    def requirement(self, size: Any, price: Any) -> Any:
        """Rate of the tier times the whole notional."""
        value = formulas.notional(size, price)
        return self.rate(size if self.unit == "size" else value) * value

    def liquidation_price(self, collateral: Any, size: Any, entry: Any) -> Any:
        """Price at which the position is liquidated when the price moves against it from `entry`.

        With steps in notional a long may also be liquidated by a *rise* over a step; that price is not this one.
        """
        if self.unit == "size":
            return super().liquidation_price(collateral, size, entry)
        return np.vectorize(self._first_price_from_entry, otypes=[object])(collateral, size, entry)[()]

    def _first_price_from_entry(self, collateral: Any, size: Any, entry: Any) -> Any:
        """Walk the tiers from the entry in the losing direction to the first price that is not covered."""
        edges = [0, *(cap / abs(size) for cap in self.caps), float("inf")]
        tiers = list(zip(edges, edges[1:], self.rates, strict=False))
        losing_down = size > 0
        for low, high, rate in reversed(tiers) if losing_down else tiers:
            if (low >= entry) if losing_down else (high < entry):
                continue
            price = formulas.liquidation_price(collateral, size, entry, rate)
            start = min(high, entry) if losing_down else max(low, entry)
            if losing_down and price > low:
                return min(price, start)
            if not losing_down and price < high:
                return max(price, start)
        return 0 * entry if losing_down else float("inf")
