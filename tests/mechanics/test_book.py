"""Books: isolation is exact, pooling is additive, and prices are where bisection finds them."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marginlib.book import Book
from marginlib.cascade import TriggerIndex
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput, MarginError
from marginlib.modes import basket, cross, isolated
from marginlib.position import Position
from marginlib.requirements import scanned
from marginlib.risk import Risk
from marginlib.schedules import FlatRate, Haircuts, MarginalTiers

NAMES = ("BTC", "ETH", "SOL")
FLAT = {"BTC": FlatRate(0.005), "ETH": FlatRate(0.01), "SOL": FlatRate(0.02)}
TIERS = {name: MarginalTiers((0.0, 500.0, 2_000.0), (0.004, 0.01, 0.05)) for name in NAMES}
FREE = {"ann": 50.0, "bob": 20.0}


@st.composite
def books(draw: Any, schedules: Any = FLAT, contract: str = "linear") -> Book:
    """Up to six positions in three markets and two accounts."""
    n = draw(st.integers(1, 6))

    def one(low: float, high: float) -> list[float]:
        return draw(st.lists(st.floats(low, high), min_size=n, max_size=n))  # type: ignore[no-any-return]

    side = draw(st.lists(st.sampled_from((-1.0, 1.0)), min_size=n, max_size=n))
    market = draw(st.lists(st.sampled_from(NAMES), min_size=n, max_size=n))
    account = draw(st.lists(st.sampled_from(("ann", "bob")), min_size=n, max_size=n))
    size = np.array(one(0.1, 30)) * np.array(side)
    return Book(market, size, one(50, 150), one(0, 300), schedules, account, FREE, Conventions(contract=contract))


prices = st.fixed_dictionaries({name: st.floats(40, 200) for name in NAMES})


@given(book=books(), here=prices, elsewhere=prices)
def test_isolated_equity_does_not_know_other_markets(
    book: Book, here: dict[str, float], elsewhere: dict[str, float]
) -> None:
    """Whatever happens in other markets, the equity of an isolated pool is the same to the last bit."""
    moved = {**elsewhere, str(book.market[0]): here[str(book.market[0])]}
    assert book.risk(isolated, here).equity[0] == book.risk(isolated, moved).equity[0]


@given(book=books(), at=prices)
def test_equity_is_the_same_money_in_every_mode(book: Book, at: dict[str, float]) -> None:
    """A mode moves no money: total equity over pools is equal under isolated, cross and any basket."""
    total = book.risk(isolated, at).equity.sum()
    assert book.risk(cross, at).equity.sum() == pytest.approx(total, rel=1e-12, abs=1e-9)
    halves = ["a" if i % 2 else "b" for i in range(len(book.owner))]
    assert book.risk(basket(halves), at).equity.sum() == pytest.approx(total, rel=1e-12, abs=1e-9)


@given(
    lots=st.lists(st.integers(-300, 300).filter(bool), min_size=1, max_size=12),
    rest=st.sampled_from([0, 0, 1, -7]),
    unit=st.sampled_from(["1e-9", "0.001", "0.1", "1e6"]),
    contract=st.sampled_from(["linear", "inverse"]),
)
def test_what_nets_to_nothing_in_decimals_nets_to_nothing_in_floats(
    lots: list[int], rest: int, unit: str, contract: str
) -> None:
    """Sizes like 0.1, 0.2 and -0.3 leave an empty leg, which needs nothing, has no price and is never liquidated; where
    they leave a single lot the leg is there, in floats as in Decimals.
    """
    lots = [*lots, *([rest - sum(lots)] if rest != sum(lots) else [])]
    exact = [Decimal(lot) * Decimal(unit) for lot in lots]
    columns: dict[Any, list[Any]] = {float: [float(size) for size in exact], Decimal: exact}
    for kind, sizes in columns.items():
        column = np.array(sizes, dtype=None if kind is float else object)
        full, none = np.full_like(column, kind(100)), np.full_like(column, kind(0))
        rules, convention = {"BTC": FlatRate(kind("0.01"))}, Conventions(contract=contract)
        book = Book(["BTC"] * len(sizes), column, full, none, rules, free={"": kind(0)}, conventions=convention)
        (size,) = book.legs(cross(book)).size
        assert (size == 0) == (sum(lots) == 0)
        if not sum(lots) and contract == "linear":
            assert book.risk(cross, {"BTC": kind(1)}).maintenance[0] == 0
            assert not book.liquidatable(cross, {"BTC": kind(1)}).any()
            assert all(price != price for price in book.liquidation_prices(cross, {"BTC": kind(1)}))  # noqa: PLR0124 - NaN


@given(book=books(), at=prices)
def test_pooling_never_raises_a_flat_requirement(book: Book, at: dict[str, float]) -> None:
    """With flat rates a cross pool needs at most the sum of what its positions need apart."""
    apart = book.risk(isolated, at).maintenance.sum()
    assert book.risk(cross, at).maintenance.sum() <= apart * (1 + 1e-12) + 1e-12


@given(
    book=books(),
    at=prices,
    moves=st.lists(st.lists(st.floats(-0.3, 0.3), min_size=4, max_size=4), min_size=3, max_size=3),
)
def test_pooling_never_raises_a_scanned_requirement(book: Book, at: dict[str, float], moves: list[list[float]]) -> None:
    """A scan is sublinear: pooled it needs at most the sum apart."""
    scan = scanned(dict(zip(NAMES, moves, strict=True)))
    apart = book.risk(isolated, at, scan).maintenance.sum()
    assert book.risk(cross, at, scan).maintenance.sum() <= apart * (1 + 1e-12) + 1e-9


def test_pooling_may_raise_a_tiered_requirement_within_one_market() -> None:
    """Two longs of 50,000 need 400 apart and 450 in one pool."""
    tiers = {"BTC": MarginalTiers((0, 50_000), (0.004, 0.005), (0, 50))}
    book = Book(["BTC", "BTC"], [1.0, 1.0], [50_000.0] * 2, [5_000.0] * 2, tiers)
    at = {"BTC": 50_000.0}
    assert book.risk(isolated, at).maintenance.sum() == pytest.approx(400)
    assert book.risk(cross, at).maintenance.sum() == pytest.approx(450)


@given(book=books(TIERS), at=prices)
def test_conditional_price_is_where_the_pool_fails(book: Book, at: dict[str, float]) -> None:
    """Every leg that does not net to nothing has a conditional price; there its pool's equity is its requirement."""
    legs = book.legs(cross(book))
    for position, price in enumerate(book.liquidation_prices(cross, at)):
        assert np.isnan(price) == (legs.size[legs.of_position[position]] == 0)
        if not 1e-9 < price < 1e9:
            continue
        risk = book.risk(cross, {**at, str(book.market[position]): float(price)})
        pool = cross(book).positions[position]
        assert risk.excess[pool] == pytest.approx(0, abs=1e-8 * (1 + abs(price) * np.abs(book.size).sum()))


