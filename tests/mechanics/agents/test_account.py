"""Two actions, and money that is conserved to the last digit in every mode."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marginlib.agents import WALLET, Account, Action, Declined, Exchange, Holding, Move, Order
from marginlib.book import Book, Mode
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput, UnknownName
from marginlib.modes import basket, cross, isolated
from marginlib.schedules import FlatRate, MarginalTiers

MARKETS = ("A", "B", "C")
LABELS = {"A": "major", "B": "major", "C": "minor"}


def baskets(book: Book) -> Any:
    """A and B share a pool, C has its own."""
    return basket([LABELS[market] for market in np.asarray(book.market).tolist()])(book)


MODES: list[Mode] = [isolated, cross, baskets]
TIERS = MarginalTiers((Fraction(0), Fraction(500)), (Fraction(1, 100), Fraction(3, 100)))


def exchange(mode: Mode, **rules: Any) -> Exchange:
    """Exact rules: three markets with tiers, fees and depth."""
    depth = dict.fromkeys(MARKETS, Fraction(1000))
    given = {"fee": Fraction(1, 1000), "depth": depth, "penalty": Fraction(1, 200), "initial": Fraction(2), **rules}
    return Exchange(dict.fromkeys(MARKETS, TIERS), mode, **given)


INVERSE = 10_000  # quote units that are worth a base unit at a price of 100


def start(unit: int = 1) -> Account:
    """Long A, short B, nothing in C."""
    held = {
        "A": Holding(Fraction(10 * unit), Fraction(100), Fraction(200), Fraction(0)),
        "B": Holding(Fraction(-5 * unit), Fraction(90), Fraction(150), Fraction(0)),
    }
    return Account(held, Fraction(300))


def exactly(*values: int) -> dict[str, Fraction]:
    """Prices of all markets."""
    return dict(zip(MARKETS, map(Fraction, values), strict=True))


NUMBERS = st.fractions(Fraction(1, 10), 200, max_denominator=50)
ACTIONS = st.one_of(
    st.builds(Move, st.sampled_from([*MARKETS, WALLET]), st.sampled_from([*MARKETS, WALLET]), NUMBERS),
    st.builds(
        Order,
        st.sampled_from(MARKETS),
        st.one_of(NUMBERS.map(lambda size: size / 10), NUMBERS.map(lambda size: -size / 10),
                  st.sampled_from([Fraction(-10), Fraction(5)])),
        st.one_of(st.just(Fraction(0)), NUMBERS),
    ),
)  # fmt: skip


Three = tuple[int, int, int]
THREE = st.tuples(*[st.integers(60, 140)] * 3)


def value(held: Holding, price: Any, contract: str) -> Any:
    """Counted by hand: collateral, what is settled, and what is not."""
    profit = held.size * (price - held.entry) if contract == "linear" else held.size * (1 / held.entry - 1 / price)
    return held.collateral + held.settled + profit


def wealth(account: Account, prices: Mapping[str, Any], contract: str = "linear") -> Any:
    """Counted by hand: wallet, positions, what was paid away, less what others paid."""
    inside = sum(value(held, prices[market], contract) for market, held in account.holdings.items())
    return account.wallet + inside + account.costs - account.debt


CONVENTIONS = [
    Conventions(),
    Conventions(contract="inverse"),
    Conventions(maintenance_on="entry", trigger="inclusive"),
    Conventions(contract="inverse", fee="bankruptcy", taker_fee=Fraction(1, 1000)),
]


@given(st.sampled_from(MODES), st.sampled_from(CONVENTIONS), st.lists(ACTIONS, max_size=6), THREE, THREE)
def test_no_action_creates_or_loses_money(
    mode: Mode, stated: Conventions, actions: list[Action], at: Three, fallen: Three
) -> None:
    """In every mode and under every convention, whatever is asked for in whatever order, to the last digit of exact
    fractions; what is declined changes nothing; the wallet is never in the red. Nor does a liquidation, after which no
    pool is to be liquidated.
    """
    unit = INVERSE if stated.contract == "inverse" else 1
    depth = dict.fromkeys(MARKETS, Fraction(1000 * unit))
    rules, account, prices = exchange(mode, depth=depth, conventions=stated), start(unit), exactly(*at)
    before = wealth(account, prices, stated.contract)
    for asked in actions:
        action = replace(asked, size=asked.size * unit) if isinstance(asked, Order) else asked
        try:
            account = account.after(action, prices, rules)
        except Declined:
            continue
        assert wealth(account, prices, stated.contract) == before
        money = account.wallet + account.risk(rules, prices)[0].equity.sum()
        assert money == before - account.costs + account.debt
        assert account.wallet >= 0
        assert all(held.collateral >= 0 for held in account.holdings.values())
    crash = exactly(*fallen)
    before = wealth(account, crash, stated.contract)
    account, _ = account.liquidated(crash, rules)
    assert wealth(account, crash, stated.contract) == before
    risk, _ = account.risk(rules, crash)
    assert not stated.liquidatable(risk.equity, risk.maintenance).any()


FEE_OF_B = [Order("B", Fraction(-10), Fraction(0)), Order("C", Fraction(-1, 100), Fraction(1, 10))]


@example(baskets, FEE_OF_B, (60, 60, 60), (60, 60, 70))  # C fails; what B paid stays with B, though A is in its pool
@given(st.sampled_from(MODES), st.lists(ACTIONS, max_size=4), THREE, THREE)
def test_no_compartment_pays_for_another(mode: Mode, actions: list[Action], at: Three, fallen: Three) -> None:
    """What is liquidated leaves every pool that is not short as it was, to the last digit, and takes nothing from the
    wallet.
    """
    rules, account, crash = exchange(mode), start(), exactly(*fallen)
    for action in actions:
        with suppress(Declined):
            account = account.after(action, exactly(*at), rules)
    left, _ = account.liquidated(crash, rules)
    risk, of = account.risk(rules, crash)
    for market, held in account.holdings.items():
        assert risk.excess[of[market]] < 0 or left.holdings[market] == held
    assert left.wallet >= account.wallet


SHARED: dict[Mode, Mapping[str, str]] = {
    isolated: {market: market for market in MARKETS},
    cross: dict.fromkeys(MARKETS, "all"),
    baskets: LABELS,
}


@given(st.sampled_from(MODES), st.lists(ACTIONS, max_size=4), THREE)
def test_the_risk_of_a_path_is_that_of_each_row_by_hand(mode: Mode, actions: list[Action], at: Three) -> None:
    """The columns over time say what the positions of a pool have and need at each price, to the last digit."""
    rules, account, prices = exchange(mode), start(), exactly(100, 90, 50)
    for action in actions:
        with suppress(Declined):
            account = account.after(action, prices, rules)
    rows = [prices, exactly(*at)]
    risk, of = account.risk(rules, {market: np.array([row[market] for row in rows]) for market in MARKETS})
    assert list(of) == list(account.holdings)
    for (time, row), market in product(enumerate(rows), of):
        mates = [mate for mate in of if SHARED[mode][mate] == SHARED[mode][market]]
        assert mates == [mate for mate in of if of[mate] == of[market]]
        need = sum(TIERS.requirement(account.holdings[mate].size, row[mate]) for mate in mates)
        assert risk.equity[time, of[market]] == sum(
            value(account.holdings[mate], row[mate], "linear") for mate in mates
        )
        assert risk.maintenance[time, of[market]] == need
        assert risk.initial[time, of[market]] == 2 * need


def test_an_inverse_contract_is_averaged_and_settled_in_coin() -> None:
    """Worked by hand, without fee or impact: 400 quote units at 100 and 400 at 50 cost 4 + 8 coins, so 800 at 200/3;
    a quarter closed at 80 gives 200 (3/200 - 1/80) = half a coin.
    """
    rules = exchange(isolated, fee=Fraction(0), depth={}, conventions=Conventions(contract="inverse"))
    account = Account({"A": Holding(Fraction(400), Fraction(100), Fraction(20))}, Fraction(0))
    account = account.after(Order("A", Fraction(400)), exactly(50, 90, 50), rules)
    assert account.holdings["A"] == Holding(Fraction(800), Fraction(200, 3), Fraction(20))
    account = account.after(Order("A", Fraction(-200)), exactly(80, 90, 50), rules)
    assert account.holdings["A"] == Holding(Fraction(600), Fraction(200, 3), Fraction(20), Fraction(1, 2))
    assert account.turnover == Fraction(400, 50) + Fraction(200, 80)


def test_impact_on_an_inverse_contract_is_against_the_trader() -> None:
    """Whoever buys pays a higher price, whoever sells gets a lower one, and both cost the same coins."""
    deep = {"A": Fraction(100_000)}
    rules = exchange(isolated, fee=Fraction(0), depth=deep, conventions=Conventions(contract="inverse"))
    account = Account({}, Fraction(500))
    for size in (Fraction(10_000), Fraction(-10_000)):
        after = account.after(Order("A", size, Fraction(100)), exactly(100, 90, 50), rules)
        assert (after.holdings["A"].entry - 100) * size > 0
        assert after.costs == 100 * Fraction(1, 20)


def test_an_average_entry_and_a_realised_profit() -> None:
    """Worked by hand, without fee or impact: 10 at 100 and 10 at 120 are 20 at 110; 5 sold at 120 settle 50."""
    rules = exchange(isolated, fee=Fraction(0), depth={})
    account = start().after(Order("A", Fraction(10)), exactly(120, 90, 50), rules)
    assert account.holdings["A"] == Holding(Fraction(20), Fraction(110), Fraction(200), Fraction(0))
    account = account.after(Order("A", Fraction(-5)), exactly(120, 90, 50), rules)
    assert account.holdings["A"] == Holding(Fraction(15), Fraction(110), Fraction(200), Fraction(50))
    assert account.turnover == 10 * 120 + 5 * 120


def test_a_position_closed_in_parts_is_gone() -> None:
    """In floats 0.3 less 0.1 less 0.2 leaves 2.8e-17: nothing is held then, and what it made is in the wallet."""
    rules = Exchange({"A": FlatRate(0.005)}, isolated, fee=0.0)
    account = Account({"A": Holding(0.3, 100.0, 20.0)}, wallet=0.0)
    for size in (-0.1, -0.2):
        account = account.after(Order("A", size), {"A": 110.0}, rules)
    assert account.holdings == {}
    assert account.wallet == pytest.approx(23)


def test_a_trade_pays_fee_and_half_its_impact() -> None:
    """Selling 10 into a depth of 1,000 fills 0.5 % lower: 99.5; the fee of 0.1 % is on what it filled at."""
    account = start().after(Order("A", Fraction(-10)), exactly(100, 90, 50), exchange(isolated))
    impact, fee = Fraction(5), Fraction(995, 1000)
    assert account.costs == impact + fee
    assert account.wallet == 300 + 200 - impact - fee
    assert list(account.holdings) == ["B"]


def test_what_a_closed_position_leaves_stays_in_its_pool() -> None:
    """In cross it goes to the other position, in isolated to the wallet."""
    shared = start().after(Order("A", Fraction(-10)), exactly(95, 90, 50), exchange(cross, fee=Fraction(0), depth={}))
    apart = start().after(Order("A", Fraction(-10)), exactly(95, 90, 50), exchange(isolated, fee=Fraction(0), depth={}))
    assert (shared.wallet, shared.holdings["B"].settled) == (300, 150)
    assert (apart.wallet, apart.holdings["B"].settled) == (450, 0)


def test_a_liquidation_costs_fee_and_penalty_and_is_no_turnover() -> None:
    """10 at 81 have 10 left of the 14.30 that they need: 0.1 % of fee and 0.5 % of penalty are 4.86, the rest returns
    to the wallet.
    """
    account, told = start().liquidated(exactly(81, 90, 50), exchange(isolated, depth={}))
    assert [step.kind for step in told] == ["close"]
    assert list(account.holdings) == ["B"]
    assert account.costs == Fraction("4.86")
    assert account.wallet == 300 + 10 - Fraction("4.86")
    assert account.turnover == 0


def test_fee_and_penalty_are_no_more_than_what_is_left() -> None:
    """10 at 80.20 have 2 left and would pay 4.812: the place has to be content with the 2, and nobody owes anything."""
    account, _ = start().liquidated({**exactly(80, 90, 50), "A": Fraction("80.2")}, exchange(isolated, depth={}))
    assert (account.costs, account.wallet, account.debt) == (2, 300, 0)


def test_a_position_that_the_market_would_take_below_bankruptcy_is_taken_over() -> None:
    """10 at 81 have 10 left, but in a market 300 deep they fill 1.35 lower: the place takes all 10 and bears the rest,
    and the account owes nothing.
    """
    rules = exchange(isolated, depth={"A": Fraction(300)})
    account, told = start().liquidated(exactly(81, 90, 50), rules)
    assert [step.kind for step in told] == ["takeover", "dispose", "cover"]
    assert (account.costs, account.wallet, account.debt) == (10, 300, 0)


def test_a_shared_pool_is_closed_leg_by_leg_and_no_further_than_it_takes() -> None:
    """A has lost 330 and B 25, so 350 - 355 is left of 350: nothing can be saved. With 12 more in the pool A is closed
    alone, without fee, and the 7 that are left are more than the 4.75 that B needs; they stay with it.
    """
    rules, prices = exchange(cross, fee=Fraction(0), depth={}, penalty=Fraction(0)), exactly(67, 95, 50)
    gone, _ = start().liquidated(prices, rules)
    assert (gone.holdings, gone.wallet, gone.debt) == ({}, 300, 5)
    saved, told = start().after(Move(WALLET, "B", Fraction(12)), exactly(100, 90, 50), rules).liquidated(prices, rules)
    assert [(step.kind, step.trades[0].market) for step in told] == [("close", "A")]
    assert list(saved.holdings) == ["B"]
    assert value(saved.holdings["B"], Fraction(95), "linear") == 7
    assert (saved.wallet, saved.costs) == (288, 0)


def test_a_loss_beyond_a_compartment_is_somebody_elses() -> None:
    """A pool that is closed 50 beyond what it held leaves a debt of 50, and wallet and neighbour as they were, though
    the neighbour has made 50.
    """
    rules = exchange(isolated, fee=Fraction(0), depth={}, penalty=Fraction(0))
    account, _ = start().liquidated(exactly(75, 80, 50), rules)
    assert (account.debt, account.wallet) == (50, 300)
    assert account.holdings == {"B": start().holdings["B"]}


def test_money_moves_between_compartments_only_as_far_as_the_initial_requirement() -> None:
    """A has 200 and needs 2 x (1 % of 500 + 3 % of 500) = 40: 160 may leave, a hair more may not."""
    rules, prices = exchange(isolated), exactly(100, 90, 50)
    account = start().after(Move("A", "B", Fraction(160)), prices, rules)
    assert account.holdings["A"].collateral == 40
    assert account.holdings["B"].collateral == 310
    with pytest.raises(Declined, match="short of the initial requirement"):
        start().after(Move("A", WALLET, Fraction(160) + Fraction(1, 10**6)), prices, rules)


DECLINED: dict[str, Action] = {
    "A is declined: wallet holds 300.00": Move(WALLET, "A", Fraction(301)),
    "A holds 200.00": Move("A", "B", Fraction(201)),
    "there is no position in C": Move(WALLET, "C", Fraction(1)),
    "short of the initial requirement": Order("C", Fraction(1)),
    "-5 is held, close it first": Order("B", Fraction(6)),
    "the market takes 1,000": Order("A", Fraction(1001)),
    "margin is declined: the wallet holds 300.00": Order("C", Fraction(1), Fraction(301)),
}


@pytest.mark.parametrize("words", DECLINED)
def test_what_the_account_cannot_afford_is_declined_in_words(words: str) -> None:
    """And the account is what it was."""
    account, same = start(), start()
    with pytest.raises(Declined, match=words):
        account.after(DECLINED[words], exactly(100, 90, 50), exchange(isolated))
    assert account == same


def test_a_cut_is_never_declined_for_want_of_margin() -> None:
    """Reducing a position below its initial requirement is allowed, raising it is not."""
    prices = exactly(81, 90, 50)
    account = start()
    assert account.after(Order("A", Fraction(-1)), prices, exchange(isolated)).holdings["A"].size == 9
    with pytest.raises(Declined):
        account.after(Order("A", Fraction(1)), prices, exchange(isolated))


def test_names_and_numbers_that_make_no_sense_are_refused() -> None:
    """At the door of the action or of the exchange."""
    actions: list[Action] = [Move("wallet", "gold", 1.0), Order("gold", 1.0)]
    for action in actions:
        with pytest.raises(UnknownName, match="gold"):
            start().after(action, exactly(100, 90, 50), exchange(isolated))
    for bad in (lambda: Move("A", "B", -1), lambda: Order("A", float("nan")), lambda: Order("A", 1, -1)):
        with pytest.raises(InvalidInput):
            bad()
    rules: list[dict[str, Any]] = [{"fee": -1}, {"latency": -1}, {"penalty": -1}, {"initial": 0}, {"depth": {"A": 0}}]
    for rule in rules:
        with pytest.raises(InvalidInput):
            Exchange({"A": FlatRate(0.01)}, isolated, **rule)


def test_an_exchange_asks_twice_its_maintenance_where_nothing_else_is_said() -> None:
    """Of 100 at 1 % that is 2: with 2 posted a trade is taken, with a cent less it is declined."""
    rules = Exchange({"A": FlatRate(0.01)}, isolated, fee=0.0)
    Account({}, 10.0).after(Order("A", 1.0, 2.0), {"A": 100.0}, rules)
    with pytest.raises(Declined, match=r"0\.01 short"):
        Account({}, 10.0).after(Order("A", 1.0, 1.99), {"A": 100.0}, rules)
