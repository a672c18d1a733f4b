"""The additive triple of risk: equity, initial requirement, maintenance requirement.

Triples of two pools add up, element by element, which is all that merging pools does to them when their requirements
are additive. Ratios are compared by multiplication across, so that nothing is ever divided by an equity of zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Risk:
    """What pools own and what they need, each a number or a column of shape (pools,).

    >>> risk = Risk(100, 50, 25) + Risk(-10, 20, 10)
    >>> risk, risk.excess
    (Risk(equity=90, initial=70, maintenance=35), 55)
    """

    equity: Any
    initial: Any
    maintenance: Any

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.equity + other.equity, self.initial + other.initial, self.maintenance + other.maintenance
        )

    @property
    def excess(self) -> Any:
        """Equity beyond maintenance; negative where the pool is short of it."""
        return self.equity - self.maintenance

    @property
    def available(self) -> Any:
        """Equity beyond the initial requirement: what may be withdrawn or used to open more."""
        return self.equity - self.initial

    def riskier_than(self, other: Self) -> Any:
        """Whether equity covers maintenance less well than in `other`, without a division.

        Source: dYdX v4, protocol/x/subaccounts/lib (comparison of risk by cross-multiplication).

        >>> Risk(10, 5, 5).riskier_than(Risk(30, 10, 10))
        True
        """
        return self.equity * other.maintenance < other.equity * self.maintenance
