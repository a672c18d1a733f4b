"""The waterfall tank by tank, on books small enough to follow by hand, and the cases at its edges."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marginlib.book import Book, Mode
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput, UnknownName
from marginlib.liquidation import (
    Candidates,
    Discount,
    Disposal,
    JustEnough,
    Rules,
    Step,
    Turn,
    adl_score,
    by_equity,
    filled,
    pro_rata,
    queue,
    random_start,
    steps,
    venue_rules,
)
from marginlib.modes import cross, isolated
from marginlib.partition import Partition
from marginlib.schedules import ContinuousRate, FlatRate, MarginalTiers, Schedule
from marginlib.show.formula import printed
from tests.mechanics.liquidation.worlds import column

AT_ONCE = venue_rules("takeover", Fraction)
DRY = {"BTC": Fraction(0)}


def btc(
    *rows: tuple[str, int, int, int], rate: Fraction = Fraction(1, 200), schedule: Schedule | None = None, **rest: Any
) -> Book:
    """A book of one market: owner, size, entry, collateral of each position."""
    owner, size, entry, collateral = (list(cells) for cells in zip(*rows, strict=True))
    numbers: list[Any] = [column([Fraction(cell) for cell in cells]) for cells in (size, entry, collateral)]
    schedules: Any = {"BTC": schedule or FlatRate(rate)}
    return Book(["BTC"] * len(rows), numbers[0], numbers[1], numbers[2], schedules, owner, **rest)


def run(
    book: Book, price: int, fund: int = 0, mode: Mode = isolated, rules: Rules = AT_ONCE, **rest: Any
) -> list[Step]:
    """All steps of a run at a price."""
    return list(steps(book, mode, {"BTC": Fraction(price)}, rules, Fraction(fund), **rest))


def moves(step: Step) -> set[Any]:
    """Flows of a step, as (from, to, amount)."""
    return {tuple(transfer) for transfer in step.transfers}


LONG = ("ann", 10, 100, 50)  # bankrupt at 95; at 90 it owes 50


def test_the_fund_keeps_what_is_left_above_bankruptcy() -> None:
    """Taken over at 98 with 30 left and sold at 97, a long of 10 leaves 20 to the fund and nothing to its owner."""
    rules = Rules("", "", takeover=1, fill=Discount(Fraction(1, 98)))
    takeover, sale = run(btc(LONG, rate=Fraction(1, 20)), 98, 5, rules=rules)
    assert moves(takeover) == {(0, "engine", 30)}
    assert moves(sale) == {("engine", "market", 10), ("engine", "fund", 20)}
    assert sale.money["fund"] == 25


def test_the_fund_pays_first_then_the_other_side_then_the_venue() -> None:
    """A debt of 50 with 15 in the fund and a market that takes 4 at the mark: the fund pays 15 for 3 units, the short
    of 6 is closed at 95 for 30, and the last unit, which the market takes, leaves 5 to those who share: nobody has a
    profit any more, so the venue pays.
    """
    book = btc(LONG, ("bob", -6, 100, 100))
    told = run(book, 90, 15, liquidity={"BTC": Fraction(4)})
    assert [step.kind for step in told] == ["takeover", "dispose", "deleverage", "dispose", "cover"]
    assert moves(told[0]) == {("engine", 0, 50)}
    assert moves(told[1]) == {("fund", "engine", 15)}
    assert moves(told[2]) == {(1, "engine", 30)}
    assert not told[3].transfers
    assert moves(told[4]) == {("venue", "engine", 5)}
    assert [step.trades[0][1:] for step in told[:4]] == [(10, 95), (3, 90), (-6, 95), (1, 90)]


def test_those_who_share_pay_in_proportion_and_never_more_than_they_have() -> None:
    """A debt of 50 shared by equity over 30 and 70 costs 15 and 35; by profit, where nobody has any, the venue pays."""
    book = btc(LONG, ("bob", 1, 90, 30), ("cat", 1, 90, 70))
    shared = run(book, 90, liquidity=DRY, sharing=by_equity)[-1]
    assert moves(shared) == {(1, "engine", 15), (2, "engine", 35)}
    assert moves(run(book, 90, liquidity=DRY)[-1]) == {("venue", "engine", 50)}
    poor = run(btc(LONG, ("bob", 1, 90, 20)), 90, liquidity=DRY, sharing=by_equity)[1]
    assert moves(poor) == {(1, "engine", 20), ("venue", "engine", 30)}


def test_a_sharing_that_asks_for_more_than_there_is_gets_what_there_is() -> None:
    """Whatever a rule of sharing asks for, no pool pays more than its equity, and none is paid."""
    book = btc(LONG, ("bob", 1, 90, 30), ("cat", 1, 90, 70))
    greedy = run(book, 90, liquidity=DRY, sharing=lambda _, equity: 100 * equity)[1]
    assert moves(greedy) == {(1, "engine", 15), (2, "engine", 35)}
    assert moves(run(book, 90, liquidity=DRY, sharing=lambda _, equity: -equity)[1]) == {("venue", "engine", 50)}


def test_a_clawback_closes_nobody_and_takes_from_profits() -> None:
    """Where the venue does not deleverage, a debt of 50 costs profits of 60 and 40 in proportion: 30 and 20."""
    book, rules = btc(LONG, ("bob", -6, 100, 100), ("cat", -4, 100, 100)), venue_rules("clawback", Fraction)
    told = run(book, 90, rules=rules, liquidity=DRY)
    assert [step.kind for step in told] == ["takeover", "cover"]
    assert moves(told[1]) == {(1, "engine", 30), (2, "engine", 20)}
    assert told[1].held == {"BTC": 10}


def test_deleveraging_closes_exactly_what_was_open() -> None:
    """The case of a long of 10 against shorts of 6 and 4: both are closed whole at the bankruptcy price of 95."""
    told = run(btc(LONG, ("bob", -6, 100, 100), ("cat", -4, 100, 100)), 90, liquidity=DRY)
    assert {(step.pool, step.trades[0].size, step.trades[0].price) for step in told[1:]} == {(1, -6, 95), (2, -4, 95)}
    assert told[-1].remaining()[0].size.size == 0
    assert told[-1].remaining()[0].free == {"ann": 0, "bob": 130, "cat": 120}


def test_a_ranking_that_counts_in_money_is_refused() -> None:
    """Closing traders by size until their profit covers the debt stops at 6 of 10 and leaves a short without a long:
    the engine refuses it by name, and so it refuses closing too many.
    """

    def in_equity_space(candidates: Candidates, _: Any) -> list[Turn]:
        closed, debt = 0 * candidates.available, Fraction(50)
        for place in sorted(range(len(closed)), key=lambda place: -candidates.notional[place]):
            closed[place], debt = (candidates.available[place] if debt > 0 else 0), debt - candidates.profit[place]
        return [Turn(place, units) for place, units in enumerate(closed)]

    book = btc(LONG, ("bob", -6, 100, 100), ("cat", -4, 100, 100))
    with pytest.raises(InvalidInput, match="6 of 10"):
        run(book, 90, liquidity=DRY, ranking=in_equity_space)
    with pytest.raises(InvalidInput, match="12 of 10"):
        run(btc(LONG, ("bob", -12, 100, 300)), 90, liquidity=DRY, ranking=lambda c, _: [Turn(0, c.available[0])])
    with pytest.raises(InvalidInput, match="two turns"):
        run(book, 90, liquidity=DRY, ranking=lambda *_: [Turn(0, Fraction(5)), Turn(0, Fraction(5))])


def test_whoever_is_first_in_the_queue_is_closed_first() -> None:
    """Profit in percent times leverage, by hand: Bob 1/11 x 9/2, Cat 1/10 x 9/10, Dan 1/10 x 9 are closed in the order
    Dan, Bob, Cat, which is not that of the book; a list of turns in another order is walked in that order.
    """
    shorts = ("bob", -2, 99, 22), ("cat", -4, 100, 360), ("dan", -4, 100, 0)
    book = btc(LONG, *shorts)
    told = run(book, 90, liquidity=DRY)
    assert [(step.pool, -step.trades[0].size) for step in told if step.kind == "deleverage"] == [(3, 4), (1, 2), (2, 4)]
    backwards = run(book, 90, liquidity=DRY, ranking=lambda c, wanted: filled([1, 2, 0], c.available, wanted))
    assert [step.pool for step in backwards if step.kind == "deleverage"] == [2, 3, 1]


def jumped(posted: int) -> tuple[list[int], list[Any]]:
    """Who is closed first after a jump from 100 to 85 with 3 units taken and 20 in the fund, and what it pays.

    Ann is long 10 with 100 posted; Bob is short 6 with so much posted, Cat short 4 with 200.
    """
    book = btc(("ann", 10, 100, 100), ("bob", -6, 100, posted), ("cat", -4, 100, 200))
    told = run(book, 85, 20, liquidity={"BTC": Fraction(3)})
    closed = [step for step in told if step.kind == "deleverage"]
    return [step.pool for step in closed], [posted + 90 - told[-1].money[1], 260 - told[-1].money[2]]


def test_more_margin_takes_a_winner_back_in_the_queue_and_not_out_of_it() -> None:
    """Bob's 15 % at 510/210 stand before Cat's at 340/260 and cost him 30; with 300 posted both have 51/260, and with
    320 Cat goes first, which leaves him 15 to pay: of the 50 that Ann lacks the fund has paid 15.
    """
    scores = [adl_score(Fraction(90), 600, 510, Fraction(posted + 90)) for posted in (120, 300, 320)]
    cat = adl_score(Fraction(60), 400, 340, Fraction(260))
    assert [round(float(score), 4) for score in (scores[0], cat)] == [0.3643, 0.1962]
    assert scores[0] > scores[1] == cat == Fraction(51, 260) > scores[2]
    assert jumped(120) == ([1, 2], [30, 5])
    assert jumped(320) == ([2, 1], [15, 20])


def test_a_winner_without_leverage_is_closed_before_a_late_one_with_much() -> None:
    """At 85 a short from 240 with 0.47x stands before one from 88 with 4.72x: profit weighs more than leverage."""
    entry, equity = np.array([88.0, 240.0]), np.array([85 / 4.72, 85 / 0.47])
    sizes = np.ones(2)
    order = queue(Candidates(sizes, entry - 85, entry, 85 * sizes, equity, sizes), 1.5)
    assert [turn.place for turn in order] == [1, 0]


def test_the_engine_hands_profit_and_entry_to_the_queue_each_in_its_place() -> None:
    """The same two shorts with 18 and 181 of equity, by hand: 3/88 x 85/18 = 0.16 stands behind 155/240 x 85/181 =
    0.30. Were the quotient turned over, 138 would stand before 0.73, and the other would be closed.
    """
    told = run(btc(("ann", 1, 100, 5), ("bob", -1, 88, 15), ("cat", -1, 240, 26)), 85, liquidity=DRY)
    assert [step.pool for step in told if step.kind == "deleverage"] == [2]


def test_the_score_is_printed_as_it_is_reckoned() -> None:
    """The lesson's formula comes from the code."""
    assert printed(adl_score).text == "adl_score = (G/C)*(N/V)"


