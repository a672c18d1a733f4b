"""Texts as stamps: setting a line of text costs a millisecond, putting a finished one in place a twentieth of it.

Most texts of a picture stay the same from one step to the next, or come back: each is set once and kept as pixels. A
new one is set in 40 % of the time that matplotlib takes, which measures a line and then draws it glyph by glyph.
"""

from typing import Any

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


class Bench(backend_agg.RendererAgg):
    """A renderer on which a level line of text is set once: when it is measured, it is drawn as well, and kept."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height, style.DPI)  # type: ignore[no-untyped-call]
        self._set: dict[tuple[str, FontProperties], tuple[NDArray[np.uint8], float, float]] = {}

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Width, height and descent of a line in pixels."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call, no-any-return]
        font = get_font(findfont(prop))
        font.set_size(prop.get_size_in_points(), style.DPI)
        font.set_text(s, 0.0, flags=backend_agg.get_hinting_flag())  # type: ignore[no-untyped-call]
        font.draw_glyphs_to_bitmap(antialiased=True)
        width, height = font.get_width_height()
        descent, along = font.get_descent() / FINE, font.get_bitmap_offset()[0] / FINE
        self._set[s, prop.copy()] = np.array(font.get_image()), along, descent
        return width / FINE, height / FINE, descent

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
        """Put a line at its place; one that is turned, or mathematics, as matplotlib does it."""
        if angle or ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        if (s, prop) not in self._set:
            self.get_text_width_height_descent(s, prop, ismath)
        mask, along, descent = self._set[s, prop]
        image = np.empty((*mask.shape, 4), np.uint8)
        image[..., :3] = np.round(np.multiply(gc.get_rgb()[:3], 255))
        image[..., 3] = mask[::-1]
        self.draw_image(self.new_gc(), round(x + along), self.height - round(y + descent) - 1, image)


class Stamps:
    """The texts of a picture of this size, each kept as an image and its place relative to its anchor."""

    def __init__(self, width: int, height: int) -> None:
        self.size = width, height
        self.kept: dict[tuple[Any, ...], Stamp] = {}
        self._bench: Any = None

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
        if self._bench is None:
            self._bench = Bench(width, height)
        self._bench.clear()
        place = text.get_transform()
        real = place.transform(text.get_unitless_position())
        # set at whole pixels, so that a stamp does not depend on where its text stood first
        text.set_transform(place + Affine2D().translate(x - real[0], y - real[1]))
        text.draw(self._bench)
        box = text.get_window_extent(self._bench)
        patch = text.get_bbox_patch()
        if patch is not None:
            box = patch.get_window_extent(self._bench)
        text.set_transform(place)
        left, bottom = max(int(box.x0) - AIR, 0), max(int(box.y0) - AIR, 0)
        right, top = min(int(box.x1) + AIR + 1, width), min(int(box.y1) + AIR + 1, height)
        pixels = np.asarray(self._bench.buffer_rgba())[height - top : height - bottom, left:right]
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
