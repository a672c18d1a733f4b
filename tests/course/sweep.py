"""Move every control of every explorer of a notebook: whatever breaks in a model breaks the run."""

import copy
import inspect

import nbformat

from tests.notebooks.form import Notebook


def sweep(known: set[str] | None = None) -> int:
    """Set every slider to its ends and middle, choose every option, press every preset; return how many there were.

    Explorers that are in `known` are left out, and those that are not are added to it.
    """
    from ipywidgets.widgets import widget

    from marginlib.show.explorer import Explorer

    moved = 0
    for shown in list(widget._instances.values()):
        if not isinstance(shown, Explorer) or (known is not None and shown.model_id in known):
            continue
        if known is not None:
            known.add(shown.model_id)
        for control in shown._controls.values():
            for position in control.positions:
                control.value = position
            moved += 1
        for preset in shown._presets:
            shown.preset(preset)
            moved += 1
    return moved


def with_sweep(notebook: Notebook) -> Notebook:
    """A copy of the notebook whose last cell sweeps over every control and shows how many there were."""
    made = copy.deepcopy(notebook)
    source = f"{inspect.getsource(sweep)}\nsweep()"
    made.cells.append(nbformat.v4.new_code_cell(source))  # type: ignore[no-untyped-call]
    return made


def swept(notebook: Notebook) -> int:
    """How many controls the last cell of an executed sweep moved."""
    return int(notebook.cells[-1].outputs[-1].data["text/plain"])


def shuffled(notebook: Notebook) -> tuple[Notebook, list[int]]:
    """A copy in which every control is moved right after each cell that shows a picture, and where those cells are."""
    made = copy.deepcopy(notebook)
    places: list[int] = []
    made.cells.clear()
    for cell in notebook.cells:
        made.cells.append(copy.deepcopy(cell))
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            source = "sweep(known)" if places else f"{inspect.getsource(sweep)}\nknown = set()\nsweep(known)"
            places.append(len(made.cells))
            made.cells.append(nbformat.v4.new_code_cell(source))  # type: ignore[no-untyped-call]
    return made, places
