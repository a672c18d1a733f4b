"""Lesson 02: the figures of its story, what its goals ask for, and a picture whose areas are money."""

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from marginlib import formulas
from marginlib.course.isolated_margin import account, picture
from marginlib.course.isolated_margin.goals import GOALS
from marginlib.course.isolated_margin.items import both, costs
from marginlib.course.isolated_margin.model import Result
from marginlib.learn import catalogue
from marginlib.learn.items import Verdict
from marginlib.learn.verdicts import verdict
from marginlib.show.formula import printed
from tests.course.goals import REACHED
from tests.course.reading import LESSONS, page

LAST = 60.0


def states(count: int) -> Iterator[dict[str, Any]]:
    """Controls as a hand may leave them."""
    draw = random.Random(2)
    for _ in range(count):
        yield {
            "posted": draw.randrange(20, 151, 5),
            "rate": draw.randrange(20, 121, 5) / 100,
            "side": draw.choice(["long", "short"]),
            "sold": draw.randrange(0, 121, 5) / 100,
            "added": draw.randrange(-30, 51),
            "days": draw.randrange(0, 61, 5),
            "now": float(draw.randrange(61)),
        }


@pytest.mark.parametrize(
    ("now", "price", "equity", "asked"),
    [(0, 100, 100, 5.00), (20, 95.22, 52.23, 4.76), (29, 91.99, 19.93, 4.60), (32, 90.4523, 4.5226, 4.5226)],
)
def test_the_scene_has_the_figures_of_its_story(now: int, price: float, equity: float, asked: float) -> None:
    """Ten units from 100 with 100 posted: 100 + 10 (P - 100) against 0.05 P, until both are equal."""
    result = Result(now=now)
    assert (result.surface, result.level, result.asks) == pytest.approx((price, equity, asked), abs=0.005)


def test_what_happens_when_in_the_story() -> None:
    """The line is 900 / 9.95; the sale at a quarter of a percent below it costs half of the room."""
    result = Result(now=LAST)
    assert result.line == pytest.approx(900 / 9.95)
    assert result.end.time == pytest.approx(31.9, abs=0.01)
    assert (result.sold_at, result.left_at_line) == pytest.approx((90.226, 4.5226), abs=0.001)
    assert result.left_after_sale == pytest.approx(result.left_at_line / 2)
    assert [Result(now=now).gone for now in (31, 32, 37, 42, 60)] == [0, 0, 5, 10, 10]
    levels = [Result(now=now).level for now in (32, 37, 42, 60)]
    assert levels == pytest.approx([share * result.left_at_line for share in (1, 0.75, 0.5, 0.5)])


@pytest.mark.parametrize(
    ("state", "line", "floor", "left"),
    [
        ({"posted": 20}, 98.4925, 98.0, 4.92),
        ({"side": "short"}, 109.4527, 110.0, 5.47),
        ({"added": 50}, 85.4271, 85.0, 4.27),
        ({"posted": 150, "added": -30}, 88.4422, 88.0, 4.42),
        ({"posted": 20, "days": 50}, 100.0, 99.5, 5.0),
        ({"posted": 20, "days": 60}, 100.0, 99.5, 5.0),
        ({"days": 30}, 91.3568, 90.9, 4.57),
        ({"days": 30, "side": "short"}, 110.3483, 110.9, 5.52),
    ],
    ids=str,
)
def test_what_moves_the_floor(state: dict[str, Any], line: float, floor: float, left: float) -> None:
    """Margin digs, costs fill, and funding that empties the tank stops with the closing; a short is paid."""
    result = Result(**state)
    assert (result.line, result.floor) == pytest.approx((line, floor), abs=1e-4)
    assert result.left_at_line == pytest.approx(left, abs=0.005)


def test_taking_out_stops_at_the_initial_margin_and_says_so() -> None:
    """A tenth of 1,000 USDT has to stay, so of 110 there are 10 to take."""
    stopped, free = Result(posted=110, added=-30), Result(posted=150, added=-30)
    assert (stopped.put_in, stopped.held_back) == (100, True)
    assert "no more than 10 USDT" in stopped.caption
    assert (free.put_in, free.held_back) == (120, False)
    nothing = Result(posted=20, added=-1)
    assert not nothing.moved
    assert "take out nothing" in nothing.caption


