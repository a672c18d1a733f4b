"""One deposit in three modes: what holds whatever the controls say, and the days against brute force."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from marginlib.course.cross_margin import model as cross_margin
from marginlib.course.isolated_versus_cross import picture
from marginlib.course.isolated_versus_cross.account import ENTRY, tossed
from marginlib.course.isolated_versus_cross.goals import GOALS
from marginlib.course.isolated_versus_cross.model import Result
from marginlib.course.isolated_versus_cross.opening import END, PLAY, SORT, STOP, Opening, tracked
from marginlib.course.isolated_versus_cross.weeks import WEEKS, closed, prices
from marginlib.course.isolated_versus_cross.world import BOOKS, CHANCE, DEPOSIT, LOOKS, MODES, SCENARIOS
from marginlib.learn import catalogue
from marginlib.learn.drawn import numbers
from marginlib.learn.items import Item
from marginlib.learn.verdicts import verdict
from marginlib.walk import walk
from tests.course.goals import REACHED

PLAIN: dict[str, Any] = picture.PLAIN
SLACK = 0.02  # of chances: five times the error of a simulation


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("correlation", [0.0, 0.6, 0.95])
def test_the_pool_of_longs_fails_less_than_any_and_more_than_all(correlation: float, looks: str) -> None:
    """All isolated pools fail, the one pool fails, some isolated pool fails: each at least as likely as the last."""
    result = Result(**{**PLAIN, "correlation": correlation, "looks": looks})
    isolated, basket, cross = (result.reckoned[mode] for mode in MODES)
    assert isolated.everything <= basket.everything + SLACK <= cross.everything + 2 * SLACK
    assert cross.something <= basket.something + SLACK <= isolated.something + 2 * SLACK
    assert cross.something == cross.everything


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("looks", LOOKS)
def test_what_is_left_is_the_deposit_and_what_others_pay(book: str, looks: str) -> None:
    """Prices without drift are a fair game: money on average comes from nowhere but from those who pay the gaps."""
    result = Result(**{**PLAIN, "book": book, "looks": looks})
    for mode, one in result.reckoned.items():
        assert one.left == pytest.approx(DEPOSIT + one.others, abs=5 * one.left_error), mode
        assert one.others > 1 if looks != LOOKS[0] and mode == "isolated" else one.others >= 0
    isolated, basket, cross = (result.reckoned[mode].others for mode in MODES)
    assert isolated >= basket - 0.1 >= cross - 0.2


def test_one_look_at_the_end_is_a_normal_integral() -> None:
    """Chances of two longs looked at once, from the distribution of their two prices at the end."""
    result = Result(**{**PLAIN, "book": "two longs", "looks": LOOKS[2]})
    deviation = 0.8 * np.sqrt(7 / 365)
    edge = (np.log(90 / 99.5) + deviation**2 / 2) / deviation
    both = multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]]).cdf([edge, edge])
    assert result.reckoned["isolated"].everything == pytest.approx(both, abs=0.005)
    assert result.reckoned["isolated"].something == pytest.approx(2 * norm.cdf(edge) - both, abs=0.005)


@pytest.mark.parametrize("name", SCENARIOS[1:])
@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("leverage", [4, 10])
def test_a_day_is_walked_as_a_thousand_small_steps_would_walk_it(name: str, book: str, leverage: int) -> None:
    """Each pool is closed at the hour and with the money of a walk that asks the book at every small step."""
    result = Result(**{**PLAIN, "book": book, "scenario": name, "leverage": leverage, "posted": 80})
    day, positions = result.day, result.world.positions
    assert day is not None
    fine = np.linspace(0, len(day.times) - 1, 100 * (len(day.times) - 1) + 1)
    rows = [np.interp(fine, np.arange(len(day.times)), row) for row in (day.times, *day.prices.T)]
    hours, prices = np.array(rows[:1]), np.array(rows[1:])
    for mode in MODES:
        chosen = result.world.mode(mode)
        partition = chosen(positions)
        profit = positions.size[:, None] * (prices - ENTRY)
        need = 0.005 * abs(positions.size[:, None]) * prices
        for pool, end in enumerate(walk(positions, chosen, day.prices, day.times)):
            inside = partition.positions == pool
            equity = positions.money(partition)[pool] + profit[inside].sum(axis=0)
            short = equity < need[inside].sum(axis=0)
            first = int(short.argmax())
            if not short.any():
                assert end.time is None
                assert end.left == pytest.approx(equity[-1])
            else:
                assert end.time is not None
                assert hours[0, first - 1] - 1e-9 <= end.time <= hours[0, first] + 1e-9
                low, high = sorted(equity[first - 1 : first + 1])
                assert low - 1e-9 <= end.left <= high + 1e-9


def test_a_look_at_the_end_alone_misses_the_day() -> None:
    """On 10 October 2025 prices came back: who looks at the close alone closes nobody."""
    state = {**PLAIN, "scenario": "2025-10-10"}
    assert Result(**state).reckoned["cross"].something
    assert not Result(**{**state, "looks": LOOKS[2]}).reckoned["cross"].something


def test_a_day_that_is_shown_in_part_has_closed_what_was_closed_by_then() -> None:
    """At each part of 10 October 2025 a pool is closed if its hour has come, and holds what it held then if not."""
    state = {**PLAIN, "scenario": "2025-10-10", "leverage": 8}
    whole = Result(**state).pools
    for part in range(1, WEEKS + 1, 3):
        result = Result(**{**state, "weeks": part})
        assert result.day is not None
        for mode, pools in result.pools.items():
            for pool, end in zip(pools, (one.end for one in whole[mode]), strict=True):
                assert pool.end is not None
                assert end is not None
                assert pool.closed == (end.time is not None and end.time <= result.hour)
        now = [np.interp(result.hour, result.day.times, prices) for prices in result.day.prices.T]
        first, *_ = result.pools["isolated"]
        assert first.end is not None
        if not first.closed:
            assert first.end.left == pytest.approx(100 + 8 * (now[0] - 100))


def test_beside_the_slider_of_weeks_a_day_has_its_hours() -> None:
    """The last one at its end; where weeks are drawn, there are weeks."""
    w = picture.explorer(stage=3)
    assert w.result.day is not None
    assert w._view["readouts"]["weeks"] == f"hour {w.result.day.times[-1]:.1f}"
    w.set(scenario=CHANCE)
    assert w._view["readouts"]["weeks"] == "100 of 100"


def test_which_mode_keeps_more_on_a_day_depends_on_the_leverage() -> None:
    """The same day, the same book: one mode is ahead at 6x, the other at 8x."""
    for leverage, ahead in ((6, "cross"), (8, "isolated")):
        reckoned = Result(**{**PLAIN, "scenario": "2025-10-10", "leverage": leverage}).reckoned
        behind = {"cross": "isolated", "isolated": "cross"}[ahead]
        assert reckoned[ahead].left > reckoned[behind].left + 40


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_words_table_and_picture_say_the_same(scenario: str) -> None:
    """A caption is one sentence with at most three numbers; money in words is that of the table."""
    result = Result(**{**PLAIN, "scenario": scenario})
    assert sum(any(one.isdigit() for one in word) for word in result.caption.split()) <= 3
    assert result.caption.endswith(".")
    for row, one in zip(result.table["left"], result.reckoned.values(), strict=True):
        assert abs(float(str(row).split()[0]) - one.left) < 0.051
    assert result.description.startswith(f"{result.headline}. {result.caption}")
    if result.day is not None:
        isolated, cross = result.reckoned["isolated"], result.reckoned["cross"]
        assert f"Ada keeps {isolated.left:.0f} of 300 USDT, Bo {cross.left:.0f}" in result.headline


def test_chances_are_told_once_all_weeks_are_shown() -> None:
    """Whoever scrolls down sees the two weeks of the scene, and no number of the hundred."""
    result = Result(**{**PLAIN, "weeks": 2})
    assert result.drawn.counts() == (2, 1, 0)
    assert not result.simulated
    assert not [pool for pools in result.pools.values() for pool in pools if pool.chance is not None]
    assert not re.search(r"%|61|16", f"{result.description} {result.table.to_string()}")


@pytest.mark.parametrize("scenario", SCENARIOS[:2])
def test_a_control_is_locked_exactly_when_it_changes_nothing(scenario: str) -> None:
    """A day that was does not listen to volatility, days and weeks; everything else changes the picture."""
    w = picture.explorer()
    w.set(scenario=scenario, leverage=8, weeks=WEEKS)
    before, state = w._scene.png(), w.state
    others = {"posted": 75, "correlation": 0.2, "volatility": 120, "days": 14, "looks": LOOKS[2], "leverage": 12}
    for name, value in {**others, "weeks": 50}.items():
        w.set(**{name: value})
        assert (w._scene.png() == before) == getattr(w, name).disabled, name
        w.set(**state)


def test_a_follower_falls_as_far_as_in_the_lesson_before() -> None:
    """On 10 October 2025 BTC was at 101,516.5 of 122,497 USDT: what moves 0.8 times as far is at 86.05 of 100."""
    result = Result(**{**PLAIN, "scenario": "2025-10-10", "correlation": 0.8})
    assert result.day is not None
    assert result.day.prices.min(axis=0)[1:] == pytest.approx([100 * (101516.5 / 122497) ** 0.8] * 2)
    assert (result.day.prices[:, :2] == cross_margin.day("2025-10-10", 0.8).prices).all()


@pytest.mark.parametrize(
    ("leverage", "correlation", "some", "pool", "every"),
    [
        (10, 0.6, 61, 30, 16),
        (6, 0.6, 27, 6, 3),
        (8, 0.6, 46, 17, 9),
        (14, 0.6, 79, 49, 31),
        (10, 0.0, 75, 13, 6),
        (10, 0.3, 68, 22, 10),
    ],
)
def test_a_hundred_weeks_are_the_ones_that_were_chosen(
    leverage: int, correlation: float, some: int, pool: int, every: int
) -> None:
    """The weeks are data: their counts in six states, and near what thousands of draws say."""
    result = Result(**{**PLAIN, "leverage": leverage, "correlation": correlation})
    assert result.drawn.counts() == (some, pool, every)
    isolated, cross = result.reckoned["isolated"], result.reckoned["cross"]
    for count, chance in ((some, isolated.something), (pool, cross.something), (every, isolated.everything)):
        assert count == pytest.approx(100 * chance, abs=4)


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("looks", LOOKS)
def test_no_week_closes_the_pool_and_leaves_every_isolated_pool_open(book: str, looks: str) -> None:
    """Where a sum lacks money some part lacks it, at every look: held at many leverages and correlations."""
    for leverage in (2, 6, 10, 20):
        for correlation in (0.0, 0.6, 0.95):
            world = Result(**{**PLAIN, "book": book, "looks": looks, "leverage": leverage}).world
            apart, pooled = (closed(world, mode, correlation).any(axis=1) for mode in ("isolated", "cross"))
            assert not (pooled & ~apart).any(), (leverage, correlation)


def test_a_week_is_walked_as_the_engine_walks_it() -> None:
    """Looked at once a day, each of the hundred weeks closes the pools that a walk from look to look closes."""
    result = Result(**{**PLAIN, "looks": LOOKS[1], "posted": 80})
    days = prices(result.world, result.correlation)[:, 23::24]
    for mode in MODES:
        found = closed(result.world, mode, result.correlation)
        chosen, book = result.world.mode(mode), result.world.positions
        held = sorted({*chosen(book).positions.tolist()})
        for week, path in enumerate(days):
            ends = walk(book, chosen, np.vstack([[ENTRY] * 3, path]), between=False)
            assert [ends[pool].time is not None for pool in held] == found[week].tolist(), (mode, week)


def test_in_random_states_the_engine_closes_the_same_pools() -> None:
    """Book, leverage, correlation, money and looks by chance: one week of each state is walked from look to look."""
    rng = np.random.default_rng(4)
    for _ in range(200):
        looks = int(rng.integers(1, 3))
        state = {
            "book": str(rng.choice(list(BOOKS))),
            "leverage": int(rng.integers(2, 21)),
            "correlation": float(rng.integers(0, 20)) / 20,
            "posted": int(rng.choice([50, 75, 100])),
            "looks": LOOKS[looks],
        }
        result, week = Result(**{**PLAIN, **state}), int(rng.integers(WEEKS))
        book = result.world.positions
        path = prices(result.world, result.correlation)[week][23::24] if looks == 1 else None
        path = prices(result.world, result.correlation)[week][-1:] if path is None else path
        for mode in MODES:
            chosen = result.world.mode(mode)
            ends = walk(book, chosen, np.vstack([[ENTRY] * len(book.size), path]), between=False)
            held = sorted({*chosen(book).positions.tolist()})
            found = closed(result.world, mode, result.correlation)[week].tolist()
            assert [ends[pool].time is not None for pool in held] == found, state


@pytest.mark.parametrize(("book", "correlation"), [("three longs", 0.6), ("BTC long, ETH short", 0.9)])
def test_sorted_weeks_stand_side_by_side(book: str, correlation: float) -> None:
    """Each kind of week is one run of columns from the left, and sorting loses no week."""
    result = Result(**{**PLAIN, "book": book, "correlation": correlation})
    ranked = result.drawn.sorted()
    assert ranked.counts() == result.drawn.counts()
    for kind in (ranked.some, ranked.pool, ranked.every):
        assert kind[: kind.sum()].all()
    for mode, rows in result.drawn.closed.items():
        assert sorted(map(tuple, rows)) == sorted(map(tuple, ranked.closed[mode]))


def test_a_hedge_breaks_the_order_of_the_weeks() -> None:
    """The legs of a hedge fail one after the other: weeks close both and not their pool, and the words say so."""
    weeks = Result(**picture.PRESETS["a hedge"]).drawn
    some, pool, every = weeks.counts()
    assert weeks.outside == every > 0 == pool < some
    assert f"in {weeks.outside} of them" in weeks.words
    assert "every week of the last kind" in Result(**PLAIN).drawn.words


def test_the_opening_plays_the_weeks_of_its_storyboard() -> None:
    """SOL alone is closed in the first week; in the second BTC alone stays open, and the pool goes as SOL does."""
    days = [
        [pool.shut and round(pool.shut / 24, 1) for pool in (*apart, pool)] for apart, pool in map(tracked, (14, 29))
    ]
    assert days == [[None, None, 2.5, None], [None, 2.5, 3.2, 3.3]]
    assert Opening(PLAY).kept == pytest.approx((219.5, 110.3), abs=0.05)
    assert Opening(STOP).kept == pytest.approx((92.5, 13.6), abs=0.06)
    assert Opening(STOP).weeks is not None
    assert [Opening(frame).weeks.counts() for frame in (STOP, SORT, END)] == [(2, 1, 0), (61, 30, 16), (61, 30, 16)]  # type: ignore[union-attr]
    assert (Opening(SORT).grown, Opening(END).grown) == (0, 1)


def test_the_tanks_of_the_explorer_end_as_the_scene_does() -> None:
    """The two weeks that are shown at first leave each trader what the opening has told."""
    for shown, frame in ((1, PLAY), (2, STOP)):
        pools, (ada, bo) = Result(**{**PLAIN, "weeks": shown}).pools, Opening(frame).kept
        assert sum(pool.end.left for pool in pools["isolated"] if pool.end) == pytest.approx(ada)
        assert sum(pool.end.left for pool in pools["cross"] if pool.end) == pytest.approx(bo)
    for looks in LOOKS:
        for shown in range(1, WEEKS, 7):
            result = Result(**{**PLAIN, "weeks": shown, "looks": looks, "posted": 75})
            for mode, parts in result.pools.items():
                closings = [part.closed for part in parts if part.positions]
                assert closings == result.drawn.closed[mode][-1].tolist()


def test_what_a_closing_gives_back_is_what_the_pool_needed() -> None:
    """What is lost and what comes back are together what was put in, in every pool that closes in the scene."""
    for week in (14, 29):
        apart, pool = tracked(week)
        for one in (*apart, pool):
            tank = one.tank(168)
            assert (tank.closed, tank.lost + one.back) == (True, one.posted) if one.shut else not tank.closed
            assert one.back <= 0.05 * one.posted


def test_one_scale_for_all_tanks_of_a_picture() -> None:
    """An USDT put in is as wide in each of the tanks."""
    result, drawn = Result(**PLAIN), picture.Picture()
    for mode, row in drawn.rows.items():
        pools = result.pools[mode]
        for (left, right), pool in zip(row.spans([pool.tank() for pool in pools]), pools, strict=True):
            assert right - left == pytest.approx(picture.SCALE * pool.posted)
    begun = picture.Prologue()
    for row, played in ((begun.left, Opening().ada), (begun.right, (Opening().bo,))):
        for (left, right), one in zip(row.spans([one.tank(0) for one in played]), played, strict=True):
            assert right - left == pytest.approx(1.2 * one.posted)


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each in the picture of its own stage, and by nothing that the presets or the account of the lesson show there."""
    for place, goal in enumerate(GOALS):
        w = picture.explorer(stage=place + 1)
        assert [one.key for one in w._goals] == [goal.key]
        assert not goal.met(w.result)
        assert not goal.met(Result(**PLAIN))
        w.set(**REACHED[goal.key])
        assert goal.met(w.result), goal.key
        hidden = [name for name in REACHED[goal.key] if name in w._hidden and place != 2]
        assert not hidden, (goal.key, hidden)


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("04-goal-lucky-pool", {"leverage": 5}),
        ("04-goal-lucky-pool", {"leverage": 8}),
        ("04-goal-lucky-pool", {"leverage": 6, "weeks": 99}),
        ("04-goal-order", {"book": "BTC long, ETH short", "correlation": 0.3}),
        ("04-goal-order", {"book": "two longs"}),
        ("04-goal-day", {"scenario": "2025-10-10", "leverage": 5}),
        ("04-goal-day", {"scenario": "2025-10-10", "leverage": 8}),
        ("04-goal-walls", {"looks": LOOKS[1]}),
    ],
)
def test_a_state_beside_a_goal_does_not_meet_it(key: str, near: dict[str, Any]) -> None:
    """One step off, or too small a difference for so few draws."""
    (goal,) = (one for one in GOALS if one.key == key)
    assert not goal.met(Result(**{**PLAIN, **near}))


