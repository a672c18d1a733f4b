"""Good calls of more of the public mechanics, as in `doors`: paths, markets, oracles, managers, enclaves, venues."""

from typing import Any

from marginlib import (
    agents,
    cascade,
    deadline,
    enclave,
    joint,
    keepers,
    lending,
    liquidation,
    market,
    oracle,
    readers,
    sizing,
    tournament,
    trades,
    venues,
    worlds,
)
from marginlib.modes import basket, cross, isolated
from marginlib.paths import correlation_root, extremes, merton, stress_day, stress_path, touches
from marginlib.probability import Motion, touch_with_jumps
from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import Compartment, Parameters
from tests.mechanics.doors import ACCOUNT, BOOK, EXCHANGE, FEW, FLAT, MARKETS, PATH, Door

DAY = stress_day("2020-03-12")
TERMS = venues.venue("binance-usdm-2026").market("BTC")
HEDGED = joint.hedged(BOOK)
LINEAR = BOOK.conventions
CALLED = {
    "holding": Compartment(1_000, 50_000, 5_000),
    "rules": Parameters(),
    "gas_price": 60.0,
    "coin": 3_000,
    "pools": (20_000, 500),
}
POSITIONS = [{"symbol": "BTC", "size": 1, "entryPrice": 100}]

ENTRY = {
    "alias": "ada",
    "source": "def wait(view):\n    return []\n",
    "measurement": "2a2e508c9096cb1c17a345fa32aeeda1cc2a5d4f9610fe79823025129f96cbab",
    "mode": "cross",
    "forecast": 0.74,
    "confidence": "likely",
    "version": "0.1.0",
}


def doubled(number: Any) -> Any:
    """A function whose source Python keeps."""
    return number + number


def _calls(size: Any, entry: Any, margin: Any, prices: Any, **given: Any) -> object:
    return list(keepers.calls(Compartment(size, entry, margin), prices, **given))


def _pools(labels: Any, free: Any) -> object:
    return BOOK.partition(basket(labels, free=free))


def _terms(name: Any, symbol: Any) -> object:
    return venues.venue(name).market(symbol)


def _stress(name: Any, follower: Any, seed: Any) -> object:
    return stress_path(name, follower, seed=seed)


def _met(candles: Any, line: Any, size: Any) -> object:
    return touches(candles, line, size)


def _allowed(action: Any, validity: Any) -> object:
    return oracle.allowed(action, validity)


def _key(text: Any) -> object:
    return enclave.public_key(text)


def _held(fills: Any, rate: Any, charges: Any, conventions: Any) -> object:
    return list(trades.held(fills, fee=rate, funding=charges, conventions=conventions))


def _filled(size: Any, price: Any) -> object:
    return list(trades.held([(size, price)]))


def _line(posted: Any, schedule: Any) -> object:
    return trades.Held(1.0, 100.0).line(posted, schedule)


def _joint(prices: Any, mode: Any) -> object:
    return HEDGED.lines(mode, prices)


def _measured(candles: Any) -> object:
    return readers.measured(BTC=candles)


def _written(cell: Any) -> object:
    row = {"symbol": "BTC", "side": "buy", "size": cell, "price": 100, "entryPrice": 100, "leverage": 5}
    held = readers.positions([row], {"BTC": FLAT}), readers.positions([{**row, "size": 1, "entryPrice": cell}], MARKETS)
    return held, readers.fills([row]), readers.tiers([{"symbol": "BTC", "cap": cell, "mmr": 0.01}])


def _charges(first: Any, last: Any, price: Any) -> object:
    return trades.Funding(0.0001).charges(first, last, price)


