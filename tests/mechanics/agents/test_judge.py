"""Managers at work, and the four ways in which one is stopped."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import comb
from operator import setitem
from threading import active_count
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlib.agents import (
    BASELINES,
    WALLET,
    Account,
    Action,
    Exchange,
    Holding,
    Manager,
    Misbehaved,
    Move,
    Order,
    Score,
    ScoreCard,
    View,
    both,
    cut,
    do_nothing,
    hedge,
    judge,
    run,
    shift,
    standard_error,
    top_up,
)
from marginlib.book import Mode
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput
from marginlib.modes import cross, isolated
from marginlib.paths import gbm
from marginlib.position import Position
from marginlib.schedules import FlatRate

RATE = 0.01
PAIR = dict.fromkeys(["BTC", "ETH"], FlatRate(RATE))
FREE: dict[str, Any] = {"fee": 0.0, "penalty": 0.0}


def one(collateral: float = 10.0, wallet: float = 20.0) -> Account:
    """Long one BTC from 100."""
    return Account({"BTC": Holding(1.0, 100.0, collateral)}, wallet)


def two(wallet: float = 20.0) -> Account:
    """Long one BTC and short one ETH from 100."""
    return Account({"BTC": Holding(1.0, 100.0, 10.0), "ETH": Holding(-1.0, 100.0, 10.0)}, wallet)


def alone(**rules: Any) -> Exchange:
    """One market, isolated."""
    return Exchange({"BTC": FlatRate(RATE)}, isolated, **{**FREE, **rules})


def column(*prices: float) -> np.ndarray:
    """A path of one market."""
    return np.array(prices)[:, None]


def test_doing_nothing_is_liquidated_where_the_position_says() -> None:
    """On a falling price, in the step in which it first lies below the liquidation price of the position alone."""
    prices = np.linspace(100, 80, 201)
    outcome = run(do_nothing, one(), column(*prices), alone())
    level = Position(1.0, 100.0, 10.0, FlatRate(RATE)).liquidation_price
    assert outcome.events == ((int(np.argmax(prices < level)), "BTC liquidated"),)
    assert not outcome.survived


@pytest.mark.parametrize("contract", ["linear", "inverse"])
def test_the_trigger_of_the_venue_decides(contract: str) -> None:
    """At a price where equity is to the last digit what is needed, a strict one waits and an inclusive one does not;
    what is lost on the way from 100 to 90 and needed there is counted by hand.
    """
    entry, price = Fraction(100), Fraction(90)
    size, gone, need = {
        "linear": (Fraction(1), Fraction(10), Fraction(90) / 100),
        "inverse": (Fraction(100), Fraction(100, 90) - Fraction(100, 100), Fraction(100, 90) / 100),
    }[contract]
    account = Account({"BTC": Holding(size, entry, gone + need)}, Fraction(1))
    for trigger, events in (("strict", ()), ("inclusive", ((1, "BTC liquidated"),))):
        rules = Conventions(contract=contract, trigger=trigger)
        exchange = Exchange({"BTC": FlatRate(Fraction(1, 100))}, isolated, 0, penalty=0, conventions=rules)
        outcome = run(do_nothing, account, np.array([[entry], [price]]), exchange)
        assert outcome.events == events
        assert outcome.survived == (not events)


@pytest.mark.parametrize("mode", [isolated, cross])
def test_a_path_without_a_fault_ends_with_the_profit_of_the_positions(mode: Mode) -> None:
    """What is there at the end is what was there at the start and the move of the prices; all of it was kept."""
    path = np.array([[100.0, 100.0], [104.0, 97.0], [103.0, 99.0]])
    outcome = run(do_nothing, two(), path, Exchange(PAIR, mode, **FREE))
    assert outcome.money.tolist() == [40.0, 47.0, 44.0]
    assert (outcome.survived, outcome.kept, outcome.account.turnover, outcome.account.costs) == (True, 1.0, 0, 0)
    assert outcome.stake == pytest.approx((20 + 27 + 24) / 3 / 40)


def test_a_manager_sees_old_prices_and_trades_at_new_ones() -> None:
    """With a latency of two steps the view is two steps old, and so is its history; the fill is not."""
    seen: list[tuple[int, float, int, float]] = []

    def manager(view: View) -> list[Action]:
        seen.append((view.time, view.prices["BTC"], len(view.history), view.pools[0].equity))
        return [Order("BTC", -0.5)] if view.time == 3 else []

    outcome = run(manager, one(), column(100, 101, 102, 103, 104), alone(latency=2))
    assert seen == [(0, 100, 1, 10), (1, 100, 1, 10), (2, 100, 1, 10), (3, 101, 2, 11)]
    assert outcome.money[-1] == pytest.approx(30 + 3 + 0.5)
    assert outcome.account.turnover == pytest.approx(0.5 * 103)


def test_latency_costs_a_position_that_a_prompt_manager_saves() -> None:
    """The same rule on the same path: on time it tops up, two steps late it finds nothing to top up."""
    path = column(100, 95, 92, 90.5, 90)
    rule = top_up(at=5.0, to=10.0)
    assert run(rule, one(), path, alone()).survived
    assert not run(rule, one(), path, alone(latency=2)).survived


def test_the_future_is_not_in_the_view() -> None:
    """Neither in its arrays nor in what they were cut from."""

    def manager(view: View) -> list[Action]:
        array: Any = view.history
        while array is not None:
            assert len(array) == view.time + 1
            array = array.base
        return []

    run(manager, one(), column(100, 101, 102), alone())


def test_the_same_rules_help_in_one_mode_and_not_in_the_other() -> None:
    """Long BTC, and BTC falls by 12 while ETH falls by 12 too. In cross the short ETH carries it; in isolated the long
    dies, whether or not ETH is sold against it; shifting collateral from one compartment to the other saves it.
    """
    path = np.array([[100.0, 100.0], [97.0, 97.0], [94.0, 94.0], [91.0, 91.0], [88.0, 88.0]])
    apart, shared = (Exchange(PAIR, mode, **FREE) for mode in (isolated, cross))
    assert run(do_nothing, two(), path, shared).survived
    assert not run(do_nothing, two(), path, apart).survived
    assert run(shift(at=6.0), two(), path, apart).survived
    assert not run(shift(at=0.5), two(), path, apart).survived
    assert not run(hedge("ETH", at=6.0), Account(one().holdings, 20.0), path, apart).survived
    assert run(hedge("ETH", at=6.0, share=1.0), Account(one().holdings, 20.0), path, shared).survived


def test_each_rule_brings_the_level_where_it_says() -> None:
    """Equity over maintenance after one action, counted by hand: 4.4 over 0.944 is below 5."""
    path = column(100, 94.4, 94.4, 94.4)
    levels: dict[str, list[float]] = {"top": [], "cut": []}

    def watched(rule: Manager, found: list[float]) -> Manager:
        def manager(view: View) -> Iterator[Action]:
            found.append(view.pools[0].level)
            yield from rule(view)

        return manager

    run(watched(top_up(5.0, 8.0), levels["top"]), one(), path, alone())
    cut_outcome = run(watched(cut(5.0, 8.0), levels["cut"]), one(), path, alone())
    for found in levels.values():
        assert found == pytest.approx([10.0, 4.4 / 0.944, 8.0])
    assert cut_outcome.account.turnover == pytest.approx((1 - 4.4 / 0.944 / 8) * 94.4)


def test_a_shift_takes_no_more_than_the_initial_requirement_lets_go() -> None:
    """ETH has 3 and needs 1, BTC has 1.5 and needs 1: levelling would take 0.75; at 2.5 times only 0.5 may leave."""
    account = Account({"BTC": Holding(1.0, 100.0, 1.5), "ETH": Holding(-1.0, 100.0, 3.0)}, 0.0)
    path = np.full((2, 2), 100.0)
    for initial, words in ((2.0, "move 0.75 from ETH to BTC"), (2.5, "move 0.50 from ETH to BTC")):
        outcome = run(shift(at=2.0), account, path, Exchange(PAIR, isolated, initial=initial))
        assert outcome.events == ((0, words),)


def test_a_hedge_leaves_the_share_it_says() -> None:
    """Half of the net notional, in the other market; and it does not trade itself to dust."""
    path = np.array([[100.0, 50.0]] * 12)
    outcome = run(hedge("ETH", at=1000.0), one(), path, Exchange(PAIR, cross, **FREE))
    sizes = [words for _, words in outcome.events]
    assert sizes[0].startswith("sell 1 ETH")
    assert len(sizes) == 3


def test_declined_actions_are_counted_and_change_nothing() -> None:
    """Asking for what is not there is no fault, and it is said."""

    def greedy(view: View) -> list[Action]:
        return [Move(WALLET, "BTC", 1e9), Move(WALLET, "BTC", 5.0)]

    outcome = run(greedy, one(), column(100, 100, 100), alone())
    assert outcome.declined == 2
    assert outcome.events[0] == (0, "move 1,000,000,000.00 from wallet to BTC is declined: wallet holds 20.00")
    assert outcome.money.tolist() == [30.0, 30.0, 30.0]
    assert outcome.stake == pytest.approx((15 + 20 + 20) / 3 / 30)


def test_a_run_in_fractions_conserves_money_exactly() -> None:
    """Managers that act in every step, with fee, impact and a liquidation: what is missing at the end is what was
    paid, what is too much is what others paid.
    """
    prices = [Fraction(price) for price in (100, 97, 91, 96, 80, 100)]
    exchange = Exchange(
        {"BTC": FlatRate(Fraction(1, 100))},
        isolated,
        Fraction(1, 1000),
        {"BTC": Fraction(50)},
        initial=Fraction(2),
        penalty=Fraction(1, 200),
    )

    def manager(view: View) -> list[Action]:
        if not view.holdings:
            return []
        return [Order("BTC", Fraction(-1, 10)), Move(WALLET, "BTC", Fraction(1, 3))]

    account = Account({"BTC": Holding(Fraction(1), Fraction(100), Fraction(10), Fraction(0))}, Fraction(20))
    outcome = run(manager, account, np.array(prices)[:, None], exchange)
    sizes = [Fraction(10 - number, 10) for number in range(1, 6)]
    moves = [later - earlier for earlier, later in pairwise(prices)]
    gained = sum(size * move for size, move in zip(sizes[:4], moves[:4], strict=True))
    assert [words for _, words in outcome.events][-1] == "BTC liquidated"
    assert outcome.money[-1] == 30 + gained - outcome.account.costs + outcome.account.debt
    assert outcome.account.debt > 0


PATHS = gbm([100.0, 100.0], [0.3, 0.3], 30 / 365, 30, 12, correlation=[[1.0, 0.6], [0.6, 1.0]], seed=5)
JUDGED = Exchange(PAIR, isolated, fee=0.0005, depth={"BTC": 1e4, "ETH": 1e4}, latency=1)


def test_a_manager_is_judged_on_the_same_paths_as_the_baselines() -> None:
    """A copy of a baseline has its numbers; the card says who beats whom, in words."""
    card = judge(top_up(), two(), PATHS, JUDGED, name="mine")
    mine, same = card.scores[0], card.scores[2]
    assert same.name == "top up"
    assert (mine.survival, mine.kept, mine.stake, mine.turnover) == (
        same.survival,
        same.kept,
        same.stake,
        same.turnover,
    )
    runs = [run(top_up(), two(), path, JUDGED) for path in PATHS]
    assert mine.survival == np.mean([outcome.survived for outcome in runs])
    assert mine.stake == pytest.approx(np.mean([outcome.stake for outcome in runs]))
    assert mine.turnover == pytest.approx(np.mean([outcome.account.turnover for outcome in runs]) / 200)
    assert card.table.index.tolist() == ["mine", "do nothing", "top up", "cut", "shift"]
    lasted = [outcome.survived for outcome in runs]
    assert mine.lasted == tuple(lasted)
    assert card.table.loc["mine", "survives"] == f"{sum(lasted)} of 12"
    assert f"mine survives {sum(lasted)} of 12 paths (" in card.description
    assert "seen" not in card.description, "which paths a manager has seen, the judge cannot know"
    assert 0 < card.scores[1].survival < mine.survival < 1


@pytest.mark.parametrize("mode", [isolated, cross])
def test_no_rule_is_ever_at_fault(mode: Mode) -> None:
    """On wild paths, in which pool after pool is liquidated until none is left."""
    wild = gbm([100.0, 100.0], [1.2, 1.2], 30 / 365, 60, 6, correlation=[[1.0, 0.6], [0.6, 1.0]], seed=8)
    rules = {"hedge": hedge("ETH"), **BASELINES}
    card = judge(do_nothing, two(), wild, Exchange(PAIR, mode, latency=1), baselines=rules)
    assert [score.fault for score in card.scores] == [""] * 6


def test_closing_everything_survives_and_keeps_nothing() -> None:
    """Survival alone is no merit, and the card shows why."""

    def coward(view: View) -> list[Action]:
        return [Order(market, -held.size) for market, held in view.holdings.items()]

    card = judge(coward, two(), PATHS, JUDGED, baselines={"do nothing": do_nothing})
    mine, nothing = card.scores
    assert (mine.survival, mine.kept, mine.stake) == (1.0, 0.0, 0.0)
    assert mine.turnover == pytest.approx(1.0)
    assert not mine.beats(nothing)
    assert not nothing.beats(mine)


@pytest.mark.parametrize(("share", "count"), [("1/2", 1), ("83/100", 20), ("5/8", 30), ("1", 7)])
def test_the_standard_error_is_the_deviation_of_a_binomial_share(share: str, count: int) -> None:
    """Added up over every number of survivors that there can be, each with its chance, in whole fractions."""
    chance = Fraction(share)
    weights = {hit: comb(count, hit) * chance**hit * (1 - chance) ** (count - hit) for hit in range(count + 1)}
    variance = sum(weight * (Fraction(hit, count) - chance) ** 2 for hit, weight in weights.items())
    assert standard_error(float(chance), count) == pytest.approx(float(variance) ** 0.5, abs=1e-12)


@given(paths=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_two_managers_on_the_same_paths_are_told_apart_by_those_that_one_survives_alone(
    paths: list[tuple[bool, bool]],
) -> None:
    """A lead is the difference of what each survived alone, over the root of their sum, whatever the others say."""
    one, two = (
        Score(name, sum(lasted) / len(lasted), lasted=lasted)
        for name, lasted in zip(("one", "two"), zip(*paths, strict=True), strict=True)
    )
    wins, losses = paths.count((True, False)), paths.count((False, True))
    assert (one.alone(two), two.alone(one)) == (wins, losses)
    wanted = (wins - losses) / (wins + losses) ** 0.5 if wins + losses else 0.0
    assert one.ahead(two) == -two.ahead(one) == pytest.approx(wanted)


def test_a_lead_that_may_be_luck_is_called_perhaps() -> None:
    """Of 30 paths both survive 10, one alone 9, the other alone 4, which makes (9 - 4) / sqrt(13) deviations."""

    def score(name: str, lasted: list[bool], **more: float) -> Score:
        shown: dict[str, Any] = {"kept": 0.5, "stake": 0.5, "turnover": 0.5, **more}
        return Score(name, sum(lasted) / len(lasted), lasted=tuple(lasted), **shown)

    one = score("one", [True] * 19 + [False] * 11)
    two = score("two", [True] * 10 + [False] * 9 + [True] * 4 + [False] * 7)
    assert (one.alone(two), two.alone(one)) == (9, 4)
    assert one.ahead(two) == -two.ahead(one) == pytest.approx(5 / 13**0.5)
    assert one.error == pytest.approx((19 / 30 * 11 / 30 / 30) ** 0.5)
    assert ScoreCard((one, two), 30).pairs.T["two"].tolist() == [9, 4, 1.39]
    assert one.verdict([one, two]) == "beats perhaps two"
    assert two.verdict([one, two]) == "beaten by perhaps one"
    clear = score("clear", [True] * 23 + [False] * 7)
    none = score("none", [True] * 10 + [False] * 20)
    assert none.verdict([clear, two]) == "beaten by clear, two", "13 to 0, and 4 to 0: two deviations to the digit"
    assert score("busy", [*two.lasted], turnover=0.6).verdict([two]) == "beaten by two", "equal on every path"
    with pytest.raises(InvalidInput, match="judged on 30 and 0 paths"):
        one.ahead(Score("two"))


def test_the_card_counts_and_names_its_error() -> None:
    """62.5 % is not 62 %: counts as they are, shares with a decimal, and the error beside them."""
    card = judge(do_nothing, two(), PATHS[:8], JUDGED, baselines={})
    shown, lasted = card.table.T["your manager"], sum(card.scores[0].lasted)
    share = lasted / 8
    assert 0 < share < 1
    assert shown["survives"] == f"{lasted} of 8"
    assert shown["share"] == f"{100 * share:.1f}% ± {100 * (share * (1 - share) / 8) ** 0.5:.1f}%"
    assert shown["money at stake"] == f"{100 * card.scores[0].stake:.1f}%"


def test_both_managers_act_in_their_order() -> None:
    """Each sees the same view, so the second does not know what the first has asked for; one alone is itself."""
    path = column(100, 94.4, 94.4)
    joined = run(both(cut(5.0, 8.0), top_up(5.0, 8.0)), one(), path, alone())
    apart = [run(rule(5.0, 8.0), one(), path, alone()).events[0] for rule in (cut, top_up)]
    assert joined.events == tuple(apart)
    assert run(both(cut(5.0, 8.0)), one(), path, alone()).events == tuple(apart[:1])
    with pytest.raises(InvalidInput, match="manager is 5"):
        both(do_nothing, 5)  # type: ignore[arg-type]


def test_beating_is_being_nowhere_worse_and_somewhere_better() -> None:
    """More survival and more kept, less at stake and less traded."""
    middle = Score("middle", 0.5, 0.5, 0.5, 0.5)
    betters: list[dict[str, Any]] = [{"survival": 0.6}, {"kept": 0.6}, {"stake": 0.4}, {"turnover": 0.4}]
    for better in betters:
        score = replace(middle, name="better", **better)
        assert score.beats(middle)
        assert not middle.beats(score)
    assert not middle.beats(middle)
    assert not Score("mixed", 0.6, 0.4, 0.5, 0.5).beats(middle)


def always(answer: Any) -> Callable[[View], Any]:
    """A manager with one answer."""
    return lambda view: answer  # noqa: ARG005 - whatever it is shown


def raises(view: View) -> list[Action]:
    """A bug."""
    return [Move(WALLET, "BTC", 1 / (view.time - 2))]


def loops(view: View) -> list[Action]:
    """Never comes back."""
    while True:
        pass


def yields_for_ever(view: View) -> Iterator[Action]:
    """Nor does this one."""
    while True:
        yield Move(WALLET, "BTC", 1e-9)


class Unspeakable:
    """A value that cannot even be printed."""

    def __repr__(self) -> str:
        raise ValueError


NONSENSE: list[Any] = [
    Unspeakable(),
    [Unspeakable()],
    None,
    "buy",
    7,
    [1, 2],
    [Move],
    Move(WALLET, "BTC", 1.0),
    {"BTC": 1.0},
]
NOT_DONE: list[Any] = [
    Move(WALLET, "gold", 1.0),
    Order("gold", 1.0),
    Order("BTC", np.array([1.0, 2])),
]
CHANGES: dict[str, Callable[[Any], Any]] = {
    "wallet": lambda view: setattr(view, "wallet", 1e9),
    "prices": lambda view: view.prices.update(BTC=1.0),
    "price": lambda view: setitem(view.prices, "BTC", 1.0),
    "history": lambda view: view.history.fill(1.0),
    "one price of history": lambda view: setitem(view.history, 0, 1.0),
    "holdings": lambda view: view.holdings.pop("BTC"),
    "holding": lambda view: setattr(view.holdings["BTC"], "collateral", 1e9),
    "holding, by force": lambda view: object.__setattr__(view.holdings["BTC"], "collateral", 1e9),
    "pool": lambda view: setattr(view.pools[0], "equity", 1e9),
    "pools": lambda view: setitem(view.pools, 0, None),
    "rules": lambda view: setattr(view.exchange, "fee", 0.0),
    "schedules": lambda view: setitem(view.exchange.schedules, "BTC", FlatRate(0.001)),
    "depth": lambda view: view.exchange.depth.clear(),
}
FORCED: dict[str, Callable[[Any], Any]] = {
    "wallet": lambda view: object.__setattr__(view, "wallet", 1e9),
    "conventions": lambda view: object.__setattr__(view.exchange.conventions, "trigger", "inclusive"),
    "rules": lambda view: object.__setattr__(view.exchange, "fee", -1.0),
    "schedule": lambda view: object.__setattr__(view.exchange.schedules["BTC"], "rates", (0.0,)),
    "history": lambda view: (view.history.setflags(write=True), view.history.fill(1.0)),
}


def fault(manager: Any, limit: float = 2.0) -> str:
    """Judge, and check that a fault is scored as failed while the baselines are not."""
    card = judge(manager, two(), PATHS[:2], JUDGED, baselines={"do nothing": do_nothing}, limit=limit)
    mine, nothing = card.scores
    assert nothing.fault == ""
    assert (mine.survival, mine.stake, mine.turnover) == (0.0, 1.0, float("inf"))
    assert card.table.T["your manager"].tolist() == ["0 of 2", *["-"] * 6, mine.fault]
    assert nothing.alone(mine) == sum(nothing.lasted)
    assert card.verdicts[0] == mine.fault
    assert card.description == f"your manager failed: {mine.fault}."
    assert not mine.beats(nothing)
    return mine.fault


def test_a_manager_that_raises_is_stopped() -> None:
    """The message names path, step, kind and text of the error."""
    assert "stopped on path 1: at step 0 it raised (InvalidInput: amount is -0.5, but it must be" in fault(raises)
    bug = fault(lambda view: [][view.time])
    assert bug == "stopped on path 1: at step 0 it raised (IndexError: list index out of range)"

    def leaves(view: View) -> list[Action]:
        raise SystemExit

    assert "at step 0 it raised (SystemExit: )" in fault(leaves)

    def interrupts(view: View) -> list[Action]:
        raise KeyboardInterrupt

    assert fault(interrupts) == "stopped on path 1: it raised KeyboardInterrupt; return instead"


def test_a_manager_that_loops_for_ever_is_stopped() -> None:
    """After its time, whether it loops in itself or hands out actions without end; no thread is left behind."""
    threads = active_count()
    assert fault(loops, limit=1.0) == "stopped on path 1: it did not finish within 1 seconds and was stopped"
    assert active_count() == threads
    assert "returned more than 100 actions" in fault(yields_for_ever)


@pytest.mark.parametrize("answer", NONSENSE, ids=range(len(NONSENSE)))
def test_a_manager_that_returns_nonsense_is_stopped(answer: Any) -> None:
    """The message shows what it returned, and what it should return."""
    message = fault(always(answer))
    assert "at step 0 it returned " in message
    assert "a list of Move and Order, or [] to do nothing" in message


@pytest.mark.parametrize("action", NOT_DONE)
def test_a_manager_that_asks_for_what_makes_no_sense_is_stopped(action: Any) -> None:
    """Markets that do not exist, a column for a size."""
    assert "at step 0 it asked for " in fault(always([action]))


@pytest.mark.parametrize("what", CHANGES)
def test_a_manager_that_changes_what_it_is_shown_is_stopped(what: str) -> None:
    """Every part of the view refuses."""

    def meddler(view: View) -> list[Action]:
        CHANGES[what](view)
        return []

    assert "at step 0 it tried to change what it was shown; return actions instead" in fault(meddler)


@pytest.mark.parametrize("amount", [-50.0, float("nan"), 1j])
def test_an_action_changed_by_force_is_looked_at_again(amount: Any) -> None:
    """A negative amount would move money out of an empty wallet."""

    def forger(view: View) -> list[Action]:
        move = Move("BTC", WALLET, 1.0)
        object.__setattr__(move, "amount", amount)
        return [move]

    class Smuggled(Move):
        """No action of the two."""

    assert "at step 0 it asked for " in fault(forger)
    assert "it returned " in fault(always([Smuggled("BTC", WALLET, 1.0)]))


@pytest.mark.parametrize("what", FORCED)
def test_a_change_by_force_does_no_harm(what: str) -> None:
    """Python cannot lock everything; the engine never reads a view again."""

    def burglar(view: View) -> list[Action]:
        if "BTC" in view.holdings:
            FORCED[what](view)
        return []

    exchange = Exchange(PAIR, isolated, fee=0.001)
    account, path = two(), PATHS[0]
    forced, honest = run(burglar, account, path, exchange), run(do_nothing, account, path, exchange)
    assert forced.money.tolist() == honest.money.tolist()
    assert forced.events == honest.events
    assert account == two()
    assert exchange.schedules["BTC"] == FlatRate(RATE)


def test_a_function_from_a_notebook_cell_can_be_judged() -> None:
    """It has no module and cannot be pickled, and need not be."""
    cell: dict[str, Any] = {}
    exec("def manager(view):\n    return []", cell)  # noqa: S102 - what a kernel does with a cell
    card = judge(cell["manager"], two(), PATHS[:2], JUDGED)
    assert card.scores[0].fault == ""


def test_paths_and_accounts_that_do_not_fit_are_refused() -> None:
    """In words, before anything runs, and the manager is not blamed."""
    with pytest.raises(InvalidInput, match=r"path has the shape \(3,\), but it must have \(3, 1\)"):
        run(do_nothing, one(), np.ones(3), alone())
    with pytest.raises(InvalidInput, match="price is"):
        run(do_nothing, one(), column(1.0, -1.0), alone())
    with pytest.raises(InvalidInput, match=r"paths have shape \(31, 2\)"):
        judge(do_nothing, two(), PATHS[0], JUDGED)
    with pytest.raises(InvalidInput, match="paths have shape"):
        judge(do_nothing, Account({}, 1.0), PATHS, JUDGED)


def test_a_fault_names_the_error_it_came_from() -> None:
    """So that a learner who calls `run` sees the traceback of his own code."""
    with pytest.raises(Misbehaved) as caught:
        run(raises, one(), column(*[100.0] * 5), alone())
    assert isinstance(caught.value.__cause__, (ZeroDivisionError, InvalidInput))


IN_A_KERNEL = """
import numpy as np
from marginlib.agents import *
from marginlib.modes import isolated
from marginlib.schedules import FlatRate
exchange = Exchange({"BTC": FlatRate(0.01)}, isolated)
account = Account({"BTC": Holding(1.0, 100.0, 10.0)}, 20.0)
paths = np.full((2, 3, 1), 100.0)
def loops(view):
    while True:
        try:
            sum(range(100))
        except Exception:
            pass
