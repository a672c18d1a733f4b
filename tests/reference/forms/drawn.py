"""What a case is made of, and the register of forms: one for each family, each without a call to the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Case = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """What a case is made of; `number` is a whole number for choices and counts."""

    side: int
    size: Fraction
    entry: Fraction
    mark: Fraction
    leverage: int
    rate: Fraction
    fee: Fraction
    money: Fraction
    number: int

    @property
    def cost(self) -> Fraction:
        """Value at the entry."""
        return self.size * self.entry

    @property
    def value(self) -> Fraction:
        """Value at the mark."""
        return self.size * self.mark

    @property
    def profit(self) -> Fraction:
        """Profit at the mark."""
        return self.side * (self.value - self.cost)


FORMS: dict[str, Callable[[Drawn], Case]] = {}


def form(*families: str) -> Callable[[Callable[[Drawn], Case]], Callable[[Drawn], Case]]:
    """Register a form for each of the families."""

    def register(function: Callable[[Drawn], Case]) -> Callable[[Drawn], Case]:
        FORMS.update(dict.fromkeys(families, function))
        return function

    return register
