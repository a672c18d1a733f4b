"""The list of properties is a list of tests that exist."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LINKS = re.findall(r"`tests/(\S+?)::(\w+)`", (TESTS / "promises" / "PROPERTIES.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("file", "name"), LINKS)
def test_every_promise_names_a_test_that_draws_its_inputs(file: str, name: str) -> None:
    """Each row of PROPERTIES.md links to a test that Hypothesis drives."""
    source = (TESTS / file).read_text(encoding="utf-8")
    before = source[: source.index(f"def {name}(")]
    assert before.rstrip().endswith(")")
    assert "@given(" in before[before.rstrip().rfind("\n\n") :]


def test_there_are_at_least_fifteen_promises() -> None:
    """The list does not shrink unnoticed."""
    assert len(LINKS) >= 15
