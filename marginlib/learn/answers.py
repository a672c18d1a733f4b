"""Reading what a learner hands in: a number of any kind, a letter, an order, own words, or a refusal."""

import math
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import numpy as np

from marginlib.learn.items import Item

POINT = " Numbers are written without commas, and with a point before the decimals: 1234.5."


class Unreadable(Exception):
    """The answer cannot be read; the message says what was found and what is wanted."""


def missing(answer: Any) -> bool:
    """Whether nothing was handed in: None, ..., empty text or dots, or a collection of nothing but those."""
    if answer is None or answer is ...:
        return True
    if isinstance(answer, str):
        return not answer.strip(" .…\n\t")
    if isinstance(answer, Told):
        return missing(answer.words)
    if isinstance(answer, (list, tuple)):
        return all(missing(one) for one in answer)
    return False


def number(answer: Any) -> float:
    """The answer as a float, or Unreadable. Any one number will do: int, Decimal, Fraction, NumPy, SymPy."""
    _refuse_other_kinds(answer)
    try:
        value = float(answer)
    except OverflowError:
        raise Unreadable("this number is too large to be right.") from None
    except Exception:  # noqa: BLE001 - any object may be handed in, and its float() may raise anything
        raise Unreadable(f"this is of type {type(answer).__name__}. A number is wanted.") from None
    if math.isnan(value):
        raise Unreadable("this is NaN, which stands for no number at all. Look for 0 / 0 or a missing value.")
    if math.isinf(value):
        raise Unreadable("this is infinite. Look for a division by zero.")
    return value


def _refuse_other_kinds(answer: Any) -> None:
    if isinstance(answer, (str, bytes)):
        point = POINT if isinstance(answer, str) and re.search(r"\d,\d", answer) else ""
        raise Unreadable(f"this is text: {shown(answer)}. Hand in the number itself, without quotes.{point}")
    if isinstance(answer, (bool, np.bool_)):
        raise Unreadable(f"this is {bool(answer)}, which is an answer to a yes-or-no question. A number is wanted.")
    if isinstance(answer, (complex, np.complexfloating)):
        raise Unreadable(f"this is a complex number: {shown(answer)}. A real number is wanted.")
    if callable(answer):
        raise Unreadable("this is a function. Call it with its numbers and hand in what it returns.")
    if isinstance(answer, (Mapping, list, tuple, set, frozenset)) or getattr(answer, "shape", ()) != ():
        point = POINT if isinstance(answer, tuple) and all(isinstance(one, int) for one in answer) else ""
        raise Unreadable(
            f"this is a collection ({type(answer).__name__}). One number is wanted: pick the one you mean.{point}"
        )
    if getattr(answer, "free_symbols", None):
        raise Unreadable(f"this still holds a symbol: {shown(answer)}. Put the numbers in.")


def sequence(answer: Any) -> list[float]:
    """The answer as a list of floats, such as a price path, or Unreadable."""
    if isinstance(answer, (str, bytes, Mapping, AbstractSet)) or not isinstance(answer, Iterable):
        raise Unreadable(f"a list of numbers is wanted; this is {shown(answer)}.")
    return [_at(place, one) for place, one in enumerate(answer, start=1)]


def path(answer: Any, first: float, count: int, highest: float) -> list[float]:
    """The answer as so many prices above zero, none higher than `highest`, that begin at `first`; or Unreadable."""
    prices = sequence(answer)
    if len(prices) != count or prices[0] != first or not all(0 < price <= highest for price in prices):
        wanted = f"{count} prices above 0 and up to {highest:g} are wanted, and the first of them is {first:g}"
        raise Unreadable(f"{wanted}; this is {shown(answer)}.")
    return prices


def pairs(answer: Any) -> list[tuple[float, float]]:
    """The answer as a path of pairs of prices, or Unreadable."""
    if isinstance(answer, (str, bytes, Mapping)) or not isinstance(answer, Iterable):
        raise Unreadable(f"a list of pairs (BTC price, ETH price) is wanted; this is {shown(answer)}.")
    found = [sequence(one) if isinstance(one, Iterable) else [] for one in answer]
    if any(len(one) != 2 for one in found):
        raise Unreadable("every step of the path is a pair: (BTC price, ETH price).")
    return [(btc, eth) for btc, eth in found]


def _at(place: int, one: Any) -> float:
    try:
        return number(one)
    except Unreadable as refusal:
        raise Unreadable(f"a list of numbers is wanted, and at place {place} {refusal}") from None


class Told(NamedTuple):
    """An answer in own words, with the numbers of the points that the learner found in it."""

    words: str
    ticks: tuple[int, ...] = ()


def choice(answer: Any, marks: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """The key of the choice, given as its letter (any case) or as its text; both are looked up by letter."""
    letters = ", ".join(marks)
    if not isinstance(answer, str):
        raise Unreadable(f"one of the letters {letters} is wanted, in quotes; this is {shown(answer)}.")
    text = answer.strip().rstrip(".)").strip()
    for mark, key in marks.items():
        if text.upper() == mark or text.lower() == texts[mark].lower().rstrip("."):
            return key
    raise Unreadable(f"one of the letters {letters} is wanted; this is {shown(answer)}.")


def order(item: Item, answer: Any, right: str) -> str:
    """The order as a run of letters, given as a list of letters or of the steps, or as one text such as "C A B".

    `right` has the letters of the steps in the right order.
    """
    parts = re.split(r"[\s,.;>-]*", answer) if isinstance(answer, str) else answer
    if isinstance(parts, (Mapping, AbstractSet)) or not isinstance(parts, Iterable):
        raise Unreadable(f'a list of letters is wanted, such as ["B", "A", "C"]; this is {shown(answer)}.')
    listed = list(parts)
    if not all(isinstance(part, str) for part in listed):
        raise Unreadable(f"a list of letters in quotes is wanted; this is {shown(answer)}.")
    steps = dict(zip((step.lower() for step in item.steps), right, strict=True))
    letters = "".join(steps.get(part.strip().lower(), part) for part in listed).upper()
    if sorted(letters) != sorted(item.letters):
        raise Unreadable(f"each of the letters {', '.join(item.letters)} is wanted once; this is {shown(answer)}.")
    return letters


def told(item: Item, answer: Any) -> Told:
    """The learner's own words, alone or with ticks, each of which is the number of one of the item's points."""
    words, ticks = answer if isinstance(answer, Told) else (answer, ())
    if not isinstance(words, str):
        raise Unreadable(f"a few sentences in quotes are wanted; this is {shown(answer)}.")
    if any(type(one) is not int for one in ticks):
        raise Unreadable(f"ticks are the numbers of the points, such as (1, 3); this is {shown(ticks)}.")
    if not set(ticks) <= set(range(1, len(item.points) + 1)):
        raise Unreadable(f"there are the points 1 to {len(item.points)} to tick; this is {shown(ticks)}.")
    return Told(" ".join(words.split()), tuple(sorted(set(ticks))))


def shown(answer: Any) -> str:
    """A short repr on one line that never raises."""
    try:
        whole = repr(answer)
    except Exception:  # noqa: BLE001 - any object may be handed in
        return f"a {type(answer).__name__}"
    line = " ".join(whole.split())
    return line if len(line) <= 60 else line[:57] + "..."
