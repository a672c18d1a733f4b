"""The account of lesson 13 and the managers that guard it: one tops up, one cuts, one shifts, one remembers.

The account is that of lesson 00, handed over for a week at a time. A manager looks at it every six hours.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from marginlib import formulas
from marginlib.agents import WALLET, Account, Action, Manager, Move, Order, View, cut, do_nothing, shift, top_up
from marginlib.book import Mode
from marginlib.modes import cross, isolated
from marginlib.worlds import BOOKS, LAWS, MARKETS

ACCOUNT: Account = BOOKS["hedged"]
DEPOSIT, SEEN, UNSEEN = 400, 20, 200  # USDT; weeks that memory knows, and weeks that nobody has seen
SEEN_SEED, UNSEEN_SEED = 13, 200
ACT, REACH = 5, 10  # levels at which managers act, and which they reach
ENOUGH = 0.01  # USDT that memory posts beyond what it will need
WORLDS = {"as before": "usual", "legs apart": "apart", "legs together": "together", "with jumps": "jumps"}
"""Laws of `marginlib.worlds` by the words of the explorer."""


class Guard(NamedTuple):
    """A manager of the lesson: its rule, the mode in which it trades, and what it does, for a sentence."""

    rule: Manager
    mode: Mode
    does: str


def memory(weeks: np.ndarray) -> Manager:
    """A manager that knows `weeks` by heart, shape (weeks, times, markets), and does nothing in any other.

    After the first move it recognises the week, and posts from the wallet what each isolated position will need.
    """

    def manager(view: View) -> Iterator[Action]:
        length = len(view.history)
        known = weeks[(weeks[:, :length] == view.history).all(axis=(1, 2))]
        if length == 1 or not len(known):
            return
        left = view.wallet
        for market, held in view.holdings.items():
            ahead = known[0, view.time :, MARKETS.index(market)]
            owned = formulas.equity(held.collateral + held.settled, held.size, held.entry, ahead)
            needed = view.exchange.schedules[market].requirement(held.size, ahead)
            amount = min(float((needed - owned).max()) + ENOUGH, left)
            if amount > ENOUGH:
                left -= amount
                yield Move(WALLET, market, amount)

    return manager


def close_all(view: View) -> list[Action]:
    """Closes every position at the first look."""
    return [Order(market, -held.size) for market, held in view.holdings.items()]


def post_all(view: View) -> list[Action]:
    """Posts all of the wallet at the first look, half behind each position."""
    return [] if view.time else [Move(WALLET, market, view.wallet / len(view.holdings)) for market in view.holdings]


def seen(law: str = "usual") -> np.ndarray:
    """The weeks that memory knows, shape (20, 29, 2)."""
    return LAWS[law].weeks(SEEN_SEED, SEEN)


def unseen(law: str = "usual", count: int = UNSEEN) -> np.ndarray:
    """The weeks that nobody has seen; of fewer, the first."""
    return LAWS[law].weeks(UNSEEN_SEED, UNSEEN)[:count]


def guards(law: str = "usual") -> Mapping[str, Guard]:
    """The managers by name; memory knows the seen weeks of the law."""
    return {
        "nothing, one pool": Guard(do_nothing, cross, "does nothing, in one pool"),
        "top up": Guard(top_up(ACT, REACH), isolated, "tops up from the wallet"),
        "shift": Guard(shift(ACT), isolated, "carries margin to where it is short"),
        "cut": Guard(cut(ACT, REACH), isolated, "cuts positions"),
        "memory": Guard(memory(seen(law)), isolated, "posts what it remembers"),
        "nothing": Guard(do_nothing, isolated, "does nothing, behind walls"),
        "close all": Guard(close_all, isolated, "closes everything at once"),
        "post all": Guard(post_all, isolated, "posts everything at once"),
    }


POOL, NOTHING, MEMORY = "nothing, one pool", "nothing", "memory"
BOLD = ("close all", "post all")  # judged as before alone
NAMES = (POOL, "top up", "shift", "cut", MEMORY, NOTHING)
