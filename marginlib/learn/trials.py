"""Running a learner's function on drawn inputs: what it returned, or a refusal that says where it failed."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.deadline import Stopped, within
from marginlib.learn import answers
from marginlib.learn.answers import Unreadable
from marginlib.learn.drawn import Given, inputs, listed
from marginlib.learn.items import Item

LIMIT = 5.0  # seconds for all inputs of an item together; what the course asks for takes milliseconds


@dataclass(frozen=True)
class Trial:
    """The inputs that a function was tried on, its values, and the inputs on which they are not right.

    `untouched` is the sentence for a function that nobody has written yet; it is empty for any other.
    """

    inputs: Sequence[Given]
    values: Sequence[float] = ()
    failing: Sequence[str] = ()
    untouched: str = ""


def run(item: Item, function: Any, alias: str, *labels: object) -> Trial:
    """Try the function on every input of the item; Unreadable where what it does cannot be used."""
    if not callable(function):
        raise Unreadable("a function is wanted. Hand it in by its name, without brackets behind it.")
    tried = inputs(item, alias, *labels)
    outcomes = _outcomes(item, function, tried)
    if all(answers.missing(outcome) for outcome in outcomes):
        return Trial(tried, untouched=f"Your function for {item.id} returns nothing yet.")
    values = [_value(item, one, outcome) for one, outcome in zip(tried, outcomes, strict=True)]
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    failing = [
        _call(item, one)
        for one, value in zip(tried, values, strict=True)
        if not abs(value - float(item.oracle(**one))) <= item.tolerance
    ]
    if failing and item.stub and values == [float(item.stub(*_arguments(item, one))) for one in tried]:
        return Trial(tried, untouched=f"Your function for {item.id} still returns what it returned in the beginning.")
    return Trial(tried, values, failing)


def reader(item: Item, given: Given) -> Callable[[Any], float]:
    """How an answer is read: as True or False where the oracle says so, as a number otherwise."""
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    return _truth if isinstance(item.oracle(**given), (bool, np.bool_)) else answers.number


def _truth(answer: Any) -> float:
    if not isinstance(answer, (bool, np.bool_)):
        raise Unreadable(f"True or False is wanted; this is {answers.shown(answer)}.")
    return float(answer)


def _outcomes(item: Item, function: Callable[..., Any], tried: Sequence[Given]) -> list[Any]:
    """What the function returns for every input, all of them within the limit; see `deadline` for what it can end."""
    outcomes: list[Any] = []

    def all_of_them() -> None:
        for one in tried:
            outcomes.append(function(*_arguments(item, one)))  # noqa: PERF401 - how far it came is read while it runs

    def here() -> str:
        return _call(item, tried[min(len(outcomes), len(tried) - 1)])

    try:
        within(LIMIT, all_of_them)
    except Stopped as stop:
        raise Unreadable(f"your code gave no answer, because {stop} (for {here()})") from None
    except KeyboardInterrupt:  # the learner stopped it before the limit did and wants to know where
        raise Unreadable(f"your code was still running when it was stopped (for {here()})") from None
    except Exception as error:  # noqa: BLE001 - the learner's code may raise anything, and it is told
        raise Unreadable(f"your code raised {type(error).__name__}: {error} (for {here()})") from None
    return outcomes


def _value(item: Item, given: Given, outcome: Any) -> float:
    if answers.missing(outcome):
        raise Unreadable(f"your function returned nothing for {_call(item, given)}. Is a return missing on one path?")
    try:
        return reader(item, given)(outcome)
    except Unreadable as refusal:
        raise Unreadable(f"for {_call(item, given)}, what your function returned cannot be used: {refusal}") from None


def _arguments(item: Item, given: Given) -> list[Any]:
    return [copy.deepcopy(given[name]) for name in item.arguments or given]


def _call(item: Item, given: Given) -> str:
    return listed({name: given[name] for name in item.arguments or given})