@given(book=books(TIERS), at=prices)
def test_isolated_price_in_a_book_is_that_of_the_position_alone(book: Book, at: dict[str, float]) -> None:
    """A position in a book in isolated mode has the liquidation price it has by itself."""
    found = book.liquidation_prices(isolated, at)
    for i, price in enumerate(found):
        size, entry, collateral = (float(column[i]) for column in (book.size, book.entry, book.collateral))
        alone = Position(size, entry, collateral, TIERS["BTC"]).liquidation_price
        assert price == pytest.approx(alone, rel=1e-9, abs=1e-9 * (1 + collateral))


@given(size=st.floats(0.1, 10), side=st.sampled_from([-1, 1]), collateral=st.floats(1, 300), at=st.floats(50, 150))
def test_cross_of_one_is_isolated(size: float, side: int, collateral: float, at: float) -> None:
    """Cross of a single position equals isolated with the same collateral."""
    posted = Book(["BTC"], [side * size], [100.0], [collateral], FLAT)
    pooled = Book(["BTC"], [side * size], [100.0], [0.0], FLAT, free={"": collateral})
    here = dict.fromkeys(NAMES, at)
    first, second = posted.risk(isolated, here), pooled.risk(cross, here)
    assert (first.equity[0], first.maintenance[0]) == (second.equity[0], second.maintenance[0])
    assert posted.liquidation_prices(isolated, here)[0] == pooled.liquidation_prices(cross, here)[0]


