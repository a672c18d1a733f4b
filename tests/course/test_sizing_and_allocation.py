"""The figures of stress days and of sizes say what arithmetic says."""

import re
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from marginlib import formulas
from marginlib.book import Book
from marginlib.course.sizing_and_allocation import leverage as sizing
from marginlib.course.sizing_and_allocation import opening, picture
from marginlib.course.sizing_and_allocation.account import long
from marginlib.course.sizing_and_allocation.goals import GOALS
from marginlib.course.sizing_and_allocation.items.several import USED
from marginlib.course.sizing_and_allocation.losses import loses_together
from marginlib.course.sizing_and_allocation.model import LOSSES, RULES, Result
from marginlib.course.volatility import stress
from marginlib.modes import isolated
from marginlib.passage import ladder, touch
from marginlib.paths import Jumps, stress_days
from marginlib.schedules import FlatRate
from marginlib.show.formula import printed
from marginlib.sizing import Liquidations, allocate, bets, efficiency, leverage_for
from tests.course import reading
from tests.course.goals import REACHED


def test_2025_10_10_is_seen_by_lows_alone() -> None:
    """A 10x long from the peak of 122,497 is liquidated at 90/99.5 of it, between the low and the lowest close."""
    result = stress.model()
    level = 122_497 * 0.9 / 0.995
    assert 101_516.5 < level < 113_253.6
    assert result.hours == (8, None)
    assert "the lows liquidate it, the closes never do" in result.headline
    assert list(result.table.loc["equity there, USDT"]) == [f"{level * 0.005:+,.2f}", "+3,006.30"]
    assert list(result.table.loc["liquidated (UTC)"]) == ["10-10 21:00", "never"]


def test_2020_03_12_is_seen_by_closes_with_bad_debt() -> None:
    """A 3x long is through its liquidation price at 10:00, the closes see it at 23:00 and below bankruptcy."""
    result = stress.model("2020-03-12", 3)
    assert result.hours == (10, 23)
    assert result.table.loc["equity there, USDT", "watched by closes"] == f"{7938.39 / 3 + 4764.65 - 7938.39:+,.2f}"


@pytest.mark.parametrize("day", stress_days())
def test_closes_never_see_a_liquidation_before_the_lows_do(day: str) -> None:
    """At every leverage, whatever is made up; more leverage is never liquidated later."""
    for seed in (0, 7):
        results = [stress.model(day, leverage, seed) for leverage in range(2, 51, 6)]
        lows = [99 if one.by_lows is None else one.by_lows for one in results]
        closes = [99 if one.by_closes is None else one.by_closes for one in results]
        assert (np.array(lows) <= closes).all()
        assert (np.diff(lows) <= 0).all()
        assert all(one.headline and "made up" in one.description for one in results)


def test_the_curve_of_a_long_is_the_closed_form() -> None:
    """10x at 60 % for 7 days: .2387, written out by the reflection principle; 1 % allows 5.02x."""
    result = sizing.model()
    b, s, t = np.log(0.9 / 0.995), 0.6, 7 / 365
    wanted = ndtr((b + s * s / 2 * t) / (s * t**0.5)) + np.exp(-b) * ndtr((b - s * s / 2 * t) / (s * t**0.5))
    assert float(result.chance(10.0)) == pytest.approx(wanted, rel=1e-12)
    assert result.headline == "For a chance of 1 %, put 19.9 % of its value behind it, so that it is at 5.02x"
    assert result.caption == "At 10x it is liquidated within 7 days in 23.87 % of cases."
    assert list(result.table.loc["1.00 %"]) == ["5.02x", "19.52 %"]
    assert (np.diff(result.chance(sizing.LEVERAGES)) >= 0).all()


@pytest.mark.parametrize("days", [1, 7, 30])
def test_jumps_allow_less_leverage(days: int) -> None:
    """At the leverage that has 1 % without jumps, a quarter of the variance in jumps of -3 +- 6 % has more."""
    broke = 100 * (1 - 1 / leverage_for(0.01, 0.6, days / 365, 0.005))
    rest = float(np.sqrt(0.6**2 - 20 * (0.03**2 + 0.06**2)))
    found = ladder(100.0, broke / 0.995, rest, days / 365, jumps=Jumps(20, -0.03, 0.06), quick=True)
    assert found.touched > 0.012


