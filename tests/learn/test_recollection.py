"""What is recalled: what is due, else what a lesson names, else the two lessons before; with numbers of its own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from marginlib.course.everyday import lesson as everyday
from marginlib.errors import InvalidInput, UnknownName
from marginlib.learn import catalogue, recall, recollection, records, store
from marginlib.learn.drawn import expected, numbers
from marginlib.learn.items import Lesson
from marginlib.learn.recollection import DAYS, LABEL, due, due_on, recalled
from tests.learn.examples import LESSON, variant

Say = pytest.CaptureFixture[str]
TODAY = "2030-03-01"


def course(*numbers_: str) -> tuple[Lesson, ...]:
    """The everyday lesson and copies of the example lesson under these numbers."""
    copies = (
        replace(LESSON, number=number, items=tuple(variant(one, id=f"{number}-{one.id[3:]}") for one in LESSON.items))
        for number in numbers_
    )
    return (everyday.LESSON, *copies)


@pytest.fixture(autouse=True)
def five(monkeypatch: pytest.MonkeyPatch) -> tuple[Lesson, ...]:
    """A course of five lessons."""
    made = course("00", "01", "02", "03", "04")
    monkeypatch.setattr(catalogue, "lessons", lambda: made)
    monkeypatch.setattr(recollection, "_asked", {})
    return made


def ids(number: str, state: records.State | None = None, today: str = TODAY) -> list[str]:
    """What is recalled before a lesson, by id."""
    return [one.item.id for one in recalled(number, "reader", state or records.empty(), today)]


def passed(**days: str) -> records.State:
    """A state in which items were passed on these days: `a_b="2030-01-01"` is item a-b."""
    state = records.empty()
    for name, day in days.items():
        made = {"passed": True, "passed_at": f"{day}T09"}
        state["items"][name.removeprefix("i").replace("_", "-")] = {**records.fresh(records.ITEM), **made}
    return state


@pytest.mark.parametrize(
    ("number", "sources"),
    [
        ("00", ["everyday", "everyday"]),
        ("01", ["00", "everyday"]),
        ("02", ["01", "00"]),
        ("04", ["03", "02"]),
    ],
)
def test_at_first_one_item_of_each_of_the_two_lessons_before_is_recalled(number: str, sources: list[str]) -> None:
    """Everyday arithmetic stands in before the first; only short items come, and none twice."""
    found = recalled(number, "reader", records.empty(), TODAY)
    assert [one.item.id.partition("-")[0] for one in found] == sources
    assert len({one.item.id for one in found}) == len(found)
    assert {one.item.format for one in found} <= {"numeric", "choice", "order"}


def test_a_lesson_may_name_what_it_recalls(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as it names, in their order."""
    named = ("everyday-fee", "00-profit", "01-choice")
    made = course("00", "01", "02")
    monkeypatch.setattr(catalogue, "lessons", lambda: (*made[:-1], replace(made[-1], recalls=named)))
    assert ids("02") == list(named)
    assert ids("02", passed(i00_order="2030-02-20")) == ["00-order", "everyday-fee", "00-profit"]


def test_an_item_is_due_after_1_3_7_21_and_60_days() -> None:
    """Each time from when it was last known; then it is known for good; a miss begins with one day anew."""
    day = date(2030, 1, 1)
    record = {"passed": True, "passed_at": "2030-01-01T23", "recalled": [], "missed": ""}
    for wait in (1, 3, 7, 21, 60):
        day += timedelta(days=wait)
        assert due_on(record) == day.isoformat()
        record["recalled"] = [*record["recalled"], day.isoformat()]  # type: ignore[misc]
    assert len(DAYS) == 5
    assert due_on(record) == ""
    record["missed"] = "2030-06-01"
    assert due_on(record) == "2030-06-02"
    record["recalled"] = [*record["recalled"], "2030-06-02"]  # type: ignore[misc]
    assert due_on(record) == "2030-06-05"


def test_knowing_it_on_the_day_of_a_miss_does_not_undo_the_miss() -> None:
    """A second try minutes later is not memory: it is asked again the next day."""
    record = {"passed": True, "passed_at": "2030-01-01T09", "recalled": ["2030-01-02"], "missed": "2030-01-02"}
    assert due_on(record) == "2030-01-03"


def test_an_item_is_due_from_its_day_on() -> None:
    """Not the day before."""
    state = passed(i00_profit="2030-02-28")
    assert [one.id for one in due(state, "2030-03-01")] == ["00-profit"]
    assert not due(state, "2030-02-28")


@pytest.mark.parametrize("odd", [{}, {"passed": True}, {"passed": True, "passed_at": "soon", "recalled": ["x", 3]}])
def test_what_a_file_may_hold_is_never_due_by_accident(odd: dict[str, object]) -> None:
    """A record without dates, or with words for dates."""
    assert due_on(odd) == ""


def test_what_is_late_the_longest_comes_first() -> None:
    """Items passed today are not due, and no lesson asks for its own."""
    state = passed(i00_profit="2030-02-25", i01_choice="2030-02-20", i02_order=TODAY)
    assert [one.id for one in due(state, TODAY)] == ["01-choice", "00-profit"]
    assert ids("03", state) == ["01-choice", "00-profit"]
    assert ids("01", state)[0] == "00-profit"


def test_each_recall_has_numbers_of_its_own() -> None:
    """Neither those of the lesson nor those of an earlier day."""
    state = passed(i00_profit="2030-02-20")
    (one, *_), (other, *_) = (recalled("02", "reader", state, day) for day in (TODAY, "2030-03-02"))
    assert one.item.id == other.item.id == "00-profit"
    drawn = [numbers(one.item, "reader", *labels) for labels in ((), (LABEL,), one.labels, other.labels)]
    assert len(set(map(repr, drawn))) == 4


def test_recall_judges_answers_to_what_it_asked(capsys: Say) -> None:
    """An open place is left open; a pass is dated, a miss as well, and the first answer is not touched."""
    recall("02")
    assert 'recall("02", answer_1, answer_2)' in capsys.readouterr().out
    first, second = recollection._asked["02"]
    right = expected(first.item, numbers(first.item, "reader", *first.labels), "reader", *first.labels)
    texts = first.item.options
    recall(2, texts[right] if texts else right, None)
    assert [line.strip()[0] for line in capsys.readouterr().out.splitlines() if line[3:4] in "○✗✓"] == ["✓", "○"]
    kept = store.read()["items"]
    assert set(kept) == {first.item.id}
    assert kept[first.item.id]["recalled"] == [records.today()]
    assert kept[first.item.id]["last"] is None
    recall("02", "C", "C")
    assert second.item.id in {*store.read()["items"], second.item.id}
    with pytest.raises(InvalidInput, match="3 answers for 2 questions"):
        recall("02", 1, 2, 3)
    with pytest.raises(UnknownName, match="no lesson '07'"):
        recall(7)
