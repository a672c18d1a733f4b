"""What beginners have in mind in lesson 03 stays apart from the right answer, and each idea has its own name."""

import pytest

from marginlib.course.cross_margin.lesson import LESSON
from marginlib.learn import catalogue
from marginlib.learn.drawn import expected, numbers
from marginlib.learn.items import Item
from marginlib.learn.verdicts import verdict


@pytest.mark.parametrize("item", [one for one in LESSON.items if one.expects == "number"], ids=lambda item: item.id)
def test_no_wrong_turn_comes_as_near_as_two_tolerances(item: Item) -> None:
    """Of any learner, so that nobody who has the wrong idea passes, or is told of rounding."""
    for alias in (f"learner-{count}" for count in range(200)):
        given = numbers(item, alias)
        right = expected(item, given, alias)
        near = {key: abs(turn.answer_for(given) - right) / item.tolerance for key, turn in item.wrong.items()}
        assert min(near.values()) > 2, (alias, given, near)


RIVALS = {  # written as a beginner would, and the idea that each stands for
    "netted": "abs(0.005 * size * bitcoin + 0.01 * other * ether)",
    "btc-need": "0.005 * size * bitcoin",
    "one-rate": "0.005 * (size * bitcoin + abs(other) * ether)",
    "eth-need": "0.01 * abs(other) * ether",
    "signed-need": "0.005 * size * bitcoin + 0.01 * other * ether",
    "no-need": "0",
    "fixed": "0.5 * size + abs(other)",
}


@pytest.mark.parametrize("cause", RIVALS)
def test_a_condition_with_another_need_is_named(cause: str) -> None:
    """For every learner; three of them say open at BTC 82 and ETH 100.8, where 12 USDT are there and 14.18 needed."""
    equity = "deposit + size * (bitcoin - 100) + other * (ether - 100)"
    rival = eval(f"lambda deposit, size, other, bitcoin, ether: {equity} > {RIVALS[cause]}")  # noqa: S307 - our lines
    for alias in (f"learner-{count}" for count in range(0, 200, 4)):
        said = verdict(catalogue.item("03-safe"), rival, alias)
        assert (said.passed, said.cause) == (False, cause), alias
