"""The plane of two prices, and what lesson 03 says about the account in it."""

import itertools
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from matplotlib.path import Path
from scipy.optimize import brentq

from marginlib import formulas
from marginlib.course.cross_margin import model, opening, picture, unfolding
from marginlib.course.cross_margin.account import book
from marginlib.course.cross_margin.goals import GOALS
from marginlib.course.cross_margin.model import DAYS, day, falls
from marginlib.modes import cross, isolated
from marginlib.show.formula import printed
from marginlib.show.regions import meeting, region
from marginlib.walk import walk
from tests.course.goals import REACHED
from tests.course.reading import ROOT
from tests.show.layout import faults

DRAWN = picture.Picture()
numbers = some.floats(-20, 20).filter(lambda value: abs(value) > 0.1)
sizes = some.integers(-20, 20).filter(bool)


@given(numbers, numbers, some.floats(-3000, 3000))
def test_the_closed_part_of_the_plane_holds_the_prices_that_break_the_condition(
    first: float, second: float, offset: float
) -> None:
    """And no others, point by point on a grid."""
    corners = region(40, 140, (([first, second], offset), False))
    points = np.array(list(itertools.product(np.linspace(41, 139, 15), repeat=2)))
    excess = points @ (first, second) - offset
    clear = np.abs(excess) > 1  # points on the line itself belong to neither side
    inside = Path(corners).contains_points(points) if len(corners) > 2 else np.zeros(len(points), bool)
    assert (inside == (excess < 0))[clear].all()


@given(sizes, some.integers(100, 400), some.floats(85, 115), some.floats(85, 115))
def test_each_way_ends_where_one_price_alone_closes_the_pool(
    eth_size: int, deposit: int, btc: float, eth: float
) -> None:
    """Found by search on equity less need, the other price held."""
    w = model.Result(eth_size, deposit, btc, eth)

    def excess(bitcoin: float, ether: float) -> float:
        equity = deposit + 10 * (bitcoin - 100) + eth_size * (ether - 100)
        return equity - 0.005 * 10 * bitcoin - 0.01 * abs(eth_size) * ether

    for found, along in (
        (w.together["BTC"], lambda price: excess(price, eth)),
        (w.together["ETH"], lambda price: excess(btc, price)),
    ):
        if 0 < found < np.inf:
            assert found == pytest.approx(brentq(along, found - 50, found + 50, xtol=1e-10), abs=1e-6)


@given(sizes, some.integers(100, 400))
def test_the_corner_of_the_box_behind_walls_lies_on_the_edge(eth_size: int, deposit: int) -> None:
    """Both legs at their lines are the pool at its line, because the conditions add up."""
    w = model.Result(eth_size, deposit)
    assert 0 < w.apart["BTC"] < 100
    assert w.book.risk(cross, w.apart).excess[0] == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("key", list(DAYS.values())[1:])
def test_a_day_closes_a_pool_where_its_path_first_crosses_the_line(key: str) -> None:
    """Hour and prices, against a walk in small steps that asks the engine at every one."""
    account, path = book(160, 10, -10), day(key, 0.8)
    found = [*falls(account, cross, path, ["pool"]), *falls(account, isolated, path, ["btc", "eth"])]
    steps = np.concatenate([np.linspace(one, other, 1_001) for one, other in itertools.pairwise(path.prices)])
    markets = dict(zip(("BTC", "ETH"), steps.T, strict=True))
    for fall, mode, pool in zip(found, (cross, isolated, isolated), (0, 0, 1), strict=True):
        closed = np.flatnonzero(account.liquidatable(mode, markets)[:, pool])
        assert (fall.hour is None) == (not closed.size)
        if closed.size:
            assert fall.hour == closed[0] // 4_004 + 1
            assert fall.end.prices == pytest.approx(steps[closed[0]], abs=0.04)


def test_two_isolated_legs_die_on_a_swing_that_leaves_the_hedged_pool_open() -> None:
    """Down 12 % and up 12 %, both prices together: the long goes first, then the short."""
    account, path = book(200, 10, -10), [(100, 100), (88, 88), (112, 112), (100, 100)]
    long, short = walk(account, isolated, path)[:2]
    assert 0 < long.time < 1 < short.time < 2
    assert walk(account, cross, path)[0].time is None


def test_a_trade_moves_the_other_price_at_once() -> None:
    """10 ETH at 1 % need 10 of the deposit, long or short: 80.40 becomes 81.41."""
    for eth, price in ((0, "80.40"), (10, "81.41"), (-10, "81.41")):
        assert model.Result(eth).table.iloc[0]["BTC closed at, USDT"] == price


