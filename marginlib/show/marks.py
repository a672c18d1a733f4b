"""Marks that move: a text at a place, and a level line over several tanks."""

from collections.abc import Sequence
from typing import Any

NAN = float("nan")


def place(text: Any, x: float, y: float, words: str) -> None:
    """Write `words` at a place in pixels; no words, no text."""
    text.set_visible(bool(words))
    text.set_position((x, y))
    text.set_text(words)


def dashes(line: Any, places: Sequence[tuple[tuple[float, float], float]]) -> None:
    """Draw a level line over the width of each of several tanks with one artist: ((left, right), height) in pixels."""
    line.set_data(
        [x for (left, right), _ in places for x in (left, right, NAN)],
        [value for _, y in places for value in (y, y, NAN)],
    )
