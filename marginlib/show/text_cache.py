"""Texts as stamps: setting a line of text costs a millisecond, putting a finished one in place a twentieth of it.

Most texts of a picture stay the same from one step to the next, or come back: each is set once and kept as pixels. A
new one is put together of such pieces, in a third of the time that matplotlib takes to measure it and to draw it.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backends import backend_agg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from marginlib.show import style

KEPT = 2000  # stamps of about 10 KB each
AIR = 2  # pixels around a text, for smooth edges
FINE = 64  # units in a pixel, as fonts count

Stamp = tuple[NDArray[np.uint8], int, int]


class Line(NamedTuple):
    """A line of text as it was set: how opaque each pixel is, its measures, and where the mask begins, in pixels."""

    mask: NDArray[np.uint8]
    width: float
    height: float
    descent: float
    begin: float

    @property
    def above(self) -> int:
        """Rows of the mask above the base line; a mask has a row of air below as well."""
        return len(self.mask) - round(self.descent) - 1

    def corner(self, x: float, base: float) -> tuple[int, int]:
        """Where the lower left corner of the mask stands when the line begins at `x` on the base line."""
        return round(x + self.begin), round(base) - round(self.descent) - 1


def tinted(mask: NDArray[np.uint8], color: Any) -> NDArray[np.uint8]:
    """The mask in a color, as an image with its lowest row first."""
    image = np.empty((*mask.shape, 4), np.uint8)
    image[..., :3] = np.round(np.multiply(to_rgb(color), 255))
    image[..., 3] = mask[::-1]
    return image


def joined(lines: Sequence[Line]) -> Line:
    """One line after the other, as one."""
    ends = np.cumsum([line.width for line in lines])
    starts = [round(end - line.width) + int(line.begin) for line, end in zip(lines, ends, strict=True)]
    first, above = min(starts), max(line.above for line in lines)
    rows = above + max(len(line.mask) - line.above for line in lines)
    columns = max(start + line.mask.shape[1] for line, start in zip(lines, starts, strict=True)) - first
    mask = np.zeros((rows, columns), np.uint8)
    for line, start in zip(lines, starts, strict=True):
        top, left, (high, wide) = above - line.above, start - first, line.mask.shape
        place = mask[top : top + high, left : left + wide]
        np.maximum(place, line.mask, out=place)
    descent = max(line.descent for line in lines)
    return Line(mask, float(ends[-1]), max(line.height - line.descent for line in lines) + descent, descent, first)


class Bench(backend_agg.RendererAgg):
    """A renderer that sets a level line of text once, whether it is measured first or drawn, and keeps it.

    Numbers change most, so a line is put together of digits and what stands between them, all of which come back.
    """

    def __init__(self, width: int, height: int, dpi: float = style.DPI) -> None:
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]
        self._pieces: dict[FontProperties, dict[str, Line]] = {}
        self.bases: list[float] = []  # heights of the base lines drawn so far

    def line(self, words: str, prop: FontProperties) -> Line:
        """The line of `words`."""
        return joined(self._set(words, prop))

    def measure(self, words: str, prop: FontProperties) -> float:
        """How wide it is, in pixels."""
        return sum(piece.width for piece in self._set(words, prop))

    def _set(self, words: str, prop: FontProperties) -> list[Line]:
        """The pieces of a line, in order."""
        if prop not in self._pieces:
            self._pieces[prop.copy()] = {}
        known, pieces = self._pieces[prop], re.findall(r"\d|\D+", words) or [""]
        for piece in pieces:
            if piece not in known:
                font = get_font(findfont(prop))
                font.set_size(prop.get_size_in_points(), self.dpi)
                font.set_text(piece, 0.0, flags=backend_agg.get_hinting_flag())  # type: ignore[no-untyped-call]
                font.draw_glyphs_to_bitmap(antialiased=True)
                measures = (*font.get_width_height(), font.get_descent(), font.get_bitmap_offset()[0])
                known[piece] = Line(np.array(font.get_image()), *(each / FINE for each in measures))
        return [known[piece] for piece in pieces]

    def get_text_width_height_descent(
        self,
        s: str,
        prop: FontProperties,
        ismath: Any = False,  # noqa: FBT002 - as matplotlib has it
    ) -> tuple[float, float, float]:
        """Measures of a line."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call, no-any-return]
        line = self.line(s, prop)
        return line.width, line.height, line.descent

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: FBT002 - as matplotlib has it
        mtext: Any = None,
    ) -> None:
        """Put a line at its place, at whole pixels; one that is turned, or mathematics, as matplotlib does it."""
        if angle or ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        line = self.line(s, prop)
        self.bases.append(self.height - y)
        left, low = line.corner(x, self.height - y)
        self.draw_image(self.new_gc(), left, low, tinted(line.mask, gc.get_rgb()))


