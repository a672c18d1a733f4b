"""Jobs in forks of this process: what is loaded here is there at once, and nothing that a job does comes back."""

import os
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Job = tuple[Any, Callable[[], bool], int]
"""What it is about, what is done, and how many seconds of the processor it may take."""


def forked(jobs: Iterator[Job], workers: int) -> Iterator[tuple[Any, bool]]:
    """Do jobs in forks of this process, so many at a time; whether each says yes, or dies."""
    running: dict[int, Any] = {}
    left = True
    while left or running:
        while left and len(running) < workers:
            named = next(jobs, None)
            left = named is not None
            if named is not None:
                running[fork(named[1], named[2])] = named[0]
        if running:
            child, status = os.wait()
            if child in running:
                yield running.pop(child), status != 0


def fork(job: Callable[[], bool], limit: int | None = None) -> int:
    """Do a job in a fork that dies after so many seconds of the processor, or ten times as many of the clock."""
    child = os.fork()
    if child:
        return child
    try:
        if limit:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            signal.alarm(10 * limit)  # others may keep the processor busy
        quiet()
        os._exit(int(job()))
    finally:
        os._exit(1)


def quiet() -> None:
    """Print nothing from here on."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
