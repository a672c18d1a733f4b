"""A book along a path: where each pool is closed, against exact bisection and against a step by step walk."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.errors import MarginError
from marginlib.modes import basket, cross, isolated
from marginlib.schedules import FlatRate, MarginalTiers
from marginlib.walk import closing_lines, walk

NAMES = ("BTC", "ETH")
FLAT = FlatRate(0.005)
FLOORS, RATES = (0.0, 400.0, 1_500.0), (0.004, 0.01, 0.05)
TIERS = MarginalTiers(FLOORS, RATES)
MODES = (isolated, cross, basket(("one", "two", "one"), free="two"))
HALVINGS = 60

prices = st.floats(40, 200)
paths = st.lists(st.tuples(prices, prices), min_size=1, max_size=6).map(np.array)


@st.composite
def books(draw: Any, *, plain: bool = True) -> Book:
    """Three positions in two markets and some free money; with venue rules of every kind where not `plain`."""
    size = draw(st.tuples(*[st.floats(0.1, 30)] * 3))
    side = draw(st.tuples(*[st.sampled_from((-1.0, 1.0))] * 3))
    posted = draw(st.tuples(*[st.floats(0, 300)] * 3))
    rules = Conventions()
    if not plain:
        rules = Conventions(
            draw(st.sampled_from(("linear", "inverse"))),
            draw(st.sampled_from(("mark", "entry"))),
            draw(st.sampled_from(("none", "price", "bankruptcy"))),
            0.001,
            draw(st.sampled_from(("strict", "inclusive"))),
        )
    schedules = dict(zip(NAMES, draw(st.sampled_from(((FLAT, TIERS), (TIERS, TIERS), (FLAT, FLAT)))), strict=True))
    sized = np.array(size) * side
    return Book(["BTC", "ETH", "BTC"], sized, [100.0] * 3, posted, schedules, free={"": 50.0}, conventions=rules)


def exact(book: Book, mode: Any, pool: int, at: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Equity and requirement of a pool, written out from the definition in exact numbers."""
    partition = mode(book)
    equity = Fraction(50) if partition.free[0] == pool else Fraction(0)
    net = dict.fromkeys(NAMES, Fraction(0))
    columns = zip(partition.positions.tolist(), book.market, book.size, book.collateral, strict=True)
    for number, market, size, posted in columns:
        if number == pool:
            equity += Fraction(float(posted)) + Fraction(float(size)) * (at[NAMES.index(str(market))] - 100)
            net[str(market)] += Fraction(float(size))
    need = Fraction(0)
    for market, size in net.items():
        value = abs(size) * at[NAMES.index(market)]
        if book.schedules[market] is FLAT:
            need += Fraction(0.005) * value
            continue
        for floor, top, rate in zip(FLOORS, (*FLOORS[1:], float("inf")), RATES, strict=True):
            part = value if top == float("inf") else min(value, Fraction(top))
            need += Fraction(rate) * max(part - Fraction(floor), Fraction(0))
    return equity, need


@given(book=books(), mode=st.sampled_from(MODES), path=paths)
def test_a_pool_is_closed_where_exact_bisection_finds_its_edge(book: Book, mode: Any, path: np.ndarray) -> None:
    """The first place of the straight ways where equity, in Fractions, is short of the requirement; else the end."""
    rows = [[Fraction(float(price)) for price in row] for row in path]
    for pool, end in enumerate(walk(book, mode, path)):
        time, where = None, rows[-1]
        if (open_at := exact(book, mode, pool, rows[0]))[0] < open_at[1]:
            time, where = 0.0, rows[0]
        for number, (one, other) in enumerate(pairwise(rows)):
            last = exact(book, mode, pool, other)
            if time is None and last[0] < last[1]:
                low, high = Fraction(0), Fraction(1)
                for _ in range(HALVINGS):
                    middle = (low + high) / 2
                    where = [a + middle * (b - a) for a, b in zip(one, other, strict=True)]
                    equity, need = exact(book, mode, pool, where)
                    low, high = (low, middle) if equity < need else (middle, high)
                time = number + float(low)
        equity, _ = exact(book, mode, pool, where)
        assert (end.time is None) == (time is None)
        assert end.prices == pytest.approx([float(price) for price in where], abs=1e-7)
        assert end.left == pytest.approx(max(float(equity), 0.0), abs=1e-6)
        assert end.bad_debt == pytest.approx(max(-float(equity), 0.0), abs=1e-6)
        if time is not None:
            way = max(abs(a - b) for a, b in zip(*path[[int(time), min(int(time) + 1, len(path) - 1)]], strict=True))
            assert abs(end.time - time) * max(way, 1e-9) < 1e-6  # a way that is nearly still has no sharp moment


