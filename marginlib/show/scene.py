"""A scene: a figure of fixed size whose background is drawn once, and whose moving parts are drawn at every step.

matplotlib calls this blitting. The picture leaves as PNG bytes. Drawing everything anew takes about 50 ms, the moving
parts alone a few. Only `Figure` and the Agg canvas are used: importing `pyplot` would cost half a second.
"""

import io
from collections.abc import Hashable
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
QUICK = 3  # of 9: half the time of the usual 6, a fifth larger
SCALES = 0.75, 2.0  # the smallest picture that can be read, and the largest that is still drawn at once


class Scene(Generic[R_contra]):
    """A picture of results. A lesson derives its own, adds artists in `__init__` and moves them in `update`.

    `panel` adds axes at a place given in pixels; `animate` declares an artist as a moving part; everything else is
    background. Limits of axes are fixed at the start, so that nothing jumps.

    A scene is laid out in pixels of its `width` and `height`, and drawn at a `scale`, the pixels of the screen for each
    of these. `time_axis` says from where to where its axis of time goes, for the slider that lies under it, and `phase`
    how far a closing that is shown at this moment has gone, 0 to 1.
    """

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / style.DPI, height / style.DPI), dpi=style.DPI, facecolor=style.WHITE)
        self.canvas: Any = FigureCanvasAgg(self.figure)
        self.moving: list[Artist] = []
        self.scenery: Hashable = None  # names what the background shows, where that changes; each is drawn once
        self.time_axis: tuple[float, float] | None = None
        self.phase = 1.0
        self.scale = 1.0
        self._backgrounds: dict[Hashable, Any] = {}
        self._layout = self._stamps = Stamps(width, height)

    def rescale(self, scale: float) -> None:
        """Draw with `scale` pixels of the screen for each pixel of the picture from now on, 0.75 to 2."""
        scale = min(max(scale, SCALES[0]), SCALES[1])
        if scale == self.scale:
            return
        self.scale, dpi = scale, style.DPI * scale
        self.figure.set_dpi(dpi)
        width, height = (int(side) for side in self.canvas.get_width_height(physical=True))
        self._stamps = self._layout if scale == 1 else Stamps(width, height, dpi)
        self.invalidate()

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
            axes.tick_params(labelsize=style.SMALL, labelfontfamily=style.FAMILY)
            axes.xaxis.labelpad = axes.yaxis.labelpad = 1
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
        if isinstance(artist, Text):
            artist.set_fontfamily(style.FAMILY)
        self.moving.append(artist)
        self.invalidate()
        return artist

    def invalidate(self) -> None:
        """Forget the backgrounds, after a change to something that is no moving part and has no name in `scenery`."""
        self._backgrounds.clear()

    def pixels(self) -> NDArray[np.uint8]:
        """The picture as an array (height, width, 4) of red, green, blue and opacity."""
        if self.scenery not in self._backgrounds:
            for text in self.figure.findobj(Text):
                text.set_fontfamily(style.FAMILY)
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

    def png(self) -> bytes:
        """The picture as PNG, of few enough colours to be small: a browser then has it sooner than one with all."""
        stream = io.BytesIO()
        whole = Image.fromarray(self.pixels()).convert("RGB")
        whole.quantize(palette=_palette(), dither=Image.Dither.NONE).save(stream, "png", compress_level=QUICK)
        return stream.getvalue()

    def text_width(self, text: str, size: float, weight: str = "normal") -> float:
        """Width in pixels of a line of text of `size` points."""
        return self._layout.bench.measure(text, _font(size, weight))

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


@cache
def _palette() -> Image.Image:
    """A picture of the colours of the course: to find those of each picture would take longer than to draw it."""
    picture = Image.new("P", (1, 1))
    picture.putpalette([channel for color in style.shades() for channel in color])
    return picture


@cache
def _font(size: float, weight: str) -> FontProperties:
    return FontProperties(family=style.FAMILY, size=size, weight=weight)
