"""First passage of a geometric Brownian motion, in closed form.

The price follows ``dS = drift S dt + volatility S dW``; its logarithm drifts by ``drift - volatility**2 / 2`` a year,
also where `drift` is zero. Leaving that term out is the naive formula ``2 Phi(-distance)``, too low for a long.

Written for the distance to the barrier and the drift towards it, long and short are one formula. Its second term is
the exponential of a sum, so that no factor of it overflows.
"""

import math
from typing import Any

import numpy as np
from scipy.special import log_ndtr, ndtr, zeta

from marginlib.errors import InvalidInput, finite, nonzero, positive

SHIFT = -float(zeta(0.5)) / math.sqrt(2 * math.pi)
"""Standard deviations of one step by which a barrier that is looked at step by step lies further away, 0.5826."""

FAR = 1e100  # stands for an infinite distance where infinity less infinity would be no number


def touch(
    spot: Any,
    barrier: Any,
    volatility: Any,
    years: Any,
    *,
    drift: Any = 0.0,
    every: Any = None,
    size: Any = None,
) -> Any:
    """Probability that the price reaches `barrier` within `years`; all arguments broadcast.

    Args:
        spot: price now, above zero.
        barrier: liquidation price: below the spot a long's, above it a short's. 0 or infinity: out of reach.
        volatility: a year, as a fraction, above zero.
        years: horizon, above zero.
        drift: of the price, a year.
        every: years between two looks at the price, at most the horizon; None is a continuous watch. With looks the
            barrier is shifted by ``exp(-/+ 0.5826 volatility sqrt(every))``, an approximation for many looks.
        size: signed, + long. Where given, a barrier on the wrong side of the spot (a long's above it) is already
            crossed: probability 1. Where not given, the side is read off the barrier.

    A barrier at the spot is crossed: probability 1.

    Raises:
        InvalidInput: a spot, volatility, horizon or `every` that is not above zero, a barrier below zero, NaN.

    Source: first passage of Brownian motion with drift (reflection principle and change of measure); Broadie,
    Glasserman and Kou (1997) for looks.

    >>> entry, liquidation_price = 100.0, 90 / 0.995
    >>> round(touch(entry, liquidation_price, 0.6, 7 / 365), 4)
    0.2387
    >>> round(touch(entry, liquidation_price, 0.6, 7 / 365, every=1 / 365), 4)
    0.1626
    """
    spot, volatility, years = (
        positive(name, np.asarray(value, dtype=float))
        for name, value in (("spot", spot), ("volatility", volatility), ("horizon in years", years))
    )
    drift = finite("drift", np.asarray(drift, dtype=float))
    barrier = np.asarray(barrier, dtype=float)
    if not np.all(barrier >= 0):
        refused = barrier[~(barrier >= 0)].flat[0]
        message = f"barrier is {refused}, but it must be a price of zero or more; 0 and infinity are out of reach"
        raise InvalidInput(message)
    with np.errstate(divide="ignore"):
        above = np.log(barrier / spot)
    side = np.sign(above) if size is None else -np.sign(nonzero("size", np.asarray(size, dtype=float)))
    return _scalar(passage(side * above, side * (drift - volatility**2 / 2), volatility, years, _looks(every, years)))


def passage(distance: Any, towards: Any, volatility: Any, years: Any, every: Any = None) -> Any:
    """Probability that a Brownian motion with drift `towards` a level `distance` away reaches it within `years`.

    1 where `distance` is not above zero. No argument is checked.

    >>> passage(0.1, 0.0, 0.5, 0.04).round(6).item(), (2 * ndtr(-1.0)).round(6).item()
    (0.317311, 0.317311)
    """
    deviation = volatility * np.sqrt(years)
    reach = np.minimum(distance, FAR) + (0 if every is None else SHIFT * volatility * np.sqrt(every))
    direct = ndtr((towards * years - reach) / deviation)
    with np.errstate(over="ignore"):
        mirrored = np.exp(2 * towards * reach / volatility**2 + log_ndtr(-(reach + towards * years) / deviation))
    return np.where(distance > 0, np.minimum(direct + mirrored, 1.0), 1.0)


def _looks(every: Any, years: np.ndarray) -> Any:
    if every is None:
        return None
    every = positive("years between looks", np.asarray(every, dtype=float))
    if np.any(every > years):
        message = f"years between looks is {every.max()}, but it must be at most the horizon {years.min()}"
        raise InvalidInput(message)
    return every


def _scalar(value: np.ndarray) -> Any:
    return float(value) if value.ndim == 0 else value
