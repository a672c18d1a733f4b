"""The form of a prediction: choices or a number, a confidence, and one button that locks both in."""

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from marginlib.show.boundary import guarded

NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)")  # commas group thousands only
WIDE = {"description_width": "10em"}
LOOK = """<style>
.bulkheads-form { --jp-widgets-font-size: 14px }
.bulkheads-form .widget-radio, .bulkheads-form .widget-radio-box { height: auto }
.bulkheads-form .widget-radio-box label { display: flex; height: auto; line-height: 1.5; margin: 0 }
.bulkheads-form .widget-radio-box input { order: -1; flex: none; align-self: start }
</style>"""  # widgets have 13px by themselves, and choices that write over one another in a narrow window
SENTENCES = '<div style="line-height: 1.5"{}>{}</div>'


class PredictionForm(widgets.VBox):  # type: ignore[misc]
    """A labelled form; `lock_in(answer, confidence)` records and returns the line to show.

    `heading` is what is asked, `options` the choices as "A  text" (none: a number in `unit` is asked for). The
    controls are `answer`, `confidence` and `button`; `status` says what was locked in. Read as text the form is its
    heading and options, so that a page without widgets, and a test, can see it.
    """

    def __init__(self, heading: str, options: Sequence[str], unit: str, lock_in: Callable[[Any, float], str]) -> None:
        self._text = "\n".join([heading, *(f"  {option}" for option in options)])
        self._lock_in = lock_in
        label = {"description": "Your answer", "style": WIDE}
        if options:
            letters = [(option, option[0]) for option in options]
            self.answer = widgets.RadioButtons(options=letters, value=None, layout={"width": "auto"}, **label)
        else:
            self.answer = widgets.Text(placeholder=f"a number, in {unit}" if unit else "a number", **label)
        self.confidence = widgets.IntSlider(50, 0, 100, 5, description="How sure, in %", style=WIDE)
        self.confidence.layout.width = "30em"
        self.button = widgets.Button(description="Lock in", button_style="primary")
        self.status = widgets.HTML()
        self.alert = widgets.HTML()
        self.button.on_click(guarded(self._pressed, self.alert))
        question = widgets.HTML(LOOK + SENTENCES.format("", escape(heading)))
        super().__init__([question, self.answer, self.confidence, self.button, self.status, self.alert])
        self.add_class("bulkheads-form")

    def _pressed(self, _: Any) -> None:
        answer = _number(self.answer.value) if isinstance(self.answer, widgets.Text) else self.answer.value
        if answer is None:
            self._say("An answer is needed before it can be locked in: choose one or type a number. A guess will do.")
            return
        self._say(self._lock_in(answer, self.confidence.value))
        for control in (self.answer, self.confidence, self.button):
            control.disabled = True

    def _say(self, text: str) -> None:
        self.status.value = SENTENCES.format(' role="status"', escape(text))

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data = super()._repr_mimebundle_(**kwargs)
        data["text/plain"] = f"{self._text}\n(A form to lock in your prediction stands here.)"
        return data


def _number(typed: str) -> float | None:
    text = typed.replace("%", "").replace("\N{MINUS SIGN}", "-").strip()
    return float(text.replace(",", "")) if NUMBER.fullmatch(text) else None
