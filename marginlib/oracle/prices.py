"""Which price decides: the index, the mark, and averages over time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from marginlib.arithmetic import maximum, minimum
from marginlib.errors import InvalidInput, checked, nonnegative, numbers, positive, share, whole
from marginlib.kinds import one_kind

MOST = 1e300  # stands for a limit that there is not


@one_kind
def index(
    prices: Any, *, ages: Any = 0.0, oldest: float = np.inf, furthest: float = np.inf, least: int = 3
) -> np.ndarray:
    """Median over sources, without the stale ones and without those too far from the median of the rest.

    Args:
        prices: shape (sources,) or (sources, times), in quote currency.
        ages: how old each price is, a number or the shape of `prices`, in the unit of `oldest`.
        oldest: older prices are not counted.
        furthest: largest distance from the median, as a share of it.
        least: fewest prices that make an index.

    Raises:
        InvalidInput: a price that is not above zero, or fewer than `least` prices left at some time.

    >>> float(index([100.0, 101.0, 55.0]))
    100.0
    >>> float(index([100.0, 101.0, 55.0, 102.0], ages=[1, 1, 1, 60], oldest=30, furthest=0.1, least=2))
    100.5
    """
    whole("least number of sources", least)
    for name, limit in (("oldest", oldest), ("furthest", furthest)):
        nonnegative(name, np.minimum(numbers(name, limit), MOST))
    old = nonnegative("age", numbers("age", ages))
    counted = np.where(old <= oldest, positive("source price", numbers("source price", prices)), np.nan)
    for reach in (furthest, np.inf):
        fewest = int(np.min(np.sum(~np.isnan(counted), axis=0)))
        if fewest < least:
            raise InvalidInput(f"{fewest} sources are fresh and agree, but an index needs {least}; use another price")
        centre = np.nanmedian(counted, axis=0)
        counted = np.where(abs(counted - centre) <= reach * centre, counted, np.nan)
    return np.asarray(centre)


@one_kind
def mark(index: Any, last: Any, impact_mid: Any, band: Any) -> Any:
    """Median of the index, the last trade and the middle of the book, never further than `band` from the index.

    Args:
        impact_mid: mean of the prices at which a trade of a set size would sell and buy.
        band: a share of the index.

    Source: the rule of FLOX (lrvx), which clamps the median.

    >>> mark(100.0, 90.0, 99.0, 0.05), mark(100.0, 90.0, 91.0, 0.05)
    (99.0, 95.0)
    """
    for name, price in (("index", index), ("last price", last), ("middle of the book", impact_mid)):
        positive(name, price)
    share("band", band)
    middle = maximum(minimum(index, last), minimum(maximum(index, last), impact_mid))
    return minimum(maximum(middle, index * (1 - band)), index * (1 + band))


@one_kind
def twap(prices: Any, window: int, *, geometric: bool = False) -> np.ndarray:
    """Average of the last `window` prices, equally spaced in time; shape (..., times - window + 1).

    >>> twap([100.0, 100.0, 400.0], 2).tolist(), twap([100.0, 100.0, 400.0], 2, geometric=True).round(6).tolist()
    ([100.0, 250.0], [100.0, 200.0])
    """
    prices = positive("price", numbers("price", prices))
    if not prices.ndim:
        raise InvalidInput(f"price is {prices}, but an average needs a row of prices")
    whole("window", window)
    checked("window", window, lambda size: size <= len(prices.T), f"1 to {len(prices.T)}, the number of prices")
    windows = sliding_window_view(np.log(prices) if geometric else prices, window, axis=-1)
    average = windows.mean(axis=-1)
    return np.asarray(np.exp(average) if geometric else average)
