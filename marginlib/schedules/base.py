"""What every schedule is: the worst of several linear requirements."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.arithmetic import maximum, sign
from marginlib.errors import InvalidInput, checked, elements, listed

Lines = Sequence[tuple[Any, Any]]


def worst_requirement(lines: Lines, notional: Any) -> Any:
    """Largest requirement of `lines` at `notional`, never below zero.

    >>> worst_requirement([(0.004, 0), (0.005, 50)], 100_000)
    450.0
    """
    return maximum(0 * notional, *(formulas.maintenance(notional, rate, amount) for rate, amount in lines))


def worst_price(lines: Lines, collateral: Any, size: Any, entry: Any) -> Any:
    """First price at which one of `lines` is no longer covered, zero where none above zero is.

    A long is liquidated below it, a short above it. A line of rate 1 asks of a long all that it is worth, at any price:
    it is covered at all of them (zero) or at none (infinity).

    Raises:
        InvalidInput: a rate above 1 under which a long is healthy at low prices and liquidated at high ones.

    >>> worst_price([(0.004, 0), (0.005, 50)], 10_000, 2, 50_000)
    45201.00502512...
    >>> worst_price([(1, 0)], 10, 1, 100), worst_price([(1, 0)], 100, 1, 100)
    (inf, 0)
    """
    side = sign(size)
    prices = (_uncovered(collateral, size, entry, rate, amount) for rate, amount in lines)
    price = side * maximum(*(side * each for each in prices))
    return 0 + maximum(price, abs(0 * size * entry))  # so a zero has no minus


def _uncovered(collateral: Any, size: Any, entry: Any, rate: Any, amount: Any) -> Any:
    """Price at which one line is no longer covered."""
    gained = size - abs(size) * rate  # equity beyond the line, for each unit that the price rises
    if np.all(sign(size) * gained > 0):
        return formulas.liquidation_price(collateral, size, entry, rate, amount)
    found = np.vectorize(_uncovered_long, otypes=[object])(collateral, size, entry, rate, amount)
    kind = np.result_type(*map(np.asarray, (collateral, size, entry, rate)), float)
    return found.astype(kind) if found.ndim else found[()]


def _uncovered_long(collateral: Any, size: Any, entry: Any, rate: Any, amount: Any) -> Any:
    spare = collateral + amount - size * entry
    if rate < 1 or size < 0:
        return formulas.liquidation_price(collateral, size, entry, rate, amount)
    if spare < 0 or (spare == 0 and rate > 1):
        return float("inf")
    if rate > 1:
        raise InvalidInput(
            f"rate is {rate}: {size} at {entry} with {collateral} needs more than it is worth: a rise of "
            "the price liquidates it, no fall; ask for the requirement at a price, or give a rate of at most 1"
        )
    return 0 * entry


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


def check_tiers(name: str, floors: Sequence[Any], rates: Sequence[Any]) -> None:
    """Raise InvalidInput unless `floors` ascend from zero, each with a rate from 0 to below 1."""
    floors, rates = elements(f"{name}s", floors), elements("rates", rates)
    if not 0 < len(floors) == len(rates):
        raise InvalidInput(f"there are {len(floors)} {name}s from 0 on and {len(rates)} rates; give each its rate")
    checked(name, np.asarray(floors, dtype=object), lambda floor: floor >= 0, "a finite number of zero or more")
    if floors[0] != 0 or any(earlier >= later for earlier, later in pairwise(floors)):
        raise InvalidInput(f"{name}s are {listed(floors)}, but they must ascend from 0; sort them, drop duplicates")
    fractions = np.asarray(rates, dtype=object)
    checked("rate", fractions, lambda rate: 0 <= rate < 1, "a fraction from 0 to below 1 (5 % is 0.05)")
