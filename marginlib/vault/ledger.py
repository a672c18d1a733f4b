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

from marginlib.arithmetic import sign
from marginlib.vault import ticks
from marginlib.vault.ticks import LIMIT, Holding, Refused, Rules, Settlement


def _whole(value: object, most: int, reason: str) -> None:
    Refused.unless(type(value) is int and 0 < value <= most, reason, value)


@dataclass
class Ledger:
    """A vault with its clock; whoever acts comes first in every action. `brought` is deposits less withdrawals.

    Raises:
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
    rules: Rules = field(default_factory=Rules)
    now: int = 0
    brought: int = 0
    insurance: int = 0
    liquidity: int = 0
    balances: Counter[str] = field(default_factory=Counter)
    holdings: dict[tuple[str, str], Holding] = field(default_factory=dict)
    prices: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def unaccounted(self) -> int:
        """What was brought less everything the vault holds: zero, or money was made or lost."""
        margins = sum(holding.margin for holding in self.holdings.values())
        return self.brought - self.balances.total() - margins - self.insurance - self.liquidity

    def equity(self, account: str, market: str) -> int:
        """Ticks that the position is worth at the last price, in whatever state that price is."""
        return ticks.equity(self._holding(account, market), self.prices[market][0])

    def maintenance(self, account: str, market: str) -> int:
        """Ticks that the position needs at the last price."""
        return ticks.share_up(self._holding(account, market).size, self.prices[market][0], self.rules.maintenance)

    def wait(self, seconds: int) -> None:
        """Let time pass; prices age. Raises InvalidInput for seconds that are no whole number of zero or more."""
        self.now += ticks.elapsed(seconds)

    def deposit(self, caller: str, amount: int) -> None:
        """Bring money in."""
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
        Refused.unless(caller == self.oracle, "not the oracle", caller)
        _whole(price, LIMIT, "price out of range")
        self.prices[market] = price, self.now

    def open(self, caller: str, market: str, size: int, margin: int) -> None:
        """Open a position of `size` lots at the marked price, with `margin` moved into its compartment."""
        Refused.unless(type(size) is int and 0 < abs(size) <= LIMIT, "size out of range", size)
        Refused.unless((caller, market) not in self.holdings, "position is open", market)
        price = self._fresh(market)
        self._afford(caller, margin)
        self._commit(caller, market, Holding(size, price, margin), margin)

    def add_margin(self, caller: str, market: str, amount: int) -> None:
        """Move free money into a compartment."""
        holding = self._holding(caller, market)
        self._afford(caller, amount)
        self.balances[caller] -= amount
        self.holdings[caller, market] = replace(holding, margin=holding.margin + amount)

    def remove_margin(self, caller: str, market: str, amount: int) -> None:
        """Move margin out of a compartment; what stays, less any loss, has to cover the initial requirement."""
        holding, _ = self._priced(caller, market)
        _whole(amount, LIMIT, "amount out of range")
        self._commit(caller, market, replace(holding, margin=holding.margin - amount), -amount)

    def close(self, caller: str, market: str, lots: int) -> Settlement:
        """Realise profit or loss of `lots` at the marked price; margin returns when none are left."""
        holding, price = self._priced(caller, market)
        _whole(lots, abs(holding.size), "lots out of range")
        Refused.unless(ticks.equity(holding, price) >= 0, "bankrupt", market)
        gain = ticks.gain_down(sign(holding.size) * lots, holding.entry, price)
        Refused.unless(gain <= self.liquidity, "pool cannot pay", gain)
        return self._settle(caller, caller, market, lots)

    def liquidate(self, caller: str, account: str, market: str) -> Settlement:
        """Close a step of a position whose equity is below maintenance, or all of it when nothing is left to protect.

        Anybody may call, and nothing happens until somebody does. What the margin cannot pay the insurance pool pays;
        what that cannot pay the liquidity pool does not get.
        """
        holding, price = self._priced(account, market)
        worth = ticks.equity(holding, price)
        Refused.unless(worth < self.maintenance(account, market), "not liquidatable", worth)
        lots = ticks.step(holding.size, self.rules) if worth > 0 else abs(holding.size)
        return self._settle(caller, account, market, lots, self.rules.fee, self.rules.reward)

    def _commit(self, caller: str, market: str, holding: Holding, amount: int) -> None:
        """Move `amount` out of the balance for a `holding` that meets the initial requirement without any profit."""
        price, _ = self.prices[market]
        need = ticks.share_up(holding.size, price, self.rules.initial)
        Refused.unless(
            min(holding.margin, ticks.equity(holding, price)) >= need, "margin below initial", holding.margin
        )
        self.balances[caller] -= amount
        self.holdings[caller, market] = holding

    def _settle(self, caller: str, account: str, market: str, lots: int, fee: int = 0, reward: int = 0) -> Settlement:
        holding, price = self.holdings.pop((account, market)), self.prices[market][0]
        done = ticks.settle(holding, lots, price, (self.liquidity, self.insurance), fee, reward)
        self.liquidity += done.charged + done.covered - done.paid
        self.insurance += done.fee - done.reward - done.covered
        self.balances[caller] += done.reward
        if size := holding.size - sign(holding.size) * lots:
            self.holdings[account, market] = replace(holding, size=size, margin=done.left)
        else:  # the compartment is gone whatever is left in it, so that no dust can hold a loss open
            self.balances[account] += done.left
        return done

    def _bring(self, amount: int) -> int:
        _whole(amount, LIMIT, "amount out of range")
        self.brought += amount
        return amount

    def _afford(self, account: str, amount: int) -> None:
        _whole(amount, LIMIT, "amount out of range")
        Refused.unless(amount <= self.balances[account], "balance too low", self.balances[account])

    def _holding(self, account: str, market: str) -> Holding:
        Refused.unless((account, market) in self.holdings, "no position", f"{account}, {market}")
        return self.holdings[account, market]

    def _fresh(self, market: str) -> int:
        price, since = self.prices.get(market, (0, 0))
        Refused.unless(price and self.now - since <= self.rules.age, "price is stale", market)
        return price

    def _priced(self, account: str, market: str) -> tuple[Holding, int]:
        return self._holding(account, market), self._fresh(market)
