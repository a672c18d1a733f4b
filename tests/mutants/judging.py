"""Run the tests of a room on a changed library, the quickest first, until one of them fails.

All tests are collected once. For each mutant this process forks, and the fork puts the changed code into the functions
that are there already. What runs when a module is imported cannot be changed so: for it everything is imported anew,
with the changed text in the place of the module's own.
"""

import difflib
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
import tempfile
import types
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.main import pytest_runtestloop as run_items
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from tests.mutants.rooms import ROOMS, ROOT

OPTIONS = (
    *("-x", "-q", "-p", "no:nbval", "-p", "no:cacheprovider", "-p", "no:anyio", "--override-ini", "addopts="),
    *("--import-mode=importlib", "--hypothesis-profile=planted", "--hypothesis-seed=7", "--doctest-modules"),
    "-Wignore::pytest.PytestAssertRewriteWarning",  # what is loaded before is no module of tests
)
NEEDED = ("numpy", "pandas", "scipy.stats", "scipy.optimize", "scipy.integrate", "sympy", "hypothesis.strategies")
LIMIT = 300  # seconds of the processor, and three times as many of the clock; what never ends counts as noticed
Tell = Callable[[Any, bool], None]
UNKNOWN = 0.5  # seconds that a test may take of which nothing is known
RUN_AT_ONCE = ("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>")


class Change(NamedTuple):
    """A mutant: the room, the file below the root, and its text before and after."""

    room: str
    path: str
    before: str
    after: str

    @property
    def difference(self) -> str:
        """What is changed, as `diff -u` has it."""
        lines = self.before.split("\n"), self.after.split("\n")
        return "\n".join(difflib.unified_diff(*lines, "a", f"b/{self.path}", lineterm=""))

    @property
    def codes(self) -> tuple[types.CodeType, types.CodeType]:
        """The module before and after, compiled."""
        before, after = (
            compile(text, str(ROOT / self.path), "exec", dont_inherit=True) for text in (self.before, self.after)
        )
        return before, after

    @property
    def is_python(self) -> bool:
        """Whether it can be compiled: a star between arguments is no operator."""
        try:
            return bool(self.codes)
        except SyntaxError:
            return False


def mutated(room: str, path: str, operator: str, occurrence: int) -> Change:
    """What an operator of Cosmic Ray makes of a file, at one of the places that it finds there."""
    before = (ROOT / path).read_text("utf-8")
    return Change(room, path, before, mutate_code(before, get_operator(operator)(), occurrence))


def functions(before: types.CodeType, after: types.CodeType) -> list[tuple[types.CodeType, types.CodeType]] | None:
    """The functions that differ, as they were and as they are; None where what runs on import differs."""
    found = []
    inside = [[const for const in code.co_consts if isinstance(const, types.CodeType)] for code in (before, after)]
    plain = [[const for const in code.co_consts if not isinstance(const, types.CodeType)] for code in (before, after)]
    if (before.co_code, before.co_names, repr(plain[0])) != (after.co_code, after.co_names, repr(plain[1])):
        return None
    for old, new in zip(*inside, strict=True):
        if old == new:
            continue
        if old.co_flags & 1 == 0:  # the body of a class
            below = functions(old, new)
            if below is None:
                return None
            found += below
        elif old.co_name in RUN_AT_ONCE:
            return None
        else:
            found.append((old, new))
    return found


class Judge:
    """A plugin of pytest that runs the collected tests once for each change, in forks."""

    def __init__(self, changes: list[Change], times: dict[str, float], workers: int, tell: Tell) -> None:
        self.changes, self.times, self.workers, self.tell = changes, times, workers, tell

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge every change."""
        there = by_code()
        gc.freeze()  # what is there is shared with the forks as long as nobody writes into it
        jobs = ((change, partial(self._noticed, session, change, there)) for change in self.changes)
        for change, noticed in forked(jobs, self.workers):
            self.tell(change, noticed)
        return True

    def _noticed(
        self, session: pytest.Session, change: Change, there: dict[types.CodeType, list[types.FunctionType]]
    ) -> bool:
        put_in(change, there)
        session.items = ordered(session.items, change, self.times)
        try:
            run_items(session)
        except BaseException:  # noqa: BLE001 - -x ends the run so
            return True
        return bool(session.testsfailed)


def put_in(change: Change, there: dict[types.CodeType, list[types.FunctionType]]) -> None:
    """Give the functions that are there the changed code."""
    for old, new in functions(*change.codes) or ():
        for each in there.get(old, ()):
            each.__code__ = new


def by_code() -> dict[types.CodeType, list[types.FunctionType]]:
    """Every function of the library, by its code."""
    there: dict[types.CodeType, list[types.FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, types.FunctionType) and each.__code__.co_filename.startswith(str(ROOT / "marginlib")):
            there.setdefault(each.__code__, []).append(each)
    return there


def judge(changes: list[Change], times: dict[str, float], workers: int) -> Iterator[tuple[Change, bool]]:
    """Judge changes of functions: in a process of its own, whose tests are collected once."""
    reading, writing = os.pipe()
    places = dict.fromkeys(place for change in changes for place in (change.path, *ROOMS[change.room]))

    def tell(change: Change, noticed: bool) -> None:
        os.write(writing, f"{changes.index(change)} {noticed:d}\n".encode())

    def run() -> bool:
        return bool(pytest.main([*OPTIONS, *places], plugins=[Judge(changes, times, workers, tell)]))

    child = _fork(run, limited=False)
    os.close(writing)
    with os.fdopen(reading) as results:
        for line in results:
            number, noticed = map(int, line.split())
            yield changes[number], bool(noticed)
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"the tests cannot be collected: {' '.join(places)}")


class Times:
    """A plugin of pytest that keeps how long each test took."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the test itself and what it was given."""
        self.taken[report.nodeid] = self.taken.get(report.nodeid, 0.0) + report.duration


