"""Drift, Mango, Synthetix, and loans of Aave and Morpho."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from tests.reference.forms.drawn import Case, Drawn, form
from tests.reference.forms.dydx import micro_up


@form("drift-cover")
def drift_cover(d: Drawn) -> Case:
    """Both fees make the part larger."""
    ratio, quote = d.rate + 3 * d.fee, Fraction(99, 100)
    return {
        "inputs": {
            "margin_shortage": d.money,
            "price": d.mark,
            "margin_ratio": ratio,
            "liquidator_fee": d.fee,
            "if_fee": d.fee,
            "quote_price": quote,
        },
        "expected": {"base_to_close": d.money / (d.mark * quote * (ratio - d.fee) - d.mark * d.fee)},
    }


@form("drift-flow")
def drift_flow(d: Drawn) -> Case:
    """Taken over with a fee, as much as covers a shortage; two buckets of which one may lie on the other side."""
    taken = d.mark * (1 - d.side * d.fee)
    need = d.value * d.rate
    posted = need * d.number / 120 - d.profit  # short of the need by less than all of it
    ratio = d.rate + d.fee
    shortage = d.value * ratio - posted - d.profit
    fund = min(d.fee, Fraction(19, 20) * max(ratio - d.fee - shortage / d.value, Fraction(0)))
    closed = min(d.size, shortage / (d.mark * (ratio - d.fee - fund))) if ratio > d.fee + fund else d.size
    left = d.size - closed
    quote = d.side * (closed * taken - d.size * d.entry) - closed * d.mark * fund
    bucket = {"base": d.size, "entry": d.entry, "price": d.mark, "collateral": need - d.profit}  # exactly enough
    other = {"base": d.size, "entry": d.mark, "price": d.mark, "collateral": need - d.rate, "direction": "short"}
    return {
        "inputs": {
            "base": d.size,
            "entry": d.entry,
            "price": d.mark,
            "collateral": posted,
            "liquidator_fee": d.fee,
            "if_fee": d.fee,
            "buffer": d.fee,
            "cross": bucket,
            "isolated": other,
            "mmf": d.rate,
        },
        "expected": {
            "base": d.side * (d.size - closed),
            "base_left": d.side * left,
            "entry_left": -d.side * left * d.entry,
            "quote": quote,
            "if_fee": closed * d.mark * fund,
            "collateral_minus_requirement": posted + quote + (d.side - ratio) * left * d.mark,
            **({"ratio": (posted + quote) / (left * d.mark) + d.side} if left else {}),
            "liquidator_base": d.side * closed,
            "liquidator_quote": -d.side * closed * taken,
            "cross_liquidatable": False,
            "isolated_liquidatable": True,
        },
    }


@form("drift-iso")
def drift_isolated(d: Drawn) -> Case:
    """A loss is enlarged by the buffer, a profit is not."""
    own = d.money + d.profit * (1 + d.fee if d.profit < 0 else 1)
    need, debt = d.value * (d.rate + d.fee), d.cost * (Fraction(6, 5) + d.fee)
    return {
        "inputs": {
            "cross": {
                "deposit_usdc": debt,
                "borrow_sol": d.size,
                "sol_price": d.entry,
                "liability_weight": Fraction(6, 5),
            },
            "isolated": {
                "size": d.size,
                "quote": -d.side * d.cost,
                "collateral": d.money,
                "price": d.mark,
                "imf": d.rate,
            },
            **({"buffer": d.fee} if d.fee else {}),
        },
        "expected": {
            "cross_collateral": debt,
            "cross_requirement": debt,
            "isolated_collateral": own,
            "isolated_requirement": need,
            "cross_ok": True,
            "isolated_ok": own >= need,
            "overall_ok": own >= need,
        },
    }


@form("drift-loss")
def drift_loss(d: Drawn) -> Case:
    """Both sides pay, or deposits; the share of a loss is rounded up, a debt is paid exactly."""
    exact, loss = d.money / (d.size + d.number), d.number % 2
    share = micro_up(exact) if loss else exact
    names = ("loss", "longs", "shorts") if loss else ("debt", "long_base", "short_base")
    paid = {"each_long_pays": share * d.size, "each_short_pays": share * d.number}
    return {
        "inputs": dict(zip(names, (d.money, d.size, d.number), strict=True)) | {"loss": d.money, "deposits": 16},
        "expected": {"delta_per_base": share, "delta_per_deposit": d.money / 16, **paid},
    }


@form("drift-weights")
def drift_weights(d: Drawn) -> Case:
    """Weights by size (a square, so that its root is exact) and by all deposits."""
    root = isqrt(d.number)
    start = d.money * (d.number % 5 > 0)  # a start of zero turns the scaling off
    scale = start / max(start, d.value * (d.number % 4)) if start else 1
    return {
        "inputs": {
            "size": root**2,
            "imf": d.rate,
            "base_asset_weight": Fraction(9, 10),
            "base_liability_weight": Fraction(11, 10),
            "deposits_sol": d.size * (d.number % 4),
            "price": d.mark,
            "scale_start": start,
            "base_weight": Fraction(4, 5),
        },
        "expected": {
            "asset_weight": min(Fraction(9, 10), Fraction(11, 10) / (1 + d.rate * root)),
            "liability_weight": max(Fraction(11, 10), Fraction(88, 100) + d.rate * root),
            "initial_asset_weight": Fraction(4, 5) * scale,
        },
    }


@form("mango")
def mango(d: Drawn) -> Case:
    """A perpetual settles into the first token; a scaled second token, as a deposit or as a loan."""
    lots, owed = d.side * d.number, d.number % 2 == 0
    settled = lots * 50 * Fraction(*((4, 5) if lots > 0 else (6, 5))) - d.side * d.money
    first = 3 * d.entry + settled * (Fraction(19, 20) if settled > 0 else 1)
    total = d.number * d.mark / 4
    weight = (
        Fraction(3, 2) * max(Fraction(1), total / d.money) if owed else Fraction(1, 2) * d.money / max(d.money, total)
    )
    weights = {"asset_weight": Fraction(1, 2), "liability_weight": Fraction(3, 2)}
    return {
        "inputs": {
            "tokens": [
                {"price": d.entry, "amount": 3, **weights},
                {"price": d.mark, "amount": -d.size if owed else d.size, **weights},
            ],
            "perp": {
                "base_lots": lots,
                "quote": -d.side * d.money,
                "quote_per_base_lot": 50,
                "asset_weight": Fraction(4, 5),
                "liability_weight": Fraction(6, 5),
                "positive_pnl_weight": Fraction(19, 20),
            },
            "limit_scaling": {
                "2": {
                    "scale_start": d.money,
                    "total_tokens": Fraction(d.number, 4),
                    "side": "borrows" if owed else "deposits",
                }
            },
        },
        "expected": {
            "health": first * Fraction(*((1, 2) if first > 0 else (3, 2))) + d.value * weight * (1 - 2 * owed)
        },
    }


@form("synthetix")
def synthetix(d: Drawn) -> Case:
    """Fills with skew; collateral exactly enough, or a little less."""
    scale = 1000
    legs: list[dict[str, Any]] = [
        {
            "symbol": symbol,
            "size": size,
            "fill_basis_price": d.entry,
            "skew_scale": scale,
            "imf": 2,
            "min_im": d.rate,
            "mm_scalar": Fraction(1, 2),
        }
        for symbol, size in (("BTC", d.side * d.size), ("ETH", Fraction(-d.number)))
    ]
    profits = [leg["size"] * (d.mark - d.entry * (1 + leg["size"] / scale / 2)) for leg in legs]
    need = sum(abs(leg["size"]) * d.mark * (2 * abs(leg["size"]) / scale + d.rate) * Fraction(1, 2) for leg in legs)
    available = need - (d.number % 2) * d.rate
    return {
        "inputs": {"collateral": available - sum(profits), "positions": legs, "prices": [d.mark, d.mark]},
        "expected": {
            "pnl": profits,
            "available_margin": max(available, 0),
            "liquidatable": d.number % 2 == 1,
        },
    }


@form("aave")
def aave(d: Drawn) -> Case:
    """Weighted collateral over debt; no debt is printed as -1."""
    debt = d.money * (d.number % 4)
    return {
        "inputs": {"collateral": d.cost, "liquidation_threshold": d.rate, "debt": debt},
        "expected": {"health_factor": d.cost * d.rate / debt if debt else -1},
    }


@form("morpho")
def morpho(d: Drawn) -> Case:
    """The incentive, with its ceiling."""
    threshold = 1 - 6 * d.rate
    constants = {"cursor": Fraction(3, 10), "max_lif": Fraction(23, 20)}
    return {
        "inputs": {"lltv": threshold, **(constants if d.number % 2 else {})},
        "expected": {"lif": min(Fraction(23, 20), 1 / (1 - Fraction(18, 10) * d.rate))},
    }
