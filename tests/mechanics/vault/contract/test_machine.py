"""The machine charges by the published schedule, ends every transaction, and does nothing unless it is asked."""

import re
import subprocess
import sys
from typing import Any

import pytest
from ethereum import trace
from vyper.compiler import compile_code

from marginlib.errors import InvalidInput, MarginError
from marginlib.vault.contract import SOURCE, Chain, Vault
from marginlib.vault.contract.chain import PURSE
from marginlib.vault.ticks import WAYS_OUT, Compartment, Refused
from tests.mechanics.vault.contract.outsiders import Outsider

KEEPS_A_WORD = bytes.fromhex("645f355f55005f526005601bf3")  # deploys 5f 35 5f 55 00, see below


def opened(margin: int = 5_000) -> Vault:
    """Ada holds 1,000 lots long from 50,000, and the market has fallen to 47,000."""
    vault = Vault()
    vault.provide("bank", 100_000)
    vault.insure("bank", 50)
    vault.deposit("ada", 6_000)
    vault.mark("oracle", "BTC", 50_000)
    vault.open("ada", "BTC", 1_000, margin)
    vault.mark("oracle", "BTC", 47_000)
    return vault


def test_gas_of_five_instructions_is_what_the_schedule_says() -> None:
    """PUSH0 CALLDATALOAD PUSH0 SSTORE STOP keeps a word: 21,000, the data, 2 + 3 + 2, and the storage.

    EIP-2028: 16 for a byte, 4 for a zero byte; EIP-2929: 2,100 for a cold slot; EIP-2200: 20,000 for a slot that was
    empty, 2,900 for one that was not, 100 where nothing changes; EIP-3529: 4,800 back for clearing, a fifth at most.
    """
    chain = Chain()
    place = chain.create("ada", KEEPS_A_WORD)
    charged = [chain.send("ada", place, value.to_bytes(32)).gas for value in (1, 2, 2, 0)]
    data = 31 * 4 + 16
    assert charged == [
        21_000 + data + 7 + 2_100 + 20_000,
        21_000 + data + 7 + 2_100 + 2_900,
        21_000 + data + 7 + 2_100 + 100,
        21_000 + 32 * 4 + 7 + 2_100 + 2_900 - 4_800,
    ]
    assert charged == [43_247, 26_147, 23_347, 21_335]


@pytest.mark.pinned
def test_gas_of_the_vault_is_21000_and_its_data_and_its_instructions() -> None:
    """Summed by hand from the yellow paper's fee schedule, instruction by instruction, memory and storage included."""
    vault, steps = Vault(), Steps()
    vault.chain.watch = steps.watch
    for number, storage in enumerate((2_100 + 20_000, 2_100 + 2_900)):
        steps.names.clear()
        vault.act("bank", "provide", value=100 + number)
        assert steps.names.count("SLOAD") == steps.names.count("SSTORE") == 1
        cold_read, warm_write = 2_100, storage - 2_100  # it reads the slot before it writes it
        by_hand = 21_000 + 4 * 16 + cold_read + warm_write + 3 * steps.words
        by_hand += sum(cost for name in steps.names for kind, cost in FEES.items() if re.fullmatch(kind, name))
        assert vault.receipts[-1].gas == by_hand


FEES = {
    "CALLER|CALLVALUE|CALLDATASIZE|PUSH0|POP|TIMESTAMP": 2,
    "PUSH([1-9]|[12][0-9]|3[0-2])|DUP[0-9]+|SWAP[0-9]+|ADD|SUB|LT|GT|EQ|ISZERO|AND|OR|XOR|NOT|SHL|SHR|MLOAD|MSTORE": 3,
    "CALLDATALOAD": 3,
    "CODECOPY": 3 + 3,
    "MUL|DIV|MOD": 5,
    "JUMP": 8,
    "JUMPI": 10,
    "JUMPDEST": 1,
    "SLOAD|SSTORE|STOP|RETURN": 0,
}


