"""The engine: one generator that walks a book from its first unhealthy pool to the last.

Money is counted at the mark, and every step says where each unit of it went. What a pool loses runs through tanks in
this order: the trader's own money; the insurance fund; the traders on the other side, whose positions are closed at
the bankruptcy price (auto-deleveraging); those who share what is left; the venue. The engine knows pools and nothing
of modes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marginlib.book import Book, Mode, Prices
from marginlib.errors import instance, nonnegative
from marginlib.liquidation.deleveraging import Ranking, Sharing, by_profit, queue
from marginlib.liquidation.report import Step
from marginlib.liquidation.rules import Rules
from marginlib.liquidation.run import Run


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
    partition = book.partition(mode)
    run = Run(book, partition, prices, rules, ranking, sharing, dict(liquidity or {}), dict(reserved or {}), fund)
    yield from run.walk()
