"""The rules of exercises, their solutions, and checkpoints. Each takes a page and returns what is wrong, in words.

Exercises are a page of cards; only a function, a path or a plan is written in a cell of its own and checked under it.
Solutions are in code throughout.
"""

import contextlib
import io
import os
import re
from collections.abc import Callable, Iterator
from unittest import mock

from marginlib.errors import UnknownName
from marginlib.learn import catalogue, faces
from marginlib.learn.recollection import FORMATS
from tests.course import reading
from tests.course.reading import LESSONS, Page, headings, page
from tests.course.rules import article
from tests.course.rules.pages import imports, known_items, run

OTHER_ALIASES = ("ada", "benoit", "chandra")
SEVEN = 7  # questions of a checkpoint


def title(page: Page) -> Iterator[str]:
    """One H1, in the first cell."""
    found = [place for place, cell in enumerate(page.cells) for _ in headings(cell, 1)]
    if found != [0]:
        yield f"one H1, in the first cell; found in {found}"


def formats(page: Page) -> Iterator[str]:
    """At least four formats of exercise, each with its given numbers before its check."""
    checked = checks(page)
    kinds = set()
    for id_ in checked:
        with contextlib.suppress(UnknownName):
            kinds.add(catalogue.item(id_).format)
    if len(kinds) < 4:
        yield f"at least four formats; found {sorted(kinds)}"
    yield from (
        f"{id_} is checked but not given" for id_ in checked if id_ not in {one for _, one in page.calls("given")}
    )


def checks(page: Page) -> list[str]:
    """The items that are checked, in order."""
    return [id_ for _, id_ in page.calls("check")]


def asked(page: Page) -> list[str]:
    """The items that are asked or checked, each once, in order."""
    return list(dict.fromkeys(id_ for _, id_ in page.calls("ask", "check")))


def carded(page: Page) -> Iterator[str]:
    """At least four formats, each item in one card; what is written in code has its cell and its check below it."""
    items = [catalogue.item(id_) for _, id_ in page.calls("ask")]
    kinds = {item.format for item in items}
    if len(kinds) < 4:
        yield f"at least four formats; found {sorted(kinds)}"
    written = [item.id for item in items if faces.kind(item) == "code"]
    if written != checks(page):
        yield f"{written} are written in code, {checks(page)} are checked"
    yield from (f"{item.id} is asked twice" for item in items if items.count(item) > 1)
    cards, checked = ({id_: page.place(cell) for cell, id_ in page.calls(name)} for name in ("ask", "check"))
    for id_ in cards.keys() & checked.keys():
        if checked[id_] - cards[id_] != 2:
            yield f"{id_}: card, the learner's cell and its check follow each other"


def fresh(page: Page) -> Iterator[str]:
    """Nothing is asked that the lessons ask already, and none of it counts on the map."""
    there = {id_ for path in LESSONS for _, id_ in reading.page(path).calls("ask", "predict", "check")}
    yield from (f"{id_} stands in a lesson already" for id_ in asked(page) if id_ in there)
    yield from (f"{id_} is an exercise, so it is extra" for id_ in asked(page) if not catalogue.item(id_).extra)


def folded(page: Page) -> Iterator[str]:
    """Cards and imports are folded, and what a learner writes or runs is seen."""
    machinery = {page.code[0].id, *(cell for cell, _ in page.calls("ask"))}
    for cell in page.code:
        hidden = bool(cell.metadata.get("jupyter", {}).get("source_hidden"))
        if hidden != (cell.id in machinery):
            yield f"cell {cell.id}: cards and imports are folded, and nothing else is"
        if hidden and not article.COMMENT.match(cell.source):
            yield f"cell {cell.id} is folded, so its first line is a comment of a few words"


def verdicts(page: Page) -> dict[str, list[str]]:
    """The signs that each check cell shows in the committed outputs, by item; strict comparison holds them true."""
    found: dict[str, list[str]] = {}
    for cell_id, id_ in page.calls("check"):
        shown = "\n".join(
            str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))
            for output in page.cells[page.place(cell_id)].outputs
        )
        found[id_] = re.findall(r"^[○!≈✗✓]", shown, re.MULTILINE)
    return found


def stubs(page: Page) -> Iterator[str]:
    """Every stub reads as not attempted."""
    yield from (f"{id_} reads {signs}, not ○" for id_, signs in verdicts(page).items() if set(signs) != {"○"})


def solved(page: Page) -> Iterator[str]:
    """Every solution passes."""
    yield from (f"{id_} reads {signs}, not ✓" for id_, signs in verdicts(page).items() if set(signs) != {"✓"})


def twin(solution: Page) -> Iterator[str]:
    """A solution notebook checks the items of its exercises, in the same order."""
    stub = page(solution.path.parents[1] / solution.path.name)
    if asked(stub) != checks(solution):
        yield f"exercises ask {asked(stub)}, solutions check {checks(solution)}"


def for_everyone(page: Page) -> Iterator[str]:
    """The solutions pass for learners with other numbers, too: nothing in them is typed in."""
    for alias in OTHER_ALIASES:
        said = io.StringIO()
        settings = {"BULKHEADS_ALIAS": alias, "BULKHEADS_PROGRESS": ":memory:", "MPLBACKEND": "agg"}
        with mock.patch.dict(os.environ, settings), contextlib.redirect_stdout(said):
            names: dict[str, object] = {"__name__": "__main__"}
            for cell in page.code:
                exec(compile(cell.source, f"{page.path.name}, {cell.id}", "exec"), names)  # noqa: S102 - our own cells
        for line in said.getvalue().splitlines():
            if line[:1] in "○!≈✗" and line[1:2] == " ":
                yield f"for {alias}: {line}"


def mixed(page: Page) -> Iterator[str]:
    """The notebook asks for its own checkpoint: seven short items of three lessons or more before it, unsorted."""
    called = [number for _, number in page.calls("checkpoint")]
    behind = [one for one in catalogue.lessons() if one.checkpoint and one.checkpoint.notebook == page.path.name]
    if called != [one.number for one in behind]:
        yield f"it calls checkpoint for {called}, and stands behind {[one.number for one in behind]}"
        return
    (lesson,) = behind
    asked = lesson.checkpoint.items if lesson.checkpoint else ()
    items = [catalogue.item(id_) for id_ in asked]
    short = [item for item in items if item.format in FORMATS and not item.extra]
    if len(set(asked)) != SEVEN or short != items:
        yield f"it asks {SEVEN} items of the path, each answered by a number, a choice or an order; found {asked}"
    homes = [item.id[:2] for item in items]
    if max(homes) > lesson.number or len(set(homes)) < 3 or homes == sorted(homes):
        yield f"its items come from three lessons or more up to {lesson.number}, mixed; found {homes}"


CHECKPOINT_RULES: tuple[Callable[[Page], Iterator[str]], ...] = (title, imports, mixed, run)
CARD_RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    title,
    imports,
    carded,
    fresh,
    folded,
    run,
    known_items,
    stubs,
)
SOLUTION_RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    title,
    imports,
    formats,
    run,
    known_items,
    solved,
    twin,
    for_everyone,
)
