"""The one family of exceptions, and the checks that stand at the door.

Formulas never validate: the types that hold positions, schedules and venues do, before anything changes. Every message
names the value that was refused and says what to do instead.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import numpy as np

Value = TypeVar("Value")
Array = TypeVar("Array", bound="np.ndarray")


class MarginError(Exception):
    """Base of every exception that marginlib raises on purpose."""

    @classmethod
    def unless(cls, condition: object, *words: object) -> None:
        """Raise this exception, made of `words`, unless `condition` holds.

        >>> MarginError.unless(0 > 1, "zero is not above one")
        Traceback (most recent call last):
        marginlib.errors.MarginError: zero is not above one
        """
        if not condition:
            raise cls(*words)


class InvalidInput(MarginError, ValueError):
    """A value that no margin rule can work with: NaN, a zero price, tiers out of order."""


class UnknownName(MarginError, LookupError):
    """A venue, a market or an account that does not exist."""


def _finite_number(value: Any) -> bool:
    if isinstance(value, (str, bytes, bool, np.bool_)) or value is None:
        return False
    try:
        return bool(abs(value) < float("inf"))
    except (TypeError, ValueError, ArithmeticError):
        return False


def checked(name: str, value: Value, good: Callable[[Any], Any], wanted: str) -> Value:
    """Return `value` when every element is a finite number for which `good` holds; `wanted` says what that is.

    Args:
        good: takes a number or an array, and answers element by element.

    >>> checked("rate", 1.5, lambda rate: rate < 1, "a fraction below 1 (5 % is 0.05)")
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: rate is 1.5, but it must be a fraction below 1 (5 % is 0.05)
    """
    if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind in "fiu":
        accepted = np.isfinite(value) & good(value)
        refused = [] if accepted.all() else value[~accepted].tolist()[:1]
    else:
        elements = np.asarray(value, dtype=object).ravel()
        refused = [element for element in elements if not (_finite_number(element) and good(element))][:1]
    for element in refused:
        shown = repr(element) if isinstance(element, str) else str(element)
        raise InvalidInput(f"{name} is {shown}, but it must be {wanted}")
    return value


def finite(name: str, value: Value) -> Value:
    """Return `value` when every element is a finite number.

    >>> finite("entry price", 100.0)
    100.0
    >>> finite("entry price", float("nan"))
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: entry price is nan, but it must be a finite number
    """
    return checked(name, value, lambda number: number == number, "a finite number")  # noqa: PLR0124 - elementwise truth


def positive(name: str, value: Value) -> Value:
    """Return `value` when every element is a finite number above zero.

    >>> positive("mark price", 0)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: mark price is 0, but it must be a finite number above zero
    """
    return checked(name, value, lambda number: number > 0, "a finite number above zero")


def nonnegative(name: str, value: Value) -> Value:
    """Return `value` when every element is a finite number of zero or more.

    >>> nonnegative("collateral", -5)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: collateral is -5, but it must be a finite number of zero or more
    """
    return checked(name, value, lambda number: number >= 0, "a finite number of zero or more")


def nonzero(name: str, value: Value) -> Value:
    """Return `value` when every element is a finite number other than zero.

    >>> nonzero("size", 0)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: size is 0, but it must be a finite number other than zero
    """
    return checked(name, value, lambda number: number != 0, "a finite number other than zero")


def share(name: str, value: Value) -> Value:
    """Return `value` when every element is a number from 0 to 1.

    >>> share("recovery", 1.2)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: recovery is 1.2, but it must be a share from 0 to 1 (5 % is 0.05)
    """
    return checked(name, value, lambda number: (number >= 0) & (number <= 1), "a share from 0 to 1 (5 % is 0.05)")


def whole(name: str, value: Value) -> Value:
    """Return `value` when every element is a whole number above zero.

    >>> whole("steps", 2.5)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: steps is 2.5, but it must be a whole number above zero
    """
    return checked(name, value, lambda number: (number > 0) & (number % 1 == 0), "a whole number above zero")


def numbers(name: str, values: Any) -> np.ndarray:
    """The array of floats that `values` are; infinite ones and NaN are left to the check that follows.

    >>> numbers("volatility", "high")
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: volatility is 'high', but it must be a number, or rows of numbers of one length
    """
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        wanted = "a number, or rows of numbers of one length"
        raise InvalidInput(f"{name} is {reprlib.repr(values)}, but it must be {wanted}") from None


def seeded(seed: Value) -> Value:
    """Return `seed` when NumPy begins a stream of random numbers with it.

    >>> seeded(-1)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: seed is -1, but it must be a whole number of zero or more
    """
    given: Any = seed
    if type(given) is int and given >= 0:
        return seed  # at once: the test by NumPy takes longer than some of the draws
    try:
        np.random.default_rng(given)
    except (TypeError, ValueError):
        raise InvalidInput(f"seed is {seed!r}, but it must be a whole number of zero or more") from None
    return seed


def instance(name: str, value: Value, kind: type | tuple[type, ...], wanted: str) -> Value:
    """Return `value` when it is of the `kind`; `wanted` names one that is.

    >>> instance("schedule", 0.005, tuple, "a schedule, such as FlatRate(0.005)")
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: schedule is 0.005, but it must be a schedule, such as FlatRate(0.005)
    """
    if not isinstance(value, kind):
        raise InvalidInput(f"{name} is {reprlib.repr(value)}, but it must be {wanted}")
    return value


def one_of(name: str, value: Value, allowed: Iterable[Value]) -> Value:
    """Return `value` when it is one of `allowed`.

    >>> one_of("trigger", "loose", ("strict", "inclusive"))
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: trigger is 'loose', but it must be one of 'strict', 'inclusive'
    """
    choices = list(allowed)
    if value not in choices:
        raise InvalidInput(f"{name} is {value!r}, but it must be one of {', '.join(map(repr, choices))}")
    return value


def known(what: str, names: Iterable[str], table: Collection[str]) -> None:
    """Raise UnknownName with the first of `names` that `table` does not hold; `what` says what it holds by name.

    >>> known("price of market", ["BTC", "ETH"], {"BTC": 100.0})
    Traceback (most recent call last):
    marginlib.errors.UnknownName: there is no price of market 'ETH'; add it, or choose from BTC
    """
    for name in names:
        if name not in table:
            raise UnknownName(f"there is no {what} {name!r}; add it, or choose from {', '.join(table) or 'nothing'}")


def shaped(name: str, array: Array, shape: tuple[int, ...], wanted: str) -> Array:
    """Return `array` when it has the `shape`; `wanted` says which element belongs to what.

    >>> shaped("volatility", np.array([0.8]), (2,), "one for each of BTC, ETH")
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: volatility has the shape (1,), but it must have (2,): one for each of BTC, ETH
    """
    if array.shape != shape:
        raise InvalidInput(f"{name} has the shape {array.shape}, but it must have {shape}: {wanted}")
    return array
