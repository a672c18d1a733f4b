"""Lesson 14: its lines by bisection over the published rows, its words, and repairs that are almost right."""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pytest
from scipy.optimize import bisect

from marginlib.course import MOVED
from marginlib.course.your_venue import account, picture
from marginlib.course.your_venue.goals import FIRST, GOALS, YOURS
from marginlib.course.your_venue.items import account as items14
from marginlib.course.your_venue.items import read, traced
from marginlib.course.your_venue.lesson import LESSON
from marginlib.course.your_venue.model import WORDS, Result
from marginlib.learn import catalogue, records, store
from marginlib.learn.answers import Unreadable
from marginlib.learn.card import Card
from marginlib.learn.drawn import numbers
from marginlib.learn.items import Verdict
from marginlib.learn.verdicts import verdict
from tests.course.goals import REACHED
from tests.course.reading import ROOT

ALIASES = ("reader", *(f"learner-{count}" for count in range(20)))
VENUES = ROOT / "marginlib" / "venues"
ITEMS = {item.id: item for item in LESSON.items}
Test = Callable[[float, float, float, float], bool]


def added(collateral: float, size: float, entry: float, price: float) -> bool:
    """The maintenance amount with the wrong sign."""
    value = size * price
    return collateral + size * (price - entry) < (0.004 * value if value < 50_000 else 0.005 * value + 50)


def fixed(collateral: float, size: float, entry: float, price: float) -> bool:
    """The requirement at the entry price."""
    value = size * entry
    return collateral + size * (price - entry) < max(0.004 * value, 0.005 * value - 50)


def slices(collateral: float, size: float, entry: float, price: float) -> bool:
    """The requirement slice by slice: right, without an amount."""
    value = size * price
    return collateral + size * (price - entry) < 0.004 * min(value, 50_000) + 0.005 * max(value - 50_000, 0)


@pytest.mark.parametrize(("repair", "sign"), [(added, "✗"), (fixed, "✗"), (slices, "✓")])
@pytest.mark.parametrize("alias", ALIASES)
def test_a_repair_that_is_almost_right_does_not_pass(repair: Test, sign: str, alias: str) -> None:
    """Nor does it read as if nothing had been changed."""
    assert verdict(ITEMS["14-rise"], repair, alias).sign == sign


def test_what_came_from_lesson_02_is_found_by_its_old_id() -> None:
    """Every old id is free, and every new one is an item of this lesson."""
    assert set(MOVED.values()) <= set(ITEMS)
    assert not set(MOVED) & {item.id for lesson in catalogue.lessons() for item in lesson.items}
    assert catalogue.moved == MOVED


