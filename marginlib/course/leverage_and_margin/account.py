"""What the items of lesson 01 share: accounts drawn by number, and their figures."""

from typing import Any

from marginlib import formulas


def worth(side: int, size: float, collateral: float, mark: float, **_: Any) -> float:
    """Its equity at the mark price; the entry was 100."""
    return float(formulas.equity(collateral, side * size, 100, mark))


def needed(size: float, mark: float, percent: float, **_: Any) -> float:
    """Its maintenance margin at the mark price."""
    return float(formulas.maintenance(formulas.notional(size, mark), percent / 100))
