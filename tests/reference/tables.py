"""Families about rates: tiers, brackets and levels of margin, without a price of liquidation."""

from __future__ import annotations

from typing import Any

from marginlib import formulas
from marginlib.schedules import ContinuousRate, MarginalTiers, StepTiers
from marginlib.sizing import largest_leverage
from tests.reference.case import Inputs
from tests.reference.positions import Figures


def kraken(i: Inputs) -> Figures:
    """Kraken: margin level is equity over used margin, a part of what is borrowed: coin by a short, money by a long."""
    borrowed = lambda: i["mark_price"] if i.side < 0 else i["entry_price"]
    equity = lambda: formulas.equity(i["collateral"], i.size, i["entry_price"], i["mark_price"])
    used = lambda: formulas.initial_margin(formulas.notional(i.size, borrowed()), i["leverage"])
    return {"equity": equity, "used_margin": used, "margin_level": lambda: formulas.margin_level(equity(), used())}


def deribit(i: Inputs) -> Figures:
    """A rate that grows with the size."""
    need = lambda: ContinuousRate(i["base_rate"], i["per_unit"]).requirement(i["quantity"], i["mark_price"])
    return {"initial_margin": need, "maintenance_margin": need}


def brackets(i: Inputs) -> Figures:
    """Maintenance amounts from continuity."""
    rows = lambda: [(row["floor"], row["mmr"]) for row in i["tiers"]]
    return {"maintenance_amounts": lambda: list(MarginalTiers.from_rows(rows()).amounts)}


def next_amount(i: Inputs) -> Figures:
    """The amount of one tier: from that of the tier below, or of the tier that a value falls into."""
    if i.has("tiers"):
        return tiers(i)
    names = ("previous_amount", "floor", "previous_mmr", "mmr")
    return {"maintenance_amount": lambda: formulas.maintenance_amount(*(i[name] for name in names))}


def tiers(i: Inputs) -> Figures:
    """Tier of a notional, and the largest leverage of a stake; rows may leave out what no figure asks of them."""

    def held() -> int:
        number: int = MarginalTiers.from_rows([(row["floor"], 0) for row in i["tiers"]]).tier(i["notional"])
        return number

    def amount() -> Any:
        given = i["tiers"][held()].get("maintenance_amount")
        return brackets(i)["maintenance_amounts"]()[held()] if given is None else given

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


def okx_tiers(i: Inputs) -> Figures:
    """One flat rate by the number of contracts, caps inclusive."""

    def rate() -> Any:
        rows = i["tiers"]
        return StepTiers(tuple(row["cap"] for row in rows[:-1]), tuple(row["mmr"] for row in rows)).rate(i["contracts"])

    return {"mmr": rate}
