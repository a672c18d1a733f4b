"""The line into which claims are gathered."""

import pytest

from marginlib.learn.claims import claim, recomputed


@pytest.mark.parametrize(("count", "words"), [(1, "1 number above"), (2, "2 numbers above"), (0, "0 numbers above")])
def test_one_number_is_a_number_and_two_are_numbers(count: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As a person says it."""
    with recomputed():
        for _ in range(count):
            claim(0.5, "0.5")
    assert words in capsys.readouterr().out
