"""Controls of an explorer: a visible label, the control itself, and its value in words beside it.

The sliders of ipywidgets carry no accessible name, so each has a label that is seen and a readout that is text.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

DIGITS = 9  # in which a value counts: a browser reaches 0.65 as 0.6500000000000001
LABEL, CONTROL, READOUT, ROW = "140px", "188px", "96px", "446px"


class Control(widgets.HBox):  # type: ignore[misc]
    """A row: label, control, readout. `words` turns the value into the text of the readout."""

    def __init__(self, label: str, widget: Any, words: Callable[[Any], str]) -> None:
        self.widget, self.words = widget, words
        self.readout = widgets.HTML(layout={"width": READOUT, "margin": "2px 0 2px 6px"})
        name = widgets.HTML(
            f'<span style="{TEXT}; padding-left: 1px">{escape(label)}</span>',  # or the row cuts into its first letter
            layout={"width": LABEL, "margin": "2px 6px 2px 0"},
        )
        widget.layout.width = CONTROL if not isinstance(widget, widgets.Checkbox) else "40px"
        self.show()
        super().__init__([name, widget, self.readout], layout={"width": ROW, "overflow": "hidden"})

    @property
    def value(self) -> Any:
        """The value of the control."""
        return _rounded(self.widget.value)

    def show(self) -> None:
        """Write the value into the readout."""
        self.readout.value = f'<span style="{TEXT}"><b>{escape(self.words(self.widget.value))}</b></span>'

    def steps(self, before: Any) -> list[Any]:
        """Where a slider may go next when it has come from `before`: on in that direction first; else nothing."""
        widget = self.widget
        if not hasattr(widget, "step"):
            return []
        step = widget.step if widget.value >= before else -widget.step
        ways = (_rounded(widget.value + step), _rounded(widget.value - step))
        return [value for value in ways if widget.min <= value <= widget.max]

    def stepped(self, before: Any) -> bool:
        """Whether a slider has come from `before` in one step, as by a key."""
        return hasattr(self.widget, "step") and _rounded(abs(self.widget.value - before)) == self.widget.step


TEXT = "font-size: 14px; white-space: nowrap"


def slider(label: str, value: float, low: float, high: float, step: float = 1, words: str = "{:g}") -> Control:
    """Return a slider from `low` to `high`; `words` is a format such as "{:.0f}x" or "{:,.0f} USDT".

    Whole numbers all through give a slider of whole numbers.

    >>> slider("Leverage", 10, 1, 50, words="{}x").widget.value
    10
    """
    whole = all(isinstance(number, int) for number in (value, low, high, step))
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    return Control(label, kind(value=value, min=low, max=high, step=step, readout=False), words.format)


def choice(label: str, options: Iterable[str] | Mapping[str, Any], value: Any = None) -> Control:
    """Return a list to choose from; a mapping gives what each option stands for. The first one is chosen at first.

    >>> choice("Contract", ["linear", "inverse"]).widget.value
    'linear'
    """
    offered = list(options.items()) if isinstance(options, Mapping) else [(option, option) for option in options]
    chosen = offered[0][1] if value is None else value
    return Control(label, widgets.Dropdown(options=offered, value=chosen), lambda _: "")


def switch(label: str, *, value: bool = False, words: tuple[str, str] = ("no", "yes")) -> Control:
    """Return a box to tick.

    >>> switch("Fees").words(True)
    'yes'
    """
    return Control(label, widgets.Checkbox(value=value, indent=False), lambda on: words[bool(on)])


def _rounded(value: Any) -> Any:
    return round(value, DIGITS) if isinstance(value, float) else value
