"""Dials: where a needle stands, where the red is, and that both agree."""

from math import atan2, inf, nan, pi
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marginlib.errors import InvalidInput
from marginlib.show.dial import BASE, Dial, Gauge, Needle
from marginlib.show.scene import Scene
from tests.show.layout import faults

THREE_DIGITS = 99
FOUR = [
    ("maintenance / equity", Gauge(200 / 128, 200, 100, log=True), "red from 100 % up", 49.5),
    ("equity / maintenance", Gauge(50, 6400, 100, above=False, log=True), "red from 100 % down", 202.0),
    ("equity / notional", Gauge(0.25, 32, 0.5, above=False, log=True), "red below 0.5 %", 1.01),
    ("health factor", Gauge(0.95, 1.3, 1.0, above=False), "red below 1", 1.005),
]


def dial(number: int) -> Dial:
    """One of four, with a tick at its edge and its ends."""
    title, gauge, rule, _ = FOUR[number]
    ticks = [
        (value, f"{value:,.0f}" if value > THREE_DIGITS else f"{value:.3g}")
        for value in (gauge.low, gauge.edge, gauge.high)
    ]
    return Dial(Scene[Any](220, 152), (0, 0, 220, 152), title, gauge, rule, ticks)


@pytest.mark.parametrize("number", range(4))
def test_the_red_is_one_outer_seventh(number: int) -> None:
    """Of four scales whose edges lie at one seventh, on the right in the first and on the left in the others."""
    red = dial(number).red
    assert red.theta2 - red.theta1 == pytest.approx(180 / 7)
    assert (red.theta1 if number == 0 else red.theta2) == pytest.approx(0 if number == 0 else 180)


DIALS = [dial(number) for number in range(4)]


@given(some.integers(0, 3), some.floats(0, 1))
def test_a_needle_is_over_the_red_exactly_beyond_the_edge(number: int, share: float) -> None:
    """Its angle lies in the red if and only if its value lies beyond the edge, up to rounding at the edge itself."""
    gauge, made = FOUR[number][1], DIALS[number]
    value = gauge.low + share * (gauge.high - gauge.low)
    if abs(value / gauge.edge - 1) > 1e-9:
        x, y = made.shape(value)[0]
        angle = 180 * atan2(y - BASE, x - made.middle) / pi
        beyond = value > gauge.edge if gauge.above else value < gauge.edge
        assert beyond == (made.red.theta1 - 1e-6 <= angle <= made.red.theta2 + 1e-6)


def test_beyond_its_ends_a_needle_rests_at_the_stop() -> None:
    """Where there is no debt to divide by as well."""
    made = dial(3)
    assert made.shape(inf) == made.shape(1.3)
    assert made.shape(-5) == made.shape(0.95)
    assert made.shape(1.3)[0][0] > made.middle > made.shape(0.95)[0][0]


@pytest.mark.parametrize("number", range(4))
def test_texts_of_a_dial_keep_apart(number: int) -> None:
    """Title, ticks, both numbers and the rule; one needle leaves no trace of a second."""
    made, (_, gauge, _, value) = dial(number), FOUR[number]
    hands = [Needle(gauge.high, f"{gauge.high:,.4g}", "btc"), Needle(value, f"{value:,.4g} %", "eth")]
    made.show(hands)
    assert not faults(made.scene)
    assert made.needles[1].get_linewidth() > made.needles[0].get_linewidth()
    made.show(hands[:1])
    fresh = dial(number)
    fresh.show(hands[:1])
    assert (made.scene.pixels() == fresh.scene.pixels()).all()


def test_a_dial_that_cannot_be_is_refused() -> None:
    """An edge outside, a logarithm of nothing, three needles, a needle without a value."""
    for low, high, edge, log in ((1, 2, 3, False), (2, 1, 1.5, False), (0, 2, 1, True)):
        with pytest.raises(InvalidInput, match="cannot be drawn"):
            Gauge(low, high, edge, log=log)
    with pytest.raises(InvalidInput, match="3 needles"):
        DIALS[0].show([Needle(1, "a")] * 3)
    with pytest.raises(InvalidInput, match="'Ben' has no value"):
        DIALS[0].show([Needle(nan, "Ben")])
