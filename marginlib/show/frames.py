"""An explorer of one slider whose pictures are all drawn in advance: the browser turns the pages without the kernel."""

from typing import Any

import ipywidgets as widgets
from PIL import Image

from marginlib.errors import InvalidInput
from marginlib.show.explorer import Explorer, picture_html, words_html


class Frames(Explorer):
    """An explorer with one control: a slider of whole numbers from 0, few enough to draw a page for each.

    A page is turned in the browser, within a frame or two of the screen, where a picture that is asked for takes three
    times as long. `w.result` and all the rest follow the slider as in every explorer.

    Raises `InvalidInput` for other controls.
    """

    def _views(self) -> list[widgets.Widget]:
        (name, control), *others = self._controls.items()
        slider = control.widget
        if others or not isinstance(slider, widgets.IntSlider) or (slider.min, slider.step) != (0, 1):
            raise InvalidInput(f"controls are {list(self._controls)}, but frames need one slider of 0, 1, 2, ...")
        page = widgets.Layout(**self._place)
        results = [self._model(**{name: value}) for value in range(slider.max + 1)]
        palette = self._scene.palette(results[:: max(slider.max // 2, 1)])
        frames = [widgets.HTML(self._page(result, palette), layout=page) for result in results]
        self._stack = widgets.Stack(frames, selected_index=slider.value)
        self._link = widgets.jsdlink((slider, "value"), (self._stack, "selected_index"))
        return [self._stack]

    def _page(self, result: Any, palette: Image.Image) -> str:
        self._scene.update(result)
        return picture_html(self._scene.png(palette), result.description) + words_html(result)

    def _shown(self) -> Any:
        return self._model(**self.state)  # the browser has turned the page already

    def _look_ahead(self, name: str, before: Any) -> None:
        """All pages are there."""
