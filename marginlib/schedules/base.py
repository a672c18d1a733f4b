"""What every schedule is: the worst of several linear requirements."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.arithmetic import maximum, sign
from marginlib.errors import InvalidInput, nonnegative

Lines = Sequence[tuple[Any, Any]]


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
    return maximum(price, abs(0 * price))


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


def ascending_from_zero(name: str, floors: tuple[Any, ...], rates: tuple[Any, ...]) -> None:
    """Raise InvalidInput unless `floors` ascend from zero, one for each of `rates`."""
    if not floors or len(floors) != len(rates):
        message = (
            f"there are {len(floors)} {name}s and {len(rates)} rates; a schedule needs as many of one as the other"
        )
        raise InvalidInput(message)
    nonnegative(name, np.asarray(floors, dtype=object))
    ascending = all(earlier < later for earlier, later in pairwise(floors))
    if floors[0] != 0 or not ascending:
        message = f"{name}s are {listed(floors)}, but they must ascend from 0; sort the tiers and drop duplicates"
        raise InvalidInput(message)


def rates_below_one(rates: tuple[Any, ...]) -> None:
    """Raise InvalidInput unless every rate is a fraction in [0, 1)."""
    nonnegative("rate", np.asarray(rates, dtype=object))
    if max(rates) >= 1:
        message = f"rate is {max(rates)!s}, but it must be a fraction below 1 (5 % is 0.05)"
        raise InvalidInput(message)


def listed(values: tuple[Any, ...]) -> str:
    """`values` as a message names them."""
    return ", ".join(map(str, values))
