"""What the calls of a notebook share: who the learner is, what was shown, and how an attempt is recorded."""

import contextlib
import inspect
import os
import weakref
from collections.abc import Callable
from typing import Any

from marginlib.learn import answers, display, frames, records, store
from marginlib.learn.draw import DEFAULT_ALIAS, alias_from_environment
from marginlib.learn.drawn import marks, sequence
from marginlib.learn.items import Item, Verdict
from marginlib.learn.records import State
from marginlib.learn.wording import shown

REMEMBERED = 200  # answers, so that one of an earlier task is known again
_shown: dict[str, str] = {}  # whose numbers of an item this kernel showed last
_handed: list[tuple[str, Any]] = []  # answers that were judged, with their item
said: dict[str, Verdict] = {}  # the last verdict on each item, for the card that stands above its cell
_watching: "weakref.WeakSet[Any]" = weakref.WeakSet()
_cards: "weakref.WeakValueDictionary[str, Any]" = weakref.WeakValueDictionary()  # the newest one


def alias() -> str:
    """The learner's alias: BULKHEADS_ALIAS where it is set, the one in the progress file, or "reader"."""
    chosen = alias_from_environment()
    return chosen if chosen != DEFAULT_ALIAS else store.read()["alias"] or DEFAULT_ALIAS


def show_to(item: Item) -> str:
    """Note that the numbers of an item are shown now, and return whose they are."""
    _shown[item.id] = alias()
    return _shown[item.id]


def shown_to(item: Item) -> str:
    """Whose numbers of an item are judged: those that this kernel showed last, whoever has enrolled since."""
    return _shown.get(item.id) or alias()


def forget_shown() -> None:
    """Whoever enrols here is shown numbers of their own from now on."""
    _shown.clear()


def handed_elsewhere(item: Item, answer: Any) -> str:
    """The id of another item for which this very object was handed in last, or "".

    Small numbers, letters and texts are the same object wherever they are typed, so nothing is known about them.
    """
    if isinstance(answer, (int, str)):
        return ""
    return next((id_ for id_, one in reversed(_handed) if one is answer and id_ != item.id), "")


def record(state: State, item: Item) -> dict[str, Any]:
    """The record of an item in a state, begun where there is none."""
    return state["items"].setdefault(item.id, records.fresh(records.ITEM))  # type: ignore[no-any-return]


def seen() -> frames.Seen:
    """How verdicts began so far."""
    return store.read()["openings"]  # type: ignore[no-any-return]


def remember(item: Item, verdict: Verdict, answer: Any, name: str) -> None:
    """Count the attempt of the learner called `name`, unless nothing was handed in."""
    if verdict.sign == "○":
        return
    _handed[:] = [*(pair for pair in _handed if pair[1] is not answer), (item.id, answer)][-REMEMBERED:]
    last, ticks = _kept(item, answer, name)

    def count(state: State) -> None:
        kept = record(state, item)
        kept["attempts"] += 1
        kept["first"] = kept["first"] or records.now()
        if verdict.passed or not (kept["passed"] or verdict.sign == "!"):  # what passed stays what is shown again
            kept["last"], kept["ticks"], kept["alias"] = last, ticks, name
        if verdict.passed and not kept["passed"]:
            kept["passed"], kept["passed_at"] = True, records.now()
        if verdict.sign in "✗≈" and verdict.cause != "unticked":
            cause = verdict.cause or "other"
            kept["causes"][cause] = kept["causes"].get(cause, 0) + 1
        state["openings"] = frames.noted(state["openings"], verdict.opening)

    said[item.id] = verdict
    store.change(count)
    changed()


def _kept(item: Item, answer: Any, name: str) -> tuple[Any, list[int]]:
    """An answer as the record has it, and its ticks; letters become keys and steps, the same for everybody."""
    words, ticks = answer if isinstance(answer, answers.Told) else (answer, ())
    readers: list[Callable[[Any], Any]] = [
        lambda one: str.__str__(one)[: records.LONGEST],
        lambda one: inspect.getsource(one)[: records.LONGEST],
        answers.number,
        lambda one: answers.sequence(one)[:100],
    ]
    if item.options:
        readers.insert(0, lambda one: answers.choice(one, marks(item, name), shown(item, name)))
    if item.steps:
        right = sequence(item, name)
        readers.insert(0, lambda one: [right.index(mark) for mark in answers.order(item, one, right)])
    for read in readers:
        with contextlib.suppress(answers.Unreadable, TypeError, OSError):
            return read(words), list(ticks)
    return answers.shown(words), []


def recall(item: Item, verdict: Verdict) -> None:
    """Note whether an item was known again; its first answer stays as it is."""
    if verdict.sign not in "✗≈✓":
        return

    def note(state: State) -> None:
        kept = record(state, item)
        kept["attempts"] += 1
        kept["first"] = kept["first"] or records.now()
        if verdict.passed:
            kept["recalled"] = [*kept["recalled"], records.today()]
        else:
            kept["missed"] = records.today()
        state["openings"] = frames.noted(state["openings"], verdict.opening)

    store.change(note)
    changed()


def watch(listener: Any) -> None:
    """Have `listener.refresh()` called whenever the record changes in this kernel, as long as the listener lives."""
    _watching.add(listener)


def reach(card: Any) -> None:
    """Reach the page by this card from now on."""
    _cards["newest"] = card


def post(content: dict[str, Any]) -> None:
    """Hand something to the page, where there is a card on it."""
    if card := _cards.get("newest"):
        card.send(content)


def changed() -> None:
    """Tell those who watch that the record has changed."""
    for listener in list(_watching):
        listener.refresh()


def under_test() -> bool:
    """Whether reveals are to go ahead without a prediction: BULKHEADS_SKIP is set, or pytest started this process."""
    return os.environ.get("BULKHEADS_SKIP", "") not in ("", "0") or "PYTEST_VERSION" in os.environ


def tell(text: str, folded: tuple[str, str] | None = None) -> None:
    """Say the text, and what there is to say about the progress file."""
    display.say(text, folded)
    while store.notices:
        display.say(f"! {store.notices.pop(0)}")
