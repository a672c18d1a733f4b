"""A small course of two notebooks, and a way to start the command on it."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tornado.websocket import websocket_connect

WAIT = 60

Start = Callable[..., "subprocess.Popen[str]"]

# With -P, as the installed command has the folder it is started in not on its path of imports.
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

# A server of Jupyter that knows nothing of the command, with what the package tells every server to load.
PLAIN = """
import json, sys
from pathlib import Path
from jupyter_server.serverapp import ServerApp
from marginlib import launch
from marginlib.launch import workspace
_, root, folder, _, port = sys.argv
workspace.source_root = lambda: Path(root)
extension = (Path(launch.__file__).parent / "settings" / "extension.json").read_text()
options = {"allow_root": True, "log_level": "ERROR", "open_browser": False, "port": port, "root_dir": folder}
options["jpserver_extensions"] = json.loads(extension)["ServerApp"]["jpserver_extensions"]
server = ServerApp()
server.initialize([f"--ServerApp.{name}={value}" for name, value in options.items()] + ["--IdentityProvider.token=t"])
server.io_loop.add_callback(print, f"http://127.0.0.1:{port}/lab/?token=t")
server.start()
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
        path.write_bytes(notebook(f"print(6 * 7)  # {name}"))
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
def starting(course: Path, place: Path, code: str = LAUNCH) -> Iterator[Start]:
    """Give a function that starts the command in a folder; what still runs at the end is stopped."""
    running = []

    def run(*arguments: str, variables: dict[str, str] | None = None) -> "subprocess.Popen[str]":
        environment = os.environ if variables is None else variables
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", code, str(course), *arguments],
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**environment, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
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


def address(process: "subprocess.Popen[str]") -> str:
    """Return the address the command prints, and fail with what it said where it ends before."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"http://\S+", line):
            return found[0]
    pytest.fail(f"no address in: {''.join(said)}")


def fetch(url: str) -> str:
    """Return a page, waiting for the server to answer."""
    for _ in range(WAIT * 5):
        try:
            with urllib.request.urlopen(url, timeout=WAIT) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer")


def contents(url: str, path: str) -> dict[str, Any]:
    """Return what a page is given of a file, by the server at the address that is printed."""
    root, _, rest = url.partition("/lab/")
    content: dict[str, Any] = json.loads(fetch(f"{root}/api/contents/{path}?{rest.partition('?')[2]}"))["content"]
    return content


def run_in_kernel(url: str, code: str, lesson: str | None = None) -> str:
    """Return what a cell prints in a kernel of the server: one of its own, or that of a lesson's page."""
    root, _, rest = url.partition("/lab/")
    token = rest.partition("?token=")[2]
    headers = {"Authorization": f"token {token}"}
    kind: str = "kernels"
    asked: dict[str, object] = {"name": "python3"}
    if lesson:
        name = lesson.rpartition("/")[2]
        kind, asked = "sessions", {"path": lesson, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
    request = urllib.request.Request(f"{root}/api/{kind}", data=json.dumps(asked).encode(), headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=WAIT) as answer:  # noqa: S310 - our own server
        made = json.load(answer)
    kernel = made["kernel"]["id"] if lesson else made["id"]

    async def run() -> str:
        where = f"{root.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels?token={token}"
        connection = await websocket_connect(where)
        header = {"msg_id": "1", "msg_type": "execute_request", "session": "s", "username": "", "version": "5.3"}
        content = {"code": code, "silent": False}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await connection.write_message(json.dumps(message))
        printed = ""
        while (said := await connection.read_message()) is not None:
            reply = json.loads(said)
            if reply["header"]["msg_type"] == "stream":
                printed = reply["content"]["text"]
            elif reply["content"].get("execution_state") == "idle" and reply["parent_header"].get("msg_id") == "1":
                connection.close()
        return printed.strip()

    return asyncio.run(asyncio.wait_for(run(), WAIT))
