"""The formulas of margin trading, one each, as a textbook would state them.

Every function is rational: it works unchanged on float, Decimal, Fraction, NumPy array, pandas Series and SymPy symbol
(numbers of one kind at a time). Nothing here validates, rounds or branches; the types that hold positions and
schedules do that at the door.

Conventions. `size` is signed: positive long, negative short. A *linear* contract counts its size in the base asset and
settles in the quote currency. An *inverse* contract counts its size in the quote currency and settles in the base
asset ("coin"); its collateral is coin. `rate` is a maintenance rate as a fraction (0.005 is 0.5 %), `amount` the
maintenance amount in the settlement currency, the part that a tiered schedule deducts.

An inverse contract is a linear one in the reciprocal price: with x = 1/price and size -Q, profit, requirement and
liquidation follow from the linear formulas. The inverse formulas below state the result.
"""

from __future__ import annotations

from typing import Any

from marginlib.arithmetic import maximum, minimum

# ------------------------------------------------------------------------------------------------ one linear position


def notional(size: Any, price: Any) -> Any:
    """Value of a position at `price`, in quote currency, never negative.

    >>> notional(-2, 100)
    200
    """
    return abs(size) * price


def pnl(size: Any, entry: Any, price: Any) -> Any:
    """Profit (+) or loss (-) of a linear position since `entry`, in quote currency.

    >>> pnl(-2, 100, 90)
    20
    """
    return size * (price - entry)


def equity(collateral: Any, size: Any, entry: Any, price: Any) -> Any:
    """Collateral plus unrealised profit or loss: what the trader owns now.

    >>> equity(100, 10, 100, 95)
    50
    """
    return collateral + size * (price - entry)


def leverage(notional: Any, equity: Any) -> Any:
    """Notional carried per unit of equity.

    >>> leverage(1000, 100)
    10.0
    """
    return notional / equity


def initial_margin(notional: Any, leverage: Any) -> Any:
    """Collateral needed to open `notional` at `leverage`.

    >>> initial_margin(1000, 10)
    100.0
    """
    return notional / leverage


def size_from_margin(collateral: Any, leverage: Any, entry: Any) -> Any:
    """Size that `collateral` opens at `leverage` (unsigned, base units).

    >>> size_from_margin(100, 10, 50)
    20.0
    """
    return collateral * leverage / entry


def maintenance(notional: Any, rate: Any, amount: Any = 0) -> Any:
    """Equity that a position of `notional` needs to stay open.

    >>> maintenance(100_000, 0.005, 50)
    450.0
    """
    return rate * notional - amount


def liquidation_price(collateral: Any, size: Any, entry: Any, rate: Any, amount: Any = 0) -> Any:
    """Price at which equity equals maintenance, both moving with the price.

    Solves ``collateral + size (P - entry) = |size| P rate - amount`` for P. The form is the one Binance publishes for
    USD-margined contracts; conventions reduce to it: a fee charged at the price raises `rate`, a requirement fixed at
    entry is ``rate=0, amount=-requirement``.

    Source: derived; Binance, "Liquidation price of USD-M futures contracts" (support FAQ).

    >>> round(liquidation_price(5, 1, 100, 0.004), 4)
    95.3815
    """
    return (collateral + amount - size * entry) / (abs(size) * rate - size)


def conditional_liquidation_price(
    wallet: Any, size: Any, entry: Any, rate: Any, amount: Any, other_pnl: Any, other_maintenance: Any
) -> Any:
    """Liquidation price of one leg of a pool while the prices of the others stay where they are.

    `wallet` is all collateral of the pool, `other_pnl` the signed profit and `other_maintenance` the requirement of
    the other legs. A cross pool has no single liquidation price: move another price and this one moves.

    Source: Binance, "Liquidation price of USD-M futures contracts", cross margin mode (support FAQ).

    >>> round(conditional_liquidation_price(5, 1, 100, 0.004, 0, 0, 4), 4)
    99.3976
    """
    return liquidation_price(wallet + other_pnl - other_maintenance, size, entry, rate, amount)


def bankruptcy_price(collateral: Any, size: Any, entry: Any) -> Any:
    """Price at which equity is zero.

    >>> bankruptcy_price(100, 10, 100)
    90.0
    """
    return entry - collateral / size


# ----------------------------------------------------------------------------------------------- one inverse position


def inverse_notional(size: Any, price: Any) -> Any:
    """Value in coin of `size` quote units (signed) at `price`.

    >>> inverse_notional(10_000, 25_000)
    0.4
    """
    return abs(size) / price


def inverse_pnl(size: Any, entry: Any, price: Any) -> Any:
    """Profit or loss in coin of an inverse position of `size` quote units.

    >>> inverse_pnl(100, 100, 50)
    -1.0
    """
    return size * (1 / entry - 1 / price)


def inverse_equity(collateral: Any, size: Any, entry: Any, price: Any) -> Any:
    """Collateral in coin plus unrealised profit in coin.

    >>> inverse_equity(1, 100, 100, 50)
    0.0
    """
    return collateral + size * (1 / entry - 1 / price)


def inverse_liquidation_price(collateral: Any, size: Any, entry: Any, rate: Any, amount: Any = 0) -> Any:
    """Price at which coin equity equals coin maintenance.

    Source: derived from ``collateral + size (1/entry - 1/P) = |size| rate / P - amount``; Binance, COIN-M futures
    liquidation price (developer community topic 6292 and FAQ).

    >>> round(inverse_liquidation_price(101, 10_000_000, 45_000, 0.125, 11.605), 2)
    33599.42
    """
    return (size + abs(size) * rate) / (collateral + amount + size / entry)


