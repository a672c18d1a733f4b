"""Stress days: hourly candles that pass exactly through the prices cited in `stress.toml`.

What is not cited is made up by a seeded rule: a random walk tied to the cited prices before and after, which never
passes the cited extremes. No made-up price says anything about what happened; `cited` marks the candles that do.
"""

import tomllib
from importlib.resources import files

import numpy as np

from marginlib.errors import known, seeded
from marginlib.paths.candles import Candles

DAYS = {
    day["name"]: day for day in tomllib.loads(files(__package__).joinpath("stress.toml").read_text("utf-8"))["days"]
}
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
