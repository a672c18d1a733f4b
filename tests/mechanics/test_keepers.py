"""What a call costs and pays, against fractions, a bisection, and a ledger on which every call is tried by hand."""

import subprocess
import sys
from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.keepers import GAS, call_cost, calls, crowd_profit, hanging, keeper_reward, offer
from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import Compartment, Parameters, Refused

POOLS = (20_000, 500)
rules = some.builds(
    Parameters,
    fee=some.sampled_from((5_000, 10_000, 15_000)),
    reward=some.sampled_from((0, 100_000, 200_000, 500_000, 1_000_000)),
    step=some.sampled_from((10_000, 100_000, 250_000, 500_000, 1_000_000)),
    smallest=some.sampled_from((1, 10, 300, 800)),
)


def opened(units: Fraction, parameters: Parameters) -> Ledger:
    """Ada is long from 50,000 with a tenth posted."""
    vault = Ledger(parameters=parameters)
    vault.provide("bank", POOLS[0])
    vault.insure("bank", POOLS[1])
    vault.deposit("Ada", int(5_000 * units))
    vault.mark("oracle", "BTC", 50_000)
    vault.open("Ada", "BTC", int(1_000 * units), int(5_000 * units))
    return vault


def tried(vault: Ledger, gas_price: int) -> tuple[int, Fraction] | None:
    """What a call pays on a copy of the vault, and what its gas costs; None where it is refused."""
    copy = deepcopy(vault)
    worth = copy.equity("Ada", "BTC") if copy.compartments else 0
    try:
        done = copy.liquidate("keeper", "Ada", "BTC")
    except Refused:
        return None
    kind = "first call" if vault.balances["keeper"] == 0 else "later call"
    kind += "" if copy.compartments else " that closes all"
    gas = GAS[kind if worth > 0 else "call on a bankrupt position"]
    return done.reward, Fraction(gas * gas_price * 3_000, 10**9)


def by_hand(vault: Ledger, prices: list[int], gas_price: int) -> tuple[list[tuple[int, int]], int]:
    """Price and reward of each call, tried one after the other on the ledger, and the lots that hang in the end."""
    made = []
    for price in prices:
        vault.mark("oracle", "BTC", price)
        while (offered := tried(vault, gas_price)) and offered[0] > offered[1]:
            made.append((price, vault.liquidate("keeper", "Ada", "BTC").reward))
    left = tried(vault, gas_price)
    return made, abs(vault.compartments["Ada", "BTC"].size) if left else 0


@settings(max_examples=40, deadline=None)
@given(
    some.sampled_from((Fraction(1, 10), Fraction(1, 5), Fraction(1), Fraction(5))),
    some.integers(86, 100),
    some.integers(0, 30),
    rules,
    some.booleans(),
)
def test_keepers_call_as_long_as_a_call_on_the_ledger_pays(
    units: Fraction, last: int, gas: int, parameters: Parameters, slow: bool
) -> None:
    """Price by price, the calls, their rewards and what hangs are those of a ledger on which each call is tried."""
    prices = list(range(50_000, 500 * last - 1, -100)) if slow else [500 * last]
    made, left = by_hand(opened(units, parameters), prices, 10 * gas)
    holding = Compartment(int(1_000 * units), 50_000, int(5_000 * units))
    found = list(calls(holding, prices, parameters, 10 * gas, 3_000, POOLS))
    assert [(call.price, call.done.reward) for call in found] == made
    assert hanging(holding, prices, parameters, 10 * gas, 3_000, POOLS) == left
    assert all(call.profit > 0 for call in found)


@settings(max_examples=200)
@given(some.integers(10, 8_000), some.integers(43_000, 48_000), rules)
def test_the_formula_of_the_reward_is_that_of_the_vault_before_rounding(
    size: int, price: int, parameters: Parameters
) -> None:
    """It is less than two ticks above it or below, whatever is closed, and a bankrupt position pays nothing at all."""
    holding = Compartment(size, 50_000, 5 * size)
    call = offer(holding, price, parameters, 0, 0, POOLS)
    worth = Fraction(5 * size) + Fraction(size, 1_000) * (price - 50_000)
    if call is None:
        assert worth >= Fraction(size, 1_000) * price / 20 - 1
        return
    closed = Fraction(call.done.lots, 1_000) * price
    exact = keeper_reward(closed, Fraction(parameters.fee, 10**6), Fraction(parameters.reward, 10**6), worth)
    assert abs(call.done.reward - exact) < 2
    assert worth > 0 or call.done.reward == 0


@pytest.mark.parametrize(("gas_price", "count", "left"), [(20, 6, 177), (60, 3, 421), (90, 2, 562), (100, 0, 1_000)])
def test_the_dearer_the_gas_the_sooner_nobody_calls(gas_price: int, count: int, left: int) -> None:
    """1 BTC long falls slowly from 50,000 to 44,000: calls, and lots that are left, as planned."""
    found = list(
        calls(Compartment(1_000, 50_000, 5_000), range(50_000, 43_999, -100), Parameters(), gas_price, 3_000, POOLS)
    )
    assert len(found) == count
    assert (found[-1].rest.size if found else 1_000) == left


def test_a_call_costs_gas_times_its_price() -> None:
    """23.26 USDT for a first call at 100 gwei, and 8.53 for the 142,229 gas of a published report at 20 gwei."""
    assert call_cost(77_529, 100, 3_000) == pytest.approx(float(Fraction(77_529 * 100 * 3_000, 10**9)), abs=1e-12)
    assert round(call_cost(77_529, 100, 3_000), 4) == 23.2587
    assert round(call_cost(142_229, 20, 3_000), 2) == 8.53  # Sentiment v2, issue 181; ether is our price


def test_a_crowd_grows_until_nobody_gains() -> None:
    """At 20 gwei the ninth keeper still gains and the tenth does not; the number at which they stop, by bisection."""
    won, lost = (call_cost(GAS[kind], 20, 3_000) for kind in ("first call", "call on a covered position, refused"))
    assert crowd_profit(23, won, lost, 9) > 0 > crowd_profit(23, won, lost, 10)
    low, high = 1.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if crowd_profit(23, won, lost, middle) > 0 else (low, middle)
    assert round(low, 2) == 9.79
    assert low == pytest.approx(1 + (23 - won) / lost)


def test_where_the_contract_cannot_run_one_sentence_says_what_is_missing() -> None:
    """In a Python that cannot import the machine."""
    code = (
        "import sys; sys.modules['coincurve'] = None\n"
        "from marginlib.vault.contract import available; print(available())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "coincurve is missing: pip install 'marginlib[contract]' brings what the contract needs\n"


@pytest.mark.parametrize("price", [47_000, 45_000, 44_000])
def test_the_pools_after_a_call_are_those_of_the_ledger(price: int) -> None:
    """With something left, with nothing, which closes all, and with a debt that insurance covers."""
    vault = opened(Fraction(1), Parameters())
    call = offer(Compartment(1_000, 50_000, 5_000), price, Parameters(), 100, 3_000, (vault.liquidity, vault.insurance))
    vault.mark("oracle", "BTC", price)
    done = vault.liquidate("keeper", "Ada", "BTC")
    assert call is not None
    assert (call.done.lots, call.pools) == (done.lots, (vault.liquidity, vault.insurance))
