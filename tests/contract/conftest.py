"""What the tests of the contract share."""

from collections.abc import Iterator
from functools import cache

import pytest


@pytest.fixture(scope="session")
def quick() -> Iterator[None]:
    """Look up the jump destinations of a code once; the machine does it anew in every transaction."""
    from ethereum.prague.vm import interpreter, runtime

    destinations = cache(runtime.get_valid_jump_destinations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpreter, "get_valid_jump_destinations", lambda code: destinations(bytes(code)))
        yield
