"""The verdict ladder: every rung is reached, in order, and no rung tells the answer."""

import copy
import math
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from time import sleep
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given as drawn
from hypothesis import strategies as st

from marginlib.learn import trials
from marginlib.learn.answers import Told
from marginlib.learn.drawn import Given, expected, inputs, letter, numbers, sequence
from marginlib.learn.frames import noted
from marginlib.learn.items import Verdict, Wrong
from marginlib.learn.verdicts import verdict
from marginlib.learn.wording import sentence
from tests.learn.examples import backwards, item, profit, variant

PROFIT = item("90-profit")


def right(alias: str = "reader") -> float:
    """The profit of the learner with this alias."""
    return float(expected(PROFIT, numbers(PROFIT, alias), alias))


@pytest.mark.parametrize("nothing", [None, ..., "", " ", "...", "…", [], [None, ...], (None,), [""]])
def test_nothing_handed_in_reads_not_attempted(nothing: Any) -> None:
    """However a stub leaves it open."""
    assert str(verdict(PROFIT, nothing, "reader")) == "○ Nothing is handed in yet for 90-profit."


@pytest.mark.parametrize(
    "kind", [int, float, Decimal, Fraction, np.int64, np.float64, np.array, sympy.Integer, sympy.Float]
)
def test_a_right_answer_passes_as_any_kind_of_number(kind: Callable[[int], Any]) -> None:
    """The learner may compute with what is at hand."""
    assert str(verdict(PROFIT, kind(int(right())), "reader")) == "✓ Right. Losses carry a minus."


def test_a_sympy_expression_without_symbols_is_a_number() -> None:
    """It need not be evaluated first."""
    assert verdict(PROFIT, sympy.sqrt(int(right()) ** 2) * (1 if right() > 0 else -1), "reader").passed


