"""Let a class open one lesson on one server at the same time, and say what that takes.

Each learner has a kernel of the launched server, as a page would. In all of them at once every cell of the lesson runs,
every control of its explorers is moved, and an answer is given; all answers go into one progress file. It fails where a
cell fails or an answer is lost, and prints what kernels and server hold: their PSS, which is the memory of a process
with its part of what several share. No browser is open.
"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.launch.conftest import address, fetch, free_port, starting

ROOT = Path(__file__).parents[2]
MIB = 2**20
SPARED = 2_048  # MiB left to the system when the memory of a machine is shared out
PATIENCE = 1_800  # seconds: thirty at once on two cores take their time
MOVE = """
from marginlib.show.explorer import Explorer as _Explorer
for _shown in [it for it in list(globals().values()) if isinstance(it, _Explorer)]:
    for _control in [getattr(_shown, it) for it in list(_shown.state)]:
        for _position in _control.positions[:: max(len(_control.positions) // {moves}, 1)]:
            _control.value = _position
"""
ANSWER = """
from marginlib.learn import catalogue as _catalogue
from marginlib.course import check as _check
_check(next(it.id for it in _catalogue.lesson({lesson!r}).items if it.format == "numeric"), 1_000_000 + {learner})
"""


async def run(connection: WebSocketClientConnection, code: str) -> None:
    """Run a cell, and fail with what it raises."""
    sent = f"{time.monotonic_ns()}"
    header = {"msg_id": sent, "msg_type": "execute_request", "session": "s", "username": "", "version": "5.3"}
    content = {"code": code, "silent": False, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    await connection.write_message(json.dumps(message))
    while (said := await connection.read_message()) is not None:
        if isinstance(said, bytes):  # a picture for a widget
            continue
        reply = json.loads(said)
        if reply["parent_header"].get("msg_id") != sent:
            continue
        if reply["header"]["msg_type"] == "error":
            raise RuntimeError(f"{code}\n{reply['content']['ename']}: {reply['content']['evalue']}")
        if reply["content"].get("execution_state") == "idle":
            return
    raise RuntimeError("the server closed the connection")


async def learn(root: str, token: str, notebook: str, cells: list[str]) -> tuple[str, float]:
    """Open a notebook in a kernel of its own and run the cells; the kernel, and the seconds that it took."""
    began = time.monotonic()
    name = notebook.rpartition("/")[2]
    asked = {"path": notebook, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
    headers = {"Authorization": f"token {token}"}
    answer = await AsyncHTTPClient().fetch(
        f"{root}/api/sessions", method="POST", body=json.dumps(asked), headers=headers, request_timeout=PATIENCE
    )
    kernel = json.loads(answer.body)["kernel"]["id"]
    where = f"{root.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels?token={token}"
    connection = await websocket_connect(where, connect_timeout=PATIENCE)
    for cell in cells:
        await run(connection, cell)
    connection.close()
    return kernel, time.monotonic() - began


def memory(process: psutil.Process) -> float:
    """MiB of a process, with its part of what it shares."""
    return float(process.memory_full_info().pss) / MIB


def processes(server: psutil.Process, kernels: Sequence[str]) -> list[psutil.Process]:
    """The processes of these kernels; the server has one more ready for the page that it was started for."""
    return [one for one in server.children() if any(kernel in " ".join(one.cmdline()) for kernel in kernels)]


def soak(learners: int, lesson: str, moves: int) -> list[str]:
    """Let so many learners go through a lesson at once; what it took, in lines."""
    (source,) = (ROOT / "lessons").glob(f"{lesson}_*.ipynb")
    cells = [
        "".join(cell["source"]) for cell in json.loads(source.read_bytes())["cells"] if cell["cell_type"] == "code"
    ]
    cells.append(MOVE.format(moves=moves))
    with tempfile.TemporaryDirectory(prefix="soak-") as place, starting(ROOT, Path(place)) as start:
        progress, folder = Path(place) / "progress.json", Path(place) / "class"
        variables = {**os.environ, "BULKHEADS_PROGRESS": str(progress), "BULKHEADS_SETTINGS": f"{place}/settings"}
        process = start(
            "--no-browser", "--port", str(free_port()), "--folder", str(folder), lesson, variables=variables
        )
        url = address(process)
        fetch(url)
        root, _, rest = url.partition("/lab/")
        names = [f"lessons/{source.stem}-{learner}.ipynb" for learner in range(learners)]
        for name in names:
            shutil.copy(source, folder / name)
        AsyncHTTPClient.configure(None, max_clients=learners)

        async def class_at_once() -> list[tuple[str, float]]:
            tasks = (
                learn(root, rest.partition("?token=")[2], name, [*cells, ANSWER.format(lesson=lesson, learner=learner)])
                for learner, name in enumerate(names)
            )
            return await asyncio.gather(*tasks)

        kernels, seconds = zip(*asyncio.run(asyncio.wait_for(class_at_once(), PATIENCE)), strict=True)
        server = psutil.Process(process.pid)
        each = [memory(kernel) for kernel in processes(server, kernels)]
        own, kept = memory(server), json.loads(progress.read_bytes())
        process.terminate()
        process.wait(PATIENCE)  # so many kernels take longer to stop than one
        answered = sum(record["attempts"] for record in kept["items"].values())
    if (len(each), answered) != (learners, learners):
        raise RuntimeError(f"{learners} learners, but {len(each)} kernels live and {answered} answers are kept")
    return report(lesson, each, own, seconds)


def report(lesson: str, each: list[float], own: float, seconds: Sequence[float]) -> list[str]:
    """What a run says, and what it means for a machine of 8, 16 or 24 GiB."""
    a_learner = statistics.mean(each)
    holds = {gib: int((gib * 1_024 - SPARED - own) / a_learner) for gib in (8, 16, 24)}
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    total = psutil.virtual_memory().total / 2**30
    median, last = statistics.median(seconds), max(seconds)
    room = ", ".join(f"{gib} GiB hold {count}" for gib, count in holds.items())
    lines = f"""
        {time.strftime("%Y-%m-%d")}, Python {platform.python_version()}, {machine}, {total:.0f} GiB
        lesson {lesson}, {len(each)} learners at once: no cell failed, every answer is kept
        a kernel {a_learner:.0f} MiB (from {min(each):.0f} to {max(each):.0f}), the server {own:.0f} MiB
        through after {median:.0f} s (median) and {last:.0f} s (the last), at a load of {os.getloadavg()[0]:.0f}
        by memory alone {room} learners, with {SPARED // 1_024} GiB left to the system
    """
    return [line.strip() for line in lines.strip().splitlines()]


def main() -> int:
    """Run it for each lesson that is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("lessons", nargs="*", default=["00"])
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--moves", type=int, default=10, help="positions that each control is moved to")
    asked: Any = parser.parse_args()
    if not hasattr(psutil.Process().memory_full_info(), "pss"):
        print("Only Linux tells how much of what processes share is whose.")
        return 1
    for lesson in asked.lessons:
        print("\n".join([*soak(asked.learners, lesson, asked.moves), ""]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
