"""A folder may come from anybody: opening it runs nothing of what it holds and reads no configuration from it."""

import json
import os
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marginlib.launch import server
from tests.launch.conftest import WAIT, Start, address, contents, fetch, free_port, run_in_kernel, starting, written

CONFIGURATION = ("jupyter_config", "jupyter_server_config", "jupyter_lab_config", "jupyter_notebook_config")
IPYTHON = ("ipython_config.py", "ipython_kernel_config.py", "startup/00-planted.py")
MODULES = (
    "ipykernel_launcher",
    "ipykernel",
    "IPython",
    "pathlib",
    "sitecustomize",
    "usercustomize",
    "debugpy",
    "psutil",
)
READ = json.dumps({"ServerApp": {"tornado_settings": {"headers": {"X-Planted": "read"}}}})
LESSON = "lessons/00_start_here.ipynb"
NOTIFICATION = "@jupyterlab/apputils-extension:notification"


def plant(folder: Path, marks: Path) -> None:
    """Lay everything that Jupyter, JupyterLab, IPython and Python would take up, wherever they might look."""
    code = f"open({str(marks)!r}, 'a').write(__file__ + '\\n')\n"
    planted = {f"{place}{name}.py": code for place in ("", ".jupyter/", "lessons/") for name in CONFIGURATION}
    planted |= {f"{place}{name}.json": READ for place in ("", ".jupyter/", "lessons/") for name in CONFIGURATION}
    planted |= {f"{place}jupyter_server_config.d/planted.json": READ for place in ("", ".jupyter/")}
    for place in (".ipython/profile_default/", "profile_default/", "lessons/profile_default/", "", "lessons/"):
        planted |= {f"{place}{name}": code for name in IPYTHON}
    planted |= {f"{place}{name}.py": code for place in ("", "lessons/") for name in MODULES}
    changed = json.dumps({NOTIFICATION: {"fetchNews": "true"}})
    planted |= {
        f"{place}{name}": changed
        for place in ("", ".jupyter/", "lab/settings/", ".jupyter/lab/settings/")
        for name in ("overrides.json", "overrides.d/planted.json", "labconfig/default_setting_overrides.json")
    }
    mine = "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    planted |= {f"{place}{mine}": '{"fetchNews": "true"}' for place in ("", ".jupyter/")}
    for name, content in planted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Path]]:
    """The address of a server that was started inside a planted folder, the folder, and where plants leave marks."""
    place = tmp_path_factory.mktemp("foreign")
    folder, home, marks = place / "folder", place / "home", place / "marks"
    folder.mkdir()
    home.mkdir()
    (folder / ".course.json").write_text("{}")
    plant(folder, marks)
    dropped = ("BULKHEADS_SETTINGS", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "PYTHONPATH")
    variables = {name: value for name, value in os.environ.items() if name not in dropped}
    variables |= {"HOME": str(home), "USERPROFILE": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
    with starting(written(place / "source"), folder) as run:
        yield address(run("--no-browser", "--port", str(free_port()), variables=variables)), folder, marks


@pytest.mark.slow
def test_a_lesson_of_the_course_opens_awake(opened: tuple[str, Path, Path]) -> None:
    """What its cells print comes with it, its file stays, and no trap beside it has run; with one letter more, none of
    it runs, and neither does a notebook of the folder's own.
    """
    url, folder, marks = opened
    before = (folder / LESSON).read_bytes()
    (cell,) = contents(url, LESSON)["cells"]
    assert (cell["outputs"][0]["text"], cell["metadata"]["trusted"]) == ("42\n", True)
    assert (folder / LESSON).read_bytes() == before
    for name in (LESSON.replace("here", "here.mine"), "lessons/foreign.ipynb"):
        (folder / name).write_bytes(before.replace(b"# ", b"#  "))
        (cell,) = contents(url, name)["cells"]
        assert not [output for output in cell["outputs"] if "text" in output]
    assert not marks.exists(), marks.read_text()


@pytest.mark.slow
def test_nothing_of_a_folder_runs(opened: tuple[str, Path, Path]) -> None:
    """Started in a folder full of traps, neither the server nor a kernel that runs a cell executes one of them."""
    url, _, marks = opened
    assert run_in_kernel(url, "import os; print(os.path.basename(os.getcwd()))", LESSON) == "lessons"
    assert not marks.exists(), marks.read_text()


@pytest.mark.slow
def test_a_learners_module_is_found_and_replaces_none(opened: tuple[str, Path, Path]) -> None:
    """A module beside the notebook can be imported, and one with the name of an installed package is passed over."""
    url, folder, _ = opened
    (folder / "lessons" / "my_helper.py").write_text("answer = 42\n")
    (folder / "lessons" / "sympy.py").write_text("answer = 'planted'\n")
    code = "import my_helper, sympy; print(my_helper.answer, hasattr(sympy, 'answer'))"
    assert run_in_kernel(url, code, LESSON) == "42 False"


@pytest.mark.slow
def test_no_settings_come_from_a_folder(opened: tuple[str, Path, Path]) -> None:
    """Server and page behave as the course and the user set them, whatever lies in the folder."""
    url, folder, _ = opened
    root, _, token = url.partition("?")
    root = root.partition("/lab/")[0]
    with urllib.request.urlopen(f"{root}/api", timeout=WAIT) as answer:  # noqa: S310 - our own server
        assert "X-Planted" not in answer.headers
    said: dict[str, Any] = json.loads(fetch(f"{root}/lab/api/settings/{NOTIFICATION}?{token}"))
    assert said["settings"]["fetchNews"] == "false"
    assert not [path for path in (folder / ".jupyter").rglob("*") if path.name == "workspaces"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="XDG_CONFIG_HOME names the place on Linux only")
def test_settings_live_with_the_user(opened: tuple[str, Path, Path]) -> None:
    """What a learner changes in the settings is kept in the user's own configuration."""
    url, folder, _ = opened
    root, _, token = url.partition("?")
    address = f"{root.partition('/lab/')[0]}/lab/api/settings/{NOTIFICATION}?{token}"
    body = json.dumps({"raw": '{"fetchNews": "false", "doNotDisturbMode": true}'}).encode()
    with urllib.request.urlopen(  # noqa: S310 - our own server
        urllib.request.Request(address, data=body, method="PUT"),  # noqa: S310
        timeout=WAIT,
    ):
        pass
    kept = folder.parent / "home/.config/bulkheads/jupyter/lab/user-settings/@jupyterlab/apputils-extension"
    assert "doNotDisturbMode" in (kept / "notification.jupyterlab-settings").read_text()


def test_only_root_may_start_as_root_and_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Root is allowed where one is root, and hears what that means; nobody else is told or allowed."""
    served: list[bool] = []
    monkeypatch.setattr(server, "_serve", lambda *_, **__: served.append(server.is_root()))
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    said: list[object] = []
    server.start(tmp_path, "x", port=None, browser=False, echo=said.append)
    assert any("You are root" in str(line) for line in said)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    said.clear()
    server.start(tmp_path, "x", port=None, browser=False, echo=said.append)
    assert not any("root" in str(line) for line in said)
    assert served == [True, False]


def test_a_place_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, start: Start) -> None:
    """Where the user's configuration cannot be written, the course starts without, and says so."""
    (tmp_path / "file").write_text("not a folder")
    process = start("--no-browser", variables={**os.environ, "BULKHEADS_SETTINGS": str(tmp_path / "file" / "x")})
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "http://" in line:
            break
    assert any("will not be kept" in line for line in said), said
