"""Margin schedules: how much equity a position needs, as the worst of several linear requirements.

A schedule answers one question, `lines(size)`: the pairs (rate, amount) of which the requirement is the largest
``rate * notional - amount``. A maximum of linear functions is convex, which gives the liquidation price a closed form:
the worst of the prices of the single lines, the highest for a long and the lowest for a short. Flat rates and rates
that depend on the size alone have one line; marginal tiers have one a tier.

A schedule whose rate hits the whole position when its *notional* crosses a step is not convex. `StepTiers` with
``unit="notional"`` is that exception and says so in its own `liquidation_price`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import numpy as np

from marginlib import formulas
from marginlib.arithmetic import maximum, sign
from marginlib.errors import InvalidInput, nonnegative, one_of, positive

Lines = Sequence[tuple[Any, Any]]
BLOCK = 16_384  # elements a pass: four columns of this length stay in the second-level cache


def worst_requirement(lines: Lines, notional: Any) -> Any:
    """Largest requirement of `lines` at `notional`, never below zero.

    >>> worst_requirement([(0.004, 0), (0.005, 50)], 100_000)
    450.0
    """
    return maximum(0 * notional, *(formulas.maintenance(notional, rate, amount) for rate, amount in lines))


def worst_price(lines: Lines, collateral: Any, size: Any, entry: Any) -> Any:
    """First price at which one of `lines` is no longer covered, zero where none above zero is.

    A long is liquidated below it, a short above it.

    >>> worst_price([(0.004, 0), (0.005, 50)], 10_000, 2, 50_000)
    45201.00502512...
    """
    side = sign(size)
    candidates = (side * formulas.liquidation_price(collateral, size, entry, rate, amount) for rate, amount in lines)
    price = side * maximum(*candidates)
    return maximum(price, 0 * price)


class Schedule(ABC):
    """How much equity a position needs: the worst of the linear requirements in `lines`."""

    @abstractmethod
    def lines(self, size: Any) -> Lines:
        """Pairs (rate, amount) in force for a position of signed `size`."""

    def requirement(self, size: Any, price: Any) -> Any:
        """Equity needed by `size` at `price`, in settlement currency; shapes broadcast."""
        return worst_requirement(self.lines(size), formulas.notional(size, price))

    def liquidation_price(self, collateral: Any, size: Any, entry: Any) -> Any:
        """Price at which a linear isolated position is liquidated; 0 for a long that no price can liquidate."""
        return worst_price(self.lines(size), collateral, size, entry)


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
        _ascending_from_zero("floor", floors, rates)
        _rates_below_one(rates)
        if any(later < earlier for earlier, later in zip(rates, rates[1:], strict=False)):
            message = f"tier rates are {_listed(rates)}, but they must not fall: a larger position never needs less"
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
        if any(column.ndim == 0 or column.dtype != np.float64 for column in columns[1:2]) or any(
            column.dtype.kind not in "fiu" for column in columns
        ):
            return super().liquidation_price(collateral, size, entry)
        wide = np.broadcast_arrays(*columns)
        price = np.empty(wide[0].shape)
        flat = [np.ravel(column) for column in wide]
        out = price.reshape(-1)
        for start in range(0, out.size, BLOCK):
            block = slice(start, start + BLOCK)
            self._fill(*(column[block] for column in flat), out[block])
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
        if len(self.rates) == 1:
            line = (out > 0).view(np.int8)
        else:
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
        _ascending_from_zero("cap", (0, *self.caps), self.rates)
        _rates_below_one(self.rates)
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


@dataclass(frozen=True)
class ContinuousRate(Schedule):
    """A rate that grows in a straight line with the size: ``base + per_unit * |size|``.

    Source: Deribit, contract specifications of linear futures (2026).

    >>> round(ContinuousRate(0.01, 0.00005).requirement(25, 100_000), 6)
    28125.0
    """

    base: Any
    per_unit: Any

    def __post_init__(self) -> None:
        positive("base rate", self.base)
        nonnegative("rate per unit", self.per_unit)

    def lines(self, size: Any) -> Lines:
        """One line, at the rate of this size."""
        return ((formulas.size_scaled_rate(self.base, self.per_unit, size), 0),)


@dataclass(frozen=True)
class OpenInterestScaled(Schedule):
    """A rate raised in a straight line to 1 while the market's open interest goes from `lower` to `upper`.

    Args:
        rate: initial rate at or below the lower cap.
        open_interest, lower, upper: notionals of the whole market, in quote currency.
        fraction: maintenance as a share of this initial requirement; 1 gives the initial requirement itself.

    Source: dYdX v4, protocol/x/perpetuals (open-interest-scaled initial margin fraction); maintenance there is a
    fraction of the *unscaled* initial rate.

    >>> OpenInterestScaled(0.2, 15e6, 10e6, 20e6).requirement(1, 100)
    60.0...
    """

    rate: Any
    open_interest: Any
    lower: Any
    upper: Any
    fraction: Any = 1

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        nonnegative("open interest", self.open_interest)
        nonnegative("lower cap", self.lower)
        if not self.upper > self.lower:
            message = f"upper cap {self.upper!s} must lie above the lower cap {self.lower!s} of open interest"
            raise InvalidInput(message)

    def lines(self, size: Any) -> Lines:  # noqa: ARG002 - the market's size matters, not the position's
        """One line, at the rate of the market's open interest."""
        rate = formulas.open_interest_rate(self.rate, self.open_interest, self.lower, self.upper)
        return ((rate * self.fraction, 0),)


