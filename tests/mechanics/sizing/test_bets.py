"""Sizes follow Kelly, stops, volatility and the probability of liquidation, as published and as simulated."""

from decimal import Decimal
from typing import Any

import mpmath  # type: ignore[import-untyped]  # publishes no types
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib import formulas
from marginlib.errors import InvalidInput
from marginlib.paths import Jumps
from marginlib.probability import ladder
from marginlib.sizing import (
    double_before,
    drawdown_probability,
    fixed_fractional,
    kelly_fraction,
    kelly_growth,
    leverage_for,
    volatility_target,
)


def test_kelly_is_where_the_growth_of_wealth_is_highest() -> None:
    """SymPy finds the same fraction by setting the derivative of r + f (mu - r) - f^2 sigma^2 / 2 to zero."""
    bet, drift, free = sympy.symbols("f mu r", real=True)
    volatility = sympy.Symbol("sigma", positive=True)
    growth = free + bet * (drift - free) - bet**2 * volatility**2 / 2
    (best,) = sympy.solve(sympy.diff(growth, bet), bet)
    numbers = {drift: sympy.Rational(3, 10), volatility: sympy.Rational(3, 5), free: sympy.Rational(1, 20)}
    assert kelly_fraction(0.3, 0.6, 0.05) == pytest.approx(float(best.subs(numbers)), rel=1e-14)
    for share in (0.25, 1.0, 1.5, 2.5):
        wanted = growth.subs(bet, share * best).subs(numbers)
        assert kelly_growth(share, 0.3, 0.6, 0.05) == pytest.approx(float(wanted), rel=1e-12)


def test_published_figures_of_fractional_kelly() -> None:
    """Growth 1, .75, .4375; halving ever 50 %, 12.5 %, .78 %, 79.4 %; doubling before halving 2/3, 8/9, .9697.

    Source: Thorp 2006, Handbook of Asset and Liability Management, volume 1, chapter 9; Schlesinger.
    """
    full = kelly_growth(1.0, 0.3, 0.6)
    assert [kelly_growth(c, 0.3, 0.6) / full for c in (1.0, 0.5, 0.25)] == pytest.approx([1, 0.75, 0.4375], rel=1e-12)
    grown = [kelly_growth(c, 0.3, 0.6) / full for c in (2.0, 3.0)]
    assert grown == pytest.approx([0, -3], abs=1e-12)
    assert kelly_growth(1.5, 0.3, 0.6) == pytest.approx(kelly_growth(0.5, 0.3, 0.6), rel=1e-12)
    assert [round(drawdown_probability(0.5, c), 4) for c in (1, 0.5, 0.25, 1.5)] == [0.5, 0.125, 0.0078, 0.7937]
    assert double_before(np.array([1, 1 / 2, 1 / 3])) == pytest.approx([2 / 3, 8 / 9, 32 / 33], rel=1e-12)
    assert round(double_before(1 / 3), 4) == 0.9697


@pytest.mark.parametrize("fraction", [0.5, 1.0, 1.5])
def test_investors_at_a_fraction_of_kelly_fare_as_the_formulas_say(fraction: float) -> None:
    """4,000 investors who rebalance 8,000 times: growth, halving ever, and doubling before halving.

    All wealth is seen only when they rebalance, so a level lies 0.5826 standard deviations of a step further away
    (Broadie, Glasserman and Kou 1997). Within four standard errors.
    """
    drift, volatility, rounds, count = 0.0025, 0.05, 8_000, 4_000  # a round; the Kelly fraction is 1
    rng = np.random.default_rng(11)
    wealth, lowest, first = np.zeros(count), np.zeros(count), np.zeros(count)  # first: +1 doubled first, -1 halved
    for _ in range(rounds):
        wealth += np.log1p(fraction * (drift + volatility * rng.standard_normal(count)))
        np.minimum(lowest, wealth, out=lowest)
        fresh = (first == 0) & (np.abs(wealth) >= np.log(2))
        first[fresh] = np.sign(wealth[fresh])
    assert kelly_fraction(drift, volatility) == pytest.approx(1)
    growth = kelly_growth(fraction, drift, volatility)
    assert wealth.mean() / rounds == pytest.approx(growth, abs=4 * wealth.std() / np.sqrt(count) / rounds)
    further = np.exp(0.5826 * fraction * volatility)
    halved, doubled = (lowest <= -np.log(2)).mean(), (first > 0).mean()
    for found, wanted in (
        (halved, drawdown_probability(0.5 / further, fraction)),
        (doubled, double_before(fraction, 2 * further, 0.5 / further)),
    ):
        assert abs(found - wanted) < 4 * np.sqrt(wanted * (1 - wanted) / count)