FURTHER_DOORS = (
    Door(_held, {"fills": [(1, 100.0), (-2, 90.0)], "rate": 0.001, "charges": [], "conventions": BOOK.conventions}),
    Door(_filled, {"size": 1.0, "price": 100.0}),
    Door(_line, {"posted": 10.0, "schedule": FLAT}),
    Door(_charges, {"first": "2024-03-01", "last": "2024-03-02", "price": 100.0}),
    Door(trades.Funding, {"rate": 0.0001, "hours": 8}),
    Door(joint.Joint, {"book": BOOK, "moves_with": {"BTC": "coin"}}),
    Door(joint.hedged, {"book": BOOK}),
    Door(_joint, {"prices": {"BTC": 100.0, "ETH": 90.0}, "mode": cross}),
    Door(HEDGED.prices, {"prices": {"BTC": 100.0, "ETH": 90.0}}),
    Door(HEDGED.path, {"prices": {"BTC": [100.0, 90.0], "ETH": [90.0, 80.0]}}),
    Door(joint.with_interest, {"book": BOOK, "mode": cross, "rate": 0.0001, "hours": 24, "spot": ["BTC"]}),
    Door(_pools, {"labels": ["a", "b"], "free": "a"}),
    Door(_terms, {"name": "binance-usdm-2026", "symbol": "BTC"}),
    Door(venues.venue, {"name": "binance-usdm-2026", "kind": float}),
    Door(venues.sheet, {"name": "binance-usdm-2026"}),
    Door(TERMS.max_leverage, {"notional": 1e6}),
    Door(correlation_root, {"correlation": 0.5, "assets": 2}),
    Door(
        merton,
        {
            "spot": 100.0,
            "volatility": 0.8,
            "years": 1.0,
            "steps": 2,
            "count": 2,
            "jumps": None,
            "drift": 0.0,
            "correlation": 0.0,
            "seed": 1,
        },
    ),
    Door(extremes, {"candles": DAY, "first": "low"}),
    Door(_met, {"candles": DAY, "line": 5000.0, "size": 1.0}),
    Door(_stress, {"name": "2020-03-12", "follower": 0.5, "seed": 0}),
    Door(readers.candles, {"given": "no such file.csv"}),
    Door(_measured, {"candles": DAY}),
    Door(readers.tiers, {"given": [{"symbol": "BTC", "floor": 0, "mmr": 0.01}]}),
    Door(readers.positions, {"given": POSITIONS, "schedules": {"BTC": FLAT}, "free": 5.0, "conventions": LINEAR}),
    Door(readers.fills, {"given": [{"symbol": "BTC", "side": "buy", "qty": 1, "price": 10}], "zone": "UTC"}),
    Door(readers.funding, {"given": [{"symbol": "BTC", "rate": 0.0001}], "hours": 8}),
    Door(_written, {"cell": 1.0}),
    Door(
        touch_with_jumps,
        {"spot": 100.0, "barrier": 90.0, "motion": Motion(0.8, 7 / 365), "sampling": FEW, "bankruptcy": 85.0},
    ),
    Door(sizing.double_before, {"share": 0.5, "gain": 2.0, "loss": 0.5}),
    Door(sizing.drawdown_probability, {"level": 0.5, "share": 0.5}),
    Door(sizing.kelly_fraction, {"drift": 0.1, "volatility": 0.5, "risk_free": 0}),
    Door(sizing.kelly_growth, {"share": 0.5, "drift": 0.1, "volatility": 0.5, "risk_free": 0}),
    Door(market.linear_impact, {"size": 1.0, "slope": 0.1}),
    Door(market.square_root_impact, {"size": 1.0, "volume": 10.0, "volatility": 0.5, "prefactor": 1}),
    Door(market.imbalance_impact, {"before": 1.0, "after": 2.0, "factor": 0.1, "exponent": 2}),
    Door(market.imbalance_funding, {"longs": 1.0, "shorts": 2.0, "factor": 0.1}),
    Door(
        market.adaptive_funding,
        {
            "rate": 0.1,
            "imbalance": 0.1,
            "seconds": 10,
            "increase": 0.1,
            "decrease": 0.1,
            "stable": 0.05,
            "falling": 0.02,
        },
    ),
    Door(lending.Loan, {"collateral": 100.0, "debt": 90.0}),
    Door(lending.two_steps, {"loan": lending.Loan(100.0, 90.0), "threshold": 0.8, "bonus": 0.05, "share": 0.5}),
    Door(liquidation.random_start, {"seed": 1}),
    Door(cascade.exposures, {"book": BOOK, "mode": isolated}),
    Door(cascade.branching_ratio, {"density": 1.0, "slope": 0.1, "taken": 0.1}),
    Door(cascade.measured_branching, {"shock": 1.0, "move": 2.0}),
    Door(cascade.amplification, {"ratio": 0.5}),
    Door(_allowed, {"action": "liquidate", "validity": oracle.Validity.VALID}),
    Door(oracle.move_cost, {"reserve": 100.0, "factor": 2.0}),
    Door(oracle.round_trip, {"reserve": 100.0, "factor": 2.0}),
    Door(
        oracle.lies,
        {
            "times": 10.0,
            "depth": 1_000.0,
            "rule": "average",
            "window": 30,
            "size": 1_000.0,
            "stake": 1_000.0,
            "reachable": 8_000.0,
        },
    ),
    Door(oracle.spike, {"shift": 0.2, "blocks": 10}),
    Door(oracle.wrongful, {"levels": [90.0, 95.0], "local": [92.0, 94.0], "outside": [96.0, 96.0]}),
    Door(agents.Order, {"market": "BTC", "size": 1.0, "margin": 0}),
    Door(agents.Move, {"source": "wallet", "target": "BTC", "amount": 1.0}),
    Door(
        agents.judge,
        {"manager": agents.do_nothing, "account": ACCOUNT, "paths": PATH[None], "exchange": EXCHANGE, "limit": 2.0},
    ),
    Door(agents.standard_error, {"share": 0.8, "count": 20}),
    Door(worlds.Law, {"volatility": 0.8, "correlation": 0.6, "jumps": None}),
    Door(worlds.exchange, {"mode": isolated, "latency": 1}),
    Door(worlds.worlds, {"seed": 7, "count": 2}),
    Door(tournament.Limits, {"step": 1.0, "week": 2.0, "total": 60, "memory": 2**28, "output": 2**16}),
    Door(tournament.Entry, ENTRY),
    Door(deadline.within, {"limit": 1.0, "call": dict}),
    Door(enclave.measurement, {"function": doubled}),
    Door(enclave.Enclave, {"function": doubled, "maker": "m", "chip": "c"}),
    Door(_key, {"text": "chip 7"}),
    Door(keepers.offer, {**CALLED, "price": 47_000}),
    Door(
        _calls,
        {
            **{name: value for name, value in CALLED.items() if name != "holding"},
            "size": 1_000,
            "entry": 50_000,
            "margin": 5_000,
            "prices": [50_000, 47_000, 44_000],
        },
    ),
    Door(keepers.hanging, {**CALLED, "prices": [50_000, 47_000, 44_000]}),
    Door(Ledger, {"oracle": "oracle", "now": 0, "insurance": 0}),
)
