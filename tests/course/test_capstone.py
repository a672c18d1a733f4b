"""Lesson 13: data of the explorer against a second reckoning, the scene, the picture, and the trial of a manager."""

import re
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from marginlib.agents import Account, Action, Holding, Manager, Move, View, do_nothing, run, top_up
from marginlib.course.capstone import opening, picture, recorded, trial
from marginlib.course.capstone.account import (
    ACCOUNT,
    BOLD,
    MEMORY,
    NAMES,
    NOTHING,
    POOL,
    WORLDS,
    guards,
    memory,
    post_all,
    seen,
    unseen,
)
from marginlib.course.capstone.goals import GOALS
from marginlib.course.capstone.items import tasks
from marginlib.course.capstone.items.act import away
from marginlib.course.capstone.items.cards import scatter
from marginlib.course.capstone.model import Result
from marginlib.course.capstone.recorded import AGES, Key, all_ends, pupils, scores
from marginlib.course.capstone.trial import thrown  # as it is before `conftest` throws for everybody
from marginlib.learn.answers import Unreadable
from marginlib.learn.items import Verdict
from marginlib.modes import cross, isolated
from marginlib.show.tanks import TankRow
from marginlib.tournament import standing as standing_
from marginlib.worlds import LAWS, exchange
from tests.course import reading
from tests.course.goals import reach_all

SIZES, RATE, ACT, REACH = (10.0, -5.0), 0.005, 5, 10


@cache
def weeks(law: str, *, known: bool) -> np.ndarray:
    """The weeks of a law, by their seeds."""
    return LAWS[law].weeks(13 if known else 200, 20 if known else 200)


def by_hand(manager: str, path: np.ndarray, age: int) -> bool:
    """Whether both positions are open at the end, for a rule that is written down here once more."""
    posted, wallet = [100.0, 100.0], 200.0
    acts = {"top up": filled, "shift": carried}.get(manager)
    for time, row in enumerate(path):
        owns, needs = standing(posted, row)
        closed = sum(owns) < sum(needs) if manager == POOL else owns[0] < needs[0] or owns[1] < needs[1]
        if closed:
            return False
        if acts and time < len(path) - 1:
            wallet = acts(posted, wallet, standing(posted, path[max(time - age, 0)]), (owns, needs))
    return True


Standing = tuple[list[float], list[float]]


def standing(posted: list[float], prices: np.ndarray) -> Standing:
    """What both positions own and need."""
    owns = [posted[place] + SIZES[place] * (prices[place] - 100) for place in (0, 1)]
    return owns, [RATE * abs(SIZES[place]) * prices[place] for place in (0, 1)]


def filled(posted: list[float], wallet: float, seen_: Standing, _now: Standing) -> float:
    """Post what fills each position up that is below level 5; what is left in the wallet."""
    for place, (owns, needs) in enumerate(zip(*seen_, strict=True)):
        amount = min(REACH * needs - owns, wallet)
        if owns / needs < ACT and amount > 0:
            posted[place] += amount
            wallet -= amount
    return wallet


def carried(posted: list[float], wallet: float, seen_: Standing, now: Standing) -> float:
    """Carry margin until both are level, as far as twice the need of now lets go; the wallet is not touched."""
    owns, needs = seen_
    poor, rich = (0, 1) if owns[0] / needs[0] <= owns[1] / needs[1] else (1, 0)
    fair = sum(owns) / sum(needs) * needs[rich]
    amount = min(owns[rich] - fair, owns[rich] - 2 * needs[rich], posted[rich])
    if owns[poor] / needs[poor] < ACT and amount > 0 and now[0][rich] - amount >= 2 * now[1][rich]:
        posted[poor] += amount
        posted[rich] -= amount
    return wallet


@cache
def survived(manager: str, law: str, age: int, *, known: bool) -> tuple[bool, ...]:
    """Which weeks a manager survives, by the reckoning above."""
    return tuple(by_hand(manager, path, age) for path in weeks(law, known=known))


def states(count: int) -> list[dict[str, Any]]:
    """Random states of the explorer."""
    random = np.random.default_rng(13)
    return [
        {
            "manager": NAMES[random.integers(len(NAMES))],
            "weeks": ("seen", "unseen")[random.integers(2)],
            "week": int(random.integers(1, 21)),
            "world": list(WORLDS)[random.integers(len(WORLDS))],
            "age": int(random.integers(3)),
        }
        for _ in range(count)
    ]