@pytest.mark.parametrize("id_", ["14-which", "14-inverse", "14-tiered"])
def test_a_card_of_a_passed_item_without_its_answer_says_that_it_is_passed(
    id_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a record has it that followed its item to this lesson."""
    record = {**records.fresh(records.ITEM), "passed": True, "last": None}
    monkeypatch.setattr(store, "read", lambda: {**records.empty(), "items": {id_: record}})
    assert Card(ITEMS[id_]).held.verdict == Verdict("✓", "You have passed this one already.")


def test_the_table_of_the_question() -> None:
    """Line and room of each of the eight published tables, as they were reckoned when the story was chosen."""
    found = [(round(one.line, 2), round(one.room)) for one in Result().venues]
    assert found == [
        (54954.55, 4500),
        (54816.82, 2985),
        (54683.54, 6835),
        (54655.87, 6559),
        (54573.02, 5730),
        (54300.0, 3000),
        (54266.33, 2663),
        (54241.21, 2412),
    ]


def asked_in_slices(name: str, size: float, price: float) -> float:
    """What a table asks for, by hand: rows of floor, rate and amount, a rate for everything, or one by size."""
    data = tomllib.loads((VENUES / f"{name}.toml").read_text(encoding="utf-8"))
    market = data["markets"].get("BTC") or data["markets"]["large-cap"]
    coin = data["conventions"]["contract"] == "inverse"
    value = abs(size) / price if coin else abs(size) * price
    if market["kind"] == "flat":
        base = abs(size) * 60_000 if data["conventions"]["maintenance_on"] == "entry" else value
        return float(market["rate"]) * base
    if market["kind"] == "continuous":
        return (float(market["rate"]) + float(market["per_unit"]) * abs(size)) * value
    if market["kind"] == "steps":
        return float(next(rate for most, rate in market["tiers"] if not most or abs(size) <= float(most))) * value
    rows = [[float(Fraction(one)) for one in row[:2]] for row in market["tiers"]]
    edges = [floor for floor, _ in rows[1:]] + [float("inf")]
    return sum(rate * max(min(value, edge) - floor, 0.0) for (floor, rate), edge in zip(rows, edges, strict=True))


def test_the_lines_agree_with_bisection_over_the_published_rows() -> None:
    """In 200 drawn states of size, leverage and side: equity less what is asked turns at the line that is drawn."""
    random = np.random.default_rng(14)
    seen = 0
    for _ in range(200):
        table = account.TABLES[int(random.integers(0, len(account.TABLES)))]
        side, leverage = int(random.choice([-1, 1])), int(random.choice([5, 10, 20]))
        size = side * float(random.choice([1, 10, 30, 100]))
        position = account.held(table, size, leverage)
        if position is None:
            assert table.ends is not None
            assert abs(size) * account.ENTRY > table.ends
            continue

        def spare(price: float, table: Any = table, size: float = size, leverage: float = leverage) -> float:
            if table.coin:
                quote = size * 60_000
                equity = abs(size) / leverage + quote / 60_000 - quote / price
                return equity - asked_in_slices(table.venue, quote, price)
            return abs(size) * 60_000 / leverage + size * (price - 60_000) - asked_in_slices(table.venue, size, price)

        line = bisect(spare, 20_000, 60_000) if side > 0 else bisect(spare, 60_000, 150_000)
        assert position.liquidation_price == pytest.approx(line, abs=0.01)
        seen += 1
    assert seen > 120


def test_a_tank_holds_the_equity_at_every_price() -> None:
    """Width times the way from the floor is the equity in USD, in coin as in dollars, of longs and of shorts."""
    for side in ("long", "short"):
        for one in Result(side=side, yours=True, coin=True).there:
            assert one.position
            for price in (55_000.0, 60_000.0, 64_000.0):
                equity = float(one.position.equity(price)) * (price if one.coin else 1.0)
                assert one.width * (price - one.floor) == pytest.approx(equity, abs=1e-6)


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """The first three in the first explorer, the others where a ninth venue is yours."""
    found = {key: dict(state) for key, state in REACHED.items() if key.startswith("14-")}
    assert set(found) == {goal.key for goal in GOALS}
    for goals, w in ((FIRST, picture.explorer()), (YOURS, picture.explorer(stage=2))):
        for goal in goals:
            assert not goal.met(w.result), goal.key
            w.set(**{**w._start, **found[goal.key]})
            assert goal.met(w.result), goal.key
            w.set(**w._start)


@pytest.mark.parametrize(
    "state", [{}, {"size": 100}, {"side": "short", "leverage": 20}, {"yours": True, "fee": True}], ids=str
)
def test_words_and_table_say_the_same(state: dict[str, Any]) -> None:
    """The headline counts the closed ones of the table, and tables that end are told."""
    result = Result(**state)
    assert result.description.startswith(result.headline)
    lines = result.table["closed at, USD"].str.replace(",", "").astype(float)
    closed = (result.sign * (lines - result.price) >= 0).sum()
    assert WORDS[closed].capitalize() in result.headline
    assert ("the table ends at" in result.description) == (len(result.there) < len(result.venues))


def test_the_story_tells_nothing_before_it_is_asked() -> None:
    """Up to its stop no line, floor or room is named; after it, all are."""
    before, after = picture._fallen(picture.STOP), picture._fallen(picture.END)
    assert before.price == pytest.approx(55_000)
    assert after.price == pytest.approx(54_600)
    assert "54,9" not in before.description + before.table.to_string()
    assert "54,954.55" in after.description
    drawn = picture.Picture(story=True)
    drawn.update(before)
    assert not [slot.closes.get_text() for slot in drawn.tanks.slots if slot.closes.get_visible()]
    drawn.update(after)
    assert sum(slot.shut.get_visible() for slot in drawn.tanks.slots) == 4


def rivals() -> dict[str, Callable[[float, float, float, float], float]]:
    """Functions that somebody may hand in for `14-flip`, by the wrong turn that each is."""
    return {"averaged": items14.averaged, "old-entry": items14.kept, "mixed": items14.mixed}


@pytest.mark.parametrize("name", rivals())
@pytest.mark.parametrize("alias", ALIASES)
def test_a_fill_that_is_reckoned_wrongly_is_named(name: str, alias: str) -> None:
    """Each rival fails for every learner, under its own name, and the fills one by one are right."""
    said = verdict(ITEMS["14-flip"], rivals()[name], alias)
    assert (said.sign, said.cause) == ("✗", name)

    def coin_by_coin(size: float, entry: float, fill: float, price: float) -> float:
        lots = [entry] * abs(round(size))
        side = 1 if size > 0 else -1
        for _ in range(abs(round(fill))):
            step = 1 if fill > 0 else -1
            if lots and step != side:
                lots.remove(min(lots))
                if not lots:
                    side = step if side != step else side
            else:
                side = step
                lots.append(price)
        return sum(lots) / len(lots) if lots else 0.0

    assert verdict(ITEMS["14-flip"], coin_by_coin, alias).sign == "✓"


def test_hedge_mode_agrees_with_the_engine_of_legs_that_move_together() -> None:
    """The published example, 48,582.996, and what the item asks for 50 learners."""
    assert items14.apart(1, 0.5, 1000, lambda a, b: a + b) == pytest.approx(48_582.996, abs=5e-4)
    assert items14.apart(1, 0.5, 1000, lambda a, b: a - b) == pytest.approx(48_192.77, abs=5e-3)


def coin_rows(name: str) -> list[list[float]]:
    """Floor, rate and amount of each tier of a coin-margined table, from its file."""
    data = tomllib.loads((VENUES / f"{name}.toml").read_text(encoding="utf-8"))
    return [[float(cell) for cell in row[:3]] for row in data["markets"]["BTC"]["tiers"]]


def test_the_amount_behind_a_price_is_that_of_the_table_that_made_it() -> None:
    """The two prices of topic 6292; for 40 learners the price is where equity meets the whole table, by bisection."""
    assert traced.implied(101, 45_000, 33_599.42) == pytest.approx(11.605, abs=5e-4)
    assert traced.implied(101, 45_000, 33_578.8597) == pytest.approx(11.81, abs=5e-4)
    tables = {rows[6][2]: rows for rows in map(coin_rows, ("binance-coinm-2021", "binance-coinm"))}
    assert set(tables) == set(traced.AMOUNTS)
    for alias in (f"learner-{count}" for count in range(40)):
        g = numbers(ITEMS["14-implied"], alias)
        found = traced.implied(**g)
        amount = 11.81 if found > 11.7 else 11.605

        def spare(price: float, g: Any = g, rows: Any = tables[amount]) -> float:
            value = traced.CONTRACTS / price
            asked = max(rate * value - less for _, rate, less in rows)
            return float(g["wallet"] + traced.CONTRACTS / g["entry"] - value - asked)

        assert bisect(spare, 20_000, g["entry"]) == pytest.approx(g["price"], abs=0.0051)


def closed(rate: float, value: str, fee: bool, side: int) -> float:
    """Where a position from 60,000 at 10x is closed under a rulebook, by hand."""
    floor = 60_000 * (1 - side / 10)
    charged = 0.0005 * floor * fee
    if value == "entry":
        return floor + side * (rate / 100 * 60_000 + charged)
    return (floor + side * charged) / (1 - side * rate / 100)


@pytest.mark.parametrize("target", [54_300, 54_600, 54_660])
def test_every_pair_of_rulebooks_is_judged_as_the_closed_form_says(target: float) -> None:
    """Of all pairs on the grid that come near, exactly those pass whose longs agree and whose shorts do not."""
    books = [
        (round(0.05 * step, 2), value, fee) for step in range(1, 41) for value in traced.VALUES for fee in (False, True)
    ]
    near = [one for one in books if abs(closed(*one, 1) - target) <= 40]
    passed = 0
    for pair in combinations_with_replacement(near, 2):
        longs, shorts = ([closed(*one, side) for one in pair] for side in (1, -1))
        good = abs(longs[0] - longs[1]) <= 5 and max(abs(line - target) for line in longs) <= 5
        good = good and abs(shorts[0] - shorts[1]) >= 50
        said = traced.judge_twins([list(one) for one in pair], target)
        assert (said == Verdict("✓", "")) == good, pair
        passed += good
    assert passed == 4
    solved: dict[str, Any] = {}
    exec(ITEMS["14-twins"].code, {"g": type("G", (), {"target": target})}, solved)  # noqa: S102 - our own lines
    assert traced.judge_twins(solved["answer"], target) == Verdict("✓", "")


@pytest.mark.parametrize(
    "answer",
    [
        7,
        "no",
        [],
        [[0.5, "now", False]],
        [[0.5, "now"]] * 2,
        [[0.5, "mark", False]] * 2,
        [[0.5, "now", 0]] * 2,
        [[0.52, "now", False]] * 2,
        [[-1, "now", False]] * 2,
        [["half", "now", False]] * 2,
    ],
)
def test_what_is_no_pair_of_rulebooks_is_told(answer: Any) -> None:
    """By what is wanted, and it costs no try."""
    with pytest.raises(Unreadable):
        traced.judge_twins(answer, 54_300)
    assert verdict(ITEMS["14-twins"], answer, "reader").sign != "✓"


def test_a_tick_is_against_the_trader_and_not_the_nearest() -> None:
    """For 40 learners, in Fractions: one tick of the line, sooner, and farther from it than the other one."""
    for alias in (f"learner-{count}" for count in range(40)):
        g = {name: Fraction(str(number)) for name, number in numbers(ITEMS["14-tick"], alias).items()}
        said = Fraction(str(read.against(**{name: float(number) for name, number in g.items()})))
        assert said % g["tick"] == 0
        assert g["tick"] / 2 < g["side"] * (said - g["line"]) < g["tick"]


def test_the_digits_are_a_moment_with_a_price_only_as_a_date() -> None:
    """By the standard library: 2024 as a date, 1976 as milliseconds, and more than four digits of a year as seconds."""
    assert datetime.strptime(read.DIGITS, "%Y%m%d%H%M").replace(tzinfo=UTC) == datetime(
        2024, 11, 19, 18, 50, tzinfo=UTC
    )
    assert datetime.fromtimestamp(int(read.DIGITS) / 1000, UTC).year == 1976
    assert 1970 + int(read.DIGITS) / 31_556_952 == pytest.approx(8384, abs=1)