@given(book=books(plain=False), mode=st.sampled_from(MODES), path=paths)
def test_the_path_meets_the_curve_exactly_where_the_pool_is_closed(book: Book, mode: Any, path: np.ndarray) -> None:
    """At the meeting every leg of the pool stands at its own conditional price; a long was above it on all rows before.

    Whatever the contract, the schedule, the fee and the trigger.
    """
    lines, pools = closing_lines(book, mode, path), book.partition(mode).positions
    places = [NAMES.index(market) for market in np.asarray(book.market).tolist()]
    exposed = np.isfinite(lines[0]) & (lines[0] > 0)
    for pool, end in enumerate(walk(book, mode, path)):
        if end.time is None:
            assert not np.isnan(lines[:, pools == pool][:, exposed[pools == pool]]).any()
            continue
        row = int(np.ceil(end.time))
        assert np.isnan(lines[row + 1 :, pools == pool]).all()
        if row and end.bad_debt == 0:
            there = dict(zip(NAMES, end.prices, strict=True))
            risk = book.risk(mode, there)
            assert risk.excess[pool] == pytest.approx(0, abs=1e-9 * (1 + risk.maintenance[pool]) * 1e3)
        for position in np.flatnonzero(pools == pool).tolist():
            net = np.sum(np.asarray(book.size)[(pools == pool) & (np.array(places) == places[position])])
            if not net:  # a leg that nets to nothing has no line
                continue
            price = path[:, places[position]]
            beyond = np.sign(net) * (price - lines[:, position])
            assert (beyond[:row] >= -1e-7 * price[:row]).all() or row == 0
            assert beyond[row] <= 1e-7 * price[row]


@given(book=books(plain=False), mode=st.sampled_from(MODES), path=paths)
def test_a_venue_that_looks_at_moments_closes_at_the_first_it_finds_short(
    book: Book, mode: Any, path: np.ndarray
) -> None:
    """Row by row the book is asked; money is that of the row, also what is missing."""
    for pool, end in enumerate(walk(book, mode, path, between=False)):
        asked = [dict(zip(NAMES, row, strict=True)) for row in path]
        short = [row for row, at in enumerate(asked) if book.liquidatable(mode, at)[pool]]
        at = asked[short[0]] if short else asked[-1]
        assert end.time == (short[0] if short else None)
        assert end.prices.tolist() == pytest.approx(list(at.values()), rel=1e-15)
        assert end.left - end.bad_debt == pytest.approx(book.risk(mode, at).equity[pool], rel=1e-12, abs=1e-9)


