"""What a false price costs the one who makes it, and what it costs everybody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.arithmetic import maximum, minimum
from marginlib.errors import checked, finite, nonnegative, numbers, one_of, positive, whole
from marginlib.kinds import one_kind

MOST = 1e300  # stands for a cap that there is not
RULES = {"last": 1, "average": 1, "median": 2}  # by which a price counts, and how many of its pools have to be pushed


@one_kind
def spike(shift: Any, blocks: Any, *, geometric: bool = False) -> Any:
    """Factor by which one block's price must be wrong to move the average over `blocks` by `shift`.

    An arithmetic average needs ``1 + blocks * shift`` for one block, a geometric one ``(1 + shift) ** blocks``; with
    the wrong price in every block, ``1 + shift`` moves both.

    Source: Mackinga, Nadahalli and Wattenhofer, "TWAP oracle attacks: easier done than said?", ICBC 2022
    (eprint 2022/445).

    >>> round(spike(0.2, 150), 9), f"{spike(0.2, 150, geometric=True):.1e}"
    (31.0, '7.5e+11')
    """
    finite("shift", shift)
    positive("blocks", blocks)
    return (1 + shift) ** blocks if geometric else 1 + blocks * shift


@one_kind
def move_cost(reserve: Any, factor: Any) -> Any:
    """Quote currency paid into a constant-product pool to multiply its price by `factor` (above 1).

    `reserve` is the pool's quote reserve y. The payer holds base for it, and `round_trip` is what is gone for good.

    Source: derived from x y = constant.

    >>> round(move_cost(1.0, 31), 3), round(move_cost(1.0, 1.2), 4)
    (4.568, 0.0954)
    """
    return positive("reserve", reserve) * (positive("factor", factor) ** 0.5 - 1)


@one_kind
def round_trip(reserve: Any, factor: Any) -> Any:
    """Quote currency lost by who multiplies the price of a constant-product pool by `factor` and then lets go.

    With `reserve` y and factor k it is ``y (root(k) + 1 / root(k) - 2)``: the way up is paid with `move_cost`, others
    bring the price back, and the base that was bought is worth ``y (1 - 1 / root(k))`` at the price that it had before.
    The pool takes no fee.

    Source: derived from x y = constant.

    >>> round(round_trip(1_000, 10), 2), round_trip(1_000, 4)
    (1478.51, 500.0)
    """
    root = positive("factor", factor) ** 0.5
    return positive("reserve", reserve) * (root + 1 / root - 2)


@dataclass(frozen=True)
class Manipulation:
    """What somebody gets who trades with himself and then moves the price: all in quote currency but `size`.

    `taken` has his own two stakes in it, and `lost_by_others` has not: it is 0 while the profit is no more than the
    stake of the short, because he only moves his own money then.
    """

    size: Any
    profit: Any
    taken: Any
    lost_by_others: Any


@one_kind
def manipulation(
    size: Any, entry: Any, pushed: Any, stake: Any, reachable: Any, cap: Any = float("inf")
) -> Manipulation:
    """Two accounts of one owner, long and short of `size` at `entry` with `stake` each, and the price pushed up.

    The long shows a profit, the short leaves its debt to the venue. The profit can be taken out (or borrowed against,
    which is the same when nobody pays back) as far as there is money it reaches: everybody's deposits where all
    markets share one pool, the market's own fund where the market is isolated; and the two stakes.

    Args:
        reachable: money of others that backs this market.
        cap: largest open interest, in base units.

    >>> shared = manipulation(483e6, 0.0382, 0.91, 5e6, 106e6)
    >>> f"profit {shared.profit:,.0f}, taken {shared.taken:,.0f}, others lose {shared.lost_by_others:,.0f}"
    'profit 421,079,400, taken 116,000,000, others lose 106,000,000'
    """
    for name, value in (("size", size), ("entry price", entry), ("pushed price", pushed), ("stake", stake)):
        positive(name, value)
    positive("cap", minimum(cap, MOST))
    open_size = minimum(size, cap)
    profit = formulas.pnl(open_size, entry, pushed)
    taken = maximum(0 * stake, minimum(stake + profit, nonnegative("reachable money", reachable) + 2 * stake))
    return Manipulation(open_size, profit, taken, maximum(0 * stake, taken - 2 * stake))


@dataclass(frozen=True)
class Lies:
    """What false prices cost, take from others and pay, and what they tie up for the block, stakes included.

    All in quote currency.
    """

    cost: Any
    taken: Any
    pays: Any
    tied: Any


@one_kind
def lies(times: Any, depth: Any, rule: str = "last", window: Any = 1, *, size: Any, stake: Any, reachable: Any) -> Lies:
    """What it costs to make the price that counts `times` the true one for a block, and what that takes from others.

    The price comes from constant-product pools with `depth` of quote currency each. By `rule` it is the "last" trade in
    one of them, the arithmetic "average" of its last `window` blocks, one of which is false, or the "median" of three,
    two of which have to be pushed. Every argument but the rule may be a column.

    Args:
        size: value of the position at the true price, held long and short by one owner as in `manipulation`.
        stake, reachable: as in `manipulation`.

    Raises:
        InvalidInput: another rule, or a price that is not pushed up.

    >>> hook = lies(10, 1_000, size=1_000, stake=1_000, reachable=8_000)
    >>> f"costs {hook.cost:,.0f}, takes {hook.taken:,.0f}, pays {hook.pays:,.0f}, ties up {hook.tied:,.0f}"
    'costs 1,479, takes 8,000, pays 6,521, ties up 4,162'
    >>> [round(lies(10, 1_000, rule, 30, size=1_000, stake=1_000, reachable=8_000).pays) for rule in RULES]
    [6521, -6523, 5043]
    """
    checked("lie", times, lambda factor: factor >= 1, "1 or more, in multiples of the true price")
    times = numbers("lie", times)[()]  # as floats, because a root follows
    factor = spike(times - 1, whole("window", window)) if one_of("rule", rule, RULES) == "average" else times
    pushed = RULES[rule] * positive("depth", depth)
    cost, taken = round_trip(pushed, factor), manipulation(size, 1, times, stake, reachable).lost_by_others
    return Lies(cost, taken, taken - cost, move_cost(pushed, factor) + 2 * stake)


def wrongful(levels: Any, local: Any, outside: Any) -> np.ndarray:
    """Accounts that a venue's own price liquidates although the price outside never does; shape (accounts,).

    Args:
        levels: price of its collateral below which each account is liquidated, shape (accounts,).
        local, outside: prices of that collateral over time, on the venue and elsewhere.

    >>> wrongful([0.6, 0.8, 0.999], local=[1.0, 0.65, 0.96], outside=[1.0, 0.99, 1.0]).tolist()
    [False, True, False]
    """
    levels = finite("liquidation level", numbers("liquidation level", levels))
    return np.asarray(
        (np.min(positive("local price", local)) < levels) & (np.min(positive("outside price", outside)) >= levels)
    )
