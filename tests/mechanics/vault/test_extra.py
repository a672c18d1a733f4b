"""What the contract needs is there, or it is said that its tests are left out."""

import os
from importlib.util import find_spec

import pytest


def test_the_tests_of_the_contract_run() -> None:
    """They need the extra `contract`; without it they are left out, which is a failure where they are required."""
    missing = [name for name in ("coincurve", "ethereum", "vyper") if find_spec(name) is None]
    if missing and os.environ.get("COURSE_REQUIRE_CONTRACT") != "1":
        pytest.skip(f"no {', '.join(missing)}: `uv sync --group test --extra contract` brings these tests")
    assert not missing
