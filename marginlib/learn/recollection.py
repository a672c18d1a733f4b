"""recall: what is due to be remembered, as cards with numbers of their own."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from IPython.core.getipython import get_ipython

from marginlib.learn import catalogue, records, sessions, store
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Lesson
from marginlib.learn.questions import in_turn, put
from marginlib.learn.records import State

COUNT = 2
LABEL = "recall"  # draws other numbers than the item had in its own lesson
DAYS = (1, 3, 7, 21, 60)  # after a pass, and after each time it was known again
FORMATS = ("numeric", "choice", "order")


class Recalled(NamedTuple):
    """An item to recall, with the labels that draw its numbers: a day of its own for each time that it is due."""

    item: Item
    labels: tuple[str, ...] = (LABEL,)


_asked: dict[str, list[Recalled]] = {}  # what was shown before a lesson, so that answers belong to it


def recall(number: str | int, *answers: Any) -> None:
    """Show as cards what to recall before a lesson; with answers, in the order of the questions, judge them.

    A place may be left open with None. Raises UnknownName for a lesson that does not exist and InvalidInput for
    more answers than questions.

    >>> recall("everyday")
    Nothing to recall before the first arithmetic.
    """
    known = catalogue.lesson(number).number
    if not answers or known not in _asked:
        _asked[known] = recalled(known, sessions.alias(), store.read(), records.today())
    asked = _asked[known]
    if not asked and not answers:
        sessions.tell("Nothing to recall before the first arithmetic.")
    elif get_ipython() is not None and not answers:
        for one in asked:
            put(one.item, labels=one.labels)
    else:
        in_turn(f'recall("{known}"', asked, answers)


def recalled(number: str, name: str, state: State, today: str) -> list[Recalled]:
    """What is recalled before a lesson: what is due, else what the lesson names, else one of each of the two before.

    `name` is the learner's alias. Everyday arithmetic stands in for lessons before the first.
    """
    if not number.isdigit():
        return []
    named = catalogue.lesson(number).recalls
    chosen = [Recalled(item, (LABEL, today)) for item in due(state, today) if not item.id.startswith(f"{number}-")]
    chosen += [Recalled(catalogue.item(id_)) for id_ in named]
    draw = Draw(name, number, LABEL)
    pools = [draw.shuffled(_short(lesson.items)) for lesson in _before(number)]
    chosen += [Recalled(pool[place]) for place in range(COUNT) for pool in pools if place < len(pool)]
    first = {one.item.id: one for one in reversed(chosen)}
    return [one for one in chosen if first[one.item.id] is one][: len(named) or COUNT]


def _before(number: str) -> list[Lesson]:
    """The two lessons before this one."""
    known = [one.number for one in catalogue.lessons() if one.number.isdigit()]
    warm = [one for one in catalogue.lessons() if not one.number.isdigit()]
    earlier = [catalogue.lesson(one) for one in known[: known.index(number)]]
    return [*warm[:1], *earlier][-COUNT:][::-1]


def due(state: State, today: str) -> list[Item]:
    """The items that are to be asked again today, the one that is late the longest first.

    An item is due 1, 3, 7, 21 and 60 days after it was passed or known again; a miss begins with 1 anew.
    """
    late = []
    for lesson in catalogue.lessons():
        for item in _short(lesson.items):
            day = due_on(state["items"].get(item.id, {}))
            if day and day <= today:
                late.append((day, item))
    return [item for _, item in sorted(late, key=lambda pair: pair[0])]


def due_on(record: dict[str, Any]) -> str:
    """The date on which an item is due next, or "" where it was never passed or is known for good.

    >>> due_on({"passed": True, "passed_at": "2030-01-01T09", "recalled": ["2030-01-02"], "missed": ""})
    '2030-01-05'
    """
    if not record.get("passed") or not record.get("passed_at"):
        return ""
    missed = _day(record.get("missed"))
    known = [day for day in map(_day, record.get("recalled", [])) if day > missed]
    if len(known) >= len(DAYS):
        return ""
    last = max([_day(record["passed_at"]), missed, *known])
    return (date.fromisoformat(last) + timedelta(days=DAYS[len(known)])).isoformat() if last else ""


def _day(written: Any) -> str:
    """The date at the beginning of a text, or "" where there is none: a file may hold anything."""
    try:
        return date.fromisoformat(str(written)[:10]).isoformat()
    except ValueError:
        return ""


def _short(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.format in FORMATS and not item.extra]
