"""The measures of the voice: each finds what it is named for in words that were written to break it."""

from collections.abc import Sequence

import pytest

from marginlib.learn.items import Item, Wrong
from tests.course.rules import voice
from tests.learn import examples

SOUND = (
    "Ada buys ten coins because she thinks that the price will rise this week.",
    "When it falls instead, her venue asks for money, but she has none to give.",
    "So her long is closed, and what you see in the tank is all that she keeps.",
    "Bo is still there, because his long may draw on everything that he owns.",
    "If the price comes back, he earns with it until the week is over.",
    "Would you rather be in her place or in his, and why?",
    "Nobody knows before the end, since nobody knows how far a price can fall.",
    "His luck has a price, but you do not see it yet.",
    "Money that is lost together has a name, and you will meet it soon.",
)


def broken(*said: str) -> set[str]:
    """The measures that the sound sentences and these together do not keep, by the start of their names."""
    blocks = [[*SOUND], *([one] for one in said)]
    return {one.name.partition(" (")[0] for one in voice.measured(blocks) if not one.kept}


def test_prose_that_somebody_could_say_breaks_no_bound() -> None:
    """Nothing is complained about without a reason."""
    assert not broken()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (["She waits.", "He waits too."] * 2, "percent with six words or fewer"),
        (["You " + "wait and " * 13 + "wait because you must."] * 2, "percent over 25 words"),
        (["You " + "wait and " * 16 + "wait because you must."], "words in the longest"),
        (["You own one thing because you bought it: a long of ten coins."], "percent with a colon in the middle"),
        (["For you, because of leverage, a value of 90 million."], "percent without a verb"),
        (["The wall of the tank is as high as the tank."] * 20, "percent with a joining word"),
        (["The tank is full because the wall is high enough for it."] * 20, "percent with a person"),
        (["You have 1, 2, 3 and 4 coins because you bought them at the venue."], "percent with four numbers or more"),
        (["You have ten coins because you bought them at the venue."] * 3, "percent that begin with the same word"),
    ],
)
def test_each_bound_finds_what_it_is_named_for(said: Sequence[str], name: str) -> None:
    """A few planted sentences are enough."""
    assert name in broken(*said)


def test_three_short_sentences_in_a_row_are_a_drumbeat_and_a_list_is_not() -> None:
    """A run lies within one paragraph."""
    short = ["You own ten coins and no debt.", "She owns them too, but owes more.", "He waits because he can."]
    assert len(list(voice.drumbeats(short))) == 1
    assert not [run for one in short for run in voice.drumbeats([one])]


def test_a_sum_is_one_number_and_each_number_of_a_list_is_one() -> None:
    """What a learner follows as one step is not a heap."""
    assert voice.numbers("So he owns 400 - 72 + 11 = 339 USDT against 311.") == 2
    assert voice.numbers("You have 1, 2, 3 and 4 coins.") == 4


def test_sentences_come_without_tables_headings_code_and_links() -> None:
    """Only what is read as prose is measured."""
    source = "## A heading\n\nYou see [a pool](x.md#y). It holds `code` and $x$.\n\n| a | b |\n\n- You own\n- She owns"
    assert voice.sentences(source) == [["You see a pool.", "It holds X and X."], ["You own"], ["She owns"]]


@pytest.mark.parametrize(
    ("turn", "name"),
    [
        (Wrong("A", did="counted the short as a long"), "percent of wrong turns that end in a question"),
        (Wrong("A", said=("Taking the short for a long?",)), "wrong turns that begin with -ing"),
        (Wrong("A", did="took " + "it and " * 30, ask="Why?"), "words in the longest wrong turn"),
        (Wrong("A", said=("In a pool of ten coins?",)), "sentences of wrong turns without a verb"),
    ],
)
def test_what_is_said_about_wrong_turns_is_held(turn: Wrong, name: str) -> None:
    """By the measure that speaks of it."""
    assert name in {one.name for one in voice.turns([_item(turn)]) if not one.kept}


def test_hints_that_know_nobody_are_found_and_such_with_a_person_pass() -> None:
    """At least half of them speak of somebody."""
    name = "percent of hints with a person"
    bare, kind = ("Take the price.", "Take the size.", "Multiply both."), ("Do you own it?", "Who owns it?", "Take it.")
    assert name in {one.name for one in voice.ways([_item(hints=bare)]) if not one.kept}
    assert name not in {one.name for one in voice.ways([_item(hints=kind)]) if not one.kept}


def _item(turn: Wrong | None = None, hints: tuple[str, ...] = ()) -> Item:
    good = next(item for item in examples.LESSON.items if item.id == "90-choice")
    return examples.variant(good, wrong={"a": turn} if turn else good.wrong, hints=hints or good.hints)
