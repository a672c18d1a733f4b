"""The account of lesson 03: a long of BTC and a trade in ETH, both from 100 USDT, with one deposit."""

from typing import Any

from marginlib import formulas
from marginlib.book import Book
from marginlib.learn.draw import Draw
from marginlib.schedules import FlatRate

ENTRY, SIZE = 100.0, 10.0
BTC_RATE, ETH_RATE = 0.005, 0.01
RATES = "Maintenance is 0.5 % for BTC and 1 % for ETH."
SCHEDULES = {"BTC": FlatRate(BTC_RATE), "ETH": FlatRate(ETH_RATE)}


def book(deposit: float, btc: float, eth: float, leverage: float | None = None) -> Book:
    """Both legs (signed units) opened at 100 with `leverage`, and the rest of the deposit free.

    Where no leverage is given, or the deposit does not cover it, all of it is posted, in proportion to the notionals.

    >>> book(200, 10, -10).collateral.tolist(), book(200, 10, -10, leverage=20).free
    ([100.0, 100.0], {'': 100.0})
    """
    sizes = {market: float(size) for market, size in zip(SCHEDULES, (btc, eth), strict=True) if size}
    notional = ENTRY * sum(abs(size) for size in sizes.values())
    share = deposit / notional if leverage is None else min(1 / leverage, deposit / notional)
    posted = [abs(size) * ENTRY * share for size in sizes.values()]
    free = {"": max(deposit - sum(posted), 0.0)}
    return Book(list(sizes), list(sizes.values()), [ENTRY] * len(sizes), posted, SCHEDULES, free=free)


def drawn(draw: Draw) -> dict[str, Any]:
    """A pool whose ETH leg has moved."""
    return {
        "deposit": draw.integer(200, 360, 20),
        "size": draw.integer(6, 12),
        "other": draw.sign() * draw.integer(4, 12),
        "ether": draw.choice((92, 94, 96, 104, 106, 108)),
    }


def priced(deposit: float, size: float, profit: float, need: float) -> float:
    """Liquidation price of the long of BTC when the other leg has this profit and this need."""
    return float(formulas.conditional_liquidation_price(deposit, size, ENTRY, BTC_RATE, 0, profit, need))


def profit(other: float, ether: float) -> float:
    """Unrealised profit of the ETH leg."""
    return float(formulas.pnl(other, ENTRY, ether))


def need(other: float, ether: float) -> float:
    """What the ETH leg needs."""
    return float(formulas.maintenance(formulas.notional(other, ether), ETH_RATE))
