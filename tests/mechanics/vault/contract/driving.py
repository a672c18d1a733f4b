"""The ledger and the contract driven side by side, and which branches of the contract the machine went through."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from unittest import mock

from ethereum.prague.vm.instructions import Ops, op_implementation
from vyper.compiler import compile_code

from marginlib.vault.contract import Vault
from marginlib.vault.ledger import Ledger
from tests.mechanics.vault.actions import actions, compartment_of, perform, ways

WRITTEN = {None, "user revert with reason", "external call failed"}  # any other guard was inserted by the compiler


class Disagreement(AssertionError):
    """The ledger and the contract differ."""


def drive(seed: int, count: int, vault: Vault, seen: Counter[str] | None = None) -> None:
    """Perform `count` random actions on a ledger and on `vault`, and raise `Disagreement` at the first difference.

    Every way that an action took is counted in `seen`.
    """
    random, ledger = Random(seed), Ledger(now=vault.chain.now)
    for number, action in zip(range(count), actions(random, ledger), strict=False):
        compartment = compartment_of(ledger, action)
        outcome = perform(ledger, action)
        on_chain = perform(vault, action)
        if outcome != on_chain:
            raise Disagreement(f"action {number}, {action}: the ledger says {outcome}, the contract {on_chain}")
        books = vault.books()
        if ledger != books or ledger.unaccounted or books.unaccounted:
            raise Disagreement(f"action {number}, {action}: the ledger has {ledger}, the contract {books}")
        if seen is not None:
            seen.update(ways(ledger, compartment, action, outcome))


class Branches:
    """The conditional jumps that somebody wrote into a contract, and which way the machine went at each."""

    def __init__(self, source: str) -> None:
        made: dict[str, Any] = compile_code(source, output_formats=["bytecode_runtime", "source_map_runtime"])
        errors, places = (made["source_map_runtime"][name] for name in ("error_map", "pc_pos_map"))
        code = bytes.fromhex(made["bytecode_runtime"][2:])
        self.written = {
            jump: source.splitlines()[places[jump][0] - 1].strip()
            for jump in _conditional_jumps(code)
            if jump in places and errors.get(jump) in WRITTEN
        }
        self.code, self.seen = code, set[tuple[int, bool]]()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note every conditional jump of the contract that is about to be taken, or not."""
        jump = op_implementation[Ops.JUMPI]

        def noted(machine: Any) -> None:
            if machine.code.startswith(self.code):  # what a constructor has set follows behind
                self.seen.add((int(machine.pc), bool(machine.stack[-2])))
            jump(machine)

        with mock.patch.dict(op_implementation, {Ops.JUMPI: noted}):
            yield

    def missed(self) -> list[str]:
        """Lines with a way that was never gone."""
        return [line for jump, line in self.written.items() for way in (True, False) if (jump, way) not in self.seen]


def _conditional_jumps(code: bytes) -> Iterator[int]:
    place = 0
    while place < len(code):
        if code[place] == Ops.JUMPI.value:
            yield place
        place += 1 + max(code[place] - Ops.PUSH0.value, 0) * (code[place] <= Ops.PUSH32.value)
