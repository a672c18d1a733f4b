"""given, check, hint, solution, enrol, reset and claim, as a notebook calls them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from marginlib.errors import InvalidInput, MarginError, UnknownName
from marginlib.learn import (
    catalogue,
    check,
    claim,
    enrol,
    given,
    hint,
    records,
    reset,
    solution,
    store,
)
from marginlib.learn.drawn import expected, numbers
from marginlib.learn.items import FORMATS, Lesson, Wrong
from marginlib.learn.wording import fill
from tests.learn.examples import LESSON, item, variant

Say = pytest.CaptureFixture[str]


def test_given_shows_the_prompt_and_returns_its_numbers(capsys: Say) -> None:
    """What is read is what is handed to the code."""
    g = given("90-profit")
    out = capsys.readouterr().out
    assert f"You hold {g.size} BTC from {g.entry} USDT; the price is {g.price} USDT." in out
    assert "Wanted: a number in USDT, to within 0.01." in out
    assert f"g holds size={g.size}, entry={g.entry}, price={g.price}." in out


@pytest.mark.parametrize(
    ("id_", "wanted"),
    [
        ("90-profit", "a number in USDT, to within 0.01"),
        ("90-choice", "one of the letters A, B, C, in quotes"),
        ("90-order", "the letters A to D in the right order, as a list or one text in quotes"),
        ("90-function", "a function of (size, entry, price) that returns a number without a unit, to within 0.01"),
        ("90-safe", "a function of (equity, need) that returns True or False"),
        ("90-path", "a list of prices. The engine judges it"),
        ("90-design", "a number of BTC. The engine judges it"),
        ("90-why", "a few sentences of your own, in quotes"),
    ],
)
def test_given_says_what_is_to_be_handed_in(id_: str, wanted: str, capsys: Say) -> None:
    """In the terms of the task, for every kind of answer."""
    given(id_)
    assert f"Wanted: {wanted}.\n" in capsys.readouterr().out


def test_numbers_are_named_where_they_are_part_of_the_answer(capsys: Say) -> None:
    """Not where there are none, and not for a function, which is tried on many."""
    for id_ in ("90-choice", "90-function"):
        given(id_)
        assert "g holds" not in capsys.readouterr().out


def test_a_signed_number_reads_in_words() -> None:
    """As a side and an amount; every other format is Python's own."""
    text = "{one:side} {one:units}, {two:side} {two:units}, {three:,}, {answer}"
    assert fill(text, {"one": 3, "two": -2.5, "three": 4000}, 1.5) == "long 3, short 2.5, 4,000, 1.5"


def test_given_shows_choices_and_shuffled_steps(capsys: Say) -> None:
    """Each behind its letter."""
    given("90-choice")
    lines = capsys.readouterr().out.splitlines()[1:4]
    assert [line[:5] for line in lines] == ["  A  ", "  B  ", "  C  "]
    assert sorted(line[5:] for line in lines) == sorted(item("90-choice").choices)
    given("90-order")
    lines = capsys.readouterr().out.splitlines()[1:5]
    assert [line[:5] for line in lines] == ["  A  ", "  B  ", "  C  ", "  D  "]
    assert sorted(line[5:] for line in lines) == sorted(item("90-order").steps)


def test_checking_twice_counts_twice_and_a_pass_stays(capsys: Say) -> None:
    """A check in a loop is fine, and an empty answer is no attempt."""
    for answer in (None, "A plus.", "A minus.", "A plus."):
        check("90-choice", answer)
    assert [line[0] for line in capsys.readouterr().out.splitlines()] == ["○", "✗", "✓", "✗"]
    kept = store.read()["items"]["90-choice"]
    assert (kept["attempts"], kept["passed"], kept["hints"], kept["solution"]) == (3, True, 0, False)
    assert kept["causes"] == {"plus": 2}
    assert kept["last"] == "B"  # the key of the choice that passed, whatever its letter was
    assert kept["first"] == kept["passed_at"] == records.now()


