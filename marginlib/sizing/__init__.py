"""How large a position, and how much collateral behind each: Kelly, stops, volatility, and the risk of liquidation.

The risk of a position is its notional times its volatility over equity, not its leverage. Collateral does not make a
position smaller: it moves the liquidation price. Where a budget is split over isolated positions, the split decides
how many of them live.
"""

from marginlib.sizing.allocation import Liquidations, allocate, efficiency
from marginlib.sizing.bets import (
    double_before,
    drawdown_probability,
    fixed_fractional,
    kelly_fraction,
    kelly_growth,
    largest_leverage,
    leverage_for,
    volatility_target,
)
from marginlib.sizing.losses import expected_shortfall, loses_more

__all__ = [
    "Liquidations",
    "allocate",
    "double_before",
    "drawdown_probability",
    "efficiency",
    "expected_shortfall",
    "fixed_fractional",
    "kelly_fraction",
    "kelly_growth",
    "largest_leverage",
    "leverage_for",
    "loses_more",
    "volatility_target",
]
