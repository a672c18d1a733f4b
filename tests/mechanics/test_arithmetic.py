"""The few operations that know which kind of number they were given: in columns as one by one, and on their bounds."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from marginlib.arithmetic import EPSILON, ceiling, floor, maximum, minimum, netted, sign
from marginlib.rounding import round_down, round_nearest, round_up

EXACT = st.fractions(-50, 50, max_denominator=8)


@given(st.lists(EXACT, min_size=1, max_size=6))
def test_columns_are_rounded_as_their_numbers_are(values: list[Fraction]) -> None:
    """In Fractions, Decimals and floats: the whole number below is at most the value and less than one away."""
    below = [next(whole for whole in range(50, -52, -1) if whole <= value) for value in values]
    above = [next(whole for whole in range(-51, 52) if whole >= value) for value in values]
    for kind in (Fraction, float, lambda value: Decimal(value.numerator) / value.denominator):
        column = np.array([kind(value) for value in values])
        assert floor(column).tolist() == below
        assert ceiling(column).tolist() == above
        assert [floor(kind(value)) for value in values] == below
        assert [sign(kind(value)) for value in values] == [(value > 0) - (value < 0) for value in values]
        assert sign(column).tolist() == [(value > 0) - (value < 0) for value in values]


@pytest.mark.parametrize("column", [lambda values: np.array(values, dtype=object), np.array])
def test_what_is_no_price_stays_so_among_prices(column: Any) -> None:
    """NaN and infinities go through a column, of objects too, as they go through alone."""
    found = floor(column([1.5, math.inf, -math.inf, math.nan])).tolist()
    assert found[:3] == [1, math.inf, -math.inf]
    assert found[3] != found[3]


@given(EXACT, EXACT, EXACT)
def test_the_largest_and_the_smallest_are_those_of_a_sorted_list(one: Fraction, two: Fraction, three: Fraction) -> None:
    """Of numbers, columns and symbols, of two and of three."""
    least, middle, most = sorted((one, two, three))
    assert (minimum(one, two, three), maximum(one, two, three)) == (least, most)
    columns = [np.array([float(value), 0.0]) for value in (one, two, three)]
    assert (minimum(*columns).tolist(), maximum(*columns).tolist()) == ([float(least), 0.0], [float(most), 0.0])
    named = sympy.Symbol("x")
    assert maximum(named, middle, two).subs(named, 100) == 100
    assert minimum(named, middle, two).subs(named, -100) == -100


@given(st.fractions(-100, 100, max_denominator=16), st.sampled_from([Fraction(1, 2), Fraction(5), Fraction(1, 100)]))
def test_a_tick_is_the_nearest_multiple_in_the_direction_of_its_name(value: Fraction, tick: Fraction) -> None:
    """By the multiples themselves: none is nearer, and of two that are as near the upper one is taken."""
    down, up, nearest = round_down(value, tick), round_up(value, tick), round_nearest(value, tick)
    multiples = [tick * (int(value / tick) + step) for step in (-2, -1, 0, 1, 2)]
    assert down == max(multiple for multiple in multiples if multiple <= value)
    assert up == min(multiple for multiple in multiples if multiple >= value)
    assert nearest == max(multiples, key=lambda multiple: (-abs(multiple - value), multiple))


def test_nothing_is_left_of_a_sum_that_rounding_explains_and_of_no_other() -> None:
    """Up to so many epsilons of what was added it is zero, from the next float on it is kept; so are exact sums."""
    bound = 3 * EPSILON * 10.0
    beyond = math.nextafter(bound, 1.0)
    assert (netted(bound, 10.0, 3), netted(-bound, 10.0, 3)) == (0.0, 0.0)
    assert (netted(beyond, 10.0, 3), netted(-beyond, 10.0, 3)) == (beyond, -beyond)
    assert netted(np.array([bound, beyond]), 10.0, 3).tolist() == [0.0, beyond]
    assert netted(Fraction(1, 10**40), 10, 3) == Fraction(1, 10**40)
