"""The rooms of marginlib read each other one way only."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

LIBRARY = Path(__file__).parents[1] / "marginlib"
FACES = {"show", "learn", "launch", "course"}  # what learners see, on top of the mechanics and beside each other


def room(path: Path) -> str:
    """The room a file belongs to: a module or a package right below marginlib."""
    return path.relative_to(LIBRARY).parts[0].removesuffix(".py")


def read_by(path: Path) -> set[str]:
    """Rooms that a file imports, also inside functions; imports for type checkers alone do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "marginlib":
            names = [f"marginlib.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("marginlib.")}
    return found - {room(path)}


GRAPH: dict[str, set[str]] = {}
for _path in sorted(LIBRARY.rglob("*.py")):
    GRAPH.setdefault(room(_path), set()).update(read_by(_path))


def test_imports_go_one_way() -> None:
    """No room reads a room that reads it, directly or round about."""
    assert len(list(TopologicalSorter(GRAPH).static_order())) == len(GRAPH)


def test_mechanics_know_nothing_of_faces() -> None:
    """No mechanic imports pictures, course machinery or launcher; pictures and machinery do not import each other."""
    for name, read in GRAPH.items():
        # the command shows a learner's progress, and a lesson is made of both kits
        allowed = {"launch": {"learn", "course"}, "course": {"show", "learn"}, "learn": {"show"}}.get(name, set())
        assert not (read & FACES) - allowed, f"{name} reads {read & FACES}"