def test_funding_is_spoken_of_on_either_side() -> None:
    """A long pays 3 USDT in ten days, and a short receives them; both are told, in the words and under the floor."""
    drawn = picture.Picture()
    told = ("long", "3 USDT of funding were paid", "paid"), ("short", "3 USDT of funding were received", "got")
    for side, words, under in told:
        result = Result(side=side, days=10)
        assert words in result.description
        drawn.update(result)
        assert drawn.tank.slots[0].foot.get_text().endswith(f"3 {under}")


def test_two_hundred_states_agree_with_an_account_kept_by_hand() -> None:
    """Margin, closing and sale from the definitions; where it is closed by bisection on a way of small steps."""
    met = 0
    for state in states(200):
        result = Result(**state)
        side = 1 if state["side"] == "long" else -1
        share, pays = state["rate"] / 100, 0.1 * side
        margin = state["posted"] + max(state["added"], min(0, 100 - state["posted"]))
        for _ in range(3 * state["days"]):
            if margin <= share * 1000 + 1e-9:
                break
            margin -= pays
        fine = np.linspace(0, LAST, 60 * 40 + 1)
        price = np.interp(fine, np.arange(61), account.path(side))
        short = margin + 10 * side * (price - 100) - share * 10 * price <= 1e-9
        if short.any():
            first = short.argmax()
            met += 1
            assert fine[max(first - 1, 0)] - 1e-6 <= result.end.time <= fine[first] + 1e-6
            at = (margin - 1000 * side) / (share * 10 - 10 * side)
            assert result.line == pytest.approx(at)
            sold = at * (1 - side * state["sold"] / 100)
            assert result.left_after_sale == pytest.approx(margin + 10 * side * (sold - 100))
        else:
            assert result.end.time is None
        if not result.closed:
            now = np.interp(state["now"], np.arange(61), account.path(side))
            assert result.level == pytest.approx(margin + 10 * side * (now - 100))
    assert 100 < met < 200


def test_an_usdt_is_as_large_in_every_state() -> None:
    """Pixels of water over equity are one number, whatever was posted, added or paid; the lens has its own."""
    drawn, areas, lens = picture.Picture(), set(), set()
    for state in states(60):
        result = Result(**state)
        drawn.update(result)
        slot = drawn.tank.slots[0]
        seen = not drawn.tank.cut(result.floor) and not drawn.tank.cut(result.surface)
        if seen and not result.closed and result.level > 0:
            parts = [one for one in (slot.water, slot.gain) if one.get_visible()]
            pixels = sum(one.get_width() * one.get_height() for one in parts)
            areas.add(round(pixels / result.level, 4))
        if 0 < result.level < 12:
            shown = drawn.lens.room if result.closed else drawn.lens.water
            lens.add(round(shown.get_height() / result.level, 4))
    assert len(areas) == 1
    assert len(lens) == 1
    assert lens.pop() * 10 == pytest.approx(drawn.tank.span * picture.TIMES, abs=0.001)


def test_path_line_and_tank_have_one_axis() -> None:
    """The water, the price on the path and the cross are at one height, for a long and for a short."""
    drawn = picture.Picture()
    for state in ({"now": 20.0}, {"now": 20.0, "side": "short"}, {"now": 40.0}, {"now": 40.0, "side": "short"}):
        result = Result(**state)
        drawn.update(result)
        way = drawn._way(result.side, result.surface)
        height = drawn.path.axes.transData.transform((0, way))[1]
        assert drawn.tank.axes.transData.transform((0, drawn.tank.height(result.surface)))[1] == pytest.approx(height)
        axes = drawn.path.axes
        ticks = dict(zip((one.get_text() for one in axes.get_yticklabels()), axes.get_yticks(), strict=True))
        assert ticks["100"] == drawn._way(result.side, 100.0)


def test_before_the_question_is_answered_nothing_is_named_that_answers_it() -> None:
    """Neither in the picture nor in words or table, at no step up to the stop."""
    story = picture.scene()
    for now in (0.0, 20.0, 31.0, picture.STOP):
        story.now.value = now
        texts = [one.get_text() for one in story._scene.moving if hasattr(one, "get_text") and one.get_visible()]
        said = " ".join([*texts, story.description_text, story.caption, story.summary.to_string()])
        assert not [word for word in ("4.52", "4.5 ", "room", "liquidation", "bankruptcy", "left") if word in said], now
    assert "4.52" in Result(now=picture.STOP).headline


