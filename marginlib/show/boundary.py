"""The error boundary of every widget callback: what goes wrong is shown to the learner and still reaches the test."""

from collections.abc import Callable
from html import escape
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Alert(Protocol):
    """Anything with an HTML text as `value`, such as `ipywidgets.HTML`."""

    value: str


def guarded(callback: Callable[P, R], alert: Alert) -> Callable[P, R]:
    """Return `callback` with a boundary around it: an exception is shown in `alert` and raised again.

    A kernel swallows what a plain callback raises. Here the message appears in an element with role alert, and a
    later call that succeeds clears it. Any `Exception` passes through unchanged, so a test fails on it.

    >>> class Place:
    ...     value = ""
    >>> place = Place()
    >>> halve = guarded(lambda number: 1 / number, place)
    >>> halve(2)
    0.5
    >>> halve(0)
    Traceback (most recent call last):
    ...
    ZeroDivisionError: division by zero
    >>> place.value  # doctest: +ELLIPSIS
    '<div role="alert" style="...">ZeroDivisionError: division by zero</div>'
    """

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            result = callback(*args, **kwargs)
        except Exception as error:
            message = escape(f"{type(error).__name__}: {error}")
            alert.value = f'<div role="alert" style="border-left: 4px solid #b00020; padding: 4px 8px">{message}</div>'
            raise
        if alert.value:
            alert.value = ""
        return result

    return call
