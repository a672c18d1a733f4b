"""How prices move at random: what simulations and the passages of one price are asked about."""

from dataclasses import dataclass
from types import NoneType
from typing import Any

from marginlib.errors import finite, instance, numbers, positive
from marginlib.paths import Jumps


@dataclass(frozen=True)
class Motion:
    """Geometric Brownian motion of one price or of several, with or without jumps.

    Args:
        volatility: a year, of the motion between jumps; one number, or one for each market, by name or in the order of
            `Book.schedules`.
        years: horizon.
        correlation: one number for every pair, or a matrix in the order of `Book.schedules`.
        drift: of the mean price a year, jumps included; given like the volatility.
        jumps: of all markets together, by the same factor; None for prices without.

    Raises:
        InvalidInput: a horizon not above zero, jumps that are none, a volatility, drift or correlation that is no
            number. What they must be beyond that is looked at where the markets are known.

    Source: Merton (1976).

    >>> Motion(0.6, 7 / 365).jumps is None
    True
    """

    volatility: Any
    years: float
    correlation: Any = 0.0
    drift: Any = 0.0
    jumps: Jumps | None = None

    def __post_init__(self) -> None:
        positive("horizon in years", self.years)
        for name in ("volatility", "correlation", "drift"):
            given = getattr(self, name)
            if not hasattr(given, "keys"):
                finite(name, numbers(name, given))
        instance("jumps", self.jumps, (Jumps, NoneType), "Jumps(rate, mean, deviation), or None")
