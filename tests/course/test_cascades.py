"""Lesson 08 says what the engine, a loop over single longs, closed forms and arithmetic say."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from marginlib import formulas
from marginlib.cascade import amplification, critical_shock
from marginlib.course.cascades import account, market, opening, picture
from marginlib.course.cascades.account import BUYERS, START, falls
from marginlib.course.cascades.goals import GOALS
from marginlib.course.cascades.items.code import judge_cliff
from marginlib.course.cascades.items.feed import judge_guard, least
from marginlib.course.cascades.model import Result
from marginlib.learn.items import Verdict
from marginlib.market import Market
from marginlib.show.scene import Scene
from tests.course import reading
from tests.course.goals import REACHED

FAST = "half leave each 5 %"


@pytest.mark.parametrize(
    ("state", "fall", "closed", "rounds"),
    [
        ({"shock": 4.5, "crowd": 100}, 4.5, 0, 0),
        ({"shock": 4.6, "crowd": 100}, 14.6, 400, 2),
        ({}, 5.97, 119, 7),
        ({"shock": 1.0, "ratio": 0.95}, 19.53, 390, 70),
        ({"shock": 4.6, "crowd": 100, "taken": 5}, 9.35, 200, 1),
        ({"shock": 4.6, "crowd": 100, "taken": 35}, 7.85, 200, 1),
        ({"shock": 4.6, "ratio": 0.6}, 11.47, 229, 10),
        ({"shock": 2.2, "buyers": FAST}, 6.47, 129, 20),
        ({"shock": 2.3, "buyers": FAST}, 100, 400, 37),
        ({"shock": 4.5, "crowd": 100, "ratio": 1.2}, 4.5, 0, 0),
    ],
    ids=str,
)
def test_the_figures_of_the_lesson(state: dict[str, Any], fall: float, closed: int, rounds: int) -> None:
    """As they were reckoned when the lesson was planned."""
    result = Result(**state)
    assert result.fall == pytest.approx(fall, abs=0.0051)
    assert (result.end.number, len(result.rounds)) == (closed, rounds)


def test_what_two_crowds_lose_and_owe() -> None:
    """They lose the 3,000 that were posted, and owe 420 each, at the prices that their own sales got, by hand."""
    result = Result(shock=4.6, crowd=100)
    sold = 95.4 - 0.025 * 200 / 2, 90.4 - 0.025 * 200 / 2
    owed = [200 * (100 - average - put_in) for average, put_in in zip(sold, (5, 10), strict=True)]
    assert [fate.owed for fate in result.fates] == pytest.approx(owed)
    assert (result.lost, result.owed) == pytest.approx((3000, 840))
    assert "owe 840 USDT" in result.caption
    assert list(result.table.loc[["lost, USDT", "owed, USDT"], "value"]) == ["3,000", "840"]


def drawn(count: int) -> list[dict[str, Any]]:
    """Random states of the explorer."""
    random = np.random.default_rng(8)
    return [
        {
            "shock": int(random.integers(5, 101)) / 10,
            "ratio": int(random.integers(0, 25)) / 20,
            "crowd": int(random.integers(0, 11)) * 10,
            "taken": int(random.integers(0, 21)) * 5,
            "buyers": list(BUYERS)[random.integers(3)],
        }
        for _ in range(count)
    ]


def pushed(state: dict[str, Any], closed: float) -> float:
    """How far so many closed longs push, written out."""
    slope, half = float(state["ratio"] / 20 * (1 - state["taken"] / 100)), BUYERS[state["buyers"]]
    if not half:
        return slope * closed
    left = 1 - math.log(2) / half * slope * closed
    return -math.log(left) * half / math.log(2) if left > 0 else math.inf


def by_rounds(state: dict[str, Any]) -> tuple[list[int], float, float]:
    """Longs closed in each round, the fall, and what they owe, from a loop over single longs."""
    each = 2 * state["crowd"]
    lines = [100 * (1 - 1 / leverage) / 0.995 for leverage in (20, 10) for _ in range(each)]
    rest = 400 - len(lines)
    lines += [100 - (place + 0.5) * 20 / rest for place in range(rest)]
    standing = sorted(lines, reverse=True)
    rounds, closed, owed, fall = [], 0, 0.0, state["shock"]
    while falling := [line for line in standing if 100 - fall < line]:
        steps = [pushed(state, closed + place) for place in range(len(falling) + 1)]
        average = state["shock"] + sum((one + other) / 2 for one, other in pairwise(steps)) / len(falling)
        price = max(100 - average, 0)
        owed += sum(max(100 - price - (100 - 0.995 * line), 0) for line in falling)
        standing = standing[len(falling) :]
        closed += len(falling)
        rounds.append(len(falling))
        fall = min(state["shock"] + steps[-1], 100)
    return rounds, fall, owed


def test_200_random_states_agree_with_a_loop_over_single_longs() -> None:
    """Rounds, the fall, the debts; tanks and table add up to the same, and the staircase ends where the price does."""
    for state in drawn(200):
        result = Result(**state)
        rounds, fall, owed = by_rounds(state)
        assert [one.closed for one in result.rounds] == rounds, state
        assert result.fall == pytest.approx(fall)
        assert result.owed == pytest.approx(owed, abs=1e-6)
        assert sum(fate.closed for fate in result.fates) == result.end.number == sum(rounds)
        assert sum(fate.longs for fate in result.fates) == 400
        assert fall == pytest.approx(result.rounds[-1].fall if rounds else result.shock)
        x, y = result.staircase
        assert result.gone or y[x > fall - 1e-9][0] <= fall + 1e-9
        assert (y[x < fall - 1e-6] > x[x < fall - 1e-6]).all()
        mine, even = result.curves
        place = round(10 * result.shock)
        assert (mine[place], even[place]) == pytest.approx((fall, result.even))


@pytest.mark.parametrize(("shock", "ratio"), [(1.0, 0.0), (3.0, 0.5), (2.0, 0.8), (1.0, 0.9)])
def test_an_even_cascade_follows_its_closed_form(shock: float, ratio: float) -> None:
    """Within one long of shock / (1 - ratio), and above a ratio of 1 nobody is left."""
    result = Result(shock, ratio)
    assert result.fall == pytest.approx(shock / (1 - ratio), abs=1.5 / 20 / (1 - ratio))
    assert result.closed_form == f"{shock / (1 - ratio):.2f} %"
    assert Result(0.5, 1.2).end.number == 400


def test_the_critical_shock_in_the_table_divides_the_shocks_of_the_curve() -> None:
    """With buyers who leave, every shock below it leaves somebody, and every one above it nobody, up to a long."""
    for buyers in list(BUYERS)[1:]:
        result = Result(buyers=buyers)
        critical = float(result.critical.rstrip(" %"))
        gone = [
            Result(shock=float(shock), buyers=buyers).end.number == 400 for shock in (critical - 0.1, critical + 0.1)
        ]
        assert gone == [False, True]
    assert (Result().critical, Result(ratio=1.0).critical) == ("none", "any shock")
    assert Result(ratio=0.0, buyers=FAST).critical == "none"


@pytest.mark.parametrize("slope", [0.05, 0.02])
@pytest.mark.parametrize(("mode", "legs"), [("isolated", (1, 1, 1)), ("basket", (2, 2, 1)), ("cross", (3, 3, 3))])
def test_what_a_shared_pool_carries_on_is_its_part_of_the_sales(mode: str, legs: tuple[int, ...], slope: float) -> None:
    """The sum is shock / (1 - n) in every mode; each other market of the pool gets an equal part of what sales add."""
    n, shock = 10 * slope, 8.0
    added = n * shock / (1 - n)
    shared = [added / legs[0] if place < legs[0] else 0.0 for place in range(3)]
    wanted = [shock + shared[0], *shared[1:]]
    assert falls(mode, np.array([shock, 0, 0]), slope) == pytest.approx(wanted, abs=0.11)
    assert falls(mode, np.full(3, shock)) == pytest.approx([15.95] * 3)


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each by controls that are there, and no neighbour of the two finds meets them."""
    w = picture.explorer()
    found = {key: state for key, state in REACHED.items() if key.startswith("08-")}
    assert set(found) == {goal.key for goal in GOALS}
    for goal in GOALS:
        assert not goal.met(w.result)
        w.set(**{**w._start, **found[goal.key]})
        assert goal.met(w.result), goal.key
    saved, last = (next(goal for goal in GOALS if goal.key.endswith(end)) for end in ("saved", "last"))
    assert [saved.met(Result(4.6, crowd=100, taken=taken)) for taken in (0, 5, 10)] == [False, True, False]
    assert [last.met(Result(shock, buyers=FAST)) for shock in (2.1, 2.2, 2.3)] == [False, True, False]


