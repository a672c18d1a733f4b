"""The engine: one generator that walks a book from its first unhealthy pool to the last.

Money is counted at the mark, and every step says where each unit of it went. What a pool loses runs through tanks in
this order: the trader's own money; the insurance fund; the traders on the other side, whose positions are closed at
the bankruptcy price (auto-deleveraging); those who share what is left; the venue. The engine knows pools and nothing
of modes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from marginlib.book import Book, Mode, Prices
from marginlib.errors import instance, nonnegative
from marginlib.kinds import one_kind
from marginlib.liquidation.deleveraging import Ranking, Sharing, by_profit, queue
from marginlib.liquidation.report import Step
from marginlib.liquidation.rules import Rules
from marginlib.liquidation.run import Run
from marginlib.walk import looks


@one_kind
def steps(
    book: Book,
    mode: Mode,
    prices: Prices,
    rules: Rules,
    fund: Any = 0,
    *,
    ranking: Ranking = queue,
    sharing: Sharing = by_profit,
    liquidity: Mapping[str, Any] | None = None,
    reserved: Mapping[str, Any] | None = None,
) -> Iterator[Step]:
    """Liquidate the pools of `mode` that need it at `prices`, the worst covered first; a healthy book gives no steps.

    Args:
        fund: money of the insurance fund.
        ranking: who is closed against a bankrupt position, and for how much.
        sharing: who pays what neither the fund nor the other side covers; money from each pool, at most.
        liquidity: size that each market takes in this run; without limit where not given. Names that the book does not
            hold are passed by, here and in `reserved`: both may be those of a whole venue.
        reserved: money that the orders of each account hold back; cancelling returns it to the free collateral.

    Raises:
        InvalidInput: a negative fund, liquidity or reserve; a pool with money of several accounts; a ranking that
            closes more or less than what it was asked for.

    >>> from marginlib.liquidation.rules import venue_rules
    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["BTC", "BTC"], [10.0, -10.0], [100.0] * 2, [100.0] * 2, {"BTC": FlatRate(0.005)}, ["ann", "bob"])
    >>> for step in steps(book, isolated, {"BTC": 88.0}, venue_rules("takeover"), 5.0, liquidity={"BTC": 0}):
    ...     print(step.kind, step.pool, [f"{one.source} to {one.target}: {one.amount:g}" for one in step.transfers])
    takeover 0 ['engine to 0: 20']
    deleverage 1 ['1 to engine: 20']
    """
    instance("book", book, Book, "a marginlib.book.Book")
    for name, table in (("liquidity", liquidity), ("reserved", reserved)):
        instance(name, {} if table is None else table, Mapping, f"{name} by name, such as {{'BTC': 5.0}}")
    for name, amount in {"fund": fund, **(liquidity or {}), **(reserved or {})}.items():
        nonnegative(f"money or liquidity of {name}", amount)
    instance("rules", rules, Rules, 'a set of rules, such as venue_rules("takeover")')
    yield from Run(
        book, book.partition(mode), prices, rules, ranking, sharing, dict(liquidity or {}), dict(reserved or {}), fund
    ).walk()


@one_kind
def along(
    book: Book,
    mode: Mode,
    path: Any,
    rules: Rules,
    fund: Any = 0,
    *,
    ranking: Ranking = queue,
    sharing: Sharing = by_profit,
    liquidity: Mapping[str, Any] | None = None,
) -> Iterator[tuple[int, Step]]:
    """The steps of a venue that looks at each row of `path` and never between, each with the number of its row.

    A look finds the positions and the fund that the one before has left; a row in which all are healthy gives no steps.
    Pools keep their numbers, a market takes as much at each look as `liquidity` says, and what the engine still holds
    at the end of a look it gives away at the mark. Derived.

    Args:
        path: prices, shape (rows, markets) in the order of `book.schedules`, as in `marginlib.walk.walk`.

    The other arguments are those of `steps`.

    Raises:
        InvalidInput: as `steps` does, as `walk` does for a path, and for a stack of paths.

    >>> from marginlib.liquidation.rules import venue_rules
    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> book = Book(["BTC", "BTC"], [10.0, 5.0], [100.0] * 2, [100.0] * 2, {"BTC": FlatRate(0.005)})
    >>> for row, step in along(book, isolated, [[95.0], [90.25], [85.0], [79.0]], venue_rules("takeover"), 20.0):
    ...     print(row, step.kind, step.pool, step.money["fund"])
    1 takeover 0 20.0
    1 dispose 0 22.5
    3 takeover 1 22.5
    3 dispose 1 17.5
    """
    for row, prices in enumerate(looks(book, path)):
        told = list(steps(book, mode, prices, rules, fund, ranking=ranking, sharing=sharing, liquidity=liquidity))
        if told:
            yield from ((row, step) for step in told)
            fund, (book, pools) = told[-1].money["fund"], told[-1].remaining()
            mode = partial(lambda kept, _: kept, pools)
