"""The verdict ladder: from an item and an answer to one of five signs and a sentence. Pure: nothing is recorded.

The order of the rungs: not attempted, could not be read or run, correct, a misconception that has a name, almost
(unit, sign, rounding), not yet. A named misconception comes before "almost" because it says more. The value that is
expected is never part of a sentence.
"""

import copy
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from marginlib.learn import answers
from marginlib.learn.answers import Unreadable
from marginlib.learn.drawn import Given, fill, inputs, listed, numbers, sequence
from marginlib.learn.items import Item, Verdict

NOT_ATTEMPTED = "not attempted"
FACTORS = {
    100: "a hundred times too large",
    0.01: "a hundred times too small",
    1000: "a thousand times too large",
    0.001: "a thousand times too small",
    10_000: "ten thousand times too large",
    0.0001: "ten thousand times too small",
}
PERCENT = (100, 0.01)


def verdict(item: Item, answer: Any, alias: str, *labels: object) -> Verdict:
    """The verdict on `answer` for the learner called `alias` (further labels: see `drawn.numbers`)."""
    if answers.missing(answer):
        return Verdict("○", f"{NOT_ATTEMPTED}: {item.id}")
    judges: dict[str, Callable[..., Verdict]] = {
        "number": _number,
        "letter": _letter,
        "order": _order,
        "function": _function,
        "text": _text,
        "anything": _anything,
    }
    try:
        return judges[item.expects](item, answer, alias, *labels)
    except Unreadable as refusal:
        return Verdict("!", str(refusal))


def correct(item: Item, given: Given, answer: Any = None) -> Verdict:
    """The top rung, with the item's note."""
    return Verdict("✓", f"correct, and {fill(item.note, given, answer)}" if item.note else "correct")


def misconception(item: Item, key: str) -> Verdict:
    """The rung that names a wrong turn."""
    return Verdict("✗", f"this is what you get from {item.wrong[key].message}", key)


def not_yet(item: Item, more: str = "") -> Verdict:
    """The rung of an answer that nothing is known about."""
    return Verdict("✗", f'not yet{more}. hint("{item.id}") helps.')


def _number(item: Item, answer: Any, alias: str, *labels: object) -> Verdict:
    given = numbers(item, alias, *labels)
    return _compare(item, [_read(item, given)(answer)], [given], "")


def _compare(item: Item, values: Sequence[float], given: Sequence[Given], failing: str) -> Verdict:
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    right = [float(item.oracle(**one)) for one in given]
    if _near(values, right, item.tolerance):
        return correct(item, given[0], right[0])
    for key, wrong in item.wrong.items():
        if _near(values, [float(wrong.answer_for(one)) for one in given], item.tolerance):
            return misconception(item, key)
    return _almost(item, values, right) or not_yet(item, failing)


def _near(values: Sequence[float], right: Sequence[float], tolerance: float) -> bool:
    return all(abs(value - one) <= tolerance for value, one in zip(values, right, strict=True))


def _almost(item: Item, values: Sequence[float], right: Sequence[float]) -> Verdict | None:
    if not any(right):
        return None
    unit = f" It is wanted in {item.unit}." if item.unit else ""
    if _near(values, [-one for one in right], item.tolerance):
        return Verdict("≈", "almost: the amount is right, the sign is not.", "sign")
    for factor, words in FACTORS.items():
        for sign in (1, -1):
            if _near(values, [sign * factor * one for one in right], item.tolerance * factor):
                percent = " Percent and fraction are a hundred apart." if factor in PERCENT else ""
                other = " The sign is off as well." if sign < 0 else ""
                return Verdict("≈", f"almost: {words}.{percent}{other}{unit}", "unit")
    if all(_rounded(value, one) for value, one in zip(values, right, strict=True)):
        exact = f" It is wanted to within {item.tolerance:g}."
        return Verdict("≈", f"almost: this looks rounded. Keep more digits until the last step.{exact}", "rounding")
    return None


def _rounded(value: float, right: float) -> bool:
    """Whether `value` is `right` rounded or cut at some place, and still within five percent of it."""
    if not value or abs(value - right) > abs(right) * 0.05:
        return False
    for places in range(-6, 12):
        step = 10.0**-places
        cut = np.trunc(right / step) * step
        if abs(value - cut) < 1e-9 * abs(right) or abs(value - round(right, places)) < 1e-9 * abs(right):
            return True
    return False


