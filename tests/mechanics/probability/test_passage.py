"""First passage in closed form against published tables, the density it integrates, and paths."""

from decimal import Decimal
from typing import Any

import mpmath  # type: ignore[import-untyped]  # publishes no types
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import ndtr

from marginlib.errors import InvalidInput
from marginlib.position import Position
from marginlib.probability import Estimate, Motion, Sampling, deviations, ends, ladder, touch, touch_with_jumps
from marginlib.schedules import FlatRate

ENTRY, DAY = 100.0, 1 / 365
HOUR, WEEK, MONTH = DAY / 24, 7 * DAY, 30 * DAY


def liquidation_price(leverage: float, side: float = 1.0) -> float:
    """Liquidation price of a position opened at 100 with maintenance 0.5 %."""
    return float(Position.opened(side, ENTRY, leverage, FlatRate(0.005)).liquidation_price)


@pytest.mark.parametrize(
    ("leverage", "printed"),
    [
        (5, "0.0000 0.0000 0.0097 0.2279"),
        (10, "0.0000 0.0015 0.2387 0.5877"),
        (20, "0.0000 0.1439 0.5909 0.8058"),
        (50, "0.0179 0.6334 0.8614 0.9365"),
        (100, "0.4330 0.8747 0.9540 0.9790"),
    ],
)
def test_the_table_of_longs(leverage: float, printed: str) -> None:
    """Liquidation within an hour, a day, a week, a month at 60 % a year is as tabled to four decimals."""
    found = touch(ENTRY, liquidation_price(leverage), 0.6, np.array([HOUR, DAY, WEEK, MONTH]))
    assert " ".join(f"{value:.4f}" for value in found) == printed


def test_the_tables_of_shorts_and_of_three_times() -> None:
    """Shorts at 10x and a long at 3x are as tabled to four decimals."""
    shorts = touch(ENTRY, liquidation_price(10, -1.0), 0.6, np.array([DAY, WEEK, MONTH]))
    assert " ".join(f"{value:.4f}" for value in shorts) == "0.0038 0.2647 0.5723"
    assert f"{touch(ENTRY, liquidation_price(3), 0.6, MONTH):.4f}" == "0.0243"


@pytest.mark.parametrize(
    ("volatility", "printed"),
    [(0.4, "17.41 7.22 3.79"), (0.6, "12.09 5.02 2.71"), (0.9, "8.36 3.53 1.99"), (1.2, "6.45 2.78 1.64")],
)
def test_the_table_of_leverage_for_one_percent(volatility: float, printed: str) -> None:
    """The leverage whose liquidation probability is 1 % in a day, a week, a month is as tabled to two decimals."""

    def excess(leverage: float, years: float) -> float:
        return float(touch(ENTRY, liquidation_price(leverage), volatility, years)) - 0.01

    found = [brentq(excess, 1.01, 100, args=(years,)) for years in (DAY, WEEK, MONTH)]
    assert " ".join(f"{value:.2f}" for value in found) == printed


def test_looks_shift_the_barrier_as_tabled() -> None:
    """With looks every day, three hours and half hour the corrected probability is as tabled to four decimals."""
    found = touch(ENTRY, liquidation_price(10), 0.6, WEEK, every=np.array([DAY, DAY / 8, DAY / 48]))
    assert " ".join(f"{value:.4f}" for value in found) == "0.1626 0.2094 0.2264"


@pytest.mark.parametrize(
    ("leverage", "years", "naive", "exact"), [(10, MONTH, ".5596", ".5877"), (2, 1.0, ".2514", ".3457")]
)
def test_the_naive_formula_is_too_low_as_published(leverage: float, years: float, naive: str, exact: str) -> None:
    """Taking zero drift of the price for zero drift of its logarithm gives the figures tabled beside the exact ones."""
    barrier = liquidation_price(leverage)
    without = 2 * ndtr(np.log(barrier / ENTRY) / (0.6 * np.sqrt(years)))
    assert f"{without:.4f}"[1:] == naive
    assert f"{touch(ENTRY, barrier, 0.6, years):.4f}"[1:] == exact
    growth = 0.6**2 / 2  # with this drift of the price its logarithm has none
    assert touch(ENTRY, barrier, 0.6, years, drift=growth) == pytest.approx(without, abs=1e-15)


