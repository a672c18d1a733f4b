"""Drift: takeovers that cover a shortage, compartments judged apart, losses shared, weights moved by size."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.arithmetic import maximum, minimum
from marginlib.conventions import Conventions
from marginlib.formulas import settlement
from marginlib.lending import collateral
from marginlib.rounding import round_up
from tests.reference.case import Inputs
from tests.reference.positions import Figures

MICRO = Fraction(1, 10**6)


def cover(i: Inputs) -> Figures:
    """Base transferred to cover a shortage."""
    names = ("margin_shortage", "mark_price", "margin_ratio", "liquidator_fee", "if_fee", "quote_price")
    return {"base_to_close": lambda: settlement.base_to_close(*(i[name] for name in names))}


def flow(i: Inputs) -> Figures:
    """A takeover at a price with a fee, of all or of what covers the shortage; compartments judged apart."""

    def terms() -> tuple[Any, Any]:
        """Base taken over, and the rate of the fund: a case without a maintenance rate tells of no more than the whole.

        Source: Drift v2, programs/drift/src/math/liquidation.rs (calculate_perp_if_fee keeps to 95% of what is left).
        """
        most = minimum(i["quantity"], i.get("max_base", i["quantity"]))
        if not i.has("mmr"):
            return most, Fraction(0)
        value, rate, fee = (
            formulas.notional(i.size, i["mark_price"]),
            i["mmr"] + i.get("buffer", 0),
            i["liquidator_fee"],
        )
        equity = formulas.equity(i["collateral"], i.size, i["entry_price"], i["mark_price"])
        shortage = maximum(formulas.maintenance(value, rate) - equity, Fraction(0))
        left = maximum(rate - fee - shortage / value, Fraction(0))
        fund = minimum(i.get("if_fee", Fraction(0)), Fraction(95, 100) * left)
        if rate <= fee + fund:
            return most, fund  # a takeover costs as much as it frees
        return minimum(most, settlement.base_to_close(shortage, i["mark_price"], rate, fee, fund, 1)), fund

    taken = lambda: i.side * terms()[0]
    price = lambda: settlement.takeover_price(i["mark_price"], i.size, i["liquidator_fee"])

    def quote() -> Any:
        base, fund = terms()
        received = formulas.pnl(taken(), 0, price()) - formulas.pnl(i.size, 0, i["entry_price"])
        return received - formulas.trading_fee(formulas.notional(base, i["mark_price"]), fund)

    left = lambda: i.size - taken()
    value_left = lambda: formulas.notional(left(), i["mark_price"])
    equity_left = lambda: i["collateral"] + quote() + formulas.pnl(left(), 0, i["mark_price"])

    def spare() -> Any:
        return equity_left() - formulas.maintenance(value_left(), i["mmr"] + i.get("buffer", 0))

    def liquidatable(name: str) -> bool:
        leg = i.inner(i[name])
        inside = leg.side * leg["quantity"]
        equity = formulas.equity(leg["collateral"], inside, leg["entry_price"], leg["mark_price"])
        need = formulas.maintenance(formulas.notional(inside, leg["mark_price"]), i["mmr"])
        return bool(Conventions().liquidatable(equity, need))

    return {
        "base": left,
        "base_left": left,
        "quote": quote,
        "entry_left": lambda: -formulas.pnl(left(), 0, i["entry_price"]),
        "if_fee": lambda: formulas.trading_fee(formulas.notional(taken(), i["mark_price"]), terms()[1]),
        "collateral_minus_requirement": spare,
        "ratio": lambda: equity_left() / value_left(),
        "liquidator_base": taken,
        "liquidator_quote": lambda: -formulas.pnl(taken(), 0, price()),
        "cross_liquidatable": lambda: liquidatable("cross"),
        "isolated_liquidatable": lambda: liquidatable("isolated"),
    }


def isolated(i: Inputs) -> Figures:
    """Each bucket against its own requirement with a buffer; a loss is enlarged by the buffer."""
    cross, alone = (lambda: i.inner(i["cross"])), (lambda: i.inner(i["isolated"]))
    buffer = lambda: i.get("buffer", Fraction(0))  # a margin calculation without one is the plain one

    def cross_need() -> Any:
        if not cross().has("borrowed"):
            return Fraction(0)
        debt = formulas.notional(cross()["borrowed"], cross()["mark_price"])
        return formulas.maintenance(debt, cross()["liability_weight"] + buffer())

    def own() -> Any:
        size = alone()["size"]
        size = size if size < 0 else alone().side * size  # a size with a sign says its side itself
        profit = alone()["quote_balance"] + formulas.pnl(size, 0, alone()["mark_price"])
        return alone()["collateral"] + maximum(profit, 0 * profit) + minimum(profit, 0 * profit) * (1 + buffer())

    def own_need() -> Any:
        return formulas.maintenance(
            formulas.notional(alone()["size"], alone()["mark_price"]), alone()["imr"] + buffer()
        )

    ok = lambda equity, need: bool(equity >= need)
    return {
        "cross_collateral": lambda: cross()["collateral"],
        "cross_requirement": cross_need,
        "isolated_requirement": own_need,
        "isolated_collateral": own,
        "cross_ok": lambda: ok(cross()["collateral"], cross_need()),
        "isolated_ok": lambda: ok(own(), own_need()),
        "overall_ok": lambda: ok(cross()["collateral"], cross_need()) and ok(own(), own_need()),
    }


def loss(i: Inputs) -> Figures:
    """A loss spread over both sides, or over deposits, rounded up; a debt spread so that both sides pay all of it."""

    def share() -> Any:
        if i.has("debt"):
            return settlement.socialised_loss(i["debt"], i["long_base"], i["short_base"])
        return round_up(settlement.socialised_loss(i["loss"], i["long_base"], i["short_base"]), MICRO)

    def haircut() -> Any:
        if i["deposits"] == 0:
            return Fraction(0)  # nobody is there to pay
        return round_up(settlement.socialised_loss(i["loss"], i["deposits"], 0), Fraction(1, 10**10))

    return {
        "delta_per_base": share,
        "delta_per_deposit": haircut,
        "delta": haircut if i.has("deposits") else share,
        "each_long_pays": lambda: share() * i["long_base"],
        "each_short_pays": lambda: share() * i["short_base"],
    }


def weights(i: Inputs) -> Figures:
    """Weights moved by size, or by all deposits."""
    root = lambda: Fraction(math.sqrt(i["quantity"]))

    def scaled() -> Any:
        if i["scale_start"] == 0:
            return i["base_weight"]  # a start of zero turns the scaling off
        deposits = formulas.notional(i["deposits"], i["mark_price"])
        return collateral.scaled_asset_weight(i["base_weight"], i["scale_start"], deposits)

    return {
        "asset_weight": lambda: collateral.sized_asset_weight(i["base_asset_weight"], i["size_factor"], root()),
        "liability_weight": lambda: collateral.sized_liability_weight(
            i["base_liability_weight"], i["size_factor"], root()
        ),
        "initial_asset_weight": scaled,
    }
