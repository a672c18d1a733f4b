"""Finding items: the lessons that a course offers, held to their rules, and which lesson an item belongs to.

This machinery knows no lesson. A course offers its own with `offer`; `import marginlib.course` does that for Bulkheads.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from marginlib.errors import InvalidInput, UnknownName
from marginlib.learn.items import Item, Lesson

_offered: list[Callable[[], Iterable[Lesson]]] = []
moved: dict[str, str] = {}  # ids that items had in another lesson, and those that they have now


def offer(read: Callable[[], Iterable[Lesson]], moved_ids: Mapping[str, str] | None = None) -> None:
    """Make the lessons that `read` returns those of the course; they are read when the first of them is needed.

    `moved_ids` gives for the old id of each item that changed its lesson the new one: a learner's record follows it.
    """
    _offered[:] = [read]
    lessons.cache_clear()
    moved.clear()
    moved.update(moved_ids or {})


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every lesson that is offered, in order, each held to the rules of `hold`.

    Raises UnknownName where no course has offered any.
    """
    if not _offered:
        raise UnknownName("no lessons are known yet: import marginlib.course first")
    found = tuple(_offered[0]())
    hold(found)
    return found


def hold(found: Iterable[Lesson]) -> None:
    """Raise InvalidInput unless ids are unique and start with their lesson, and objectives and items match."""
    every = list(found)
    ids = Counter(item.id for lesson in every for item in lesson.items)
    for id_, count in ids.items():
        if count > 1:
            raise InvalidInput(f"item {id_!r} exists {count} times in the bank: give each its own id")
    for lesson in every:
        for item in lesson.items:
            if not item.id.startswith(f"{lesson.number}-"):
                raise InvalidInput(f"item {item.id!r} belongs to lesson {lesson.number}: begin its id with that")
            if item.objective not in lesson.objectives:
                raise InvalidInput(f"item {item.id!r}: lesson {lesson.number} has no objective {item.objective!r}")
        without = set(lesson.objectives) - {item.objective for item in lesson.items}
        if without:
            raise InvalidInput(f"lesson {lesson.number}: no item for the objectives {sorted(without)}")


def numbered(number: str | int) -> str:
    """The number of a lesson as the bank writes it.

    >>> numbered(2), numbered("2"), numbered("everyday")
    ('02', '02', 'everyday')
    """
    return f"{number!s:0>2}"


def lesson(number: str | int) -> Lesson:
    """The lesson with this number ("02" or 2), or UnknownName with what there is."""
    wanted = numbered(number)
    known = {one.number: one for one in lessons()}
    if wanted not in known:
        raise UnknownName(f"there is no lesson {wanted!r} in the bank; there are {', '.join(known)}")
    return known[wanted]


def item(id_: str) -> Item:
    """The item with this id, or UnknownName with the nearest ids."""
    known = {one.id: one for each in lessons() for one in each.items}
    if id_ in known:
        return known[id_]
    near = difflib.get_close_matches(str(id_), known, n=3, cutoff=0.4)
    hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise UnknownName(f"there is no item {id_!r} in the bank{hint}")
