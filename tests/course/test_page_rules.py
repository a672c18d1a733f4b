"""The rules of notebooks let a good lesson and a good exercise pass and catch a planted fault."""

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
**Time:** 40 minutes

**Needs:** nothing

**You will be able to:**
- compute a profit
- find a path;
- say it in words.

**New words:** [margin](glossary.md#margin)
---
>>> from marginlib.course import check, claim, given, hint, predict, recall, reveal, solution
---
## Recall (5 min)
---
>>> recall("90")
---
## Hook (5 min)

You hold 2 BTC. A **margin** of `12.5` stands behind them.
---
>>> predict("90-hook")
---
>>> reveal("90-hook")
---
It loses 1,250.50 USDT, which is 12.5 % of what there was, at a rate of 0.4 %.
---
>>> rate = 0.004
>>> claim(1250.5, "1,250.50", "USDT")
>>> claim(0.125, "12.5 %")
---
## Explore (20 min)

**Find** it. **Explain** it. **Break** it. The [hook](#hook-5-min) says why.
---
>>> w = Explorer()
>>> w
---
>>> w.leverage.value = 20
>>> w.summary
---
## Exit (10 min)
---
>>> check("90-profit", None)
---
>>> check("90-choice", None)
---
## A bug hunt (extra, 10 min)

Key points: one. What this model leaves out: much.
"""

EXERCISE = """
# Exercises
---
>>> from marginlib.course import check, given, hint, solution
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
        source = "\n".join(line[4:] for line in part.splitlines())
        reveals = source.startswith("reveal")
        cell = new_code_cell(source, metadata={"tags": ["reveal"]} if reveals else {})  # type: ignore[no-untyped-call]
        if not reveals and "import" not in source:
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


@pytest.mark.parametrize("rule", [*pages.RULES, *prose.RULES], ids=lambda rule: rule.__name__)
def test_a_good_lesson_passes(rule: Rule, lesson_path: Path) -> None:
    """Nothing is complained about without a reason."""
    assert not list(rule(made(LESSON, lesson_path)))


@pytest.mark.parametrize("rule", [*tasks.STUB_RULES, *prose.RULES], ids=lambda rule: rule.__name__)
def test_a_good_exercise_passes(rule: Rule, tmp_path: Path) -> None:
    """Nothing is complained about without a reason."""
    assert not list(rule(made(EXERCISE, tmp_path / "exercises" / "90_example.ipynb")))


FAULTS: list[tuple[Rule, str, str]] = [
    (pages.question, "# Where did it go?", "# Where it went"),
    (pages.question, "# Where did it go?", "# Where was it?"),
    (pages.question, "## Recall", "# Recall"),
    (pages.card, "**Needs:** nothing", ""),
    (pages.card, "- find a path;\n", ""),
    (pages.card, "- compute a profit", "- compute a loss"),
    (pages.minutes, "40 minutes", "45 minutes"),
    (pages.minutes, "## Recall (5 min)", "## Recall"),
    (pages.minutes, "(extra, 10 min)", "(10 min)"),
    (pages.imports, '>>> recall("90")', '>>> import os\n>>> recall("90")'),
    (pages.imports, ">>> rate = 0.004", ">>> %time"),
    (pages.imports, ">>> rate = 0.004", "\n".join([">>> def long(x):", *[">>>     x += 1"] * 7])),
    (pages.help_at_hand, "given, hint, predict", "given, predict"),
    (pages.help_at_hand, "reveal, solution", "reveal"),
    (pages.predictions, '>>> predict("90-hook")', ">>> 1"),
    (pages.predictions, '>>> reveal("90-hook")', '>>> reveal("90-amount")'),
    (
        pages.predictions,
        '>>> predict("90-hook")\n---\n>>> reveal("90-hook")',
        '>>> reveal("90-hook")\n---\n>>> predict("90-hook")',
    ),
    (pages.explorer, ">>> w.leverage.value = 20", ">>> leverage = 20"),
    (pages.explorer, ">>> w.summary", ">>> w"),
    (pages.explorer, ">>> w\n", ">>> 1\n"),
    (pages.explorer, "**Break** it.", "Break it."),
    (pages.kept, ">>> w = Explorer()", '>>> given("90-profit")\n>>> w = Explorer()'),
    (pages.exits, '>>> recall("90")', '>>> recall("91")'),
    (pages.exits, '>>> check("90-choice", None)', '>>> check("90-profit", None)'),
    (pages.exits, "leaves out", "forgets"),
    (pages.known_items, '>>> check("90-choice", None)', '>>> check("90-chance", None)'),
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
    (prose.links, "glossary.md#margin", "glossary.md#collateral"),
    (prose.links, "glossary.md#margin", "words.md"),
    (prose.links, "#hook-5-min", "#look"),
    (prose.clean, ">>> rate = 0.004", ">>> rate = 0.004;"),
    (tasks.title, "## Recall", "# Recall"),
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


def _untag(cell: Any) -> None:
    cell.metadata.tags = []


@pytest.mark.parametrize(
    ("start", "damage"),
    [("recall", _lose_outputs), ("w.leverage", _lose_outputs), ("check", _un_run), ("reveal", _untag)],
)
def test_an_un_run_cell_outside_reveals_is_caught(start: str, damage: Callable[[Any], None], lesson_path: Path) -> None:
    """Strict comparison passes on a cell without outputs, so this rule is what stands against it."""
    page = made(LESSON, lesson_path)
    damage(next(cell for cell in page.code if cell.source.startswith(start)))
    assert list(pages.un_run(page))


def test_a_reveal_that_was_run_is_caught(lesson_path: Path) -> None:
    """Nothing is spoiled for whoever reads the committed lesson."""
    page = made(LESSON, lesson_path)
    cell = next(cell for cell in page.code if cell.source.startswith("reveal"))
    cell.execution_count = 4
    assert list(pages.un_run(page))


def test_an_explorer_without_its_picture_is_caught(lesson_path: Path) -> None:
    """A page without widgets shows nothing otherwise."""
    page = made(LESSON, lesson_path)
    del next(cell for cell in page.code if cell.source.endswith("w")).outputs[0].data["image/png"]
    assert list(pages.explorer(page))


@pytest.mark.parametrize("move", ["w.leverage.value = 5", "w.leverage.value, w.side.value = 5, 1", "w.set(leverage=5)"])
def test_an_explorer_that_is_left_elsewhere_is_caught(move: str, lesson_path: Path) -> None:
    """By the last cell that moves it, however it does."""
    page = made(LESSON.replace(">>> w.leverage.value = 20", f">>> {move}"), lesson_path)
    assert not list(pages.comes_back(page))
    next(cell for cell in page.code if cell.source.startswith(move)).outputs[0].data["text/plain"] = "elsewhere"
    assert list(pages.comes_back(page))


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
        ('g = given("90-profit")', 'given("90-profit")', pages.kept),
        ("# Exercises", "## Exercises", tasks.title),
    ],
)
def test_a_fault_planted_into_an_exercise_is_caught(good: str, bad: str, rule: Rule, tmp_path: Path) -> None:
    """Formats, given numbers and title."""
    assert good in EXERCISE
    assert list(rule(made(EXERCISE.replace(good, bad), tmp_path / "exercises" / "90_example.ipynb")))


def test_stubs_and_solutions_are_told_apart(tmp_path: Path) -> None:
    """What a check reads decides: a stub that passes is a fault, and so is a solution that does not."""
    open_, done = (made(EXERCISE, tmp_path / f"{name}.ipynb", sign=name) for name in "○✓")
    assert not list(tasks.stubs(open_))
    assert list(tasks.stubs(done))
    assert not list(tasks.solved(done))
    assert list(tasks.solved(open_))


def test_a_solution_with_a_typed_in_result_is_caught(tmp_path: Path) -> None:
    """The solutions run under other aliases, where the numbers are others."""
    from marginlib.learn.drawn import numbers

    given = numbers(examples.item("90-profit"), "reader")
    head = ">>> from marginlib.course import check, given, hint, solution\n---\n>>> g = given('90-profit')\n"
    check = '\n>>> check("90-profit", answer)'
    typed = made(f"{head}>>> answer = {examples.profit(**given)}{check}", tmp_path / "1.ipynb")
    computed = made(f"{head}>>> answer = g.size * (g.price - g.entry){check}", tmp_path / "2.ipynb")
    assert list(tasks.for_everyone(typed))
    assert not list(tasks.for_everyone(computed))


def test_a_solution_of_other_items_is_caught(tmp_path: Path) -> None:
    """Exercises and solutions go through the same items in the same order."""
    made(EXERCISE, tmp_path / "90.ipynb")
    same = made(EXERCISE, tmp_path / "solutions" / "90.ipynb")
    assert not list(tasks.twin(same))
    other = made(EXERCISE.replace("90-choice", "90-why"), tmp_path / "solutions" / "90.ipynb")
    assert list(tasks.twin(other))
