"""The exact vault keeps all money, refuses before it changes anything, and never rounds for a trader."""

from collections import Counter
from copy import deepcopy
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from marginlib import formulas
from marginlib.position import Position
from marginlib.rounding import round_down, round_up
from marginlib.schedules import FlatRate
from marginlib.vault import ticks
from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import LIMIT, PPM, UNIT, Compartment, Parameters, Refused, Settlement
from tests.mechanics.vault.actions import EVERY_WAY, actions, compartment_of, perform, ways

seeds = some.integers(0, 2**32)
prices = some.integers(1, 200_000)
sizes = some.integers(1, 5_000).flatmap(lambda size: some.sampled_from((size, -size)))
compartments = some.builds(Compartment, sizes, prices, some.integers(0, 50_000))
pools = some.tuples(some.integers(0, 50_000), some.integers(0, 500))


@settings(max_examples=40)
@given(seeds)
def test_no_money_is_made_or_lost_by_any_action(seed: int) -> None:
    """What was brought less what was taken is balances, margins and pools, and none of them is ever below zero."""
    random, ledger = Random(seed), Ledger()
    for _, action in zip(range(60), actions(random, ledger), strict=False):
        perform(ledger, action)
        margins = [compartment.margin for compartment in ledger.compartments.values()]
        held = [*ledger.balances.values(), *margins, ledger.insurance, ledger.liquidity]
        assert sum(held) == ledger.brought
        assert min(held) >= 0
        assert ledger.unaccounted == 0


@settings(max_examples=40)
@given(seeds)
def test_a_refusal_changes_nothing(seed: int) -> None:
    """The ledger is the same after it as before."""
    random, ledger = Random(seed), Ledger()
    for _, action in zip(range(60), actions(random, ledger), strict=False):
        before = deepcopy(ledger)
        if isinstance(perform(ledger, action), str):
            assert ledger == before


@settings(max_examples=40)
@given(seeds)
def test_a_compartment_draws_on_its_own_margin_only(seed: int) -> None:
    """When a position is closed no other changes; its owner gets what is left of it, and a keeper the reward."""
    random, ledger = Random(seed), Ledger()
    for _, (name, arguments) in zip(range(60), actions(random, ledger), strict=False):
        before = deepcopy(ledger)
        done = perform(ledger, (name, arguments))
        if isinstance(done, Settlement):
            caller, key = arguments[0], arguments[1:] if name == "liquidate" else arguments[:2]
            size = abs(before.compartments.pop(key).size)
            others = dict(ledger.compartments)
            held = others.pop(key, Compartment(0, 0, 0))
            assert others == before.compartments
            assert abs(held.size) == size - done.lots
            assert held.margin == (done.left if held.size else 0)
            due = Counter({key[0]: 0 if held.size else done.left}) + Counter({caller: done.reward})
            for account in ledger.balances:
                assert ledger.balances[account] - before.balances.get(account, 0) == due[account]


@given(some.integers(0, LIMIT), some.integers(0, LIMIT), some.integers(1, LIMIT))
def test_the_direction_is_in_the_name(value: int, factor: int, divisor: int) -> None:
    """Down is the largest whole number that is not above the exact quotient, up the smallest that is not below."""
    exact = Fraction(value * factor, divisor)
    down, up = ticks.mul_div_down(value, factor, divisor), ticks.mul_div_up(value, factor, divisor)
    assert down <= exact < down + 1
    assert up - 1 < exact <= up


@given(compartments, prices)
def test_rounding_never_favours_the_trader(compartment: Compartment, price: int) -> None:
    """Equity is at most and requirement at least what an exact position has and needs, each by under a tick."""
    exact = Position(
        Fraction(compartment.size, UNIT),
        Fraction(compartment.entry),
        Fraction(compartment.margin),
        FlatRate(Fraction(50_000, PPM)),
    )
    assert 0 <= exact.equity(Fraction(price)) - ticks.equity(compartment, price) < 1
    assert 0 <= ticks.share_up(compartment.size, price, 50_000) - exact.maintenance(Fraction(price)) < 1


