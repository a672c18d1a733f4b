"""progress, reset and export: the learner's map, a fresh start, and the records as files."""

import csv
import json
from pathlib import Path

from marginlib.errors import UnknownName
from marginlib.learn import catalogue, store
from marginlib.learn.draw import DEFAULT_ALIAS
from marginlib.learn.items import Item
from marginlib.learn.records import FIELDS as RECORDS
from marginlib.learn.records import State
from marginlib.learn.sessions import alias, tell


def progress() -> None:
    """Show the map: every lesson, every objective, and how far its items are."""
    tell("\n".join(chart(store.read())))


def chart(state: State) -> list[str]:
    """The lines of the map for a state."""
    lines = []
    for lesson in catalogue.lessons():
        marks = {item.id: _mark(item, state) for item in lesson.items}
        passed = sum(mark == "✓" for mark in marks.values())
        lines.append(f"{lesson.number}  {lesson.question}  {passed} of {len(marks)}")
        for key, objective in lesson.objectives.items():
            row = "".join(marks[item.id] for item in lesson.items if item.objective == key)
            lines.append(f"    {row:<8} {objective}")
    return [*lines, "✓ done · ≈ tried · ○ open"]


def _mark(item: Item, state: State) -> str:
    kept = state["items"].get(item.id)
    if (kept and kept["passed"]) or state["predictions"].get(item.id, {}).get("hit") is not None:
        return "✓"
    begun = kept or item.id in state["predictions"] or item.id in state["skips"]
    return "≈" if begun else "○"


def reset(what: str | int) -> None:
    """Forget an item ("02-hook"), a lesson ("02" or 2) or everything ("all"): attempts, hints and predictions.

    Raises UnknownName for anything else, and changes nothing then.
    """
    known = {item.id for lesson in catalogue.lessons() for item in lesson.items}
    lessons = {lesson.number: {item.id for item in lesson.items} for lesson in catalogue.lessons()}
    if what == "all":
        gone = None
    elif catalogue.numbered(what) in lessons:
        gone = lessons[catalogue.numbered(what)]
    elif what in known:
        gone = {str(what)}
    else:
        raise UnknownName(f'there is no item or lesson {what!r} to reset; "all" forgets everything')

    def forget(state: State) -> None:
        for part in RECORDS:
            state[part] = {} if gone is None else {key: one for key, one in state[part].items() if key not in gone}

    store.change(forget)
    tell(f"Forgotten: {what}. You begin anew.")


def enrol(name: str) -> None:
    """Choose an alias; it draws your numbers from now on. An empty one brings back the numbers of the course text."""
    chosen = " ".join(str(name).split())

    def rename(state: State) -> None:
        state["alias"] = chosen

    store.change(rename)
    tell(f"Your numbers are drawn for {alias()!r} now." + ("" if chosen else f" ({DEFAULT_ALIAS!r} is the default.)"))


def export(folder: str | Path = ".") -> None:
    """Write bulkheads-progress.json and bulkheads-progress.csv into the folder, and say where they are."""
    state = store.read()
    target = Path(folder)
    whole = target / "bulkheads-progress.json"
    table = target / "bulkheads-progress.csv"
    whole.write_text(json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    fields = list(dict.fromkeys(["id", "part", *(key for keys in RECORDS.values() for key in keys)]))
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, fields, restval="")
        rows.writeheader()
        for part in RECORDS:
            rows.writerows({"id": id_, "part": part, **one} for id_, one in sorted(state[part].items()))
    tell(f"Written: {whole} and {table}")
