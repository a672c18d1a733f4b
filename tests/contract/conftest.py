"""What the tests of the contract share."""

from collections.abc import Iterator
from functools import cache
from typing import SupportsInt

import pytest


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    """Spare the machine what it does anew every time, none of which is arithmetic of a contract.

    The jump destinations of a code are found once; what is pushed is read without counting in numbers of the machine;
    nobody is told of a step. Before 3.12 Python takes longer to find that an `int` has an `__int__` than the machine
    for the comparison it is in.
    """
    from ethereum import trace
    from ethereum.prague.vm import gas, interpreter, runtime
    from ethereum.prague.vm.instructions import stack
    from ethereum_types import numeric

    destinations = cache(runtime.get_valid_jump_destinations)
    told = trace.evm_trace

    def ends(machine: object, event: trace.TraceEvent) -> None:
        if isinstance(event, trace.TransactionEnd):
            told(machine, event)

    def pushed(code: bytes, start: SupportsInt, size: SupportsInt) -> bytes:
        return code[int(start) : int(start) + int(size)].ljust(int(size), b"\0")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpreter, "get_valid_jump_destinations", lambda code: destinations(bytes(code)))
        patch.setattr(interpreter, "evm_trace", ends)
        patch.setattr(gas, "evm_trace", lambda *_: None)
        patch.setattr(stack, "buffer_read", pushed)
        patch.setattr(numeric, "SupportsInt", int)
        yield
