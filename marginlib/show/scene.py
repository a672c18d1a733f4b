"""A scene: a figure of fixed size whose background is drawn once, and whose moving parts are drawn at every step.

matplotlib calls this blitting. The picture leaves as PNG bytes. Drawing everything anew takes about 50 ms, the moving
parts alone a few. Only `Figure` and the Agg canvas are used: importing `pyplot` would cost half a second.
"""

import io
from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, Generic, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

from marginlib.show import style
from marginlib.show.text_cache import Stamps

R_contra = TypeVar("R_contra", contravariant=True)
WIDTH, HEIGHT = 900, 520
COLORS = 256  # a picture has so many: enough for smooth edges, and small
NEARLY_WHITE = 251  # what the reduction of colours makes of white lies above
QUICK = 3  # of 9: half the time of the usual 6, a fifth larger


class Scene(Generic[R_contra]):
    """A picture of results. A lesson derives its own, adds artists in `__init__` and moves them in `update`.

    `panel` adds axes at a place given in pixels; `animate` declares an artist as a moving part; everything else is
    background. Limits of axes are fixed at the start, so that nothing jumps.
    """

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / style.DPI, height / style.DPI), dpi=style.DPI, facecolor=style.WHITE)
        self.canvas: Any = FigureCanvasAgg(self.figure)
        self.moving: list[Artist] = []
        self.scenery: Hashable = None  # names what the background shows, where that changes; each is drawn once
        self._backgrounds: dict[Hashable, Any] = {}
        self._stamps = Stamps(width, height)

    def update(self, result: R_contra) -> None:
        """Move the moving parts to where `result` puts them."""
        raise NotImplementedError

    def panel(self, left: float, bottom: float, width: float, height: float, *, frame: bool = True) -> Axes:
        """Add axes whose inner rectangle is given in pixels from the lower left corner of the picture.

        Without a `frame` there is nothing to see, and data coordinates are pixels.
        """
        place = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(place)
        if frame:
            axes.spines[["top", "right"]].set_visible(False)
            axes.tick_params(labelsize=style.SMALL)
            axes.xaxis.label.set_fontsize(style.SMALL)
            axes.yaxis.label.set_fontsize(style.SMALL)
        else:
            axes.set_axis_off()
            axes.set_xlim(0, width)
            axes.set_ylim(0, height)
        axes.set_autoscale_on(False)
        return axes

    def animate(self, artist: Any) -> Any:
        """Declare `artist` as a moving part and return it; later ones are drawn above earlier ones."""
        artist.set_animated(True)
        self.moving.append(artist)
        self.invalidate()
        return artist

    def invalidate(self) -> None:
        """Forget the backgrounds, after a change to something that is no moving part and has no name in `scenery`."""
        self._backgrounds.clear()

    def pixels(self) -> NDArray[np.uint8]:
        """The picture as an array (height, width, 4) of red, green, blue and opacity."""
        if self.scenery not in self._backgrounds:
            self.canvas.draw()
            self._backgrounds[self.scenery] = self.canvas.copy_from_bbox(self.figure.bbox)
        self.canvas.restore_region(self._backgrounds[self.scenery])
        renderer = self.canvas.get_renderer()
        for artist in self.moving:
            if isinstance(artist, Text):
                self._stamps.draw(artist, renderer)
            else:
                artist.draw(renderer)
        return np.asarray(self.canvas.buffer_rgba())

    def png(self, palette: Image.Image | None = None) -> bytes:
        """The picture as PNG, of few enough colours to be small: a browser then has it sooner than one with all.

        The colours are those of `palette`, a picture that has them, or else found anew, which takes longer.
        """
        stream = io.BytesIO()
        whole = Image.fromarray(self.pixels()).convert("RGB")
        few = whole.quantize(palette=palette, dither=Image.Dither.NONE) if palette else _few_colors(whole)
        few.save(stream, "png", compress_level=QUICK)
        return stream.getvalue()

    def palette(self, results: Iterable[R_contra]) -> Image.Image:
        """Return a picture of the colours that `results` need together, for `png` of them and of what is like them."""
        shown = []
        for result in results:
            self.update(result)
            shown.append(self.pixels().copy())
        return _few_colors(Image.fromarray(np.concatenate(shown)).convert("RGB"))

    def text_width(self, text: str, size: float, weight: str = "normal") -> float:
        """Width in pixels of a line of text of `size` points."""
        return self._stamps.bench.measure(text, _font(size, weight))

    def fitting(self, size: float, width: float, *texts: str, weight: str = "normal") -> str:
        """Return the first of `texts`, given from long to short, that fits into `width` pixels; else the last."""
        return next((text for text in texts if self.text_width(text, size, weight) <= width), texts[-1])

    def wrapped(self, text: str, size: float, width: float) -> str:
        """Return `text` broken between words into lines that fit into `width` pixels where words allow it."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.text_width(longer, size) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return "\n".join(lines)


def _few_colors(picture: Image.Image) -> Image.Image:
    few = picture.quantize(COLORS, method=Image.Quantize.FASTOCTREE)
    few.putpalette([255 if level > NEARLY_WHITE else level for level in few.getpalette() or ()])
    return few


@cache
def _font(size: float, weight: str) -> FontProperties:
    return FontProperties(size=size, weight=weight)
