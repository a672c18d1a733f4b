"""A book of positions, and margin modes as partitions of it into pools.

A mode is a function from a book to a `Partition`: it says which pool each position belongs to and which pool each
account's free collateral belongs to. Nothing else about a mode exists. A pool is healthy or liquidated as one and
loses at most what it holds. Inside a pool the positions of one market are netted into one *leg*.

All columns may be float arrays or object arrays of Fractions or Decimals; the same code serves both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import add, mul
from types import NoneType
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.arithmetic import netted, sign
from marginlib.conventions import PLAIN, Conventions
from marginlib.errors import (
    InvalidInput,
    alike,
    finite,
    instance,
    known,
    nonnegative,
    nonzero,
    positive,
    shaped,
    shown,
    together,
)
from marginlib.kinds import one_kind
from marginlib.partition import Partition
from marginlib.risk import Risk
from marginlib.schedules import Lines, Schedule, worst_price, worst_requirement
from marginlib.triggers import HalfSpaces, price_with_fees

Prices = Mapping[str, Any]
Mode = Callable[["Book"], Partition]
Requirement = Callable[["Book", Partition, Prices], Any]


@dataclass(frozen=True)
class Legs:
    """Net exposure of each pool in each market, in the coordinate of the contract."""

    pool: np.ndarray
    market: np.ndarray
    size: np.ndarray
    cost: np.ndarray
    of_position: np.ndarray


@dataclass(frozen=True)
class State:
    """Legs at prices: equity of each pool; equity beside the leg, and need, of each leg; over time one row a time."""

    legs: Legs
    equity: np.ndarray
    equity_of_others: np.ndarray
    needs: np.ndarray


@dataclass(frozen=True)
class Book:
    """Positions as columns, with the collateral posted to each and the free collateral of each account.

    Args:
        market: market name of each position, shape (n,).
        size: signed sizes, shape (n,); base units (linear) or quote units (inverse).
        entry: entry prices, shape (n,).
        collateral: posted to each position, shape (n,), in settlement currency.
        schedules: maintenance schedule of each market.
        account: owner of each position, shape (n,); one owner where not given.
        free: collateral of each account that is posted to no position.
        conventions: how the venue states its rules.
        settled: profit (+) or loss (-) already realised on each position, shape (n,); none where not given.

    Raises:
        InvalidInput: columns of different length, zero size, bad price, negative collateral, NaN anywhere.
        UnknownName: a market without a schedule.

    >>> from marginlib.modes import cross
    >>> from marginlib.schedules import FlatRate
    >>> flat = FlatRate(0.005)
    >>> book = Book(["BTC", "ETH"], [10.0, -5.0], [100.0, 100.0], [100.0, 100.0], {"BTC": flat, "ETH": flat},
    ...             free={"": 200.0})
    >>> prices = {"BTC": 83.0, "ETH": 105.0}
    >>> [round(float(equity), 2) for equity in book.risk(cross, prices).equity]
    [205.0]
    >>> [round(float(price), 4) for price in book.liquidation_prices(cross, prices)]
    [63.0779, 144.4478]
    """

    market: Sequence[str] | np.ndarray
    size: Any
    entry: Any
    collateral: Any
    schedules: Mapping[str, Schedule]
    account: Sequence[str] | np.ndarray | None = None
    free: Mapping[str, Any] = field(default_factory=dict)
    conventions: Conventions = PLAIN
    settled: Any = None

    def __post_init__(self) -> None:
        instance("schedules", self.schedules, Mapping, "schedules by market, such as {'BTC': FlatRate(0.005)}")
        instance("free collateral", self.free, Mapping, "money by account, such as {'ada': 200.0}")
        alike(vars(self))
        market = named("market", [self.market] if isinstance(self.market, str) else self.market)
        account = named("account", [""] * len(market) if self.account is None else self.account)
        collateral = np.asarray(nonnegative("collateral", self.collateral))
        columns = {
            "market": market,
            "account": account,
            "size": np.asarray(nonzero("size", self.size)),
            "entry": np.asarray(positive("entry price", self.entry)),
            "collateral": collateral,
            "settled": np.asarray(finite("settled profit", 0 * collateral if self.settled is None else self.settled)),
        }
        for owner, money in self.free.items():
            nonnegative(f"free collateral of account {owner!r}", money)
        instance("conventions", self.conventions, Conventions, "Conventions of a venue")
        known("schedule of market", dict.fromkeys(market.ravel().tolist()), self.schedules)
        for name, schedule in self.schedules.items():
            instance(f"schedule of {name}", schedule, Schedule, "a schedule, such as FlatRate(0.005)")
        for name, column in columns.items():
            object.__setattr__(self, name, shaped(f"column {name}", column, market.shape, "one for each position"))

    @cached_property
    def accounts(self) -> np.ndarray:
        """Names of the accounts, sorted, shape (accounts,)."""
        return np.unique(np.concatenate([np.asarray(self.account), np.array(list(self.free), dtype=str)]))

    @cached_property
    def owner(self) -> np.ndarray:
        """Index into `accounts` of each position, shape (n,)."""
        return np.searchsorted(self.accounts, np.asarray(self.account))

    def partition(self, mode: Mode) -> Partition:
        """The pool of each position and of each account's free collateral under `mode`.

        Raises InvalidInput where a name stands for the mode.
        """
        instance("mode", mode, Callable, "a function: isolated, cross or basket([...])")
        return instance("what the mode returns", mode(self), Partition, "a Partition of the book")  # type: ignore[no-any-return]

    def legs(self, partition: Partition) -> Legs:
        """The positions netted by pool and market; what nets to no more than a rounding error nets to nothing."""
        names = np.array(list(self.schedules), dtype=str)
        order = np.argsort(names)
        market = order[np.searchsorted(names, np.asarray(self.market), sorter=order)]
        keys, of_position = np.unique(partition.positions * len(names) + market, return_inverse=True)
        each = self.conventions.exposure(np.asarray(self.size))
        size, cost = (
            totals(column, of_position, len(keys))
            for column in (each, together("size and entry", mul, each, self.conventions.coordinate(self.entry)))
        )
        if len(keys) < len(each):
            size = netted(size, totals(abs(each), of_position, len(keys)), np.bincount(of_position))
        pool, market = divmod(keys, max(len(names), 1))
        return Legs(pool, market, size, cost, of_position)

    def money(self, partition: Partition) -> np.ndarray:
        """Collateral, settled profit and free collateral of each pool, shape (pools,)."""
        none = 0 * np.asarray(self.size)[:1].sum()  # of the kind of number that the book is written in
        free = np.array([self.free.get(name, none) for name in self.accounts.tolist()], dtype=self._dtype)
        posted = np.asarray(together("collateral and settled profit", add, self.collateral, self.settled))
        kept = totals(posted, partition.positions, partition.count)
        return np.asarray(together("posted and free", add, kept, totals(free, partition.free, partition.count)))

    def coordinates(self, prices: Prices) -> np.ndarray:
        """Prices in the order of `schedules`, in the coordinate of the contract, shape (markets,).

        Prices that are columns over time, all of one shape (times,), give the shape (times, markets).
        """
        if not hasattr(prices, "keys"):
            raise InvalidInput(
                f"prices are {shown(prices)}, but they must be named by market, such as {{'BTC': 100.0}}"
            )
        known("price for market", self.schedules, prices)
        for price in (prices[name] for name in self.schedules):
            positive("price", np.asarray(price) if hasattr(price, "dtype") else price)
        try:
            row = np.array([prices[name] for name in self.schedules], dtype=self._dtype).T
        except ValueError:
            raise InvalidInput("prices must all be numbers, or all be columns over time of one length") from None
        return np.asarray(self.conventions.coordinate(positive("price", row)))  # a column among numbers is no price

    @one_kind
    def risk(self, mode: Mode, prices: Prices, requirement: Requirement | None = None, initial: Any = 1) -> Risk:
        """Equity and requirement of each pool of `mode` at `prices`, shape (pools,).

        Prices may be columns over time, shape (times,): the answer then has the shape (times, pools). `requirement`
        replaces the schedules (see `marginlib.requirements`; a scan takes one row of prices); `initial` is the initial
        requirement as a multiple of maintenance.
        """
        partition = self.partition(mode)
        state = self.state(partition, prices)
        instance("requirement", requirement, (Callable, NoneType), "a function, such as scanned({'BTC': [-0.1, 0.1]})")
        needs = (
            finite("requirement", requirement(self, partition, prices))
            if requirement
            else totals(state.needs, state.legs.pool, partition.count)
        )
        return Risk(state.equity, needs * positive("initial multiple", initial), needs)

    def liquidatable(self, mode: Mode, prices: Prices) -> Any:
        """Whether the venue liquidates each pool of `mode` at `prices`, by its trigger; shape as in `risk`."""
        risk = self.risk(mode, prices)
        return self.conventions.liquidatable(risk.equity, risk.maintenance)

    def liquidation_prices(self, mode: Mode, prices: Prices) -> np.ndarray:
        """Conditional liquidation price of each position: that of its leg while all other prices stay, shape (n,).

        Of a leg that nets to nothing there is none, and the answer is NaN.
        """
        partition = self.partition(mode)
        state = self.state(partition, prices)
        legs = state.legs
        needs = totals(state.needs, legs.pool, partition.count).take(legs.pool, axis=-1)
        wallet = state.equity_of_others - needs + state.needs
        found = np.full(wallet.shape, float("nan"), dtype=self._dtype)
        for chosen, size, entry, lines in self._applied(legs, state.equity_of_others):
            found.T[chosen] = worst_price(lines, wallet.take(chosen, axis=-1), size, entry).T
        if self.conventions.fee == "bankruptcy":
            self._price_fees(partition, prices, state, found)
        found = self.conventions.printed(
            np.asarray(self.conventions.coordinate(found)), self.conventions.exposure(legs.size)
        )
        return np.asarray(found.take(legs.of_position, axis=-1))

    def _price_fees(self, partition: Partition, prices: Prices, state: State, found: np.ndarray) -> None:
        """Put right the prices `found` of legs in pools of several, where the fees of the others move with them."""
        legs, c = state.legs, replace(self.conventions, fee="none")
        needs = replace(self, conventions=c).state(partition, prices).needs
        values = abs(legs.size) * self.coordinates(prices).take(legs.market, axis=-1)
        for chosen, sizes, entries, _ in self._applied(legs, state.equity_of_others):
            for leg, size, entry in zip(chosen, sizes, entries, strict=True):
                mates = np.flatnonzero((legs.pool == legs.pool[leg]) & (legs.size != 0))
                mates = mates[mates != leg]
                lines = c.applied(list(self.schedules.values())[legs.market[leg]], size, entry, 0).lines(size)
                for row in np.ndindex(found.shape[:-1] if mates.size else 0):
                    fixed = needs[row][mates].sum() + state.needs[row][leg] - needs[row][leg]
                    money = state.equity_of_others[row][leg] - legs.cost[leg]
                    others = list(zip(values[row][mates], sign(legs.size[mates]), strict=True))
                    found[row][leg] = price_with_fees(size, money, fixed, lines, c.taker_fee, others)

    def half_spaces(self, mode: Mode) -> HalfSpaces:
        """The safe prices of each pool, for schedules with one line: ``normals @ prices >= offsets``.

        Raises InvalidInput where a pool has no single one: a schedule has several lines, which gives an intersection of
        half-spaces, or a fee is charged at a bankruptcy price, which moves with the prices of other markets.
        """
        partition = self.partition(mode)
        legs = self.legs(partition)
        normals = np.zeros((partition.count, len(self.schedules)), dtype=self._dtype)
        amounts = np.zeros(legs.size.shape, dtype=self._dtype)
        for chosen, size, _, lines in self._applied(legs, 0 * legs.size):
            if len(lines) > 1 or self.conventions.fee == "bankruptcy":
                raise InvalidInput(
                    f"{f'{len(lines)} tiers give' if len(lines) > 1 else 'the fee at bankruptcy gives'} no single "
                    "half-space; use risk()"
                )
            ((rate, amounts[chosen]),) = lines
            normals[legs.pool[chosen], legs.market[chosen]] = size - rate * abs(size)
        offsets = totals(legs.cost - amounts, legs.pool, partition.count) - self.money(partition)
        return HalfSpaces(tuple(self.schedules), normals, offsets)

    def _applied(self, legs: Legs, beside: np.ndarray) -> Iterator[tuple[np.ndarray, Any, Any, Lines]]:
        """Of each market the legs that net to something: their indices, size, entry, and the lines in force.

        `beside` is the equity beside each leg.
        """
        exposed = legs.size != 0
        for code, schedule in enumerate(self.schedules.values()):
            (chosen,) = np.nonzero((legs.market == code) & exposed)
            if chosen.size:
                size, others = legs.size[chosen], beside.take(chosen, axis=-1)
                entry = legs.cost[chosen] / size
                yield chosen, size, entry, self.conventions.applied(schedule, size, entry, others).lines(size)

    def state(
        self, partition: Partition, prices: Prices, legs: Legs | None = None, money: np.ndarray | None = None
    ) -> State:
        """Legs of each pool at `prices`, with the equity of the pools and what each leg needs.

        `legs` and `money` replace those of the book: a liquidation looks at what is left of them.
        """
        legs = legs or self.legs(partition)
        at = self.coordinates(prices).take(legs.market, axis=-1)
        profit = together("sizes and prices", lambda: legs.size * at - legs.cost)
        money = self.money(partition) if money is None else money
        equity = together("money and profit", add, money, totals(profit, legs.pool, partition.count))
        others = equity.take(legs.pool, axis=-1) - profit
        needs = np.zeros(profit.shape, dtype=legs.size.dtype)
        for chosen, size, _, lines in self._applied(legs, others):
            needs.T[chosen] = together(
                "sizes and rates", worst_requirement, lines, formulas.notional(size, at.take(chosen, axis=-1))
            ).T
        return State(legs, equity, others, needs)

    @property
    def _dtype(self) -> Any:
        return np.result_type(np.asarray(self.size), float)


def named(name: str, values: Any) -> np.ndarray:
    """A column of names as an array."""
    found = np.asarray(values, dtype=None if hasattr(values, "dtype") else object)
    for each in found.ravel() if found.dtype.kind != "U" else ():  # an array of text needs no look at each
        instance(name, each, str, "a name, in quotes")
    return np.atleast_1d(found).astype(str)


def totals(values: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """Sum of `values` in each of `count` groups, along the last axis; exact for Fractions and Decimals."""
    totals = np.zeros((*values.shape[:-1], count), dtype=values.dtype if values.dtype == object else float)
    np.add.at(totals.T, groups, values.T)
    return totals