@dataclass(frozen=True)
class Haircuts(Schedule):
    """Rates for an asset held as collateral and for one borrowed: value counts at 1 - asset, debt at 1 + liability.

    >>> Haircuts(asset=0.2, liability=0.1).requirement(-10, 5)
    5.0
    """

    asset: Any
    liability: Any

    def __post_init__(self) -> None:
        nonnegative("asset haircut", self.asset)
        nonnegative("liability surcharge", self.liability)

    def lines(self, size: Any) -> Lines:
        """One line: the asset rate where the size is positive, the liability rate where it is negative."""
        side = sign(size)
        return (((self.asset * (1 + side) + self.liability * (1 - side)) / 2, 0),)


def _continuous_amounts(floors: tuple[Any, ...], rates: tuple[Any, ...]) -> tuple[Any, ...]:
    amounts = [0 * rates[0]]
    for floor, previous, rate in zip(floors[1:], rates, rates[1:], strict=False):
        amounts.append(formulas.maintenance_amount(amounts[-1], floor, previous, rate))
    return tuple(amounts)


def _tolerance(floor: Any) -> float:
    """Venues print amounts to the cent; a jump below two cents, or a billionth of the floor, is their rounding."""
    return max(0.02, 1e-9 * float(floor)) if floor > 1 else 1e-9


def _ascending_from_zero(name: str, floors: tuple[Any, ...], rates: tuple[Any, ...]) -> None:
    if not floors or len(floors) != len(rates):
        message = f"there are {len(floors)} {name}s and {len(rates)} rates; a schedule needs as many of one as the other"
        raise InvalidInput(message)
    nonnegative(name, np.asarray(floors, dtype=object))
    ascending = all(earlier < later for earlier, later in zip(floors, floors[1:], strict=False))
    if floors[0] != 0 or not ascending:
        message = f"{name}s are {_listed(floors)}, but they must ascend from 0; sort the tiers and drop duplicates"
        raise InvalidInput(message)


def _rates_below_one(rates: tuple[Any, ...]) -> None:
    nonnegative("rate", np.asarray(rates, dtype=object))
    if max(rates) >= 1:
        message = f"rate is {max(rates)!s}, but it must be a fraction below 1 (5 % is 0.05)"
        raise InvalidInput(message)


def _listed(values: tuple[Any, ...]) -> str:
    return ", ".join(map(str, values))
