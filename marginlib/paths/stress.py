"""Stress days: hourly candles that pass exactly through the prices cited in `stress.toml`.

What lies between cited prices is made up by a seeded rule, a random walk tied to the prices at both its ends, and
carries `cited` False. No made-up candle says anything about what happened.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from marginlib.errors import UnknownName
from marginlib.paths.candles import Candles

WALK, WICK = 0.01, 0.004  # made up: deviation of an hour's move, and of what a candle shows beyond it, in logarithms


@lru_cache
def _days() -> dict[str, dict[str, Any]]:
    text = files(__package__).joinpath("stress.toml").read_text(encoding="utf-8")
    return {day["name"]: day for day in tomllib.loads(text)["days"]}


def stress_days() -> tuple[str, ...]:
    """Names of the days that there are.

    >>> stress_days()
    ('2020-03-12', '2021-05-19', '2022-11-09', '2025-10-10', '2025-10-10 ETH')
    """
    return tuple(_days())


def stress_day(name: str, *, seed: int = 0) -> Candles:
    """Hourly candles of a stress day; another `seed` makes up other prices between those that are cited.

    Raises:
        UnknownName: a day that is not among `stress_days`.

    >>> day = stress_day("2025-10-10")
    >>> day.low[day.cited].tolist(), int((~day.cited).sum())
    ([112786.6, 101516.5], 7)
    """
    if name not in _days():
        raise UnknownName(f"no stress day is called {name!r}; choose one of {', '.join(_days())}")
    day = _days()[name]
    hours, rng = day["hours"], np.random.default_rng(seed)
    bounds = day.get("lowest", 0.0), day.get("highest", np.inf)
    candles = {hour: prices for hour, *prices in day.get("candles", [])}
    points = dict(day.get("points", []))
    arrivals = points | {hour: prices[0] for hour, prices in candles.items()}
    departures = points | {hour + 1: prices[3] for hour, prices in candles.items()}
    table = np.ones((4, hours))
    for start in sorted({0, *departures} - {*candles, hours}):
        end = min(hour for hour in arrivals if hour > start)
        path = _walk(departures.get(start), arrivals[end], end - start, bounds, rng)
        table[0, start:end], table[3, start:end] = path[:-1], path[1:]
    wicks = np.exp(WICK * np.abs(rng.standard_normal((2, hours))))
    tops, bottoms = table[[0, 3]].max(axis=0), table[[0, 3]].min(axis=0)
    table[1] = np.minimum(tops * wicks[0], np.sqrt(tops * bounds[1]))  # no wick goes more than half way to a bound
    table[2] = np.maximum(bottoms / wicks[1], np.sqrt(bottoms * bounds[0]))
    for hour, prices in candles.items():
        table[:, hour] = prices
    time = np.datetime64(day["first"], "us") + np.arange(hours) * np.timedelta64(1, "h")
    opened, high, low, closed = table
    cited = np.isin(np.arange(hours), list(candles))
    return Candles(time, opened, high, low, closed, name, _source(day, len(candles)), cited)


def _walk(
    start: float | None, end: float, steps: int, bounds: tuple[float, float], rng: np.random.Generator
) -> np.ndarray:
    """A random walk of logarithms from `start`, if there is one, to `end`, both met exactly, reflected at `bounds`."""
    walk = WALK * np.append(0.0, np.cumsum(rng.standard_normal(steps)))
    walk += np.log(end) - walk[-1]
    if start is not None:
        walk += (np.log(start) - walk[0]) * np.linspace(1, 0, steps + 1)
    path = np.exp(walk)
    path = np.minimum(np.maximum(path, bounds[0] ** 2 / path), bounds[1] ** 2 / path)
    path[-1] = end
    path[0] = path[0] if start is None else start
    return path


def _source(day: dict[str, Any], cited: int) -> str:
    points = ", ".join(f"{price:,.2f}" for _, price in day.get("points", []))
    parts = [f"{cited} hourly candles"] * bool(cited) + [f"the prices {points}"] * bool(points)
    return f"{day['venue']}: {' and '.join(parts)} as cited, all else made up"
