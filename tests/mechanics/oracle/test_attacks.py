"""A manipulated collateral and a local price, replayed with the figures of 2022 and 2025."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlib import formulas
from marginlib.book import Book
from marginlib.errors import InvalidInput
from marginlib.modes import cross
from marginlib.oracle import index, manipulation, wrongful
from marginlib.schedules import FlatRate

MILLION = Fraction(10**6)
SIZE, STAKE = 483 * MILLION, 5 * MILLION
ENTRY, PUSHED = Fraction("0.0382"), Fraction("0.91")
FLOAT = Fraction(1_095_892_795)
"""Tokens in circulation, as bidya.com listed them in the autumn of 2022; not verified elsewhere."""


def millions(value: Fraction) -> float:
    """In millions, as the press prints them."""
    return round(float(value / MILLION), 1)


def test_register_27_the_paper_profit_of_mango() -> None:
    """11 October 2022: 483 million contracts from 0.0382 to 0.91 are 421.1 million; the 423 of the press need an entry
    of 0.03298; at the 0.15 of the oracle's print it is 54.0.
    """
    assert millions(manipulation(SIZE, ENTRY, PUSHED, STAKE, 0).profit) == 421.1
    assert millions(manipulation(SIZE, Fraction("0.03298"), PUSHED, STAKE, 0).profit) == 423.6
    assert millions(manipulation(SIZE, ENTRY, Fraction("0.15"), STAKE, 0).profit) == 54.0


def test_mango_replayed_in_a_book() -> None:
    """The engine of the course sees the same money: one account shows the profit, the other the debt, together they
    still have what was put in.
    """
    book = Book(
        ["MNGO"] * 2, [SIZE, -SIZE], [ENTRY] * 2, [STAKE] * 2, {"MNGO": FlatRate(Fraction(0))}, account=["one", "two"]
    )
    equity = book.risk(cross, {"MNGO": PUSHED}).equity
    attack = manipulation(SIZE, ENTRY, PUSHED, STAKE, 106 * MILLION)
    assert equity.tolist() == [STAKE + attack.profit, STAKE - attack.profit]
    assert millions(attack.taken) == 116.0
    assert attack.taken < equity[0]


def test_an_isolated_market_with_a_cap_of_one_percent_of_the_float() -> None:
    """The same push, with open interest capped at 1 % of the float: 10.96 million contracts and 9.6 million of profit.
    A shared pool still loses 4.6 million of other people's money; an isolated market no more than its own fund.
    """
    cap = FLOAT / 100
    shared = manipulation(SIZE, ENTRY, PUSHED, STAKE, 106 * MILLION, cap)
    isolated = manipulation(SIZE, ENTRY, PUSHED, STAKE, 1 * MILLION, cap)
    assert millions(shared.size) == 11.0
    assert millions(shared.profit) == 9.6
    assert millions(shared.lost_by_others) == 4.6
    assert isolated.lost_by_others == 1 * MILLION
    assert SIZE * 100 > 44 * FLOAT


MONEY = st.fractions(1, 1000, max_denominator=1000)


@given(MONEY, MONEY, MONEY, MONEY, st.fractions(0, 1000, max_denominator=100), MONEY)
def test_no_market_loses_more_than_it_can_reach(
    size: Fraction, entry: Fraction, pushed: Fraction, stake: Fraction, reachable: Fraction, cap: Fraction
) -> None:
    """What is taken and what is left are what was there; others lose at most what the market reaches, and never more
    than the profit shown.
    """
    attack = manipulation(size, entry, pushed, stake, reachable, cap)
    assert attack.size == min(size, cap)
    left = reachable + 2 * stake - attack.taken
    assert left >= 0
    assert attack.lost_by_others == max(reachable - left, 0)
    assert attack.lost_by_others <= reachable
    assert attack.lost_by_others <= max(attack.profit - stake, 0)


def test_bad_figures_are_refused() -> None:
    """At the door."""
    with pytest.raises(InvalidInput, match="stake is -1"):
        manipulation(1, 1, 2, -1, 0)
    with pytest.raises(InvalidInput, match="reachable money is -1"):
        manipulation(1, 1, 2, 1, -1)


TIMES = np.linspace(0, 90, 91)
LOCAL = np.interp(TIMES, [0, 15, 54, 75, 90], [1.0, 0.8955, 0.65, 0.96, 0.96])
"""USDe on Binance, 10 October 2025, minutes after 21:00 UTC: 0.8955, 0.65 and 0.96 are cited, the rest is made up."""
OUTSIDE = np.linspace(1.0059, 0.9999, len(TIMES))
"""Within the range of Uniswap on that day."""


@given(st.lists(st.floats(0.3, 1.1), min_size=1, max_size=30), st.floats(0.5, 0.95))
def test_wrongful_liquidations_are_those_that_a_walk_through_time_finds(loans: list[float], threshold: float) -> None:
    """Account by account, minute by minute, with Aave's health factor."""
    debts = np.array(loans)
    found = wrongful(debts / threshold, LOCAL, OUTSIDE)
    for debt, answer in zip(loans, found, strict=True):
        here, there = (
            any(formulas.health_factor(price, threshold, debt) < 1 for price in prices) for prices in (LOCAL, OUTSIDE)
        )
        margins = [formulas.health_factor(prices.min(), threshold, debt) for prices in (LOCAL, OUTSIDE)]
        if min(abs(margin - 1) for margin in margins) > 1e-9:
            assert answer == (here and not there)


def test_an_account_exactly_at_its_level_is_not_liquidated() -> None:
    """Health of exactly 1 is enough (Aave): here and outside."""
    assert wrongful([0.65, 0.75], [1.0, 0.65], [1.0, 0.75]).tolist() == [False, True]


def test_usde_a_local_price_liquidates_and_a_median_does_not() -> None:
    """100 accounts with loans of 1 % to 100 % of their collateral, liquidated at 90 %: the local price closes the 32
    from 59 % to 90 %, which the price outside leaves alone; the median of the venue and two others closes none.
    """
    levels = np.arange(1, 101) / 100 / 0.9
    assert np.flatnonzero(wrongful(levels, LOCAL, OUTSIDE)).tolist() == list(range(58, 89))
    median = index([LOCAL, OUTSIDE, OUTSIDE])
    assert not wrongful(levels, median, OUTSIDE).any()


def test_who_pushes_the_price_the_wrong_way_takes_nothing() -> None:
    """The long loses its stake and the short wins what nobody pays: nothing is taken, and nobody else loses."""
    lost = manipulation(Fraction(10), Fraction(100), Fraction(50), Fraction(20), Fraction(1_000))
    assert (lost.profit, lost.taken, lost.lost_by_others) == (-500, 0, 0)
