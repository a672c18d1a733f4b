"""Collateral that is not cash: weights, health, and the reward of those who liquidate a loan."""

from __future__ import annotations

from typing import Any

from marginlib.arithmetic import maximum, minimum


def weighted_value(amount: Any, price: Any, asset_weight: Any, liability_weight: Any) -> Any:
    """Value of a balance: what is owned counts at the asset weight, what is owed at the liability weight.

    Source: Mango v4, programs/mango-v4/src/health; the same rule in Drift v2.

    >>> weighted_value(-100, 5, 0.5, 1.5)
    -750.0
    """
    return maximum(amount, 0 * amount) * price * asset_weight + minimum(amount, 0 * amount) * price * liability_weight


def sized_asset_weight(weight: Any, factor: Any, root_size: Any) -> Any:
    """Asset weight lowered by a size premium; `root_size` is the square root of the size.

    Source: Drift v2, programs/drift/src/math/margin.rs (size discount).

    >>> round(sized_asset_weight(0.9, 0.1, 1000**0.5), 4)
    0.2643
    """
    return minimum(weight, 11 / (10 * (1 + factor * root_size)))


def sized_liability_weight(weight: Any, factor: Any, root_size: Any) -> Any:
    """Liability weight raised by a size premium; `root_size` is the square root of the size.

    Source: Drift v2, programs/drift/src/math/margin.rs (size premium).

    >>> round(sized_liability_weight(1.1, 0.01, 1000**0.5), 4)
    1.1962
    """
    return maximum(weight, 8 * weight / 10 + factor * root_size)


def scaled_asset_weight(weight: Any, start: Any, deposits: Any) -> Any:
    """Asset weight lowered once all `deposits` (a value) exceed `start`.

    Source: Drift v2 and Mango v4 (deposit weight scale start).

    >>> scaled_asset_weight(0.9, 500_000, 1_000_000)
    0.45
    """
    return weight * minimum(1, start / deposits)


def scaled_liability_weight(weight: Any, start: Any, borrows: Any) -> Any:
    """Liability weight raised once all `borrows` (a value) exceed `start`.

    Source: Mango v4, programs/mango-v4/src/state/bank.rs (borrow weight scale start).

    >>> scaled_liability_weight(1.5, 5_000, 7_500)
    2.25
    """
    return weight * maximum(1, borrows / start)


def liquidation_incentive(threshold: Any, cursor: Any, largest: Any) -> Any:
    """Collateral a liquidator receives per unit of debt repaid.

    Source: Morpho Blue, libraries/ConstantsLib.sol (cursor 0.3, at most 1.15).

    >>> round(liquidation_incentive(0.86, 0.3, 1.15), 4)
    1.0438
    """
    return minimum(largest, 1 / (1 - cursor * (1 - threshold)))
