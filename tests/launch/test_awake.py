"""Lessons that open awake: what is woken, what never is, and what is left out of a saved notebook."""

import asyncio
import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from marginlib.launch import lessons, views, workspace
from marginlib.launch.views import Views
from marginlib.launch.waking import Waker
from tests.launch.conftest import (
    PLAIN,
    address,
    contents,
    fetch,
    free_port,
    notebook,
    run_in_kernel,
    starting,
    written,
)

LESSON = "lessons/00_start_here.ipynb"
OTHER = "lessons/02_isolated.ipynb"


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The course is a small one."""
    root = written(tmp_path / "small")
    monkeypatch.setattr(workspace, "source_root", lambda: root)
    for kept in (lessons._notebooks, lessons._delivered):
        kept.cache_clear()


class House:
    """Sessions and kernels of a server that start nothing, and count."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.pages: dict[str, int] = {}
        self.pids: dict[str, int] = {}
        self.contents_manager = SimpleNamespace(get_kernel_path=lambda path: path)
        self.default_kernel_name, self.kernel_spec_manager = "python3", None

    def list_sessions(self) -> list[dict[str, Any]]:
        """Every session."""
        return list(self.sessions.values())

    def get_kernel_env(self, *_: str) -> dict[str, str]:
        """Nothing of its own."""
        return {}

    def start_kernel(self, path: str, **_: Any) -> str:
        """A kernel with a process of its own, named as the page."""
        self.pids[path] = len(self.pids)
        return path

    def create_session(self, path: str, kernel_id: str, **_: str) -> dict[str, Any]:
        """A session with that kernel."""
        self.sessions[path] = {"id": path, "path": path, "kernel": {"id": kernel_id}}
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


class Counting(Waker):
    """Runs no cell, and counts how often it would have."""

    runs = 0
    fault: Exception | None = None

    async def _run(self, kernel: str, notebook: Any) -> lessons.Ran:
        self.runs += 1
        if self.fault:
            raise self.fault
        return lessons.Ran({0: [{"output_type": "stream", "name": "stdout", "text": kernel}]}, {})


def waker(house: House, changed: dict[str, bytes] | None = None, kept: int = 4) -> Counting:
    """A waker in the house, that reads the notebooks of the small course, or what a learner made of them."""

    async def read(path: str) -> Any:
        return json.loads((changed or {}).get(path) or notebook(f"print(6 * 7)  # {path.removesuffix('.ipynb')}"))

    return Counting(house, house, read, Views(), logging.getLogger("quiet"), kept)


def asked(one: Waker, *paths: str) -> list[bool]:
    """Whether each page opens awake, asked for one after the other."""

    async def ask() -> list[bool]:
        return [bool(opened and opened.ran) for opened in [await one.opened(path) for path in paths]]

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
    one = waker(House(), {LESSON: notebook("print(6 * 7)  # lessons/00_start_here.")})
    assert asked(one, LESSON) == [False]
    assert one.runs == 0


def test_a_failure_to_wake_opens_the_page_with_a_fresh_kernel() -> None:
    """Whatever a cell does, the answer is the file as it is; the kernel is stopped, and no second is tried."""
    house = House()
    one = waker(house)
    one.fault = RuntimeError("a cell failed")
    assert asked(one, LESSON, LESSON) == [False, False]
    assert (one.runs, house.sessions) == (1, {})


def test_no_more_kernels_than_the_limit_and_none_is_taken_from_an_open_page() -> None:
    """With room for one, a closed page gives way to the next lesson, and an open one does not."""
    house = House()
    one = waker(house, kept=1)
    house.pages[LESSON] = 1
    assert asked(one, LESSON, OTHER) == [True, False]
    house.pages[LESSON] = 0
    assert asked(one, OTHER) == [True]
    assert set(house.sessions) == {OTHER}


VIEW = {"model_id": "one"}
PICTURE = {"image/png": "x", "text/plain": "a picture"}


