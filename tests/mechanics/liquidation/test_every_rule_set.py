"""Every rule set that is shipped keeps all money, in exact numbers and in floats."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from marginlib.arithmetic import netted
from marginlib.book import Book
from marginlib.formulas import settlement
from marginlib.liquidation import steps, venue_rules
from marginlib.modes import isolated
from marginlib.schedules import FlatRate
from marginlib.venues import names_with
from tests.mechanics.liquidation.worlds import RULES, World, worlds

TICK = 1e-8


def test_the_drawn_worlds_know_every_rule_set() -> None:
    """A venue that is added with rules of its own is drawn as well."""
    assert set(RULES) == set(names_with("liquidation"))


@pytest.mark.parametrize("name", names_with("liquidation"))
@settings(max_examples=10)
@given(worlds(closed=False))
def test_every_rule_set_sums_to_the_tick(name: str, world: World) -> None:
    """Whatever the book, mode, ranking and market: what all hold is the same before and after every step."""
    same = replace(world, rules=venue_rules(name, Fraction))
    before = sum(same.equities[0]) + world.fund + sum(world.reserved.values())
    assert all(sum(step.money.values()) == before for step in same.steps)


@pytest.mark.parametrize("name", names_with("liquidation"))
def test_floats_sum_to_the_tick_and_nobody_owes_a_rounding_error(name: str) -> None:
    """30 positions at prices on both sides of their lines: sums agree to a tick, and a trader who is closed with
    something left has that or nothing, never a little less than nothing.
    """
    random, rules = np.random.default_rng(17), venue_rules(name)
    for _ in range(30):
        size, price = float(random.integers(1, 4_000)) / 2, float(random.uniform(85, 94.7))
        book = Book(["BTC"], [size], [100.0], [10 * size], {"BTC": FlatRate(0.05)})
        equity = 10 * size + size * (price - 100)
        for step in steps(book, isolated, {"BTC": price}, rules, 50.0):
            assert sum(step.money.values()) == pytest.approx(equity + 50, abs=TICK)
            assert str(step.money[0])[0] != "-" or equity < 0


def test_a_closed_trader_has_nothing_and_no_minus_sign() -> None:
    """On dYdX 2,000 units are sold at 90.50 in parts, the last of which once left the trader -2.9e-15."""
    book = Book(["BTC"], [2000.0], [100.0], [20_000.0], {"BTC": FlatRate(0.05)})
    *_, last = steps(book, isolated, {"BTC": 90.5}, venue_rules("dydx-v4"), 0.0)
    assert str(last.money[0]) == "0.0"
    assert str(netted(-1e-17, 1.0, 1)) == "0.0"


@pytest.mark.parametrize("number", [Fraction(-50), Fraction(0), Fraction(452, 100), -50.0, 4.52, -1])
def test_a_bad_debt_is_what_is_missing(number: Any) -> None:
    """Equity and bad debt together are what is left, and one of the two is nothing."""
    debt = settlement.bad_debt(number)
    assert debt >= 0
    assert number + debt == max(number, 0)
    assert settlement.bad_debt(np.array([-50.0, 4.0])).tolist() == [50, 0]
