"""The exact vault: every account's money, every compartment's margin and two pools, in whole ticks.

The liquidity pool is the other side of every position and the insurance pool stands behind the margins, so that money
only moves: what was deposited less what was withdrawn is always the sum of balances, margins and pools. Unrealised
profit is no money until it is realised. Every action first refuses (`marginlib.ticks.Refused`), then changes.

`marginlib.contract` runs the same vault as a smart contract.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from marginlib import ticks
from marginlib.arithmetic import sign
from marginlib.ticks import LIMIT, Holding, Refused, Rules, Settlement


def _refuse_unless(condition: object, reason: str, value: object) -> None:
    if not condition:
        raise Refused(reason, value)


def _whole(value: object, most: int, reason: str) -> None:
    _refuse_unless(type(value) is int and 0 < value <= most, reason, value)


@dataclass
class Ledger:
    """A vault with its clock; whoever acts comes first in every action.

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
    deposits: int = 0
    withdrawals: int = 0
    insurance: int = 0
    liquidity: int = 0
    balances: dict[str, int] = field(default_factory=dict)
    holdings: dict[tuple[str, str], Holding] = field(default_factory=dict)
    prices: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def unaccounted(self) -> int:
        """Deposits less withdrawals less everything the vault holds: zero, or money was made or lost."""
        margins = sum(holding.margin for holding in self.holdings.values())
        held = sum(self.balances.values()) + margins + self.insurance + self.liquidity
        return self.deposits - self.withdrawals - held

    def equity(self, account: str, market: str) -> int:
        """Ticks that the position is worth at the last price, in whatever state that price is."""
        return ticks.equity(self._holding(account, market), self.prices[market][0])

    def maintenance(self, account: str, market: str) -> int:
        """Ticks that the position needs at the last price."""
        return ticks.share_up(self._holding(account, market).size, self.prices[market][0], self.rules.maintenance)

    def wait(self, seconds: int) -> None:
        """Let time pass; prices age."""
        self.now += seconds

    def deposit(self, caller: str, amount: int) -> None:
        """Bring money in."""
        self._bring(amount)
        self._credit(caller, amount)

    def withdraw(self, caller: str, amount: int) -> None:
        """Take free money out."""
        self._afford(caller, amount)
        self.withdrawals += amount
        self._credit(caller, -amount)

    def insure(self, _caller: str, amount: int) -> None:
        """Bring money into the insurance pool, for good."""
        self._bring(amount)
        self.insurance += amount

    def provide(self, _caller: str, amount: int) -> None:
        """Bring money into the liquidity pool, for good."""
        self._bring(amount)
        self.liquidity += amount

    def mark(self, caller: str, market: str, price: int) -> None:
        """Set the price of a market, which only the oracle may do."""
        _refuse_unless(caller == self.oracle, "not the oracle", caller)
        _whole(price, LIMIT, "price out of range")
        self.prices[market] = price, self.now

    def open(self, caller: str, market: str, size: int, margin: int) -> None:
        """Open a position of `size` lots at the marked price, with `margin` moved into its compartment."""
        _refuse_unless(type(size) is int and 0 < abs(size) <= LIMIT, "size out of range", size)
        _refuse_unless((caller, market) not in self.holdings, "position is open", market)
        price = self._fresh(market)
        self._afford(caller, margin)
        _refuse_unless(margin >= ticks.share_up(size, price, self.rules.initial), "margin below initial", margin)
        self._credit(caller, -margin)
        self.holdings[caller, market] = Holding(size, price, margin)

    def add_margin(self, caller: str, market: str, amount: int) -> None:
        """Move free money into a compartment."""
        holding = self._holding(caller, market)
        self._afford(caller, amount)
        self._credit(caller, -amount)
        self.holdings[caller, market] = replace(holding, margin=holding.margin + amount)

    def remove_margin(self, caller: str, market: str, amount: int) -> None:
        """Move margin out of a compartment; what stays, less any loss, has to cover the initial requirement."""
        holding = self._holding(caller, market)
        _whole(amount, LIMIT, "amount out of range")
        price = self._fresh(market)
        _, loss = ticks.gains(holding.size, holding.entry, price)
        tied = loss + ticks.share_up(holding.size, price, self.rules.initial)
        _refuse_unless(holding.margin >= amount + tied, "margin below initial", holding.margin - amount)
        self.holdings[caller, market] = replace(holding, margin=holding.margin - amount)
        self._credit(caller, amount)

    def close(self, caller: str, market: str, lots: int) -> Settlement:
        """Realise profit or loss of `lots` at the marked price; margin returns when none are left."""
        holding = self._holding(caller, market)
        _whole(lots, abs(holding.size), "lots out of range")
        price = self._fresh(market)
        _refuse_unless(ticks.equity(holding, price) >= 0, "bankrupt", market)
        profit, _ = ticks.gains(sign(holding.size) * lots, holding.entry, price)
        _refuse_unless(profit <= self.liquidity, "pool cannot pay", profit)
        done = ticks.settle(holding, lots, price, (self.liquidity, self.insurance))
        self._book(caller, caller, market, done)
        return done

    def liquidate(self, caller: str, account: str, market: str) -> Settlement:
        """Close a step of a position whose equity is below maintenance, or all of it when nothing is left to protect.

        Anybody may call, and nothing happens until somebody does. What the margin cannot pay the insurance pool pays;
        what that cannot pay the liquidity pool does not get.
        """
        holding = self._holding(account, market)
        price = self._fresh(market)
        worth = ticks.equity(holding, price)
        need = ticks.share_up(holding.size, price, self.rules.maintenance)
        _refuse_unless(worth < need, "not liquidatable", worth)
        lots = ticks.step(holding.size, self.rules) if worth > 0 else abs(holding.size)
        pools = self.liquidity, self.insurance
        done = ticks.settle(holding, lots, price, pools, self.rules.fee, self.rules.reward)
        self._book(caller, account, market, done)
        return done

    def _book(self, caller: str, account: str, market: str, done: Settlement) -> None:
        self.liquidity += done.charged + done.covered - done.paid
        self.insurance += done.fee - done.reward - done.covered
        self._credit(caller, done.reward)
        holding = self.holdings.pop((account, market))
        size = holding.size - sign(holding.size) * done.lots
        if size == 0:  # the compartment is gone whatever is left in it, so that no dust can hold a loss open
            self._credit(account, done.left)
        else:
            self.holdings[account, market] = replace(holding, size=size, margin=done.left)

    def _bring(self, amount: int) -> None:
        _whole(amount, LIMIT, "amount out of range")
        self.deposits += amount

    def _credit(self, account: str, amount: int) -> None:
        self.balances[account] = self.balances.get(account, 0) + amount

    def _afford(self, account: str, amount: int) -> None:
        _whole(amount, LIMIT, "amount out of range")
        _refuse_unless(amount <= self.balances.get(account, 0), "balance too low", self.balances.get(account, 0))

    def _holding(self, account: str, market: str) -> Holding:
        _refuse_unless((account, market) in self.holdings, "no position", f"{account}, {market}")
        return self.holdings[account, market]

    def _fresh(self, market: str) -> int:
        price, since = self.prices.get(market, (0, 0))
        _refuse_unless(price and self.now - since <= self.rules.age, "price is stale", market)
        return price
