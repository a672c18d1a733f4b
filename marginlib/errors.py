"""The one family of exceptions, and the checks that stand at the door.

Formulas never validate: the types that hold positions, schedules and venues do, before anything changes. Every message
names the value that was refused and says what to do instead.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
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


NOT_NUMBERS = (str, bytes, bool, np.bool_, complex, np.complexfloating, type(None))


def _finite_number(value: Any) -> bool:
    """Whether it is a number that a float can come close to: no text, no truth value, nothing of 400 digits."""
    try:
        return (
            not isinstance(value, NOT_NUMBERS) and bool(abs(value) < float("inf")) and abs(float(value)) < float("inf")
        )
    except (TypeError, ValueError, ArithmeticError):
        return False


def shown(value: Any) -> str:
    """A value as a message names it, cut where it is long.

    >>> shown("100"), shown(1.5), shown(Fraction(1, 3)), shown(10**400)
    ("'100'", '1.5', '1/3', '100000000000000000...0000000000000000000')
    """
    plain = value.item() if isinstance(value, np.generic) else value
    with suppress(ValueError):  # Python writes no whole number of more than 4,300 digits
        return str(plain)[:60] if isinstance(plain, (Decimal, Fraction)) else reprlib.repr(plain)
    return "a number of thousands of digits"


def listed(values: Iterable[Any]) -> str:
    """`values` as a message names them.

    >>> listed([0, 50_000])
    '0, 50000'
    """
    return ", ".join(map(str, values))


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
        raise InvalidInput(f"{name} is {shown(element)}, but it must be {wanted}")
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
    with suppress(TypeError, ValueError, ArithmeticError):
        found = np.asarray(values)
        unread = found.ravel() if found.dtype.kind == "O" else ()
        if found.dtype.kind in "fiuO" and not any(isinstance(element, NOT_NUMBERS) for element in unread):
            return found.astype(float, copy=False)
    raise InvalidInput(f"{name} is {shown(values)}, but it must be a number, or rows of numbers of one length")


def instance(name: str, value: Any, kind: Any, wanted: str) -> Any:
    """Return `value` when it is of the `kind`; `wanted` names one that is.

    >>> instance("schedule", 0.005, tuple, "a schedule, such as FlatRate(0.005)")
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: schedule is 0.005, but it must be a schedule, such as FlatRate(0.005)
    """
    if not isinstance(value, kind):
        raise InvalidInput(f"{name} is {shown(value)}, but it must be {wanted}")
    return value


def elements(name: str, values: Any) -> tuple[Any, ...]:
    """The elements of a list, a tuple or an array.

    >>> elements("rates", 0.01)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: rates is 0.01, but it must be a list, such as (0.01, 0.02)
    """
    return tuple(instance(name, values, (Sequence, np.ndarray), "a list, such as (0.01, 0.02)"))


def alike(columns: Mapping[str, Any]) -> None:
    """Raise InvalidInput where two of the `columns` carry labels, as pandas gives them, that differ.

    Columns are read by place, so that a price labelled ETH would be taken for the one of BTC.

    >>> import pandas as pd
    >>> alike({"size": pd.Series([1, 2], index=["BTC", "ETH"]), "entry": pd.Series([3, 4], index=["ETH", "BTC"])})
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: size and entry are labelled in another order; bring them into one, or drop the labels
    """
    labelled = {name: values.index for name, values in columns.items() if hasattr(values, "reindex")}
    if not all(next(iter(labelled.values())).equals(labels) for labels in labelled.values()):
        names = " and ".join(labelled)
        raise InvalidInput(f"{names} are labelled in another order; bring them into one, or drop the labels")


def fitting(columns: Mapping[str, Any]) -> None:
    """Raise InvalidInput where two of the `columns` are of unlike length; a single number goes with any.

    >>> fitting({"size": np.array([1.0, 2.0]), "entry": np.array([3.0, 4.0, 5.0])})
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: size and entry have the shapes (2,), (3,); give columns of one length, or one number
    """
    shapes = {name: np.shape(values) for name, values in columns.items() if hasattr(values, "__len__")}
    try:
        np.broadcast_shapes(*shapes.values()) if shapes else ()  # single numbers are told apart in no time
    except ValueError:
        named = f"{' and '.join(shapes)} have the shapes {listed(shapes.values())}"
        raise InvalidInput(f"{named}; give columns of one length, or one number") from None


def together(what: str, compute: Callable[..., Any], *given: Any) -> Any:
    """What `compute` makes of the `given` numbers, which Python may not mix; `what` names them.

    >>> together("size and rate", lambda size: size * 0.5, Decimal(1))
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: size and rate are of kinds that do not go together (unsupported operand type(s) for
    *: 'decimal.Decimal' and 'float'); give all of one kind
    """
    try:
        return compute(*given)
    except TypeError as error:
        raise InvalidInput(f"{what} are of kinds that do not go together ({error}); give all of one kind") from None


def one_of(name: str, value: Any, allowed: Iterable[Any]) -> Any:
    """Return `value` when it is one of `allowed`.

    >>> one_of("trigger", "loose", ("strict", "inclusive"))
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: trigger is 'loose', but it must be one of 'strict', 'inclusive'
    """
    choices = list(allowed)
    if not isinstance(value, Hashable) or value not in choices:
        raise InvalidInput(f"{name} is {shown(value)}, but it must be one of {', '.join(map(repr, choices))}")
    return value


def known(what: str, names: Iterable[Any], table: Collection[str]) -> None:
    """Raise UnknownName with the first of `names` that `table` does not hold; `what` says what it holds by name.

    >>> known("price of market", ["BTC", "ETH"], {"BTC": 100.0})
    Traceback (most recent call last):
    marginlib.errors.UnknownName: there is no price of market 'ETH'; add it, or choose from BTC
    """
    there = (
        table.keys()
        if hasattr(table, "keys")
        else instance(f"table of {what}s", table, (AbstractSet, list, tuple), f"every {what}, by name")
    )
    for name in names:
        if not isinstance(name, Hashable) or name not in there:
            raise UnknownName(f"there is no {what} {shown(name)}; add it, or choose from {listed(there) or 'nothing'}")


def shaped(name: str, array: Array, shape: tuple[int, ...], wanted: str) -> Array:
    """Return `array` when it has the `shape`; `wanted` says which element belongs to what.

    >>> shaped("volatility", np.array([0.8]), (2,), "one for each of BTC, ETH")
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: volatility has the shape (1,), but it must have (2,): one for each of BTC, ETH
    """
    if np.shape(array) != shape:
        raise InvalidInput(f"{name} has the shape {np.shape(array)}, but it must have {shape}: {wanted}")
    return array
