"""Volatility and correlation of the candles that people bring, of which no return crosses a gap in the data."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from marginlib.errors import InvalidInput
from marginlib.klines.alignment import aligned, lasting
from marginlib.paths import Candles

YEAR = np.timedelta64(365, "D")


class Measured(NamedTuple):
    """What the candles of several markets say of their motion.

    Args:
        volatility: by market, annualised, a fraction of the price.
        correlation: of the log returns, shape (markets, markets), in the order of `volatility`.
        returns: how many were used; from one candle to the next, close to close.
        crossing: how many were left out, since they cross a gap.
        step: length of a candle in words.
    """

    volatility: dict[str, float]
    correlation: np.ndarray
    returns: int
    crossing: int
    step: str


def measured(**files: Candles) -> Measured:
    """Volatility and correlation of markets by name, at the moments that all of them have; a year has 365 days.

    Derived: the standard deviation of log returns over the root of their length, with their mean taken off.

    Raises InvalidInput for less than three returns within the data, for candles of uneven length, and for a price that
    never moves.

    >>> times = ["2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"]
    >>> up = [100.0, 101.0, 99.0, 100.0]
    >>> found = measured(BTC=Candles(times, up, up, up, up))
    >>> round(found.volatility["BTC"], 4), found.returns, found.step
    (0.3309, 3, '1 day')
    """
    common = aligned(**files)
    first = next(iter(common.values()))
    step = first.step
    if step is None:
        raise InvalidInput("the candles in common are of uneven length; give files of one step, hours or days")
    within = np.diff(first.time) == step
    returns = np.array([np.diff(np.log(each.close))[within] for each in common.values()])
    count = returns.shape[1]
    if count < 3:  # noqa: PLR2004 - of two returns nobody knows how they scatter
        raise InvalidInput(f"{count} returns lie within the data, but three at least are needed; bring more candles")
    scatter = returns.std(axis=1, ddof=1)
    for name, one in zip(common, scatter, strict=True):
        if one == 0:
            raise InvalidInput(f"the closes of {name} never move, so nothing can be measured; say a volatility instead")
    yearly = scatter * np.sqrt(YEAR / step)
    correlation = np.atleast_2d(np.corrcoef(returns))
    volatility = dict(zip(common, yearly.tolist(), strict=True))
    return Measured(volatility, correlation, count, len(within) - count, lasting(step))
