"""Stress days: hourly candles that pass exactly through the prices cited in `stress.toml`.

What is not cited is made up by a seeded rule: a random walk tied to the cited prices before and after, which never
passes the cited extremes. No made-up price says anything about what happened; `cited` marks the candles that do.

`stress_path` makes a day of several markets out of it, for every lesson and every judge.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from marginlib.errors import InvalidInput, finite, known, numbers
from marginlib.paths.candles import Candles, extremes
from marginlib.paths.simulated import seeded

DAYS = {
    day["name"]: day for day in tomllib.loads(files(__package__).joinpath("stress.toml").read_text("utf-8"))["days"]
}
OPENED, QUARTERS = 100.0, np.arange(4) / 4  # where a path begins; when a candle is at its open, low, high, close
WALK, WICK = 0.01, 0.004  # made up: deviation of an hour's move, and of what a candle shows beyond it, in logarithms


def stress_days() -> tuple[str, ...]:
    """Names of the days that there are.

    >>> stress_days()
    ('2020-03-12', '2021-05-19', '2022-11-09', '2025-10-10', '2025-10-10 ETH')
    """
    return tuple(DAYS)


def stress_day(name: str, *, seed: int = 0) -> Candles:
    """Hourly candles of a stress day; another `seed` makes up other prices where none are cited.

    Raises:
        UnknownName: a day that is not among `stress_days`.

    >>> day = stress_day("2025-10-10")
    >>> day.low[day.cited].tolist(), int((~day.cited).sum())
    ([112786.6, 101516.5], 7)
    """
    known("stress day", [name], DAYS)
    day, rng = DAYS[name], np.random.default_rng(seeded(seed))
    table = np.full((day["hours"], 4), np.nan)
    for hour, *prices in day["candles"]:
        table[hour] = prices
    lowest, highest = np.nanmin(table), np.nanmax(table)
    edges = np.arange(len(table))[:, None] + [0, 1]
    walk = WALK * np.cumsum(rng.standard_normal(len(table) + 1))[edges]
    ends = table[:, [0, 3]]
    before, after = ends[:-1, 1].copy(), ends[1:, 0].copy()  # what one candle ends with, the next one begins with
    ends[:-1, 1], ends[1:, 0] = np.where(np.isnan(before), after, before), np.where(np.isnan(after), before, after)
    given = ~np.isnan(ends)
    bodies = np.exp(walk + np.interp(edges, edges[given], np.log(ends[given]) - walk[given]))
    bodies = np.minimum(np.maximum(bodies, lowest**2 / bodies), highest**2 / bodies)  # reflected at both extremes
    bodies[given] = ends[given]
    tops, bottoms = bodies.max(axis=1), bodies.min(axis=1)
    wicks = np.exp(WICK * np.abs(rng.standard_normal((2, len(table)))))
    highs = np.minimum(tops * wicks[0], np.sqrt(tops * highest))  # a wick goes half way to an extreme at most
    lows = np.maximum(bottoms / wicks[1], np.sqrt(bottoms * lowest))
    made_up = np.stack([bodies[:, 0], highs, lows, bodies[:, 1]], axis=1)
    time = np.datetime64(day["first"], "us") + np.arange(len(table)) * np.timedelta64(1, "h")
    opened, high, low, closed = np.where(np.isnan(table), made_up, table).T
    source = f"{day['source']}; all else made up"
    return Candles(time, opened, high, low, closed, name, source, ~np.isnan(table).any(axis=1))


@dataclass(frozen=True)
class StressPath:
    """A stress day as a path of several markets, ready to be walked.

    Args:
        times: hours since the day began, shape (rows,): open, low, high and close of each candle a quarter apart, and
            the end of the last one.
        prices: shape (rows, markets), every market from 100 on.
        source: where the candles come from.
    """

    times: np.ndarray
    prices: np.ndarray
    source: str


def stress_path(name: str, *followers: float | str, seed: int = 0) -> StressPath:
    """A stress day of its own market and of `followers`: each a factor, or the name of a day of its own.

    A factor moves a market by so many times the logarithm of the move since the open: what the reader supposes, whether
    or not prices of that market are known. Prices of its own are taken where they are asked for by name. With a factor
    of 0.8, ETH is at 86.0 at its lowest on 2025-10-10, as BTC is at 82.87. The 89.7 of its own candles is no better
    witness of the whole day: one of their nine hours is cited, so the price at which they open, and with it every
    figure in percent of the open, is made up.

    Raises:
        UnknownName: a day that is not among `stress_days`.
        InvalidInput: a factor that is not a finite number; days of unlike length.

    >>> stress_path("2025-10-10", 0.8, "2025-10-10 ETH").prices.min(axis=0).round(2).tolist()
    [82.87, 86.05, 89.74]
    """
    known("stress day", [name, *(follower for follower in followers if isinstance(follower, str))], DAYS)
    factors = tuple(follower for follower in followers if not isinstance(follower, str))
    finite("factor of a follower", numbers("factor of a follower", factors))
    return _stress_path(name, *followers, seed=seeded(seed))


@lru_cache(maxsize=128)
def _stress_path(name: str, *followers: float | str, seed: int) -> StressPath:
    candles = stress_day(name, seed=seed)
    own = _from_100(candles)
    columns = [own]
    for follower in followers:
        if isinstance(follower, str):
            columns.append(_from_100(stress_day(follower, seed=seed)))
        else:
            columns.append(OPENED * (own / OPENED) ** float(follower))
    if len({len(column) for column in columns}) > 1:
        raise InvalidInput(f"the days {[name, *followers]} have unlike lengths; choose days of one")
    prices = np.stack(columns, axis=1)
    times = np.append((candles.hours[:, None] + QUARTERS).ravel(), candles.hours[-1] + 1.0)
    path = StressPath(times, np.append(prices, prices[-1:], axis=0), candles.source)
    for column in (path.times, path.prices):
        column.flags.writeable = False  # remembered, so nobody may change it
    return path


def _from_100(candles: Candles) -> np.ndarray:
    prices = extremes(candles).ravel()
    return np.asarray(OPENED * prices / prices[0])
