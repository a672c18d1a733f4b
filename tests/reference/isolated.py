"""Families about one position, or one pool, of a centralised venue."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.position import Position
from marginlib.rounding import round_down, round_nearest, round_up
from marginlib.schedules import ContinuousRate, FlatRate, MarginalTiers, StepTiers
from marginlib.schedules.tiers import largest_leverage
from marginlib.settlement import order_cost
from tests.reference.case import POSTED, WALLETS, Inputs, MissingInput

SATOSHI = 10**8


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

    def position(rate: Any = 0) -> Position:
        return Position(i.size_or_unit, entry(), posted(i.size_or_unit), FlatRate(rate), conventions)

    def fees() -> tuple[Any, Any]:
        here, end = (conventions.notional(i.size, price) for price in (entry(), position().bankruptcy_price))
        return formulas.trading_fee(here, i["taker_fee"]), formulas.trading_fee(end, i["taker_fee"])

    return {
        "initial_margin": lambda: posted(i.size),
        "margin": lambda: posted(i.size),
        "maintenance_margin": lambda: formulas.maintenance(conventions.notional(i.size, entry()), i["mmr"]),
        "liquidation_price": lambda: position(i["mmr"]).liquidation_price,
        "bankruptcy_price": lambda: position().bankruptcy_price,
        "unrealized_pnl": lambda: conventions.pnl(i.size, entry(), i["mark_price"]),
        "quantity": lambda: formulas.size_from_margin(i["margin"], i["leverage"], entry()),
        "two_way_fees": lambda: sum(fees()),
        "order_cost": lambda: order_cost(posted(i.size), *fees()),
    }


def octobot_linear(i: Inputs) -> dict[str, Any]:
    """OctoBot's linear tables, and its wallet walked through reductions at given prices."""
    if not i.has("steps"):
        return on_entry(i)

    def walk() -> list[tuple[Any, Any, Any]]:
        size, realised, states = i.size, Fraction(0), []
        for step in i["steps"]:
            found = re.fullmatch(r"\s*\w+\s+([\d.]+)\s+at\s+([\d.]+)\s*", str(step))
            if found is None:
                raise MissingInput(f"a step of the form 'reduce 1 at 43.8' instead of {step!r}")
            closed, price = i.side * Fraction(found[1]), Fraction(found[2])
            realised += formulas.pnl(closed, i["entry_price"], price)
            size -= closed
            states.append((size, realised, formulas.pnl(size, i["entry_price"], price)))
        return states

    def posted() -> Any:
        return formulas.initial_margin(formulas.notional(walk()[0][0], i["entry_price"]), i["leverage"])

    return on_entry(i) | {
        "position_margin": posted,
        "available": lambda: i["wallet"] - posted() + walk()[0][1],
        "total": lambda: i["wallet"] + walk()[0][1] + walk()[0][2],
        "realised": lambda: walk()[0][1],
        "unrealised": lambda: walk()[0][2],
        "final": lambda: i["wallet"] + walk()[-1][1] + walk()[-1][2],
    }


def octobot_inverse(i: Inputs) -> dict[str, Any]:
    """OctoBot's coin-margined tables."""
    return on_entry(replace(i, contract="inverse"))


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
    """Bybit coin-margined: the fee is part of bankruptcy, maintenance is on the entry value."""
    size = lambda: i.side * i["contracts_usd"]

    def price() -> Any:
        conventions = Conventions(
            contract="inverse", maintenance_on="entry", fee="bankruptcy", taker_fee=i["taker_fee"]
        )
        return Position(size(), i["entry_price"], i["balance_btc"], FlatRate(i["mmr"]), conventions).liquidation_price

    return {
        "bankruptcy_price": lambda: formulas.inverse_liquidation_price(
            i["balance_btc"], size(), i["entry_price"], i["taker_fee"]
        ),
        "liquidation_price": price,
    }


def bybit_cost(i: Inputs) -> dict[str, Any]:
    """What an order reserves: margin, the fee to open, the fee to close at bankruptcy."""
    side = lambda: i.side if i.direction else 1
    value = lambda: formulas.notional(i["quantity"], i["price"])
    initial = lambda: formulas.initial_margin(value(), i["leverage"])
    opening = lambda: formulas.trading_fee(value(), i["taker_fee"])

    def closing() -> Any:
        end = formulas.bankruptcy_price(formulas.initial_margin(i["price"], i["leverage"]), side(), i["price"])
        return formulas.trading_fee(formulas.notional(i["quantity"], end), i["taker_fee"])

    return {
        "initial_margin": initial,
        "open_fee": opening,
        "close_fee": closing,
        "order_cost": lambda: order_cost(initial(), opening(), closing()),
    }


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
    """Loss of one position, capped at its margin in isolated mode."""

    def loss() -> Any:
        size = i.side * i["position_xbt"] / i["entry_price"]
        return max(-formulas.pnl(size, i["entry_price"], i["price"]), Fraction(0))

    return {"cross_loss_xbt": loss, "isolated_loss_xbt": lambda: min(loss(), i["isolated_margin_xbt"])}


def bitmex_fund(i: Inputs) -> dict[str, Any]:
    """Fund change per unit: where it filled against where the trader was bankrupt; no cap on the gain."""
    return {"fund_delta": lambda: formulas.pnl(i.side, i["bankruptcy"], i["fill"])}


