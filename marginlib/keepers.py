"""Keepers of the exact vault: what a call costs, what it pays, and who is called while a price falls.

A contract does nothing by itself. Somebody has to send it a transaction and pay for the gas, whether it does what was
asked or refuses. A keeper sends one when the reward is worth more than that. Ticks are read as units of the currency
in which the coin that pays for gas is priced.

The three formulas are as those of `marginlib.formulas`: for any kind of number, without validation or rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from marginlib.arithmetic import maximum, minimum, sign
from marginlib.errors import InvalidInput, elements, instance, shown
from marginlib.vault import ticks
from marginlib.vault.ticks import LIMIT, Compartment, Parameters, Settlement

BILLION = 10**9  # gas prices are billionths of the coin: gwei of ether

GAS: Mapping[str, int] = MappingProxyType(
    {
        "plain transfer": 21_000,
        "price from a stranger, refused": 21_920,
        "withdrawal of too much, refused": 23_865,
        "call at a stale price, refused": 33_112,
        "call on a covered position, refused": 34_788,
        "deposit": 43_456,
        "call on a bankrupt position": 49_727,
        "later call that closes all": 54_571,
        "later call": 60_429,
        "first call that closes all": 70_913,
        "first call": 77_529,
        "opening a position": 98_987,
    }
)
"""Gas of what people do with the vault, as `marginlib.vault.contract` used it.

