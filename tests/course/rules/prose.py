"""The rules of prose, for lessons and exercises. Each takes a page and returns what is wrong with it, in words."""

import ast
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

from tests.course.reading import GLOSSARY, Page, headings, numbered, page, plain
from tests.notebooks import form

NUMBER = re.compile(r"(?<![\w.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(\s?%)?(?![\w])")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CONTRACTION = re.compile(
    r"\b(?:\w+n['’]t|(?:i|you|we|they|he|she|it|that|there|here|what|who|where|how|let|when)['’](?:s|re|ve|ll|d|m))\b",
    re.IGNORECASE,
)
DISMISSIVE = re.compile(r"\b(?:just|simply|obviously|easy|easily|trivial|trivially|of course)\b", re.IGNORECASE)
NOT_TERMS = {"find", "explain", "break", "key points", "what this model leaves out"}
BETWEEN = 120  # words of prose between two things to do
GLANCE = 12  # lines of code in a cell
CLOSING = 250  # words after the last of them


def wording(text: str) -> Iterator[str]:
    """No contraction and no word that calls a thing easy."""
    yield from (f"a contraction: {found[0]!r}" for found in CONTRACTION.finditer(text))
    yield from (f"a word that dismisses: {found[0]!r}" for found in DISMISSIVE.finditer(text))


def worded(page: Page) -> Iterator[str]:
    """The prose, headings included, keeps to the wording of the course."""
    for cell in page.markdown:
        text = re.sub(r"^#+ ", "", cell.source, flags=re.MULTILINE)
        yield from (f"cell {cell.id}: {fault}" for fault in wording(plain(text)))


def length(page: Page) -> Iterator[str]:
    """At most 120 words of prose between two code cells."""
    words = 0
    last = page.code[-1].id if page.code else ""
    limit = BETWEEN
    for cell in page.cells:
        if cell.cell_type == "code":
            words = 0
            limit = CLOSING if cell.id == last else BETWEEN
        elif cell is not page.card and cell is not page.cells[0]:
            before, words = words, words + len(re.findall(r"\w[\w.,'’-]*", plain(cell.source)))
            if before <= limit < words:
                yield f"cell {cell.id}: {words} words without anything to do, more than {limit}"


def brief(page: Page) -> Iterator[str]:
    """A code cell is read at a glance: at most twelve lines."""
    for cell in page.code:
        lines = len(cell.source.splitlines())
        if lines > GLANCE:
            yield f"cell {cell.id}: {lines} lines of code, more than {GLANCE}"


def numbers(page: Page) -> Iterator[str]:
    """Each decimal number, grouped number and percent in the prose is claimed, or is an input in a code cell."""
    known = _known(page)
    for cell in page.prose:
        for digits, percent in NUMBER.findall(numbered(cell.source)):
            if not (percent or "." in digits or "," in digits):
                continue
            value = Decimal(digits.replace(",", ""))
            if value not in known and not (percent and value / 100 in known):
                yield f"cell {cell.id}: {digits}{percent} is neither claimed nor an input"


def _known(page: Page) -> set[Decimal]:
    claimed = {
        Decimal(digits.replace(",", ""))
        for tree in page.trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "claim" and node.args[1:]
        for digits, _ in NUMBER.findall(str(getattr(node.args[1], "value", "")))
    }
    inputs = {
        Decimal(repr(node.value))
        for tree in page.trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    return claimed | inputs


def terms(page: Page) -> Iterator[str]:
    """Bold marks a new term, and every new term is in the glossary."""
    known = glossary()
    for cell in page.prose:
        for bold in re.findall(r"\*\*(.+?)\*\*", cell.source):
            term = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", bold).strip(" .:,;?!").lower()
            if term not in known | NOT_TERMS and term.removesuffix("s") not in known:
                yield f"cell {cell.id}: {term!r} is bold but not in the glossary"


def glossary() -> set[str]:
    """The terms of the glossary, lower case."""
    text = GLOSSARY.read_text(encoding="utf-8") if GLOSSARY.exists() else ""
    return {term.strip().lower() for term in re.findall(r"^### +(.+)$", text, re.MULTILINE)}


def links(page: Page) -> Iterator[str]:
    """Every relative link leads to a file, and to a heading in it where it names one."""
    for cell in page.markdown:
        yield from (f"cell {cell.id}: {fault}" for fault in broken(cell.source, page.path))


def broken(source: str, origin: Path) -> Iterator[str]:
    """The links in a Markdown text that lead nowhere."""
    for target in LINK.findall(source):
        name, _, anchor = unquote(target).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = (origin.parent / name).resolve() if name else origin
        if not path.exists():
            yield f"the link {target} leads nowhere"
        elif anchor and anchor.lower() not in anchors(path):
            yield f"the link {target} names a heading that does not exist"


def anchors(path: Path) -> set[str]:
    """The anchors of the headings of a notebook or a Markdown file, lower case."""
    if path.suffix == ".ipynb":
        found = [one for cell in page(path).markdown for level in range(1, 5) for one in headings(cell, level)]
    else:
        found = re.findall(r"^#+ +(.+?) *$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-").lower() for heading in found}


def clean(page: Page) -> Iterator[str]:
    """The file is in the one form of committed notebooks, with nothing in it that may not be committed."""
    yield from form.faults(page.notebook)
    if form.text(form.normal(page.notebook)) != page.path.read_text(encoding="utf-8"):
        yield "not normalised: run python -m tests.notebooks"
    for cell in page.code:
        if cell.source.rstrip().endswith(";"):
            yield f"cell {cell.id} ends in a semicolon, which hides its output from the comparison"


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (worded, length, brief, numbers, terms, links, clean)
