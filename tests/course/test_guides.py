"""Each lesson has a teacher's page that agrees with it, and the rules find a page that does not."""

import inspect
import re
from itertools import pairwise

import pytest

from tests.course.reading import LESSONS, NUMBERS, ROOT, page
from tests.course.rules import guides

INSTRUCTOR = ROOT / "lessons" / "instructor"
PATHS = dict(zip(NUMBERS, LESSONS, strict=True))
DAMAGE: list[tuple[guides.Rule, str, str]] = [
    (guides.parts, "## Access", "## Approach"),
    (guides.parts, "**The idea in one sentence.**", ""),
    (guides.minutes, "| Try every crash | 8 |", "| Try every crash | 9 |"),
    (guides.minutes, "| all | 32 | 20 |", "| all | 31 | 20 |"),
    (guides.minutes, "| Before you go |", "| Before we go |"),
    (guides.votes, "| `00-stay` |", "| `00-cross` |"),
    (guides.key, "| `00-goal-tie` |", "| `00-goal-draw` |"),
    (guides.key, "a depth of 25 |", "a depth of 26 |"),
    (guides.ideas, "`refunded`", "`returned`"),
]


@pytest.mark.parametrize("rule", guides.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("number", NUMBERS)
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


def test_the_lessons_of_a_workshop_fill_its_minutes() -> None:
    """The table of workshops holds every lesson once, with the minutes of its cells: 90 with a break of 5, and 45.

    From lesson 03 on two lessons share a workshop, which is listed when both are there; lesson 14 has one of its own.
    """
    held: list[str] = []
    for _, lessons, _, long, short in guides.rows((INSTRUCTOR / "README.md").read_text(encoding="utf-8"), "Workshops"):
        numbers = re.findall(r"\[(\d\d)\]", lessons)
        sums = [[sum(kind) for kind in zip(*guides.planned(page(PATHS[one])).values(), strict=True)] for one in numbers]
        assert [int(one) for one in re.findall(r"\d+", long)] == [*(one for one, _ in sums), 5], lessons
        assert [int(one) for one in re.findall(r"\d+", short)] == [one for _, one in sums], lessons
        assert [sum(kind) for kind in zip(*sums, strict=True)] == [85, 45], lessons
        held += numbers
    partners = {one: f"{int(one) + (1 if int(one) % 2 else -1):02}" for one in NUMBERS[3:] if one != "14"}
    assert held == [one for one in NUMBERS if partners.get(one, one) in NUMBERS]


def test_the_clock_of_the_first_workshop_agrees_with_its_lessons() -> None:
    """Its rows follow each other up to 90, and each lesson but its exit item takes the minutes of its cells."""
    text = (INSTRUCTOR / "README.md").read_text(encoding="utf-8")
    clock = []
    for minutes, lesson, *_ in guides.rows(text, "The first workshop by the clock"):
        start, end = (int(one) for one in minutes.split("-"))
        clock.append((lesson, start, end))
    assert all(before[2] == after[1] for before, after in pairwise(clock))
    assert (clock[0][1], clock[-1][2]) == (0, 90)
    taken: dict[str, int] = {}
    for lesson, start, end in clock:
        taken[lesson] = taken.get(lesson, 0) + end - start
    plans = {number: guides.planned(page(PATHS[number])) for number in ("00", "01", "02")}
    exits = {number: plan.pop("Before you go")[0] for number, plan in plans.items()}
    assert taken == {
        **{number: sum(long for long, _ in plan.values()) for number, plan in plans.items()},
        "break": 5,
        "all": sum(exits.values()),
    }