def test_rankings_choose_as_they_say() -> None:
    """The queue takes profit times leverage first, pro rata takes equal shares, a random start takes a run of
    neighbours; all of them close 6 units.
    """
    eager, calm = ("bob", -6, 110, 60), ("cat", -12, 100, 600)
    book = btc(("ann", 6, 100, 30), eager, calm, ("dan", 12, 95, 600))
    closed = {}
    for name, ranking in {"queue": queue, "pro rata": pro_rata, "random": random_start(0)}.items():
        told = run(book, 90, liquidity=DRY, ranking=ranking)
        closed[name] = {step.pool: -step.trades[0].size for step in told if step.kind == "deleverage"}
        assert sum(closed[name].values()) == 6
    assert closed["queue"] == {1: 6}
    assert closed["pro rata"] == {1: 2, 2: 4}
    assert len(closed["random"]) == 1


def test_nobody_is_closed_below_zero() -> None:
    """A short with 15 of equity can lose 5 a unit on 3 units only: the other 7 find nobody."""
    told = run(btc(LONG, ("bob", -10, 89, 25)), 90, liquidity=DRY)
    assert told[1].trades[0].size == -3
    assert moves(told[1]) == {(1, "engine", 15)}
    assert told[-1].state.equity.tolist() == [0, 0, 0, 0]


