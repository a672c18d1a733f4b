"""Legs that move with one price: the pool's own risk turns at the lines, and nothing is netted on the way."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput, UnknownName
from marginlib.joint import Joint, hedged, with_interest
from marginlib.modes import cross, isolated
from marginlib.schedules import FlatRate, MarginalTiers
from marginlib.walk import walk

MARKETS = ("A@1", "A@2", "B")
MOVES = {"A@1": "A", "A@2": "A"}
RATES = some.sampled_from([Fraction(1, 200), Fraction(1, 50), Fraction(1, 10)])
SCHEDULES: Any = RATES.map(FlatRate) | RATES.map(lambda rate: MarginalTiers((0, 300, 900), (rate, 2 * rate, 3 * rate)))
CONVENTIONS = some.builds(
    Conventions,
    contract=some.sampled_from(["linear", "inverse"]),
    maintenance_on=some.sampled_from(["mark", "entry"]),
    fee=some.sampled_from(["none", "price", "bankruptcy"]),
    taker_fee=some.just(Fraction(1, 1000)),
)


@some.composite
def books(draw: Any, conventions: Any = CONVENTIONS) -> Book:
    """Up to five positions in three markets, of one owner, none of which nets another of its market."""
    rules = draw(conventions)
    sides = {name: draw(some.sampled_from([-1, 1])) for name in MARKETS}
    markets = draw(some.lists(some.sampled_from(MARKETS), min_size=1, max_size=5))
    unit = 1 if rules.contract == "linear" else 100
    size = [Fraction(draw(some.integers(1, 9)) * sides[name] * unit) for name in markets]
    entry = [Fraction(draw(some.integers(60, 140))) for _ in markets]
    money = [Fraction(draw(some.integers(0, 80)), 1 if unit == 1 else 100) for _ in markets]
    free = {"": Fraction(draw(some.integers(0, 200)), 1 if unit == 1 else 100)}
    return Book(markets, size, entry, money, {name: draw(SCHEDULES) for name in MARKETS}, free=free, conventions=rules)


PRICES = some.fixed_dictionaries({name: some.integers(60, 140).map(Fraction) for name in MARKETS})


def spare(book: Book, mode: Any, prices: Any, moved: tuple[str, ...], share: Fraction) -> Any:
    """What each pool has beyond its requirement when these markets have moved by a share of their price."""
    return book.risk(mode, {name: price * share if name in moved else price for name, price in prices.items()}).excess


@settings(max_examples=40)
@given(books(), PRICES, some.sampled_from([isolated, cross]))
def test_at_a_joint_line_the_risk_of_the_pool_is_what_it_needs(book: Book, prices: Any, mode: Any) -> None:
    """Exactly, whatever the schedule, contract and convention; inside it has more, outside less, to every end."""
    found = Joint(book, MOVES).lines(mode, prices)
    pools = mode(book).positions
    for place, (below, above) in enumerate(zip(found.below, found.above, strict=True)):
        name = str(book.market[place])
        moved, pool, here = (name,) if name == "B" else ("A@1", "A@2"), pools[place], prices[name]
        if below != below:  # no price leaves it open  # noqa: PLR0124
            shares = [Fraction(k, 40) for k in range(1, 400)]
            assert all(spare(book, mode, prices, moved, share)[pool] < 0 for share in shares)
            continue
        for line, inward in ((below, 1), (above, -1)):
            if 0 < line < float("inf"):
                share = Fraction(line) / here
                assert spare(book, mode, prices, moved, share)[pool] == 0
                beyond = share * (1 - inward * Fraction(1, 10**6))
                assert spare(book, mode, prices, moved, beyond)[pool] <= 0
        ends = [max(below / here, Fraction(1, 10**6)), min(above / here, Fraction(10**6))]
        for weight in (Fraction(1, 7), Fraction(1, 2), Fraction(6, 7)):
            share = Fraction(ends[0]) * (1 - weight) + Fraction(ends[1]) * weight
            assert spare(book, mode, prices, moved, share)[pool] >= 0


@settings(max_examples=40)
@given(books(), PRICES, some.sampled_from([isolated, cross]))
def test_legs_that_move_alone_have_the_lines_of_the_book(book: Book, prices: Any, mode: Any) -> None:
    """Without a shared price the line on the losing side is the conditional price of the book, in floats too."""
    if book.conventions.fee == "bankruptcy":
        return  # the book has one price and refuses pools that close on both sides
    found, wanted = Joint(book, {}).lines(mode, prices), book.liquidation_prices(mode, prices)
    for size, below, above, price in zip(book.size, *found, wanted, strict=True):
        told = below if size > 0 else above
        if told == told:  # noqa: PLR0124 - a pool that no price leaves open has a price in the book
            assert told == price


@given(some.integers(1, 20), some.integers(1, 20), some.integers(500, 3000), some.integers(1, 20))
def test_hedge_mode_is_the_closed_form_of_two_legs(long: int, short: int, wallet: int, rate: int) -> None:
    """W + (l - s)(P - E) = m (l + s) P, solved by hand; the side that is not there is never closed."""
    m, entry = Fraction(rate, 1000), Fraction(100)
    book = Book(
        ["BTC", "BTC"],
        [Fraction(long), Fraction(-short)],
        [entry] * 2,
        [Fraction(0)] * 2,
        {"BTC": FlatRate(m)},
        free={"": Fraction(wallet)},
    )
    below, above = (set(lines.tolist()) for lines in hedged(book).lines(cross, {"BTC": entry}))
    slope = (long - short) - m * (long + short)
    line = -(wallet - (long - short) * entry) / slope if slope else Fraction(-1)
    if slope > 0:
        assert (below, above) == ({max(line, 0)}, {float("inf")})
    elif slope < 0 and line > 0:
        assert (below, above) == ({0}, {line})


def test_the_figures_of_hedge_mode() -> None:
    """1,000 behind a long of 1 and a short of 0.5; and 1 against 1, which no fall closes but a rise to 125,000 does."""
    flat = FlatRate(0.004)

    def lines(short: float) -> Any:
        book = Book(["BTC"] * 2, [1.0, -short], [5e4] * 2, [0.0] * 2, {"BTC": flat}, free={"": 1_000.0})
        both = hedged(book)
        needs = both.book.risk(cross, both.prices({"BTC": 5e4})).maintenance
        return both.lines(cross, {"BTC": 5e4}), needs.tolist()

    (below, above), needs = lines(0.5)
    assert below.round(3).tolist() == [48_582.996] * 2
    assert (above == np.inf).all()
    assert needs == [300.0]
    (below, above), needs = lines(1.0)
    assert (below == 0).all()
    assert above.round(6).tolist() == [125_000.0] * 2
    assert needs == [400.0]


def test_one_coin_at_two_venues_moves_by_one_share_and_its_path_closes_it() -> None:
    """A basis between the venues stays the share that it is, and a path along the coin is closed at the line."""
    flat = FlatRate(0.01)
    book = Book(["X@1", "X@2"], [3.0, -1.0], [100.0, 102.0], [40.0, 40.0], {"X@1": flat, "X@2": flat})
    both = Joint(book, {"X@1": "X", "X@2": "X"})
    below = both.lines(cross, {"X@1": 100.0, "X@2": 102.0}).below
    assert below[1] / below[0] == pytest.approx(1.02, rel=1e-12)
    shares = np.array([1.0, 0.5])
    (end,) = walk(book, cross, both.path({"X@1": 100.0 * shares, "X@2": 102.0 * shares}))
    assert end.prices.tolist() == pytest.approx(below.tolist(), rel=1e-9)


def test_a_wallet_below_zero_pays_interest() -> None:
    """Coin paid for, and a short of it: what the short has lost is borrowed, at a rate by the hour."""
    flat = FlatRate(0.01)
    book = Book(["coin", "BTC"], [2.0, -2.0], [100.0] * 2, [200.0, 30.0], {"coin": flat, "BTC": flat})
    prices = {"coin": 130.0, "BTC": 130.0}
    later = with_interest(book, cross, Fraction(1, 10_000), 24, spot=["coin"], prices=prices)
    assert sum(later.settled) == pytest.approx(-(2 * 30 - 30) * 0.0024)
    assert (with_interest(book, cross, 0.0001, 24, spot=["coin"]).settled == 0).all()
    assert (with_interest(book, cross, 0.0001, 24, prices=prices).settled == 0).all()
    both = Joint(book, {"coin": "BTC"})
    assert both.lines(cross, prices).above[1] > Joint(later, both.moves_with).lines(cross, prices).above[1]


def test_without_prices_an_open_position_neither_owes_nor_lends() -> None:
    """Of 100 that a coin cost 50 were there: a day of interest on 50, whatever the short beside it was opened at."""
    flat = dict.fromkeys(("coin", "BTC"), FlatRate(0.01))
    for entry in (10.0, 100.0, 300.0):
        book = Book(["coin", "BTC"], [1.0, -1.0], [100.0, entry], [50.0, 0.0], flat)
        assert sum(with_interest(book, cross, 0.001, 24, spot=["coin"]).settled) == pytest.approx(-50 * 0.024)


def test_what_does_not_go_together_is_refused_by_name() -> None:
    """A market that is not there, prices over time, and a price that is missing."""
    book = Book(["A"], [1.0], [100.0], [10.0], {"A": FlatRate(0.01)})
    with pytest.raises(UnknownName, match="there is no market 'B'"):
        Joint(book, {"B": "A"})
    with pytest.raises(InvalidInput, match="prices are columns over time"):
        Joint(book, {}).lines(cross, {"A": np.array([1.0, 2.0])})
    with pytest.raises(UnknownName, match="there is no price for 'A'"):
        hedged(book).lines(cross, {"B": 1.0})
