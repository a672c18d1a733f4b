"""The exact vault: every account's money, every compartment's margin and two pools, in whole ticks.

The liquidity pool is the other side of every position and the insurance pool stands behind the margins, so that money
only moves: what was deposited less what was withdrawn is always the sum of balances, margins and pools. Unrealised
profit is no money until it is realised. Every action has one shape: it refuses what is not allowed
(`marginlib.vault.ticks.Refused`), computes, changes, and reports.

`marginlib.vault.contract` runs the same vault as a smart contract.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from marginlib.arithmetic import sign
from marginlib.errors import checked, instance
from marginlib.vault import ticks
from marginlib.vault.ticks import LIMIT, Compartment, Parameters, Refused, Settlement


def _named(what: str, name: Any) -> str:
    return str(instance(what, name, str, "a name, in quotes"))


def _whole(value: object, most: int, reason: str) -> None:
    Refused.unless(type(value) is int and 0 < value <= most, reason, value)


@dataclass
class Ledger:
    """A vault with its clock; whoever acts comes first in every action. `brought` is deposits less withdrawals.

    Raises:
        InvalidInput: a clock or money that is no whole number of zero or more, a name that is no text.
        Refused: by every action that is not allowed; nothing has changed then.

    >>> vault = Ledger()
    >>> vault.provide("bank", 1_000_000)
    >>> vault.deposit("ada", 6_000)
    >>> vault.mark("oracle", "BTC", 50_000)
    >>> vault.open("ada", "BTC", 1_000, 5_000)
    >>> vault.mark("oracle", "BTC", 47_000)
    >>> vault.equity("ada", "BTC"), vault.maintenance("ada", "BTC")
    (2000, 2350)
    >>> vault.liquidate("keeper", "ada", "BTC")
    Settlement(lots=250, paid=0, charged=750, covered=0, short=0, fee=118, reward=23, left=4132)
    >>> vault.unaccounted
    0
    """

    oracle: str = "oracle"
    parameters: Parameters = field(default_factory=Parameters)
    now: int = 0
    brought: int = 0
    insurance: int = 0
    liquidity: int = 0
    balances: Counter[str] = field(default_factory=Counter)
    compartments: dict[tuple[str, str], Compartment] = field(default_factory=dict)
    prices: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _named("oracle", self.oracle)
        instance("parameters", self.parameters, Parameters, "Parameters of a vault")
        for name in ("now", "brought", "insurance", "liquidity"):
            checked(name, getattr(self, name), lambda n: type(n) is int and n >= 0, "a whole number of zero or more")

    @property
    def unaccounted(self) -> int:
        """What was brought less everything the vault holds: zero, or money was made or lost."""
        margins = sum(compartment.margin for compartment in self.compartments.values())
        return self.brought - self.balances.total() - margins - self.insurance - self.liquidity

    def equity(self, account: str, market: str) -> int:
        """Ticks that the position is worth at the last price, in whatever state that price is."""
        return ticks.equity(self._compartment(account, market), self.prices[market][0])

    def maintenance(self, account: str, market: str) -> int:
        """Ticks that the position needs at the last price."""
        return ticks.share_up(
            self._compartment(account, market).size, self.prices[market][0], self.parameters.maintenance
        )

    def wait(self, seconds: int) -> None:
        """Let time pass; prices age. Raises InvalidInput for seconds that are no whole number of zero or more."""
        self.now += ticks.elapsed(seconds)

    def deposit(self, caller: str, amount: int) -> None:
        """Bring money in."""
        _named("caller", caller)
        self.balances[caller] += self._bring(amount)

    def withdraw(self, caller: str, amount: int) -> None:
        """Take free money out."""
        self._afford(caller, amount)
        self.balances[caller] -= amount
        self.brought -= amount

    def insure(self, _caller: str, amount: int) -> None:
        """Bring money into the insurance pool, for good."""
        self.insurance += self._bring(amount)

    def provide(self, _caller: str, amount: int) -> None:
        """Bring money into the liquidity pool, for good."""
        self.liquidity += self._bring(amount)

    def mark(self, caller: str, market: str, price: int) -> None:
        """Set the price of a market, which only the oracle may do."""
        _named("market", market)
        Refused.unless(_named("caller", caller) == self.oracle, "not the oracle", caller)
        _whole(price, LIMIT, "price out of range")
        self.prices[market] = price, self.now

    def open(self, caller: str, market: str, size: int, margin: int) -> None:
        """Open a position of `size` lots at the marked price, with `margin` moved into its compartment."""
        Refused.unless(type(size) is int and 0 < abs(size) <= LIMIT, "size out of range", size)
        Refused.unless(
            (_named("caller", caller), _named("market", market)) not in self.compartments, "position is open", market
        )
        price = self._fresh(market)
        self._afford(caller, margin)
        self._commit(caller, market, Compartment(size, price, margin), margin)

    def add_margin(self, caller: str, market: str, amount: int) -> None:
        """Move free money into a compartment."""
        compartment = self._compartment(caller, market)
        self._afford(caller, amount)
        self.balances[caller] -= amount
        self.compartments[caller, market] = replace(compartment, margin=compartment.margin + amount)

    def remove_margin(self, caller: str, market: str, amount: int) -> None:
        """Move margin out of a compartment; what stays, less any loss, has to cover the initial requirement."""
        compartment, _ = self._priced(caller, market)
        _whole(amount, LIMIT, "amount out of range")
        self._commit(caller, market, replace(compartment, margin=compartment.margin - amount), -amount)

    def close(self, caller: str, market: str, lots: int) -> Settlement:
        """Realise profit or loss of `lots` at the marked price; margin returns when none are left."""
        compartment, price = self._priced(caller, market)
        _whole(lots, abs(compartment.size), "lots out of range")
        Refused.unless(ticks.equity(compartment, price) >= 0, "bankrupt", market)
        gain = ticks.gain_down(sign(compartment.size) * lots, compartment.entry, price)
        Refused.unless(gain <= self.liquidity, "pool cannot pay", gain)
        return self._settle(caller, caller, market, lots)

    def liquidate(self, caller: str, account: str, market: str) -> Settlement:
        """Close a step of a position whose equity is below maintenance, or all of it when nothing is left to protect.

        Anybody may call, and nothing happens until somebody does. What the margin cannot pay the insurance pool pays;
        what that cannot pay the liquidity pool does not get.
        """
        compartment, price = self._priced(account, market)
        worth = ticks.equity(compartment, price)
        Refused.unless(worth < self.maintenance(account, market), "not liquidatable", worth)
        lots = ticks.step(compartment.size, self.parameters) if worth > 0 else abs(compartment.size)
        return self._settle(caller, account, market, lots, self.parameters.fee, self.parameters.reward)

    def _commit(self, caller: str, market: str, compartment: Compartment, amount: int) -> None:
        """Move `amount` out of the balance for a `compartment` that meets the initial requirement without profit."""
        price, _ = self.prices[market]
        need = ticks.share_up(compartment.size, price, self.parameters.initial)
        Refused.unless(
            min(compartment.margin, ticks.equity(compartment, price)) >= need,
            "margin below initial",
            compartment.margin,
        )
        self.balances[caller] -= amount
        self.compartments[caller, market] = compartment

    def _settle(self, caller: str, account: str, market: str, lots: int, fee: int = 0, reward: int = 0) -> Settlement:
        compartment, price = self.compartments.pop((account, market)), self.prices[market][0]
        done = ticks.settle(compartment, lots, price, (self.liquidity, self.insurance), fee, reward)
        self.liquidity += done.charged + done.covered - done.paid
        self.insurance += done.fee - done.reward - done.covered
        self.balances[caller] += done.reward
        if size := compartment.size - sign(compartment.size) * lots:
            self.compartments[account, market] = replace(compartment, size=size, margin=done.left)
        else:  # the compartment is gone whatever is left in it, so that no dust can hold a loss open
            self.balances[account] += done.left
        return done

    def _bring(self, amount: int) -> int:
        _whole(amount, LIMIT, "amount out of range")
        self.brought += amount
        return amount

    def _afford(self, account: str, amount: int) -> None:
        _named("account", account)
        _whole(amount, LIMIT, "amount out of range")
        Refused.unless(amount <= self.balances[account], "balance too low", self.balances[account])

    def _compartment(self, account: str, market: str) -> Compartment:
        _named("account", account)
        _named("market", market)
        Refused.unless((account, market) in self.compartments, "no position", f"{account}, {market}")
        return self.compartments[account, market]

    def _fresh(self, market: str) -> int:
        price, since = self.prices.get(market, (0, 0))
        Refused.unless(price and self.now - since <= self.parameters.age, "price is stale", market)
        return price

    def _priced(self, account: str, market: str) -> tuple[Compartment, int]:
        return self._compartment(account, market), self._fresh(market)
