"""The rules of a venue for an account, as a book that can be reckoned with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from marginlib.book import Book, Mode
from marginlib.conventions import PLAIN, Conventions
from marginlib.course.your_venue.workbench.account import Account
from marginlib.joint import Joint
from marginlib.modes import basket, cross, isolated
from marginlib.readers.quantities import matching
from marginlib.schedules import FlatRate, Schedule
from marginlib.venues import venue

TABLES = {
    "Binance, Sep 2026": "binance-usdm-2026",
    "Binance, Oct 2024": "binance-usdm",
    "Bybit, Jun 2024": "bybit-usdt",
    "Hyperliquid, Sep 2026": "hyperliquid-2026",
    "Deribit, undated": "deribit-linear",
}
MINE = "mine"
RATES = {f"other, {rate:g} %": f"{rate:g} %" for rate in (0.4, 0.5, 1.0, 2.0, 5.0)}
VENUES = {**TABLES, "mine, from a tier file": MINE, **RATES}
ISOLATED, CROSS, BROUGHT = "isolated", "cross", "brought"
UNKNOWN = FlatRate(0.0)


@dataclass(frozen=True)
class Setup:
    """An account under the rules of a venue.

    Args:
        table: name of a table of tiers, `MINE`, or a rate such as "0.5 %".
        sizes: by which every size is multiplied.
    """

    account: Account
    table: str = "binance-usdm-2026"
    sizes: float = 1.0

    @cached_property
    def conventions(self) -> Conventions:
        """How the venue states its rules."""
        return venue(self.table).conventions if self.table in TABLES.values() else PLAIN

    @cached_property
    def asked(self) -> dict[str, Schedule | str]:
        """The schedule of each leg, or why there is none."""
        account, found = self.account, {}
        if self.table.endswith("%"):
            return dict.fromkeys(account.markets, FlatRate(float(self.table.removesuffix("%")) / 100))
        terms = {} if self.table == MINE else venue(self.table).markets
        schedules: Mapping[str, Schedule] = (
            account.tiers if self.table == MINE else {name: each.maintenance for name, each in terms.items()}
        )
        for market, size, entry in zip(account.markets, account.sizes, account.entries, strict=True):
            name = matching(account.moves_with.get(market, market), schedules)
            most = terms[name].max_notional if name in terms else None
            beyond = most is not None and abs(size) * self.sizes * entry > most
            found[market] = f"the table ends at {most:,.0f}" if beyond else schedules[name] if name else "no tiers"
        return found

    def missing(self, market: str) -> str:
        """Why a leg has no schedule; empty where it has one."""
        asked = self.asked[market]
        return asked if isinstance(asked, str) else ""

    @cached_property
    def schedules(self) -> dict[str, Schedule]:
        """The schedule of each leg; one without asks for nothing."""
        return {market: UNKNOWN if isinstance(one, str) else one for market, one in self.asked.items()}

    def book(self, mode: str, conventions: Conventions | None = None) -> Book:
        """The legs as columns. What stands in no pool of its own is shared out by value where each leg has one."""
        account, posted, free = self.account, np.array(self.account.posted, dtype=float), self.account.free
        bare = np.array(account.crossed or [False] * len(posted), dtype=bool)
        if mode == ISOLATED and bare.any():
            value = np.abs(np.array(account.sizes) * np.array(account.entries)) * bare
            posted, free = posted + free * value / value.sum(), 0.0
        return Book(
            list(account.markets),
            [size * self.sizes for size in account.sizes],
            list(account.entries),
            posted,
            self.schedules,
            free={"": free},
            conventions=conventions or self.conventions,
            settled=list(account.settled) or None,
        )

    def mode(self, name: str) -> Mode:
        """Walls round every leg, none at all, or those that the file has."""
        crossed = self.account.crossed
        if name == BROUGHT and any(crossed):
            return basket(["cross" if one else f"{place}" for place, one in enumerate(crossed)], free="cross")
        return cross if name == CROSS else isolated

    def joint(self, mode: str, conventions: Conventions | None = None) -> Joint:
        """The book, with the legs that move with one price."""
        account = self.account
        return Joint(
            self.book(mode, conventions), {market: account.moved(market) for market in dict.fromkeys(account.markets)}
        )
