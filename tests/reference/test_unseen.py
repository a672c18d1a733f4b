"""Figures of cases that nobody published agree with the arithmetic that the source of each family states."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.forms import FORMS, INVERSE, Drawn
from tests.reference.runner import ADAPTERS, Outcome, exact, judge
from tests.reference.vocabulary import FAMILIES


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


@pytest.mark.parametrize("family", INVERSE)
@settings(max_examples=10)
@given(drawn=DRAWN)
def test_a_family_that_knows_inverse_contracts_reckons_in_coin(family: str, drawn: Drawn) -> None:
    """Each figure of an inverse contract is that of a line in the reciprocal price, and never that of a linear one."""
    direction = "long" if drawn.side > 0 else "short"
    said = {"id": "x", "family": family, "direction": direction, "contract": "inverse", "tolerance": {}}
    case = exact({**said, **INVERSE[family](drawn)})
    assert judge(case) == Outcome("passed")
    moved = {name: 2 * value + 3 for name, value in case["expected"].items() if isinstance(value, Fraction)}
    assert all(judge({**case, "expected": {name: value}}).verdict == "failed" for name, value in moved.items())
    apart = drawn.fee > 0 and 1 < drawn.entry != drawn.mark > 1  # at a price of 1 a coin is worth its reciprocal
    if apart and "linear" in FAMILIES[family].contracts and FORMS[family] is not INVERSE[family]:
        assert judge({**case, "contract": "linear"}).verdict == "failed"


@pytest.mark.parametrize("family", FORMS)
def test_every_family_honours_an_inverse_contract_or_refuses_it(family: str) -> None:
    """No family reckons an inverse contract as if it were linear: it has a form in coin, or names the contract."""
    drawn = Drawn(1, Fraction(4), Fraction(100), Fraction(90), 5, Fraction(1, 100), Fraction(0), Fraction(50), 3)
    case = {"id": "x", "family": family, "direction": "long", **FORMS[family](drawn), "contract": "inverse"}
    refused = f"x: contract inverse: family {family} is told for"
    assert (family in INVERSE) is not judge(exact(case)).line.startswith(refused)
