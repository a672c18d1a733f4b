"""Speed of a cascade against an agent model of the same rules and against a loop over rounds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from marginlib.cascade import Ladder, cascade
from marginlib.triggers import HalfSpaces
from tests.benchmarks.harness import interleaved, table

START = 100.0


def book(n: int, ratio: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Liquidation prices and sizes of `n` longs, and the slope that gives this branching ratio."""
    random = np.random.default_rng(1)
    return START * (1 - 0.5 * random.random(n)), np.ones(n), ratio / (n / (0.5 * START))


def in_rounds(prices: np.ndarray, sizes: np.ndarray, slope: float, shocked: float) -> tuple[int, float]:
    """Look at every account again after each round, until nothing falls."""
    price, before = shocked, -1
    while (fallen := prices > price).sum() != before:
        before = int(fallen.sum())
        price = shocked - slope * float(sizes[fallen].sum())
    return before, price


def test_a_cascade_against_mesa() -> None:
    """Sorting 100,000 accounts and following a shock is at least 150 times faster than a mesa model of the same rules.

    Near the critical point, where cascades are long: the branching ratio is 0.9. The model's agents exist before its
    clock starts, and are asked in a fixed order, the fastest way it has; the ladder is built anew each time.
    """
    mesa: Any = pytest.importorskip("mesa", reason="mesa is installed in its nox session only")
    n = 100_000
    prices, sizes, slope = book(n, 0.9)
    shocked = START - 2.0

    class Account(mesa.Agent):  # type: ignore[misc]
        """A long with its own liquidation price, which sells everything once the price is below it."""

        def __init__(self, model: Any, price: float, size: float) -> None:
            super().__init__(model)
            self.price, self.size, self.closed_in = price, size, 0

        def step(self) -> None:
            """Fall if the price of the round is below the liquidation price."""
            model = self.model
            if self.closed_in != model.run and model.price < self.price:
                self.closed_in = model.run
                model.sold += self.size

    class Venue(mesa.Model):  # type: ignore[misc]
        """One market with a linear impact; a round asks every account once."""

        def __init__(self) -> None:
            super().__init__(seed=1)
            self.run, self.price, self.sold = 0, START, 0.0
            Account.create_agents(self, n, prices.tolist(), sizes.tolist())

        def shock(self) -> tuple[float, float]:
            """Follow the shock to where nothing more falls."""
            self.run, self.price, self.sold, before = self.run + 1, shocked, 0.0, -1.0
            while self.sold != before:
                before = self.sold
                self.agents.do("step")
                self.price = shocked - slope * self.sold
            return self.sold, self.price

    venue = Venue()

    def ours() -> Any:
        return Ladder(prices, sizes, lambda closed: slope * closed).shock(shocked)

    assert ours()[1:] == pytest.approx(venue.shock())
    seconds = interleaved({"mesa": venue.shock, "ours": ours}, rounds=3)
    ratio = seconds["mesa"] / seconds["ours"]
    table(
        "A cascade of 100,000 accounts to its fixed point, mesa",
        {
            "mesa, milliseconds": f"{seconds['mesa'] * 1e3:.0f}",
            "ladder built and shocked, milliseconds": f"{seconds['ours'] * 1e3:.2f}",
            "times faster": f"{ratio:.0f}",
        },
    )
    assert ratio > 150


def test_one_more_shock_against_a_loop() -> None:
    """On 1,000,000 sorted accounts one more shock is at least 100,000 times faster than the loop over rounds."""
    n = 1_000_000
    prices, sizes, slope = book(n, 0.99)
    shocked = START - 0.2
    ladder = Ladder(prices, sizes, lambda closed: slope * closed)
    many = 20_000

    def shocks() -> None:
        for _ in range(many):
            ladder.shock(shocked)

    number, price = in_rounds(prices, sizes, slope, shocked)
    assert ladder.shock(shocked) == pytest.approx((number, number, price))
    seconds = interleaved(
        {
            "loop": lambda: in_rounds(prices, sizes, slope, shocked),
            "build": lambda: Ladder(prices, sizes, lambda closed: slope * closed),
            "shocks": shocks,
        },
        rounds=3,
    )
    shock = seconds["shocks"] / many
    table(
        "One more shock on 1,000,000 accounts, branching ratio 0.99",
        {
            "loop over rounds, milliseconds": f"{seconds['loop'] * 1e3:.0f}",
            "building the ladder, milliseconds": f"{seconds['build'] * 1e3:.0f}",
            "one shock, microseconds": f"{shock * 1e6:.2f}",
            "times faster than the loop": f"{seconds['loop'] / shock:,.0f}",
        },
    )
    assert seconds["loop"] / shock > 100_000


def test_several_markets_at_once() -> None:
    """1,000,000 cross pools in three markets reach their fixed point at 14 reads of all the data a round at most."""
    n = 1_000_000
    random = np.random.default_rng(2)
    sizes = random.choice([-1.0, 0.0, 1.0], (n, 3), p=[0.2, 0.3, 0.5]) * random.random((n, 3))
    money = abs(sizes).sum(axis=1) * START * random.uniform(0.02, 0.5, n)
    spaces = HalfSpaces(("A", "B", "C"), sizes - 0.005 * abs(sizes), sizes.sum(axis=1) * START - money)
    slope = 4e-5

    def follow() -> Any:
        return cascade(spaces, sizes, [97.0, 95.0, 99.0], lambda traded: slope * traded)

    end = follow()
    seconds = interleaved({"cascade": follow, "read": lambda: (spaces.normals.sum(), spaces.offsets.sum())}, rounds=5)
    reads = seconds["cascade"] / seconds["read"] / (len(end.rounds) + 1)
    table(
        "A cascade of 1,000,000 cross pools in three markets",
        {
            "rounds": f"{len(end.rounds)}",
            "fallen": f"{end.fallen.mean():.1%}",
            "milliseconds": f"{seconds['cascade'] * 1e3:.0f}",
            "reads of its data a round": f"{reads:.1f}",
        },
    )
    assert reads < 14
