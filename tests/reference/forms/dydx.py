"""Pools of dYdX v4, judged, closed and filled."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.reference.forms.drawn import Case, Drawn, form

MILLION = 10**6


def micro_up(value: Fraction) -> Fraction:
    """Rounded up to a millionth."""
    return Fraction(ceil(value * MILLION), MILLION)


def pool(d: Drawn) -> tuple[list[dict[str, Any]], Fraction, Fraction]:
    """Two legs on opposite sides; what they are worth, and what they need."""
    first = {"symbol": "BTC", "size": d.side * d.size, "price": d.mark, "mmf": d.rate, "imf": 2 * d.rate}
    other = {"symbol": "ETH", "size": -d.side * d.size / 2, "price": d.entry, "mmf": 2 * d.rate, "imf": 4 * d.rate}
    return [first, other], d.side * (d.value - d.cost / 2), d.rate * (d.value + d.cost)


def equity(d: Drawn, need: Fraction) -> Fraction:
    """Below zero, between, at, and above what is needed."""
    return need * (-1, Fraction(1, 3), Fraction(9, 10), 1, 2)[d.number % 5]


@form("dydx-risk")
def dydx_risk(d: Drawn) -> Case:
    """Liquidatable strictly below a requirement above zero, from a pool or from its totals."""
    legs, worth, need = pool(d)
    own = equity(d, need)
    whole = {"quote_balance": own - worth, "positions": legs}
    totals = {"net_collateral": own, "maintenance_margin": need}
    return {"inputs": whole if d.number % 2 else totals, "expected": {"liquidatable": own < need}}


@form("dydx-net")
def dydx_net(d: Drawn) -> Case:
    """Totals of a pool, each requirement rounded up."""
    legs, worth, _ = pool(d)
    initial, maintenance = (
        sum(micro_up(abs(leg["size"]) * leg["price"] * leg[rate]) for leg in legs) for rate in ("imf", "mmf")
    )
    return {
        "inputs": {"quote": d.money, "positions_after_update": legs},
        "expected": {"net_collateral": d.money + worth, "initial_margin": initial, "maintenance_margin": maintenance},
    }


@form("dydx-bankr")
def dydx_bankruptcy(d: Drawn) -> Case:
    """A part of one leg takes its share of the equity."""
    legs, worth, need = pool(d)
    own, part = equity(d, need), d.side * d.size / (1 + d.number % 2)
    quote = part * d.mark - own * abs(part) * d.mark * d.rate / need
    return {
        "inputs": {"quote_balance": own - worth, "positions": legs, "close": {"symbol": "BTC", "size": part}},
        "expected": {"bankruptcy_quote": micro_up(quote)},
    }


@form("dydx-fillable")
def dydx_fillable(d: Drawn) -> Case:
    """A spread that grows towards bankruptcy, for the second leg of the pool."""
    legs, worth, need = pool(d)
    own, adjustment, spread = equity(d, need), Fraction(3, 2), Fraction(1, 10)
    urgency = min(max(adjustment * (1 - own / need), Fraction(0)), Fraction(1))
    return {
        "inputs": {
            "quote_balance": own - worth,
            "positions": legs,
            "symbol": "ETH",
            "bankruptcy_adjustment": adjustment,
            "spread_to_maintenance_ratio": spread,
        },
        "expected": {"fillable_price": d.entry * (1 + d.side * urgency * spread * 2 * d.rate)},
    }


@form("dydx-insurance")
def dydx_insurance(d: Drawn) -> Case:
    """A capped gain, or the whole deficit."""
    surplus = d.profit
    return {
        "inputs": {
            "quantity": d.size,
            "bankruptcy_price": d.entry,
            "fill_price": d.mark,
            "max_liquidation_fee": d.fee,
        },
        "expected": {"insurance_delta": min(surplus, d.fee * d.value) if surplus > 0 else surplus},
    }


@form("dydx-margin")
def dydx_margin(d: Drawn) -> Case:
    """Rounded up twice; the initial rate grows with open interest, the maintenance rate does not."""
    upper = d.money * (d.number % 5 > 0)  # an upper cap of zero turns the scaling off
    interest = (d.money, 0, d.money / 2, d.money * 3 / 4, 2 * d.money)[d.number % 5]
    share = (0, 0, 0, Fraction(1, 2), 1)[d.number % 5]
    scaled = Fraction(floor((d.rate + share * (1 - d.rate)) * MILLION), MILLION)
    return {
        "inputs": {
            "price": d.mark,
            "quantity": d.size,
            "imf": d.rate,
            "maintenance_fraction": Fraction(3, 5),
            "open_interest": interest / d.mark,
            "oi_lower_cap": upper / 2,
            "oi_upper_cap": upper,
        },
        "expected": {
            "initial_margin": micro_up(d.value * scaled),
            "maintenance_margin": micro_up(micro_up(d.value * d.rate) * Fraction(3, 5)),
        },
    }


@form("dydx-doc")
def dydx_doc(d: Drawn) -> Case:
    """The leg on the side of the case, the other one frozen; or the only one."""
    legs, _, _ = pool(d)
    alone = d.number % 3 == 0
    other = 0 if alone else d.rate * d.cost
    price = (d.money - d.side * d.value - other) / (d.size * d.rate - d.side * d.size)
    one = {"size": d.size, "price": d.mark, "mmf": d.rate}
    parts = one if alone else {"positions": legs[:: 1 if d.number % 2 else -1]}
    return {
        "inputs": {"equity": d.money, **parts},
        "expected": {
            "liquidation_price": price,
            "mmr_other": other,
            "equity_at_lp": d.money + d.side * d.size * (price - d.mark),
        },
    }
