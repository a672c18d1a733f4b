"""The rules of items, held on many aliases. Each takes an item and returns what is wrong with it, in words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from marginlib.learn.answers import Told
from marginlib.learn.drawn import Given, expected, inputs, letter, numbers
from marginlib.learn.items import SIGNS, Item
from marginlib.learn.verdicts import verdict
from marginlib.learn.wording import fill, named, prompt_lines
from tests.course.rules.prose import NUMBER, wording

ALIASES = ("reader", *(f"learner-{count}" for count in range(199)))
FEW = ALIASES[:20]
NEVER: tuple[object, ...] = (
    float("nan"),
    float("inf"),
    "12.5",
    "abc",
    True,
    [],
    [1, 2],
    {},
    (1,),
    {"a": 1},
    object(),
    print,
    1j,
    b"1",
)
EMPTY: tuple[object, ...] = (None, ..., "", "...")
_known: list[tuple[Item, Item]] = []  # the item that was asked last, and the same with its memory


def solved(item: Item, alias: str) -> Any:
    """The answer that the item's own code gives."""
    names: dict[str, Any] = {"g": numbers(item, alias)}
    exec(compile(item.code, item.id, "exec"), names)  # noqa: S102 - our own items
    return names["answer"]


def right(item: Item, alias: str) -> Any:
    """A right answer."""
    if item.expects == "text":
        return Told(fill(item.solution, numbers(item, alias)), (1,))
    if item.code:
        return solved(item, alias)
    return _as_seen(item, expected(item, numbers(item, alias), alias), alias)


def _as_seen(item: Item, answer: Any, alias: str) -> Any:
    """The answer as this learner gives it: a choice by its letter."""
    return letter(item, answer, alias) if item.expects == "letter" else answer


def wrong(item: Item, key: str, alias: str) -> Any:
    """The answer that a misconception leads to."""
    turn = item.wrong[key]
    if item.expects == "function":
        table = {_arguments(item, one): turn.answer_for(one) for one in inputs(item, alias)}
        return lambda *given: table[given]
    given = numbers(item, alias)
    if item.expects == "order":
        letters = expected(item, given, alias)
        return [letters[step] for step in turn.answer_for(given)]
    return _as_seen(item, turn.answer_for(given), alias)


def remembering(item: Item) -> Item:
    """The same item, which works out no answer twice: an answer depends on nothing but the numbers.

    What one rule asked is known to the next; `passes` asks the item itself, so a changing oracle is seen there.
    """
    if not _known or _known[0][0] is not item:
        turns = {key: turn._replace(answer=_once(turn.answer)) for key, turn in item.wrong.items()}
        _known[:] = [(item, replace(item, oracle=_once(item.oracle), wrong=turns))]
    return _known[0][1]


def _once(answer: Any) -> Any:
    known: dict[str, Any] = {}

    def remembered(**given: Any) -> Any:
        key = repr(given)
        if key not in known:
            known[key] = answer(**given)
        return known[key]

    return remembered if callable(answer) else answer


def _arguments(item: Item, given: Given) -> tuple[Any, ...]:
    return tuple(given[name] for name in item.arguments or given)


def passes(item: Item) -> Iterator[str]:
    """The right answer passes, and no right answer is told before."""
    for alias in FEW if item.code else ALIASES:
        said = verdict(item, right(item, alias), alias)
        if not said.passed:
            yield f"{alias}: the right answer reads {said}"


def told_apart(item: Item) -> Iterator[str]:
    """Each misconception triggers its own message, for every learner."""
    if item.expects == "text":
        return
    item = remembering(item)
    for key in item.wrong:
        for alias in ALIASES:
            said = verdict(item, wrong(item, key, alias), alias)
            if said.cause != key:
                yield f"{alias}, {numbers(item, alias)}: {key} reads {said}"


def almost_hides_nothing(item: Item) -> Iterator[str]:
    """The answer of a wrong turn, rounded as people do, never reads as almost right, unless the right one is nearer."""
    if item.expects != "number":
        return
    item = remembering(item)
    for key in item.wrong:
        for alias in ALIASES:
            idea = float(wrong(item, key, alias))
            good = float(expected(item, numbers(item, alias), alias))
            for value in {round(idea, places) for places in (0, 1, 2)} - {idea}:  # the idea itself: see above
                if verdict(item, value, alias).sign == "≈" and abs(value - idea) < abs(value - good):
                    yield f"{alias}, {numbers(item, alias)}: {value} of {key} reads {verdict(item, value, alias)}"


