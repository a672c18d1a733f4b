"""Worlds in which a manager is judged: an account, and weeks drawn from a law of the prices.

A manager that does well in one world may have been made for it. So there are eight: two books, one hedged and one that
is not, in four laws. The weeks follow from a seed, which whoever writes the manager should not know beforehand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType
from typing import NamedTuple

import numpy as np

from marginlib.agents import Account, Exchange, Holding
from marginlib.book import Mode
from marginlib.errors import checked, instance, nonnegative
from marginlib.paths import Jumps, merton
from marginlib.schedules import FlatRate

MARKETS = ("BTC", "ETH")
WEEK, LOOKS = 7 / 365, 28  # years, and steps of six hours


@dataclass(frozen=True)
class Law:
    """How two prices move: volatility a year, correlation, and the jumps that both make together.

    Raises InvalidInput for a negative volatility, a correlation that is none, and jumps that are no `Jumps`.
    """

    volatility: float
    correlation: float
    jumps: Jumps | None = None

    def __post_init__(self) -> None:
        nonnegative("volatility", self.volatility)
        checked("correlation", self.correlation, lambda number: abs(number) <= 1, "a number from -1 to 1")
        instance("jumps", self.jumps, (Jumps, NoneType), "Jumps(rate, mean, deviation), or None")

    def weeks(self, seed: int | tuple[int, ...], count: int) -> np.ndarray:
        """Weeks from 100, looked at every six hours, shape (count, 29, 2); the same seed gives the same.

        >>> Law(volatility=0.8, correlation=0.6).weeks(seed=1, count=3).shape
        (3, 29, 2)
        """
        start, volatility = [100.0] * len(MARKETS), [self.volatility] * len(MARKETS)
        return merton(start, volatility, WEEK, LOOKS, count, jumps=self.jumps, correlation=self.correlation, seed=seed)


LAWS: Mapping[str, Law] = {
    "usual": Law(0.8, 0.6),
    "apart": Law(0.8, -0.6),
    "together": Law(0.8, 0.9),
    "jumps": Law(0.6, 0.6, Jumps(rate=52, mean=-0.1, deviation=0.05)),
}
BOOKS: Mapping[str, Account] = {
    "hedged": Account({"BTC": Holding(10.0, 100.0, 100.0), "ETH": Holding(-5.0, 100.0, 100.0)}, wallet=200.0),
    "two longs": Account({"BTC": Holding(10.0, 100.0, 100.0), "ETH": Holding(10.0, 100.0, 100.0)}, wallet=200.0),
}


class World(NamedTuple):
    """An account at its start, and weeks of prices, shape (weeks, times, markets)."""

    account: Account
    weeks: np.ndarray


def exchange(mode: Mode, *, latency: int = 0) -> Exchange:
    """The exchange of all worlds in one `mode`: maintenance 0.5 %, a fee of 0.05 %, a depth of 20,000 units.

    Raises InvalidInput for what is no mode, or a latency that is no whole number.
    """
    return Exchange(
        dict.fromkeys(MARKETS, FlatRate(0.005)), mode, 0.0005, dict.fromkeys(MARKETS, 20_000.0), latency=latency
    )


def worlds(
    seed: int, count: int, *, laws: Mapping[str, Law] = LAWS, books: Mapping[str, Account] = BOOKS
) -> dict[str, World]:
    """Every book in every law, by "book, law", with `count` weeks of its own each. The same seed gives the same weeks.

    Raises:
        InvalidInput: a seed that is no whole number of zero or more, a count that is none above zero.

    >>> drawn = worlds(seed=26_153_441, count=2)
    >>> list(drawn)[:5], len(drawn), drawn["two longs, jumps"].weeks.shape
    (['hedged, usual', 'hedged, apart', 'hedged, together', 'hedged, jumps', 'two longs, usual'], 8, (2, 29, 2))
    """
    checked("seed", seed, lambda number: (number >= 0) & (number % 1 == 0), "a whole number of zero or more")
    return {
        f"{book}, {name}": World(account, law.weeks((int(seed), place, number), count))
        for place, (book, account) in enumerate(books.items())
        for number, (name, law) in enumerate(laws.items())
    }
