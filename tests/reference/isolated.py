"""Families about one position, or one pool, of a centralised venue."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.formulas.settlement import order_cost
from marginlib.position import Position
from marginlib.schedules import FlatRate
from tests.reference.case import ADDED, FREE, POSTED, TAKEN, WALLETS, Inputs, MissingInput


def margin(i: Inputs) -> Any:
    """Collateral posted: the input that names it, else notional over leverage."""
    posted = i.first(*WALLETS, *POSTED)
    if posted is not None:
        return posted
    return formulas.initial_margin(formulas.notional(i.size_or_unit, i["entry_price"]), i["leverage"])


def on_entry(i: Inputs) -> dict[str, Any]:
    """Maintenance fixed at the entry, as Bybit isolated, MEXC, jesse and OctoBot state it, linear or inverse."""
    conventions = Conventions(contract=i.contract, maintenance_on="entry")
    entry = lambda: i["entry_price"]

    def posted(size: Any) -> Any:
        given = i.first(*POSTED)
        return formulas.initial_margin(conventions.notional(size, entry()), i["leverage"]) if given is None else given

    def collateral(size: Any) -> Any:
        """Margin posted, added and taken, and what is free of a pool, from which a loss at the mark is gone already."""
        free, loss = i.first(*FREE), Fraction(0)
        if free is not None and i.has("mark_price"):
            loss = max(-conventions.pnl(size, entry(), i["mark_price"]), loss)
        return posted(size) + (i.first(*ADDED) or 0) - (i.first(*TAKEN) or 0) + (free or 0) + loss

    def position(rate: Any = 0) -> Position:
        return Position(i.size_or_unit, entry(), collateral(i.size_or_unit), FlatRate(rate), conventions)

    def value(price: Any) -> Any:
        return conventions.notional(i.size, price)

    def opening() -> Any:
        return formulas.trading_fee(value(entry()), i["taker_fee"])

    def closing() -> Any:
        return formulas.trading_fee(value(position().bankruptcy_price), i["taker_fee"]) if i.size else Fraction(0)

    def opened() -> Any:
        return formulas.size_from_margin(i["margin"], i["leverage"], conventions.notional(1, entry()))

    return {
        "position_value": lambda: value(entry()),
        "initial_margin": lambda: posted(i.size),
        "margin": lambda: posted(i.size),
        "maintenance_margin": lambda: formulas.maintenance(value(entry()), i["mmr"]),
        "liquidation_price": lambda: position(i["mmr"]).liquidation_price,
        "bankruptcy_price": lambda: position().bankruptcy_price,
        "unrealized_pnl": lambda: conventions.pnl(i.size, entry(), i["mark_price"]),
        "quantity": opened,
        "contracts": opened,
        "open_fee": opening,
        "close_fee": closing,
        "two_way_fees": lambda: opening() + closing(),
        "order_cost": lambda: order_cost(posted(i.size), opening(), closing()),
    }


def octobot_linear(i: Inputs) -> dict[str, Any]:
    """OctoBot's linear tables, and its wallet walked through reductions at given prices.

    An order of it reserves the fee of closing at the mark, where its inverse order reserves that of closing at
    bankruptcy, as it writes itself.
    """
    figures = on_entry(i)

    def closing() -> Any:
        mark = i["mark_price"] if i.has("mark_price") else i["entry_price"]
        return formulas.trading_fee(formulas.notional(i.size, mark), i["taker_fee"])

    figures |= {
        "close_fee": closing,
        "order_cost": lambda: order_cost(figures["initial_margin"](), figures["open_fee"](), closing()),
    }
    if not i.has("steps"):
        return figures

    def walk() -> list[tuple[Any, Any, Any]]:
        size, realised, states = i.size, Fraction(0), []
        for step in i["steps"]:
            found = re.fullmatch(r"\s*(?:reduce|close)\s+([\d.]+)\s+at\s+([\d.]+)\s*", str(step))
            if found is None:
                raise MissingInput(f"a step of the form 'reduce 1 at 43.8' instead of {step!r}")
            closed, price = i.side * Fraction(found[1]), Fraction(found[2])
            realised += formulas.pnl(closed, i["entry_price"], price)
            size -= closed
            states.append((size, realised, formulas.pnl(size, i["entry_price"], price)))
        return states

    def posted() -> Any:
        return formulas.initial_margin(formulas.notional(walk()[0][0], i["entry_price"]), i["leverage"])

    return figures | {
        "position_margin": posted,
        "available": lambda: i["wallet"] - posted() + walk()[0][1],
        "total": lambda: i["wallet"] + walk()[0][1] + walk()[0][2],
        "realised": lambda: walk()[0][1],
        "unrealised": lambda: walk()[0][2],
        "final": lambda: i["wallet"] + walk()[-1][1] + walk()[-1][2],
    }


def octobot_inverse(i: Inputs) -> dict[str, Any]:
    """OctoBot's coin-margined tables, which print 0 where no price is bankrupt: for a short at a leverage of 1."""
    figures = on_entry(replace(i, contract="inverse"))

    def bankruptcy_price() -> Any:
        found = figures["bankruptcy_price"]()
        return found if found < float("inf") else 0

    return figures | {"bankruptcy_price": bankruptcy_price}