def test_a_coin_that_is_stopped_stays_fair() -> None:
    """Whatever the tosses and the floor, the ends of all rows add up to nothing."""
    for tosses in range(1, 9):
        for floor in range(-4, 0):
            ends = tossed(tosses, floor)
            assert (len(ends), sum(ends), min(ends) >= floor) == (2**tosses, 0, True)


def _runs(amounts: Sequence[float], baskets: Sequence[object]) -> float:
    """A learner's loop that starts a pool wherever the label changes."""
    left, money, last = 0.0, 0.0, baskets[0]
    for amount, label in zip(amounts, baskets, strict=True):
        if label != last:
            left, money, last = left + max(0, money), 0.0, label
        money += amount
    return left + max(0, money)


def _event(week: Sequence[float], which: str) -> bool:
    """One week, as a learner may ask it."""
    return sum(week) < 0 if which == "sum" else (max if which == "all" else min)(week) < 0


def _share(weeks: Sequence[Sequence[float]], which: str) -> float:
    return sum(_event(week, which) for week in weeks) / len(weeks)


def _alone(weeks: Sequence[Sequence[float]]) -> dict[str, float]:
    """All and any of pools that have nothing to do with each other."""
    low = np.mean(np.array(weeks) < 0, axis=0)
    return {"all": float(low.prod()), "any": float(1 - (1 - low).prod())}


