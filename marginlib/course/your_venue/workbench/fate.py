"""What may become of an account: the chance that something is closed, and four days that happened, played over it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from marginlib.course.your_venue.workbench.rules import BROUGHT, CROSS, ISOLATED, Setup
from marginlib.course.your_venue.workbench.standing import pools
from marginlib.errors import MarginError
from marginlib.paths import stress_path
from marginlib.probability import Estimate, Motion, Sampling, fates
from marginlib.walk import walk

DAYS = {
    "12 Mar 2020": "2020-03-12",
    "19 May 2021": "2021-05-19",
    "9 Nov 2022": "2022-11-09",
    "10 Oct 2025": "2025-10-10",
}
DRAWS, FEWER, MANY = 4096, 256, 12  # draws, and how many are enough for more legs than so many
LARGEST = 1.0  # correlation of legs of one coin


@dataclass(frozen=True)
class After:
    """What a day leaves of one pool: money, and the hour in which it was closed, None where it stays open."""

    name: str
    posted: float
    left: float
    hour: int | None


@dataclass(frozen=True)
class Chance:
    """The chance that something is closed within the horizon, by mode, and of each pool with walls."""

    some: dict[str, Estimate]
    fails: dict[str, float]


@lru_cache(maxsize=256)
def day(setup: Setup, mode: str, name: str, follows: float) -> tuple[After, ...]:
    """What a day that happened leaves of each pool; a closed one leaves nothing to its owner.

    BTC moves as it did, every other coin by `follows` times the logarithm of that move. Free money stays.
    """
    account = setup.account
    found = pools(setup, mode)
    if not account.markets:
        return tuple(After(pool.name, pool.posted, max(pool.level, 0.0), None) for pool in found)
    book, how = setup.book(mode), setup.mode(mode)
    factors = [1.0 if account.moved(market) == "BTC" else follows for market in book.schedules]
    path = stress_path(name, *factors)
    now = np.array([account.prices[market] for market in book.schedules])
    ends = walk(book, how, path.prices[:, 1:] / path.prices[:1, 1:] * now, path.times)
    partition = book.partition(how)
    left = []
    for pool in found:
        number = int(partition.positions[pool.legs[0]]) if pool.legs else int(partition.free[0])
        end = ends[number]
        hour = None if end.time is None else int(end.time)
        left.append(After(pool.name, pool.posted, float(end.left) if hour is None else 0.0, hour))
    return tuple(left)


def kept(after: tuple[After, ...]) -> float:
    """Money that a day leaves."""
    return sum(one.left for one in after)


def motion(setup: Setup, days: int, volatility: float, correlation: float) -> Motion | str:
    """How prices are supposed to move, or what is missing to say so.

    `volatility` in percent for every coin; 0 takes what the account knows, from its candles or of itself.
    """
    account = setup.account
    measured, markets = account.measured, list(setup.schedules)
    if not markets:
        return "nothing is open"
    coins = [account.moved(market) for market in markets]
    if volatility:
        known = dict.fromkeys(coins, volatility / 100)
    else:
        known = dict(measured.volatility if measured else account.volatility or {})
    missing = [name for name in coins if name not in known]
    if missing:
        return f"say a volatility: no candles of {missing[0]}"
    matrix = np.full((len(coins), len(coins)), correlation)
    if measured and not volatility:
        places = [list(measured.volatility).index(name) for name in coins]
        matrix = measured.correlation[np.ix_(places, places)]
    same = np.array(coins)[:, None] == np.array(coins)[None, :]
    return Motion(
        {market: known[name] for market, name in zip(markets, coins, strict=True)},
        days / 365,
        correlation=np.where(same, LARGEST, matrix),
    )


@lru_cache(maxsize=64)
def chance(setup: Setup, walls: str, days: int, volatility: float, correlation: float) -> Chance | str:
    """The chance that something is closed, with its error, or why nobody can say it here.

    All modes see the same draws. `walls` is the mode with walls, `ISOLATED` or `BROUGHT`.
    """
    moves = motion(setup, days, volatility, correlation)
    if isinstance(moves, str):
        return moves
    account, apart = setup.account, setup.book(walls)
    sampling = Sampling(DRAWS if len(account.markets) <= MANY else FEWER)
    try:
        modes = {name: setup.mode(name) for name in (walls, CROSS)}
        found = fates(apart, modes, account.prices, moves, sampling)
    except MarginError as error:
        return f"no chance here: {error}"
    some = {name: fate.any_fails for name, fate in found.items()}
    number = apart.partition(setup.mode(walls)).positions
    fails = {
        pool.name: float(found[walls].fails.value[number[pool.legs[0]]]) for pool in pools(setup, walls) if pool.legs
    }
    return Chance(some, fails)


def walls(setup: Setup, mode: str) -> str:
    """The mode with walls that stands beside one tank."""
    return BROUGHT if mode == BROUGHT and any(setup.account.crossed) else ISOLATED
