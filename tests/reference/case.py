"""A reference case as an adapter sees it: exact numbers, signed size, and clear words for what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

SIZES = ("quantity", "contracts", "contracts_usd")
POSTED = ("isolated_margin", "margin", "collateral")
WALLETS = ("isolated_wallet", "wallet_balance")
ADDED = ("extra_margin", "extra_margin_added", "added_margin")
TAKEN = ("funding_fee", "funding_fees", "funding_paid")
FREE = ("available_balance",)


class MissingInput(Exception):
    """An input that the asked figure needs and the case does not give."""


@dataclass(frozen=True)
class Inputs:
    """Inputs by name, and what the case says of itself; a missing one raises MissingInput with its name."""

    values: Mapping[str, Any]
    direction: str | None = None
    venue: str = ""
    mode: str = ""
    contract: str = "linear"

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

    def first(self, *names: str) -> Any:
        """The first of `names` that is given: cases name the same thing in several ways."""
        return next((self[name] for name in names if self.has(name)), None)

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
    def size(self) -> Any:
        """Size signed by the direction; where the case gives none, what the margin it gives opens at its leverage."""
        amount = self.first(*SIZES)
        if amount is not None:
            return self.side * abs(amount) * self.get("contract_value", 1)
        posted = self.first(*POSTED)
        if posted is None or self.contract != "linear" or not self.has("leverage", "entry_price"):
            raise MissingInput("quantity")
        return self.side * posted * self["leverage"] / self["entry_price"]

    @property
    def size_or_unit(self) -> Any:
        """Signed size for a price that does not depend on it: one unit where the case gives no amount of money."""
        money = self.first(*SIZES, *POSTED, *WALLETS, *ADDED, *TAKEN, *FREE)
        return self.size if money is not None or self.get("maintenance_amount") else Fraction(self.side)

    def leg(self, symbol: Any) -> Any:
        """The position of this case with the `symbol`; its only position where no symbol is named."""
        legs = self["positions"]
        for leg in legs:
            if leg.get("symbol") == symbol or (symbol is None and len(legs) == 1):
                return leg
        raise MissingInput(f"a position in {symbol!r}")

    def inner(self, values: Mapping[str, Any]) -> Inputs:
        """A record inside this case, such as one position, with its own direction where it has one."""
        return replace(self, values=values, direction=values.get("direction") or self.direction)
