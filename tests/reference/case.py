"""A reference case as an adapter sees it: exact numbers, signed size, and clear words for what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


class MissingInput(Exception):
    """An input that the asked figure needs and the case does not give."""


@dataclass(frozen=True)
class Inputs:
    """Inputs by name; a missing one raises MissingInput with its name."""

    values: Mapping[str, Any]
    direction: str | None = None

    def __getitem__(self, name: str) -> Any:
        if name not in self.values or self.values[name] is None:
            raise MissingInput(name)
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The input, or `default` where it is not given."""
        value = self.values.get(name)
        return default if value is None else value

    def has(self, *names: str) -> bool:
        """Whether every one of `names` is given."""
        return all(self.values.get(name) is not None for name in names)

    @property
    def side(self) -> int:
        """+1 for a long, -1 for a short."""
        if self.direction not in ("long", "short"):
            raise MissingInput("direction")
        return 1 if self.direction == "long" else -1

    @property
    def size(self) -> Any:
        """Signed size; one unit where the case gives none and it does not matter."""
        for name in ("quantity", "contracts"):
            if self.has(name):
                return self.side * self[name] * self.get("contract_value", 1)
        return Fraction(self.side)

    def inner(self, values: Mapping[str, Any]) -> Inputs:
        """A record inside this case, such as one position, with its own direction where it has one."""
        return Inputs(values, values.get("direction", self.direction))
