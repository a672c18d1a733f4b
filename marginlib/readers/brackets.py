"""Tier tables as venues and trading libraries give them, into what each market asks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from marginlib.errors import InvalidInput
from marginlib.records import Record, grouped, records
from marginlib.schedules import MarginalTiers, Schedule, StepTiers
from marginlib.venues import Terms

FLOOR = ("minnotional", "notionalfloor", "floor", "minsz", "qtyfloor", "lowerbound")
CAP = ("maxnotional", "notionalcap", "cap", "risklimitvalue", "risklimit", "maxsz", "qtycap", "upperbound")
RATE = ("maintenancemarginrate", "maintmarginratio", "maintenanceratio", "mmr", "maintenancerate", "maintenancemargin")
AMOUNT = ("maintenanceamount", "maintamount", "cum", "mmdeduction", "deduction")
LEVERAGE = ("maxleverage", "initialleverage", "maxlever", "leverage")
LARGE = 0.1  # a first rate from which on it may be percent, where no leverage beside it decides
COUNTED = ("minsz", "maxsz")  # contracts, not notional: the rate of the tier holds for the whole position


@dataclass(frozen=True)
class Tiers:
    """What a table of tiers says of each market, and what was understood of it.

    Args:
        markets: terms of each market, by its name in the table.
        took, repairs: what the reader took the table for, and what it worked out.
    """

    markets: dict[str, Terms]
    took: str
    repairs: tuple[str, ...] = ()

    @property
    def schedules(self) -> dict[str, Schedule]:
        """The maintenance schedule of each market, as a `Book` takes them."""
        return {name: terms.maintenance for name, terms in self.markets.items()}


def tiers(given: Any, *, decimal: str | None = None) -> Tiers:
    """Tier tables of whatever holds some: the JSON of a venue or a trading library, CSV with names, a table, records.

    Numbers may be text. A table without maintenance amounts gets those that leave no jump, and that is said; a rate
    that leaves nothing to lose at the leverage beside it was a percentage, and that is said as well. Tiers that count
    contracts charge the whole position at one rate.

    Args:
        decimal: sign of a CSV, "." or ",", where the file leaves it open.

    Raises:
        InvalidInput: rows that are no tiers, a gap between two of them, amounts that leave a jump; the message names
            market and tier.

    >>> found = tiers([{"symbol": "BBB", "maxNotional": "2000000", "maintenanceMarginRate": "0.005"},
    ...                {"symbol": "BBB", "maxNotional": "2600000", "maintenanceMarginRate": "0.0056"}])
    >>> [round(amount, 6) for amount in found.markets["BBB"].maintenance.amounts]
    [0.0, 1200.0]
    >>> found.repairs
    ('BBB gives no amounts: computed, so that no tier begins with a jump',)
    """
    name, rows = records(given, "tiers, with a rate and a floor or a cap each", decimal)
    markets, said = {}, []
    for market, those in grouped(rows, lambda row: row.market).items():
        markets[market], words = _terms(market or name, those)
        said += words
    count = f"{len(rows)} tiers of {len(markets)} market{'s' * (len(markets) > 1)}"
    return Tiers(markets, f"{name}: {count}, {', '.join(map(repr, list(markets)[:3]))}", tuple(said))


def _terms(market: str, rows: list[Record]) -> tuple[Terms, list[str]]:
    """Terms of one market, and what had to be worked out."""
    said = []
    if any(row.told(FLOOR) for row in rows):
        rows = sorted(rows, key=lambda row: row.number_of(FLOOR))
        caps = [row.number_or_none(CAP) for row in rows]
        floors = [row.number_of(FLOOR) for row in rows]
    else:
        rows = sorted(rows, key=lambda row: row.number_of(CAP, float("inf")))
        caps = [row.number_or_none(CAP) for row in rows]
        floors = [0.0, *(float("nan") if cap is None else cap for cap in caps[:-1])]
    counted = bool(rows[0].told(COUNTED)) and rows[0].told(FLOOR) in {*COUNTED, ""}
    for number, (before, floor) in enumerate(zip(caps, floors[1:], strict=False), 2):
        if not counted and before is not None and before != floor:
            gap = "nothing covers what is between" if floor > before else "both cover what is between"
            raise InvalidInput(
                f"{market}, tier {number}: floor {floor:.12g} after cap {before:.12g}, {gap}; correct one"
            )
    rates = [row.number_of(RATE) for row in rows]
    leverages = [row.number_or_none(LEVERAGE) for row in rows]
    if all(leverage and rate * leverage > 1 for rate, leverage in zip(rates, leverages, strict=True)):
        rates = [rate / 100 for rate in rates]
        said.append(f"{market}: rates are percentages, read as {rates[0]:g} and on")
    elif rates[0] >= LARGE and not all(leverages):
        raise InvalidInput(f"{market}: {rates[0]:g} may be a share or percent; give fractions, or a column maxLeverage")
    amounts = [row.number_or_none(AMOUNT) for row in rows]
    if None in amounts[:1] and None not in amounts[1:]:
        amounts[:1] = [0.0]  # what a first tier deducts is left empty
    try:
        if counted:
            schedule: Schedule = StepTiers(tuple(cap for cap in caps[:-1] if cap is not None), tuple(rates))
            said.append(f"{market} counts contracts, and each tier charges the whole position at its rate")
        elif None in amounts:
            exact = MarginalTiers(tuple(map(printed, floors)), tuple(map(printed, rates)))
            schedule = MarginalTiers(tuple(floors), tuple(rates), tuple(map(float, exact.amounts)))
            said.append(f"{market} gives no amounts: computed, so that no tier begins with a jump")
        else:
            schedule = MarginalTiers(tuple(floors), tuple(rates), tuple(amounts))
    except InvalidInput as error:
        raise InvalidInput(f"{market}: {error}") from error
    brackets = tuple((floor, most) for floor, most in zip(floors, leverages, strict=True) if most is not None)
    return Terms(schedule, leverages=brackets, max_notional=caps[-1]), said


def printed(number: float) -> Fraction:
    """The decimal number that a float was printed as."""
    return Fraction(repr(number))
