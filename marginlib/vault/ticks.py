"""The arithmetic of a vault: whole ticks of money, whole lots of size, and a direction in every rounding.

Money is counted in ticks. A size is a signed number of lots, and a price is the ticks that `UNIT` lots cost. Every
division goes against the trader: what a trader owes is rounded up, what a trader is owed is rounded down.

Products are formed before they are divided and must fit the machine: with money in millionths and size in billionths
a signed word of 64 bits is full at 9,223 (``2**63 // 10**15``). Here sizes, prices and amounts have up to 96 bits and
a rate has 20, so that no product needs more than 212 of the 256 bits of a contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from marginlib import formulas
from marginlib.arithmetic import sign
from marginlib.errors import InvalidInput, MarginError, checked, one_of, shown

UNIT = 1_000  # lots in one unit of the base asset
PPM = 1_000_000  # rates are whole numbers of millionths
LIMIT = 2**96 - 1  # the largest amount, price or size

WAYS_OUT = {
    "amount out of range": f"give a whole number of ticks from 1 to {LIMIT}",
    "balance too low": "deposit first or ask for less",
    "not the oracle": "only the account that was named as oracle sets prices",
    "price out of range": f"give a whole number of ticks from 1 to {LIMIT}",
    "size out of range": f"give a whole number of lots other than 0, at most {LIMIT} long or short",
    "position is open": "close it first; a compartment holds one position",
    "no position": "open one first, or name another account or market",
    "price is stale": "the oracle has to mark the market first",
    "margin below initial": "post more or open less; unrealised profit does not count",
    "lots out of range": "close at least 1 lot and at most all of them",
    "bankrupt": "its loss exceeds its margin, so that only a liquidation closes it",
    "pool cannot pay": "close fewer lots or wait until the liquidity pool holds the profit",
    "not liquidatable": "its equity covers what it needs at this price",
}


class Refused(MarginError):
    """An action that a vault refused, with nothing changed; `reason` is the text a contract reverts with.

    >>> raise Refused("balance too low", 7)
    Traceback (most recent call last):
    marginlib.vault.ticks.Refused: balance too low (7): deposit first or ask for less
    """

    def __init__(self, reason: str, value: object) -> None:
        self.reason: str = one_of("reason", reason, WAYS_OUT)
        super().__init__(f"{reason} ({value if isinstance(value, str) else shown(value)}): {WAYS_OUT[reason]}")


def mul_div_down(value: int, factor: int, divisor: int) -> int:
    """Largest whole number not above ``value * factor / divisor``, rounded once.

    >>> mul_div_down(7, 3, 4)
    5
    """
    return value * factor // divisor


def mul_div_up(value: int, factor: int, divisor: int) -> int:
    """Smallest whole number not below ``value * factor / divisor``.

    >>> mul_div_up(7, 3, 4)
    6
    """
    return -(-value * factor // divisor)


def elapsed(seconds: int) -> int:
    """Seconds that pass: a whole number of zero or more, since no clock runs backwards.

    >>> elapsed(-1)
    Traceback (most recent call last):
    marginlib.errors.InvalidInput: seconds is -1, but it must be a whole number of zero or more
    """
    return int(checked("seconds", seconds, lambda n: type(n) is int and n >= 0, "a whole number of zero or more"))


def _between(least: int, most: int, number: Any) -> bool:
    return bool(least <= number <= most)


@dataclass(frozen=True)
class Parameters:
    """What a vault asks for: rates in millionths of the notional, shares in millionths of a whole.

    Args:
        initial: margin needed to open, or to be left when margin is taken out.
        maintenance: below it a position may be liquidated.
        fee: charged on what a liquidation closes.
        reward: share of that fee that the caller of the liquidation keeps; the insurance pool gets the rest. It has no
            floor: the fee comes out of the equity, so that a call on a bankrupt position pays nothing.
        step: share of a position that one liquidation closes.
        smallest: lots; where a step would leave less, it closes everything.
        age: seconds for which a price is good.

    Raises:
        InvalidInput: a number that is not whole, shares outside one to a million, an initial margin below maintenance.
    """

    initial: int = 100_000
    maintenance: int = 50_000
    fee: int = 10_000
    reward: int = 200_000
    step: int = 250_000
    smallest: int = 10
    age: int = 3_600

    def __post_init__(self) -> None:
        for name, least, most in (
            ("maintenance", 1, PPM),
            ("initial", self.maintenance, PPM),
            ("fee", 0, PPM),
            ("reward", 0, PPM),
            ("step", 1, PPM),
            ("smallest", 0, LIMIT),
            ("age", 1, LIMIT),
        ):
            wanted = f"a whole number from {least} to {most}"
            if type(getattr(self, name)) is not int:
                raise InvalidInput(f"{name} is {shown(getattr(self, name))}, but it must be {wanted}")
            checked(name, getattr(self, name), partial(_between, least, most), wanted)


@dataclass(frozen=True)
class Compartment:
    """One position in its compartment: `size` in lots, `entry` price, `margin` in ticks, the only money it draws on."""

    size: int
    entry: int
    margin: int


@dataclass(frozen=True)
class Settlement:
    """Where the money went when `lots` were closed; everything else in ticks.

    Args:
        paid: profit that the liquidity pool paid into the margin, at most what it held.
        charged: loss that the margin paid to the liquidity pool.
        covered: loss that the insurance pool paid to the liquidity pool.
        short: loss that nobody paid: the providers of the liquidity pool bear it.
        fee: taken from the margin, at most the equity of the whole position, so that no fee makes a loss that others
            pay; `reward` of it goes to the caller and the rest to the insurance pool.
        left: margin afterwards.
    """

    lots: int
    paid: int
    charged: int
    covered: int
    short: int
    fee: int
    reward: int
    left: int


def gain_down(size: int, entry: int, price: int) -> int:
    """Profit (+) or loss (-) of `size` lots since `entry`, rounded down: a profit shrinks and a loss grows.

    >>> gain_down(-7, 1_000, 999), gain_down(7, 1_000, 999)
    (0, -1)
    """
    return mul_div_down(formulas.pnl(size, entry, price), 1, UNIT)


def share_up(size: int, price: int, rate: int) -> int:
    """Millionths `rate` of the notional of `size` lots, rounded up: a requirement or a fee.

    >>> share_up(-7, 1_001, 50_000)
    1
    """
    return mul_div_up(formulas.notional(size, price), rate, UNIT * PPM)


def equity(compartment: Compartment, price: int) -> int:
    """Margin and unrealised profit or loss: what a liquidation at `price` starts from.

    >>> equity(Compartment(1_000, 50_000, 5_000), 48_000)
    3000
    """
    return compartment.margin + gain_down(compartment.size, compartment.entry, price)


def step(size: int, parameters: Parameters) -> int:
    """Lots that one liquidation closes: rounded up, so that every step closes something; all where few would be left.

    >>> step(-1_001, Parameters()), step(12, Parameters())
    (251, 12)
    """
    whole = abs(size)
    part = mul_div_up(whole, parameters.step, PPM)
    return part if whole - part >= parameters.smallest else whole


def settle(
    compartment: Compartment, lots: int, price: int, pools: tuple[int, int], fee: int = 0, reward: int = 0
) -> Settlement:
    """Close `lots` at `price` against the pools (liquidity, insurance); `fee` and `reward` as in `Parameters`.

    >>> settle(Compartment(1_000, 50_000, 5_000), 1_000, 44_000, (90_000, 300))
    Settlement(lots=1000, paid=0, charged=5000, covered=300, short=700, fee=0, reward=0, left=0)
    """
    liquidity, insurance = pools
    gain = gain_down(sign(compartment.size) * lots, compartment.entry, price)
    paid, loss = min(max(gain, 0), liquidity), max(-gain, 0)
    charged = min(loss, compartment.margin)
    covered = min(loss - charged, insurance)
    rest = compartment.margin + paid - charged
    taken = min(share_up(lots, price, fee), rest, max(equity(compartment, price), 0))
    kept = mul_div_down(taken, reward, PPM)
    return Settlement(lots, paid, charged, covered, loss - charged - covered, taken, kept, rest - taken)
