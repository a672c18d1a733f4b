"""Every explorer there is: the two of the tests, and one of each lesson and each mechanic."""

import importlib
import itertools
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import ipywidgets as widgets

from marginlib import course
from marginlib.show.explorer import Explorer
from tests.show import demo, demo_tanks

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(course.__path__, "marginlib.course.")
    if ".items" not in module.name
]


EXPLORERS: dict[str, Callable[[], Explorer]] = {
    "demo": demo.explorer,
    "demo_tanks": demo_tanks.explorer,
    # the explorer of a room goes by the room's name, a further figure by its module's
    **{
        module.__name__.removesuffix(".picture").rpartition(".")[2]: module.explorer
        for module in MODULES
        if hasattr(module, "explorer")
    },
}


def positions(widget: Any) -> list[Any]:
    """Both ends and the middle of a slider, every option of a list, both states of a box."""
    if isinstance(widget, widgets.Checkbox):
        return [False, True]
    if hasattr(widget, "options"):
        return [value for _, value in widget._options_full]
    whole = isinstance(widget.value, int)
    middle = (widget.min + widget.max) / 2
    return [widget.min, int(middle) if whole else middle, widget.max]


def states(explorer: Explorer, most: int = 30) -> Iterator[dict[str, Any]]:
    """Combinations of positions of all controls, evenly chosen where there are too many."""
    places = {name: positions(getattr(explorer, name)) for name in explorer.state}
    every = list(itertools.product(*places.values()))
    chosen = every[:: -(-len(every) // most)] + every[-1:]
    return (dict(zip(places, values, strict=True)) for values in chosen)
