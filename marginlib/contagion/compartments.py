"""Compartments: which pools and funds a loss can reach, as a network that clears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from marginlib.book import Book, Mode, Prices, totals
from marginlib.contagion.clearing import clearing_vector
from marginlib.contagion.fixed_point import ROUNDING, column_of, debts_of
from marginlib.errors import instance, known, nonnegative, numbers, one_of
from marginlib.partition import Partition


class Settlement(NamedTuple):
    """A venue that settles, as a network: who owes whom (n, n), what each node holds (n,), and what it is called."""

    liabilities: sparse.csr_array
    assets: np.ndarray
    names: tuple[str, ...]


def settlement(
    book: Book, mode: Mode, prices: Prices, fund_of: Mapping[str, str], funds: Mapping[str, float]
) -> Settlement:
    """Liabilities, external assets and names of a venue that settles `book` at `prices`: pools first, then funds.

    Each fund stands between the pools of its markets: losers owe it their losses, and it owes the winners their
    profits. Pools hold their collateral, funds what `funds` says, in settlement currency. One fund makes the network a
    star, on which clearing is auto-deleveraging pro rata. `fund_of` draws the compartments by market or by fund,
    `mode` those by account. A pool that has realised more than it had owes the rest to the funds of the markets in
    which it lost, in parts as its losses there, whether it holds anything or not. A pool without positions and
    without money is left out. A pool is called by its account,
    and by its markets too where the account has several pools.

    Raises:
        UnknownName: a market without a fund, or a fund without money.

    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["A"] * 2, [1.0, -1.0], [100.0] * 2, [20.0] * 2, {"A": FlatRate(0.01)}, ["long", "short"])
    >>> owes, assets, names = settlement(book, isolated, {"A": 70.0}, {"A": "fund"}, {"fund": 4.0})
    >>> dict(zip(names, clearing_vector(owes, assets).tolist()))
    {'long': 20.0, 'short': 0.0, 'fund': 24.0}
    """
    instance("book", book, Book, "a marginlib.book.Book")
    instance("funds", funds, Mapping, "money by fund, such as {'fund': 100.0}")
    known("fund of market", book.schedules, fund_of)
    known("money of fund", [fund_of[name] for name in book.schedules], funds)
    partition = book.partition(mode)
    legs, money = book.legs(partition), book.money(partition).astype(float)
    kept = np.flatnonzero((money != 0) | (np.bincount(partition.positions, minlength=partition.count) > 0))
    place = np.zeros(partition.count, dtype=np.intp)
    place[kept] = np.arange(len(kept))
    names, nodes = list(funds), len(kept) + len(funds)
    fund = np.array([len(kept) + names.index(fund_of[name]) for name in book.schedules], dtype=np.intp)
    profit = (legs.size * book.coordinates(prices)[legs.market] - legs.cost).astype(float)
    lost, pools = np.minimum(np.asarray(book.settled, dtype=float), 0.0), partition.positions
    in_all = totals(lost, pools, partition.count)
    share = np.divide(np.minimum(money, 0.0), in_all, out=0 * in_all, where=in_all < 0)
    rows = place[np.concatenate([legs.pool, pools])]
    columns = fund[np.concatenate([legs.market, legs.market[legs.of_position]])]
    gained = np.concatenate([profit, lost * share[pools]])
    net = sparse.csr_array((gained, (rows, columns)), shape=(nodes, nodes))
    held = [float(nonnegative(f"fund {name!r}", worth)) for name, worth in funds.items()]
    called = _called(book, partition)
    return Settlement(
        (-net).maximum(0) + net.maximum(0).T,
        np.concatenate([np.maximum(money[kept], 0.0), held]),
        (*(called[pool] for pool in kept.tolist()), *map(str, names)),
    )


def _called(book: Book, partition: Partition) -> dict[int, str]:
    """What each pool is called that has positions or is somebody's free collateral."""
    markets: dict[int, dict[str, None]] = {pool: {} for pool in partition.free.tolist()}
    owner = dict(zip(partition.free.tolist(), book.accounts.tolist(), strict=True))
    for pool, who, market in zip(partition.positions.tolist(), book.owner.tolist(), book.market, strict=True):
        markets.setdefault(pool, {})[str(market)] = None
        owner[pool] = str(book.accounts[who])
    several = Counter(owner[pool] for pool, traded in markets.items() if traded or book.free.get(owner[pool]))
    return {
        pool: " ".join(filter(None, [owner[pool], ("+".join(traded) or "free") if several[owner[pool]] > 1 else ""]))
        or "+".join(traded)
        for pool, traded in markets.items()
    }


def blast_radius(
    liabilities: Any, external_assets: Any, *, of: Sequence[int] | int | None = None, **recovery: Any
) -> np.ndarray:
    """Loss of column j for each unit that row i loses beyond what it can bear; shape (n, n), zero on the diagonal.

    Node i loses all its external assets; what exceeds its equity is lost by others. A row of zeros is a node whose
    loss stops with itself. Without default costs a row of anything else sums to 1: nothing is lost twice. Of some
    nodes alone, by their places from 0, come the rows of these, in their order: a row takes one clearing.
    `recovery` as in `clearing_vector`.

    Raises InvalidInput as `clearing_vector` does, and for a place that no node has.

    >>> blast_radius([[0, 8, 0], [0, 0, 8], [0, 0, 0]], [10, 2, 0], of=[0, 2]).tolist()
    [[0.0, 0.25, 0.75], [0.0, 0.0, 0.0]]
    """
    links, owed, claims = debts_of(liabilities)
    assets = column_of("external assets", external_assets, links)
    asked = range(len(assets)) if of is None else np.atleast_1d(numbers("of", of)).ravel().tolist()
    rows = [int(one_of("node", node, range(len(assets)))) for node in asked]

    def worth(held: np.ndarray) -> Any:
        return np.maximum(held + claims @ clearing_vector(links, held, **recovery) - owed, 0)

    before = worth(assets)
    unborne = np.maximum(assets - before, 0)
    matters = unborne > ROUNDING * max(1.0, assets.max(initial=0))
    radius = np.zeros((len(rows), len(assets)))
    for row, node in enumerate(rows):
        if matters[node]:
            lost = before - worth(np.where(np.arange(len(assets)) == node, 0, assets))
            radius[row] = np.where(np.arange(len(assets)) == node, 0, lost / unborne[node])
    return radius