@given(compartments, prices, pools, some.data())
def test_a_settlement_pays_out_what_it_takes_in(
    compartment: Compartment, price: int, pool: tuple[int, int], data: some.DataObject
) -> None:
    """Nobody but the pools pays a profit, the margin goes first into a loss, and no fee makes a loss for others."""
    lots = data.draw(some.integers(1, abs(compartment.size)))
    done = ticks.settle(compartment, lots, price, pool, 10_000, 200_000)
    exact = Fraction(lots * (price - compartment.entry), UNIT) * (1 if compartment.size > 0 else -1)
    assert done.left + done.fee == compartment.margin + done.paid - done.charged
    assert done.paid <= max(exact, Fraction(0))
    assert done.charged + done.covered + done.short >= max(-exact, Fraction(0))
    assert done.covered + done.short == 0 or done.charged == compartment.margin
    assert done.covered == pool[1] or done.short == 0
    assert 0 <= done.reward <= done.fee <= max(ticks.equity(compartment, price), 0)
    if done.paid == exact and lots < abs(compartment.size) and ticks.equity(compartment, price) >= 0:
        rest = Compartment(
            compartment.size * (abs(compartment.size) - lots) // abs(compartment.size), compartment.entry, done.left
        )
        assert ticks.equity(rest, price) >= -1  # one more rounding of a loss cut in two


@given(compartments)
@example(Compartment(100, 50_000, 499))  # the case of dYdX's tests: a tenth of a bitcoin bought for 5,000, less 499
@example(Compartment(-100, 50_000, 499))
def test_closing_at_the_bankruptcy_price_rounded_for_the_fund_needs_no_fund(compartment: Compartment) -> None:
    """Rounded up for a long and down for a short the whole loss is the margin at most; a tick further it is more."""
    exact = formulas.bankruptcy_price(Fraction(compartment.margin), Fraction(compartment.size, UNIT), compartment.entry)
    price = round_up(exact, 1) if compartment.size > 0 else round_down(exact, 1)
    further = price - (1 if compartment.size > 0 else -1)
    assert ticks.settle(compartment, abs(compartment.size), price, (0, 10**9)).covered == 0
    assert ticks.equity(compartment, price) >= 0 > ticks.equity(compartment, further)
    assert ticks.settle(compartment, abs(compartment.size), further, (0, 10**9)).covered > 0


@given(compartments, prices, some.lists(some.integers(1, 500), min_size=1, max_size=20))
def test_closing_in_pieces_never_pays_more_than_closing_at_once(
    compartment: Compartment, price: int, pieces: list[int]
) -> None:
    """Every cut is rounded once more, and never for the trader."""
    whole = ticks.settle(compartment, abs(compartment.size), price, (10**9, 10**9))
    rest, paid, owed = abs(compartment.size), 0, 0
    for piece in [*pieces, rest]:
        lots = min(piece, rest)
        if lots:
            gain = ticks.gain_down(lots if compartment.size > 0 else -lots, compartment.entry, price)
            rest, paid, owed = rest - lots, paid + max(gain, 0), owed - min(gain, 0)
    assert paid <= whole.paid
    assert owed >= whole.charged + whole.covered


@given(sizes, prices, some.integers(0, 9_999), some.integers(1, PPM), some.integers(0, 50))
@example(size=1, entry=1, margin=0, part=1, smallest=0)
def test_dust_never_holds_a_bad_debt_open(size: int, entry: int, margin: int, part: int, smallest: int) -> None:
    """Whatever the step and whatever crumbs of margin are left, calling until nobody may is calling until it is gone.

    In a lending protocol audited in 2024, rounding kept dust of collateral in an account, and bad debt could be cleared
    only where there was none; so it never was.
    """
    parameters = Parameters(step=part, smallest=smallest, age=10**9)
    ledger = Ledger(parameters=parameters)
    ledger.prices["BTC"] = (1 if size > 0 else 10 * entry + 10**7), 0
    ledger.compartments["ada", "BTC"] = Compartment(size, entry + 1, margin)
    ledger.brought += margin
    calls = 0
    while ("ada", "BTC") in ledger.compartments and ledger.equity("ada", "BTC") < ledger.maintenance("ada", "BTC"):
        before = abs(ledger.compartments["ada", "BTC"].size)
        assert ledger.liquidate("keeper", "ada", "BTC").lots >= 1
        compartment = ledger.compartments.get(("ada", "BTC"))
        assert compartment is None or abs(compartment.size) < before
        calls += 1
    assert calls == 0 or ("ada", "BTC") not in ledger.compartments or ledger.equity("ada", "BTC") > 0
    assert ledger.unaccounted == 0


