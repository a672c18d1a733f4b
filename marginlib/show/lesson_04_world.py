"""Lesson 04: the books, what decides their fate, and their chances by simulation, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from marginlib import formulas, modes
from marginlib.book import Book, Mode
from marginlib.paths import stress_days
from marginlib.probability import Fate, fates, touch
from marginlib.schedules import FlatRate
from marginlib.show.lesson_04_days import OWN

DEPOSIT, ENTRY, RATE, YEAR = 300.0, 100.0, 0.005, 365
STEPS, ROUGH = 4, 512  # bridged steps; draws of the curves
GRID = (0.0, 0.45, 0.9, 1.0)
CHANCE = "chance"
SCENARIOS = [CHANCE, *(day for day in stress_days() if day not in OWN.values())]
LOOKS = ("all the time", "once a day", "at the end only")
MODES = ("isolated", "basket", "cross")
ROLES = {"BTC": "btc", "ETH": "eth", "SOL": "third"}


@dataclass(frozen=True)
class Recipe:
    """The side of each position of a book, the basket that each is in, and the basket of the free money, if any."""

    sides: Mapping[str, int]
    baskets: tuple[str, ...]
    free: str | None = None

    @property
    def hedged(self) -> bool:
        """Whether two of its positions gain against each other."""
        return len(set(self.sides.values())) > 1


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
            np.full(len(sides), ENTRY),
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

    @property
    def draws(self) -> int:
        """Draws of the tanks: many days with a look each are simulated less often, to answer in time."""
        return 2048 if self.looks == LOOKS[1] else 4096

    def together(self, mode: str) -> float:
        """Chance that a pool of longs is closed when all prices move as one, in closed form."""
        book = self.positions
        pools = {"isolated": (book.collateral[0], book.size[0]), "cross": (DEPOSIT, book.size.sum())}
        barrier = formulas.liquidation_price(*pools[mode], ENTRY, RATE)
        return float(touch(ENTRY, barrier, self.volatility / 100, self.days / YEAR))


@lru_cache(maxsize=256)
def fate(world: World, mode: str, correlation: float, draws: int) -> Fate:
    """The chances of a book; remembered, so that a control costs nothing where it changes nothing."""
    return fates(
        world.positions,
        world.mode(mode),
        dict.fromkeys(world.recipe.sides, ENTRY),
        volatility=world.volatility / 100,
        correlation=correlation,
        years=world.days / YEAR,
        steps={LOOKS[0]: STEPS, LOOKS[1]: world.days}.get(world.looks, 1),
        bridged=world.always,
        refund=1.0,
        draws=draws,
    )


@lru_cache(maxsize=64)
def curves(world: World) -> np.ndarray:
    """Chances over GRID, shape (3, grid): something and everything isolated, the pool of cross.

    Where the venue looks all the time, what happens at a correlation of 1 is left to the closed form.
    """
    grid = GRID[:-1] if world.always else GRID
    apart = [fate(world, "isolated", correlation, ROUGH) for correlation in grid]
    pooled = [fate(world, "cross", correlation, ROUGH).ruin.value for correlation in grid]
    found = [[float(one.any_fails.value) for one in apart], [float(one.ruin.value) for one in apart], pooled]
    if world.always:
        for row, mode in zip(found, ("isolated", "isolated", "cross"), strict=True):
            row.append(np.nan if world.recipe.hedged else world.together(mode))
    return np.array(found)
