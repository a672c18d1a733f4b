"""Published figures of liquidation, each under the number of its register, at printed precision."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from marginlib import formulas
from marginlib.book import Book
from marginlib.errors import InvalidInput
from marginlib.formulas import settlement
from marginlib.liquidation import Fillable, Step, by_profit, steps, venue_rules
from marginlib.liquidation.deleveraging import portions
from marginlib.modes import cross, isolated
from marginlib.position import Position
from marginlib.schedules import FlatRate
from tests.mechanics.liquidation.worlds import column

PRICE = Fraction(50_000)
TENTH = Fraction(1, 10)


def balance(quote: int, size: Fraction, rules: Any) -> list[Step]:
    """Liquidate a dYdX account of a quote balance and a position of 0.1 BTC at 50,000, maintenance 10 %."""
    equity = quote + size * PRICE
    book = Book(["BTC"], column([size]), column([PRICE]), column([Fraction(0)]), {"BTC": FlatRate(TENTH)}, ["ann"])
    book = replace(book, settled=column([equity]))
    return list(steps(book, cross, {"BTC": PRICE}, rules, Fraction(10**6)))


@pytest.mark.parametrize(
    ("quote", "side", "published"), [(-4501, 1, 4501), (5499, -1, -5499), (-5000, 1, 5000), (-5100, 1, 5100)]
)
def test_r5_bankruptcy_price(quote: int, side: int, published: int) -> None:
    """DYdX v4, liquidations_test.go: the engine takes over 0.1 BTC for exactly what leaves the account nothing."""
    takeover = balance(quote, side * TENTH, venue_rules("takeover", Fraction))[0]
    (trade,) = takeover.trades
    assert trade.size * trade.price == published
    assert takeover.money[0] == 0


def test_r5_half_a_position() -> None:
    """Half of the position at zero equity is worth half: 2,500."""
    assert settlement.bankruptcy_quote(Fraction(2500), Fraction(0), Fraction(250), Fraction(500)) == 2500


@pytest.mark.parametrize(
    ("quote", "side", "adjustment", "spread", "published"),
    [
        (-4501, 1, 1, "0.1", 49_999),
        (5499, -1, 1, "0.1", 50_001),
        (-5000, 1, 1, "0.1", 49_500),
        (-4501, 1, 2, "0.1", 49_998),
        (-4501, 1, 1, "0.2", 49_998),
    ],
)
def test_r6_fillable_price(quote: int, side: int, adjustment: int, spread: str, published: int) -> None:
    """DYdX v4, liquidations_test.go: the price the engine sells at, the nearer to bankruptcy the further away."""
    rules = replace(venue_rules("dydx-v4", Fraction), fill=Fillable(adjustment, Fraction(spread)))
    sale = next(step for step in balance(quote, side * TENTH, rules) if step.kind in ("close", "dispose"))
    assert sale.trades[0].price == published


def test_r8_maintenance() -> None:
    """Vega, 0019-MCAL: slippage 0.25 and risk factor 0.1 at 15,900 need 5,565; a perpetual at 1,590 adds half of the
    funding that has accrued and needs 556.58.
    """
    slippage, risk = Fraction(1, 4), Fraction(1, 10)
    schedule = FlatRate(slippage + risk)
    assert schedule.requirement(-1, 15_900) == 5_565
    funding = Fraction(1_600) * Fraction("0.002") * Fraction("0.05")
    assert schedule.requirement(1, 1_590) + funding / 2 == Fraction("556.58")


@pytest.mark.parametrize(
    ("size", "price", "factor", "published"),
    [
        (-1, 15_900, "0.9", 14_310),
        (-1, 15_900, "0.7", 11_130),
        (-1, 57_500, "0.11", 6_325),
        (-10, 15_910, "0.9", 143_190),
        (-5, 15_912, "0.9", 71_604),
        (-3, 15_912, "0.9", 42_962),
        (-2, 15_912, "0.9", 28_642),
    ],
)
def test_r8_isolated_margin(size: int, price: int, factor: str, published: int) -> None:
    """Vega, 0019-MCAL: an isolated position or order posts its margin factor times its notional."""
    posted = formulas.initial_margin(formulas.notional(Fraction(size), price), 1 / Fraction(factor))
    assert round(posted) == published


def test_r8_too_little_isolated_margin_is_rejected() -> None:
    """A factor of 0.11 leaves 6,325, less than the initial margin of 1.5 times 5,565: the engine refuses."""
    schedule = FlatRate(Fraction(7, 20))
    position = Position(Fraction(-1), Fraction(15_900), Fraction(14_310), schedule)
    with pytest.raises(InvalidInput, match="below the initial margin"):
        position.remove_margin(Fraction(14_310 - 6_325), Fraction(15_900), Fraction(3, 2) * Fraction(7, 20))


def test_r9_disposal() -> None:
    """Vega, 0012-POSR-013: 280 taken over, half of the rest at a time, all at 50 or less, at most 1 % of 10,000."""
    book = Book(["BTC"], column([Fraction(280)]), column([TENTH]), column([Fraction(0)]), {"BTC": FlatRate(TENTH)})
    run = list(steps(book, isolated, {"BTC": TENTH}, venue_rules("vega", Fraction)))
    assert [step.trades[0].size for step in run] == [280, 100, 90, 45, 45]


def test_r9_network_profit() -> None:
    """Vega, 0012-POSR-016: a long of 1 taken at 100 and a short of 2 at 120 have made 20 at 120, and 20 and 60 at 60.

    The specification prints a short of 1, which would leave no position; its figures are those of a short of 2.
    """
    book = Book(["BTC"] * 2, [1.0, -2.0], [100.0, 120.0], [0.0, 0.0], {"BTC": FlatRate(0.1)})
    open_size = book.legs(cross(book)).size[0]
    assert open_size == -1
    made = [float(book.risk(cross, {"BTC": price}).equity[0]) for price in (120.0, 60.0)]
    unrealised = [formulas.pnl(open_size, 120.0, price) for price in (120.0, 60.0)]
    assert [(total - rest, rest) for total, rest in zip(made, unrealised, strict=True)] == [(20, 0), (20, 60)]


def test_the_insurance_example_of_bitmex() -> None:
    """Entered at 100, liquidated at 99.5 and bankrupt at 99, filled at 99.25: the fund gains 0.25 a unit."""
    assert settlement.insurance_delta(1, Fraction("99.25"), 99, 1) == Fraction("0.25")
    book = Book(
        ["BTC"],
        column([Fraction(1)]),
        column([Fraction(100)]),
        column([Fraction(1)]),
        {"BTC": FlatRate(Fraction(1, 199))},
    )
    rules = replace(venue_rules("takeover", Fraction), fill=lambda _: Fraction("99.25"))
    run = list(steps(book, isolated, {"BTC": Fraction("99.4")}, rules))
    assert [step.kind for step in run] == ["takeover", "dispose"]
    assert run[0].trades[0].price == 99
    assert run[-1].money["fund"] == Fraction("0.25")


def test_a_fill_below_bankruptcy_is_what_the_fund_pays() -> None:
    """The other half of the same example: filled at 98.75 the fund pays 0.25 a unit, and no fee is taken of nothing."""
    assert settlement.insurance_delta(1, Fraction("98.75"), 99, 1) == Fraction("-0.25")
    assert settlement.bad_debt(Fraction("98.75") - 99) == Fraction("0.25")


def test_the_clawback_of_okex() -> None:
    """CoinDesk, 3 August 2018: 4,168,515 contracts of 100 USD are over 400 million, and about 1,200 BTC are missing.
    Bloomberg says 18 % of profits are taken, so those were about 6,667 BTC, whoever had them.
    """
    assert 4_168_515 * 100 == 416_851_500
    profits = np.array([4_000.0, 2_000.0, 667.0])
    cut = portions(by_profit(profits, 2 * profits), 1_200.0)
    assert (cut / profits).round(3).tolist() == [0.18] * 3
    assert cut.sum() == pytest.approx(1_200)