def written_out(book: Book, at: dict[str, float], members: list[int], money: float) -> tuple[float, float]:
    """Equity and requirement of a pool, position by position and tier by tier."""
    net: dict[str, float] = {}
    for one in members:
        market, size, entry = str(book.market[one]), float(book.size[one]), float(book.entry[one])
        money += float(book.collateral[one]) + size * (at[market] - entry)
        net[market] = net.get(market, 0.0) + size
    need = 0.0
    for market, size in net.items():
        tiers = TIERS[market]
        values = [
            rate * abs(size) * at[market] - amount for rate, amount in zip(tiers.rates, tiers.amounts, strict=True)
        ]
        need += max(values)
    return money, need


@given(book=books(TIERS), at=prices)
def test_a_pool_is_liquidated_when_its_equity_is_short(book: Book, at: dict[str, float]) -> None:
    """In both modes a pool is liquidatable exactly when equity is below requirement, both of them written out."""
    positions, accounts = range(len(book.size)), np.asarray(book.account)
    alone = [written_out(book, at, [one], 0.0) for one in positions]
    pooled = [
        written_out(book, at, [one for one in positions if accounts[one] == owner], float(book.free.get(owner, 0)))
        for owner in book.accounts
    ]
    for mode, pools in ((isolated, alone), (cross, pooled)):
        found = book.liquidatable(mode, at)
        for said, (equity, need) in zip(found, pools, strict=False):
            if abs(equity - need) > 1e-9 * (1 + abs(equity)):
                assert said == (equity < need)


LINEAR = (Conventions(), Conventions(maintenance_on="entry"), Conventions(fee="price", taker_fee=0.001))


@given(book=books(), at=prices, conventions=st.sampled_from(LINEAR))
def test_half_spaces_say_what_risk_says(book: Book, at: dict[str, float], conventions: Conventions) -> None:
    """The half-space of safe prices and the risk triple agree on every pool that is not on the edge.

    A requirement at an average entry below zero is refused, which a test of the liquidation prices holds.
    """
    book = replace(book, conventions=conventions)
    legs = book.legs(book.partition(cross))
    assume(conventions.maintenance_on == "mark" or (legs.cost * legs.size >= 0).all())
    excess = book.risk(cross, at).excess
    clear = np.abs(excess) > 1e-6
    healthy = book.half_spaces(cross).healthy(np.array([at[name] for name in NAMES]))
    assert (healthy == (excess >= 0))[clear].all()


@pytest.mark.parametrize(
    ("schedules", "fee", "named"), [(TIERS, "none", "3 tiers"), (FLAT, "bankruptcy", "the fee at bankruptcy")]
)
def test_what_is_no_half_space_is_refused(schedules: Any, fee: str, named: str) -> None:
    """Several tiers, or a fee at a price that other markets move, are refused by name."""
    book = Book(["BTC"], [1.0], [100.0], [10.0], schedules, conventions=Conventions(fee=fee, taker_fee=0.001))
    with pytest.raises(MarginError, match=named):
        book.half_spaces(cross)


