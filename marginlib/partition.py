"""A partition of a book into pools: the whole effect of a margin mode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Partition:
    """Which pool each position, and each account's free collateral, belongs to.

    Args:
        positions: pool of each position, shape (n,), whole numbers below `count`.
        free: pool of each account's free collateral, shape (accounts,).
        count: number of pools.
    """

    positions: np.ndarray
    free: np.ndarray
    count: int
