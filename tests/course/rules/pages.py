"""The rules of the lesson skeleton. Each takes a page and returns what is wrong with it, in words."""

import ast
import re
from collections.abc import Callable, Iterator

from marginlib.errors import UnknownName
from marginlib.learn import catalogue
from marginlib.learn.drawn import numbers
from tests.course.reading import Page, headings
from tests.notebooks import form
from tests.notebooks.form import Cell

TOTAL = {"00": (25, 45)}
USUAL = (35, 45)
MINUTES = re.compile(r"\((extra, )?(\d+) min\)$")
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


def card(page: Page) -> Iterator[str]:
    """The card gives time, needs, at least three objectives as the bank has them, and the new words."""
    text = page.card.source if page.card else ""
    yield from (
        f"the card has no line **{label}**"
        for label in ("Time:", "Needs:", "You will be able to:", "New words:")
        if f"**{label}**" not in text
    )
    after = text.partition("**You will be able to:**")[2].partition("**New words:**")[0]
    bullets = {bullet.strip().rstrip(".;") for bullet in re.findall(r"^\s*[-*] +(.+)$", after, re.MULTILINE)}
    try:
        objectives = {one.rstrip(".;") for one in catalogue.lesson(page.number).objectives.values()}
    except UnknownName as error:
        yield str(error)
        return
    if len(bullets) < 3:
        yield f"at least three objectives; found {len(bullets)}"
    if bullets != objectives:
        yield f"objectives of card and bank differ: {sorted(bullets ^ objectives)}"


def minutes(page: Page) -> Iterator[str]:
    """Every section says its minutes; those that are not extra add up to the time on the card."""
    total = 0
    for heading in page.sections():
        said = MINUTES.search(heading)
        if not said:
            yield f"section {heading!r} ends in its minutes, such as (5 min) or (extra, 10 min)"
        elif not said[1]:
            total += int(said[2])
    stated = re.search(r"\*\*Time:\*\* *(\d+) minutes", page.card.source if page.card else "")
    if not stated or int(stated[1]) != total:
        yield f"the card says {stated and stated[1]} minutes, the sections add up to {total}"
    low, high = TOTAL.get(page.number, USUAL)
    if not low <= total <= high:
        yield f"{total} minutes; the path through the lesson takes {low} to {high}"


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


def help_at_hand(page: Page) -> Iterator[str]:
    """Where answers are checked, the import cell brings the hints and solutions that verdicts and prose name."""
    brought = {
        alias.name
        for node in ast.walk(page.trees[page.code[0].id] if page.code else ast.Module([], []))
        if isinstance(node, ast.ImportFrom) and node.module == "marginlib.course"
        for alias in node.names
    }
    if "check" in brought:
        yield from (f"the import cell brings no {name}" for name in ("hint", "solution") if name not in brought)


def predictions(page: Page) -> Iterator[str]:
    """Each reveal comes after its predict, and each predict has its reveal; there is at least one."""
    predicted = {id_: page.place(cell) for cell, id_ in reversed(page.calls("predict"))}
    revealed = {id_: page.place(cell) for cell, id_ in page.calls("reveal")}
    if not predicted:
        yield "no prediction"
    for id_ in predicted.keys() ^ revealed.keys():
        yield f"{id_} has no {'reveal' if id_ in predicted else 'predict'}"
    for id_ in predicted.keys() & revealed.keys():
        if predicted[id_] >= revealed[id_]:
            yield f"{id_} is revealed before it is predicted"


def un_run(page: Page) -> Iterator[str]:
    """Reveal cells are un-run, all others are run and show what they say."""
    revealing = {cell for cell, _ in page.calls("reveal")}
    for cell in page.code:
        tagged = form.tagged(cell, "reveal")
        if tagged != (cell.id in revealing):
            yield f"cell {cell.id}: the tag reveal belongs to cells that call reveal, and to no other"
        if tagged and (cell.outputs or cell.execution_count is not None):
            yield f"cell {cell.id}: a reveal is committed un-run"
        if not tagged and cell.execution_count is None:
            yield f"cell {cell.id} is un-run"
        if not tagged and not cell.outputs and _speaks(page.trees[cell.id]):
            yield f"cell {cell.id} has lost its output"


def _speaks(tree: ast.Module) -> bool:
    last = tree.body[-1] if tree.body else None
    return isinstance(last, ast.Expr) or any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS
        for node in ast.walk(tree)
    )


