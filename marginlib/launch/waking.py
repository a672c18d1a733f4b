"""Running the cells of a lesson in the kernel that its page will use."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from jupyter_core.utils import ensure_async

from marginlib.launch import lessons
from marginlib.launch.kernels import apart

KEPT = 4  # kernels kept awake; each takes about 150 MiB
SECONDS = 30  # a lesson that takes longer is opened asleep
# While the cells run, nothing is imported from the folder of the lesson: not even a module that pandas, say, looks for
# and does without where it is not installed. A folder may have travelled, and opening a lesson runs nothing of it.
# What is called here is imported by every kernel before its first cell.
APART = """
import os as _os, sys as _sys
_path = list(_sys.path)
_sys.path[:] = [it for it in _path if _os.path.realpath(it or ".") != _os.path.realpath(".")]
"""
BACK = "_sys.path[:] = _path; del _os, _sys, _path"

Outputs = dict[int, list[Any]]


@dataclass(frozen=True)
class Woken:
    """A lesson that is awake: its session, its kernel and the process of it, and what its cells gave, by place."""

    session: str
    kernel: str
    process: object
    outputs: Outputs


class Waker:
    """Wakes lessons of the course, and remembers what their cells gave as long as their kernels live.

    At most `kept` kernels stay awake: for one more, the oldest whose page is closed is stopped, and where every page is
    open the next lesson opens asleep. A notebook that has a kernel already is left alone.
    """

    def __init__(
        self, sessions: Any, kernels: Any, read: Callable[[str], Awaitable[Any]], log: logging.Logger, kept: int = KEPT
    ) -> None:
        self._sessions, self._kernels, self._read, self._log, self._kept = sessions, kernels, read, log, kept
        self._woken: dict[str, Woken] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._room = asyncio.Lock()

    async def outputs(self, path: str) -> Outputs | None:
        """Return what the code cells of a lesson give in its kernel, by their places; None where it is not awake."""
        try:
            async with self._locks[path]:
                notebook = await self._read(path)
                if not lessons.is_the_courses_own(path, notebook):
                    return None
                woken = self._awake(path)
                if woken is None and not await self._in_use(path):
                    woken = await self._wake(path, notebook)
                return copy.deepcopy(woken.outputs) if woken else None
        except Exception:  # noqa: BLE001 - whatever it is, the page is to open
            self._log.warning("%s opens asleep", path, exc_info=True)
            return None

    def _awake(self, path: str) -> Woken | None:
        """What was woken before and runs in the same process still: a kernel that was restarted knows nothing."""
        woken = self._woken.get(path)
        if woken and woken.kernel in self._kernels and self._process(woken.kernel) == woken.process:
            return woken
        self._woken.pop(path, None)
        return None

    def _process(self, kernel: str) -> object:
        return getattr(self._kernels.get_kernel(kernel).provisioner, "pid", None)

    async def _in_use(self, path: str) -> bool:
        return any(one["path"] == path for one in await ensure_async(self._sessions.list_sessions()))

    async def _wake(self, path: str, notebook: Any) -> Woken | None:
        async with self._room:
            if not await self._make_room():
                return None
            name = PurePosixPath(path).name
            options = {"kernel_name": "python3", "env": self._sessions.get_kernel_env(path, name)}
            place = await ensure_async(self._sessions.contents_manager.get_kernel_path(path=path))
            # whoever started the server, the folder comes last for this kernel too
            kernel = await ensure_async(self._kernels.start_kernel(path=place, **apart(self._kernels, options)))
            session = await ensure_async(
                self._sessions.create_session(path=path, name=name, type="notebook", kernel_id=kernel)
            )
        try:
            outputs = await asyncio.wait_for(self._run(kernel, notebook), SECONDS)
            self._woken[path] = Woken(session["id"], kernel, self._process(kernel), outputs)
        except BaseException:
            # the page would start a kernel anyway, so this one stays, as fresh as that
            await ensure_async(self._kernels.restart_kernel(kernel))
            raise
        return self._woken[path]

    async def _make_room(self) -> bool:
        awake = [path for path in list(self._woken) if self._awake(path)]
        for path in awake:
            if len(self._woken) < self._kept:
                break
            if not (await ensure_async(self._kernels.kernel_model(self._woken[path].kernel)))["connections"]:
                await ensure_async(self._sessions.delete_session(self._woken.pop(path).session))
        return len(self._woken) < self._kept

    async def _run(self, kernel: str, notebook: Any) -> Outputs:
        import nbformat
        from nbclient import NotebookClient

        made = nbformat.from_dict(copy.deepcopy(notebook))  # type: ignore[no-untyped-call]
        client = NotebookClient(made, km=self._kernels.get_kernel(kernel), timeout=SECONDS, store_widget_state=False)
        outputs: Outputs = {}
        try:
            async with client.async_setup_kernel():
                await _silently(client, APART)
                for place, cell in enumerate(made.cells):
                    # a reveal of the older form waits for its prediction
                    if cell.cell_type != "code" or "reveal" in cell.metadata.get("tags", []):
                        continue
                    await client.async_execute_cell(cell, place)
                    outputs[place] = cell.outputs
                await _silently(client, BACK)
        finally:
            if client.kc:
                client.kc.stop_channels()
        return outputs


async def _silently(client: Any, code: str) -> None:
    """Run code of our own, that counts as no cell."""
    answer = await client.kc.execute_interactive(code, silent=True, timeout=SECONDS)
    if answer["content"]["status"] != "ok":
        raise RuntimeError(f"the kernel did not run: {code}")
