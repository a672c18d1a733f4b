"""The story of lesson 01, ten coins bought at 100 USDT by two traders, and accounts that its items draw."""

from typing import Any

from marginlib import formulas

SIZE, ENTRY, RATE = 10.0, 100.0, 0.005
CAREFUL, BOLD = 5, 50  # the leverage that Ada and Ben set


def worth(side: int, size: float, collateral: float, mark: float, **_: Any) -> float:
    """Its equity at the mark price; the entry was 100."""
    return float(formulas.equity(collateral, side * size, 100, mark))


def needed(size: float, mark: float, percent: float, **_: Any) -> float:
    """Its maintenance margin at the mark price."""
    return float(formulas.maintenance(formulas.notional(size, mark), percent / 100))
