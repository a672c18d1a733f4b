"""A reference case as an adapter sees it: exact numbers, signed size, and clear words for what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from marginlib.conventions import Conventions

SIZED = ("quantity", "contracts")
MONEY = ("collateral", "extra_margin", "funding_fee", "available_balance")


class MissingInput(Exception):
    """An input that the asked figure needs and the case does not give."""


@dataclass(frozen=True)
class Inputs:
    """Inputs under the words of the vocabulary, and what the case says of itself; a missing one is told by name."""

    values: dict[str, Any]
    direction: str | None = None
    venue: str = ""
    mode: str = ""
    contract: str = "linear"

    def __getitem__(self, name: str) -> Any:
        if not self.has(name):
            raise MissingInput(name)
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The input, or `default` where it is not given."""
        return self.values[name] if self.has(name) else default

    def has(self, *names: str) -> bool:
        """Whether every one of `names` is given."""
        return all(self.values.get(name) is not None for name in names)

    def conventions(self, **how: Any) -> Conventions:
        """How the venue states its rules, for the contract of this case and its tick."""
        return Conventions(contract=self.contract, tick=self.get("tick", 0), rounding="adverse", **how)

    @property
    def side(self) -> int:
        """+1 for a long, -1 for a short."""
        if self.direction is None:
            raise MissingInput("direction")
        sides = {"long": 1, "short": -1}
        if str(self.direction).lower() not in sides:
            raise MissingInput(f"a direction that is long or short, but '{self.direction}'")
        return sides[str(self.direction).lower()]

    @property
    def amount(self) -> Any:
        """Size without its sign; where the case gives none, what the margin it gives opens at its leverage."""
        if self.has("quantity"):
            return abs(self["quantity"])
        if self.has("contracts"):
            return abs(self["contracts"] * self.get("contract_value", 1))
        if not self.has("collateral", "leverage", "entry_price"):
            raise MissingInput("quantity")
        return self["collateral"] * self["leverage"] / self.conventions().notional(1, self["entry_price"])

    @property
    def size(self) -> Any:
        """Size signed by the direction."""
        return self.side * self.amount

    @property
    def size_or_unit(self) -> Any:
        """Signed size for a price that does not depend on it: one unit where the case gives no amount of money."""
        told = any(map(self.has, (*SIZED, *MONEY))) or self.get("maintenance_amount")
        return self.size if told else Fraction(self.side)

    def leg(self, symbol: Any) -> Any:
        """The position of this case with the `symbol`; its only position where no symbol is named."""
        legs = self["positions"]
        for leg in legs:
            if leg.get("symbol") == symbol or (symbol is None and len(legs) == 1):
                return leg
        raise MissingInput(f"a position in {symbol!r}")

    def inner(self, values: dict[str, Any]) -> Inputs:
        """A record inside this case, such as one position, with its own direction where it has one."""
        return replace(self, values=values, direction=values.get("direction") or self.direction)

    def but(self, **values: Any) -> Inputs:
        """The same case with these inputs in place of its own."""
        return replace(self, values=self.values | values)