def test_a_model_answer_is_folded_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the HTML, once the learner has written, and never in the text; the points stand in both."""
    from marginlib.learn import display

    shown: list[Any] = []
    monkeypatch.setattr(display, "get_ipython", object)
    monkeypatch.setattr(display, "display", shown.append)
    check("90-why")
    check("90-why", "banana " * 12)
    check("90-why", "Price times size.", ticks=(1, 2))
    nothing, told, done = (message._repr_mimebundle_() for message in shown)
    assert "<details>" not in nothing["text/html"]
    for written in (told, done):
        assert "<details><summary>Model answer</summary>Because the price" in written["text/html"]
        assert "Because" not in written["text/plain"]
    assert "\n  2  It names the size.\n" in told["text/plain"]
    assert told["text/plain"].startswith("≈")
    assert "You found 2 of 3 points" in done["text/plain"]
    assert store.read()["items"]["90-why"]["ticks"] == [1, 2]


def test_claims_stand_in_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Line under line without a gap, each with its sign and colour; a verdict keeps its distance."""
    from marginlib.learn import display

    shown: list[Any] = []
    monkeypatch.setattr(display, "get_ipython", object)
    monkeypatch.setattr(display, "display", shown.append)
    claim(1, "1", "USDT")
    check("90-choice", "A minus.")
    (line, verdict) = (message._repr_mimebundle_() for message in shown)
    assert line["text/plain"] == "✓ 1 USDT"
    assert "margin: 0;" in line["text/html"]
    assert display.COLOURS["✓"] in line["text/html"]
    assert "margin: 2px 0" in verdict["text/html"]


def test_hints_rise_and_the_last_one_stays(capsys: Say) -> None:
    """They are counted, and the solution is pointed to at the end."""
    for _ in range(4):
        hint("90-profit")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Hint 1 of 3: Look at the signs."
    assert [line for line in lines if line.startswith("Hint")][2:] == ["Hint 3 of 3: Then add what was posted."] * 2
    assert lines.count('That was the last hint. solution("90-profit") shows the way.') == 2
    assert store.read()["items"]["90-profit"]["hints"] == 3


def test_a_solution_has_the_answer_with_the_learner_s_numbers(capsys: Say) -> None:
    """For numbers, letters, orders and code."""
    answer = expected(item("90-profit"), numbers(item("90-profit"), "reader"), "reader")
    solution("90-profit")
    assert f"= {answer:,} USDT" in capsys.readouterr().out
    solution("90-choice")
    assert 'The answer is "A minus".' in capsys.readouterr().out
    solution("90-order")
    assert "The order is " in capsys.readouterr().out
    solution("90-function")
    said = capsys.readouterr().out
    assert said.startswith("Size times the move")
    assert "return size * (price - entry)" in said
    assert store.read()["items"]["90-order"]["solution"] is True


