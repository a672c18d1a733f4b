"""A prediction is locked in once, revealed once it is there, and given back as calibration."""

from typing import Any

import pytest

from marginlib.errors import InvalidInput, UnknownName
from marginlib.learn import calibration, catalogue, predict, records, reset, reveal, store
from marginlib.learn.confidence import report
from marginlib.learn.drawn import letter
from tests.learn.examples import item, variant

Say = pytest.CaptureFixture[str]


def said(capsys: Say) -> str:
    """What was said since the last time."""
    return capsys.readouterr().out


def test_a_prediction_is_locked_in_with_its_confidence(capsys: Say) -> None:
    """One line says what counts."""
    predict("90-hook", letter(item("90-hook"), "B", "reader").lower(), confidence=70)
    assert said(capsys) == 'Locked in: "It loses", and you thought it likely. Now run the reveal.\n'
    locked_in = {"choice": "B", "confidence": 70, "hit": None, "alias": "reader", "at": records.now()}
    assert store.read()["predictions"] == {"90-hook": locked_in}


def test_a_choice_that_is_a_sentence_is_told_without_its_full_stop(
    capsys: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside another sentence it would end that one."""
    told = variant(item("90-hook"), choices=("It gains.", "It loses."))
    monkeypatch.setattr(catalogue, "item", lambda _: told)
    predict("90-hook", "It loses", confidence=70)
    assert said(capsys) == 'Locked in: "It loses", and you thought it likely. Now run the reveal.\n'


def test_the_first_prediction_counts_until_it_is_reset(capsys: Say) -> None:
    """A second one changes nothing and says so."""
    predict("90-hook", "it gains", confidence=90)
    predict("90-hook", "it loses")
    assert 'Your first prediction counts: "It gains", and you were sure. reset("90-hook")' in said(capsys)
    predict("90-hook")
    assert 'Your first prediction counts: "It gains"' in said(capsys)
    reset("90-hook")
    predict("90-hook", "it loses")
    assert 'Locked in: "It loses"' in said(capsys)


@pytest.mark.parametrize(
    ("answer", "confidence", "words"),
    [("Z", 50, "letters A, B, C"), (2, 50, "letters A, B, C"), ("B", 101, "0 to 100"), ("B", "sure", "without quotes")],
)
def test_what_cannot_be_locked_in_is_refused(answer: Any, confidence: Any, words: str) -> None:
    """And nothing is recorded."""
    with pytest.raises(InvalidInput, match=words):
        predict("90-hook", answer, confidence=confidence)
    assert not store.read()["predictions"]


def test_only_items_with_one_answer_can_be_predicted() -> None:
    """A function is checked; an unknown id comes with its neighbours."""
    with pytest.raises(InvalidInput, match="check instead of predict"):
        predict("90-function")
    with pytest.raises(UnknownName, match="did you mean '90-hook'"):
        predict("90-hok")


@pytest.mark.usefixtures("learner")
def test_a_reveal_asks_for_a_prediction_first(capsys: Say) -> None:
    """And tells nothing."""
    reveal("90-hook")
    out = said(capsys)
    assert 'predict("90-hook")' in out
    assert "loses" not in out
    assert store.read() == records.empty()


@pytest.mark.usefixtures("learner")
def test_a_reveal_says_what_was_expected_what_happens_and_which_idea_tells(capsys: Say) -> None:
    """A miss is told from its misconception, and is not scolded."""
    predict("90-hook", "it gains", confidence=80)
    said(capsys)
    reveal("90-hook")
    told = said(capsys)
    for part in (
        '"It gains"',
        "80 % sure",
        '"It loses"',
        "A long of 4 BTC loses.",
        "The sign of the size is the direction.",
    ):
        assert part in told
    assert len(told.split()) <= 75
    assert store.read()["predictions"]["90-hook"]["hit"] is False


@pytest.mark.usefixtures("learner")
def test_a_hit_is_told_and_kept(capsys: Say) -> None:
    """For a number, within the tolerance."""
    predict("90-amount", 70, confidence=55)
    reveal("90-amount")
    assert "You said 70 USDT, and you were 55 % sure." in said(capsys)
    assert store.read()["predictions"]["90-amount"]["hit"] is True


@pytest.mark.usefixtures("learner")
def test_a_skip_is_shown_and_recorded_and_no_prediction_counts_after_it(capsys: Say) -> None:
    """It would be memory."""
    reveal("90-hook", skip=True)
    assert said(capsys).startswith('It is "It loses".')
    assert "90-hook" in store.read()["skips"]
    predict("90-hook", "it loses", confidence=100)
    assert "would be memory" in said(capsys)
    assert not store.read()["predictions"]
    reveal("90-hook")
    assert "It loses" in said(capsys)


def test_a_test_that_is_looking_skips(capsys: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started by pytest, or told by the environment."""
    reveal("90-hook")
    assert "It loses" in said(capsys)
    reset("all")
    monkeypatch.delenv("PYTEST_VERSION")
    reveal("90-hook")
    assert "It loses" not in said(capsys)
    monkeypatch.setenv("BULKHEADS_SKIP", "1")
    reveal("90-hook")
    assert "It loses" in said(capsys)


def test_calibration_counts_what_was_revealed_only(capsys: Say) -> None:
    """A prediction that was locked in and not revealed says nothing yet."""
    predict("90-hook", "it gains", confidence=80)
    said(capsys)
    calibration()
    assert "No prediction has been revealed" in said(capsys)
    reveal("90-hook")
    said(capsys)
    calibration()
    assert said(capsys).startswith("1 prediction revealed: on average you were 80 % sure, and 0 % came true.")


def test_calibration_is_modest_about_few_predictions() -> None:
    """Seven say nothing, eight something."""
    assert "too few" in report([(100, False)] * 7)[-1]
    assert "too few" not in report([(100, False)] * 8)[-1]


@pytest.mark.parametrize(
    ("settled", "verdict"),
    [
        ([(90, True)] * 2 + [(90, False)] * 8, "surer than right"),
        ([(30, True)] * 9 + [(30, False)], "right more often than you trust"),
        ([(70, True)] * 6 + [(70, False)] * 4, "agree as well as this many predictions can tell"),
    ],
)
def test_calibration_names_a_habit_where_there_is_one(settled: list[tuple[float, bool]], verdict: str) -> None:
    """Beyond two standard errors."""
    assert verdict in report(settled)[-1]


def test_every_prediction_stands_in_one_band() -> None:
    """Whatever its confidence."""
    lines = report([(confidence, True) for confidence in (0, 59, 59.5, 60, 79, 79.9, 80, 100)])
    assert [line.split(": ")[1] for line in lines if "% sure:" in line] == [
        "3 of 3 came true",
        "3 of 3 came true",
        "2 of 2 came true",
    ]