def kind(view):
    return [Move("wallet", "BTC", 1.0)]
print(judge(loops, account, paths, exchange, limit=0.2).description)
print(judge(kind, account, paths, exchange).scores[0].fault == "")
"""


@pytest.mark.slow
def test_a_manager_defined_in_a_kernel_is_judged_and_stopped_there() -> None:
    """In a real Jupyter kernel: the loop ends, the kernel goes on, and the next cell has an honest score."""
    from jupyter_client.manager import start_new_kernel

    printed: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        content = message["content"]
        printed.append(content.get("text", "") + "".join(content.get("traceback", [])))

    manager, client = start_new_kernel(kernel_name="python3")
    try:
        reply = client.execute_interactive(IN_A_KERNEL, timeout=60, output_hook=hear)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert reply["content"]["status"] == "ok", printed
    assert "".join(printed).splitlines() == [
        "your manager failed: stopped on path 1: it did not finish within 0.2 seconds and was stopped.",
        "True",
    ]


def test_a_manager_may_not_take_the_name_of_a_baseline() -> None:
    """Under the name of a baseline the baseline would be judged in its place."""
    with pytest.raises(InvalidInput, match="name is 'cut', but a baseline has it"):
        judge(do_nothing, two(), PATHS[:1], JUDGED, name="cut")
    alone_at_it = judge(do_nothing, two(), PATHS[:1], JUDGED, name="cut", baselines={"shift": BASELINES["shift"]})
    assert [score.name for score in alone_at_it.scores] == ["cut", "shift"]


def test_the_baselines_act_a_step_before_the_line() -> None:
    """At 80 % a year a price moves 2.09 % in six hours: with maintenance at 0.5 % every baseline that acts does so
    while its line is one such move away, where it would wait with less than a move left if it acted at level 2.
    """
    move, rate = 0.8 * (6 / (24 * 365)) ** 0.5, 0.005
    exchange = Exchange(dict.fromkeys(PAIR, FlatRate(rate)), isolated, **FREE)
    for name, manager in BASELINES.items():
        for away, acts in ((0.9 * move, True), (1.1 * move, False)):
            posted = 100 * away + rate * (100 - 100 * away)
            account = Account({"BTC": Holding(1.0, 100.0, posted), "ETH": Holding(-1.0, 100.0, 30.0)}, 50.0)
            events = run(manager, account, np.full((2, 2), 100.0), exchange).events
            assert bool(events) == (acts and name != "do nothing"), (name, away)


def test_of_three_pools_the_richest_gives_to_the_poorest() -> None:
    """Each needs 1: of 1.5, 2 and 4 the first and the last are level at 2.75, and the one between stays as it is."""
    posted = {"BTC": 1.5, "ETH": 2.0, "SOL": 4.0}
    account = Account({market: Holding(1.0, 100.0, money) for market, money in posted.items()}, 0.0)
    exchange = Exchange(dict.fromkeys(posted, FlatRate(RATE)), isolated, initial=2.0)
    outcome = run(shift(at=2.0), account, np.full((2, 3), 100.0), exchange)
    assert outcome.events == ((0, "move 1.25 from SOL to BTC"),)


def test_what_is_bought_on_top_is_not_kept_twice() -> None:
    """Of the positions at the start all are kept, and no more than all."""

    def doubled(view: View) -> list[Action]:
        return [Order("BTC", 1.0, 10.0)] if view.time == 0 else []

    outcome = run(doubled, one(), column(100, 100, 100), alone())
    assert outcome.account.holdings["BTC"].size == 2.0
    assert outcome.kept == 1.0