@given(book=books(plain=False), mode=st.sampled_from(MODES), stack=st.lists(paths, min_size=1, max_size=4))
def test_a_stack_of_paths_is_each_of_them(book: Book, mode: Any, stack: list[np.ndarray]) -> None:
    """Columns of a stack hold what each path gives alone, with and without looks between the rows."""
    rows = max(map(len, stack))
    whole = np.array([np.vstack([path, np.repeat(path[-1:], rows - len(path), axis=0)]) for path in stack])
    times = np.linspace(0, 7, rows)
    for between in (True, False):
        columns = walk(book, mode, whole, times, between=between)
        for number, path in enumerate(whole):
            for column, end in zip(columns, walk(book, mode, path, times, between=between), strict=True):
                assert column.prices[number] == pytest.approx(end.prices, rel=1e-12)
                assert np.isnan(column.time[number]) == (end.time is None)
                assert end.time is None or column.time[number] == pytest.approx(end.time, abs=1e-9)
                assert (column.left[number], column.bad_debt[number]) == pytest.approx(
                    (end.left, end.bad_debt), abs=1e-9
                )
    assert closing_lines(book, mode, whole)[0] == pytest.approx(closing_lines(book, mode, whole[0]), nan_ok=True)


def test_who_looks_less_often_finds_less_and_later() -> None:
    """A dip between two looks closes a pool that is watched all the time and no other; the fund pays for lateness."""
    book = Book(["BTC"], [10.0], [100.0], [100.0], {"BTC": FLAT})
    always, seldom = (
        walk(book, isolated, [[100.0], [80.0], [99.0]][::step], [0.0, 1.0, 2.0][::step], between=step == 1)[0]
        for step in (1, 2)
    )
    assert (always.time, always.bad_debt) == (pytest.approx((100 - 900 / 9.95) / 20), 0)
    assert (seldom.time, seldom.left) == (None, pytest.approx(90))
    late, _ = walk(book, isolated, [[100.0], [80.0]], [5.0, 6.0], between=False)
    assert (late.time, late.left, late.bad_debt) == (6.0, 0.0, pytest.approx(100))


def test_the_trigger_decides_about_a_pool_exactly_at_its_edge() -> None:
    """With a rate of one half, 90 units of price are exactly on the edge of a long of 1 with 55 posted at 80."""
    schedules: Any = {"BTC": FlatRate(0.5)}
    for trigger, time in (("strict", None), ("inclusive", 1.0)):
        book = Book(["BTC"], [1.0], [80.0], [35.0], schedules, conventions=Conventions(trigger=trigger))
        assert walk(book, isolated, [[100.0], [90.0], [95.0]])[0].time == time


@pytest.mark.parametrize(
    ("path", "times", "named"),
    [
        ([], None, r"path has the shape \(0,\)"),
        (np.ones((0, 2)), None, r"path has the shape \(0, 2\)"),
        ([[100.0], [90.0]], None, r"\(2, 1\), but it must have \(2, 2\): one price for each of BTC, ETH"),
        ([[100.0, 0.0]], None, "price is 0.0"),
        ([[100.0, np.nan]], None, "price is nan"),
        ("down", None, "path is 'down'"),
        ([[100.0, 100.0]] * 2, [0.0], r"times has the shape \(1,\)"),
        ([[100.0, 100.0]] * 3, [0.0, 2.0, 1.0], "times run backwards at row 2"),
        ([[100.0, 100.0]] * 4, [0.0, 0.5, 1.0, 0.0], "times run backwards at row 3"),
    ],
)
def test_a_path_that_is_none_is_refused(path: Any, times: Any, named: str) -> None:
    """With the value and what is wanted."""
    book = Book(NAMES, [10.0, -5.0], [100.0] * 2, [100.0] * 2, dict.fromkeys(NAMES, FLAT))
    with pytest.raises(MarginError, match=named):
        walk(book, cross, path, times)


def test_rows_may_be_less_than_a_unit_of_time_apart_or_at_one_moment() -> None:
    """A long of 10 from 100 with 100 posted: 90 / 0.995 is met on the way from 100 at 0.25 to 80 at 0.5."""
    book = Book(["BTC"], [10.0], [100.0], [100.0], {"BTC": FLAT})
    end, _ = walk(book, isolated, [[100.0], [100.0], [100.0], [80.0]], [0.0, 0.25, 0.25, 0.5])
    assert end.time == pytest.approx(0.25 + 0.25 * (100 - 90 / 0.995) / 20)
