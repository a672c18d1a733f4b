"""The rules of a lesson that plays, and of its exercises, find what is wrong with a damaged copy of those of 00."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from marginlib.learn import catalogue
from tests.course.reading import CHECKPOINTS, EXERCISES, LESSONS, Page, page
from tests.course.rules import article, pages, tasks, voice

SOUND = page(next(path for path in LESSONS if path.name.startswith("00")))
CHECKPOINT = page(CHECKPOINTS[0])
CARDS = page(next(path for path in EXERCISES if path.name.startswith("00")))


def damaged(damage: Callable[[list[Any]], None], sound: Page = SOUND) -> Page:
    """Lesson 00, or its exercises, with its cells changed."""
    notebook = copy.deepcopy(sound.notebook)
    damage(notebook.cells)
    return Page(sound.path, notebook)


def cell(cells: list[Any], start: str) -> Any:
    """The first cell that holds this text."""
    return next(one for one in cells if start in one.source)


def replaced(start: str, new: str) -> Callable[[list[Any]], None]:
    """Write other words in place of a text of some cell."""

    def damage(cells: list[Any]) -> None:
        one = cell(cells, start)
        one.source = one.source.replace(start, new)

    return damage


def seen(cells: list[Any]) -> None:
    """Show the source of a card."""
    cell(cells, 'ask("00-stay")').metadata.clear()


def moved(cells: list[Any]) -> None:
    """Put the prediction below the map."""
    cells.insert(4, cells.pop(2))


def unrun(cells: list[Any]) -> None:
    """Clear a cell."""
    cell(cells, 'ask("00-stay")').execution_count = None


def dark(cells: list[Any]) -> None:
    """Take the picture out of the first cell."""
    cells[1].outputs = []


def shown(cells: list[Any]) -> None:
    """Open the fold that tells the outcome."""
    one = cell(cells, "Open this after your answer")
    one.source = one.source.replace("<details>", "").replace("</details>", "")


DAMAGE: list[tuple[Callable[[Page], Iterator[str]], Callable[[list[Any]], None]]] = [
    (article.scene_first, replaced("in one pool.", "in one pool. It is a long day.")),
    (article.scene_first, moved),
    (article.scene_first, dark),
    (article.folded, seen),
    (article.folded, replaced("# your prediction", "x = 1")),
    (article.folded, replaced("with recomputed():", "if True:")),
    (pages.run, unrun),
    (article.minutes, replaced("<summary>25 minutes", "<summary>35 minutes")),
    (article.minutes, replaced("Three last questions", " ".join(["word"] * 900))),
    (article.objectives, replaced("- compute what is left when one pool holds everything\n", "")),
    (article.spoils, replaced("in one pool.", "in one pool, and ends with 339.")),
    (article.told_after, shown),
    (voice.sound, replaced("Three last questions", "Three last questions. " * 9)),
    (voice.sound, replaced("So no mode is safer", "Ada loses her long: nobody wants that. " * 4)),
    (article.paced, replaced("Try every crash", "Try\n\n" + "word " * 100)),
    (article.paced, lambda cells: cells.remove(cell(cells, "Try every crash"))),
    (article.steps, replaced('here("00")', "None")),
    (article.steps, replaced('finish("00")', "None")),
]


@pytest.mark.parametrize("rule", article.RULES, ids=lambda rule: rule.__name__)
def test_the_lesson_itself_passes(rule: Callable[[Page], Iterator[str]]) -> None:
    """Nothing is complained about without a reason."""
    assert not list(rule(SOUND))


@pytest.mark.parametrize(("rule", "damage"), DAMAGE)
def test_a_damaged_lesson_is_found_out(
    rule: Callable[[Page], Iterator[str]], damage: Callable[[list[Any]], None]
) -> None:
    """By the rule that speaks of it."""
    assert list(rule(damaged(damage)))


@pytest.mark.parametrize(
    ("rule", "damage"),
    [
        (tasks.carded, replaced('check("00-path"', 'check("00-turned"')),
        (tasks.carded, replaced('ask("00-three")', 'ask("00-back")')),
        (tasks.carded, lambda cells: cells.remove(cell(cells, "def answer"))),
        (tasks.carded, lambda cells: cells.insert(0, cells.pop(cells.index(cell(cells, 'check("00-path"'))))),
        (tasks.fresh, replaced('ask("00-three")', 'ask("00-isolated")')),
        (tasks.folded, lambda cells: cell(cells, 'ask("00-three")').metadata.clear()),
        (tasks.folded, replaced("# your turn: three", "three")),
        (tasks.stubs, lambda cells: cell(cells, 'check("00-path"').outputs.clear()),
    ],
)
def test_damaged_exercises_are_found_out(
    rule: Callable[[Page], Iterator[str]], damage: Callable[[list[Any]], None]
) -> None:
    """A check of another item, a card twice, a lost cell, an order, an item of the lesson, and open machinery."""
    assert not list(rule(CARDS))
    assert list(rule(damaged(damage, CARDS)))


@pytest.mark.parametrize(
    "asked",
    [
        "00-cross " * 7,
        "00-cross 00-tie 00-fund 00-isolated 01-ratio 01-mark 00-three",
        "00-cross 00-fund 01-mark 01-ratio 02-left 02-price 02-who",
        "02-left 00-fund 01-mark 01-ratio 03-price 00-cross 02-who",
        "02-left 00-fund 01-mark 01-ratio 02-price 00-cross 02-turned",
    ],
)
def test_a_checkpoint_of_other_items_is_found_out(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One item seven times, two lessons alone, in the order of the lessons, a later lesson, and a function."""
    assert not list(tasks.mixed(CHECKPOINT))
    changed = [
        replace(one, checkpoint=one.checkpoint._replace(items=tuple(asked.split()))) if one.checkpoint else one
        for one in catalogue.lessons()
    ]
    monkeypatch.setattr(catalogue, "lessons", lambda: tuple(changed))
    assert list(tasks.mixed(CHECKPOINT))