def inverse_bankruptcy_price(collateral: Any, size: Any, entry: Any) -> Any:
    """Price at which coin equity is zero.

    >>> round(inverse_bankruptcy_price(0.5, 10_000, 8_000), 4)
    5714.2857
    """
    return size / (collateral + size / entry)


# ------------------------------------------------------------------------------------ margin ratio, four conventions


def maintenance_ratio(equity: Any, maintenance: Any) -> Any:
    """Binance's "margin ratio": maintenance over equity. Liquidation at 1 (100 %) **or above**.

    >>> maintenance_ratio(50, 5)
    0.1
    """
    return maintenance / equity


def margin_level(equity: Any, maintenance: Any) -> Any:
    """OKX's "maintenance margin ratio": equity over maintenance. Liquidation at 1 (100 %) **or below**.

    >>> margin_level(50, 5)
    10.0
    """
    return equity / maintenance


def margin_fraction(equity: Any, notional: Any) -> Any:
    """Equity over notional, to be compared with the maintenance rate (Hyperliquid, Perpetual Protocol).

    >>> margin_fraction(50, 950) < 0.06
    True
    """
    return equity / notional


def health_factor(collateral: Any, threshold: Any, debt: Any) -> Any:
    """Aave's health factor: collateral counted at its liquidation threshold over debt. Liquidation **below** 1.

    Source: Aave v3, GenericLogic (protocol source).

    >>> health_factor(100, 0.8, 50)
    1.6
    """
    return collateral * threshold / debt


# -------------------------------------------------------------------------------------------------- fees and funding


def trading_fee(notional: Any, rate: Any) -> Any:
    """Fee for trading `notional` at `rate`.

    >>> trading_fee(50_000, 0.00055)
    27.5
    """
    return notional * rate


def funding_payment(size: Any, price: Any, rate: Any) -> Any:
    """Cash received (+) or paid (-) at one funding time: longs pay shorts while `rate` is positive.

    >>> funding_payment(-2, 100, 0.0001)
    0.02
    """
    return -(size * price * rate)


def funding_rate(premium: Any, interest: Any, clamp: Any) -> Any:
    """Funding rate from the premium of the contract over its index: ``F = P + clamp(I - P, -c, c)``.

    Source: BitMEX, "Perpetual contracts guide" (8 h periods, interest 0.01 %, clamp 0.05 %).

    >>> round(funding_rate(0.003, 0.0001, 0.0005), 6)
    0.0025
    """
    return premium + maximum(-clamp, minimum(interest - premium, clamp))


# --------------------------------------------------------------------------------------------------- rates and tiers


def maintenance_amount(previous_amount: Any, floor: Any, previous_rate: Any, rate: Any) -> Any:
    """Amount that makes the requirement continuous where one tier ends and the next begins at `floor`.

    Source: Binance, "Leverage and margin of USD-M futures" (the "cum" column).

    >>> maintenance_amount(50, 250_000, 0.005, 0.010)
    1300.0
    """
    return previous_amount + floor * (rate - previous_rate)


def size_scaled_rate(base: Any, per_unit: Any, size: Any) -> Any:
    """Rate that grows in a straight line with the size of the position.

    Source: Deribit help, linear perpetual margin table.

    >>> round(size_scaled_rate(0.01, 0.00005, -25), 6)
    0.01125
    """
    return base + per_unit * abs(size)


def open_interest_rate(rate: Any, open_interest: Any, lower: Any, upper: Any) -> Any:
    """Initial rate raised in a straight line from `rate` at the `lower` cap of open interest to 1 at the `upper`.

    `open_interest`, `lower` and `upper` are notionals in quote currency.

    Source: dYdX v4, protocol/x/perpetuals (open-interest-scaled initial margin fraction).

    >>> round(open_interest_rate(0.2, 15, 10, 20), 6)
    0.6
    """
    return minimum(maximum(rate, rate + (open_interest - lower) / (upper - lower) * (1 - rate)), 1)


# --------------------------------------------------------------------------------------------------- risks together


def pooled_variance(count: Any, correlation: Any) -> Any:
    """Variance of `count` equal risks in one pool, as a share of what it is when all move together.

    Its square root is the capital that one pool needs for the same chance of failing, as a share of what `count`
    isolated pools need (risks measured in standard deviations, every pair with the same correlation).

    Derived: ``n + n (n - 1) rho`` is the variance of the sum of n risks of variance 1, and n squared at correlation 1.

    >>> round(pooled_variance(5, 0.3) ** 0.5, 3)
    0.663
    """
    return (1 + (count - 1) * correlation) / count


# ---------------------------------------------------------------------------------------------------------- sizing


def kelly(drift: Any, volatility: Any, risk_free: Any = 0) -> Any:
    """Notional over equity at which the logarithm of wealth grows fastest; drift and volatility a year.

    Source: Kelly 1956; Thorp 2006, Handbook of Asset and Liability Management, volume 1, chapter 9.

    >>> round(kelly(0.18, 0.6), 6)
    0.5
    """
    return (drift - risk_free) / volatility**2


def kelly_growth(share: Any, drift: Any, volatility: Any, risk_free: Any = 0) -> Any:
    """Growth a year of the logarithm of wealth at a `share` of full Kelly (1 is full, 0.5 is half).

    Source: Thorp 2006, chapter 9, sections 7.1 to 7.3.

    >>> round(kelly_growth(0.5, 0.18, 0.6) / kelly_growth(1, 0.18, 0.6), 6)
    0.75
    """
    return risk_free + (share - share**2 / 2) * ((drift - risk_free) / volatility) ** 2


def risked_size(equity: Any, risk: Any, entry: Any, stop: Any) -> Any:
    """Signed size that loses the share `risk` of equity when it is closed at `stop`: + long where the stop is below.

    >>> risked_size(10_000, 0.01, 100, 95)
    20.0
    """
    return equity * risk / (entry - stop)
