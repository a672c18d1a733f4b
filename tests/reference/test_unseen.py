"""Figures of cases that nobody published agree with the arithmetic that the source of each family states."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.forms import FORMS, Drawn
from tests.reference.runner import ADAPTERS, Outcome, exact, judge


def hundredths(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Prices and amounts to the hundredth, so that a file can print them exactly."""
    return st.integers(low, high).map(lambda whole: Fraction(whole, 100))


DRAWN = st.builds(
    Drawn,
    side=st.sampled_from([1, -1]),
    size=hundredths(4, 50_000).map(lambda size: size - size % Fraction(1, 25)),
    entry=hundredths(100, 5_000_000),
    mark=hundredths(100, 5_000_000),
    leverage=st.integers(2, 100),
    rate=st.integers(1, 100).map(lambda whole: Fraction(whole, 1000)),
    fee=st.integers(0, 100).map(lambda whole: Fraction(whole, 100_000)),
    money=hundredths(1, 10_000_000),
    number=st.integers(1, 120),
)


def test_every_family_has_a_closed_form() -> None:
    """Every family is checked on cases that nobody published."""
    assert FORMS.keys() == ADAPTERS.keys()


@pytest.mark.parametrize("family", FORMS)
@settings(max_examples=20)
@given(drawn=DRAWN)
def test_unseen_cases_agree_with_the_arithmetic_of_their_source(family: str, drawn: Drawn) -> None:
    """Other numbers, sides, venues and mixtures of inputs: each figure follows from the source; one moved fails."""
    direction = "long" if drawn.side > 0 else "short"
    case = exact({"id": "x", "family": family, "direction": direction, "tolerance": {}, **FORMS[family](drawn)})
    assert judge(case) == Outcome("passed")
    figure, expected = list(case["expected"].items())[drawn.number % len(case["expected"])]
    moved = not expected if isinstance(expected, bool) else [] if isinstance(expected, list) else 2 * expected + 3
    assert judge({**case, "expected": {figure: moved}}).verdict == "failed"
