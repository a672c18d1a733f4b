"""Families about protocols on chain: pools of signed balances, weights, liquidation fills, lending."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.arithmetic import maximum, minimum
from marginlib.conventions import Conventions
from marginlib.formulas import collateral, settlement
from marginlib.risk import Risk
from marginlib.rounding import round_down, round_up
from marginlib.schedules import OpenInterestScaled
from tests.reference.case import Inputs, MissingInput

MICRO = Fraction(1, 10**6)


def pool(quote: Any, positions: Any, unit: Any = 0) -> Risk:
    """Net collateral and requirements of a quote balance and signed positions, each need rounded up to the unit."""

    def need(leg: Any, rate: str) -> Any:
        exact = formulas.maintenance(formulas.notional(leg["size"], leg["price"]), leg.get(rate, Fraction(0)))
        return round_up(exact, unit) if unit else exact

    total = Risk(quote, Fraction(0), Fraction(0))
    for leg in positions:
        total = total + Risk(formulas.pnl(leg["size"], 0, leg["price"]), need(leg, "imf"), need(leg, "mmf"))
    return total


def dydx_pool(i: Inputs) -> Risk:
    """The pool of a dYdX case, whichever way the case names its parts."""
    if i.has("net_collateral"):
        return Risk(i["net_collateral"], Fraction(0), i["maintenance_margin"])
    quote = i["quote_balance"] if i.has("quote_balance") else i["quote"]
    if i.has("positions"):
        return pool(quote, i["positions"])
    return pool(quote, i["positions_after_update"], MICRO)  # totals are printed in whole millionths


def dydx_risk(i: Inputs) -> dict[str, Any]:
    """Net collateral against requirements; liquidatable only when strictly below a requirement above zero."""
    risk = lambda: dydx_pool(i)
    return {
        "net_collateral": lambda: risk().equity,
        "initial_margin": lambda: risk().initial,
        "maintenance_margin": lambda: risk().maintenance,
        "liquidatable": lambda: bool(Conventions().liquidatable(risk().equity, risk().maintenance)),
    }


def dydx_margin(i: Inputs) -> dict[str, Any]:
    """Requirements of one position, rounded up to a millionth; the initial rate scaled by open interest."""
    value = lambda: formulas.notional(i["quantity"], i["price"])

    def rate() -> Any:
        if not i.has("open_interest", "oi_lower_cap", "oi_upper_cap") or i["oi_upper_cap"] == 0:
            return i["imf"]  # an upper cap of zero turns the scaling off
        interest = formulas.notional(i["open_interest"], i["price"])
        schedule = OpenInterestScaled(i["imf"], interest, i["oi_lower_cap"], i["oi_upper_cap"])
        return round_down(schedule.requirement(1, 1), MICRO)

    def need() -> Any:
        initial = round_up(formulas.maintenance(value(), i["imf"]), MICRO)
        return round_up(formulas.maintenance(initial, i["maintenance_fraction"]), MICRO)

    return {
        "initial_margin": lambda: round_up(formulas.maintenance(value(), rate()), MICRO),
        "maintenance_margin": need,
    }


def dydx_doc(i: Inputs) -> dict[str, Any]:
    """Conditional liquidation price of one leg, from the equity of the pool at the marks."""

    def chosen() -> Any:
        if i.has("symbol"):
            return i.leg(i["symbol"])
        sided = [leg for leg in i["positions"] if i.direction is None or leg["size"] * i.side > 0]
        if not sided:
            raise MissingInput(f"a {i.direction or 'position'} among its positions")
        return sided[0]

    def others() -> Any:
        return pool(Fraction(0), [leg for leg in i["positions"] if leg is not chosen()]).maintenance

    return {
        "mmr_other": others,
        "liquidation_price": lambda: formulas.conditional_liquidation_price(
            i["equity"], chosen()["size"], chosen()["price"], chosen()["mmf"], 0, 0, others()
        ),
    }


def dydx_bankruptcy(i: Inputs) -> dict[str, Any]:
    """Quote received for closing a part at its bankruptcy price."""

    def quote() -> Any:
        risk, close = dydx_pool(i), i["close"]
        leg = i.leg(close["symbol"])
        value = formulas.pnl(close["size"], 0, leg["price"])
        need = formulas.maintenance(abs(value), leg["mmf"])
        return round_up(settlement.bankruptcy_quote(value, risk.equity, need, risk.maintenance), MICRO)

    return {"bankruptcy_quote": quote}


def dydx_fillable(i: Inputs) -> dict[str, Any]:
    """Price at which the protocol offers the position."""

    def price() -> Any:
        risk = dydx_pool(i)
        leg = i.leg(i.get("symbol"))
        return settlement.fillable_price(
            leg["price"],
            leg["size"],
            risk.equity,
            risk.maintenance,
            leg["mmf"],
            i["bankruptcy_adjustment"],
            i["spread_to_maintenance_ratio"],
        )

    return {"fillable_price": price}


def dydx_insurance(i: Inputs) -> dict[str, Any]:
    """What the fund gains or pays at a fill."""
    return {
        "insurance_delta": lambda: settlement.insurance_delta(
            i.size, i["fill_price"], i["bankruptcy_price"], i["max_liquidation_fee"]
        )
    }


def drift_cover(i: Inputs) -> dict[str, Any]:
    """Base transferred to cover a shortage."""
    names = ("margin_shortage", "price", "margin_ratio", "liquidator_fee", "if_fee", "quote_price")
    return {"base_to_close": lambda: settlement.base_to_close(*(i[name] for name in names))}


def drift_flow(i: Inputs) -> dict[str, Any]:
    """A takeover at a price with a fee, of all or of what covers the shortage; compartments judged apart."""
    size = lambda: i.side * i["base"]

    def terms() -> tuple[Any, Any]:
        """Base taken over, and the rate of the fund: a case without a maintenance rate tells of no more than the whole.

        Source: Drift v2, programs/drift/src/math/liquidation.rs (calculate_perp_if_fee keeps to 95% of what is left).
        """
        most = minimum(i["base"], i.get("max_base", i["base"]))
        if not i.has("mmf"):
            return most, Fraction(0)
        value, rate, fee = formulas.notional(size(), i["price"]), i["mmf"] + i.get("buffer", 0), i["liquidator_fee"]
        equity = formulas.equity(i["collateral"], size(), i["entry"], i["price"])
        shortage = maximum(formulas.maintenance(value, rate) - equity, Fraction(0))
        left = maximum(rate - fee - shortage / value, Fraction(0))
        fund = minimum(i.get("if_fee", Fraction(0)), Fraction(95, 100) * left)
        if rate <= fee + fund:
            return most, fund  # a takeover costs as much as it frees
        return minimum(most, settlement.base_to_close(shortage, i["price"], rate, fee, fund, 1)), fund

    taken = lambda: i.side * terms()[0]
    price = lambda: settlement.takeover_price(i["price"], size(), i["liquidator_fee"])

    def quote() -> Any:
        base, fund = terms()
        received = formulas.pnl(taken(), 0, price()) - formulas.pnl(size(), 0, i["entry"])
        return received - formulas.trading_fee(formulas.notional(base, i["price"]), fund)

    def liquidatable(name: str) -> bool:
        leg = i.inner(i[name])
        inside = leg.side * leg["base"]
        equity = formulas.equity(leg["collateral"], inside, leg["entry"], leg["price"])
        need = formulas.maintenance(formulas.notional(inside, leg["price"]), i["mmf"])
        return bool(Conventions().liquidatable(equity, need))

    return {
        "base": lambda: size() - taken(),
        "quote": quote,
        "liquidator_base": taken,
        "liquidator_quote": lambda: -formulas.pnl(taken(), 0, price()),
        "cross_liquidatable": lambda: liquidatable("cross"),
        "isolated_liquidatable": lambda: liquidatable("isolated"),
    }


def drift_isolated(i: Inputs) -> dict[str, Any]:
    """Each bucket against its own requirement with a buffer; a loss is enlarged by the buffer."""
    cross, alone = (lambda: i.inner(i["cross"])), (lambda: i.inner(i["isolated"]))
    buffer = lambda: i.get("buffer", Fraction(0))  # a margin calculation without one is the plain one

    def cross_need() -> Any:
        if not cross().has("borrow_sol"):
            return Fraction(0)
        debt = formulas.notional(cross()["borrow_sol"], cross()["sol_price"])
        return formulas.maintenance(debt, cross()["liability_weight"] + buffer())

    def own() -> Any:
        size = alone()["size"]
        size = size if size < 0 else alone().side * size  # a size with a sign says its side itself
        profit = alone()["quote"] + formulas.pnl(size, 0, alone()["price"])
        return alone()["collateral"] + maximum(profit, 0 * profit) + minimum(profit, 0 * profit) * (1 + buffer())

    def own_need() -> Any:
        return formulas.maintenance(formulas.notional(alone()["size"], alone()["price"]), alone()["imf"] + buffer())

    ok = lambda equity, need: bool(equity >= need)
    return {
        "cross_collateral": lambda: cross()["deposit_usdc"],
        "cross_requirement": cross_need,
        "isolated_requirement": own_need,
        "isolated_collateral": own,
        "cross_ok": lambda: ok(cross()["deposit_usdc"], cross_need()),
        "isolated_ok": lambda: ok(own(), own_need()),
        "overall_ok": lambda: ok(cross()["deposit_usdc"], cross_need()) and ok(own(), own_need()),
    }


def drift_loss(i: Inputs) -> dict[str, Any]:
    """A loss spread over both sides, or over deposits, rounded up; a debt spread so that both sides pay all of it."""
    longs = lambda: i["longs"] if i.has("longs") else i["long_base"]
    shorts = lambda: i["shorts"] if i.has("shorts") else i["short_base"]

    def share() -> Any:
        if i.has("debt"):
            return settlement.socialised_loss(i["debt"], longs(), shorts())
        return round_up(settlement.socialised_loss(i["loss"], longs(), shorts()), MICRO)

    def haircut() -> Any:
        if i["deposits"] == 0:
            return Fraction(0)  # nobody is there to pay
        return round_up(settlement.socialised_loss(i["loss"], i["deposits"], 0), Fraction(1, 10**10))

    return {
        "delta_per_base": share,
        "delta_per_deposit": haircut,
        "each_long_pays": lambda: share() * longs(),
        "each_short_pays": lambda: share() * shorts(),
    }


def drift_weights(i: Inputs) -> dict[str, Any]:
    """Weights moved by size, or by all deposits."""
    root = lambda: Fraction(math.sqrt(i["size"]))

    def scaled() -> Any:
        if i["scale_start"] == 0:
            return i["base_weight"]  # a start of zero turns the scaling off
        deposits = formulas.notional(i["deposits_sol"], i["price"])
        return collateral.scaled_asset_weight(i["base_weight"], i["scale_start"], deposits)

    return {
        "asset_weight": lambda: collateral.sized_asset_weight(i["base_asset_weight"], i["imf"], root()),
        "liability_weight": lambda: collateral.sized_liability_weight(i["base_liability_weight"], i["imf"], root()),
        "initial_asset_weight": scaled,
    }


def mango(i: Inputs) -> dict[str, Any]:
    """Weighted value of all balances, the perpetual settled into the first token."""

    def perpetual() -> Any:
        if not i.has("perp"):
            return Fraction(0)
        perp = i["perp"]
        value = perp["quote"] + collateral.weighted_value(
            perp["base_lots"], perp["quote_per_base_lot"], perp["asset_weight"], perp["liability_weight"]
        )
        return value * (perp["positive_pnl_weight"] if value > 0 else 1)

    def health() -> Any:
        total = Fraction(0)
        for number, token in enumerate(i["tokens"], start=1):
            asset, debt = token["asset_weight"], token["liability_weight"]
            scaling = i.get("limit_scaling", {}).get(str(number))
            if scaling is not None:
                value = formulas.notional(scaling["total_tokens"], token["price"])
                if scaling["side"].startswith("borrow"):
                    debt = collateral.scaled_liability_weight(debt, scaling["scale_start"], value)
                elif scaling["side"].startswith("deposit"):
                    asset = collateral.scaled_asset_weight(asset, scaling["scale_start"], value)
                else:
                    raise MissingInput(f"borrows or deposits as the side of a scaling, but {scaling['side']!r}")
            amount = token["amount"] + (perpetual() / token["price"] if number == 1 else 0)
            total += collateral.weighted_value(amount, token["price"], asset, debt)
        return total

    return {"health": health}


def synthetix(i: Inputs) -> dict[str, Any]:
    """Positions filled at a price with skew; margin that never falls below zero."""

    def profits() -> list[Any]:
        return [
            formulas.pnl(
                leg["size"],
                settlement.skewed_fill(leg["fill_basis_price"], leg["size"], Fraction(leg["skew_scale"])),
                price,
            )
            for leg, price in zip(i["positions"], i["prices"], strict=True)
        ]

    def available() -> Any:
        return max(Fraction(0), i["collateral"] + sum(profits()))

    def need() -> Any:
        total = Fraction(0)
        for leg, price in zip(i["positions"], i["prices"], strict=True):
            rate = formulas.size_scaled_rate(leg["min_im"], leg["imf"] / Fraction(leg["skew_scale"]), leg["size"])
            total += formulas.maintenance(formulas.notional(leg["size"], price), rate * leg["mm_scalar"])
        return total

    return {
        "pnl": profits,
        "available_margin": available,
        "liquidatable": lambda: bool(Conventions().liquidatable(available(), need())),
    }


def aave(i: Inputs) -> dict[str, Any]:
    """Health factor; aave-utilities prints -1 where nothing is owed, and the factor has no bound."""

    def factor() -> Any:
        if i["debt"] == 0:
            return Fraction(-1)
        return formulas.health_factor(i["collateral"], i["liquidation_threshold"], Fraction(i["debt"]))

    return {"health_factor": factor}


def morpho(i: Inputs) -> dict[str, Any]:
    """Liquidation incentive factor."""
    cursor = lambda: i.get("cursor", Fraction(3, 10))  # constants of the protocol, where a case does not name them
    most = lambda: i.get("max_lif", Fraction(23, 20))
    return {"lif": lambda: collateral.liquidation_incentive(i["lltv"], cursor(), most())}
