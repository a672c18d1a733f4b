"""The formulas hold in every world of numbers and reproduce published figures."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from marginlib import formulas
from marginlib.schedules import MarginalTiers, worst_price

BINANCE = ((0, "0.004"), (50_000, "0.005"), (250_000, "0.01"), (1_000_000, "0.025"), (10_000_000, "0.05"))
CASES = [
    (formulas.pnl, 3),
    (formulas.equity, 4),
    (formulas.maintenance, 3),
    (formulas.liquidation_price, 5),
    (formulas.conditional_liquidation_price, 7),
    (formulas.bankruptcy_price, 3),
    (formulas.inverse_pnl, 3),
    (formulas.inverse_liquidation_price, 5),
    (formulas.inverse_bankruptcy_price, 3),
    (formulas.maintenance_ratio, 2),
    (formulas.margin_level, 2),
    (formulas.margin_fraction, 2),
    (formulas.health_factor, 3),
    (formulas.funding_payment, 3),
    (formulas.funding_rate, 3),
    (formulas.maintenance_amount, 4),
    (formulas.size_scaled_rate, 3),
    (formulas.open_interest_rate, 4),
    (formulas.pooled_variance, 2),
    (formulas.kelly, 3),
    (formulas.kelly_growth, 4),
    (formulas.risked_size, 4),
]


@pytest.mark.parametrize(("formula", "arity"), CASES, ids=lambda value: getattr(value, "__name__", ""))
@given(numbers=st.lists(st.integers(1, 99), min_size=7, max_size=7, unique=True))
def test_every_world_agrees_with_exact_fractions(formula: Any, arity: int, numbers: list[int]) -> None:
    """Float, Decimal, array, Series and SymPy give what exact rational arithmetic gives."""
    exact = [Fraction(number, 7 + place) for place, number in enumerate(numbers[:arity])]
    try:
        truth = formula(*exact)
    except ZeroDivisionError:
        return
    floats = [float(number) for number in exact]
    with localcontext() as context:
        context.prec = 60
        decimals = [Decimal(number.numerator) / Decimal(number.denominator) for number in exact]
        worlds = {
            "float": formula(*floats),
            "Decimal": formula(*decimals),
            "array": formula(*(np.array([number, number]) for number in floats))[0],
            "Series": formula(*(pd.Series([number]) for number in floats)).iloc[0],
            "SymPy": formula(*(sympy.Rational(number.numerator, number.denominator) for number in exact)),
        }
    scale = max(abs(float(truth)), sum(map(abs, floats)), 1.0)
    conditioned = max(scale, 1e3 * abs(float(truth)))
    for name, value in worlds.items():
        assert float(value) == pytest.approx(float(truth), abs=1e-9 * conditioned, rel=1e-9), name
    assert worlds["SymPy"] == sympy.Rational(truth.numerator, truth.denominator)


@pytest.mark.parametrize(("formula", "arity"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_formula_prints(formula: Any, arity: int) -> None:
    """Symbols go through unchanged, so that a lesson prints the formula from the code."""
    symbols = sympy.symbols(f"a0:{arity}")
    with sympy.evaluate(False):
        assert sympy.latex(formula(*symbols), order="none")


@given(
    size=st.fractions(Fraction(1, 100), 100),
    side=st.sampled_from([-1, 1]),
    entry=st.fractions(1, 1000),
    leverage=st.integers(2, 50),
    rate=st.fractions(0, Fraction(1, 10)),
)
def test_equity_meets_maintenance_at_the_liquidation_price(
    size: Fraction, side: int, entry: Fraction, leverage: int, rate: Fraction
) -> None:
    """At the liquidation price equity equals the requirement exactly, linear and inverse."""
    collateral = size * entry / leverage
    price = formulas.liquidation_price(collateral, side * size, entry, rate)
    assert formulas.equity(collateral, side * size, entry, price) == rate * formulas.notional(size, price)
    coin = size / entry / leverage
    price = formulas.inverse_liquidation_price(coin, side * size, entry, rate)
    assert formulas.inverse_equity(coin, side * size, entry, price) == rate * formulas.inverse_notional(size, price)


@given(size=st.fractions(1, 100), side=st.sampled_from([-1, 1]), entry=st.fractions(1, 1000), rate=st.fractions(0, 1))
def test_inverse_is_linear_in_the_reciprocal_price(size: Fraction, side: int, entry: Fraction, rate: Fraction) -> None:
    """An inverse liquidation price is the reciprocal of a linear one with size -Q and entry 1/E."""
    coin = size / entry / 3
    direct = formulas.inverse_liquidation_price(coin, side * size, entry, rate / 2)
    assert direct == 1 / formulas.liquidation_price(coin, -side * size, 1 / entry, rate / 2)


def test_two_conventions_at_twenty_times() -> None:
    """At 20x, 0.4 %, entry 100: 95.3815 with maintenance on the price, 95.40 with maintenance on the entry."""
    assert round(formulas.liquidation_price(5, 1, 100, 0.004), 4) == 95.3815
    assert round(formulas.liquidation_price(5, 1, 100, 0, -0.4), 4) == 95.40


def test_cross_trap() -> None:
    """Another leg's 4 of maintenance moves 95.40 (naive) to 99.3976 (TorchTrade issue 344)."""
    assert round(formulas.conditional_liquidation_price(5, 1, 100, 0.004, 0, 0, 4), 4) == 99.3976


