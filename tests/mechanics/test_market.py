"""Depth, fills and impact laws against a walk by hand, the invariant of the pool, and published figures."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import brentq

from marginlib.errors import InvalidInput
from marginlib.market import (
    Market,
    adaptive_funding,
    imbalance_funding,
    imbalance_impact,
    linear_impact,
    square_root_impact,
)

LEVELS = some.lists(
    some.tuples(some.integers(80, 120).filter(lambda level: level != 100), some.floats(0.01, 5)),
    max_size=8,
    unique_by=lambda level: level[0],
)


def market(levels: list[tuple[int, float]], liquidity: float = 0.0) -> Market:
    """A market at 100 with these levels."""
    return Market(100.0, [float(price) for price, _ in levels], [size for _, size in levels], liquidity)


@given(LEVELS, some.floats(1e-6, 30) | some.floats(-30, -1e-6))
@settings(max_examples=80)
def test_a_book_is_walked_level_by_level(levels: list[tuple[int, float]], size: float) -> None:
    """A fill equals a walk with one level after the other, from the nearest on, until filled or out of levels."""
    left, paid, last = abs(size), 0.0, 100.0
    ahead = [level for level in levels if (level[0] > 100) == (size > 0)]
    for price, offered in sorted(ahead, key=lambda level: abs(level[0] - 100)):
        taken = min(left, offered)
        if taken > 1e-12:
            left, paid, last = left - taken, paid + taken * price, price
    fill = market(levels).fill(size)
    assert abs(fill.size) == pytest.approx(abs(size) - left, abs=1e-9)
    assert fill.quote == pytest.approx(np.sign(size) * paid, abs=1e-9)
    assert fill.price == last


@given(some.floats(1, 1e4), some.floats(1, 1e6), some.floats(-0.9, 0.9))
@settings(max_examples=50)
def test_a_pool_keeps_the_product_of_what_it_holds(base: float, quote: float, share: float) -> None:
    """After any trade base times quote is what it was, and the price is quote over base."""
    fill = Market.pool(base, quote).fill(share * base)
    assert (base - fill.size) * (quote + fill.quote) == pytest.approx(base * quote, rel=1e-9)
    assert fill.price == pytest.approx((quote + fill.quote) / (base - fill.size), rel=1e-9)


def test_the_cost_of_moving_a_pool() -> None:
    """A price moved by a factor k costs y (sqrt k - 1): 9.54 % of the quote side for k = 1.2."""
    pool = Market.pool(50.0, 1000.0)
    assert round(float(pool.fill(pool.depth(1.2 * pool.price)).quote) / 1000 * 100, 2) == 9.54


@given(LEVELS, some.floats(1, 1000), some.floats(1e-6, 30) | some.floats(-30, -1e-6))
@settings(max_examples=80)
def test_a_hybrid_is_where_book_and_pool_together_give_the_size(
    levels: list[tuple[int, float]], liquidity: float, size: float
) -> None:
    """The price is where the merged depth, written out and solved by bisection, reaches the size; the quote follows."""

    def merged(price: float) -> float:
        asks = sum(offered for level, offered in levels if 100 < level <= price)
        bids = sum(offered for level, offered in levels if price <= level < 100)
        return float(asks - bids + liquidity * (1 / np.sqrt(100) - 1 / np.sqrt(price)) - size)

    if size >= sum(offered for level, offered in levels if level > 100) + 0.099 * liquidity:
        return
    found = brentq(merged, 1e-3, 1e8, xtol=1e-13, rtol=1e-14)
    fill = market(levels, liquidity).fill(size)
    assert fill.size == size
    assert fill.price == pytest.approx(found, rel=1e-7)
    through_pool = liquidity * (1 / np.sqrt(100) - 1 / np.sqrt(found))
    passed = [(level, offered) for level, offered in levels if min(100, found) + 1e-6 < level < max(100, found) - 1e-6]
    booked = np.sign(size) * sum(offered for _, offered in passed)
    paid = np.sign(size) * sum(level * offered for level, offered in passed)
    last_level = (size - through_pool - booked) * found  # nothing, unless the order ends inside a level
    assert fill.quote == pytest.approx(liquidity * (np.sqrt(found) - 10) + paid + last_level, rel=1e-6, abs=1e-5)


@given(LEVELS, some.just(0.0) | some.floats(0.01, 500), some.lists(some.floats(0.001, 4), min_size=1, max_size=6))
@settings(max_examples=50)
def test_a_column_of_orders_is_each_order_alone(
    levels: list[tuple[int, float]], liquidity: float, sizes: list[float]
) -> None:
    """Many sizes at once give what each gives by itself; a larger sale never gets a better average."""
    place = market(levels, liquidity)
    column = -np.sort(np.array(sizes))
    together = place.fill(column)
    for order, size, quote, price in zip(column, together.size, together.quote, together.price, strict=True):
        alone = place.fill(float(order))
        assert (alone.size, alone.quote, alone.price) == (size, quote, price)
    average = together.average
    assert (np.diff(average[~np.isnan(average)]) <= 1e-9).all()


@given(LEVELS, some.floats(1, 500), some.floats(60, 140))
@settings(max_examples=50)
def test_depth_is_what_a_fill_needs(levels: list[tuple[int, float]], liquidity: float, price: float) -> None:
    """Trading the depth of a price leaves the market at that price."""
    place = market(levels, liquidity)
    assert place.fill(place.depth(price)).price == pytest.approx(price, rel=1e-9)


def test_a_market_without_liquidity_fills_nothing() -> None:
    """No level and no pool: nothing is filled, the price stays, there is no average."""
    fill = Market(100.0).fill(-5.0)
    assert (fill.size, fill.quote, fill.price) == (0, 0, 100)
    assert np.isnan(fill.average)
    assert Market(100.0).depth(50.0) == 0
    assert Market(100.0, [99.0], [1.0]).fill(0.0).size == 0
    assert Market(100.0, [101.0], [1.0]).fill(-1.0).size == 0


def test_impossible_markets_and_orders_are_refused() -> None:
    """The message names the value and the way out."""
    for arguments, message in (
        ((0.0,), "price is 0.0"),
        ((100.0, [99.0], []), "one size for each level"),
        ((100.0, [100.0], [1.0]), "neither bid nor ask"),
        ((100.0, [99.0], [-1.0]), "size at a level is -1.0"),
        ((100.0, [], [], -1.0), "liquidity is -1.0"),
    ):
        with pytest.raises(InvalidInput, match=message):
            Market(*arguments)
    with pytest.raises(InvalidInput, match="more than the market holds"):
        Market.pool(10.0, 1000.0).fill(10.0)
    with pytest.raises(InvalidInput, match="purchases and sales apart"):
        Market(100.0).fill([1.0, -1.0])
    with pytest.raises(InvalidInput, match="size is nan"):
        Market(100.0).fill(float("nan"))


def test_published_figures_of_imbalance_pricing() -> None:
    """R7: impact of -500 and +375, funding of 0.001 % and -0.003 % a second, steps of 0.0036, 0, 0.0012, 0.0006 %."""
    factor = Fraction(1, 100) / 50_000
    assert imbalance_impact(Fraction(0), Fraction(50_000), factor) == -500
    assert imbalance_impact(Fraction(50_000), Fraction(25_000), factor) == 375
    rates = imbalance_funding(Fraction(150_000), Fraction(50_000), Fraction(1, 50_000))
    assert [float(rate) * 100 for rate in rates] == [0.001, -0.003]
    assert imbalance_funding(50_000.0, 150_000.0, 1 / 50_000) == pytest.approx([float(rate) for rate in rates[::-1]])
    assert imbalance_funding(10.0, 0.0, 0.1) == (0, 0)
    start = Fraction(1, 100)
    rules = {
        "seconds": 600,
        "increase": Fraction(1, 10**6),
        "decrease": Fraction(2, 10**8),
        "stable": Fraction(5, 100),
        "falling": Fraction(3, 100),
    }
    steps = [adaptive_funding(start, Fraction(share, 100), **rules) - start for share in (6, 4, 2, -1)]
    assert [round(float(step) * 100, 6) for step in steps] == [0.0036, 0, -0.0012, -0.0006]
    assert adaptive_funding(Fraction(1, 10**9), Fraction(1, 100), **rules) == 0


def test_impact_laws_by_their_exponents() -> None:
    """Four times the size moves the price four times as far under the linear law, and twice under the square root."""
    assert linear_impact(-40.0, 0.05) == 4 * linear_impact(-10.0, 0.05)
    assert square_root_impact(-40.0, 1000.0, 0.05) == pytest.approx(2 * square_root_impact(-10.0, 1000.0, 0.05))
    assert square_root_impact(1000.0, 1000.0, 0.05) == 0.05


def test_beyond_its_end_a_market_has_no_price() -> None:
    """Up to its end the impact is that of a walk by hand; a unit more goes for nothing, or cannot be had."""
    market = Market(100.0, [99.0, 98.0, 101.0], [25.0, 15.0, 5.0])
    assert market.impact(np.array([-25.0, -26.0, -40.0, -40.5])).tolist() == [-1.0, -2.0, -2.0, -100.0]
    assert market.impact(np.array([5.0, 5.5])).tolist() == [1.0, np.inf]
    assert Market(100.0, liquidity=10.0).impact(-1e3) > -100.0


@pytest.mark.parametrize("liquidity", [0.0, 50.0])
@pytest.mark.parametrize("goal", [90.0, 95.0, 97.0, 99.0, 99.5, 100.5, 101.0, 102.0, 104.0, 110.0])
def test_a_level_at_the_price_counts_on_either_side(goal: float, liquidity: float) -> None:
    """To bring a market to a price, all is traded that stands on the way and at the price itself, level by level."""
    book = {95.0: 4.0, 99.0: 3.0, 101.0: 2.0, 104.0: 7.0}
    low, high = min(goal, 100.0), max(goal, 100.0)
    side = 1 if goal > 100 else -1
    booked = sum(size for level, size in book.items() if low <= level <= high)
    pool = liquidity * (100.0**-0.5 - goal**-0.5)
    depth = Market(100.0, list(book), list(book.values()), liquidity).depth(goal)
    assert float(depth) == pytest.approx(side * booked + pool)
