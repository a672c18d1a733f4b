"""Where pools stop being safe: half-spaces of prices, and a sorted index of liquidation prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.errors import positive


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


class TriggerIndex:
    """Liquidation prices in order, so that a tick finds the positions it closes without looking at the others.

    >>> index = TriggerIndex(np.array([90.0, 95.0, 110.0]), np.array([1.0, 1.0, -1.0]))
    >>> index.hit(94.0).tolist(), index.hit(111.0).tolist()
    ([1], [2])
    """

    def __init__(self, prices: np.ndarray, size: np.ndarray) -> None:
        """Sort `prices` of longs and shorts, shape (n,), apart."""
        longs, shorts = np.flatnonzero(size > 0), np.flatnonzero(size < 0)
        self._longs = longs[np.argsort(prices[longs], kind="stable")]
        self._shorts = shorts[np.argsort(prices[shorts], kind="stable")]
        self._long_prices, self._short_prices = prices[self._longs], prices[self._shorts]

    def hit(self, price: float) -> np.ndarray:
        """Indices of the positions that are closed at `price`: longs liquidated above it, shorts below."""
        positive("price", price)
        first_long = np.searchsorted(self._long_prices, price, side="right")
        past_short = np.searchsorted(self._short_prices, price, side="left")
        return np.concatenate([self._longs[first_long:], self._shorts[:past_short]])
