"""What one isolated position may lose within a horizon: all that was posted if it is closed, else what the price cost.

What a closed pool still holds is the fund's.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from marginlib.errors import checked, finite, instance, numbers
from marginlib.passage import ends
from marginlib.position import Position


def loses_more(position: Position, loss: Any, volatility: float, years: float, *, drift: float = 0.0) -> Any:
    """Probability that `position`, opened now at its entry, has lost more than `loss` by the end; `loss` broadcasts.

    It has if it was closed on the way or if the price ends beyond where it loses so much; more than is posted it never
    loses. In settlement currency; a negative loss is a gain.

    Raises:
        InvalidInput: as `marginlib.passage.ends`, and a loss that is no finite number.

    Source: derived from `marginlib.passage.ends` (reflection principle).

    >>> from marginlib.schedules import FlatRate
    >>> rich = Position(10.0, 100.0, 200.0, FlatRate(0.005))
    >>> loses_more(rich, np.array([100.0, 150.0, 200.0]), 0.6, 7 / 365).round(4).tolist()
    [0.11, 0.0283, 0.0]
    """
    instance("position", position, Position, "a marginlib.position.Position")
    c, loss = position.conventions, finite("loss", numbers("loss", loss))
    exposure, entry = c.exposure(position.size), c.coordinate(position.entry)
    level = np.maximum(entry - loss / exposure, np.finfo(float).tiny)  # below zero no price can fall
    line = position.liquidation_price
    chance = ends(position.entry, line, c.coordinate(level), volatility, years, drift=drift, size=position.size)
    found = np.where(loss < position.collateral, chance, 0.0)
    return found if found.ndim else found.item()


def expected_shortfall(
    position: Position, share: float, volatility: float, years: float, *, drift: float = 0.0
) -> float:
    """Mean loss of `position` in the worst `share` of outcomes, in settlement currency; 0.05 are the worst 5 %.

    Raises:
        InvalidInput: a share outside (0, 1), and what `loses_more` refuses.

    Source: Acerbi and Tasche (2002): the loss that is passed with that probability, and what is lost beyond it.

    >>> from marginlib.schedules import FlatRate
    >>> round(expected_shortfall(Position(10.0, 100.0, 200.0, FlatRate(0.005)), 0.05, 0.6, 7 / 365), 1)
    160.7
    """
    from scipy.integrate import quad  # noqa: PLC0415 - memory that a kernel spares where nobody asks
    from scipy.optimize import brentq  # noqa: PLC0415 - memory that a kernel spares where nobody asks

    checked("share of outcomes", share, lambda part: 0 < part < 1, "above 0 and below 1 (5 % is 0.05)")
    instance("position", position, Position, "a marginlib.position.Position")
    most = float(position.collateral)

    def chance(loss: float) -> float:
        return float(loses_more(position, loss, volatility, years, drift=drift))

    nearly = np.nextafter(most, -np.inf)
    if chance(nearly) >= share:
        return most
    least = -most - 1.0
    while chance(least) < share:
        least *= 2
    passed = float(brentq(lambda loss: chance(loss) - share, least, nearly))
    return passed + quad(chance, passed, nearly, epsabs=1e-10 * most)[0] / share  # type: ignore[no-any-return]
