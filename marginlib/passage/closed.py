"""How likely one price reaches one barrier without a jump, in closed form.

The price follows ``dS = drift S dt + volatility S dW``; its logarithm drifts by ``drift - volatility**2 / 2`` a year,
also where `drift` is zero. Leaving that term out is the naive formula ``2 Phi(-distance)``, too low for a long.

Written for the distance to the barrier and the drift towards it, long and short are one formula. Its second term is
the exponential of a sum, so that no factor of it overflows.
"""

import math
from typing import Any

import numpy as np
from scipy.special import log_ndtr, ndtr, zeta

from marginlib.errors import InvalidInput, checked, finite, fitting, nonzero, numbers, positive

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
        barrier: liquidation price: below the spot a long's, above it a short's. 0 or infinity: out of reach, and so is
            a price below zero of a long, where `size` says that it is one.
        volatility: a year, as a fraction, above zero.
        years: horizon, above zero.
        drift: of the price, a year.
        every: years between two looks at the price, at most the horizon; None is a continuous watch. With looks the
            barrier is shifted by ``exp(-/+ 0.5826 volatility sqrt(every))``, an approximation for many looks that is
            too low for few. Of a 10x long for a week (60 %) it says 7.90 % for one look at the end, where 12.18 % is
            exact, 16.26 for 17.05 % at 7 looks, 19.22 for 19.50 % at 21, and 22.15 for 22.18 % at 168. `ladder` is
            exact for any number.
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
    reach, toward, deviation, volatility, years, _ = _seen(spot, barrier, volatility, years, drift, size)
    shift: Any = 0.0
    if every is not None:
        gaps = positive("years between looks", numbers("years between looks", every))
        fitting({"reach": reach, "years between looks": gaps})
        if np.any(gaps > years):
            raise InvalidInput(
                f"years between looks is {np.max(every)}, but it must be at most the horizon {years.min()}"
            )
        shift = SHIFT * volatility * np.sqrt(gaps)
    return _met(reach, reach + shift, np.inf, toward, deviation, volatility, years)


def ends(
    spot: Any,
    barrier: Any,
    level: Any,
    volatility: Any,
    years: Any,
    *,
    drift: Any = 0.0,
    size: Any = None,
) -> Any:
    """Probability that the price ends beyond `level` or has met `barrier` on the way; all arguments broadcast.

    Two others follow from it: less ``touch(spot, barrier, ...)`` it is the chance to end beyond the level without
    having met the barrier; less the chance to end beyond the level at all, that of having met the barrier and come
    back.

    Args:
        level: price above zero. A level beyond the barrier cannot be passed without meeting it: then it is `touch`.
        spot, barrier, volatility, years, drift, size: as in `touch`.

    Raises:
        InvalidInput: as `touch`, and a level that is not above zero.

    Source: reflection principle and change of measure.

    >>> round(ends(100.0, 80.402, 90.0, 0.6, 7 / 365), 4)
    0.11
    """
    reach, toward, deviation, volatility, years, side = _seen(spot, barrier, volatility, years, drift, size)
    goal = side * np.log(positive("level", numbers("level", level)) / numbers("spot", spot))
    return _met(reach, reach, goal, toward, deviation, volatility, years)


def deviations(spot: Any, barrier: Any, volatility: Any, years: Any) -> Any:
    """Standard deviations of the logarithm of the price between `spot` and `barrier`; all arguments broadcast.

    Raises:
        InvalidInput: an argument that is not above zero.

    Source: geometric Brownian motion, ``abs(log(barrier / spot)) / (volatility sqrt(years))``.

    >>> round(float(deviations(100.0, 90 / 0.995, 0.6, 7 / 365)), 4)
    1.2077
    """
    named = {"spot": spot, "barrier": barrier, "volatility": volatility, "horizon in years": years}
    spot, barrier, volatility, years = (positive(name, numbers(name, value)) for name, value in named.items())
    return abs(np.log(barrier / spot)) / (volatility * np.sqrt(years))


def _seen(spot: Any, barrier: Any, volatility: Any, years: Any, drift: Any, size: Any) -> tuple[Any, ...]:
    """Logarithmic distance to the barrier, drift towards it, deviation, and the volatility, years and side given."""
    given = {"spot": spot, "barrier": barrier, "volatility": volatility, "years": years, "drift": drift, "size": size}
    spot, volatility, years = (
        positive(name, numbers(name, value))
        for name, value in (("spot", spot), ("volatility", volatility), ("horizon in years", years))
    )
    drift, barrier = finite("drift", numbers("drift", drift)), numbers("barrier", barrier)
    fitting(given)
    if size is not None:  # a rich long has its liquidation price below zero
        size = nonzero("size", numbers("size", size))
        barrier = np.where((size > 0) & (barrier < 0), 0.0, barrier)
    within_reach = "a price of zero or more, or infinite: out of reach"
    checked("barrier", np.minimum(barrier, FAR), lambda price: price >= 0, within_reach)
    side = np.sign(barrier - spot) if size is None else -np.sign(size)
    with np.errstate(divide="ignore"):
        reach = np.maximum(np.minimum(side * np.log(barrier / spot), FAR), -FAR)
    return reach, side * (drift - volatility**2 / 2), volatility * np.sqrt(years), volatility, years, side


def _met(reach: Any, barrier: Any, level: Any, toward: Any, deviation: Any, volatility: Any, years: Any) -> Any:
    """Probability of meeting `barrier` or of ending beyond `level`, both as distances; 1 where `reach` is not above 0.

    All that ends beyond the level, and of the rest what has met the barrier: its mirror image.
    """
    level = np.minimum(level, barrier)
    with np.errstate(over="ignore"):
        turned = (2 * barrier - level + toward * years) / deviation
        mirrored = np.exp(2 * toward * barrier / volatility**2 + log_ndtr(-turned))
    found = np.where(reach > 0, np.minimum(ndtr((toward * years - level) / deviation) + mirrored, 1.0), 1.0)
    return found if found.ndim else found.item()
