"""A board to draw tanks on, however many an account has: one artist for each kind of mark, and a store of texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from marginlib.show import style
from marginlib.show.marks import NAN, place
from marginlib.show.scene import Scene

TEXTS = 110
ROLES = ("btc", "eth", "third", "pool", "free", "market", "plain")
TEETH, TOOTH = 6, 5.0  # the break of a filling that goes on
Point = tuple[float, float]


class Board:
    """Marks in pixels of the scene, all of them set anew for each result."""

    def __init__(self, scene: Scene[Any]) -> None:
        self.scene = scene
        self.axes = scene.panel(0, 0, scene.width, scene.height, frame=False)
        loss = style.role("loss")
        self._boxes = {role: self._patch(facecolor=style.role(role).surface, lw=0) for role in ROLES}
        hatched = {"facecolor": style.WHITE, "lw": 0}
        self._boxes["closed"] = self._patch(edgecolor=style.GREY, hatch="//", **hatched)
        self._boxes["loss"] = self._patch(edgecolor=loss.color, hatch="\\\\", **hatched)
        self._boxes["chance"] = self._patch(edgecolor=loss.color, hatch="///", **hatched)
        self._boxes["blank"] = self._patch(facecolor=style.WHITE, lw=0)  # under a text on hatching
        self._lines = {
            "start": self._line(color=style.GREY, lw=1, ls=(0, (2, 3))),
            "break": self._line(color=style.WHITE, lw=3, solid_capstyle="butt"),
            "need": self._line(color=style.role("need").color, lw=3, solid_capstyle="butt"),
            "wall": self._line(color=style.BLACK, lw=2.5, solid_joinstyle="miter"),
            "thin": self._line(color=style.GREY, lw=1),
            "step": self._line(color=loss.color, lw=2),
            "dot": self._line(color=style.role("btc").color, lw=0, marker="o", ms=6),
        }
        self._texts = [
            scene.animate(self.axes.text(0, 0, "", fontsize=style.SMALL, parse_math=False)) for _ in range(TEXTS)
        ]
        self.clear()

    def _patch(self, **looks: Any) -> Any:
        return self.scene.animate(self.axes.add_patch(PathPatch(Path(np.zeros((0, 2))), **looks)))

    def _line(self, **looks: Any) -> Any:
        return self.scene.animate(self.axes.add_line(Line2D([], [], **looks)))

    def clear(self) -> None:
        """Begin anew."""
        self.boxes: dict[str, list[Point]] = {name: [] for name in self._boxes}
        self.lines: dict[str, list[Point]] = {name: [] for name in self._lines}
        self.used = 0

    def box(self, kind: str, left: float, low: float, right: float, high: float) -> None:
        """Add a box of a role, or one hatched as closed, as loss or as chance."""
        if right > left and high > low:
            self.boxes[kind] += [(left, low), (left, high), (right, high), (right, low), (left, low)]

    def line(self, kind: str, points: Iterable[Point]) -> None:
        """Add a line through points."""
        self.lines[kind] += [*points, (NAN, NAN)]

    def tank(self, left: float, right: float, floor: float, rim: float) -> None:
        """Add the walls of a tank."""
        self.line("wall", [(left, rim), (left, floor), (right, floor), (right, rim)])

    def broken(self, left: float, right: float, rim: float) -> None:
        """Mark that what stands at the rim goes on above it."""
        step = (right - left) / TEETH
        self.line("break", [(left + step * n, rim - TOOTH * (1 + n % 2)) for n in range(TEETH + 1)])

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        ha: str = "left",
        va: str = "baseline",
        size: float = style.SMALL,
        bold: bool = False,
        color: str = style.BLACK,
        blank: bool = False,
    ) -> None:
        """Write words, on white where they are centred on hatching; those for which no text is left are left out."""
        if not words or self.used >= TEXTS:
            return
        if blank:
            half = self.scene.text_width(words, size, "bold" if bold else "normal") / 2 + 4
            self.box("blank", x - half, y - 5, x + half, y + 14)
        text = self._texts[self.used]
        self.used += 1
        text.set(ha=ha, va=va, fontsize=size, fontweight="bold" if bold else "normal", color=color)
        place(text, x, y, words)

    def fits(self, words: str, width: float, *, bold: bool = False, size: float = style.SMALL) -> bool:
        """Whether a line of words fits into a width."""
        return self.scene.text_width(words, size, "bold" if bold else "normal") <= width

    def first(self, width: float, *choices: str, bold: bool = False) -> str:
        """The first of the choices that fits, none where none does."""
        return next((one for one in choices if self.fits(one, width, bold=bold)), "")

    def show(self) -> None:
        """Set the artists to what was added."""
        for name, points in self.boxes.items():
            codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * (len(points) // 5)
            self._boxes[name].set_path(Path(points, codes) if points else Path(np.zeros((0, 2))))
        for name, points in self.lines.items():
            self._lines[name].set_data(*zip(*points, strict=True)) if points else self._lines[name].set_data([], [])
        for text in self._texts[self.used :]:
            text.set_visible(False)
