"""The figures of market, cascade and contagion say what a calculation by hand says."""

from __future__ import annotations

import pytest

from marginlib.course.cascades import market
from marginlib.course.cascades import picture as cascade
from marginlib.course.contagion import picture as contagion


def test_the_walk_through_the_bids() -> None:
    """30 units take the bids of 3, 5, 4, 8, 6 and 4 of the next 5 units."""
    result = market.Result(30, 0, book=True)
    paid = 3 * 99.5 + 5 * 99 + 4 * 98 + 8 * 97 + 6 * 95.5 + 4 * 94
    assert result.left == pytest.approx(paid - 30 * 95)
    assert f"{paid / 30:.2f}" in result.headline
    assert market.Result(50, 0, book=True).headline.endswith("10 unsold")


@pytest.mark.parametrize(("shock", "ratio"), [(1.0, 0.0), (3.0, 0.5), (2.0, 0.8), (1.0, 0.9)])
def test_the_cascade_follows_its_closed_form(shock: float, ratio: float) -> None:
    """Within one account of shock / (1 - ratio), and above a ratio of 1 nobody is left."""
    result = cascade.Result(shock, ratio)
    assert result.fall == pytest.approx(shock / (1 - ratio), abs=1.5 / 20 / (1 - ratio))
    assert result.end.number == pytest.approx(20 * result.fall, abs=1)
    assert cascade.Result(0.5, 1.2).end.number == 400


def test_the_loss_of_one_market_by_hand() -> None:
    """Ada owes 60 and has 20: fund A adds 10, and the winners of A get half of their 30 each; B notices nothing."""
    after = contagion.Result(70.0, 90.0, 20, contagion.APART, "isolated").amounts["after"]
    assert after.to_dict() == pytest.approx(
        {"Ada": 0, "Ben": 35, "Cleo A": 35, "Cleo B": 10, "Dan": 30, "fund A": 0, "fund B": 10}
    )
    shared = contagion.Result(70.0, 90.0, 20, contagion.SHARED, "cross").amounts["after"]
    assert shared.sum() == pytest.approx(20 * 5 + 20)