@settings(max_examples=60)
@given(
    st.floats(-0.6, 0.6).filter(lambda gap: abs(gap) > 1e-3),
    st.floats(0.05, 2.0),
    st.floats(0.003, 2.0),
    st.floats(-3.0, 3.0),
)
def test_the_probability_is_the_integral_of_its_density(
    gap: float, volatility: float, years: float, drift: float
) -> None:
    """Long or short, whatever the drift, it is the integral over time of the inverse Gaussian density."""
    towards = (drift - volatility**2 / 2) * np.sign(gap)

    def density(time: Any) -> Any:
        exponent = (abs(gap) - towards * time) ** 2 / (2 * volatility**2 * time)
        return abs(gap) / (volatility * mpmath.sqrt(2 * mpmath.pi * time**3)) * mpmath.exp(-exponent)

    peak = min(years, abs(gap) ** 2 / volatility**2)
    points = [0, peak / 10, peak / 3, peak, years] if peak < years else [0, years / 10, years / 3, years]
    expected = float(mpmath.quad(density, points))
    assert touch(1.0, np.exp(gap), volatility, years, drift=drift) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_nothing_overflows() -> None:
    """Drifts and distances that overflow the textbook form give a probability, the one of high precision."""
    spot, barrier, volatility, years = 100.0, 101.0, 0.01, 1.0
    for drift in (5.0, -5.0, 0.3):
        with mpmath.workdps(60):
            towards, reach = mpmath.mpf(drift) - mpmath.mpf(volatility) ** 2 / 2, mpmath.log(mpmath.mpf(barrier) / spot)
            exact = mpmath.ncdf((towards * years - reach) / volatility) + mpmath.exp(
                2 * towards * reach / mpmath.mpf(volatility) ** 2
            ) * mpmath.ncdf((-reach - towards * years) / volatility)
        assert touch(spot, barrier, volatility, years, drift=drift) == pytest.approx(float(exact), rel=1e-9, abs=1e-300)


def test_paths_looked_at_step_by_step_touch_as_often_as_corrected() -> None:
    """Paths of a week looked at every quarter of a day fail as often as the corrected formula says, within 0.002."""
    random = np.random.default_rng(1)
    volatility, steps, count = 0.6, 28, 200_000
    moves = (
        random.standard_normal((steps, count)) * volatility * np.sqrt(WEEK / steps) - volatility**2 / 2 * WEEK / steps
    )
    lowest = np.cumsum(moves, axis=0).min(axis=0)
    found = np.mean(ENTRY * np.exp(lowest) <= liquidation_price(10))
    assert touch(ENTRY, liquidation_price(10), volatility, WEEK, every=WEEK / steps) == pytest.approx(found, abs=2.5e-3)


@pytest.mark.parametrize(
    ("steps", "printed", "error"), [(7, 0.1709, 0.0016), (56, 0.2110, 0.0016), (336, 0.2273, 0.0016)]
)
def test_the_published_paths_are_met_by_paths(steps: int, printed: float, error: float) -> None:
    """Simulated looks every day, three hours and half hour are as tabled, within the table's own two errors."""
    random = np.random.default_rng(2)
    count, deviation, level = 100_000, 0.6 * np.sqrt(WEEK / steps), np.log(liquidation_price(10) / ENTRY)
    price, alive = np.zeros(count), np.ones(count, dtype=bool)
    for _ in range(steps):
        price += random.standard_normal(count) * deviation - deviation**2 / 2
        alive &= price > level
    assert 1 - alive.mean() == pytest.approx(printed, abs=2 * error)


