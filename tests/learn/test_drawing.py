"""Numbers are the same on every machine for one learner, and others for another."""

from collections import Counter

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from marginlib.errors import InvalidInput
from marginlib.learn.draw import Draw
from marginlib.learn.drawn import Given, numbers
from marginlib.learn.wording import fill, worded
from tests.learn.examples import item


def test_draws_are_the_same_for_ever() -> None:
    """These values were written down once; a change of them would change every learner's numbers."""
    draw = Draw("reader", "02-example")
    assert [draw.integer(1, 1000), draw.decimal(0, 1, 3), draw.sign(), draw.choice("abcdef")] == FROZEN
    assert Draw("reader", "02-example").shuffled("abcdef") == list(FROZEN_ORDER)


FROZEN = [463, 0.714, -1, "f"]
FROZEN_ORDER = "cedfab"


@drawn(st.text(), st.integers(-50, 50), st.integers(0, 50), st.integers(1, 7))
def test_an_integer_is_one_of_the_steps(label: str, low: int, span: int, step: int) -> None:
    """Both ends included."""
    assert Draw(label).integer(low, low + span, step) in range(low, low + span + 1, step)


def test_both_ends_and_every_option_are_drawn() -> None:
    """About as often as each other."""
    draw = Draw("many")
    counts = Counter(draw.integer(1, 4) for _ in range(4000))
    assert sorted(counts) == [1, 2, 3, 4]
    assert min(counts.values()) > 900
    assert {draw.sign() for _ in range(50)} == {1, -1}
    assert {draw.decimal(0.1, 0.3, 1) for _ in range(100)} == {0.1, 0.2, 0.3}


@drawn(st.text(), st.lists(st.integers(), min_size=2, unique=True))
def test_shuffling_keeps_everything_and_moves_something(label: str, options: list[int]) -> None:
    """The original is left as it was."""
    before = list(options)
    shuffled = Draw(label).shuffled(options)
    assert sorted(shuffled) == sorted(options)
    assert shuffled != options
    assert options == before


def test_other_aliases_items_and_labels_draw_other_numbers() -> None:
    """Thirty learners hardly share a set of numbers."""
    profit = item("90-profit")
    assert len({repr(numbers(profit, f"learner {count}")) for count in range(30)}) > 25
    assert numbers(profit, "ada") != numbers(profit, "ada", "recall")
    assert numbers(profit, "ada") != numbers(item("90-function"), "ada")


def test_given_numbers_cannot_be_changed_and_name_what_there_is() -> None:
    """A notebook cannot move its own goalposts by accident."""
    given = Given({"entry": 100})
    with pytest.raises(AttributeError, match="this item gives entry, but no 'exit'"):
        _ = given.exit
    with pytest.raises(AttributeError):
        given.entry = 1  # type: ignore[attr-defined]
    with pytest.raises(InvalidInput, match="values"):
        Given({"values": 1})
    with pytest.raises(TypeError):
        given["entry"] = 1


@pytest.mark.parametrize(
    ("answer", "words"), [(2, "2"), (2.0, "2"), (1234.5, "1,234.5"), (0.1 + 0.2, "0.3"), ("B", "B"), (None, "None")]
)
def test_an_answer_is_written_as_a_person_would(answer: object, words: str) -> None:
    """Without digits that nobody needs."""
    assert worded(answer) == words
    assert fill("{answer} of {all:,}", {"all": 1000}, answer) == f"{words} of 1,000"
