"""A ruler: the prices of one market on a line, with a dot where the price is and marks where something happens.

A ruler has one price. Where two prices move, there is a ruler for each, or the plane of both (`price_plane`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.errors import InvalidInput
from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

BASE, TALL, UNDER, LABELS = 34.0, 14.0, 5.0, 58.0  # pixels: the line, how far a mark goes over and under it, its words
AIR = 10.0  # pixels between two labels
NAN = float("nan")


@dataclass(frozen=True)
class Tick:
    """A price at which something happens, with its words; the role gives colour and dashes."""

    price: float
    words: str
    role: str = "plain"


class Ruler:
    """The prices from `low` to `high` in a rectangle of the scene given in pixels, with at most `marks` ticks.

    Its name stands over its left end. What lies beyond an end stands at that end, and its words have an arrow.
    """

    def __init__(
        self,
        scene: Scene[Any],
        place: tuple[float, float, float, float],
        name: str,
        ends: tuple[float, float],
        *,
        step: float = 10.0,
        marks: int = 2,
        role: str = "plain",
    ) -> None:
        self.scene, (self.low, self.high), self.width = scene, ends, place[2]
        if not self.low < self.high:
            raise InvalidInput(f"a ruler from {self.low:g} to {self.high:g} has no length; give the lower end first")
        self.axes = scene.panel(*place, frame=False)
        look = style.role(role)
        at = np.arange(self.low, self.high + step / 2, step)
        self.axes.plot([0, self.width], [BASE] * 2, color=style.BLACK, lw=1.5)
        for price in at:
            x = self.place(price)
            self.axes.plot([x, x], [BASE - 5, BASE], color=style.BLACK, lw=1)
            self._text(x, BASE - 9, f"{price:g}", ha="center", va="top")
        self._text(0, place[3], name, va="top", weight="bold", color=look.ink)
        add = scene.animate
        self.lines = [add(self.axes.plot([], [], lw=3)[0]) for _ in range(marks)]
        self.hooks = add(self.axes.plot([], [], color=style.GREY, lw=1)[0])
        self.words = [add(self._text(0, LABELS, "", ha="center", va="bottom", weight="bold")) for _ in range(marks)]
        self.aim = add(self.axes.plot([], [], ls="", marker="o", ms=11, mfc=style.WHITE, mec=style.BLACK, mew=1.5)[0])
        self.now = add(self.axes.plot([], [], ls="", marker="o", ms=11, color=look.color, mec=style.BLACK)[0])

    def _text(self, x: float, y: float, words: str, **looks: Any) -> Any:
        return self.axes.text(x, y, words, fontsize=style.SMALL, parse_math=False, **looks)

    def place(self, price: float) -> float:
        """Where `price` stands, in pixels from the left end, kept between both ends."""
        share = (price - self.low) / (self.high - self.low)
        return float(min(max(share, 0.0), 1.0) * self.width)

    def show(self, now: float, marks: Sequence[Tick] = (), aim: float | None = None) -> None:
        """Put the dot at the price `now`, a hollow one at the price `aim`, and the ticks where they belong.

        Raises `InvalidInput` for more ticks than the ruler was made for.
        """
        if len(marks) > len(self.lines):
            raise InvalidInput(f"{len(marks)} ticks do not fit on a ruler for {len(self.lines)}; make it for more")
        self.now.set_data([self.place(now)], [BASE])
        self.aim.set_data(*(([], []) if aim is None else ([self.place(aim)], [BASE])))
        labels = [self._words(mark) for mark in marks]
        wanted = [self.place(mark.price) for mark in marks]
        sizes = [self.scene.text_width(words, style.SMALL, "bold") + AIR for words in labels]
        centres = spread(wanted, sizes, 0, self.width)
        for number, (line, text) in enumerate(zip(self.lines, self.words, strict=True)):
            seen = number < len(marks)
            line.set_visible(seen)
            text.set_text(labels[number] if seen else "")
            if seen:
                look = style.role(marks[number].role)
                line.set_data([wanted[number]] * 2, [BASE - UNDER, BASE + TALL])
                line.set_color(look.color)
                line.set_linestyle(look.line)
                text.set_color(look.ink)
                text.set_x(centres[number])
        xs = [x for pair in zip(wanted, centres, strict=True) for x in (*pair, NAN)]
        self.hooks.set_data(xs, [BASE + TALL, LABELS - 1, NAN] * len(marks))

    def _words(self, mark: Tick) -> str:
        before, after = ("← " if mark.price < self.low else ""), (" →" if mark.price > self.high else "")
        return f"{before}{mark.words}{after}"