def test_a_step_rounded_down_would_close_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three lots a quarter is one when it is rounded up; rounded down, a hundred calls change nothing."""
    ledger = Ledger(parameters=Parameters(smallest=0))
    ledger.prices["BTC"] = 47_500, 0
    ledger.compartments["ada", "BTC"] = Compartment(3, 50_000, 9)
    assert deepcopy(ledger).liquidate("keeper", "ada", "BTC").lots == 1
    monkeypatch.setattr(ticks, "step", lambda size, parameters: ticks.mul_div_down(abs(size), parameters.step, PPM))
    for _ in range(100):
        assert ledger.liquidate("keeper", "ada", "BTC").lots == 0
    assert ledger.compartments["ada", "BTC"] == Compartment(3, 50_000, 9)


def test_dust_that_seizing_in_shares_leaves_does_not_block_the_clearing() -> None:
    """A quarter of what is left, rounded down, stops at three ticks and never at none; the vault closes over them."""
    margin = 5_000
    for _ in range(1_000):
        margin -= ticks.mul_div_down(margin, 250_000, PPM)
    assert margin == 3  # "clear the debt when nothing is left" would wait for ever
    ledger = Ledger()
    ledger.insurance = 10
    ledger.prices["BTC"] = 40_000, 0
    ledger.compartments["ada", "BTC"] = Compartment(1_000, 50_000, margin)
    done = ledger.liquidate("keeper", "ada", "BTC")
    assert (done.lots, done.charged, done.covered, done.short, done.left) == (1_000, 3, 10, 9_987, 0)
    assert ledger.compartments == {}


def test_random_actions_go_every_way() -> None:
    """The random actions of these tests reach every refusal and every way of money."""
    seen: Counter[str] = Counter()
    for seed in range(10):
        random, ledger = Random(seed), Ledger()
        for _, action in zip(range(1_000), actions(random, ledger), strict=False):
            compartment = compartment_of(ledger, action)
            seen.update(ways(ledger, compartment, action, perform(ledger, action)))
    assert set(seen) >= EVERY_WAY


def test_products_stay_below_the_256_bits_of_a_contract() -> None:
    """The largest size at the largest price and the full rate, with what rounding up adds."""
    assert LIMIT * LIMIT * PPM + UNIT * PPM < 2**212
    assert 2**63 // 10**15 == 9_223  # money in millionths times size in billionths, in a signed word of 64 bits


@pytest.mark.parametrize("amount", [0, -1, 1.5, True, "7", None, LIMIT + 1])
def test_only_whole_ticks_go_in(amount: Any) -> None:
    """The message names the value and the way out."""
    with pytest.raises(Refused, match="give a whole number of ticks") as refused:
        Ledger().deposit("ada", amount)
    assert str(amount) in str(refused.value)


def test_unrealised_profit_is_no_money() -> None:
    """It can be neither withdrawn nor taken out of the compartment, until the position is closed."""
    vault = Ledger()
    vault.provide("bank", 100_000)
    vault.deposit("ada", 5_000)
    vault.mark("oracle", "BTC", 50_000)
    vault.open("ada", "BTC", 1_000, 5_000)
    vault.mark("oracle", "BTC", 60_000)
    assert vault.equity("ada", "BTC") == 15_000
    with pytest.raises(Refused, match="unrealised profit does not count"):
        vault.remove_margin("ada", "BTC", 1)
    with pytest.raises(Refused, match="balance too low"):
        vault.withdraw("ada", 1)
    vault.close("ada", "BTC", 1_000)
    vault.withdraw("ada", 15_000)
    assert vault.liquidity == 90_000


@pytest.mark.parametrize("side", [1, -1])
def test_all_the_lots_that_are_closed_are_asked_of_the_pool(side: int) -> None:
    """Three units that gain a tick each want three; a pool of two pays for two of them and not for three."""
    ledger = Ledger(liquidity=2)
    ledger.prices["BTC"] = 1_000 + side, 0
    ledger.compartments["ada", "BTC"] = Compartment(3 * side * UNIT, 1_000, 900)
    with pytest.raises(Refused, match="pool cannot pay"):
        ledger.close("ada", "BTC", 3 * UNIT)
    assert ledger.close("ada", "BTC", 2 * UNIT).paid == 2


@pytest.mark.parametrize("side", [1, -1])
def test_a_position_that_is_worth_nothing_may_be_closed(side: int) -> None:
    """Its owner gets nothing and owes nothing; a tick further it is bankrupt, and only a liquidation ends it."""
    ledger = Ledger()
    ledger.prices["BTC"] = 1_000 - 100 * side, 0
    ledger.compartments["ada", "BTC"] = Compartment(side * UNIT, 1_000, 100)
    worse = deepcopy(ledger)
    worse.prices["BTC"] = 1_000 - 101 * side, 0
    with pytest.raises(Refused, match="bankrupt"):
        worse.close("ada", "BTC", UNIT)
    done = ledger.close("ada", "BTC", UNIT)
    assert (done.charged, done.short, done.left) == (100, 0, 0)
