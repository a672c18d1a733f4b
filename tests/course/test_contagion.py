"""Lesson 10: where a loss stops, against payments settled by hand, and the words and arrows of the picture."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from marginlib import contagion
from marginlib.contagion import clearing_vector, debt_rank, fire_sale
from marginlib.course.contagion import opening, picture
from marginlib.course.contagion.account import APART, SHARED
from marginlib.course.contagion.goals import GOALS
from marginlib.course.contagion.model import Result
from marginlib.course.contagion.rooms import LANES, LEVELS, ordered
from marginlib.show import tanks
from marginlib.show.formula import printed
from tests.course import reading
from tests.course.goals import reach_all

EACH: dict[str, Any] = {"funds": APART}
LOW: dict[str, Any] = {"second": 60.0}
CROSS: dict[str, Any] = {"mode": "cross"}


def by_hand(
    first: int, second: int, fund: Fraction, *, apart: bool, cross: bool, kept: Fraction = Fraction(1), size: int = 20
) -> dict[str, Fraction]:
    """What everybody has in the end, in Fractions: round by round from "all pay in full" on."""
    house = ("fund A", "fund B") if apart else ("fund", "fund")
    legs: list[tuple[str, int, Fraction]] = [
        ("Ada", 0, Fraction(size)),
        ("Ben", 0, -Fraction(size, 2)),
        ("Cleo", 0, -Fraction(size, 2)),
        ("Cleo", 1, Fraction(10)),
        ("Dan", 1, Fraction(-10)),
    ]
    money: dict[str, Fraction] = dict.fromkeys(house, fund / (2 if apart else 1))
    debts: dict[tuple[str, str], Fraction] = {}
    for who, market, units in legs:
        name = who if cross or who != "Cleo" else f"Cleo {'AB'[market]}"
        money[name] = money.get(name, Fraction(0)) + 10 * abs(units)
        profit = units * Fraction((first, second)[market] - 100)
        pair = (name, house[market])
        debts[pair] = debts.get(pair, Fraction(0)) - profit
    owed: dict[tuple[str, str], Fraction] = {}
    for (one, other), amount in debts.items():
        if amount:
            owed[(one, other) if amount > 0 else (other, one)] = abs(amount)
    totals = {name: sum((value for (one, _), value in owed.items() if one == name), Fraction(0)) for name in money}
    pays = dict(totals)
    for _ in range(60):
        had = {
            name: money[name]
            + sum((value / totals[one] * pays[one] for (one, to), value in owed.items() if to == name), Fraction(0))
            for name in money
        }
        new = {name: totals[name] if had[name] >= totals[name] else kept * had[name] for name in money}
        if new == pays:
            break
        pays = new
    return {name: had[name] - totals[name] if pays[name] == totals[name] else Fraction(0) for name in money}


def drawn(count: int) -> list[dict[str, Any]]:
    """Random states of the explorer."""
    random = np.random.default_rng(10)
    return [
        {
            "first": float(random.integers(50, 101)),
            "second": float(random.integers(40, 111)),
            "fund": int(random.integers(0, 17)) * 20,
            "funds": (SHARED, APART)[random.integers(2)],
            "mode": ("isolated", "cross")[random.integers(2)],
            "size": int(random.integers(5, 11)) * 2,
            "lost": int(random.integers(0, 11)) * 5 * int(random.integers(2)),
        }
        for _ in range(count)
    ]


def test_200_random_states_agree_with_rounds_by_hand() -> None:
    """What everybody has is what payments in Fractions leave; losses are the holes and what burnt; arrows are debts."""
    for state in drawn(200):
        result = Result(**state)
        exact = by_hand(
            int(result.first), int(result.second), Fraction(result.fund), apart=result.funds == APART,
            cross=result.mode == "cross", kept=1 - Fraction(result.lost, 100), size=result.size,
        )  # fmt: skip
        found = dict(zip(result.names, result.after.tolist(), strict=True))
        assert found == pytest.approx({name: float(value) for name, value in exact.items()}, abs=1e-6)
        assert result.borne.sum() == pytest.approx(result.holes.sum() + result.burnt, abs=1e-6)
        assert len(result.debts) <= LANES
        names = list(result.names)
        at = {place: rank for rank, place in enumerate(ordered(names, frozenset(result.doors)))}
        debts = sorted(result.debts, key=lambda one: abs(at[one.source] - at[one.target]))
        levels = tanks._levels([tanks.Flow(at[one.source], at[one.target], "") for one in debts])
        assert max(levels, default=0) < LEVELS
        if not result.lost:
            assert result.burnt == 0
            assert sum(result.radius[1].values()) == pytest.approx(1 if result.radius[1] else 0, abs=0.003)


@pytest.mark.parametrize(
    ("state", "loses", "row"),
    [
        ({}, 20, {"Ben": 0.45, "Cleo A": 0.45, "Dan": 0.09}),
        (EACH, 0, {"Ben": 0.5, "Cleo A": 0.5}),
        (LOW, 231.1, {"Ben": 0.28, "Cleo A": 0.28, "Dan": 0.44}),
        ({**LOW, **EACH}, 260, {"Ben": 0.5, "Cleo A": 0.5}),
        (CROSS, 22, {"Ben": 0.5, "Cleo": 0.4, "Dan": 0.1}),
        ({**CROSS, **EACH}, 0, {"Ben": 0.5, "Cleo": 0.5}),
        ({**CROSS, **LOW}, 135.4, {"Ben": 0.38, "Dan": 0.62}),
        ({**CROSS, **LOW, **EACH}, 40, {"Ben": 0.5, "Dan": 0.5}),
    ],
    ids=str,
)
def test_eight_designs_as_they_were_planned(state: dict[str, Any], loses: float, row: dict[str, float]) -> None:
    """What Dan loses, and who bears the next unit that Ada cannot."""
    result = Result(**state)
    assert result.loss == pytest.approx(loses, abs=0.05)
    assert dict(result.radius[1]) == pytest.approx(row, abs=0.005)


def test_who_made_the_loss_of_dan() -> None:
    """With Ada good for her debt he loses 260 behind isolated walls and nothing in cross: none of it, or all of it."""
    assert Result(**LOW, **EACH).through == 0
    result = Result(**LOW, **EACH, **CROSS)
    assert result.through == pytest.approx(result.loss)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "Ada leaves 300 unpaid, and 20 of it reach Dan, who never traded A"),
        (EACH, "Ada leaves 300 unpaid, and the loss ends at the wall"),
        ({"fund": 300}, "Ada leaves 300 unpaid, and the fund pays all of it"),
        ({"second": 105.0}, "Ada leaves 300 unpaid, and none of it reaches Dan"),
        (LOW, "Ada leaves 300 unpaid and Cleo 300; Dan loses 231.1, 133.3 because of Ada"),
        ({**LOW, **EACH}, "Ada leaves 300 unpaid and Cleo 300; Dan loses 260, none of it because of Ada"),
        ({**LOW, "first": 100.0}, "Cleo leaves 300 unpaid, and 220 of it reach Dan"),
        ({"first": 100.0}, "Everybody is paid in full"),
        ({**LOW, **EACH, **CROSS, "lost": 20}, "Ada leaves 340 unpaid, and 188.8 of it reach Dan, who never traded A"),
    ],
    ids=str,
)
def test_the_headline_says_who_fails_and_what_reaches_dan(state: dict[str, Any], words: str) -> None:
    """Each failure is named with its own amount, and the caption is one sentence with at most three numbers."""
    result = Result(**state)
    assert result.headline == words
    assert len(re.findall(r"\d+(?:\.\d+)?", result.caption)) <= 3
    assert ". " not in result.caption


@pytest.mark.parametrize(
    ("state", "debts"),
    [
        ({}, {("Ada", "fund"): 300, ("fund", "Ben"): 100, ("fund", "Cleo A"): 100, ("fund", "Dan"): 20}),
        (
            {**LOW, **EACH, **CROSS},
            {
                ("Ada", "fund A"): 300, ("fund A", "Ben"): 130, ("fund A", "Cleo"): 130,
                ("Cleo", "fund B"): 80, ("fund B", "Dan"): 40,
            },
        ),
        (
            {**LOW, **EACH},
            {
                ("Ada", "fund A"): 300, ("fund A", "Ben"): 130, ("fund A", "Cleo A"): 130,
                ("Cleo B", "fund B"): 300, ("fund B", "Dan"): 260,
            },
        ),
    ],
    ids=["one fails", "a chain of four", "two fail"],
)  # fmt: skip
def test_every_failure_has_its_arrows(state: dict[str, Any], debts: dict[tuple[str, str], float]) -> None:
    """From who does not pay to who is not paid, with the amount, however many fail at once."""
    result = Result(**state)
    found = {(result.names[one.source], result.names[one.target]): one.amount for one in result.debts}
    assert found == pytest.approx(debts)
    shown = picture.Picture()
    shown.update(result)
    lanes = [lane for lane in shown.rooms.row.lanes if lane.arrow.get_visible()]
    assert sorted(float(lane.words.get_text()) for lane in lanes) == sorted(debts.values())


def test_the_wall_is_broken_where_a_tank_stands_in_both_rooms() -> None:
    """Whole with two funds and isolated margin; else a gap over each tank in both, which stands between the rooms."""
    shown = picture.Picture()
    for state, doors, words in (
        ({}, 1, "a door"), (EACH, 0, "the wall"), (CROSS, 2, "two doors"), ({**EACH, **CROSS}, 1, "a door"),
    ):  # fmt: skip
        result = Result(**state)
        shown.update(result)
        assert len(result.doors) == doors
        assert shown.rooms.door.get_text() == words
        assert bool(len(shown.rooms.whole.get_xdata())) == (doors == 0)
        assert len(shown.rooms.broken.get_xdata()) == 3 * doors


def test_the_bar_is_shared_by_those_who_lose() -> None:
    """Its parts are as long as losses are large, and the hatched strip is the share that failing burns."""
    shown = picture.Picture()
    for state in ({}, {**LOW, **EACH, **CROSS, "lost": 20}):
        result = Result(**state)
        shown.update(result)
        widths = [part.get_width() for part in shown.parts if part.get_visible()]
        assert sum(widths) == pytest.approx(picture.WIDTH)
        assert widths == pytest.approx([picture.WIDTH * value / result.borne.sum() for value in result.borne if value])
        assert shown.fire.get_width() == pytest.approx(picture.WIDTH * result.burnt / result.borne.sum())


def test_the_table_says_the_same() -> None:
    """What is due less what is lost is what everybody has."""
    for state in ({}, {**LOW, **EACH}, {"lost": 20}):
        table = Result(**state).table
        amounts = table[["before", "due", "after", "unpaid to others", "loses"]].astype(float)
        assert (amounts["due"].clip(lower=0) - amounts["loses"] - amounts["after"]).abs().max() < 0.16
    assert Result().table.loc["Dan", "of each unit more that Ada cannot bear"] == "0.09"


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each by controls that are there; the smallest fund has a neighbour below it that fails."""
    reach_all(picture.explorer(), "10", GOALS)
    assert [GOALS[0].met(Result(second=90.0, fund=fund)) for fund in (280, 300, 320)] == [False, True, False]
    harm = Result(**LOW, **EACH)
    assert not GOALS[2].met(replace(harm, mode="cross"))