@pytest.mark.parametrize(
    ("state", "any_closed", "more"),
    [
        ({}, 41.0, {200: 11.4}),
        ({"posted": 200}, 67.5, {200: 0.0, 100: 32.1}),
        ({"posted": 400}, 21.8, {200: 14.1, 300: 2.6}),
        ({"posted": 200, "value": 500}, 21.8, {100: 14.1, 200: 0.0}),
        ({"posted": 200, "split": "risk parity"}, 69.2, {200: 0.0}),
        ({"share": 40}, 37.7, {}),
        ({"posted": 260}, 51.0, {}),
        ({"posted": 260, "split": "risk parity"}, 51.4, {}),
        ({"posted": 280, "split": "risk parity"}, 45.6, {}),
        ({"posted": 400, "split": "best"}, 15.8, {}),
    ],
    ids=str,
)
def test_the_figures_of_the_two_longs(state: dict[str, Any], any_closed: float, more: dict[int, float]) -> None:
    """In percent, as they were reckoned when the lesson was planned."""
    result = Result(**state)
    assert 100 * result.mine.any == pytest.approx(any_closed, abs=0.06)
    for loss, chance in more.items():
        assert 100 * result.lost(loss) == pytest.approx(chance, abs=0.06)


def test_where_little_money_is_behind_them_one_is_given_up() -> None:
    """Of 100 USDT all behind BTC closes fewest, as listed: 1.24 on average, against 1.39, 1.46 and 1.57."""
    splits = Result(posted=100).now
    found = [splits.at(share).chances.sum() for share in (100.0, 50.0, 100 / 3, 0.0)]
    assert found == pytest.approx([1.24, 1.39, 1.46, 1.57], abs=0.005)
    assert splits.rule("fewest closed").share == 100


def drawn(count: int) -> list[dict[str, Any]]:
    """Random states of the explorer."""
    random = np.random.default_rng(6)
    return [
        {
            "posted": int(random.integers(5, 21)) * 20,
            "share": int(random.integers(10, 91)),
            "days": int(random.integers(1, 31)),
            "split": RULES[random.integers(len(RULES))],
            "wild": int(random.integers(12, 31)) * 5,
            "calm": int(random.integers(8, 21)) * 5,
            "value": int(random.integers(5, 21)) * 100,
        }
        for _ in range(count)
    ]


def reflected(level: float, volatility: float, years: float) -> float:
    """Chance that a price from 100 meets a level below it, by the reflection principle written out."""
    if level >= 100:
        return 1.0
    b, deviation, shift = np.log(level / 100), volatility * np.sqrt(years), volatility**2 / 2 * years
    return float(ndtr((b + shift) / deviation) + np.exp(-b) * ndtr((b - shift) / deviation))


def test_200_random_states_agree_with_the_engine() -> None:
    """Lines by the book's own engine, chances by reflection; no share of a finer grid is better than the best."""
    for state in drawn(200):
        result = Result(**state)
        sizes, behind = [result.value / 100] * 2, result.mine.behind
        flat = {"BTC": FlatRate(0.005), "SOL": FlatRate(0.005)}
        book = Book(["BTC", "SOL"], sizes, [100.0] * 2, behind, flat)
        lines = book.liquidation_prices(isolated, {"BTC": 100.0, "SOL": 100.0})
        noise = result.calm / 100, result.wild / 100
        chances = [reflected(max(a, 1e-9), b, result.days / 365) for a, b in zip(lines, noise, strict=True)]
        assert result.mine.chances == pytest.approx(chances, abs=1e-9)
        assert behind.sum() == pytest.approx(result.posted)
        assert result.mine.any == pytest.approx(1 - (1 - chances[0]) * (1 - chances[1]), abs=1e-9)
        finer = np.linspace(0, 1, 1_001)
        least = result.world.liquidations.any(result.posted * np.stack([finer, 1 - finer])).min()
        assert result.rules["best"].any <= least + 1e-5
        assert result.losing[-1] == 0
        assert (np.diff(result.losing) <= 1e-9).all()


@pytest.mark.parametrize("budget", [280, 300, 360, 440, 480])
def test_a_sum_in_halves_is_used_as_well_as_the_card_says(budget: int) -> None:
    """What would have been enough, and the chances in halves and at best, to the digits that the card prints."""
    world, (least, halves, best) = Result().world.liquidations, USED[budget]
    assert budget * efficiency(budget, world, "equal") == pytest.approx(least, abs=0.051)
    for rule, told in (("equal", halves), (world.any, best)):
        assert 100 * world.any(allocate(budget, world, rule)) == pytest.approx(told, abs=0.051)


def test_a_third_of_what_is_behind_btc_saves_nobody() -> None:
    """67.5 to 69.2 %, 0.81 to 0.89 closed on average; with 271 USDT in all halves and risk parity are as good."""
    world = Result().world.liquidations
    for behind_btc, closed, number in ((100.0, 67.5, 0.81), (100 - 100 / 3, 69.2, 0.89)):
        split = np.array([behind_btc, 200 - behind_btc])
        assert 100 * world.any(split) == pytest.approx(closed, abs=0.05)
        assert world.expected_number(split) == pytest.approx(number, abs=0.005)
    for budget, sign in ((271.0, 1), (271.5, -1)):
        halves, parity = (world.any(allocate(budget, world, rule)) for rule in ("equal", "risk parity"))
        assert np.sign(parity - halves) == sign