def test_at_twice_kelly_all_is_lost_at_some_time_and_doubling_is_a_matter_of_distance() -> None:
    """Growth is nil: any drawdown is certain, and doubling before halving is an even chance (the limit of nearby)."""
    assert drawdown_probability(1e-6, 2.0) == drawdown_probability(1e-6, 3.0) == 1
    assert double_before(2.0) == pytest.approx(0.5, rel=1e-12)
    assert double_before(2.0, 8.0, 0.5) == pytest.approx(0.25, rel=1e-12)
    assert double_before(2.0 + 1e-7, 8.0, 0.5) == pytest.approx(0.25, rel=1e-6)
    assert double_before(4.0) < 0.5


@given(
    some.floats(1, 1e6),
    some.floats(0.001, 0.2),
    some.floats(1, 1e5),
    some.floats(0.001, 0.5),
    some.floats(1.01, 3),
    some.sampled_from([1, -1]),
)
def test_a_stop_loses_the_share_of_equity_that_was_chosen(
    equity: float, risk: float, entry: float, distance: float, beyond: float, side: int
) -> None:
    """Closed at the stop the position has lost risk * equity, long or short; past liquidation the stop is refused."""
    stop = entry * (1 - side * distance)
    liquidation = max(entry * (1 - side * distance * beyond), 0.0)
    size = fixed_fractional(equity, risk, entry, stop, liquidation)
    assert np.sign(size) == side
    assert formulas.pnl(size, entry, stop) == pytest.approx(-risk * equity, rel=1e-9)
    nearer = entry * (1 - side * distance / beyond)
    with pytest.raises(InvalidInput, match="comes first"):
        fixed_fractional(equity, risk, entry, stop, nearer)


def test_a_stop_at_the_liquidation_price_is_refused_and_both_are_named() -> None:
    """Met at the same price, liquidation is not prevented; columns are checked one by one."""
    with pytest.raises(InvalidInput, match=r"stop is 95, but liquidation at 95 comes first.*entry 100"):
        fixed_fractional(1000, 0.01, 100, 95, 95)
    with pytest.raises(InvalidInput, match="comes first"):
        fixed_fractional(1000, 0.01, 100, np.array([95, 95]), np.array([90, 96]))
    with pytest.raises(InvalidInput, match="entry less stop is 0"):
        fixed_fractional(1000, 0.01, 100, 100, 90)


def test_a_refused_stop_names_the_liquidation_price_to_two_more_places_than_it_has() -> None:
    """25x: 96.48; and a stop of one decimal place beside a price of many."""
    for stop, said in ((95, "stop is 95, but liquidation at 96.48 comes"), (95.5, "liquidation at 96.482 comes")):
        with pytest.raises(InvalidInput, match=said):
            fixed_fractional(10_000, 0.01, 100, stop, formulas.liquidation_price(4, 1, 100, 0.005))


def test_a_published_size_of_contracts() -> None:
    """A million, 1 % of it at a stop 1 dollar away, contracts of 1,000 units: 10 of them, and 10,000 without that.

    Source: nautilus_trader, issue 4696 and pull request 4699 (2026-08-09).
    """
    units = fixed_fractional(1_000_000, 0.01, 3, stop=2, liquidation=1)
    assert (units, units / 1000) == (10_000, 10)


def test_equity_moves_as_much_as_was_aimed_at() -> None:
    """Notional over equity times the volatility of the price is the target, element by element."""
    volatility = np.array([0.3, 0.6, 1.2])
    assert volatility_target(0.3, volatility) * volatility == pytest.approx([0.3] * 3)
    assert volatility_target(0.0, 0.6) == 0


def mpmath_touch(level: float, volatility: float, years: float, drift: float) -> Any:
    """Probability that a price from 1 touches `level`, from the reflection principle, with 30 digits."""
    with mpmath.workdps(30):
        b, s, t = mpmath.log(level), mpmath.mpf(volatility), mpmath.mpf(years)
        nu, side = mpmath.mpf(drift) - s**2 / 2, mpmath.sign(mpmath.log(level))
        first = mpmath.ncdf(-side * (b - nu * t) / (s * mpmath.sqrt(t)))
        return first + mpmath.exp(2 * nu * b / s**2) * mpmath.ncdf(-side * (b + nu * t) / (s * mpmath.sqrt(t)))


@pytest.mark.parametrize(
    ("volatility", "wanted"),
    [
        (0.4, (17.41, 7.22, 3.79)),
        (0.6, (12.09, 5.02, 2.71)),
        (0.9, (8.36, 3.53, 1.99)),
        (1.2, (6.45, 2.78, 1.64)),
    ],
)
def test_leverage_for_one_percent(volatility: float, wanted: tuple[float, ...]) -> None:
    """The table of largest leverages for 1 % over 1, 7 and 30 days at maintenance 0.5 %, to the digits printed."""
    found = [leverage_for(0.01, volatility, days / 365, 0.005) for days in (1, 7, 30)]
    assert [round(one, 2) for one in found] == list(wanted)


