"""Who is closed against a bankrupt position, and who pays what nobody covers.

Auto-deleveraging works in position space: every unit that a bankrupt long held is closed against one unit of a short,
so that longs still equal shorts. A ranking therefore answers in units of the contract, never in money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.errors import seeded


@dataclass(frozen=True)
class Candidates:
    """Legs on the other side, as columns of shape (n,), in an order that does not depend on that of the book.

    Args:
        available: units that may be closed; less than the whole leg where more would cost its pool all it has.
        profit: of the leg.
        cost: notional of the leg at its entry.
        notional: of the leg now.
        equity: of its pool.
    """

    available: np.ndarray
    profit: np.ndarray
    cost: np.ndarray
    notional: np.ndarray
    equity: np.ndarray


Ranking = Callable[[Candidates, Any], np.ndarray]
Sharing = Callable[[np.ndarray, np.ndarray], Any]


def filled(order: Iterable[int], available: np.ndarray, wanted: Any) -> np.ndarray:
    """Units closed when `wanted` are taken in `order`, all that is available of one before the next.

    >>> filled([1, 0], np.array([4.0, 6.0]), 9.0).tolist()
    [3.0, 6.0]
    """
    order, closed = list(order), 0 * available
    turn = available[order]
    closed[order] = np.minimum(np.maximum(wanted - (turn.cumsum() - turn), 0), turn)
    return closed


def portions(available: np.ndarray, wanted: Any) -> np.ndarray:
    """What each gives when all give the same share of what they have, `wanted` together; nothing below zero.

    >>> portions(np.array([30.0, 10.0]), 10.0).tolist()
    [7.5, 2.5]
    """
    return available * wanted / available.sum() if wanted > 0 else 0 * available


def queue(candidates: Candidates, wanted: Any) -> np.ndarray:
    """Highest profit in percent times leverage first; equal ones in the order given.

    Source: the ranking that BitMEX and others publish, here with one formula for winners and losers.

    >>> units, profit, same = np.array([4.0, 6.0]), np.array([5.0, 9.0]), np.array([50.0, 50.0])
    >>> queue(Candidates(units, profit, same, same, same), 8.0).tolist()
    [2.0, 6.0]
    """
    score = candidates.profit / candidates.cost * candidates.notional / candidates.equity
    return filled(sorted(range(len(score)), key=lambda place: -score[place]), candidates.available, wanted)


def pro_rata(candidates: Candidates, wanted: Any) -> np.ndarray:
    """The same share of every leg, as Drift v2 does.

    >>> four = np.array([30.0, 10.0])
    >>> pro_rata(Candidates(four, four, four, four, four), 10.0).tolist()
    [7.5, 2.5]
    """
    return portions(candidates.available, min(wanted, candidates.available.sum()))


def random_start(seed: int) -> Ranking:
    """One after another from a place drawn at random, as dYdX v4 does.

    >>> four = np.array([5.0, 5.0, 5.0])
    >>> random_start(1)(Candidates(four, four, four, four, four), 7.0).tolist()
    [0.0, 5.0, 2.0]
    """

    def ranking(candidates: Candidates, wanted: Any) -> np.ndarray:
        order = np.arange(len(candidates.available))
        start = np.random.default_rng(seeded(seed)).integers(len(order))
        return filled(np.roll(order, -start), candidates.available, wanted)

    return ranking


def by_profit(profit: np.ndarray, equity: np.ndarray) -> Any:
    """A loss that nobody covers is taken from unrealised profits, in proportion: at most what each has.

    Source: the clawback of OKEx, July 2018.

    >>> by_profit(np.array([30.0, -5.0, 20.0]), np.array([100.0, 50.0, 10.0])).tolist()
    [30.0, 0.0, 10.0]
    """
    return np.maximum(np.minimum(profit, equity), 0 * equity)


def by_equity(profit: np.ndarray, equity: np.ndarray) -> Any:  # noqa: ARG001 - a sharing is given both
    """A loss that nobody covers is taken from everybody in proportion to what they have.

    >>> by_equity(np.array([30.0, -5.0]), np.array([100.0, 50.0])).tolist()
    [100.0, 50.0]
    """
    return np.maximum(equity, 0 * equity)
