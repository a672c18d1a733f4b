"""Move every control of every explorer of a notebook: whatever breaks in a model breaks the run."""

import copy
import inspect

import nbformat

from tests.notebooks.form import Notebook


def sweep() -> int:
    """Set every slider to its ends and middle, choose every option, press every preset; return how many there were."""
    from ipywidgets.widgets import widget

    from marginlib.show.explorer import Explorer

    moved = 0
    for shown in list(widget._instances.values()):
        if not isinstance(shown, Explorer):
            continue
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
