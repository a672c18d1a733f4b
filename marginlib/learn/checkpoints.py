"""checkpoint: questions from the lessons so far, each with other numbers, and what to read again afterwards."""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from IPython.core.getipython import get_ipython

from marginlib.errors import InvalidInput
from marginlib.learn import catalogue, sessions, store, tanks
from marginlib.learn.board import put as put_board
from marginlib.learn.items import Item, Lesson, Verdict
from marginlib.learn.questions import in_turn, put
from marginlib.learn.records import State
from marginlib.learn.standings import Standing, goes, standings

LABEL = "checkpoint"  # draws other numbers than the item had in its own lesson, and others each time
_begun: dict[str, int] = {}  # which go a kernel shows, so that answers belong to it


def checkpoint(number: str | int, *answers: Any) -> None:
    """Show the cards of the checkpoint behind a lesson, and how many were right at the first answer.

    Each time it begins anew, once something was answered, with other numbers. With answers, in the order of the
    questions, it judges them where no notebook is listening; a place may be left open with None.
    Raises UnknownName for a lesson that does not exist, and InvalidInput for one without a checkpoint and for more
    answers than questions.
    """
    at = catalogue.lesson(number)
    if at.checkpoint is None:
        behind = ", ".join(repr(one.number) for one in catalogue.lessons() if one.checkpoint)
        raise InvalidInput(f"no checkpoint stands behind lesson {at.number}; choose one of {behind or 'none'}")
    items = [catalogue.item(id_) for id_ in at.checkpoint.items]
    if not answers or at.number not in _begun:
        _begun[at.number] = len(goes(store.read(), at.number))
    go = _begun[at.number]
    labels, note = (LABEL, at.number, go), _note(at.number, go)
    if get_ipython() is None or answers:
        asked = [(item, labels) for item in items]
        in_turn(f'checkpoint("{at.number}"', asked, answers, note)
        if answers:
            sessions.tell("\n".join(words(at, store.read())))
        return
    for item in items:
        put(item, labels=labels, note=note)
    put_board(f"{LABEL} {at.number}", partial(_drawn, at))


def words(lesson: Lesson, state: State) -> list[str]:
    """How the last go stands, in sentences; once it is over, what to read again."""
    now, wanted = _last(lesson, state), lesson.checkpoint.wanted if lesson.checkpoint else 0
    right, done = len(now.known), len(now.known) + len(now.missed)
    if not done:
        return [f"There are {now.of} questions, and your first answer to each counts. A pass is {wanted} of them."]
    if not now.over:
        return [f"{done} of {now.of} are answered, and {right} of them were right at once."]
    if right < wanted:
        passed = f"A pass is {wanted}. Read again what is named here, and come back for other numbers."
    else:
        passed = "You have passed." if now.missed else "You have passed, with nothing missed."
    return [f"{right} of {now.of} were right at once. {passed}", *(_again(catalogue.item(id_)) for id_ in now.missed)]


def _last(lesson: Lesson, state: State) -> Standing:
    return (standings(lesson, state) or [Standing(len(lesson.checkpoint.items) if lesson.checkpoint else 0)])[-1]


def _again(item: Item) -> str:
    """Where a missed item is explained."""
    lesson = _home(item)
    part = f', part "{item.section}"' if item.section else ""
    return f"Lesson {lesson.number}{part}: {lesson.objectives[item.objective]}."


def _home(item: Item) -> Lesson:
    return next(one for one in catalogue.lessons() if item in one.items)


def _drawn(lesson: Lesson, state: State) -> tuple[list[str], str]:
    lines = words(lesson, state)
    html = tanks.sentences(lines[:1])
    if lines[1:]:
        missed = [catalogue.item(id_) for id_ in _last(lesson, state).missed]
        links = [
            f'<li><a href="{escape(tanks.LINK.format(_home(item).notebook))}">{escape(line)}</a></li>'
            for item, line in zip(missed, lines[1:], strict=True)
        ]
        html += f"<ul>{''.join(links)}</ul>"
    return lines, html


def _note(number: str, go: int) -> Callable[[Item, Verdict], None]:
    """What notes a verdict: the first one of a go counts, and an item that was passed before is known again or not."""

    def note(item: Item, verdict: Verdict) -> None:
        if verdict.sign not in "✗✓":
            return

        def first(state: State) -> None:
            kept = goes(state, number)
            kept += [{} for _ in range(go + 1 - len(kept))]
            kept[go].setdefault(item.id, verdict.passed)
            state["checkpoints"][number] = kept

        store.change(first)
        sessions.recall(item, verdict)

    return note
