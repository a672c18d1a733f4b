"""The account of lesson 14: a position drawn by number, at a venue that counts its share at one price or another."""

from typing import Any

from marginlib.conventions import Conventions
from marginlib.learn.draw import Draw
from marginlib.position import Position
from marginlib.schedules import FlatRate


def drawn(draw: Draw) -> dict[str, Any]:
    """A long or a short in a tank of its own, at 4x to 12x."""
    size, entry = draw.integer(2, 9), draw.integer(100, 200, 5)
    collateral = round(size * entry / draw.integer(4, 12))
    percent = {"percent": draw.choice((0.5, 1, 2))}
    return {"side": draw.sign(), "size": size, "entry": entry, "collateral": collateral, **percent}


def held(on: str, *, side: int, size: float, entry: float, collateral: float, percent: float) -> Position:
    """The position at a venue that counts maintenance `on` the "mark" or the "entry" price.

    >>> held("entry", side=1, size=10, entry=100, collateral=100, percent=0.5).liquidation_price
    90.5
    """
    return Position(side * size, entry, collateral, FlatRate(percent / 100), Conventions(maintenance_on=on))
