"""The process in which one entry runs: it is sent one row of prices at a time, and answers with actions.

It is started anew for each entry, with nothing but the standard streams. Frames come in by the first of them, each a
length and a pickle of the judge's; answers go out as lines of JSON, because whatever an entry sends is read by the
judge and must not be able to do anything there.

What it is held to, and what it is not, stands in `marginlib.tournament.process`.
"""

import errno
import json
import os
import pickle
import random
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType as Sealed
from typing import Any, BinaryIO

import numpy as np

from marginlib.agents.account import Exchange, Move, Order
from marginlib.agents.run import MOST_ACTIONS, Manager, View
from marginlib.tournament.alarm import SOURCE, watch
from marginlib.tournament.limits import Limits
from marginlib.tournament.names import NAMES

LENGTH = struct.Struct("!I")


class Desk:
    """Where the views of one entry come in and its actions go out.

    Args:
        frames: what the judge sends.
        answers: number of the file that the judge reads.
    """

    def __init__(self, frames: BinaryIO, answers: int) -> None:
        self._frames, self._answers = frames, answers

    def taken(self) -> Any:
        """The next frame; where there is none the process ends."""
        head = self._frames.read(LENGTH.size)
        if len(head) < LENGTH.size:
            os._exit(0)
        return pickle.loads(self._frames.read(*LENGTH.unpack(head)))  # noqa: S301 - the judge sent it

    def say(self, **told: Any) -> None:
        """Answer with one line."""
        line = memoryview(json.dumps(told).encode() + b"\n")
        while line:
            line = line[os.write(self._answers, line) :]


def limited(limits: Limits) -> None:
    """Hold this process to `limits`, from now on and for good."""
    import resource  # noqa: PLC0415 - not there on Windows, where no tournament is run

    taken = 0
    with suppress(OSError):
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    held = {
        resource.RLIMIT_AS: taken + limits.memory,
        resource.RLIMIT_CPU: limits.total,
        resource.RLIMIT_FSIZE: limits.output,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_NPROC: 0,
    }
    for kind, most in held.items():
        with suppress(ValueError, OSError):  # a system that knows no such limit, or has a lower one
            resource.setrlimit(kind, (int(most), int(most)))


def began(source: str) -> Manager:
    """The manager of a source, as new: it remembers nothing, and draws the same numbers as at its last beginning."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - the one that an entry may call
    place: dict[str, Any] = {**NAMES, "__name__": SOURCE}
    exec(compile(source, SOURCE, "exec"), place)  # noqa: S102 - this process is made for it
    made = [value for name, value in place.items() if name[:2] != "__" and value is not NAMES.get(name)]
    if len(made) != 1 or not callable(made[0]):
        raise TypeError(f"its source makes {len(made)} things, not one function")
    return made[0]  # type: ignore[no-any-return]


def viewed(sent: tuple[Any, ...], rows: list[list[float]], exchange: Exchange) -> View:
    """The view of one step, made of what was sent: as `marginlib.agents.run` has it."""
    time, fresh, holdings, pools, wallet = sent
    rows += fresh
    history = np.array(rows)
    history.flags.writeable = False
    prices = dict(zip(exchange.schedules, rows[-1], strict=True))
    return View(time, Sealed(prices), history, Sealed(holdings), pools, wallet, exchange)


def answered(manager: Manager, view: View) -> list[list[Any]]:
    """What a manager wants to do, as plain data."""
    answer: Any = manager(view)
    wanted: list[Any] = list(islice(answer, MOST_ACTIONS + 1)) if isinstance(answer, Iterable) else [None]
    if not all(type(action) in (Move, Order) for action in wanted):
        raise TypeError(f"it returned {answer!r:.80}, but a manager returns a list of Move and Order, or []")
    return [
        ["move", action.source, action.target, float(action.amount)]
        if type(action) is Move
        else ["order", action.market, float(action.size), float(action.margin)]
        for action in wanted
    ]


def main() -> None:
    """Serve one entry until the judge sends no more."""
    frames, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    printed = os.open("printed", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    for number, to in enumerate((os.open(os.devnull, os.O_RDONLY), printed, printed)):
        os.dup2(to, number)
    desk = Desk(frames, answers)
    source, limits = desk.taken()
    limited(limits)
    sys.addaudithook(watch(lambda words: desk.say(fault=words), os.path.realpath(".")))
    desk.say(ready=True)
    rows: list[list[float]] = []
    while True:
        kind, sent = desk.taken()
        try:
            if kind == "week":
                with suppress(OSError):
                    sys.stdout.flush()
                os.ftruncate(printed, 0)
                shown = {"schedules": Sealed(dict(sent.schedules)), "depth": Sealed(dict(sent.depth))}
                exchange, rows, manager = replace(sent, **shown), [], began(source)
            else:
                desk.say(actions=answered(manager, viewed(sent, rows, exchange)))
                continue
        except MemoryError:
            desk.say(fault="took more memory than it may have")
        except BaseException as error:  # noqa: BLE001 - whatever it is, the judge is to hear of it
            large = isinstance(error, OSError) and error.errno == errno.EFBIG
            raised = f"raised ({type(error).__name__}: {error!s:.300})"
            desk.say(fault="printed or wrote more than it may" if large else raised)
        else:
            desk.say(ready=True)