def handled(item: Item) -> Iterator[str]:
    """Nothing reads as not attempted; whatever is no answer is refused in words; every kind of number will do."""
    for answer in EMPTY:
        if verdict(item, answer, "reader").sign != "○":
            yield f"{answer!r} reads {verdict(item, answer, 'reader')}"
    for answer in NEVER:
        said = verdict(item, answer, "reader")
        could_be = item.expects == "anything" and isinstance(answer, (list, tuple, dict))
        if said.sign not in SIGNS or (said.passed and not could_be) or not said.text:
            yield f"{answer!r} reads {said}"
    if item.expects == "number":
        value = right(item, "reader")
        kinds = (float, Decimal, Fraction, np.float64, np.asarray, sympy.Float)
        for kind in kinds:
            if not verdict(item, kind(float(value)), "reader").passed:
                yield f"the right answer as {kind.__name__} reads {verdict(item, kind(float(value)), 'reader')}"


def hints_keep_the_answer(item: Item) -> Iterator[str]:
    """No hint holds the answer, for any learner."""
    item = remembering(item)
    for alias in ALIASES:
        for hint in item.hints:
            if shows(item, fill(hint, numbers(item, alias)), alias):
                yield f"{alias}: a hint holds the answer: {hint!r}"


def shows(item: Item, text: str, alias: str) -> bool:
    """Whether a text shows the right answer to this learner, other than by a number that was given anyway."""
    given = numbers(item, alias)
    if item.code:
        lines = [line.strip() for line in item.code.splitlines()]
        if any(len(line) > 15 and line in text for line in lines):
            return True
    if item.expects == "number":
        answer = float(expected(item, given, alias))
        known = [abs(float(value)) for value in given.values() if isinstance(value, (int, float, Decimal, Fraction))]
        if any(abs(abs(answer) - one) <= item.tolerance for one in known):
            return False
        found = [float(digits.replace(",", "")) for digits, _ in NUMBER.findall(text)]
        return any(abs(abs(answer) - one) <= item.tolerance for one in found)
    if item.expects == "letter":
        key = expected(item, given, alias)
        choice = fill(item.options[key], given).lower().rstrip(".")
        named = re.search(rf"\b(?:answer|choice|option|letter)\s+(?:is\s+)?{letter(item, key, alias)}\b", text)
        return bool(named) or choice in text.lower()
    if item.expects == "order":
        return str(expected(item, given, alias)) in re.sub(r"[\s,>]", "", text)
    return item.expects == "text" and fill(item.solution, given) in text


def verdicts_keep_the_answer(item: Item) -> Iterator[str]:
    """No verdict on a wrong answer shows the right one."""
    item = remembering(item)
    for alias in FEW:
        answers = [wrong(item, key, alias) for key in item.wrong if item.expects != "text"]
        if item.expects == "number":
            value = float(right(item, alias))
            answers += [value * 100, value / 100, -value, value + 10 * item.tolerance, f"{value}", round(value, 1)]
        for answer in answers:
            said = verdict(item, answer, alias)
            if not said.passed and shows(item, said.text.replace(repr(answer), "").replace(item.id, ""), alias):
                yield f"{alias}: {said}"


def tolerance(item: Item) -> Iterator[str]:
    """The tolerance of a computed number is under one percent of it."""
    item = remembering(item)
    if item.expects == "number" and item.format != "predict":
        for alias in ALIASES:
            value = abs(float(expected(item, numbers(item, alias), alias)))
            if value and item.tolerance > 0.01 * value:
                yield f"{alias}: a tolerance of {item.tolerance} for an answer of that size lets wrong answers pass"


def texts(item: Item) -> Iterator[str]:
    """Every text can be filled and keeps to the wording; hints differ from each other."""
    given = numbers(item, "reader")
    answer = expected(item, given, "reader")
    answer = named(item, answer, given) if item.options else answer
    filled = [*prompt_lines(item, "reader"), fill(item.solution, given, answer), fill(item.note, given, answer)]
    filled += [fill(hint, given) for hint in item.hints]
    filled += [text for turn in item.wrong.values() for text in turn.texts]
    for text in filled:
        yield from (f"{fault} in {text!r}" for fault in wording(text))
    if len(set(item.hints)) < len(item.hints):
        yield "two hints are the same"
    messages = [turn.texts for turn in item.wrong.values()]
    if len(set(messages)) < len(messages):
        yield "two misconceptions say the same"
    if item.expects == "number" and len({repr(numbers(item, alias)) for alias in FEW}) == 1 and given:
        yield "every learner gets the same numbers"


RULES: tuple[Callable[[Item], Iterator[str]], ...] = (
    passes,
    told_apart,
    almost_hides_nothing,
    handled,
    hints_keep_the_answer,
    verdicts_keep_the_answer,
    tolerance,
    texts,
)