Measured on 30 November 2026 with Vyper 0.4.3 on the executable specification of Ethereum at the fork Prague. A first
call is dearer than a later one, because the balance of its keeper is a new word of storage. Names of other accounts
and other amounts move each figure by a few units.
"""


def call_cost(gas: Any, gas_price: Any, coin: Any) -> Any:
    """What a transaction costs, in the currency in which the `coin` has its price.

    Args:
        gas: units that the transaction used.
        gas_price: of one unit, in billionths of the coin (gwei of ether).
        coin: price of one coin.

    Source: Ethereum yellow paper, section 5 (gas and payment): the sender pays gas used times gas price.

    >>> call_cost(77_529, 100, 3_000)
    23.2587
    """
    return gas * gas_price * coin / BILLION


def keeper_reward(closed: Any, fee: Any, share: Any, equity: Any) -> Any:
    """What a call pays: a `share` of the fee, which is a part of what is `closed` and at most what the owner has left.

    Derived: the rule of `marginlib.vault.ticks.settle`, without its rounding.

    >>> keeper_reward(11_750, 0.01, 0.2, 2_000), keeper_reward(11_750, 0.01, 0.2, -1_000)
    (23.5, 0.0)
    """
    return share * minimum(closed * fee, maximum(equity, 0))


def crowd_profit(reward: Any, won: Any, lost: Any, keepers: Any) -> Any:
    """What each of several keepers earns on average who all send the same call: one is paid, the others are refused.

    The first pays what `won` costs, and each of the others what a refusal costs, `lost`. All in one currency.

    Derived.

    >>> crowd_profit(23, 5, 2, 9), crowd_profit(23, 5, 2, 11)
    (0.2222222222222222, -0.18181818181818182)
    """
    return (reward - won - (keepers - 1) * lost) / keepers


@dataclass(frozen=True)
class Call:
    """A call on a position at a `price`: what it does, what its gas costs, and what there is afterwards.

    Args:
        rest: the position afterwards, of 0 lots once it is closed whole.
        pools: liquidity and insurance afterwards, in ticks.
    """

    price: int
    done: Settlement
    cost: float
    rest: Compartment
    pools: tuple[int, int]

    @property
    def profit(self) -> float:
        """What the keeper has of it."""
        return self.done.reward - self.cost


def offer(
    holding: Compartment,
    price: int,
    rules: Parameters,
    gas_price: float,
    coin: float,
    pools: tuple[int, int],
    *,
    first: bool = True,
) -> Call | None:
    """The next call on a position, whether or not anybody would send it; None while it would be refused.

    Args:
        price: ticks that 1,000 lots are worth.
        gas_price: of a unit of gas, in billionths of the coin.
        coin: price of the coin that pays for gas, in ticks.
        pools: what the liquidity pool and the insurance pool have, in ticks.
        first: whether the keeper has earned nothing here before, so that the call is dearer.

    Raises:
        InvalidInput: other records, ticks or lots that are no whole numbers, a price of gas or coin below zero.

    >>> call = offer(Compartment(1_000, 50_000, 5_000), 47_000, Parameters(), 100, 3_000, (20_000, 500))
    >>> call.done.reward, call.cost, round(call.profit, 4)
    (23, 23.2587, -0.2587)
    >>> offer(Compartment(1_000, 50_000, 5_000), 48_000, Parameters(), 100, 3_000, (20_000, 500)) is None
    True
    """
    instance("holding", holding, Compartment, "a Compartment, such as Compartment(1_000, 50_000, 5_000)")
    instance("rules", rules, Parameters, "Parameters of a vault")
    instance("first", first, bool, "True or False")
    size, entry, margin = holding.size, holding.entry, holding.margin
    liquidity, insurance = _two(pools)
    for name, value, least in (
        ("size", size, -LIMIT),
        ("entry", entry, 0),
        ("margin", margin, 0),
        ("price", price, 1),
        ("liquidity", liquidity, 0),
        ("insurance", insurance, 0),
    ):
        _number(name, value, least, "a whole number", int)
    _number("gas price", gas_price, 0, "a number", int, float)
    _number("coin", coin, 0, "a number", int, float)
    worth = ticks.equity(holding, price)
    if worth >= ticks.share_up(size, price, rules.maintenance):
        return None
    lots = ticks.step(size, rules) if worth > 0 else abs(size)
    done = ticks.settle(holding, lots, price, (liquidity, insurance), rules.fee, rules.reward)
    kind = f"{'first' if first else 'later'} call{' that closes all' if lots == abs(size) else ''}"
    return Call(
        price,
        done,
        float(call_cost(GAS[kind if worth > 0 else "call on a bankrupt position"], gas_price, coin)),
        Compartment(size - sign(size) * lots, entry, done.left if lots < abs(size) else 0),
        (liquidity + done.charged + done.covered - done.paid, insurance + done.fee - done.reward - done.covered),
    )


def calls(
    holding: Compartment,
    prices: Sequence[int],
    rules: Parameters,
    gas_price: float,
    coin: float,
    pools: tuple[int, int],
) -> Iterator[Call]:
    """Calls on a position while `prices` are written one after the other, each as long as somebody gains by it.

    Arguments are those of `offer`, and so is what they raise, once the first call is asked for.

    >>> fall = range(50_000, 43_999, -100)
    >>> [call.price for call in calls(Compartment(1_000, 50_000, 5_000), fall, Parameters(), 60, 3_000, (20_000, 500))]
    [47300, 46700, 46000]
    """
    first = True
    for price in instance("prices", prices, (list, tuple, range), "a list of prices, such as [50_000, 47_000]"):
        while (call := offer(holding, price, rules, gas_price, coin, pools, first=first)) and call.profit > 0:
            yield call
            holding, pools, first = call.rest, call.pools, False


def hanging(
    holding: Compartment,
    prices: Sequence[int],
    rules: Parameters,
    gas_price: float,
    coin: float,
    pools: tuple[int, int],
) -> int:
    """Lots that anybody may liquidate at the last of the `prices` and nobody does, after all `calls` on the way.

    >>> fall = range(50_000, 43_999, -100)
    >>> hanging(Compartment(1_000, 50_000, 5_000), fall, Parameters(), 60, 3_000, (20_000, 500))
    421
    """
    made = list(calls(holding, prices, rules, gas_price, coin, pools))
    rest, left = (made[-1].rest, made[-1].pools) if made else (holding, pools)
    return abs(rest.size) if prices and offer(rest, prices[-1], rules, gas_price, coin, left) else 0


def _two(pools: Any) -> tuple[Any, ...]:
    found = elements("pools", pools)
    InvalidInput.unless(len(found) == 2, f"pools are {shown(pools)}, but they must be two: liquidity and insurance")  # noqa: PLR2004 - those two
    return found


def _number(name: str, value: Any, least: int, kind: str, *kinds: type) -> None:
    if type(value) not in kinds or not least <= value <= LIMIT:
        raise InvalidInput(f"{name} is {shown(value)}, but it must be {kind} from {least} to {LIMIT}")
