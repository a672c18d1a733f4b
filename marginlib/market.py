"""Where liquidations trade: an order book, a constant-product pool, and a hybrid that walks both.

A market is its price, the levels of a book around it, and the liquidity of a pool that quotes everywhere. A book is a
market without liquidity, a pool one without levels; no other difference exists. An order takes whatever is nearest to
the price: the pool up to the next level, then the level, then the pool again. Fees and delays are left out.

The laws below it say how far an order moves a price where no depth is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from marginlib.arithmetic import sign
from marginlib.errors import InvalidInput, checked, finite, nonnegative, numbers, positive, shaped
from marginlib.kinds import one_kind


@dataclass(frozen=True)
class Fill:
    """What an order got: size filled (signed, base), quote paid (+) or received (-), and the price it leaves behind.

    Each is a number or a column.
    """

    size: Any
    quote: Any
    price: Any

    @property
    def average(self) -> Any:
        """Quote for each unit of base; NaN where nothing was filled."""
        return np.divide(self.quote, self.size, out=np.full(np.shape(self.size), np.nan), where=self.size != 0)[()]


@dataclass(frozen=True)
class Market:
    """A price with what may be traded around it.

    Args:
        price: where the market stands, in quote for each unit of base.
        levels: price of each level of the book, shape (m,): bids below the price, asks above it, in any order.
        sizes: base offered at each level, shape (m,).
        liquidity: of a constant-product pool at the same price, the root of its base times its quote; 0 for none.

    Raises:
        InvalidInput: columns of different length, prices or sizes that are not above zero, a level at the price itself.

    >>> Market(100.0, [99.0, 98.0], [5.0, 5.0]).fill(-8.0)
    Fill(size=np.float64(-8.0), quote=np.float64(-789.0), price=np.float64(98.0))
    """

    price: float
    levels: Any = ()
    sizes: Any = ()
    liquidity: float = 0.0

    def __post_init__(self) -> None:
        positive("price", self.price)
        nonnegative("liquidity", self.liquidity)
        levels, sizes = np.ravel(numbers("level", self.levels)), numbers("size at a level", self.sizes)
        apart = f"above zero and not the price of {self.price}, where it is neither bid nor ask"
        checked("level", levels, lambda level: (level > 0) & (level != self.price), apart)
        positive("size at a level", shaped("sizes", sizes, levels.shape, "one size for each level"))
        order = np.argsort(levels, kind="stable")
        object.__setattr__(self, "price", float(self.price))
        object.__setattr__(self, "levels", levels[order])
        object.__setattr__(self, "sizes", sizes[order])

    @classmethod
    def pool(cls, base: float, quote: float) -> Self:
        """A constant-product pool that holds `base` and `quote`.

        >>> pool = Market.pool(10.0, 1000.0)
        >>> bought = pool.fill(pool.depth(120.0))
        >>> round(float(bought.quote), 2), round(float(bought.price), 6)
        (95.45, 120.0)
        """
        return cls(positive("quote", quote) / positive("base", base), liquidity=float(np.sqrt(base * quote)))

    @one_kind
    def depth(self, price: Any) -> Any:
        """Base that moves the market to `price`, signed: bought above, sold below; a column for a column.

        Source: merged depth of a book and a constant-product pool; derived.

        >>> float(Market(100.0, [101.0, 99.0], [2.0, 3.0], liquidity=100.0).depth(102.01).round(6))
        2.09901
        """
        goal = positive("price", numbers("price", price))
        passed = np.concatenate([[0.0], np.cumsum(self.sizes)])
        here, above = np.searchsorted(self.levels, self.price), np.searchsorted(self.levels, goal, side="right")
        below = np.searchsorted(self.levels, goal, side="left")
        return passed[np.where(goal > self.price, above, below)] - passed[here] + self._pool_base(goal)

    @one_kind
    def fill(self, size: Any) -> Fill:
        """Trade `size` (signed; a column of one sign is that many orders, each on the untouched market).

        A book that ends fills what it has. Raises InvalidInput for a purchase of all that a pool holds, which no
        price can bring.
        """
        wanted = finite("size", numbers("size", size))
        side = -1.0 if (wanted < 0).any() else 1.0
        checked("size", wanted, lambda each: side * each >= 0, "of one sign in a column: purchases and sales apart")
        ahead = np.flatnonzero(side * (self.levels - self.price) > 0)[:: int(side)]
        levels = self.levels[ahead]
        booked, paid = (
            np.concatenate([[0.0], np.cumsum(column)]) for column in (self.sizes[ahead], self.sizes[ahead] * levels)
        )
        filled = np.minimum(side * wanted, booked[-1] if self.liquidity == 0 else np.inf)
        starts = side * self._pool_base(levels) + booked[:-1]
        place = np.searchsorted(np.stack([starts, starts + np.diff(booked)], axis=1).ravel(), filled)
        passed, inside = np.divmod(place, 2)
        near = np.append(levels, self.price)[passed]
        through = (filled - booked[passed]) / self.liquidity if self.liquidity else 0 * filled
        root = 1 - side * np.sqrt(self.price) * np.where(inside, 0, through)  # of the old price over the new
        if (root <= 0).any():
            raise InvalidInput(f"size {wanted.max()} is more than the market holds, which no price can bring; buy less")
        price = np.where(inside, near, self.price / root**2)
        taken = np.where(inside, near * (filled - np.append(starts, 0)[passed]), 0)
        quote = side * (paid[passed] + taken) + self.liquidity * (np.sqrt(price) - np.sqrt(self.price))
        return Fill(*(column[()] for column in (side * filled, quote, price)))

    @one_kind
    def impact(self, size: Any) -> Any:
        """Change of the price by a trade of `size` (as in `fill`): what `marginlib.cascade` asks a market for.

        Where the market ends nobody pays anything for the next unit, and nobody sells it: the price goes to zero for a
        sale of more than it takes, to infinity for a purchase.

        >>> market = Market(100.0, [99.0, 98.0], [5.0, 5.0])
        >>> market.impact(np.array([-5.0, -8.0, -10.0, -12.0])).tolist(), float(market.impact(1.0))
        ([-1.0, -2.0, -2.0, -100.0], inf)
        """
        fill, wanted = self.fill(size), np.asarray(size, dtype=float)
        ended = abs(fill.size) < abs(wanted)
        return np.where(ended, np.where(wanted < 0, 0.0, np.inf), fill.price)[()] - self.price

    def _pool_base(self, price: Any) -> Any:
        """Base bought from the pool on the way to `price`, negative on the way down."""
        return self.liquidity * (self.price**-0.5 - price**-0.5)


@one_kind
def linear_impact(size: Any, slope: Any) -> Any:
    """Price change in proportion to the signed size; `slope` is price for each unit.

    Source: Kyle, "Continuous auctions and insider trading", Econometrica 53(6), 1985.

    >>> linear_impact(-20, 0.05)
    -1.0
    """
    return finite("slope", slope) * finite("size", size)


@one_kind
def square_root_impact(size: Any, volume: Any, volatility: Any, prefactor: Any = 1) -> Any:
    """Price change as a fraction, with the root of the size as a share of the `volume` of the same period.

    `volatility` is that of the period, as a fraction.

    Source: Toth et al., "Anomalous price impact and the critical nature of liquidity", Physical Review X 1, 2011.

    >>> square_root_impact(-1.0, 100.0, 0.04)
    -0.004
    """
    finite("size", size)
    positive("volume", volume)
    return finite("prefactor", prefactor) * sign(size) * finite("volatility", volatility) * (abs(size) / volume) ** 0.5


@one_kind
def imbalance_impact(before: Any, after: Any, factor: Any, exponent: Any = 2) -> Any:
    """Money that a trade receives (+) or pays (-) for moving the imbalance of longs over shorts (both in quote).

    Source: GMX v2, README of gmx-synthetics, "Price impact".

    >>> round(imbalance_impact(0, 50_000, 0.01 / 50_000)), round(imbalance_impact(50_000, 25_000, 0.01 / 50_000))
    (-500, 375)
    """
    positive("exponent", exponent)
    before, after = abs(finite("imbalance before", before)), abs(finite("imbalance after", after))
    return (before**exponent - after**exponent) * finite("factor", factor)


@one_kind
def imbalance_funding(longs: Any, shorts: Any, factor: Any) -> tuple[Any, Any]:
    """Rate that longs and shorts pay (+) or receive (-) in each second; what one side pays the other receives.

    Nothing where a side is empty.

    Source: GMX v2, README of gmx-synthetics, "Funding fees" (exponent 1).

    >>> [round(rate, 9) for rate in imbalance_funding(150_000, 50_000, 1 / 50_000)]
    [1e-05, -3e-05]
    """
    for name, value in (("longs", longs), ("shorts", shorts), ("factor", factor)):
        nonnegative(name, value)
    if longs == 0 or shorts == 0:
        return 0 * factor, 0 * factor
    flow = factor * (longs - shorts) / (longs + shorts)
    return flow * max(1, shorts / longs), -flow * max(1, longs / shorts)


@one_kind
def adaptive_funding(
    rate: Any, imbalance: Any, seconds: Any, increase: Any, decrease: Any, stable: Any, falling: Any
) -> Any:
    """Funding rate of the longs after `seconds` of a signed `imbalance` (longs less shorts, as a share of both).

    It grows with the imbalance where that exceeds `stable` or opposes the rate, falls towards zero where it is below
    `falling`, and stays between.

    Source: GMX v2, README of gmx-synthetics, "Funding fees", examples 1 to 4.

    >>> round(adaptive_funding(0.001, 0.06, 600, 1e-6, 2e-8, 0.05, 0.03) - 0.001, 9)
    3.6e-05
    """
    finite("rate", rate)
    finite("imbalance", imbalance)
    figures = {"seconds": seconds, "increase": increase, "decrease": decrease, "stable": stable, "falling": falling}
    for name, value in figures.items():
        nonnegative(name, value)
    if abs(imbalance) > stable or imbalance * rate < 0:
        return rate + imbalance * increase * seconds
    if abs(imbalance) < falling:
        return sign(rate) * max(abs(rate) - decrease * seconds, 0 * rate)
    return rate