def _letter(item: Item, answer: Any, alias: str, *labels: object) -> Verdict:
    given = numbers(item, alias, *labels)
    mark = answers.letter(item, answer)
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    if mark == item.oracle(**given):
        return correct(item, given, mark)
    for key, wrong in item.wrong.items():
        if mark == wrong.answer_for(given):
            return misconception(item, key)
    return not_yet(item)


def _order(item: Item, answer: Any, alias: str, *labels: object) -> Verdict:
    letters = answers.order(item, answer)
    right = sequence(item, alias, *labels)
    given = numbers(item, alias, *labels)
    if letters == right:
        return correct(item, given)
    for key, wrong in item.wrong.items():
        if letters == "".join(right[step] for step in wrong.answer_for(given)):
            return misconception(item, key)
    placed = next(place for place, (one, other) in enumerate(zip(letters, right, strict=True)) if one != other)
    return not_yet(item, f": up to place {placed} of {len(right)} the order is right" if placed else "")


def _function(item: Item, answer: Any, alias: str, *labels: object) -> Verdict:
    if not callable(answer):
        raise Unreadable("a function is wanted. Hand it in by its name, without brackets behind it.")
    tried = inputs(item, alias, *labels)
    outcomes = [_run(item, answer, one) for one in tried]
    if all(answers.missing(outcome) for outcome in outcomes):
        return Verdict("○", f"{NOT_ATTEMPTED}: {item.id} returns nothing yet")
    values = []
    for one, outcome in zip(tried, outcomes, strict=True):
        if answers.missing(outcome):
            raise Unreadable(f"your function returned nothing for {_call(item, one)}. Is a return missing on one path?")
        try:
            values.append(_read(item, one)(outcome))
        except Unreadable as refusal:
            raise Unreadable(f"for {_call(item, one)}, what your function returned cannot be used: {refusal}") from None
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    failing = [
        _call(item, one)
        for one, value in zip(tried, values, strict=True)
        if not _near([value], [float(item.oracle(**one))], item.tolerance)
    ]
    if failing and item.stub and _near(values, [float(item.stub(*_arguments(item, one))) for one in tried], 0):
        return Verdict("○", f"{NOT_ATTEMPTED}: {item.id} still returns what it returned when it was handed to you")
    told = f": {len(failing)} of {len(tried)} inputs fail, the first {failing[0]}" if failing else ""
    return _compare(item, values, tried, told)


def _arguments(item: Item, given: Given) -> list[Any]:
    return [copy.deepcopy(given[name]) for name in item.arguments or given]


def _call(item: Item, given: Given) -> str:
    return listed({name: given[name] for name in item.arguments or given})


def _run(item: Item, function: Callable[..., Any], given: Given) -> Any:
    try:
        return function(*_arguments(item, given))
    except KeyboardInterrupt:  # of a function that never ends: the learner stopped it and wants to know where
        raise Unreadable(f"your code was still running when it was stopped (for {_call(item, given)})") from None
    except Exception as error:  # noqa: BLE001 - the learner's code may raise anything, and it is told
        raise Unreadable(f"your code raised {type(error).__name__}: {error} (for {_call(item, given)})") from None


def _read(item: Item, given: Given) -> Callable[[Any], float]:
    """How an answer is read: as True or False where the oracle says so, as a number otherwise."""
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    return _truth if isinstance(item.oracle(**given), (bool, np.bool_)) else answers.number


def _truth(answer: Any) -> float:
    if not isinstance(answer, (bool, np.bool_)):
        raise Unreadable(f"True or False is wanted; this is {answers.shown(answer)}.")
    return float(answer)


def _text(item: Item, answer: Any, *_: object) -> Verdict:
    words = answers.text(answer)
    for key, wrong in item.wrong.items():
        if re.search(str(wrong.answer), words, re.IGNORECASE):
            return misconception(item, key)
    count = len(words.split())
    if count < item.words:
        so_far = "1 word" if count == 1 else f"{count} words"
        return Verdict("✗", f"not yet: {so_far}; write {item.words} or more before you compare.")
    return Verdict("✓", f"written down, {count} words. Compare with the model answer below, point by point.")


def _anything(item: Item, answer: Any, alias: str, *labels: object) -> Verdict:
    given = numbers(item, alias, *labels)
    assert item.judge is not None  # noqa: S101 - held when the item was made
    try:
        said = item.judge(copy.deepcopy(answer), **given)
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - the answer may break the judge in any way, and it is told
        raise Unreadable(f"your answer could not be judged, it raised {type(error).__name__}: {error}") from None
    if isinstance(said, str):
        return misconception(item, said)
    return correct(item, given) if said.passed and not said.text else said
