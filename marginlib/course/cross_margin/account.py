"""The account of lesson 03: a long of BTC and a trade in ETH, both from 100 USDT, with one deposit."""

from marginlib import formulas
from marginlib.book import Book
from marginlib.schedules import FlatRate

ENTRY, DEPOSIT, SIZE, SOLD = 100.0, 200.0, 10.0, 10.0
FALL = 78.0  # where both prices end in the second scene
BTC_RATE, ETH_RATE = 0.005, 0.01
RATES = "Maintenance is 0.5 % for BTC and 1 % for ETH."
SCHEDULES = {"BTC": FlatRate(BTC_RATE), "ETH": FlatRate(ETH_RATE)}


def book(deposit: float, btc: float, eth: float) -> Book:
    """Both legs (signed units) opened at 100, with the deposit behind them in proportion to what they are worth.

    >>> book(200, 10, -10).collateral.tolist(), book(200, 10, 0).size.tolist()
    ([100.0, 100.0], [10.0])
    """
    sizes = {market: float(size) for market, size in zip(SCHEDULES, (btc, eth), strict=True) if size}
    share = deposit / sum(abs(size) for size in sizes.values())
    posted = [abs(size) * share for size in sizes.values()]
    return Book(list(sizes), list(sizes.values()), [ENTRY] * len(sizes), posted, SCHEDULES)


def followed(btc: float, follow: float) -> float:
    """Price of ETH when it goes along with BTC: `follow` times the move, in logarithms, both from 100 USDT.

    >>> followed(78, 1), followed(50, -1)
    (78.0, 200.0)
    """
    return float(ENTRY * (btc / ENTRY) ** follow)


def priced(deposit: float, size: float, profit: float, need: float) -> float:
    """Liquidation price of the long of BTC when the other leg has this profit and this need."""
    return float(formulas.conditional_liquidation_price(deposit, size, ENTRY, BTC_RATE, 0, profit, need))


def profit(other: float, ether: float) -> float:
    """Unrealised profit of the ETH leg."""
    return float(formulas.pnl(other, ENTRY, ether))


def need(other: float, ether: float) -> float:
    """What the ETH leg needs."""
    return float(formulas.maintenance(formulas.notional(other, ether), ETH_RATE))
