"""Views of widgets: not saved where a picture or a text stands beside them, shown again while their kernel lives.

A view whose widget is gone says "model not found" when the notebook is opened, and hides the picture. So a saved
notebook holds the picture alone, which every viewer can show.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from marginlib.launch import lessons

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"

ASLEEP = "This page is asleep. Run All Cells, in the menu Run, wakes it."
NOTE = {
    "output_type": "display_data",
    "metadata": {"bulkheads": "asleep"},
    "data": {"text/plain": ASLEEP, "text/html": f'<p role="status"><strong>{ASLEEP}</strong></p>'},
}

Place = tuple[int, int]  # a cell, and an output of it


class Views:
    """Remembers the views that were left out of notebooks, as long as the server runs."""

    def __init__(self) -> None:
        self._left_out: dict[str, dict[Place, tuple[Any, Any]]] = {}

    def before_saving(self, model: dict[str, Any], path: str = "", **_: Any) -> None:
        """Leave views and note out of a notebook of the course. A hook of the server, called with all that is saved."""
        if model.get("type") == "notebook" and model.get("content") and lessons.may_be_one(path):
            for cell in _code(model["content"]):
                cell["outputs"] = [one for one in cell["outputs"] if one.get("metadata") != NOTE["metadata"]]
            self._left_out[path.strip("/")] = leave_out(model["content"], alive=())

    def put_back(self, path: str, notebook: Any, alive: Collection[str]) -> None:
        """Show the views whose widgets are alive, where the text beside them is the same, and no others."""
        outputs = dict(_data(notebook))
        for place, (text, view) in self._left_out.get(path.strip("/"), {}).items():
            data = outputs.get(place)
            if data is not None and data.get("text/plain") == text:
                data.setdefault(VIEW, view)
        leave_out(notebook, alive)


def has_view(notebook: Any) -> bool:
    """Whether any output is the view of a widget."""
    return any(VIEW in data for _, data in _data(notebook))


def say_asleep(notebook: Any) -> None:
    """Say what to do, above the first output."""
    first = next(_code(notebook), None)
    if first:
        first["outputs"] = [copy.deepcopy(NOTE), *first["outputs"]]


def leave_out(notebook: Any, alive: Collection[str]) -> dict[Place, tuple[Any, Any]]:
    """Take away the views of widgets that are not alive, and return each with the text beside it."""
    saved = notebook.get("metadata", {}).get("widgets", {}).get(STATE, {}).get("state", {})
    return {
        place: (data.get("text/plain"), data.pop(VIEW))
        for place, data in _data(notebook)
        if VIEW in data and len(data) > 1 and data[VIEW].get("model_id") not in {*alive, *saved}
    }


def _code(notebook: Mapping[str, Any]) -> Iterator[Any]:
    return (cell for cell in notebook.get("cells", []) if cell["cell_type"] == "code")


def _data(notebook: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    for row, cell in enumerate(notebook.get("cells", [])):
        for column, output in enumerate(cell.get("outputs", [])):
            if "data" in output:
                yield (row, column), output["data"]
