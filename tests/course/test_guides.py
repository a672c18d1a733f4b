"""Each lesson has a teacher's page that agrees with it, and the rules find a page that does not."""

import inspect
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from marginlib.course.capstone.model import Result as Managers
from marginlib.course.collateral_and_portfolio.model import Result as Loan
from marginlib.course.isolated_margin import picture as isolated_margin
from marginlib.course.isolated_versus_cross.opening import tracked
from marginlib.course.isolated_versus_cross.weeks import FIRST, STEPS
from marginlib.course.liquidation_engine.model import Result as Jumped
from marginlib.learn import catalogue
from tests.course.goals import REACHED
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
    """The table of workshops holds every lesson once, with the minutes of its cells: 90 with a break of 5, and 45."""
    held: list[str] = []
    for _, lessons, _, long, short in guides.rows((INSTRUCTOR / "README.md").read_text(encoding="utf-8"), "Workshops"):
        numbers = re.findall(r"\[(\d\d)\]", lessons)
        sums = [[sum(kind) for kind in zip(*guides.planned(page(PATHS[one])).values(), strict=True)] for one in numbers]
        assert [int(one) for one in re.findall(r"\d+", long)] == [*(one for one, _ in sums), 5], lessons
        assert [int(one) for one in re.findall(r"\d+", short)] == [one for _, one in sums], lessons
        assert [sum(kind) for kind in zip(*sums, strict=True)] == [85, 45], lessons
        held += numbers
    assert held == NUMBERS


README = (INSTRUCTOR / "README.md").read_text(encoding="utf-8")
CLOCKS = re.findall(r"^## The (\w+) workshop by the clock$", README, re.MULTILINE)


@pytest.mark.parametrize("workshop", CLOCKS)
def test_the_clock_of_a_workshop_agrees_with_its_lessons(workshop: str) -> None:
    """Its rows follow each other up to 90 in the order of its lessons, and the break stands before the last of them.

    Each lesson but its exit item takes the minutes of its cells.
    """
    (taught,) = (re.findall(r"\[(\d\d)\]", row[1]) for row in guides.rows(README, "Workshops") if row[0] == workshop)
    clock = []
    for minutes, lesson, *_ in guides.rows(README, f"The {workshop} workshop by the clock"):
        start, end = (int(one) for one in minutes.split("-"))
        clock.append((lesson, start, end))
    assert all(before[2] == after[1] for before, after in pairwise(clock))
    assert (clock[0][1], clock[-1][2]) == (0, 90)
    assert list(dict.fromkeys(lesson for lesson, *_ in clock)) == [*taught[:-1], "break", taught[-1], "all"]
    taken: dict[str, int] = {}
    for lesson, start, end in clock:
        taken[lesson] = taken.get(lesson, 0) + end - start
    plans = {number: guides.planned(page(PATHS[number])) for number in taught}
    exits = {number: plan.pop("Before you go")[0] for number, plan in plans.items()}
    assert taken == {
        **{number: sum(long for long, _ in plan.values()) for number, plan in plans.items()},
        "break": 5,
        "all": sum(exits.values()),
    }


def test_three_workshops_have_a_clock() -> None:
    """Those of the lessons that everybody begins with."""
    assert CLOCKS[:3] == ["first", "second", "third"]


def _tied() -> float:
    """What is posted where both scores of lesson 07 are equal."""
    return next(one for one in range(120, 361, 10) if len(set(Jumped(fund=100, posted=one).scores.values())) == 1)


WHOLE = re.compile(r"(?<![\w.,`-])[1-9]\d+(?![\w`]|[.,]\d)")
HELD: dict[str, dict[str, Callable[[], float]]] = {  # figures of a board that no cell of the lesson prints
    "02": {
        "86": lambda: min(isolated_margin.WINDOWS["long"].ticks),
        "102": lambda: isolated_margin.WINDOWS["long"].high,
        "95": lambda: next(price for price in range(90, 101) if 10 * (price - 90) == 50),  # half of what there was
    },
    "04": {"110": lambda: round(tracked(FIRST[0])[1].money(STEPS))},
    "05": {"86": lambda: round(90.4523**2 / 95)},  # the mirror image of 95, in logarithms
    "07": {"300": _tied, "113": lambda: 113},  # the second is made up for a discussion
    "13": {
        "313": lambda: round(Managers("memory", "unseen", 2).left("memory")),
        "281": lambda: round(Managers("memory", "unseen", 2).left("nothing, one pool")),
    },
    "09": {"106": lambda: next(price for price in range(100, 131) if Loan(debt=960, price=price).healed)},
}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_teacher_reads_whole_numbers_that_the_room_sees(number: str) -> None:
    """From 10 up and outside the tables, each stands in a cell of the lesson, in an item or a goal, or is held here."""
    text = re.sub(r"^\|.*$", "", guides.page_of(INSTRUCTOR, number), flags=re.MULTILINE)
    said = set(WHOLE.findall(re.sub(r"\]\([^)]*\)|\[\d\d\]|`[^`]*`", " ", text)))
    lesson = catalogue.lesson(number)
    items = [
        (one.prompt, one.solution, one.note, one.figures, *one.named.values(), *one.choices) for one in lesson.items
    ]
    goals = [list(REACHED[goal.key].values()) for goal in lesson.goals]
    cells = [(cell.source, *map(_printed, cell.get("outputs", []))) for cell in page(PATHS[number]).cells]
    seen = {one.replace(",", "") for one in re.findall(r"\d[\d,]*(?:\.\d+)?", repr((items, goals, cells)))}
    seen |= {one.removesuffix(".0").removesuffix(".00") for one in seen}
    held = {one for one, figure in HELD.get(number, {}).items() if figure() == int(one)}
    assert held == set(HELD.get(number, {}))
    assert not said - seen - held


def _printed(output: Any) -> str:
    """What an output of a cell says."""
    return f"{output.get('text', '')} {output.get('data', {}).get('text/plain', '')}"