def test_ties_are_broken_by_the_name_of_the_account() -> None:
    """Of two equal shorts the one whose owner comes first is closed, wherever it stands in the book."""
    short = (-10, 100, 100)
    for order in (("bob", "cat"), ("cat", "bob")):
        told = run(btc(LONG, *((name, *short) for name in order), ("dan", 10, 95, 500)), 90, liquidity=DRY)
        assert [order[step.pool - 1] for step in told if step.kind == "deleverage"] == ["bob"]


def test_an_empty_book_gives_no_steps() -> None:
    """Neither without positions nor with free collateral alone is there anything to liquidate."""
    empty = Book([], [], [], [], {"BTC": FlatRate(0.005)}, free={"ann": 5.0})
    for mode in (isolated, cross):
        assert not list(steps(empty, mode, {"BTC": 90.0}, venue_rules("takeover")))


def test_without_a_market_and_without_another_side_the_engine_holds_on() -> None:
    """With an empty fund the venue pays the debt; a rich fund pays it; a position with something left is held and the
    fund gains that.
    """
    alone = run(btc(LONG), 90, liquidity=DRY)
    assert [step.kind for step in alone] == ["takeover", "cover"]
    assert moves(alone[-1]) == {("venue", "engine", 50)}
    assert alone[-1].held == {"BTC": 10}
    assert moves(run(btc(LONG), 90, 80, liquidity=DRY)[-1]) == {("fund", "engine", 50)}
    solvent = run(btc(("ann", 10, 100, 100), rate=Fraction(1, 20)), 93, liquidity=DRY)
    assert moves(solvent[-1]) == {("engine", "fund", 30)}


