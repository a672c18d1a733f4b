"""Tiers that charge the whole position the rate of the tier it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.errors import InvalidInput, elements, one_of
from marginlib.schedules.base import Lines, Schedule, check_tiers


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
        check_tiers("cap", (0, *elements("caps", self.caps)), self.rates)
        for name in ("caps", "rates"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    def rate(self, quantity: Any) -> Any:
        """Rate of a position of `quantity` (size or notional, as `unit` says)."""
        tier = np.searchsorted(np.asarray(self.caps), abs(quantity), side="left")
        return self.rates[int(tier)] if np.ndim(tier) == 0 else np.asarray(self.rates)[tier]

    def lines(self, size: Any) -> Lines:
        """The line in force for `size`; notional steps have no lines of their own."""
        if self.unit == "notional":
            raise InvalidInput("steps in notional are not linear in the price: use requirement(), liquidation_price()")
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
        return np.vectorize(self._first_uncovered, otypes=[object])(collateral, size, entry)[()]

    def _first_uncovered(self, collateral: Any, size: Any, entry: Any) -> Any:
        """First price from the entry in the losing direction that its own tier does not cover."""
        edges = [0, *(cap / abs(size) for cap in self.caps), float("inf")]
        prices = [formulas.liquidation_price(collateral, size, entry, rate) for rate in self.rates]
        tiers = zip(edges, edges[1:], prices, strict=False)
        if size < 0:
            return min(max(low, entry, price) for low, high, price in tiers if entry <= high > price)
        return max([0 * entry, *(min(high, entry, price) for low, high, price in tiers if low < min(entry, price))])
