"""The same families in coin: quantities in quote units, money in the coin, all linear in the reciprocal price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.reference.forms.drawn import FORMS, Case, Drawn

INVERSE: dict[str, Callable[[Drawn], Case]] = {}


def inverse(*families: str) -> Callable[[Callable[[Drawn], Case]], Callable[[Drawn], Case]]:
    """Register a form of an inverse contract for each of the families."""

    def register(function: Callable[[Drawn], Case]) -> Callable[[Drawn], Case]:
        INVERSE.update(dict.fromkeys(families, function))
        return function

    return register


def given(d: Drawn, **more: Any) -> dict[str, Any]:
    """Inputs of one position that posts what its leverage asks for."""
    plain = {"quantity": d.size, "entry_price": d.entry, "mark_price": d.mark, "leverage": d.leverage, "mmr": d.rate}
    return plain | more


def coins(d: Drawn) -> tuple[Fraction, Fraction, Fraction]:
    """Value at the entry, value at the mark and profit at the mark."""
    return d.size / d.entry, d.size / d.mark, d.side * (d.size / d.entry - d.size / d.mark)


def ends(d: Drawn, rate: Fraction, money: Fraction) -> Fraction:
    """Where Q / EP + s money, left at a price, meets a rate of Q / price."""
    return d.size * (1 + d.side * rate) / (d.size / d.entry + d.side * money)


@inverse("bybit-usdt", "mexc", "jesse", "bitmex-blog")
def on_entry(d: Drawn) -> Case:
    """A fixed need is money that is missing."""
    value, _, profit = coins(d)
    posted, need = value / d.leverage, value * d.rate
    return {
        "inputs": given(d),
        "expected": {
            "initial_margin": posted,
            "maintenance_margin": need,
            "unrealized_pnl": profit,
            "liquidation_price": ends(d, Fraction(0), posted - need),
            "bankruptcy_price": ends(d, Fraction(0), posted),
        },
    }


@inverse("bn-doge", "bn-faq", "bn-coinm")
def binance(d: Drawn) -> Case:
    """The amount of a tier is money that is there."""
    value, marked, profit = coins(d)
    amount = value * d.rate / 3
    return {
        "inputs": given(d, maintenance_amount=amount),
        "expected": {
            "unrealized_pnl": profit,
            "maintenance_margin": marked * d.rate - amount,
            "liquidation_price": ends(d, d.rate, value / d.leverage + amount),
        },
    }


@inverse("hyperionx")
def fee_at_price(d: Drawn) -> Case:
    """The fee of closing raises the rate."""
    posted = coins(d)[0] / d.leverage
    return {"inputs": given(d, taker_fee=d.fee), "expected": {"liquidation_price": ends(d, d.rate + d.fee, posted)}}


@inverse("ft-liq-grid")
def grid(d: Drawn) -> Case:
    """A convention by venue."""
    venue = ("Bybit", "Gate", "Binance COIN-M")[d.number % 3]
    case = {"Bybit": on_entry, "Gate": fee_at_price, "Binance COIN-M": binance}[venue](d)
    price = case["expected"]["liquidation_price"]
    return {"venue": venue, "inputs": case["inputs"], "expected": {"liquidation_price": price}}


@inverse("okx-api")
def okx(d: Drawn) -> Case:
    """A position of its own: margin on the entry, and a price one tick sooner."""
    value, marked, profit = coins(d)
    posted = value / d.leverage
    tick = Fraction(1, 100)
    return {
        "mode": "isolated",
        "inputs": given(d, taker_fee=d.fee, collateral=posted, tick=tick),
        "expected": {
            "initial_margin": posted,
            "maintenance_margin": marked * d.rate,
            "unrealized_pnl": profit,
            "liquidation_price": ends(d, d.rate + d.fee, posted) + d.side * tick,
        },
    }


@inverse("bybit-payload")
def bybit_payload(d: Drawn) -> Case:
    """A coin-margined long is bankrupt lower, where the position is worth more coin."""
    value = coins(d)[0]
    fee = value * (1 + Fraction(d.side, d.leverage)) * d.fee
    return {
        "inputs": {"position_value": value, "leverage": d.leverage, "mmr": d.rate, "taker_fee": d.fee},
        "expected": {"position_balance": value / d.leverage + fee, "maintenance_margin": value * d.rate + fee},
    }


@inverse("insurance")
def fund(d: Drawn) -> Case:
    """A contract of one quote unit, sold away from where its owner was bankrupt."""
    gain = d.side * (1 / d.entry - 1 / d.mark)
    return {
        "inputs": {"bankruptcy_price": d.entry, "fill_price": d.mark, "fund_before": d.money},
        "expected": {"fund_delta": gain, "fund_after": d.money + gain},
    }


# the first two choose their contract by an odd and an even number; a rate, an amount or a tier is the same in coin
INVERSE["bybit-cost"] = lambda d: FORMS["bybit-cost"](replace(d, number=2 * d.number - 1))
INVERSE["kucoin-api"] = lambda d: FORMS["kucoin-api"](replace(d, number=2 * d.number))
ALWAYS = ("bitmex", "bybit-inverse", "octobot-inverse", "bn-brackets", "bn-faq-cum", "ft-tiers", "ft-okx-tier")
INVERSE.update({family: FORMS[family] for family in ALWAYS})
