"""The learner's progress: one JSON file, changed under a lock and replaced in one step.

The file lies in the user's data folder, or where BULKHEADS_PROGRESS says; the value ":memory:" keeps everything in this
process. Every change reads the file again while it holds the lock, so two notebooks at once lose nothing. What it holds
is read record by record (see `records`); a file that is no JSON is moved aside when something is to be written, never
deleted. A place that cannot be written costs nothing but time: the changes wait in this process, and each later change
tries again.
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

from marginlib.learn import catalogue, records
from marginlib.learn.records import State, empty

MEMORY = ":memory:"
DEEPEST = 40
Change = Callable[[State], Any]
NoPlace = (OSError, ValueError, RuntimeError)  # a disk that is full, a path that is none, a home that is unknown
_in_memory: State = {}
_waiting: dict[str, list[Change]] = {}  # changes that could not be written yet, by the place they belong to
notices: list[str] = []  # what the learner should hear about the file; emptied by whoever tells


def place() -> Path | None:
    """Where the progress file is to be, or None where it is kept in memory.

    Raises RuntimeError for the home folder of a user whom this machine does not know.
    """
    chosen = _chosen()
    if chosen == MEMORY:
        return None
    return Path(chosen).expanduser() if chosen else user_data_path("bulkheads", appauthor=False) / "progress.json"


def read() -> State:
    """The state as it stands. Nothing is written, also where the file is broken."""
    if _chosen() == MEMORY:
        return copy.deepcopy(_in_memory or empty())
    try:
        state = _read(_file())
    except _Broken:
        state = empty()
    except NoPlace as error:
        _unkept(error)
        state = empty()
    return _with(state, _waiting.get(_chosen(), []))


def readable() -> bool:
    """Whether the file is a record of a course, or not there yet; one that is read in part is one.

    Raises one of `NoPlace` where it cannot be opened.
    """
    try:
        _read(_file())
    except _Broken:
        return False
    return True


def named() -> str:
    """The place of the file in the words that the learner knows it by."""
    return _chosen() or "the user's data folder"


def change(change_state: Change) -> State:
    """Apply `change_state` to the state as it stands on disk, save it, and return it."""
    if _chosen() == MEMORY:
        state = _with(read(), [change_state])
        _in_memory.clear()
        _in_memory.update(state)
        return state
    waiting = _waiting.get(_chosen(), [])
    changed = None
    try:
        path = _file()
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path):
            _sweep(path)
            state, aside = _read_or_aside(path)
            with _own_faults():
                changed = _with(state, [*waiting, change_state])
            if aside:
                path.replace(aside)
            _write(path, changed)
    except NoPlace as error:
        _unkept(error)
        changed = _with(read(), [change_state]) if changed is None else changed
        _waiting.setdefault(_chosen(), []).append(change_state)
        return changed
    except _Own as raised:
        raise raised.error from None
    if _waiting.pop(_chosen(), None):
        _told.clear()
        _notice(f"your progress is kept again in {path}")
    return changed


class _Broken(Exception):
    """The file is no JSON, or no record of a course."""


class _Own(Exception):
    """What a change raised by itself: no fault of the place."""

    def __init__(self, error: Exception) -> None:
        self.error = error


@contextlib.contextmanager
def _own_faults() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise _Own(error) from error


def _chosen() -> str:
    return os.environ.get("BULKHEADS_PROGRESS", "").strip()


def _file() -> Path:
    """The file itself, at the end of any links, so that a link stays one."""
    path = place()
    assert path is not None  # noqa: S101 - memory is handled before
    found = Path(os.path.realpath(path))
    if not found.name:
        raise ValueError("it names no file")
    return found


def _with(state: State, changes: list[Change]) -> State:
    made = copy.deepcopy(state)
    for one in changes:
        one(made)
    return made


def _read(path: Path) -> State:
    try:
        found = json.loads(path.read_bytes())  # of bytes it finds the encoding, and the mark that some editors leave
        if _deeper(found, DEEPEST):
            raise _Broken
        state, unread = records.raised(found)
        records.follow(state, catalogue.moved)
    except FileNotFoundError:
        return empty()
    except (ValueError, RecursionError):
        raise _Broken from None
    if unread:
        _notice(
            f"some of your progress file could not be understood ({', '.join(unread)}). It is kept in the file under"
            " unread, and the rest is used"
        )
    return state


def _deeper(found: Any, limit: int) -> bool:
    """Whether lists and objects lie in one another deeper than so many levels; none of ours has more than five."""
    level, inside = 0, [found]
    while inside and level <= limit:
        level += 1
        inside = [
            below
            for one in inside
            if isinstance(one, (dict, list))
            for below in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(inside)


def _read_or_aside(path: Path) -> tuple[State, Path | None]:
    """The state, and where a file that cannot be read is to be moved before a new one is written."""
    try:
        return _read(path), None
    except _Broken:
        count = 1
        while (aside := path.with_name(f"{path.stem}.broken-{count}{path.suffix}")).exists():
            count += 1
        _notice(f"your progress file could not be understood; it was moved to {aside} and a new one begun")
        return empty(), aside


def _write(path: Path, state: State) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(state, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)  # noqa: PTH105 - `name` is the text that mkstemp gave
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _sweep(path: Path) -> None:
    """Remove what a process that died while writing has left; whoever holds the lock is the only one who writes."""
    for litter in path.parent.glob(f"{path.name}*.tmp"):
        with contextlib.suppress(OSError):
            litter.unlink()


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


def _unkept(error: Exception) -> None:
    reason = getattr(error, "strerror", None) or str(error)
    _notice(
        f"your progress cannot be kept in {named()} ({reason}); it lasts as long as this kernel, which tries again",
        once=f"unkept {named()}",
    )


def _notice(text: str, once: str = "") -> None:
    """Have the text told, unless it (or what was said under the same name) was told before."""
    text = text.encode("utf-8", "backslashreplace").decode()  # a path may hold what no screen can show
    if (once or text) not in _told:
        _told.add(once or text)
        notices.append(text)


_told: set[str] = set()  # so that nothing is said twice
