"""One position: what is left of it at its line, and what it says when too much is taken out."""

import re

import pytest

from marginlib.errors import InvalidInput
from marginlib.position import Position
from marginlib.schedules import FlatRate

RATE = FlatRate(0.005)


@pytest.mark.parametrize("size", [10.0, -10.0])
@pytest.mark.parametrize("collateral", [8.0, 20.0, 100.0, 400.0])
def test_what_is_left_at_the_line_is_the_rate_times_the_way_between_line_and_floor(
    size: float, collateral: float
) -> None:
    """From the floor alone: the line is floor / (1 - rate) for a long and floor / (1 + rate) for a short."""
    position, side = Position(size, 100.0, collateral, RATE), 1 if size > 0 else -1
    line = position.bankruptcy_price / (1 - side * 0.005)
    assert position.left_at_liquidation == pytest.approx(size * (line - position.bankruptcy_price))


def test_a_line_that_no_price_meets_is_zero_without_a_minus_and_leaves_nothing_to_ask_for() -> None:
    """A long at 1x."""
    position = Position.opened(1.0, 100.0, 1, RATE)
    assert str(position.liquidation_price) == "0.0"
    with pytest.raises(InvalidInput, match="price"):
        _ = position.left_at_liquidation


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (93.3, "leaves equity 23.0 below the initial margin 93.3; nothing can be taken out"),
        (100.0, "leaves equity 90.0 below the initial margin 100.0; remove at most 50.0"),
    ],
)
def test_taking_out_too_much_says_how_much_there_is_in_round_figures(price: float, words: str) -> None:
    """No dust of the arithmetic, and no minus before a zero."""
    with pytest.raises(InvalidInput, match=re.escape(words)):
        Position(10.0, 100.0, 150.0, RATE).remove_margin(60.0, price, 0.1)
