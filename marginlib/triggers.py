"""Where pools stop being safe: half-spaces of prices, and the price of a leg with fees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.errors import InvalidInput
from marginlib.schedules import Lines


@dataclass(frozen=True)
class HalfSpaces:
    """Safe prices of every pool: ``normals @ prices >= offsets``, in the coordinate of the contract.

    Args:
        markets: names in the order of the columns of `normals`.
        normals: shape (pools, markets); kept column by column, so that a check reads the data once, in order.
        offsets: shape (pools,).
    """

    markets: tuple[str, ...]
    normals: np.ndarray
    offsets: np.ndarray

    def __post_init__(self) -> None:
        object.__setattr__(self, "normals", np.asfortranarray(self.normals))

    def healthy(self, prices: Any) -> Any:
        """Whether each pool is healthy at a row of `prices`, in the order of `markets`; shape (pools,)."""
        return self.normals @ prices >= self.offsets


def price_with_fees(
    size: Any, money: Any, fixed: Any, lines: Lines, fee: Any, others: Sequence[tuple[Any, int]]
) -> Any:
    """Conditional price of a leg in a pool that reckons the fee of every leg at its bankruptcy price.

    What the pool has beyond its requirement is concave in the price of the leg, as the fees of the others grow while
    its equity falls: Newton's steps from the far side of the edge never pass it, and end on the piece that holds it.

    Args:
        size: of the leg; its price and those of the others are in the coordinate of the contract.
        money: equity of the pool where the price of the leg is zero.
        fixed: requirement of the others without their fees, and the fee of the leg.
        lines: of the leg, without its fee.
        others: notional and side (1 or -1) of each other leg, which pays `fee` on ``notional - side * equity``.

    Derived. Zero for a long that no price liquidates; infinity for a long, or zero for a short, that every one does.

    Raises:
        InvalidInput: rates and fees so high that the leg is liquidated by prices on both sides of where it is healthy.

    >>> round(price_with_fees(10.0, -1_600.0, 5.6, [(0.005, 0.0)], 0.0006, [(1_000.0, -1)]), 4)
    161.428
    """

    def piece(price: Any) -> tuple[Any, Any]:
        """What is beyond the requirement on the piece that counts at `price`: at a price of zero, and by unit of it."""
        if price is None:  # so high that the steepest counts
            rate, amount = max(lines, key=lambda line: (line[0], -line[1]))
            charged = [other for other in others if other[1] * size < 0]
        else:
            value, equity = abs(size) * price, money + size * price
            rate, amount = max(lines, key=lambda line: line[0] * value - line[1])
            charged = [(notional, side) for notional, side in others if notional > side * equity]
        gained = size - rate * abs(size) + fee * size * sum(side for _, side in charged)
        return money + amount - fixed - fee * sum(notional - side * money for notional, side in charged), gained

    near, far = (0 * money, None) if size > 0 else (None, 0 * money)
    price, (start, gained) = near, piece(near)
    while price is None or start + gained * price < 0:
        if gained * size <= 0:
            return float("inf") if size > 0 else 0 * money
        nearer = -start / gained
        if price is not None and (nearer - price) * size <= 0:
            break
        price, (start, gained) = nearer, piece(nearer)
    start, gained = piece(far)
    if gained < 0 if far is None else start < 0 < price:
        raise InvalidInput(
            f"with a fee of {fee} at bankruptcy the leg of {size} is liquidated by prices on both sides; "
            "ask for the risk at a price, or give smaller rates and fees"
        )
    return max(price, 0 * money)
