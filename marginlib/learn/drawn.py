"""The numbers of an item for one learner, and the texts filled with them."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

import numpy as np

from marginlib.errors import InvalidInput
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item

INPUTS = 8  # how many drawn inputs a function is tried on


class Given(Mapping[str, Any]):
    """The drawn numbers of an item, read as `g.entry` or `g["entry"]`.

    >>> g = Given({"entry": 100, "size": -2})
    >>> g.entry, g["size"]
    (100, -2)
    >>> g
    Given(entry=100, size=-2)
    """

    __slots__ = ("_numbers",)

    def __init__(self, numbers: Mapping[str, Any]) -> None:
        for name in numbers:
            if hasattr(Mapping, name):
                raise InvalidInput(f"a drawn number cannot be called {name!r}: every mapping has that as a method")
        self._numbers = dict(numbers)

    def __getitem__(self, name: str) -> Any:
        return self._numbers[name]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # a copy asks before it has any numbers
            raise AttributeError(name)
        if name in self._numbers:
            return self._numbers[name]
        raise AttributeError(f"this item gives {', '.join(self._numbers) or 'no numbers'}, but no {name!r}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __repr__(self) -> str:
        return f"Given({listed(self._numbers)})"


def listed(numbers: Mapping[str, Any]) -> str:
    """The numbers as they would stand in a call: "entry=100, size=-2"."""
    return ", ".join(f"{name}={value!r}" for name, value in numbers.items())


def numbers(item: Item, alias: str, *labels: object) -> Given:
    """The numbers of `item` for the learner called `alias`; further labels draw other numbers (recall, retries)."""
    return Given(item.draw(Draw(alias, item.id, *labels)))


def inputs(item: Item, alias: str, *labels: object) -> list[Given]:
    """The inputs that a function item is tried on: the learner's own numbers first, then others, then fixed cases."""
    more = [numbers(item, alias, *labels, count) for count in range(1, INPUTS)]
    return [numbers(item, alias, *labels), *more, *map(Given, item.cases)]


def sequence(item: Item, alias: str, *labels: object) -> str:
    """The right order of an order item as letters: step k stands under the k-th of them."""
    shown = Draw(alias, item.id, *labels, "steps").shuffled(range(len(item.steps)))
    return "".join(item.letters[shown.index(step)] for step in range(len(item.steps)))


def expected(item: Item, given: Given, alias: str, *labels: object) -> Any:
    """The right answer where there is one: a value of the oracle, or the letters of an order. None otherwise."""
    if item.expects == "order":
        return sequence(item, alias, *labels)
    if item.oracle is None or item.expects == "function":
        return None
    return item.oracle(**given)


def fill(text: str, given: Mapping[str, Any], answer: Any = None) -> str:
    """The text with its numbers filled in; `{answer}` reads well and without digits that nobody needs.

    >>> fill("A {size:side} of {size:units} BTC.", {"size": -2})
    'A short of 2 BTC.'
    """
    return _WORDS.vformat(text, (), {**given, "answer": worded(answer)})


class _InWords(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "side":
            return "long" if value > 0 else "short"
        if format_spec == "units":
            return str(abs(value))
        return format(value, format_spec)


_WORDS = _InWords()


def sentence(text: str) -> str:
    """The text with its first letter large, as it stands at the beginning of a line.

    >>> sentence("both hold 10 BTC.")
    'Both hold 10 BTC.'
    """
    return text[:1].upper() + text[1:]


def worded(answer: Any) -> str:
    """An answer as a person would write it: up to six significant digits, with thousands separated."""
    if isinstance(answer, str):
        return answer
    try:
        value = float(answer)
    except (TypeError, ValueError):
        return str(answer)
    return f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:,.6g}"


def prompt_lines(item: Item, alias: str, *labels: object) -> list[str]:
    """The prompt with its numbers, choices and what kind of answer is wanted."""
    given = numbers(item, alias, *labels)
    lines = [fill(item.prompt, given)]
    if item.steps:
        right = sequence(item, alias, *labels)
        lines += [f"  {mark}  {item.steps[right.index(mark)]}" for mark in item.letters]
    lines += [f"  {mark}  {fill(choice, given)}" for mark, choice in zip(item.letters, item.choices, strict=False)]
    return [*lines, wanted(item, given)]


def wanted(item: Item, given: Given) -> str:
    """One line that says what is to be handed in."""
    kinds = {
        "number": _number,
        "letter": lambda *_: f"one of the letters {', '.join(item.letters)}, in quotes",
        "order": lambda *_: f"the letters A to {item.letters[-1]} in the right order, as a list or one text in quotes",
        "function": _function,
        "text": lambda *_: f"a text of {item.words} words or more, in quotes",
        "anything": lambda *_: f"{item.hand_in}. The engine judges it",
    }
    return f"Wanted: {kinds[item.expects](item, given)}."


def _number(item: Item, _: Given) -> str:
    unit = f"in {item.unit}" if item.unit else "without a unit"
    return f"a number {unit}, to within {item.tolerance:g}"


def _function(item: Item, given: Given) -> str:
    names = ", ".join(item.arguments or given)
    truth = item.oracle is not None and isinstance(item.oracle(**given), (bool, np.bool_))
    return f"a function of ({names}) that returns {'True or False' if truth else _number(item, given)}"
