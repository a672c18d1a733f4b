"""Margin schedules: how much equity a position needs, as the worst of several linear requirements.

A schedule answers one question, `lines(size)`: the pairs (rate, amount) of which the requirement is the largest
``rate * notional - amount``. A maximum of linear functions is convex, which gives the liquidation price a closed form:
the worst of the prices of the single lines, the highest for a long and the lowest for a short. Flat rates and rates
that depend on the size alone have one line; marginal tiers have one a tier.

A schedule whose rate hits the whole position when its *notional* crosses a step is not convex. `StepTiers` with
``unit="notional"`` is that exception and says so in its own `liquidation_price`.
"""

from marginlib.schedules.base import Lines, Schedule, worst_price, worst_requirement
from marginlib.schedules.single import ContinuousRate, Fixed, Haircuts, OpenInterestScaled
from marginlib.schedules.steps import StepTiers
from marginlib.schedules.tiers import FlatRate, MarginalTiers

__all__ = [
    "ContinuousRate",
    "Fixed",
    "FlatRate",
    "Haircuts",
    "Lines",
    "MarginalTiers",
    "OpenInterestScaled",
    "Schedule",
    "StepTiers",
    "worst_price",
    "worst_requirement",
]
