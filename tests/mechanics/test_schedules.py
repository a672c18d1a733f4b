"""Schedules: published ladders, convexity, and prices against bisection."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput, MarginError
from marginlib.position import Position
from marginlib.schedules import ContinuousRate, FlatRate, MarginalTiers, OpenInterestScaled, Schedule, StepTiers
from marginlib.venues import venue

COIN_M = ((0, 5, 10, 20, 50, 100, 200), ("0.004", "0.005", "0.01", "0.025", "0.05", "0.1", "0.125"))
USD_M = (
    (0, 50_000, 250_000, 1_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000, 200_000_000, 300_000_000),
    ("0.004", "0.005", "0.01", "0.025", "0.05", "0.1", "0.125", "0.15", "0.25", "0.5"),
)


def exact(ladder: Any) -> MarginalTiers:
    """A published ladder in exact numbers."""
    return MarginalTiers(tuple(map(Fraction, ladder[0])), tuple(map(Fraction, ladder[1])))


def test_published_maintenance_amounts() -> None:
    """Continuity gives the amounts Binance publishes, coin-margined and USD-margined."""
    assert [float(a) for a in exact(COIN_M).amounts] == [0, 0.005, 0.055, 0.355, 1.605, 6.605, 11.605]
    assert [int(a) for a in exact(USD_M).amounts] == [
        0, 50, 1300, 16300, 266300, 1266300, 2516300, 5016300, 25016300, 100016300,
    ]  # fmt: skip


def test_a_published_ladder_with_a_wrong_rate_is_refused() -> None:
    """A 2 % rate printed with the amount of 2.5 % leaves a jump, and the message says so."""
    with pytest.raises(InvalidInput, match="leaves a jump"):
        MarginalTiers((0, 50_000, 250_000, 1_000_000), (0.004, 0.005, 0.01, 0.02), (0, 50, 1300, 16300))


@given(size=st.floats(0.001, 50_000), side=st.sampled_from([-1, 1]), price=st.floats(1, 100_000))
def test_each_tier_charges_the_part_of_the_notional_that_lies_in_it(size: float, side: int, price: float) -> None:
    """A tiered requirement is the sum of each rate times the part of the notional from its floor to the next."""
    floors, rates = USD_M[0], [float(rate) for rate in USD_M[1]]
    value, parts = size * price, [*floors[1:], float("inf")]
    charged = sum(
        rate * max(0.0, min(value, upper) - lower) for rate, lower, upper in zip(rates, floors, parts, strict=True)
    )
    found = MarginalTiers(tuple(map(float, floors)), tuple(rates)).requirement(side * size, price)
    assert found == pytest.approx(charged, rel=1e-9, abs=1e-9)


def bisected(position: Position, low: float, high: float) -> float:
    """Price between a healthy and a liquidatable one, by bisection on the definition."""
    for _ in range(200):
        middle = (low + high) / 2
        if position.equity(middle) < position.maintenance(middle):
            low = middle
        else:
            high = middle
    return high


@given(
    size=st.floats(0.01, 500),
    side=st.sampled_from([-1, 1]),
    leverage=st.floats(1.5, 45),
    fee=st.sampled_from(["none", "price", "bankruptcy"]),
    on=st.sampled_from(["mark", "entry"]),
    contract=st.sampled_from(["linear", "inverse"]),
)
def test_liquidation_price_is_where_bisection_finds_it(
    size: float, side: int, leverage: float, fee: str, on: str, contract: str
) -> None:
    """Every combination of conventions gives the price that bisection on equity and requirement gives."""
    entry = 40_000.0
    ladder = USD_M if contract == "linear" else COIN_M
    schedule = MarginalTiers(tuple(map(float, ladder[0])), tuple(map(float, ladder[1])))
    conventions = Conventions(contract=contract, maintenance_on=on, fee=fee, taker_fee=0.0006)
    units = side * size * (entry if contract == "inverse" else 1)
    position = Position.opened(units, entry, leverage, schedule, conventions)
    price = position.liquidation_price
    if position.liquidatable(entry) or not 0 < price < 1e12:
        return
    found = bisected(position, 1e-6, entry) if side > 0 else bisected(position, entry * 1e9, entry)
    assert price == pytest.approx(found, rel=1e-9)
    assert position.equity(price) == pytest.approx(position.maintenance(price), rel=1e-7, abs=1e-9 * abs(units))
    assert not position.liquidatable(price * (1 + side * 1e-6))
    assert position.liquidatable(price * (1 - side * 1e-6))


@given(
    size=st.fractions(Fraction(1, 100), 300),
    side=st.sampled_from([-1, 1]),
    leverage=st.integers(2, 40),
    contract=st.sampled_from(["linear", "inverse"]),
    tick=st.sampled_from([Fraction(1, 100), Fraction(1, 2), Fraction(5)]),
)
def test_one_tick_before_the_printed_price_the_position_is_healthy(
    size: Fraction, side: int, leverage: int, contract: str, tick: Fraction
) -> None:
    """With prices rounded against the trader a position stands one tick before the printed price, falls one past it."""
    entry = Fraction(40_000)
    conventions = Conventions(contract=contract, tick=tick, rounding="adverse", trigger="inclusive")
    ladder = exact(USD_M if contract == "linear" else COIN_M)
    units = side * size * (entry if contract == "inverse" else 1)
    position = Position.opened(units, entry, leverage, ladder, conventions)
    price = position.liquidation_price
    if position.liquidatable(entry) or not 0 < price < 10**9:
        return
    assert price % tick == 0
    assert not position.liquidatable(price + side * tick)
    assert position.liquidatable(price - side * tick) or price - side * tick <= 0


@given(numbers=st.tuples(*[st.fractions(0, 2_000_000)] * 2))
def test_marginal_tiers_are_convex_and_superadditive(numbers: tuple[Fraction, Fraction]) -> None:
    """One concentrated pool needs at least what its two halves need apart, and the midpoint lies below the chord."""
    first, second = numbers
    need = [exact(USD_M).requirement(1, value) for value in (first, second, first + second, (first + second) / 2)]
    assert need[2] >= need[0] + need[1]
    assert 2 * need[3] <= need[0] + need[1]


def test_two_longs_of_fifty_thousand() -> None:
    """Two notionals of 50,000 need 200 each apart and 450 as one."""
    tiers = MarginalTiers((0, 50_000), (0.004, 0.005), (0, 50))
    assert (tiers.requirement(1, 50_000), tiers.requirement(2, 50_000)) == pytest.approx((200, 450))


def test_the_fast_path_agrees_with_the_definition() -> None:
    """The array path of the tiered price equals the worst of the single lines, over-collateralised longs included."""
    random = np.random.default_rng(7)
    size = random.choice([-1.0, 1.0], 50_000) * 10 ** random.uniform(-3, 3, 50_000)
    entry = random.uniform(1e3, 6e4, 50_000)
    collateral = abs(size) * entry * random.uniform(0, 2, 50_000)
    tiers = MarginalTiers(tuple(map(float, USD_M[0])), tuple(map(float, USD_M[1])))
    definition = Schedule.liquidation_price(tiers, collateral, size, entry)
    np.testing.assert_allclose(tiers.liquidation_price(collateral, size, entry), definition, rtol=1e-12)
    assert (definition == 0).any()


@pytest.mark.parametrize("kind", [float, Fraction, np.float64])
def test_a_long_that_no_price_liquidates_has_a_zero_without_a_minus(kind: Any) -> None:
    """At 1x nothing is borrowed; a price of minus zero would be printed as such."""
    for schedule in (FlatRate(kind(Fraction(1, 200))), FlatRate(kind(0))):
        assert str(schedule.liquidation_price(kind(100), kind(1), kind(100))) in {"0.0", "0"}


def test_a_step_schedule_liquidates_a_long_because_the_price_rose() -> None:
    """Whole-position steps in notional: healthy at 49,990, liquidatable at 50,010 (the fault of an engine, 2026)."""
    steps = StepTiers((50_000,), (0.004, 0.05), unit="notional")
    position = Position(1.0, 49_000.0, 500.0, steps)
    assert not position.liquidatable(49_990)
    assert position.liquidatable(50_010)


@given(size=st.floats(0.5, 4), side=st.sampled_from([-1, 1]), leverage=st.floats(3, 15))
def test_the_step_price_is_the_first_that_is_not_covered(size: float, side: int, leverage: float) -> None:
    """Scanning prices from the entry in the losing direction meets the first uncovered one at the step price."""
    steps = StepTiers((50_000.0, 100_000.0), (0.004, 0.01, 0.03), unit="notional")
    position = Position(side * size, 40_000.0, size * 40_000 / leverage, steps)
    if position.liquidatable(40_000.0):
        return
    grid = np.linspace(40_000, 20_000 if side > 0 else 60_000, 40_001)
    uncovered = grid[position.equity(grid) < position.maintenance(grid)]
    first = uncovered[0]
    assert position.liquidation_price == pytest.approx(first, abs=1.0)


@pytest.mark.parametrize(
    ("build", "named"),
    [
        (lambda: MarginalTiers((0, 50, 20), (0.01, 0.02, 0.03)), "20"),
        (lambda: MarginalTiers((10, 50), (0.01, 0.02)), "10"),
        (lambda: MarginalTiers((0, 50), (0.02, 0.01)), "0.01"),
        (lambda: FlatRate(1.5), "1.5"),
        (lambda: FlatRate(float("nan")), "nan"),
        (lambda: StepTiers((5,), (0.1,)), "2 caps from 0 on and 1 rates"),
        (lambda: StepTiers((5,), (0.1, 0.2), unit="lots"), "lots"),
        (lambda: ContinuousRate(-0.1, 0), "-0.1"),
        (lambda: OpenInterestScaled(0.1, 5, 10, 10), "10"),
        (lambda: Position(0, 100, 10, FlatRate(0.01)), "size is 0"),
        (lambda: Position(1, 0, 10, FlatRate(0.01)), "entry price is 0"),
        (lambda: Position(1, 100, -10, FlatRate(0.01)), "collateral is -10"),
        (lambda: Position(1, float("inf"), 10, FlatRate(0.01)), "inf"),
        (lambda: Position("1", 100, 10, FlatRate(0.01)), "'1'"),
        (lambda: Position(np.array([1.0, 0.0]), 100, 10, FlatRate(0.01)), "0.0"),
        (lambda: Position(1, 100, 10, FlatRate(0.01)).equity(-3), "price is -3"),
        (lambda: Position.opened(1, 100, 0, FlatRate(0.01)), "leverage is 0"),
        (lambda: Conventions(contract="quanto"), "quanto"),
        (lambda: venue("nowhere"), "nowhere"),
        (lambda: venue("binance-usdm").market("XYZ"), "XYZ"),
        (lambda: venue("binance-usdm").market("BTC").max_leverage(-1), "notional is -1"),
    ],
)
def test_bad_input_is_named(build: Any, named: str) -> None:
    """Every refusal is a MarginError whose message holds the value refused."""
    with pytest.raises(MarginError, match=named.replace("(", r"\(")):
        build()


def test_a_rate_that_falls_with_the_size_is_refused_and_one_that_stays_is_not() -> None:
    """A negative rate for each unit would make the largest positions safe; none at all is a flat rate."""
    with pytest.raises(InvalidInput, match=r"rate per unit is -0\.001"):
        ContinuousRate(0.01, -0.001)
    assert ContinuousRate(Fraction(1, 100), Fraction(0)).requirement(7, 100) == 7


@pytest.mark.parametrize(
    ("floor", "exact", "printed", "jump"),
    [(50_000, 50.0, 0.015, 0.03), (1e9, 1e6, 0.9, 1.1), (0.5, 5e-4, 5e-10, 2e-9)],
    ids=["to the cent", "a billionth of the floor", "in coin"],
)
@pytest.mark.parametrize("side", [1, -1])
def test_an_amount_may_be_off_by_what_a_venue_rounds_and_no_more(
    floor: float, exact: float, printed: float, jump: float, side: int
) -> None:
    """Two cents, or a billionth of a large floor; of a floor in coin, which is small, a billionth of a coin."""
    tiers = MarginalTiers((0, floor), (0.004, 0.005), (0, exact + side * printed))
    assert tiers.amounts == (0, exact + side * printed)
    with pytest.raises(InvalidInput, match="leaves a jump"):
        MarginalTiers((0, floor), (0.004, 0.005), (0, exact + side * jump))


def test_columns_of_fractions_beside_floats_have_their_price() -> None:
    """Money in exact numbers beside sizes in floats: 0.995 P = 100 - 20, and what tiers of Fractions give."""
    money = np.array([Fraction(20), Fraction(60)])
    found = MarginalTiers((0.0, 1e6), (0.005, 0.01)).liquidation_price(money, np.array([1.0, 2.0]), 100.0)
    assert found.astype(float).tolist() == pytest.approx([80 / 0.995, 70 / 0.995])
