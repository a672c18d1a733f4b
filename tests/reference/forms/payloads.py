"""Positions as venues report them, and what their orders cost."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from tests.reference.forms.drawn import Case, Drawn, form

XBT = 10**8


@form("hl-api")
def hyperliquid_payload(d: Drawn) -> Case:
    """Raw dollars and value of a position."""
    raw = d.value / d.leverage - d.side * d.value
    return {
        "inputs": {
            "quantity": d.size,
            "entry_price": d.entry,
            "raw_usd": raw,
            "position_value": d.value,
            "max_leverage": d.number,
        },
        "expected": {
            "margin_used": d.value / d.leverage,
            "liquidation_price": abs(raw) / (d.size * (1 - d.side * Fraction(1, 2 * d.number))),
        },
    }


@form("okx-api")
def okx(d: Drawn) -> Case:
    """Equity from the ratio reported."""
    equity = d.number * d.value * (d.rate + d.fee)
    return {
        "inputs": {
            "contracts": d.size,
            "contract_value": 1,
            "entry_price": d.entry,
            "mark_price": d.mark,
            "leverage": d.leverage,
            "mmr": d.rate,
            "taker_fee": d.fee,
            "margin_ratio_reported": d.number,
        },
        "expected": {
            "initial_margin": d.value / d.leverage,
            "maintenance_margin": d.value * d.rate,
            "unrealized_pnl": d.profit,
            "pnl_ratio": d.profit * d.leverage / d.cost,
            "liquidation_price": (d.value - d.side * equity) / (d.size * (1 - d.side * (d.rate + d.fee))),
        },
    }


@form("edgex")
def edgex(d: Drawn) -> Case:
    """Prices floored to a tenth."""
    bankruptcy = (d.value - d.side * d.money) / d.size
    return {
        "inputs": {
            "quantity": d.size,
            "position_value": d.value * (d.side if d.number % 2 else 1),
            "entry_price": d.entry,
            "equity": d.money,
            "risk_rate": d.rate,
            "leverage": d.leverage,
        },
        "expected": {
            "unrealized_pnl": d.profit,
            "initial_margin": d.value / d.leverage,
            "risk_value": d.value * d.rate,
            "bankruptcy_price": Fraction(floor(10 * bankruptcy), 10),
            "liquidation_price": Fraction(floor(10 * bankruptcy / (1 - d.side * d.rate)), 10),
        },
    }


@form("kraken")
def kraken(d: Drawn) -> Case:
    """Equity over used margin, which follows the price for a short only."""
    equity, used = d.money + d.profit, (d.value if d.side < 0 else d.cost) / d.leverage
    return {
        "inputs": {
            "equity_start": d.money,
            "quantity": d.size,
            "entry_price": d.entry,
            "price": d.mark,
            "leverage": d.leverage,
        },
        "expected": {"equity": equity, "used_margin": used, "margin_level": equity / used},
    }


@form("kucoin-api")
def kucoin(d: Drawn) -> Case:
    """Commission on cost and margin whichever the side; linear, or inverse with a cost in coin."""
    inverse = d.number % 2 == 0
    cost = d.size / d.entry if inverse else d.cost
    initial = cost / (d.leverage + 1)
    commission = (cost + initial) * d.fee
    spare = initial - cost * d.rate
    gained = d.side * (d.size / d.entry - d.size / d.mark) if inverse else d.profit
    kept, gone = ((cost - d.side * part * (-1 if inverse else 1)) / d.size for part in (spare, initial))
    return {
        "contract": "inverse" if inverse else "linear",
        "inputs": {
            "contracts": d.size,
            "multiplier": -1 if inverse else 1,
            "entry_price": d.entry,
            "mark_price": d.mark,
            "pos_init": initial,
            "taker_fee": d.fee,
            "mmr": d.rate,
        },
        "expected": {
            "pos_comm": commission,
            "pos_margin": initial + commission,
            "pos_maint": cost * d.rate + commission,
            "maint_margin_now": initial + commission + gained,
            "liquidation_price": 1 / kept if inverse else kept,
            "bankruptcy_price": 1 / gone if inverse else gone,
        },
    }


@form("bitmex")
def bitmex(d: Drawn) -> Case:
    """Whole satoshi a contract; amounts rounded up, prices against the trader."""
    each, marked = (floor(XBT / price + Fraction(1, 2)) for price in (d.entry, d.mark))
    cost = d.number * each
    initial = ceil(Fraction(cost, d.leverage + 1))
    commission = ceil((cost + initial) * d.fee)
    need = ceil(cost * d.rate) + commission
    against = floor if d.side > 0 else ceil  # fewer satoshi a contract is a higher price
    per_contract = against(Fraction(cost + d.side * (initial + commission - need), d.number))
    halves = 2 * Fraction(XBT, per_contract)
    return {
        "contract": "inverse",
        "inputs": {
            "contracts": d.number,
            "entry_price": d.entry,
            "mark_price": d.mark,
            "leverage": d.leverage + 1,
            "mmr": d.rate,
            "taker_fee": d.fee,
            "tick": Fraction(1, 2),
        },
        "expected": {
            "pos_cost_sat": cost,
            "pos_init_sat": initial,
            "pos_comm_sat": commission,
            "pos_margin_sat": initial + commission,
            "pos_maint_sat": need,
            "mark_value_sat": d.number * marked,
            "upnl_sat": d.side * (cost - d.number * marked),
            "maint_margin_sat": initial + commission + d.side * (cost - d.number * marked),
            "liquidation_price": Fraction((ceil if d.side > 0 else floor)(halves), 2),
        },
    }


@form("bitmex-blog")
def bitmex_blog(d: Drawn) -> Case:
    """Isolated loss stops at the margin; a cross position holds out with its wallet, maintenance fixed at the entry."""
    loss, need = max(-d.profit, Fraction(0)), d.cost * d.rate
    return {
        "inputs": {
            "position_xbt": d.cost,
            "entry_price": d.entry,
            "isolated_margin_xbt": d.money,
            "price": d.mark,
            "wallet": d.money,
            "contracts": d.size,
            "leverage": d.leverage,
            "mmr": d.rate,
        },
        "expected": {
            "cross_loss_xbt": loss,
            "isolated_loss_xbt": min(loss, d.money),
            "initial_margin": d.cost / d.leverage,
            "maintenance_margin": need,
            "available": d.money - d.cost / d.leverage,
            "liquidation_price": max(d.entry - d.side * (d.money - need) / d.size, Fraction(0)),
            "bankruptcy_price": max(d.entry - d.side * d.money / d.size, Fraction(0)),
        },
    }


@form("insurance")
def fund(d: Drawn) -> Case:
    """The whole difference to bankruptcy."""
    return {
        "inputs": {"entry": d.entry, "bankruptcy": d.entry, "fill": d.mark, "fund_before": d.money},
        "expected": {
            "fund_delta": d.side * (d.mark - d.entry),
            "fund_after": d.money + d.side * (d.mark - d.entry),
        },
    }


@form("bybit-cost")
def bybit_cost(d: Drawn) -> Case:
    """Margin and both fees, in coin where the contract is inverse: a long is bankrupt lower, where it is worth more."""
    contract = ("linear", "inverse")[d.number % 2]
    value, end = (d.size / d.entry, 1) if contract == "inverse" else (d.cost, -1)
    parts = {
        "initial_margin": value / d.leverage,
        "open_fee": value * d.fee,
        "close_fee": value * (1 + Fraction(end * d.side, d.leverage)) * d.fee,
    }
    return {
        "contract": contract,
        "inputs": {"price": d.entry, "quantity": d.size, "leverage": d.leverage, "taker_fee": d.fee},
        "expected": {**parts, "order_cost": sum(parts.values())},
    }


@form("bybit-payload")
def bybit_payload(d: Drawn) -> Case:
    """Margins and the closing fee, of a value alone or of a position that says its parts."""
    fee = d.cost * (1 - Fraction(d.side, d.leverage)) * d.fee
    parts = {"quantity": d.size, "entry_price": d.entry, "mark_price": d.mark}
    whole = d.number % 2 == 0
    return {
        "inputs": {
            **(parts if whole else {"position_value": d.cost}),
            "leverage": d.leverage,
            "taker_fee": d.fee,
            "mmr": d.rate,
        },
        "expected": {
            "position_balance": d.cost / d.leverage + fee,
            "initial_margin": d.cost / d.leverage + fee,
            "maintenance_margin": d.cost * d.rate + fee,
            **({"position_value": d.cost, "unrealized_pnl": d.profit} if whole else {}),
        },
    }


@form("bybit-inverse")
def bybit_inverse(d: Drawn) -> Case:
    """The closing fee is part of bankruptcy in a pool; an isolated position is what its leverage posts."""
    value = d.size / d.entry
    if d.number % 2:
        initial, need = value / d.leverage, value * d.rate
        return {
            "contract": "inverse",
            "mode": "isolated",
            "inputs": {"contracts_usd": d.size, "entry_price": d.entry, "leverage": d.leverage, "mmr": d.rate},
            "expected": {
                "position_value": value,
                "initial_margin": initial,
                "maintenance_margin": need,
                "liquidation_price": d.size / (value + d.side * (initial - need)),
            },
        }
    balance = value / (d.leverage + 1)
    return {
        "contract": "inverse",
        "inputs": {
            "contracts_usd": d.size,
            "entry_price": d.entry,
            "balance_btc": balance,
            "taker_fee": d.fee,
            "mmr": d.rate,
        },
        "expected": {"bankruptcy_price": (1 + d.side * d.fee) * d.size / (d.size / d.entry + d.side * balance)},
    }