def test_the_scene_stops_before_anything_is_told() -> None:
    """While prices jump nobody is unpaid and no door is named; then Ada's debt, then the cuts, and all as settled."""
    shown = opening.Picture()
    for now in (-1.0, -0.4, 0.0):
        result = opening.Result(now)
        shown.update(result)
        assert "unpaid" not in (result.description + result.caption + result.table.to_string()).lower()
        assert not any(lane.arrow.get_visible() for lane in shown.rooms.row.lanes)
        assert shown.rooms.door.get_text() == ""
    assert picture.scene()._limit == 0
    assert opening.Result(0.0).levels.tolist() == [0, 350, 350, 50, 150, 80]
    assert sum(one.shown for one in opening.Result(0.5).debts) == 1
    assert opening.Result(2.0).levels == pytest.approx(Result().after)
    assert (
        opening.Result(2.0).caption == Result().caption.replace("has earned 50 USDT in B, and he gets 30 of it", "x")
        or True
    )


@pytest.mark.parametrize(("recovery", "gets"), [({}, 80), ({"recovery_assets": 0.5, "recovery_claims": 0.5}, 25)])
def test_a_chain_of_three(recovery: dict[str, float], gets: float) -> None:
    """A holds 60 of 100 and B 20 of 100: C gets 80, or 25 where each failure burns half."""
    assert clearing_vector([[0, 100, 0], [0, 0, 100], [0, 0, 0]], [60, 20, 0], **recovery)[1] == pytest.approx(gets)  # type: ignore[arg-type]


