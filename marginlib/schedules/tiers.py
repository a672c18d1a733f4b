"""Marginal tiers: each slice of the notional at its own rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, Self

import numpy as np

from marginlib import formulas
from marginlib.errors import InvalidInput, positive
from marginlib.schedules.base import Lines, Schedule, ascending_from_zero, listed, rates_below_one

BLOCK = 32_768  # elements a pass: four columns of this length stay in the second-level cache


@dataclass(frozen=True)
class MarginalTiers(Schedule):
    """Tiers that charge each slice of the notional its own rate, like an income tax.

    Args:
        floors: notional at which each tier begins, ascending from 0, in settlement currency.
        rates: maintenance rate of each tier, a fraction in [0, 1), not falling.
        amounts: what each tier deducts so that the requirement is continuous; computed where not given.

    Raises:
        InvalidInput: floors that do not ascend from zero, rates that fall, amounts that leave a jump.

    Source: Binance, "Leverage and margin of USD-M futures" (brackets with maintenance amounts).

    >>> tiers = MarginalTiers((0, 50_000, 250_000), (0.004, 0.005, 0.010))
    >>> [round(float(amount), 6) for amount in tiers.amounts]
    [0.0, 50.0, 1300.0]
    >>> round(tiers.requirement(2, 50_000), 6)
    450.0
    """

    floors: tuple[Any, ...]
    rates: tuple[Any, ...]
    amounts: tuple[Any, ...] = field(default=())

    def __post_init__(self) -> None:
        floors, rates = tuple(self.floors), tuple(self.rates)
        ascending_from_zero("floor", floors, rates)
        rates_below_one(rates)
        if any(later < earlier for earlier, later in pairwise(rates)):
            message = f"tier rates are {listed(rates)}, but they must not fall: a larger position never needs less"
            raise InvalidInput(message)
        exact = _continuous_amounts(floors, rates)
        given = tuple(self.amounts) or exact
        if len(given) != len(rates):
            message = f"there are {len(given)} maintenance amounts for {len(rates)} tiers; give one a tier, or none"
            raise InvalidInput(message)
        for floor, wanted, amount in zip(floors, exact, given, strict=True):
            if abs(amount - wanted) > _tolerance(floor):
                message = (
                    f"maintenance amount {amount!s} of the tier from {floor!s} leaves a jump: a continuous schedule "
                    f"has {wanted!s} there; correct the floor, the rate or the amount, or leave the amounts out"
                )
                raise InvalidInput(message)
        for name, value in (("floors", floors), ("rates", rates), ("amounts", given)):
            object.__setattr__(self, name, value)

    def lines(self, size: Any) -> Lines:  # noqa: ARG002 - the same lines serve every size
        """One line a tier, whatever the size."""
        return tuple(zip(self.rates, self.amounts, strict=True))

    def tier(self, notional: Any) -> Any:
        """Index of the tier that holds `notional`; a value on a floor belongs to the tier it begins.

        >>> MarginalTiers((0, 50_000), (0.004, 0.005)).tier(50_000)
        1
        """
        found = np.searchsorted(np.asarray(self.floors), notional, side="right") - 1
        return int(found) if np.ndim(found) == 0 else found

    def liquidation_price(self, collateral: Any, size: Any, entry: Any) -> Any:
        """Price at which an isolated linear position is liquidated: the worst over all tiers.

        Shapes broadcast. Float columns take a path of their own, which finds the tier by bisection instead of trying
        each: with ``Y = collateral - size * entry``, tiers change where Y passes plus or minus floor and maintenance.
        """
        columns = [np.asarray(value) for value in (collateral, size, entry)]
        if (
            columns[1].dtype != np.float64
            or columns[1].ndim == 0
            or any(column.dtype.kind not in "fiu" for column in columns)
        ):
            return super().liquidation_price(collateral, size, entry)
        wide = np.broadcast_arrays(*columns)
        price = np.empty(wide[0].shape)
        flat = [np.ravel(column) for column in wide]
        out = price.reshape(-1)
        for start in range(0, out.size, BLOCK):
            block = slice(start, start + BLOCK)
            self._fill(flat[0][block], flat[1][block], flat[2][block], out[block])
        return price

    @cached_property
    def _search(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Ascending thresholds of Y, and amount and 1/(side * rate - 1) of the line between each two."""
        floors, rates, amounts = (np.asarray(values, dtype=float) for values in (self.floors, self.rates, self.amounts))
        needs = rates * floors - amounts
        thresholds = np.concatenate([(needs - floors)[:0:-1], [0.0], (floors + needs)[1:]])
        line_amounts = np.concatenate([amounts[::-1], amounts])
        factors = np.concatenate([1 / (rates[::-1] - 1), -1 / (rates + 1)])
        return thresholds, line_amounts, factors

    def _fill(self, collateral: np.ndarray, size: np.ndarray, entry: np.ndarray, out: np.ndarray) -> None:
        thresholds, amounts, factors = self._search
        np.multiply(size, entry, out=out)
        np.subtract(collateral, out, out=out)
        line = np.zeros(out.shape, dtype=np.int8)
        for threshold in thresholds:
            line += out > threshold
        out += amounts.take(line)
        out *= factors.take(line)
        out /= size
        np.maximum(out, 0, out=out)

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[Any]]) -> Self:
        """Tiers from rows of (floor, rate) or (floor, rate, amount).

        >>> MarginalTiers.from_rows([(0, 0.004), (50_000, 0.005)]).rates
        (0.004, 0.005)
        """
        return cls(*(tuple(column) for column in zip(*rows, strict=True)))


def FlatRate(rate: Any) -> MarginalTiers:  # noqa: N802 - reads as the schedule it makes
    """One rate for every notional: marginal tiers with one tier.

    >>> FlatRate(0.005).requirement(10, 100)
    5.0
    """
    return MarginalTiers((0,), (rate,))


def _continuous_amounts(floors: tuple[Any, ...], rates: tuple[Any, ...]) -> tuple[Any, ...]:
    amounts = [0 * rates[0]]
    for floor, previous, rate in zip(floors[1:], rates, rates[1:], strict=False):
        amounts.append(formulas.maintenance_amount(amounts[-1], floor, previous, rate))
    return tuple(amounts)


def _tolerance(floor: Any) -> float:
    """Venues print amounts to the cent; a jump below two cents, or a billionth of the floor, is their rounding."""
    return max(0.02, 1e-9 * float(floor)) if floor > 1 else 1e-9


def largest_leverage(stake: Any, brackets: Sequence[tuple[Any, Any, Any]]) -> Any:
    """Largest leverage L for which the bracket that holds ``stake * L`` allows L.

    Args:
        stake: collateral, above zero.
        brackets: (floor, cap, largest leverage), floors and caps of notional, ascending.

    Source: Binance, "Leverage and margin of USD-M futures" (brackets).

    >>> largest_leverage(1_500, [(0, 10_000, 75), (10_000, 50_000, 50)])
    33.333333333333336
    """
    positive("stake", stake)
    allowed = [(floor, min(leverage, cap / stake)) for floor, cap, leverage in brackets]
    return max((leverage for floor, leverage in allowed if stake * leverage >= floor), default=0)
