"""The rules of items let a good item of every format pass and catch a planted fault."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from marginlib.learn.items import Item, Verdict, Wrong
from tests.course.rules import items
from tests.learn import examples

Rule = Callable[[Item], Iterator[str]]


@pytest.mark.parametrize("rule", items.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("item", examples.LESSON.items, ids=lambda item: item.id)
def test_a_good_item_of_every_format_passes(item: Item, rule: Rule) -> None:
    """Nothing is complained about without a reason."""
    assert not list(rule(item))


FAULTS: list[tuple[str, Rule, str, dict[str, Any]]] = [
    ("a solution that is wrong", items.passes, "90-profit", {"code": "answer = g.size"}),
    ("a function that is wrong", items.passes, "90-function", {"code": "answer = lambda *numbers: 1"}),
    (
        "a misconception that gives the right answer",
        items.told_apart,
        "90-profit",
        {"wrong": {"none": Wrong(examples.profit, "nothing")}},
    ),
    (
        "two misconceptions that give the same answer for some learners",
        items.told_apart,
        "90-profit",
        {"wrong": {"a": Wrong(lambda size, **_: size, "a"), "b": Wrong(lambda size, **_: abs(size), "b")}},
    ),
    (
        "a misconception that the judge does not know",
        items.told_apart,
        "90-path",
        {"wrong": {"other": Wrong([1.0, 2.0], "another")}},
    ),
    ("a misconception of nobody's order", items.told_apart, "90-order", {"wrong": {"x": Wrong((0, 1, 2, 3), "x")}}),
    (
        "a judge that passes anything",
        items.handled,
        "90-path",
        {"judge": lambda *_, **__: Verdict("✓", "")},
    ),
    (
        "a hint with the number",
        items.hints_keep_the_answer,
        "everyday-fee",
        {"hints": ("one", "two", "It is near 2.0, or {sale} x {percent} / 100 = 2.00")},
    ),
    (
        "a hint with the letter",
        items.hints_keep_the_answer,
        "90-choice",
        {"hints": ("one", "two", "The answer is B.")},
    ),
    ("a hint with the choice", items.hints_keep_the_answer, "90-choice", {"hints": ("1", "2", "It is a minus.")}),
    (
        "a hint with the code",
        items.hints_keep_the_answer,
        "90-function",
        {"hints": ("one", "two", "return size * (price - entry)")},
    ),
    ("a wide tolerance", items.tolerance, "90-profit", {"tolerance": 10.0}),
    ("a prompt that cannot be filled", items.texts, "90-profit", {"prompt": "You hold {amount}."}),
    ("a contraction", items.texts, "90-profit", {"prompt": "It's {size}."}),
    ("a word that dismisses", items.texts, "90-profit", {"note": "this is easy."}),
    (
        "the same numbers for everybody",
        items.texts,
        "90-profit",
        {"draw": lambda _: {"size": 1, "entry": 2, "price": 3}},
    ),
    ("a hint twice", items.texts, "90-profit", {"hints": ("one", "one", "two")}),
    (
        "a message with the answer",
        items.verdicts_keep_the_answer,
        "90-choice",
        {"wrong": {"plus": Wrong("A", "missing that it is a minus.")}},
    ),
]


@pytest.mark.parametrize(
    ("rule", "id_", "changes"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_planted_fault_is_caught(rule: Rule, id_: str, changes: dict[str, Any]) -> None:
    """Each fault, planted into a good item, is complained about."""
    from marginlib.course.everyday import lesson as everyday

    good = next(item for item in (*examples.LESSON.items, *everyday.LESSON.items) if item.id == id_)
    bad = examples.variant(good, **changes)
    try:
        complaints = list(rule(bad))
    except KeyError as error:  # a template names a number that is not drawn
        complaints = [str(error)]
    assert complaints
