"""What the items of lesson 04 on jumps share: equities, and what walls make of them."""

from collections.abc import Callable, Sequence

from marginlib import formulas
from marginlib.course.isolated_versus_cross.account import ENTRY, POSTED, SIZE


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
