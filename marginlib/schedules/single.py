"""Schedules whose lines follow the size, the market, the side or the venue, never the price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marginlib import formulas
from marginlib.arithmetic import sign
from marginlib.errors import checked, nonnegative, positive, share
from marginlib.schedules.base import Lines, Schedule


@dataclass(frozen=True)
class Fixed(Schedule):
    """Lines that hold for one position, whatever its size: what a venue's conventions make of its schedule.

    >>> Fixed(((0.01, 0), (0, -50))).requirement(2, 1_000)
    50
    """

    fixed: Lines

    def lines(self, size: Any) -> Lines:  # noqa: ARG002 - they were made for the size
        """The lines given."""
        return self.fixed


@dataclass(frozen=True)
class ContinuousRate(Schedule):
    """A rate that grows in a straight line with the size: ``base + per_unit * |size|``.

    Source: Deribit help, linear perpetual margin table.

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
        share("rate", positive("rate", self.rate))
        share("fraction", positive("fraction", self.fraction))
        nonnegative("open interest", self.open_interest)
        nonnegative("lower cap", self.lower)
        checked("upper cap", self.upper, lambda cap: cap > self.lower, f"above the lower cap {self.lower}")

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
        share("asset haircut", self.asset)
        nonnegative("liability surcharge", self.liability)

    def lines(self, size: Any) -> Lines:
        """One line: the asset rate where the size is positive, the liability rate where it is negative."""
        side = sign(size)
        return (((self.asset * (1 + side) + self.liability * (1 - side)) / 2, 0),)
