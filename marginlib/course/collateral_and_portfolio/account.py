"""The numbers of lesson 09: Eve's loan, a loan behind two collaterals, and a book of a future and a call."""

from typing import Any

from marginlib.book import Book
from marginlib.lending import Loan, MixedLoan
from marginlib.modes import cross
from marginlib.requirements import tabled
from marginlib.schedules import FlatRate

COINS, BEFORE, PRICE = 10.0, 125.0, 100.0  # Eve's ETH, and its price before and after the jump
DEBT, LINE, BONUS, SHARE = 960.0, 0.80, 0.10, 0.50  # her debt, and the venue's rules
VALUES, WEIGHTS, OWED, REWARD = (600.0, 600.0), (0.93, 0.5), 900.0, 0.05  # USD coin and SOL behind one loan
MARKETS = ("future", "call")
TABLE = {
    "future": (0, 0, 3330, 3330, -3330, -3330, 6670, 6670, -6670, -6670, 10000, 10000, -10000, -10000, 7000, -7000),
    "call": (460, -610, 2640, 1730, -1270, -2340, 5210, 4540, -2540, -3430, 8060, 7640, -3380, -3990, 3130, -1500),
}
"""What a long of each gains in the sixteen scenarios of SPAN: McMillan, "Options as a Strategic Investment", ch. 34.

By thirds of the range: no move, up and down by one, two and three thirds, each with volatility up and down, and then an
extreme move up and one down, of which a part counts.
"""
SCAN = tabled(TABLE)
EQUITY = 6_000.0  # USDT in the account of the covered write
HERE = {"future": 400.0, "call": 10.0}


def loan(price: float = PRICE, debt: float = DEBT) -> Loan:
    """Eve's loan at a price of ETH.

    >>> loan().to_value, loan(125).to_value
    (0.96, 0.768)
    """
    return Loan(COINS * price, debt)


def mixed() -> MixedLoan:
    """The loan behind USD coin, which counts at 0.93, and SOL, which counts at 0.5.

    >>> round(mixed().counted), round(mixed().health, 4)
    (858, 0.9533)
    """
    return MixedLoan(VALUES, WEIGHTS, OWED)


def book(future: float = 1.0, call: float = -1.0) -> Book:
    """So many of the future and of the call in one pool; what is zero is left out."""
    held = {name: size for name, size in zip(MARKETS, (future, call), strict=True) if size}
    flat = dict.fromkeys(MARKETS, FlatRate(0.01))
    prices = [HERE[name] for name in held]
    return Book([*held], [*held.values()], prices, [0.0] * len(held), flat, free={"": EQUITY})


def need(future: float = 1.0, call: float = -1.0) -> float:
    """What the pool needs: its worst loss over the scenarios.

    >>> need(), need(0.5), need(0.0), need(1.0, 0.0)
    (6620.0, 3060.0, 8060.0, 10000.0)
    """
    return sum(components(future, call))


def components(future: float = 1.0, call: float = -1.0) -> tuple[float, float]:
    """What each of the two adds to the need of the pool.

    >>> components(), components(0.5)
    ((10000.0, -3380.0), (-5000.0, 8060.0))
    """
    held: Any = book(future, call)
    first, second = SCAN.components(held, cross(held), HERE)[0].tolist()
    return first, second