@settings(max_examples=50)
@given(some.integers(-20, 20), some.integers(150, 300), some.floats(42, 128), some.floats(42, 128))
def test_the_four_parts_of_the_plane_are_what_the_engine_says(size: int, deposit: int, btc: float, eth: float) -> None:
    """A point is in the part of the pool with the trade, or without it, that the engine closes there."""
    w = model.Result(size, deposit, btc, eth)
    mine, alone = w.halves
    excess = [float(np.dot(normal, (btc, eth))) - offset for normal, offset in (mine, alone or mine)]
    if min(map(abs, excess)) < 1e-6:
        return
    assert [one < 0 for one in excess] == [w.pool.closed, w.plain.closed]
    DRAWN.update(w)
    names = ("closed either way", "closed only with the trade", "open only with the trade")
    here = [
        name
        for name, part, said in zip(names, DRAWN.plane.parts, DRAWN.plane.names, strict=True)
        if said.get_text().replace("\n", " ") in ("", name, "pool closed")
        and part.get_visible()
        and Path(part.get_xy()).contains_point((btc, eth), radius=1e-9)
    ]
    expected = {(True, True): names[:1], (True, False): names[1:2], (False, True): names[2:], (False, False): ()}
    assert min(map(abs, excess)) < 1e-3 or here == list(expected[w.pool.closed, w.plain.closed])


@pytest.mark.parametrize("size", [-20, -10, -1, 5, 20])
def test_the_edges_meet_where_the_trade_has_earned_what_it_needs(size: int) -> None:
    """At 100 / 1.01 for every short and 100 / 0.99 for every long; BTC is then at the price of BTC alone."""
    w = model.Result(eth_size=size)
    mine, alone = w.halves
    assert alone is not None
    assert meeting(mine, alone) == pytest.approx((800 / 9.95, 100 / (1.01 if size < 0 else 0.99)))


@pytest.mark.parametrize("key", list(DAYS.values())[1:])
@pytest.mark.parametrize("size", [-20, 0, 1])
def test_a_day_behind_walls_speaks_of_the_legs_that_there_are(key: str, size: int) -> None:
    """Also where no ETH is held: a row and an end for each tank that is drawn, and no other is spoken of."""
    result = model.Result(size, day=key, walls=True)
    assert [leg.role for leg in result.legs] == [fall.role for fall in result.falls[1:]]
    assert len(result.table) == 2 + len(result.legs)
    assert ("the ETH trade behind walls" in result.description) == bool(size)


NEIGHBOURS = [
    ("03-goal-alive", {"eth_size": 10}),
    ("03-goal-alive", {"eth_size": -1}),
    ("03-goal-nothing", {"eth": 99.5}),
    ("03-goal-nothing", {"eth": 98.5}),
    ("03-goal-broken", {"btc": 81.5}),
    ("03-goal-smallest", {"eth_size": -6}),
    ("03-goal-smallest", {"eth_size": -8}),
]


@pytest.mark.parametrize(("key", "missed"), NEIGHBOURS, ids=str)
def test_a_goal_is_reached_by_one_state_and_not_by_its_neighbour(key: str, missed: dict[str, float]) -> None:
    """And neither at first nor by a preset of the stage that shows it first."""
    met = next(goal.met for goal in GOALS if goal.key == key)
    assert met(model.Result(**REACHED[key]))
    assert not met(model.Result(**{**REACHED[key], **missed}))
    for w in (picture.explorer(), picture.explorer(stage=2)):
        assert not any(goal.met(w.result) for goal in GOALS)


def test_a_stage_has_the_goals_that_its_knobs_can_meet() -> None:
    """Those of walls and days come with them."""
    for stage, keys in ((1, ["alive", "nothing"]), (2, ["alive", "nothing", "broken", "smallest"])):
        w = picture.explorer(stage)
        assert [goal["key"] for goal in w._parts["goals"]] == [f"03-goal-{key}" for key in keys]
        seen = set(w.state) - set(w._hidden)
        assert all(set(REACHED[goal["key"]]) <= seen for goal in w._parts["goals"])


@pytest.mark.parametrize(
    ("price", "plain", "hedged", "number"),
    [
        (100, (200, 5), (200, 15), 81.41),
        (95, (150, 4.75), (200, 14.25), 76.33),
        (90, (100, 4.5), (200, 13.5), 71.26),
        (81, (10, 4.05), (200, 12.15), 62.12),
        (80.4, None, (200, 12.06), 61.51),
        (78, None, (200, 11.7), 59.08),
    ],
)
def test_the_crash_of_the_second_scene(
    price: float, plain: tuple[float, float] | None, hedged: tuple[float, float], number: float
) -> None:
    """What both accounts own and need at prices of the storyboard, by arithmetic done beforehand; None is closed."""
    without, with_it = (opening.Screen("", sold, price, price) for sold in (0, 10))
    assert without.closed == (plain is None)
    if plain:
        assert (without.tank.level, without.tank.need) == pytest.approx(plain)
    assert (with_it.tank.level, with_it.tank.need) == pytest.approx(hedged)
    assert with_it.number == pytest.approx(number, abs=0.005)


