"""The ledger and the contract are one vault: same refusals, same money to the unit, every branch gone both ways."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.vault.contract import SOURCE, Vault
from tests.mechanics.vault.actions import EVERY_WAY
from tests.mechanics.vault.contract.driving import Branches, Disagreement, drive
from tests.mechanics.vault.contract.outsiders import Outsider

SEEDS = range(10)
pytestmark = pytest.mark.usefixtures("quick")


@settings(max_examples=10)
@given(some.integers(0, 2**32))
def test_ledger_and_contract_agree_after_every_action(seed: int) -> None:
    """Whatever is done, both refuse the same with the same reason, or hold the same money in the same places."""
    drive(seed, 40, Vault())


@pytest.mark.slow
def test_ten_thousand_actions_without_a_difference_go_every_way_there_is() -> None:
    """Every reason to refuse, every way that money takes and every branch somebody wrote is reached on the way."""
    seen: Counter[str] = Counter()
    branches = Branches(SOURCE)
    with branches.watched():
        for seed in SEEDS:
            vault = Vault()
            drive(seed, 1_000, vault, seen)
        outsider = Outsider(vault, takes_ether=False)
        assert outsider.bring(5) is None
        assert outsider.fetch(5) is not None
    assert set(seen) >= EVERY_WAY
    assert branches.written
    assert branches.missed() == []


FAULTS = {
    "a requirement or a fee": ("self._mul_div_up(lots * price", "self._mul_div_down(lots * price"),
    "a loss": ("return 0, self._mul_div_up", "return 0, self._mul_div_down"),
    "a profit": ("return self._mul_div_down(lots, d", "return self._mul_div_up(lots, d"),
    "the reward of the keeper": ("self._mul_div_down(taken", "self._mul_div_up(taken"),
    "the lots of a step": ("self._mul_div_up(whole", "self._mul_div_down(whole"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_rounding_change_is_caught(fault: str) -> None:
    """One division turned the other way in the contract is enough for a difference."""
    right, wrong = FAULTS[fault]
    assert SOURCE.count(right) == 1
    with pytest.raises(Disagreement):
        drive(0, 1_000, Vault(source=SOURCE.replace(right, wrong)))