def test_200_random_states_agree_with_a_reckoning_by_hand() -> None:
    """Survival of four rules week by week; and where nothing was closed or traded, money is the deposit and what the
    prices made of the positions.
    """
    told = 0
    for state in states(200):
        result = Result(**state)
        name, law = result.manager, WORLDS[result.world]
        if name != "cut":
            fresh = survived(name, law, result.age, known=False)
            assert result.chosen.unseen == fresh, state
            if name != MEMORY:
                assert result.chosen.seen == survived(name, law, result.age, known=True), state
        path = weeks(law, known=not result.fresh)[result.week - 1]
        if not result.closed and name != "cut":
            told += 1
            earned = sum(size * (price - 100) for size, price in zip(SIZES, path[-1], strict=True))
            assert result.left(name) == pytest.approx(400 + earned, abs=0.05), state
        assert bool(result.closed) == (
            not (result.chosen.unseen if result.fresh else result.chosen.seen)[result.week - 1]
        )
    assert told > 60


@pytest.mark.parametrize("key", [Key("cut", "jumps", 1)], ids=str)
def test_one_row_of_each_file_comes_out_again(key: Key) -> None:
    """Judged now, the row of scores, the ends of its weeks and one pupil are what is shipped."""
    row, shipped = recorded.scored(key), scores()[key]
    assert (row.seen, row.unseen) == (shipped.seen, shipped.unseen)
    assert row[2:] == pytest.approx(shipped[2:], abs=1e-4)
    for end, found in zip(recorded.ends(key, known=True), all_ends()[key, True], strict=True):
        assert end.wallet == pytest.approx(found.wallet, abs=0.006)
        for place, told in zip(end.places, found.places, strict=True):
            assert (place.equity is None) == (told.equity is None)
            if place.equity is not None:
                assert place == pytest.approx(told, abs=0.006)
    assert recorded.pupil(27) == pupils()[26]


def test_every_row_is_shipped() -> None:
    """Six managers in four laws at three ages, two more in one, and forty ends for each of the six."""
    keys = {Key(*key) for key in product(NAMES, LAWS, AGES)}
    assert set(scores()) == keys | {Key(name, "usual", 0) for name in BOLD}
    assert set(all_ends()) == set(product(keys, (True, False)))
    assert {len(ends) for ends in all_ends().values()} == {20}
    assert {(len(row.seen), len(row.unseen)) for row in scores().values()} == {(20, 200)}


def test_what_cards_and_page_say_of_the_managers() -> None:
    """Survival in the hook, in other worlds and with old prices; the thirty pupils; and money that is equal for all."""
    usual = Result().rows
    assert {name: sum(row.unseen) for name, row in usual.items()} == {
        POOL: 200, "top up": 166, "shift": 163, "cut": 163, MEMORY: 125, NOTHING: 125,
    }  # fmt: skip
    assert sum(usual[MEMORY].seen) == 20
    assert (max(pupils()), min(pupils()), len(pupils())) == (19, 12, 30)
    jumps = Result(world="with jumps").rows
    assert 100 * (usual["top up"].share - usual[NOTHING].share) == pytest.approx(20.5)
    assert 100 * (jumps["top up"].share - jumps[NOTHING].share) == pytest.approx(11.5)
    rows = [*usual.values()]
    apart = max(abs(one.money - two.money) for one in rows for two in rows)
    assert apart < 2 * (2**0.5) * min(row.money_error for row in rows), "no two differ by more than luck does"
    bold = [scores()[Key(name, "usual", 0)] for name in BOLD]
    assert [round(row.share, 3) for row in bold] == [1.0, 0.945]
    assert (bold[0].kept, round(bold[1].stake, 2)) == (0.0, 1.0)


def test_equal_distances_are_not_equal_risks() -> None:
    """4,000 weeks of each law: with 133 and 67 USDT the worst is 49 %, with 100 and 100 it is 55 %, and it is that of
    jumps both times.
    """
    found = {}
    for posted in ((100, 100), (133, 67)):
        shares = {}
        for name, law in LAWS.items():
            path = law.weeks(7, 4000)
            owned = [posted[place] + SIZES[place] * (path[..., place] - 100) for place in (0, 1)]
            safe = [owned[place] >= RATE * abs(SIZES[place]) * path[..., place] for place in (0, 1)]
            shares[name] = float((safe[0] & safe[1]).all(axis=1).mean())
        found[posted] = min(shares.items(), key=lambda pair: pair[1])
    assert [name for name, _ in found.values()] == ["jumps", "jumps"]
    assert [round(100 * share) for _, share in found.values()] == [55, 49]


def test_memory_acts_in_weeks_that_it_knows_and_in_no_other() -> None:
    """It survives every seen week with what it posts once, and a week that differs in one price is strange to it."""
    known = seen()
    for path in known[:6]:
        outcome = run(memory(known), ACCOUNT, path, exchange(isolated))
        assert outcome.survived
        assert {time for time, _ in outcome.events} <= {1}
        changed = path.copy()
        changed[1, 0] += 1e-9
        assert (
            run(memory(known), ACCOUNT, changed, exchange(isolated)).events
            == run(do_nothing, ACCOUNT, changed, exchange(isolated)).events
        )


