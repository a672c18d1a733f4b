"""What beginners answer, and the wrong idea that a card names: a list for each lesson in `mistakes/NN.toml`.

A `[[mistake]]` has

* `item`: the id;
* `numbers`: the drawn numbers for which the answer was given, all of them, where the item draws any;
* `answer`: a number as it was typed, sums and units included ("8*40/20"), the key of a choice, a list of the steps of
  an order in the sequence given (0 is the first of the right order), a list or table of a path or plan, own words, or
  a function as the text of a lambda;
* `cause`: the name of the wrong turn, or "" where the course has none for it.
"""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from marginlib.learn import catalogue, typed
from marginlib.learn.drawn import letter, numbers, sequence
from marginlib.learn.items import Item, Verdict
from marginlib.learn.verdicts import verdict

FILES = sorted((Path(__file__).parent / "mistakes").glob("*.toml"))
LEAST, NAMED = 20, 0.9
ALIASES = ("reader", "ada", "benoit")

Mistake = dict[str, Any]


def mistakes(path: Path) -> list[Mistake]:
    """The mistakes of one lesson."""
    listed: list[Mistake] = tomllib.loads(path.read_text(encoding="utf-8"))["mistake"]
    return listed


def told(mistake: Mistake, alias: str) -> Verdict:
    """What the learner with this alias, who was asked with these numbers, is told."""
    item = replace(catalogue.item(mistake["item"]), draw=lambda _: mistake.get("numbers", {}))
    return verdict(item, _handed_in(item, mistake["answer"], alias), alias)


def _handed_in(item: Item, answer: Any, alias: str) -> Any:
    """The answer as this learner gives it: a number from its text, a choice and an order by letters."""
    if item.expects == "number":
        return typed.read(answer, item.unit)
    if item.expects == "letter":
        return letter(item, answer, alias)
    if item.expects == "order":
        letters = sequence(item, alias)
        return [letters[step] for step in answer]
    return eval(answer) if item.expects == "function" else answer  # noqa: S307 - our own lines


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nine_of_ten_mistakes_of_a_lesson_have_a_name(path: Path) -> None:
    """There are at least twenty, no two alike, each of an item of the lesson and with all of the numbers it draws."""
    listed = mistakes(path)
    assert len(listed) >= LEAST
    assert sum(one["cause"] != "" for one in listed) >= NAMED * len(listed)
    assert len({repr((one["item"], one.get("numbers"), one["answer"])) for one in listed}) == len(listed)
    for one in listed:
        item = catalogue.item(one["item"])
        assert item in catalogue.lesson(path.stem).items, one
        assert set(one.get("numbers", {})) == set(numbers(item, "reader")), one


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_beginner_is_told_which_idea_it_was(path: Path) -> None:
    """The verdict names the cause that the list names, whoever is asked; what has no name is still not right."""
    faults = []
    for mistake in mistakes(path):
        for alias in ALIASES:
            said = told(mistake, alias)
            if said.passed or _named(mistake, said) != mistake["cause"]:
                faults.append(f"{mistake['item']} {mistake['answer']!r}: {said.cause or 'no cause'}, {said}")
    assert not faults, "\n".join(faults)


def _named(mistake: Mistake, said: Verdict) -> str:
    return said.cause if said.cause in catalogue.item(mistake["item"]).wrong else ""
