"""An explorer of one slider whose pictures are all drawn in advance: the browser turns the pages without the kernel."""

from typing import Any

import ipywidgets as widgets

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
        frames = [widgets.HTML(self._page(**{name: value}), layout=page) for value in range(slider.max + 1)]
        self._stack = widgets.Stack(frames, selected_index=slider.value)
        self._link = widgets.jsdlink((slider, "value"), (self._stack, "selected_index"))
        return [self._stack]

    def _page(self, **state: Any) -> str:
        result = self._model(**state)
        self._scene.update(result)
        return picture_html(self._scene.png(), result.description) + words_html(result)

    def _shown(self) -> Any:
        return self._model(**self.state)  # the browser has turned the page already

    def _look_ahead(self, name: str, before: Any) -> None:
        """All pages are there."""
