"""Lesson 07 against sums by hand: who pays after a jump, what a fund gains on a slide, and the bar of all money."""

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from marginlib.course.liquidation_engine import account, opening, picture
from marginlib.course.liquidation_engine.account import ANN, CAT, YOU, jump, slide, sold
from marginlib.course.liquidation_engine.goals import GOALS
from marginlib.course.liquidation_engine.items import plans
from marginlib.course.liquidation_engine.items.code import CROWDS, closed
from marginlib.course.liquidation_engine.model import AFTER, BEST, CUT, DRAWN, SAME, Result
from marginlib.course.liquidation_engine.vault import LENGTH
from marginlib.formulas import settlement
from marginlib.learn.items import Verdict
from marginlib.liquidation import adl_score
from marginlib.show.formula import printed
from tests.course import reading
from tests.course.goals import REACHED

Sums = dict[Any, Fraction]


def drawn(count: int) -> list[dict[str, Any]]:
    """Random states of the explorer; at 300 posted both scores are equal, so that is left out."""
    random = np.random.default_rng(7)
    return [
        {
            "price": float(random.integers(300, 393)) / 4,
            "fund": int(random.integers(0, 21)) * 5,
            "taken": int(random.integers(0, 11)),
            "posted": int(random.choice([80, 120, 160, 240, 280, 320, 360])),
            "after": list(AFTER)[random.integers(4)],
        }
        for _ in range(count)
    ]


def by_hand(price: float, fund: int, taken: int, posted: int, after: str) -> tuple[Sums, Sums]:
    """What fund, you and Cat have at the end, and your sizes, written out for one long and two shorts."""
    at, has = Fraction(price), {"fund": Fraction(fund), YOU: Fraction(posted), CAT: Fraction(200)}
    gap, size = 90 - at, {YOU: Fraction(6), CAT: Fraction(4)}
    for who, units in size.items():
        has[who] += units * (100 - at)
    if 100 - 10 * (100 - at) >= Fraction(1, 200) * 10 * at:
        return has, size
    sale = min(Fraction(10), Fraction(taken), has["fund"] / gap if gap > 0 else Fraction(10))
    has["fund"] -= sale * gap
    left = 10 - sale
    if after == CUT:
        paid = min(left * gap, has["fund"])
        has["fund"] -= paid
        for who, units in size.items():
            has[who] -= (left * gap - paid) * units / 10  # both began at 100, so profits are as sizes
        return has, size
    score = {who: 1 / (has[who] / units) for who, units in size.items()}  # the rest of the score is the same for both
    order = sorted(size, key=lambda who: -score[who]) if after == BEST else [CAT, YOU]
    given = {who: left * units / 10 for who, units in size.items()}
    if after != SAME:
        first = min(size[order[0]], left)
        given = {order[0]: first, order[1]: left - first}
    for who, units in given.items():
        has[who] -= units * gap
        size[who] -= units
    return has, size


def test_200_random_states_agree_with_a_sum_by_hand() -> None:
    """What fund, you and Cat have in the end, and how much of each short is left."""
    for state in drawn(200):
        has, size = by_hand(**state)
        result = Result(**state)
        for holder, money in has.items():
            assert result.now[holder] == pytest.approx(float(money), abs=1e-9), state
        assert [abs(result.left[YOU]), abs(result.left[CAT])] == pytest.approx([float(size[YOU]), float(size[CAT])])


def test_the_bar_of_all_money_has_always_the_same_length() -> None:
    """The engine's own sums after every step are what was put in, neither the venue nor the market adds a coin, and
    the frame is as long as that; in the end the claims fill it.
    """
    shown = picture.Picture()
    for state in drawn(60):
        whole = Result(**state)
        for until in range(len(whole.steps) + 1):
            result = Result(**state, until=until)
            for step in result.told:
                assert sum(step.money.values()) == pytest.approx(result.put_in, abs=1e-9)
                assert step.money["venue"] == step.money["market"] == 0
            shown.update(result)
            vault = shown.stage.vault
            assert vault.frame.get_width() == LENGTH
            filled = sum(box.get_width() for box in vault.bars[1].values())
            assert filled == pytest.approx(LENGTH * sum(result.now.values()) / result.put_in, abs=1e-6)
            assert result.promised == pytest.approx(result.put_in + result.owed)
        assert sum(whole.now.values()) == pytest.approx(whole.put_in)


