"""The explorer: a pure model behind labelled controls, with a picture, its description in words and a table.

    controls -> state -> model(**state) -> result -> picture, description, table

The model is any function whose result carries `description` and `table`. The front end of ipywidgets keeps only the
latest value of a control while the kernel is busy, so drawing at once is all that a fast drag needs. Where a slider
may go next is drawn ahead (`marginlib.show.ahead`).
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from typing import Any, Protocol

import ipywidgets as widgets
import pandas as pd

from marginlib.errors import InvalidInput, UnknownName
from marginlib.show.ahead import Ahead, Drawing, State
from marginlib.show.boundary import guarded
from marginlib.show.controls import Control, choice
from marginlib.show.scene import WIDTH, Scene

FREE = "choose for yourself"  # what the list of presets says when the controls match none
SIDE, COLUMN = 260, 150  # widths in pixels of the first column of a table and of the others
NARROW = 640  # to this width a table gives way to a narrow window before it is scrolled
SCROLLED = "width: 0; min-width: 100%; overflow-x: auto"  # as wide as the place, however wide the table
YIELDING = "max(100%, 800px)"  # so far a picture gives way, its letters still large; a narrower place scrolls
PIXELS = f"display: block; max-width: {YIELDING}; height: auto"  # where it need not, as many as in the picture
CAPTION = "font-size: 14px; line-height: 1.5; min-height: 3em; margin: 4px 0"


class Result(Protocol):
    """What a model returns, as the explorer reads it: what the picture says, and a table."""

    @property
    def description(self) -> str:
        """One to three sentences with numbers, computed from the data."""
        ...

    @property
    def table(self) -> pd.DataFrame:
        """The numbers of the picture; texts are shown as they are."""
        ...


class Explorer(widgets.VBox):  # type: ignore[misc]
    """Controls over a picture, a caption and a table, all of them the view of one result.

    `model` is called with the value of every control by name. `presets` are named states, in part or in full.
    Each control is an attribute: `w.leverage.value = 20` redraws at once; then `w.result`, `w.summary` (the table)
    and `w.description_text` follow. An exception in the model is shown to the learner and raised. A result may name in
    `unused` the controls that make no difference as things stand: these cannot be moved until they do.
    """

    def __init__(
        self,
        model: Callable[..., Result],
        controls: Mapping[str, Control],
        scene: Scene[Any],
        presets: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._model, self._controls, self._scene = model, dict(controls), scene
        self._presets = {name: dict(state) for name, state in (presets or {}).items()}
        self._check_names()
        self._quiet = False
        self.result: Any = None
        self._place = {"width": f"{scene.width}px", "max_width": "100%"}  # a narrow window scrolls, it does not cut
        self._alert = widgets.HTML(layout=self._place)
        rows = list(self._controls.values())
        if self._presets:
            self._preset = choice("Try", [FREE, *self._presets])
            rows = [self._preset, *rows]
        grid = widgets.Box(rows, layout={**self._place, "flex_flow": "row wrap"})
        super().__init__([grid, self._alert, *self._views()])
        self.layout.overflow = "auto"
        self.add_class("bulkheads-explorer")
        for name, control in self._controls.items():
            setattr(self, name, control.widget)
            control.widget.observe(guarded(self._moved(name, control), self._alert), "value")
        if self._presets:
            self._preset.widget.observe(guarded(self._chosen, self._alert), "value")
        guarded(self.refresh, self._alert)()

    @property
    def state(self) -> dict[str, Any]:
        """The value of every control by name."""
        return {name: control.value for name, control in self._controls.items()}

    @property
    def summary(self) -> pd.DataFrame:
        """The table of the current result."""
        table: pd.DataFrame = self.result.table
        return table

    @property
    def description_text(self) -> "Words":
        """What the picture shows, in words and numbers."""
        return Words(self.result.description)

    def set(self, **state: Any) -> None:
        """Move several controls and draw once.

        Raises `UnknownName` for a control that does not exist, before anything moves.
        """
        for name in state:
            if name not in self._controls:
                raise UnknownName(f"no control is called {name!r}; choose one of {', '.join(self._controls)}")
        with self._silence():
            for name, value in state.items():
                self._controls[name].widget.value = value
                self._controls[name].show()
        guarded(self.refresh, self._alert)()

    def refresh(self) -> None:
        """Show the result of the current state, computed where it was not shown lately."""
        self.result = self._shown()
        unused = getattr(self.result, "unused", ())
        for name, control in self._controls.items():
            control.widget.disabled = name in unused

    def preset(self, name: str) -> None:
        """Set the controls as the preset called `name` says."""
        if name not in self._presets:
            raise UnknownName(f"no preset is called {name!r}; choose one of {', '.join(self._presets)}")
        self._preset.widget.value = name

    def _views(self) -> list[widgets.Widget]:
        """The picture and the words below it."""
        size = {"width": f"{self._scene.width}px", "max_width": YIELDING, "height": f"{self._scene.height}px"}
        self._picture = widgets.HTML(layout=size)
        self._words = widgets.HTML(layout=self._place)
        self._ahead = Ahead(self._drawn)
        return [self._picture, self._words]

    def _shown(self) -> Any:
        """The result of the current state, which the views show from now on."""
        drawing = self._ahead.drawing(self.state)
        self._picture.value = drawing.picture
        self._words.value = drawing.words
        return drawing.result

    def _drawn(self, state: State) -> Drawing:
        result = self._model(**state)
        self._scene.update(result)
        picture = picture_html(self._scene.png(), result.description)
        return Drawing(state, result, picture, words_html(result))

    def _look_ahead(self, name: str, before: Any) -> None:
        """Prepare what the next step of a control shows, that has gone on from the value `before`."""
        control = self._controls[name]
        states = [{**self.state, name: value} for value in control.steps(before)]
        self._ahead.prepare(states, sure=control.stepped(before))  # a pointer jumps, and nobody knows where to

    def _moved(self, name: str, control: Control) -> Callable[[Any], None]:
        def moved(change: Any) -> None:
            if self._quiet:
                return
            self.refresh()
            control.show()
            self._look_ahead(name, change["old"])
            if self._presets:
                with self._silence():
                    self._preset.widget.value = FREE

        return moved

    def _chosen(self, change: Any) -> None:
        if not self._quiet and change["new"] != FREE:
            self.set(**self._presets[change["new"]])

    @contextmanager
    def _silence(self) -> Iterator[None]:
        self._quiet, before = True, self._quiet
        try:
            yield
        finally:
            self._quiet = before

    def _check_names(self) -> None:
        for name in self._controls:
            if name in dir(type(self)):
                raise InvalidInput(f"a control cannot be called {name!r}: an explorer has an attribute of that name")
        for title, state in self._presets.items():
            unknown = sorted(set(state) - set(self._controls))
            if unknown:
                raise UnknownName(f"preset {title!r} names the unknown controls {', '.join(unknown)}")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        """Add what viewers without widgets show, and what a comparison of notebooks compares."""
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        self._scene.update(self.result)
        bundle["image/png"] = b64encode(self._scene.png()).decode()
        bundle["text/plain"] = f"{self.description_text}\n\n{self.result.table.to_string()}"
        return bundle


def picture_html(png: bytes, text: str) -> str:
    """Return a picture as HTML, with `text` for those who cannot see it.

    The bytes stand in the page itself: fetching them from elsewhere takes the browser 10 ms more.
    """
    data = b64encode(png).decode()
    return f'<img alt="{escape(text)}" style="{PIXELS}" decoding="sync" src="data:image/png;base64,{data}">'


class Words(str):
    """A text that a page shows without quotes, and breaks between words.

    >>> Words("3 < 4")._repr_html_().count("3 &lt; 4")
    1
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f'<p style="{CAPTION}">{escape(self)}</p>'