def test_leverage_for_one_percent_where_tails_are_thinner_or_thicker() -> None:
    """Shorts at 60 % as tabled; with the jumps of lesson 05 the 5.02x of a week has 1.74 %; 3x a day asks for 289 %.

    3x for 1 % a day is what BitMEX's prices asked of longs (Cheng, Deng, Wang and Yu 2021, Applied Economics 53(47),
    abstract), where the bell curve at 60 % gives 12x.
    """
    shorts = [leverage_for(0.01, 0.6, days / 365, 0.005, size=-1) for days in (1, 7, 30)]
    assert [round(one, 2) for one in shorts] == [11.21, 4.15, 1.84]
    crashes = Jumps(20, -0.03, 0.06)
    rest = float(np.sqrt(0.6**2 - 20 * (0.03**2 + 0.06**2)))
    line = formulas.liquidation_price(1 / leverage_for(0.01, 0.6, 7 / 365, 0.005), 1, 1.0, 0.005)
    assert ladder(1.0, line, rest, 7 / 365, jumps=crashes).touched == pytest.approx(0.0174, abs=5e-5)
    assert [round(leverage_for(0.01, one, 1 / 365, 0.005), 1) for one in (2.89, 0.6)] == [3.0, 12.1]


@settings(max_examples=60)
@given(
    some.floats(1e-4, 0.9),
    some.floats(0.1, 2),
    some.floats(0.5, 60),
    some.floats(0, 0.1),
    some.sampled_from([1.0, -1.0]),
    some.floats(-1, 1),
)
def test_at_the_leverage_found_liquidation_has_the_probability_asked_for(
    probability: float, volatility: float, days: float, rate: float, side: float, drift: float
) -> None:
    """By the reflection principle in 30 digits, long and short, with drift."""
    years = days / 365
    leverage = leverage_for(probability, volatility, years, rate, size=side, drift=drift)
    level = (1 - side / leverage) / (1 - side * rate)
    assert float(mpmath_touch(level, volatility, years, drift)) == pytest.approx(probability, rel=1e-7)


def test_looking_less_often_allows_more_leverage() -> None:
    """With daily looks a fall between them goes unseen."""
    assert leverage_for(0.01, 0.6, 7 / 365, 0.005, every=1 / 365) > leverage_for(0.01, 0.6, 7 / 365, 0.005)


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (kelly_fraction, (0.1, 0.0), "volatility is 0.0"),
        (kelly_growth, (0.5, 0.1, -0.6), "volatility is -0.6"),
        (drawdown_probability, (1.1, 1.0), "level is 1.1, but it must be above 0 and at most 1"),
        (drawdown_probability, (0.0, 1.0), "level is 0.0"),
        (drawdown_probability, (0.5, 0.0), "share of Kelly is 0.0"),
        (double_before, (1.0, 0.9), "gain is 0.9"),
        (double_before, (1.0, 2.0, 1.0), "loss is 1.0"),
        (double_before, (-1.0,), "share of Kelly is -1.0"),
        (fixed_fractional, (0.0, 0.01, 100, 95, 90), "equity is 0.0"),
        (fixed_fractional, (100, -0.01, 100, 95, 90), "risk is -0.01"),
        (fixed_fractional, (100, 0.01, 100, 95, -1), "liquidation price is -1"),
        (volatility_target, (0.3, 0.0), "volatility is 0.0"),
        (volatility_target, (-0.3, 0.6), "target volatility is -0.3"),
        (leverage_for, (0.0, 0.6, 0.1, 0.005), "probability is 0.0"),
        (leverage_for, (1.0, 0.6, 0.1, 0.005), "probability is 1.0"),
        (leverage_for, (0.01, 0.6, 0.1, 1.0), "maintenance rate is 1.0"),
        (leverage_for, (0.01, 0.0, 0.1, 0.005), "volatility is 0.0"),
        (leverage_for, (0.01, 0.6, 0.0, 0.005), "years is 0.0"),
    ],
)
def test_what_no_size_can_be_made_from_is_refused(function: Any, arguments: tuple[float, ...], words: str) -> None:
    """The message names the value."""
    with pytest.raises(InvalidInput, match=words):
        function(*arguments)


def test_today_is_reached_for_certain() -> None:
    """Wealth is at the whole of today's from the start, at any fraction of Kelly."""
    assert drawdown_probability(1.0, np.array([0.3, 1.0, 2.5])).tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("share", [0.5, 1.0, 3.0])
def test_wealth_is_at_its_own_level_already(share: float) -> None:
    """A fall to all of today's wealth is certain at any share of full Kelly; above it there is none."""
    assert drawdown_probability(1, share) == 1
    with pytest.raises(InvalidInput, match=r"1\.001"):
        drawdown_probability(1.001, share)


@pytest.mark.parametrize(
    ("stop", "told"), [("1E+2", "103.46"), ("100", "103.46"), ("100.5", "103.457"), ("100.25", "103.4568")]
)
def test_a_refused_stop_is_told_with_two_more_places_than_it_has(stop: str, told: str) -> None:
    """However the stop is written, and two at least."""
    with pytest.raises(InvalidInput, match=rf"liquidation at {told} comes first"):
        fixed_fractional(Decimal(10_000), Decimal("0.01"), Decimal(110), Decimal(stop), Decimal("103.45678"))