def test_exact_worlds_agree_on_ten_thousand_random_books() -> None:
    """Float arrays give the cross liquidation prices of Fractions and of Decimals to a relative 1e-12, book by book.

    A price that is nearly zero is what cancellation leaves of numbers near the mark of 100: there to 1e-14 of it.
    """
    random = np.random.default_rng(11)
    owners = [str(owner) for owner in np.repeat(np.arange(10_000), random.integers(2, 6, 10_000))]
    n = len(owners)
    columns = [
        random.choice([-1, 1], n) * np.round(random.uniform(0.1, 20, n), 2),
        np.round(random.uniform(50, 150, n), 2),
        np.round(random.uniform(50, 300, n), 2),
    ]
    market = random.choice(NAMES, n)
    at = {"BTC": "97.31", "ETH": "104.2", "SOL": "88.88"}
    found = {}
    for kind in (float, Fraction, Decimal):
        schedules = {name: MarginalTiers(*_as(kind, [0, 500, 2000], ["0.004", "0.01", "0.05"])) for name in NAMES}
        cells = [
            np.array([kind(str(x)) for x in column], dtype=float if kind is float else object) for column in columns
        ]
        book = Book(market, cells[0], cells[1], cells[2], schedules, owners)
        found[kind] = book.liquidation_prices(cross, {name: kind(price) for name, price in at.items()}).astype(float)
    assert not np.signbit(found[float]).any()
    for kind in (Fraction, Decimal):
        np.testing.assert_allclose(found[float], found[kind], rtol=1e-12, atol=1e-12)


def _as(kind: Any, *columns: Any) -> list[tuple[Any, ...]]:
    return [tuple(kind(str(cell)) for cell in column) for column in columns]


@given(book=books(contract="inverse"), at=prices)
def test_inverse_pools_fail_at_their_price(book: Book, at: dict[str, float]) -> None:
    """Conditional prices hold for coin-margined pools too."""
    for position, price in enumerate(book.liquidation_prices(cross, at)):
        if not 1e-6 < price < 1e6:
            continue
        risk = book.risk(cross, {**at, str(book.market[position]): float(price)})
        assert risk.excess[cross(book).positions[position]] == pytest.approx(0, abs=1e-7)


def test_the_flagship_account() -> None:
    """Long 10, short 5 at 100 with 400 deposited: isolated dies at 90.4523, the pool at 63.0779 with ETH at 105."""
    flat = {"BTC": FlatRate(0.005), "ETH": FlatRate(0.005)}
    book = Book(["BTC", "ETH"], [10.0, -5.0], [100.0] * 2, [100.0] * 2, flat, free={"": 200.0})
    at = {"BTC": 83.0, "ETH": 105.0}
    assert book.liquidation_prices(isolated, at)[0] == pytest.approx(90.45226130653266)
    # 400 + 10 (P - 100) - 25 = 0.05 P + 2.625
    assert book.liquidation_prices(cross, at)[0] == pytest.approx(627.625 / 9.95)
    assert len(book.risk(isolated, at).equity) == 3
    assert book.liquidatable(isolated, at).tolist() == [True, False, False]
    assert book.liquidatable(cross, at).tolist() == [False]


def test_haircuts_count_assets_down_and_debts_up() -> None:
    """An asset of 100 at 20 % counts 80, a debt of 50 at 10 % counts 55."""
    schedules = {"SOL": Haircuts(asset=0.2, liability=0.1), "ETH": Haircuts(asset=0.2, liability=0.1)}
    book = Book(["SOL", "ETH"], [10.0, -5.0], [10.0, 10.0], [100.0, 0.0], schedules)
    risk = book.risk(cross, {"SOL": 10.0, "ETH": 10.0})
    assert risk.maintenance[0] == pytest.approx(20 + 5)


@given(st.lists(st.tuples(st.floats(1, 200), st.sampled_from([-1.0, 1.0])), min_size=1, max_size=40), st.floats(1, 200))
def test_the_trigger_index_finds_what_a_full_check_finds(rows: list[tuple[float, float]], price: float) -> None:
    """The sorted index returns exactly the longs above the price and the shorts below it."""
    at, size = (np.array(column) for column in zip(*rows, strict=True))
    brute = {i for i, (own, side) in enumerate(rows) if (own > price if side > 0 else own < price)}
    assert set(TriggerIndex(at, size).hit(price).tolist()) == brute