@pytest.mark.parametrize(
    "state", [{}, {"now": 20.0}, {"now": 32.0}, {"now": LAST}, {"now": LAST, "sold": 0.6}], ids=str
)
def test_a_caption_is_one_sentence_with_at_most_three_numbers(state: dict[str, Any]) -> None:
    """And the description begins with the headline."""
    result = Result(**state)
    assert sum(part.strip(".,").replace(".", "").isdigit() for part in result.caption.split()) <= 3
    assert result.caption.endswith(".")
    assert ". " not in result.caption
    assert result.description.startswith(result.headline)


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each by the controls of its stage, from the state in which the explorers open; a step less does not do."""
    w = picture.explorer(stage=3)
    found = {key: state for key, state in REACHED.items() if key.startswith("02-")}
    assert set(found) == {goal.key for goal in GOALS}
    for goal in GOALS:
        for start in (w._start, {**w._start, "now": LAST}):
            w.set(**start)
            assert not goal.met(w.result)
        w.set(**{**w._start, **found[goal.key]})
        assert goal.met(w.result), goal.key
    goals = {goal.key[len("02-goal-") :]: goal.met for goal in GOALS}
    assert not goals["others-pay"](Result(now=LAST, sold=0.5 - 0.05))
    assert not goals["others-pay"](Result(now=33, sold=0.6))
    assert not goals["fifth"](Result(posted=25))
    assert goals["fifth"](Result(posted=45, rate=1.0))
    assert not goals["short"](Result(posted=20, days=50))
    assert goals["no-move"](Result(posted=20, days=55))
    assert not goals["no-move"](Result(posted=20, days=45))
    assert goals["paid-back"](Result(days=10, added=3))
    assert not goals["paid-back"](Result(days=30, added=8))


@pytest.mark.parametrize(
    ("beginning", "sign"),
    [
        ("It is not greed:", "≈"),
        ("That is not a scam:", "≈"),
        ("Not out of greed, but", "≈"),
        ("They are greedy:", "✗"),
    ],
)
def test_who_denies_bad_intent_is_not_told_that_he_sees_it(beginning: str, sign: str) -> None:
    """The same sentence behind either."""
    words = f"{beginning} the other side is owed the loss, and a sale takes time and moves the price."
    assert verdict(catalogue.item("02-why"), words, "reader").sign == sign


def test_the_formulas_of_the_page_are_those_that_the_code_states() -> None:
    """Written as a person writes them: no amount, and bars without braces."""
    text = "".join(cell.source for cell in page(next(one for one in LESSONS if one.name.startswith("02"))).markdown)
    for formula in (printed(formulas.liquidation_price, amount=0), printed(formulas.bankruptcy_price)):
        latex = formula.latex.replace(r"\left(W + 0\right)", "W").replace(r"\left|{q}\right|", "|q|")
        assert f"= {latex}" in text


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ([100, 98.5, 101], (False, False)),
        ([100, 98.49, 101], (False, True)),
        ([100, 90.46, 101], (False, True)),
        ([100, 90.45, 101], (True, True)),
    ],
)
def test_two_traders_walk_through_a_learners_path(path: list[float], closed: tuple[bool, bool]) -> None:
    """Ada is closed at 900 / 9.95 and Ben at 980 / 9.95."""
    assert both.closings(path) == closed


def test_the_plan_that_is_asked_for_is_the_least_that_lives() -> None:
    """Bisection on the engine finds what the closed form states, and 1 USDT more is still right, 1.1 is not."""
    account = {"size": 8, "days": 45, "target": 87}
    low, high = 0.0, 1_000.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        lives = costs.judge_hold(middle, **account)
        low, high = (low, middle) if lives == "generous" or getattr(lives, "passed", False) else (middle, high)
    assert high == pytest.approx(costs.least(**account), abs=1e-5)
    assert costs.judge_hold(high + 1, **account) == Verdict("✓", "")
    assert costs.judge_hold(high + 1.1, **account) == "generous"
