"""Stress days pass through every cited price, and only lows and highs see what happened on them."""

import itertools

import numpy as np
import pytest

from marginlib.errors import UnknownName
from marginlib.paths import Candles, stress_day, stress_days, touches
from marginlib.position import Position
from marginlib.schedules import FlatRate

# Exchange prices, UTC: Binance USDT-M perpetuals, hourly (open, high, low, close).
HOURS = [
    ("2020-03-12", "2020-03-12T10", 7358.51, 7368.50, 5199.17, 5981.07),
    ("2020-03-12", "2020-03-12T23", 5797.56, 5799.37, 4347.00, 4764.65),
    ("2020-03-12", "2020-03-13T01", 4542.60, 4673.53, 3950.00, 4062.89),
    ("2020-03-12", "2020-03-13T02", 4062.95, 5228.23, 3621.81, 4723.95),
    ("2021-05-19", "2021-05-19T11", 39464.20, 39580.00, 36100.00, 38708.85),
    ("2021-05-19", "2021-05-19T12", 38710.27, 39263.52, 31865.51, 35060.39),
    ("2021-05-19", "2021-05-19T13", 35060.39, 36580.00, 28688.00, 35650.00),
    ("2025-10-10", "2025-10-10T20", 116605.20, 117145.30, 112786.60, 114198.00),
    ("2025-10-10", "2025-10-10T21", 114200.40, 115075.60, 101516.50, 113253.60),
    ("2025-10-10 ETH", "2025-10-10T21", 3864.76, 3980.68, 3400.00, 3941.17),
]
SEEDS = range(300)


def test_every_cited_hour_is_met_exactly() -> None:
    """Whatever is made up in between, and nothing else is called cited."""
    for name, seed in itertools.product(stress_days(), SEEDS[:20]):
        day = stress_day(name, seed=seed)
        wanted = {hour: prices for one, hour, *prices in HOURS if one == name}
        found = {
            str(day.time[place])[:13]: [float(column[place]) for column in (day.open, day.high, day.low, day.close)]
            for place in np.flatnonzero(day.cited)
        }
        assert found == wanted


def test_every_cited_point_is_met_exactly_and_no_extreme_passed() -> None:
    """2020-03-12 falls from 7938.39 to 3621.81 in 27 hours, 2025-10-10 from 122,497 in the hour of 13:00 to 101,516.5;
    of 2022-11-09 Coinbase's open, low and close are known, and one hour alone has the low.
    """
    for seed in SEEDS:
        march, november, october = (stress_day(name, seed=seed) for name in ("2020-03-12", "2022-11-09", "2025-10-10"))
        assert (march.open[0], march.low.min(), march.low.argmin(), len(march)) == (7938.39, 3621.81, 26, 27)
        assert (november.open[0], november.low.min(), november.close[-1]) == (18546.07, 15512.0, 15891.96)
        assert (november.low == 15512.0).sum() == 1
        assert not november.cited.any()
        assert (str(november.time[0])[:13], len(november)) == ("2022-11-09T00", 24)
        assert (str(october.time[0])[:13], october.high[0]) == ("2025-10-10T13", 122497.0)
        assert (october.high.max(), october.low.min()) == (122497.0, 101516.5)


@pytest.mark.parametrize("name", stress_days())
def test_made_up_hours_join_without_a_gap_and_depend_on_the_seed_alone(name: str) -> None:
    """A made-up hour opens where the hour before closed; another seed makes up other prices."""
    day, again, other = stress_day(name), stress_day(name), stress_day(name, seed=1)
    for before, after in itertools.pairwise(range(len(day))):
        assert day.open[after] == day.close[before] or (day.cited[before] and day.cited[after])
    assert (day.low == again.low).all()
    assert not (day.low[~day.cited] == other.low[~day.cited]).all()
    assert (day.low[day.cited] == other.low[day.cited]).all()
    assert (np.diff(day.hours) == 1).all()
    assert "all else made up" in day.source


@pytest.mark.parametrize(
    ("name", "hour", "fall", "change"),
    [
        ("2020-03-12", "2020-03-12T10", -29.3, None),
        ("2020-03-12", "2020-03-12T23", -25.0, None),
        ("2020-03-12", "2020-03-13T01", -13.0, None),
        ("2020-03-12", "2020-03-13T02", -10.9, None),
        ("2021-05-19", "2021-05-19T11", -8.5, None),
        ("2021-05-19", "2021-05-19T12", -17.7, None),
        ("2021-05-19", "2021-05-19T13", -18.2, 1.7),
        ("2025-10-10", "2025-10-10T20", -3.3, None),
        ("2025-10-10", "2025-10-10T21", -11.1, -0.8),
        ("2025-10-10 ETH", "2025-10-10T21", -12.0, 2.0),
    ],
)
def test_falls_are_those_published(name: str, hour: str, fall: float, change: float | None) -> None:
    """Low over open and close over open of each cited hour, in percent, to the digit printed."""
    day = stress_day(name)
    place = int(np.flatnonzero(day.time == np.datetime64(hour))[0])
    assert round(float(day.low[place] / day.open[place] - 1) * 100, 1) == fall
    if change is not None:
        assert round(float(day.close[place] / day.open[place] - 1) * 100, 1) == change


def test_a_close_only_engine_misses_2025_10_10() -> None:
    """A 10x BTC long from the open of 21:00 is liquidated by the low of that hour; no close ever reaches its price."""
    day = stress_day("2025-10-10")
    position = Position.opened(1.0, float(day.open[-1]), 10, FlatRate(0.005))
    closes = Candles(day.time, day.close, day.close, day.close, day.close)
    assert touches(day, position.liquidation_price, position.size) == len(day) - 1
    assert touches(closes, position.liquidation_price, position.size) is None
    assert position.liquidatable(float(day.low[-1]))
    assert not position.liquidatable(day.close).any()


def test_an_unknown_day_is_refused_with_those_there_are() -> None:
    """The message lists the names."""
    with pytest.raises(UnknownName, match=r"1929-10-29.*2020-03-12, 2021-05-19"):
        stress_day("1929-10-29")
