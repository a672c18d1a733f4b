"""What an account is now: its pools, and the price of each leg at which the venue closes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from marginlib.course.your_venue.workbench.account import signed
from marginlib.course.your_venue.workbench.rules import CROSS, Setup
from marginlib.errors import MarginError
from marginlib.show.tanks import amount

FREE, DEBT = "free", "owed"
NEVER = 100.0  # times the price now: a line that far away, either way, is none


def price(value: float) -> str:
    """A price in words: four digits at least.

    >>> price(55_220.88), price(126.633), price(0.0113442)
    ('55,221', '126.63', '0.01134')
    """
    places = 0 if value >= 1_000 else max(2, 3 - int(np.floor(np.log10(value)))) if value > 0 else 2
    return f"{value:,.{places}f}"


@dataclass(frozen=True)
class Line:
    """The conditional line of a leg: prices of its own market between which its pool stays open.

    `why` is said where there is no line: the venue's table is missing, or its rules have none.
    """

    market: str
    coin: str
    size: float
    below: float
    above: float
    why: str = ""

    @property
    def prices(self) -> tuple[float, ...]:
        """The prices that close it, that on its losing side first."""
        found = (self.below, self.above) if self.size > 0 else (self.above, self.below)
        return tuple(one for one in found if 0 < one < float("inf"))

    @property
    def edges(self) -> tuple[float | None, float | None]:
        """Closed below, closed above; None where no price does it."""
        low, high = (one if 0 < one < float("inf") else None for one in (self.below, self.above))
        return low, high

    @property
    def words(self) -> str:
        """What the page says of it; never a zero, and never an infinity.

        >>> Line("BTC", "BTC", 1.0, 0.0, float("inf")).words
        'no fall closes it'
        """
        if self.why:
            return self.why
        if np.isnan(self.below) and np.isnan(self.above):
            return "would be closed now"
        if not self.prices:
            return f"no {'fall' if self.size > 0 else 'rise'} closes it"
        return f"closes at {' or '.join(price(one) for one in self.prices)}"


@dataclass(frozen=True)
class Pool:
    """Money that is lost together.

    Args:
        legs: places of its legs in the account; none in a pool of free money.
        posted, level, need: what was put in, what it is worth now, what the venue asks for.
        closed: whether the venue would close it now.
        lines: of its legs.
        missing: why nobody knows what is asked for one of them; empty where that is known.
    """

    name: str
    legs: tuple[int, ...]
    posted: float
    level: float
    need: float
    closed: bool
    lines: tuple[Line, ...]
    missing: str = ""

    @property
    def words(self) -> str:
        """It in a sentence."""
        owes = self.level < 0
        said = f"{self.name} owes {amount(-self.level)}" if owes else f"{self.name} holds {amount(self.level)}"
        lines = "; ".join(f"{line.coin} {line.words}" if len(self.lines) > 1 else line.words for line in self.lines)
        return f"{said}{', and it would be closed now' * self.closed}{f' ({lines})' * bool(lines)}."


@lru_cache(maxsize=64)
def pools(setup: Setup, mode: str) -> tuple[Pool, ...]:
    """The pools of an account in a mode, those of legs first, free money last; a pool of nothing is left out."""
    account, book, how = setup.account, setup.book(mode), setup.mode(mode)
    partition = book.partition(how)
    risk = book.risk(how, account.prices)
    closed = book.liquidatable(how, account.prices)
    posted = np.zeros(partition.count)
    np.add.at(posted, partition.positions, np.asarray(book.collateral, dtype=float))
    np.add.at(posted, partition.free, [float(book.free.get(name, 0.0)) for name in book.accounts.tolist()])
    lines = _lines(setup, mode, closed[partition.positions])
    found = []
    for pool in range(partition.count):
        legs = tuple(np.flatnonzero(partition.positions == pool).tolist())
        if not legs and not posted[pool]:
            continue
        missing = next(filter(None, (setup.missing(account.markets[leg]) for leg in legs)), "")
        found.append(
            Pool(
                _name(setup, legs, mode),
                legs,
                float(posted[pool]),
                float(risk.equity[pool]),
                float(risk.maintenance[pool]),
                bool(closed[pool]),
                tuple(lines[leg] for leg in legs),
                missing,
            )
        )
    if account.owes:
        found.append(Pool(DEBT, (), 0.0, -account.owes, 0.0, closed=True, lines=()))
    return tuple(sorted(found, key=lambda one: not one.legs))


def _name(setup: Setup, legs: tuple[int, ...], mode: str) -> str:
    account = setup.account
    if not legs:
        return FREE
    if len(legs) == 1 and mode != CROSS:
        (leg,) = legs
        return f"{account.moved(account.markets[leg])} {signed(account.sizes[leg] * setup.sizes)}"
    return "one tank"


def _lines(setup: Setup, mode: str, closed: np.ndarray) -> list[Line]:
    """The line of each leg; of legs of one coin in one pool it is one, at the same share of each price."""
    account, how = setup.account, setup.mode(mode)
    book = setup.book(mode)
    partition = book.partition(how)
    among = [(int(pool), account.moved(name)) for pool, name in zip(partition.positions, account.markets, strict=True)]
    sizes = np.array(account.sizes) * setup.sizes
    why = ""
    below, above = (np.full(len(sizes), edge) for edge in (0.0, float("inf")))
    try:
        if len(set(among)) < len(among):
            found = setup.joint(mode).lines(how, account.prices)
            below, above = found.below, found.above
        elif among:
            lines = book.liquidation_prices(how, account.prices)
            below = np.where(sizes > 0, np.maximum(lines, 0.0), 0.0)
            above = np.where(sizes < 0, np.where(lines > 0, lines, float("inf")), float("inf"))
    except MarginError as error:
        why = f"no line here ({error})"
    now = np.array([account.prices[name] for name in account.markets], dtype=float)
    below, above = np.where(below < now / NEVER, 0.0, below), np.where(above > now * NEVER, float("inf"), above)
    return [
        Line(
            name,
            account.moved(name),
            float(size),
            *((float("nan"),) * 2 if shut else (float(low), float(high))),
            setup.missing(name) or why,
        )
        for name, size, low, high, shut in zip(account.markets, sizes, below, above, closed, strict=True)
    ]


def owed(found: tuple[Pool, ...]) -> tuple[Pool, ...]:
    """The pools that owe more than they hold."""
    return tuple(pool for pool in found if pool.level < 0)


def largest(found: tuple[Pool, ...], most: int) -> tuple[tuple[Pool, ...], tuple[Pool, ...]]:
    """The pools that have a tank of their own, in their order, and those that have none.

    >>> found = tuple(Pool(str(posted), (0,), posted, posted, 0.0, False, ()) for posted in (5.0, 1.0, 9.0))
    >>> [[pool.name for pool in part] for part in largest(found, 2)]
    [['5.0', '9.0'], ['1.0']]
    """
    if len(found) <= most:
        return found, ()
    order = sorted(range(len(found)), key=lambda place: -max(found[place].posted, abs(found[place].level)))
    kept = set(order[:most])
    return (
        tuple(pool for place, pool in enumerate(found) if place in kept),
        tuple(pool for place, pool in enumerate(found) if place not in kept),
    )