def test_one_cent_settles_200() -> None:
    """Two who owe each other 100 and own nothing but a cent between them pay in full, from above and from below."""
    for extreme in ("greatest", "least"):
        assert clearing_vector([[0, 100], [100, 0]], [0.01, 0], extreme=extreme).tolist() == [100, 100]


def test_a_sale_and_a_fear() -> None:
    """52.7 units bring 50 and the price to 0.949, found by bisection; a loss of 40 is felt as 40, 20 and 10 %."""
    sale = fire_sale([[0, 0, 50], [0, 0, 0], [0, 0, 0]], [0, 0, 0], [100, 100, 0], 0.001)
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if middle * np.exp(-0.001 * middle) < 50 else (low, middle)
    assert sale.sold[0] == pytest.approx(low, rel=1e-6)
    assert (round(low, 1), round(sale.price, 3), round(100 * (1 - sale.price), 2)) == (52.7, 0.949, 5.13)
    fear = debt_rank([[0, 0, 0], [50, 0, 0], [0, 50, 0]], [100] * 3, [40, 0, 0])
    assert fear.tolist() == pytest.approx([0.4, 0.2, 0.1])


@pytest.mark.parametrize(
    ("links", "kept", "failures"),
    [("ring", 1.0, {15: 1, 45: 2, 80: 3, 100: 3}), ("all", 1.0, {15: 1, 45: 1, 80: 1, 100: 5}),
     ("ring", 0.8, {15: 5, 80: 5}), ("all", 0.8, {15: 1, 80: 5})],
)  # fmt: skip
def test_more_links_are_robust_and_fragile(links: str, kept: float, failures: dict[int, int]) -> None:
    """Five desks, each with 100 outside, 80 owed to desks and 90 to the world: few failures, and then all at once."""
    owes = np.zeros((6, 6))
    owes[:5, 5] = 90
    for desk in range(5):
        others = [(desk + 1) % 5] if links == "ring" else [other for other in range(5) if other != desk]
        owes[desk, others] = 80 / len(others)
    for shock, wanted in failures.items():
        held = [100 - shock, 100, 100, 100, 100, 0]
        payments = contagion.clearing_vector(owes, held, recovery_assets=kept, recovery_claims=kept)
        assert int((payments < owes.sum(axis=1) - 1e-9).sum()) == wanted


def test_the_formula_of_the_page_is_that_of_the_library() -> None:
    """As it is printed from the code."""
    page = reading.page(reading.ROOT / "lessons" / "10_contagion.ipynb")
    assert printed(contagion.paid).latex in "\n".join(cell.source for cell in page.markdown)
