"""Items of lesson 02: whoever denies a wrong turn has not taken it."""

import pytest

from marginlib.learn import catalogue
from marginlib.learn.verdicts import verdict


@pytest.mark.parametrize(
    ("beginning", "sign"),
    [
        ("It is not greed:", "≈"),
        ("That is not a scam:", "≈"),
        ("Not out of greed, but", "≈"),
        ("They are greedy:", "✗"),
    ],
)
def test_who_denies_bad_intent_is_not_told_that_he_sees_it(beginning: str, sign: str) -> None:
    """The same sentence behind either."""
    words = f"{beginning} the other side is owed the loss, and a sale takes time and moves the price."
    assert verdict(catalogue.item("02-why"), words, "reader").sign == sign