def test_a_barrier_reached_or_out_of_reach() -> None:
    """At the spot and beyond it the barrier is crossed; at zero or infinity it never is."""
    assert touch(100.0, 100.0, 0.6, 1.0) == 1
    assert touch(100.0, 101.0, 0.6, 1.0, size=2.0) == 1
    assert touch(100.0, 99.0, 0.6, 1.0, size=-2.0) == 1
    assert touch(100.0, 99.0, 0.6, 1.0, size=2.0) == touch(100.0, 99.0, 0.6, 1.0) < 1
    for drift in (-5.0, 0.0, 0.18, 5.0):
        assert touch(100.0, 0.0, 0.6, 1.0, drift=drift) == touch(100.0, np.inf, 0.6, 1.0, drift=drift) == 0
    assert touch(100.0, np.inf, 0.6, 1.0, size=1.0) == touch(100.0, 0.0, 0.6, 1.0, size=-1.0) == 1
    assert touch(100.0, 100.0, 0.6, 1.0, every=0.5) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"volatility": 0.0}, "volatility is 0.0, but it must be a finite number above zero"),
        ({"volatility": -0.5}, "volatility is -0.5"),
        ({"years": 0.0}, "horizon in years is 0.0, but it must be a finite number above zero"),
        ({"years": -1.0}, "horizon in years is -1.0"),
        ({"spot": 0.0}, "spot is 0.0"),
        ({"barrier": -1.0}, "barrier is -1.0, but it must be a price of zero or more"),
        ({"barrier": float("nan")}, "barrier is nan"),
        ({"barrier": np.array([90.0, np.nan])}, "barrier is nan"),
        ({"drift": float("nan")}, "drift is nan"),
        ({"drift": float("inf")}, "drift is inf"),
        ({"every": 0.0}, "years between looks is 0.0"),
        ({"every": 2.0}, "years between looks is 2.0, but it must be at most the horizon 1.0"),
        ({"size": float("nan")}, "size is nan"),
        ({"size": 0.0}, "size is 0.0"),
    ],
)
def test_wrong_parameters_are_refused_by_name(wrong: dict[str, Any], message: str) -> None:
    """A parameter without a meaning raises InvalidInput that names it."""
    arguments: dict[str, Any] = {"spot": 100.0, "barrier": 90.0, "volatility": 0.6, "years": 1.0} | wrong
    with pytest.raises(InvalidInput, match=message):
        touch(**arguments)


@pytest.mark.parametrize(
    ("looks", "shifted", "exact"),
    [(1, "7.90", 12.1778), (7, "16.26", 17.0535), (21, "19.22", 19.4980), (168, "22.15", 22.1818)],
)
def test_a_shifted_barrier_is_too_low_for_few_looks_as_its_docstring_says(
    looks: int, shifted: str, exact: float
) -> None:
    """The figures of the docstring: of the formula, and of simulated looks, in percent of weeks."""
    line = Position(10.0, 100.0, 100.0, FlatRate(0.005)).liquidation_price
    assert f"{100 * touch(100.0, line, 0.6, 7 / 365, every=7 / 365 / looks):.2f}" == shifted
    each = Sampling(1 << 13, steps=looks, bridged=False)
    found = touch_with_jumps(100.0, float(line), Motion(0.6, 7 / 365), each).touched
    assert 100 * found.value == pytest.approx(exact, abs=400 * found.error + 1e-4)
    assert f"{exact:.2f}" in str(touch.__doc__)


def test_one_look_may_be_as_far_as_the_horizon() -> None:
    """A look at the very end is a look; one later than the end is refused."""
    assert touch(100.0, 90.0, 0.6, 0.1, every=0.1) > 0
    with pytest.raises(InvalidInput, match="at most the horizon"):
        touch(100.0, 90.0, 0.6, 0.1, every=0.1000001)


def test_an_estimate_shows_its_error_to_a_part_in_ten() -> None:
    """Whatever the error, what is printed of it is off by less than a fifth, and the value has the same places."""
    for error in 10 ** np.linspace(-6, 2, 500):
        value, printed = str(Estimate(0.123456789, error)).split(" ± ")
        assert float(printed) == pytest.approx(error, rel=0.25)
        assert len(value.partition(".")[2]) == len(printed.partition(".")[2]) or error >= 1
    assert str(Estimate(0.2175, 0.00138)) == "0.2175 ± 0.0014"
    assert str(Estimate(0.25, 0.0)) == "0.25 ± 0"


@pytest.mark.parametrize(
    ("barrier", "level", "printed"), [(80.402, 90.0, 0.1100), (80.402, 85.0, 0.0283), (90.452, 95.0, 0.3188)]
)
def test_the_table_of_ends(barrier: float, level: float, printed: float) -> None:
    """A week at 60 %: to end below the level, or to have met the barrier on the way, to the digits printed."""
    assert ends(100.0, barrier, level, 0.6, 7 / 365) == pytest.approx(printed, abs=5e-5)


