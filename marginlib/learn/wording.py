"""The texts of an item as a learner reads them: templates filled with drawn numbers, and prompts as lines."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

import numpy as np

from marginlib.learn.drawn import Given, marks, numbers, sequence
from marginlib.learn.items import Item


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


def quantity(item: Item, answer: Any) -> str:
    """An amount with its unit: "16 USDT"."""
    return f"{worded(answer)} {item.unit}".strip()


def named(item: Item, key: Any, given: Mapping[str, Any]) -> str:
    """An answer inside a sentence: the name of the choice, its text in quotes up to its reason, or an amount."""
    if not item.options:
        return quantity(item, key)
    if key in item.named:
        return fill(item.named[key], given)
    return f'"{sentence(re.split("[:;] ", fill(item.options[key], given))[0]).rstrip(".")}"'


def worded(answer: Any) -> str:
    """An answer as a person would write it: up to six significant digits, with thousands separated."""
    if isinstance(answer, str):
        return answer
    try:
        value = float(answer)
    except (TypeError, ValueError):
        return str(answer)
    return f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:,.6g}"


def shown(item: Item, alias: str, *labels: object) -> dict[str, str]:
    """What stands behind each letter: the choices or the steps, in the order in which this learner sees them."""
    if item.steps:
        right = sequence(item, alias, *labels)
        return {mark: item.steps[right.index(mark)] for mark in item.letters}
    given = numbers(item, alias, *labels)
    return {mark: fill(item.options[key], given) for mark, key in marks(item, alias, *labels).items()}


def prompt_lines(item: Item, alias: str, *labels: object) -> list[str]:
    """The prompt with its numbers, choices and what kind of answer is wanted."""
    given = numbers(item, alias, *labels)
    behind = [f"  {mark}  {text}" for mark, text in shown(item, alias, *labels).items()]
    return [fill(item.prompt, given), *behind, wanted(item, given)]


def wanted(item: Item, given: Given) -> str:
    """One line that says what is to be handed in."""
    kinds = {
        "number": _number,
        "letter": lambda *_: f"one of the letters {', '.join(item.letters)}, in quotes",
        "order": lambda *_: f"the letters A to {item.letters[-1]} in the right order, as a list or one text in quotes",
        "function": _function,
        "text": lambda *_: "a few sentences of your own, in quotes",
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
