"""Legs that move with one price: long and short of one market held apart, one coin at two venues, spot and perpetual.

Each leg keeps its own requirement, so that what a pool needs is gross, while profits and losses come from one price.
What the pool has beyond its requirement is concave in that price: it is open between two prices, one below and one
above, of which either may be missing. A book that nets knows one side only, and asks for less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from marginlib.arithmetic import minimum, sign
from marginlib.book import Book, Mode, Prices, State, named, totals
from marginlib.errors import InvalidInput, instance, known, nonnegative, shaped
from marginlib.kinds import one_kind

SIDES = {1: "long", -1: "short"}
Piece = tuple[Any, Any]


class Between(NamedTuple):
    """The prices between which the pool of each position stays open, shape (n,) each.

    Below is 0 where no fall closes it, above is infinite where no rise does; both are NaN where no price leaves it
    open, and for legs that net to nothing. Prices are those of the position's own market.
    """

    below: np.ndarray
    above: np.ndarray


@dataclass(frozen=True)
class Joint:
    """A book, and which of its markets move with one price.

    Args:
        book: markets of which none is netted with another.
        moves_with: coin that each market moves with; a market that is not named moves alone.

    Raises:
        InvalidInput: what is no book, names that are none.
        UnknownName: a market that the book does not hold.

    >>> from marginlib.modes import cross
    >>> from marginlib.schedules import FlatRate
    >>> flat = FlatRate(0.004)
    >>> book = Book(["BTC@A", "BTC@B"], [1.0, -0.5], [50_000.0, 50_000.0], [0.0, 0.0],
    ...             {"BTC@A": flat, "BTC@B": flat}, free={"": 1_000.0})
    >>> both = Joint(book, {"BTC@A": "BTC", "BTC@B": "BTC"})
    >>> both.lines(cross, {"BTC": 50_000.0}).below.round(3).tolist()
    [48582.996, 48582.996]
    """

    book: Book
    moves_with: Mapping[str, str]

    def __post_init__(self) -> None:
        instance("book", self.book, Book, "a marginlib.book.Book")
        instance("moves_with", self.moves_with, Mapping, "coins by market, such as {'BTC@A': 'BTC', 'BTC@B': 'BTC'}")
        known("market", self.moves_with, self.book.schedules)
        named("coin", list(self.moves_with.values()))

    def coin(self, market: str) -> str:
        """What a market moves with: the coin that it is told to, or itself."""
        return self.moves_with.get(market, market)

    def prices(self, prices: Prices) -> dict[str, Any]:
        """Prices by market, of prices by market or by coin; that of the market counts where both are given.

        >>> from marginlib.schedules import FlatRate
        >>> hedged(Book(["BTC"], [1.0], [100.0], [10.0], {"BTC": FlatRate(0.01)})).prices({"BTC": 90.0})
        {'BTC long': 90.0, 'BTC short': 90.0}
        """
        if not hasattr(prices, "keys"):
            raise InvalidInput("prices must be named by market or coin, such as {'BTC': 100.0}")
        names = {name: name if name in prices else self.coin(name) for name in self.book.schedules}
        known("price for", names.values(), prices)
        return {name: prices[told] for name, told in names.items()}

    def path(self, prices: Prices) -> np.ndarray:
        """Columns over time by market or coin as one path, shape (rows, markets), as `marginlib.walk.walk` takes it."""
        columns = [np.atleast_1d(column) for column in self.prices(prices).values()]
        for name, column in zip(self.book.schedules, columns, strict=True):
            shaped(f"price of {name}", column, columns[0].shape, "one for each row of the path")
        return np.stack(columns, axis=-1)

    def lines(self, mode: Mode, prices: Prices) -> Between:
        """Conditional liquidation prices: a coin moves all its legs by one share, and all other prices stay.

        Raises InvalidInput for columns over time, and for schedules that are no worst of lines. Derived.
        """
        book, at = self.book, self.prices(prices)
        partition = book.partition(mode)
        state = book.state(partition, at)
        if state.equity.ndim > 1:
            raise InvalidInput(
                "prices are columns over time, but the lines are those of one moment; give one price each"
            )
        legs = state.legs
        coins = {name: number for number, name in enumerate(dict.fromkeys(map(self.coin, book.schedules)))}
        coin = np.array([coins[self.coin(name)] for name in book.schedules])[legs.market]
        here = book.coordinates(at)[legs.market]
        found = np.full((2, len(legs.size)), float("nan"), dtype=state.equity.dtype)
        for pool, moved in dict.fromkeys(zip(legs.pool.tolist(), coin.tolist(), strict=True)):
            chosen = (legs.pool == pool) & (coin == moved) & (legs.size != 0)
            if chosen.any():
                shares = open_between(self._piece(state, here, pool, chosen))
                ways = book.conventions.coordinate(np.array(shares, dtype=found.dtype)[:, None] * here[chosen])
                found[:, chosen] = ways if book.conventions.contract == "linear" else ways[::-1]
        rounded = (book.conventions.printed(prices, side) for prices, side in zip(found, (1, -1), strict=True))
        return Between(*(each.take(legs.of_position) for each in rounded))

    def _piece(self, state: State, here: np.ndarray, pool: int, moved: np.ndarray) -> Callable[[Any], Piece]:
        """What a pool has beyond its requirement, as a function of the share by which the `moved` legs have moved."""
        legs, rules = state.legs, self.book.conventions
        at_bankruptcy = rules.fee == "bankruptcy"
        fee, rules = (rules.taker_fee, replace(rules, fee="none")) if at_bankruptcy else (0, rules)
        schedules = list(self.book.schedules.values())
        parts = []
        for leg in np.flatnonzero((legs.pool == pool) & (legs.size != 0)).tolist():
            size = legs.size[leg]
            lines = rules.applied(schedules[legs.market[leg]], size, legs.cost[leg] / size, 0).lines(size)
            value = abs(size) * here[leg]
            parts.append((sign(size), *((0, value) if moved[leg] else (value, 0)), [(0, 0), *lines]))
        gained = sum(side * moving for side, _, moving, _ in parts)
        money = state.equity[pool] - gained

        def piece(share: Any) -> Piece:
            """Start and slope of the line that counts at a share; None stands for shares without end."""
            start, slope = money, gained
            for side, fixed, moving, lines in parts:
                worth = fixed + moving * (share or 0)
                endless = share is None and moving > 0
                rate, amount = max(lines, key=steepest if endless else partial(needed, worth))
                owed, growing = (
                    fixed - side * money,
                    moving - side * gained,
                )  # at the price at which the pool is bankrupt
                charged = fee * ((growing, owed) > (0, 0) if share is None else owed + growing * share > 0)
                start, slope = start + amount - rate * fixed - charged * owed, slope - rate * moving - charged * growing
            return start, slope

        return piece


def steepest(line: tuple[Any, Any]) -> tuple[Any, Any]:
    """Orders lines by what they need of a value without end."""
    rate, amount = line
    return rate, -amount


def needed(value: Any, line: tuple[Any, Any]) -> Any:
    """What a line needs of a value."""
    rate, amount = line
    return rate * value - amount


def open_between(piece: Callable[[Any], Piece]) -> tuple[Any, Any]:
    """The shares between which a concave function made of straight pieces is zero or more.

    Newton's steps from outside never pass the edge, and end on the piece that holds it. NaN twice where there is none.

    Args:
        piece: start and slope of the line that counts at a share from 0 on; None stands for shares without end.

    >>> open_between(lambda share: (1 + share, 0) if share is not None and share < 0 else (4, -2))
    (0, 2.0)
    """
    none = float("nan"), float("nan")
    start, slope = piece(0)
    low = 0 * start
    while start + slope * low < 0:
        if slope <= 0:
            return none
        nearer = -start / slope
        if not nearer > low:
            break
        low = nearer
        start, slope = piece(low)
    start, slope = piece(None)
    if slope > 0 or (slope == 0 and start >= 0):
        return low, float("inf")
    if slope == 0 or start < 0:
        return none
    high = -start / slope
    start, slope = piece(high)
    while start + slope * high < 0:
        if slope >= 0:
            return none
        nearer = -start / slope
        if not nearer < high:
            break
        high = nearer
        start, slope = piece(high)
    return (low, high) if low <= high else none


def hedged(book: Book) -> Joint:
    """Hedge mode: the book with long and short of each market as two legs, which move with one price.

    What the two need is added, where one-way mode needs it for the difference.

    >>> from marginlib.modes import cross
    >>> from marginlib.schedules import FlatRate
    >>> flat = FlatRate(0.004)
    >>> book = Book(["BTC", "BTC"], [1.0, -0.5], [50_000.0] * 2, [0.0] * 2, {"BTC": flat}, free={"": 1_000.0})
    >>> both = hedged(book)
    >>> both.lines(cross, {"BTC": 50_000.0}).below.round(2).tolist()
    [48583.0, 48583.0]
    >>> book.liquidation_prices(cross, {"BTC": 50_000.0}).round(2).tolist()
    [48192.77, 48192.77]
    """
    instance("book", book, Book, "a marginlib.book.Book")
    names = {(name, side): f"{name} {word}" for name in book.schedules for side, word in SIDES.items()}
    schedules = {told: book.schedules[name] for (name, _), told in names.items()}
    sides = sign(np.asarray(book.size)).astype(int).tolist()
    markets = [names[name, side] for name, side in zip(np.asarray(book.market).tolist(), sides, strict=True)]
    return Joint(replace(book, market=markets, schedules=schedules), {told: name for (name, _), told in names.items()})


@one_kind
def with_interest(
    book: Book, mode: Mode, rate: Any, hours: Any, *, spot: Iterable[str] = (), prices: Prices | None = None
) -> Book:
    """The book after `hours` in which each pool has paid interest on a wallet below zero.

    The wallet is the money of a pool: posted, settled and free, less what was paid for its spot legs; with `prices`,
    which a venue looks at that borrows against open losses, the open profit of all other legs counts as well.

    Args:
        rate: by the hour, a fraction of what is owed.
        spot: markets that are bought and paid for, such as the coin that a short of a perpetual hedges.

    Raises:
        InvalidInput: a negative rate or time; UnknownName for a spot market that the book does not hold.

    >>> from marginlib.modes import cross
    >>> from marginlib.schedules import FlatRate
    >>> flat = FlatRate(0.01)
    >>> book = Book(["coin", "BTC"], [1.0, -1.0], [100.0, 100.0], [100.0, 0.0], {"coin": flat, "BTC": flat})
    >>> with_interest(book, cross, 0.00001, 24, spot=["coin"], prices={"coin": 150.0, "BTC": 150.0}).settled.tolist()
    [-0.012, 0.0]
    """
    instance("book", book, Book, "a marginlib.book.Book")
    nonnegative("rate of interest", rate)
    nonnegative("hours", hours)
    spot = list(instance("spot", spot, Iterable, "names of markets, such as ['BTC spot']"))
    known("market", spot, book.schedules)
    partition = book.partition(mode)
    legs = book.legs(partition)
    paid_for = np.isin(legs.market, [list(book.schedules).index(name) for name in spot])
    open_profit = 0 * legs.cost if prices is None else legs.size * book.coordinates(prices)[legs.market] - legs.cost
    wallet = book.money(partition) + totals(np.where(paid_for, -legs.cost, open_profit), legs.pool, partition.count)
    owed = -minimum(wallet, 0 * wallet) * rate * hours
    pools, first = np.unique(partition.positions, return_index=True)
    settled = np.array(book.settled, copy=True)
    settled[first] = settled[first] - owed[pools]
    return replace(book, settled=settled)
