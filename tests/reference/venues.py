"""Families that state a rule of one venue: Binance, Bybit, Hyperliquid, OKX, and the grid over several."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.position import Position
from marginlib.schedules import FlatRate
from tests.reference.case import Inputs, MissingInput
from tests.reference.positions import Figures, fee_at_price, figures, on_entry, posted, price_by_formula, profit


def binance(i: Inputs) -> Figures:
    """Binance: maintenance on the mark price with a maintenance amount; a cross pool freezes its other legs."""
    single = figures(i)
    named: Figures = {}
    for leg in i.get("positions", ()):
        name = str(leg["symbol"]).lower()
        named[f"upnl_{name}"] = figures(i.inner(leg))["unrealized_pnl"]
        named[f"mm_{name}"] = figures(i.inner(leg))["maintenance_margin"]

    def price() -> Any:
        pooled = () if i.mode == "isolated" else i.get("other_positions", ())
        others = [i.inner(leg) for leg in pooled]
        spoken_for = sum(figures(leg)["maintenance_margin"]() - profit(leg) for leg in others)
        size = i.size_or_unit
        free = posted(i, size) - spoken_for
        return price_by_formula(i, free, size, i["entry_price"], i["mmr"], i.get("maintenance_amount", 0))

    return (
        single
        | named
        | {
            "liquidation_price": price,
            "isolated_margin": single["equity"],
            "position_btc": lambda: i.conventions().notional(i.amount, i["mark_price"]),
        }
    )


GRID = {"binance": binance, "bybit": on_entry, "gate": fee_at_price, "okx": fee_at_price}


def grid(i: Inputs) -> Figures:
    """The grid of one trading system, by the convention of the venue named; it takes off an amount at Binance only."""
    for name, family in GRID.items():
        if i.venue.lower().startswith(name):
            return family(i if family is binance else i.but(maintenance_amount=None))
    raise MissingInput(f"a venue whose convention the grid knows (Binance, Bybit, Gate, OKX), but {i.venue!r}")


def hyperliquid(i: Inputs) -> Figures:
    """Maintenance at half the initial rate of the largest leverage, on the mark price."""

    def rate() -> Any:
        return i["mmr"] if i.has("mmr") else 1 / (2 * Fraction(i["max_leverage"]))

    def standing(size: Any) -> tuple[Any, Any]:
        """The margin that the venue reports holds the profit already, so that it belongs to the mark."""
        if i.has("equity"):
            return i["mark_price"], i["equity"]
        if i.has("quote_balance"):
            return i["entry_price"], i["quote_balance"] + size * i["entry_price"]
        return i["entry_price"], posted(i, size)

    def price() -> Any:
        size = i.size if i.has("quote_balance") or i.has("equity") else i.size_or_unit
        at, equity = standing(size)
        return price_by_formula(i, equity, size, at, rate())

    def used() -> Any:
        if not i.has("quote_balance"):
            return standing(i.size)[1] + profit(i) * (not i.has("equity"))
        value = i["notional"] if i.has("notional") else formulas.notional(i.amount, i["mark_price"])
        return i["quote_balance"] + i.side * value

    return figures(i.but(mmr=rate()) if i.has("max_leverage") else i, standing=standing) | {
        "liquidation_price": price,
        "margin_used": used,
    }


def okx(i: Inputs) -> Figures:
    """OKX's position payload: equity from the margin, or from the ratio reported; its price comes one tick sooner."""
    rate = lambda: i["mmr"] + i["taker_fee"]
    marked = lambda: i.conventions().notional(i.amount, i["mark_price"])

    def standing(_: Any) -> tuple[Any, Any]:
        if i.has("collateral"):
            return i["mark_price"], i["collateral"] + profit(i)
        return i["mark_price"], i["margin_ratio_reported"] * formulas.maintenance(marked(), rate())

    def price() -> Any:
        at, equity = standing(i.size)
        return Conventions(sooner=i.get("tick", 0)).printed(price_by_formula(i, equity, i.size, at, rate()), i.side)

    single = figures(i, standing=standing)
    initial = lambda: formulas.initial_margin(marked(), i["leverage"])
    return single | {
        "initial_margin": single["initial_margin"] if i.mode == "isolated" else initial,
        "equity": lambda: standing(i.size)[1],
        "liquidation_price": price,
    }


def bybit_inverse(i: Inputs) -> Figures:
    """Bybit coin-margined: maintenance on the entry value; the fee is part of bankruptcy where a balance is pooled."""
    if not i.has("collateral") and not i.has("bankruptcy_price"):
        return on_entry(i)

    def balance() -> Any:
        """What the pool has; where only its bankruptcy is told, what is left there is the fee of closing."""
        if i.has("collateral"):
            return i["collateral"]
        end = i["bankruptcy_price"]
        fee = formulas.trading_fee(formulas.inverse_notional(i.amount, end), i["taker_fee"])
        return fee - formulas.inverse_pnl(i.size, i["entry_price"], end)

    def price() -> Any:
        rules = i.conventions(maintenance_on="entry", fee="bankruptcy", taker_fee=i["taker_fee"])
        return Position(i.size, i["entry_price"], balance(), FlatRate(i["mmr"]), rules).liquidation_price

    return on_entry(i) | {
        "bankruptcy_price": lambda: formulas.inverse_liquidation_price(
            balance(), i.size, i["entry_price"], i["taker_fee"]
        ),
        "liquidation_price": price,
    }


def bybit_cost(i: Inputs) -> Figures:
    """What an order reserves: margin, the fee to open, the fee to close at bankruptcy; in coin for an inverse one."""
    return on_entry(i if i.direction else Inputs(i.values, "long", i.venue, i.mode, i.contract))


def bybit_payload(i: Inputs) -> Figures:
    """Bybit's position payload, whose balance and margins hold the fee to close at bankruptcy, where one is told."""
    if i.has("notional"):  # a value alone is one unit at that price
        entry = i["entry_price"] if i.has("entry_price") else i.conventions().coordinate(i["notional"])
        i = i.but(entry_price=entry, quantity=i["notional"] / i.conventions().notional(1, entry))
    order = bybit_cost(i)
    fee = lambda: order["close_fee"]() if i.has("taker_fee") else Fraction(0)
    balance = lambda: order["initial_margin"]() + order["close_fee"]()
    return order | {
        "position_balance": balance,
        "initial_margin": lambda: order["initial_margin"]() + fee(),
        "maintenance_margin": lambda: order["maintenance_margin"]() + fee(),
    }
