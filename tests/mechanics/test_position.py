"""One position: what is left of it at its line, and what it says when too much is taken out."""

import re

import numpy as np
import pytest

from marginlib.conventions import Conventions
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


@pytest.mark.parametrize("size", [10.0, -10.0])
def test_a_price_that_a_venue_prints_sooner_leaves_the_floor_where_it_is(size: float) -> None:
    """A tick of 0.25 before the line, for columns as for one; where nothing liquidates there is no price to move."""
    plain = Position(size, 100.0, 100.0, RATE)
    early = Position(size, 100.0, 100.0, RATE, Conventions(sooner=0.25))
    assert early.liquidation_price == plain.liquidation_price + (0.25 if size > 0 else -0.25)
    assert early.bankruptcy_price == plain.bankruptcy_price
    columns = Position(np.array([size, 1.0]), 100.0, np.array([100.0, 100.0]), RATE, Conventions(sooner=0.25))
    assert columns.liquidation_price.tolist() == pytest.approx([early.liquidation_price, 0.0], rel=1e-12)
    with pytest.raises(InvalidInput, match="sooner is -1, but it must be"):
        Conventions(sooner=-1)


def test_the_prices_that_okx_printed_one_tick_sooner() -> None:
    """Ccxt issue 28121, 613 contracts of 10 from 0.01305, and pull request 10547, a short of 93,740 USD in coin."""
    held = 0.01304 * 6130 * 0.0205 * 6.06482866975909 - 6130 * (0.01304 - 0.01305)
    long = Position(6130.0, 0.01305, held, FlatRate(0.0205), Conventions(sooner=1e-5))
    assert long.liquidation_price == pytest.approx(0.0116677335375191, rel=1e-9)
    coin = Conventions(contract="inverse", sooner=0.01)
    short = Position(-93_740.0, 4778.838446253866, 11.290722659655176, FlatRate(0.0055), coin)
    assert short.liquidation_price == pytest.approx(11198.22376279407, rel=1e-9)


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


def test_what_is_named_as_the_most_that_can_be_taken_out_can_be_taken_out() -> None:
    """To the last unit, and no more."""
    held = Position(10.0, 100.0, 150.0, RATE)
    assert held.remove_margin(50.0, 100.0, 0.1).collateral == 100.0
    with pytest.raises(InvalidInput, match="remove at most"):
        held.remove_margin(50.0 + 2.0**-40, 100.0, 0.1)


def test_a_long_with_more_than_its_notional_is_bankrupt_at_no_price_above_zero() -> None:
    """Not at the size of what is left over."""
    assert Position(10.0, 100.0, 1_300.0, RATE).bankruptcy_price == 0
