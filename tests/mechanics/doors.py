"""Good calls of the public mechanics, one argument of which a test spoils, and the values that spoil it.

Formulas are left out, those of loans too: they state what a textbook states and check nothing. Records that only carry
results are left out too, since nobody hands them in.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from marginlib import agents, cascade, contagion, lending, liquidation, oracle, paths, probability, sizing
from marginlib.book import Book
from marginlib.cascade import TriggerIndex
from marginlib.conventions import Conventions
from marginlib.market import Market
from marginlib.modes import cross, isolated
from marginlib.passage import deviations, ends, ladder, touch
from marginlib.position import Position
from marginlib.probability import Motion, Sampling
from marginlib.requirements import scanned, tabled
from marginlib.schedules import (
    ContinuousRate,
    FlatRate,
    Haircuts,
    MarginalTiers,
    OpenInterestScaled,
    StepTiers,
)
from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import Parameters
from marginlib.walk import closing_lines, looks, walk


class Door(NamedTuple):
    """A call that works, and its arguments."""

    call: Callable[..., object]
    given: dict[str, Any]

    @property
    def name(self) -> str:
        """Where it stands."""
        return f"{self.call.__module__}.{self.call.__qualname__}"


HOSTILE: dict[str, Any] = {
    "complex": 1 + 2j,
    "huge": 10**400,
    "unwritable": 10**5000,
    "bytes": b"100",
    "true": True,
    "full-width": "\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT ZERO}",
    "text": "100",
    "none": None,
    "nan": float("nan"),
    "infinite": float("inf"),
    "negative": -1.0,
    "zero": 0,
    "decimal nan": Decimal("NaN"),
    "fraction": Fraction(1, 3),
    "uneven": [[1.0, 2.0], [3.0]],
    "objects": np.array([1.0, None], dtype=object),
    "set": {1.0},
    "other record": FlatRate(0.01),
    "dates": pd.Timestamp("2025-10-10"),
    "function": lambda *_: None,
    "dict": {"DOGE": 1.0},
    "unhashable": [["BTC"]],
    "column of truth": np.array([True, False]),
}
UNLIKE: dict[str, Any] = {
    "of another kind": Decimal(5),
    "a list": [1.0, 2.0, 3.0],
    "a column": np.array([1.0, 2.0, 3.0]),
    "a column of Decimals": np.array([Decimal(1), Decimal(2)]),
    "a column of another kind": pd.Series([Fraction(1), Fraction(2), Fraction(3)]),
}

FLAT: Any = FlatRate(0.005)
MARKETS = {"BTC": FLAT, "ETH": FLAT}
PRICES = {"BTC": 100.0, "ETH": 100.0}
BOOK = Book(["BTC", "ETH"], [10.0, -5.0], [100.0] * 2, [100.0] * 2, MARKETS)
WEEK = Motion(0.8, 7 / 365, correlation=0.5)
FEW = Sampling(draws=64)
PATH = np.array([[100.0, 100.0], [88.0, 97.0]])
SPACES, SIZES = cascade.exposures(BOOK, isolated)
LIQUIDATIONS = sizing.Liquidations(BOOK, PRICES, [0.8, 0.9], 7 / 365)
LONG = Position(10.0, 100.0, 100.0, FLAT)
EXCHANGE = agents.Exchange(MARKETS, cross)
ACCOUNT = agents.Account({"BTC": agents.Holding(10.0, 100.0, 100.0)}, 300.0)


def impact(closed: Any) -> Any:
    """A market that moves a hundredth for a unit."""
    return 0.01 * closed


def _stepped(book: Any, rules: Any, prices: Any, fund: Any, liquidity: Any, reserved: Any, mode: Any) -> object:
    return list(liquidation.steps(book, mode, prices, rules, fund, liquidity=liquidity, reserved=reserved))


def _along(book: Any, rules: Any, path: Any, fund: Any, liquidity: Any, mode: Any) -> object:
    return list(liquidation.along(book, mode, path, rules, fund, liquidity=liquidity))


def _risk(price: Any) -> object:
    return BOOK.risk(cross, {"BTC": price, "ETH": price})


def _hit(prices: Any, size: Any, price: Any) -> object:
    return TriggerIndex(prices, size).hit(price)


def _shock(prices: Any, sizes: Any, impact: Any, price: Any) -> object:
    return cascade.Ladder(prices, sizes, impact).shock(price)


def _owed(collateral: Any, entry: Any, price: Any) -> object:
    fallen = cascade.Ladder([95.0, 94.0], [1.0, 1.0], impact)
    return fallen.rounds(price), fallen.bad_debt(collateral, entry, price)


def _scanned(shocks: Any) -> object:
    return BOOK.risk(cross, PRICES, scanned(shocks))


def _tabled(gains: Any) -> object:
    return BOOK.risk(cross, PRICES, tabled(gains))


def _spiral(collateral: Any, debt: Any, threshold: Any, bonus: Any, share: Any) -> object:
    return list(zip(range(50), lending.spiral(lending.Loan(collateral, debt), threshold, bonus, share), strict=False))


def _mixed(values: Any, weights: Any, debt: Any) -> object:
    loan = lending.MixedLoan(values, weights, debt)
    return loan.counted, loan.health, loan.to_value


def _taken(place: Any, repaid: Any, bonus: Any) -> object:
    return lending.MixedLoan((600.0, 600.0), (0.93, 0.5), 900.0).taken(place, repaid, bonus)


def _repaid(amount: Any, bonus: Any) -> object:
    return lending.Loan(100.0, 90.0).repaid(amount, bonus)


def _filled(price: Any, levels: Any, sizes: Any, liquidity: Any, size: Any) -> object:
    return Market(price, levels, sizes, liquidity).fill(size)


def _vault(amount: Any, price: Any, lots: Any, margin: Any, seconds: Any, owner: Any, market: Any) -> object:
    vault = Ledger(now=100)
    vault.deposit(owner, amount)
    vault.mark("oracle", market, price)
    vault.open(owner, market, lots, margin)
    vault.add_margin(owner, market, 1)
    vault.wait(seconds)
    return vault


DOORS = (
    Door(FlatRate, {"rate": 0.005}),
    Door(MarginalTiers, {"floors": (0, 100), "rates": (0.01, 0.02), "amounts": (0, 1)}),
    Door(StepTiers, {"caps": (100, 200), "rates": (0.01, 0.02, 0.03), "unit": "size"}),
    Door(ContinuousRate, {"base": 0.01, "per_unit": 0.001}),
    Door(Haircuts, {"asset": 0.1, "liability": 0.1}),
    Door(OpenInterestScaled, {"rate": 0.01, "open_interest": 50, "lower": 10, "upper": 100, "fraction": 1}),
    Door(
        Conventions,
        {"contract": "linear", "maintenance_on": "mark", "fee": "none", "taker_fee": 0, "trigger": "strict", "tick": 0},
    ),
    Door(
        Position,
        {"size": 10.0, "entry": 100.0, "collateral": 100.0, "schedule": FLAT, "conventions": Conventions()},
    ),
    Door(LONG.liquidatable, {"price": 95.0}),
    Door(
        Book,
        {
            "market": ["BTC", "ETH"],
            "size": [10.0, -5.0],
            "entry": [100.0, 100.0],
            "collateral": [100.0, 100.0],
            "schedules": MARKETS,
            "account": ["ada", "ada"],
            "free": {"": 10.0},
            "conventions": Conventions(),
            "settled": [0.0, 0.0],
        },
    ),
    Door(
        BOOK.risk, {"mode": cross, "prices": PRICES, "requirement": scanned({"BTC": [0.1], "ETH": [0.1]}), "initial": 2}
    ),
    Door(_risk, {"price": 100.0}),
    Door(_risk, {"price": np.array([100.0, 90.0])}),
    Door(BOOK.liquidation_prices, {"mode": cross, "prices": PRICES}),
    Door(BOOK.partition, {"mode": cross}),
    Door(_scanned, {"shocks": {"BTC": [0.1], "ETH": [0.1]}}),
    Door(_tabled, {"gains": {"BTC": [0.1], "ETH": [0.1]}}),
    Door(walk, {"book": BOOK, "mode": cross, "path": PATH, "times": [0.0, 1.0]}),
    Door(closing_lines, {"book": BOOK, "mode": cross, "path": PATH}),
    Door(looks, {"book": BOOK, "path": PATH}),
    Door(deviations, {"spot": 100.0, "barrier": 90.0, "volatility": 0.8, "years": 0.02}),
    Door(ends, {"spot": 100.0, "barrier": 90.0, "level": 95.0, "volatility": 0.8, "years": 0.02, "drift": 0.0}),
    Door(
        ladder,
        {
            "spot": 100.0,
            "barrier": 90.0,
            "volatility": 0.8,
            "years": 0.02,
            "looks": 4,
            "jumps": paths.Jumps(10.0, -0.1, 0.1),
            "bankruptcy": 85.0,
            "drift": 0.0,
        },
    ),
    Door(touch, {"spot": 100.0, "barrier": 90.0, "volatility": 0.8, "years": 0.02, "drift": 0.0, "every": 0.001}),
    Door(Motion, {"volatility": 0.8, "years": 0.02, "correlation": 0.5, "drift": 0.0, "jumps": None}),
    Door(Sampling, {"draws": 64, "steps": 4, "seed": 1}),
    Door(paths.Jumps, {"rate": 10.0, "mean": -0.1, "deviation": 0.1}),
    Door(paths.gbm, {"spot": 100.0, "volatility": 0.8, "years": 1.0, "steps": 2, "count": 2, "seed": 1}),
    Door(paths.stress_day, {"name": "2020-03-12", "seed": 0}),
    Door(probability.fates, {"book": BOOK, "modes": {"c": cross}, "prices": PRICES, "motion": WEEK, "sampling": FEW}),
    Door(probability.distance, {"book": BOOK, "mode": isolated, "prices": PRICES, "motion": WEEK}),
    Door(probability.expected_exposure, {"members": 5, "classes": 2, "cleared": 1}),
    Door(probability.members_for_clearing, {"classes": 2}),
    Door(sizing.Liquidations, {"book": BOOK, "prices": PRICES, "volatility": [0.8, 0.9], "years": 0.02, "drift": 0.0}),
    Door(sizing.allocate, {"budget": 100.0, "liquidations": LIQUIDATIONS, "rule": "risk parity", "least": 0.0}),
    Door(sizing.efficiency, {"budget": 100.0, "liquidations": LIQUIDATIONS, "rule": "risk parity"}),
    Door(sizing.expected_shortfall, {"position": LONG, "share": 0.05, "volatility": 0.8, "years": 0.02}),
    Door(sizing.fixed_fractional, {"equity": 1e3, "risk": 0.01, "entry": 100.0, "stop": 95.0, "liquidation": 90.0}),
    Door(sizing.leverage_for, {"probability": 0.05, "volatility": 0.8, "years": 0.02, "rate": 0.005}),
    Door(sizing.loses_more, {"position": LONG, "loss": 50.0, "volatility": 0.8, "years": 0.02}),
    Door(sizing.volatility_target, {"target": 0.2, "volatility": 0.8}),
    Door(_hit, {"prices": np.array([90.0, 95.0]), "size": np.array([1.0, 1.0]), "price": 94.0}),
    Door(_shock, {"prices": [95.0, 94.0], "sizes": [1.0, 1.0], "impact": impact, "price": 94.9}),
    Door(cascade.leaving_impact, {"slope": 0.025, "half": 10.0}),
    Door(cascade.critical_shock, {"ratio": 0.5, "half": 10.0}),
    Door(_owed, {"collateral": [5.0, 6.0], "entry": [100.0, 99.0], "price": 90.0}),
    Door(cascade.cascade, {"spaces": SPACES, "sizes": SIZES, "prices": [85.0, 100.0], "impact": impact}),
    Door(_spiral, {"collateral": 100.0, "debt": 90.0, "threshold": 0.8, "bonus": 0.05, "share": 0.5}),
    Door(_mixed, {"values": [600.0, 600.0], "weights": [0.93, 0.5], "debt": 900.0}),
    Door(_taken, {"place": 1, "repaid": 100.0, "bonus": 0.05}),
    Door(_repaid, {"amount": 10.0, "bonus": 0.05}),
    Door(
        lending.lenders_lose,
        {"bad_debt": np.array([5.0, 0.0]), "supplied": np.array([9.0, 1.0]), "pool": np.array([0, 0])},
    ),
    Door(
        contagion.clearing_vector,
        {"liabilities": [[0.0, 5.0], [0.0, 0.0]], "external_assets": [3.0, 1.0], "recovery_assets": 0.9},
    ),
    Door(contagion.blast_radius, {"liabilities": [[0.0, 5.0], [0.0, 0.0]], "external_assets": [3.0, 1.0], "of": [0]}),
    Door(contagion.unpaid, {"liabilities": [[0.0, 5.0], [0.0, 0.0]], "payments": [3.0, 0.0]}),
    *(
        Door(call, {"liabilities": [[0.0, 5.0], [0.0, 0.0]], "external_assets": [3.0, 1.0], "payments": [3.0, 0.0]})
        for call in (contagion.left, contagion.burnt)
    ),
    Door(
        contagion.fire_sale,
        {"liabilities": [[0.0, 5.0], [0.0, 0.0]], "cash": [3.0, 1.0], "units": [1.0, 1.0], "impact": 0.1},
    ),
    Door(
        contagion.debt_rank,
        {"exposures": [[0.0, 1.0], [0.0, 0.0]], "equity": [2.0, 2.0], "initial_losses": [0.5, 0.0]},
    ),
    Door(
        contagion.settlement,
        {"book": BOOK, "mode": isolated, "prices": PRICES, "fund_of": {"BTC": "f", "ETH": "f"}, "funds": {"f": 1.0}},
    ),
    Door(liquidation.Share, {"share": 0.5, "above": 10, "at_least": 0, "at_most": 100, "down_to": 0.5}),
    Door(liquidation.JustEnough, {"buffer": 0.01, "liquidator_fee": 0.01, "fund_fee": 0.01}),
    Door(liquidation.Discount, {"rate": 0.01}),
    Door(liquidation.Fillable, {"adjustment": 1, "spread": 0.1}),
    Door(liquidation.Disposal, {"fraction": 0.5, "full": 10, "at_most": 100}),
    Door(
        liquidation.Rules,
        {
            "title": "t",
            "source": "s",
            "part": liquidation.Share(),
            "fill": liquidation.Discount(),
            "fee": 0,
            "takeover": 0,
            "disposal": liquidation.Disposal(),
        },
    ),
    Door(liquidation.venue_rules, {"name": "takeover"}),
    Door(
        _stepped,
        {
            "book": BOOK,
            "rules": liquidation.venue_rules("takeover"),
            "prices": {"BTC": 88.0, "ETH": 100.0},
            "fund": 5.0,
            "liquidity": {"BTC": 1.0},
            "reserved": {"ada": 1.0},
            "mode": isolated,
        },
    ),
    Door(
        _along,
        {
            "book": BOOK,
            "rules": liquidation.venue_rules("takeover"),
            "path": PATH,
            "fund": 5.0,
            "liquidity": {"BTC": 1.0},
            "mode": isolated,
        },
    ),
    Door(_filled, {"price": 100.0, "levels": [101.0], "sizes": [2.0], "liquidity": 10.0, "size": 1.0}),
    Door(oracle.index, {"prices": [1.0, 2.0, 3.0], "ages": 0.0, "oldest": 5.0, "furthest": 0.5, "least": 3}),
    Door(oracle.twap, {"prices": [1.0, 2.0, 3.0], "window": 2}),
    Door(oracle.mark, {"index": 100.0, "last": 101.0, "impact_mid": 100.5, "band": 0.01}),
    Door(oracle.Guard, {"volatile": 5.0, "uncertain": 0.02, "stale_for_margin": 120, "stale_for_amm": 10}),
    Door(oracle.manipulation, {"size": 10.0, "entry": 100.0, "pushed": 200.0, "stake": 10.0, "reachable": 50.0}),
    Door(oracle.within_band, {"price": 100.0, "reference": 101.0, "band": 0.05}),
    Door(oracle.withdrawals_open, {"equity": 100.0, "withdrawn": 10.0, "deposits": 10.0, "share": 0.5}),
    Door(agents.Account, {"holdings": {"BTC": agents.Holding(10.0, 100.0, 100.0)}, "wallet": 300.0}),
    Door(agents.Exchange, {"schedules": MARKETS, "mode": cross, "fee": 0.0005}),
    Door(agents.top_up, {"at": 5.0, "to": 10.0}),
    Door(agents.cut, {"at": 5.0, "to": 10.0}),
    Door(agents.hedge, {"market": "ETH", "at": 5.0, "share": 0.5}),
    Door(agents.shift, {"at": 5.0}),
    Door(
        agents.run,
        {"manager": agents.do_nothing, "account": ACCOUNT, "path": PATH, "exchange": EXCHANGE},
    ),
    Door(Parameters, {"initial": 100_000, "maintenance": 50_000, "fee": 10_000, "reward": 200_000, "step": 250_000}),
    Door(
        _vault,
        {
            "amount": 900,
            "price": 1_000,
            "lots": 1_000,
            "margin": 500,
            "seconds": 5,
            "owner": "ada",
            "market": "BTC",
        },
    ),
)
