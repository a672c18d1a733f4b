"""enrol and reset: whose numbers are drawn, and a fresh start."""

from marginlib.errors import UnknownName
from marginlib.learn import catalogue, records, sessions, store
from marginlib.learn.draw import DEFAULT_ALIAS
from marginlib.learn.records import State
from marginlib.learn.sessions import alias, tell


def enrol(name: str) -> None:
    """Choose an alias; it draws your numbers from now on. An empty one brings back the numbers of the course text."""
    chosen = " ".join(str(name).split())

    def rename(state: State) -> None:
        state["alias"] = chosen

    store.change(rename)
    sessions.forget_shown()
    tell(f"Your numbers are drawn for {alias()!r} now." + ("" if chosen else f" ({DEFAULT_ALIAS!r} is the default.)"))


def reset(what: str | int) -> None:
    """Forget an item ("02-hook"), a lesson ("02" or 2) or everything ("all"): attempts, hints, predictions and goals.

    Raises UnknownName for anything else, and changes nothing then.
    """
    lessons = {
        lesson.number: {lesson.number, *(item.id for item in lesson.items), *(goal.key for goal in lesson.goals)}
        for lesson in catalogue.lessons()
    }
    if what == "all":
        gone = None
    elif catalogue.numbered(what) in lessons:
        gone = lessons[catalogue.numbered(what)]
    elif any(what in keys for keys in lessons.values()):
        gone = {str(what)}
    else:
        raise UnknownName(f'there is no item or lesson {what!r} to reset; "all" forgets everything')

    def forget(state: State) -> None:
        for part in (*records.FIELDS, "goals", "checkpoints"):
            state[part] = {} if gone is None else {key: one for key, one in state[part].items() if key not in gone}

    store.change(forget)
    sessions.said.clear()
    sessions.changed()
    tell(f"Forgotten: {what}. You begin anew.")
