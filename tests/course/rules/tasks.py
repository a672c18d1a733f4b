"""The rules of exercise notebooks and their solutions. Each takes a page and returns what is wrong, in words."""

import contextlib
import io
import os
import re
from collections.abc import Callable, Iterator
from unittest import mock

from marginlib.errors import UnknownName
from marginlib.learn import catalogue
from tests.course.reading import Page, headings, page
from tests.course.rules.pages import help_at_hand, imports, kept, known_items, un_run

OTHER_ALIASES = ("ada", "benoit", "chandra")


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
    if checks(stub) != checks(solution):
        yield f"exercises check {checks(stub)}, solutions {checks(solution)}"


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


STUB_RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    title,
    imports,
    help_at_hand,
    formats,
    kept,
    un_run,
    known_items,
    stubs,
)
SOLUTION_RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    title,
    imports,
    formats,
    un_run,
    known_items,
    solved,
    twin,
    for_everyone,
)