class Raising:
    """An object whose every conversion fails."""

    def __float__(self) -> float:
        raise RuntimeError("no")

    def __repr__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("95.48", "without quotes"),
        (b"95", "without quotes"),
        (True, "yes-or-no"),
        (np.bool_(True), "yes-or-no"),
        (float("nan"), "NaN"),
        (Decimal("nan"), "NaN"),
        (Decimal("sNaN"), "type Decimal"),
        (np.nan, "NaN"),
        (sympy.nan, "NaN"),
        (float("inf"), "infinite"),
        (sympy.oo, "infinite"),
        (sympy.zoo, "type ComplexInfinity"),
        (10**400, "too large"),
        (1j, "complex"),
        (np.complex128(1), "complex"),
        ([1.0, 2.0], "collection (list)"),
        ((1,), "collection (tuple)"),
        ("12,5 %", "a point before the decimals"),
        ((12, 5), "a point before the decimals"),
        ({"a": 1}, "collection (dict)"),
        ({1}, "collection (set)"),
        (np.array([1.0]), "collection (ndarray)"),
        (pd.Series([1.0, 2.0]), "collection (Series)"),
        (sympy.Symbol("x") + 1, "symbol"),
        (profit, "a function"),
        (pd.NA, "type NAType"),
        (Raising(), "type Raising"),
        (object(), "type object"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_number_is_refused_in_words(answer: Any, words: str) -> None:
    """The refusal names what was found."""
    said = verdict(PROFIT, answer, "reader")
    assert said.sign == "!"
    assert words in said.text


def test_a_named_misconception_says_its_own_line() -> None:
    """It comes before anything that the ladder could find by itself."""
    given = numbers(PROFIT, "reader")
    said = verdict(PROFIT, given.size * given.price, "reader")
    assert (said.sign, said.cause) == ("✗", "value")
    assert "the value" in said.text
    named = variant(PROFIT, wrong={"sign": Wrong(lambda **_: -right(), "turning the sign")})
    assert verdict(named, -right(), "reader").cause == "sign"


@pytest.mark.parametrize(
    ("change", "cause", "words"),
    [
        (lambda value: -value, "sign", "the sign is not"),
        (lambda value: 100 * value, "unit", "hundred times too large. Was a percent meant"),
        (lambda value: value / 100, "unit", "hundred times too small. Was a percent meant"),
        (lambda value: 1000 * value, "unit", "a thousand times too large. It is wanted in USDT"),
        (lambda value: value / 1000, "unit", "a thousand times too small"),
        (lambda value: value / 10_000, "unit", "ten thousand times too small"),
        (lambda value: -100 * value, "unit", "and its sign is turned round"),
    ],
)
def test_a_unit_or_a_sign_is_almost_right(change: Callable[[float], float], cause: str, words: str) -> None:
    """And the learner hears which."""
    said = verdict(PROFIT, change(right()), "reader")
    assert (said.sign, said.cause) == ("≈", cause)
    assert words in said.text


@pytest.mark.parametrize(("answer", "sign"), [(33.3, "≈"), (33, "≈"), (33.33, "✓"), (33.4, "✗"), (30, "✗"), (0, "✗")])
def test_a_rounded_answer_is_almost_right(answer: float, sign: str) -> None:
    """Rounded or cut within five percent, and not within the tolerance."""
    third = variant(PROFIT, oracle=lambda **_: 100 / 3, wrong={"x": Wrong(7, "x")}, code="")
    assert verdict(third, answer, "reader").sign == sign


def test_an_answer_of_zero_has_no_unit_to_get_wrong() -> None:
    """Every multiple of zero is zero."""
    nothing = variant(PROFIT, oracle=lambda **_: 0, wrong={"x": Wrong(7, "x")})
    assert verdict(nothing, 0.0, "reader").passed
    assert verdict(nothing, 1.0, "reader").sign == "✗"


@drawn(st.text(min_size=1), st.floats(allow_nan=False, allow_infinity=False))
def test_only_the_right_number_passes(alias: str, answer: float) -> None:
    """For every alias and every number, passing means being within the tolerance."""
    value = float(expected(PROFIT, numbers(PROFIT, alias), alias))
    assert verdict(PROFIT, answer, alias).passed == (abs(answer - value) <= PROFIT.tolerance)
    assert verdict(PROFIT, value, alias).passed


@drawn(st.one_of(st.none(), st.text(), st.binary(), st.complex_numbers(), st.lists(st.floats()), st.decimals()))
def test_no_answer_whatsoever_raises(answer: Any) -> None:
    """For an item of any format."""
    for id_ in ("90-profit", "90-function", "90-choice", "90-order", "90-path", "90-design", "90-why"):
        said = verdict(item(id_), answer, "reader")
        assert said.sign in "○!≈✗✓"
        assert said.text


def test_a_function_is_tried_on_drawn_inputs_and_fixed_cases() -> None:
    """Eight draws, the learner's own numbers first, and the case of a short."""
    tried = inputs(item("90-function"), "reader")
    assert len(tried) == 9
    assert tried[0] == numbers(item("90-function"), "reader")
    assert tried[-1] == Given({"size": -1, "entry": 100, "price": 50})
    assert len(set(map(repr, tried))) > 5
    assert verdict(item("90-function"), profit, "reader").passed


def test_a_function_that_fails_hears_which_input_and_not_what_was_expected() -> None:
    """Right but for falling prices, which only the fixed case has."""
    said = verdict(item("90-function"), lambda size, entry, price: size * max(price - entry, 0), "reader")
    assert said.sign == "✗"
    assert "1 of 9 inputs fail and the first is size=-1, entry=100, price=50" in said.text
    assert said.text.count("50") == 1  # the price; the profit of the short, 50 as well, is not told


def test_a_function_that_raises_hears_what_and_where() -> None:
    """In one line instead of a traceback."""

    def broken(size: int, entry: int, price: int) -> float:
        return size / (entry - entry)

    said = verdict(item("90-function"), broken, "reader")
    assert said.sign == "!"
    assert said.text.startswith("Your code raised ZeroDivisionError: division by zero (for size=")


def test_a_function_that_never_ends_is_stopped_and_hears_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is for all inputs together; the first that hangs is named, and the loop does not run on."""
    monkeypatch.setattr(trials, "LIMIT", 0.2)
    turns = []

    def endless(size: int, entry: int, price: int) -> float:
        while (size, entry, price) == (-1, 100, 50):  # the last of nine inputs, so that none is named by chance
            turns.append(size)
        return 0.0

    said = verdict(item("90-function"), endless, "reader")
    assert said.sign == "!"
    assert said.text.startswith(
        "Your code gave no answer, because it did not finish within 0.2 seconds and was stopped"
    )
    assert "(for size=-1, entry=100, price=50)" in said.text
    before = len(turns)
    sleep(0.05)
    assert len(turns) == before


def test_a_function_that_ends_the_program_hears_that_it_may_not() -> None:
    """SystemExit and KeyboardInterrupt are no errors that a learner should meet as a dead kernel."""
    for end in (SystemExit, KeyboardInterrupt):

        def leaves(size: int, entry: int, price: int, end: type[BaseException] = end) -> float:
            raise end

        said = verdict(item("90-function"), leaves, "reader")
        assert said.sign == "!"
        assert f"it raised {end.__name__}; return instead (for size=" in said.text


def test_a_learner_who_stops_the_kernel_hears_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt reaches whoever waits for the function: the input that it hung on, in one line."""

    def interrupted(limit: float, call: Callable[..., Any]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trials, "within", interrupted)
    said = verdict(item("90-function"), profit, "reader")
    assert said.text.startswith("Your code was still running when it was stopped (for size=")


@pytest.mark.parametrize(
    ("function", "start"),
    [
        (lambda *_: None, "○ Your function for 90-function returns nothing yet."),
        (lambda *_: ..., "○ Your function for 90-function returns nothing yet."),
        (lambda size, entry, price: size if entry > 100 and price != 50 else None, "! Your function returned nothing"),
        (lambda *_: "12", "! For size="),
        (lambda: 1, "! Your code raised TypeError"),
        (3, "! A function is wanted"),
    ],
)
def test_a_function_that_cannot_be_used_hears_why(function: Any, start: str) -> None:
    """A stub is not attempted; a missing return and a wrong kind of value are told apart."""
    assert str(verdict(item("90-function"), function, "reader")).startswith(start)


def test_a_function_with_a_misconception_is_named() -> None:
    """Its values agree with the wrong turn on every input."""
    said = verdict(item("90-function"), lambda size, entry, price: abs(size) * (price - entry), "reader")
    assert said.cause == "unsigned"


def test_a_function_may_not_change_what_it_is_given() -> None:
    """Each call gets numbers of its own, so that a later call sees them unchanged."""
    lists = variant(
        item("90-function"),
        draw=lambda draw: {"sizes": [draw.integer(1, 9), 2]},
        oracle=lambda **given: sum(given["sizes"]),
        cases=(),
        wrong={"first": Wrong(lambda sizes: sizes[0], "taking the first")},
    )

    def emptying(sizes: list[int]) -> int:
        return sum(sizes.pop() for _ in range(len(sizes)))

    assert verdict(lists, emptying, "reader").passed


def test_a_function_may_take_some_of_the_numbers() -> None:
    """`arguments` names them in order."""
    some = variant(item("90-function"), arguments=("price", "entry"), oracle=lambda entry, price, **_: price / entry)
    assert verdict(some, lambda price, entry: price / entry, "reader").passed


def test_a_yes_or_no_function_answers_true_or_false() -> None:
    """A number is refused, and a strict comparison is named."""
    safe = item("90-safe")
    assert verdict(safe, lambda equity, need: np.bool_(equity >= need), "reader").passed
    assert verdict(safe, lambda equity, need: equity > need, "reader").cause == "strict"
    assert "True or False is wanted" in verdict(safe, lambda equity, need: equity - need, "reader").text


def test_a_bug_handed_back_unchanged_is_not_attempted() -> None:
    """The stub of a bug hunt is a function that works, wrongly."""
    assert verdict(item("90-bug"), backwards, "reader").sign == "○"
    assert verdict(item("90-bug"), profit, "reader").passed
    assert verdict(item("90-bug"), lambda size, *_: size, "reader").sign == "✗"


@pytest.mark.parametrize("shape", ["{}", " {}) ", "{}."])
@pytest.mark.parametrize("alias", ["reader", "ada", "benoit", "chandra"])
def test_a_choice_is_the_letter_that_this_learner_sees_or_its_text(shape: str, alias: str) -> None:
    """In any case; the key of the choice stays the same for everybody."""
    choice = item("90-choice")
    mark = shape.format(letter(choice, "B", alias))
    for answer in (mark, mark.lower(), "A minus.", "a minus"):
        assert verdict(choice, answer, alias).passed
    assert verdict(choice, letter(choice, "A", alias), alias).cause == "plus"


def test_letters_of_choices_are_drawn_evenly() -> None:
    """Over 600 learners the right choice stands under each of three letters for a third of them, within 5 sigma."""
    seen = Counter(letter(item("90-choice"), "B", f"learner-{count}") for count in range(600))
    assert set(seen) == set("ABC")
    assert max(abs(count - 200) for count in seen.values()) < 5 * math.sqrt(600 * 2 / 9)


@pytest.mark.parametrize("answer", ["D", "AB", "minus", 2, ["B"], True])
def test_what_is_no_choice_is_refused_with_the_letters(answer: Any) -> None:
    """So that the learner sees what there is to choose."""
    said = verdict(item("90-choice"), answer, "reader")
    assert said.sign == "!"
    assert "A, B, C" in said.text


def test_a_wrong_choice_is_named_where_it_has_a_name() -> None:
    """And is not yet right where it has none."""
    assert verdict(item("90-choice"), "A plus.", "reader").cause == "plus"
    assert verdict(item("90-choice"), "Nothing.", "reader") == Verdict("✗", "Not yet.")


@drawn(st.text(min_size=1))
def test_steps_are_never_shown_in_their_right_order(alias: str) -> None:
    """Otherwise there would be nothing to order."""
    right_order = sequence(item("90-order"), alias)
    assert sorted(right_order) == list("ABCD")
    assert right_order != "ABCD"


def test_an_order_is_a_list_or_a_text_of_letters() -> None:
    """However the letters are separated."""
    order, right_order = item("90-order"), sequence(item("90-order"), "reader")
    written = (right_order, ", ".join(right_order), " -> ".join(right_order), " ".join(right_order) + ".")
    for answer in (list(right_order), tuple(right_order.lower()), *written):
        assert verdict(order, answer, "reader").passed


def test_an_order_that_begins_well_hears_how_far() -> None:
    """And the named wrong order is named."""
    a, b, c, d = list(sequence(item("90-order"), "reader"))
    assert "up to place 2 of 4" in verdict(item("90-order"), [a, b, d, c], "reader").text
    assert verdict(item("90-order"), [d, c, b, a], "reader").text == "Not yet."
    assert verdict(item("90-order"), [a, c, b, d], "reader").cause == "early"


@pytest.mark.parametrize("answer", [["A"], "ABC", "ABCC", 5, {"A": 1}, [1, 2, 3, 4], {"A", "B", "C", "D"}])
def test_what_is_no_order_is_refused(answer: Any) -> None:
    """Each letter is wanted once, and a set has no order."""
    assert verdict(item("90-order"), answer, "reader").sign == "!"


def test_a_judged_answer_gets_the_judge_s_verdict() -> None:
    """Passing, failing, a misconception, and an answer that breaks the judge."""
    path = item("90-path")
    assert verdict(path, [100, 10, 100], "reader").passed
    assert str(verdict(path, [100, 10, 20], "reader")) == "✗ Not yet. Your path ends below the floor."
    assert verdict(path, [100.0, 90.0], "reader").cause == "never-down"
    assert verdict(path, 5, "reader").sign == "!"
    broken = variant(path, judge=lambda answer, **_: answer[9])
    assert "could not be judged, it raised IndexError" in verdict(broken, [1], "reader").text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([100, [10], 100], "A list of numbers is wanted, and at place 2 this is a collection (list)"),
        ([100, "10"], "at place 2 this is text: '10'"),
        ({100, 10}, "A list of numbers is wanted; this is {"),
        (pd.DataFrame({"price": [1.0]}), "at place 1 this is text: 'price'"),
    ],
    ids=["nested", "text", "set", "table"],
)
def test_a_list_that_is_no_list_of_numbers_hears_where(answer: Any, words: str) -> None:
    """So that the learner finds the place; a set has no order."""
    said = verdict(item("90-path"), answer, "reader")
    assert said.sign == "!"
    assert words in said.text


