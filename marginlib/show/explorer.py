"""The explorer: a pure model behind labelled controls, with a picture, one sentence, a table and goals.

    controls -> state -> model(**state) -> result -> picture, caption, description, table

It is one widget: `explorer.js` draws it with the browser's own inputs and asks for pictures, and what it asks for is
answered here. At most two questions are on their way at once, so a fast drag or a slow machine leaves none behind.
Where a slider may go next is drawn ahead (`marginlib.show.ahead`).
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import anywidget
import pandas as pd
import traitlets

from marginlib.errors import InvalidInput, UnknownName
from marginlib.show.ahead import Ahead, Asked, Drawing
from marginlib.show.controls import Control
from marginlib.show.markup import Words
from marginlib.show.scene import Scene

HERE = Path(__file__).parent


class Result(Protocol):
    """What a model returns, as the explorer reads it: what the picture says, and a table.

    It may also have a `caption`, one sentence of the description with at most three numbers; `unused`, the names of
    controls that make no difference as things stand; `readouts`, words beside controls that mean something else as
    things stand; and `rests`, seconds to rest by the time at which a play rests.
    """

    @property
    def description(self) -> str:
        """What the picture shows, in sentences with numbers, computed from the data."""
        ...

    @property
    def table(self) -> pd.DataFrame:
        """The numbers of the picture; texts are shown as they are."""
        ...


class Goal(Protocol):
    """Something to find or to break: words on a chip, whether a result meets it, and what is said then."""

    @property
    def key(self) -> str:
        """Its name in a record."""
        ...

    @property
    def chip(self) -> str:
        """The words on its chip."""
        ...

    @property
    def said(self) -> str:
        """What is said when it is met."""
        ...

    @property
    def met(self) -> Callable[[Any], bool]:
        """Whether a result meets it."""
        ...


class Record(Protocol):
    """Where goals are kept that were met, such as `marginlib.learn.goals`."""

    def met(self) -> Mapping[str, Any]:
        """When each goal was met, by its key."""
        ...

    def meet(self, key: str) -> None:
        """Note that a goal is met."""
        ...


class Explorer(anywidget.AnyWidget):
    """Controls under a picture, a caption and a table, all of them the view of one result.

    `model` is called with the value of every control by name. The control called `time` lies under the axis of time and
    plays `rate` steps a second. Controls of a later `stage`, and those named in `more`, wait behind "more". `presets`
    are named states; what one leaves out is as it is at first. `goals` turn green when a learner moves the controls to
    a result that meets them, and are noted in `record`.

    Each control is an attribute: `w.leverage.value = 20` redraws at once; then `w.result`, `w.summary` (the table),
    `w.caption` and `w.description_text` follow. An exception in the model is shown to the learner and raised.
    """

    _esm = HERE / "explorer.js"
    _css = HERE / "explorer.css"
    _parts = traitlets.Dict().tag(sync=True)  # what a browser draws once
    _view = traitlets.Dict().tag(sync=True)  # what it shows now, except for
    _picture = traitlets.Bytes().tag(sync=True)
    _alert = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        model: Callable[..., Result],
        controls: Mapping[str, Control],
        picture: Scene[Any],
        presets: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        goals: Sequence[Goal] = (),
        record: Record | None = None,
        time: str = "now",
        rate: float = 20.0,
        stage: int = 1,
        more: Sequence[str] = (),
    ) -> None:
        self._model, self._controls, self._scene = model, dict(controls), picture
        self._time = time if time in controls else None
        self._goals, self._record = list(goals), record
        self._met = set(record.met() if record else ()) & {goal.key for goal in goals}
        self._check_names([*more, *(name for state in (presets or {}).values() for name in state)])
        self._start = self.state
        self._presets = {name: {**self._start, **state} for name, state in (presets or {}).items()}
        self._ahead = Ahead(self._drawn)
        self._said, self._question = "", ""
        self.result: Any = None
        super().__init__()
        for name, control in self._controls.items():
            setattr(self, name, control)
            control.moved = self._redraw
        self._hidden = [name for name, control in self._controls.items() if name in more or control.stage > stage]
        self._parts = self._drawn_once(rate)
        self.on_msg(lambda _widget, content, _buffers: self._received(content))
        self.refresh()

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
    def description_text(self) -> Words:
        """What the picture shows, in words and numbers."""
        return Words(self.result.description)

    @property
    def caption(self) -> Words:
        """The sentence under the picture."""
        return Words(caption(self.result))

    def set(self, **state: Any) -> None:
        """Move several controls and draw once.

        Raises `UnknownName` for a control that does not exist and `InvalidInput` for a value that it does not have,
        before anything moves.
        """
        for name, value in state.items():
            if name not in self._controls:
                raise UnknownName(f"no control is called {name!r}; choose one of {', '.join(self._controls)}")
            self._controls[name].checked(value)
        for name, value in state.items():
            self._controls[name].put(value)
        self.refresh()

    def preset(self, name: str) -> None:
        """Set every control as the preset called `name` says, and as it was at first where that says nothing.

        Raises `UnknownName` for a preset that does not exist.
        """
        if name not in self._presets:
            raise UnknownName(f"no preset is called {name!r}; choose one of {', '.join(self._presets) or 'none'}")
        self.set(**self._presets[name])

    def refresh(self) -> None:
        """Show the result of the current state, computed where it was not shown lately."""
        with self._told():
            self._show()

    def _redraw(self, _before: Any) -> None:
        self.refresh()

    def _received(self, content: Mapping[str, Any]) -> None:
        """Answer a question of the browser, which carries what was moved, the scale of its screen, and its name."""
        self._question = content["question"]
        if content.get("preset") in self._presets:
            moves = self._presets[content["preset"]]
        else:
            moves = {name: self._controls[name].received(sent) for name, sent in content.get("values", {}).items()}
        with self._told():
            before = {name: self._controls[name].put(value) for name, value in moves.items()}
            self._scene.rescale(content.get("scale", self._scene.scale))
            playing = bool(content.get("playing"))
            self._show(content.get("phase", 1.0), playing=playing, moved=bool(moves))
            if not playing and len(before) == 1:
                (move,) = before.items()
                self._look_ahead(*move)

    def _show(self, phase: float = 1.0, *, playing: bool = False, moved: bool = False) -> None:
        """Show the current state; `playing` leaves out the table, and what a learner has `moved` may meet goals."""
        drawing = self._ahead.drawing(Asked(self.state, self._scene.scale, phase))
        self.result = drawing.result
        unused = getattr(self.result, "unused", ())
        for name, control in self._controls.items():
            control.disabled = name in unused
        if moved:
            self._judge()
        table = self._view.get("table") if playing else drawing.table
        self._publish(drawing.picture, {**drawing.words, "table": table, **self._now()})

    def _publish(self, picture: bytes, view: dict[str, Any]) -> None:
        """Hand a picture and what stands around it to the page, together."""
        with self.hold_sync():
            self._picture = picture
            self._view = view

    def _judge(self) -> None:
        """Notice goals that are met."""
        for goal in self._goals:
            if goal.key not in self._met and goal.met(self.result):
                self._met.add(goal.key)
                self._said = f"{goal.chip}: {goal.said}"
                if self._record:
                    self._record.meet(goal.key)

    def _now(self) -> dict[str, Any]:
        """What the browser shows of controls and goals, and which question it answers."""
        return {
            "answer": self._question,
            "values": {name: control.sent for name, control in self._controls.items()},
            "readouts": {name: control.words(control.value) for name, control in self._controls.items()}
            | getattr(self.result, "readouts", {}),
            "disabled": [name for name, control in self._controls.items() if control.disabled],
            "opened": [name for name in self._hidden if self._controls[name].value != self._start[name]],
            "preset": next((name for name, state in self._presets.items() if state == self.state), ""),
            "met": [goal.key for goal in self._goals if goal.key in self._met],
            "said": self._said,
        }

    def _drawn_once(self, rate: float) -> dict[str, Any]:
        return {
            "id": self.model_id,
            "width": self._scene.width,
            "height": self._scene.height,
            "axis": self._scene.time_axis,
            "time": self._time,
            "rate": rate,
            "controls": {name: control.looks for name, control in self._controls.items()},
            "hidden": self._hidden,
            "presets": list(self._presets),
            "goals": [{"key": goal.key, "chip": goal.chip} for goal in self._goals],
        }

    def _drawn(self, asked: Asked) -> Drawing:
        result = self._ahead.result(asked.state) or self._model(**asked.state)
        self._scene.phase = asked.phase
        self._scene.update(result)
        words = {
            "alt": result.description,
            "caption": caption(result),
            "rests": sorted(getattr(result, "rests", {}).items()),
        }
        return Drawing(asked, result, self._scene.png(), words)

    def _look_ahead(self, name: str, before: Any) -> None:
        """Prepare what the next step of a control shows, that has gone on from the value `before`."""
        control = self._controls[name]
        asked = [Asked({**self.state, name: value}, self._scene.scale) for value in control.steps(before)]
        self._ahead.prepare(asked, sure=control.stepped(before))  # a pointer jumps, and nobody knows where to

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Show what goes wrong to the learner, raise it again, and answer all the same."""
        try:
            yield
        except Exception as error:
            with self.hold_sync():
                self._alert = f"{type(error).__name__}: {error}"
                self._view = {**self._view, **self._now()}
            raise
        self._alert = ""

    def _check_names(self, named: Sequence[str]) -> None:
        for name in self._controls:
            if name in dir(type(self)):
                raise InvalidInput(f"a control cannot be called {name!r}: an explorer has an attribute of that name")
        unknown = sorted(set(named) - set(self._controls))
        if unknown:
            raise UnknownName(f"no control is called {', '.join(unknown)}, which a preset or `more` names")

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:  # type: ignore[override] # its metadata is for Colab
        """Add what viewers without widgets show, and what a comparison of notebooks compares."""
        bundle: dict[str, Any] = dict((super()._repr_mimebundle_() or ({},))[0])
        scale, self._scene.phase = self._scene.scale, 1.0
        self._scene.rescale(1.0)
        self._scene.update(self.result)
        bundle["image/png"] = b64encode(self._scene.png()).decode()
        self._scene.rescale(scale)
        bundle["text/plain"] = f"{self.description_text}\n\n{self.result.table.to_string()}"
        return bundle


def caption(result: Result) -> str:
    """Return the sentence under the picture: the caption of the result, or else its whole description."""
    return str(getattr(result, "caption", result.description))