def test_the_scene_has_the_figures_of_the_hook_and_stops_before_them() -> None:
    """Nobody is closed by the first shock; at the stop the price is at 95.4; it ends at 85.4 with all closed."""
    w = picture.scene()
    shown: Scene[Any] = opening.Picture()
    for now in np.arange(0, opening.STOP + 0.01, 0.1):
        result = opening.Opening(round(float(now), 1))
        shown.update(result)
        assert result.closed == [False, False]
        assert not re.search(r"14\.6|85\.4|owed", result.description + result.table.to_string())
    assert w._limit == opening.STOP
    assert result.price == pytest.approx(95.4)
    after = [opening.Opening(now) for now in (9.7, 14.6, 14.7, opening.END)]
    assert [one.closed for one in after] == [[True, False], [True, False], [True, True], [True, True]]
    assert [round(one.price, 1) for one in after] == [95.3, 90.4, 90.3, 85.4]
    assert [tank.note for tank in after[-1].tanks] == ["420 owed", "420 owed"]
    assert len(re.findall(r"\d+(?:\.\d+)?", after[0].caption)) <= 3


def test_the_walk_through_the_bids() -> None:
    """30 units take the bids of 3, 5, 4, 8, 6 and 4 of the next 5 units."""
    result = market.Result(30)
    paid = 3 * 99.5 + 5 * 99 + 4 * 98 + 8 * 97 + 6 * 95.5 + 4 * 94
    assert result.left == pytest.approx(paid - 30 * 95)
    assert f"{paid / 30:.2f}" in result.headline
    both = market.Result(30, 300)
    assert both.to_pool == pytest.approx(300 * (math.sqrt(100 / 95.5) - 1))
    assert result.to_pool == 0