def binance_leg(i: Inputs) -> tuple[Any, Any]:
    """Signed profit and maintenance of one leg at its mark price."""
    quantity, entry, mark = (
        i[first] if i.has(first) else i[second]
        for first, second in (("quantity", "q"), ("entry_price", "EP"), ("mark_price", "mark"))
    )
    amount = i.get("maintenance_amount", i.get("cum", 0))
    size = i.side * quantity
    return formulas.pnl(size, entry, mark), formulas.maintenance(formulas.notional(size, mark), i["mmr"], amount)


def binance(i: Inputs) -> dict[str, Any]:
    """Binance USD-M: maintenance on the mark price with a maintenance amount; a cross pool freezes its other legs."""
    figures: dict[str, Any] = {}
    for leg in i.get("positions", ()):
        name = str(leg["symbol"]).lower()
        figures[f"upnl_{name}"] = lambda leg=leg: binance_leg(i.inner(leg))[0]
        figures[f"mm_{name}"] = lambda leg=leg: binance_leg(i.inner(leg))[1]

    def price() -> Any:
        pooled = () if i.mode == "isolated" else i.get("other_positions", ())
        others = [binance_leg(i.inner(leg)) for leg in pooled]
        return formulas.conditional_liquidation_price(
            margin(i),
            i.size_or_unit,
            i["entry_price"],
            i["mmr"],
            i.get("maintenance_amount", 0),
            sum(profit for profit, _ in others),
            sum(need for _, need in others),
        )

    def profit() -> Any:
        return formulas.pnl(i.size, i["entry_price"], i["mark_price"])

    return figures | {
        "liquidation_price": price,
        "unrealized_pnl": profit,
        "isolated_margin": lambda: margin(i) + profit(),
        "maintenance_margin": lambda: binance_leg(i)[1],
    }


def fee_at_price(i: Inputs) -> dict[str, Any]:
    """Gate, OKX, HyperionX: the closing fee is charged at the price and raises the rate."""

    def position() -> Position:
        conventions = Conventions(fee="price", taker_fee=i.get("taker_fee", Fraction(0)))
        return Position(i.size_or_unit, i["entry_price"], margin(i), FlatRate(i["mmr"]), conventions)

    return {
        "liquidation_price": lambda: position().liquidation_price,
        "bankruptcy_price": lambda: position().bankruptcy_price,
    }


GRID = {"binance": binance, "bybit": on_entry, "gate": fee_at_price, "okx": fee_at_price}


def grid(i: Inputs) -> dict[str, Any]:
    """The grid of one trading system, by the convention of the venue named."""
    for name, family in GRID.items():
        if i.venue.lower().startswith(name):
            return family(i)
    raise MissingInput(f"a venue whose convention the grid knows (Binance, Bybit, Gate, OKX), but {i.venue!r}")


def hyperliquid(i: Inputs) -> dict[str, Any]:
    """Maintenance at half the initial rate of the largest leverage, on the mark price."""

    def rate() -> Any:
        if i.has("mmr"):
            return i["mmr"]
        most = i["asset_max_leverage"] if i.has("asset_max_leverage") else i["max_leverage"]
        return 1 / (2 * Fraction(most))

    def price() -> Any:
        size = i.size if i.has("raw_usd") else i.size_or_unit
        collateral = i["raw_usd"] + size * i["entry_price"] if i.has("raw_usd") else margin(i)
        return formulas.liquidation_price(collateral, size, i["entry_price"], rate())

    return {
        "liquidation_price": price,
        "margin_used": lambda: i["raw_usd"] + i.side * i["position_value"],
    }


def okx(i: Inputs) -> dict[str, Any]:
    """OKX's position payload: equity follows from the reported margin ratio."""
    mark = lambda: formulas.notional(i.size, i["mark_price"])
    rate = lambda: i["mmr"] + i["taker_fee"]
    profit = lambda: formulas.pnl(i.size, i["entry_price"], i["mark_price"])

    def price() -> Any:
        equity = i["margin_ratio_reported"] * formulas.maintenance(mark(), rate())
        return formulas.liquidation_price(equity, i.size, i["mark_price"], rate())

    return {
        "initial_margin": lambda: formulas.initial_margin(mark(), i["leverage"]),
        "maintenance_margin": lambda: formulas.maintenance(mark(), i["mmr"]),
        "unrealized_pnl": profit,
        "pnl_ratio": lambda: (
            profit() / formulas.initial_margin(formulas.notional(i.size, i["entry_price"]), i["leverage"])
        ),
        "liquidation_price": price,
    }


def bybit_inverse(i: Inputs) -> dict[str, Any]:
    """Bybit coin-margined: maintenance on the entry value; the fee is part of bankruptcy where a balance is pooled."""
    if not i.has("balance_btc"):
        return on_entry(replace(i, contract="inverse"))

    def price() -> Any:
        conventions = Conventions(
            contract="inverse",
            maintenance_on="entry",
            fee="bankruptcy",
            taker_fee=i["taker_fee"],
            tick=i.get("tick", 0),
            rounding="adverse",
        )
        return Position(i.size, i["entry_price"], i["balance_btc"], FlatRate(i["mmr"]), conventions).liquidation_price

    return {
        "bankruptcy_price": lambda: formulas.inverse_liquidation_price(
            i["balance_btc"], i.size, i["entry_price"], i["taker_fee"]
        ),
        "liquidation_price": price,
    }


def bybit_cost(i: Inputs) -> dict[str, Any]:
    """What an order reserves: margin, the fee to open, the fee to close at bankruptcy; in coin for an inverse one."""
    priced = {"entry_price": i.get("price"), **i.values}
    return on_entry(replace(i, values=priced, direction=i.direction or "long"))
