"""The course installs and starts as the README says, in a fresh copy and from a wheel."""

import json
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import uv

from tests.launch.conftest import notebook
from tests.packaging.conftest import ROOT, Run

SHIPPED = ("marginlib", "lessons", "exercises", "pyproject.toml", "README.md", "LICENSE", "constraints.txt")
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
BIN = "Scripts" if sys.platform == "win32" else "bin"


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """Return a fresh copy of the repository, removed at the end with the environment made in it."""
    copy = tmp_path / "clone"
    copy.mkdir()
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=LEFT_OUT)
        else:
            shutil.copy(ROOT / name, copy / name)
    yield copy
    shutil.rmtree(copy)


def opens(command: list[str], cwd: Path, variables: dict[str, str]) -> str:
    """Start the course, wait until its server answers, stop it; return its first page."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--no-browser", "--port", str(port)],
        cwd=cwd,
        env={**variables, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        said = ""
        while not (found := re.search(r"http://\S+/lab/tree/(\S+)\?token=\S+", said)):
            line = process.stdout.readline()
            assert line, said
            said += line
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=30) as answer:
            assert "version" in json.load(answer)
        return found[1]
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.slow
@pytest.mark.network
def test_fresh_copy(clone: Path, run_uv: Run, newcomer: dict[str, str]) -> None:
    """`uv run margin-course` in a fresh copy installs the pinned versions and opens lesson 00 in a working folder."""
    run_uv("sync", cwd=clone)
    page = opens([uv.find_uv_bin(), "run", "margin-course"], clone, newcomer)
    assert page.startswith("lessons/00_")
    assert (clone / "margin-course" / page).read_bytes() == (clone / page).read_bytes()
    checked = run_uv("run", "margin-course", "check", cwd=clone)
    assert "✗" not in checked.stdout
    installed = set(run_uv("pip", "freeze", cwd=clone).stdout.splitlines())
    pins = set((clone / "constraints.txt").read_text(encoding="utf-8").replace(" ;", ";").splitlines())
    assert {line for line in installed if "==" in line} <= {pin.split(";")[0] for pin in pins}
    assert not [line for line in installed if line.startswith("pytest==")]


@pytest.mark.slow
@pytest.mark.network
def test_wheel(clone: Path, tmp_path: Path, run_uv: Run, newcomer: dict[str, str]) -> None:
    """A wheel carries the lessons inside the package; installed with the pins elsewhere, it opens lesson 00."""
    (clone / "lessons" / ".ipynb_checkpoints").mkdir()
    (clone / "lessons" / ".ipynb_checkpoints" / "old.ipynb").write_bytes(notebook("old"))
    run_uv("build", "--wheel", "--out-dir", tmp_path / "dist", cwd=clone)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    lessons = {path.relative_to(clone).as_posix() for path in clone.glob("lessons/[!.]*") if path.is_file()}
    assert {f"marginlib/notebooks/{name}" for name in lessons} <= set(names)
    assert {name.split("/")[0] for name in names} == {"marginlib", "marginlib-0.1.0.data", "marginlib-0.1.0.dist-info"}
    assert not [name for name in names if ".ipynb_checkpoints" in name]

    environment = clone / "environment"
    run_uv("venv", environment, cwd=clone)
    python = environment / BIN / "python"
    run_uv("pip", "install", "--python", python, "--constraint", clone / "constraints.txt", wheel, cwd=tmp_path)
    extension = environment / "etc" / "jupyter" / "jupyter_server_config.d" / "marginlib.json"
    assert "marginlib.launch.awake" in extension.read_text(encoding="utf-8"), "a server of Jupyter wakes no lessons"
    page = opens([str(environment / BIN / "margin-course")], tmp_path, newcomer)
    assert page.startswith("lessons/00_")
    assert (tmp_path / "margin-course" / page).read_bytes() == (clone / page).read_bytes()
