"""Which notebooks are the course's own, and the outputs that are put into them when they are opened."""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from marginlib.launch import workspace

SOLUTIONS = "solutions"
Code = list[str | None]  # of each cell; None for prose


@dataclass(frozen=True)
class Ran:
    """What a kernel gave: the outputs of each code cell, by its place, and what the kernel says of its language."""

    outputs: Mapping[int, list[Any]]
    language: Mapping[str, Any]


def may_be_one(path: str) -> bool:
    """Whether a path may be a lesson or exercises of the course, or a copy under a longer name.

    >>> may_be_one("mine/lessons/00_start_here.ipynb"), may_be_one("00_start_here-Copy1.ipynb")
    (True, True)
    >>> may_be_one("lessons/glossary.md"), may_be_one("lessons/untitled.ipynb")
    (False, False)
    """
    return bool(_sources(path))


def code(notebook: Mapping[str, Any]) -> Code:
    """Return the code of each cell, None for prose.

    >>> code({"cells": [{"cell_type": "markdown", "source": "# A"}, {"cell_type": "code", "source": ["a", "b"]}]})
    [None, 'ab']
    """
    cells = notebook.get("cells", [])
    return ["".join(cell["source"]).rstrip() if cell["cell_type"] == "code" else None for cell in cells]


def is_the_courses_own(path: str, notebook: Mapping[str, Any]) -> bool:
    """Whether every code cell is as the course delivers it, so that running them runs nothing of a stranger's."""
    return any(code(notebook) == _delivered(source) for source in _sources(path))


def show_run(notebook: Any, ran: Ran) -> None:
    """Put what a run gave into a notebook, and trust it: it was made here and now.

    A page puts the language there itself, and would show the notebook as changed.
    """
    for count, (place, outputs) in enumerate(ran.outputs.items(), start=1):
        cell = notebook["cells"][place]
        cell["outputs"], cell["execution_count"] = copy.deepcopy(outputs), count
        cell["metadata"]["trusted"] = True
    notebook["metadata"]["language_info"] = dict(ran.language)


def _sources(path: str) -> list[Path]:
    """The course's files that a notebook of this name may come from; a solution is opened as it is."""
    name, folder = PurePosixPath(path).name, PurePosixPath(path).parent.name
    if folder == SOLUTIONS or not name.endswith(".ipynb"):
        return []
    return [source for stem, source in _notebooks() if name.startswith(stem)]


@functools.cache
def _notebooks() -> list[tuple[str, Path]]:
    files = workspace.course_files(workspace.source_root())
    return [
        (source.stem, source)
        for name, source in files.items()
        if source.suffix == ".ipynb" and PurePosixPath(name).parent.name in workspace.FOLDERS
    ]


@functools.cache
def _delivered(source: Path) -> Code:
    return code(json.loads(source.read_bytes()))
