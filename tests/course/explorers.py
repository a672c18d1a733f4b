"""Every explorer there is: the two of the tests, and one of each lesson and each mechanic."""

import importlib
import itertools
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

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


def states(explorer: Explorer, most: int = 30) -> Iterator[dict[str, Any]]:
    """Combinations of positions of all controls, evenly chosen where there are too many."""
    places = {name: getattr(explorer, name).positions for name in explorer.state}
    every = list(itertools.product(*places.values()))
    chosen = every[:: -(-len(every) // most)] + every[-1:]
    return (dict(zip(places, values, strict=True)) for values in chosen)
