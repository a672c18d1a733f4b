"""Lesson 04: weeks as columns. A block for each trader, coloured where a pool was closed, and brackets over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from marginlib.course.isolated_versus_cross.weeks import WEEKS, Weeks
from marginlib.course.isolated_versus_cross.world import PEOPLE
from marginlib.show import style
from marginlib.show.scene import Scene

LEFT, PITCH, WIDE = 128.0, 7.0, 6.0  # pixels: where columns begin, from one to the next, and how wide one is
RIGHT = LEFT + PITCH * WEEKS
AIR = 1.0  # between two rows of a block
PALE = "#E6E6E6"  # a week in which nothing of a block was closed
STEP, TICK = 16.0, 4.0  # from bracket to bracket; how far its ends go down
NAN = float("nan")
BRACKETS = (("some of Ada's", "plain"), ("Bo's pool", "pool"), ("all of Ada's", "plain"))


class Columns:
    """Blocks of `high` pixels, one for each mode of `blocks` at its lower edge, in a scene of columns.

    Each row of a block is a pool, as high as its share of the positions. With `brackets` there is room above the top
    block for three of them.
    """

    def __init__(self, scene: Scene[Any], blocks: Mapping[str, float], high: float) -> None:
        self.scene, self.blocks, self.high = scene, dict(blocks), high
        self.axes = scene.panel(0, 0, scene.width, scene.height, frame=False)
        self.axes.patch.set_visible(False)
        columns = LEFT + PITCH * np.arange(WEEKS)
        every = np.concatenate([_boxes(columns, bottom, bottom + high) for bottom in self.blocks.values()])
        self.axes.add_patch(PathPatch(_compound(every), lw=0, color=PALE))  # one, which is drawn at once
        beside: dict[str, Any] = {"fontsize": style.TEXT, "ha": "right", "va": "center"}
        self.people = [
            self.axes.text(LEFT - 8, bottom + high / 2, PEOPLE[mode], **beside) for mode, bottom in self.blocks.items()
        ]
        self.top = max(self.blocks.values()) + high
        add = scene.animate
        self.squares = {
            role: add(self.axes.add_patch(PathPatch(Path(np.empty((0, 2))), lw=0, color=style.role(role).color)))
            for role in ("btc", "eth", "third", "pool")
        }
        self.drops = add(self.axes.plot([], [], color=style.BLACK, lw=1, ls=(0, (1, 2)))[0])
        self.lines, self.names, self.counts = [], [], []
        text: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "parse_math": False}
        for place, (words, role) in enumerate(BRACKETS):
            y, look = self.top + 10 + STEP * place, style.role(role)
            self.lines.append(add(self.axes.plot([], [], color=look.color, lw=2)[0]))
            self.names.append(add(self.axes.text(LEFT - 8, y, words, color=look.ink, ha="right", **text)))
            self.counts.append(add(self.axes.text(0, y, "", color=look.ink, **text)))

    def show(self, weeks: Weeks | None, rows: Mapping[str, Sequence[tuple[str, int]]], brackets: float = 1.0) -> None:
        """Show weeks from the left; `rows` gives role and positions of each pool of a mode from above.

        Of `brackets` the share that is drawn, 0 for none.
        """
        found: dict[str, list[np.ndarray]] = {role: [] for role in self.squares}
        for mode, bottom in self.blocks.items() if weeks else ():
            shares = [positions for _, positions in rows[mode]]
            ends = [bottom + self.high * (1 - done / sum(shares)) for done in accumulate(shares, initial=0)]
            for place, (role, _) in enumerate(rows[mode]):
                columns = np.flatnonzero(weeks.closed[mode][:, place]) if weeks else np.empty(0)
                found[role].append(_boxes(LEFT + PITCH * columns, ends[place + 1], ends[place] - AIR))
        for role, patch in self.squares.items():
            patch.set_path(_compound(np.concatenate([np.empty((0, 5, 2)), *found[role]])))
        self._bracket(weeks, brackets)

    def seen(self, *, visible: bool) -> None:
        """Show or hide all of it, whose place another picture takes."""
        self.axes.set_visible(visible)
        for artist in (*self.people, *self.squares.values(), *self.lines, *self.names, *self.counts, self.drops):
            artist.set_visible(visible)

    def _bracket(self, weeks: Weeks | None, share: float) -> None:
        kinds = [weeks.some, weeks.pool, weeks.every] if weeks and share > 0 else [np.zeros(1, bool)] * len(BRACKETS)
        outside = weeks is not None and weeks.outside > 0
        drops: list[tuple[float, float]] = []
        for place, kind in enumerate(kinds):
            held = np.flatnonzero(kind)
            y = self.top + 10 + STEP * place
            self.names[place].set_visible(share > 0)
            self.counts[place].set_text(str(len(held)) if weeks and share >= 1 else "")
            stuck_out = outside and place == len(BRACKETS) - 1
            self.lines[place].set_color(style.role("loss" if stuck_out else BRACKETS[place][1]).color)
            if not len(held):
                self.lines[place].set_data([], [])
                self.counts[place].set_x(LEFT + 4)
                continue
            start, end = LEFT + PITCH * held[0], LEFT + PITCH * (held[-1] + 1) - 1
            end = start + share * (end - start)
            self.lines[place].set_data([start, start, end, end], [y - TICK, y, y, y - TICK])
            self.counts[place].set_x(end + 6)
            drops += [(end, y - TICK), (end, min(self.blocks.values())), (NAN, NAN)]
        self.drops.set_data(*zip(*drops, strict=True)) if drops else self.drops.set_data([], [])


def _boxes(left: np.ndarray, bottom: float, top: float) -> np.ndarray:
    """Corners of rectangles, closed, shape (columns, 5, 2)."""
    corners = np.array([(0, bottom), (WIDE, bottom), (WIDE, top), (0, top), (0, bottom)])
    boxes = np.repeat(corners[None], len(left), axis=0)
    boxes[..., 0] += np.asarray(left, dtype=float)[:, None]
    return boxes


def _compound(boxes: np.ndarray) -> Path:
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(boxes)
    return Path(boxes.reshape(-1, 2), codes or None)
