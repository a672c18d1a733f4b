"""The fixed point that clearing and DebtRank share, and the door through which networks come in.

What a node pays, or loses, is ``base + links @ others`` until it meets a cap: what it owes, or all its equity. Such a
map has a highest and a lowest fixed point. The highest is found from above: assume that everybody meets the cap, drop
those who cannot, solve for them, and look again. Nobody who was dropped comes back, so this ends with the exact answer
after at most as many rounds as there are nodes (the fictitious defaults of Eisenberg and Noe).

Small networks are full matrices, because a sparse one takes a hundred times as long to make as to multiply.

The lowest needs no search of its own. A node that money, or a loss, never reaches has none in the lowest one; and
among those reached the fixed point is unique, because a loop that keeps all it receives must overflow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra
from scipy.sparse.linalg import gmres, splu

from marginlib.errors import nonnegative, numbers, shaped

ROUNDING = 1e-12  # a shortfall below this share of the cap is rounding
PRECISE = 1e-14  # steps below this share of the largest cap end the search
SMALL = 200  # networks and systems up to this size are full matrices
SLOW = 0.8  # steps that shrink less than to this share are worth a solution of the system


def highest(
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
        elif step > SLOW * before:  # solve for those below the cap at once
            following[~still] = _solved(still, following, recovery_base * base, recovery_links * links)
            solved = True
        value, capped = following, still


def _solved(capped: np.ndarray, value: np.ndarray, base: np.ndarray, links: Any) -> Any:
    """Solution of ``x = base + links @ x`` for those who are not `capped`; the others have their `value`."""
    below = np.flatnonzero(~capped)
    if isinstance(links, np.ndarray):
        rows = links[below]
        return np.linalg.solve(np.eye(len(below)) - rows[:, below], base[below] + rows @ np.where(capped, value, 0))
    rows = links.tocsr()[below]
    right = base[below] + rows @ np.where(capped, value, 0)
    system = sparse.eye_array(len(below), format="csr") - rows[:, below]
    if len(below) <= SMALL:
        return np.linalg.solve(system.toarray(), right)
    close = PRECISE * np.linalg.norm(value[below])
    found, failed = gmres(system, right, value[below], rtol=0, atol=close, restart=50, maxiter=4)
    return splu(system.tocsc()).solve(right) if failed else found  # the factors of long chains and rings stay sparse


def lowest(cap: np.ndarray, base: np.ndarray, links: Any) -> np.ndarray:
    """Lowest x with ``x = minimum(cap, base + links @ x)``: zero where no path leads from a `base` above zero."""
    sources = np.flatnonzero(base)
    if not sources.size:
        return 0 * cap
    reached = np.isfinite(dijkstra(links.T, indices=sources, unweighted=True, min_only=True))
    return highest(np.where(reached, cap, 0), base, links)


def debts_of(liabilities: Any) -> tuple[Any, np.ndarray, Any]:
    """Who owes whom, what each node owes in all, shape (n,), and the share of each other's payments it receives."""
    links = network_of("liabilities", liabilities)
    owed = links.sum(axis=1)
    shares = np.divide(1, owed, out=np.zeros(owed.shape), where=owed > 0)
    received = scaled(shares, links).T
    return links, owed, np.ascontiguousarray(received) if isinstance(links, np.ndarray) else received.tocsr()


def scaled(rows: np.ndarray, links: Any) -> Any:
    """`links` with each row multiplied by its number of `rows`."""
    return rows[:, None] * links if isinstance(links, np.ndarray) else sparse.diags_array(rows) @ links


def network_of(name: str, matrix: Any) -> Any:
    """`matrix` as a square of finite numbers of zero or more, sparse above `SMALL` nodes."""
    entries = matrix if sparse.issparse(matrix) else np.atleast_2d(numbers(name, matrix))
    shape = shaped(name, entries, 2 * entries.shape[:1], "a square, in which row i owes column j").shape
    if shape[0] <= SMALL:
        full = entries if isinstance(entries, np.ndarray) else entries.toarray()
        return nonnegative(name, np.ascontiguousarray(full, dtype=float))  # one layout, so one rounding
    if isinstance(entries, np.ndarray):  # three times as fast as SciPy finds them
        places = np.flatnonzero(entries)
        entries = entries.ravel()[places], np.divmod(places, max(len(entries), 1))
    links = sparse.csr_array(entries, shape=shape, dtype=float)
    links.sum_duplicates()
    nonnegative(name, links.data)
    links.eliminate_zeros()
    return links


def column_of(name: str, values: Any, links: Any, check: Callable[[str, Any], Any] = nonnegative) -> np.ndarray:
    """`values` that pass the `check` as a column of floats, one for each node."""
    return shaped(name, np.asarray(check(name, values), dtype=float), links.shape[:1], "one for each node")