def test_a_refusal_stays_on_one_line() -> None:
    """Also for an answer that prints as a table."""
    assert "\n" not in verdict(item("90-choice"), pd.Series([1.0, 2.0]), "reader").text


@pytest.mark.parametrize("id_", ["90-profit", "90-path", "90-design", "90-why", "90-choice", "90-order"])
def test_the_numbers_themselves_are_no_answer(id_: str) -> None:
    """Handing in `g` is refused in words; it can be copied like any other mapping."""
    given = numbers(PROFIT, "reader")
    assert copy.deepcopy(given) == given == copy.copy(given)
    said = verdict(item(id_), given, "reader")
    assert said.sign == "!"
    assert "raised" not in said.text


def test_own_words_are_compared_by_the_learner() -> None:
    """No count of words passes; ticks do, and a wrong idea that has a name is asked about before."""
    why = item("90-why")
    for words in ("Because of the price.", "banana " * 12):
        assert verdict(why, words, "reader").cause == "unticked"
        assert not verdict(why, Told(words), "reader").passed
    assert verdict(why, "It is Only the  price that decides.", "reader").cause == "price-only"
    said = verdict(why, Told("It is only the price.", (1, 3)), "reader")
    assert said.passed
    assert "2 of 3 points" in said.text
    assert verdict(why, 12, "reader").sign == "!"


