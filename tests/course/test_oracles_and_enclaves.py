"""Lesson 12: what a lie costs and takes, against a reckoning by hand, and what the verifier says of each attack."""

import math
import re
from typing import Any

import numpy as np
import pytest
import sympy

from marginlib import oracle
from marginlib.course.oracles_and_enclaves import depeg, opening, picture
from marginlib.course.oracles_and_enclaves.account import OWN, POOL, dearest, late
from marginlib.course.oracles_and_enclaves.goals import GOALS
from marginlib.course.oracles_and_enclaves.items.walls import judge_guard, judge_small
from marginlib.course.oracles_and_enclaves.journal import ATTACKS, HOST, LIE, Result, attacks
from marginlib.course.oracles_and_enclaves.model import Result as Lie
from marginlib.learn.items import Verdict
from tests.course import reading
from tests.course.goals import reach_all

PAGE = reading.page(reading.ROOT / "lessons" / "12_oracles_and_enclaves.ipynb")


def by_hand(state: dict[str, Any]) -> tuple[float, float]:
    """What a lie costs and takes: pools as pairs of amounts, and two accounts settled one after the other."""
    factor = 1 + state["window"] * (state["times"] - 1) if state["rule"] == "average" else state["times"]
    paid = state["depth"] * (math.sqrt(factor) - 1)
    coins = state["depth"] - state["depth"] ** 2 / (state["depth"] + paid)  # one coin was worth one USDT
    cost = (paid - coins) * (2 if state["rule"] == "median" else 1)
    owed = state["cap"] * (state["times"] - 1) - state["cap"]
    return cost, min(max(owed, 0.0), 300.0 if state["walls"] == OWN else 8_000.0)


def drawn(count: int) -> list[dict[str, Any]]:
    """Random states of the explorer."""
    random = np.random.default_rng(12)
    return [
        {
            "times": float(random.choice(picture.RUNGS)),
            "depth": int(random.choice([500, 1_000, 2_000, 5_000, 10_000, 20_000, 100_000])),
            "rule": str(random.choice(["last", "average", "median"])),
            "walls": str(random.choice([POOL, OWN])),
            "window": int(random.integers(2, 61)),
            "cap": int(random.choice([1_000, 300, 100, 30])),
        }
        for _ in range(count)
    ]


def test_200_random_states_agree_with_a_reckoning_by_hand() -> None:
    """Cost, what is taken and whether it pays; the money stays the same; no lie of the column pays more than the best.

    The words have no more numbers than a caption may, and the marks that are drawn lie at the lie.
    """
    shown = picture.Picture()
    for state in drawn(200):
        result = Lie(**state)
        cost, taken = by_hand(state)
        assert float(result.lie.cost) == pytest.approx(cost)
        assert float(result.lie.taken) == pytest.approx(taken)
        sums = [sum(part.amount for part in parts) for parts in (result.before, result.after)]
        assert sums[0] == pytest.approx(sums[1]) == 2 * state["cap"] + 8_000 + 300 * (state["walls"] == OWN)
        assert min(part.amount for part in result.after) >= 0
        assert result.dearest[1] >= float(result.all_lies.pays.max()) - 0.01
        assert ("pays" in result.headline) == (taken - cost > 0.005)
        assert len(re.findall(r"\d[\d,.]*", result.caption)) <= 3
    for state in drawn(20):
        result = Lie(**state)
        shown.update(result)
        assert shown.bar.get_xdata()[0] == state["times"]
        assert bool(len(shown.bars.wall.get_xdata())) == (state["walls"] == OWN)
        assert len(result.table) == 3


@pytest.mark.parametrize(
    ("how", "pays"),
    [
        ({}, 6_521.5), ({"rule": "median"}, 5_043.0), ({"walls": OWN}, 124.0), ({"cap": 100.0}, 834.2),
        ({"rule": "median", "walls": OWN}, -51.9), ({"walls": OWN, "cap": 100.0}, -121.3),
        ({"walls": OWN, "cap": 300.0}, -9.4), ({"rule": "average", "window": 10}, 355.8),
        ({"rule": "average", "window": 11}, -100.0), ({"rule": "average", "window": 30, "depth": 500.0}, 738.6),
    ],
    ids=str,
)  # fmt: skip
def test_the_dearest_lie_is_the_best_of_a_hundred_thousand(how: dict[str, Any], pays: float) -> None:
    """Of each defence, and of pairs of them, by brute force."""
    found = dearest(**how)[1]
    state = {"depth": 1_000.0, "rule": "last", "window": 1, "walls": POOL, "cap": 1_000.0, **how}
    best = max(
        taken - cost for cost, taken in (by_hand({**state, "times": times}) for times in np.linspace(2, 100, 98_001))
    )
    assert found == pytest.approx(best, abs=0.02)
    assert found == pytest.approx(pays, abs=0.05)


def test_a_median_of_three_is_one_pool_twice_as_deep() -> None:
    """For every lie of the slider."""
    for times in picture.RUNGS:
        assert float(Lie(times=times, rule="median").lie.cost) == pytest.approx(float(Lie(times, 2_000).lie.cost))


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each by controls that are there; either half of the pair fails alone, and one block more or less is no answer."""
    reach_all(picture.explorer(stage=2), "12", GOALS)
    pair, average, small, long = (goal.met for goal in GOALS)
    assert not pair(Lie(walls=OWN))
    assert not pair(Lie(rule="median"))
    assert pair(Lie(walls=OWN, cap=100))
    assert not pair(Lie(walls=OWN, cap=30))  # the cap alone is enough
    assert [average(Lie(rule="average", window=blocks)) for blocks in (10, 11, 12)] == [False, True, False]
    assert [small(Lie(cap=100, times=times)) for times in (60.0, 64.0, 96.0, 100.0)] == [False, True, True, False]
    assert not long(Lie(rule="average", window=30, times=10.0))


def test_tasks_are_judged_by_all_lies() -> None:
    """Designs that hold and that fail, each for its reason; lies under a cap, on both sides of those that pay."""
    good = (["average", 5, False, 300], ["median", 1, True, 1_000], ["last", 1, True, 300])
    assert all(isinstance(judge_guard(one), Verdict) for one in good)
    assert judge_guard(["last", 1, True, 1_000]) == "pays"
    assert judge_guard(["average", 11, False, 1_000]) == "late"
    assert judge_guard(["last", 1, True, 100]) == "cap"
    assert [isinstance(judge_small(times), Verdict) for times in (60, 63, 82, 97, 99)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert (judge_small(60), judge_small(99)) == ("too-small", "all-gone")


def test_an_average_is_late_by_half_of_what_lies_between_its_prices() -> None:
    """On a steady fall, by the average itself."""
    for blocks in (1, 7, 30):
        fall = [100 - 0.5 * block for block in range(blocks)]
        assert oracle.twap(fall, blocks)[0] - fall[-1] == pytest.approx(0.5 * late(blocks))


def test_formulas_of_the_page_are_those_of_the_library() -> None:
    """As SymPy prints them, and as the functions reckon."""
    y, k, n, s = sympy.symbols("y k n s")
    cost = sympy.Mul(y, sympy.Add(sympy.sqrt(k), 1 / sympy.sqrt(k), -2, evaluate=False), evaluate=False)
    factor = sympy.Add(1, n * s, evaluate=False)
    text = "\n".join(cell.source for cell in PAGE.markdown)
    for formula in (cost, factor):
        assert sympy.latex(formula, order="none") in text
    for reserve, times in ((1_000, 10), (7, 1.5)):
        assert float(cost.subs({y: reserve, k: times})) == pytest.approx(oracle.round_trip(reserve, times))
        assert float(factor.subs({n: reserve, s: times})) == pytest.approx(oracle.spike(times, reserve))


def test_the_scene_stops_before_anything_is_told() -> None:
    """Money has moved by then, but nothing is said of the proof or of what the push has cost."""
    shown = opening.Picture()
    for now in (-2.0, -1.1, -0.4, 0.0):
        result = opening.Result(now)
        shown.update(result)
        assert not re.search(r"accept|proof|cost|passed", (result.description + result.table.to_string()).lower())
        assert not any(text.get_visible() for text in shown.checks)
    assert picture.scene()._limit == 0
    assert [part.amount for part in opening.Result(0.0).parts] == [2_000, 0, 8_000, 0]
    assert opening.Result(-0.5).price == 10
    assert opening.Result(0.5).price == 1
    last = opening.Result(2.0)
    shown.update(last)
    assert sum(text.get_visible() for text in shown.checks) == last.checked == 5
    assert set(opening.proof().marks.values()) == {"✓"}
    assert "1,479" in opening.Result(0.5).headline


CAUGHT = {
    HOST: (None, None),
    "edit the mark of step 2": ("signature", 2),
    "delete step 2, a liquidation": ("chain", 2),
    "run other code": ("code", 0),
    "show yesterday's quote": ("nonce", 0),
    "sign with a key of its own": ("maker", 0),
    "rewind to step 1 and go on": ("head", 2),
    LIE: (None, None),
    "change what the code calls": (None, None),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_with_a_published_head_six_attacks_are_caught_and_two_are_not(attack: str) -> None:
    """Each by its own check, marked at its place in the chain; the description gives the reason."""
    result = Result(attack, published=True)
    check, place = CAUGHT[attack]
    assert (result.refusal.check if result.refusal else None, result.faulty) == (check, place)
    assert list(result.marks.values()).count("✗") == (check is not None)
    assert result.headline in result.description
    assert result.headline.startswith("Refused" if check else "Accepted by all 6 checks")


def test_without_a_published_head_the_rewind_passes_and_the_picture_says_so() -> None:
    """Five checks, all passed, and the words say what is missing."""
    result = Result("rewind to step 1 and go on", published=False)
    assert result.refusal is None
    assert set(result.marks.values()) == {"✓"}
    assert result.headline == "Accepted by all 5 checks, although three steps are gone"


def test_the_table_of_the_page_is_what_the_verifier_says() -> None:
    """Eight rows in the order of the attacks: five are refused without a head, and six with one."""
    (text,) = (cell.source for cell in PAGE.markdown if "| the host |" in cell.source)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:2] == "| "]
    assert [row[1:] for row in rows[1:]] == attacks().to_numpy().tolist()
    assert [list(column).count("passes") for column in attacks().to_numpy().T] == [3, 2]


@pytest.mark.parametrize(
    ("rule", "fallen", "count"),
    [("own", 1, 31), ("median", 1, 0), ("average", 1, 25), ("band", 1, 4), ("median", 2, 31)],
)
def test_accounts_that_a_local_price_closes(rule: str, fallen: int, count: int) -> None:
    """Minute by minute and loan by loan: an account is closed while its coins are worth less than loan over 0.9."""
    own = np.interp(range(91), [0, 15, 54, 75, 90], [1.0, 0.8955, 0.65, 0.96, 0.96])
    outside = np.linspace(1.0059, 0.9999, 91)
    middle = own if fallen == 2 else outside
    prices: dict[str, Any] = {
        "own": own,
        "median": middle,
        "average": [np.mean([*[1.0] * 29, *own][at : at + 30]) for at in range(91)],
        "band": [max(one, 0.95 * other) for one, other in zip(own, outside, strict=True)],
    }
    used = prices[rule]
    closed = [
        loan
        for loan in range(40, 90)
        if any(price * 0.9 < loan / 100 for price in used) and not any(p * 0.9 < loan / 100 for p in outside)
    ]
    assert len(closed) == depeg.Result(0.65, fallen, rule).count == count
