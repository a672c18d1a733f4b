"""A progress bar for runs that take longer than a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape

import ipywidgets as widgets
from IPython.display import display

TEXT = "font-size: 14px; white-space: nowrap"


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar with words beside it, and give a function (done, total) that moves it.

    Pass that function on as `progress`. When the run ends the bar says so, and also when it stops with an error.

    >>> with progress_bar("Simulating") as progress:
    ...     progress(3, 4)
    HBox(children=...)
    """
    bar = widgets.IntProgress(value=0, max=1, layout={"width": "240px"})
    words = widgets.HTML(layout={"margin": "2px 0 2px 8px"})

    def say(text: str) -> None:
        words.value = f'<span role="status" style="{TEXT}">{escape(f"{label}: {text}")}</span>'

    def progress(done: int, total: int) -> None:
        bar.max, bar.value = total, done
        say(f"{done} of {total}")

    say("begins")
    display(widgets.HBox([bar, words]))  # type: ignore[no-untyped-call]  # IPython says nothing of its types
    try:
        yield progress
    except BaseException:
        bar.bar_style = "danger"
        say(f"stopped after {bar.value} of {bar.max}")
        raise
    bar.bar_style = "success"
    say("done")