@pytest.mark.parametrize("ticks", [(0,), (4,), (True,), ("1",), (1.0,)])
def test_a_tick_is_the_number_of_a_point(ticks: Any) -> None:
    """Anything else is refused with what there is to tick."""
    assert verdict(item("90-why"), Told("Price and size.", ticks), "reader").sign == "!"


@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_almost_never_hides_a_wrong_idea_that_has_a_name(cut: int) -> None:
    """On 200 draws, for the answer of the wrong idea itself and rounded to some places, unless the right is nearer."""
    close = variant(
        PROFIT,
        draw=lambda draw: {"money": draw.integer(800, 999) / 7},
        prompt="{money}",
        solution="{answer}",
        oracle=lambda money: money,
        wrong={"left-out": Wrong(lambda money: money * 1.004, did="left out the fee", ask="Who pays it?")},
    )
    for count in range(200):
        alias = f"learner-{count}"
        right = numbers(close, alias).money
        idea = right * 1.004
        for value in (idea, round(idea, cut)):
            said = verdict(close, value, alias)
            nearer = abs(value - right) <= abs(value - idea)
            assert said.sign != "≈" or nearer, (right, value, said)


def test_a_direction_is_told_where_it_gives_nothing_away() -> None:
    """A tenth off and more, on the right side of zero; repeated tries cannot close in on the value."""
    far = variant(PROFIT, oracle=lambda **_: 1000 / 7, wrong={"x": Wrong(7, "x")})
    assert "too low" in verdict(far, 100, "reader").text
    assert "too high" in verdict(far, 200, "reader").text
    for value in (130, 155, -200, 0):
        assert verdict(far, value, "reader").text == "Not yet."


