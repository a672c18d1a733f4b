"""The progress bar says in words how far a run is, and how it ended."""

from typing import Any

import ipywidgets as widgets
import pytest

from marginlib.probability import Motion, Sampling, touch_with_jumps
from marginlib.show import progress as module
from marginlib.show.progress import progress_bar


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is displayed."""
    boxes: list[Any] = []
    monkeypatch.setattr(module, "display", boxes.append)
    return boxes


def parts(box: widgets.HBox) -> tuple[widgets.IntProgress, str]:
    """The bar, and the words beside it."""
    bar, words = box.children
    return bar, words.value


def test_the_bar_follows_a_run_to_its_end(shown: list[Any]) -> None:
    """One bar is shown, it moves with the chunks that are done, and at the end it says that all are."""
    with progress_bar("Jumps & more") as progress:
        assert ">Jumps &amp; more: begins<" in parts(shown[0])[1]
        seen = []

        def watched(done: int, total: int) -> None:
            progress(done, total)
            bar, words = parts(shown[0])
            seen.append((bar.value, bar.max, f": {done} of {total}<" in words))

        touch_with_jumps(100.0, 90.0, Motion(0.8, 0.1), Sampling(1 << 15, progress=watched))
    assert seen == [(1, 4, True), (2, 4, True), (3, 4, True), (4, 4, True)]
    bar, words = parts(shown[0])
    assert (len(shown), bar.value, bar.bar_style) == (1, 4, "success")
    assert ": done<" in words
    assert 'role="status"' in words


def test_an_error_stops_the_bar_and_is_raised(shown: list[Any]) -> None:
    """A run that fails leaves a bar that says where it stopped."""
    with pytest.raises(ZeroDivisionError), progress_bar("Run") as progress:  # noqa: PT012 - the run is the statement
        progress(2, 8)
        raise ZeroDivisionError
    bar, words = parts(shown[0])
    assert bar.bar_style == "danger"
    assert "stopped after 2 of 8" in words
