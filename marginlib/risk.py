"""The additive triple of risk: equity, initial requirement, maintenance requirement.

Triples of two pools add up, element by element, which is all that merging pools does to them when their requirements
are additive.
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
