"""The engine along a path: against a loop over pools in exact fractions, a book of trades kept by hand, and figures."""

from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlib.book import Book, Mode
from marginlib.errors import InvalidInput
from marginlib.liquidation import along, venue_rules
from marginlib.modes import cross, isolated
from marginlib.schedules import FlatRate
from tests.mechanics.liquidation.worlds import World, worlds

EIGHTH = Fraction(1, 8)
ROWS = st.lists(st.tuples(st.integers(40, 160), st.integers(40, 160)), min_size=1, max_size=5)
LEGS = st.lists(
    st.tuples(st.sampled_from([0, 1]), st.integers(-9, 9).filter(bool), st.integers(80, 120), st.integers(0, 300)),
    min_size=1,
    max_size=6,
)


def gains(legs: list[tuple[int, int, int, int]], path: list[tuple[int, int]], pool_of: Any) -> list[tuple[int, Any]]:
    """Row in which each pool is closed, and its equity there, which a fund that bears everything gets."""
    found = []
    for pool in dict.fromkeys(map(pool_of, range(len(legs)))):
        mine = [leg for number, leg in enumerate(legs) if pool_of(number) == pool]
        net = [sum(size for market, size, *_ in mine if market == code) for code in (0, 1)]
        for row, prices in enumerate(path):
            equity = sum(posted + size * (prices[market] - entry) for market, size, entry, posted in mine)
            if equity < EIGHTH * sum(abs(size) * price for size, price in zip(net, prices, strict=True)):
                found.append((row, equity))
                break
    return found


@given(LEGS, ROWS, st.sampled_from([isolated, cross]))
@settings(max_examples=80)
def test_a_fund_that_bears_everything_gets_each_pool_at_the_first_row_that_closes_it(
    legs: list[tuple[int, int, int, int]], path: list[tuple[int, int]], mode: Mode
) -> None:
    """Taken over whole and sold at the mark, a pool hands its equity, or its debt, to the fund, once, in its row."""
    market, size, entry, posted = zip(*legs, strict=True)
    sizes, entries, money = (np.array(column, dtype=float) for column in (size, entry, posted))
    owners = [str(number % 2) for number in range(len(legs))]
    book = Book(["AB"[code] for code in market], sizes, entries, money, dict.fromkeys("AB", FlatRate(0.125)), owners)
    expected = gains(legs, path, (lambda number: number) if mode is isolated else (lambda number: number % 2))
    told = list(along(book, mode, path, venue_rules("takeover"), 1e6))
    assert sorted(row for row, step in told if step.kind == "takeover") == sorted(row for row, _ in expected)
    assert [row for row, _ in told] == sorted(row for row, _ in told)
    fund = told[-1][1].money["fund"] if told else 1e6
    assert fund == pytest.approx(1e6 + float(sum(equity for _, equity in expected)), abs=1e-6)


@given(worlds(), ROWS)
@settings(max_examples=80)
def test_along_a_path_only_prices_and_steps_move_money(world: World, path: list[tuple[int, int]]) -> None:
    """Whatever the rules, mode and ranking: what all hold in a row is what traders and fund held after the one before,
    and what its prices add to the positions that were still open, as the trades tell them.
    """
    names = list(world.book.schedules)
    state = world.book.state(world.partition, dict(zip(names, path[0], strict=True)))
    open_size = np.zeros((world.partition.count, len(names)))
    np.add.at(open_size, (state.legs.pool, state.legs.market), state.legs.size.astype(float))
    held, at = float(state.equity.sum() + world.fund), 0
    how: dict[str, Any] = {"ranking": world.ranking, "sharing": world.sharing, "liquidity": world.liquidity}
    told = along(world.book, world.mode, path, world.rules, world.fund, **how)
    for row, steps in groupby(told, key=itemgetter(0)):
        held += float((open_size.sum(axis=0) * (np.array(path[row]) - path[at])).sum())
        for _, step in steps:
            assert float(sum(step.money.values())) == pytest.approx(held, rel=1e-9, abs=1e-6)
            for trade in step.trades if step.kind != "dispose" else ():
                open_size[step.pool, names.index(trade.market)] -= float(trade.size)
        held = float(sum(step.money[pool] for pool in range(world.partition.count)) + step.money["fund"])
        at = row


@pytest.mark.parametrize(
    ("every", "published"), [(0.1, 130.8), (0.5, 71.8), (1, -13.2), (2.5, -178.2), (5, -653.2), (15, -3303.2)]
)
def test_a_venue_that_looks_often_keeps_its_fund(every: float, published: float) -> None:
    """30 longs of 10 units from 100, at 8x to 60x, and a slide to 85: the fund gains where each step is small, and pays
    where one step eats more than the 0.5 % that each has left; all are closed every time.
    """
    posted = 1000 / np.linspace(8, 60, 30)
    names = list(map(str, range(30)))
    book = Book(["BTC"] * 30, np.full(30, 10.0), np.full(30, 100.0), posted, {"BTC": FlatRate(0.005)}, names)
    path = 100 - every * np.arange(round(15 / every) + 1)[:, None]
    told = list(along(book, isolated, path, venue_rules("takeover"), 10_000.0))
    assert sum(step.kind == "takeover" for _, step in told) == 30
    assert told[-1][1].money["fund"] - 10_000 == pytest.approx(published, abs=0.05)


def test_a_winner_closed_in_part_goes_on_with_the_rest() -> None:
    """At 85 Cat gives up 1 of 4 at 90 and has 255 left, which the other 3 lose by 170; at 180 they lack 30: the fund
    pays its last 5, and the venue 25, for nobody is left on the other side. The market takes 3 units at each look.
    """
    flat = {"BTC": FlatRate(0.005)}
    book = Book(["BTC"] * 3, [10.0, -6.0, -4.0], [100.0] * 3, [100.0, 120.0, 200.0], flat, ["ann", "you", "cat"])
    told = list(
        along(book, isolated, [[100.0], [85.0], [180.0]], venue_rules("takeover"), 20.0, liquidity={"BTC": 3.0})
    )
    first = [step for row, step in told if row == 1]
    assert [(step.kind, step.pool) for step in first] == [
        ("takeover", 0),
        ("dispose", 0),
        ("deleverage", 1),
        ("deleverage", 2),
    ]
    assert [first[-1].money[pool] for pool in (0, 1, 2)] == [0, 180, 255]
    assert first[-1].money["fund"] == 5
    later = [step for row, step in told if row == 2]
    assert [(step.kind, step.pool, step.trades[0].size) for step in later[:1]] == [("takeover", 2, -3)]
    assert later[0].trades[0].price == pytest.approx(170)
    assert (later[-1].money["fund"], later[-1].money["venue"], later[-1].held) == (0, -25, {})


def test_a_quiet_path_gives_no_steps_and_a_stack_is_refused() -> None:
    """Neither a book that stays healthy nor one without positions is touched; many paths are asked one by one."""
    flat: Any = {"BTC": FlatRate(0.005)}
    book, rules = Book(["BTC"], [10.0], [100.0], [100.0], flat), venue_rules("takeover")
    assert not list(along(book, isolated, [[100.0], [95.0]], rules))
    assert not list(along(Book([], [], [], [], flat, free={"ann": 5.0}), cross, [[1.0]], rules))
    for path, message in (
        ([[[100.0]]], "stack of 1"),
        ([[100.0, 1.0]], "one price for each"),
        ([], "path has the shape"),
    ):
        with pytest.raises(InvalidInput, match=message):
            list(along(book, isolated, path, rules))
