"""Pools whose balances count by weight, and loans: Mango, Synthetix, Aave and Morpho."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.formulas import settlement
from marginlib.lending import collateral
from tests.reference.case import Inputs, MissingInput
from tests.reference.positions import Figures


def mango(i: Inputs) -> Figures:
    """Weighted value of all balances, the perpetual settled into the first token."""

    def perpetual() -> Any:
        if not i.has("perp"):
            return Fraction(0)
        perp = i["perp"]
        value = perp["quote_balance"] + collateral.weighted_value(
            perp["base_lots"], perp["quote_per_base_lot"], perp["asset_weight"], perp["liability_weight"]
        )
        return value * (perp["positive_pnl_weight"] if value > 0 else 1)

    def health() -> Any:
        total = Fraction(0)
        for number, token in enumerate(i["tokens"], start=1):
            asset, debt = token["asset_weight"], token["liability_weight"]
            scaling = i.get("limit_scaling", {}).get(str(number))
            if scaling is not None:
                value = formulas.notional(scaling["total_tokens"], token["mark_price"])
                if scaling["scaled_side"].startswith("borrow"):
                    debt = collateral.scaled_liability_weight(debt, scaling["scale_start"], value)
                elif scaling["scaled_side"].startswith("deposit"):
                    asset = collateral.scaled_asset_weight(asset, scaling["scale_start"], value)
                else:
                    raise MissingInput(f"borrows or deposits as the side of a scaling, but {scaling['side']!r}")
            amount = token["amount"] + (perpetual() / token["mark_price"] if number == 1 else 0)
            total += collateral.weighted_value(amount, token["mark_price"], asset, debt)
        return total

    return {"health": health}


def synthetix(i: Inputs) -> Figures:
    """Positions filled at a price with skew; margin that never falls below zero."""

    def profits() -> list[Any]:
        return [
            formulas.pnl(
                leg["size"],
                settlement.skewed_fill(leg["fill_basis_price"], leg["size"], Fraction(leg["skew_scale"])),
                price,
            )
            for leg, price in zip(i["positions"], i["mark_prices"], strict=True)
        ]

    def available() -> Any:
        return max(Fraction(0), i["collateral"] + sum(profits()))

    def need() -> Any:
        total = Fraction(0)
        for leg, price in zip(i["positions"], i["mark_prices"], strict=True):
            rate = formulas.size_scaled_rate(
                leg["min_imr"], leg["size_factor"] / Fraction(leg["skew_scale"]), leg["size"]
            )
            total += formulas.maintenance(formulas.notional(leg["size"], price), rate * leg["mm_scalar"])
        return total

    return {
        "pnl": profits,
        "available_margin": available,
        "liquidatable": lambda: bool(Conventions().liquidatable(available(), need())),
    }


def aave(i: Inputs) -> Figures:
    """Health factor; aave-utilities prints -1 where nothing is owed, and the factor has no bound."""

    def factor() -> Any:
        if i["debt"] == 0:
            return Fraction(-1)
        return formulas.health_factor(i["collateral"], i["liquidation_threshold"], Fraction(i["debt"]))

    return {"health_factor": factor}


def morpho(i: Inputs) -> Figures:
    """Liquidation incentive factor."""
    cursor = lambda: i.get("cursor", Fraction(3, 10))  # constants of the protocol, where a case does not name them
    most = lambda: i.get("max_lif", Fraction(23, 20))
    return {"lif": lambda: collateral.liquidation_incentive(i["liquidation_threshold"], cursor(), most())}
