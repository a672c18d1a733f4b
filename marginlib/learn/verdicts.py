"""The verdict ladder: from an item and an answer to one of five signs and a sentence or two. Pure: nothing is recorded.

The order of the rungs: not attempted, could not be read or run, right, a misconception that has a name, almost (unit,
sign, rounding), not yet. A named misconception comes before "almost" because it says more. The value that is expected
is never part of a sentence.
"""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from marginlib.learn import answers, closeness, frames, trials
from marginlib.learn.answers import Unreadable
from marginlib.learn.drawn import Given, marks, numbers, sequence
from marginlib.learn.frames import NOTHING, Seen
from marginlib.learn.items import Item, Verdict, one_line
from marginlib.learn.wording import fill, named, quantity, sentence, shown


@dataclass(frozen=True)
class Asked:
    """An item as one learner was asked it: alias and labels draw its numbers, `seen` says how verdicts began so far."""

    item: Item
    alias: str
    labels: tuple[object, ...] = ()
    seen: Seen = field(default_factory=dict)

    @cached_property
    def given(self) -> Given:
        """The drawn numbers."""
        return numbers(self.item, self.alias, *self.labels)

    def right(self, answer: Any = None) -> Verdict:
        """The top rung, with the item's note."""
        text, opening = frames.passed(self.item, fill(self.item.note, self.given, answer), self.seen, self.alias)
        return Verdict("✓", text, opening=opening)

    def misconception(self, key: str, yours: str = "your answer") -> Verdict:
        """The rung that names a wrong turn."""
        mistake = self.item.wrong[key]
        text, opening = frames.wrong(self.item, mistake, self.given, yours, self.seen, self.alias)
        return Verdict("✗", text, key, opening)


def verdict(item: Item, answer: Any, alias: str, *labels: object, seen: Seen = NOTHING) -> Verdict:
    """The verdict on `answer` for the learner called `alias` (further labels: see `drawn.numbers`).

    `seen` says how earlier verdicts began (see `frames`), so that this one begins another way.
    """
    if answers.missing(answer):
        return Verdict("○", f"Nothing is handed in yet for {item.id}.")
    judges: dict[str, Callable[[Asked, Any], Verdict]] = {
        "number": _number,
        "letter": _letter,
        "order": _order,
        "function": _function,
        "text": _text,
        "anything": _anything,
    }
    try:
        return judges[item.expects](Asked(item, alias, labels, seen), answer)
    except Unreadable as refusal:
        return Verdict("!", sentence(str(refusal)))


def not_yet(more: str = "") -> Verdict:
    """The rung of an answer that nothing is known about."""
    return Verdict("✗", f"Not yet{more}.")


def _number(asked: Asked, answer: Any) -> Verdict:
    value = trials.reader(asked.item, asked.given)(answer)
    yours = quantity(asked.item, value)
    rung = closeness.rung(asked.item, [value], [asked.given])
    return _placed(asked, rung, yours, closeness.direction(asked.item, value, asked.given))


def _placed(asked: Asked, rung: closeness.Rung, yours: str, more: str) -> Verdict:
    if rung.kind == "right":
        return asked.right(rung.expected)
    if rung.kind == "named":
        return asked.misconception(rung.cause, yours)
    return Verdict("≈", rung.text, rung.cause) if rung.kind == "almost" else not_yet(more)


def _letter(asked: Asked, answer: Any) -> Verdict:
    letters = marks(asked.item, asked.alias, *asked.labels)
    texts = shown(asked.item, asked.alias, *asked.labels)
    return chosen(asked, answers.choice(answer, letters, texts))


def chosen(asked: Asked, key: str) -> Verdict:
    """The verdict on the choice with this key."""
    item, given = asked.item, asked.given
    assert item.oracle is not None  # noqa: S101 - held when the item was made
    if key == item.oracle(**given):
        return asked.right(named(item, key, given))
    for cause, mistake in item.wrong.items():
        if key == mistake.answer_for(given):
            return asked.misconception(cause, named(item, key, given))
    return not_yet()


def _order(asked: Asked, answer: Any) -> Verdict:
    item = asked.item
    right = sequence(item, asked.alias, *asked.labels)
    letters = answers.order(item, answer, right)
    if letters == right:
        return asked.right()
    for key, mistake in item.wrong.items():
        if letters == "".join(right[step] for step in mistake.answer_for(asked.given)):
            return asked.misconception(key, ", ".join(letters))
    placed = next(place for place, (one, other) in enumerate(zip(letters, right, strict=True)) if one != other)
    return not_yet(f", but up to place {placed} of {len(right)} the order is right" if placed else "")


def _function(asked: Asked, answer: Any) -> Verdict:
    item = asked.item
    trial = trials.run(item, answer, asked.alias, *asked.labels)
    if trial.untouched:
        return Verdict("○", trial.untouched)
    rung = closeness.rung(item, trial.values, trial.inputs)
    failing = trial.failing
    told = f", as {len(failing)} of {len(trial.inputs)} inputs fail and the first is {failing[0]}" if failing else ""
    return _placed(asked, rung, "what your function returns", told)


def _text(asked: Asked, answer: Any) -> Verdict:
    item = asked.item
    told = answers.told(item, answer)
    if told.ticks:
        count = f"{len(told.ticks)} of {len(item.points)} points"
        said = asked.right()
        return said._replace(text=f"{said.text} You found {count} of the model answer in yours.")
    for key, mistake in item.wrong.items():
        if re.search(str(mistake.answer), told.words, re.IGNORECASE):
            return asked.misconception(key)
    return Verdict("≈", "It is written down. Tick beside the model answer what yours says as well.", "unticked")


def _anything(asked: Asked, answer: Any) -> Verdict:
    assert asked.item.judge is not None  # noqa: S101 - held when the item was made
    try:
        said = asked.item.judge(copy.deepcopy(answer), **asked.given)
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - the answer may break the judge in any way, and it is told
        raise Unreadable(f"your answer could not be judged, it raised {type(error).__name__}: {error}") from None
    if isinstance(said, str):
        return asked.misconception(said)
    if said.passed and not said.text:
        return asked.right()
    begun, colon, rest = one_line(said.text).partition(": ")
    return said._replace(text=f"Not yet. {sentence(rest)}" if colon and begun == "not yet" else sentence(said.text))
