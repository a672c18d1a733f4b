"""What the venue itself says of a line, beside ours; and which other rules would give what it says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from marginlib.conventions import Conventions
from marginlib.course.your_venue.workbench.account import Account
from marginlib.course.your_venue.workbench.rules import BROUGHT, MINE, TABLES, Setup
from marginlib.course.your_venue.workbench.standing import Line, pools
from marginlib.errors import MarginError

MANY = 100  # ticks; more are told as an amount
FEE = 0.0005  # taker fee of the rules that are tried
ON = {"mark": "asks for a share of the value now", "entry": "asks for a share of the value at entry"}
FEES = {"none": "no fee", "price": "a closing fee at the price", "bankruptcy": "a closing fee at the bankruptcy price"}
DATED = ("binance-usdm-2026", "binance-usdm")


class Told(NamedTuple):
    """The line of a leg, by the venue and here."""

    name: str
    venue: float
    here: float | None

    @property
    def tick(self) -> float:
        """The last digit that the venue prints."""
        return float(10.0**-self.places)

    @property
    def places(self) -> int:
        """Decimals that the venue prints."""
        exponent = Decimal(repr(self.venue)).normalize().as_tuple().exponent
        return max(-exponent, 0) if isinstance(exponent, int) else 0

    @property
    def same(self) -> bool:
        """Whether both agree to the tick."""
        return self.here is not None and abs(self.here - self.venue) <= self.tick * (1 + 1e-6)

    @property
    def words(self) -> str:
        """It in a sentence.

        >>> Told("BTC", 9.86, 9.852).words
        'BTC: your venue says 9.86 and this page 9.85, 1 tick away.'
        >>> Told("BTC", 9.85, 9.852).words
        'BTC: your venue says the same, 9.85.'
        """
        places = self.places
        venue = f"{self.venue:,.{places}f}"
        if self.here is None:
            return f"{self.name}: your venue says {venue}, and there is no line of it here."
        if abs(self.here - self.venue) <= self.tick / 2 * (1 + 1e-6):
            return f"{self.name}: your venue says the same, {venue}."
        away = abs(self.here - self.venue)
        count = max(round(away / self.tick), 1)
        ticks = f"{count} tick{'s' * (count > 1)}" if count <= MANY else f"{away:.4g}"
        return f"{self.name}: your venue says {venue} and this page {self.here:,.{places}f}, {ticks} away."


def compared(setup: Setup) -> list[Told]:
    """Each line that the venue prints, beside the one here."""
    account = setup.account
    lines: dict[int, Line] = {}
    if not any(account.told):
        return []
    for pool in pools(setup, BROUGHT):
        lines |= dict(zip(pool.legs, pool.lines, strict=True))
    return [
        Told(account.moved(account.markets[leg]), told, None if lines[leg].why else next(iter(lines[leg].prices), None))
        for leg, told in enumerate(account.told)
        if told
    ]


def rule_sets(account: Account) -> Iterator[tuple[str, str, Conventions]]:
    """Tables, and how they are counted: now or at entry, by three ways to count the fee."""
    tables = [MINE, *DATED] if account.tiers else list(DATED)
    for table, on, fee in product(tables, ON, FEES):
        rules = Conventions(maintenance_on=on, fee=fee, taker_fee=0.0 if fee == "none" else FEE)
        yield table, f"{_titled(table)} {ON[on]}, with {FEES[fee]}", rules


def _titled(table: str) -> str:
    return next((f"{title}," for title, name in TABLES.items() if name == table), "your tier file")


def other_rules(account: Account) -> str:
    """Which of the rule sets gives what the venue prints, to the tick, or how near the nearest comes."""
    wanted = [(leg, told) for leg, told in enumerate(account.told) if told]
    if not wanted:
        return "Your file has no liquidation price of the venue to compare with."
    tried, hits, nearest, named = 0, False, float("inf"), ""
    for table, words, rules in rule_sets(account):
        setup = Setup(account, table)
        if any(setup.missing(account.markets[leg]) for leg, _ in wanted):
            continue
        try:
            lines = setup.book(BROUGHT, rules).liquidation_prices(setup.mode(BROUGHT), account.prices)
        except MarginError:
            continue
        tried += 1
        off = [Told("", told, float(lines[leg])) for leg, told in wanted]
        away = max(abs((one.here or 0.0) - one.venue) for one in off)
        if away < nearest:
            hits, nearest, named = all(one.same for one in off), away, words
    if not tried:
        return "No table here has these markets; bring the venue's tier file."
    if hits:
        return f"This hits to the tick: {named}."
    return f"None of {tried} rule sets hits. The nearest is {nearest:.4g} away: {named}."
