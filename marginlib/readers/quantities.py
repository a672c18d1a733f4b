"""What a size counts: coins, quote currency or contracts, of which the columns of an export often say nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from marginlib.errors import InvalidInput
from marginlib.readers.positions import COUNTED, UNIT, matching, plain
from marginlib.records import Record

VALUE = ("quoteqty", "execvalue", "cost", "quotevolume", "quoteamount", "notional", "filledvalue", "value", "total")
DERIVATIVE = re.compile(r"(?i)-SWAP$|-FUTURES$|-\d{6}$|USD_(PERP|\d{6})$|USDT?M$")  # markets that count contracts
NAMED = ("fillsz", "sz", "size", "qty", "contracts", "lots")  # by these names, there; by the last two anywhere
NEAR, CENT = 0.01, 0.006  # how far a printed value may be from size and price: a share of it, or a rounded cent


def units_of(row: Record, names: tuple[str, ...], price: float, units: Mapping[str, float], said: list[str]) -> float:
    """The size of a fill in base units, or in quote units of an inverse contract; how it came to that is `said`.

    Told units count first, then what stands in the row: a size of one contract, a unit in parentheses, and a value
    beside size and price, which says what one unit is.

    Raises InvalidInput where none of them says it and the market counts contracts, or where they contradict.
    """
    size, name, unit = row.number_of(names), row.told(names), row.unit(names)
    base = plain(row.market)
    told = matching(row.market, units)
    if told:
        return size * float(units[told])
    if row.told(UNIT):
        return size * row.number_of(UNIT)
    if unit and base.endswith(unit) and not base.startswith(unit):
        said.append(f"{row.market}: {name} counts {unit}: divided by the price")
        return size / price
    fee = row.cell(("cost",)) == row.cell(("feecost",))  # that of a fee inside, not of the fill
    beside = tuple(each for each in (*VALUE, "amount") if each != name and not (fee and each == "cost"))
    value = abs(row.number_of(beside, 0.0))
    if value and size:
        return size * _unit(row, name, abs(size), price, value, said)
    if unit in COUNTED or name in NAMED[-2:] or (name in NAMED and DERIVATIVE.search(row.market)):
        raise InvalidInput(f"{row.place}: {name} counts contracts; say units={{{row.market!r}: 0.01}}, their size")
    if unit and not base.startswith(unit):
        raise InvalidInput(f"{row.place}: {name} counts {unit}; give a column in coins, or say units=")
    return size


def _unit(row: Record, name: str, size: float, price: float, value: float, said: list[str]) -> float:
    """Base units in one unit of the size, as the value beside it says."""
    whole = size * price
    if abs(value - whole) <= max(NEAR * whole, CENT):
        return 1.0
    if abs(value - size) <= NEAR * size:
        said.append(f"{row.market}: {name} counts quote currency, as the value beside it says: divided by the price")
        return 1 / price
    if abs(value - size / price) <= NEAR * size / price:
        said.append(f"{row.market}: {name} counts quote currency and the value coin: an inverse contract")
        return 1.0
    power = round(math.log10(value / whole))
    if abs(value / whole / 10.0**power - 1) > NEAR:
        raise InvalidInput(
            f"{row.place}: {name} {size:.12g} at {price:.12g} beside a value of {value:.12g}: what one unit is stays "
            f"open; say units={{{row.market!r}: 1}}"
        )
    said.append(f"{row.market}: {name} counts contracts of {10.0**power:g}, as the value beside it says")
    return 10.0**power
