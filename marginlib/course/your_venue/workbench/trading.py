"""Fills into the account that they come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marginlib.course.your_venue.workbench.account import Account, coin
from marginlib.trades import held

TENTH = 0.1  # of the value, where nobody says what was put in


def of_fills(fills: Mapping[str, list[tuple[Any, ...]]], money: float | None, last: Mapping[str, float]) -> Account:
    """What fills come to: a leg for each market that is open, and money that stands behind them by value.

    Args:
        fills: rows by market, as `readers.fills` has them.
        money: put in, all of it; None takes a tenth of the value that is held.
        last: price now, by coin; that of the last fill where it is not known.

    Raises InvalidInput as `trades.held` does.

    >>> found = of_fills({"BTCUSDT": [(2.0, 100.0, 1.0, None), (-1.0, 120.0, 1.0, None)]}, 50.0, {})
    >>> found.sizes, found.entries, found.posted, found.settled, found.prices
    ((1.0,), (100.0,), (50.0,), (18.0,), {'BTCUSDT': 120.0})
    """
    ends = {market: list(held(rows))[-1] for market, rows in fills.items()}
    legs = {market: end for market, end in ends.items() if end.size}
    value = sum(abs(end.size) * end.entry for end in legs.values())
    notes = []
    if money is None:
        money = TENTH * value
        notes.append(f"nobody said what was put in: a tenth of the value taken, {money:,.0f}")
    wallet = money + sum(float(end.settled) for market, end in ends.items() if market not in legs)
    shares = {market: abs(end.size) * end.entry / value for market, end in legs.items()}
    if len(legs) > 1:
        notes.append("the money stands behind the positions by value")
    prices = {}
    for market in legs:
        prices[market] = last.get(coin(market), float(fills[market][-1][1]))
        notes += [f"{coin(market)} has no price now: that of the last fill taken"] * (coin(market) not in last)
    return Account(
        "Your account",
        tuple(legs),
        tuple(float(end.size) for end in legs.values()),
        tuple(float(end.entry) for end in legs.values()),
        tuple(max(wallet, 0.0) * shares[market] for market in legs),
        0.0 if legs else max(wallet, 0.0),
        prices,
        settled=tuple(float(end.settled) + min(wallet, 0.0) * shares[market] for market, end in legs.items()),
        owes=0.0 if legs else max(-wallet, 0.0),
        fills={market: list(rows) for market, rows in fills.items()},
        notes=tuple(notes),
    )
