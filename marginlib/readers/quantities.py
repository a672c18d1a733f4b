"""What a size counts: coins, quote currency or contracts, of which the columns of an export often say nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from marginlib.errors import InvalidInput
from marginlib.records import Record

UNIT = ("contractsize", "ctval", "contractvalue", "multiplier")
COUNTED = ("CONT", "CONTS", "CONTRACT", "CONTRACTS", "LOT", "LOTS")  # in parentheses behind a name
WORTH = ("notional", "notionalusd", "positionvalue", "posvalue", "positionnotional", "value")
FAR = (
    0.3,
    0.15,
)  # how far the value of a position may be from size and price, in powers of ten: at the mark or the entry
MOST = 12  # powers of ten that one contract may have
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
    power = round(magnitude(value, whole))
    if abs(power) > MOST or abs(value / whole / 10.0**power - 1) > NEAR:
        raise InvalidInput(
            f"{row.place}: {name} {size:.12g} at {price:.12g} beside a value of {value:.12g}: what one unit is stays "
            f"open; say units={{{row.market!r}: 1}}"
        )
    said.append(f"{row.market}: {name} counts contracts of {10.0**power:g}, as the value beside it says")
    return 10.0**power


def magnitude(value: float, whole: float) -> float:
    """How many powers of ten a value is above size times price.

    >>> magnitude(30_000, 3_000_000.0)
    -2.0
    """
    return math.log10(value) - (math.log10(whole) if whole else -400)  # less than any float


def contracts_of(row: Record, names: tuple[str, ...], units: Mapping[str, float], said: list[str]) -> float:
    """Base units in one contract of a position: told, or in the row; 1 where a library counts units."""
    name = matching(row.market, units)
    if name:
        return float(units[name])
    if row.told(UNIT):
        unit = row.number_of(UNIT)
        said.extend([f"{row.market}: contracts of {unit:.12g}"] * (unit != 1))
        return unit
    if row.told(names) == "contracts":
        return 1.0
    raise InvalidInput(
        f"{row.place}: {row.told(names)} counts contracts; say units={{{row.market!r}: 0.01}}, their size"
    )


def worth(row: Record, whole: float, size: float, said: list[str], *, told: bool) -> float:
    """By what the size of a position has to be multiplied so that it is worth what the row says beside it.

    `whole` is size times price, `told` whether the size of a contract is known. Raises InvalidInput for a value that
    no size of a contract explains.
    """
    name = row.told(WORTH)
    leverage = row.cell(("leveragevalue",))  # by its last name alone a value as well, in whatever record it lies
    value = 0.0 if leverage != "" and row.cell((name,)) == leverage else abs(row.number_of(WORTH, 0.0))
    if not value or abs(value - abs(size)) <= NEAR * abs(size):
        return 1.0
    power = magnitude(value, whole)
    if abs(power) <= FAR[0]:
        return 1.0
    if told or abs(power) > MOST or abs(power - round(power)) > FAR[1]:
        raise InvalidInput(
            f"{row.place}: {name} {value:.12g} beside size and price that make {whole:.12g}; correct one, or say units="
        )
    said.append(f"{row.market}: contracts of {10.0 ** round(power):g}, as {name} says")
    return float(10.0 ** round(power))


def matching(market: str, names: Mapping[str, Any]) -> str:
    """Which of `names` means `market`, whoever writes it; empty where none or several do.

    >>> matching("BTCUSDT", {"BTC/USDT:USDT": 1, "ETH/USDT:USDT": 2}), matching("BTC", {"BTC-USDT-SWAP": 1})
    ('BTC/USDT:USDT', 'BTC-USDT-SWAP')
    """
    if market in names:
        return market
    for way in (plain, _coin):
        found = [name for name in names if way(str(name)) == way(market)]
        if len(found) == 1:
            return found[0]
    return ""


def plain(name: str) -> str:
    """A market's name in capitals, without separators and what it says of its kind.

    >>> plain("BTC/USDT:USDT"), plain("btc-usd-swap")
    ('BTCUSDT', 'BTCUSD')
    """
    return re.sub(r"[\W_]|(SWAP|PERP|PERPETUAL)$", "", name.upper().partition(":")[0])


def _coin(name: str) -> str:
    return re.sub(r"(USDT|USDC|USD|BUSD)$", "", plain(name))
