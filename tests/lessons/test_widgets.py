"""Every control of every lesson survives being moved to its ends."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.lessons.pages import LESSONS, ROOT
from tests.lessons.sweep import swept, with_sweep
from tests.notebooks import form
from tests.notebooks.run import executed

SLIDER = """
import ipywidgets as widgets
slider = widgets.IntSlider(3, 0, 10)
"""


@pytest.mark.slow
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_control_of_a_lesson_can_be_moved_to_its_ends(path: Path) -> None:
    """The explorer and the prediction forms take every position without an exception."""
    assert swept(executed(with_sweep(form.read(path)), path.parent)) > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        "slider.observe(lambda change: 1 / (10 - change.new), 'value')",
        "slider.observe(lambda change: 1 / change.new, 'value')",
        "button = widgets.Button()\nbutton.on_click(lambda _: 1 / 0)",
        "menu = widgets.Dropdown(options=['a', 'b'])\nmenu.observe(lambda change: {'a': 1}[change.new], 'value')",
    ],
)
def test_the_sweep_finds_a_broken_callback(broken: str, tmp_path: Path) -> None:
    """At either end of a slider, in a button, and behind an option that nobody chose."""
    notebook = new_notebook(cells=[new_code_cell(SLIDER + broken)])  # type: ignore[no-untyped-call]
    with pytest.raises(RuntimeError, match=r"ZeroDivisionError|KeyError"):
        executed(with_sweep(notebook), tmp_path)
