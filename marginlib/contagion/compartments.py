"""Compartments: which pools and funds a loss can reach, as a network that clears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy import sparse

from marginlib.book import Book, Mode, Prices
from marginlib.contagion.clearing import clearing_vector
from marginlib.contagion.fixed_point import ROUNDING, column_of, debts_of
from marginlib.errors import instance, known, nonnegative


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
    instance("book", book, Book, "a marginlib.book.Book")
    instance("funds", funds, Mapping, "money by fund, such as {'fund': 100.0}")
    known("fund of market", book.schedules, fund_of)
    known("money of fund", [fund_of[name] for name in book.schedules], funds)
    partition = book.partition(mode)
    legs = book.legs(partition)
    names, nodes = list(funds), partition.count + len(funds)
    fund = np.array([partition.count + names.index(fund_of[name]) for name in book.schedules], dtype=np.intp)
    profit = (legs.size * book.coordinates(prices)[legs.market] - legs.cost).astype(float)
    net = sparse.csr_array((profit, (legs.pool, fund[legs.market])), shape=(nodes, nodes))
    held = [float(nonnegative(f"fund {name!r}", money)) for name, money in funds.items()]
    return (-net).maximum(0) + net.maximum(0).T, np.concatenate([book.money(partition).astype(float), held])


def blast_radius(liabilities: Any, external_assets: Any, **recovery: Any) -> np.ndarray:
    """Loss of column j for each unit that row i loses beyond what it can bear; shape (n, n), zero on the diagonal.

    Node i loses all its external assets; what exceeds its equity is lost by others. A row of zeros is a node whose
    loss stops with itself. Without default costs a row of anything else sums to 1: nothing is lost twice.
    `recovery` as in `clearing_vector`.

    >>> blast_radius([[0, 8, 0], [0, 0, 8], [0, 0, 0]], [10, 2, 0]).tolist()
    [[0.0, 0.25, 0.75], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    links, owed, claims = debts_of(liabilities)
    assets = column_of("external assets", external_assets, links)

    def worth(held: np.ndarray) -> Any:
        return np.maximum(held + claims @ clearing_vector(links, held, **recovery) - owed, 0)

    before = worth(assets)
    unborne = np.maximum(assets - before, 0)
    lost = np.array([before - worth(np.where(row, 0, assets)) for row in np.eye(len(assets), dtype=bool)])
    np.fill_diagonal(lost, 0)
    matters = unborne > ROUNDING * max(1.0, assets.max(initial=0))
    return np.asarray(np.divide(lost, unborne[:, None], out=np.zeros(lost.shape), where=matters[:, None]))