@given(st.lists(st.tuples(*[st.integers(-50, 50)] * 3), min_size=2, max_size=5))
def test_risk_adds_up(rows: list[tuple[int, int, int]]) -> None:
    """Triples add element by element, and a zero requirement never makes the comparison fail."""
    total = Risk(0, 0, 0)
    for row in rows:
        total = total + Risk(*row)
    assert (total.equity, total.initial, total.maintenance) == tuple(map(sum, zip(*rows, strict=True)))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"size": [0.0]}, "size is 0"),
        ({"entry": [float("nan")]}, "nan"),
        ({"collateral": [-1.0]}, "-1"),
        ({"market": ["XRP"]}, "XRP"),
        ({"free": {"": -5.0}}, "-5"),
        ({"size": [1.0, 2.0]}, "shape"),
    ],
)
def test_bad_books_are_refused(change: dict[str, Any], named: str) -> None:
    """Every bad column is refused before a book exists, and the message names the value."""
    columns: dict[str, Any] = {
        "market": ["BTC"],
        "size": [1.0],
        "entry": [100.0],
        "collateral": [10.0],
        "schedules": FLAT,
    }
    with pytest.raises(MarginError, match=named):
        Book(**{**columns, **change})


def test_missing_and_bad_prices_are_named() -> None:
    """A market without a price, and a price of zero, are refused by name."""
    book = Book(["BTC"], [1.0], [100.0], [10.0], {"BTC": FlatRate(0.01)})
    with pytest.raises(MarginError, match="'BTC'"):
        book.risk(cross, {})
    with pytest.raises(MarginError, match="price is 0"):
        book.risk(cross, {"BTC": 0.0})


def test_a_book_without_markets_holds_money_and_nothing_else() -> None:
    """No schedules, no positions, no prices: the free collateral is equity that needs nothing."""
    book = Book([], [], [], [], {}, free={"ada": 5.0})
    risk = book.risk(cross, {})
    assert (risk.equity.tolist(), risk.maintenance.tolist()) == ([5.0], [0.0])
    assert book.liquidation_prices(cross, {}).tolist() == []


@given(
    posted=st.integers(0, 30),
    lost=st.integers(0, 60),
    free=st.integers(0, 30),
    unit=st.sampled_from(["1", "0.1", "0.01", "1e-7"]),
    trigger=st.sampled_from(["strict", "inclusive"]),
)
def test_a_pool_without_a_position_is_liquidated_where_it_owes(
    posted: int, lost: int, free: int, unit: str, trigger: str
) -> None:
    """A debt is seen though nothing is held, and what comes to nothing in decimals is no debt in floats."""
    for kind in (Fraction, float):
        one = kind(Fraction(unit))
        book = Book(
            ["BTC", "BTC"],
            [kind(3), kind(-3)],
            [kind(Fraction(1003, 10))] * 2,
            [one * posted, one * 0],
            {"BTC": FlatRate(kind(Fraction(1, 100)))},
            free={"": one * free},
            conventions=Conventions(trigger=trigger),
            settled=[-one * lost, one * 0],
        )
        (found,) = book.liquidatable(cross, {"BTC": kind(77)})
        assert found == (posted + free < lost)


def test_no_fee_is_charged_where_none_is_told() -> None:
    """With a fee that follows the price, and without one: a hundredth of 90 is needed."""
    for fee in ("none", "price"):
        book = Book(["BTC"], [1.0], [100.0], [20.0], {"BTC": FlatRate(0.01)}, conventions=Conventions(fee=fee))
        assert book.risk(isolated, {"BTC": 90.0}).maintenance[0] == pytest.approx(0.9)


def test_an_average_entry_a_little_below_zero_is_refused_where_it_is_what_counts() -> None:
    """Two bought at 100 and one sold at 200.5 leave one at -0.5, which is no notional."""
    rules = Conventions(maintenance_on="entry")
    book = Book(["BTC"] * 2, [2.0, -1.0], [100.0, 200.5], [50.0, 50.0], {"BTC": FlatRate(0.01)}, conventions=rules)
    with pytest.raises(InvalidInput, match=r"average entry is -0\.5"):
        book.risk(cross, {"BTC": 100.0})