def words_html(result: Result) -> str:
    """Return the caption and the table of a result."""
    return f'{Words(result.description)._repr_html_()}<div style="{SCROLLED}">{table_html(result.table)}</div>'


def table_html(table: pd.DataFrame) -> str:
    """Return a table as HTML with headings that a screen reader can name, of columns that keep their width.

    >>> table_html(pd.DataFrame({"equity": ["5 <"]}, index=["BTC"])).count("&lt;")
    1
    """
    cell = 'style="text-align: right; padding: 3px 10px; overflow-wrap: anywhere"'
    side = f'style="text-align: left; padding: 3px 10px; width: {SIDE}px"'
    head = "".join(f'<th scope="col" {cell}>{escape(str(name))}</th>' for name in table.columns)
    rows = "".join(
        f'<tr><th scope="row" {side}>{escape(str(name))}</th>'
        + "".join(f"<td {cell}>{escape(str(value))}</td>" for value in values)
        + "</tr>"
        for name, values in zip(table.index, table.to_numpy().tolist(), strict=True)
    )
    corner = escape("" if table.index.name is None else str(table.index.name))
    width = min(SIDE + COLUMN * len(table.columns), WIDTH)
    return (
        f'<table style="table-layout: fixed; width: {width}px; max-width: max(100%, {NARROW}px); font-size: 13px; '
        'line-height: 1.4; border-collapse: collapse"><thead><tr style="border-bottom: 1px solid currentColor">'
        f'<th scope="col" {side}>{corner}</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )
