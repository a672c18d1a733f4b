"""Lesson 11: who is called, against whole numbers reckoned by hand; and the figure that shows where every tick is."""

import re
import subprocess
import sys
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import pytest

from marginlib import keepers
from marginlib.course.contracts_and_keepers import opening, picture, vault
from marginlib.course.contracts_and_keepers.account import AT_ONCE, SIZES, SLOW
from marginlib.course.contracts_and_keepers.goals import GOALS
from marginlib.course.contracts_and_keepers.items.tasks import judge_hang, judge_rules
from marginlib.course.contracts_and_keepers.model import Result
from marginlib.course.contracts_and_keepers.vault import held
from marginlib.show.formula import printed
from tests.course import reading
from tests.course.goals import reach_all

GAS = {(True, False): 77_529, (True, True): 70_913, (False, False): 60_429, (False, True): 54_571}  # first, whole


def by_hand(price: int, gas: int, size: float, fall: str, step: int, share: int) -> dict[str, Any]:
    """Calls, and what is left, in fractions: the long loses what the price has fallen, rounded against it each time."""
    lots = round(1_000 * size)
    margin, liquidity, insurance = 5 * lots, 20_000, 500
    made: list[tuple[int, int, int]] = []
    earned = Fraction(0)
    offered: tuple[int, Fraction] | None = None
    for now in range(50_000, price - 1, -100) if fall == SLOW else (price,):
        while True:
            worth = margin - ceil(Fraction(lots * (50_000 - now), 1_000))
            offered = None
            if not lots or worth >= ceil(Fraction(lots * now * 5, 100_000)):
                break
            closed = ceil(Fraction(lots * step, 100)) if worth > 0 else lots
            closed = lots if lots - closed < 10 else closed
            loss = ceil(Fraction(closed * (50_000 - now), 1_000))
            fee = min(ceil(Fraction(closed * now, 100_000)), max(worth, 0), max(margin - loss, 0))
            pays = floor(Fraction(fee * share, 100))
            used = GAS[not made, closed == lots] if worth > 0 else 49_727
            offered = pays, Fraction(used * gas * 3_000, 10**9)
            if offered[0] <= offered[1]:
                break
            made.append((now, closed, pays))
            earned += offered[0] - offered[1]
            margin, lots = (margin - loss - fee, lots - closed) if closed < lots else (0, 0)
            liquidity, insurance = liquidity + loss, insurance + fee - pays
    return {
        "calls": made, "lots": lots, "worth": worth if lots else 0, "earned": float(earned),
        "next": offered and (offered[0], float(offered[1])), "pools": (liquidity, insurance),
    }  # fmt: skip


def drawn(count: int) -> list[dict[str, Any]]:
    """Random states of the explorer."""
    random = np.random.default_rng(11)
    return [
        {
            "price": int(random.integers(430, 501)) * 100,
            "gas": int(random.integers(1, 31)) * 10,
            "size": SIZES[random.integers(len(SIZES))],
            "fall": (SLOW, AT_ONCE)[random.integers(2)],
            "step": int(random.integers(2, 21)) * 5,
            "share": int(random.integers(1, 21)) * 5,
        }
        for _ in range(count)
    ]


def test_200_random_states_agree_with_whole_numbers_by_hand() -> None:
    """Every call, what is left of the position, the pools, and what the next call pays and costs."""
    for state in drawn(200):
        result, hand = Result(**state), by_hand(**state)
        assert [(call.price, call.done.lots, call.done.reward) for call in result.calls] == hand["calls"], state
        assert result.rest.size == hand["lots"]
        assert result.worth == hand["worth"]
        assert result.pools == hand["pools"]
        assert result.earned == pytest.approx(hand["earned"], abs=1e-9)
        shown = result.next and (result.next.done.reward, result.next.cost)
        assert shown == (hand["next"] and pytest.approx(hand["next"]))
        assert (result.state in ("gone", "covered")) == (hand["next"] is None)


def test_the_curve_ends_where_others_begin_to_lose() -> None:
    """Above its line the position is covered, and at or below its bankruptcy price a call pays nothing."""
    for state in drawn(40):
        result = Result(**state)
        if not result.rest.size:
            assert result.curve == []
            continue
        assert all(price < result.line + 1 for price, _ in result.curve)
        assert all(pays == 0 for price, pays in result.curve if price <= result.bankruptcy)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "At 47,000 Ada may be liquidated, and nobody calls: a call pays 23 and costs 23.26"),
        ({"price": 48_000}, "At 48,000 Ada is covered: a call is refused, and costs 10.44"),
        ({"price": 44_000, "gas": 60}, "3 calls, then nobody: the next pays 9 and costs 10.88"),
        (
            {"price": 44_000, "fall": AT_ONCE},
            "At 44,000 Ada has lost all that she posted, and a call pays 0 and costs 14.92",
        ),
        ({"gas": 20}, "1 call, and what is left of the position is covered"),
        ({"step": 100}, "1 call, and nothing is left of the position"),
    ],
    ids=str,
)
def test_the_headline_says_who_calls(state: dict[str, Any], words: str) -> None:
    """And the caption is one sentence with at most three numbers."""
    result = Result(**state)
    assert result.headline == words
    assert len(re.findall(r"\d[\d,.]*", result.caption.rstrip("."))) <= 3
    assert ". " not in result.caption


def test_pays_fall_from_call_to_call() -> None:
    """One jump to 46,000 with gas for nothing: 23, 17, 13, 9, 7, and what is left is healthy again."""
    result = Result(price=46_000, gas=1, fall=AT_ONCE)
    assert [call.done.reward for call in result.calls] == [23, 17, 13, 9, 7]
    assert result.state == "covered"


@pytest.mark.parametrize(
    ("state", "count", "earned"),
    [({"share": 50}, 4, 81.4), ({"step": 50}, 2, 27.6)],
    ids=["a larger share", "a larger step"],
)
def test_the_hook_is_mended_without_touching_gas(state: dict[str, Any], count: int, earned: float) -> None:
    """Calls by 44,000 at 100 gwei, and what keepers have of them."""
    result = Result(price=44_000, **state)
    assert len(result.calls) == count
    assert result.earned == pytest.approx(earned, abs=0.05)


def test_the_table_has_a_row_for_each_call_and_one_for_the_next() -> None:
    """Profit is what a call pays less what it costs."""
    table = Result(price=44_000, gas=60).table
    assert list(table.index) == ["call 1", "call 2", "call 3", "next, sent by nobody"]
    profit = table["profit"].str.replace("−", "-").astype(float)
    assert (table["pays"].astype(float) - table["costs"].astype(float) - profit).abs().max() < 0.011


def test_tanks_hold_what_was_put_in() -> None:
    """Whatever was called, nothing of the margin and of both pools is lost but what keepers got and what went back."""
    for state in drawn(60):
        result = Result(**state)
        keeper, ada, insurance, liquidity = picture.tanks(result)
        margin = result.rest.margin
        back = result.calls[-1].done.left if ada.closed else 0
        brought = result.opened.margin + 20_500
        assert keeper.level + margin + back + insurance.level + liquidity.level == brought
        assert len(picture.flows(result)) <= 3


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each by controls that are there; dearest and smallest have a neighbour that fails."""
    reach_all(picture.explorer(stage=2), "11", GOALS)
    assert [GOALS[0].met(Result(gas=gas)) for gas in (80, 90, 100)] == [False, True, False]
    assert [GOALS[1].met(Result(size=size)) for size in (1.0, 2.0, 5.0)] == [False, True, False]
    assert not any(GOALS[2].met(Result(price=47_000, gas=gas)) for gas in range(10, 301, 10))


def test_the_scene_stops_before_anything_is_told() -> None:
    """Until a prediction is locked in nobody is told what a call costs or that nobody calls."""
    for now in (-1.0, -0.4, 0.0):
        result = opening.Result(now)
        told = f"{result.headline} {result.caption} {result.description} {result.table}"
        assert "23" not in told.replace("2,350", "").replace("2,3", "")
        assert "nobody" not in told
    shown = opening.Picture()
    shown.update(opening.Result(0.0))
    assert [text.get_text() for text in (*shown.words, shown.short)] == [""] * 3
    shown.update(opening.Result(2.0))
    assert [text.get_text() for text in (*shown.words, shown.short)] == ["pays\n23", "costs\n23.26", "0.26 missing"]
    assert picture.scene()._limit == 0


def test_the_tasks_are_judged_by_the_engine() -> None:
    """Solutions that were found on paper pass, and each rule that fails says how."""
    assert judge_hang([44_000, 60]).passed and judge_hang([43_000, 20]).passed  # type: ignore[union-attr] # noqa: PT018
    assert judge_hang([45_500, 80]).passed  # type: ignore[union-attr]
    good = {"step": 25, "share": 30, "smallest": 800}
    assert judge_rules(good).passed  # type: ignore[union-attr]
    assert judge_rules({**good, "smallest": 10}) == "small"
    assert judge_rules({**good, "step": 50}) == "whale"
    assert judge_rules({**good, "share": 50}) == "much"


def test_formulas_of_the_page_are_those_of_the_library() -> None:
    """As they are printed from the code."""
    page = reading.page(reading.ROOT / "lessons" / "11_contracts_and_keepers.ipynb")
    text = "\n".join(cell.source for cell in page.markdown)
    for formula in (keepers.call_cost, keepers.keeper_reward, keepers.crowd_profit):
        assert printed(formula).latex in text


def test_the_lesson_needs_nothing_of_the_contract() -> None:
    """All that its page imports and shows loads no package of the extra; a box that is ticked says what is missing."""
    page = reading.page(reading.ROOT / "lessons" / "11_contracts_and_keepers.ipynb")
    lines = [line for line in page.code[0].source.splitlines() if line.startswith(("import ", "from "))]
    lines += [
        "import sys",
        "from tests.show.layout import faults",
        "w = vault.explorer()",
        "[figure.result.table for figure in (picture.scene(), picture.explorer(), w)]",
        "print({'coincurve', 'ethereum', 'vyper'} & {*sys.modules})",
        "sys.modules['coincurve'] = None",
        "w.contract.value = True",
        "print(faults(w._scene), w._scene.words.get_text(), w.summary.loc['margin'].tolist())",
    ]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    before, after = done.stdout.splitlines()
    assert before == "set()"
    assert after.startswith("[] coincurve is missing: pip install 'marginlib[contract]'")
    assert after.endswith("['4,132', 'missing']")


@pytest.mark.parametrize("price", range(40_000, 52_001, 1_000))
@pytest.mark.parametrize("calls", [0, 1, 5])
def test_tanks_and_arrows_add_up(price: int, calls: int) -> None:
    """The tanks hold what was brought; one more call changes them by what its arrows say."""
    result = vault.Result(price, 500, calls, contract=False)
    brought = vault.POOL + 500 + vault.MARGIN + vault.FREE
    assert sum(tank.level for tank in result.tanks) == held(result.ledger)[-1] == brought
    before = vault.Result(price, 500, max(len(result.steps) - 1, 0), contract=False)
    moved = [0, 0, 0, 0]
    for flow in result.flows:
        amount = sum(int(word.replace(",", "")) for word in flow.words.split() if word[0].isdigit())
        moved[flow.source] -= amount
        moved[flow.target] += amount
    changes = [now.level - then.level for now, then in zip(result.tanks, before.tanks, strict=True)]
    assert moved == changes


def test_a_fee_is_one_amount_in_every_text() -> None:
    """The first call takes a fee of 118: what the insurance pool and the keeper get of it is called by other words."""
    result = vault.Result(47_000, 500, 1, contract=False)
    assert result.steps[0].fee == 118
    for words in (result.titles[0], result.description):
        assert re.findall(r"(?:fee of )?(\d+)(?= fee|, of which)", words) == ["118"], words
    assert [flow.words for flow in result.flows if "fee" in flow.words] == []
    assert "95 to the insurance pool" in result.description
    assert "23 to the keeper" in result.description