def test_the_opening_scene_fills_the_order_and_covers_the_number() -> None:
    """The six numbers of the order are seen after the stop alone; before it nothing says what they will be."""
    told = [opening.Sale(float(now)) for now in range(int(opening.TOLD) + 1)]
    before = " ".join(f"{one.description} {one.caption} {one.table}" for one in told[: int(opening.TELL) + 1])
    assert "80.40" in before
    assert not [words for words in ("80.60", "81.41", "need 15", "15.00") if words in before]
    after = dict.fromkeys(one.screens[0].words for one in told[int(opening.TELL) + 1 :])
    assert list(after) == ["80.40", "80.60", "80.80", "81.01", "81.21", "81.41"]
    assert {one.prices for one in told[10:]} == {(100.0, 100.0)}


def test_no_texts_of_the_scenes_overlap() -> None:
    """At every fifth moment of both."""
    drawn = opening.Opening()
    for now in range(0, 60, 5):
        for tale in (opening.Sale(float(now)), opening.Crash(float(now))):
            drawn.update(tale)
            assert not faults(drawn), tale


def test_the_numbers_of_the_third_scene_draw_the_edge() -> None:
    """Wherever ETH is, the mark is where equity meets need, by bisection; the map has it where its line is."""
    for now in range(0, int(unfolding.UP) + 1, 5):
        told = unfolding.Unfolding(float(now))

        def excess(bitcoin: float, eth: float = told.eth) -> float:
            return 200 + 10 * (bitcoin - 100) - 10 * (eth - 100) - 0.05 * bitcoin - 0.1 * eth

        assert unfolding.number(told.eth) == pytest.approx(brentq(excess, 1, 200), abs=1e-9)
    drawn = unfolding.Map()
    drawn.update(told)
    line = Path(drawn.closed.get_xy())
    for bitcoin, ether in itertools.product(range(62, 129, 6), repeat=2):
        closed = 9.95 * bitcoin - 10.10 * ether < -200
        assert line.contains_point(drawn.place(bitcoin, ether)) == closed, (bitcoin, ether)


def test_no_texts_of_the_third_scene_overlap() -> None:
    """At every third moment, while the ruler turns as well."""
    drawn = unfolding.Map()
    for now in range(0, int(unfolding.UP) + 1, 3):
        told = unfolding.Unfolding(float(now))
        drawn.update(told)
        assert not faults(drawn), now
        assert len(re.findall(r"\.(?!\d)", told.caption)) == 1


@pytest.mark.parametrize("state", [{}, {"eth": 99.0}, {"eth": 90.0}, {"eth_size": 0}, {"day": "2020-03-12"}], ids=str)
def test_a_caption_is_one_sentence_with_at_most_three_numbers(state: dict[str, Any]) -> None:
    """And it says what the engine says of the crash."""
    result = model.Result(**state)
    assert len(re.findall(r"\d+(?:\.\d+)?", result.caption)) <= 3
    assert len(re.findall(r"\.(?!\d)", result.caption)) == 1
    if not result.day:
        assert ("is open" in result.caption) == (result.eth_size < 0)


def test_no_preset_leaves_a_control_where_it_was() -> None:
    """Each sets all of them."""
    w = picture.explorer(stage=2)
    assert all(set(state) == set(w.state) for state in picture.PRESETS.values())


def test_the_formula_of_the_page_is_that_of_the_library() -> None:
    """As the code prints it, without the brackets of its sums."""
    printed_one = printed(formulas.conditional_liquidation_price, amount=0).latex
    for sign in (r"\left|{q}\right| m", r"\left(", r"\right)", " + 0", r"\,", " "):
        printed_one = printed_one.replace(sign, "|q|m" if "|" in sign else "")
    text = (ROOT / "lessons" / "03_cross_margin.ipynb").read_text(encoding="utf-8").replace("\\\\", "\\")
    assert printed_one == r"\frac{W+U-R-qE}{|q|m-q}"
    assert printed_one in text.replace(r"\,", "").replace(" ", "")


@pytest.mark.parametrize("size", [-20, -12, -10, -5, 5, 20])
def test_the_name_of_a_part_covers_neither_dot(size: int) -> None:
    """Neither the prices now nor those of the crash, while the dot goes down the diagonal."""
    drawn = picture.Picture()
    for price in range(50, 126, 15):
        result = model.Result(eth_size=size, btc=float(price), eth=float(price))
        drawn.update(result)
        drawn.pixels()
        dots = drawn.plane.axes.transData.transform([(price, price), result.feared])
        for name in filter(lambda text: text.get_text(), drawn.plane.names):
            box = name.get_window_extent(drawn.canvas.get_renderer())
            assert not any(box.contains(*dot) for dot in dots), (result, name)
