"""A time limit on other people's code, in this process, so that it works on a function from a notebook cell.

The code runs in a thread of its own. When its time is over, an exception is raised inside it, again and again for a
second, which ends any loop of Python. What cannot be ended so is left behind: code that waits inside a C function (a
long sleep, a download), or that catches even this exception. The caller goes on in every case, and the message says
that only a restart of the kernel ends what was left behind. Memory is not limited. It works from any thread and on any
system, but for Python in a browser (emscripten), which has no threads: there the code runs without a limit.
"""

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from marginlib.errors import MarginError, instance, positive


class Stopped(MarginError):
    """Code that did not come back: its time was over, or it raised what is no `Exception`, such as SystemExit."""


class _Over(BaseException):
    """Raised inside the code: no `Exception`, so that ``except Exception`` in it does not catch it."""


def within(limit: float, call: Callable[..., Any], *inputs: Any) -> Any:
    """What `call` returns for `inputs` or raises, unless it takes longer than `limit` seconds.

    Raises:
        Stopped: its time was over.

    >>> within(5.0, lambda: 2 + 2)
    4
    >>> def forever():
    ...     while True:
    ...         pass
    >>> within(0.05, forever)
    Traceback (most recent call last):
    marginlib.deadline.Stopped: it did not finish within 0.05 seconds and was stopped
    """
    positive("time limit", limit)
    instance("call", call, Callable, "a function")
    if sys.platform == "emscripten":
        return call(*inputs)
    ended: list[tuple[Any, BaseException | None]] = []

    def work() -> None:
        with suppress(_Over):  # it may come once more while the first is being caught
            try:
                ended.append((call(*inputs), None))
            except BaseException as error:  # noqa: BLE001 - it is raised again where the caller waits
                ended.append((None, error))

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        thread.join(float(limit))
    finally:  # also where the caller is interrupted
        for _ in range(20):
            if thread.is_alive():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_Over))
                thread.join(0.05)
    answer, error = ended[0] if ended else (None, _Over())
    if error is None:
        return answer
    if isinstance(error, Exception):
        raise error
    if not isinstance(error, _Over):
        raise Stopped(f"it raised {type(error).__name__}; return instead")
    left = "and does not stop when told to: restart the kernel to be rid of it"
    raise Stopped(
        f"it did not finish within {float(limit):g} seconds {left if thread.is_alive() else 'and was stopped'}"
    )
