"""Lesson 01: a sheet beside the tanks with what Ada and Ben bought, posted and earned, line by line."""

from typing import Any

from matplotlib.lines import Line2D

from marginlib.course.leverage_and_margin.model import ROLES, Pair
from marginlib.show import style
from marginlib.show.marks import place
from marginlib.show.scene import Scene

ROWS = (
    "coins bought at 100",
    "leverage set",
    "posted, USDT",
    "closes at, USDT",
    "earned, USDT",
    "earned, of what was posted",
    "owned now, USDT",
)
LINE, ADA, BEN = 34.0, 262.0, 345.0  # pixels: height of a line, and where the columns end
LARGE = 4  # the line of what was earned


class Ledger:
    """The sheet in a rectangle of the scene, given by its left edge and its upper edge in pixels."""

    def __init__(self, scene: Scene[Any], left: float, top: float) -> None:
        height = LINE * (len(ROWS) + 1)
        self.axes = scene.panel(left, top - height, BEN + 10, height, frame=False)
        for name, x, role in (("Ada", ADA, ROLES[0]), ("Ben", BEN, ROLES[1])):
            self._text(x, height - LINE + 10, name, ha="right", weight="bold", color=style.role(role).ink)
        self.cells = []
        for number, words in enumerate(ROWS):
            y, weight = height - LINE * (number + 2) + 10, "bold" if number == LARGE else "normal"
            rule = Line2D([0, BEN + 4], [y + LINE - 10] * 2, color=style.mixed(style.GREY, 0.4), lw=1)
            self.axes.add_line(rule)
            self._text(0, y, words, weight=weight)
            row = [scene.animate(self._text(x, y, "", ha="right", weight=weight)) for x in (ADA, BEN)]
            self.cells.append(row)

    def show(self, result: Pair) -> None:
        """Write what is known by now."""
        for row, values in zip(self.cells, result.ledger, strict=True):
            for cell, value in zip(row, values, strict=True):
                x, y = cell.get_position()
                place(cell, x, y, value)

    def _text(self, x: float, y: float, words: str, **looks: Any) -> Any:
        return self.axes.text(x, y, words, fontsize=style.SMALL, parse_math=False, **looks)
