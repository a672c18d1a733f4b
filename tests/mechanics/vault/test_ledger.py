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
from marginlib.rounding import mul_div_down, mul_div_up, round_down, round_up
from marginlib.schedules import FlatRate
from marginlib.vault import ticks
from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import LIMIT, PPM, UNIT, Holding, Refused, Rules, Settlement
from tests.mechanics.vault.actions import EVERY_WAY, actions, holding_of, perform, ways

seeds = some.integers(0, 2**32)
prices = some.integers(1, 200_000)
sizes = some.integers(1, 5_000).flatmap(lambda size: some.sampled_from((size, -size)))
holdings = some.builds(Holding, sizes, prices, some.integers(0, 50_000))
pools = some.tuples(some.integers(0, 50_000), some.integers(0, 500))


@settings(max_examples=40)
@given(seeds)
def test_no_money_is_made_or_lost_by_any_action(seed: int) -> None:
    """What was brought less what was taken is balances, margins and pools, and none of them is ever below zero."""
    random, ledger = Random(seed), Ledger()
    for _, action in zip(range(60), actions(random, ledger), strict=False):
        perform(ledger, action)
        margins = [holding.margin for holding in ledger.holdings.values()]
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
            size = abs(before.holdings.pop(key).size)
            others = dict(ledger.holdings)
            held = others.pop(key, Holding(0, 0, 0))
            assert others == before.holdings
            assert abs(held.size) == size - done.lots
            assert held.margin == (done.left if held.size else 0)
            due = Counter({key[0]: 0 if held.size else done.left}) + Counter({caller: done.reward})
            for account in ledger.balances:
                assert ledger.balances[account] - before.balances.get(account, 0) == due[account]


@given(some.integers(0, LIMIT), some.integers(0, LIMIT), some.integers(1, LIMIT))
def test_the_direction_is_in_the_name(value: int, factor: int, divisor: int) -> None:
    """Down is the largest whole number that is not above the exact quotient, up the smallest that is not below."""
    exact = Fraction(value * factor, divisor)
    down, up = mul_div_down(value, factor, divisor), mul_div_up(value, factor, divisor)
    assert down <= exact < down + 1
    assert up - 1 < exact <= up


@given(holdings, prices)
def test_rounding_never_favours_the_trader(holding: Holding, price: int) -> None:
    """Equity is at most and requirement at least what an exact position has and needs, each by under a tick."""
    exact = Position(
        Fraction(holding.size, UNIT), Fraction(holding.entry), Fraction(holding.margin), FlatRate(Fraction(50_000, PPM))
    )
    assert 0 <= exact.equity(Fraction(price)) - ticks.equity(holding, price) < 1
    assert 0 <= ticks.share_up(holding.size, price, 50_000) - exact.maintenance(Fraction(price)) < 1


