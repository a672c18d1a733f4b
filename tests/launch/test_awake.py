"""Lessons that open awake: what is woken, what never is, and what is left out of a saved notebook."""

import asyncio
import copy
import json
import logging
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from marginlib.launch import lessons, workspace
from marginlib.launch.waking import Waker
from tests.launch.conftest import notebook, written

LESSON = "lessons/00_start_here.ipynb"
OTHER = "lessons/02_isolated.ipynb"


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The course is a small one."""
    root = written(tmp_path / "small")
    monkeypatch.setattr(workspace, "source_root", lambda: root)
    lessons._delivered.cache_clear()


class House:
    """Sessions and kernels of a server that start nothing, and count."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.pages: dict[str, int] = {}
        self.pids: dict[str, int] = {}
        self.interrupted: list[str] = []

    def list_sessions(self) -> list[dict[str, Any]]:
        """Every session."""
        return list(self.sessions.values())

    def create_session(self, path: str, **_: str) -> dict[str, Any]:
        """A session whose kernel has a process of its own."""
        self.sessions[path] = {"id": path, "path": path, "kernel": {"id": path}}
        self.pids[path] = len(self.pids)
        return self.sessions[path]

    def delete_session(self, session: str) -> None:
        """Stop it."""
        del self.sessions[session], self.pids[session]

    def __contains__(self, kernel: str) -> bool:
        return kernel in self.pids

    def get_kernel(self, kernel: str) -> Any:
        """A kernel as far as its process."""
        return SimpleNamespace(provisioner=SimpleNamespace(pid=self.pids[kernel]))

    def kernel_model(self, kernel: str) -> dict[str, int]:
        """How many pages are connected."""
        return {"connections": self.pages.get(kernel, 0)}

    def interrupt_kernel(self, kernel: str) -> None:
        """Note it."""
        self.interrupted.append(kernel)


class Counting(Waker):
    """Runs no cell, and counts how often it would have."""

    runs = 0
    fault: Exception | None = None

    async def _run(self, kernel: str, notebook: Any) -> dict[int, list[Any]]:
        self.runs += 1
        if self.fault:
            raise self.fault
        return {0: [{"output_type": "stream", "name": "stdout", "text": kernel}]}


def waker(house: House, changed: dict[str, bytes] | None = None, kept: int = 4) -> Counting:
    """A waker in the house, that reads the notebooks of the small course, or what a learner made of them."""

    async def read(path: str) -> Any:
        return json.loads((changed or {}).get(path) or notebook(path.removesuffix(".ipynb")))

    return Counting(house, house, read, logging.getLogger("quiet"), kept)


def asked(one: Waker, *paths: str) -> list[bool]:
    """Whether each page opens awake, asked for one after the other."""

    async def ask() -> list[bool]:
        return [await one.outputs(path) is not None for path in paths]

    return asyncio.run(ask())


def test_a_lesson_is_run_once_and_wakes_again_after_its_kernel_has_gone() -> None:
    """A reload shows what is there; a kernel that was restarted is left to its page; with a new one it wakes again."""
    house = House()
    one = waker(house)
    assert asked(one, LESSON, LESSON) == [True, True]
    assert one.runs == 1
    house.pids[LESSON] = 99  # restarted
    assert asked(one, LESSON) == [False]
    house.delete_session(LESSON)
    assert asked(one, LESSON) == [True]
    assert one.runs == 2


@pytest.mark.parametrize("path", ["mine.ipynb", "lessons/09_none.ipynb", "exercises/solutions/02_isolated.ipynb"])
def test_what_is_not_the_courses_runs_nothing(path: str) -> None:
    """A notebook of another name or place is opened as it is."""
    one = waker(House())
    assert asked(one, path) == [False]
    assert one.runs == 0


def test_a_changed_cell_keeps_a_notebook_asleep() -> None:
    """One character more in a code cell, and no cell of it runs."""
    one = waker(House(), {LESSON: notebook("lessons/00_start_here.")})
    assert asked(one, LESSON) == [False]
    assert one.runs == 0


def test_a_failure_to_wake_opens_the_page_and_frees_the_kernel() -> None:
    """Whatever a cell does, the answer is the file as it is; the kernel is interrupted and not used again."""
    house = House()
    one = waker(house)
    one.fault = RuntimeError("a cell failed")
    assert asked(one, LESSON, LESSON) == [False, False]
    assert (one.runs, house.interrupted) == (1, [LESSON])


def test_no_more_kernels_than_the_limit_and_none_is_taken_from_an_open_page() -> None:
    """With room for one, a closed page gives way to the next lesson, and an open one does not."""
    house = House()
    one = waker(house, kept=1)
    house.pages[LESSON] = 1
    assert asked(one, LESSON, OTHER) == [True, False]
    house.pages[LESSON] = 0
    assert asked(one, OTHER) == [True]
    assert set(house.sessions) == {OTHER}


def saved(state: dict[str, Any], **data: Any) -> dict[str, Any]:
    """What is left of an output with a view, saved with a state of widgets."""
    metadata = {"widgets": {lessons.STATE: {"state": state}}}
    output = {"output_type": "display_data", "metadata": {}, "data": {lessons.VIEW: {"model_id": "one"}, **data}}
    content = {"cells": [{"cell_type": "code", "source": "", "outputs": [output]}], "metadata": metadata}
    model = {"type": "notebook", "content": copy.deepcopy(content)}
    lessons.before_saving(model, path=LESSON)
    left: dict[str, Any] = model["content"]["cells"][0]["outputs"][0]["data"]  # type: ignore[index]
    return left


def test_a_view_without_its_state_is_saved_as_its_picture() -> None:
    """So that it reopens with the picture; a view whose state is saved stays, and so does one alone."""
    assert saved({}, **{"image/png": "x"}) == {"image/png": "x"}
    assert lessons.VIEW in saved({"one": {}}, **{"image/png": "x"})
    assert lessons.VIEW in saved({})


@pytest.mark.slow
def test_the_server_answers_with_outputs_and_leaves_the_file(
    start: Any, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for by its address, a lesson comes with what its cells print, and its file stays byte for byte."""
    from tests.launch.conftest import address, fetch, free_port

    (course / OTHER).write_bytes(notebook("print(6 * 7)"))
    url = address(start("2", "--no-browser", "--port", str(free_port())))
    page, _, token = url.partition("?")
    root = re.split("/lab/", page)[0]
    said = json.loads(fetch(f"{root}/api/contents/{OTHER}?{token}"))
    (cell,) = said["content"]["cells"]
    assert cell["outputs"][0]["text"] == "42\n"
    assert cell["metadata"]["trusted"] is True
    assert (tmp_path / "margin-course" / OTHER).read_bytes() == notebook("print(6 * 7)")
