"""Fills in, position out: held to conservation of money, to fills of one unit, and to what venues printed."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput
from marginlib.position import Position
from marginlib.schedules import FlatRate, MarginalTiers
from marginlib.trades import Charge, Fill, Funding, Held, held

INVERSE = Conventions(contract="inverse")
LOTS = some.tuples(some.integers(-9, 9).filter(bool), some.fractions(50, 150, max_denominator=100))
TRADES = some.lists(LOTS, min_size=1, max_size=12)
TIERS = MarginalTiers((0, 400), (Fraction(1, 200), Fraction(1, 50)))


def last(fills: Any, **given: Any) -> Held:
    """What is held at the end."""
    return list(held(fills, **given))[-1]


@settings(max_examples=40)
@given(TRADES, some.data(), some.sampled_from([Conventions(), INVERSE]))
def test_fills_in_any_split_give_the_same_position(trades: Any, data: Any, conventions: Conventions) -> None:
    """However each fill is split into parts at its price: size, entry, profit and fees are the same, exactly."""
    parts = []
    for size, price in trades:
        rest = Fraction(size)
        for share in data.draw(some.lists(some.fractions(Fraction(1, 9), Fraction(8, 9)), max_size=3)):
            parts.append((rest * share, price))
            rest -= rest * share
        parts.append((rest, price))
    fee = Fraction(1, 2000)
    whole, split = (last(fills, fee=fee, conventions=conventions) for fills in (trades, parts))
    assert (split.size, split.entry, split.realised, split.fees) == (
        whole.size,
        whole.entry,
        whole.realised,
        whole.fees,
    )
    floats = last([(float(size), float(price)) for size, price in parts], fee=0.0005, conventions=conventions)
    assert floats.size == pytest.approx(float(whole.size), abs=1e-12)
    assert floats.entry == (whole.entry and pytest.approx(float(whole.entry), rel=1e-9))
    assert floats.realised == pytest.approx(float(whole.realised), rel=1e-9, abs=1e-9)


@settings(max_examples=40)
@given(TRADES, some.fractions(50, 150, max_denominator=100))
def test_trades_neither_make_nor_lose_money(trades: Any, price: Fraction) -> None:
    """Realised and open profit together are what each fill has gained by itself, whatever the price."""
    for count, now in enumerate(held(trades), 1):
        open_profit = now.size * (price - now.entry) if now.size else 0
        assert now.realised + open_profit == sum(size * (price - at) for size, at in trades[:count])
        assert now.size == sum(size for size, _ in trades[:count])


@settings(max_examples=40)
@given(TRADES)
def test_the_average_is_that_of_what_was_bought_since_nothing_was_held(trades: Any) -> None:
    """A second way, unit by unit: a unit that adds joins the mean, one that reduces leaves it alone."""
    side, count, mean = 0, 0, Fraction(0)
    for (size, price), now in zip(trades, held(trades), strict=True):
        for _ in range(abs(size)):
            if count and (size > 0) != (side > 0):
                count -= 1
            else:
                side, mean, count = size, (mean * count + price) / (count + 1), count + 1
        assert now.size == (count if side > 0 else -count)
        assert now.entry == (mean if count else None)


@settings(max_examples=40)
@given(TRADES, some.lists(some.tuples(some.integers(0, 30), some.integers(-5, 5)), max_size=8), some.integers(1, 3))
def test_funding_charges_what_is_held_at_its_time(trades: Any, rates: Any, hours: int) -> None:
    """The sum over funding times of what was bought before each, at its rate and price; fees and entry stay."""
    start = np.datetime64("2024-03-01", "us")
    at = [start + np.timedelta64(hours * place, "h") for place in range(len(trades))]
    charges = [
        Charge(start + np.timedelta64(30 * half, "m"), Fraction(rate, 1000), 100 + half)
        for half, rate in sorted(rates, key=lambda each: each[0])
    ]
    fills = [(*trade, None, time) for trade, time in zip(trades, at, strict=True)]
    found = last(fills, funding=charges)
    wanted = sum(
        charge.rate * charge.price * sum(size for (size, _), time in zip(trades, at, strict=True) if time < charge.time)
        for charge in charges
    )
    assert found.funding == wanted
    assert (found.size, found.entry, found.realised) == (last(trades).size, last(trades).entry, last(trades).realised)
    assert found.settled == found.realised - found.funding


@settings(max_examples=40)
@given(TRADES, some.integers(200, 900))
def test_the_line_after_each_fill_is_where_money_meets_the_requirement(trades: Any, posted: int) -> None:
    """At the line what was posted, what was settled and the open profit are what the tiers ask, exactly."""
    for now in held([(Fraction(size), price) for size, price in trades], fee=Fraction(1, 1000)):
        line = now.line(Fraction(posted), TIERS)
        assert (line is None) == (now.size == 0)
        if line:
            money = posted + now.settled + now.size * (line - now.entry)
            assert money == TIERS.requirement(now.size, line)


@settings(max_examples=40)
@given(some.lists(some.integers(-30, 30).filter(bool), min_size=1, max_size=12), some.sampled_from([0.1, 0.01, 1e-8]))
def test_what_comes_to_nothing_in_decimals_is_nothing(tenths: list[int], lot: float) -> None:
    """0.1 + 0.2 - 0.3 is no position: sizes of whole lots come to nothing exactly where the lots do."""
    sizes = [*tenths, -sum(tenths)] if sum(tenths) else tenths
    for count, now in enumerate(held([(lot * each, 100.0) for each in sizes if each]), 1):
        assert (now.size == 0) == (sum(sizes[:count]) == 0)


def test_the_table_of_a_worked_example() -> None:
    """Reckoned by hand: two buys, a part sold, and a sale through zero, with 150 put in and a fee of 0.05 %."""
    fills = [(4, 100.0), (6, 110.0), (-5, 115.0), (-8, 104.0)]
    found = list(held(fills, fee=0.0005))
    assert [(now.size, now.entry) for now in found] == [(4, 100.0), (10, 106.0), (5, 106.0), (-3, 104.0)]
    assert [now.realised for now in found] == [0, 0, 45.0, 35.0]
    assert [round(now.fees, 6) for now in found] == [0.2, 0.53, 0.8175, 1.2335]
    assert [now.closed for now in found] == [0, 0, 5, 5]
    assert [round(now.line(150, FlatRate(0.005)), 2) for now in found] == [62.86, 91.51, 67.50, 164.43]


def test_a_flip_takes_its_new_side() -> None:
    """10101 issue 2419 (2024-04-15): sold through zero at 110,000 with 2x; the old side gave 78,571 for 183,333."""
    rules = Conventions(contract="inverse", maintenance_on="entry")
    now = last([Fill(15.0, 100_000.0), Fill(-25.0, 110_000.0)], conventions=rules)
    assert (now.size, now.entry) == (-10.0, 110_000.0)
    opened = Position.opened(now.size, now.entry, 2, FlatRate(0.1), rules)
    assert opened.liquidation_price == pytest.approx(183_333.33, abs=0.005)


def test_a_rate_means_something_with_its_hours_and_its_cap() -> None:
    """0.0024 % in eight hours is less than 0.00125 % in one; a cap holds both ways."""
    rates = [Funding(0.000024, 8), Funding(0.0000125, 1), Funding(0.0001, 4)]
    assert [rate.an_hour for rate in rates] == [3e-6, 1.25e-5, 2.5e-5]
    assert [round(100 * rate.a_year, 2) for rate in rates] == [2.63, 10.95, 21.9]
    assert Funding(-0.05, 8, cap=0.02).charged == -0.02
    times = [each.time for each in Funding(0.0001, 4).charges("2024-03-01", "2024-03-02", 100.0)]
    assert {later - earlier for earlier, later in pairwise(times)} == {np.timedelta64(4, "h")}
    assert [str(times[0]), str(times[-1])] == ["2024-03-01T04:00:00.000000", "2024-03-02T00:00:00.000000"]
    night = [Fill(2.0, 100.0, 0.0, "2024-03-01T01:00+02:00")]
    assert last(night, funding=Funding(0.0001, 8).charges("2024-02-29", "2024-03-01", 100.0)).funding == 0.02


@pytest.mark.parametrize(
    ("fills", "given", "words"),
    [
        ([(1, 100.0), (0, 100.0)], {}, "size of fill 2 is 0"),
        ([(1, -100.0)], {}, "price of fill 1 is -100.0"),
        ([(1,)], {}, r"fill 1 is \(1,\), but it must be a row of size, price, fee, time"),
        ("fills", {}, "fills is 'fills', but it must be a list of rows"),
        ([(1, 100.0)], {"funding": [("2024-03-01", 0.1, 1.0)]}, "time of fill 1 is None, but it must be a time"),
        ([(1, 1.0, 0, "2024-03-02"), (1, 1.0, 0, "2024-03-01")], {}, "fill 2 is at .* sort them by time"),
        ([(1, 100.0)], {"fee": float("nan")}, "fee is nan"),
        ([(1, 100.0, "free")], {}, "fee of a fill is 'free'"),
        ([(1, 1.0, 0, "soon")], {"funding": [("2024-03-01", 0.1, 0)]}, "price of funding time 1 is 0"),
    ],
)
def test_a_bad_fill_is_named(fills: Any, given: Any, words: str) -> None:
    """By its number, with its value and the way out."""
    with pytest.raises(InvalidInput, match=words):
        list(held(fills, **given))


def test_before_any_fill_nothing_is_held_closed_or_paid() -> None:
    """What stands in a record that is made without numbers."""
    nothing = Held()
    assert (nothing.size, nothing.entry, nothing.realised, nothing.fees, nothing.funding) == (0, None, 0, 0, 0)
    assert (nothing.closed, nothing.settled) == (0, 0)
