"""Move every control and press every button of a notebook: whatever breaks in a callback breaks the run."""

import copy
import inspect

import nbformat

from tests.notebooks.form import Notebook


def sweep() -> int:
    """Set every slider to its ends and middle, choose every option, press every button; return how many there were."""
    from typing import Any

    import ipywidgets as widgets
    from ipywidgets.widgets import widget

    def positions(control: Any) -> list[Any]:
        low, high = control.min, control.max
        middle = type(low)((low + high) / 2)
        spans = isinstance(control.value, tuple)
        return [(low, high), (middle, high), (low, middle)] if spans else [low, high, middle]

    controls = list(widget._instances.values())
    moved = 0
    for control in controls:
        if isinstance(control, widgets.Button):
            for press in list(control._click_handlers.callbacks):
                press(control)  # control.click() would log what is raised instead of raising it
        elif hasattr(control, "options") and hasattr(control, "index"):
            for place in range(len(control.options)):
                control.index = place
        elif isinstance(control, (widgets.Checkbox, widgets.ToggleButton)):
            control.value = not control.value
            control.value = not control.value
        elif all(hasattr(control, name) for name in ("min", "max", "value")):
            for position in positions(control):
                control.value = position
        else:
            continue
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