@pytest.mark.parametrize(
    ("after", "paid", "left"),
    [
        (BEST, (15, 30, 5), (0, 3)),
        (SAME, (15, 21, 14), (1.8, 1.2)),
        (DRAWN, (15, 15, 20), (3, 0)),
        (CUT, (20, 18, 12), (6, 4)),
    ],
)
def test_four_ways_of_sharing_50(after: str, paid: tuple[float, ...], left: tuple[float, ...]) -> None:
    """Fund, you and Cat; and what is left of the two shorts."""
    result = Result(after=after)
    assert result.owed == 50
    assert list(result.paid.values()) == pytest.approx(list(paid))
    assert [abs(result.left[YOU]), abs(result.left[CAT])] == pytest.approx(list(left))


@pytest.mark.parametrize("rate", [Fraction(1, 200), Fraction(1, 50)])
@pytest.mark.parametrize("every", [1, 3, 5, 15])
def test_a_slide_is_thirty_small_sums(every: int, rate: Fraction) -> None:
    """Each long is found at the first look at which it has less than it needs, and the fund gets what is there."""
    total = 0.0
    for leverage in np.linspace(8, 60, 30):
        posted = 1_000 / leverage
        for price in range(100, 84, -every):
            equity = posted - 10 * (100 - price)
            if equity < float(rate) * 10 * price:
                total += equity
                break
    assert slide(float(every), float(rate)) == pytest.approx(total, abs=1e-6)


def test_selling_a_fifth_buys_distance() -> None:
    """From 94.74 to 93.55, as the prediction says, and nothing is lost."""
    (sale,) = account.long_in_parts("hyperliquid-2026")
    assert sold([sale]) == 400
    assert sale.money[0] == 9_000
    lines = [(units * 94.5 - 9_000) / (units * 0.95) for units in (2_000, 1_600, 400)]
    assert [f"{line:.2f}" for line in lines] == ["94.74", "93.55", "75.79"]  # the last with a fifth kept


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each by controls that are there, and the smallest fund is one whose neighbours fail."""
    w = picture.explorer()
    found = {key: state for key, state in REACHED.items() if key.startswith("07-")}
    assert set(found) == {goal.key for goal in GOALS}
    for goal in GOALS:
        assert not goal.met(w.result)
        w.set(**{**w._start, **found[goal.key]})
        assert goal.met(w.result), goal.key
    fund, gift, queue = GOALS
    assert [fund.met(Result(fund=money, taken=10)) for money in (45, 50, 55)] == [False, True, False]
    assert [gift.met(Result(price=price)) for price in (90.0, 90.25, 90.5)] == [False, True, False]
    assert [queue.met(Result(posted=posted)) for posted in (280, 300, 320)] == [False, False, True]


@pytest.mark.parametrize("state", [{}, {"until": 0}, {"until": 1}, {"until": 2}, {"until": 3}, *drawn(12)], ids=str)
def test_words_and_table_say_the_same(state: dict[str, Any]) -> None:
    """The caption is one sentence with at most three numbers, and every row of the table holds the same money."""
    result = Result(**state)
    assert len(re.findall(r"\d+(?:\.\d+)?", result.caption)) <= 3
    assert result.caption.endswith(".")
    assert ". " not in result.caption
    held = {float(cell.replace(",", "")) for cell in result.table["held"]}
    assert held == {result.put_in}
    assert len(result.table) == len(result.told) + 1


def test_the_scene_stops_before_anything_is_told() -> None:
    """Nothing is said or drawn of the others, of the fund or of the venue's money, until a prediction is locked in."""
    w = picture.scene()
    assert w._limit == opening.STOP
    shown = picture.Opening()
    for now in (0.0, 1.0, 2.5, opening.STOP):
        result = opening.Result(now)
        shown.update(result)
        said = result.description + result.caption + result.table.to_string()
        assert not re.search(r"Ann|Cat|fund|440|490", said)
        assert not shown.stage.vault.frame.get_visible()
        assert len(result.tanks) == 1
    assert [opening.Result(now).yours for now in (0.0, 1.0, 2.0, 3.0, 4.0, 9.0)] == [120, 210, 180, 180, 210, 180]
    assert opening.Result(9.0).headline == Result().headline


