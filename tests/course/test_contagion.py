"""The figures of contagion say what a calculation by hand says."""

from __future__ import annotations

import pytest

from marginlib.course.contagion import picture as contagion


def test_the_loss_of_one_market_by_hand() -> None:
    """Ada owes 60 and has 20: fund A adds 10, and the winners of A get half of their 30 each; B notices nothing."""
    after = contagion.Result(70.0, 90.0, 20, contagion.APART, "isolated").amounts["after"]
    assert after.to_dict() == pytest.approx(
        {"Ada": 0, "Ben": 35, "Cleo A": 35, "Cleo B": 10, "Dan": 30, "fund A": 0, "fund B": 10}
    )
    shared = contagion.Result(70.0, 90.0, 20, contagion.SHARED, "cross").amounts["after"]
    assert shared.sum() == pytest.approx(20 * 5 + 20)
