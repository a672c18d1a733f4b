"""The account of lesson 04: three equal positions from one price, and what walls make of what is behind them."""

from collections.abc import Callable, Sequence
from itertools import accumulate, product

from marginlib import formulas
from marginlib.book import Book
from marginlib.schedules import FlatRate

MARKETS = ("BTC", "ETH", "SOL")
SIZE = 10  # units of each
ENTRY = 100  # USDT
POSTED = 100  # USDT behind each position in isolated mode
RATE = 0.005  # maintenance


def book(*sizes: float) -> Book:
    """Positions of `sizes` (signed units) in the first markets from 100, with 100 USDT behind each; three longs of 10.

    >>> book().size.tolist(), book(5, -5).collateral.tolist()
    ([10.0, 10.0, 10.0], [100.0, 100.0])
    """
    held = [float(size) for size in sizes or [SIZE] * len(MARKETS)]
    markets = MARKETS[: len(held)]
    entries, posted = [float(ENTRY)] * len(held), [float(POSTED)] * len(held)
    return Book(markets, held, entries, posted, dict.fromkeys(markets, FlatRate(RATE)))


def equities(*prices: float) -> list[float]:
    """What is behind each of several longs of 10 units from 100 with 100 USDT posted, once its price has jumped."""
    return [float(formulas.equity(POSTED, SIZE, ENTRY, price)) for price in prices]


def kept(amounts: Sequence[float], baskets: Sequence[object]) -> float:
    """What pools hold together: each its sum, and never less than nothing."""
    sums = [sum(one for one, pool in zip(amounts, baskets, strict=True) if pool == name) for name in set(baskets)]
    return float(sum(max(0, money) for money in sums))


def apart(amounts: Sequence[float]) -> float:
    """What isolated pools hold together."""
    return kept(amounts, range(len(amounts)))


def after(function: Callable[[Sequence[float]], float]) -> Callable[..., float]:
    """The function of what is behind BTC, ETH and SOL, given their prices."""
    return lambda btc, eth, sol: function(equities(btc, eth, sol))


def tossed(tosses: int, floor: int) -> list[int]:
    """Where each row of heads and tails ends, at 1 USDT a toss, for somebody who stops once she has `floor`.

    >>> tossed(3, -1), sum(tossed(3, -1))
    ([3, 1, 1, -1, -1, -1, -1, -1], 0)
    """
    walks = [[*accumulate(row)] for row in product((1, -1), repeat=tosses)]
    return [floor if floor in walk else walk[-1] for walk in walks]
