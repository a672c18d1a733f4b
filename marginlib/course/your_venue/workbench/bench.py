"""The workbench on the page: the explorer of an account, under four chips that say what is on it.

What is brought goes to the page by messages. No message is part of what a notebook saves, while the state of the widget
and every static view hold the invented account alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

from marginlib.course.your_venue.goals import BENCH
from marginlib.course.your_venue.workbench import export, memory, reading, told
from marginlib.course.your_venue.workbench.account import SAMPLE, Account
from marginlib.course.your_venue.workbench.beside import beside, running
from marginlib.course.your_venue.workbench.fate import DAYS, Chance
from marginlib.course.your_venue.workbench.model import Result
from marginlib.course.your_venue.workbench.picture import Picture
from marginlib.course.your_venue.workbench.reading import TRADES, Brought, Options
from marginlib.course.your_venue.workbench.rules import BROUGHT, CROSS, ISOLATED, MINE, VENUES
from marginlib.errors import MarginError
from marginlib.learn import goals
from marginlib.show import explorer as kit
from marginlib.show.ahead import Ahead
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer

HERE = Path(__file__).parent
KIT = Path(kit.__file__).parent
EXPORT = "export default { render };"  # the last line of the explorer, in whose place the bench's own follows
FOLDER = Path("bring")
SOON = 0.3  # seconds after the last move, when the chance is reckoned
WAITING = "being reckoned"
MENDS = {  # what a refusal speaks of, and the choice that mends it
    "day or month": "day_first",
    "day_first": "day_first",
    "decimal": "decimal",
    "thousands": "decimal",
    "widen": "widen",
    "units=": "unit",
    "interval": "hours",
    "zone": "zone",
}
EMPTY: dict[str, Any] = {
    **dict.fromkeys(("took", "repairs", "missing", "notes", "written", "understood", "told"), ()),
    **dict.fromkeys(("refused", "focus", "rules", "saved", "kept"), ""),
    "busy": None,
}


class _Stopped(Exception):
    """The user has pressed Stop."""


class Workbench(Explorer):
    """The explorer of an account: `account` is the one on it, the invented one at first.

    A press of the browser is one call of `press`, which a test can make as well. Where a loop runs, as in a kernel,
    files are read and chances reckoned beside it; else at once.
    """

    _esm: Any = (KIT / "explorer.js").read_text("utf-8").replace(EXPORT, "") + (HERE / "bench.js").read_text("utf-8")
    _css: Any = (KIT / "explorer.css").read_text("utf-8") + (HERE / "bench.css").read_text("utf-8")

    def __init__(self) -> None:
        self.account, self.brought, self.path = SAMPLE, Brought(), ""
        self.front = dict(EMPTY)
        self._chances: dict[Any, Chance | str] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._job, self._stop, self._options = 0, Event(), Options()
        self._at_once, self._sent = True, (b"", dict[str, Any]())
        controls = {
            "venue": choice("Venue", VENUES),
            "kind": choice("Show", {"positions": "positions", "trades": "trades"}),
            "mode": choice("Mode", {"isolated": ISOLATED, "cross": CROSS, "as in file": BROUGHT}),
            "days": slider("Within", 7, 1, 30, 1, "{} days"),
            "sizes": slider("All sizes", 1.0, 0.1, 1.5, 0.1, "x {:.1f}"),
            "day": choice("Day", list(DAYS)),
            "volatility": slider("Volatility", 0, 0, 200, 5, "{} %", stage=2),
            "correlation": slider("Correlation", 0.8, 0.0, 0.95, 0.05, "{:.2f}", stage=2),
            "follows": slider("Other coins follow BTC", 1.0, 0.0, 1.5, 0.1, "x {:.1f}", stage=2),
        }
        super().__init__(self._result, controls, Picture(), goals=BENCH, record=goals)
        self._at_once = False

    # ---- what is shown

    def _result(self, **state: Any) -> Result:
        """The result of a state, with the chance where it is known or can be had at once."""
        result = Result(account=self.account, **state)
        if self._at_once or running() is None:
            return result
        return replace(result, given=self._chances.get(_asked(result), WAITING))

    def _show(self, phase: float = 1.0, *, playing: bool = False, moved: bool = False) -> None:
        super()._show(phase, playing=playing, moved=moved)
        if self._timer:
            self._timer.cancel()
            self._timer = None
        loop = running()
        if loop and self.result.given == WAITING:
            self._timer = loop.call_later(SOON, self._reckon, self.result)

    def _reckon(self, result: Result) -> None:
        """Reckon the chance beside the loop, and show it if it is still what is asked for."""
        self._timer = None

        def work() -> Chance | str:
            return replace(result, given=None).chance

        def done(found: Chance | str) -> None:
            self._chances[_asked(result)] = found
            if _asked(result) == _asked(self.result):
                self._again(moved=True)

        beside(work, done)

    def _again(self, *, moved: bool = False) -> None:
        """Draw anew, since something beside the controls has changed."""
        self._ahead = Ahead(self._drawn)
        with self._told():
            self._show(moved=moved)

    def _publish(self, picture: bytes, view: dict[str, Any]) -> None:
        if self.account.sample:
            super()._publish(picture, view)
        else:
            self._sent = picture, view
            self.send({"view": view}, buffers=[picture])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """As every explorer; but what goes wrong with an account that was brought is shown and nowhere logged."""
        if self.account.sample:
            with super()._told():
                yield
            return
        try:
            yield
        except Exception as error:  # noqa: BLE001 - its text may hold a row of the file
            self._tell(refused=_words(error))
            self._publish(self._sent[0], {**self._sent[1], **self._now()})

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override] # as in Explorer
        """What a notebook saves: the invented account, whatever is on the bench."""
        result = self.result
        self.result = replace(result, given=None) if self.account.sample else Result()
        try:
            return super()._repr_mimebundle_(**kwargs)
        finally:
            self.result = result

    # ---- what is pressed

    def _received(self, content: Mapping[str, Any]) -> None:
        if "bench" not in content:
            super()._received(content)
            return
        asked = dict(content)
        self.press(asked.pop("bench"), **asked)

    def press(self, action: str, **content: Any) -> None:
        """What a press in the browser does: hello, read, stop, sample, rules, save, remember or forget."""
        actions: dict[str, Callable[..., None]] = {
            "hello": self._hello,
            "read": self._read,
            "stop": self._halt,
            "sample": self._back,
            "rules": self._rules,
            "save": self._save,
            "remember": self._remember,
            "forget": self._forget,
        }
        try:
            actions[action](**content)
        except MarginError as error:
            self._tell(refused=str(error))

    def _tell(self, **front: Any) -> None:
        """Send what stands around the chips."""
        self.front |= front
        kept = memory.recalled()
        around = {
            "name": self.account.name if self.account.sample else Path(self.path).name,
            "brought": not self.account.sample,
            "listed": reading.listed(FOLDER),
            "remembered": kept.get("path", ""),
        }
        self.send({"front": {**self.front, **around}})

    def _hello(self) -> None:
        """Another view has opened."""
        self._tell()
        if not self.account.sample:
            self.send({"view": self._sent[1]}, buffers=[self._sent[0]])

    def _read(self, path: str = "", **chosen: Any) -> None:
        """Read a file or a folder; the account before stays until it is read."""
        if not path.strip():
            self._tell(refused="Type the path of a file or a folder first.", focus="path")
            return
        self._halt()
        options = Options(**{name: value for name, value in chosen.items() if value not in ("", None)})
        self._job, self._stop = self._job + 1, Event()
        job, stop, begun = self._job, self._stop, time.monotonic()
        loop = running()
        self._tell(**{**EMPTY, "busy": {"share": 0.0, "rows": 0, "seconds": 0}})

        def progress(share: float, rows: int) -> None:
            if stop.is_set():
                raise _Stopped
            busy = {"share": share, "rows": rows, "seconds": round(time.monotonic() - begun)}
            if loop:
                loop.call_soon_threadsafe(
                    lambda: self._tell(busy=busy) if job == self._job and not stop.is_set() else None
                )
            else:
                self._tell(busy=busy)

        def work() -> Brought | Exception:
            try:
                return reading.bring(path, options, progress)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is shown and not logged
                return error

        def done(found: Brought | Exception) -> None:
            if job == self._job and not stop.is_set():
                self._taken(path, options, found)

        beside(work, done)

    def _taken(self, path: str, options: Options, found: Brought | Exception) -> None:
        if isinstance(found, Exception):
            words = _words(found)
            focus = next((choice for word, choice in MENDS.items() if word in words), "path")
            self._tell(**{**EMPTY, "refused": words, "focus": focus})
            return
        said = {name: getattr(found, name) for name in ("took", "repairs", "missing", "written", "understood")}
        self.path, self._options = path, options
        if found.account is None:
            self._tell(**{**EMPTY, **said})
            return
        self.brought = found
        self._put(found.account, found.kind)
        self._tell(**{**EMPTY, **said, "notes": list(found.account.notes), "told": self._compared()})

    def _put(self, account: Account, kind: str = "") -> None:
        """Put an account on the bench, with the controls as it needs them."""
        self.account, self._chances = account, {}
        if not account.sample:
            crossed = any(account.crossed)
            self._controls["kind"].put("trades" if kind == TRADES else "positions")
            self._controls["mode"].put(BROUGHT if crossed else ISOLATED)
            if account.tiers:
                self._controls["venue"].put(MINE)
        self._again()

    def _compared(self) -> list[str]:
        return [one.words for one in told.compared(self.result.setup)[:8]]

    def _back(self) -> None:
        """The sample again, in the state of the beginning."""
        self._halt()
        self.path = ""
        for name, value in self._start.items():
            self._controls[name].put(value)
        self._put(SAMPLE)
        self.send({"sample": True})
        self._tell(**EMPTY)

    def _halt(self) -> None:
        """Stop a reading; what is on the bench stays."""
        if self.front["busy"]:
            self._stop.set()
            self._tell(busy=None, refused="Stopped. Nothing was taken from the file.")

    def _rules(self) -> None:
        self._tell(rules=told.other_rules(self.account), told=self._compared())

    def _save(self, folder: str = "") -> None:
        written = export.save(
            replace(self.result, given=None if self.result.given == WAITING else self.result.given), folder
        )
        self._tell(saved=f"{len(written)} files in {written[0].parent}: {', '.join(one.name for one in written)}")

    def _remember(self) -> None:
        if self.account.sample:
            self._tell(kept="There is nothing to remember yet; the sample is always here.")
            return
        chosen = {name: value for name, value in vars(self._options).items() if name != "money" and value}
        state = {name: self._controls[name].value for name in ("venue", "mode", "kind")}
        file = memory.remember(path=self.path, reading=chosen, **state)
        self._tell(kept=f"Remembered in {file}: path, venue, mode and how it is read. No price and no amount.")

    def _forget(self) -> None:
        self._tell(kept="Forgotten: the file is deleted." if memory.forget() else "There was nothing remembered.")


def _asked(result: Result) -> tuple[Any, ...]:
    """What a chance depends on."""
    return result.setup, result.walls, result.days, result.volatility, result.correlation


def _words(error: Exception) -> str:
    """What is said of a fault: its own words where it was raised on purpose."""
    return str(error) if isinstance(error, MarginError) else f"This page met a fault ({type(error).__name__})."


def explorer() -> Workbench:
    """Return the workbench, with the invented account on it."""
    return Workbench()