BANKRUPT, KEPT, SHARES, WALK = (catalogue.item(f"04-{name}") for name in ("counted", "kept", "chances", "walk"))
RIVALS = [
    (BANKRUPT, "losses-only", lambda cash, pool, _isolated: cash - sum(-one for one in pool if one < 0) < 0),
    (BANKRUPT, "surplus", lambda cash, pool, isolated: cash + sum(pool) + sum(one for one in isolated if one > 0) < 0),
    (BANKRUPT, "no-cash", lambda _cash, pool, _isolated: sum(pool) < 0),
    (BANKRUPT, "deficit", lambda cash, pool, isolated: cash + sum(pool) + sum(one for one in isolated if one < 0) < 0),
    (BANKRUPT, "never", lambda _cash, _pool, _isolated: False),
    (KEPT, "adjacent", _runs),
    (KEPT, "isolated", lambda amounts, _baskets: sum(one for one in amounts if one > 0)),
    (KEPT, "cross", lambda amounts, _baskets: max(0, sum(amounts))),
    (KEPT, "no-limit", lambda amounts, _baskets: sum(amounts)),
    (SHARES, "counts", lambda weeks, which: sum(_event(week, which) for week in weeks)),
    (SHARES, "swapped", lambda weeks, which: _share(weeks, {"all": "any", "any": "all", "sum": "sum"}[which])),
    (
        SHARES,
        "kept",
        lambda weeks, which: (
            _share([[max(one, 0) for one in week] for week in weeks], which) if which == "sum" else _share(weeks, which)
        ),
    ),
    (SHARES, "product", lambda weeks, which: _alone(weeks)[which] if which != "sum" else _share(weeks, which)),
    (WALK, "netted", lambda _mode, _leg, equities, needs: sum(equities) < sum(needs)),
    (WALK, "each", lambda _mode, leg, equities, needs: equities[leg] < needs[leg]),
    (
        WALK,
        "one-takes-all",
        lambda mode, _leg, equities, needs: (
            sum(equities) < sum(needs)
            if mode == "cross"
            else min(has - need for has, need in zip(equities, needs, strict=True)) < 0
        ),
    ),
    (
        WALK,
        "against-zero",
        lambda mode, leg, equities, needs: sum(equities) < sum(needs) if mode == "cross" else equities[leg] < 0,
    ),
]


@pytest.mark.parametrize(("item", "cause", "rival"), RIVALS, ids=lambda one: getattr(one, "id", str(one))[:12])
def test_a_wrong_function_fails_and_is_named(item: Item, cause: str, rival: Callable[..., Any]) -> None:
    """Whoever is asked, a function that leaves out one idea does not pass, and is told which."""
    for learner in range(200):
        said = verdict(item, rival, f"learner-{learner}")
        assert not said.passed
        assert said.cause == cause


def test_free_money_let_into_the_basket_is_not_called_by_another_name() -> None:
    """The basket lacks more than is free, so money that is let in is gone; the card names that idea too."""
    item = catalogue.item("04-basket")
    for learner in range(200):
        given = numbers(item, f"learner-{learner}")
        basket = 200 + 10 * (given["btc"] - 100) + 10 * (given["eth"] - 100) + given["free"]
        assert basket < 0
        assert verdict(item, max(0, basket) + 10 * given["sol"] - 900, f"learner-{learner}").cause == "free-pays"
