"""Cascades against a loop over single accounts, closed forms, and published figures."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.book import Book
from marginlib.cascade import (
    Fallen,
    Ladder,
    amplification,
    branching_ratio,
    cascade,
    critical_shock,
    exposures,
    leaving_impact,
    measured_branching,
)
from marginlib.errors import InvalidInput
from marginlib.formulas import liquidation_price
from marginlib.market import Market
from marginlib.modes import basket, cross, isolated
from marginlib.schedules import FlatRate

MARKETS = ("A", "B", "C")


def one_by_one(prices: list[float], sizes: list[float], shocked: float, slope: float) -> tuple[int, float]:
    """Close one account after the other, whichever fails first, with nothing but the definition."""
    open_ones, price, closed = set(range(len(prices))), shocked, 0.0
    side = 1 if sizes and sizes[0] > 0 else -1
    while failing := [place for place in open_ones if side * price < side * prices[place]]:
        open_ones.remove(failing[0])
        closed += abs(sizes[failing[0]])
        price = shocked - side * slope * closed
    return len(prices) - len(open_ones), price


@given(
    some.lists(some.tuples(some.integers(50, 99), some.integers(1, 8)), max_size=12),
    some.integers(48, 104),
    some.sampled_from([0.0, 0.125, 0.5, 2.0]),
    some.booleans(),
)
@settings(max_examples=120)
def test_the_ladder_falls_as_one_account_after_the_other(
    accounts: list[tuple[int, int]], shocked: int, slope: float, short: bool
) -> None:
    """Any shock, with ties and with accounts exactly at their price, long or short, ends where the loop ends."""
    side = -1 if short else 1
    prices = [100.0 + side * (price - 100) for price, _ in accounts]
    sizes = [side * float(size) for _, size in accounts]
    there = 100.0 + side * (shocked - 100)
    number, price = one_by_one(prices, sizes, there, slope)
    answer = Ladder(prices, sizes, lambda closed: slope * closed).shock(there)
    assert (answer.number, answer.price) == (number, max(price, 0))


def round_by_round(
    accounts: list[tuple[int, int, int]], shocked: int, slope: Fraction, side: int
) -> tuple[list[int], Fraction]:
    """Sizes closed in each round and what the fallen lack, in exact fractions, with nothing but the definition.

    An account is its liquidation price, its size and its collateral; all of them opened at 100.
    """
    standing, closed, sizes, debt = set(range(len(accounts))), 0, [], Fraction(0)
    while falling := {
        place for place in standing if side * accounts[place][0] > side * (shocked - side * slope * closed)
    }:
        standing -= falling
        sold = sum(accounts[place][1] for place in falling)
        average = shocked - side * slope * (closed + Fraction(sold, 2))
        for _, size, posted in (accounts[place] for place in falling):
            debt += max(-(posted + side * size * (average - 100)), Fraction(0))
        closed += sold
        sizes.append(sold)
    return sizes, debt


@given(
    some.lists(some.tuples(some.integers(80, 99), some.integers(1, 8), some.integers(0, 60)), max_size=12),
    some.integers(78, 101),
    some.sampled_from([Fraction(0), Fraction(1, 8), Fraction(1, 4)]),
    some.booleans(),
)
@settings(max_examples=120)
def test_rounds_and_bad_debt_are_those_of_a_loop_over_accounts(
    accounts: list[tuple[int, int, int]], shocked: int, slope: Fraction, short: bool
) -> None:
    """Who falls together trades as one order, at half of the way that it pushes; what it lacks then is bad debt.

    The rounds add up to all that a shock closes, whatever the order in which the accounts are handed in.
    """
    side = -1 if short else 1
    mirrored = [(100 + side * (price - 100), size, posted) for price, size, posted in accounts]
    there = 100 + side * (shocked - 100)
    sizes, debt = round_by_round(mirrored, there, slope, side)
    prices, units, posted = ([float(account[place]) for account in mirrored] for place in range(3))
    ladder = Ladder(prices, [side * size for size in units], lambda closed: float(slope) * closed)
    assert ladder.rounds(float(there)) == sizes
    assert sum(sizes) == ladder.shock(float(there)).closed
    assert ladder.bad_debt(posted, 100.0, float(there)) == pytest.approx(float(debt), abs=1e-9)


def test_longs_spread_evenly_fall_in_rounds_that_halve() -> None:
    """At a branching ratio of a half each round closes half of the one before: a shock of 3 % takes 119 of 400."""
    ladder = Ladder(100 - (np.arange(400) + 0.5) / 20, np.ones(400), lambda closed: 0.025 * closed)
    assert ladder.rounds(97.0) == [60, 30, 15, 7, 4, 2, 1]
    assert ladder.shock(97.0).price == pytest.approx(100 - 5.975)


@given(some.floats(0.001, 0.1), some.floats(2, 30), some.floats(0.01, 0.9))
@settings(max_examples=30)
def test_buyers_leave_as_each_unit_finds_fewer(slope: float, half: float, share: float) -> None:
    """The impact is where many small sales end, each of which moves the price by the slope doubled for each `half`
    moved so far; from the end of the market on it is infinite.
    """
    end = half / np.log(2) / slope
    steps = 2000
    moved = 0.0
    for _ in range(steps):
        step = slope * share * end / steps
        middle = moved + step * 2 ** (moved / half) / 2
        moved += step * 2 ** (middle / half)
    leaves = leaving_impact(slope, half)
    assert leaves(np.array([0.0, share * end])).tolist() == pytest.approx([0, moved], rel=1e-4)
    assert leaves(np.array([1.001 * end, 2 * end])).tolist() == [np.inf, np.inf]


@given(some.floats(0.1, 0.95), some.floats(2, 30))
@settings(max_examples=30)
def test_the_critical_shock_is_the_largest_that_leaves_anybody(ratio: float, half: float) -> None:
    """A cascade ends where shock and push make the fall: of all falls on a grid none belongs to a larger shock."""
    falls = np.linspace(0, half / np.log(2) / ratio * 0.9999, 20_001)
    pushed = leaving_impact(ratio, half)(falls)  # one unit for each unit of price, moved by the ratio
    assert critical_shock(ratio, half) == pytest.approx((falls - pushed).max(), rel=1e-4, abs=1e-4)


def test_a_critical_shock_divides_what_ends_from_what_takes_all() -> None:
    """400 longs spread evenly at a ratio of a half: buyers of whom half leave each 10 % let a shock of 4.4 end at 13.2
    and one of 4.5 take all; of whom half leave each 5 % they end 2.2 at 6.5, and of 2.3 nobody is left to buy.
    """
    assert critical_shock(np.array([0.5, 0.3]), 10).round(5).tolist() == [4.42695, 16.29323]
    assert round(float(critical_shock(0.5, 5)), 5) == 2.21348
    assert critical_shock(1, 10) == 0
    lines = 100 - (np.arange(400) + 0.5) / 20
    ends: dict[float, Fallen] = {}
    for half, shocks in {10: (4.4, 4.5), 5: (2.2, 2.3)}.items():
        ladder = Ladder(lines, np.ones(400), leaving_impact(0.025, half))
        ends |= {shock: ladder.shock(100 - shock) for shock in shocks}
    assert [round(100 - ends[shock].price, 1) for shock in (4.4, 4.5, 2.2, 2.3)] == [13.2, 21.5, 6.5, 100]
    assert (ends[4.5].number, ends[2.3].number) == (400, 400)
    assert ends[2.2].number < 400


def test_what_is_taken_over_pushes_nothing() -> None:
    """A third of the longs taken over leaves a ratio of 0.3265; at 5 % the second crowd stands, at 9.35 %."""
    assert branching_ratio(20, 0.025, 0.347) == pytest.approx(0.3265)
    lines = np.asarray(liquidation_price(np.repeat([5.0, 10.0], 200), 1, 100, 0.005))
    taken = Ladder(lines, np.ones(400), lambda closed: 0.025 * (1 - 0.05) * closed).shock(95.4)
    assert (taken.number, round(100 - taken.price, 2)) == (200, 9.35)
    with pytest.raises(InvalidInput, match=r"taken is 1\.5"):
        branching_ratio(20, 0.025, 1.5)


def test_two_crowds_owe_what_their_sales_lost_and_not_what_the_last_price_says() -> None:
    """200 longs at 20x and 200 at 10x from 100, pushed by 0.025 a unit: a tick decides between nobody and all.

    The first crowd sells from 95.4 to 90.4, the second from there to 85.4: each lacks 420 on average, where the last
    price would say 1,920 and 920.
    """
    posted = np.repeat([5.0, 10.0], 200)
    lines = np.asarray(liquidation_price(posted, 1, 100, 0.005))
    ladder = Ladder(lines, np.ones(400), lambda closed: 0.025 * closed)
    assert (ladder.rounds(95.5), ladder.bad_debt(posted, 100.0, 95.5)) == ([], 0.0)
    assert ladder.rounds(95.4) == [200, 200]
    assert ladder.bad_debt(posted, 100.0, 95.4) == pytest.approx(840)
    book = Book(
        ["A"] * 400, np.ones(400), np.full(400, 100.0), posted, {"A": FlatRate(0.005)}, list(map(str, range(400)))
    )
    assert cascade(*exposures(book, isolated), [95.4], lambda traded: 0.025 * traded).deficit == pytest.approx(2840)
    (first,) = Ladder(lines[:200], np.ones(200), lambda closed: 0.025 * closed).rounds(95.4)
    alone = Ladder(lines[:200], np.ones(200), lambda closed: 0.025 * closed).bad_debt(5.0, 100.0, 95.4)
    assert alone == pytest.approx(-first * (5 - 4.6 - 200 * 0.025 / 2))  # n (5 - shock - n push / 2)


def test_a_sale_that_finds_no_buyer_gets_nothing() -> None:
    """Where the market ends a long of one unit loses its whole entry, a short without limit; nobody fallen, no debt."""
    longs = Ladder([95.0, 40.0], [1.0, 1.0], lambda closed: np.where(closed > 1, np.inf, 0.0))
    assert longs.rounds(90.0) == [1]
    assert longs.bad_debt([8.0, 30.0], 100.0, 90.0) == 2
    assert longs.rounds(39.0) == [2]
    assert longs.bad_debt([8.0, 30.0], [100.0, 90.0], 39.0) == 92 + 60
    shorts = Ladder([105.0, np.inf], [-1.0, -1.0], lambda closed: np.where(closed > 0, np.inf, 0.0))
    assert (shorts.rounds(106.0), shorts.bad_debt(5.0, 100.0, 106.0)) == ([1], np.inf)
    assert (Ladder([], [], lambda closed: closed).rounds(1.0), longs.bad_debt(8.0, 100.0, 99.0)) == ([], 0)
    for posted, entry, message in (
        ([1.0], 100.0, "one number for all"),
        (-1.0, 100.0, r"collateral is -1\.0"),
        (1.0, 0.0, r"entry price is 0\.0"),
    ):
        with pytest.raises(InvalidInput, match=message):
            longs.bad_debt(posted, entry, 39.0)
    with pytest.raises(InvalidInput, match="price is nan"):
        longs.rounds(float("nan"))


@given(some.integers(0, 10**6), some.floats(0, 0.9))
@settings(max_examples=20)
def test_measured_branching_meets_its_closed_form(seed: int, ratio: float) -> None:
    """With liquidation prices spread evenly the price moves 1 / (1 - n) times the shock, n = density times slope."""
    random = np.random.default_rng(seed)
    n, start = 200_000, 100.0
    prices = start * (1 - (np.arange(n) + random.random(n)) / n)
    slope = ratio / (n / start)
    shock = random.uniform(0.5, 5)
    answer = Ladder(prices, np.ones(n), lambda closed: slope * closed).shock(start - shock)
    move = start - answer.price
    assert branching_ratio(n / start, slope) == pytest.approx(ratio)
    assert measured_branching(shock, move) == pytest.approx(ratio, abs=2e-4)
    assert move == pytest.approx(shock * amplification(ratio), rel=2e-3)


def test_published_branching_ratios() -> None:
    """R34: 0.195, 0.140 and 0.032 amplify a shock 1.242, 1.163 and 1.033 times."""
    assert [round(amplification(ratio), 3) for ratio in (0.195, 0.140, 0.032)] == [1.242, 1.163, 1.033]


def test_the_revised_headline_of_a_deleveraging_study() -> None:
    """R36: 653.6 closed where 23.19 was needed is 28.18 times too much (arXiv 2512.01112, second version)."""
    assert round(653.6 / 23.19, 2) == 28.18


@given(some.integers(0, 10**6), some.floats(0, 2))
@settings(max_examples=30)
def test_more_impact_never_saves_anybody(seed: int, slope: float) -> None:
    """A deeper shock or a thinner market closes at least as many."""
    random = np.random.default_rng(seed)
    prices, sizes = random.uniform(50, 99, 30), random.random(30) + 0.1
    ladders = [Ladder(prices, sizes, partial(np.multiply, steep)) for steep in (slope, slope + 0.1)]
    for shocked in (96.0, 80.0):
        assert ladders[0].shock(shocked).number <= ladders[1].shock(shocked).number
        assert ladders[0].shock(shocked).number <= ladders[0].shock(shocked - 5).number


def test_a_liquidation_walks_the_depth_of_a_market() -> None:
    """The impact may be the fill of any market: two bids and a pool carry the cascade to the second position only."""
    market = Market(100.0, [99.0, 95.0], [1.0, 2.0])
    ladder = Ladder([99.5, 98.5, 90.0], [1.0, 1.5, 9.0], lambda closed: -market.impact(-closed))
    assert ladder.shock(99.4) == pytest.approx((2, 2.5, 94.4))


def test_a_cascade_that_finds_the_end_of_a_book_takes_all() -> None:
    """100 units are to be sold into bids of 40, so the price is gone; as many as there are bids end it at the last."""
    market = Market(100.0, [99.0, 95.0], [25.0, 15.0])
    sold_out = Ladder([99.5, 98.5], [50.0, 50.0], lambda closed: -market.impact(-closed))
    assert sold_out.shock(99.4) == Fallen(2, 100.0, 0.0)
    bought = Ladder([99.5, 98.5, 90.0], [25.0, 15.0, 1.0], lambda closed: -market.impact(-closed))
    assert bought.shock(99.4) == pytest.approx((2, 40.0, 94.4))


def test_degenerate_ladders() -> None:
    """An empty book keeps the shock; where nobody buys, one fall takes all; impossible input is refused."""
    assert Ladder([], [], lambda closed: closed).shock(42.0) == Fallen(0, 0.0, 42.0)
    nobody_buys = Ladder([99.0, 1.0], [1.0, 1.0], lambda closed: np.where(closed > 0, 1e9, 0.0))
    assert nobody_buys.shock(99.0) == Fallen(0, 0.0, 99.0)
    assert nobody_buys.shock(98.0) == Fallen(2, 2.0, 0.0)
    for arguments, message in (
        (([1.0], [1.0, 2.0], lambda closed: closed), "one for each"),
        (([1.0, 2.0], [1.0, -2.0], lambda closed: closed), "a ladder each"),
        (([np.nan], [1.0], lambda closed: closed), "liquidation price is nan"),
        (([1.0], [0.0], lambda closed: closed), "size is 0.0"),
        (([1.0], [1.0], lambda closed: closed + 1), "zero where nothing is closed"),
        (([1.0], [1.0], lambda closed: -closed), "never fall"),
    ):
        with pytest.raises(InvalidInput, match=message):
            Ladder(*arguments)


def random_book(seed: int, n: int = 24) -> Book:
    """Return positions of eight accounts in three markets from 100."""
    random = np.random.default_rng(seed)
    size = random.choice([-1.0, 1.0], n) * random.uniform(0.5, 5, n)
    return Book(
        random.choice(MARKETS, n).tolist(),
        size,
        np.full(n, 100.0),
        abs(size) * 100 / random.uniform(3, 30, n),
        {"A": FlatRate(0.005), "B": FlatRate(0.01), "C": FlatRate(0.05)},
        random.choice(list("abcdefgh"), n).tolist(),
        free=dict.fromkeys("abc", 10.0),
    )


@given(some.integers(0, 10**6), some.floats(0, 0.5), some.sampled_from(["isolated", "cross", "basket"]))
@settings(max_examples=45)
def test_several_markets_fall_as_the_book_says_round_by_round(seed: int, slope: float, kind: str) -> None:
    """In every mode the cascade equals rounds in which the book itself is asked who is liquidated at the prices."""
    random = np.random.default_rng(seed + 1)
    book = random_book(seed)
    labels = random.choice(["major", "minor"], len(book.owner)).tolist()
    mode: Any = {"isolated": isolated, "cross": cross, "basket": basket(labels)}[kind]
    slopes = slope * random.random((3, 3)) * np.array([[1, 0, 0], [0.1, 1, 0], [0, 0, 1]])
    start = random.uniform(80, 120, 3)
    pools = mode(book).positions
    prices, fallen, rounds = start, np.zeros(mode(book).count, dtype=bool), []
    while True:
        failing = book.liquidatable(mode, dict(zip(MARKETS, prices.tolist(), strict=True))) & ~fallen
        if not failing.any():
            break
        rounds.append(int(failing.sum()))
        fallen |= failing
        closed = [
            -sum(np.asarray(book.size)[fallen[pools] & (np.asarray(book.market) == name)].tolist()) for name in MARKETS
        ]
        prices = np.maximum(start + slopes @ closed, 1e-12)
    end = cascade(*exposures(book, mode), start, lambda traded: slopes @ traded)
    assert end.rounds == tuple(rounds)
    assert (end.fallen == fallen).all()
    np.testing.assert_allclose(end.prices, prices, atol=1e-9)
    equity = book.risk(mode, dict(zip(MARKETS, prices.tolist(), strict=True))).equity
    assert end.deficit == pytest.approx(-np.minimum(equity[fallen], 0).sum(), abs=1e-6)


@given(some.integers(0, 10**6))
@settings(max_examples=20)
def test_one_market_in_two_ways(seed: int) -> None:
    """The ladder and the rounds agree on a market of isolated longs."""
    random = np.random.default_rng(seed)
    n = 60
    size = random.uniform(0.5, 5, n)
    book = Book(
        ["A"] * n,
        size,
        np.full(n, 100.0),
        size * 100 / random.uniform(3, 50, n),
        {"A": FlatRate(0.01)},
        [f"{place}" for place in range(n)],
    )
    ladder = Ladder(book.liquidation_prices(isolated, {"A": 100.0}), size, lambda closed: 0.05 * closed)
    for shocked in (99.0, 97.0, 95.0, 90.0):
        end = cascade(*exposures(book, isolated), [shocked], lambda traded: 0.05 * traded)
        assert int(end.fallen.sum()) == ladder.shock(shocked).number
        assert end.prices[0] == pytest.approx(ladder.shock(shocked).price)


def test_degenerate_cascades() -> None:
    """Without positions nothing falls, everybody may fall, prices stop at zero, and shapes must fit."""
    flat = {"A": FlatRate(0.01)}
    nobody = exposures(Book([], [], [], [], flat, free={"x": 5.0}), cross)
    assert cascade(*nobody, [50.0], lambda traded: traded).rounds == ()
    book = Book(["A", "A"], [1.0, 2.0], [100.0] * 2, [10.0, 60.0], flat, ["x", "y"])
    end = cascade(*exposures(book, isolated), [89.0], lambda traded: 500 * traded)
    assert end.rounds == (1, 1)
    assert end.prices.tolist() == [0.0]
    assert end.deficit == pytest.approx(90 + 140)
    spaces, sizes = exposures(book, isolated)
    with pytest.raises(InvalidInput, match="one for each market"):
        cascade(spaces, sizes, [89.0, 1.0], lambda traded: traded)
    with pytest.raises(InvalidInput, match=r"price is -1\.0"):
        cascade(spaces, sizes, [-1.0], lambda traded: traded)


def test_a_book_that_ends_sells_nothing_more() -> None:
    """Two longs of 50 on bids for 40 units: once the first falls nobody buys, the price is gone and the second falls
    with it; where the book is deep enough the second stands. Of shorts the price goes to infinity.
    """

    def sold(market: Market, closed: np.ndarray) -> Any:
        return -market.impact(-closed)

    for deep, end in ((40.0, Fallen(2, 100.0, 0.0)), (50.0, Fallen(1, 50.0, 98.4))):
        market = Market(100.0, [99.9], [deep])
        ladder = Ladder([99.0, 98.0], [50.0, 50.0], partial(sold, market))
        assert ladder.shock(98.5) == pytest.approx(end)
    market = Market(100.0, [100.1], [40.0])
    assert Ladder([101.0, 102.0], [-50.0, -50.0], market.impact).shock(101.5) == Fallen(2, 100.0, np.inf)
    with pytest.raises(InvalidInput, match="price is nan"):
        ladder.shock(float("nan"))
    with pytest.raises(InvalidInput, match="never fall"):
        Ladder([1.0], [1.0], lambda closed: closed * float("nan"))


def test_a_position_that_no_price_liquidates_is_on_the_ladder_and_never_falls() -> None:
    """A short's price may be infinite, as in a contract on coin: whatever the market does, it stays; a long that every
    price liquidates is gone at once.
    """
    shorts = Ladder([105.0, np.inf, 110.0], [-1.0, -1.0, -1.0], lambda closed: np.where(closed > 0, np.inf, 0.0))
    assert shorts.shock(104.0).number == 0
    assert shorts.shock(106.0).number == 2
    assert shorts.order.tolist() == [0, 2, 1]
    assert Ladder([np.inf, 95.0], [1.0, 1.0], lambda closed: closed).shock(1e9).number == 1
    with pytest.raises(InvalidInput, match="liquidation price is nan"):
        Ladder([np.nan], [1.0], lambda closed: closed)


def test_an_impact_that_begins_below_zero_or_above_it_is_refused() -> None:
    """Where nothing is closed the price has not moved, either way."""
    with pytest.raises(InvalidInput, match="zero where nothing is closed"):
        Ladder([95.0, 94.0], [1.0, 1.0], lambda closed: closed - 0.5)
    with pytest.raises(InvalidInput, match="zero where nothing is closed"):
        Ladder([95.0, 94.0], [1.0, 1.0], lambda closed: closed + 0.5)