@pytest.mark.parametrize("state", [{}, {"weeks": "unseen"}, {"weeks": "unseen", "manager": MEMORY, "week": 2}], ids=str)
def test_rings_dots_and_tanks_stand_where_the_numbers_are(state: dict[str, Any]) -> None:
    """On seen weeks no dot is drawn and no unseen number printed; both rows of tanks have one scale."""
    shown, result = picture.Picture(), Result(**state)
    shown.update(result)
    for row, scored in zip(shown.rows, result.rows.values(), strict=True):
        assert row.ring.get_xdata()[0] == pytest.approx(142 + 390 * (100 * scored.known - 40) / 60)
        dots = list(row.dot.get_xdata())
        assert dots == (pytest.approx([142 + 390 * (100 * scored.share - 40) / 60]) if result.fresh else [])
        told = f"{100 * scored.share:.1f} %" if result.fresh else f"{sum(scored.seen)} of 20"
        assert row.values[0].get_text() == told
    if not result.fresh:
        assert "125" not in result.description + result.table.to_string() + result.headline
    rows: tuple[TankRow, TankRow] = (shown.mine, shown.pool)
    assert len({(row.scale, row.full, row.rim) for row in rows}) == 1
    assert sum(tank.level for tank in picture.tanks(result, result.manager)) == pytest.approx(
        result.left(result.manager), abs=0.01
    )
    assert len(re.findall(r"\d+(?:\.\d+)?", result.caption)) <= 3


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "Top up survives 17 of 20 seen weeks"),
        (
            {"weeks": "unseen", "manager": MEMORY},
            "Memory survives 20 of 20 seen weeks, and 125 of 200 unseen ones, as many as nothing",
        ),
        (
            {"weeks": "unseen", "world": "legs apart"},
            "Top up survives 18 of 20 seen weeks, and 171 of 200 unseen ones, where nothing survives 136",
        ),
    ],
)
def test_the_headline_says_how_often_it_survives(state: dict[str, Any], words: str) -> None:
    """On seen weeks alone, or on both and beside doing nothing."""
    assert Result(**state).headline == words


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each by controls that are there; seen weeks alone show no fall, and no other world makes a rule catch up."""
    reach_all(picture.explorer(stage=2), "13", GOALS)
    fall, _, broken = GOALS
    assert Result().ahead == pytest.approx(34 / 34**0.5), "one pool survives 34 weeks that topping up does not"
    assert not fall.met(Result(manager=MEMORY))
    assert {name for name in NAMES if fall.met(Result(manager=name, weeks="unseen"))} == {MEMORY}
    assert {world for world in WORLDS if broken.met(Result(weeks="unseen", world=world))} == {"legs apart"}


def test_the_scene_stops_before_the_weeks_are_counted() -> None:
    """At the stop one week is over and no count is told; then 200 are counted, and memory is left for its own card."""
    at_stop = opening.Result(opening.STOP)
    assert picture.scene()._limit == opening.STOP
    assert {name: round(one.money) for name, one in at_stop.standings.items()} == {
        "top up": 281, "cut": 316, "shift": 281, MEMORY: 313, POOL: 281,
    }  # fmt: skip
    for now in (0.0, 10.0, opening.STOP):
        result = opening.Result(now)
        assert result.counted == 0
        assert not re.search(r"16[36]|200 weeks", result.description + result.caption + result.table.to_string())
    end = opening.Result(opening.END)
    assert end.survived == {"top up": 166, "cut": 163, "shift": 163, POOL: 200}
    assert "125" not in end.description + end.caption + end.table.to_string()
    shown = opening.Picture()
    shown.update(end)
    assert [row.value.get_text() for row in shown.rows] == ["166", "163", "163", "?", "200"]
    assert opening.week() == pytest.approx(unseen()[1])


def test_the_same_code_throws_the_same_dice_and_a_comment_none() -> None:
    """A number inside of a closure throws others, and so does one in a rule that is taken over."""

    def maker(level: float, *, words: bool = False) -> Manager:
        def plain(view: View) -> list[Action]:
            return [Move("wallet", "BTC", level)] if view.wallet > level else []

        def commented(view: View) -> list[Action]:
            # the same, with a comment
            return [Move("wallet", "BTC", level)] if view.wallet > level else []

        return commented if words else plain

    same = [trial.written(maker(5.0)), trial.written(maker(5.0, words=True))]
    assert same[0] == same[1]
    assert trial.written(maker(6.0)) != same[0]
    assert trial.written(top_up(5, 10)) != trial.written(top_up(5, 11))
    assert trial.written(guards()["top up"].rule) == trial.written(top_up(5, 10))


def test_seeds_of_a_trial_follow_from_learner_and_code() -> None:
    """Two seeds that differ, the same whenever they are asked for, and others for other dice or other code."""
    first = thrown(1, "code")
    assert first == thrown(1, "code")
    assert first[0] != first[1]
    assert not {*first} & {*thrown(2, "code"), *thrown(1, "codes")}


def test_the_trial_keeps_its_budget_and_names_what_breaks_it() -> None:
    """Closing and posting everything survive and pass nothing; what breaks off is told with its world."""
    assert trial.judged(cross, guards()["close all"].rule, 9).broken == "closes"
    assert trial.judged(cross, post_all, 9).broken == "posts"
    assert not trial.judged(cross, do_nothing, 9).passed

    def fails(view: View) -> list[Action]:
        return [Move("wallet", "gold", 1.0)]

    assert "hedged, usual" in trial.judged(cross, fails, 9).fault


def test_a_pass_is_looked_at_twice_and_tries_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A manager that passes on the first weeks and fails on the second is told so, and how many tries it was."""
    good = trial.Judged("two longs, jumps", 40, 30, 0.8, 0.7, 0.1)
    asked: list[int] = []

    def judged(_mode: Any, _manager: Any, seed: int, *_: Any) -> trial.Judged:
        asked.append(seed)
        return good if len(asked) == 1 else good._replace(survived=31)

    monkeypatch.setattr(trial, "judged", judged)
    monkeypatch.setattr(trial, "thrown", lambda *_: (1, 2))
    monkeypatch.setattr(trial, "WEEKS", 50)
    said = tasks.judge_manager((cross, do_nothing), dice=1)
    assert isinstance(said, Verdict)
    assert not said.passed
    assert asked == [1, 2]
    assert "on other weeks of the same worlds it did not" in said.text
    assert "This was try 1." in said.text
    assert good.wanted == 35
    assert not good._replace(survived=34).passed
    for over in ({"kept": 0.69}, {"stake": 0.86}, {"traded": 0.51}, {"fault": "stopped"}):
        assert not good._replace(**over).passed, over


