"""Lesson 04: the books, what decides their fate, and their chances by simulation, remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from marginlib import formulas, modes
from marginlib.book import Book, Mode
from marginlib.course.isolated_versus_cross.account import ENTRY, MARKETS, POSTED, RATE
from marginlib.paths import stress_days
from marginlib.probability import Fate, Motion, Sampling, fates, touch
from marginlib.schedules import FlatRate

DEPOSIT, YEAR = float(POSTED * len(MARKETS)), 365
STEPS, ROUGH = 4, 512  # bridged steps; draws of the curves
SEED = 225  # of 240 tried: with few draws the lesson's account reads as it does with many
GRID = (0.0, 0.9, 1.0)  # correlations that the curves are simulated at
FINE = np.linspace(0, 1, 41)  # those that they are drawn at
CHANCE = "chance"
SCENARIOS = [CHANCE, *(day for day in stress_days() if " " not in day)]  # days of BTC, which the others follow
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

    @property
    def draws(self) -> int:
        """Draws of the tanks: as many as an answer within 15 ms leaves time for."""
        return 2048

    def together(self, mode: str) -> float:
        """Chance that a pool of longs is closed when all prices move as one, in closed form."""
        book = self.positions
        pools = {"isolated": (book.collateral[0], book.size[0]), "cross": (DEPOSIT, book.size.sum())}
        barrier = formulas.liquidation_price(*pools[mode], ENTRY, RATE)
        return float(touch(ENTRY, barrier, self.volatility / 100, self.days / YEAR))


@lru_cache(maxsize=256)
def fates_of(world: World, modes: tuple[str, ...], correlation: float, draws: int) -> dict[str, Fate]:
    """The chances of a book by mode; remembered, so that a control costs nothing where it changes nothing."""
    steps = {LOOKS[0]: STEPS, LOOKS[1]: world.days}.get(world.looks, 1)
    return fates(
        world.positions,
        {mode: world.mode(mode) for mode in modes},
        dict.fromkeys(world.recipe.sides, ENTRY),
        Motion(world.volatility / 100, world.days / YEAR, correlation),
        Sampling(draws, steps, bridged=world.always, seed=0 if draws == ROUGH else SEED),
        refund=1.0,
    )


@lru_cache(maxsize=64)
def curves(world: World) -> np.ndarray:
    """Chances over GRID, shape (3, grid): something and everything isolated, the pool of cross.

    Where the venue looks all the time, what happens at a correlation of 1 is left to the closed form.
    """
    found = []
    for correlation in GRID[:-1] if world.always else GRID:
        apart, pooled = fates_of(world, ("isolated", "cross"), correlation, ROUGH).values()
        found.append([float(chance.value) for chance in (apart.any_fails, apart.ruin, pooled.ruin)])
    if world.always:
        names = ("isolated", "isolated", "cross")
        found.append([np.nan if world.recipe.hedged else world.together(name) for name in names])
    return np.array(found).T


def drawn(rough: np.ndarray, correlation: float, known: Sequence[float]) -> np.ndarray:
    """Chances over FINE, shape (3, 41), from those over GRID; at `correlation` they are what is `known`.

    What prices do apart goes with the root of one less the correlation, and in that root chances bend gently, up to
    where all move as one: a parabola through the three simulated points, moved so that it passes through the fourth.
    Where the last point is missing the known ones are joined by straight lines, as far as they go.

    >>> drawn(np.array([[0.75, 0.5, 0.4]]), 0.6, [0.6])[0, [0, 24, 40]].round(3).tolist()
    [0.741, 0.6, 0.4]
    """
    if np.isnan(rough[:, -1]).any():
        points = dict(zip(GRID[:-1], rough.T[:-1], strict=True)) | {correlation: np.asarray(known)}
        places = sorted(points)
        rows = np.array([points[place] for place in places]).T
        return np.array([np.interp(FINE, places, row, right=np.nan) for row in rows])
    coefficients = np.linalg.solve(np.vander(_root(GRID), 3), rough.T)
    parabola, there = (np.vander(_root(at), 3) @ coefficients for at in (FINE, [correlation]))
    ratio = _root(FINE) / _root([correlation])
    moved = parabola + (2 * ratio / (1 + ratio**2))[:, None] * (known - there)
    return np.asarray(moved.T.clip(0, 1))


def _root(correlations: Sequence[float] | np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(1 - np.asarray(correlations)))


def dated(day: str) -> str:
    """A day in words.

    >>> dated("2025-10-10")
    '10 October 2025'
    """
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def named(sides: list[tuple[str, int]], *, free: bool) -> str:
    """A pool by what is in it: "ETH short", or "BTC + ETH + free".

    >>> named([("BTC", 1), ("ETH", -1)], free=True), named([("ETH", -1)], free=False)
    ('BTC + ETH + free', 'ETH short')
    """
    ((market, side), *more) = sides
    if more or free:
        return " + ".join([name for name, _ in sides] + ["free"] * free)
    return f"{market} {'long' if side > 0 else 'short'}"
