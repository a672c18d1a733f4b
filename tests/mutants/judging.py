"""Run the tests of a room on a changed copy of the library, the quickest first, until one of them fails.

Each run is a fork of a process that has loaded what the tests need of others, so a test that takes a tenth of a second
takes no more than that.
"""

import difflib
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator

from tests.mutants.rooms import ROOMS, ROOT

AWAY = shutil.ignore_patterns("browser", "notebooks")
OPTIONS = (
    *("-x", "-q", "-p", "no:nbval", "-p", "no:cacheprovider", "-p", "no:anyio", "--override-ini", "addopts="),
    *("--import-mode=importlib", "--hypothesis-profile=planted", "--hypothesis-seed=7", "--doctest-modules"),
    "-Wignore::pytest.PytestAssertRewriteWarning",  # what is loaded before is no module of tests
)
NEEDED = ("numpy", "pandas", "scipy.stats", "scipy.optimize", "scipy.integrate", "sympy", "hypothesis.strategies")
LIMIT = 300  # seconds of the processor; a mutant that never ends counts as noticed


class Quickest:
    """A plugin of pytest: tests in the order of the time they took, and that time."""

    def __init__(self, times: dict[str, float]) -> None:
        self.known = times
        self.taken: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What is not known is tried first."""
        items.sort(key=lambda item: self.known.get(item.nodeid, 0.0))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the time of the test itself, and of what it was given."""
        self.taken[report.nodeid] = self.taken.get(report.nodeid, 0.0) + report.duration


def settle(below: Path) -> None:
    """Give this process a copy of its own to change, go there, and load what changes never touch."""
    place = Path(tempfile.mkdtemp(dir=below))
    for folder in ("marginlib", "tests"):
        shutil.copytree(ROOT / folder, place / folder, ignore=AWAY)
    shutil.copy(ROOT / "pyproject.toml", place)
    os.chdir(place)
    for name in NEEDED:
        importlib.import_module(name)
    sys.path.insert(0, str(place))


def times_of(test: str) -> dict[str, float]:
    """How long each test of a file takes on the library as it is, on which all of them must pass."""
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place) / "times.json"
        if _run([test], kept):
            raise RuntimeError(f"{test} fails before anything is changed")
        times: dict[str, float] = json.loads(kept.read_text("utf-8"))
        return times


def judged(job: tuple[str, Any, dict[str, float]]) -> tuple[str, str, str]:
    """Room, fate and difference of one mutant."""
    room, mutation, times = job
    operator = get_operator(mutation.operator_name)(**(mutation.operator_args or {}))
    with use_mutation(mutation.module_path, operator, mutation.occurrence) as (before, after):
        noticed = _run([str(mutation.module_path), *ROOMS[room]], None, times)
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), "a", f"b/{mutation.module_path}", lineterm="")
    return room, "killed" if noticed else "survived", "\n".join(lines)


def _run(tests: list[str], kept: Path | None = None, times: dict[str, float] | None = None) -> int:
    """Run tests in a process of their own; zero where all pass."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        signal.alarm(3 * LIMIT)  # and of the clock
        sys.dont_write_bytecode = kept is None  # a changed file may be as long and as old as the one before
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "marginlib")]:
            del sys.modules[name]
        order = Quickest(times or {})
        code = pytest.main([*OPTIONS, *tests], plugins=[order])
        if kept:
            kept.write_text(json.dumps(order.taken), "utf-8")
        os._exit(int(code))
    finally:
        os._exit(1)
