"""Candles keep what they are given, and a level is met where a loop finds it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from marginlib.errors import InvalidInput
from marginlib.paths import Candles, extremes, touches


def candles(draw_seed: int, count: int) -> Candles:
    """Random candles at random milliseconds."""
    rng = np.random.default_rng(draw_seed)
    time = np.datetime64("2024-12-31T23:00", "ms") + np.cumsum(rng.integers(1, 10**7, count)).astype("m8[ms]")
    prices = np.exp(rng.normal(5, 1, (count, 4)))
    return Candles(time, prices[:, 0], prices.max(axis=1), prices.min(axis=1), prices[:, 3])


@given(some.integers(0, 10**6), some.floats(20, 1000), some.sampled_from([-1.0, 1.0]))
def test_a_level_is_touched_where_a_loop_finds_it(seed: int, level: float, size: float) -> None:
    """The first candle whose walk of extremes reaches the level from the side of the position."""
    day = candles(seed, 12)
    wanted = None
    for place, prices in enumerate(extremes(day, "high")):
        reached = [price <= level if size > 0 else price >= level for price in prices]
        if any(reached):
            wanted = place
            break
    assert touches(day, level, size) == wanted


def test_a_gap_that_is_over_hides_no_later_jump() -> None:
    """Two minutes are missing; a level that is jumped over between two candles behind them was met in the second."""
    minutes = [f"2024-03-01T10:{minute:02}" for minute in (0, 1, 2, 5, 6, 7)]
    prices = np.array([100.0, 100.0, 100.0, 100.0, 100.0, 80.0])
    assert touches(Candles(minutes, prices, prices, prices, prices), 90.0, 1.0) == 5


def test_extremes_are_the_prices_of_a_candle_in_either_order() -> None:
    """Open first and close last; the low or the high comes second."""
    day = candles(2, 5)
    low, high = extremes(day), extremes(day, "high")
    assert (low == np.array([day.open, day.low, day.high, day.close]).T).all()
    assert (high[:, [0, 2, 1, 3]] == low).all()
    with pytest.raises(InvalidInput, match="first is 'middle'"):
        extremes(day, "middle")


def test_no_level_is_never_met_and_no_position_is_refused() -> None:
    """NaN is the level of a leg that nets to nothing, 0 and infinity are levels that no price reaches."""
    day = candles(0, 30)
    for level, size in ((float("nan"), 1.0), (float("nan"), -1.0), (0.0, 1.0), (float("inf"), -1.0)):
        assert touches(day, level, size) is None
    with pytest.raises(InvalidInput, match=r"size is 0\.0"):
        touches(day, 90.0, 0.0)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"time": []}, "time is empty"),
        ({"close": [1.0]}, r"close has the shape \(1,\), but it must have \(2,\): one for each candle"),
        ({"low": [[1.0, 1.0]]}, r"low has the shape \(1, 2\)"),
        ({"high": [1.0, 0.5]}, "candle 1 has a high below"),
        ({"low": [1.5, 1.0], "high": [2.0, 1.0]}, "candle 0 has a low above"),
        ({"open": [1.0, float("nan")]}, "candle 1 has a price that is no finite"),
        ({"time": [5, 5]}, "candle 1 is not later"),
    ],
)
def test_candles_that_cannot_be_are_refused(changed: dict[str, Any], words: str) -> None:
    """The message names the candle."""
    given: dict[str, Any] = {"time": [5, 6], **{name: [1.0, 1.0] for name in ("open", "high", "low", "close")}}
    empty: dict[str, Any] = {name: [] for name in given} if changed == {"time": []} else {}
    with pytest.raises(InvalidInput, match=words):
        Candles(**(given | empty | changed))
