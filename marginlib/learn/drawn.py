"""What is drawn of an item for one learner: its numbers, the letters of its choices, the order of its steps.

Everything depends on the learner's alias, the id of the item and further labels, and on nothing else.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from marginlib.errors import InvalidInput
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item

INPUTS = 8  # how many drawn inputs a function is tried on


class Given(Mapping[str, Any]):
    """The drawn numbers of an item, read as `g.entry` or `g["entry"]`.

    >>> g = Given({"entry": 100, "size": -2})
    >>> g.entry, g["size"]
    (100, -2)
    >>> g
    Given(entry=100, size=-2)
    """

    __slots__ = ("_numbers",)

    def __init__(self, numbers: Mapping[str, Any]) -> None:
        for name in numbers:
            if hasattr(Mapping, name):
                raise InvalidInput(f"a drawn number cannot be called {name!r}: every mapping has that as a method")
        self._numbers = dict(numbers)

    def __getitem__(self, name: str) -> Any:
        return self._numbers[name]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # a copy asks before it has any numbers
            raise AttributeError(name)
        if name in self._numbers:
            return self._numbers[name]
        raise AttributeError(f"this item gives {', '.join(self._numbers) or 'no numbers'}, but no {name!r}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __repr__(self) -> str:
        return f"Given({listed(self._numbers)})"


def listed(numbers: Mapping[str, Any]) -> str:
    """The numbers as they would stand in a call: "entry=100, size=-2"."""
    return ", ".join(f"{name}={value!r}" for name, value in numbers.items())


def numbers(item: Item, alias: str, *labels: object) -> Given:
    """The numbers of `item` for the learner called `alias`; further labels draw other numbers (recall, retries)."""
    return Given(item.draw(Draw(alias, item.id, *labels)))


def inputs(item: Item, alias: str, *labels: object) -> list[Given]:
    """The inputs that a function item is tried on: the learner's own numbers first, then others, then fixed cases."""
    more = [numbers(item, alias, *labels, count) for count in range(1, INPUTS)]
    return [numbers(item, alias, *labels), *more, *map(Given, item.cases)]


def sequence(item: Item, alias: str, *labels: object) -> str:
    """The right order of an order item as letters: step k stands under the k-th of them."""
    shown = Draw(alias, item.id, *labels, "steps").shuffled(range(len(item.steps)))
    return "".join(item.letters[shown.index(step)] for step in range(len(item.steps)))


def marks(item: Item, alias: str, *labels: object) -> dict[str, str]:
    """The letters of the choices in the order in which this learner sees them, each with the key of its choice."""
    keys = Draw(alias, item.id, *labels, "choices").mixed(list(item.options))
    return dict(zip(item.letters, keys, strict=True))


def letter(item: Item, key: str, alias: str, *labels: object) -> str:
    """The letter under which this learner sees the choice with this key."""
    return next(mark for mark, one in marks(item, alias, *labels).items() if one == key)


def expected(item: Item, given: Given, alias: str, *labels: object) -> Any:
    """The right answer where there is one: a value of the oracle, the key of a choice, or the letters of an order."""
    if item.expects == "order":
        return sequence(item, alias, *labels)
    if item.oracle is None or item.expects == "function":
        return None
    return item.oracle(**given)
