"""Which notebooks are the course's own, and what is put into them or left out when they are opened and saved."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from marginlib.launch import workspace

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


def may_be_one(path: str) -> bool:
    """Whether a path may be a lesson or exercises of the course; solutions are opened as they are.

    >>> may_be_one("mine/lessons/00_start_here.ipynb"), may_be_one("lessons/glossary.md"), may_be_one("x.ipynb")
    (True, False, False)
    """
    found = PurePosixPath(path)
    return found.suffix == ".ipynb" and found.parent.name in workspace.FOLDERS


def codes(notebook: Mapping[str, Any]) -> list[str | None]:
    """Return the code of each cell, None for prose.

    >>> codes({"cells": [{"cell_type": "markdown", "source": "# A"}, {"cell_type": "code", "source": ["a", "b"]}]})
    [None, 'ab']
    """
    cells = notebook.get("cells", [])
    return ["".join(cell["source"]).rstrip() if cell["cell_type"] == "code" else None for cell in cells]


def is_the_courses_own(path: str, notebook: Mapping[str, Any]) -> bool:
    """Whether every code cell is as the course delivers it, so that running them runs nothing of a stranger's."""
    found = PurePosixPath(path)
    return may_be_one(path) and codes(notebook) == _delivered(f"{found.parent.name}/{found.name}")


@functools.cache
def _delivered(name: str) -> list[str | None] | None:
    source = workspace.course_files(workspace.source_root()).get(name)
    return codes(json.loads(source.read_bytes())) if source else None


def put_outputs(notebook: Any, outputs: Mapping[int, list[Any]]) -> None:
    """Put the outputs of cells, by their places, into a notebook, and trust them: they were made here and now."""
    for count, (place, made) in enumerate(outputs.items(), start=1):
        cell = notebook["cells"][place]
        cell["outputs"], cell["execution_count"] = made, count
        cell["metadata"]["trusted"] = True
    notebook["metadata"].pop("widgets", None)  # of an earlier kernel; the page asks this one


def before_saving(model: dict[str, Any], path: str = "", **_: Any) -> None:
    """Leave out the view of a widget whose state is not saved with it, where a picture or a text stands beside it.

    Without its state a view says "model not found" when the notebook is opened again, and hides the picture.
    """
    if model.get("type") != "notebook" or not model.get("content") or not may_be_one(path):
        return
    notebook = model["content"]
    saved = notebook.get("metadata", {}).get("widgets", {}).get(STATE, {}).get("state", {})
    for cell in notebook.get("cells", []):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VIEW in data and len(data) > 1 and data[VIEW].get("model_id") not in saved:
                del data[VIEW]
