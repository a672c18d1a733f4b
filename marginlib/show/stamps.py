"""Texts as stamps: setting a line of text costs a millisecond, putting a finished one in place a twentieth of it.

Most texts of a picture stay the same from one step to the next, or come back: each is set once and kept as pixels. A
new one is put together of such pieces, in a third of the time that matplotlib takes to measure it and to draw it.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backends import backend_agg
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

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height, style.DPI)  # type: ignore[no-untyped-call]
        self._lines: dict[tuple[str, FontProperties], Line] = {}

    def line(self, words: str, prop: FontProperties) -> Line:
        """The line of `words`."""
        pieces = re.findall(r"\d|\D+", words)
        if len(pieces) > 1:
            return joined([self.line(piece, prop) for piece in pieces])
        if (words, prop) not in self._lines:
            font = get_font(findfont(prop))
            font.set_size(prop.get_size_in_points(), style.DPI)
            font.set_text(words, 0.0, flags=backend_agg.get_hinting_flag())  # type: ignore[no-untyped-call]
            font.draw_glyphs_to_bitmap(antialiased=True)
            measures = (*font.get_width_height(), font.get_descent(), font.get_bitmap_offset()[0])
            self._lines[words, prop.copy()] = Line(np.array(font.get_image()), *(each / FINE for each in measures))
        return self._lines[words, prop]

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
        image = np.empty((*line.mask.shape, 4), np.uint8)
        image[..., :3] = np.round(np.multiply(gc.get_rgb()[:3], 255))
        image[..., 3] = line.mask[::-1]
        self.draw_image(self.new_gc(), round(x + line.begin), self.height - round(y + line.descent) - 1, image)


class Stamps:
    """The texts of a picture of this size, each kept as an image and its place relative to its anchor."""

    def __init__(self, width: int, height: int) -> None:
        self.size = width, height
        self.kept: dict[tuple[Any, ...], Stamp] = {}
        self.bench = Bench(width, height)

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
        width, height = self.size
        self.bench.clear()  # type: ignore[no-untyped-call]
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
        return np.ascontiguousarray(pixels[::-1]), left - x, bottom - y


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
