"""Where a loss stops: who pays whom in full, and which losses travel on.

Two models, one mathematics. What a node pays, or loses, is `base + links @ others` until it meets a cap: what it owes,
or all its equity. Such a map has a highest and a lowest fixed point. They are found from above: assume that everybody
meets the cap, drop those who cannot, solve for them, and look again. Nobody who was dropped comes back, so this ends
with the exact answer after at most as many rounds as there are nodes (the fictitious defaults of Eisenberg and Noe).

The lowest fixed point needs no search of its own. A node that money, or a loss, never reaches has none in the lowest
one; and among those reached the fixed point is unique, because a loop that keeps all it receives must overflow.
Default costs make the map jump: there the lowest one is found in rounds from below, each adding those who are sure to
pay in full.

Sources: Eisenberg and Noe, "Systemic risk in financial systems", Management Science 47(2), 2001; Rogers and Veraart,
"Failure and rescue in an interbank network", Management Science 59(4), 2013; Bardoscia, Battiston, Caccioli and
Caldarelli, "DebtRank: a microscopic foundation for shock propagation", PLoS ONE 10(6), 2015; Cifuentes, Ferrucci and
Shin, "Liquidity risk and contagion", Journal of the European Economic Association 3(2-3), 2005.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra
from scipy.sparse.linalg import gmres, splu

from marginlib.book import Book, Mode, Prices
from marginlib.errors import InvalidInput, UnknownName, finite, nonnegative, one_of

ROUNDING = 1e-12  # a shortfall below this share of the cap is rounding
PRECISE = 1e-14  # steps below this share of the largest cap end the search
SMALL = 200  # systems up to this size are solved as full matrices


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
    links = _links("liabilities", liabilities)
    assets = _column("external assets", nonnegative("external assets", external_assets), links)
    if links.diagonal().any():
        raise InvalidInput(
            f"node {links.diagonal().argmax()} owes itself; set the diagonal of the liabilities to zero, as such a "
            "debt moves no money"
        )
    for name, share in (("recovery_assets", recovery_assets), ("recovery_claims", recovery_claims)):
        if not 0 <= finite(name, share) <= 1:
            raise InvalidInput(f"{name} is {share}, but it must be a share from 0 to 1")
    one_of("extreme", extreme, ("greatest", "least"))
    owed, claims = _claims(links)
    if extreme == "greatest":
        return _highest(owed, assets, claims, recovery_assets, recovery_claims)
    enough = owed * (1 - ROUNDING)
    sure = np.zeros(owed.shape, dtype=bool)
    while True:
        base = np.where(sure, owed, recovery_assets * assets)
        payments = _highest(np.where(_reached(links, base), owed, 0), base, recovery_claims * claims)
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
        exposures: n x n; row i loses this much if column j is wiped out; dense or SciPy sparse.
        equity: of each node, shape (n,); a node with none, or less, counts as wholly lost from the start.
        initial_losses: in the same currency, shape (n,).

    Raises:
        InvalidInput: shapes that do not fit, negative exposures or losses, NaN or infinity.

    Source: Bardoscia et al. 2015.

    >>> debt_rank([[0, 0], [5, 0]], [10, 20], [4, 0]).tolist()
    [0.4, 0.1]
    """
    links = _links("exposures", exposures)
    worth = _column("equity", finite("equity", equity), links)
    lost = _column("initial losses", nonnegative("initial losses", initial_losses), links)
    alive = worth > 0
    per_unit = np.divide(1, worth, out=np.zeros(worth.shape), where=alive)
    start = np.where(alive, lost * per_unit, 1)
    impact = sparse.diags_array(per_unit) @ links
    return _highest(np.where(_reached(impact.T, start), 1.0, 0.0), start, impact)


