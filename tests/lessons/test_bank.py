"""Every item of the bank keeps the rules of the course."""

import inspect
from collections.abc import Callable, Iterator

import pytest

from marginlib.learn import catalogue
from marginlib.learn.items import Item
from tests.lessons import holding

ITEMS = [item for lesson in catalogue.lessons() for item in lesson.items]


@pytest.mark.parametrize("rule", holding.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_keeps_the_rule(item: Item, rule: Callable[[Item], Iterator[str]]) -> None:
    """Each rule of `holding`, whose docstring says what it holds."""
    faults = list(rule(item))
    assert not faults, "\n".join([str(inspect.getdoc(rule)), *faults[:10]])
