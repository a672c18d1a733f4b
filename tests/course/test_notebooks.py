"""Every lesson, exercise and solution keeps the rules of the course."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marginlib.learn import catalogue
from tests.course.reading import CHECKPOINTS, EXERCISES, GLOSSARY, LESSONS, ROOT, SOLUTIONS, Page, page
from tests.course.rules import article, prose, tasks

Rule = Callable[[Page], Iterator[str]]


FORMS: list[tuple[list[Path], tuple[Rule, ...]]] = [
    (LESSONS, article.RULES),
    (EXERCISES, tasks.CARD_RULES),
    (SOLUTIONS, tasks.SOLUTION_RULES),
    (CHECKPOINTS, tasks.CHECKPOINT_RULES),
]
CASES = [(path, rule) for paths, rules in FORMS for path in paths for rule in (*rules, *prose.RULES)]
GUIDES = sorted(ROOT.glob("lessons/**/*.md"))
FIGURE = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")
CALLED = re.compile(r"`(\d\d-[\w-]+)`")


@pytest.mark.parametrize(
    ("path", "rule"), CASES, ids=[f"{path.relative_to(ROOT)}-{rule.__name__}" for path, rule in CASES]
)
def test_a_notebook_keeps_the_rule(path: Path, rule: Rule) -> None:
    """Each rule of `article`, `prose` and `tasks`, whose docstring says what it holds."""
    faults = list(rule(page(path)))
    assert not faults, "\n".join([str(inspect.getdoc(rule)), *faults])


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_guide_keeps_to_the_wording_and_its_links_lead_somewhere(path: Path) -> None:
    """The glossary and the instructor's guide are held to the wording and the links of lessons."""
    text = path.read_text(encoding="utf-8")
    assert not [*prose.wording(text), *prose.broken(text, path)]


@pytest.mark.parametrize("path", sorted(ROOT.glob("lessons/instructor/*.md")), ids=lambda path: path.name)
def test_a_teacher_reads_the_figures_and_items_that_the_room_sees(path: Path) -> None:
    """Every figure of an instructor's guide stands in a lesson, outputs included; items in it or in exercises."""
    text = path.read_text(encoding="utf-8")
    shown = "".join(lesson.read_text(encoding="utf-8") for lesson in LESSONS)
    assert FIGURE.search(text)
    assert CALLED.search(text)
    assert not set(FIGURE.findall(text)) - set(FIGURE.findall(shown))
    shown += "".join(exercise.read_text(encoding="utf-8") for exercise in EXERCISES)
    goals = {goal.key for lesson in catalogue.lessons() for goal in lesson.goals}
    named = set(CALLED.findall(text)) - goals
    assert not [id_ for id_ in named if f'("{id_}"' not in shown.replace('\\"', '"')]


def test_the_glossary_is_sorted_and_names_each_term_once() -> None:
    """A reader finds a term by its place."""
    terms = [
        line[4:].strip().lower() for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line[:4] == "### "
    ]
    assert terms == sorted(set(terms))


def test_every_lesson_of_the_bank_has_its_notebook_and_every_exercise_its_solution() -> None:
    """Nothing is announced that is not there."""
    numbers = {lesson.number for lesson in catalogue.lessons()} - {"everyday"}
    assert {path.name[:2] for path in LESSONS} == numbers
    assert {path.name for path in LESSONS} == {lesson.notebook for lesson in catalogue.lessons()} - {""}
    assert [path.name for path in EXERCISES] == [path.name for path in SOLUTIONS]
    assert {path.name for path in CHECKPOINTS} == {
        one.checkpoint.notebook for one in catalogue.lessons() if one.checkpoint
    }


def test_every_item_of_the_bank_is_used_in_a_notebook() -> None:
    """An item that no notebook asks for teaches nobody."""
    used = {id_ for path in (*LESSONS, *EXERCISES) for _, id_ in page(path).calls("ask", "predict")}
    items = {item.id for lesson in catalogue.lessons() if lesson.number != "everyday" for item in lesson.items}
    assert not items - used
