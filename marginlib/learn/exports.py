"""export: the record as a file, for oneself, for the class or for credit."""

import copy
import csv
import io
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from marginlib.errors import InvalidInput
from marginlib.learn import records, store
from marginlib.learn.records import State
from marginlib.learn.sessions import tell

KINDS = {
    "me": "all that is recorded, for yourself, and a table of it",
    "class": "for a class report: without your answers, under a word drawn by chance",
    "credit": 'all, with the name that you give: export("credit", name="Ada, 4711")',
}
SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "zu")


def export(kind: str | None = None, folder: str | Path = ".", *, name: str = "") -> None:
    """Write the record into a folder, and say where it is; without a kind, say which three there are.

    "me" is all and a table beside it; "class" leaves out answers and texts and has a random word for the alias;
    "credit" is all, with the `name` given. A folder that cannot be written is answered in a line.
    Raises InvalidInput for another kind, and for credit without a name.
    """
    if kind is None:
        tell("\n".join(["Which of the three?", *(f'  export("{one}")  {words}' for one, words in KINDS.items())]))
        return
    if kind not in KINDS:
        raise InvalidInput(f"export {kind!r}: choose one of {', '.join(map(repr, KINDS))}")
    if kind == "credit" and not name.strip():
        raise InvalidInput(f"export {kind!r} wants a name: {KINDS[kind].partition(': ')[2]}")
    state = store.read()
    made = {"me": state, "class": for_class(state), "credit": {**state, "name": " ".join(name.split())}}[kind]
    files = {f"bulkheads-{_stem(kind, made)}.json": json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)}
    if kind == "me":
        files["bulkheads-progress.csv"] = table(state)
    target = Path(folder)
    try:
        target = target.expanduser()
        for file, text in files.items():
            write(target / file, text)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        tell(f'! {target} cannot be written ({reason}). export("{kind}", "another folder") tries elsewhere.')
        return
    tell(f"Written: {' and '.join(str(target / file) for file in files)}")


def for_class(state: State) -> State:
    """What a class report may see: what was met and when, without answers and texts, under a random word."""
    word = "".join(secrets.choice(SYLLABLES) for _ in range(3))
    made = {"schema": state["schema"], "alias": word}
    made |= {
        part: copy.deepcopy(state[part])
        for part in ("items", "predictions", "skips", "goals", "votes", "inventory", "checkpoints")
    }
    for item in made["items"].values():
        item["last"], item["alias"] = None, ""
        for unknown in set(item) - set(records.ITEM):
            del item[unknown]
    for prediction in made["predictions"].values():
        prediction["alias"] = ""
    return made


def table(state: State) -> str:
    """Items, predictions and skips as rows of one table, in the format of spreadsheets."""
    fields = list(dict.fromkeys(["id", "part", *(key for keys in records.FIELDS.values() for key in keys)]))
    text = io.StringIO(newline="")
    rows = csv.DictWriter(text, fields, restval="", extrasaction="ignore")
    rows.writeheader()
    for part in records.FIELDS:
        rows.writerows({**one, "id": id_, "part": part} for id_, one in sorted(state[part].items()))
    return text.getvalue()


def stem(name: str) -> str:
    """A name as part of the name of a file: its letters and digits, or "".

    >>> stem("Ada, 4711")
    'Ada-4711'
    """
    return "-".join("".join(one if one.isalnum() else " " for one in name).split())


def _stem(kind: str, made: dict[str, Any]) -> str:
    if kind == "credit":
        return stem(made["name"]) or "credit"
    return f"class-{made['alias']}" if kind == "class" else "progress"


def write(path: Path, text: str) -> None:
    """Write a file in one step, so that a full disk leaves no half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