def measured(tests: list[str], workers: int) -> dict[str, float]:
    """How long each test takes on the library as it is, on which all of them must pass."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:

        def job(number: int) -> bool:
            times = Times()
            failed = bool(pytest.main([*OPTIONS, tests[number]], plugins=[times]))
            Path(place, f"{number}.json").write_text(json.dumps(times.taken), "utf-8")
            return failed

        jobs = ((number, partial(job, number)) for number in range(len(tests)))
        for number, failed in forked(jobs, workers):
            if failed:
                raise RuntimeError(f"{tests[number]} fails before anything is changed")
            found |= json.loads(Path(place, f"{number}.json").read_text("utf-8"))
    return found


def ordered(items: list[Any], change: Change, times: dict[str, float]) -> list[Any]:
    """The tests of the room and the examples of the file, the quickest first."""
    places = (change.path, *ROOMS[change.room])
    chosen = [item for item in items if any(_below(item.nodeid, place) for place in places)]
    return sorted(chosen, key=lambda item: times.get(item.nodeid, UNKNOWN))


def _below(nodeid: str, place: str) -> bool:
    file = nodeid.partition("::")[0]
    return file == place or file.startswith(place + "/")


def forked(jobs: Iterator[tuple[Any, Callable[[], bool]]], workers: int) -> Iterator[tuple[Any, bool]]:
    """Do jobs in forks of this process, so many at a time; whether each says yes, or dies."""
    running: dict[int, Any] = {}
    left = True
    while left or running:
        while left and len(running) < workers:
            named = next(jobs, None)
            left = named is not None
            if named is not None:
                running[_fork(named[1])] = named[0]
        if running:
            child, status = os.wait()
            if child in running:
                yield running.pop(child), status != 0


def _fork(job: Callable[[], bool], *, limited: bool = True) -> int:
    child = os.fork()
    if child:
        return child
    try:
        if limited:
            resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
            signal.alarm(3 * LIMIT)
        quiet()
        os._exit(int(job()))
    finally:
        os._exit(1)


def quiet() -> None:
    """Print nothing from here on."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports one module with another text."""

    def __init__(self, change: Change) -> None:
        self.name = change.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        self.change = change

    def find_spec(self, fullname: str, *_: Any) -> importlib.machinery.ModuleSpec | None:
        """Only this module."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, ROOT / self.change.path, loader=self)

    def is_package(self, _: str) -> bool:
        """Whether there are modules below it."""
        return self.change.path.endswith("__init__.py")

    def get_code(self, _: str) -> types.CodeType:
        """The changed code."""
        return self.change.codes[1]

    def get_source(self, _: str) -> str:
        """The changed text."""
        return self.change.after


def anew(change: Change, times: dict[str, float]) -> Callable[[], bool]:
    """A job that imports everything anew, with the change, and runs the tests of the room."""

    class Order:
        def pytest_collection_modifyitems(self, items: list[Any]) -> None:
            items[:] = ordered(items, change, times)

    def job() -> bool:
        sys.dont_write_bytecode = True
        forget()
        sys.meta_path.insert(0, Changed(change))
        return bool(pytest.main([*OPTIONS, change.path, *ROOMS[change.room]], plugins=[Order()]))

    return job


def forget() -> None:
    """As if nothing of the library and its tests were imported."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "marginlib")]:
        del sys.modules[name]


def load() -> None:
    """Import what changes never touch."""
    for name in NEEDED:
        importlib.import_module(name)
