"""Texts as stamps: setting a line of text costs a millisecond, putting a finished one in place a twentieth of it.

Most texts of a picture stay the same from one step to the next, or come back: each is set once and kept as pixels.
"""

from typing import Any

import numpy as np
from matplotlib.backends import backend_agg
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from marginlib.show import style

KEPT = 2000  # stamps of about 10 KB each
AIR = 2  # pixels around a text, for smooth edges

Stamp = tuple[NDArray[np.uint8], int, int]


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
            self._bench = backend_agg.RendererAgg(width, height, style.DPI)  # type: ignore[no-untyped-call]
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
