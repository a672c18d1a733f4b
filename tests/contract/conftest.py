"""What the tests of the contract share."""

from collections.abc import Iterator
from functools import cache

import pytest


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    """Spare the machine what it does anew every time: the jump destinations of a code, and what a plain number is.

    Before 3.12 Python takes longer to find that an `int` has an `__int__` than the machine for the comparison it is in.
    """
    from ethereum.prague.vm import interpreter, runtime
    from ethereum_types import numeric

    destinations = cache(runtime.get_valid_jump_destinations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpreter, "get_valid_jump_destinations", lambda code: destinations(bytes(code)))
        patch.setattr(numeric, "SupportsInt", int)
        yield
