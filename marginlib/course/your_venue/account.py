"""What the items of lesson 14 share: an account drawn by number, and its liquidation price by each rule."""

from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.learn.draw import Draw
from marginlib.position import Position
from marginlib.schedules import FlatRate


def posted(draw: Draw) -> dict[str, Any]:
    """An isolated position, long or short, at 4x to 12x."""
    size, entry = draw.integer(2, 9), draw.integer(100, 200, 5)
    collateral = round(size * entry / draw.integer(4, 12))
    return {
        "side": draw.sign(),
        "size": size,
        "entry": entry,
        "collateral": collateral,
        "percent": draw.choice((0.5, 1, 2)),
    }


def price(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """Liquidation price of a position whose direction is `side`."""
    return float(formulas.liquidation_price(collateral, side * size, entry, percent / 100))


def price_at_entry(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """The requirement fixed at the entry price."""
    conventions = Conventions(maintenance_on="entry")
    return float(Position(side * size, entry, collateral, FlatRate(percent / 100), conventions).liquidation_price)


def price_bankrupt(side: int, size: float, entry: float, collateral: float, percent: float) -> float:  # noqa: ARG001
    """The bankruptcy price instead."""
    return float(formulas.bankruptcy_price(collateral, side * size, entry))
