"""What an explorer shows next, drawn before anybody asks for it.

To compute and draw a picture takes longer than to send one that is there. So while nobody asks for anything, the steps
that a slider may take next are drawn and kept, with those that were shown last.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from marginlib.errors import MarginError
from marginlib.show.markup import table_html

KEPT = 12  # drawings, of about 100 KB each
SOON, QUIET = 0.02, 0.04  # seconds after an answer, when the next step is sure to follow, and when it is a guess

State = Mapping[str, Any]


class Asked(NamedTuple):
    """What a drawing is of: the controls, pixels of the screen for one of the picture, how far a closing has gone."""

    state: State
    scale: float = 1.0
    phase: float = 1.0


@dataclass(frozen=True)
class Drawing:
    """What is shown of one state: the result of the model, the picture as PNG, and the words around it."""

    asked: Asked
    result: Any
    picture: bytes
    words: Mapping[str, Any]

    @cached_property
    def table(self) -> str:
        """The table as HTML, which nobody reads while a story plays."""
        return table_html(self.result.table)


class Ahead:
    """The drawings made last, and those that `draw` makes of states that may be asked for next."""

    def __init__(self, draw: Callable[[Asked], Drawing]) -> None:
        self._draw = draw
        self._kept: list[Drawing] = []
        self._waiting: asyncio.TimerHandle | None = None

    def drawing(self, asked: Asked) -> Drawing:
        """The drawing asked for, made now where there is none; what was being prepared is put off."""
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None
        drawing = next((one for one in self._kept if one.asked == asked), None) or self._draw(asked)
        self._kept = [drawing, *(one for one in self._kept if one is not drawing)][:KEPT]
        return drawing

    def result(self, state: State) -> Any:
        """The result of a state that was drawn lately, at whatever scale; else nothing."""
        return next((one.result for one in self._kept if one.asked.state == state), None)

    def prepare(self, asked: Sequence[Asked], *, sure: bool) -> None:
        """Draw what may be asked for next, the first one first, while nothing is asked for.

        The first is drawn at once where it is `sure` to be asked for next. Needs a running loop, as a kernel has.
        """
        self._later(SOON if sure else QUIET, asked)

    def _later(self, seconds: float, asked: Sequence[Asked]) -> None:
        self._waiting = asyncio.get_running_loop().call_later(seconds, self._next, asked)

    def _next(self, asked: Sequence[Asked]) -> None:
        self._waiting = None
        there = [drawing.asked for drawing in self._kept]
        missing = [one for one in asked if one not in there]
        if missing:
            with suppress(MarginError):  # which is told when the learner gets there
                _ = self.drawing(missing[0]).table
            self._later(QUIET, missing[1:])
