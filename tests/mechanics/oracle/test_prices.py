"""Index, mark and averages: each against a definition written another way."""

import math
import statistics
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from marginlib.errors import InvalidInput
from marginlib.oracle import index, mark, move_cost, round_trip, spike, twap

PRICES = st.floats(1.0, 1000.0)


@given(st.lists(st.tuples(PRICES, st.integers(0, 60)), min_size=3, max_size=9), st.integers(0, 60))
def test_the_index_is_the_median_of_the_fresh_sources(sources: list[tuple[float, int]], oldest: int) -> None:
    """Whatever the ages; with too few of them there is no index."""
    prices, ages = zip(*sources, strict=True)
    fresh = [price for price, age in sources if age <= oldest]
    if len(fresh) < 3:
        with pytest.raises(InvalidInput, match=f"{len(fresh)} sources are fresh"):
            index(prices, ages=ages, oldest=oldest)
    else:
        assert float(index(prices, ages=ages, oldest=oldest)) == statistics.median(fresh)


@given(st.lists(PRICES, min_size=2, max_size=6), st.lists(st.floats(1e-6, 1e6), max_size=5))
def test_a_minority_of_liars_cannot_move_the_index_beyond_the_honest_prices(
    honest: list[float], liars: list[float]
) -> None:
    """While fewer than half of the sources lie, the median lies between two honest ones."""
    liars = liars[: len(honest) - 1]
    found = float(index([*honest, *liars], least=1))
    assert min(honest) <= found <= max(honest)


def test_a_majority_of_thin_sources_moves_the_index_anywhere() -> None:
    """The misconception: a median does not mend thin markets."""
    assert float(index([100.0, 910.0, 905.0])) == 905.0


def test_outliers_are_dropped_from_the_median_of_the_rest() -> None:
    """Four sources of which one is off by half: the median of the three others, not of all four."""
    assert float(index([100.0, 102.0, 104.0, 50.0], furthest=0.1)) == 102.0
    assert float(index([100.0, 102.0, 104.0, 50.0])) == 101.0
    with pytest.raises(InvalidInput, match="2 sources are fresh and agree, but an index needs 3"):
        index([100.0, 101.0, 50.0], furthest=0.1)


def test_a_column_of_times_is_a_row_of_indices() -> None:
    """Sources by times: each time on its own."""
    prices = np.array([[100.0, 1.0], [101.0, 2.0], [150.0, 3.0]])
    assert index(prices).tolist() == [101.0, 2.0]
    for bad in (0.0, -1.0, math.nan):
        with pytest.raises(InvalidInput, match="source price"):
            index([100.0, bad, 101.0])


EXACT = st.fractions(1, 1000, max_denominator=100)


@given(EXACT, EXACT, EXACT, st.fractions(0, 1, max_denominator=50))
def test_the_mark_is_the_middle_one_held_near_the_index(
    outside: Fraction, last: Fraction, book: Fraction, band: Fraction
) -> None:
    """Sorted and clipped, in exact fractions."""
    middle = sorted((outside, last, book))[1]
    low, high = outside - band * outside, outside + band * outside
    expected = low if middle < low else min(middle, high)
    assert mark(outside, last, book, band) == expected


@given(st.lists(PRICES, min_size=1, max_size=12), st.data())
def test_averages_are_those_of_the_statistics_module(prices: list[float], data: st.DataObject) -> None:
    """Each window on its own, arithmetic and geometric; the geometric one is never higher."""
    window = data.draw(st.integers(1, len(prices)))
    windows = [prices[start : start + window] for start in range(len(prices) - window + 1)]
    plain, geometric = twap(prices, window), twap(prices, window, geometric=True)
    assert plain.tolist() == pytest.approx([statistics.fmean(part) for part in windows])
    assert geometric.tolist() == pytest.approx([statistics.geometric_mean(part) for part in windows])
    assert np.all(geometric <= plain * (1 + 1e-12))


@pytest.mark.parametrize(("window", "wanted"), [(0, "whole number above zero"), (1.5, "whole number"), (4, "1 to 3")])
def test_a_window_of_no_price_or_longer_than_the_prices_is_refused(window: Any, wanted: str) -> None:
    """In words that name how many prices there are."""
    with pytest.raises(InvalidInput, match=f"window is {window}, but it must be .*{wanted}"):
        twap([1.0, 2.0, 3.0], window)


def test_register_28_one_block_moves_an_average_of_150() -> None:
    """Mackinga and others, 2022: x31 for the arithmetic average and 7.5e11 for the geometric one, found by bisection
    on the average itself; a pool pays 4.568 of its quote reserve for the first.
    """

    def lifted(factor: float, *, geometric: bool) -> float:
        return float(twap([*[1.0] * 149, factor], 150, geometric=geometric)[0]) - 1.2

    plain = brentq(lambda factor: lifted(factor, geometric=False), 1, 100, xtol=1e-12)
    power = brentq(lambda power: lifted(math.exp(power), geometric=True), 0, 50, xtol=1e-12)
    assert plain == pytest.approx(31)
    assert spike(0.2, 150) == pytest.approx(plain)
    assert math.exp(power) == pytest.approx(7.5e11, rel=0.01)
    assert spike(0.2, 150, geometric=True) == pytest.approx(math.exp(power), rel=1e-9)
    assert spike(Fraction(1, 5), 150) == 31
    assert move_cost(1.0, plain) == pytest.approx(4.568, abs=5e-4)
    assert move_cost(1.0, 1.2) == pytest.approx(0.0954, abs=5e-5)


@given(st.floats(1.01, 100.0), st.floats(1.0, 1e6), st.floats(1.0, 1e6))
def test_the_cost_of_a_move_is_what_a_pool_takes(factor: float, base: float, quote: float) -> None:
    """Pay it into a pool that keeps base times quote: the price is multiplied by the factor, whatever the base; and
    after arbitrage has taken the price back, the payer is short of ``y (root(k) + 1 / root(k) - 2)``.
    """
    paid = move_cost(quote, factor)
    after = quote + paid
    received = base - base * quote / after
    assert after / (base - received) == pytest.approx(factor * quote / base)
    lost = paid - received * quote / base
    assert lost == pytest.approx(quote * (factor**0.5 + factor**-0.5 - 2), rel=1e-6, abs=1e-9 * quote)
    assert round_trip(quote, factor) == pytest.approx(lost, rel=1e-6, abs=1e-9 * quote)


def test_a_source_exactly_at_the_distance_allowed_counts() -> None:
    """A tenth of 100 is 10: 110 agrees, and what lies beyond it does not."""
    assert index([100.0, 100.0, 110.0], furthest=0.1, least=3) == 100
    with pytest.raises(InvalidInput, match="2 sources are fresh and agree"):
        index([100.0, 100.0, 110.001], furthest=0.1, least=3)


def test_a_source_exactly_as_old_as_allowed_counts() -> None:
    """At 30 seconds it is fresh, later it is not."""
    assert index([100.0, 102.0], ages=[30, 30], oldest=30, least=2) == 101
    with pytest.raises(InvalidInput, match="1 sources are fresh"):
        index([100.0, 102.0], ages=[30, 31], oldest=30, least=2)
