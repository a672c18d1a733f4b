"""The figures of stress days and of sizes say what arithmetic says."""

import numpy as np
import pytest
from scipy.special import ndtr

from marginlib.course.sizing_and_allocation import picture as sizing
from marginlib.course.volatility import stress
from marginlib.paths import stress_days


def test_2025_10_10_is_seen_by_lows_alone() -> None:
    """A 10x long from the peak of 122,497 is liquidated at 90/99.5 of it, between the low and the lowest close."""
    result = stress.model()
    level = 122_497 * 0.9 / 0.995
    assert 101_516.5 < level < 113_253.6
    assert result.hours == (8, None)
    assert "the lows liquidate it, the closes never do" in result.headline
    assert list(result.table.loc["equity there, USDT"]) == [f"{level * 0.005:+,.2f}", "+3,006.30"]
    assert list(result.table.loc["liquidated (UTC)"]) == ["10-10 21:00", "never"]


def test_2020_03_12_is_seen_by_closes_with_bad_debt() -> None:
    """A 3x long is through its liquidation price at 10:00, the closes see it at 23:00 and below bankruptcy."""
    result = stress.model("2020-03-12", 3)
    assert result.hours == (10, 23)
    assert result.table.loc["equity there, USDT", "watched by closes"] == f"{7938.39 / 3 + 4764.65 - 7938.39:+,.2f}"


@pytest.mark.parametrize("day", stress_days())
def test_closes_never_see_a_liquidation_before_the_lows_do(day: str) -> None:
    """At every leverage, whatever is made up; more leverage is never liquidated later."""
    for seed in (0, 7):
        results = [stress.model(day, leverage, seed) for leverage in range(2, 51, 6)]
        lows = [99 if one.by_lows is None else one.by_lows for one in results]
        closes = [99 if one.by_closes is None else one.by_closes for one in results]
        assert (np.array(lows) <= closes).all()
        assert (np.diff(lows) <= 0).all()
        assert all(one.headline and "made up" in one.description for one in results)


def test_the_curve_of_a_long_is_the_closed_form() -> None:
    """10x at 60 % for 7 days: .2387, written out by the reflection principle; 1 % allows 5.02x."""
    result = sizing.model()
    b, s, t = np.log(0.9 / 0.995), 0.6, 7 / 365
    wanted = ndtr((b + s * s / 2 * t) / (s * t**0.5)) + np.exp(-b) * ndtr((b - s * s / 2 * t) / (s * t**0.5))
    assert float(result.chance(10.0)) == pytest.approx(wanted, rel=1e-12)
    assert result.headline == "A chance of 1% allows 5.02x; at 10x it is 23.87%"
    assert list(result.table.loc["1.00%"]) == ["5.02x", "19.52%"]
    assert (np.diff(result.chance(sizing.LEVERAGES)) >= 0).all()
