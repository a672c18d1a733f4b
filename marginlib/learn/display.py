"""Saying something to the learner: text everywhere, and the same text with colour where HTML is shown."""

from html import escape
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

COLOURS = {"○": "#6b7280", "!": "#b00020", "≈": "#a85b00", "✗": "#b00020", "✓": "#00795c"}


AIRY, TIGHT = "padding: 4px 8px; margin: 2px 0", "padding: 0 8px; margin: 0; line-height: 20px"


class Message:
    """A text with an HTML twin; `folded` is a title and a text that only HTML shows, and only once it is opened.

    Messages that are `tight` follow one another without a gap, as the lines of one list.
    """

    def __init__(self, text: str, folded: tuple[str, str] | None = None, *, tight: bool = False) -> None:
        self.text = text
        self.folded = folded
        self.spacing = TIGHT if tight else AIRY

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text, "text/html": self._html()}

    def _html(self) -> str:
        colour = COLOURS.get(self.text[:1], "#6b7280")
        style = f"white-space: pre-wrap; border-left: 4px solid {colour}; {self.spacing}"
        fold = ""
        if self.folded:
            title, text = map(escape, self.folded)
            fold = f"<details><summary>{title}</summary>{text}</details>"
        return f'<div role="status" style="{style}">{escape(self.text)}{fold}</div>'


def say(text: str, folded: tuple[str, str] | None = None, *, tight: bool = False) -> None:
    """Show the text in a notebook, or print it where there is none. See `Message` for `folded` and `tight`."""
    if get_ipython() is None:
        print(text)
    else:
        display(Message(text, folded, tight=tight))  # type: ignore[no-untyped-call]
