"""The rules of a teacher's page, `lessons/instructor/NN.md`, held against its lesson.

Minutes stand in the cells of the lesson as `{"teach": {"minutes": 8, "short": 5}}`, those of a workshop of 90 and of
one of 45, at whichever cell of a section; a cell without them takes none.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from marginlib.learn import catalogue
from tests.course.goals import REACHED
from tests.course.reading import Page

KINDS = ("minutes", "short")
OPENING = "Opening"  # what stands above the first section
PARTS = (
    *("Board picture", "Minutes", "Votes", "Explorer key", "Wrong ideas"),
    *("If it goes wrong", "Leave out", "Access"),
)

Rule = Callable[[Page, str], Iterator[str]]


def rows(text: str, part: str) -> list[list[str]]:
    """The cells of the table in one part of the page, without its head."""
    after = text.partition(f"## {part}\n")[2].partition("\n## ")[0]
    lines = [line.strip().strip("|") for line in after.splitlines() if line.lstrip().startswith("|")]
    return [[cell.strip() for cell in line.split("|")] for line in lines[2:]]


def planned(page: Page) -> dict[str, list[int]]:
    """The minutes of each section, long and short, as the cells have them."""
    found: dict[str, list[int]] = {OPENING: [0, 0]}
    current = OPENING
    for cell in page.cells:
        heading = re.match(r"## +(.+)", cell.source) if cell.cell_type == "markdown" else None
        current = heading[1].strip() if heading else current
        said = cell.metadata.get("teach", {})
        before = found.setdefault(current, [0, 0])
        found[current] = [one + int(said.get(kind, 0)) for one, kind in zip(before, KINDS, strict=True)]
    return found


def parts(_: Page, text: str) -> Iterator[str]:
    """Nothing of a teacher's page is missing."""
    yield from (f"no part {part!r}" for part in PARTS if f"\n## {part}\n" not in text)
    if "**The idea in one sentence.**" not in text:
        yield "no idea in one sentence"


def minutes(page: Page, text: str) -> Iterator[str]:
    """The plan names every section with the minutes of its cells, and its last line is their sum."""
    *plan, total = rows(text, "Minutes") or [["", "0", "0"]]
    said = {row[0]: [int(row[1]), int(row[2])] for row in plan}
    if said != planned(page):
        yield f"the plan says {said}, the cells {planned(page)}"
    sums = [sum(column) for column in zip(*planned(page).values(), strict=True)]
    if [int(total[1]), int(total[2])] != sums:
        yield f"the plan adds up to {total[1:3]}, the cells to {sums}"
    if not 0 < sums[1] <= sums[0]:
        yield f"the short form takes {sums[1]} minutes, the long one {sums[0]}"


def votes(page: Page, text: str) -> Iterator[str]:
    """Two to four votes, on predictions and choices that the lesson asks."""
    voted = [row[0].strip("`") for row in rows(text, "Votes")]
    if not 2 <= len(voted) <= 4:
        yield f"two to four votes; found {voted}"
    there = {id_ for _, id_ in page.calls("ask", "predict")}
    yield from (
        f"{id_} is no prediction or choice of the lesson"
        for id_ in voted
        if id_ not in there or not catalogue.item(id_).options
    )


def key(page: Page, text: str) -> Iterator[str]:
    """Every goal stands in the key, with the values that meet it."""
    said = {row[0].strip("`"): row[1] for row in rows(text, "Explorer key")}
    goals = {goal.key for goal in catalogue.lesson(page.number).goals}
    if set(said) != goals:
        yield f"the key has {sorted(said)}, the explorer {sorted(goals)}"
    for goal in goals & set(said):
        figures = {float(one) for one in re.findall(r"\d+(?:\.\d+)?", said[goal])}
        known = {float(one) for one in REACHED[goal].values() if isinstance(one, (int, float))}
        yield from (f"{goal} is not met by {one:g} in the tests" for one in figures - known)


def ideas(page: Page, text: str) -> Iterator[str]:
    """Each wrong idea is one that the bank names."""
    listed = rows(text, "Wrong ideas")
    if not listed:
        yield "no wrong ideas"
    for id_, name, _ in ([cell.strip("`") for cell in row] for row in listed):
        if name not in catalogue.item(id_).wrong:
            yield f"{id_} names no {name!r}"


def page_of(path: Path, number: str) -> str:
    """The text of a lesson's teacher's page; empty where there is none."""
    guide = path / f"{number}.md"
    return guide.read_text(encoding="utf-8") if guide.exists() else ""


RULES: tuple[Rule, ...] = (parts, minutes, votes, key, ideas)
