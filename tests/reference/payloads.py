"""Families about figures in a payload of a venue: costs, margins and prices, rounded as the venue does."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.rounding import round_down, round_nearest, round_up
from tests.reference.case import Inputs
from tests.reference.positions import Figures, on_entry, opening_margin, profit

SATOSHI = 10**8


def bitmex(i: Inputs) -> Figures:
    """BitMEX XBT-margined, in whole satoshi a contract, each amount rounded up."""

    def cost() -> Any:
        given = i.get("pos_cost_sat", i.get("entry_cost_sat"))
        if given is not None:
            return given
        return i["contracts"] * round_nearest(formulas.inverse_notional(SATOSHI, i["entry_price"]), 1)

    initial = lambda: round_up(formulas.initial_margin(cost(), i["leverage"]), 1)
    fee = lambda: round_up(formulas.trading_fee(cost() + initial(), i["taker_fee"]), 1)
    need = lambda: round_up(formulas.maintenance(cost(), i["mmr"]), 1) + fee()
    marked = lambda: i["contracts"] * round_nearest(formulas.inverse_notional(SATOSHI, i["mark_price"]), 1)
    gained = lambda: i.side * (i.get("entry_cost_sat", cost()) - marked())

    def price(collateral: Any, needed: Any) -> Any:
        size = i.side * i["contracts"] * SATOSHI
        exact = formulas.inverse_liquidation_price(
            collateral, size, i["contracts"] * SATOSHI / Fraction(cost()), 0, -needed
        )
        adverse = round_down if i.side > 0 else round_up
        a_contract = adverse(formulas.inverse_notional(SATOSHI, exact), 1)
        return i.conventions().rounded(SATOSHI / Fraction(a_contract), i.side)

    return {
        "pos_cost_sat": cost,
        "pos_init_sat": initial,
        "pos_comm_sat": fee,
        "pos_margin_sat": lambda: initial() + fee(),
        "pos_maint_sat": need,
        "mark_value_sat": marked,
        "upnl_sat": gained,
        "maint_margin_sat": lambda: initial() + fee() + gained(),
        "liquidation_price": lambda: price(initial() + fee(), need()),
        "bankruptcy_price": lambda: price(initial(), 0),
    }


def bitmex_blog(i: Inputs) -> Figures:
    """Loss of one position, capped at its margin in isolated mode; a cross position holds out with all of a wallet."""

    def loss() -> Any:
        held = i
        if i.has("notional"):
            held = i.but(quantity=i["notional"] / i.conventions().notional(1, i["entry_price"]))
        return max(-profit(held), Fraction(0))

    alone = on_entry(i)
    held = on_entry(i.but(collateral=i["wallet"])) if i.has("wallet") else alone
    return alone | {
        "cross_loss_xbt": loss,
        "isolated_loss_xbt": lambda: min(loss(), i["collateral"]),
        "available": lambda: i["wallet"] - opening_margin(i, i.amount),
        "liquidation_price": held["liquidation_price"],
        "bankruptcy_price": held["bankruptcy_price"],
    }


def bitmex_fund(i: Inputs) -> Figures:
    """Fund change per unit: where it filled against where the trader was bankrupt; no cap on the gain."""
    delta = lambda: i.conventions().pnl(i.side, i["bankruptcy_price"], i["fill_price"])
    return {"fund_delta": delta, "fund_after": lambda: i["fund_before"] + delta()}


def kucoin(i: Inputs) -> Figures:
    """KuCoin's position payload: maintenance on cost, with the closing commission on cost and margin, either side.

    Payloads show the liquidation price rounded against the trader, and the bankruptcy price away from the entry.
    """
    conventions = i.conventions()
    cost = lambda: i["pos_cost"] if i.has("pos_cost") else conventions.notional(i.amount, i["entry_price"])
    margin = lambda: i["pos_init"] + i.get("pos_cross", 0)
    fee = lambda: i["pos_comm"] if i.has("pos_comm") else formulas.trading_fee(cost() + margin(), i["taker_fee"])
    fresh = lambda: formulas.maintenance(cost(), i["mmr"]) + fee()
    need = lambda: i["pos_maint"] if i.has("pos_maint") else fresh()

    def price(collateral: Any, needed: Any) -> Any:
        at = cost() / i.amount
        exact = formulas.liquidation_price(collateral, conventions.exposure(i.size), at, 0, -needed)
        return conventions.coordinate(exact)

    return {
        "pos_comm": fee,
        "pos_margin": lambda: margin() + fee(),
        "pos_maint": fresh,
        "maint_margin_now": lambda: margin() + fee() + profit(i),
        "liquidation_price": lambda: conventions.rounded(price(margin() + fee(), need()), i.size),
        "bankruptcy_price": lambda: conventions.rounded(price(margin(), 0), -i.size),
    }


def edgex(i: Inputs) -> Figures:
    """edgeX: equity at the mark of a pool, prices floored to a tenth."""
    tenth = Fraction(1, 10)
    value = lambda: abs(i["notional"])  # a payload may print it below zero for a short
    mark = lambda: value() / i.amount
    return {
        "unrealized_pnl": lambda: formulas.pnl(i.size, i["entry_price"], mark()),
        "initial_margin": lambda: formulas.initial_margin(value(), i["leverage"]),
        "risk_value": lambda: formulas.maintenance(value(), i["mmr"]),
        "bankruptcy_price": lambda: round_down(formulas.bankruptcy_price(i["equity"], i.size, mark()), tenth),
        "liquidation_price": lambda: round_down(
            formulas.liquidation_price(i["equity"], i.size, mark(), i["mmr"]), tenth
        ),
    }
