"""A typed number is what arithmetic says it is, and nothing else than arithmetic is evaluated."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlib.learn.answers import Unreadable
from marginlib.learn.typed import read, understood


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("8*40/20", "USDT", 16),
        ("1,234.5", "", 1234.5),
        ("1,234,567", "", 1_234_567),
        ("1 234.5", "", 1234.5),
        ("12 %", "%", 12),
        ("12 %", "", 0.12),
        ("5 % * 200", "USDT", 10),
        ("(2 + 3) % * 200", "USDT", 10),
        ("16 USDT", "USDT", 16),
        ("16usdt", "USDT", 16),
        ("USDT 16", "USDT", 16),
        ("−3 × 2", "", -6),
        ("2^3", "", 8),
        ("-2**2", "", -4),
        ("= 2 + 2", "", 4),
        ("1e3", "", 1000),
        (".5", "", 0.5),
        ("5.", "", 5),
        ("+(3)", "", 3),
        ("2 standard deviations", "standard deviations", 2),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, unit: str, value: float) -> None:
    """With groups of thousands, percent, signs from other keyboards, and the unit of the item."""
    assert read(text, unit) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("12,5", "USDT", "is 12.5 meant"),
        ("0,25 %", "%", "is 0.25 meant"),
        ("1,23", "", "is 1.23 meant"),
        ("1.234,5", "", "is 234.5 meant|cannot be read"),
        ("16 BTC", "USDT", "'BTC' cannot be read here: a number in USDT"),
        ("16 %", "USDT", "in percent"),
        ("1/0", "", "divides by zero"),
        ("9**9**9", "", "too large"),
        ("1e999", "", "infinite"),
        ("(-8)**0.5", "", "cannot be read"),
        ("__import__('os')", "", "cannot be read"),
        ("print(1)", "", "cannot be read"),
        ("[1]", "", "cannot be read"),
        ("1j", "", "cannot be read"),
        ("1 < 2", "", "cannot be read"),
        ("7 // 2", "", "cannot be read"),
        ("7 % 2", "", "cannot be read"),
        ("3 if 1 else 2", "", "cannot be read"),
        ("1,", "", "cannot be read"),
        ("1 2", "", "cannot be read"),
        ("(" * 150, "", "cannot be read"),
        ("1+" * 150 + "1", "", "longer than 200"),
        ("nan", "", "cannot be read"),
        ("True", "", "cannot be read"),
        ("", "", "type a number"),
        ("USDT", "USDT", "cannot be read"),
        ("\uff11\uff12", "", "cannot be read"),
    ],
)
def test_what_is_no_number_is_asked_about(text: str, unit: str, words: str) -> None:
    """In words that name what was found; a decimal comma is a question, and no code runs."""
    with pytest.raises(Unreadable, match=words):
        read(text, unit)


@given(st.text(max_size=60), st.sampled_from(["", "USDT", "%"]))
def test_any_text_is_a_finite_number_or_refused(text: str, unit: str) -> None:
    """Nothing else comes out, and what is shown while typing never raises."""
    with contextlib.suppress(Unreadable):
        assert abs(read(text, unit)) < float("inf")
    assert isinstance(understood(text, unit), str)


leaf = st.integers(0, 999).map(lambda value: (str(value), Fraction(value)))
trees = st.recursive(
    leaf,
    lambda below: st.tuples(below, st.sampled_from("+-*"), below).map(
        lambda pair: (
            f"({pair[0][0]} {pair[1]} {pair[2][0]})",
            {"+": pair[0][1] + pair[2][1], "-": pair[0][1] - pair[2][1], "*": pair[0][1] * pair[2][1]}[pair[1]],
        )
    ),
    max_leaves=6,
)


@given(trees)
def test_a_sum_comes_to_what_exact_arithmetic_says(tree: tuple[str, Fraction]) -> None:
    """Against fractions, which are computed beside the text and never read from it."""
    text, value = tree
    assert read(text) == pytest.approx(float(value), rel=1e-12, abs=1e-9)


def test_what_was_understood_stands_beside_the_field() -> None:
    """With its unit, or as a question; nothing where nothing is typed."""
    assert understood("1234.5*2", "USDT") == "= 2,469 USDT"
    assert understood("12,5", "USDT").startswith("Is 12.5 meant?")
    assert understood("  ") == ""
