"""A small course of two notebooks, and a way to start the command on it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

Start = Callable[..., "subprocess.Popen[str]"]

# A test run in the background of a shell ignores SIGINT and hands that on; a terminal does not.
LAUNCH = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from marginlib.launch import main, workspace
root = Path(sys.argv.pop(1))
workspace.source_root = lambda: root
main(prog_name="margin-course")
"""


def notebook(text: str) -> bytes:
    """Return a notebook with one code cell."""
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "one",
        "metadata": {},
        "outputs": [],
        "source": text,
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content).encode()


def written(root: Path) -> Path:
    """Write the source of a course: lessons 00 and 02, the exercises of 02, and a glossary."""
    exercises = ("exercises/02_isolated", "exercises/02_isolated_solution")
    for name in ("lessons/00_start_here", "lessons/02_isolated", *exercises):
        path = root / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(notebook(name))
    (root / "lessons" / "glossary.md").write_text("# Glossary\n")
    (root / "lessons" / ".ipynb_checkpoints").mkdir()
    (root / "lessons" / ".ipynb_checkpoints" / "00_start_here-checkpoint.ipynb").write_bytes(notebook("old"))
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return the source of a small course."""
    return written(tmp_path / "source")


@pytest.fixture
def start(course: Path, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts the command on the small course; what still runs at the end is stopped."""
    with starting(course, tmp_path) as run:
        yield run


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator["subprocess.Popen[str]"]:
    """Return one server on a small course, for tests that leave it as it is."""
    place = tmp_path_factory.mktemp("shared")
    with starting(written(place / "source"), place) as run:
        yield run("--no-browser", "--port", str(free_port()))


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def starting(course: Path, place: Path) -> Iterator[Start]:
    """Give a function that starts the command in a folder; what still runs at the end is stopped."""
    running = []

    def run(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, str(course), *arguments],
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
        )
        running.append(process)
        return process

    try:
        yield run
    finally:
        for process in running:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=20)
