"""Each lesson that plays has a teacher's page that agrees with it, and the rules find a page that does not."""

import inspect

import pytest

from tests.course.reading import LESSONS, ROOT, page
from tests.course.rules import guides
from tests.course.rules.article import RECUT

INSTRUCTOR = ROOT / "lessons" / "instructor"
PATHS = {path.name[:2]: path for path in LESSONS if path.name[:2] in RECUT}
DAMAGE: list[tuple[guides.Rule, str, str]] = [
    (guides.parts, "## Access", "## Approach"),
    (guides.parts, "**The idea in one sentence.**", ""),
    (guides.minutes, "| Try every crash | 8 |", "| Try every crash | 9 |"),
    (guides.minutes, "| all | 30 | 20 |", "| all | 31 | 20 |"),
    (guides.minutes, "| Before you go |", "| Before we go |"),
    (guides.votes, "| `00-stay` |", "| `00-cross` |"),
    (guides.key, "| `00-goal-tie` |", "| `00-goal-draw` |"),
    (guides.key, "a depth of 25 |", "a depth of 26 |"),
    (guides.ideas, "`refunded`", "`returned`"),
]


@pytest.mark.parametrize("rule", guides.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("number", RECUT)
def test_a_teachers_page_agrees_with_its_lesson(number: str, rule: guides.Rule) -> None:
    """Each rule of `guides`, whose docstring says what it holds."""
    faults = list(rule(page(PATHS[number]), guides.page_of(INSTRUCTOR, number)))
    assert not faults, "\n".join([str(inspect.getdoc(rule)), *faults])


@pytest.mark.parametrize(("rule", "good", "bad"), DAMAGE)
def test_a_page_that_disagrees_is_found_out(rule: guides.Rule, good: str, bad: str) -> None:
    """By the rule that speaks of it, in the page of lesson 00."""
    text = guides.page_of(INSTRUCTOR, "00")
    assert good in text
    assert list(rule(page(PATHS["00"]), text.replace(good, bad)))
