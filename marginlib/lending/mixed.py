"""A loan behind several collaterals, each of which counts at a weight of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from marginlib.errors import InvalidInput, checked, elements, nonnegative, positive, shaped, share
from marginlib.kinds import one_kind


@dataclass(frozen=True)
class MixedLoan:
    """Values of several collaterals, the weights at which they count, and one debt, all in one currency.

    Raises InvalidInput for values below zero, weights that are no fraction from 0 to 1, no collateral at all, values
    and weights of unlike number, or a debt that is not above zero.

    >>> loan = MixedLoan((600, 600), (0.93, 0.5), 900)
    >>> round(loan.counted, 2), round(loan.health, 4), round(loan.to_value, 2)
    (858.0, 0.9533, 0.75)
    """

    values: Sequence[Any]
    weights: Sequence[Any]
    debt: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", elements("values", self.values))
        object.__setattr__(self, "weights", elements("weights", self.weights))
        for name, cells, good in (("value", self.values, nonnegative), ("weight", self.weights, share)):
            for cell in cells:
                shaped(name, np.asarray(cell, dtype=object), (), "one number for each collateral")
                good(name, cell)
        if not self.values or len(self.values) != len(self.weights):
            raise InvalidInput(
                f"values are {len(self.values)} and weights {len(self.weights)}: one weight for each collateral"
            )
        positive("debt", self.debt)

    @property
    @one_kind
    def counted(self) -> Any:
        """What all collateral counts: its values, each at its weight."""
        return sum(value * weight for value, weight in zip(self.values, self.weights, strict=True))

    @property
    @one_kind
    def health(self) -> Any:
        """The health factor: what the collateral counts, over the debt; below 1 the loan may be liquidated."""
        return self.counted / self.debt

    @property
    @one_kind
    def to_value(self) -> Any:
        """Debt over the value of all collateral, whatever its weights; infinite where only debt is left."""
        value = sum(self.values)
        return self.debt / value if value else float("inf")

    @one_kind
    def taken(self, place: int, repaid: Any, bonus: Any) -> MixedLoan:
        """The loan after a liquidator repaid `repaid` and took that much and a bonus of the collateral at `place`.

        Health rises if `collateral.toxic_health` of that collateral lies below it, and falls if it lies above.

        Raises InvalidInput for a place without collateral, an amount or a bonus below zero, and a repayment of all
        that is owed or of more than that collateral is worth with the bonus.

        >>> loan = MixedLoan((600, 600), (0.93, 0.5), 900)
        >>> round(loan.taken(0, 300, 0.05).health, 3), round(loan.taken(1, 300, 0.05).health, 4)
        (0.942, 1.1675)
        """
        count = len(self.values)
        checked("place", place, lambda at: at in range(count), f"the place of a collateral, from 0 to {count - 1}")
        nonnegative("repaid", repaid)
        nonnegative("bonus", bonus)
        worth, there = repaid * (1 + bonus), self.values[int(place)]
        if worth > there or repaid >= self.debt:
            raise InvalidInput(
                f"repaid is {repaid} of a debt of {self.debt}, for {worth} of a collateral worth {there}: repay less "
                "than the debt, and no more than that collateral pays for"
            )
        values = [value - worth * (at == place) for at, value in enumerate(self.values)]
        return replace(self, values=tuple(values), debt=self.debt - repaid)
