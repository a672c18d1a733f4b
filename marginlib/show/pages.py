"""The pages of an explorer: one is seen, others are drawn before anybody asks for them.

To draw a picture and carry it to the browser takes longer than to turn to one that is there. So while nobody asks for
anything, the steps that a slider may take next are drawn on pages that are not seen.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from time import sleep
from typing import Any

import ipywidgets as widgets
from IPython.core.getipython import get_ipython

from marginlib.errors import MarginError

SEEN_AND_NEXT = 3  # the page that is seen, and one for each direction of a slider
SOON, QUIET = 0.002, 0.03  # seconds after an answer, when the next step is sure to follow, and when it is a guess
TURN = 0.0005  # seconds in which the thread that carries messages sends the picture, before the words are written

State = Mapping[str, Any]


class Page(widgets.VBox):  # type: ignore[misc]
    """A picture and the words below it, which show the `result` of a `shown` state."""

    def __init__(self, width: int, height: int, place: Mapping[str, str]) -> None:
        self.picture = widgets.HTML(layout={"width": f"{width}px", "height": f"{height}px"})
        self.words = widgets.HTML(layout=place)
        self.shown: State | None = None
        self.result: Any = None
        super().__init__([self.picture, self.words])


class Pages(widgets.Stack):  # type: ignore[misc]
    """Pages of which one is seen.

    `model` makes a result of a state; `picture`, of `size` pixels, and `words`, with the layout `place`, are HTML made
    of a result.
    """

    def __init__(
        self,
        model: Callable[..., Any],
        picture: Callable[[Any], str],
        words: Callable[[Any], str],
        size: tuple[int, int],
        place: Mapping[str, str],
    ) -> None:
        self._model, self._picture, self._words = model, picture, words
        self._waiting: asyncio.TimerHandle | None = None
        super().__init__([Page(*size, place) for _ in range(SEEN_AND_NEXT)], selected_index=0)

    @property
    def seen(self) -> Page:
        """The page that the browser shows."""
        page: Page = self.children[self.selected_index]
        return page

    def turn(self, state: State) -> Any:
        """Show the result of `state`, on the page that has it already or else on the one that is seen; return it."""
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None
        for place, page in enumerate(self.children):
            if page.shown == state:
                self.selected_index = place
                return page.result
        return self._drawn(self.seen, state)

    def prepare(self, states: Sequence[State], *, sure: bool) -> None:
        """Draw the `states` on pages that are not seen, the first one first, while nothing is asked for.

        The first is drawn at once where it is `sure` to be asked for next. Only what a browser asks for is prepared: a
        cell that moves a control has its picture already.
        """
        if _asked_by_browser():
            self._later(SOON if sure else QUIET, states)

    def _later(self, seconds: float, states: Sequence[State]) -> None:
        self._waiting = asyncio.get_running_loop().call_later(seconds, self._ahead, states)

    def _ahead(self, states: Sequence[State]) -> None:
        self._waiting = None
        there = [page.shown for page in self.children]
        missing = [state for state in states if state not in there]
        if not missing:
            return
        free = next(page for page in self.children if page is not self.seen and page.shown not in states)
        try:
            self._drawn(free, missing[0])
        except MarginError:  # which is told when the learner gets there
            return
        self._later(QUIET, states)

    def _drawn(self, page: Page, state: State) -> Any:
        result = self._model(**state)
        page.shown = None  # until all of it is there
        page.picture.value = self._picture(result)
        sleep(TURN)
        page.words.value = self._words(result)
        page.shown, page.result = state, result
        return result


def _asked_by_browser() -> bool:
    """Whether the kernel answers a widget in the browser, not a cell."""
    kernel = getattr(get_ipython(), "kernel", None)
    return kernel is not None and kernel.get_parent()["header"]["msg_type"] == "comm_msg"
