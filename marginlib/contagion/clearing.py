"""Who pays whom in full, which losses travel on before anybody defaults, and what selling in a hurry adds.

With default costs payments jump where a node fails. The greatest vector is still found from above. The least is found
in rounds from below: with those who are sure to pay in full, it is the lowest fixed point of a map without jumps,
whatever it lets pay in full is sure as well, and when nobody is added it is the answer.

Sources: Eisenberg and Noe, "Systemic risk in financial systems", Management Science 47(2), 2001; Rogers and Veraart,
"Failure and rescue in an interbank network", Management Science 59(4), 2013; Bardoscia, Battiston, Caccioli and
Caldarelli, "DebtRank: a microscopic foundation for shock propagation", PLoS ONE 10(6), 2015; Cifuentes, Ferrucci and
Shin, "Liquidity risk and contagion", Journal of the European Economic Association 3(2-3), 2005.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.contagion.fixed_point import ROUNDING, column_of, debts_of, highest, lowest, network_of, scaled
from marginlib.errors import InvalidInput, finite, nonnegative, one_of, share
from marginlib.kinds import one_kind


def clearing_vector(
    liabilities: Any,
    external_assets: Any,
    *,
    recovery_assets: float = 1.0,
    recovery_claims: float = 1.0,
    extreme: str = "greatest",
) -> np.ndarray:
    """What each node pays when everybody pays what it can, creditors pro rata; shape (n,).

    A node that cannot pay in full pays ``recovery_assets`` of its external assets and ``recovery_claims`` of what it
    receives. Payments need not be unique: the `extreme` is the greatest or the least of the solutions.

    Args:
        liabilities: n x n, row i owes column j; dense or SciPy sparse, in one currency.
        external_assets: what each node owns outside the network, shape (n,).
        recovery_assets, recovery_claims: shares in [0, 1] left in a default; 1 is Eisenberg and Noe.
        extreme: "greatest" or "least".

    Raises:
        InvalidInput: shapes that do not fit, negative or infinite entries, NaN, a debt of a node to itself, recoveries
            outside [0, 1], another extreme.

    Sources: Eisenberg and Noe 2001; Rogers and Veraart 2013 (default costs).

    >>> owes = [[0, 1], [1, 0]]
    >>> clearing_vector(owes, [0, 0]).tolist(), clearing_vector(owes, [0, 0], extreme="least").tolist()
    ([1.0, 1.0], [0.0, 0.0])
    >>> clearing_vector([[0, 4, 0], [0, 0, 4], [0, 0, 0]], [3, 0, 0], recovery_claims=0.5).tolist()
    [3.0, 1.5, 0.0]
    """
    links, owed, claims = debts_of(liabilities)
    assets = column_of("external assets", external_assets, links)
    if links.diagonal().any():
        raise InvalidInput(
            f"node {links.diagonal().argmax()} owes itself; set the diagonal of the liabilities to zero, as such a "
            "debt moves no money"
        )
    recovery_assets = float(share("recovery_assets", recovery_assets))
    recovery_claims = float(share("recovery_claims", recovery_claims))
    one_of("extreme", extreme, ("greatest", "least"))
    if extreme == "greatest":
        return highest(owed, assets, claims, recovery_assets, recovery_claims)
    enough = owed * (1 - ROUNDING)
    sure = np.zeros(owed.shape, dtype=bool)
    while True:
        payments = lowest(owed, np.where(sure, owed, recovery_assets * assets), recovery_claims * claims)
        sure = assets + claims @ payments >= enough
        if (payments >= enough)[sure].all():
            return payments


def debt_rank(exposures: Any, equity: Any, initial_losses: Any) -> np.ndarray:
    """Share of its equity that each node has lost once all losses have travelled on; shape (n,), at most 1.

    A node hands on its losses before it defaults: when j loses a share of its equity, i loses that share of what it
    has at stake in j. With ``L = exposures / equity``, ``h(t+1) = min(1, h(t) + L (h(t) - h(t-1)))``; what is returned
    is the limit of h, also where losses go round in circles. While h_i is below 1 the steps add up to
    ``h = initial + L h``, a linear map with a cap.

    Args:
        exposures: n x n; row i loses this much if column j is wiped out; dense or SciPy sparse. What a node is said
            to lose by its own ruin is taken as it stands.
        equity: of each node, shape (n,); a node with none, or less, counts as wholly lost from the start.
        initial_losses: in the same currency, shape (n,).

    Raises:
        InvalidInput: shapes that do not fit, negative exposures or losses, NaN or infinity.

    Source: Bardoscia et al. 2015.

    >>> debt_rank([[0, 0], [5, 0]], [10, 20], [4, 0]).tolist()
    [0.4, 0.1]
    """
    links = network_of("exposures", exposures)
    worth = column_of("equity", equity, links, finite)
    lost = column_of("initial losses", initial_losses, links)
    alive = worth > 0
    per_unit = np.divide(1, worth, out=np.zeros(worth.shape), where=alive)
    start = np.where(alive, lost * per_unit, 1)
    return lowest(np.ones(worth.shape), start, scaled(per_unit, links))


@dataclass(frozen=True)
class FireSale:
    """How a network cleared while its assets were sold: payments (n,), price of a unit, units sold (n,)."""

    payments: np.ndarray
    price: float
    sold: np.ndarray


@one_kind
def fire_sale(liabilities: Any, cash: Any, units: Any, impact: float, **recovery: Any) -> FireSale:
    """Clearing in which nodes without enough cash sell `units` of one asset, which lowers its price for all.

    The price of a unit is 1 before, and ``exp(-impact * sum of units sold)`` after; a node sells what it needs to pay
    its debts and no more. Returned is the solution with the highest price. `recovery` as in `clearing_vector`.

    Source: Cifuentes, Ferrucci and Shin 2005 (price and greatest solution; sales here follow from debts alone, theirs
    also from a capital ratio).

    >>> sale = fire_sale([[0, 5], [0, 0]], [0, 0], [10, 10], 0.01)
    >>> round(sale.price, 4), sale.sold.round(4).tolist()
    (0.9487, [5.2706, 0.0])
    """
    links, owed, claims = debts_of(liabilities)
    money, stock = column_of("cash", cash, links), column_of("units", units, links)
    nonnegative("impact", impact)
    price = following = 1.0
    while True:
        payments = clearing_vector(links, money + stock * following, **recovery)
        short = owed - money - claims @ payments
        sold = np.clip(np.divide(short, following, out=np.zeros(owed.shape), where=short > 0), 0, stock)
        price, following = following, float(np.exp(-impact * sold.sum()))
        if price - following <= ROUNDING * price:
            return FireSale(payments, price, sold)