def test_nobody_knows_what_is_left_while_units_find_no_buyer() -> None:
    """40 units have a result; from 41 on the book has ended, and neither headline nor table names one."""
    sums = [market.Result(size).table.loc["left over 95, USDT", "value"] for size in (40, 41, 60)]
    assert sums == ["+17.5", "not known yet", "not known yet"]
    for size in (41, 60):
        assert not re.search(r"left|pays \d", market.Result(size).headline)
        assert "no buyer" in market.Result(size).headline
    assert market.Result(5, book=False).headline == "Nobody buys: 5 stay unsold"


def test_the_formulas_of_the_page_are_what_the_library_reckons() -> None:
    """Each as it is written there, against the library."""
    page = reading.page(reading.ROOT / "lessons" / "08_cascades.ipynb")
    text = "\n".join(cell.source for cell in page.markdown)
    n, a = 0.4, math.log(2) / 10
    written = {
        r"\frac{1}{1 - n}": (1 / (1 - n), amplification(n)),
        r"\frac{1}{a} \left(\frac{1 - n}{n} + \ln n\right)": (((1 - n) / n + math.log(n)) / a, critical_shock(n, 10)),
        r"B + k \left(\frac{1}{\sqrt{p}} - \frac{1}{\sqrt{P}}\right)": (
            20 + 3000 * (95**-0.5 - 100**-0.5),
            -Market(START, account.BIDS[:4], account.SIZES[:4], 3000).depth(95.0),
        ),
    }
    for latex, (by_hand, by_library) in written.items():
        assert latex in text
        assert by_hand == pytest.approx(by_library)


def test_the_judges_know_the_edge() -> None:
    """A step of 0.49 falls and one of 0.51 stands; the least share touches the line, and two more points pass."""
    fine, gap = (judge_cliff([97 - step * place for place in range(10)], 0.2) for step in (0.49, 0.51))
    assert isinstance(fine, Verdict)
    assert gap == "stand"
    edge = least(300, 0.03, 5.0)
    found = [judge_guard(edge + more, 300, 0.03, 5.0) for more in (-0.01, 0.01, 1.9, 2.1)]
    assert [one if isinstance(one, str) else one.sign for one in found] == ["low", "✓", "✓", "waste"]
    assert formulas.liquidation_price(5, 1, 100, 0.005) == pytest.approx(95.4774, abs=5e-5)
