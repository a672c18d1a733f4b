"""The portrait of the whole course: what it says of records that were built by hand."""

import copy
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from marginlib import course
from marginlib.learn import catalogue, enrol, likeness, portrait, portraits, records, reveals, store
from marginlib.learn.items import Item, Lesson
from marginlib.learn.records import State

Say = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True, scope="module")
def lessons() -> tuple[Lesson, ...]:
    """Those of the course itself."""
    return course.read()


@pytest.fixture(autouse=True)
def _the_course(monkeypatch: pytest.MonkeyPatch, lessons: tuple[Lesson, ...]) -> None:
    monkeypatch.setattr(catalogue, "lessons", lambda: lessons)


def state(
    items: dict[str, dict[str, Any]] | None = None, predictions: dict[str, tuple[Any, float]] | None = None
) -> State:
    """A record of ada: fields of items by id, and predictions as choice and confidence, all of them revealed."""
    made = records.empty() | {"alias": "ada"}
    made["items"] = {id_: {**records.fresh(records.ITEM), **kept} for id_, kept in (items or {}).items()}
    for id_, (choice, confidence) in (predictions or {}).items():
        hit = reveals.hit(catalogue.item(id_), choice, "ada").passed
        kept = {"choice": choice, "confidence": confidence, "alias": "ada", "hit": hit}
        made["predictions"][id_] = {**records.fresh(records.PREDICTION), **kept}
    return made


def wrong_choice(item: Item) -> Any:
    """A choice of a prediction that does not come true."""
    return next(key for key in item.options or [10**9] if not reveals.hit(item, key, "ada").passed)


def right_choice(item: Item) -> Any:
    """The one that does."""
    return next(key for key in item.options if reveals.hit(item, key, "ada").passed)


def foretellings(count: int) -> list[Item]:
    """Predictions with choices, in the order of the course."""
    found = [item for one in catalogue.lessons() for item in one.items if item.format == "predict" and item.options]
    return found[:count]


def test_nobody_has_a_portrait_that_is_the_same_for_all(capsys: Say) -> None:
    """An empty record says so, sends to the first lesson, holds no date, and comes out alike every time."""
    portrait()
    first = capsys.readouterr().out
    portrait()
    assert capsys.readouterr().out == first
    assert first.startswith("Portrait of 'reader'\n00  ")
    assert "No prediction has been revealed yet" in first
    assert "\nGo on in lesson 00.\n" in first
    assert first.endswith(f"{likeness.PROVES}\n")
    assert not re.search(r"20\d\d|misses|Met most often", first)


def test_levels_hints_and_hits_are_counted() -> None:
    """Of lesson 02, by hand: two items passed, one of them with a hint; an extra item and a try count nothing; one of
    two predictions came true, and both are done.
    """
    lesson = catalogue.lesson("02")
    path = [item for item in lesson.path if item.format != "predict"]
    one, other = [item for item in lesson.path if item.format == "predict" and item.options][:2]
    extra = next(item for item in lesson.items if item.extra)
    built = state(
        {
            path[0].id: {"passed": True, "hints": 2},
            path[1].id: {"passed": True},
            path[2].id: {"attempts": 3, "hints": 1},
            extra.id: {"passed": True, "solution": True},
        },
        {one.id: (right_choice(one), 90), other.id: (wrong_choice(other), 50)},
    )
    row = next(row for row in likeness.rows(built) if row.number == "02")
    of = len(lesson.path) + len(lesson.goals)
    assert row[1:] == (lesson.question, f"4 of {of} done, 1 with a hint", "1 of 2 predictions came true")
    html = portraits.drawn(built, "ada")
    assert f"Lesson 02: 4 of {of} done, 1 with a hint. {one.id}: 90 % sure, and it came true. {other.id}: 50 %" in html
    assert f"bottom: {3 / of:.0%}; border-top: 2px dashed" in html
    assert html.count("border-radius: 50%") == 1
    assert html.count("×") == 1


def test_the_three_surest_misses_come_with_their_idea() -> None:
    """The surest first, those as sure in the order of the course; no hit among them, and never a fourth."""
    items = foretellings(7)
    sure = [50, 90, 70, 90, 90, 70, 50]
    made = {item.id: (wrong_choice(item), float(each)) for item, each in zip(items, sure, strict=True)}
    made[items[3].id] = (right_choice(items[3]), 90.0)
    told = likeness.misses(state(predictions=made), "ada")
    assert [line.split(". ")[0] for line in told] == [
        f"Your surest miss is {items[1].id}",
        f"Then {items[4].id}",
        f"Then {items[2].id}",
    ]
    assert "and you were sure. It is " in told[0]
    assert "and you thought it likely. It is " in told[2]
    assert all("The idea that tells: " in line for line in told)


def test_calibration_is_told_by_band() -> None:
    """Eight predictions, three bands; the counts are those that were built."""
    items = foretellings(8)
    sure = [50, 50, 70, 70, 70, 90, 90, 90]
    right = [True, False, True, True, False, False, False, True]
    choices = [right_choice(item) if hit else wrong_choice(item) for item, hit in zip(items, right, strict=True)]
    made = {item.id: (choice, float(each)) for item, choice, each in zip(items, choices, sure, strict=True)}
    said = likeness.parts(state(predictions=made), "ada")["How sure, and how right"]
    bands = [line.split(":")[1].strip() for line in said if line.startswith("  ")]
    assert bands == ["1 of 2 came true", "2 of 3 came true", "1 of 3 came true"]


