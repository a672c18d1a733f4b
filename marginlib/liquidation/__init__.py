"""Liquidation: an engine of steps over a book of any mode, venue rules as data, and rankings for auto-deleveraging."""

from marginlib.liquidation.deleveraging import (
    Candidates,
    Ranking,
    Sharing,
    Turn,
    adl_score,
    by_equity,
    by_profit,
    filled,
    pro_rata,
    queue,
    random_start,
)
from marginlib.liquidation.engine import along, steps
from marginlib.liquidation.report import Holder, Step, Trade, Transfer
from marginlib.liquidation.rules import (
    Closing,
    Discount,
    Disposal,
    Fillable,
    JustEnough,
    NextTier,
    Rules,
    Share,
    venue_rules,
)

__all__ = [
    "Candidates",
    "Closing",
    "Discount",
    "Disposal",
    "Fillable",
    "Holder",
    "JustEnough",
    "NextTier",
    "Ranking",
    "Rules",
    "Share",
    "Sharing",
    "Step",
    "Trade",
    "Transfer",
    "Turn",
    "adl_score",
    "along",
    "by_equity",
    "by_profit",
    "filled",
    "pro_rata",
    "queue",
    "random_start",
    "steps",
    "venue_rules",
]
