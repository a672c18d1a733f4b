"""The ladder of permissions and the circuit breakers, against rules written out another way."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlib import formulas
from marginlib.errors import InvalidInput
from marginlib.formulas import settlement
from marginlib.oracle import NEEDED, Guard, Validity, allowed, withdrawals_open, within_band
from marginlib.position import Position
from marginlib.risk import Risk
from marginlib.schedules import FlatRate, OpenInterestScaled

MARGIN = {"NON_POSITIVE", "TOO_VOLATILE", "TOO_UNCERTAIN", "STALE_FOR_MARGIN"}
FORBIDDEN = {
    "fill against the AMM": {*MARGIN, "INSUFFICIENT_DATA_POINTS", "STALE_FOR_AMM"},
    "price an oracle order": MARGIN,
    "compute margin": MARGIN,
    "settle profit": MARGIN - {"STALE_FOR_MARGIN"},
    "update funding": MARGIN - {"STALE_FOR_MARGIN"},
    "match two orders": MARGIN - {"STALE_FOR_MARGIN"},
    "trigger an order": {"NON_POSITIVE", "TOO_VOLATILE"},
    "liquidate": {"NON_POSITIVE", "TOO_VOLATILE"},
    "update the average": {"NON_POSITIVE"},
    "update the AMM curve": {"NON_POSITIVE"},
}
"""Drift v2, is_oracle_valid_for_action, as its lists name them (read on 2026-11-24, commit 04c1f94c)."""


def test_permissions_are_those_of_drift() -> None:
    """Every action on every rung."""
    assert set(NEEDED) == set(FORBIDDEN)
    for action, validity in product(FORBIDDEN, Validity):
        assert allowed(action, validity) == (validity.name not in FORBIDDEN[action]), (action, validity)
    with pytest.raises(InvalidInput, match="action is 'withdraw', but it must be one of"):
        allowed("withdraw", Validity.VALID)


FAULTS: dict[str, dict[str, Any]] = {
    "NON_POSITIVE": {"price": 0.0},
    "TOO_VOLATILE": {"average": 19.9},
    "TOO_UNCERTAIN": {"confidence": 2.1},
    "STALE_FOR_MARGIN": {"delay": 121},
    "INSUFFICIENT_DATA_POINTS": {"enough": False},
    "STALE_FOR_AMM": {"delay": 11},
}
GOOD: dict[str, Any] = {"price": 100.0, "average": 20.0, "confidence": 2.0, "delay": 10, "enough": True}


def test_each_fault_is_named() -> None:
    """Just inside all limits a price is valid; just outside one it is what that limit says."""
    assert Guard().validity(**GOOD) is Validity.VALID
    assert Guard().validity(**{**GOOD, "average": 501.0}) is Validity.TOO_VOLATILE
    for name, fault in FAULTS.items():
        assert Guard().validity(**{**GOOD, **fault}).name == name


@given(st.sets(st.sampled_from(list(FAULTS))))
def test_of_several_faults_the_worst_counts(faults: set[str]) -> None:
    """In the order of the ladder."""
    state = dict(GOOD)
    for name in sorted(faults, key=list(FAULTS).index, reverse=True):
        state.update(FAULTS[name])
    worst = next((name for name in FAULTS if name in faults), "VALID")
    assert Guard().validity(**state).name == worst


@given(st.floats(-10, 1000), st.floats(1, 1000), st.floats(0, 50), st.floats(0, 300), st.floats(0, 300), st.booleans())
def test_a_price_never_gets_better_with_age(
    price: float, average: float, confidence: float, delay: float, wait: float, enough: bool
) -> None:
    """And what was forbidden stays forbidden."""
    earlier, later = (Guard().validity(price, average, confidence, age, enough=enough) for age in (delay, delay + wait))
    assert later <= earlier
    for action in NEEDED:
        assert allowed(action, earlier) or not allowed(action, later)


def test_bands_are_inclusive_and_symmetric() -> None:
    """Exactly at the edge trades, a hair beyond does not."""
    edge = Fraction(1, 20)
    for side in (1, -1):
        assert within_band(100 + side * 5, 100, edge)
        assert not within_band(100 + side * (5 + Fraction(1, 10**9)), 100, edge)


def test_withdrawals_stop_at_the_first_debt_and_at_the_limit() -> None:
    """One account in the red closes the door, and so does a run."""
    assert withdrawals_open([0.0, 3.0], 20, 100, Fraction(1, 5))
    assert not withdrawals_open([0.0, 3.0], 20 + Fraction(1, 10**9), 100, Fraction(1, 5))
    assert not withdrawals_open([-1e-12, 3.0], 0, 100, 1)


def test_register_39_open_interest_scaled_margin_would_have_stopped_yfi() -> None:
    """dYdX, November 2023: YFI open interest from 0.8 to 67 million against caps of 0.5 and 1 million. At 0.8 million
    the initial margin is already 62 % of the notional, at 67 million all of it; the fund's 9 million were 40 % of it.
    """
    caps = Fraction(1, 2), Fraction(1)
    assert formulas.open_interest_rate(Fraction(1, 20), Fraction(8, 10), *caps) == Fraction(62, 100)
    assert formulas.open_interest_rate(Fraction(1, 20), Fraction(67), *caps) == 1
    schedule = OpenInterestScaled(Fraction(1, 20), Fraction(67), *caps)
    assert schedule.requirement(Fraction(-3), Fraction(10)) == 30
    assert Fraction(9) / Fraction(40, 100) == Fraction(45, 2)


def test_register_37_margin_on_withdrawals_would_have_kept_the_profit_in() -> None:
    """Hyperliquid, 12 March 2025: 15.23 million in, 160,234 ether (about 307 million) long, 17.09 million out, which
    cost the pool that took the position over about 4 million: 24.96 dollars an ether, 1.30 % of 1,915. With the 20 %
    that were asked of withdrawals afterwards, nothing could have left.
    """
    loss = Fraction(4_000_000, 160_234)
    assert float(loss) == pytest.approx(24.96, abs=0.005)
    assert float(loss / 1915) == pytest.approx(0.0130, abs=5e-5)
    profit = 1_860_000.0
    entry = 1915 - profit / 160_234
    position = Position(160_234.0, entry, 15_230_000.0, FlatRate(0.01))
    assert position.notional(1915) == pytest.approx(307e6, rel=0.002)
    for taken in (15_230_000.0, 1_860_000.0, 1.0):
        with pytest.raises(InvalidInput, match="below the initial margin"):
            position.remove_margin(taken, 1915.0, 0.2)
    assert position.remove_margin(10_000_000.0, 1915.0, 0.02).collateral == 5_230_000.0
    equity, need = position.equity(1915.0), 0.2 * position.notional(1915.0)
    assert Risk(equity, need, need).available < 0


def test_register_38_the_published_haircut_and_its_arithmetic() -> None:
    """OKEx, 31 July 2018: 4,168,515 contracts of 100 dollars are the 416.9 million of the press. About 1,200 bitcoin
    clawed back at 18 % of profits imply profits of 6,667 bitcoin; at 17 %, or with the 950 of other reports, others.
    """
    assert round(Fraction(4_168_515 * 100, 10**6), 1) == Fraction(4169, 10)
    profits = Fraction(1_200) / Fraction(18, 100)
    assert round(profits) == 6_667
    assert settlement.socialised_loss(Fraction(1_200), 0, profits) == Fraction(18, 100)
    others = [round(Fraction(lost * 100, share)) for lost in (1_200, 950) for share in (17, 18)]
    assert others == [7_059, 6_667, 5_588, 5_278]


def test_a_price_is_stale_beyond_the_largest_delay_and_not_before() -> None:
    """Up to ten slots the AMM may use it, up to 120 margin may."""
    found = [Guard().validity(**{**GOOD, "delay": delay}).name for delay in (0, 3, 10, 11, 120, 121)]
    assert found == ["VALID", "VALID", "VALID", "STALE_FOR_AMM", "STALE_FOR_AMM", "STALE_FOR_MARGIN"]