def explorer(page: Page) -> Iterator[str]:
    """An explorer is shown with its picture, then a cell drives it and shows its table; three questions come before."""
    shown = {_last_name(page.trees[cell.id]): cell for cell in reversed(page.code) if _last_name(page.trees[cell.id])}
    driven = {name: cell for cell in page.code for name in _driven(page.trees[cell.id])}
    both = [name for name in driven if name in shown and page.place(shown[name].id) < page.place(driven[name].id)]
    if not both:
        yield "no explorer that is shown (a cell ending in its name) and later driven (w.set(...); w.summary)"
        return
    first = shown[both[0]]
    if not any("image/png" in output.get("data", {}) for output in first.outputs):
        yield f"cell {first.id}: the explorer shows no picture"
    before = "".join(cell.source for cell in page.cells[: page.place(first.id)] if cell.cell_type == "markdown")
    for word in ("Find", "Explain", "Break"):
        if not re.search(rf"\*\*{word}\b", before):
            yield f"no question **{word}** before the explorer"


def _last_name(tree: ast.Module) -> str:
    last = tree.body[-1] if tree.body else None
    return last.value.id if isinstance(last, ast.Expr) and isinstance(last.value, ast.Name) else ""


def _driven(tree: ast.Module) -> set[str]:
    """Names whose controls are moved in this cell, which ends in their summary."""
    last = tree.body[-1] if tree.body else None
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Attribute) and last.value.attr == "summary"):
        return set()
    summary = last.value.value
    return _moved(tree) & ({summary.id} if isinstance(summary, ast.Name) else set())


def comes_back(page: Page) -> Iterator[str]:
    """Whoever runs all cells finds the explorer as the prose beside it has it: the last cell that moves it says so."""
    for cell in page.code:
        name = _last_name(page.trees[cell.id])
        moving = [one for one in page.code if name and name in _moved(page.trees[one.id])]
        if moving:
            words = _shown(cell).partition("\n\n")[0]
            if not words or words not in _shown(moving[-1]):
                yield f"cell {moving[-1].id} leaves {name} where it was not when it was first shown"


def _moved(tree: ast.Module) -> set[str]:
    """Names whose controls are moved in this cell, one by one or with `set`."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    by_call = [one.value for one in calls if isinstance(one, ast.Attribute) and one.attr in ("set", "preset")]
    targets = [target for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets]
    every = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    values = [one.value for one in every if isinstance(one, ast.Attribute) and one.attr == "value"]
    by_value = [one.value for one in values if isinstance(one, ast.Attribute)]
    return {one.id for one in (*by_call, *by_value) if isinstance(one, ast.Name)}


def _shown(cell: Cell) -> str:
    return "\n".join(str(output.get("data", {}).get("text/plain", "")) for output in cell.outputs)


def kept(page: Page) -> Iterator[str]:
    """Numbers that are shown as those of `g` are kept as `g`."""
    for cell in page.code:
        for node in page.trees[cell.id].body:
            call = node.value if isinstance(node, ast.Expr) else None
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "given":
                item = catalogue.item(ast.literal_eval(call.args[0]))
                if item.expects != "function" and numbers(item, "reader"):
                    yield f"cell {cell.id}: given({item.id!r}) has numbers, so it is kept as g"


def exits(page: Page) -> Iterator[str]:
    """The lesson recalls, checks, ends in at least two exit items, key points and what the model leaves out."""
    if page.number not in {number for _, number in page.calls("recall")}:
        yield f'no recall("{page.number}")'
    under = [cells for heading, cells in page.sections().items() if heading.startswith("Exit")]
    exit_cells = {cell.id for cells in under for cell in cells}
    if len({id_ for cell, id_ in page.calls("check") if cell in exit_cells}) < 2:
        yield "a section whose heading begins with Exit holds at least two checks"
    prose = "\n".join(cell.source for cell in page.prose).lower()
    yield from (f"nothing says {said!r}" for said in ("key points", "leaves out") if said not in prose)


def known_items(page: Page) -> Iterator[str]:
    """Every id that is called for is in the bank."""
    for _, id_ in page.calls("ask", "check", "given", "predict", "reveal", "hint", "solution"):
        try:
            catalogue.item(id_)
        except UnknownName as error:
            yield str(error)


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    question,
    card,
    minutes,
    imports,
    help_at_hand,
    predictions,
    un_run,
    explorer,
    comes_back,
    kept,
    exits,
    known_items,
)