@pytest.mark.parametrize(
    ("leverage", "growth", "mean", "middle", "lost"),
    [(1, 0.18, 1.43, 1.20, 38), (2, 0, 2.05, 1, 50), (3, -0.54, 2.94, 0.58, 62)],
)
def test_a_year_of_an_edge_of_36_percent(leverage: int, growth: float, mean: float, middle: float, lost: int) -> None:
    """Growth of the logarithm, mean and middle account after a year, and the percent that have lost."""
    found = bets.kelly_growth(leverage, 0.36, 0.6)
    assert found == pytest.approx(growth, abs=1e-9)
    assert (np.exp(leverage * 0.36), np.exp(found)) == pytest.approx((mean, middle), abs=0.005)
    assert 100 * ndtr(-found / (leverage * 0.6)) == pytest.approx(lost, abs=0.5)


def test_the_stop_and_the_sizes_of_one_account() -> None:
    """The stop at 95 against the line at 25x, where both are one, and 10,000 USDT by four rules."""
    line = formulas.liquidation_price(80, 20, 100, 0.005)
    assert [100 * touch(100.0, level, 0.6, 7 / 365) for level in (line, 95)] == pytest.approx([67.8, 55.1], abs=0.05)
    assert formulas.liquidation_price(100 / 18.2648, 1, 100, 0.005) == pytest.approx(95, abs=1e-3)
    kelly = 10_000 * bets.kelly_fraction(0.18, 0.6)
    target = 10_000 * bets.volatility_target(0.3, 0.6)
    stopped = 100 * bets.fixed_fractional(10_000, 0.01, 100, 95, 90.45)
    assert (kelly, kelly / 2, target, stopped) == pytest.approx((5_000, 2_500, 5_000, 2_000))


def test_the_same_leverage_for_a_large_and_a_small_long() -> None:
    """2,000 USDT of BTC and 500 of SOL on 300: 56.4 % at one leverage, 38.0 at best, and 235.4 would be enough."""
    flat = dict.fromkeys(("BTC", "SOL"), FlatRate(0.005))
    book = Book(["BTC", "SOL"], [20.0, 5.0], [100.0] * 2, [0.0] * 2, flat)
    uneven = Liquidations(book, {"BTC": 100.0, "SOL": 100.0}, np.array([0.6, 1.2]), 7 / 365)
    assert allocate(300.0, uneven, "notional").tolist() == [240.0, 60.0]
    best = allocate(300.0, uneven, uneven.any)
    assert best == pytest.approx([180, 120], abs=0.5)
    chances = [100 * uneven.any(split) for split in (np.array([240.0, 60.0]), best)]
    assert chances == pytest.approx([56.4, 38.0], abs=0.05)
    assert 300 * efficiency(300.0, uneven, "notional") == pytest.approx(235.4, abs=0.05)


def test_the_rules_split_as_the_library_does() -> None:
    """Risk parity, and the best split by the search of `allocate`."""
    for state in drawn(4):
        result = Result(**state)
        world = result.world.liquidations
        assert result.rules["risk parity"].behind == pytest.approx(allocate(result.posted, world, "risk parity"))
        assert result.rules["best"].any == pytest.approx(world.any(allocate(result.posted, world, world.any)), abs=1e-5)


