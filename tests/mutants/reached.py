"""Which functions of the library each test runs, and how long it takes: measured once, on the library as it is.

A mutant is shown only to the tests that run the function which it changes, the quickest first. What is measured is kept
for each file of tests, until the file is another.
"""

import ast
import hashlib
import importlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.main import pytest_runtestloop as run_items
from coverage import Coverage
from hypothesis import settings

from tests.mutants.changes import Change, functions
from tests.mutants.forks import forked
from tests.mutants.rooms import ROOMS, ROOT

OPTIONS = (
    *("-x", "-q", "-p", "no:nbval", "-p", "no:cacheprovider", "-p", "no:anyio", "--override-ini", "addopts="),
    *("--import-mode=importlib", "--hypothesis-profile=planted", "--hypothesis-seed=7", "--doctest-modules"),
    "--assert=plain",  # pytest would load the named modules of the library itself, as they are on the disk
)
NEEDED = ("numpy", "pandas", "scipy.stats", "scipy.optimize", "scipy.integrate", "sympy", "hypothesis.strategies")
SETTINGS = "_hypothesis_internal_use_settings"  # there is no other way to them once the test is made
EXAMPLES = 25  # a bug that so many do not show is not sure to be noticed
UNKNOWN = 0.5  # seconds that a test may take of which nothing is known
LIMIT = 900  # seconds of the processor for a whole file of tests


class Ran(NamedTuple):
    """Of one test: its seconds, and the functions that it runs, as `file::function`."""

    seconds: float
    functions: frozenset[str]


class Reached:
    """What is known of the tests."""

    def __init__(self, known: dict[str, Ran]) -> None:
        self.known = known
        self.functions = frozenset().union(*(ran.functions for ran in known.values()))

    def ordered(self, items: list[Any], change: Change) -> list[Any]:
        """The tests of the room and the examples of the file that can notice a change, the quickest first.

        A new function and what runs on import are shown to all of them, those last that run nothing of the file.
        """
        places = (change.path, *ROOMS[change.room])
        chosen = [item for item in items if any(_below(item.nodeid, place) for place in places)]
        changed = {f"{change.path}::{old.co_qualname}" for old, _ in functions(*change.codes) or ()}
        if changed and changed <= self.functions:
            chosen = [item for item in chosen if item.nodeid not in self.known or self._runs(item, changed)]
        here = {each for each in self.functions if each.startswith(f"{change.path}::")}
        return sorted(chosen, key=lambda item: (not self._runs(item, here), self._seconds(item)))

    def limit(self, items: list[Any]) -> int:
        """How many seconds of the processor these tests may take on a changed library."""
        return 20 + int(4 * sum(map(self._seconds, items)))

    def _runs(self, item: Any, functions: set[str]) -> bool:
        return item.nodeid in self.known and not functions.isdisjoint(self.known[item.nodeid].functions)

    def _seconds(self, item: Any) -> float:
        return self.known[item.nodeid].seconds if item.nodeid in self.known else UNKNOWN


def _below(nodeid: str, place: str) -> bool:
    file = nodeid.partition("::")[0]
    return file == place or file.startswith(place + "/")


class Measure:
    """A plugin of pytest that runs each file of tests in a fork, and keeps what its tests run in a file of its own."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder, self.workers = folder, workers

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure every file of which nothing is kept. Of one that fails only while it is watched nothing is known."""
        files: dict[str, list[Any]] = {}
        for item in session.items:
            files.setdefault(item.nodeid.partition("::")[0], []).append(item)
        failed = [file for file in files if not kept(self.folder, file).exists()]
        for run in (self._watched, self._unwatched):
            session.items = []
            jobs = [(file, partial(run, session, file, files[file]), LIMIT) for file in failed]
            failed = [file for file, fails in forked(iter(jobs), self.workers) if fails]
        if failed:
            raise RuntimeError(f"before anything is changed there fail {', '.join(failed)}")
        return True

    def _watched(self, session: pytest.Session, file: str, items: list[Any]) -> bool:
        session.items = items
        watch = Watch()
        session.config.pluginmanager.register(watch)
        watch.coverage.start()
        run_items(session)
        watch.coverage.stop()
        kept(self.folder, file).write_text(json.dumps(watch.told()), "utf-8")
        return False

    def _unwatched(self, session: pytest.Session, file: str, items: list[Any]) -> bool:
        session.items = items
        run_items(session)
        kept(self.folder, file).write_text("{}", "utf-8")
        return False


