"""Families about figures in a payload of a venue: costs, margins and prices, rounded as the venue does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.rounding import round_down, round_nearest, round_up
from tests.reference.case import Inputs
from tests.reference.isolated import bybit_cost, on_entry

SATOSHI = 10**8


def bybit_payload(i: Inputs) -> dict[str, Any]:
    """Position balance: margin and the fee to close at bankruptcy."""

    def balance() -> Any:
        cost = bybit_cost(Inputs({**i.values, "price": i["position_value"], "quantity": Fraction(1)}, i.direction))
        return cost["initial_margin"]() + cost["close_fee"]()

    return {"position_balance": balance}


def bitmex(i: Inputs) -> dict[str, Any]:
    """BitMEX XBT-margined, in whole satoshi a contract, each amount rounded up."""

    def cost() -> Any:
        if i.has("pos_cost_sat"):
            return i["pos_cost_sat"]
        return i["contracts"] * round_nearest(formulas.inverse_notional(SATOSHI, i["entry_price"]), 1)

    initial = lambda: round_up(formulas.initial_margin(cost(), i["leverage"]), 1)
    fee = lambda: round_up(formulas.trading_fee(cost() + initial(), i["taker_fee"]), 1)
    need = lambda: round_up(formulas.maintenance(cost(), i["mmr"]), 1) + fee()
    marked = lambda: i["contracts"] * round_nearest(formulas.inverse_notional(SATOSHI, i["mark_price"]), 1)

    def price(collateral: Any, needed: Any) -> Any:
        size = i.side * i["contracts"] * SATOSHI
        exact = formulas.inverse_liquidation_price(
            collateral, size, i["contracts"] * SATOSHI / Fraction(cost()), 0, -needed
        )
        adverse = round_down if i.side > 0 else round_up
        a_contract = adverse(formulas.inverse_notional(SATOSHI, exact), 1)
        return Conventions(tick=i.get("tick", 0), rounding="adverse").rounded(SATOSHI / Fraction(a_contract), i.side)

    return {
        "pos_cost_sat": cost,
        "pos_init_sat": initial,
        "pos_comm_sat": fee,
        "pos_margin_sat": lambda: initial() + fee(),
        "pos_maint_sat": need,
        "mark_value_sat": marked,
        "upnl_sat": lambda: i.side * (cost() - marked()),
        "liquidation_price": lambda: price(initial() + fee(), need()),
        "bankruptcy_price": lambda: price(initial(), 0),
    }


def bitmex_blog(i: Inputs) -> dict[str, Any]:
    """Loss of one position, capped at its margin in isolated mode; a cross position holds out with all of a wallet."""

    def loss() -> Any:
        size = i.side * i["position_xbt"] / i["entry_price"]
        return max(-formulas.pnl(size, i["entry_price"], i["price"]), Fraction(0))

    wallet = lambda: i.first("wallet", "wallet_balance")
    alone = on_entry(i)
    held = alone if wallet() is None else on_entry(replace(i, values={**i.values, "margin": wallet()}))
    return {
        "cross_loss_xbt": loss,
        "isolated_loss_xbt": lambda: min(loss(), i["isolated_margin_xbt"]),
        "initial_margin": alone["initial_margin"],
        "maintenance_margin": alone["maintenance_margin"],
        "available": lambda: wallet() - alone["initial_margin"](),
        "liquidation_price": held["liquidation_price"],
        "bankruptcy_price": held["bankruptcy_price"],
    }


def bitmex_fund(i: Inputs) -> dict[str, Any]:
    """Fund change per unit: where it filled against where the trader was bankrupt; no cap on the gain."""
    return {"fund_delta": lambda: formulas.pnl(i.side, i["bankruptcy"], i["fill"])}


def kucoin(i: Inputs) -> dict[str, Any]:
    """KuCoin's position payload: maintenance on cost, with the closing commission on cost and margin, either side.

    Payloads show the liquidation price rounded against the trader, and the bankruptcy price away from the entry.
    """
    conventions = Conventions(contract=i.contract, tick=i.get("tick", 0), rounding="adverse")
    size = lambda: i.side * i["contracts"] * abs(i["multiplier"])
    cost = lambda: i["pos_cost"] if i.has("pos_cost") else conventions.notional(size(), i["entry_price"])
    margin = lambda: i["pos_init"] + i.get("pos_cross", 0)
    fee = lambda: i["pos_comm"] if i.has("pos_comm") else formulas.trading_fee(cost() + margin(), i["taker_fee"])
    fresh = lambda: formulas.maintenance(cost(), i["mmr"]) + fee()
    need = lambda: i["pos_maint"] if i.has("pos_maint") else fresh()

    def price(collateral: Any, needed: Any) -> Any:
        at = cost() / abs(size())
        exact = formulas.liquidation_price(collateral, conventions.exposure(size()), at, 0, -needed)
        return conventions.coordinate(exact)

    return {
        "pos_comm": fee,
        "pos_margin": lambda: margin() + fee(),
        "pos_maint": fresh,
        "liquidation_price": lambda: conventions.rounded(price(margin() + fee(), need()), size()),
        "bankruptcy_price": lambda: conventions.rounded(price(margin(), 0), -size()),
    }


def edgex(i: Inputs) -> dict[str, Any]:
    """edgeX: equity at the mark of a pool, prices floored to a tenth."""
    tenth = Fraction(1, 10)
    value = lambda: abs(i["position_value"])  # a payload may print it below zero for a short
    mark = lambda: value() / abs(i["quantity"])
    return {
        "unrealized_pnl": lambda: formulas.pnl(i.size, i["entry_price"], mark()),
        "initial_margin": lambda: formulas.initial_margin(value(), i["leverage"]),
        "risk_value": lambda: formulas.maintenance(value(), i["risk_rate"]),
        "bankruptcy_price": lambda: round_down(formulas.bankruptcy_price(i["equity"], i.size, mark()), tenth),
        "liquidation_price": lambda: round_down(
            formulas.liquidation_price(i["equity"], i.size, mark(), i["risk_rate"]), tenth
        ),
    }