def test_an_alias_draws_other_numbers_and_is_kept(capsys: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the file, unless the environment names one."""
    before = given("90-profit")
    enrol(" Ada  Lovelace ")
    assert "'Ada Lovelace'" in capsys.readouterr().out
    mine = given("90-profit")
    assert mine != before
    monkeypatch.setenv("BULKHEADS_ALIAS", "grace")
    assert given("90-profit") not in (mine, before)
    monkeypatch.delenv("BULKHEADS_ALIAS")
    enrol("")
    assert given("90-profit") == before


def test_reset_forgets_an_item_a_lesson_or_everything() -> None:
    """And nothing else; the alias stays."""
    enrol("ada")
    for id_, answer in (("90-choice", "A minus."), ("90-why", "short"), ("everyday-fee", 1)):
        check(id_, answer)
    with pytest.raises(UnknownName):
        reset("90-chance")
    reset("90-choice")
    assert set(store.read()["items"]) == {"90-why", "everyday-fee"}
    reset("90")
    assert set(store.read()["items"]) == {"everyday-fee"}
    reset("all")
    assert store.read() == {**records.empty(), "alias": "ada", "openings": store.read()["openings"]}


@pytest.mark.parametrize(
    ("computed", "printed"),
    [
        (95.4773, "95.48"),
        (Decimal("95.4773"), "95.48"),
        (Fraction(1, 3), "0.333"),
        (1250.5, "1,250.50"),
        (-3.2, "−3.2"),
        (0.004, "0.4 %"),
        (0.125, "12%"),
        (0.135, "14 %"),
        (2.5, "2"),
        (2.5, "3"),
        (1.005, "1.01"),
        (1.005, "1.00"),
        (12, "12"),
    ],
)
def test_a_claim_holds_at_its_printed_precision(computed: Any, printed: str, capsys: Say) -> None:
    """Halves go up or to even; a percent is a fraction."""
    claim(computed, printed, "USDT")
    assert capsys.readouterr().out == f"✓ {printed} USDT\n"


@drawn(st.decimals(-(10**6), 10**6, places=6), st.integers(0, 4))
def test_a_claim_holds_for_what_rounding_prints_and_not_one_digit_away(value: Decimal, places: int) -> None:
    """For any number and any number of places."""
    printed = f"{value:,.{places}f}"
    claim(value, printed)
    off = Decimal(printed.replace(",", "")) + 2 * Decimal(1).scaleb(-places)
    with pytest.raises(MarginError, match="change the prose"):
        claim(value, f"{off:,}")


@pytest.mark.parametrize(
    ("computed", "printed", "error"),
    [
        (95.4773, "95.47", "the prose says 95.47, the code computes 95.4773"),
        (0.4, "0.4 %", "the prose says"),
        (float("nan"), "1", "NaN"),
        ("1", "1", "without quotes"),
        (1, "one", "not a number as printed"),
        (1, "nan", "not a number as printed"),
        (Decimal("nan"), "1", "not a finite number"),
    ],
)
def test_a_claim_that_does_not_hold_is_an_error(computed: Any, printed: str, error: str) -> None:
    """So that prose and code cannot drift apart."""
    with pytest.raises(MarginError, match=error):
        claim(computed, printed)


def bad_bank(*items: Any, objectives: dict[str, str] | None = None) -> list[Lesson]:
    """A bank of one lesson."""
    return [Lesson("90", "?", objectives or {"profit": "compute"}, items)]


@pytest.mark.parametrize(
    ("bank", "error"),
    [
        (bad_bank(item("90-profit"), item("90-profit")), "exists 2 times"),
        (bad_bank(variant(item("90-profit"), id="91-profit")), "begin its id with that"),
        (bad_bank(item("90-path")), "no objective 'path'"),
        (bad_bank(item("90-profit"), objectives={"profit": "x", "loss": "y"}), "no item for the objectives"),
    ],
)
def test_a_bank_that_does_not_hold_together_is_refused(bank: list[Lesson], error: str) -> None:
    """Ids, lessons and objectives."""
    with pytest.raises(InvalidInput, match=error):
        catalogue.hold(bank)


def test_the_bank_of_the_course_holds_together() -> None:
    """As it is read when the first item is asked for; the example bank has every format."""
    from marginlib.course.everyday import lesson as first

    catalogue.hold([first.LESSON, LESSON])
    assert {one.format for one in LESSON.items} == set(FORMATS)


@pytest.mark.parametrize(
    ("id_", "changes", "error"),
    [
        ("90-profit", {"format": "riddle"}, "format 'riddle'"),
        ("90-profit", {"hints": ("one", "two")}, "three hints"),
        ("90-profit", {"solution": ""}, "a solution"),
        ("90-profit", {"wrong": {}}, "one wrong turn"),
        ("90-profit", {"tolerance": 0}, "tolerance"),
        ("90-profit", {"oracle": None}, "an oracle"),
        ("90-choice", {"choices": ("one",)}, "two choices"),
        ("90-order", {"steps": ("one", "two")}, "three steps"),
        ("90-path", {"judge": None}, "a judge"),
        ("90-path", {"hand_in": ""}, "what is to be handed in"),
        ("90-function", {"code": ""}, "code that sets"),
    ],
)
def test_an_item_that_lacks_something_is_refused_at_once(id_: str, changes: dict[str, Any], error: str) -> None:
    """With its id and what is missing."""
    with pytest.raises(InvalidInput, match=f"item '{id_}': .*{error}"):
        variant(item(id_), **changes)


def test_a_wrong_turn_is_a_function_or_a_constant() -> None:
    """Of the drawn numbers."""
    assert Wrong("A", "x").answer_for({"size": 2}) == "A"
    assert Wrong(lambda size: size + 1, "x").answer_for({"size": 2}) == 3
