"""Speed of liquidation prices against a peer's own function and against the memory of the machine."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from marginlib.book import Book
from marginlib.cascade import TriggerIndex
from marginlib.modes import cross
from marginlib.schedules import FlatRate, MarginalTiers
from tests.benchmarks.harness import interleaved, table

N = 1_000_000
FLOORS = (0.0, 50_000.0, 250_000.0, 1_000_000.0, 10_000_000.0)
RATES = (0.004, 0.005, 0.01, 0.025, 0.05)
TIERS = MarginalTiers(FLOORS, RATES)


@pytest.fixture(scope="module")
def columns() -> tuple[np.ndarray, ...]:
    """Collateral, size and entry of a million positions, half of them short."""
    random = np.random.default_rng(1)
    size = random.choice([-1.0, 1.0], N) * 10 ** random.uniform(-2, 3, N)
    entry = random.uniform(1e3, 5e4, N)
    return abs(size) * entry / random.uniform(1.5, 40, N), size, entry


def test_tiered_isolated_price_against_a_memory_pass(columns: tuple[np.ndarray, ...]) -> None:
    """A tiered isolated price costs at most 14 passes over its own data (sum of three columns into a fourth)."""
    collateral, size, entry = columns
    out = np.empty(N)

    def stream() -> None:
        np.add(collateral, size, out=out)
        np.add(out, entry, out=out)

    seconds = interleaved({"price": lambda: TIERS.liquidation_price(collateral, size, entry), "stream": stream})
    ratio = seconds["price"] / seconds["stream"]
    table(
        "Tiered isolated liquidation price, 1,000,000 positions, 5 tiers",
        {"nanoseconds a position": f"{seconds['price'] * 1e9 / N:.2f}", "memory passes": f"{ratio:.1f}"},
    )
    assert ratio < 14


def test_tiered_isolated_price_against_freqtrade(columns: tuple[np.ndarray, ...]) -> None:
    """At least 120 times faster a position than freqtrade's own function on the same tiers."""
    binance = pytest.importorskip("freqtrade.exchange.binance", reason="freqtrade is installed in its nox session only")
    enums = pytest.importorskip("freqtrade.enums")
    rows = [
        {"minNotional": floor, "maintenanceMarginRate": rate, "maintAmt": amount}
        for floor, rate, amount in zip(TIERS.floors, TIERS.rates, TIERS.amounts, strict=True)
    ]
    exchange = SimpleNamespace(
        margin_mode=enums.MarginMode.ISOLATED,
        trading_mode=enums.TradingMode.FUTURES,
        _config={"runmode": enums.RunMode.BACKTEST},
        _leverage_tiers={"BTC": rows},
        name="binance",
    )
    exchange.get_maintenance_ratio_and_amt = lambda pair, stake: binance.Binance.get_maintenance_ratio_and_amt(
        exchange, pair, stake
    )
    collateral, size, entry = columns
    some = 20_000
    lists = [column[:some].tolist() for column in (collateral, size, entry)]

    def peer() -> list[float]:
        price = binance.Binance.dry_run_liquidation_price
        return [
            price(exchange, "BTC", e, q < 0, abs(q), w, abs(q) * e / w, w, []) for w, q, e in zip(*lists, strict=True)
        ]

    seconds = interleaved({"ours": lambda: TIERS.liquidation_price(collateral, size, entry), "peer": peer}, rounds=9)
    ratio = (seconds["peer"] / some) / (seconds["ours"] / N)
    ours = TIERS.liquidation_price(collateral, size, entry)[:some]
    off = np.mean(abs(np.array(peer()) / ours - 1) > 1e-4)
    table(
        "Against freqtrade's own function, isolated",
        {
            "freqtrade, nanoseconds a position": f"{seconds['peer'] * 1e9 / some:.0f}",
            "times faster": f"{ratio:.0f}",
            "its prices off by more than one basis point": f"{off:.1%}",
        },
    )
    assert ratio > 120


def test_cross_check_of_five_legs_against_a_read() -> None:
    """Checking 1,000,000 pools of five legs at new prices costs at most 2 reads of the data."""
    random = np.random.default_rng(2)
    names = ("BTC", "ETH", "SOL", "BNB", "XRP")
    rates = np.array([0.004, 0.005, 0.01, 0.02, 0.025])
    size = random.normal(size=(N, 5))
    offsets = random.normal(size=N)
    small = 2_000
    book = Book(
        np.tile(names, small),
        size[:small].ravel(),
        np.full(small * 5, 100.0),
        np.full(small * 5, 10.0),
        dict(zip(names, map(FlatRate, rates.tolist()), strict=True)),
        np.repeat(np.arange(small).astype(str), 5),
    )
    spaces = book.half_spaces(cross)
    order = np.argsort(np.arange(small).astype(str))
    np.testing.assert_allclose(spaces.normals, (size - rates * abs(size))[order], rtol=1e-12)
    wide = type(spaces)(names, size - rates * abs(size), offsets)
    prices = random.uniform(50, 150, 5)
    seconds = interleaved({"check": lambda: wide.healthy(prices), "read": lambda: (wide.normals.sum(), offsets.sum())})
    ratio = seconds["check"] / seconds["read"]
    table(
        "Cross check of five legs, 1,000,000 pools",
        {"nanoseconds a pool": f"{seconds['check'] * 1e9 / N:.2f}", "reads of its data": f"{ratio:.2f}"},
    )
    assert ratio < 2


def test_a_tick_through_the_sorted_index() -> None:
    """A tick that closes nothing costs at least 100 times less than looking at all 500,000 positions."""
    random = np.random.default_rng(3)
    size = random.choice([-1.0, 1.0], 500_000)
    triggers = 100 * np.exp(-size * random.uniform(0.02, 0.5, 500_000))
    index = TriggerIndex(triggers, size)

    def every() -> np.ndarray:
        return np.flatnonzero(np.where(size > 0, triggers > 100.0, triggers < 100.0))

    def ticks() -> None:
        for _ in range(1_000):
            index.hit(100.0)

    seconds = interleaved({"all": every, "thousand ticks": ticks}, rounds=9)
    tick = seconds["thousand ticks"] / 1_000
    table(
        "A tick against 500,000 positions",
        {"microseconds": f"{tick * 1e6:.1f}", "times faster than a full check": f"{seconds['all'] / tick:.0f}"},
    )
    assert index.hit(100.0).size == every().size == 0
    assert seconds["all"] / tick > 100
