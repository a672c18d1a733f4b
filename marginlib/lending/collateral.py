"""Collateral that is not cash: weights, health, and the reward of those who liquidate a loan.

Formulas, one each, as a textbook would state them; nothing here validates, rounds or branches.
"""

from __future__ import annotations

from typing import Any

from marginlib.arithmetic import maximum, minimum

CLOSE_TO_HEALTH, SMALL_LOAN = 0.95, 2_000  # Aave v3: above this health, and from this size on, half is enough


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
    return weight * start / maximum(start, deposits)


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


def close_factor(health: Any, debt: Any, collateral: Any) -> Any:
    """Share of a debt that one liquidation may repay: half, or all of a small or a badly covered loan.

    Source: Aave v3, protocol/libraries/logic/LiquidationLogic.sol (values in USD).

    >>> close_factor(0.97, 5_000, 6_000), close_factor(0.94, 5_000, 6_000), close_factor(0.97, 1_500, 6_000)
    (0.5, 1, 1)
    """
    return 0.5 if health > CLOSE_TO_HEALTH and min(debt, collateral) >= SMALL_LOAN else 1


def toxic_frontier(bonus: Any, impact: Any = 1) -> Any:
    """Loan to value from which a liquidation makes the loan worse.

    `impact` is what a unit of collateral is worth to the liquidator before it is sold, over what it fetches.

    Source: Warmuz, Chaudhary, Pinna, "Toxic liquidation spirals" (arXiv 2212.07306).

    >>> round(toxic_frontier(0.05), 4), round(toxic_frontier(0.05, pool_impact(0.05)), 4)
    (0.9524, 0.8658)
    """
    return 1 / ((1 + bonus) * impact)


def shortfall(collateral: Any, debt: Any, bonus: Any, impact: Any = 1) -> Any:
    """Debt less what all of the collateral repays once the bonus is paid, in the currency of both.

    Whoever repays r takes collateral worth r (1 + bonus) times `impact`, so a liquidation leaves the shortfall as it
    is. Above zero it ends as bad debt; it is zero at the toxic frontier. `impact` is that of `toxic_frontier`.

    Derived from the definition of `toxic_frontier`.

    >>> round(shortfall(1_000, 960, 0.1), 4), round(shortfall(1_000, 900, 0.1), 4)
    (50.9091, -9.0909)
    """
    return debt - collateral / ((1 + bonus) * impact)


def toxic_health(weight: Any, bonus: Any) -> Any:
    """Health of a loan below which taking some of this collateral lowers it; `weight` is what the collateral counts at.

    Whoever repays r takes r (1 + bonus) of it, which counted r weight (1 + bonus). That is more of the counted value
    than r is of the debt where weight (1 + bonus) is above health. With one collateral this is the toxic frontier.

    Derived; for weight 0.5 and bonus 0.1 it is the limit that a reader of the contract DSCEngine worked out
    (github.com/Cyfrin/foundry-defi-stablecoin-cu, issue 163, 2026-03-26).

    >>> round(toxic_health(0.5, 0.1), 4), round(toxic_health(0.93, 0.05), 4)
    (0.55, 0.9765)
    """
    return weight * (1 + bonus)


def pool_impact(share: Any) -> Any:
    """Impact of selling collateral into a constant-product pool; `share` is its value over the depth of the quote side.

    Source: as `toxic_frontier`.

    >>> pool_impact(0.05)
    1.1
    """
    return 1 + 2 * share


def slope_impact(slope: Any, amount: Any) -> Any:
    """Impact of selling `amount` of collateral where the price falls in a straight line, for `toxic_frontier`.

    `slope` is the share of the price that each unit sold takes away; 1 is no impact.

    Source: McFarlane (arXiv 2510.10171).

    >>> slope_impact(0.001, 100)
    1.1
    """
    return 1 + slope * amount


def last_unhealthy_repayment(collateral: Any, debt: Any, threshold: Any, bonus: Any) -> Any:
    """Largest repayment after which the loan may still be liquidated.

    Source: derived from Qin et al., "An empirical study of DeFi liquidations" (IMC 2021), optimal strategy.

    >>> round(last_unhealthy_repayment(100, 80, 0.75, 0.08), 4)
    26.3158
    """
    return (debt - threshold * collateral) / (1 - threshold * (1 + bonus))


def eligible_fall(health: Any) -> Any:
    """Fall of the collateral's price, as a fraction, from which a loan of this health may be liquidated.

    Derived: the health factor falls in step with the price, and a loan may be liquidated below 1.

    >>> round(eligible_fall(0.95 * 12 / 11), 4)
    0.0351
    """
    return 1 - 1 / health


def exhausted_fall(health: Any, threshold: Any, bonus: Any) -> Any:
    """Fall of the collateral's price, as a fraction, from which the collateral no longer covers debt and bonus.

    Source: Gatto 2026 (looped positions), as quoted; recomputed.

    >>> round(exhausted_fall(0.95 * 12 / 11, 0.95, 0.01), 4)
    0.0742
    """
    return 1 - (1 + bonus) * threshold / health