def test_the_formulas_of_the_page_are_those_of_the_library() -> None:
    """As they are printed from the code: a bad debt, the score, and how much is enough without fees."""
    page = reading.page(reading.ROOT / "lessons" / "07_liquidation_engine.ipynb")
    text = "\n".join(cell.source for cell in page.markdown)
    assert printed(settlement.bad_debt).latex in text
    assert printed(adl_score).latex in text
    assert r"\frac{s}{P m}" in text
    assert settlement.base_to_close(450, 94.5, 0.05, 0, 0, 1) == pytest.approx(450 / (94.5 * 0.05))


@pytest.mark.parametrize("crowd", range(2))
def test_the_cases_of_the_queue_tell_rivals_apart(crowd: int) -> None:
    """Units of each short, as they were reckoned when the lesson was planned."""
    case = CROWDS[crowd]
    assert [closed(**case, who=who) for who in range(3)] == [[1, 3, 0], [0, 1, 5]][crowd]


PLANTED = [
    ([[240, 100], [88, 60]], "✓"),
    ([[400, 200], [90, 50]], "leverage-only"),
    ([[110, 400], [100, 20]], "leverage-only"),  # the leverages are as asked, and the second is first
    ([[240, 100], [84, 88]], "no-profit"),
    ([[240, 100], [88, 80]], "✗"),  # 3.7x only
    ([[130, 100], [88, 60]], "✗"),  # 1.2x
    ([[88, 60], [240, 100]], "✗"),  # the other way round
]


@pytest.mark.parametrize(("answer", "said"), PLANTED, ids=str)
def test_the_judge_of_two_shorts_tells_right_from_planted(answer: Any, said: str) -> None:
    """By the score written out, the first is first exactly where the judge says so."""
    found = plans.judge_low(answer)
    assert (found.sign if isinstance(found, Verdict) else found) == said
    if said in ("✓", "leverage-only"):
        score = [(entry - 85) / entry * 85 / (posted / 4 + entry - 85) for entry, posted in answer]
        assert (score[0] > score[1]) == (said == "✓")


@pytest.mark.parametrize("step", plans.LEAST)
def test_the_judge_of_a_rate_asks_the_engine(step: float) -> None:
    """The least rate of each step is found again; below it the fund loses, and from there on 0.3 points are free."""
    least = plans.least(step)
    assert least == plans.LEAST[step]
    assert all(slide(step, tenths / 1_000) < 0 for tenths in range(1, round(10 * least)))
    for rate, said in ((least - 0.1, "too-low"), (least, "✓"), (least + 0.3, "✓"), (least + 0.4, "wasteful")):
        found = plans.judge_looks(rate, step)
        assert (found.sign if isinstance(found, Verdict) else found) == said


def test_a_hook_is_what_the_engine_pays() -> None:
    """You get 180, the fund keeps 5 and Cat 255, and the steps come in the order of the queue."""
    told = jump()
    assert [(step.kind, step.pool) for step in told] == [
        ("takeover", ANN),
        ("dispose", ANN),
        ("deleverage", YOU),
        ("deleverage", CAT),
    ]
    assert [told[-1].money[holder] for holder in (ANN, YOU, CAT, "fund")] == [0, 180, 255, 5]
