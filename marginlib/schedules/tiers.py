"""Marginal tiers: each slice of the notional at its own rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, Self

import numpy as np

from marginlib import formulas
from marginlib.errors import InvalidInput, checked, elements, finite, listed
from marginlib.kinds import one_kind
from marginlib.schedules.base import Lines, Schedule, check_tiers

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

    @one_kind
    def __post_init__(self) -> None:
        check_tiers("floor", self.floors, self.rates)
        if any(later < earlier for earlier, later in pairwise(self.rates)):
            raise InvalidInput(f"rates are {listed(self.rates)}, but they must not fall: more never needs less")
        exact = _continuous_amounts(self.floors, self.rates)
        given = finite("maintenance amount", elements("amounts", self.amounts)) or exact
        if len(given) != len(exact):
            raise InvalidInput(f"there are {len(given)} amounts for {len(exact)} tiers; give one a tier, or none")
        for floor, amount, wanted in zip(self.floors, given, exact, strict=True):
            if abs(amount - wanted) > _tolerance(floor):
                raise InvalidInput(
                    f"maintenance amount {amount} of the tier from {floor} leaves a jump: a continuous schedule has "
                    f"{wanted} there; correct the floor, the rate or the amount, or leave the amounts out"
                )
        for name, values in (("floors", self.floors), ("rates", self.rates), ("amounts", given)):
            object.__setattr__(self, name, tuple(values))

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
        plain = all(column.dtype.kind in "fiu" for column in columns)
        if not plain or columns[1].dtype != np.float64 or columns[1].ndim == 0:
            return super().liquidation_price(collateral, size, entry)
        blocks = np.nditer(
            [*columns, None],
            ["external_loop", "buffered", "zerosize_ok"],
            [["readonly"], ["readonly"], ["readonly"], ["writeonly", "allocate"]],
            op_dtypes=[float] * 4,
            casting="same_kind",
            buffersize=BLOCK,
        )
        with blocks:
            for block in blocks:
                self._fill(*block)
            return blocks.operands[3]

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
        widths = [len(elements("row of tiers", row)) for row in elements("rows", rows)]
        checked(
            "length of a row", widths, lambda n: n in (2, 3) and n == widths[0], "2 or 3 in all: floor, rate, amount"
        )
        return cls(*zip(*rows, strict=True)) if len(rows) else cls((), ())


def FlatRate(rate: Any) -> MarginalTiers:  # noqa: N802 - reads as the schedule it makes
    """One rate for every notional: marginal tiers with one tier.

    >>> FlatRate(0.005).requirement(10, 100)
    5.0
    """
    return MarginalTiers((0,), (rate,))


def _continuous_amounts(floors: Sequence[Any], rates: Sequence[Any]) -> tuple[Any, ...]:
    steps = zip(floors[1:], rates, rates[1:], strict=False)
    return tuple(
        accumulate(steps, lambda amount, step: formulas.maintenance_amount(amount, *step), initial=0 * rates[0])
    )


def _tolerance(floor: Any) -> float:
    """Venues print amounts to the cent; a jump below two cents, or a billionth of the floor, is their rounding."""
    return max(0.02, 1e-9 * float(floor)) if floor > 1 else 1e-9
