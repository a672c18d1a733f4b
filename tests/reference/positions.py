"""One position of a centralised venue: every figure its inputs determine, and the families that share one rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.formulas.settlement import order_cost
from marginlib.position import Position
from marginlib.schedules import Fixed
from tests.reference.case import Inputs, MissingInput

Figures = dict[str, Callable[[], Any]]
Standing = Callable[[Any], tuple[Any, Any]]


def posted(i: Inputs, size: Any) -> Any:
    """Collateral: what the case gives, else value at the entry over leverage."""
    return i["collateral"] if i.has("collateral") else opening_margin(i, size)


def opening_margin(i: Inputs, size: Any) -> Any:
    """Value at the entry over leverage; all that was posted where no leverage is told."""
    if not i.has("leverage") and i.has("collateral"):
        return i["collateral"]
    return formulas.initial_margin(i.conventions().notional(size, i["entry_price"]), i["leverage"])


def profit(i: Inputs) -> Any:
    """Profit or loss at the mark."""
    return i.conventions().pnl(i.size, i["entry_price"], i["mark_price"])


def price_by_formula(i: Inputs, equity: Any, size: Any, at: Any, rate: Any, amount: Any = 0) -> Any:
    """Liquidation price from the equity at a price, as the venue writes it, also where it falls below zero."""
    how = i.conventions()
    return how.coordinate(formulas.liquidation_price(equity, how.exposure(size), how.coordinate(at), rate, amount))


def figures(i: Inputs, how: Conventions | None = None, standing: Standing | None = None) -> Figures:
    """What the inputs of one position determine.

    `standing` gives, for a size, a price and the equity there, from which the position is followed to its end; where
    a venue does not say otherwise that is the entry and what was posted.
    """
    rules = how or i.conventions()
    stands = standing or (lambda size: (i["entry_price"], posted(i, size)))

    def position(rate: Any = 0, amount: Any = 0) -> Position:
        size = i.size_or_unit
        at, equity = stands(size)
        return Position(size, at, equity, Fixed(((rate, amount),)), rules)

    def need() -> Any:
        at = i["entry_price"] if rules.maintenance_on == "entry" else i["mark_price"]
        return formulas.maintenance(rules.notional(i.amount, at), i["mmr"], i.get("maintenance_amount", 0))

    def opening() -> Any:
        return formulas.trading_fee(rules.notional(i.amount, i["entry_price"]), i["taker_fee"])

    def closing() -> Any:
        if not i.size:
            return Fraction(0)
        return formulas.trading_fee(rules.notional(i.size, position().bankruptcy_price), i["taker_fee"])

    def opened() -> Any:
        return formulas.size_from_margin(i["collateral"], i["leverage"], rules.notional(1, i["entry_price"]))

    return {
        "position_value": lambda: rules.notional(i.amount, i["entry_price"]),
        "initial_margin": lambda: opening_margin(i, i.amount),
        "margin": lambda: opening_margin(i, i.amount),
        "maintenance_margin": need,
        "equity": lambda: posted(i, i.amount) + profit(i),
        "unrealized_pnl": lambda: profit(i),
        "pnl_ratio": lambda: profit(i) / opening_margin(i, i.amount),
        "liquidation_price": lambda: position(i["mmr"], i.get("maintenance_amount", 0)).liquidation_price,
        "bankruptcy_price": lambda: position().bankruptcy_price,
        "quantity": opened,
        "contracts": opened,
        "open_fee": opening,
        "close_fee": closing,
        "two_way_fees": lambda: opening() + closing(),
        "order_cost": lambda: order_cost(opening_margin(i, i.amount), opening(), closing()),
    }


def on_entry(i: Inputs) -> Figures:
    """Maintenance fixed at the entry, as Bybit isolated, MEXC, jesse and OctoBot state it, linear or inverse."""

    def standing(size: Any) -> tuple[Any, Any]:
        """Margin posted, added and taken, and what is free of a pool, from which a loss at the mark is gone already."""
        free, loss = i.get("available_balance"), Fraction(0)
        if free is not None and i.has("mark_price"):
            loss = max(-i.conventions().pnl(size, i["entry_price"], i["mark_price"]), loss)
        changed = i.get("extra_margin", 0) - i.get("funding_fee", 0)
        return i["entry_price"], posted(i, size) + changed + (free or 0) + loss

    return figures(i, i.conventions(maintenance_on="entry"), standing)


def fee_at_price(i: Inputs) -> Figures:
    """Gate, OKX, HyperionX: the closing fee is charged at the price and raises the rate."""
    return figures(i, i.conventions(fee="price", taker_fee=i.get("taker_fee", Fraction(0))))


def octobot_linear(i: Inputs) -> Figures:
    """OctoBot's linear tables, and its wallet walked through reductions at given prices.

    An order of it reserves the fee of closing at the mark, where its inverse order reserves that of closing at
    bankruptcy, as it writes itself.
    """
    single = on_entry(i)

    def closing() -> Any:
        at = i.get("mark_price", i.get("entry_price"))
        return formulas.trading_fee(formulas.notional(i.amount, at), i["taker_fee"])

    single |= {
        "close_fee": closing,
        "order_cost": lambda: order_cost(single["initial_margin"](), single["open_fee"](), closing()),
    }
    return single | (octobot_steps(i) if i.has("steps") else {})


def octobot_steps(i: Inputs) -> Figures:
    """The figures of a wallet after the first of its steps, and after the last."""

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

    def left() -> Any:
        return formulas.initial_margin(formulas.notional(walk()[0][0], i["entry_price"]), i["leverage"])

    return {
        "position_margin": left,
        "available": lambda: i["wallet"] - left() + walk()[0][1],
        "total": lambda: i["wallet"] + walk()[0][1] + walk()[0][2],
        "realised": lambda: walk()[0][1],
        "unrealised": lambda: walk()[0][2],
        "final": lambda: i["wallet"] + walk()[-1][1] + walk()[-1][2],
    }


def octobot_inverse(i: Inputs) -> Figures:
    """OctoBot's coin-margined tables, which print 0 where no price is bankrupt: for a short at a leverage of 1."""
    single = on_entry(i)

    def bankruptcy_price() -> Any:
        found = single["bankruptcy_price"]()
        return found if found < float("inf") else 0

    return single | {"bankruptcy_price": bankruptcy_price}
