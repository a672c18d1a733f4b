"""The rooms of marginlib stand as the tree in CONTRIBUTING.md draws them."""

import ast
import re
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.mutants.rooms import ROOMS

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "marginlib"
KITS = ("show", "learn")  # they draw and ask, whatever the lesson
CORE_LINES, CORE, MECHANIC, BEYOND = 4, 800, 375, 2  # statements, and rooms read beyond the core


def drawn() -> list[tuple[int, list[str]]]:
    """Lines of the tree: how far each is indented, and the folders and files that it names."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(r"## Where things live\n+```text\n(.*?)```", page, re.DOTALL)
    assert found
    lines = []
    for line in found[1].splitlines():
        named = re.match(r" *((?:[\w.]+(?:/|\.py)(?: |$))*)", line)
        if named and named[1]:
            lines.append((len(line) - len(line.lstrip()), named[1].split()))
    return lines


TREE = drawn()
ROWS = [[name.removesuffix(".py").rstrip("/") for name in names] for depth, names in TREE if depth == 2]
ROWS = ROWS[: ROWS.index(["launch"]) + 1]  # those of marginlib; the next are those of tests
ORDER = [room for row in ROWS for room in row]
THE_CORE = {room for row in ROWS[:CORE_LINES] for room in row}
MECHANICS = ORDER[: ORDER.index("show")]


def dotted(path: Path) -> str:
    """Name of the module in a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {dotted(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.rglob("*.py"))}


def read_by(tree: ast.Module) -> set[str]:
    """Modules of marginlib that one imports, also inside functions and for type checkers alone."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in MODULES else node.module or "" for name in inside}
    return names & set(MODULES)


READS = {name: read_by(tree) - {name} for name, tree in MODULES.items()}


def room(module: str) -> str:
    """The room that a module belongs to, right below marginlib; marginlib itself belongs to none."""
    return module.split(".")[1] if "." in module else ""


def rooms_read(name: str) -> set[str]:
    """Rooms that the modules of one room read."""
    return {room(read) for module, reads in READS.items() if room(module) == name for read in reads} - {name, ""}


def statements(name: str) -> int:
    """Statements of a room, without imports and docstrings."""
    count = 0
    for module, tree in MODULES.items():
        for node in ast.walk(tree) if room(module) == name else ():
            words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            count += isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom) and not words
    return count


def test_every_room_is_drawn() -> None:
    """The tree draws every room, once, and no other."""
    there = {path.stem for path in LIBRARY.glob("*.py")} - {"__init__"}
    there |= {path.parent.name for path in LIBRARY.glob("*/__init__.py")}
    assert Counter(ORDER) == Counter(there), "draw it in the tree of CONTRIBUTING.md, after all that it reads"


def test_what_is_drawn_is_there() -> None:
    """Every folder and file that the tree names is where the tree draws it, in a folder of the line above."""
    above: dict[int, list[Path]] = {-1: [ROOT]}
    for (_, before), (depth, names) in pairwise([(0, [""]), *TREE]):
        above = {level: paths for level, paths in above.items() if level <= depth}
        parents = above[max(level for level in above if level < depth)]
        for name in names:
            found = [parent / name for parent in parents if (parent / name).exists()]
            assert found, f"{name}, drawn after {before}"
            above[depth] = above.get(depth, []) + found


@pytest.mark.parametrize("name", ORDER)
def test_a_room_reads_only_what_stands_before_it(name: str) -> None:
    """No room reads one that is drawn after it: line by line, and from left to right."""
    assert rooms_read(name) <= set(ORDER[: ORDER.index(name)])


def test_no_module_reads_one_that_reads_it() -> None:
    """There is no circle of modules anywhere, within a room neither, and what is read for types alone counts."""
    assert len(list(TopologicalSorter(READS).static_order())) == len(MODULES)


def test_the_kits_know_no_lesson() -> None:
    """Neither kit reads the course, nor holds the name of one of its modules, which a string could import."""
    for module, tree in MODULES.items():
        if room(module) in KITS:
            assert "course" not in {room(read) for read in READS[module]}, module
            strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            assert not strings & {name for name in MODULES if room(name) == "course"}, module


def test_no_lesson_reads_another() -> None:
    """What two lessons need is a mechanic: no lesson's room imports another's."""
    for module, reads in READS.items():
        lesson = module.split(".")[2:3]
        others = {read for read in reads if room(read) == "course" and read.split(".")[2:3] not in ([], lesson)}
        assert room(module) != "course" or not others, module


def test_budget() -> None:
    """The core is held in the head, and one more room is taken at a sitting: both have a size that allows it."""
    sizes = {name: statements(name) for name in MECHANICS}
    assert sum(sizes[name] for name in THE_CORE) <= CORE, sizes
    assert not {name: size for name, size in sizes.items() if name not in THE_CORE and size > MECHANIC}
    assert not {name: read for name in MECHANICS if len(read := rooms_read(name) - THE_CORE) > BEYOND}


def test_mutants_come_from_every_room() -> None:
    """A mechanic that is new has its tests named, or nobody would ask whether they notice anything."""
    assert {*MECHANICS} <= {*ROOMS}


def test_items_and_accounts_draw_nothing() -> None:
    """Numbers, items and texts of every lesson load no picture and no optimizer, so that a check answers at once, and
    that of thirty kernels on one machine none carries what few lessons call.
    """
    wanted = [
        name for name in MODULES if re.fullmatch(r"marginlib\.course\.\w+\.(?:account|lesson|items(?:\.\w+)?)", name)
    ]
    assert any(name.endswith("account") for name in wanted)
    heavy = "{'matplotlib', 'scipy.optimize', 'scipy.integrate'}"
    program = f"import sys, {', '.join(wanted)}\nprint({heavy} & {{*sys.modules}})"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout == "set()\n"
