"""The accounts of lesson 07: Ann, you and Cat in one jump, thirty longs on a slide, and a long sold in parts."""

from functools import cache

import numpy as np

from marginlib.book import Book
from marginlib.liquidation import Ranking, Step, along, queue, steps, venue_rules
from marginlib.modes import cross, isolated
from marginlib.schedules import FlatRate

ENTRY, RATE = 100.0, 0.005
ANN, YOU, CAT = range(3)  # numbers of their pools
SIZES = (10.0, -6.0, -4.0)
POSTED, FUND, TAKEN, PRICE = 120.0, 20.0, 3.0, 85.0  # what you posted, and the jump of the story
OTHERS = {ANN: 100.0, CAT: 200.0}  # what the other two posted
BANKRUPT = 90.0  # Ann's price
LONGS, SLIDE, FULL = 30, 15.0, 10_000.0  # longs of ten units, how far the price slides, and a fund
FLAT = FlatRate(RATE)


def book(posted: float = POSTED) -> Book:
    """Ann is long 10 BTC, you are short 6 and Cat is short 4, all from 100 USDT."""
    money = [OTHERS[ANN], posted, OTHERS[CAT]]
    return Book(["BTC"] * 3, SIZES, [ENTRY] * 3, money, {"BTC": FLAT}, ["ann", "you", "cat"])


def jump(
    price: float = PRICE,
    fund: float = FUND,
    taken: float = TAKEN,
    posted: float = POSTED,
    *,
    ranking: Ranking = queue,
    rules: str = "takeover",
) -> list[Step]:
    """What the venue does when BTC jumps to `price` and the market takes so many BTC there.

    >>> *_, last = jump()
    >>> [float(last.money[name]) for name in (YOU, CAT, "fund")]
    [180.0, 255.0, 5.0]
    """
    ours, market = venue_rules(rules), {"BTC": float(taken)}
    return list(steps(book(posted), isolated, {"BTC": price}, ours, float(fund), ranking=ranking, liquidity=market))


@cache
def slide(every: float, rate: float = RATE) -> float:
    """What a fund of 10,000 USDT gains or pays while the price slides from 100 to 85 and the venue looks so often.

    Thirty longs of ten units from 100, at 8x to 60x, with the maintenance rate `rate`; `every` is in USDT of the fall.

    >>> round(slide(0.1), 1), round(slide(15.0), 1)
    (130.8, -3303.2)
    """
    posted = 1_000 / np.linspace(8, 60, LONGS)
    names = [str(number) for number in range(LONGS)]
    longs = Book(["BTC"] * LONGS, [10.0] * LONGS, [ENTRY] * LONGS, posted, {"BTC": FlatRate(rate)}, names)
    path = [[ENTRY - every * look] for look in range(round(SLIDE / every) + 1)]
    *_, (_, last) = along(longs, isolated, path, venue_rules("takeover"), FULL)
    return float(last.money["fund"]) - FULL


def long_in_parts(rules: str, price: float = 94.5, posted: float = 20_000) -> list[Step]:
    """How a long of 2,000 units from 100 with 5 % maintenance is liquidated at `price`.

    >>> [round(float(step.trades[0].size), 2) for step in long_in_parts("drift")]
    [895.24]
    """
    long = Book(["BTC"], [2_000.0], [ENTRY], [float(posted)], {"BTC": FlatRate(0.05)})
    return list(steps(long, isolated, {"BTC": price}, venue_rules(rules), 0.0))


def sold(told: list[Step]) -> float:
    """Units that went to the market, all steps together.

    >>> sold(long_in_parts("vega"))
    2000.0
    """
    return float(sum(step.trades[0].size for step in told if step.kind != "takeover"))


def two_coins(price: float) -> dict[str, dict[str, float]]:
    """Long 10 BTC and 10 ETH from 100, 100 USDT behind each, when BTC falls: what is kept and what a fund of 200 pays.

    >>> two_coins(85)["cross"]
    {'kept': 50.0, 'fund pays': 0.0}
    """
    both = Book(["BTC", "ETH"], [10.0] * 2, [ENTRY] * 2, [100.0] * 2, {"BTC": FLAT, "ETH": FLAT})
    prices, found = {"BTC": float(price), "ETH": ENTRY}, {}
    for name, mode in (("isolated", isolated), ("cross", cross)):
        told = list(steps(both, mode, prices, venue_rules("takeover"), 200.0))
        state = told[-1].state if told else both.state(mode(both), prices)
        fund = float(told[-1].money["fund"]) if told else 200.0
        found[name] = {"kept": float(state.equity.sum()), "fund pays": 200.0 - fund}
    return found
