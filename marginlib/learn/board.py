"""here, finish and progress: the map on the page. It follows the record while the kernel lives."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from marginlib.learn import catalogue, chart, sessions, store, tanks
from marginlib.learn.records import State

TAG = re.compile("<[^>]*>")
Drawn = Callable[[State], tuple[list[str], str]]  # the map for a state, as lines of text and as HTML


def here(number: str | int) -> None:
    """Show where this lesson stands among the others, and how far it is. Raises UnknownName where there is none."""
    at = catalogue.lesson(number)
    put(
        f"here {at.number}",
        lambda state: (chart.where(at, state), tanks.row(state, at) + tanks.sentences([chart.stands(at, state)])),
    )


def finish(number: str | int) -> None:
    """Show the end of a lesson: what is done, how sure against how right, and what comes next.

    Raises UnknownName for a lesson that does not exist.
    """
    at = catalogue.lesson(number)

    def drawn(state: State) -> tuple[list[str], str]:
        lines = chart.ending(at, state)
        return [*lines, chart.announced(at)], tanks.row(state, at) + tanks.sentences(lines) + tanks.onward(at)

    put(f"finish {at.number}", drawn)


def progress() -> None:
    """Show the map: every lesson as a tank, every objective, and how far its items are."""
    put("progress", lambda state: (chart.chart(state), tanks.row(state) + tanks.objectives(state)))


class Board:
    """A map on the page, drawn again whenever the record changes.

    A page that was opened on outputs made before, as one that opens awake, does not know which of them the kernel means
    by its handle. So a card is told as well, and finds the map by its words.
    """

    def __init__(self, draw: Drawn) -> None:
        self._draw = draw
        self._handle: Any = None
        self._html = ""
        self._words: list[str] = []  # of all that was drawn

    def show(self) -> None:
        """Put it on the page."""
        self._handle = display(self, display_id=True)  # type: ignore[no-untyped-call]
        sessions.watch(self)

    def refresh(self) -> None:
        """Draw it again where it stands."""
        before = self._words[:]
        self._handle.update(self)
        sessions.post({"map": self._html, "before": before})

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        lines, html = self._draw(store.read())
        self._html = f"<div>{html}</div>"
        self._words.append(unescape(TAG.sub("", html)))
        return {"text/plain": "\n".join(lines), "text/html": self._html}


_boards: dict[str, Board] = {}  # the one that is on the page, by what it shows


def put(name: str, draw: Drawn) -> None:
    """Show a map under a name, or its lines where no notebook is listening."""
    if get_ipython() is None:
        sessions.tell("\n".join(draw(store.read())[0]))
        return
    _boards[name] = Board(draw)
    _boards[name].show()
