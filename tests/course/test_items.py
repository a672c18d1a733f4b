"""Every item of the bank keeps the rules of the course."""

import inspect
from collections.abc import Callable, Iterator

import pytest

from marginlib.learn import catalogue, reveals
from marginlib.learn.drawn import expected, numbers
from marginlib.learn.items import Item
from marginlib.learn.verdicts import verdict
from tests.course.rules import items
from tests.learn import examples

OWN_WORDS = [  # and what they are taken for
    ("00-why", "Isolated is always safer, since the loss ends at the wall, whatever the crash is like.", "always"),
    ("00-why", "Neither isolated nor cross is always better: depth and the way back decide, so look at both.", None),
    ("01-why", "It made him braver. At 50x there is more profit, which is why people choose it.", "leverage-earns"),
    ("01-why", "Leverage gives no larger profit. It changes what is posted and the distance to liquidation.", None),
    ("01-why", "It doesn't give higher profits in USDT, it only changes how much each has to post at first.", None),
    ("05-why", "There is too much noise, so Max needs more weeks before the number is right.", "more-paths"),
    ("05-why", "The price dips between two midnights, and more weeks miss such dips as well.", None),
    ("09-why", "The price falls while people are repaying, so the collateral is worth less.", "price"),
    ("09-why", "No price moves, but whoever repays takes a bonus that is more than what Eve had left.", None),
    ("01-why", "A higher profit in percent of what was posted, and less room before the position is closed.", None),
]
ITEMS = [item for lesson in catalogue.lessons() for item in lesson.items]


@pytest.mark.parametrize("rule", items.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_keeps_the_rule(item: Item, rule: Callable[[Item], Iterator[str]]) -> None:
    """Each rule of `holding`, whose docstring says what it holds."""
    faults = list(rule(item))
    assert not faults, "\n".join([str(inspect.getdoc(rule)), *faults[:10]])


@pytest.mark.parametrize("item", [item for item in ITEMS if item.format == "predict"], ids=lambda item: item.id)
def test_a_reveal_has_at_most_75_words(item: Item) -> None:
    """Whatever was said, however sure, and in both of the ways in which it begins."""
    for choice in item.options or [0.0]:
        for confidence in (35, 50, 70, 90):
            for seen in ({}, {"came": [0], "missed": [0]}, {"came": [1], "missed": [1]}):
                text, _ = reveals.told(item, choice, confidence, "reader", seen)
                assert len(text.split()) <= 75, text


@pytest.mark.parametrize(("id_", "words", "cause"), OWN_WORDS)
def test_a_misconception_that_is_denied_is_none(id_: str, words: str, cause: str | None) -> None:
    """In an answer in own words, which is otherwise left to the learner's own ticks."""
    said = verdict(catalogue.item(id_), words, "reader")
    assert said.cause == (cause or "unticked")
    assert not said.passed


def test_the_right_choice_is_seldom_the_longest() -> None:
    """Who picks the longest text of each choice is right in at most 45 % of them: length gives nothing away."""
    lucky = [longest_is_right(item) for item in ITEMS if item.options]
    assert len(lucky) >= 15
    assert sum(lucky) <= 0.45 * len(lucky)


def longest_is_right(item: Item) -> float:
    """The chance that somebody who picks the longest choice, by turns where several are, has picked the right one."""
    lengths = {key: len(text) for key, text in item.options.items()}
    longest = [key for key, length in lengths.items() if length == max(lengths.values())]
    given = numbers(item, "reader")
    return longest.count(expected(item, given, "reader")) / len(longest)


@pytest.mark.parametrize(
    ("choices", "chance"), [(("aaa", "b", "c"), 0.0), (("a", "bbb", "c"), 1.0), (("aa", "bb", "c"), 0.5)]
)
def test_the_longest_choice_is_found(choices: tuple[str, ...], chance: float) -> None:
    """And where two are equally long, half of those who pick the longest are right."""
    good = next(item for item in examples.LESSON.items if item.id == "90-choice")
    assert longest_is_right(examples.variant(good, choices=choices, named={})) == chance
