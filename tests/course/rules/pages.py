"""The rules that lessons, exercises and solutions share. Each takes a page and says what is wrong with it."""

import ast
from collections.abc import Iterator

from marginlib.errors import UnknownName
from marginlib.learn import catalogue
from tests.course.reading import Page, headings

SAYS = ("check", "claim", "given", "recall", "predict", "hint", "solution", "progress", "calibration")


def question(page: Page) -> Iterator[str]:
    """The only H1 is the question in the first cell, as the bank has it."""
    found = [(place, one) for place, cell in enumerate(page.cells) for one in headings(cell, 1)]
    if len(found) != 1 or found[0][0] != 0:
        yield f"one H1, in the first cell; found {found}"
    elif not found[0][1].endswith("?"):
        yield f"the H1 asks a question; found {found[0][1]!r}"
    elif _question(page.number) != found[0][1]:
        yield f"the H1 is the question of the bank, {_question(page.number)!r}; found {found[0][1]!r}"


def _question(number: str) -> str:
    try:
        return catalogue.lesson(number).question
    except UnknownName:
        return "(this lesson is not in the bank)"


def imports(page: Page) -> Iterator[str]:
    """One import cell, no magics, no helpers."""
    with_imports = [
        cell
        for cell in page.code
        if any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.walk(page.trees[cell.id]))
    ]
    if len(with_imports) != 1 or with_imports[0] is not page.code[0]:
        yield f"all imports in the first code cell; found in {[cell.id for cell in with_imports]}"
    for cell in page.code:
        if not page.trees[cell.id].body:
            yield f"cell {cell.id} is not plain Python (a magic?)"
        for node in ast.walk(page.trees[cell.id]):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and (node.end_lineno or 0) - node.lineno > 6:
                yield f"cell {cell.id} defines {node.name} in more than a few lines; it belongs in marginlib"


def run(page: Page) -> Iterator[str]:
    """Every code cell is committed run, and shows what it says."""
    for cell in page.code:
        if cell.execution_count is None:
            yield f"cell {cell.id} is un-run"
        elif not cell.outputs and _speaks(page.trees[cell.id]):
            yield f"cell {cell.id} has lost its output"


def _speaks(tree: ast.Module) -> bool:
    last = tree.body[-1] if tree.body else None
    return isinstance(last, ast.Expr) or any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS
        for node in ast.walk(tree)
    )


def known_items(page: Page) -> Iterator[str]:
    """Every id that is called for is in the bank."""
    for _, id_ in page.calls("ask", "check", "given", "predict", "hint", "solution"):
        try:
            catalogue.item(id_)
        except UnknownName as error:
            yield str(error)
