"""Items of lesson 02: repairs that are almost right do not pass, and whoever denies a wrong turn has not taken it."""

from collections.abc import Callable

import pytest

from marginlib.learn import catalogue
from marginlib.learn.verdicts import verdict

ALIASES = ("reader", *(f"learner-{count}" for count in range(20)))
Test = Callable[[float, float, float, float], bool]


def added(collateral: float, size: float, entry: float, price: float) -> bool:
    """The maintenance amount with the wrong sign."""
    value = size * price
    return collateral + size * (price - entry) < (0.004 * value if value < 50_000 else 0.005 * value + 50)


def fixed(collateral: float, size: float, entry: float, price: float) -> bool:
    """The requirement at the entry price."""
    value = size * entry
    return collateral + size * (price - entry) < max(0.004 * value, 0.005 * value - 50)


def slices(collateral: float, size: float, entry: float, price: float) -> bool:
    """The requirement slice by slice: right, without an amount."""
    value = size * price
    return collateral + size * (price - entry) < 0.004 * min(value, 50_000) + 0.005 * max(value - 50_000, 0)


@pytest.mark.parametrize(("repair", "sign"), [(added, "✗"), (fixed, "✗"), (slices, "✓")])
@pytest.mark.parametrize("alias", ALIASES)
def test_a_repair_that_is_almost_right_does_not_pass(repair: Test, sign: str, alias: str) -> None:
    """Nor does it read as if nothing had been changed."""
    assert verdict(catalogue.item("02-rise"), repair, alias).sign == sign


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