def test_everybody_bankrupt_leaves_the_debts_to_the_venue() -> None:
    """A long from 120 and a short from 80 without money both owe 100 at 110 and 90: the engine holds both, which is
    nothing, and the venue has paid 200.
    """
    told = run(btc(("ann", 10, 120, 100), ("bob", -10, 80, 100)), 100, liquidity=DRY)
    assert [step.kind for step in told] == ["takeover", "cover", "takeover", "cover"]
    assert told[-1].money["venue"] == -200
    assert told[-1].held == {}


def test_orders_are_cancelled_before_anything_is_sold() -> None:
    """Margin that orders of a cross account held back returns and is enough; it cannot help an isolated position."""
    book = btc(("ann", 10, 100, 52))
    saved = run(book, 95, mode=cross, reserved={"ann": Fraction(50)})
    assert [step.kind for step in saved] == ["cancel"]
    assert moves(saved[0]) == {("orders", 0, 50)}
    assert next(step.kind for step in run(book, 95, reserved={"ann": Fraction(50)})) == "takeover"


def test_twenty_percent_first_then_the_rest() -> None:
    """Hyperliquid closes a fifth of a position above 100,000, then, if need be, the whole; a smaller one at once."""
    rules = venue_rules("hyperliquid-2026", Fraction)
    saved = run(btc(("ann", 4, 50_000, 11_800), rate=Fraction(1, 20)), 49_500, rules=rules)
    assert [step.trades[0].size for step in saved] == [Fraction(4, 5)]
    large = run(btc(("ann", 4, 50_000, 9_500), rate=Fraction(1, 20)), 49_500, rules=rules)
    assert [step.trades[0].size for step in large] == [Fraction(4, 5), Fraction(16, 5)]
    small = run(btc(("ann", 2, 50_000, 5_900), rate=Fraction(1, 20)), 49_500, rules=rules)
    assert [step.trades[0].size for step in small] == [2]
    gone = run(btc(("ann", 4, 50_000, 7_000), rate=Fraction(1, 20)), 49_500, rules=rules)
    assert gone[0].kind == "takeover"  # 5,000 is less than two thirds of 9,900