@pytest.mark.parametrize("answer", [None, 5, (cross,), ("both", do_nothing), (cross, 5), (do_nothing, cross)])
def test_what_is_no_mode_and_manager_is_refused(answer: Any) -> None:
    """In words, and nothing runs."""
    with pytest.raises(Unreadable, match="a mode and a manager are wanted"):
        tasks.judge_manager(answer, dice=1)


def test_the_formulas_of_the_page_are_those_of_its_cards() -> None:
    """The level of the page and the standard error, as LaTeX and as numbers."""
    page = reading.page(reading.ROOT / "lessons" / "13_capstone.ipynb")
    text = "\n".join(cell.source for cell in page.markdown)
    assert r"\text{level} = 1 + z\,\frac{s}{m}" in text
    assert r"\sqrt{\frac{p\,(1 - p)}{n}}" in text
    step = 80 * (6 / 8760) ** 0.5
    assert (round(away(1, 80, 6, 0.5), 1), round(1 + step / 0.5, 1)) == (5.2, 5.2)
    assert (round(scatter(83, 20), 1), round(scatter(83, 200), 1)) == (8.4, 2.7)


def test_the_hour_of_october_closes_the_long_behind_walls_alone() -> None:
    """Lows and closes as Binance had them, with both lows at once: 290 USDT left with walls, 382 in one pool."""
    day = [[100.0, 100.0], [100.0, 100.0], [100 - 11.1, 100 - 12.0], [100 - 0.8, 100 + 2.0]]
    left = {}
    for name, guard in guards().items():
        if name in NAMES:
            outcome = run(guard.rule, ACCOUNT, day, exchange(guard.mode))
            left[name] = (round(float(outcome.money[-1])), outcome.survived)
    assert left == {name: (382, True) if name == POOL else (290, False) for name in NAMES}
    more = Account({**ACCOUNT.holdings, "BTC": Holding(10.0, 100.0, 200.0)}, 100.0)
    outcome = run(do_nothing, more, day, exchange(isolated))
    assert (round(float(outcome.money[-1])), outcome.survived) == (382, True)


def test_the_budget_of_the_card_is_that_of_the_tournament() -> None:
    """What the card says in percent is what disqualifies an entry of a class."""
    prompt = next(item.prompt for item in tasks.TASKS if item.id == "13-manager")
    assert f"keep {standing_.KEPT:.0%}".replace("%", " %") in prompt
    assert f"at most {standing_.STAKE:.0%}".replace("%", " %") in prompt
    assert standing_.TURNOVER == 0.5
    assert "half of the positions traded" in prompt
