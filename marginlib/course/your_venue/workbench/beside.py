"""Work beside the loop of a kernel, so that the page goes on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any


def running() -> asyncio.AbstractEventLoop | None:
    """The loop that runs, as in a kernel; None where there is none."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def beside(work: Callable[[], Any], done: Callable[[Any], None]) -> None:
    """Run `work` in a thread beside the loop and hand what it returns to `done`; at once where no loop runs."""
    loop = running()
    if loop is None:
        done(work())
        return
    loop.run_in_executor(None, work).add_done_callback(lambda future: done(future.result()))
