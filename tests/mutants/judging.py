"""Run the tests of a room on a changed library, the quickest first, until one of them fails.

All tests are collected once. For each mutant this process forks, and the fork puts the changed code into the functions
that are there already. What runs when a module is imported cannot be changed so: for it everything is imported anew,
with the changed text in the place of the module's own.
"""

import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import types
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

import pytest
from _pytest.main import pytest_runtestloop as run_items

from tests.mutants.changes import Change, functions, pairs
from tests.mutants.forks import Job, fork, forked
from tests.mutants.reached import Reached, collected
from tests.mutants.rooms import ROOMS, ROOT

LIMIT = 300  # seconds of the processor where everything is imported anew; what never ends counts as noticed
Tell = Callable[[Any, bool], None]
CACHED = type(cache(len))


class Loaded(NamedTuple):
    """Of the library: every function by its code, and the functions that keep what they found."""

    functions: dict[types.CodeType, list[types.FunctionType]]
    caches: list[Any]


class Judge:
    """A plugin of pytest that runs the collected tests once for each change, in forks."""

    def __init__(self, changes: list[Change], reached: Reached, workers: int, tell: Tell) -> None:
        self.changes, self.reached, self.workers, self.tell = changes, reached, workers, tell

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge every change."""
        there = loaded()
        gc.freeze()  # what is there is shared with the forks as long as nobody writes into it
        for change, noticed in forked(self._jobs(session, there), self.workers):
            self.tell(change, noticed)
        return True

    def _jobs(self, session: pytest.Session, there: Loaded) -> Iterator[Job]:
        items = session.items
        for change in self.changes:
            chosen = self.reached.ordered(items, change)
            job = partial(self._noticed, session, chosen, change, there)
            yield change, job, self.reached.limit(chosen)

    def _noticed(self, session: pytest.Session, chosen: list[Any], change: Change, there: Loaded) -> bool:
        put_in(change, there)
        session.items = chosen
        try:
            run_items(session)
        except BaseException:  # noqa: BLE001 - -x ends the run so
            return True
        return bool(session.testsfailed)


def put_in(change: Change, there: Loaded) -> None:
    """Give the functions that are there the changed code, and forget what they found before."""
    for old, new in functions(*change.codes) or ():
        for before, after in pairs(old, new):
            for each in there.functions.get(before, ()):
                each.__code__ = after
    for kept in there.caches:
        kept.cache_clear()


def loaded() -> Loaded:
    """What there is of the library in this process."""
    there = Loaded({}, [])
    for each in gc.get_objects():
        if isinstance(each, types.FunctionType) and each.__code__.co_filename.startswith(str(ROOT / "marginlib")):
            there.functions.setdefault(each.__code__, []).append(each)
        elif isinstance(each, CACHED) and str(each.__module__).startswith("marginlib"):
            there.caches.append(each)
    return there


def judge(changes: list[Change], reached: Reached, workers: int) -> Iterator[tuple[Change, bool]]:
    """Judge changes of functions: in a process of its own, whose tests are collected once."""
    if not changes:
        return
    reading, writing = os.pipe()
    places = dict.fromkeys(place for change in changes for place in (change.path, *ROOMS[change.room]))

    def tell(change: Change, noticed: bool) -> None:
        os.write(writing, f"{changes.index(change)} {noticed:d}\n".encode())

    child = fork(partial(collected, Judge(changes, reached, workers, tell), places))
    os.close(writing)
    with os.fdopen(reading) as results:
        for line in results:
            number, noticed = map(int, line.split())
            yield changes[number], bool(noticed)
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"the tests cannot be collected: {' '.join(places)}")


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


def anew(change: Change, reached: Reached) -> Job:
    """A job that imports everything anew, with the change, and runs the tests of the room."""

    class Order:
        def pytest_collection_modifyitems(self, items: list[Any]) -> None:
            items[:] = reached.ordered(items, change)

    def job() -> bool:
        sys.dont_write_bytecode = True
        forget()
        sys.meta_path.insert(0, Changed(change))
        return collected(Order(), [change.path, *ROOMS[change.room]])

    return change, job, LIMIT


def forget() -> None:
    """As if nothing of the library and its tests were imported."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "marginlib")]:
        del sys.modules[name]