@dataclass(frozen=True)
class FireSale:
    """How a network cleared while its assets were sold: payments (n,), price of a unit, units sold (n,)."""

    payments: np.ndarray
    price: float
    sold: np.ndarray


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
    links = _links("liabilities", liabilities)
    owed, claims = _claims(links)
    money = _column("cash", nonnegative("cash", cash), links)
    stock = _column("units", nonnegative("units", units), links)
    nonnegative("impact", impact)
    price = following = 1.0
    while True:
        payments = clearing_vector(links, money + stock * following, **recovery)
        short = owed - money - claims @ payments
        sold = np.clip(np.divide(short, following, out=np.zeros(owed.shape), where=short > 0), 0, stock)
        price, following = following, float(np.exp(-impact * sold.sum()))
        if price - following <= ROUNDING * price:
            return FireSale(payments, price, sold)


def settlement(
    book: Book, mode: Mode, prices: Prices, fund_of: Mapping[str, str], funds: Mapping[str, float]
) -> tuple[sparse.csr_array, np.ndarray]:
    """Liabilities and external assets of a venue that settles `book` at `prices`: pools first, then funds.

    Each fund stands between the pools of its markets: losers owe it their losses, and it owes the winners their
    profits. Pools hold their collateral, funds what `funds` says. One fund makes the network a star, on which clearing
    is auto-deleveraging pro rata. `fund_of` draws the compartments by market or by fund, `mode` those by account.

    Raises:
        UnknownName: a market without a fund, or a fund without money.

    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A"] * 2, [1.0, -1.0], [100.0] * 2, [20.0] * 2, {"A": FlatRate(0.01)}, ["long", "short"])
    >>> owes, assets = settlement(book, isolated, {"A": 70.0}, {"A": "fund"}, {"fund": 4.0})
    >>> clearing_vector(owes, assets).tolist()
    [20.0, 0.0, 0.0, 0.0, 24.0]
    """
    names = list(funds)
    missing = [name for name in book.schedules if fund_of.get(name) not in funds]
    if missing:
        raise UnknownName(f"market {missing[0]!r} has no fund; funds has {', '.join(names) or 'nothing'}")
    partition = mode(book)
    legs = book.legs(partition)
    fund = np.array([names.index(fund_of[name]) for name in book.schedules], dtype=np.intp)[legs.market]
    profit = (legs.size * book.coordinates(prices)[legs.market] - legs.cost).astype(float)
    shape = (partition.count, len(names))
    net = sparse.csr_array((profit, (legs.pool, fund)), shape=shape)
    lost, won = (-net).maximum(0), net.maximum(0)
    liabilities = sparse.block_array(
        [[sparse.csr_array((shape[0], shape[0])), lost], [won.T, sparse.csr_array((shape[1], shape[1]))]], format="csr"
    )
    held = [float(nonnegative(f"fund {name!r}", funds[name])) for name in names]
    return liabilities, np.concatenate([book.money(partition).astype(float), held])


def blast_radius(liabilities: Any, external_assets: Any, **recovery: Any) -> np.ndarray:
    """Loss of column j for each unit that row i loses beyond what it can bear; shape (n, n), zero on the diagonal.

    Node i loses all its external assets; what exceeds its equity is lost by others. A row of zeros is a node whose
    loss stops with itself. Without default costs a row of anything else sums to 1: nothing is lost twice.
    `recovery` as in `clearing_vector`.

    >>> blast_radius([[0, 8, 0], [0, 0, 8], [0, 0, 0]], [10, 2, 0]).tolist()
    [[0.0, 0.25, 0.75], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    links = _links("liabilities", liabilities)
    assets = _column("external assets", external_assets, links)
    owed, claims = _claims(links)

    def worth(held: np.ndarray) -> Any:
        return np.maximum(held + claims @ clearing_vector(links, held, **recovery) - owed, 0)

    before = worth(assets)
    unborne = np.maximum(assets - before, 0)
    lost = np.array([before - worth(np.where(row, 0, assets)) for row in np.eye(len(assets), dtype=bool)])
    np.fill_diagonal(lost, 0)
    scale = unborne[:, None] + 0 * lost
    matters = scale > ROUNDING * max(1.0, assets.max(initial=0))
    radius: np.ndarray = np.divide(lost, scale, out=np.zeros(lost.shape), where=matters)
    return radius


def _highest(
    cap: np.ndarray, base: np.ndarray, links: Any, recovery_base: float = 1.0, recovery_links: float = 1.0
) -> np.ndarray:
    """Highest x with ``x = cap`` where ``base + links @ x`` reaches it, else the recoveries' share of both."""
    enough, precise = cap * (1 - ROUNDING), PRECISE * cap.max(initial=0)
    value, capped, step, solved = cap, np.ones(cap.shape, dtype=bool), np.inf, False
    while True:
        received = links @ value
        still = capped & (base + received >= enough)
        following = np.where(still, cap, recovery_base * base + recovery_links * received)
        before, step = step, np.abs(following - value).max(initial=0)
        if (still != capped).any():
            solved = False
        elif solved or step <= precise:
            return following
        elif step > before / 2:  # the steps shrink too slowly: solve for those below the cap at once
            following, solved = _solved(still, following, recovery_base * base, recovery_links * links), True
        value, capped = following, still


