"""One deposit in three modes: what holds whatever the controls say, and the days against brute force."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from marginlib.course import claim
from marginlib.course.cross_margin import model as cross_margin
from marginlib.course.isolated_versus_cross import picture
from marginlib.course.isolated_versus_cross.account import ENTRY
from marginlib.course.isolated_versus_cross.model import Result
from marginlib.course.isolated_versus_cross.weeks import closed, prices
from marginlib.course.isolated_versus_cross.world import BOOKS, DEPOSIT, FINE, LOOKS, MODES, SCENARIOS, curves
from marginlib.learn import catalogue
from marginlib.learn.drawn import numbers
from marginlib.learn.items import Item
from marginlib.learn.verdicts import verdict
from marginlib.show.explorer import Explorer
from marginlib.walk import walk
from tests.notebooks import form

PLAIN: dict[str, Any] = picture.PLAIN
NOTEBOOK = Path(__file__).resolve().parents[2] / "lessons" / "04_isolated_versus_cross.ipynb"
SLACK = 0.02  # of chances: five times the error of a simulation


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("correlation", [0.0, 0.6, 0.95])
def test_the_pool_of_longs_fails_less_than_any_and_more_than_all(correlation: float, looks: str) -> None:
    """All isolated pools fail, the one pool fails, some isolated pool fails: each at least as likely as the last."""
    result = Result(**{**PLAIN, "correlation": correlation, "looks": looks})
    isolated, basket, cross = (result.outcomes[mode] for mode in MODES)
    assert isolated.everything <= basket.everything + SLACK <= cross.everything + 2 * SLACK
    assert cross.something <= basket.something + SLACK <= isolated.something + 2 * SLACK
    assert cross.something == cross.everything


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("looks", LOOKS)
def test_what_is_left_is_the_deposit_and_what_others_pay(book: str, looks: str) -> None:
    """Prices without drift are a fair game: money on average comes from nowhere but from those who pay the gaps."""
    result = Result(**{**PLAIN, "book": book, "looks": looks})
    for mode, outcome in result.outcomes.items():
        assert outcome.left == pytest.approx(DEPOSIT + outcome.others, abs=5 * outcome.error), mode
        assert outcome.others > 1 if looks != LOOKS[0] and mode == "isolated" else outcome.others >= 0
    isolated, basket, cross = (result.outcomes[mode].others for mode in MODES)
    assert isolated >= basket - 0.1 >= cross - 0.2


def test_one_look_at_the_end_is_a_normal_integral() -> None:
    """Chances of two longs looked at once, from the distribution of their two prices at the end."""
    result = Result(**{**PLAIN, "book": "two longs", "looks": LOOKS[2]})
    deviation = 0.8 * np.sqrt(7 / 365)
    edge = (np.log(90 / 99.5) + deviation**2 / 2) / deviation
    both = multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]]).cdf([edge, edge])
    assert result.outcomes["isolated"].everything == pytest.approx(both, abs=0.005)
    assert result.outcomes["isolated"].something == pytest.approx(2 * norm.cdf(edge) - both, abs=0.005)


def test_at_a_correlation_of_one_the_curves_meet() -> None:
    """Equal longs that move as one fail together, in whatever pools."""
    for looks in LOOKS:
        found = curves(Result(**{**PLAIN, "looks": looks}).world)[:, -1]
        assert found == pytest.approx([found[0]] * 3)
        assert 0 < found[0] < 1


@pytest.mark.parametrize("correlation", [0.0, 0.35, 0.9])
@pytest.mark.parametrize("book", BOOKS)
def test_the_curves_pass_through_the_chances_of_the_tanks(book: str, correlation: float) -> None:
    """At the correlation that is set, what is drawn is what is said; elsewhere it is close to what would be said."""
    found = Result(**{**PLAIN, "book": book, "correlation": correlation}).curves
    for place, near in ((correlation, 1e-9), (0.15, 0.04), (0.5, 0.04), (0.8, 0.04)):
        outcomes = Result(**{**PLAIN, "book": book, "correlation": place}).outcomes
        isolated, cross = outcomes["isolated"], outcomes["cross"]
        said = [isolated.something, isolated.everything, cross.everything]
        assert [np.interp(place, FINE, row) for row in found] == pytest.approx(said, abs=near), place


def test_the_curves_bend_without_corners() -> None:
    """From one drawn point to the next the slope changes little: no corner where a simulated point lies."""
    for correlation in (0.0, 0.3, 0.6, 0.9):
        found = Result(**{**PLAIN, "correlation": correlation}).curves
        assert abs(np.diff(found, 2))[:, :-2].max() < 0.01  # next to 1 a root falls steeply
        assert ((found >= 0) & (found <= 1)).all()


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
    assert Result(**state).outcomes["cross"].something
    assert not Result(**{**state, "looks": LOOKS[2]}).outcomes["cross"].something


def test_which_mode_keeps_more_on_a_day_depends_on_the_leverage() -> None:
    """The same day, the same book: one mode is ahead at 6x, the other at 8x."""
    for leverage, ahead in ((6, "cross"), (8, "isolated")):
        outcomes = Result(**{**PLAIN, "scenario": "2025-10-10", "leverage": leverage}).outcomes
        behind = {"cross": "isolated", "isolated": "cross"}[ahead]
        assert outcomes[ahead].left > outcomes[behind].left + 40


def test_description_and_table_say_the_same() -> None:
    """Chances, money and days in words are those of the table."""
    for scenario in SCENARIOS:
        result = Result(**{**PLAIN, "scenario": scenario})
        for mode in MODES:
            left = float(str(result.table.loc[mode, "left"]).split()[0])
            assert abs(left - result.outcomes[mode].left) < 0.051
        assert f"isolated {'keeps ' if result.day else ''}{result.outcomes['isolated'].left:.0f}" in result.description


@pytest.mark.parametrize("scenario", SCENARIOS[:2])
def test_a_control_is_locked_exactly_when_it_changes_nothing(scenario: str) -> None:
    """A day that was does not listen to volatility and horizon; everything else changes the picture."""
    w = picture.explorer()
    w.set(scenario=scenario, leverage=8)
    before, state = w._scene.png(), w.state
    others = {"posted": 80, "correlation": 0.2, "volatility": 120, "days": 14, "looks": LOOKS[2], "leverage": 12}
    for name, value in others.items():
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
    assert (result.weeks.some, result.weeks.pool, result.weeks.every) == (some, pool, every)
    isolated, cross = result.outcomes["isolated"], result.outcomes["cross"]
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


def test_a_hedge_breaks_the_order_of_the_weeks() -> None:
    """The legs of a hedge fail one after the other: weeks close both and not their pool, and the words say so."""
    result = Result(**picture.PRESETS["a hedge"])
    assert result.weeks.outside == result.weeks.every > 0 == result.weeks.pool
    assert f"in {result.weeks.outside} of them" in result.description
    assert "every week of the last kind" in Result(**PLAIN).description


def _driven() -> list[str]:
    """The cells of the lesson that move the explorer or claim what it shows."""
    cells = [cell.source for cell in form.read(NOTEBOOK).cells if cell.cell_type == "code"]
    after = cells[cells.index("w = picture.explorer()\nw") + 1 :]
    return [source for source in after if re.search(r"\bw\.|picture\.", source)]


def _seen(w: Explorer) -> list[dict[str, Any]]:
    """What the explorer stands at after each driven cell of the page."""
    states = []
    for source in _driven():
        exec(source, {"w": w, "picture": picture, "claim": claim})  # noqa: S102 - the lesson's own cells
        states.append(w.state)
    return states


def test_the_page_shows_the_same_whatever_a_reader_moved_before() -> None:
    """Every preset and every control, moved before the rest of the page runs, changes no state and breaks no claim."""
    w = picture.explorer()
    committed = _seen(w)
    assert len(committed) >= 4
    for name in picture.PRESETS:
        w.preset(name)
        assert _seen(w) == committed, name
    moved = {"leverage": 3, "posted": 50, "correlation": 0.2, "volatility": 120, "days": 14, "looks": LOOKS[2]}
    w.set(book="two longs", **moved)
    assert _seen(w) == committed


def _runs(amounts: Sequence[float], baskets: Sequence[object]) -> float:
    """A learner's loop that starts a pool wherever the label changes."""
    left, money, last = 0.0, 0.0, baskets[0]
    for amount, label in zip(amounts, baskets, strict=True):
        if label != last:
            left, money, last = left + max(0, money), 0.0, label
        money += amount
    return left + max(0, money)


BANKRUPT, KEPT = catalogue.item("04-counted"), catalogue.item("04-kept")
RIVALS = [
    (BANKRUPT, "losses-only", lambda cash, pool, _isolated: cash - sum(-one for one in pool if one < 0) < 0),
    (BANKRUPT, "surplus", lambda cash, pool, isolated: cash + sum(pool) + sum(one for one in isolated if one > 0) < 0),
    (BANKRUPT, "no-cash", lambda _cash, pool, _isolated: sum(pool) < 0),
    (KEPT, "adjacent", _runs),
    (KEPT, "isolated", lambda amounts, _baskets: sum(one for one in amounts if one > 0)),
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
