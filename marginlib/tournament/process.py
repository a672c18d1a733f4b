"""The judge's side of the process in which an entry runs.

What holds an entry:

* The prices to come are in another process, and only rows of the past are sent. The answers are data (JSON), checked
  like any other, and the score is reckoned here, so nothing that an entry does to its own process changes a digit.
* The process has an empty folder of its own, a bare environment, no open files but the streams, and limits of time,
  processor, memory, file size and number of processes, which the system keeps.
* Where ``unshare`` of util-linux may make namespaces, it stands in some of its own: no network, and no other process
  to be seen, read or signalled. Many containers forbid that; `enclosed` says whether it works.

What does not: it runs as the same user on the same disk. An audit hook in the process notices what Python reports
(files outside of its folder, network, other programs, signals) and ends it with the reason. By Python's own words such
a hook is no sandbox, and code that goes round Python can still read and write what you can. Without namespaces it can
also use the network, read the command lines of your processes (and their memory, where the system allows that to
the same user) and end them; root is held to no number of processes;
and macOS does not keep the limit of memory. For strangers' entries take a container or a virtual machine with nothing
of yours in it.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from pickle import dumps
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, BinaryIO, cast

import marginlib
from marginlib.agents import Action, Exchange, Move, Order, View
from marginlib.errors import MarginError
from marginlib.tournament.child import LENGTH
from marginlib.tournament.limits import Limits

NAMESPACES = (
    *("unshare", "--user", "--map-user=65534", "--map-group=65534", "--net", "--ipc"),
    *("--pid", "--fork", "--kill-child", "--mount-proc"),
)
CHILD = """
import sys, types, importlib.util
if sys.argv[1] not in sys.path:  # the judge's own marginlib, wherever it is
    sys.path.insert(0, sys.argv[1])
for name in ("marginlib.agents", "marginlib.tournament"):  # without what they gather, which loads pandas
    package = types.ModuleType(name)
    package.__path__ = importlib.util.find_spec(name).submodule_search_locations
    sys.modules[name] = package
from marginlib.tournament.child import main
main()
"""
HERE = str(Path(marginlib.__file__).parents[1])
PYTHON = (
    sys.executable,
    "-P",
    "-s",
    "-c",
    CHILD,
    HERE,
)  # as -I, but PYTHONHASHSEED is read, so that no hash is drawn anew
LONGEST = 2**16  # bytes of one answer
START = 120.0  # seconds for Python to start, on a machine that is busy


class Halted(BaseException):
    """An entry that has to be stopped, and why: no `Exception`, so that `run` does not take it for the manager's."""


@cache
def enclosed() -> bool:
    """Whether entries run in namespaces of their own here."""
    try:
        tried = subprocess.run([*NAMESPACES, "true"], capture_output=True, timeout=20, check=False)  # noqa: S603 - ours
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


class Process:
    """A manager that lives in a process of its own; call it with a view, and `close` it.

    Args:
        source: of the entry.
        limits: what it is held to.

    Raises:
        MarginError: a system without the limits of POSIX (Windows), a process that does not start.
        Halted: by a call, or `week`; the process is gone then.
    """

    def __init__(self, source: str, limits: Limits) -> None:
        if os.name != "posix":
            raise MarginError("a tournament needs Linux or macOS: run it in WSL, in a container or in a codespace")
        self._limits, self._left, self._sent, self._time = limits, limits.week, 0, 0
        self._folder = TemporaryDirectory(prefix="entry-", ignore_cleanup_errors=True)
        place = Path(self._folder.name)
        (place / "own").mkdir()
        threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        with (place / "errors").open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - nothing in it comes from an entry
                [*(NAMESPACES if enclosed() else ()), *PYTHON],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=place / "own",
                env={"PATH": os.defpath, "HOME": str(place / "own"), "TMPDIR": str(place / "own"), **threads}
                | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
                start_new_session=True,
            )
        self._in, self._out = cast("tuple[BinaryIO, BinaryIO]", (self._process.stdin, self._process.stdout))
        try:
            self._send((source, limits))
            self._answer(START)
        except Halted as error:
            told = (place / "errors").read_text(encoding="utf-8", errors="replace").strip().splitlines()
            self.close()
            raise MarginError(f"the process for an entry does not start: {[str(error), *told][-1]}") from None

    def week(self, exchange: Exchange) -> None:
        """Begin a week at an `exchange`; the manager is made anew."""
        self._left, self._sent, self._time = self._limits.week, 0, 0
        self._send(("week", exchange))
        self._answer(self._limits.step)

    def __call__(self, view: View) -> list[Action]:
        """What the entry wants to do."""
        self._time = view.time
        fresh = view.history[self._sent :].tolist()
        self._sent = len(view.history)
        self._send(("step", (view.time, fresh, dict(view.holdings), view.pools, view.wallet)))
        told = self._answer(min(self._limits.step, self._left))
        return [_action(*plain) for plain in told["actions"]]

    def close(self) -> None:
        """End the process, and whatever it has started in its session."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()  # where it has left its group
        self._process.wait()
        for stream in (self._in, self._out):
            with suppress(OSError):
                stream.close()
        self._folder.cleanup()

    def _send(self, frame: Any) -> None:
        pickled = dumps(frame)
        with suppress(OSError):  # it has ended: what it said last is read next
            self._in.write(LENGTH.pack(len(pickled)) + pickled)
            self._in.flush()

    def _answer(self, limit: float) -> dict[str, Any]:
        """The next line as data."""
        begun, line = monotonic(), b""
        until = begun + limit
        with selectors.DefaultSelector() as ready:
            ready.register(self._out.fileno(), selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                waited = until - monotonic()
                self._unless(waited > 0 and ready.select(waited), f"did not answer within {limit:.3g} seconds")
                some = os.read(self._out.fileno(), LONGEST)
                self._unless(some, "ended its process")
                line += some
                self._unless(len(line) <= LONGEST and b"\n" not in line[:-1], "answered out of turn")
        self._left = max(self._left - (monotonic() - begun), 0.0)
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            told = None
        self._unless(isinstance(told, dict), "answered what is no answer")
        self._unless("fault" not in told, str(told.get("fault")))
        return told  # type: ignore[no-any-return]

    def _unless(self, good: Any, words: str) -> None:
        """Stop the entry unless something is as it should be."""
        if not good:
            plain = "".join(sign if sign.isprintable() else " " for sign in words)
            raise Halted(f"at step {self._time} it {plain}")


def _action(kind: str, *given: Any) -> Action:
    """The action that plain data stand for: texts and numbers, which are checked as anybody's."""
    if not all(type(one) in (str, int, float) for one in given):
        raise TypeError("an action holds texts and numbers")
    return Move(*given) if kind == "move" else Order(*given)