def _solved(capped: np.ndarray, value: np.ndarray, base: np.ndarray, links: Any) -> np.ndarray:
    """`value` where `capped`; elsewhere the solution of ``x = base + links @ x``."""
    below = np.flatnonzero(~capped)
    rows = links.tocsr()[below]
    right = base[below] + rows @ np.where(capped, value, 0)
    system = sparse.eye_array(len(below), format="csr") - rows[:, below]
    if len(below) <= SMALL:
        found = np.linalg.solve(system.toarray(), right)
    else:
        close = PRECISE * np.linalg.norm(value[below])
        found, failed = gmres(system, right, value[below], rtol=0, atol=close, restart=50, maxiter=4)
        if failed:  # long chains and rings; their factors stay sparse
            found = splu(system.tocsc()).solve(right)
    solution = value.copy()
    solution[below] = found
    return solution


def _reached(links: Any, start: np.ndarray) -> Any:
    """Whether a path of links leads to each node from one where `start` is above zero."""
    sources = np.flatnonzero(start)
    if not sources.size:
        return np.zeros(start.shape, dtype=bool)
    return np.isfinite(dijkstra(links, indices=sources, unweighted=True, min_only=True))


def _claims(links: Any) -> tuple[np.ndarray, Any]:
    """What each node owes in all, shape (n,), and the share of each other's payments that it receives."""
    owed = links.sum(axis=1)
    shares = np.divide(1, owed, out=np.zeros(owed.shape), where=owed > 0)
    return owed, (sparse.diags_array(shares) @ links).T.tocsr()


def _links(name: str, matrix: Any) -> sparse.csr_array:
    """`matrix` as a sparse square of finite numbers of zero or more."""
    if sparse.issparse(matrix):
        links = sparse.csr_array(matrix, dtype=float)
    else:
        dense = np.asarray(matrix, dtype=float)
        if dense.ndim != 2:  # noqa: PLR2004 - rows and columns
            raise InvalidInput(f"{name} has {dense.ndim} dimensions, but it must be a square matrix")
        places = np.flatnonzero(dense != 0)
        links = sparse.csr_array((dense.ravel()[places], np.divmod(places, max(dense.shape[1], 1))), shape=dense.shape)
    if links.shape[0] != links.shape[1]:
        raise InvalidInput(f"{name} has shape {links.shape}, but it must be square: row i owes column j")
    links.sum_duplicates()
    nonnegative(name, links.data)
    links.eliminate_zeros()
    return links


def _column(name: str, values: Any, links: Any) -> np.ndarray:
    """`values` as a column of floats, one for each node."""
    column = np.asarray(values, dtype=float)
    if column.shape != links.shape[:1]:
        raise InvalidInput(f"{name} has shape {column.shape}, but there are {links.shape[0]} nodes; give one each")
    return column