class Watch:
    """A plugin of pytest that watches each test; what a test is given may be made for the first one of its file."""

    def __init__(self) -> None:
        self.coverage = Coverage(data_file=None, config_file=False, include=[f"{ROOT}/marginlib/*"], messages=False)
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        """What a test is given."""
        self.coverage.switch_context("setup")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        """The test itself."""
        self.coverage.switch_context(item.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self) -> None:
        """What is tidied up."""
        self.coverage.switch_context("setup")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the test itself and what it was given."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration

    def told(self) -> dict[str, Any]:
        """The seconds of each test and the functions that it ran."""
        ran: dict[str, set[str]] = {}
        data = self.coverage.get_data()
        for path in data.measured_files():
            name = Path(path).relative_to(ROOT).as_posix()
            for line, contexts in data.contexts_by_lineno(path).items():
                if function := within(name, line):
                    for context in contexts:
                        ran.setdefault(context, set()).add(f"{name}::{function}")
        given = ran.get("setup", set())
        return {test: [seconds, sorted(given | ran.get(test, set()))] for test, seconds in self.seconds.items()}


@cache
def _starts(path: str) -> list[tuple[int, int, str]]:
    found = []

    def look(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                look(node.body, f"{prefix}{node.name}.")
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.append((node.lineno, node.end_lineno or node.lineno, prefix + node.name))

    look(ast.parse((ROOT / path).read_text("utf-8")).body, "")
    return sorted(found)


def within(path: str, line: int) -> str | None:
    """The function of a module or a class that a line stands in."""
    starts = _starts(path)
    place = bisect_right(starts, line, key=lambda each: each[0]) - 1
    return starts[place][2] if place >= 0 and line <= starts[place][1] else None


def kept(folder: Path, file: str) -> Path:
    """Where it is kept what the tests of a file run."""
    text = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()[:8]
    return folder / f"{file.replace('/', '+')}-{text}.json"


def measured(places: list[str], folder: Path, workers: int) -> Reached:
    """What the tests in these places run, on the library as it is, on which all of them must pass."""
    folder.mkdir(parents=True, exist_ok=True)
    tests = list(dict.fromkeys(path.relative_to(ROOT).as_posix() for place in places for path in _files(place)))
    if not all(kept(folder, file).exists() for file in tests):
        for _, failed in forked(iter([("", partial(collected, Measure(folder, workers), places), 0)]), 1):
            if failed:
                raise RuntimeError("some tests fail before anything is changed")
        for file in tests:
            if not kept(folder, file).exists():  # without examples
                kept(folder, file).write_text("{}", "utf-8")
    known = {}
    for file in tests:
        for test, (seconds, names) in json.loads(kept(folder, file).read_text("utf-8")).items():
            known[test] = Ran(seconds, frozenset(names))
    return Reached(known)


def _files(place: str) -> Iterator[Path]:
    path = ROOT / place
    yield from sorted(path.rglob("test_*.py")) if path.is_dir() else [path]


class Few:
    """A plugin of pytest that draws few examples, also where a test asks for many."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Put another number into the settings of each test."""
        for item in items:
            if asked := getattr(getattr(item, "obj", None), SETTINGS, None):
                setattr(item.obj, SETTINGS, settings(asked, max_examples=min(asked.max_examples, EXAMPLES)))


def collected(plugin: object, places: Iterable[str]) -> bool:
    """Collect tests and hand them to a plugin, in this process; whether something went wrong."""
    return bool(pytest.main([*OPTIONS, *places], plugins=[plugin, Few()]))


def load() -> None:
    """Import what changes never touch."""
    for name in NEEDED:
        importlib.import_module(name)
