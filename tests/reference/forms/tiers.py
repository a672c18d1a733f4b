"""Rates that follow the size, and tiers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.reference.forms.drawn import Case, Drawn, form


@form("deribit")
def deribit(d: Drawn) -> Case:
    """A rate that grows with the size."""
    need = d.value * (d.rate + d.fee * d.size)
    return {
        "inputs": {"price": d.mark, "size": d.size, "base_rate": d.rate, "per_unit": d.fee},
        "expected": {"initial_margin": need, "maintenance_margin": need},
    }


@form("bn-coinm")
def binance_coin(d: Drawn) -> Case:
    """Coin-margined notional, in the lowest tier or in one above."""
    coins = d.number * 10 / d.mark
    tier = {"maintenance_amount_btc": d.fee} if d.number % 2 else {}
    return {
        "inputs": {"contracts": d.number, "contract_value_usd": 10, "mark_price": d.mark, "mmr": d.rate, **tier},
        "expected": {"position_btc": coins, "maintenance_margin": coins * d.rate - sum(tier.values())},
    }


@form("bn-faq-cum")
def next_amount(d: Drawn) -> Case:
    """Continuity at one floor, or at all floors below a value."""
    if d.number % 3 == 0:
        inputs = {"brackets_btc": rows(d), "position_btc": 2 * d.money}
        return {"inputs": inputs, "expected": {"maintenance_amount": d.money * d.rate, "mmr": 2 * d.rate}}
    names = ("previous_cum", "floor") if d.number % 2 else ("previous_cum_btc", "floor_btc")
    return {
        "inputs": {**dict(zip(names, (d.money, d.size), strict=True)), "mmr_prev": d.rate, "mmr": 2 * d.rate},
        "expected": {"maintenance_amount": d.money + d.size * d.rate},
    }


def rows(d: Drawn) -> list[dict[str, Any]]:
    """Three tiers, at 1, 2 and 4 times a rate."""
    floors = (Fraction(0), d.money, 3 * d.money)
    return [
        {"floor": low, "cap": high, "mmr": factor * d.rate, "max_leverage": most}
        for low, high, factor, most in zip(floors, (*floors[1:], 9 * d.money), (1, 2, 4), (40, 20, 10), strict=True)
    ]


@form("bn-brackets")
def brackets(d: Drawn) -> Case:
    """The requirement is continuous."""
    amounts = [0, d.money * d.rate, d.money * d.rate + 3 * d.money * 2 * d.rate]
    return {"inputs": {"brackets": rows(d)}, "expected": {"maintenance_amounts": amounts}}


@form("ft-tiers")
def tiers(d: Drawn) -> Case:
    """A value on a floor belongs to the tier above; amounts and caps may be left out."""
    notional = (0, d.money / 2, d.money, (3 - d.rate) * d.money, 3 * d.money, 100 * d.money)[d.number % 6]
    place = sum(notional >= edge for edge in (d.money, 3 * d.money))
    amount = (0, d.money * d.rate, 7 * d.money * d.rate)[place]
    table = [{name: value for name, value in row.items() if name != "cap"} for row in rows(d)]
    fortieths = d.number % 20  # of the first floor: 40 times a stake of one fortieth fills the first bracket
    stake = d.money * fortieths / 40
    # 20 times two fortieths begins the second bracket and six of them fill it; ten times twelve begins the third
    most = 40 if fortieths < 2 else min(Fraction(20), max(Fraction(10), Fraction(120, fortieths)))
    return {
        "inputs": {"notional": notional, "tiers": table, "stake": stake},
        "expected": {"mmr": (1, 2, 4)[place] * d.rate, "maintenance_amount": amount, "max_leverage": most},
    }


@form("ft-okx-tier")
def okx_tiers(d: Drawn) -> Case:
    """A cap is part of its tier."""
    contracts = (0, d.money, (1 + d.rate) * d.money, 3 * d.money, 3 * d.money + 1, 9 * d.money)[d.number % 6]
    rate = (1, 1, 2, 2, 4, 4)[d.number % 6] * d.rate
    return {"inputs": {"symbol": "ETH", "contracts": contracts, "tiers": rows(d)}, "expected": {"mmr": rate}}
