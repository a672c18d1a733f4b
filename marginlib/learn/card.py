"""A card: one item in one frame, with its field, its hints and its verdict. The browser draws it, this module decides.

Every press of the browser is one call of `Card.press`, which a test can make as well. Numbers that a card shows stay
the numbers that it judges, whoever enrols elsewhere in the meantime.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from marginlib.errors import MarginError
from marginlib.learn import answers, exercises, faces, predictions, sessions, store, typed
from marginlib.learn.answers import Unreadable
from marginlib.learn.faces import Held
from marginlib.learn.items import Item, Verdict
from marginlib.learn.verdicts import verdict
from marginlib.learn.wording import sentence

HERE = Path(__file__).parent
EMPTY = {
    "number": "Type a number first, or a sum such as 8*40/20.",
    "choice": "Choose one of the answers first.",
    "order": "Click all of them in turn, the first one first.",
    "text": "Write a sentence or two first.",
    "predict": "Choose what you expect first. A guess will do.",
}


class Card(anywidget.AnyWidget):
    """The card of one item; `labels` draw numbers of their own, `scene` plays on once a prediction is locked in.

    With labels a card belongs to no lesson, and its verdicts go to `note`, or to `sessions.recall`; where they go to
    `note`, hints wait for a first answer.

    `view` is all that is drawn (see `faces.face`); `me` lets the browser find out whether the kernel is still there.
    """

    _esm = HERE / "card.js"
    _css = HERE / "card.css"
    view = traitlets.Dict().tag(sync=True)
    me = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        item: Item,
        *,
        labels: Sequence[object] = (),
        scene: Any = None,
        note: Callable[[Item, Verdict], None] | None = None,
    ) -> None:
        super().__init__()
        self.item = item
        self.scene = scene
        self.note = note or sessions.recall
        alias = sessions.alias() if labels else sessions.show_to(item)
        self.held = Held(alias, tuple(labels), tested=note is not None)
        self._remember()
        self.me = self.model_id or ""
        self._draw()
        self.on_msg(self._heard)
        sessions.watch(self)
        sessions.reach(self)

    def press(self, action: str, **content: Any) -> None:
        """What a press in the browser does: check, compare, lock, hint, way or read, with what stands in its fields."""
        actions: dict[str, Callable[..., None]] = {
            "check": self._check,
            "compare": self._compare,
            "lock": self._lock,
            "hint": self._hint,
            "way": self._way,
            "read": self._read,
        }
        self.held.alert = ""
        self.held.turns += action != "read"
        try:
            actions[action](**content)
        except MarginError as error:
            self.held.alert = sentence(str(error))
        except Exception as error:
            self.held.alert = f"This card met a fault ({type(error).__name__}: {error}). Nothing was counted."
            raise
        finally:
            while store.notices:
                self.held.alert = f"{self.held.alert} {sentence(store.notices.pop(0))}.".strip()
            self._draw()

    def refresh(self) -> None:
        """Show what was said to code that a cell handed in."""
        if faces.kind(self.item) == "code" and not self.held.labels and self.item.id in sessions.said:
            self.held.verdict = sessions.said[self.item.id]
            self._draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data = super()._repr_mimebundle_(**kwargs)
        found, metadata = data if isinstance(data, tuple) else (data, {})
        return {**(found or {}), "text/plain": faces.text(self.item, self.held)}, metadata

    def _draw(self) -> None:
        self.view = faces.face(self.item, self.held)

    def _heard(self, _: Any, content: dict[str, Any], __: Any) -> None:
        asked = dict(content)
        self.press(asked.pop("action"), **asked)

    def _remember(self) -> None:
        """Show what was passed, or predicted, before."""
        state, item, held = store.read(), self.item, self.held
        if item.format == "predict":
            kept = state["predictions"].get(item.id)
            if kept or item.id in state["skips"]:
                held.alias = (kept or {}).get("alias") or held.alias
                held.answer = faces.as_seen(item, kept["choice"], held.alias) if kept else None
                held.reveal = predictions.revealed(item, held.alias)
            return
        kept = state["items"].get(item.id)
        if not kept or not kept["passed"] or held.labels:
            return
        if kept["alias"] in ("", held.alias):
            held.answer, held.ticks = faces.as_seen(item, kept["last"], held.alias), list(kept["ticks"])
            held.compared = bool(held.ticks)
        again = verdict(item, self._answer(held.answer), held.alias)
        held.verdict = again if again.passed else Verdict("✓", "You have passed this one already.")

    def _answer(self, answer: Any) -> Any:
        """What stands in the field as `verdict` takes it."""
        what = faces.kind(self.item)
        if what == "number" or (what == "predict" and not self.item.options):
            return typed.read(str(answer or ""), self.item.unit) if str(answer or "").strip() else None
        return answers.Told(str(answer or ""), tuple(self.held.ticks)) if what == "text" else answer

    def _check(self, answer: Any = None) -> None:
        held, item = self.held, self.item
        held.answer = answer
        complete = faces.kind(item) != "order" or len(answer or []) == len(item.steps)
        if answers.missing(answer) or not complete:
            held.verdict = Verdict("!", EMPTY[faces.kind(item)])
            return
        try:
            read = self._answer(answer)
        except Unreadable as refusal:
            held.verdict = Verdict("!", sentence(str(refusal)))
            return
        self._judge(read)

    def _judge(self, read: Any) -> None:
        held, item = self.held, self.item
        held.verdict = verdict(item, read, held.alias, *held.labels, seen=sessions.seen())
        if held.labels:
            self.note(item, held.verdict)
        else:
            sessions.remember(item, held.verdict, read, held.alias)
        held.misses += held.verdict.sign == "✗"

    def _compare(self, answer: str = "", ticks: Sequence[int] | None = None) -> None:
        """Put the model answer beside a text, and then count the points that the learner found in it."""
        held = self.held
        held.answer, held.ticks = answer, list(ticks or [])
        if answers.missing(answer):
            held.verdict = Verdict("!", EMPTY["text"])
            return
        already, held.compared = held.compared, True
        self._judge(answers.Told(answer, tuple(held.ticks)))
        if already and not held.ticks:
            none = "None of the points is ticked yet. Which of them does your text say in other words?"
            held.verdict = Verdict("✗", none, "unticked")

    def _lock(self, answer: Any = None, sure: float = 50) -> None:
        held, item = self.held, self.item
        held.answer = answer
        if held.reveal:
            return
        if answers.missing(answer):
            held.verdict = Verdict("!", EMPTY["predict"])
            return
        try:
            read = self._answer(answer)
        except Unreadable as refusal:
            held.verdict = Verdict("!", sentence(str(refusal)))
            return
        predictions.lock(item, read, sure, held.alias)
        held.verdict = None
        if self.scene is not None:
            seconds = self.scene.play_on()
            held.wait = float(seconds) if isinstance(seconds, (int, float)) else 0.0
        held.reveal = predictions.revealed(item, held.alias)

    def _hint(self) -> None:
        self.held.hints = min(self.held.hints + 1, len(self.item.hints))
        exercises.note_hints(self.item, self.held.hints)

    def _way(self) -> None:
        if faces.face(self.item, self.held)["open"]:
            self.held.way = True
            exercises.note_solution(self.item)

    def _read(self, answer: str = "") -> None:
        self.held.read = typed.understood(answer, self.item.unit)
