"""An alarm in the process of an entry: it hears what Python reports of itself, and says what goes too far.

It is no wall. Python's documentation says of audit hooks that they are not for sandboxes, and code that goes round
Python is not heard at all. What the system holds an entry to stands in `marginlib.tournament.process`.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import marginlib

SOURCE = "<entry>"  # the file that the frames of an entry name
ROOTS = [os.path.realpath(root) for root in (sys.prefix, sys.base_prefix, Path(marginlib.__file__).parent)]
CLOSED = (
    *("os.exec", "os.fork", "os.kill", "os.posix_spawn", "os.spawn", "os.startfile", "os.system"),
    *("ctypes.", "gc.", "pty.", "resource.", "signal.", "socket.", "subprocess.", "syslog.", "urllib.", "webbrowser."),
    *("sys.addaudithook", "sys.setprofile", "sys.settrace", "sys._current_frames"),
)
"""Beginnings of the names of what no manager needs; all names: https://docs.python.org/3/library/audit_events.html"""
FILES = ("os.", "shutil.", "tempfile.", "glob.", "pathlib.")
LIBRARIES = ("ctypes", "_ctypes", "cffi", "_cffi_backend", "_posixsubprocess", "multiprocessing")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def watch(say: Callable[[str], Any], own: str) -> Callable[[str, tuple[Any, ...]], None]:
    """A hook that ends the process where it reaches beyond its `own` folder, after `say` has told the judge."""

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if words := reach(event, given, own):
            say(words)
            os._exit(3)

    return hook


def reach(event: str, given: tuple[Any, ...], own: str) -> str:
    """What goes too far in an audited event, as it goes on after "it", or "".

    >>> reach("open", ("/etc/passwd", "r", 0), own="/tmp/entry")
    "read or wrote '/etc/passwd', outside of its folder"
    >>> reach("open", ("/tmp/entry/notes", "w", 0), own="/tmp/entry"), reach("socket.connect", (), own="/tmp/entry")
    ('', 'called socket.connect, which no manager needs')
    """
    if event.startswith(CLOSED):
        return f"called {event}, which no manager needs"
    if event == "import":
        return f"imported {given[0]}, which no manager needs" if given[0].partition(".")[0] in LIBRARIES else ""
    if event == "sys._getframe":
        return "climbed the frames of the interpreter" if _asker().endswith((SOURCE, "inspect.py")) else ""
    if event == "open":
        writes = set(str(given[1] or "")) & set("wax+") or (given[2] or 0) & WRITING
        near, paths = [own] if writes else [own, *ROOTS], given[:1]
    elif event in ("os.listdir", "os.scandir"):
        near, paths = [own, *ROOTS, *sys.path], given[:1]  # where modules are looked for
    else:
        near, paths = [own], given if event.startswith(FILES) else ()
    far = [path for path in paths if isinstance(path, (str, bytes, os.PathLike)) and not _within(path, near)]
    return f"read or wrote {far[0]!r:.80}, outside of its folder" if far else ""


def _within(path: str | bytes | os.PathLike[str], roots: list[str]) -> bool:
    real = os.path.realpath(os.fsdecode(path))
    return any(real == root or real.startswith(root + os.sep) for root in roots)


def _asker() -> str:
    """The file whose code called what the hook was told of; `sys._getframe` would tell the hook again."""
    try:
        1 / 0  # noqa: B018 - its traceback holds this frame
    except ZeroDivisionError as error:
        frame: FrameType | None = error.__traceback__ and error.__traceback__.tb_frame
    for _ in range(3):  # this one, that of `reach` and that of the hook
        frame = frame and frame.f_back
    return frame.f_code.co_filename if frame else ""
