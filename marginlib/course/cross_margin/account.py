"""The account of lesson 03: a long of BTC and a trade in ETH, both from 100 USDT, with one deposit."""

from collections.abc import Iterable, Mapping
from typing import Any

from marginlib import formulas
from marginlib.book import Book
from marginlib.learn.answers import Refused, sequence, shown
from marginlib.learn.draw import Draw
from marginlib.schedules import FlatRate

ENTRY = 100.0
BTC_RATE, ETH_RATE = 0.005, 0.01
RATES = "Maintenance is 0.5 % for BTC and 1 % for ETH."
SCHEDULES = {"BTC": FlatRate(BTC_RATE), "ETH": FlatRate(ETH_RATE)}


def book(deposit: float, btc: float, eth: float) -> Book:
    """Both legs from 100, the deposit posted in proportion to their notionals."""
    share = deposit / (abs(btc) + abs(eth))
    posted = [abs(btc) * share, abs(eth) * share]
    return Book(["BTC", "ETH"], [float(btc), float(eth)], [ENTRY, ENTRY], posted, SCHEDULES)


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


def pairs(answer: Any) -> list[tuple[float, float]]:
    """The answer as a path of pairs of prices, or Refused."""
    if isinstance(answer, (str, bytes, Mapping)) or not isinstance(answer, Iterable):
        raise Refused(f"a list of pairs (BTC price, ETH price) is wanted; this is {shown(answer)}.")
    found = [sequence(one) if isinstance(one, Iterable) else [] for one in answer]
    if any(len(one) != 2 for one in found):
        raise Refused("every step of the path is a pair: (BTC price, ETH price).")
    return [(btc, eth) for btc, eth in found]
