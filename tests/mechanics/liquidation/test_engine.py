"""The engine creates no money and no positions, stops at healthy pools, and hurts others only in the order it names."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marginlib.book import Book, totals
from marginlib.liquidation import Step, steps
from marginlib.liquidation.report import owners
from marginlib.modes import isolated
from marginlib.partition import Partition
from marginlib.risk import Risk
from tests.mechanics.liquidation.worlds import NAMES, World, one_position, worlds

OTHERS = ("fund", "engine", "market", "venue", "orders")


def net(step: Step, holder: Any) -> Any:
    """What the transfers of a step bring to a holder."""
    return sum(
        (transfer.target == holder) * transfer.amount - (transfer.source == holder) * transfer.amount
        for transfer in step.transfers
    )


@settings(max_examples=100)
@given(worlds(closed=False))
def test_money_is_conserved_and_every_unit_is_told(world: World) -> None:
    """To the last tick: what pools, fund, market, venue and engine hold adds up to the same after every step, nothing
    moved is negative, each pool changes by what the transfers say, and at the end the engine owes nothing.
    """
    run, equity = world.steps, world.equities
    total = sum(equity[0]) + world.fund + sum(world.reserved.values())
    for step, before, after in zip(run, equity, equity[1:], strict=False):
        assert sum(after) + sum(step.money[name] for name in OTHERS) == total
        assert all(transfer.amount > 0 for transfer in step.transfers)
        assert [net(step, pool) for pool in range(len(after))] == [b - a for a, b in zip(before, after, strict=True)]
    assert not run or run[-1].money["engine"] == 0


@settings(max_examples=100)
@given(worlds())
def test_every_unit_that_leaves_a_trader_reaches_another(world: World) -> None:
    """Positions are conserved: in each market what traders, the engine and the market hold adds up to zero, always."""
    legs = world.book.legs(world.partition)
    sold = dict.fromkeys(NAMES, Fraction(0))
    for step in world.steps:
        for trade in step.trades:
            sold[trade.market] += trade.size if step.kind in ("close", "dispose") else 0
        for code, name in enumerate(world.book.schedules):
            open_size = (legs.size * step.left)[legs.market == code].sum()
            assert open_size + step.held.get(name, 0) + sold[name] == 0


@settings(max_examples=100)
@given(worlds(free_markets=False))
def test_deleveraging_keeps_longs_equal_to_shorts(world: World) -> None:
    """Without a market to sell to, traders and engine hold as many units long as short after every step, in each
    market, and what auto-deleveraging closes on one side it closes on the other.
    """
    legs, held = world.book.legs(world.partition), dict.fromkeys(NAMES, Fraction(0))
    for step in world.steps:
        for code, name in enumerate(world.book.schedules):
            sizes = [*(legs.size * step.left)[legs.market == code], step.held.get(name, Fraction(0))]
            assert sum(size for size in sizes if size > 0) == -sum(size for size in sizes if size < 0)
            if step.kind == "deleverage" and step.trades[0].market == name:
                assert step.held.get(name, 0) - held[name] == step.trades[0].size != 0
        held = {name: step.held.get(name, Fraction(0)) for name in NAMES}


@settings(max_examples=100)
@given(worlds(closed=False))
def test_after_a_run_nothing_is_left_to_liquidate(world: World) -> None:
    """Liquidation is idempotent: after a run no pool is liquidatable, and running again gives no step."""
    run = world.steps
    assume(run)
    state = run[-1].state
    needs = totals(state.needs, state.legs.pool, world.partition.count)
    assert not world.book.conventions.liquidatable(state.equity, needs).any()
    book, pools = run[-1].remaining()
    assert not list(steps(book, lambda _: pools, world.prices, world.rules, run[-1].money["fund"]))


@settings(max_examples=100)
@given(worlds(closed=False))
def test_a_healthy_pool_is_left_alone(world: World) -> None:
    """Only pools that are liquidatable when their turn comes give up positions on the market or to the engine."""
    before = world.book.state(world.partition, world.prices)
    for step in world.steps:
        needs = totals(before.needs, before.legs.pool, world.partition.count)
        if step.kind in ("cancel", "close", "takeover"):
            assert world.book.conventions.liquidatable(before.equity, needs)[step.pool]
        before = step.state


@settings(max_examples=100)
@given(worlds(closed=False))
def test_no_pool_loses_more_than_it_holds(world: World) -> None:
    """Nobody ends below zero who did not start there, the fund included, whichever tanks were reached."""
    assert all(step.money["fund"] >= 0 for step in world.steps)
    *_, last = equity = world.equities
    assert all(end >= min(start, 0) for start, end in zip(equity[0], last, strict=True))


@settings(max_examples=100)
@given(worlds(closed=False))
def test_no_compartment_draws_from_another(world: World) -> None:
    """Until the engine has lost money that the fund cannot pay, no step changes the equity of any pool but its own."""
    equity = world.equities
    for step, before, after in zip(world.steps, equity, equity[1:], strict=False):
        changed = {pool for pool, (a, b) in enumerate(zip(before, after, strict=True)) if a != b}
        if step.kind == "cover":
            assert not changed or step.money["fund"] == 0
        elif step.kind == "dispose":
            assert not changed
        else:
            assert changed <= {step.pool}


@settings(max_examples=100)
@given(worlds(closed=False), st.randoms(use_true_random=False))
def test_the_order_of_the_book_does_not_matter(world: World, random: Any) -> None:
    """Shuffling positions, and numbering pools anew, changes no step: the same kinds, trades, owners and money."""
    order, number = list(range(len(world.book.size))), np.arange(world.partition.count)
    random.shuffle(order)
    random.shuffle(number)
    pools, book = world.partition, world.book
    columns = {name: getattr(book, name)[order] for name in ("market", "size", "entry", "collateral", "account")}
    other = replace(
        world,
        book=Book(**columns, schedules=book.schedules, free=book.free),
        mode=lambda _: Partition(number[pools.positions][order], number[pools.free], pools.count),
    )
    owner, place = owners(book, pools), np.argsort(number)
    assert [(step.kind, step.trades) for step in world.steps] == [(step.kind, step.trades) for step in other.steps]
    for step, same in zip(world.steps, other.steps, strict=True):
        assert owner[step.pool] == owner[place[same.pool]]
        assert {name: step.money[name] for name in OTHERS} == {name: same.money[name] for name in OTHERS}
    for before, after in zip(world.equities, other.equities, strict=True):
        assert sorted(zip(owner, before, strict=True)) == sorted(zip(owner[place], after, strict=True))


@given(one_position())
def test_a_partial_close_never_worsens_the_ratio(world: World) -> None:
    """Closing a part on the market leaves equity over maintenance at least as high as it was, for flat and tiered
    schedules and any discount, and costs the fund nothing: no part is sold below its bankruptcy price, fee included.
    """
    before = world.book.risk(isolated, world.prices)
    equity, needed = before.equity[0], before.maintenance[0]
    for step in world.steps:
        state = step.state
        if step.kind == "close":
            assert all(transfer.source != "fund" for transfer in step.transfers)
            assert state.equity[0] * needed >= equity * state.needs[0]
        equity, needed = state.equity[0], state.needs[0]


@given(one_position())
def test_no_more_is_closed_than_it_takes(world: World) -> None:
    """Every part is closed, and every takeover made, while the position is short of its maintenance: never after."""
    before = world.book.risk(isolated, world.prices)
    for step in world.steps:
        if step.kind in ("close", "takeover"):
            assert before.equity[0] < before.maintenance[0]
        state = step.state
        before = Risk(state.equity, state.needs, state.needs)


@settings(max_examples=100)
@given(worlds(closed=False))
def test_the_book_that_remains_holds_the_same_money(world: World) -> None:
    """Every pool that still has positions has the same equity and need in the book that remains; the money of the
    others has gone to the free collateral of their owners, and no money is missing.
    """
    run = world.steps
    assume(run)
    book, pools = run[-1].remaining()
    state, now = run[-1].state, book.state(pools, world.prices)
    assert now.equity.sum() == state.equity.sum()
    alive = np.unique(pools.positions)
    home = pools.free[np.isin(pools.free, alive)]
    untouched = np.setdiff1d(alive, home)
    assert now.equity[untouched].tolist() == state.equity[untouched].tolist()
    assert now.needs.sum() == state.needs.sum()