class Steps:
    """Names of the instructions that ran, and how many words of memory they used."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.words = 0

    def watch(self, machine: Any, event: Any) -> None:
        """Note one instruction."""
        if isinstance(event, trace.OpStart):
            self.names.append(event.op.name)
            assert any(re.fullmatch(kind, event.op.name) for kind in FEES), event.op.name
        self.words = len(machine.memory) // 32


def test_a_transaction_ends_and_leaves_nothing_warm() -> None:
    """The same refused call costs the same every time, and more than it would with the slots still warm."""
    vault = opened()
    vault.mark("oracle", "BTC", 50_000)
    for _ in range(3):
        with pytest.raises(Refused):
            vault.liquidate("keeper", "ada", "BTC")
    first, second, third = (receipt.gas for receipt in vault.receipts[-3:])
    assert first == second == third > 21_000 + 5 * 2_100  # price, time, size, entry and margin are read cold


def test_transient_storage_is_empty_when_the_next_transaction_begins() -> None:
    """What a contract notes for the time of one transaction is gone in the next."""
    source = "seen: transient(uint256)\n@external\ndef look() -> uint256:\n    self.seen += 1\n    return self.seen\n"
    made = compile_code(source, output_formats=["bytecode", "method_identifiers"])
    chain = Chain()
    place = chain.create("ada", bytes.fromhex(made["bytecode"][2:]))
    selector = int(made["method_identifiers"]["look()"], 16).to_bytes(4)
    assert [int.from_bytes(chain.send("ada", place, selector).output) for _ in range(2)] == [1, 1]


def test_a_refused_transaction_changes_nothing_but_costs_gas() -> None:
    """Atomicity: the books and the ether are as before, and the sender has paid for the attempt all the same."""
    vault = opened()
    before = vault.books(), vault.chain.ether(vault.chain.address("ada"))
    with pytest.raises(Refused, match=r"balance too low \(ada, withdraw\): deposit first") as refused:
        vault.withdraw("ada", 1_001)
    assert refused.value.reason == vault.receipts[-1].reason == "balance too low"
    assert vault.receipts[-1].gas > 21_000
    assert (vault.books(), vault.chain.ether(vault.chain.address("ada"))) == before


def test_nothing_happens_until_somebody_calls() -> None:
    """A position that may be liquidated stays, however long, until a keeper sends a transaction and is paid for it."""
    vault = opened()
    assert vault.equity("ada", "BTC") < vault.maintenance("ada", "BTC")
    vault.wait(3_600)
    assert vault.books().compartments == {("ada", "BTC"): Compartment(1_000, 50_000, 5_000)}
    done = vault.liquidate("keeper", "ada", "BTC")
    assert vault.read("balances", "keeper") == done.reward == 23
    assert vault.books().compartments == {("ada", "BTC"): Compartment(750, 50_000, done.left)}


def test_time_makes_a_price_stale_to_the_second() -> None:
    """A price is good for its age and not a second longer."""
    vault = opened()
    vault.wait(vault.parameters.age)
    vault.liquidate("keeper", "ada", "BTC")
    vault.wait(1)
    with pytest.raises(Refused, match="price is stale"):
        vault.liquidate("keeper", "ada", "BTC")


def test_storage_is_where_the_layout_says() -> None:
    """Reading the slots gives what the contract answers when it is asked."""
    vault = opened()

    def asked(name: str, *keys: str) -> list[int]:
        return vault.act("ada", name, *keys, keep=False)

    assert asked("liquidity") == [vault.read("liquidity")] == [100_000]
    assert asked("insurance") == [vault.read("insurance")] == [50]
    assert asked("balances", "ada") == [vault.read("balances", "ada")] == [1_000]
    assert asked("prices", "BTC") == [vault.read("prices", "BTC", offset=field) for field in range(2)]
    assert asked("compartments", "ada", "BTC") == [
        vault.read("compartments", "ada", "BTC", offset=field) for field in range(3)
    ]
    assert (vault.equity("ada", "BTC"), vault.maintenance("ada", "BTC")) == (2_000, 2_350)
    vault.mark("oracle", "BTC", 40_000)
    assert vault.equity("ada", "BTC") == -5_000


def test_asking_leaves_no_trace() -> None:
    """A call that is not kept changes neither books nor chain, even one that would close a position."""
    vault = opened()
    before, number = vault.books(), vault.chain.number
    assert vault.act("keeper", "liquidate", "ada", "BTC", keep=False)[0] == 250
    assert (vault.books(), vault.chain.number) == (before, number)


def test_a_contract_that_takes_no_ether_gets_none() -> None:
    """Its withdrawal is undone as a whole: the money stays in its account."""
    vault = opened()
    outsider = Outsider(vault, takes_ether=False)
    assert outsider.bring(500) is None
    ether = vault.chain.ether(vault.address)
    assert outsider.fetch(500) == "closed"
    assert vault.chain.ether(vault.address) == ether


def test_a_contract_that_asks_again_while_it_is_paid_gets_no_more_than_its_own() -> None:
    """The books are closed before the ether leaves."""
    vault = opened()
    outsider = Outsider(vault, takes_ether=True, again=300)
    assert outsider.bring(500) is None
    assert outsider.fetch(300) == "balance too low"
    assert outsider.fetch(200) is None
    assert vault.chain.ether(outsider.address) == 500


def test_reasons_on_the_chain_are_the_reasons_of_the_ledger() -> None:
    """Every text that the contract reverts with has a way out, and every way out belongs to one."""
    assert set(re.findall(r'assert .*, "(.*)"', SOURCE)) == set(WAYS_OUT)


def test_what_does_not_fit_is_refused_at_the_door() -> None:
    """Numbers too large for a word, a negative amount, more ether than there is, a contract that is none."""
    vault = Vault()
    with pytest.raises(InvalidInput, match="does not fit into the int256"):
        vault.open("ada", "BTC", 2**255, 1)
    with pytest.raises(InvalidInput, match="does not fit into the uint256"):
        vault.withdraw("ada", -1)
    with pytest.raises(MarginError, match="no node accepts this transaction of ada"):
        vault.deposit("ada", PURSE + 1)
    with pytest.raises(MarginError, match="the contract was not created"):
        vault.chain.create("ada", b"\xfe")
    with pytest.raises(MarginError, match="without a reason: Revert"):
        vault.act("ada", "withdraw", 1, value=1)


def test_the_limit_of_recursion_stays() -> None:
    """The machine raises it to 100,000, where endless recursion ends the process instead of raising an exception."""
    code = (
        "import sys; before = sys.getrecursionlimit()\n"
        "from marginlib.vault.contract import Vault\n"
        "Vault().deposit('ada', 5)\n"
        "print(sys.getrecursionlimit() - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_without_the_extra_the_package_is_imported_and_says_what_to_install() -> None:
    """In a Python that cannot import the machine, the ledger works and a chain names the extra."""
    code = (
        "import sys; sys.modules['ethereum'] = None\n"
        "import marginlib.vault.ledger, marginlib.vault.contract\n"
        "marginlib.vault.ledger.Ledger().deposit('ada', 5)\n"
        "try: marginlib.vault.contract.Vault()\n"
        "except marginlib.vault.contract.chain.MarginError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'marginlib[contract]'" in done.stdout
    assert done.stderr == ""