class Stamps:
    """The texts of a picture of this size in pixels, each kept as an image and its place relative to its anchor."""

    def __init__(self, width: int, height: int, dpi: float = style.DPI) -> None:
        self.size = width, height
        self.kept: dict[tuple[Any, ...], Stamp] = {}
        self.bench = Bench(width, height, dpi)
        self._bases: dict[tuple[Any, ...], list[float]] = {}

    def draw(self, text: Text, renderer: Any) -> None:
        """Draw `text` as its own `draw` would, at whole pixels."""
        words = text.get_text()
        if not (words and text.get_visible()):
            return
        key = (words, *_looks(text))
        x, y = (round(value) for value in text.get_transform().transform(text.get_unitless_position()))
        if key not in self.kept:
            if len(self.kept) >= KEPT:
                self.kept.clear()
            self.kept[key] = self._made(text, x, y)
        image, right, up = self.kept[key]
        if image.size:
            renderer.draw_image(renderer.new_gc(), x + right, y + up, image)

    def _made(self, text: Text, x: int, y: int) -> Stamp:
        """Lines of text on the base lines that matplotlib gives to letters with ascenders and descenders.

        So a text keeps its height when its letters change. One that is turned or in a box is as matplotlib draws it.
        """
        words = text.get_text()
        lines = words.split("\n")
        if text.get_bbox_patch() is not None or text.get_rotation():
            return self._drawn(text, x, y)[0]
        kind = (len(lines), *_looks(text))
        if kind not in self._bases:
            text.set_text("\n".join(["lp"] * len(lines)))
            self._bases[kind] = self._drawn(text, x, y)[1]
            text.set_text(words)
        return self._stacked(
            [self.bench.line(line, text.get_fontproperties()) for line in lines], self._bases[kind], text
        )

    @staticmethod
    def _stacked(lines: Sequence[Line], bases: Sequence[float], text: Text) -> Stamp:
        """Lines on their base lines, given from the anchor of the text."""
        before = {"left": 0.0, "center": 0.5, "right": 1.0}[str(text.get_horizontalalignment())]
        corners = [line.corner(-before * line.width, base) for line, base in zip(lines, bases, strict=True)]
        left, bottom = (min(places) for places in zip(*corners, strict=True))
        right, top = (
            max(corner[side] + line.mask.shape[1 - side] for line, corner in zip(lines, corners, strict=True))
            for side in (0, 1)
        )
        mask = np.zeros((top - bottom, right - left), np.uint8)
        for line, (start, low) in zip(lines, corners, strict=True):
            high, wide = line.mask.shape
            place = mask[top - low - high : top - low, start - left : start - left + wide]
            np.maximum(place, line.mask, out=place)
        return tinted(mask, text.get_color()), left, bottom

    def _drawn(self, text: Text, x: int, y: int) -> tuple[Stamp, list[float]]:
        width, height = self.size
        self.bench.clear()  # type: ignore[no-untyped-call]
        self.bench.bases.clear()
        place = text.get_transform()
        real = place.transform(text.get_unitless_position())
        # set at whole pixels, so that a stamp does not depend on where its text stood first
        text.set_transform(place + Affine2D().translate(x - real[0], y - real[1]))
        text.draw(self.bench)
        box = text.get_window_extent(self.bench)
        patch = text.get_bbox_patch()
        if patch is not None:
            box = patch.get_window_extent(self.bench)
        text.set_transform(place)
        left, bottom = max(int(box.x0) - AIR, 0), max(int(box.y0) - AIR, 0)
        right, top = min(int(box.x1) + AIR + 1, width), min(int(box.y1) + AIR + 1, height)
        seen = self.bench.buffer_rgba()  # type: ignore[no-untyped-call]
        pixels = np.asarray(seen)[height - top : height - bottom, left:right]
        stamp = np.ascontiguousarray(pixels[::-1]), left - x, bottom - y
        return stamp, [base - y for base in self.bench.bases]


def _looks(text: Text) -> tuple[Any, ...]:
    patch = text.get_bbox_patch()
    return (
        text.get_fontsize(),
        text.get_fontweight(),
        text.get_fontstyle(),
        text.get_color(),
        text.get_horizontalalignment(),
        text.get_verticalalignment(),
        text.get_rotation(),
        patch is not None and (patch.get_facecolor(), patch.get_edgecolor()),
    )
