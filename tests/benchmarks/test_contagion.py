"""Cost of a clearing vector in matrix-vector products, and its speed against the textbook algorithm."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse import _compressed

from marginlib.contagion import clearing_vector
from tests.benchmarks.harness import interleaved, table


def network(n: int, links: int, wealth: float) -> tuple[sparse.csr_array, np.ndarray]:
    """Return exponential debts between nodes drawn at random, and exponential assets with the mean `wealth`."""
    random = np.random.default_rng(1)
    ends = random.integers(0, n, (2, links))
    ends = ends[:, ends[0] != ends[1]]
    debts = sparse.coo_array((random.exponential(1.0, ends.shape[1]), (ends[0], ends[1])), shape=(n, n))
    return debts.tocsr(), random.exponential(wealth, n)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count every product of a sparse matrix and a vector, those inside SciPy's solvers included."""
    plain, seen = _compressed._cs_matrix._matmul_vector, [0]

    def multiply(self: Any, other: Any) -> Any:
        seen[0] += 1
        return plain(self, other)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_compressed._cs_matrix, "_matmul_vector", multiply)
        yield seen


def textbook(debts: np.ndarray, assets: np.ndarray) -> np.ndarray:
    """Fictitious defaults as Eisenberg and Noe state them: a full system of all nodes is solved in each round."""
    n = len(assets)
    owed: np.ndarray = debts.sum(axis=1)
    shares = debts / np.where(owed > 0, owed, 1)[:, None]
    payments, failed = owed, np.zeros(n, dtype=bool)
    while True:
        failing = assets + shares.T @ payments < owed - 1e-12
        if (failing == failed).all():
            return payments
        failed = failing
        system = np.eye(n) - failed[:, None] * shares.T * failed
        right = np.where(failed, assets + shares.T @ np.where(failed, 0, owed), owed)
        payments = np.linalg.solve(system, right)


def test_clearing_a_large_network() -> None:
    """100,000 nodes and 1,000,000 links, under 30 % in default: to 1e-10 in at most 40 products."""
    debts, assets = network(100_000, 1_000_000, 6.0)
    with counted() as seen:
        payments = clearing_vector(debts, assets)
    owed = debts.sum(axis=1)
    shares = (sparse.diags_array(1 / np.where(owed > 0, owed, 1)) @ debts).T.tocsr()
    exact, before = owed, 2 * owed + 1
    while (before != exact).any():  # down to the last bit, however many rounds that takes
        before, exact = exact, np.minimum(exact, assets + shares @ exact)
    defaults = (payments < owed * (1 - 1e-9)).mean()
    seconds = interleaved({"ours": lambda: clearing_vector(debts, assets), "one": lambda: shares @ owed}, rounds=5)
    table(
        "Clearing of 100,000 nodes with 1,000,000 links",
        {
            "in default": f"{defaults:.1%}",
            "largest error": f"{abs(payments - exact).max():.1e}",
            "matrix-vector products": f"{seen[0]}",
            "milliseconds": f"{seconds['ours'] * 1e3:.0f}",
            "milliseconds of one product": f"{seconds['one'] * 1e3:.1f}",
        },
    )
    assert 0.2 < defaults < 0.3
    assert abs(payments - exact).max() < 1e-10
    assert seen[0] <= 40


def test_clearing_against_the_textbook() -> None:
    """At 1,000 nodes at least 40 times faster than fictitious defaults with full matrices."""
    debts, assets = network(1_000, 10_000, 6.0)
    full = debts.toarray()
    np.testing.assert_allclose(clearing_vector(debts, assets), textbook(full, assets), atol=1e-10)
    seconds = interleaved(
        {
            "textbook": lambda: textbook(full, assets),
            "sparse": lambda: clearing_vector(debts, assets),
            "dense": lambda: clearing_vector(full, assets),
        },
        rounds=7,
    )
    table(
        "Clearing of 1,000 nodes with 10,000 links",
        {
            "textbook, milliseconds": f"{seconds['textbook'] * 1e3:.0f}",
            "times faster, given a sparse matrix": f"{seconds['textbook'] / seconds['sparse']:.0f}",
            "times faster, given a full matrix": f"{seconds['textbook'] / seconds['dense']:.0f}",
        },
    )
    assert seconds["textbook"] / seconds["sparse"] > 40


def test_deep_stress_against_plain_rounds() -> None:
    """Where nearly everybody defaults, the solver needs at most a quarter of the products of plain rounds."""
    debts, assets = network(20_000, 200_000, 1e-3)
    with counted() as seen:
        payments = clearing_vector(debts, assets)
    owed = debts.sum(axis=1)
    shares = (sparse.diags_array(1 / np.where(owed > 0, owed, 1)) @ debts).T.tocsr()
    plain, rounds = owed, 0
    while abs(plain - payments).max() > 1e-10:
        plain, rounds = np.minimum(owed, assets + shares @ plain), rounds + 1
    table(
        "Clearing of 20,000 nodes in deep stress",
        {"products of plain rounds": f"{rounds}", "products of the solver": f"{seen[0]}"},
    )
    assert seen[0] < rounds / 4