@pytest.mark.parametrize(
    ("premium", "rate"), [(0.0006, 0.0001), (0.0010, 0.0005), (0.0030, 0.0025), (-0.0005, 0), (-0.0020, -0.0015)]
)
def test_funding_clamp(premium: float, rate: float) -> None:
    """BitMEX's clamp gives the published funding rates."""
    assert formulas.funding_rate(premium, 0.0001, 0.0005) == pytest.approx(rate, abs=1e-15)


def test_ten_thousand_random_tiered_prices_agree_across_worlds() -> None:
    """Float, array, Decimal and Fraction tiered prices agree to a relative 1e-12 on 10,000 random positions."""
    random = np.random.default_rng(20260101)
    sides = random.choice([-1, 1], 10_000)
    size = sides * np.round(10 ** random.uniform(-2, 3, 10_000), 3)
    size[size == 0] = 0.001
    entry = np.round(random.uniform(100, 60_000, 10_000), 2)
    collateral = np.round(abs(size) * entry / random.uniform(1.5, 60, 10_000), 2)
    array = MarginalTiers(*zip(*((float(f), float(r)) for f, r in BINANCE), strict=True)).liquidation_price(
        collateral, size, entry
    )
    for kind in (float, Decimal, Fraction):
        tiers: Any = MarginalTiers(*zip(*((kind(f), kind(r)) for f, r in BINANCE), strict=True))
        lines = tiers.lines(1)
        for row in range(0, 10_000, 1 if kind is float else 5):
            numbers = [kind(str(column[row])) for column in (collateral, size, entry)]
            assert float(worst_price(lines, *numbers)) == pytest.approx(array[row], rel=1e-12)


def test_one_pool_needs_less_capital_the_less_its_risks_move_together() -> None:
    """The table of capital in one pool over capital apart, and the variance of a sum from its matrix."""
    table = {2: (0.707, 0.806, 0.894, 0.949), 5: (0.447, 0.663, 0.825, 0.917), 10: (0.316, 0.608, 0.800, 0.906)}
    for count, shares in table.items():
        for correlation, share in zip((0, 0.3, 0.6, 0.8), shares, strict=True):
            found = formulas.pooled_variance(count, correlation)
            assert round(found**0.5, 3) == share
            matrix = np.full((count, count), correlation) + (1 - correlation) * np.eye(count)
            assert found == pytest.approx(matrix.sum() / count**2)


def test_growth_at_the_full_share_is_half_the_squared_reward_for_risk() -> None:
    """Merton 1969: the rate and half of ((drift - rate) / volatility) squared; with nothing staked the rate alone."""
    drift, volatility, rate = Fraction(9, 50), Fraction(3, 5), Fraction(1, 25)
    full = rate + Fraction(49, 900) / 2  # (7/50) / (3/5) is 7/30
    assert formulas.kelly_growth(1, drift, volatility, rate) == pytest.approx(float(full), rel=1e-12)
    assert formulas.kelly_growth(0, drift, volatility, rate) == float(rate)


def test_a_margin_fraction_is_a_part_of_the_notional() -> None:
    """50 over 950 is one nineteenth."""
    assert formulas.margin_fraction(Fraction(50), 950) == Fraction(1, 19)