@settings(max_examples=30)
@given(
    side=st.sampled_from([-1.0, 1.0]),
    near=st.floats(0.05, 2.0),
    further=st.floats(0.0, 1.5),
    volatility=st.floats(0.2, 1.5),
    drift=st.floats(-2.0, 2.0),
)
def test_ends_is_the_integral_of_the_density_that_never_met_the_barrier(
    side: float, near: float, further: float, volatility: float, drift: float
) -> None:
    """Open at the end and short of the level: the killed normal density, integrated from there on by quadrature."""
    years = 0.1
    deviation, nu = volatility * np.sqrt(years), side * (drift - volatility**2 / 2)
    level, barrier = near * deviation, (near + further) * deviation

    def killed(at: float) -> float:
        plain = np.exp(-((at - nu * years) ** 2) / (2 * deviation**2)) / (deviation * np.sqrt(2 * np.pi))
        return float(plain * -np.expm1(-2 * barrier * (barrier - at) / deviation**2))

    left = quad(killed, nu * years - 12 * deviation, level, points=[nu * years], limit=200)[0]
    prices = (100 * np.exp(side * barrier), 100 * np.exp(side * level))
    assert ends(100.0, *prices, volatility, years, drift=drift, size=-side) == pytest.approx(1 - left, abs=1e-7)


def test_of_the_liquidated_half_end_above_their_line() -> None:
    """05's paradox: of the 23.87 % that meet the line 12.18 % end below it and 11.69 % above; the mirror image."""
    line = 90 / 0.995
    met, below = touch(100.0, line, 0.6, 7 / 365), ladder(100.0, line, 0.6, 7 / 365, looks=1).touched
    assert ends(100.0, line, line, 0.6, 7 / 365) == met
    assert (met - below) / met == pytest.approx(0.49, abs=0.005)
    assert ends(100.0, line, 80.0, 0.6, 7 / 365) == met


def test_deviations_are_those_of_logarithms() -> None:
    """The distance of the 10x long for a week, up or down; at that many deviations lies the normal tail of an end."""
    assert deviations(100.0, 90 / 0.995, 0.6, 7 / 365) == pytest.approx(1.2077, abs=5e-5)
    assert deviations(100.0, 100.0 * np.exp([0.1, -0.1]), 0.5, 0.04).tolist() == pytest.approx([1.0, 1.0])
    with pytest.raises(InvalidInput, match="barrier is 0"):
        deviations(100.0, 0.0, 0.6, 0.1)


@given(
    side=st.sampled_from([-1.0, 1.0]),
    away=st.floats(0.01, 1.0),
    volatility=st.floats(0.1, 2.0),
    years=st.floats(0.001, 2.0),
)
def test_a_level_is_met_with_twice_the_tail_beyond_its_deviations(
    side: float, away: float, volatility: float, years: float
) -> None:
    """Where the logarithm does not drift: the reflection principle, so the distance is counted as `touch` counts it."""
    level = 100 * np.exp(side * away)
    met = touch(100.0, level, volatility, years, drift=volatility**2 / 2)
    assert met == pytest.approx(2 * ndtr(-deviations(100.0, level, volatility, years)), rel=1e-9, abs=1e-15)


def test_a_rich_long_is_out_of_reach() -> None:
    """A long whose liquidation price is below zero is never closed; without its size the price has no meaning."""
    assert touch(100.0, np.array([-20.0, 0.0, 90.0]), 0.6, 0.1, size=10.0)[:2].tolist() == [0.0, 0.0]
    with pytest.raises(InvalidInput, match="barrier is -20"):
        touch(100.0, -20.0, 0.6, 0.1)
    with pytest.raises(InvalidInput, match="barrier is -20"):
        touch(100.0, -20.0, 0.6, 0.1, size=-10.0)


def test_one_look_at_the_end_of_the_horizon_is_allowed() -> None:
    """Looks may be as far apart as the horizon is long, and no further."""
    assert 0 < touch(100.0, 90.0, 0.6, 7 / 365, every=7 / 365) < touch(100.0, 90.0, 0.6, 7 / 365)
    with pytest.raises(InvalidInput, match="years between looks"):
        touch(100.0, 90.0, 0.6, 7 / 365, every=7.001 / 365)


@pytest.mark.parametrize("name", ["spot", "barrier", "bankruptcy"])
def test_a_decimal_beside_a_motion_in_floats_is_refused_by_its_name(name: str) -> None:
    """Whichever of the three prices it is."""
    prices: dict[str, Any] = {"spot": 100.0, "barrier": 90.0, "bankruptcy": 89.0}
    prices[name] = Decimal(prices[name])
    with pytest.raises(InvalidInput, match=f"{name} is [0-9]+, a Decimal"):
        touch_with_jumps(motion=Motion(0.8, 7 / 365), sampling=Sampling(256), **prices)
