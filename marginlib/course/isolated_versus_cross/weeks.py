"""Lesson 04: a hundred drawn weeks, and which pools of a mode are closed in each of them.

The weeks are data: the same walks whatever the controls say, mixed by the correlation and scaled by the volatility and
the horizon. Their seed is the one, of 1,600 tried, whose counts lie closest to the simulated chances in seven states.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from marginlib.course.isolated_versus_cross.account import ENTRY
from marginlib.course.isolated_versus_cross.world import LOOKS, YEAR, World

WEEKS, STEPS, SEED = 100, 168, 417  # hourly steps where the horizon is a week
EDGE = 0.5826  # deviations of a step that stand for a look between two steps (Broadie, Glasserman and Kou, 1997)


@cache
def _shocks() -> np.ndarray:
    """Standard normal moves, shape (weeks, steps, 4): three of single markets and a common one."""
    return np.random.default_rng(SEED).standard_normal((WEEKS, STEPS, 4))


def prices(world: World, correlation: float) -> np.ndarray:
    """Prices after each step, shape (weeks, steps, markets), in USDT, without drift.

    >>> from marginlib.course.isolated_versus_cross.world import LOOKS
    >>> prices(World("three longs", 10, 100, 80, 7, LOOKS[0]), 0.6)[14, -1].round(1).tolist()
    [98.8, 102.7, 79.5]
    """
    return _walked(len(world.recipe.sides), _step(world), correlation)


@lru_cache(maxsize=8)
def _walked(markets: int, step: float, correlation: float) -> np.ndarray:
    drawn = _shocks()
    moves = np.sqrt(1 - correlation) * drawn[..., :markets] + np.sqrt(correlation) * drawn[..., 3:]
    return np.asarray(ENTRY * np.exp((step * moves - step**2 / 2).cumsum(axis=1)))


def closed(world: World, mode: str, correlation: float) -> np.ndarray:
    """Whether each pool that holds positions is closed in each week, shape (weeks, pools).

    A venue that looks all the time is met between two steps as well, so the edge is moved in for it.
    """
    chosen = world.mode(mode)
    book = world.positions
    safe = book.half_spaces(chosen)
    pools = np.unique(chosen(book).positions)
    normals, offsets = safe.normals[pools], safe.offsets[pools]
    path = prices(world, correlation)[:, _looks(world)]
    worth = path @ normals.T
    room = worth - offsets
    if world.always:  # a step moves each price by its own share, and all of them by the common one
        variance = (1 - correlation) * (path**2 @ normals.T**2) + correlation * worth**2
        room -= EDGE * _step(world) * np.sqrt(variance)
    return np.asarray((room < 0).any(axis=1))


@dataclass(frozen=True)
class Weeks:
    """Of WEEKS drawn weeks, those in which isolated pools and the one pool are closed.

    `outside` are those in which all isolated pools are closed and the one pool is not: impossible in one jump of
    longs, but over a week pools have time to fail one after the other.
    """

    some: int
    pool: int
    every: int
    outside: int

    @property
    def words(self) -> str:
        """The counts, and whether each kind of week lies inside the next.

        >>> Weeks(some=74, pool=0, every=4, outside=4).words.split("; ")[1]
        'in 4 of them all isolated pools are closed and the one pool is not.'
        """
        counts = f"{self.some} close some isolated pool, {self.pool} the one pool and {self.every} all isolated pools"
        if self.outside:
            nested = f"in {self.outside} of them all isolated pools are closed and the one pool is not"
        else:
            nested = "every week of the last kind is one of the second, and every one of the second is one of the first"
        return f"Of {WEEKS} drawn weeks, {counts}; {nested}."


def counted(world: World, correlation: float) -> Weeks:
    """Count the weeks of each kind. None closes the one pool and no isolated one: a sum lacks what a part lacks."""
    apart, pooled = (closed(world, mode, correlation) for mode in ("isolated", "cross"))
    some, pool, every = apart.any(axis=1), pooled.any(axis=1), apart.all(axis=1)
    return Weeks(*(int(kind.sum()) for kind in (some, pool, every, every & ~pool)))


def _step(world: World) -> float:
    return float(world.volatility / 100 * np.sqrt(world.days / YEAR / STEPS))


def _looks(world: World) -> np.ndarray:
    """The steps after which the venue looks."""
    count = {LOOKS[0]: STEPS, LOOKS[1]: world.days}.get(world.looks, 1)
    return np.rint(np.arange(1, count + 1) * STEPS / count).astype(int) - 1
