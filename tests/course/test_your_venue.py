"""Items of lesson 14, which has no page yet: they keep the rules, and a repair that is almost right does not pass."""

import inspect
from collections.abc import Callable, Iterator

import pytest

from marginlib.course import MOVED
from marginlib.course.your_venue.lesson import LESSON
from marginlib.learn import catalogue, records, store
from marginlib.learn.card import Card
from marginlib.learn.items import Item, Verdict
from marginlib.learn.verdicts import verdict
from tests.course.rules import items

ALIASES = ("reader", *(f"learner-{count}" for count in range(20)))
ITEMS = {item.id: item for item in LESSON.items}
Test = Callable[[float, float, float, float], bool]


def added(collateral: float, size: float, entry: float, price: float) -> bool:
    """The maintenance amount with the wrong sign."""
    value = size * price
    return collateral + size * (price - entry) < (0.004 * value if value < 50_000 else 0.005 * value + 50)


def fixed(collateral: float, size: float, entry: float, price: float) -> bool:
    """The requirement at the entry price."""
    value = size * entry
    return collateral + size * (price - entry) < max(0.004 * value, 0.005 * value - 50)


def slices(collateral: float, size: float, entry: float, price: float) -> bool:
    """The requirement slice by slice: right, without an amount."""
    value = size * price
    return collateral + size * (price - entry) < 0.004 * min(value, 50_000) + 0.005 * max(value - 50_000, 0)


@pytest.mark.parametrize(("repair", "sign"), [(added, "✗"), (fixed, "✗"), (slices, "✓")])
@pytest.mark.parametrize("alias", ALIASES)
def test_a_repair_that_is_almost_right_does_not_pass(repair: Test, sign: str, alias: str) -> None:
    """Nor does it read as if nothing had been changed."""
    assert verdict(ITEMS["14-rise"], repair, alias).sign == sign


@pytest.mark.parametrize("rule", items.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("item", LESSON.items, ids=lambda item: item.id)
def test_an_item_keeps_the_rule(item: Item, rule: Callable[[Item], Iterator[str]]) -> None:
    """Each rule that the items of the listed lessons keep."""
    faults = list(rule(item))
    assert not faults, "\n".join([str(inspect.getdoc(rule)), *faults[:10]])


def test_the_room_fits_into_the_list_but_is_not_in_it() -> None:
    """It could be listed today; a lesson without a page is not announced, and its items are asked nowhere."""
    catalogue.hold((*catalogue.lessons(), LESSON))
    assert LESSON.number not in {lesson.number for lesson in catalogue.lessons()}


def test_what_came_from_lesson_02_is_found_by_its_old_id() -> None:
    """Every old id is free, and every new one is an item of this lesson."""
    assert set(MOVED.values()) == set(ITEMS)
    assert not set(MOVED) & {item.id for lesson in catalogue.lessons() for item in lesson.items}
    assert catalogue.moved == MOVED


@pytest.mark.parametrize("id_", ["14-which", "14-inverse", "14-tiered"])
def test_a_card_of_a_passed_item_without_its_answer_says_that_it_is_passed(
    id_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a record has it that followed its item to this lesson."""
    record = {**records.fresh(records.ITEM), "passed": True, "last": None}
    monkeypatch.setattr(store, "read", lambda: {**records.empty(), "items": {id_: record}})
    assert Card(ITEMS[id_]).held.verdict == Verdict("✓", "You have passed this one already.")
