"""How near numbers come to the right ones: right, a wrong turn that has a name, almost, or neither.

"Almost" never hides a wrong turn: where a value could be a rounding of both, the nearer of the two is meant.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from marginlib.learn.drawn import Given
from marginlib.learn.items import Item

FACTORS = {
    100: "a hundred times too large",
    0.01: "a hundred times too small",
    1000: "a thousand times too large",
    0.001: "a thousand times too small",
    10_000: "ten thousand times too large",
    0.0001: "ten thousand times too small",
}
PERCENT = (100, 0.01)
FAR = 0.1  # of the right value: from there on the direction gives nothing away
ROUNDED = 0.05  # of the right value: how much may be rounded away to be almost right
IDEA = 0.01  # of a wrong turn's value, where the right one is not near: a round number may be anything
Values = Sequence[float]


class Rung(NamedTuple):
    """One of "right", "named", "almost" and "apart", with its cause, its sentence and the value that was expected."""

    kind: str
    cause: str = ""
    text: str = ""
    expected: Any = None


def rung(item: Item, values: Values, given: Sequence[Given]) -> Rung:
    """Where `values` stand, one for each input in `given`."""
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    right = [float(item.oracle(**one)) for one in given]
    if near(values, right, item.tolerance):
        return Rung("right", expected=right[0])
    turns = {key: [float(wrong.answer_for(one)) for one in given] for key, wrong in item.wrong.items()}
    for key, led in turns.items():
        if near(values, led, item.tolerance):
            return Rung("named", key)
    return _twisted(item, values, right) or _rounded(values, right, turns) or Rung("apart")


def near(values: Values, right: Values, tolerance: float) -> bool:
    """Whether every value lies within the tolerance of its counterpart."""
    return all(abs(value - one) <= tolerance for value, one in zip(values, right, strict=True))


def direction(item: Item, value: float, given: Given) -> str:
    """That a number is too low or too high, where it is so far off that this gives nothing away."""
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    right = float(item.oracle(**given))
    if abs(value - right) <= FAR * abs(right) or value * right <= 0:
        return ""
    return f", your number is too {'low' if value < right else 'high'}"


def _twisted(item: Item, values: Values, right: Values) -> Rung | None:
    """A sign or a unit that is off."""
    if not any(right):
        return None
    if near(values, [-one for one in right], item.tolerance):
        return Rung("almost", "sign", "The amount is right and the sign is not. Is it a gain or a loss?")
    for factor, words in FACTORS.items():
        for sign in (1, -1):
            if near(values, [sign * factor * one for one in right], item.tolerance * factor):
                also = " and its sign is turned round" if sign < 0 else ""
                return Rung("almost", "unit", f"Your number is {words}{also}. {_asked(item, factor)}")
    return None


def _asked(item: Item, factor: float) -> str:
    if factor in PERCENT:
        return "Was a percent meant, or a fraction?"
    return f"It is wanted in {item.unit}." if item.unit else "Which unit did you think of?"


def _rounded(values: Values, right: Values, turns: Mapping[str, Values]) -> Rung | None:
    """The right values cut short, or those of a wrong turn: whichever lie nearer."""
    almost = _cut_from(values, right, ROUNDED)
    within = ROUNDED if almost else IDEA
    ideas = {key: _distance(values, led) for key, led in turns.items() if _cut_from(values, led, within)}
    nearest = min(ideas, key=lambda key: ideas[key], default="")
    if nearest and not (almost and _distance(values, right) <= ideas[nearest]):
        return Rung("named", nearest)
    return Rung("almost", "rounding", "Very close. Keep more digits until the last step.") if almost else None


def _cut_from(values: Values, meant: Values, within: float) -> bool:
    return all(_cut(value, one, within) for value, one in zip(values, meant, strict=True))


def _distance(values: Values, meant: Values) -> float:
    return sum(abs(value - one) for value, one in zip(values, meant, strict=True))


def _cut(value: float, right: float, within: float) -> bool:
    """Whether `value` is `right` rounded or cut at some place, and still within this fraction of it."""
    if not value or abs(value - right) > abs(right) * within:
        return False
    for places in range(-6, 12):
        step = 10.0**-places
        cut = np.trunc(right / step) * step
        if abs(value - cut) < 1e-9 * abs(right) or abs(value - round(right, places)) < 1e-9 * abs(right):
            return True
    return False
