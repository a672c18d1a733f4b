"""What is left once a network has cleared: who was not paid, what each node still owns, and what failing destroyed."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from marginlib.arithmetic import minimum
from marginlib.contagion.fixed_point import ROUNDING, column_of, debts_of, scaled
from marginlib.errors import InvalidInput


def paid(owed: Any, own: Any, received: Any) -> Any:
    """What a node pays: all that it owes, or else all that it has, its `own` money and what it `received`.

    A formula for any kind of number, all of one currency, which checks nothing. A clearing vector is a column of
    payments for which it holds at every node at once.

    Source: Eisenberg and Noe 2001, definition 1.

    >>> paid(500, 200, 0), paid(50, 100, 30)
    (200, 50)
    """
    return minimum(owed, own + received)


def unpaid(liabilities: Any, payments: Any) -> Any:
    """What row i leaves unpaid to column j, n x n, in currency: each creditor misses the same share of its claim.

    A SciPy sparse matrix for one, else a full one. `payments`, shape (n,), is what `clearing_vector` gives.

    Raises:
        InvalidInput: shapes that do not fit, negative or infinite entries, NaN, a node that pays more than it owes.

    >>> unpaid([[0, 300, 100], [0, 0, 0], [0, 0, 0]], [100, 0, 0]).tolist()
    [[0.0, 225.0, 75.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    links, owed, _, payments = _paying(liabilities, payments)
    missing = scaled(np.divide(owed - payments, owed, out=np.zeros(owed.shape), where=payments < owed), links)
    return sparse.csr_array(missing) if sparse.issparse(liabilities) else _full(missing)


def left(liabilities: Any, external_assets: Any, payments: Any) -> np.ndarray:
    """What each node owns once everybody has paid, shape (n,), in currency; nothing for one that failed.

    Raises InvalidInput as `unpaid` does.

    >>> left([[0, 5], [0, 0]], [3, 1], [3, 0]).tolist()
    [0.0, 4.0]
    """
    _, owed, claims, payments, assets = _holding(liabilities, external_assets, payments)
    return np.where(payments < owed, 0.0, np.maximum(assets + claims @ payments - owed, 0.0))


def burnt(liabilities: Any, external_assets: Any, payments: Any) -> np.ndarray:
    """What failing itself destroyed at each node, shape (n,), in currency: what it had less what it paid.

    Only a node that does not pay in full burns anything, and without default costs none does. With what is `left` it
    adds up to all external assets.

    Raises InvalidInput as `unpaid` does.

    >>> burnt([[0, 5], [0, 0]], [3, 1], [1.5, 0]).tolist()
    [1.5, 0.0]
    """
    _, owed, claims, payments, assets = _holding(liabilities, external_assets, payments)
    had = assets + claims @ payments
    lost = np.where(payments < owed, had - payments, 0.0)
    return np.where(lost > ROUNDING * had, lost, 0.0)


def _paying(liabilities: Any, payments: Any) -> tuple[Any, np.ndarray, Any, np.ndarray]:
    """Who owes whom, how much in all, the shares that each receives, and payments, in full where rounding is off."""
    links, owed, claims = debts_of(liabilities)
    made = column_of("payments", payments, links)
    for place in np.flatnonzero(made > owed * (1 + ROUNDING))[:1]:
        raise InvalidInput(
            f"node {place} pays {made[place]:g} and owes {owed[place]:g}; give the payments of clearing_vector"
        )
    return links, owed, claims, np.where(made >= owed * (1 - ROUNDING), owed, made)


def _holding(liabilities: Any, external_assets: Any, payments: Any) -> tuple[Any, np.ndarray, Any, np.ndarray, Any]:
    links, owed, claims, made = _paying(liabilities, payments)
    return links, owed, claims, made, column_of("external assets", external_assets, links)


def _full(links: Any) -> np.ndarray:
    return np.asarray(links if isinstance(links, np.ndarray) else links.toarray())
