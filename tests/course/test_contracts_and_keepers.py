"""The figure of the vault shows where every tick is, and needs no contract for it."""

import re
import subprocess
import sys

import pytest

from marginlib.course.contracts_and_keepers import vault
from marginlib.course.contracts_and_keepers.vault import Result, held


@pytest.mark.parametrize("price", range(40_000, 52_001, 1_000))
@pytest.mark.parametrize("calls", [0, 1, 5])
def test_tanks_and_arrows_add_up(price: int, calls: int) -> None:
    """The tanks hold what was brought; one more call changes them by what its arrows say."""
    result = Result(price, 500, calls, contract=False)
    brought = vault.POOL + 500 + vault.MARGIN + vault.FREE
    assert sum(tank.level for tank in result.tanks) == held(result.ledger)[-1] == brought
    before = Result(price, 500, max(len(result.steps) - 1, 0), contract=False)
    moved = [0, 0, 0, 0]
    for flow in result.flows:
        amount = sum(int(word.replace(",", "")) for word in flow.words.split() if word[0].isdigit())
        moved[flow.source] -= amount
        moved[flow.target] += amount
    changes = [now.level - then.level for now, then in zip(result.tanks, before.tanks, strict=True)]
    assert moved == changes


def test_without_the_extra_the_figure_says_what_is_missing() -> None:
    """In a Python that cannot import the machine, ledger and tanks are there, and the way to the contract is named."""
    code = (
        "import sys; sys.modules['coincurve'] = None\n"
        "from marginlib.course.contracts_and_keepers import vault\n"
        "from tests.show.layout import faults\n"
        "w = vault.explorer(); w.contract.value = True\n"
        "print(faults(w._scene), w._scene.words.get_text(), w.summary.loc['margin'].tolist())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] coincurve is missing: pip install 'marginlib[contract]'")
    assert done.stdout.endswith("['4,132', 'missing']\n")


def test_a_fee_is_one_amount_in_every_text() -> None:
    """The first call takes a fee of 118: what the insurance pool and the keeper get of it is called by other words."""
    result = Result(47_000, 500, 1, contract=False)
    assert result.steps[0].fee == 118
    for words in (result.titles[0], result.description):
        assert re.findall(r"(?:fee of )?(\d+)(?= fee|, of which)", words) == ["118"], words
    assert [flow.words for flow in result.flows if "fee" in flow.words] == []
    assert "95 to the insurance pool" in result.description
    assert "23 to the keeper" in result.description