@pytest.mark.parametrize(("calm_money", "wild_money", "days"), [(150.0, 150.0, 7), (40.0, 260.0, 7), (90.0, 60.0, 21)])
def test_what_both_lose_together_is_that_of_drawn_weeks(calm_money: float, wild_money: float, days: int) -> None:
    """400,000 pairs of ends, each closed on its way with the probability of a Brownian bridge; within four errors."""
    random, count = np.random.default_rng(8), 400_000
    loss = np.zeros(count)
    for money, volatility in ((calm_money, 0.6), (wild_money, 1.2)):
        deviation = volatility * np.sqrt(days / 365)
        end = deviation * random.standard_normal(count) - deviation**2 / 2
        line = np.log((1 - money / 1000) / 0.995)
        bridge = np.exp(-2 * line * np.minimum(line - end, 0) / deviation**2)
        closed = (end <= line) | (random.random(count) < bridge)
        loss = loss + np.where(closed, money, 1000 * (1 - np.exp(end)))
    positions = [long(posted=calm_money), long(posted=wild_money)]
    beyond = np.array([0.0, 50.0, 100.0, 200.0, 290.0])
    found = loses_together(positions, beyond, [0.6, 1.2], days / 365)
    counted = (loss[:, None] > beyond).mean(axis=0)
    assert found == pytest.approx(counted, abs=4 * np.sqrt(0.25 / count))
    worst = np.sort(loss)[-count // 20 :].mean()
    if (days, calm_money) == (7, 150.0):
        assert Result().worst == pytest.approx(worst, abs=1.0)


def test_nothing_is_behind_one_of_them() -> None:
    """It is closed at once and loses nothing, so the other one is alone."""
    alone = loses_together([long(), long(posted=0.0)], np.array([50.0, 99.0, 100.0]), [0.6, 1.2], 7 / 365)
    assert alone == pytest.approx([0.3188, 0.2387, 0.0], abs=5e-4)


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each by controls that are there; no preset but one of theirs, and no neighbour of the find, meets it."""
    w = picture.explorer()
    found = {key: state for key, state in REACHED.items() if key.startswith("06-")}
    assert set(found) == {goal.key for goal in GOALS}
    for goal in GOALS:
        assert not goal.met(w.result)
        w.set(**{**w._start, **found[goal.key]})
        assert goal.met(w.result), goal.key
    split = GOALS[0]
    assert [split.met(Result(share=share)) for share in (37, 38, 43, 44)] == [False, True, True, False]
    assert [GOALS[1].met(Result(posted=posted)) for posted in (260, 280)] == [True, False]
    assert [GOALS[2].met(Result(posted=200, value=value)) for value in (500, 600)] == [True, False]


@pytest.mark.parametrize(
    "state", [{}, {"posted": 200}, {"posted": 100, "days": 30}, {"posted": 400, "days": 1}], ids=str
)
def test_words_table_and_tanks_say_the_same(state: dict[str, Any]) -> None:
    """The caption is one sentence with at most three numbers; the table adds up, and so do the arrows."""
    result = Result(**state)
    assert len(re.findall(r"\d+(?:\.\d+)?", result.caption)) <= 3
    assert result.caption.endswith(".")
    assert ". " not in result.caption
    assert result.table.loc["yours", "one or both closed"] == f"{result.mine.any:.1%}"
    money = result.table.loc["yours"][:2].astype(float).sum()
    assert money == result.posted
    now = np.array([100.0, 100.0, 200.0])
    for flow in picture.flows(result.mine.behind):
        now[flow.source] -= float(flow.words)
        now[flow.target] += float(flow.words)
    assert now == pytest.approx([*result.mine.behind, 400 - result.posted], abs=1.0)


@pytest.mark.parametrize(
    ("now", "eve", "max_", "unchanged"),
    [(-1.0, (0, 0), (0, 0), (0, 0)), (0.0, (0, 0), (0, 0), (0, 0)), (7.0, (0.97, 11.0), (0.97, 0), (23.87, 0))],
)
def test_the_scene_has_the_figures_of_the_hook(now: float, eve: Any, max_: Any, unchanged: Any) -> None:
    """Percent closed, and percent that have lost more than 100 USDT, at the end as the library says by itself."""
    result = opening.Result(now)
    for trader, wanted in ((result.eve, eve), (result.max, max_), (result.unchanged, unchanged)):
        assert (100 * trader.closed, 100 * trader.lost) == pytest.approx(wanted, abs=0.006)
    assert len(re.findall(r"\d+(?:\.\d+)?", result.caption)) <= 3


def test_the_scene_stops_before_anything_is_told() -> None:
    """While money and coins move no chance is said, drawn or listed, and both own what they owned."""
    w = picture.scene()
    shown = opening.Picture()
    for now in (-1.0, -0.4, 0.0):
        result = opening.Result(now)
        shown.update(result)
        assert "%" not in result.description + result.caption + result.table.to_string()
        assert not any(slot.hatch.get_visible() for row in shown.tanks.values() for slot in row.slots)
        for trader in (result.eve, result.max):
            assert trader.posted + trader.free == pytest.approx(300)
    assert opening.Result(0.0).eve.units / 200 == opening.Result(0.0).max.units / 100  # the same leverage
    assert w._limit == 0
    assert LOSSES[0] == 0


def test_the_formulas_of_the_page_are_those_of_the_library() -> None:
    """As they are printed from the code: the size at a stop, Kelly's fraction, and the growth at a share of it."""
    page = reading.page(reading.ROOT / "lessons" / "06_sizing_and_allocation.ipynb")
    text = "\n".join(cell.source for cell in page.markdown)
    for formula in (formulas.risked_size, formulas.kelly, formulas.kelly_growth):
        assert printed(formula).latex in text
