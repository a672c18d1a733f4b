"""Numbers of kinds that Python does not mix: a Decimal beside floats is refused by name, wherever they meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import wraps
from inspect import isgeneratorfunction, signature
from typing import Any, ParamSpec, TypeVar

import numpy as np

from marginlib.errors import InvalidInput, shown

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def one_kind(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """A function that refuses a Decimal among other numbers by its name, where Python does not mix the two.

    >>> @one_kind
    ... def half(size, rate):
    ...     return size * rate
    >>> half(Decimal(3), 0.5)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: size is 3, a Decimal, which does not go with the other numbers (unsupported operand
    type(s) for *: 'decimal.Decimal' and 'float'); give all of one kind
    """

    @wraps(function)
    def called(*given: Given.args, **named: Given.kwargs) -> Answer:
        with _naming(function, *given, **named):
            return function(*given, **named)

    @wraps(function)
    def made(*given: Given.args, **named: Given.kwargs) -> Any:
        with _naming(function, *given, **named):
            return (yield from function(*given, **named))  # type: ignore[misc]  # a generator

    return made if isgeneratorfunction(function) else called


@contextmanager
def _naming(function: Callable[Given, Any], *given: Given.args, **named: Given.kwargs) -> Iterator[None]:
    """Where an error speaks of a Decimal, raise InvalidInput with the first that was given."""
    try:
        yield
    except TypeError as error:
        arguments = signature(function).bind_partial(*given, **named).arguments
        for name, value in _decimals(arguments) if "ecimal" in str(error) else ():
            raise InvalidInput(
                f"{name.replace('_', ' ')} is {shown(value)}, a Decimal, which does not go with the other numbers "
                f"({error}); give all of one kind"
            ) from None
        raise


def _decimals(given: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """The Decimals in what was given, each with the name of the argument or field that holds it."""
    for name, value in given.items():
        if isinstance(value, Decimal):
            yield name, value
        elif is_dataclass(value):
            yield from _decimals({field.name: getattr(value, field.name) for field in fields(value)})
        elif isinstance(value, (Mapping, list, tuple)) or getattr(value, "dtype", None) == np.dtype(object):
            inside = value.values() if isinstance(value, Mapping) else np.asarray(value, dtype=object).ravel()
            yield from ((name, found) for each in inside for _, found in _decimals({name: each}))
