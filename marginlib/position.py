"""One isolated position, or a column of them: collateral of its own, and nothing else to draw on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from marginlib import formulas
from marginlib.arithmetic import maximum
from marginlib.conventions import PLAIN, Conventions
from marginlib.errors import InvalidInput, alike, fitting, instance, nonnegative, nonzero, positive, together
from marginlib.schedules import Schedule


@dataclass(frozen=True)
class Position:
    """A position with its own collateral; every field may be a column of n positions.

    Args:
        size: signed, + long; base units (linear) or quote units (inverse).
        entry: average entry price, in quote currency.
        collateral: posted to this position, in settlement currency.
        schedule: what it needs.
        conventions: how the venue states its rules.

    Raises:
        InvalidInput: zero size, an entry that is not above zero, negative collateral, NaN or infinity anywhere, a rate
            in place of a schedule; columns of unlike length or labels, kinds of number that Python does not mix.

    >>> from marginlib.schedules import FlatRate
    >>> position = Position(10.0, 100.0, 100.0, FlatRate(0.005))
    >>> round(position.liquidation_price, 4), position.bankruptcy_price
    (90.4523, 90.0)
    """

    size: Any
    entry: Any
    collateral: Any
    schedule: Schedule
    conventions: Conventions = PLAIN

    def __post_init__(self) -> None:
        columns = {"size": self.size, "entry": self.entry, "collateral": self.collateral}
        for name, check in (("size", nonzero), ("entry", positive), ("collateral", nonnegative)):
            check("entry price" if name == "entry" else name, columns[name])
            if isinstance(columns[name], (list, tuple)):
                object.__setattr__(self, name, np.asarray(columns[name]))
        alike(columns)
        fitting(columns)
        instance("schedule", self.schedule, Schedule, "a schedule, such as FlatRate(0.005)")
        instance("conventions", self.conventions, Conventions, "Conventions of a venue")
        size, entry, posted = (
            next(iter(np.asarray(c).flat), 1) if hasattr(c, "__len__") else c for c in columns.values()
        )
        together("size, entry, collateral and rates", lambda: self.schedule.requirement(size, entry) + posted)

    @classmethod
    def opened(cls, size: Any, entry: Any, leverage: Any, schedule: Schedule, conventions: Conventions = PLAIN) -> Self:
        """A position that posts its notional divided by `leverage`.

        >>> from marginlib.schedules import FlatRate
        >>> Position.opened(10.0, 100.0, 10, FlatRate(0.005)).collateral
        100.0
        """
        notional = conventions.notional(nonzero("size", size), positive("entry price", entry))
        return cls(size, entry, notional / positive("leverage", leverage), schedule, conventions)

    def pnl(self, price: Any) -> Any:
        """Profit (+) or loss (-) at `price`, in settlement currency."""
        return self.conventions.pnl(self.size, self.entry, self._at(price))

    def equity(self, price: Any) -> Any:
        """Collateral plus profit or loss at `price`."""
        return self.collateral + self.pnl(price)

    def notional(self, price: Any) -> Any:
        """Value at `price`, in settlement currency."""
        return self.conventions.notional(self.size, self._at(price))

    def maintenance(self, price: Any) -> Any:
        """Equity needed at `price`."""
        return self._applied.requirement(
            self.conventions.exposure(self.size), self.conventions.coordinate(self._at(price))
        )

    def liquidatable(self, price: Any) -> Any:
        """Whether the venue closes the position at `price`."""
        return self.conventions.liquidatable(self.equity(price), self.maintenance(price))

    @property
    def liquidation_price(self) -> Any:
        """Price at which equity meets the requirement, as the venue prints it.

        0 for a long and infinity for a short that no price can liquidate (the other way round where nothing is left).
        """
        return 0 + self.conventions.printed(  # so a zero has no minus
            self.conventions.coordinate(self._applied.liquidation_price(self.collateral, *self._linear)), self.size
        )

    @property
    def bankruptcy_price(self) -> Any:
        """Price at which equity is zero; never below zero."""
        found = formulas.bankruptcy_price(self.collateral, *self._linear)
        return self.conventions.rounded(self.conventions.coordinate(maximum(found, 0 * found)), self.size)

    @property
    def left_at_liquidation(self) -> Any:
        """Equity that is still there at the liquidation price: the venue's room for the sale.

        Derived. Raises `InvalidInput` where no price can liquidate, because there is no such equity then.

        >>> from marginlib.schedules import FlatRate
        >>> round(Position(10.0, 100.0, 100.0, FlatRate(0.005)).left_at_liquidation, 4)
        4.5226
        >>> round(Position(-10.0, 100.0, 100.0, FlatRate(0.005)).left_at_liquidation, 4)
        5.4726
        """
        return self.equity(self.liquidation_price)

    @property
    def _linear(self) -> tuple[Any, Any]:
        """Size and entry in the coordinate of the contract, where every position is a linear one."""
        return self.conventions.exposure(self.size), self.conventions.coordinate(self.entry)

    def _at(self, price: Any) -> Any:
        fitting({"size": self.size, "entry": self.entry, "price": positive("price", price)})
        together("entry price and price", lambda: self.entry - price)
        return price

    @property
    def _applied(self) -> Schedule:
        return self.conventions.applied(self.schedule, *self._linear, self.collateral)

    def add_margin(self, amount: Any) -> Self:
        """The position with `amount` more collateral.

        >>> from marginlib.schedules import FlatRate
        >>> Position(10.0, 100.0, 100.0, FlatRate(0.005)).add_margin(50.0).collateral
        150.0
        """
        return replace(self, collateral=self.collateral + positive("added margin", amount))

    def remove_margin(self, amount: Any, price: Any, initial_rate: Any) -> Self:
        """The position with `amount` less collateral; equity at `price` must still cover the initial margin.

        >>> from marginlib.schedules import FlatRate
        >>> Position(10.0, 100.0, 150.0, FlatRate(0.005)).remove_margin(60.0, 100.0, 0.1)
        Traceback (most recent call last):
        marginlib.errors.InvalidInput: removing 60.0 leaves equity 90.0 below the initial margin 100.0; ...
        """
        needed = positive("initial rate", initial_rate) * self.notional(price)
        spare = maximum(np.minimum(self.equity(price) - needed, self.collateral), 0)
        if np.any(positive("removed margin", amount) > spare):
            raise InvalidInput(
                # rounded, without the dust of the arithmetic
                f"removing {amount} leaves equity {np.round(np.float64(self.equity(price) - amount), 8)} "
                f"below the initial margin {np.round(np.float64(needed), 8)}; "
                + (
                    f"remove at most {np.round(np.float64(spare), 8)}"
                    if np.any(spare > 0)
                    else "nothing can be taken out"
                )
            )
        return replace(self, collateral=self.collateral - amount)
