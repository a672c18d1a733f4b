"""Every control of every lesson survives being moved to its ends."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest
from ipywidgets.widgets import widget
from nbformat.v4 import new_code_cell, new_notebook

from tests.course.reading import LESSONS, ROOT
from tests.course.sweep import sweep, swept, with_sweep
from tests.notebooks import form
from tests.notebooks.run import executed


@pytest.mark.slow
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_control_of_a_lesson_can_be_moved_to_its_ends(path: Path) -> None:
    """The explorer and the prediction forms take every position without an exception."""
    assert swept(executed(with_sweep(form.read(path)), path.parent)) > 0


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No widget of another test is in sight of the sweep, nor touched by it."""
    monkeypatch.setattr(widget, "_instances", {})


def fails_at_zero(change: Any) -> None:
    """A callback that breaks at one end."""
    _ = 1 / change.new


def fails_at_ten(change: Any) -> None:
    """A callback that breaks at the other."""
    _ = 1 / (10 - change.new)


def fails_at_five(change: Any) -> None:
    """A callback that breaks in the middle."""
    _ = 1 / (5 - change.new)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("broken", [fails_at_zero, fails_at_ten, fails_at_five])
def test_the_sweep_finds_a_slider_that_breaks(broken: Callable[[Any], None]) -> None:
    """At either end and in the middle."""
    slider = widgets.IntSlider(3, 0, 10)
    assert sweep() == 1
    slider.value = 3
    slider.observe(broken, "value")
    with pytest.raises(ZeroDivisionError):
        sweep()


@pytest.mark.usefixtures("alone")
def test_the_sweep_finds_a_button_that_breaks() -> None:
    """Nobody pressed it."""
    button = widgets.Button()
    button.on_click(lambda _: {"a": 1}["pressed"])
    with pytest.raises(KeyError, match="pressed"):
        sweep()


@pytest.mark.usefixtures("alone")
def test_the_sweep_finds_an_option_that_breaks() -> None:
    """Nobody chose it."""
    menu = widgets.Dropdown(options=["a", "b"])
    menu.observe(lambda change: {"a": 1}[change.new], "value")
    with pytest.raises(KeyError, match="b"):
        sweep()


@pytest.mark.slow
def test_the_sweep_runs_behind_a_notebook_and_fails_it(tmp_path: Path) -> None:
    """In the kernel, where lessons run."""
    source = "import ipywidgets as widgets\nslider = widgets.IntSlider(3, 0, 10)"
    whole = new_notebook(cells=[new_code_cell(source)])  # type: ignore[no-untyped-call]
    assert swept(executed(with_sweep(whole), tmp_path)) == 1
    source += "\nslider.observe(lambda change: 1 / change.new, 'value')"
    broken = new_notebook(cells=[new_code_cell(source)])  # type: ignore[no-untyped-call]
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        executed(with_sweep(broken), tmp_path)