def kucoin(i: Inputs) -> dict[str, Any]:
    """KuCoin's position payload: maintenance on cost, with the closing commission on cost and margin, either side."""
    conventions = Conventions(contract=i.contract, tick=i.get("tick", 0))
    size = lambda: i.side * i["contracts"] * abs(i["multiplier"])
    cost = lambda: i["pos_cost"] if i.has("pos_cost") else conventions.notional(size(), i["entry_price"])
    fee = lambda: i["pos_comm"] if i.has("pos_comm") else formulas.trading_fee(cost() + i["pos_init"], i["taker_fee"])
    fresh = lambda: formulas.maintenance(cost(), i["mmr"]) + fee()
    need = lambda: i["pos_maint"] if i.has("pos_maint") else fresh()

    def price(collateral: Any, needed: Any) -> Any:
        at = cost() / abs(size())
        exact = formulas.liquidation_price(collateral, conventions.exposure(size()), at, 0, -needed)
        return conventions.rounded(conventions.coordinate(exact), size())

    return {
        "pos_comm": fee,
        "pos_margin": lambda: i["pos_init"] + fee(),
        "pos_maint": fresh,
        "liquidation_price": lambda: price(i["pos_init"] + fee(), need()),
        "bankruptcy_price": lambda: price(i["pos_init"], 0),
    }


def edgex(i: Inputs) -> dict[str, Any]:
    """edgeX: equity at the mark of a pool, prices floored to a tenth."""
    tenth = Fraction(1, 10)
    mark = lambda: i["position_value"] / i["quantity"]
    return {
        "unrealized_pnl": lambda: formulas.pnl(i.size, i["entry_price"], mark()),
        "initial_margin": lambda: formulas.initial_margin(i["position_value"], i["leverage"]),
        "risk_value": lambda: formulas.maintenance(i["position_value"], i["risk_rate"]),
        "bankruptcy_price": lambda: round_down(formulas.bankruptcy_price(i["equity"], i.size, mark()), tenth),
        "liquidation_price": lambda: round_down(
            formulas.liquidation_price(i["equity"], i.size, mark(), i["risk_rate"]), tenth
        ),
    }


def kraken(i: Inputs) -> dict[str, Any]:
    """Kraken: margin level is equity over used margin."""
    equity = lambda: formulas.equity(i["equity_start"], i.size, i["entry_price"], i["price"])
    used = lambda: formulas.initial_margin(formulas.notional(i.size, i["price"]), i["leverage"])
    return {"equity": equity, "used_margin": used, "margin_level": lambda: formulas.margin_level(equity(), used())}


def deribit(i: Inputs) -> dict[str, Any]:
    """A rate that grows with the size."""
    need = lambda: ContinuousRate(i["base_rate"], i["per_unit"]).requirement(i["size"], i["price"])
    return {"initial_margin": need, "maintenance_margin": need}


def binance_coin(i: Inputs) -> dict[str, Any]:
    """Coin-margined notional and maintenance."""
    coins = lambda: formulas.inverse_notional(i["contracts"] * i["contract_value_usd"], i["mark_price"])
    return {"position_btc": coins, "maintenance_margin": lambda: formulas.maintenance(coins(), i["mmr"])}


def brackets(i: Inputs) -> dict[str, Any]:
    """Maintenance amounts from continuity."""
    rows = lambda: [(row["floor"], row["mmr"]) for row in i["brackets"]]
    return {"maintenance_amounts": lambda: list(MarginalTiers.from_rows(rows()).amounts)}


def next_amount(i: Inputs) -> dict[str, Any]:
    """The amount of one tier from that of the tier below, in quote currency or in coin."""
    either = lambda name: i[f"{name}_btc"] if i.has(f"{name}_btc") else i[name]
    return {
        "maintenance_amount": lambda: formulas.maintenance_amount(
            either("previous_cum"), either("floor"), i["mmr_prev"], i["mmr"]
        )
    }


def tiers(i: Inputs) -> dict[str, Any]:
    """Tier of a notional, and the largest leverage of a stake; rows may leave out what no figure asks of them."""

    def held() -> int:
        number: int = MarginalTiers.from_rows([(row["floor"], 0) for row in i["tiers"]]).tier(i["notional"])
        return number

    def amount() -> Any:
        given = i["tiers"][held()].get("maintenance_amount")
        return brackets(Inputs({"brackets": i["tiers"]}))["maintenance_amounts"]()[held()] if given is None else given

    def leverage() -> Any:
        if not i.has("stake"):
            return i["tiers"][held()]["max_leverage"]
        rows = i["tiers"]
        ends = [row["floor"] for row in rows[1:]] + [float("inf")]
        caps = [row.get("cap", end) for row, end in zip(rows, ends, strict=True)]
        return largest_leverage(
            i["stake"], [(row["floor"], cap, row["max_leverage"]) for row, cap in zip(rows, caps, strict=True)]
        )

    return {
        "mmr": lambda: i["tiers"][held()]["mmr"],
        "maintenance_amount": amount,
        "max_leverage": leverage,
    }


def okx_tiers(i: Inputs) -> dict[str, Any]:
    """One flat rate by the number of contracts, caps inclusive."""

    def rate() -> Any:
        rows = i["tiers"]
        return StepTiers(tuple(row["cap"] for row in rows[:-1]), tuple(row["mmr"] for row in rows)).rate(i["contracts"])

    return {"mmr": rate}
