"""Texts of a picture that lie on one another or stick out of it."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from marginlib.show.scene import Scene

Boxes = list[tuple[str, Bbox]]
TOUCH = 1.0  # pixels by which boxes may overlap: letters do not fill theirs


def texts(scene: Scene[Any]) -> Iterator[Text]:
    """Every text that is seen, titles and the labels of axes and ticks included."""
    scene.pixels()
    for text in [*scene.figure.texts, *(text for axes in scene.figure.axes for text in _of(axes))]:
        if text.get_text().strip() and text.get_visible():
            yield text


def _of(axes: Axes) -> Iterator[Text]:
    yield from axes.texts
    if axes.axison:
        yield from (axes.title, axes._left_title, axes._right_title)  # type: ignore[attr-defined]
        for axis in (axes.xaxis, axes.yaxis):
            yield axis.label
            for tick in axis._update_ticks():  # type: ignore[union-attr]
                yield from (tick.label1, tick.label2)


def boxes(scene: Scene[Any]) -> Boxes:
    """Every text that is seen, and the pixels that it takes."""
    renderer = scene.canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts(scene)]


def faults(scene: Scene[Any]) -> list[str]:
    """Texts that lie on one another, and those that stick out, measured once for both."""
    measured = boxes(scene)
    return [*overlaps(measured), *outside(measured, scene)]


def overlaps(measured: Boxes) -> list[str]:
    """Pairs of texts that lie on one another."""
    found = []
    for (one, a), (other, b) in combinations(measured, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > TOUCH and high > TOUCH:
            found.append(f"{one!r} and {other!r} overlap by {wide:.0f} x {high:.0f} pixels")
    return found


def outside(measured: Boxes, scene: Scene[Any]) -> list[str]:
    """Texts that stick out of the picture."""
    return [
        f"{words!r} sticks out"
        for words, box in measured
        if box.x0 < -TOUCH or box.y0 < -TOUCH or box.x1 > scene.width + TOUCH or box.y1 > scene.height + TOUCH
    ]
