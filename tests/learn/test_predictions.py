"""A prediction is locked in once, revealed once it is there, and given back as calibration."""

from collections.abc import Callable
from typing import Any

import pytest

from marginlib.errors import InvalidInput, UnknownName
from marginlib.learn import calibration, catalogue, predict, records, reset, reveal, store
from marginlib.learn.confidence import report
from marginlib.learn.drawn import letter
from marginlib.learn.form import PredictionForm
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


def press(form: PredictionForm) -> None:
    """Press the button as the front end does, letting exceptions through."""
    for handler in form.button._click_handlers.callbacks:
        handler(form.button)


@pytest.fixture
def locked() -> list[tuple[Any, float]]:
    """What a form locked in."""
    return []


@pytest.fixture
def lock_in(locked: list[tuple[Any, float]]) -> Callable[[Any, float], str]:
    """A place for a form to lock in."""

    def keep(answer: Any, confidence: float) -> str:
        locked.append((answer, confidence))
        return "Locked in: <b>"

    return keep


def test_a_form_locks_in_once_and_says_what(
    lock_in: Callable[[Any, float], str], locked: list[tuple[Any, float]]
) -> None:
    """Its controls are labelled, and closed afterwards."""
    form = PredictionForm("What happens?", ["A  it gains", "B  it loses"], "", lock_in)
    assert all(control.description for control in (form.answer, form.confidence, form.button))
    press(form)
    assert "An answer is needed" in form.status.value
    assert not locked
    form.answer.value = "B"
    form.confidence.value = 75
    press(form)
    assert locked == [("B", 75)]
    assert form.status.value.endswith(">Locked in: &lt;b&gt;</div>")
    assert form.button.disabled
    assert form.answer.disabled


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,250.5", 1250.5),
        (" -3 % ", -3.0),
        ("", None),
        ("many", None),
        ("nan", None),
        ("12,5", None),
        (".", None),
        (".5", 0.5),
        ("5.", 5.0),
        ("−2", -2.0),
    ],
)
def test_a_form_reads_a_typed_number(
    typed: str, number: float | None, lock_in: Callable[[Any, float], str], locked: list[tuple[Any, float]]
) -> None:
    """With separators and percent sign; anything else asks again."""
    form = PredictionForm("How much?", [], "USDT", lock_in)
    form.answer.value = typed
    press(form)
    assert locked == ([] if number is None else [(number, 50)])


def test_a_form_shows_what_goes_wrong_and_lets_it_through() -> None:
    """The error boundary stands around the button."""

    def broken(answer: Any, confidence: float) -> str:
        raise RuntimeError("no <disk>")

    form = PredictionForm("How much?", [], "USDT", broken)
    form.answer.value = "1"
    with pytest.raises(RuntimeError):
        press(form)
    assert 'role="alert"' in form.alert.value
    assert "no &lt;disk&gt;" in form.alert.value
    assert not form.button.disabled


def test_a_form_is_as_large_as_the_text_around_it(lock_in: Callable[[Any, float], str]) -> None:
    """14 pixels, also for choices, labels and the button, which have 13 otherwise; long choices break into lines."""
    form = PredictionForm("What?", ["A  up"], "", lock_in)
    assert "bulkheads-form" in form._dom_classes
    assert ".bulkheads-form { --jp-widgets-font-size: 14px }" in form.children[0].value
    assert ".widget-radio-box label { display: flex; height: auto;" in form.children[0].value


def test_a_form_reads_as_text_where_there_are_no_widgets(lock_in: Callable[[Any, float], str]) -> None:
    """The same on every machine."""
    form = PredictionForm("What happens?", ["A  it gains", "B  it loses"], "", lock_in)
    assert form._repr_mimebundle_()["text/plain"].splitlines() == [
        "What happens?",
        "  A  it gains",
        "  B  it loses",
        "(A form to lock in your prediction stands here.)",
    ]


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
