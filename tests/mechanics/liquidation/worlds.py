"""Exact little exchanges for the properties: several traders, longs equal to shorts, any mode, any rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

import numpy as np
from hypothesis import strategies as st

from marginlib.book import Book, Mode
from marginlib.liquidation import (
    Discount,
    Ranking,
    Rules,
    Sharing,
    Step,
    by_equity,
    by_profit,
    pro_rata,
    queue,
    random_start,
    venue_rules,
)
from marginlib.liquidation import steps as engine
from marginlib.modes import basket, cross, isolated
from marginlib.partition import Partition
from marginlib.schedules import FlatRate, MarginalTiers

NAMES = ("BTC", "ETH")
TRADERS = ("ann", "bob", "cat", "dan")
RULES = ("dydx-v4", "drift", "tiers", "perpetual", "hyperliquid-2026", "takeover", "clawback", "vega")
FLAT = {"BTC": FlatRate(Fraction(1, 8)), "ETH": FlatRate(Fraction(1, 3))}
TIERS = dict.fromkeys(
    NAMES, MarginalTiers((0, Fraction(500), Fraction(2000)), (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2)))
)


@cache  # Hypothesis looks a way of drawing over when it is new, which takes longer than to draw
def whole(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Whole numbers, as Fractions."""
    return st.integers(low, high).map(Fraction)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(TRADERS),
        whole(1, 40),
        st.sampled_from([-1, 1]),
        whole(-20, 40),
        st.sampled_from([80, -150, 60, 95, -50, 0, 150]),
    ),
    min_size=1,
    max_size=5,
)
SOME_TRADERS = st.lists(st.sampled_from(TRADERS), unique=True)
SCHEDULES = st.sampled_from([TIERS, FLAT])
LIQUIDITY = st.sampled_from([{}, {"BTC": 0, "ETH": 0}, {"BTC": 3, "ETH": 10}])


@dataclass(frozen=True)
class World:
    """A book with everything that a run of the engine needs."""

    book: Book
    mode: Mode
    prices: Mapping[str, Fraction]
    rules: Rules
    fund: Fraction
    ranking: Ranking
    sharing: Sharing
    liquidity: Mapping[str, Fraction]
    reserved: Mapping[str, Fraction]

    @cached_property
    def steps(self) -> list[Step]:
        """All steps of a run."""
        return list(
            engine(
                self.book,
                self.mode,
                self.prices,
                self.rules,
                self.fund,
                ranking=self.ranking,
                sharing=self.sharing,
                liquidity=self.liquidity,
                reserved=self.reserved,
            )
        )

    @cached_property
    def equities(self) -> list[list[Any]]:
        """Equity of every pool from the book itself, at the start and after each step."""
        start = self.book.state(self.partition, self.prices).equity.tolist()
        return [start, *(step.state.equity.tolist() for step in self.steps)]

    @cached_property
    def partition(self) -> Partition:
        """The pools."""
        return self.mode(self.book)


def column(values: list[Any]) -> np.ndarray:
    """A column of exact numbers."""
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


@st.composite
def worlds(draw: Any, *, closed: bool = True, free_markets: bool = True) -> World:
    """Up to seven positions; in a closed world the last position of each market makes longs equal to shorts."""
    prices = {name: draw(whole(60, 150)) for name in NAMES}
    rows = draw(ROWS)
    if draw(st.booleans()):  # a tie: the first position once more, in other hands
        rows.append((rows[0][0], draw(st.sampled_from(TRADERS)), *rows[0][2:]))
    signed = []
    for market, owner, size, side, loss, percent in rows:  # equity of a percentage of an eighth of the notional
        entry = prices[market] * (100 + side * loss) / 100
        left = size * (side * (entry - prices[market]) + percent * prices[market] / 800)
        signed.append((market, owner, side * size, entry, max(Fraction(0), left)))
    for name in NAMES if closed else ():
        net = sum(size for market, _, size, *_ in signed if market == name)
        if net:
            signed.append((name, draw(st.sampled_from(TRADERS)), -net, draw(whole(60, 140)), draw(whole(0, 900))))
    market, owner, size, entry, collateral = (list(cells) for cells in zip(*signed, strict=True))
    free = {name: draw(whole(0, 100)) for name in draw(SOME_TRADERS)}
    book = Book(market, column(size), column(entry), column(collateral), draw(SCHEDULES), owner, free)
    labels = [draw(st.sampled_from("xy")) for _ in market]
    mode = draw(st.sampled_from([isolated, cross, basket(labels), basket(labels, free="x")]))
    liquidity = draw(LIQUIDITY) if free_markets else {"BTC": 0, "ETH": 0}
    name = draw(st.sampled_from(RULES))
    rules = venue_rules(name, Fraction)
    dear = name != "drift" and draw(st.booleans())  # Drift's part counts on Drift's fee
    return World(
        book,
        mode,
        {name: draw(whole(40, 200)) for name in NAMES},
        replace(rules, fill=Discount(Fraction(1, 10))) if dear else rules,
        draw(st.sampled_from([Fraction(0), Fraction(7), Fraction(10**6)])),
        draw(st.sampled_from([queue, pro_rata, random_start(3)])),
        draw(st.sampled_from([by_profit, by_equity])),
        {name: Fraction(size) for name, size in liquidity.items()},
        draw(st.sampled_from([{}, {"ann": Fraction(30), "bob": Fraction(200)}])),
    )


@st.composite
def one_position(draw: Any) -> World:
    """A position with 5 to 95 percent of its maintenance left, rules that close in parts, and a discount up to 12 %."""
    schedule, name = draw(st.sampled_from([TIERS["BTC"], FLAT["BTC"]])), draw(st.sampled_from(RULES[:4]))
    size, side = draw(whole(1, 40)), draw(st.sampled_from([-1, 1]))
    left = schedule.requirement(size, Fraction(100)) * draw(whole(5, 95)) / 100
    columns = [column([cell]) for cell in (side * size, Fraction(100), left)]
    book = Book(["BTC"], columns[0], columns[1], columns[2], {"BTC": schedule})
    rules = venue_rules(name, Fraction)
    if name != "drift":
        rules = replace(rules, fill=Discount(draw(whole(0, 12)) / 100))
    return World(book, isolated, {"BTC": Fraction(100)}, rules, Fraction(0), queue, by_profit, {}, {})