@pytest.mark.parametrize("slot", ["right", "found", "did"])
def test_no_opening_comes_twice_in_a_row(slot: str) -> None:
    """Each wrong turn begins in the way that this learner saw longest ago; three of them never begin alike."""
    texts = {"right": "in isolated mode", "found": "the bankruptcy price", "did": "left ETH out"}
    slots: dict[str, Any] = {slot: texts[slot], "ask": "What does it do?"}
    turned = variant(PROFIT, wrong={"turn": Wrong(lambda **_: 7.0, **slots)})
    seen: dict[str, list[int]] = {}
    said = []
    for _ in range(6):
        one = verdict(turned, 7.0, "reader", seen=seen)
        seen = noted(seen, one.opening)
        said.append(one.text)
    assert len(set(said[:3])) == 3
    assert said[:3] == said[3:]
    assert all(one == sentence(one) and one[-1] in ".?" for one in said)


def test_a_wrong_turn_speaks_with_the_learner_s_numbers() -> None:
    """Slots and the question are filled, the learner's own answer among them; whole texts stand as they are."""
    given = numbers(PROFIT, "reader")
    turns = {
        "found": Wrong(lambda size, price, **_: size * price, found="the value at {price}", ask="Why {size}?"),
        "said": Wrong(7.0, said=("You say {yours}. Is {entry} in it?",)),
    }
    worded_ = variant(PROFIT, wrong=turns)
    text = verdict(worded_, given.size * given.price, "reader", seen={"found": [1, 2]}).text
    assert text == f"{given.size * given.price:,} USDT is the value at {given.price}. Why {given.size}?"
    assert verdict(worded_, 7, "reader").text == f"You say 7 USDT. Is {given.entry} in it?"
