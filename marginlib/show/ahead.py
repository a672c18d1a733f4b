"""What an explorer shows next, drawn before anybody asks for it.

To compute and draw a picture takes longer than to send one that is there. So while nobody asks for anything, the steps
that a slider may take next are drawn and kept, with those that were shown last.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from IPython.core.getipython import get_ipython

from marginlib.errors import MarginError

KEPT = 12  # drawings, of about 100 KB each
SOON, QUIET = 0.02, 0.04  # seconds after an answer, when the next step is sure to follow, and when it is a guess

State = Mapping[str, Any]


class Drawing(NamedTuple):
    """What is shown of one state: the result of the model, and HTML of the picture and of the words below it."""

    state: State
    result: Any
    picture: str
    words: str


class Ahead:
    """The drawings made last, and those that `draw` makes of states that may be asked for next."""

    def __init__(self, draw: Callable[[State], Drawing]) -> None:
        self._draw = draw
        self._kept: list[Drawing] = []
        self._waiting: asyncio.TimerHandle | None = None

    def drawing(self, state: State) -> Drawing:
        """The drawing of `state`, made now where there is none; what was being prepared is put off."""
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None
        drawing = next((one for one in self._kept if one.state == state), None) or self._draw(state)
        self._kept = [drawing, *(one for one in self._kept if one is not drawing)][:KEPT]
        return drawing

    def prepare(self, states: Sequence[State], *, sure: bool) -> None:
        """Draw the `states`, the first one first, while nothing is asked for.

        The first is drawn at once where it is `sure` to be asked for next. Only what a browser asks for is prepared: a
        cell that moves a control has its picture already.
        """
        if _asked_by_browser():
            self._later(SOON if sure else QUIET, states)

    def _later(self, seconds: float, states: Sequence[State]) -> None:
        self._waiting = asyncio.get_running_loop().call_later(seconds, self._next, states)

    def _next(self, states: Sequence[State]) -> None:
        self._waiting = None
        there = [drawing.state for drawing in self._kept]
        missing = [state for state in states if state not in there]
        if missing:
            with suppress(MarginError):  # which is told when the learner gets there
                self.drawing(missing[0])
            self._later(QUIET, missing[1:])


def _asked_by_browser() -> bool:
    """Whether the kernel answers a widget in the browser, not a cell."""
    kernel = getattr(get_ipython(), "kernel", None)
    return kernel is not None and kernel.get_parent()["header"]["msg_type"] == "comm_msg"
