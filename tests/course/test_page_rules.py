"""The rules that notebooks share let a good lesson and a good solution pass and catch a planted fault."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from marginlib.course.everyday import lesson as everyday
from marginlib.learn import catalogue
from tests.course.reading import Page
from tests.course.rules import pages, prose, tasks
from tests.learn import examples
from tests.notebooks import form

Rule = Callable[[Page], Iterator[str]]

LESSON = """
# Where did it go?
---
>>> from marginlib.course import ask, claim, predict
---
## Hook

You hold 2 BTC. A **margin** of `12.5` stands behind them.
---
>>> predict("90-hook")
---
It loses 1,250.50 USDT, which is 12.5 % of what there was, at a rate of 0.4 %.
---
>>> rate = 0.004
>>> claim(1250.5, "1,250.50", "USDT")
>>> claim(0.125, "12.5 %")
---
## Explore

The [hook](#hook) says why.
---
>>> ask("90-choice")
"""

SOLUTION = """
# Solutions
---
>>> from marginlib.course import check, given
---
## One
---
>>> g = given("90-profit")
>>> answer = None
>>> check("90-profit", answer)
---
>>> g = given("90-function")
>>> check("90-function", None)
---
>>> g = given("90-order")
>>> check("90-order", None)
---
>>> g = given("90-choice")
>>> check("90-choice", None)
"""

PICTURE = base64.b64encode(b"picture").decode()


def made(text: str, path: Path, *, sign: str = "○") -> Page:
    """A page from text: cells between lines of dashes, code behind prompts, every code cell with an output."""
    cells = []
    for part in text.strip().split("\n---\n"):
        if not part.startswith(">>> "):
            cells.append(new_markdown_cell(part))  # type: ignore[no-untyped-call]
            continue
        cell = new_code_cell("\n".join(line[4:] for line in part.splitlines()))  # type: ignore[no-untyped-call]
        if "import" not in cell.source:
            data = {"text/plain": f"{sign} said", "image/png": PICTURE}
            cell.outputs = [new_output("display_data", data)]  # type: ignore[no-untyped-call]
        cells.append(cell)
    notebook = form.normal(new_notebook(cells=cells))  # type: ignore[no-untyped-call]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(form.text(notebook), encoding="utf-8")
    return Page(path, notebook)


@pytest.fixture(autouse=True)
def _example_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    glossary = tmp_path / "lessons" / "glossary.md"
    glossary.parent.mkdir()
    glossary.write_text("# Words\n\n### margin\n\nWhat is posted.\n", encoding="utf-8")
    monkeypatch.setattr(prose, "GLOSSARY", glossary)
    monkeypatch.setattr(catalogue, "lessons", lambda: (everyday.LESSON, examples.LESSON))


@pytest.fixture
def lesson_path(tmp_path: Path) -> Path:
    """Where the lesson lies."""
    return tmp_path / "lessons" / "90_example.ipynb"


SHARED: list[Rule] = [pages.question, pages.imports, pages.run, pages.known_items, *prose.RULES]
SOLVED: list[Rule] = [
    rule for rule in tasks.SOLUTION_RULES if rule not in (tasks.solved, tasks.twin, tasks.for_everyone)
]


@pytest.mark.parametrize("rule", SHARED, ids=lambda rule: rule.__name__)
def test_a_good_lesson_passes(rule: Rule, lesson_path: Path) -> None:
    """Nothing is complained about without a reason."""
    assert not list(rule(made(LESSON, lesson_path)))


@pytest.mark.parametrize("rule", [*SOLVED, *prose.RULES], ids=lambda rule: rule.__name__)
def test_a_good_solution_passes(rule: Rule, tmp_path: Path) -> None:
    """Nothing is complained about without a reason."""
    assert not list(rule(made(SOLUTION, tmp_path / "exercises" / "90_example.ipynb")))


FAULTS: list[tuple[Rule, str, str]] = [
    (pages.question, "# Where did it go?", "# Where it went"),
    (pages.question, "# Where did it go?", "# Where was it?"),
    (pages.question, "## Explore", "# Explore"),
    (pages.imports, '>>> ask("90-choice")', '>>> import os\n>>> ask("90-choice")'),
    (pages.imports, ">>> rate = 0.004", ">>> %time"),
    (pages.imports, ">>> rate = 0.004", "\n".join([">>> def long(x):", *[">>>     x += 1"] * 7])),
    (pages.known_items, '>>> ask("90-choice")', '>>> ask("90-chance")'),
    (prose.worded, "You hold", "You don't hold"),
    (prose.worded, "You hold", "You’re long"),
    (prose.worded, "You hold", "You simply hold"),
    (prose.worded, "## Explore", "## Just explore"),
    (prose.length, "You hold 2 BTC.", "long " * 121),
    (prose.brief, ">>> rate = 0.004", "\n".join([">>> rate = 0.004"] * 13)),
    (prose.numbers, "1,250.50 USDT", "1,250.51 USDT"),
    (prose.numbers, "0.4 %", "0.5 %"),
    (prose.numbers, "You hold 2 BTC", "You hold 3 % of it"),
    (prose.numbers, "You hold 2 BTC", "You hold $x = 3.25$ of it"),
    (prose.numbers, '>>> claim(0.125, "12.5 %")', ">>> 0"),
    (prose.terms, "**margin**", "**collateral**"),
    (prose.links, "#hook", "#look"),
    (prose.links, "[hook](#hook)", "[hook](words.md)"),
    (prose.links, "[hook](#hook)", "[hook](glossary.md#collateral)"),
    (prose.clean, ">>> rate = 0.004", ">>> rate = 0.004;"),
    (tasks.title, "## Explore", "# Explore"),
]


@pytest.mark.parametrize(("rule", "good", "bad"), FAULTS)
def test_a_planted_fault_is_caught(rule: Rule, good: str, bad: str, lesson_path: Path) -> None:
    """Each fault, planted into the good lesson, is complained about by its rule."""
    assert good in LESSON
    text = (
        LESSON.replace(good, bad)
        if good != ">>> rate = 0.004"
        else LESSON.replace('>>> rate = 0.004\n>>> claim(1250.5, "1,250.50", "USDT")\n>>> claim(0.125, "12.5 %")', bad)
    )
    assert list(rule(made(text, lesson_path)))


def _lose_outputs(cell: Any) -> None:
    cell.outputs = []


def _un_run(cell: Any) -> None:
    cell.execution_count = None


@pytest.mark.parametrize("damage", [_lose_outputs, _un_run])
def test_a_cell_that_is_not_run_is_caught(damage: Callable[[Any], None], lesson_path: Path) -> None:
    """Strict comparison passes on a cell without outputs, so this rule is what stands against it."""
    page = made(LESSON, lesson_path)
    damage(next(cell for cell in page.code if cell.source.startswith("predict")))
    assert list(pages.run(page))


def test_a_large_picture_is_caught(lesson_path: Path) -> None:
    """60 KiB is the limit."""
    page = made(LESSON, lesson_path)
    picture = page.code[-1].outputs[0].data
    picture["image/png"] = base64.b64encode(bytes(form.PNG_LIMIT)).decode()
    assert not form.faults(page.notebook)
    picture["image/png"] = base64.b64encode(bytes(form.PNG_LIMIT + 1)).decode()
    assert form.faults(page.notebook)


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ('check("90-choice", None)', 'check("90-profit", None)', tasks.formats),
        ('>>> g = given("90-order")\n', "", tasks.formats),
        ("# Solutions", "## Solutions", tasks.title),
    ],
)
def test_a_fault_planted_into_a_solution_is_caught(good: str, bad: str, rule: Rule, tmp_path: Path) -> None:
    """Formats, given numbers and title."""
    assert good in SOLUTION
    assert list(rule(made(SOLUTION.replace(good, bad), tmp_path / "exercises" / "90_example.ipynb")))


def test_stubs_and_solutions_are_told_apart(tmp_path: Path) -> None:
    """What a check reads decides: a stub that passes is a fault, and so is a solution that does not."""
    open_, done = (made(SOLUTION, tmp_path / f"{name}.ipynb", sign=name) for name in "○✓")
    assert not list(tasks.stubs(open_))
    assert list(tasks.stubs(done))
    assert not list(tasks.solved(done))
    assert list(tasks.solved(open_))


def test_a_solution_with_a_typed_in_result_is_caught(tmp_path: Path) -> None:
    """The solutions run under other aliases, where the numbers are others."""
    from marginlib.learn.drawn import numbers

    given = numbers(examples.item("90-profit"), "reader")
    head = ">>> from marginlib.course import check, given\n---\n>>> g = given('90-profit')\n"
    check = '\n>>> check("90-profit", answer)'
    typed = made(f"{head}>>> answer = {examples.profit(**given)}{check}", tmp_path / "1.ipynb")
    computed = made(f"{head}>>> answer = g.size * (g.price - g.entry){check}", tmp_path / "2.ipynb")
    assert list(tasks.for_everyone(typed))
    assert not list(tasks.for_everyone(computed))


def test_a_solution_of_other_items_is_caught(tmp_path: Path) -> None:
    """Exercises and solutions go through the same items in the same order."""
    made(SOLUTION, tmp_path / "90.ipynb")
    same = made(SOLUTION, tmp_path / "solutions" / "90.ipynb")
    assert not list(tasks.twin(same))
    other = made(SOLUTION.replace("90-choice", "90-why"), tmp_path / "solutions" / "90.ipynb")
    assert list(tasks.twin(other))
