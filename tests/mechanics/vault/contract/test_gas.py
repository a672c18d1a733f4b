"""The recorded gas is what the machine uses, action by action."""

import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version

import pytest

from marginlib.keepers import GAS
from marginlib.vault.contract import Chain, Vault, available
from marginlib.vault.ticks import Parameters, Refused

WHOLE = Parameters(step=1_000_000)


def opened(price: int = 47_000, parameters: Parameters | None = None) -> Vault:
    """Ada is long 1,000 lots from 50,000 with 5,000 posted, and the price has changed."""
    vault = Vault(parameters=parameters)
    vault.provide("bank", 20_000)
    vault.insure("bank", 500)
    vault.deposit("Ada", 6_000)
    vault.mark("oracle", "BTC", 50_000)
    vault.open("Ada", "BTC", 1_000, 5_000)
    vault.mark("oracle", "BTC", price)
    return vault


def called(vault: Vault) -> int:
    """Gas of a call of the keeper, whether it is refused or not."""
    with suppress(Refused):
        vault.liquidate("keeper", "Ada", "BTC")
    return vault.receipts[-1].gas


def again(parameters: Parameters | None = None, price: int = 47_000) -> int:
    """Gas of a call of a keeper who has earned before."""
    vault = opened(parameters=parameters)
    if parameters:  # another position is closed first
        vault.deposit("Bo", 6_000)
        vault.mark("oracle", "BTC", 50_000)
        vault.open("Bo", "BTC", 1_000, 5_000)
        vault.mark("oracle", "BTC", 47_000)
        vault.liquidate("keeper", "Bo", "BTC")
    else:
        vault.liquidate("keeper", "Ada", "BTC")
        vault.mark("oracle", "BTC", 46_000)
    if price < 45_000:
        vault.mark("oracle", "BTC", price)
    return called(vault)


def late() -> int:
    """Gas of a call an hour and a second after the price was written."""
    vault = opened()
    vault.wait(3_601)
    return called(vault)


def refused(action: str, *arguments: str | int) -> int:
    """Gas of something else that is refused."""
    vault = opened()
    with pytest.raises(Refused):
        getattr(vault, action)(*arguments)
    return vault.receipts[-1].gas


def sent() -> int:
    """Gas of money that goes from one account to another."""
    chain = Chain()
    return chain.send("Ada", chain.address("Bo"), value=5).gas


MEASURED: dict[str, Callable[[], int]] = {
    "plain transfer": sent,
    "price from a stranger, refused": lambda: refused("mark", "stranger", "BTC", 1),
    "withdrawal of too much, refused": lambda: refused("withdraw", "Ada", 1_001),
    "call at a stale price, refused": late,
    "call on a covered position, refused": lambda: called(opened(49_000)),
    "deposit": lambda: opened().receipts[2].gas,
    "call on a bankrupt position": lambda: called(opened(44_000)),
    "later call that closes all": lambda: again(WHOLE),
    "later call": again,
    "first call that closes all": lambda: called(opened(parameters=WHOLE)),
    "first call": lambda: called(opened()),
    "opening a position": lambda: opened().receipts[4].gas,
}


@pytest.mark.parametrize("action", GAS)
def test_what_is_recorded_is_measured_again(action: str) -> None:
    """To the unit with the compiler it was recorded with, and within a twentieth with another."""
    gas = MEASURED[action]()
    if version("vyper") == "0.4.3":
        assert gas == GAS[action]
    assert gas == pytest.approx(GAS[action], rel=0.05)


def test_a_bankrupt_position_costs_the_same_whoever_calls() -> None:
    """Nothing is written for a keeper who is paid nothing, so that it does not matter whether there was anything."""
    assert again(price=44_000) == called(opened(43_000)) == called(opened(44_000))


def test_a_compiler_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine alone does not make a contract."""
    assert available() == ""
    monkeypatch.setitem(sys.modules, "vyper", None)
    assert available().startswith("vyper is missing: pip install")
