"""What the tests of the contract share."""

from collections.abc import Iterator
from functools import cache
from typing import Any, SupportsInt

import pytest


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    """Spare the machine what it does anew every time, none of which is arithmetic of a contract.

    The jump destinations of a code are found once; what is pushed is read without counting in numbers of the machine;
    nobody is told of a step; an `int` becomes a number of the machine without another look at whether it is one.
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

    def made(self: Any, value: SupportsInt) -> None:
        number = value if type(value) is int else int(value)
        if not self._in_range(number):
            raise OverflowError
        self._number = number

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpreter, "get_valid_jump_destinations", lambda code: destinations(bytes(code)))
        patch.setattr(interpreter, "evm_trace", ends)
        patch.setattr(interpreter, "OpStart", lambda _: None)
        patch.setattr(interpreter, "OpEnd", lambda: None)
        patch.setattr(gas, "evm_trace", lambda *_: None)
        patch.setattr(gas, "GasAndRefund", lambda _: None)
        patch.setattr(stack, "buffer_read", pushed)
        patch.setattr(numeric, "SupportsInt", int)  # before 3.12 a protocol is slow to ask
        patch.setattr(numeric.Unsigned, "__init__", made)
        yield
