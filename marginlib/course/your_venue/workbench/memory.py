"""What the workbench remembers when it is told to: where the file is and how it is read; no price and no amount."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from marginlib.errors import InvalidInput
from marginlib.learn import store

NAME = "workbench.json"
KEPT = ("path", "venue", "mode", "kind", "reading")


def place() -> Path | None:
    """The one file, beside the learner's progress; None where progress is kept in memory alone."""
    beside = store.place()
    return None if beside is None else beside.with_name(NAME)


def remember(**what: Any) -> Path:
    """Write path, venue, mode, kind and reading, and nothing else.

    Raises InvalidInput where nothing can be kept.
    """
    file = place()
    if file is None:
        raise InvalidInput("nothing is kept on this machine, since progress is in memory alone")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({name: what[name] for name in KEPT if name in what}), encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written ({error.strerror}); nothing was kept") from error
    return file


def recalled() -> dict[str, Any]:
    """What is remembered; nothing where there is no file, or one that is broken."""
    file = place()
    try:
        found = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("path"), str) else {}


def forget() -> bool:
    """Delete the file; whether there was one."""
    file = place()
    if file is None or not file.exists():
        return False
    file.unlink()
    return True