@given(holdings, prices, pools, some.data())
def test_a_settlement_pays_out_what_it_takes_in(
    holding: Holding, price: int, pool: tuple[int, int], data: some.DataObject
) -> None:
    """Nobody but the pools pays a profit, the margin goes first into a loss, and no fee makes a loss for others."""
    lots = data.draw(some.integers(1, abs(holding.size)))
    done = ticks.settle(holding, lots, price, pool, 10_000, 200_000)
    exact = Fraction(lots * (price - holding.entry), UNIT) * (1 if holding.size > 0 else -1)
    assert done.left + done.fee == holding.margin + done.paid - done.charged
    assert done.paid <= max(exact, Fraction(0))
    assert done.charged + done.covered + done.short >= max(-exact, Fraction(0))
    assert done.covered + done.short == 0 or done.charged == holding.margin
    assert done.covered == pool[1] or done.short == 0
    assert 0 <= done.reward <= done.fee <= max(ticks.equity(holding, price), 0)
    if done.paid == exact and lots < abs(holding.size) and ticks.equity(holding, price) >= 0:
        rest = Holding(holding.size * (abs(holding.size) - lots) // abs(holding.size), holding.entry, done.left)
        assert ticks.equity(rest, price) >= -1  # one more rounding of a loss cut in two


@given(holdings)
@example(Holding(100, 50_000, 499))  # the case of dYdX's tests: a tenth of a bitcoin bought for 5,000, less 499
@example(Holding(-100, 50_000, 499))
def test_closing_at_the_bankruptcy_price_rounded_for_the_fund_needs_no_fund(holding: Holding) -> None:
    """Rounded up for a long and down for a short the whole loss is the margin at most; a tick further it is more."""
    exact = formulas.bankruptcy_price(Fraction(holding.margin), Fraction(holding.size, UNIT), holding.entry)
    price = round_up(exact, 1) if holding.size > 0 else round_down(exact, 1)
    further = price - (1 if holding.size > 0 else -1)
    assert ticks.settle(holding, abs(holding.size), price, (0, 10**9)).covered == 0
    assert ticks.equity(holding, price) >= 0 > ticks.equity(holding, further)
    assert ticks.settle(holding, abs(holding.size), further, (0, 10**9)).covered > 0


@given(holdings, prices, some.lists(some.integers(1, 500), min_size=1, max_size=20))
def test_closing_in_pieces_never_pays_more_than_closing_at_once(
    holding: Holding, price: int, pieces: list[int]
) -> None:
    """Every cut is rounded once more, and never for the trader."""
    whole = ticks.settle(holding, abs(holding.size), price, (10**9, 10**9))
    rest, paid, owed = abs(holding.size), 0, 0
    for piece in [*pieces, rest]:
        lots = min(piece, rest)
        if lots:
            gain = ticks.gain_down(lots if holding.size > 0 else -lots, holding.entry, price)
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
    rules = Rules(step=part, smallest=smallest, age=10**9)
    ledger = Ledger(rules=rules)
    ledger.prices["BTC"] = (1 if size > 0 else 10 * entry + 10**7), 0
    ledger.holdings["ada", "BTC"] = Holding(size, entry + 1, margin)
    ledger.brought += margin
    calls = 0
    while ("ada", "BTC") in ledger.holdings and ledger.equity("ada", "BTC") < ledger.maintenance("ada", "BTC"):
        before = abs(ledger.holdings["ada", "BTC"].size)
        assert ledger.liquidate("keeper", "ada", "BTC").lots >= 1
        holding = ledger.holdings.get(("ada", "BTC"))
        assert holding is None or abs(holding.size) < before
        calls += 1
    assert calls == 0 or ("ada", "BTC") not in ledger.holdings or ledger.equity("ada", "BTC") > 0
    assert ledger.unaccounted == 0


def test_a_step_rounded_down_would_close_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three lots a quarter is one when it is rounded up; rounded down, a hundred calls change nothing."""
    ledger = Ledger(rules=Rules(smallest=0))
    ledger.prices["BTC"] = 47_500, 0
    ledger.holdings["ada", "BTC"] = Holding(3, 50_000, 9)
    assert deepcopy(ledger).liquidate("keeper", "ada", "BTC").lots == 1
    monkeypatch.setattr(ticks, "step", lambda size, rules: mul_div_down(abs(size), rules.step, PPM))
    for _ in range(100):
        assert ledger.liquidate("keeper", "ada", "BTC").lots == 0
    assert ledger.holdings["ada", "BTC"] == Holding(3, 50_000, 9)


def test_dust_that_seizing_in_shares_leaves_does_not_block_the_clearing() -> None:
    """A quarter of what is left, rounded down, stops at three ticks and never at none; the vault closes over them."""
    margin = 5_000
    for _ in range(1_000):
        margin -= mul_div_down(margin, 250_000, PPM)
    assert margin == 3  # "clear the debt when nothing is left" would wait for ever
    ledger = Ledger()
    ledger.insurance = 10
    ledger.prices["BTC"] = 40_000, 0
    ledger.holdings["ada", "BTC"] = Holding(1_000, 50_000, margin)
    done = ledger.liquidate("keeper", "ada", "BTC")
    assert (done.lots, done.charged, done.covered, done.short, done.left) == (1_000, 3, 10, 9_987, 0)
    assert ledger.holdings == {}


def test_random_actions_go_every_way() -> None:
    """The random actions of these tests reach every refusal and every way of money."""
    seen: Counter[str] = Counter()
    for seed in range(10):
        random, ledger = Random(seed), Ledger()
        for _, action in zip(range(1_000), actions(random, ledger), strict=False):
            holding = holding_of(ledger, action)
            seen.update(ways(ledger, holding, action, perform(ledger, action)))
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
