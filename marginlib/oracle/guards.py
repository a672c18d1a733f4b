"""What may be done on a bad price, and circuit breakers.

Open-interest scaled margin, the breaker that stops a thin market from growing, is `formulas.open_interest_rate` and
`schedules.OpenInterestScaled`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from marginlib.errors import checked, finite, instance, nonnegative, numbers, one_of, positive, share
from marginlib.kinds import one_kind


class Validity(IntEnum):
    """How far a price can be trusted, worst first; the first that applies counts.

    Source: Drift v2, programs/drift/src/math/oracle.rs (OracleValidity).
    """

    NON_POSITIVE = 0
    TOO_VOLATILE = 1
    TOO_UNCERTAIN = 2
    STALE_FOR_MARGIN = 3
    INSUFFICIENT_DATA_POINTS = 4
    STALE_FOR_AMM = 5
    VALID = 6


NEEDED = {
    "fill against the AMM": Validity.VALID,
    "price an oracle order": Validity.INSUFFICIENT_DATA_POINTS,
    "compute margin": Validity.INSUFFICIENT_DATA_POINTS,
    "settle profit": Validity.STALE_FOR_MARGIN,
    "update funding": Validity.STALE_FOR_MARGIN,
    "match two orders": Validity.STALE_FOR_MARGIN,
    "trigger an order": Validity.TOO_UNCERTAIN,
    "liquidate": Validity.TOO_UNCERTAIN,
    "update the average": Validity.TOO_VOLATILE,
    "update the AMM curve": Validity.TOO_VOLATILE,
}
"""The least validity that each action needs. Liquidation goes on where opening and withdrawing have long stopped.

Source: Drift v2, programs/drift/src/math/oracle.rs (is_oracle_valid_for_action).
"""


@dataclass(frozen=True)
class Guard:
    """Limits of the ladder; delays in slots of about half a second.

    Args:
        volatile: largest ratio between price and average (Drift divides whole numbers, so that 5.9 passes as 5).
        uncertain: largest confidence interval, as a share of the price.
        stale_for_margin, stale_for_amm: largest delays.

    Source: Drift v2, programs/drift/src/state/state.rs (defaults; a market may have others).

    >>> Guard().validity(price=100.0, average=99.0, confidence=0.1, delay=11).name
    'STALE_FOR_AMM'
    """

    volatile: float = 5.0
    uncertain: float = 0.02
    stale_for_margin: int = 120
    stale_for_amm: int = 10

    def __post_init__(self) -> None:
        checked("volatile", self.volatile, lambda ratio: ratio >= 1, "a ratio of 1 or more")
        share("uncertain", self.uncertain)
        nonnegative("stale for margin", self.stale_for_margin)
        nonnegative("stale for the AMM", self.stale_for_amm)

    def validity(
        self, price: float, average: float, confidence: float, delay: float, *, enough: bool = True
    ) -> Validity:
        """How far `price` can be trusted, given its average, its confidence interval and its age in slots."""
        finite("price", price)
        positive("average", average)
        nonnegative("confidence", confidence)
        nonnegative("delay", delay)
        faults = {
            Validity.NON_POSITIVE: price <= 0,
            Validity.TOO_VOLATILE: max(price, average) > self.volatile * min(price, average),
            Validity.TOO_UNCERTAIN: confidence > self.uncertain * price,
            Validity.STALE_FOR_MARGIN: delay > self.stale_for_margin,
            Validity.INSUFFICIENT_DATA_POINTS: not enough,
            Validity.STALE_FOR_AMM: delay > self.stale_for_amm,
        }
        return min((fault for fault, found in faults.items() if found), default=Validity.VALID)


def allowed(action: str, validity: Validity) -> bool:
    """Whether `action`, one of `NEEDED`, may be done on a price of this validity.

    >>> allowed("liquidate", Validity.STALE_FOR_MARGIN), allowed("compute margin", Validity.STALE_FOR_MARGIN)
    (True, False)
    """
    instance("validity", validity, Validity, "a Validity, as Guard.validity gives it")
    return bool(validity >= NEEDED[one_of("action", action, NEEDED)])


@one_kind
def within_band(price: Any, reference: Any, band: Any) -> Any:
    """Whether an order at `price` may trade: no further from `reference` than `band`, a share of it.

    >>> within_band(105.0, 100.0, 0.05), within_band(94.0, 100.0, 0.05)
    (True, False)
    """
    price, reference = positive("price", price), positive("reference", reference)
    return abs(price - reference) <= nonnegative("band", band) * reference


@one_kind
def withdrawals_open(equity: Any, withdrawn: Any, deposits: Any, share: Any) -> bool:
    """Whether money may leave: no account owes more than it has, and the hour has not taken out more than `share`.

    Args:
        equity: of every account of the venue, shape (accounts,).
        withdrawn: in the last hour, this withdrawal included.
        deposits: all deposits at the start of the hour.

    Source: dYdX v4 closes withdrawals once an account with negative equity is seen; the limit by the hour is the
    plainest of its kind.

    >>> withdrawals_open([5.0, 0.0], 10, 100, 0.2), withdrawals_open([5.0, -0.1], 10, 100, 0.2)
    (True, False)
    """
    least = np.min(finite("equity", numbers("equity", equity)), initial=0.0)
    checked("share", share, lambda part: 0 <= part <= 1, "a share from 0 to 1 (5 % is 0.05)")
    most = share * nonnegative("deposits", deposits)
    return bool(least >= 0 and nonnegative("withdrawn", withdrawn) <= most)