def test_one_tier_at_a_time() -> None:
    """A position of 700 in the tier above 500 is first reduced to 500, and kept where that is enough."""
    tiers = MarginalTiers((0, Fraction(500)), (Fraction(1, 100), Fraction(1, 10)))
    rules = venue_rules("tiers", Fraction)
    kept = run(btc(("ann", 7, 101, 27), schedule=tiers), 100, rules=rules)
    assert [(step.kind, step.trades[0].size) for step in kept] == [("close", 2)]
    gone = run(btc(("ann", 7, 101, 11), schedule=tiers), 100, rules=rules)
    assert [(step.kind, step.trades[0].size) for step in gone] == [("close", 2), ("close", 5)]


def test_just_enough_reaches_the_buffer() -> None:
    """Drift leaves the pool its maintenance and two percent of its notional, and what the fee on a discounted fill
    of 250 is less than one on the mark: a hundredth of a hundredth.
    """
    book = btc(("ann", 10, 100, 95), rate=Fraction(1, 10))
    (step,) = run(book, 100, rules=venue_rules("drift", Fraction))
    state = step.state
    wanted = (Fraction(1, 10) + Fraction(1, 50)) * abs(state.legs.size[0]) * 100
    assert state.equity[0] - wanted == Fraction(250, 100 * 100)
    assert step.trades[0].size * 100 == Fraction(25, Fraction(1, 10))  # short of 25, each unit closed frees a tenth


def test_half_while_half_the_ratio_is_left() -> None:
    """Perpetual Protocol closes half of a position with at least half its maintenance, and all of one with less."""
    rules = venue_rules("perpetual", Fraction)
    half = run(btc(("ann", 10, 100, 50), rate=Fraction(1, 16)), 100, rules=rules)
    assert half[0].trades[0].size == 5
    whole = run(btc(("ann", 10, 100, 31), rate=Fraction(1, 16)), 100, rules=rules)
    assert [step.trades[0].size for step in whole] == [10]


def test_a_coin_margined_book_conserves_coins() -> None:
    """In coin too every transfer is told: a long of 10,000 USD bankrupt at 5,000 is closed against a short there."""
    size, entry, coin = column([Fraction(10_000), Fraction(-10_000)]), column([Fraction(10_000)] * 2), column([1, 2])
    flat = {"BTC": FlatRate(Fraction(1, 200))}
    book = Book(["BTC"] * 2, size, entry, coin, flat, ["ann", "bob"], conventions=Conventions(contract="inverse"))
    told = run(book, 4_000, liquidity=DRY)
    assert told[-1].trades[0] == ("BTC", -10_000, 5_000)
    assert moves(told[-1]) == {(1, "engine", Fraction(1, 2))}
    assert told[-1].remaining()[0].free == {"ann": 0, "bob": 3}


def test_floats_leave_no_dust() -> None:
    """In floats a full deleveraging ends the run: no step moves a rounding error, and nothing is left to sell."""
    flat = {"BTC": FlatRate(0.005)}
    book = Book(["BTC"] * 3, [0.7, -0.3, -0.4], [100.1, 99.7, 103.3], [3.3, 9.1, 7.7], flat, ["ann", "bob", "cat"])
    for ranking in (queue, pro_rata):
        told = list(steps(book, isolated, {"BTC": 90.3}, AT_ONCE, 0.0, liquidity={"BTC": 0}, ranking=ranking))
        assert [step.kind for step in told] == ["takeover", "deleverage", "deleverage"]


