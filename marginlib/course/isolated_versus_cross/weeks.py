"""Lesson 04: a hundred drawn weeks, and which pools of a mode are closed in each of them.

The weeks are data: the same walks whatever the controls say, mixed by the correlation and scaled by the volatility and
the horizon. Their seed is the one, of 1,600 tried, whose counts lie closest to the simulated chances in seven states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from marginlib.course.isolated_versus_cross.account import ENTRY
from marginlib.course.isolated_versus_cross.world import LOOKS, MODES, YEAR, World
from marginlib.walk import End

WEEKS, STEPS, SEED = 100, 168, 417  # hourly steps where the horizon is a week
FIRST = (14, 29)  # the two that the opening scene plays are shown first
ORDER = np.array([*FIRST, *(week for week in range(WEEKS) if week not in FIRST)])
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


@lru_cache(maxsize=32)
def beyond(world: World, mode: str, correlation: float) -> np.ndarray:
    """Whether each pool that holds positions is beyond its edge at each look, shape (weeks, looks, pools).

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
    return np.asarray(room < 0)


def closed(world: World, mode: str, correlation: float) -> np.ndarray:
    """Whether each pool that holds positions is closed in each week, shape (weeks, pools)."""
    return np.asarray(beyond(world, mode, correlation).any(axis=1))


def ended(world: World, mode: str, correlation: float, week: int) -> tuple[End, ...]:
    """What becomes of each pool of a mode in one week; who is closed between two steps has left what was needed."""
    chosen, book = world.mode(mode), world.positions
    partition, path = chosen(book), prices(world, correlation)[week, _looks(world)]
    risk = book.risk(chosen, dict(zip(book.schedules, path.T, strict=True)))
    met = dict(zip(np.unique(partition.positions).tolist(), beyond(world, mode, correlation)[week].T, strict=True))
    found = []
    for pool, (equity, need) in enumerate(zip(risk.equity.T, risk.maintenance.T, strict=True)):
        shut = int(met[pool].argmax()) if pool in met and met[pool].any() else None
        at = -1 if shut is None else shut
        money = float(need[at] if shut is not None and world.always else equity[at])
        found.append(End(shut, path[at], max(money, 0.0), max(-money, 0.0)))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Weeks:
    """Some of the drawn weeks: for each mode whether each of its pools is closed, shape (weeks, pools)."""

    closed: Mapping[str, np.ndarray]

    @property
    def shown(self) -> int:
        """How many weeks there are."""
        return len(self.closed["cross"])

    @property
    def some(self) -> np.ndarray:
        """Weeks in which some isolated pool is closed."""
        return np.asarray(self.closed["isolated"].any(axis=1))

    @property
    def pool(self) -> np.ndarray:
        """Weeks in which the one pool is closed."""
        return np.asarray(self.closed["cross"].any(axis=1))

    @property
    def every(self) -> np.ndarray:
        """Weeks in which all isolated pools are closed."""
        return np.asarray(self.closed["isolated"].all(axis=1))

    @property
    def outside(self) -> int:
        """In how many weeks all isolated pools are closed and the one pool is not.

        In one jump of longs there is none, but over a week pools have time to fail one after the other.
        """
        return int((self.every & ~self.pool).sum())

    def counts(self) -> tuple[int, int, int]:
        """How many weeks close some isolated pool, the one pool, and all isolated pools."""
        return int(self.some.sum()), int(self.pool.sum()), int(self.every.sum())

    def sorted(self) -> Weeks:
        """The same weeks, so that those of each kind stand side by side from the left, the worst of them first."""
        both, pool, every = self.every & self.pool, self.pool & ~self.every, self.every & ~self.pool
        kinds = (pool, both, every) if every.any() else (both, pool)  # what sticks out joins the others at their end
        kind = np.select([*kinds, self.some], range(len(kinds) + 1), len(kinds) + 1)
        isolated = self.closed["isolated"]
        place = np.lexsort((*isolated.T[::-1], isolated.sum(axis=1), -kind))[::-1]
        return Weeks({mode: rows[place] for mode, rows in self.closed.items()})

    @property
    def words(self) -> str:
        """The counts, and whether each kind of week lies inside the next."""
        some, pool, every = self.counts()
        counts = f"{some} close some isolated pool, {pool} the one pool and {every} all isolated pools"
        if self.outside:
            nested = f"in {self.outside} of them all isolated pools are closed and the one pool is not"
        else:
            nested = "every week of the last kind is one of the second, and every one of the second is one of the first"
        return f"Of {self.shown} drawn weeks, {counts}; {nested}."


def drawn(world: World, correlation: float, shown: int = WEEKS) -> Weeks:
    """The first drawn weeks, in the order in which they are shown.

    None closes the one pool and no isolated one: a sum lacks what a part lacks.
    """
    return Weeks({mode: rows[:shown] for mode, rows in _all(world, correlation).items()})


@lru_cache(maxsize=64)
def _all(world: World, correlation: float) -> dict[str, np.ndarray]:
    return {mode: closed(world, mode, correlation)[ORDER] for mode in MODES}


def _step(world: World) -> float:
    return float(world.volatility / 100 * np.sqrt(world.days / YEAR / STEPS))


def _looks(world: World) -> np.ndarray:
    """The steps after which the venue looks."""
    count = {LOOKS[0]: STEPS, LOOKS[1]: world.days}.get(world.looks, 1)
    return np.rint(np.arange(1, count + 1) * STEPS / count).astype(int) - 1
