"""Every control of every lesson survives being moved to its ends."""

from pathlib import Path
from typing import Any

import pytest
from ipywidgets.widgets import widget
from nbformat.v4 import new_code_cell, new_notebook

from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from tests.course.reading import LESSONS, ROOT
from tests.course.sweep import shuffled, sweep, swept, with_sweep
from tests.notebooks import form
from tests.notebooks.run import executed
from tests.show import demo


@pytest.mark.slow
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_whatever_a_learner_moved_the_rest_of_the_page_says_the_same(path: Path) -> None:
    """Every control and preset of each picture is moved under it; the cells below give the outputs committed."""
    committed = form.read(path)
    moved, places = shuffled(committed)
    ran = executed(moved, path.parent)
    assert places
    assert all(int(ran.cells[place].outputs[-1].data["text/plain"]) > 0 for place in places)
    for place in reversed(places):
        del ran.cells[place]
    again, before = (form.without_pictures(form.normal(one)) for one in (ran, committed))
    for cell, known in zip(again.cells, before.cells, strict=True):
        assert cell == known, cell.id


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No widget of another test is in sight of the sweep, nor touched by it."""
    monkeypatch.setattr(widget, "_instances", {})


def model_that_breaks(**state: Any) -> demo.Result:
    """A model that cannot be computed at either end, in the middle, for an option, or with a box ticked."""
    if WORST in state.values():
        raise ArithmeticError(WORST)
    return demo.model(10, 100.0)


WORST = 5
CONTROLS = {
    "low": (slider("Break", 7, 5, 10), 7),
    "high": (slider("Break", 3, 0, 5), 3),
    "middle": (slider("Break", 3, 0, 10), 3),
    "option": (choice("Break", {"a": 1, "b": WORST}), 1),
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("name", CONTROLS)
def test_the_sweep_finds_a_position_that_breaks(name: str) -> None:
    """At either end, in the middle, and of an option that nobody chose."""
    control, start = CONTROLS[name]
    control.put(start)
    shown = Explorer(model_that_breaks, {"broken": control}, demo.Picture())
    with pytest.raises(ArithmeticError):
        sweep()
    assert shown._alert


@pytest.mark.usefixtures("alone")
def test_the_sweep_counts_controls_and_presets() -> None:
    """Two sliders and two presets."""
    w = demo.explorer()
    assert sweep() == len(w.state) + len(w._presets) == 4


@pytest.mark.slow
def test_the_sweep_runs_behind_a_notebook_and_fails_it(tmp_path: Path) -> None:
    """In the kernel, where lessons run."""
    source = "from tests.show import demo\nw = demo.explorer()"
    whole = new_notebook(cells=[new_code_cell(source)])  # type: ignore[no-untyped-call]
    assert swept(executed(with_sweep(whole), tmp_path)) == 4
    source += "\nmodel, w._model = w._model, lambda leverage, price: model(leverage, price) if leverage < 50 else 1 / 0"
    broken = new_notebook(cells=[new_code_cell(source)])  # type: ignore[no-untyped-call]
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        executed(with_sweep(broken), tmp_path)