def shown(data: dict[str, Any], state: tuple[str, ...] = ()) -> dict[str, Any]:
    """A notebook with one output, saved with the state of these widgets."""
    output = {"output_type": "display_data", "metadata": {}, "data": dict(data)}
    metadata: dict[str, Any] = {"widgets": {views.STATE: {"state": {name: {} for name in state}}}}
    return {"cells": [{"cell_type": "code", "source": "", "outputs": [output]}], "metadata": metadata}


def data(notebook: dict[str, Any]) -> dict[str, Any]:
    """Its output."""
    found: dict[str, Any] = notebook["cells"][0]["outputs"][0]["data"]
    return found


@pytest.mark.parametrize(
    ("path", "beside", "state", "kept"),
    [
        (LESSON, PICTURE, (), False),
        ("elsewhere/00_start_here-Copy1.ipynb", PICTURE, (), False),
        (LESSON, PICTURE, ("one",), True),
        (LESSON, {}, (), True),
        ("lessons/untitled.ipynb", PICTURE, (), True),
    ],
    ids=["a lesson", "a copy", "its state is saved", "nothing beside it", "not the course's"],
)
def test_a_view_that_nothing_could_show_is_not_saved(
    path: str, beside: dict[str, Any], state: tuple[str, ...], *, kept: bool
) -> None:
    """So a saved lesson reopens with its pictures, wherever it is opened."""
    content = shown({**beside, views.VIEW: VIEW}, state)
    Views().before_saving({"type": "notebook", "content": content}, path=path)
    assert data(content) == {**beside, **({views.VIEW: VIEW} if kept else {})}


def test_a_saved_lesson_reopens_with_the_widgets_that_are_alive() -> None:
    """Reloaded with its kernel running, an explorer is an explorer; restarted, or with another text, its picture."""
    kept = Views()
    kept.before_saving({"type": "notebook", "content": shown({**PICTURE, views.VIEW: VIEW})}, path=LESSON)
    for alive, text, seen in ((["one"], "a picture", True), ([], "a picture", False), (["one"], "another", False)):
        content = shown({**PICTURE, "text/plain": text})
        kept.put_back(LESSON, content, alive)
        assert (views.VIEW in data(content)) is seen
        assert views.has_view(content) is seen


def test_a_page_with_no_widget_alive_says_what_to_do() -> None:
    """Above its first picture, also where it was saved with views of another server; the note is not saved."""
    content = shown({**PICTURE, views.VIEW: VIEW})
    Views().put_back(LESSON, content, [])
    views.say_asleep(content)
    note, picture = content["cells"][0]["outputs"]
    assert "Run All Cells" in note["data"]["text/plain"]
    assert picture["data"] == PICTURE
    Views().before_saving({"type": "notebook", "content": content}, path=LESSON)
    assert content["cells"][0]["outputs"] == [picture]


PLANTED = """
try:
    import planted
except ImportError:
    print(6 * 7)
"""


@pytest.mark.slow
def test_a_plain_server_of_jupyter_wakes_lessons(course: Path, tmp_path: Path) -> None:
    """A lesson comes with what its cells print; its file stays, and no module beside it runs until a cell asks."""
    source = notebook(PLANTED)
    (course / OTHER).write_bytes(source)
    folder, marks = tmp_path / "margin-course", tmp_path / "marks"
    (folder / "lessons").mkdir(parents=True)
    (folder / OTHER).write_bytes(source)
    for name in ("planted", "ipykernel_launcher", "ipykernel", "IPython"):
        (folder / "lessons" / f"{name}.py").write_text(f"open({str(marks)!r}, 'a').write(__name__)")
    with starting(course, tmp_path, PLAIN) as run:
        url = address(run(str(folder), "--port", str(free_port())))
        (cell,) = contents(url, OTHER)["cells"]
        assert cell["outputs"][0]["text"] == "42\n"
        root, token = url.partition("/lab/")[0], url.partition("?")[2]
        assert json.loads(fetch(f"{root}/api/contents/{OTHER}/checkpoints?{token}")) == []
        assert not marks.exists(), marks.read_text()
        assert (folder / OTHER).read_bytes() == source
        assert run_in_kernel(url, "import planted; print(planted.__name__)", OTHER) == "planted"
