"""Running the cells of a lesson in the kernel that its page will use."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from jupyter_core.utils import ensure_async

from marginlib.launch import lessons
from marginlib.launch.kernels import apart
from marginlib.launch.lessons import Ran
from marginlib.launch.views import Views, has_view, leave_out, say_asleep

SECONDS = 60  # a lesson that takes longer is opened asleep
ANSWER = 2  # seconds for a kernel to say which widgets it has; a busy one is not waited for
# While the cells run, nothing is imported from the folder of the lesson: not even a module that pandas, say, looks for
# and does without where it is not installed. A folder may have travelled, and opening a lesson runs nothing of it.
# What is called here is imported by every kernel before its first cell.
APART = """
import os as _os, sys as _sys
_path = list(_sys.path)
_sys.path[:] = [it for it in _path if _os.path.realpath(it or ".") != _os.path.realpath(".")]
"""
BACK = "_sys.path[:] = _path; del _os, _sys, _path"


@dataclass(frozen=True)
class Woken:
    """A lesson that is awake: its session, its kernel and the process of it, and what running it gave."""

    session: str
    kernel: str
    process: object
    ran: Ran


@dataclass(frozen=True)
class Opened:
    """A notebook of the course as it is to be opened: what running it gave, if it is awake, and the widgets alive."""

    path: str
    ran: Ran | None
    alive: frozenset[str]
    views: Views

    def show_in(self, notebook: Any) -> None:
        """Put in what it gave where nothing newer was saved, no view without a widget, and a word where it sleeps."""
        self.views.put_back(self.path, notebook, self.alive)
        if self.ran and not has_view(notebook) and lessons.is_the_courses_own(self.path, notebook):
            lessons.show_run(notebook, self.ran)
            leave_out(notebook, self.alive)
        if not (self.ran or has_view(notebook)):
            say_asleep(notebook)


class Waker:
    """Wakes lessons of the course, and remembers what their cells gave as long as their kernels live.

    At most `kept` kernels stay awake: for one more, the oldest whose page is closed is stopped, and where every page is
    open the next lesson opens asleep. A notebook that has a kernel already is left alone, and one that could not be
    woken is not tried again.
    """

    def __init__(
        self,
        sessions: Any,
        kernels: Any,
        read: Callable[[str], Awaitable[Any]],
        views: Views,
        log: logging.Logger,
        kept: int,
    ) -> None:
        self._sessions, self._kernels, self._read, self._views = sessions, kernels, read, views
        self._log, self._kept = log, kept
        self._woken: dict[str, Woken] = {}
        self._failed: set[str] = set()
        self._waking: set[str] = set()
        self._opening: set[asyncio.Task[Any] | None] = set()
        self._starting: set[asyncio.Future[str]] = set()
        self._stopping = False
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._room = asyncio.Lock()

    async def opened(self, path: str) -> Opened | None:
        """Return how a notebook of the course opens, awake where that can be; None for any other notebook."""
        task = asyncio.current_task()
        self._opening.add(task)
        try:
            if not lessons.may_be_one(path):
                return None
            async with self._locks[path]:
                ran = await self._ran(path)
            return Opened(path, ran, await self._alive(path), self._views)
        except Exception:  # noqa: BLE001 - whatever it is, the page is to open
            self._log.warning("%s opens asleep", path, exc_info=True)
            return Opened(path, None, frozenset(), self._views)
        finally:
            self._opening.discard(task)

    async def stop(self) -> None:
        """Wake no more, and return when the kernels that are starting can be stopped, and nothing else is under way."""
        self._stopping = True
        await asyncio.gather(*self._starting, return_exceptions=True)
        tasks = [task for task in self._opening if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _ran(self, path: str) -> Ran | None:
        notebook = await self._read(path)
        if not lessons.is_the_courses_own(path, notebook):
            return None
        woken = self._awake(path)
        if not (woken or path in self._failed or await self._session(path)):
            woken = await self._wake(path, notebook)
        return woken.ran if woken else None

    def _awake(self, path: str) -> Woken | None:
        """What was woken before and runs in the same process still: a kernel that was restarted knows nothing."""
        woken = self._woken.get(path)
        if woken and woken.kernel in self._kernels and self._process(woken.kernel) == woken.process:
            return woken
        self._woken.pop(path, None)
        return None

    def _process(self, kernel: str) -> object:
        return getattr(self._kernels.get_kernel(kernel).provisioner, "pid", None)

    async def _session(self, path: str) -> Any:
        """The session that the page of a notebook has or will have, if there is one."""
        sessions = await ensure_async(self._sessions.list_sessions())
        return next((one for one in sessions if one["path"] == path), None)

    async def _alive(self, path: str) -> frozenset[str]:
        """The widgets in the kernel of a notebook, as far as it says so at once."""
        try:
            session = await self._session(path)
            return await asyncio.wait_for(self._widgets(session["kernel"]["id"]), ANSWER) if session else frozenset()
        except Exception:  # noqa: BLE001 - a picture is shown where a widget could be
            return frozenset()

    async def _widgets(self, kernel: str) -> frozenset[str]:
        async with _connected(self._kernels.get_kernel(kernel)) as client:
            return frozenset((await client.comm_info(reply=True))["content"]["comms"])

    async def _wake(self, path: str, notebook: Any) -> Woken | None:
        async with self._room:
            if not await self._make_room() or self._stopping:
                return None
            self._waking.add(path)
        try:
            self._woken[path] = await asyncio.wait_for(self._start(path, notebook), SECONDS)
        except BaseException:
            self._failed.add(path)
            session = await self._session(path)
            if session:
                await ensure_async(self._sessions.delete_session(session["id"]))  # the page starts one of its own
            raise
        finally:
            self._waking.remove(path)
        return self._woken[path]

    async def _start(self, path: str, notebook: Any) -> Woken:
        name = PurePosixPath(path).name
        options = {"kernel_name": "python3", "env": self._sessions.get_kernel_env(path, name)}
        place = await ensure_async(self._sessions.contents_manager.get_kernel_path(path=path))
        # whoever started the server, the folder comes last for this kernel too
        start = asyncio.ensure_future(
            ensure_async(self._kernels.start_kernel(path=place, **apart(self._kernels, options)))
        )
        self._starting.add(start)
        start.add_done_callback(self._starting.remove)
        kernel = await asyncio.shield(start)  # half a start would leave a process that nobody stops
        session = await ensure_async(
            self._sessions.create_session(path=path, name=name, type="notebook", kernel_id=kernel)
        )
        return Woken(session["id"], kernel, self._process(kernel), await self._run(kernel, notebook))

    async def _make_room(self) -> bool:
        awake = [path for path in list(self._woken) if self._awake(path)]
        for path in awake:
            if self._has_room():
                break
            if not (await ensure_async(self._kernels.kernel_model(self._woken[path].kernel)))["connections"]:
                await ensure_async(self._sessions.delete_session(self._woken.pop(path).session))
        return self._has_room()

    def _has_room(self) -> bool:
        return len(self._woken) + len(self._waking) < self._kept

    async def _run(self, kernel: str, notebook: Any) -> Ran:
        import nbformat
        from nbclient import NotebookClient

        made = nbformat.from_dict(copy.deepcopy(notebook))  # type: ignore[no-untyped-call]
        manager = self._kernels.get_kernel(kernel)
        outputs: dict[int, list[Any]] = {}
        async with _connected(manager) as connection:
            client = NotebookClient(made, km=manager, timeout=SECONDS, store_widget_state=False)
            # its own way to connect would take the signals that stop the server
            client.kc = connection
            await connection.wait_for_ready(timeout=SECONDS)
            await _silently(connection, APART)
            for place, cell in enumerate(made.cells):
                if cell.cell_type != "code":
                    continue
                await client.async_execute_cell(cell, place)
                outputs[place] = cell.outputs
            await _silently(connection, BACK)
            language = (await connection.kernel_info(reply=True, timeout=SECONDS))["content"]["language_info"]
        return Ran(outputs, language)


@asynccontextmanager
async def _connected(manager: Any) -> AsyncIterator[Any]:
    client = manager.client()
    client.allow_stdin = False
    try:
        client.start_channels()
        yield client
    finally:
        client.stop_channels()


async def _silently(client: Any, code: str) -> None:
    """Run code of our own, that counts as no cell."""
    answer = await client.execute_interactive(code, silent=True, timeout=SECONDS)
    if answer["content"]["status"] != "ok":
        raise RuntimeError(f"the kernel did not run: {code}")
