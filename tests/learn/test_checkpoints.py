"""A checkpoint asks in turn, counts the first answer to each question, and says what to read again."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from marginlib.errors import InvalidInput, UnknownName
from marginlib.learn import catalogue, checkpoint, checkpoints, questions, records, reset, sessions, store
from marginlib.learn.card import Card
from marginlib.learn.chart import chart
from marginlib.learn.drawn import expected, letter, numbers, sequence
from marginlib.learn.faces import kind
from marginlib.learn.items import Checkpoint, Item, Lesson
from marginlib.learn.standings import best, standings
from marginlib.learn.tanks import row
from tests.learn.examples import LESSON, item

Say = pytest.CaptureFixture[str]
ASKED = ("90-profit", "90-choice", "90-order")


@pytest.fixture(autouse=True)
def behind(monkeypatch: pytest.MonkeyPatch) -> Lesson:
    """The example lesson with a checkpoint of three items behind it, two of which are a pass."""
    made = replace(LESSON, checkpoint=Checkpoint("checkpoint_1.ipynb", ASKED, wanted=2))
    monkeypatch.setattr(catalogue, "lessons", lambda: (made,))
    monkeypatch.setattr(checkpoints, "_begun", {})
    return made


def right(one: Item, *labels: object) -> Any:
    """The right answer, as the learner called reader sees it."""
    if one.steps:
        return sequence(one, "reader", *labels)
    answer = expected(one, numbers(one, "reader", *labels), "reader", *labels)
    return letter(one, answer, "reader", *labels) if one.options else answer


def labels(go: int = 0) -> tuple[object, ...]:
    """What draws the numbers of a go."""
    return ("checkpoint", "90", go)


def test_each_question_has_other_numbers_than_in_its_lesson_and_in_every_go() -> None:
    """Twenty goes draw a question of two numbers in at least ten ways."""
    drawn = [numbers(item("90-profit"), "reader", *labels(go)) for go in range(20)]
    assert len({tuple(one.values()) for one in [*drawn, numbers(item("90-profit"), "reader")]}) > 10


def test_all_right_at_once_passes(behind: Lesson, capsys: Say) -> None:
    """With nothing to read again; the map has the best go."""
    checkpoint("90")
    assert 'checkpoint("90", answer_1, answer_2, answer_3) checks them' in capsys.readouterr().out
    checkpoint("90", *(right(item(id_), *labels()) for id_ in ASKED))
    said = capsys.readouterr().out
    assert said.count("✓") == 3
    assert "3 of 3 were right at once. You have passed, with nothing missed." in said
    assert standings(behind, store.read()) == [(3, ASKED, ())]
    assert ", 3 of 3" in "".join(chart(store.read()))
    assert "Checkpoint after lesson 90, 3 of 3" in row(store.read())


def test_the_first_answer_counts_and_what_was_missed_is_named(behind: Lesson, capsys: Say) -> None:
    """A right answer after a wrong one changes nothing; below the pass it says so."""
    checkpoint(90, 1, None, None)
    checkpoint(90, right(item("90-profit"), *labels()), None, None)
    assert "1 of 3 are answered, and 0 of them were right at once." in capsys.readouterr().out
    checkpoint(90, None, "A plus.", right(item("90-order"), *labels()))
    said = capsys.readouterr().out
    assert "1 of 3 were right at once. A pass is 2." in said
    assert said.count("Lesson 90: compute a profit.") == 2
    assert best(behind, store.read()) == ", 1 of 3"


def test_it_begins_anew_once_something_was_answered(behind: Lesson) -> None:
    """Asked for twice with no answer it is the same go; after an answer it is the next one."""
    checkpoint("90")
    checkpoint("90")
    assert checkpoints._begun["90"] == 0
    checkpoint("90", 1)
    checkpoint("90")
    assert checkpoints._begun["90"] == 1
    checkpoint("90", *(right(item(id_), *labels(1)) for id_ in ASKED))
    assert [len(one.known) for one in standings(behind, store.read())] == [0, 3]
    assert best(behind, store.read()) == ", 3 of 3"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """A notebook that keeps what it is shown."""
    kept: list[Any] = []
    for module in (questions, checkpoints):
        monkeypatch.setattr(module, "get_ipython", object)
    monkeypatch.setattr(questions, "display", kept.append)
    monkeypatch.setattr(checkpoints, "put_board", lambda name, draw: kept.append((name, draw)))
    yield kept
    for one in kept:
        if isinstance(one, Card):
            one.close()


def test_cards_have_no_hints_before_a_first_answer(behind: Lesson, shown: list[Any]) -> None:
    """Then they have them; the verdict is noted in the go and, for an item passed before, as missed today."""
    checkpoint("90")
    *cards, (name, draw) = shown
    assert [card.item.id for card in cards] == list(ASKED)
    assert name == "checkpoint 90"
    assert not any(card.view["helps"] for card in cards)
    card = cards[0]
    assert kind(card.item) == "number"
    card.press("check", answer="")
    assert not card.view["helps"]
    card.press("check", answer="1")
    assert card.view["helps"]
    card.press("check", answer=str(right(card.item, *labels())))
    assert card.view["passed"]
    kept = store.read()
    assert standings(behind, kept) == [(3, (), ("90-profit",))]
    assert kept["items"]["90-profit"]["missed"] == records.today()
    lines, html = draw(kept)
    assert lines[0] in html
    assert "href" not in html
    for other in cards[1:]:
        other.press("check", answer=right(other.item, *labels()))
    lines, html = draw(store.read())
    assert lines[1:] == ["Lesson 90: compute a profit."]
    assert html.count("<a href") == 1


def test_a_checkpoint_that_is_not_there_is_refused() -> None:
    """With the lessons that have one; more answers than questions too, and nothing is noted."""
    with pytest.raises(UnknownName):
        checkpoint("17")
    with pytest.raises(InvalidInput, match="4 answers for 3 questions"):
        checkpoint("90", 1, 2, 3, 4)
    assert store.read()["checkpoints"] == {}


def test_a_lesson_without_one_says_where_there_are(monkeypatch: pytest.MonkeyPatch, behind: Lesson) -> None:
    """By number."""
    monkeypatch.setattr(catalogue, "lessons", lambda: (behind, replace(LESSON, number="91")))
    with pytest.raises(InvalidInput, match=r"behind lesson 91; choose one of '90'"):
        checkpoint("91")


def test_whatever_a_file_holds_is_read(behind: Lesson) -> None:
    """What is no go counts as one without answers, and a part that is no list is set aside."""
    state, unread = records.raised({"schema": 2, "checkpoints": {"90": [3, {"90-profit": "yes"}], "91": "much"}})
    assert unread == ["checkpoints: 91"]
    assert standings(behind, state) == [(3, (), ()), (3, (), ())]


def test_resetting_a_lesson_forgets_its_checkpoint() -> None:
    """And resetting one item does not."""
    checkpoint("90", 1)
    reset("90-choice")
    assert store.read()["checkpoints"]
    reset("90")
    assert not store.read()["checkpoints"]
    assert not sessions.said
