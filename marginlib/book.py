"""A book of positions, and margin modes as partitions of it into pools.

A mode is a function from a book to a `Partition`: it says which pool each position belongs to and which pool each
account's free collateral belongs to. Nothing else about a mode exists. A pool is healthy or liquidated as one and
loses at most what it holds. Inside a pool the positions of one market are netted into one *leg*.

All columns may be float arrays or object arrays of Fractions or Decimals; the same code serves both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from marginlib import formulas
from marginlib.conventions import PLAIN, Conventions
from marginlib.errors import InvalidInput, UnknownName, finite, nonnegative, nonzero, positive
from marginlib.modes import Partition
from marginlib.risk import Risk
from marginlib.schedules import Schedule, worst_price, worst_requirement
from marginlib.triggers import HalfSpaces

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
    """Legs at a row of prices: equity of each pool; equity beside the leg, and need, of each leg."""

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
        market = np.asarray(self.market, dtype=str)
        account = np.asarray(self.account if self.account is not None else [""] * len(market), dtype=str)
        columns = {name: np.asarray(getattr(self, name)) for name in ("size", "entry", "collateral")}
        settled = self.settled if self.settled is not None else np.zeros_like(columns["collateral"])
        columns["settled"] = np.asarray(settled)
        for name, column in {"account": account, **columns}.items():
            if column.shape != market.shape:
                message = (
                    f"column {name} has shape {column.shape}, but there are {len(market)} positions; give one each"
                )
                raise InvalidInput(message)
        nonzero("size", columns["size"])
        positive("entry price", columns["entry"])
        nonnegative("collateral", columns["collateral"])
        finite("settled profit", columns["settled"])
        for owner, money in self.free.items():
            nonnegative(f"free collateral of account {owner!r}", money)
        missing = sorted(set(market.tolist()) - set(self.schedules))
        if missing:
            message = (
                f"market {missing[0]!r} has no schedule; add it to schedules, which has {', '.join(self.schedules)}"
            )
            raise UnknownName(message)
        for name, column in {"market": market, "account": account, **columns}.items():
            object.__setattr__(self, name, column)

    @cached_property
    def accounts(self) -> np.ndarray:
        """Names of the accounts, sorted, shape (accounts,)."""
        return np.unique(np.concatenate([np.asarray(self.account), np.array(list(self.free), dtype=str)]))

    @cached_property
    def owner(self) -> np.ndarray:
        """Index into `accounts` of each position, shape (n,)."""
        return np.searchsorted(self.accounts, np.asarray(self.account))

    def legs(self, partition: Partition) -> Legs:
        """The positions netted by pool and market."""
        names = list(self.schedules)
        code = np.array([names.index(name) for name in np.unique(np.asarray(self.market))], dtype=np.intp)
        market = code[np.unique(np.asarray(self.market), return_inverse=True)[1]]
        keys, of_position = np.unique(partition.positions * len(names) + market, return_inverse=True)
        exposure = self.conventions.exposure(np.asarray(self.size))
        cost = exposure * self.conventions.coordinate(np.asarray(self.entry))
        return Legs(
            keys // max(len(names), 1),
            keys % max(len(names), 1),
            totals(exposure, of_position, len(keys)),
            totals(cost, of_position, len(keys)),
            of_position,
        )

    def money(self, partition: Partition) -> np.ndarray:
        """Collateral, settled profit and free collateral of each pool, shape (pools,)."""
        free = np.array([self.free.get(name, 0 * self._one) for name in self.accounts.tolist()], dtype=self._dtype)
        posted = totals(np.asarray(self.collateral + self.settled), partition.positions, partition.count)
        money: np.ndarray = posted + totals(free, partition.free, partition.count)
        return money

    def coordinates(self, prices: Prices) -> np.ndarray:
        """Prices in the order of `schedules`, in the coordinate of the contract, shape (markets,)."""
        missing = [name for name in self.schedules if name not in prices]
        if missing:
            message = f"there is no price for market {missing[0]!r}; prices has {', '.join(prices) or 'nothing'}"
            raise UnknownName(message)
        row = np.array([prices[name] for name in self.schedules], dtype=self._dtype)
        return np.asarray(self.conventions.coordinate(positive("price", row)))

    def risk(self, mode: Mode, prices: Prices, requirement: Requirement | None = None, initial: Any = 1) -> Risk:
        """Equity and requirement of each pool of `mode` at `prices`, shape (pools,).

        `requirement` replaces the schedules (see `marginlib.requirements`); `initial` is the initial requirement as a
        multiple of maintenance.
        """
        partition = mode(self)
        state = self.state(partition, prices)
        needs = (
            requirement(self, partition, prices)
            if requirement
            else totals(state.needs, state.legs.pool, partition.count)
        )
        return Risk(state.equity, needs * initial, needs)

    def liquidatable(self, mode: Mode, prices: Prices) -> Any:
        """Whether the venue liquidates each pool of `mode` at `prices`, by its trigger; shape (pools,)."""
        risk = self.risk(mode, prices)
        return self.conventions.liquidatable(risk.equity, risk.maintenance)

    def liquidation_prices(self, mode: Mode, prices: Prices) -> np.ndarray:
        """Conditional liquidation price of each position: that of its leg while all other prices stay, shape (n,).

        Of a leg that nets to nothing there is none, and the answer is NaN.
        """
        partition = mode(self)
        state = self.state(partition, prices)
        legs = state.legs
        wallet = state.equity_of_others - totals(state.needs, legs.pool, partition.count)[legs.pool] + state.needs
        found = np.full(legs.size.shape, float("nan"), dtype=self._dtype)
        for schedule, chosen in self._by_schedule(legs):
            size, entry = legs.size[chosen], legs.cost[chosen] / legs.size[chosen]
            lines = self.conventions.lines(schedule, size, entry, state.equity_of_others[chosen])
            price = self.conventions.coordinate(worst_price(lines, wallet[chosen], size, entry))
            found[chosen] = self.conventions.rounded(price, self.conventions.exposure(size))
        prices_of_positions: np.ndarray = found[legs.of_position]
        return prices_of_positions

    def half_spaces(self, mode: Mode) -> HalfSpaces:
        """The safe prices of each pool, for schedules with one line: ``normals @ prices >= offsets``.

        Raises InvalidInput where a schedule has several lines: the safe set is then an intersection of half-spaces.
        """
        partition = mode(self)
        legs = self.legs(partition)
        normals = np.zeros((partition.count, len(self.schedules)), dtype=self._dtype)
        for schedule, chosen in self._by_schedule(legs):
            lines = self.conventions.lines(schedule, legs.size[chosen], 0 * legs.size[chosen], 0 * legs.size[chosen])
            if len(lines) != 1:
                message = f"a schedule of {len(lines)} tiers gives no single half-space; use risk() at the prices"
                raise InvalidInput(message)
            ((rate, _),) = lines
            normals[legs.pool[chosen], legs.market[chosen]] = legs.size[chosen] - rate * abs(legs.size[chosen])
        offsets = totals(legs.cost, legs.pool, partition.count) - self.money(partition)
        return HalfSpaces(tuple(self.schedules), normals, offsets)

    def _by_schedule(self, legs: Legs) -> list[tuple[Schedule, np.ndarray]]:
        """Each market's schedule with the indices of its legs that net to something."""
        open_legs = legs.size != 0
        return [
            (schedule, np.flatnonzero((legs.market == code) & open_legs))
            for code, schedule in enumerate(self.schedules.values())
        ]

    def state(
        self, partition: Partition, prices: Prices, legs: Legs | None = None, money: np.ndarray | None = None
    ) -> State:
        """Legs of each pool at `prices`, with the equity of the pools and what each leg needs.

        `legs` and `money` replace those of the book: a liquidation looks at what is left of them.
        """
        legs = legs or self.legs(partition)
        at = self.coordinates(prices)[legs.market]
        profit = legs.size * at - legs.cost
        money = self.money(partition) if money is None else money
        equity = money + totals(profit, legs.pool, partition.count)
        others = equity[legs.pool] - profit
        needs = np.zeros(legs.size.shape, dtype=legs.size.dtype)
        for schedule, chosen in self._by_schedule(legs):
            size, entry = legs.size[chosen], legs.cost[chosen] / legs.size[chosen]
            lines = self.conventions.lines(schedule, size, entry, others[chosen])
            needs[chosen] = worst_requirement(lines, formulas.notional(size, at[chosen]))
        return State(legs, equity, others, needs)

    @property
    def _dtype(self) -> Any:
        return object if np.asarray(self.size).dtype == object else float

    @property
    def _one(self) -> Any:
        sizes = np.asarray(self.size)
        return sizes[0] / sizes[0] if sizes.size else 1.0


def totals(values: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """Sum of `values` in each of `count` groups; exact for Fractions and Decimals."""
    totals = np.zeros(count, dtype=values.dtype if values.dtype == object else float)
    np.add.at(totals, groups, values)
    return totals
