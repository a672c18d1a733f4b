"""The one family of exceptions, and the checks that stand at the door.

Formulas never validate: the types that hold positions, schedules and venues do, before anything changes. Every message
names the value that was refused and says what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np

Value = TypeVar("Value")


class MarginError(Exception):
    """Base of every exception that marginlib raises on purpose."""


class InvalidInput(MarginError, ValueError):
    """A value that no margin rule can work with: NaN, a zero price, tiers out of order."""


class UnknownName(MarginError, LookupError):
    """A venue, a market or an account that does not exist."""


def _finite_number(value: Any) -> bool:
    if isinstance(value, (str, bytes, bool, np.bool_)) or value is None:
        return False
    try:
        return bool(abs(value) < float("inf"))
    except (TypeError, ArithmeticError):
        return False


def _check(name: str, value: Any, good: Callable[[Any], Any], wanted: str) -> None:
    """Raise InvalidInput with the first element of `value` that is no finite number or for which `good` is false."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
        bad = value[~(np.isfinite(value) & good(value))]
        refused = bad.tolist()[:1]
    else:
        elements = np.asarray(value, dtype=object).ravel()
        refused = [element for element in elements if not (_finite_number(element) and good(element))][:1]
    for element in refused:
        shown = repr(element) if isinstance(element, str) else str(element)
        message = f"{name} is {shown}, but it must be {wanted}"
        raise InvalidInput(message)


def finite(name: str, value: Value) -> Value:
    """Return `value` when every element is a finite number.

    >>> finite("entry price", 100.0)
    100.0
    >>> finite("entry price", float("nan"))
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: entry price is nan, but it must be a finite number
    """
    _check(name, value, lambda number: number == number, "a finite number")  # noqa: PLR0124 - elementwise truth
    return value


def positive(name: str, value: Value) -> Value:
    """Return `value` when every element is a finite number above zero.

    >>> positive("mark price", 0)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: mark price is 0, but it must be a finite number above zero
    """
    _check(name, value, lambda number: number > 0, "a finite number above zero")
    return value


def nonnegative(name: str, value: Value) -> Value:
    """Return `value` when every element is a finite number of zero or more.

    >>> nonnegative("collateral", -5)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: collateral is -5, but it must be a finite number of zero or more
    """
    _check(name, value, lambda number: number >= 0, "a finite number of zero or more")
    return value


def nonzero(name: str, value: Value) -> Value:
    """Return `value` when every element is a finite number other than zero.

    >>> nonzero("size", 0)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: size is 0, but it must be a finite number other than zero
    """
    _check(name, value, lambda number: number != 0, "a finite number other than zero")
    return value


def one_of(name: str, value: Value, allowed: Iterable[Value]) -> Value:
    """Return `value` when it is one of `allowed`.

    >>> one_of("trigger", "loose", ("strict", "inclusive"))
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: trigger is 'loose', but it must be one of 'strict', 'inclusive'
    """
    choices = list(allowed)
    if value not in choices:
        message = f"{name} is {value!r}, but it must be one of {', '.join(map(repr, choices))}"
        raise InvalidInput(message)
    return value