def test_the_misconception_met_most_is_added_up_over_lessons() -> None:
    """The same idea in three lessons outweighs another that was met more often in one; unnamed ones are not told."""
    same: dict[str, list[Item]] = {}
    for lesson in catalogue.lessons():
        for item in lesson.items:
            for cause in item.wrong if lesson.number.isdigit() else ():
                if item.id[:2] not in {one.id[:2] for one in same.get(cause, [])}:
                    same.setdefault(cause, []).append(item)
    cause, shared = next((cause, found) for cause, found in same.items() if len(found) >= 3 and len(cause) > 3)
    other = next(item for item in catalogue.lesson("03").items if cause not in item.wrong and item.wrong)
    causes = {item.id: {"causes": {cause: 1}} for item in shared[:3]}
    causes[other.id] = {"causes": {next(iter(other.wrong)): 2, "other": 9, "no such": 9, "unticked": 9}}
    (line,) = likeness.met(state(causes), "ada")
    numbers = [item.id[:2] for item in shared[:3]]
    assert line.endswith(f" (3 times, in lessons {numbers[0]}, {numbers[1]} and {numbers[2]}).")


def test_every_misconception_of_the_bank_can_be_told() -> None:
    """Met alone, each is a sentence without a hole, and with a verb of its own: somebody did something, or said it."""
    for lesson in catalogue.lessons():
        for item in lesson.items:
            for cause in set(item.wrong) - set(likeness.NO_IDEA):
                (line,) = likeness.met(state({item.id: {"causes": {cause: 1}}}), "ada")
                assert re.fullmatch(rf"Met most often: \S.* \(once, in lesson {lesson.number}\)\.", line), line
                assert "{" not in line


def test_what_to_do_next_is_what_went_wrong_most() -> None:
    """Three items that were tried and not passed, the one with most wrong answers first; the lesson where most went
    wrong; and the first lesson that is not full.
    """
    tried = [catalogue.lesson(number).path[3].id for number in ("01", "02", "03", "04")]
    passed = catalogue.lesson("05").path[3].id
    built = state({id_: {"causes": {"other": count}} for id_, count in zip(tried, (1, 2, 4, 3), strict=True)})
    built["items"][passed] = {**records.fresh(records.ITEM), "passed": True, "causes": {"other": 5}}
    assert likeness.onward(built) == (
        f"Try {tried[2]}, {tried[3]} and {tried[1]} again, read lesson 05 again, and go on in lesson 00."
    )
    assert likeness.onward(state({tried[0]: {"attempts": 1}})) == f"Try {tried[0]} again, and go on in lesson 00."

    item = foretellings(30)[-1]
    assert f"Read lesson {item.id[:2]} again" in likeness.onward(
        state(predictions={item.id: (wrong_choice(item), 50.0)})
    )


def test_whoever_has_done_all_is_sent_to_a_day_of_their_own() -> None:
    """All items passed, all predictions revealed and all goals met."""
    done = state({item.id: {"passed": True} for one in catalogue.lessons() for item in one.items})
    done["goals"] = {goal.key: "2030-01-01" for one in catalogue.lessons() for goal in one.goals}
    assert likeness.onward(done) == "Everything here is done. Bring a day of your own to lesson 14."


@pytest.mark.parametrize(
    "odd",
    [
        {"items": {"99-gone": {**records.fresh(records.ITEM), "causes": {"x": 1}}}},
        {"items": {"02-hook": {**records.fresh(records.ITEM), "causes": {"fee": "many", "x": True, "other": None}}}},
        {
            "predictions": {
                "02-hook": {**records.fresh(records.PREDICTION), "choice": "Z", "confidence": 90, "hit": False}
            }
        },
        {
            "predictions": {
                "99-gone": {**records.fresh(records.PREDICTION), "choice": "A", "confidence": 90, "hit": True}
            }
        },
        {"checkpoints": {"02": [{"01-dip": True}, "nonsense"]}},
    ],
)
def test_a_file_that_somebody_wrote_is_read_all_the_same(odd: dict[str, Any]) -> None:
    """Items that are gone, choices and counts that are none: passed over, and nothing in the record is changed."""
    built = state() | odd
    before = copy.deepcopy(built)
    assert likeness.lines(built, "ada")[-1] == likeness.PROVES
    assert portraits.drawn(built, "ada")
    assert built == before


class Links(HTMLParser):
    """What a page asks of the network, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep addresses, and what is open."""
        self.asked += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        self.open += [] if tag == "meta" else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self.open.pop() == tag


def test_the_page_stands_alone(tmp_path: Path, capsys: Say) -> None:
    """One file with everything in it and the sentence of what it proves; an alias is text there and no markup."""
    enrol("<b>Ada</b> 7")
    store.change(lambda kept: kept["goals"].update({goal.key: "2030-01-01" for goal in catalogue.lesson("02").goals}))
    capsys.readouterr()
    portrait(folder=tmp_path)
    (path,) = tmp_path.glob("*.html")
    html = path.read_text(encoding="utf-8")
    assert path.name == "bulkheads-portrait-b-Ada-b-7.html"
    assert capsys.readouterr().out == f"Written: {path}\n"
    links = Links(html)
    assert not links.asked
    assert not links.open
    assert "http" not in html
    assert "<script" not in html
    assert "<h1>Portrait of &lt;b&gt;Ada&lt;/b&gt; 7</h1>" in html
    assert likeness.PROVES in html


def test_a_folder_that_cannot_be_written_is_answered_in_a_line(tmp_path: Path, capsys: Say) -> None:
    """With the way out."""
    (tmp_path / "file").write_text("no folder")
    portrait(folder=tmp_path / "file")
    said = capsys.readouterr().out
    assert said.startswith("! ")
    assert said.count("\n") == 1
    assert 'portrait("another folder") tries elsewhere.' in said
