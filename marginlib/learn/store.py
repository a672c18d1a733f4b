"""The learner's progress: one JSON file, changed under a lock and replaced in one step.

The file lives in the user's data folder, or where BULKHEADS_PROGRESS says; the value ":memory:" keeps everything in
this process. Every change reads the file again while it holds the lock, so two notebooks at once lose nothing. A file
that cannot be read is moved aside, never deleted; a folder that cannot be written costs the record, never the lesson.
"""

import contextlib
import copy
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

State = dict[str, Any]

SCHEMA = 1
MEMORY = ":memory:"
RECORDS: dict[str, dict[str, tuple[type, ...]]] = {
    "items": {"attempts": (int,), "passed": (bool,), "hints": (int,), "solution": (bool,)},
    "predictions": {"answer": (str, int, float), "confidence": (int, float), "hit": (bool, type(None))},
    "skips": {"times": (int,)},
}
_in_memory: State = {}
_given_up: set[Path] = set()  # files that failed once; from then on this process keeps its state in memory
notices: list[str] = []  # what the learner should hear about the file; emptied by whoever tells


def place() -> Path | None:
    """Where the progress file is, or None where it is kept in memory."""
    chosen = os.environ.get("BULKHEADS_PROGRESS", "").strip()
    if chosen == MEMORY:
        return None
    path = Path(chosen).expanduser() if chosen else user_data_path("bulkheads", appauthor=False) / "progress.json"
    return None if path in _given_up else path


def empty() -> State:
    """The state of someone who has not begun."""
    return {"schema": SCHEMA, "alias": "", **{part: {} for part in RECORDS}}


def read() -> State:
    """The state as it stands; a broken file is moved aside and a new state begun."""
    path = place()
    if path is None:
        return copy.deepcopy(_in_memory or empty())
    try:
        return _read(path)
    except OSError as error:
        return _give_up(path, error, empty())


def change(change_state: Callable[[State], Any]) -> State:
    """Apply `change_state` to the state as it stands on disk, save it, and return it."""
    path = place()
    if path is None:
        state = read()
        change_state(state)
        _in_memory.clear()
        _in_memory.update(state)
        return state
    state = empty()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path):
            state = _read(path)
            changed = copy.deepcopy(state)
            change_state(changed)
            _write(path, changed)
    except OSError as error:
        _give_up(path, error, state)
        return change(change_state)
    return changed


def _read(path: Path) -> State:
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return empty()
    except ValueError:  # broken JSON or broken UTF-8
        state = None
    if not _sound(state):
        aside = _free_name(path)
        path.replace(aside)
        _notice(f"your progress file could not be understood; it was moved to {aside} and a new one begun")
        return empty()
    return state  # type: ignore[no-any-return]


def _sound(state: Any) -> bool:
    return (
        isinstance(state, dict)
        and state.get("schema") == SCHEMA
        and isinstance(state.get("alias"), str)
        and all(isinstance(state.get(part), dict) for part in RECORDS)
        and all(
            isinstance(record, dict) and all(isinstance(record.get(key), kinds) for key, kinds in keys.items())
            for part, keys in RECORDS.items()
            for record in state[part].values()
        )
    )


def _free_name(path: Path) -> Path:
    count = 1
    while (aside := path.with_name(f"{path.stem}.broken-{count}{path.suffix}")).exists():
        count += 1
    return aside


def _write(path: Path, state: State) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(state, file, ensure_ascii=False, indent=1, sort_keys=True)
        os.replace(name, path)  # noqa: PTH105 - `name` is the text that mkstemp gave
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock beside the file; the operating system lets go of it when a process dies."""
    with path.with_name(path.name + ".lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        yield  # closing the file unlocks it


def _give_up(path: Path, error: OSError, state: State) -> State:
    _given_up.add(path)
    _in_memory.clear()
    _in_memory.update(copy.deepcopy(state))
    _notice(f"your progress cannot be kept in {path} ({error.strerror}); it lasts until this kernel stops")
    return state


def _notice(text: str) -> None:
    if text not in notices:
        notices.append(text)
