"""dYdX v4: pools of signed balances, what they need, and how a part of one is closed, offered and settled."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.formulas import settlement
from marginlib.risk import Risk
from marginlib.rounding import round_down, round_up
from marginlib.schedules import OpenInterestScaled
from tests.reference.case import Inputs, MissingInput
from tests.reference.positions import Figures

MICRO = Fraction(1, 10**6)


def pool(quote: Any, positions: Any, unit: Any = 0) -> Risk:
    """Net collateral and requirements of a quote balance and signed positions, each need rounded up to the unit."""

    def need(leg: Any, rate: str) -> Any:
        exact = formulas.maintenance(formulas.notional(leg["size"], leg["mark_price"]), leg.get(rate, Fraction(0)))
        return round_up(exact, unit) if unit else exact

    total = Risk(quote, Fraction(0), Fraction(0))
    for leg in positions:
        total = total + Risk(formulas.pnl(leg["size"], 0, leg["mark_price"]), need(leg, "imr"), need(leg, "mmr"))
    return total


def told(i: Inputs, unit: Any = 0) -> Risk:
    """The pool of a case: its totals where the case gives them, else its parts."""
    if i.has("equity"):
        return Risk(i["equity"], Fraction(0), i["maintenance_margin"])
    return pool(i["quote_balance"], i["positions"], unit)


def totals(risk: Callable[[], Risk]) -> Figures:
    """Net collateral against requirements; liquidatable only when strictly below a requirement above zero."""
    return {
        "net_collateral": lambda: risk().equity,
        "initial_margin": lambda: risk().initial,
        "maintenance_margin": lambda: risk().maintenance,
        "liquidatable": lambda: bool(
            risk().maintenance > 0 and Conventions().liquidatable(risk().equity, risk().maintenance)
        ),
    }


def risk(i: Inputs) -> Figures:
    """A pool, judged."""
    return totals(lambda: told(i))


def net(i: Inputs) -> Figures:
    """A pool whose totals are printed in whole millionths."""
    return totals(lambda: told(i, MICRO))


def margin(i: Inputs) -> Figures:
    """Requirements of one position, rounded up to a millionth; the initial rate scaled by open interest."""
    value = lambda: formulas.notional(i.amount, i["mark_price"])

    def rate() -> Any:
        if not i.has("open_interest", "oi_lower_cap", "oi_upper_cap") or i["oi_upper_cap"] == 0:
            return i["imr"]  # an upper cap of zero turns the scaling off
        interest = formulas.notional(i["open_interest"], i["mark_price"])
        schedule = OpenInterestScaled(i["imr"], interest, i["oi_lower_cap"], i["oi_upper_cap"])
        return round_down(schedule.requirement(1, 1), MICRO)

    def need() -> Any:
        initial = round_up(formulas.maintenance(value(), i["imr"]), MICRO)
        return round_up(formulas.maintenance(initial, i["maintenance_fraction"]), MICRO)

    return {
        "initial_margin": lambda: round_up(formulas.maintenance(value(), rate()), MICRO),
        "maintenance_margin": need,
    }


def conditional(i: Inputs) -> Figures:
    """Conditional liquidation price of one leg, from the equity of the pool at the marks."""

    def chosen() -> Any:
        if not i.has("positions"):  # one position
            size = i["size"] if i.direction is None or i["size"] < 0 else i.side * i["size"]
            return {"size": size, "mark_price": i["mark_price"], "mmr": i["mmr"]}
        if i.has("symbol"):
            return i.leg(i["symbol"])
        sided = [leg for leg in i["positions"] if i.direction is None or leg["size"] * i.side > 0]
        if not sided:
            raise MissingInput(f"a {i.direction or 'position'} among its positions")
        return sided[0]

    def others() -> Any:
        leg = chosen()
        return pool(Fraction(0), [other for other in i.get("positions", ()) if other is not leg]).maintenance

    def price() -> Any:
        leg = chosen()
        return formulas.conditional_liquidation_price(
            i["equity"], leg["size"], leg["mark_price"], leg["mmr"], 0, 0, others()
        )

    return {
        "mmr_other": others,
        "liquidation_price": price,
        "equity_at_lp": lambda: formulas.equity(i["equity"], chosen()["size"], chosen()["mark_price"], price()),
    }


def bankruptcy(i: Inputs) -> Figures:
    """Quote received for closing a part at its bankruptcy price."""

    def quote() -> Any:
        state, close = told(i), i["close"]
        leg = i.leg(close["symbol"])
        value = formulas.pnl(close["size"], 0, leg["mark_price"])
        need = formulas.maintenance(abs(value), leg["mmr"])
        return round_up(settlement.bankruptcy_quote(value, state.equity, need, state.maintenance), MICRO)

    return risk(i) | {"bankruptcy_quote": quote}


def fillable(i: Inputs) -> Figures:
    """Price at which the protocol offers the position."""

    def price() -> Any:
        state = told(i)
        leg = i.leg(i.get("symbol"))
        return settlement.fillable_price(
            leg["mark_price"],
            leg["size"],
            state.equity,
            state.maintenance,
            leg["mmr"],
            i["bankruptcy_adjustment"],
            i["spread_to_maintenance_ratio"],
        )

    return risk(i) | {"fillable_price": price}


def insurance(i: Inputs) -> Figures:
    """What the fund gains or pays at a fill."""
    return {
        "insurance_delta": lambda: settlement.insurance_delta(
            i.size, i["fill_price"], i["bankruptcy_price"], i["max_liquidation_fee"]
        )
    }
