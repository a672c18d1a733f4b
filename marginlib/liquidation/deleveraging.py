"""Who is closed against a bankrupt position, and who pays what nobody covers.

Auto-deleveraging works in position space: every unit that a bankrupt long held is closed against one unit of a short,
so that longs still equal shorts. A ranking therefore answers in units of the contract, never in money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from marginlib.errors import InvalidInput
from marginlib.liquidation.rules import WITHIN
from marginlib.paths.simulated import seeded


@dataclass(frozen=True)
class Candidates:
    """Legs on the other side, as columns of shape (n,), in an order that does not depend on that of the book.

    Args:
        available: units that may be closed; less than the whole leg where more would cost its pool all it has.
        profit: of the leg.
        cost: notional of the leg at its entry.
        notional: of the leg now.
        equity: of its pool.
        size: units of the whole leg.
    """

    available: np.ndarray
    profit: np.ndarray
    cost: np.ndarray
    notional: np.ndarray
    equity: np.ndarray
    size: np.ndarray


class Turn(NamedTuple):
    """A candidate, by its place among them, and the units of it that are closed when its turn comes."""

    place: int
    units: Any


Ranking = Callable[[Candidates, Any], Sequence[Turn]]
"""Who is closed, in the order of their turn, when so many units are wanted; candidates left out keep all."""

Sharing = Callable[[np.ndarray, np.ndarray], Any]


def in_turn(turns: Sequence[Turn], candidates: Candidates, wanted: Any) -> list[Turn]:
    """The turns that close anything, `wanted` units together, nobody more than the whole leg but for rounding.

    Raises:
        InvalidInput: more or less than is wanted, less than nothing, or the same candidate twice.
    """
    capped = [Turn(place, min(units, candidates.size[place])) for place, units in turns]
    units = [turn.units for turn in capped]
    if min(units, default=0) < 0 or abs(sum(units) - wanted) > wanted / WITHIN:
        raise InvalidInput(f"the ranking closes {sum(units)} of {wanted}: longs and shorts would no longer be equal")
    if len({turn.place for turn in capped}) < len(capped):
        raise InvalidInput("the ranking gives a candidate two turns; give each one turn, of all that is closed of it")
    return [turn for turn in capped if turn.units > 0]


def filled(order: Iterable[int], available: np.ndarray, wanted: Any) -> list[Turn]:
    """The turns in which `wanted` units are taken in `order`, all that is available of one before the next.

    >>> filled([1, 0], np.array([4.0, 6.0]), 9.0)
    [Turn(place=1, units=6.0), Turn(place=0, units=3.0)]
    """
    turns, units_of = [], available.tolist()
    for place in order:
        if not wanted > 0:
            break
        units = min(units_of[place], wanted)
        wanted -= units
        turns.append(Turn(int(place), units))
    return turns


def portions(available: np.ndarray, wanted: Any) -> np.ndarray:
    """What each gives when all give the same share of what they have, `wanted` together; nothing below zero.

    >>> portions(np.array([30.0, 10.0]), 10.0).tolist()
    [7.5, 2.5]
    """
    return available * wanted / available.sum() if wanted > 0 else 0 * available


def adl_score(profit: Any, cost: Any, value: Any, equity: Any) -> Any:
    """What `queue` ranks by: profit as a share of what the position cost, times leverage.

    In quote: `profit` of the position, its notional at entry (`cost`) and now (`value`), and `equity` of its pool. A
    formula as in `marginlib.formulas`: for any kind of number, without validation.

    Source: Delta Exchange, user guide, "Auto-deleveraging", and BitMEX. They divide the profit of a loser by its
    leverage; here one formula serves both, so that of two losers the less leveraged is ranked higher.

    >>> round(adl_score(90, 600, 510, 210), 4), round(adl_score(60, 400, 340, 260), 4)
    (0.3643, 0.1962)
    """
    return profit / cost * (value / equity)


def queue(candidates: Candidates, wanted: Any) -> list[Turn]:
    """Highest `adl_score` first, profit in percent times leverage; equal ones in the order given.

    >>> units, profit, same = np.array([4.0, 6.0]), np.array([5.0, 9.0]), np.array([50.0, 50.0])
    >>> queue(Candidates(units, profit, same, same, same, units), 8.0)
    [Turn(place=1, units=6.0), Turn(place=0, units=2.0)]
    """
    score = adl_score(candidates.profit, candidates.cost, candidates.notional, candidates.equity)
    return filled(sorted(range(len(score)), key=lambda place: -score[place]), candidates.available, wanted)


def pro_rata(candidates: Candidates, wanted: Any) -> list[Turn]:
    """The same share of every leg, as Drift v2 does.

    >>> four = np.array([30.0, 10.0])
    >>> pro_rata(Candidates(four, four, four, four, four, four), 10.0)
    [Turn(place=0, units=7.5), Turn(place=1, units=2.5)]
    """
    given = portions(candidates.available, min(wanted, candidates.available.sum()))
    return list(map(Turn, range(len(given)), given.tolist()))


def random_start(seed: int) -> Ranking:
    """One after another from a place drawn at random, as dYdX v4 does.

    >>> four = np.array([5.0, 5.0, 5.0])
    >>> random_start(1)(Candidates(four, four, four, four, four, four), 7.0)
    [Turn(place=1, units=5.0), Turn(place=2, units=2.0)]
    """
    seeded(seed)

    def ranking(candidates: Candidates, wanted: Any) -> list[Turn]:
        order = np.arange(len(candidates.available))
        start = np.random.default_rng(seed).integers(len(order))
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
