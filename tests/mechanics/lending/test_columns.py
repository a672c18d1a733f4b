"""Prices that are columns over time say what each of their rows says."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from marginlib.book import Book, Mode
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput
from marginlib.modes import basket, cross, isolated
from marginlib.schedules import FlatRate, MarginalTiers

MARKETS = ("A", "B", "C")
SCHEDULES = {
    "A": FlatRate(Fraction(1, 100)),
    "B": MarginalTiers((Fraction(0), Fraction(500)), (Fraction(1, 100), Fraction(3, 100))),
    "C": FlatRate(Fraction(1, 50)),
}
STATED = [
    Conventions(contract, maintenance, fee, Fraction(1, 1000), trigger)
    for contract, maintenance, fee, trigger in product(
        ("linear", "inverse"), ("mark", "entry"), ("none", "price", "bankruptcy"), ("strict", "inclusive")
    )
]
MODES: dict[str, Mode] = {
    "isolated": isolated,
    "cross": cross,
    "baskets": basket(["one", "one", "two", "one", "two"], free="two"),
}


def book(kind: type, conventions: Conventions) -> Book:
    """Positions of two owners in two of three markets, one of them hedged in its own market, in numbers of a kind."""
    numbers = [[10, -4, -10, 7, 5], [100, 90, 80, 120, 100], [300, 250, 200, 350, 400], [0, -5, 3, 0, 1]]
    size, entry, collateral, settled = (np.array([kind(number) for number in row]) for row in numbers)
    owners = ["ann", "ann", "ann", "bob", "bob"]
    free = {"ann": kind(50), "bob": kind(0)}
    return Book(["A", "B", "A", "B", "B"], size, entry, collateral, SCHEDULES, owners, free, conventions, settled)


def priced(levels: np.ndarray) -> list[Any]:
    """Liquidation prices, None where there is none."""
    return [level if level == level else None for level in levels.tolist()]  # noqa: PLR0124 - NaN is not itself


@pytest.mark.parametrize("kind", [float, Fraction])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("conventions", STATED, ids=lambda stated: "-".join(map(str, vars(stated).values())))
def test_a_column_of_prices_says_what_each_row_says(kind: type, mode: str, conventions: Conventions) -> None:
    """Risk, trigger and conditional liquidation prices: under every convention, in every mode, to the last digit."""
    held, pools = book(kind, conventions), MODES[mode]
    rows = [[kind(price) for price in row] for row in ((100, 90, 50), (71, 133, 50), (140, 60, 20), (100, 45, 50))]
    columns: dict[str, Any] = dict(zip(MARKETS, np.array(rows).T, strict=True))
    risk, initial = held.risk(pools, columns, initial=2), held.risk(pools, columns).initial
    triggered, levels = held.liquidatable(pools, columns), held.liquidation_prices(pools, columns)
    assert risk.equity.shape == triggered.shape == (4, pools(held).count)
    for time, row in enumerate(rows):
        prices = dict(zip(MARKETS, row, strict=True))
        alone = held.risk(pools, prices)
        assert risk.equity[time].tolist() == alone.equity.tolist()
        assert risk.maintenance[time].tolist() == initial[time].tolist() == alone.maintenance.tolist()
        assert risk.initial[time].tolist() == (2 * alone.maintenance).tolist()
        assert triggered[time].tolist() == held.liquidatable(pools, prices).tolist()
        assert priced(levels[time]) == priced(held.liquidation_prices(pools, prices))


@pytest.mark.parametrize("kind", [float, Fraction])
def test_columns_of_different_length_are_refused(kind: type) -> None:
    """In words, whether one is a number among columns or shorter than the others."""
    held = book(kind, Conventions())
    long, short = np.array([kind(100)] * 3), np.array([kind(100)] * 2)
    for odd in (kind(100), short):
        with pytest.raises(InvalidInput, match="price"):
            held.risk(cross, {"A": long, "B": long, "C": odd})
