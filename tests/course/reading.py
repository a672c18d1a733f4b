"""A notebook as the rules of the course read it: prose without code, calls without running them."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.notebooks import form
from tests.notebooks.form import Cell, Notebook

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(ROOT.glob("lessons/*.ipynb"))
NUMBERS = [path.name[:2] for path in LESSONS]
EXERCISES = sorted(ROOT.glob("exercises/[0-9]*.ipynb"))
CHECKPOINTS = sorted(ROOT.glob("exercises/checkpoint_*.ipynb"))
SOLUTIONS = sorted(ROOT.glob("exercises/solutions/*.ipynb"))
GLOSSARY = ROOT / "lessons" / "glossary.md"


@dataclass(frozen=True)
class Page:
    """A notebook and where it lies."""

    path: Path
    notebook: Notebook

    @property
    def number(self) -> str:
        """The number of its lesson, two digits."""
        return self.path.name[:2]

    @property
    def cells(self) -> list[Cell]:
        """Every cell."""
        return list(self.notebook.cells)

    @property
    def markdown(self) -> list[Cell]:
        """The prose cells."""
        return [cell for cell in self.cells if cell.cell_type == "markdown"]

    @property
    def code(self) -> list[Cell]:
        """The code cells that hold anything."""
        return [cell for cell in self.cells if cell.cell_type == "code" and cell.source.strip()]

    @property
    def prose(self) -> list[Cell]:
        """The prose cells without the card."""
        return [cell for cell in self.markdown if cell is not self.card]

    @property
    def card(self) -> Cell | None:
        """Where the lesson says what it takes and gives: the second cell, or a fold under the first cards."""
        if len(self.cells) > 1 and self.cells[1].cell_type == "markdown":
            return self.cells[1]
        return next((cell for cell in self.markdown if cell.source.startswith("<details>")), None)

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The syntax tree of each code cell by its id; a cell that is not Python has an empty one."""
        return {cell.id: _tree(cell.source) for cell in self.code}

    def calls(self, *names: str) -> list[tuple[str, str]]:
        """Each call of one of the functions with a literal first argument: the id of its cell and that argument."""
        found = [
            (cell, node)
            for cell, tree in self.trees.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args
        ]
        found.sort(key=lambda pair: (self.place(pair[0]), pair[1].lineno, pair[1].col_offset))
        return [(cell, str(node.args[0].value)) for cell, node in found if isinstance(node.args[0], ast.Constant)]

    def place(self, cell_id: str) -> int:
        """Where a cell stands."""
        return next(place for place, cell in enumerate(self.cells) if cell.id == cell_id)

    def sections(self) -> dict[str, list[Cell]]:
        """The cells under each second-level heading, by its text."""
        found: dict[str, list[Cell]] = {}
        current: list[Cell] = []
        for cell in self.cells:
            for heading in headings(cell, 2):
                current = found.setdefault(heading, [])
            current.append(cell)
        return found


def page(path: Path) -> Page:
    """The page at `path`."""
    return Page(path, form.read(path))


def headings(cell: Cell, level: int) -> list[str]:
    """The headings of one level in a prose cell."""
    if cell.cell_type != "markdown":
        return []
    return re.findall(rf"^{'#' * level} +(.+?) *$", _without_code(cell.source), re.MULTILINE)


def plain(source: str) -> str:
    """Prose without code, tables, formulas, link targets, headings and HTML: what is read as sentences."""
    text = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", " ", _without_code(source), flags=re.DOTALL)
    text = re.sub(r"^\s*(\|.*|#+ .*)$", " ", text, flags=re.MULTILINE)
    return _without_markup(text)


def numbered(source: str) -> str:
    """Prose with its formulas and tables, where printed numbers stand, but without code, headings and link targets."""
    text = re.sub(r"^\s*#+ .*$", " ", _without_code(source), flags=re.MULTILINE)
    return _without_markup(text.replace("{,}", ",").replace(r"\,", "").replace(r"\%", "%"))


def _without_code(source: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", " ", source, flags=re.DOTALL)


def _without_markup(text: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"\]\([^)]*\)", "]", text))


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])
