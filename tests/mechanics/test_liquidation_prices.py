"""A stated liquidation price is where the book's own risk turns, whatever schedule, convention, mode and contract."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from marginlib.book import Book, Mode
from marginlib.cascade import TriggerIndex
from marginlib.conventions import CHOICES, Conventions
from marginlib.errors import InvalidInput
from marginlib.modes import basket, cross, isolated
from marginlib.position import Position
from marginlib.schedules import (
    ContinuousRate,
    FlatRate,
    Haircuts,
    MarginalTiers,
    OpenInterestScaled,
    Schedule,
    StepTiers,
)
from marginlib.triggers import price_with_fees

F = Fraction
NAMES = ("A", "B", "C")
SCHEDULES: list[Schedule] = [
    FlatRate(F(1, 200)),
    FlatRate(F(0)),
    MarginalTiers((F(0), F(300), F(2_000)), (F(1, 250), F(1, 50), F(1, 4))),
    ContinuousRate(F(1, 100), F(1, 1_000)),
    OpenInterestScaled(F(1, 5), F(15), F(10), F(20)),
    OpenInterestScaled(F(1, 5), F(25), F(10), F(20)),  # over its cap: all of the notional
    Haircuts(F(1), F(1, 10)),  # an asset that does not count
    Haircuts(F(1, 5), F(3, 2)),  # a debt that counts for more than twice
    StepTiers((F(3), F(8)), (F(1, 100), F(1, 50), F(1, 10))),
]
HAIR = F(1, 10**12)
FAR = [F(10) ** power for power in range(-9, 10, 2)]
FEE = F(6, 10_000)


@st.composite
def worlds(draw: Any) -> tuple[Book, Mode, dict[str, Fraction]]:
    """One to five positions in three markets, their pools, and a price of each market."""
    n = draw(st.integers(1, 5))

    def column(cell: Any) -> Any:
        return np.array(draw(st.lists(cell, min_size=n, max_size=n)), dtype=object)

    convention = Conventions(
        contract=draw(st.sampled_from(CHOICES["contract"])),
        maintenance_on=draw(st.sampled_from(CHOICES["maintenance_on"])),
        fee=draw(st.sampled_from(CHOICES["fee"])),
        taker_fee=FEE,
        trigger=draw(st.sampled_from(CHOICES["trigger"])),
    )
    market = draw(st.lists(st.sampled_from(NAMES), min_size=n, max_size=n))
    sizes = column(st.builds(F, st.integers(-60, 60).filter(bool), st.sampled_from([1, 4])))
    posted = column(st.sampled_from([F(0), F(5), F(60), F(500)]))
    if convention.contract == "inverse":  # in coin
        sizes, posted = sizes * 50, posted / 20
    entries = column(st.integers(20, 200).map(F))
    schedules = {name: draw(st.sampled_from(SCHEDULES)) for name in NAMES}
    account = draw(st.lists(st.sampled_from("ab"), min_size=n, max_size=n))
    book = Book(market, sizes, entries, posted, schedules, account, {"a": F(3)}, convention)
    labels = draw(st.lists(st.sampled_from("xy"), min_size=n, max_size=n))
    mode = draw(st.sampled_from([isolated, cross, basket(labels, free="x")]))
    return book, mode, {name: F(draw(st.integers(10, 300))) for name in NAMES}


def beyond(book: Book, mode: Mode, prices: dict[str, Fraction], pool: int) -> Fraction:
    """Equity of the pool beyond what it needs."""
    found: Fraction = book.risk(mode, prices).excess[pool]
    return found


def stated(book: Book, mode: Mode, at: dict[str, Fraction]) -> list[Any] | None:
    """The prices that the book states, or None where it says that there are none to state, for a reason that holds."""
    legs, c = book.legs(book.partition(mode)), book.conventions
    entries = [cost / size for cost, size in zip(legs.cost, legs.size, strict=True) if size]
    if c.maintenance_on == "entry" and any(entry < 0 for entry in entries):
        with pytest.raises(InvalidInput, match="average entry is"):
            book.liquidation_prices(mode, at)
        return None
    try:
        return list(book.liquidation_prices(mode, at))
    except InvalidInput as refusal:
        sides = c.fee == "bankruptcy" and "on both sides" in str(refusal)
        assert sides or "more than it is worth" in str(refusal)  # noqa: PT017
        rates = [(list(book.schedules.values())[code], size) for code, size in zip(legs.market, legs.size, strict=True)]
        charged = FEE if c.fee != "none" else 0
        assert any(size > 0 and rate + charged > 1 for one, size in rates for rate, _ in one.lines(size))
        return None


TWO_LEGS = Book(
    ["A", "B"],
    np.array([F(10), F(-50)], dtype=object),
    np.array([F(100), F(20)], dtype=object),
    np.array([F(200), F(200)], dtype=object),
    {name: FlatRate(F(1, 200)) for name in NAMES},
    conventions=Conventions(fee="bankruptcy", taker_fee=FEE),
)


PARTS = replace(
    TWO_LEGS, size=np.array([F(1, 2), F(-5, 2)], dtype=object), collateral=np.array([F(10), F(10)], dtype=object)
)


@given(worlds())
@example((TWO_LEGS, cross, {"A": F(100), "B": F(20), "C": F(1)}))
@example((PARTS, cross, {"A": F(100), "B": F(20), "C": F(1)}))
def test_a_stated_price_is_where_risk_turns(world: tuple[Book, Mode, dict[str, Fraction]]) -> None:
    """In Fractions: at the price equity is to the digit what is needed, a hair before more and a hair beyond it less;
    where no price is stated the pool is healthy at all, or at none.
    """
    book, mode, at = world
    partition = book.partition(mode)
    for position, price in enumerate(stated(book, mode, at) or []):
        market, pool = str(book.market[position]), int(partition.positions[position])
        legs = book.legs(partition)
        size = book.conventions.exposure(legs.size[legs.of_position[position]])
        if not size:
            assert price != price  # noqa: PLR0124 - NaN
            continue
        if 0 < price < float("inf"):
            losing = -1 if size > 0 else 1
            assert beyond(book, mode, {**at, market: price}, pool) == 0
            assert beyond(book, mode, {**at, market: price * (1 - losing * HAIR)}, pool) > 0
            assert beyond(book, mode, {**at, market: price * (1 + losing * HAIR)}, pool) < 0
        else:
            never = (price == 0) == (size > 0)
            for far in FAR:
                spare = beyond(book, mode, {**at, market: far}, pool)
                assert spare >= 0 if never else spare < 0


NEVER = Book(
    ["A", "A", "B", "B"],
    np.array([F(10), F(-4), F(3), F(-3)], dtype=object),
    np.array([F(100)] * 4, dtype=object),
    np.array([F(1)] * 4, dtype=object),
    {name: Haircuts(F(1), F(1, 10)) for name in NAMES},
)
"""What is left of A is liquidated at every price, and B nets to nothing."""


@settings(max_examples=40)
@given(worlds(), st.sampled_from([F(1, 2), F(1, 100)]), st.sampled_from(CHOICES["rounding"]))
@example((NEVER, cross, {"A": F(100), "B": F(20), "C": F(1)}), F(1, 2), "nearest")
def test_a_stated_price_on_a_tick_is_a_tick_from_where_risk_turns(
    world: tuple[Book, Mode, dict[str, Fraction]], tick: Fraction, rounding: str
) -> None:
    """A tick before it the pool is healthy, a tick beyond it is not, however the venue rounds; rounded against the
    trader the pool is healthy at the price itself.
    """
    book, mode, at = world
    book = replace(book, conventions=replace(book.conventions, tick=tick, rounding=rounding))
    partition, legs = book.partition(mode), book.legs(book.partition(mode))
    for position, price in enumerate(stated(book, mode, at) or []):
        market, pool = str(book.market[position]), int(partition.positions[position])
        size = book.conventions.exposure(legs.size[legs.of_position[position]])
        assert (price == price) == bool(size)  # noqa: PLR0124 - NaN where the leg nets to nothing, and only there
        if not tick < price < float("inf"):
            continue
        losing = -1 if size > 0 else 1
        assert price % tick == 0
        assert beyond(book, mode, {**at, market: price - losing * tick}, pool) >= 0
        assert beyond(book, mode, {**at, market: price + losing * tick}, pool) <= 0
        if rounding == "adverse":
            assert beyond(book, mode, {**at, market: price}, pool) >= 0


@settings(max_examples=40)
@given(worlds(), st.sampled_from([F(1, 2), F(1, 100)]))
@example((NEVER, cross, {"A": F(100), "B": F(20), "C": F(1)}), F(1, 2))
def test_a_price_that_is_printed_sooner_is_so_much_sooner_and_closes_nobody_sooner(
    world: tuple[Book, Mode, dict[str, Fraction]], sooner: Fraction
) -> None:
    """Higher for a long and lower for a short by exactly that, where there is a price; the triggers stay."""
    book, mode, at = world
    early = replace(book, conventions=replace(book.conventions, sooner=sooner))
    legs, prices = book.legs(book.partition(mode)), stated(book, mode, at)
    if prices is None:
        return
    for position, (price, printed) in enumerate(zip(prices, stated(early, mode, at) or [], strict=True)):
        size = book.conventions.exposure(legs.size[legs.of_position[position]])
        if 0 < price < float("inf"):
            assert printed == price + (sooner if size > 0 else -sooner)
        else:
            assert str(printed) == str(price)
    assert (book.liquidatable(mode, at) == early.liquidatable(mode, at)).all()


@given(worlds())
def test_half_spaces_and_prices_agree(world: tuple[Book, Mode, dict[str, Fraction]]) -> None:
    """Where a pool has a half-space, the distance to its edge is what equity is beyond the requirement."""
    book, mode, at = world
    try:
        spaces = book.half_spaces(mode)
    except InvalidInput:
        return
    point = np.array([book.conventions.coordinate(at[name]) for name in book.schedules], dtype=object)
    assert (spaces.normals @ point - spaces.offsets).tolist() == book.risk(mode, at).excess.tolist()


@pytest.mark.parametrize(
    ("schedule", "collateral", "price"),
    [
        (Haircuts(1.0, 0.0), 10.0, float("inf")),
        (Haircuts(1.0, 0.0), 101.0, 0.0),
        (OpenInterestScaled(0.2, 25.0, 10.0, 20.0), 10.0, float("inf")),
        (ContinuousRate(0.01, 1.0), 10.0, float("inf")),
    ],
)
def test_a_rate_of_one_or_more_is_covered_at_every_price_or_at_none(
    schedule: Schedule, collateral: float, price: float
) -> None:
    """A long at 100 that needs its whole value, or more, is healthy at every price or at none, in a column too."""
    position = Position(1.0, 100.0, collateral, schedule)
    assert position.liquidation_price == price
    columns = Position(np.array([1.0, 1.0]), np.array([100.0, 100.0]), np.array([collateral] * 2), schedule)
    assert columns.liquidation_price.tolist() == [price] * 2
    assert [position.liquidatable(far) for far in (1e-6, 1e6)] == [price > 0] * 2


def test_a_long_that_a_rise_liquidates_has_no_price_below_which_it_is() -> None:
    """At a rate of 1.01 a long with 100.5 at 100 is healthy at 40 and liquidated at 60: a price would say it wrong."""
    position = Position(1.0, 100.0, 100.5, ContinuousRate(0.01, 1.0))
    assert [position.liquidatable(price) for price in (40.0, 60.0)] == [False, True]
    with pytest.raises(InvalidInput, match=r"rate is 1.01.*a rise"):
        _ = position.liquidation_price


@pytest.mark.parametrize("size", [0.5, 1.0, 40.0])
@pytest.mark.parametrize(
    ("rate", "others"), [(1.0, [(100.0, -1)]), (1.0, [(100.0, -1), (100.0, 1)]), (0.999, [(9.0, -1)])]
)
def test_a_pool_with_fees_that_a_rise_liquidates_has_no_price(
    size: float, rate: float, others: list[tuple[float, int]]
) -> None:
    """By the definition, which sums the fees of those that would have any, it is healthy at zero and not far above."""

    def beyond(price: float) -> float:
        equity = 10.0 + size * price
        charged = sum(max(notional - side * equity, 0.0) for notional, side in others)
        return equity - rate * size * price - 1.0 - 0.01 * charged

    assert beyond(0.0) > 0 > beyond(1e6)
    with pytest.raises(InvalidInput, match=f"the leg of {size} is liquidated by prices on both sides"):
        price_with_fees(size, 10.0, 1.0, [(rate, 0.0)], 0.01, others)


def test_no_fee_is_below_zero() -> None:
    """With more collateral than the position is worth there is no price to be bankrupt at, and no fee for it."""
    fee = Conventions(fee="bankruptcy", taker_fee=0.001)
    assert Position(1.0, 100.0, 500.0, FlatRate(0.01), fee).maintenance(100.0) == 1.0


def test_a_position_without_a_price_is_never_hit() -> None:
    """What nets to nothing has no price, and a short that nothing liquidates has an infinite one: no tick hits them."""
    index = TriggerIndex(np.array([np.nan, 90.0, np.nan, np.inf]), np.array([1.0, 1.0, -1.0, -1.0]))
    assert index.hit(1e9).tolist() == []
    assert index.hit(1e-9).tolist() == [1]
