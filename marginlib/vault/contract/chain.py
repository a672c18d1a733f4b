"""A chain of one machine: the Ethereum Foundation's executable specification, one transaction a block.

Every transaction is signed, charged, executed and ended by the specification itself, so that gas, refunds, warm slots
and transient storage are those of the real machine. Nothing runs unless somebody sends a transaction, and time stands
still until it is told to pass.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from typing import Any, cast

from marginlib.errors import MarginError
from marginlib.vault.ticks import elapsed

DEPTH = sys.getrecursionlimit()  # what is imported below raises it so far that endless recursion would end the process

try:
    from coincurve import PrivateKey
    from ethereum import trace
    from ethereum.crypto.hash import keccak256
    from ethereum.exceptions import EthereumException
    from ethereum.prague import fork, state, transactions, vm
    from ethereum.prague.fork_types import Account, Address
    from ethereum.prague.utils.address import compute_contract_address
    from ethereum_types.bytes import Bytes0, Bytes32
    from ethereum_types.numeric import U64, U256, Uint
except ModuleNotFoundError as error:
    MISSING: ModuleNotFoundError | None = error
else:
    MISSING = None
finally:
    sys.setrecursionlimit(DEPTH)

GAS_LIMIT = 30_000_000
PURSE = 2**120  # wei of a new account, more than any lesson spends
ERROR = bytes.fromhex("08c379a0")  # selector of Error(string), in which a reason is wrapped


def extra_needed(missing: ModuleNotFoundError) -> MarginError:
    """Return the exception that says how to install what the contract needs."""
    return MarginError(f"{missing.name} is missing: pip install 'marginlib[contract]' brings what the contract needs")


def available() -> str:
    """Return what is missing for the contract and how to get it, in a sentence; empty where nothing is.

    >>> available()
    ''
    """
    missing = MISSING or (None if find_spec("vyper") else ModuleNotFoundError(name="vyper"))
    return str(extra_needed(missing)) if missing else ""


@dataclass(frozen=True)
class Receipt:
    """What a transaction left behind: the gas it used, what it returned, or the reason why it was reverted."""

    gas: int
    output: bytes
    reason: str | None


class Chain:
    """An empty chain. Accounts are names: each has a key and a full purse as soon as it is mentioned; gas is free.

    `watch`, where it is set, gets the machine and the event at every step (`ethereum.trace`).

    Args:
        now: timestamp of the next block, in seconds.

    Raises:
        MarginError: the packages of the extra are not installed; by `send`, no node would accept the transaction.

    >>> chain = Chain()
    >>> chain.send("ada", chain.address("bob"), value=5).gas
    21000
    """

    def __init__(self, now: int = 1_800_000_000) -> None:
        if MISSING:
            raise extra_needed(MISSING)
        self.now, self.number = now, 1
        self.state = state.State()
        self.watch: Callable[[Any, Any], object] | None = None
        self.keys: dict[str, PrivateKey] = {}

    def wait(self, seconds: int) -> None:
        """Let time pass. Raises InvalidInput for seconds that are no whole number of zero or more."""
        self.now += elapsed(seconds)

    def address(self, name: str) -> bytes:
        """Twenty bytes that the account called `name` goes by."""
        if name not in self.keys:
            self.keys[name] = _key(name)
            state.set_account(self.state, self._address(name), Account(Uint(0), U256(PURSE), b""))
        return bytes(self._address(name))

    def ether(self, address: bytes) -> int:
        """Wei that an account or a contract holds."""
        return int(state.get_account(self.state, Address(address)).balance)

    def storage(self, address: bytes, slot: int) -> int:
        """The word in a storage slot of a contract, as a signed number; everybody can read every one of them."""
        return int(state.get_storage(self.state, Address(address), Bytes32(slot.to_bytes(32))).to_signed())

    @staticmethod
    def hashed(data: bytes) -> int:
        """Keccak-256 of `data` as a number: where a mapping keeps what belongs to a key."""
        return int.from_bytes(keccak256(data))

    def create(self, sender: str, code: bytes) -> bytes:
        """Create a contract from its deployment code, constructor arguments included, and return its address."""
        nonce = state.get_account(self.state, Address(self.address(sender))).nonce
        receipt = self.send(sender, b"", code)
        if receipt.reason is not None:
            raise MarginError(f"the contract was not created ({receipt.reason}): look at its code and arguments")
        return bytes(compute_contract_address(self._address(sender), nonce))

    def send(self, sender: str, to: bytes, data: bytes = b"", value: int = 0, *, keep: bool = True) -> Receipt:
        """Send a signed transaction with `value` wei and return its receipt.

        A transaction that reverts changes nothing but uses gas. With `keep` false everything is undone afterwards,
        which asks without acting.
        """
        ends: list[trace.TransactionEnd] = []  # the event that ends a transaction, with what it returned
        watch = self.watch

        def watcher(machine: object, event: trace.TraceEvent, /, **_asked: bool) -> None:
            if watch:
                watch(machine, event)
            if isinstance(event, trace.TransactionEnd):
                ends.append(event)

        self.address(sender)
        results, outside = vm.BlockOutput(), state.TransientStorage()
        state.begin_transaction(self.state, outside)
        finish = state.rollback_transaction
        before = trace.set_evm_trace(cast("Callable[..., None]", watcher))  # it takes any keyword, named or not
        try:
            fork.process_transaction(self._block(), results, self._signed(sender, to, data, value), Uint(0))
            finish = state.commit_transaction if keep else finish
        except EthereumException as error:
            raise MarginError(f"no node accepts this transaction of {sender} ({error!r}): look at its value") from error
        finally:
            trace.set_evm_trace(before)
            finish(self.state, outside)
        self.number += keep
        (end,) = ends
        return Receipt(int(results.block_gas_used), end.output, _reason(end.output, end.error))

    @staticmethod
    @cache  # an account is asked for in every action, and its address follows from its name
    def _address(name: str) -> Address:
        return Address(keccak256(_key(name).public_key.format(compressed=False)[1:])[12:])

    def _signed(self, sender: str, to: bytes, data: bytes, value: int) -> transactions.LegacyTransaction:
        nonce = U256(state.get_account(self.state, self._address(sender)).nonce)
        target, zero = Address(to) if to else Bytes0(), U256(0)
        unsigned = transactions.LegacyTransaction(
            nonce, Uint(0), Uint(GAS_LIMIT), target, U256(value), data, zero, zero, zero
        )
        signature = self.keys[sender].sign_recoverable(transactions.signing_hash_pre155(unsigned), hasher=None)
        r, s = U256.from_be_bytes(signature[:32]), U256.from_be_bytes(signature[32:64])
        return replace(unsigned, v=U256(27 + signature[64]), r=r, s=s)

    def _block(self) -> vm.BlockEnvironment:
        return vm.BlockEnvironment(
            chain_id=U64(1),
            state=self.state,
            block_gas_limit=Uint(GAS_LIMIT),
            block_hashes=[],
            coinbase=Address(bytes(20)),
            number=Uint(self.number),
            base_fee_per_gas=Uint(0),
            time=U256(self.now),
            prev_randao=Bytes32(bytes(32)),
            excess_blob_gas=U64(0),
            parent_beacon_block_root=Bytes32(bytes(32)),
        )


def _key(name: str) -> PrivateKey:
    return PrivateKey(keccak256(name.encode()))


def _reason(output: bytes, error: Exception | None) -> str | None:
    """The text that a contract reverted with, or else the name of what went wrong in the machine; None if nothing."""
    if error and output[:4] == ERROR:
        return output[68 : 68 + int.from_bytes(output[36:68])].decode()
    return type(error).__name__ if error else None