@example(1.96, 68.6, 1)  # its notional over its price is another number than its size
@given(st.floats(0.1, 3), st.floats(50, 150), st.sampled_from([1, -1]))
def test_a_position_that_is_closed_whole_is_gone(size: float, entry: float, side: int) -> None:
    """In floats, whatever its size and price: no rounding error stays open, with the whole as the part or with the
    lowest tier.
    """
    book = Book(["BTC"], [side * size], [entry], [size * entry * 0.05], {"BTC": FlatRate(0.01)})
    for rules in (Rules("", ""), venue_rules("tiers")):
        told = list(steps(book, isolated, {"BTC": entry * (1 - side * 0.043)}, rules))
        assert [step.kind for step in told] == ["close"]
        assert told[0].left.tolist() == [0]


def test_bad_inputs_are_named_before_anything_moves() -> None:
    """A negative fund, liquidity or reserve, sales that never end, unknown rules, a pool of two owners."""
    book = btc(LONG, ("bob", -6, 100, 100))
    with pytest.raises(InvalidInput, match="fund is -1"):
        run(book, 90, -1)
    with pytest.raises(InvalidInput, match="BTC is -3"):
        run(book, 90, liquidity={"BTC": -3})
    with pytest.raises(InvalidInput, match="never end"):
        Disposal(fraction=0.5)
    with pytest.raises(UnknownName, match="hyperliquid"):
        venue_rules("mtgox")
    with pytest.raises(InvalidInput, match="several accounts"):
        run(book, 90, mode=lambda _: Partition(np.array([0, 0]), np.array([0, 1]), 2))


def test_a_schedule_without_tiers_has_one() -> None:
    """Down one tier from the only one closes the position."""
    book = btc(("ann", 10, 100, 40), schedule=ContinuousRate(Fraction(1, 20), Fraction(0)))
    assert [step.trades[0].size for step in run(book, 100, rules=venue_rules("tiers", Fraction))] == [10]


def test_a_discount_above_maintenance_takes_no_more_than_is_left() -> None:
    """Drift's 1 % where maintenance is 0.5 %: the buyer gets the equity of 40 that is left, and nobody else pays. A
    pool without equity is sold at the discount, and so is one whose rate is above it, as Drift's markets have it.
    """
    rules = venue_rules("drift", Fraction)
    (sale,) = run(btc(("ann", 100, 100, 140)), 99, rules=rules)
    assert moves(sale) == {(0, "market", 40)}
    assert sale.trades[0].price == Fraction("98.6")
    short = run(btc(("ann", -100, 100, 140)), 101, rules=rules)
    assert short[-1].trades[0].price == Fraction("101.4")
    bankrupt = run(btc(("ann", 100, 100, 90)), 99, rules=rules)
    assert bankrupt[1].trades[0].price == Fraction("98.01")
    usual = run(btc(("ann", 100, 100, 140), rate=Fraction(1, 20)), 99, rules=rules)
    assert usual[1].trades[0].price == Fraction("98.01")


def test_just_enough_without_fees_counts_none() -> None:
    """Short of 25 where each unit of 100 frees 12: 25 twelfths of a unit, by hand."""
    book = btc(("ann", 10, 100, 95), rate=Fraction(1, 10))
    (step,) = run(book, 100, rules=Rules("", "", part=JustEnough(Fraction(1, 50))))
    assert step.trades[0].size == Fraction(25, 12)


@pytest.mark.parametrize("rules", ["takeover", "dydx-v4", "drift", "perpetual"])
def test_a_debt_without_a_position_reaches_the_fund(rules: str) -> None:
    """Long and short of ann are gone against each other, and she owes 7: the fund pays 5 of it, the venue the rest."""
    settled = column([Fraction(-12), Fraction(0), Fraction(0)])
    book = btc(("ann", 1, 100, 5), ("ann", -1, 100, 0), ("bob", 2, 100, 50), settled=settled)
    told = run(book, 100, 5, cross, venue_rules(rules, Fraction), sharing=lambda _, equity: 0 * equity)
    assert [(step.kind, step.pool) for step in told] == [("takeover", 0), ("cover", 0)]
    assert moves(told[1]) == {("fund", "engine", 5), ("venue", "engine", 2)}
    assert told[-1].money[0] == 0
