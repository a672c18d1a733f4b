"""How large a position may be: by Kelly, by a stop, by volatility, and by the probability of liquidation."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.special import exprel

from marginlib import formulas
from marginlib.arithmetic import maximum
from marginlib.errors import InvalidInput, checked, finite, nonnegative, nonzero, numbers, positive
from marginlib.kinds import one_kind
from marginlib.probability import touch


@one_kind
def kelly_fraction(drift: Any, volatility: Any, risk_free: Any = 0) -> Any:
    """Notional over equity at which the logarithm of wealth grows fastest: `formulas.kelly`, for positive volatility.

    >>> round(kelly_fraction(0.18, 0.6), 6)
    0.5
    """
    return formulas.kelly(
        finite("drift", drift), positive("volatility", volatility), finite("riskless rate", risk_free)
    )


@one_kind
def kelly_growth(share: Any, drift: Any, volatility: Any, risk_free: Any = 0) -> Any:
    """Growth a year of the logarithm of wealth at a `share` of full Kelly (1 is full, 0.5 is half).

    Without interest half Kelly keeps 75 % of the growth, and 1.5 times Kelly grows no faster than half. The formula is
    `formulas.kelly_growth`; the volatility must be above zero.

    >>> round(kelly_growth(0.5, 0.18, 0.6) / kelly_growth(1, 0.18, 0.6), 6)
    0.75
    """
    for name, value in (("share of Kelly", share), ("drift", drift), ("riskless rate", risk_free)):
        finite(name, value)
    return formulas.kelly_growth(share, drift, positive("volatility", volatility), risk_free)


@one_kind
def drawdown_probability(level: Any, share: Any) -> Any:
    """Probability that wealth ever falls to `level` times today's, at a `share` of full Kelly, with no end in time.

    Wealth is counted in units of a riskless account. From twice Kelly on it is certain.

    Source: Thorp 2006, chapter 9: ``level ** (2 / share - 1)``.

    >>> drawdown_probability(0.5, 1.0), drawdown_probability(0.5, 0.5)
    (0.5, 0.125)
    """
    checked("level", level, lambda left: (left > 0) & (left <= 1), "above 0 and at most 1, which is there already")
    return level ** maximum(2 / positive("share of Kelly", share) - 1, 0)


@one_kind
def double_before(share: Any, gain: Any = 2.0, loss: Any = 0.5) -> Any:
    """Probability that wealth reaches `gain` times today's before `loss` times it, at a `share` of full Kelly.

    Source: Chin and Ingenoso 2006; the scale function of a geometric Brownian motion.

    >>> double_before(np.array([1, 1 / 2, 1 / 3])).round(4).tolist()
    [0.6667, 0.8889, 0.9697]
    """
    loss, gain = numbers("loss", loss), numbers("gain", gain)
    checked("loss", loss, lambda level: (level > 0) & (level < 1), "above 0 and below today's wealth, 1")
    checked("gain", gain, lambda level: level > 1, "above today's wealth, 1")
    power = 2 / positive("share of Kelly", share) - 1
    down, both = np.log(loss), np.log(loss) - np.log(gain)
    return down * exprel(power * down) / (both * exprel(power * both))


@one_kind
def fixed_fractional(equity: Any, risk: Any, entry: Any, stop: Any, liquidation: Any) -> Any:
    """Signed size that loses the share `risk` of equity when it is closed at `stop`: + long where the stop is below.

    Raises:
        InvalidInput: a stop at the entry, or one that is not met before the `liquidation` price. A stop is a wish and
            no guarantee: a gap passes it.

    >>> fixed_fractional(10_000, 0.01, 100, stop=95, liquidation=90.45)
    20.0
    >>> fixed_fractional(10_000, 0.01, 100, stop=95, liquidation=96 / 0.995)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: stop is 95, but liquidation at 96.48 comes first; move the stop between it and the
    entry 100, or post more collateral
    """
    distance = nonzero("entry less stop", positive("entry price", entry) - positive("stop", stop))
    if np.any((stop - nonnegative("liquidation price", liquidation)) * distance <= 0):
        raise InvalidInput(
            f"stop is {stop}, but liquidation at {_like(stop, liquidation)} comes first; move the stop between it and "
            f"the entry {entry}, or post more collateral"
        )
    return formulas.risked_size(positive("equity", equity), positive("risk", risk), entry, stop)


def _like(stop: Any, prices: Any) -> str:
    """Prices in words, with two more decimal places than the stop has."""
    given = (float(one) if isinstance(one, Fraction) else one for one in np.ravel(stop).tolist())
    places = 2 + max(-int(Decimal(str(one)).as_tuple().exponent) for one in given)
    return ", ".join(np.format_float_positional(float(one), max(places, 2), trim="-") for one in np.ravel(prices))


@one_kind
def volatility_target(target: Any, volatility: Any) -> Any:
    """Notional over equity at which equity has the volatility `target` a year.

    Source: Harvey et al. 2018, Journal of Portfolio Management 45(1).

    >>> volatility_target(0.3, 0.6)
    0.5
    """
    return nonnegative("target volatility", target) / positive("volatility", volatility)


@one_kind
def leverage_for(
    probability: float,
    volatility: float,
    years: float,
    rate: float,
    *,
    size: float = 1.0,
    drift: float = 0.0,
    every: float | None = None,
) -> float:
    """Largest leverage at which an isolated position is liquidated within `years` with at most this probability.

    `rate` is the maintenance rate, `size` gives the side, `every` the years between two looks (None: continuous).

    Raises:
        InvalidInput: a probability outside (0, 1), a maintenance rate outside [0, 1), and what `touch` refuses.

    >>> round(leverage_for(0.01, 0.6, 7 / 365, 0.005), 2)
    5.02
    """
    from scipy.optimize import brentq  # noqa: PLC0415 - memory that a kernel spares where nobody asks

    checked("probability", probability, lambda chance: 0 < chance < 1, "above 0 and below 1 (5 % is 0.05)")
    checked("maintenance rate", rate, lambda fraction: 0 <= fraction < 1, "from 0 to below 1 (5 % is 0.05)")
    side = float(np.sign(nonzero("size", size)))

    def excess(margin: float) -> float:
        level = formulas.liquidation_price(margin, side, 1.0, rate)
        return touch(1.0, abs(level), volatility, years, drift=drift, every=every, size=side) - probability  # type: ignore[no-any-return]

    # no long fails at margin 1; a price reaches x times its start with probability exp(drift * years) / x at most
    most = 1.0 if side > 0 else (1 + rate) * np.exp(max(drift, 0.0) * years) / probability
    return 1 / float(brentq(excess, rate, most, xtol=1e-15))


def largest_leverage(stake: Any, brackets: Sequence[tuple[Any, Any, Any]]) -> Any:
    """Largest leverage L for which the bracket that holds ``stake * L`` allows L.

    Args:
        stake: collateral, zero or more; none at all may use whatever the first bracket allows.
        brackets: (floor, cap, largest leverage), floors and caps of notional, ascending.

    Source: Binance, "Leverage and margin of USD-M futures" (brackets).

    >>> largest_leverage(1_500, [(0, 10_000, 75), (10_000, 50_000, 50)])
    33.333333333333336
    """
    nonnegative("stake", stake)
    allowed = [(cap, leverage) for floor, cap, leverage in brackets if stake * leverage >= floor]
    return max((leverage if stake * leverage <= cap else cap / stake for cap, leverage in allowed), default=0)
