"""What a card shows: the question, its field, what was said so far. Pure, so that a test needs no browser."""

from dataclasses import dataclass, field
from typing import Any

from marginlib.learn.drawn import letter, marks, numbers, sequence
from marginlib.learn.exercises import solved
from marginlib.learn.items import SIGNS, Item, Verdict
from marginlib.learn.wording import fill, sentence, shown, wanted

LABELS = {
    "number": "Your turn",
    "choice": "Your turn",
    "order": "Your turn: click in the right order",
    "text": "In your own words",
    "code": "Your turn: write code",
    "predict": "Predict before you see",
}
SURE = ((50, "a guess"), (70, "likely"), (90, "sure"))


@dataclass
class Held:
    """What happened on a card so far.

    `answer` is what stands in its field, `verdict` what was said to it; `hints` and `misses` count; `way` and
    `compared` say whether the solution and the points of a text are open. `reveal` is the text of a prediction that is
    locked in, `wait` how many seconds its scene plays before; `turns` counts the presses, so that what is said twice is
    heard twice. On a card that is `tested` hints wait for a first answer.
    """

    alias: str
    labels: tuple[object, ...] = ()
    answer: Any = None
    verdict: Verdict | None = None
    hints: int = 0
    misses: int = 0
    way: bool = False
    compared: bool = False
    ticks: list[int] = field(default_factory=list)
    reveal: str = ""
    wait: float = 0.0
    turns: int = 0
    read: str = ""
    alert: str = ""
    tested: bool = False

    @property
    def passed(self) -> bool:
        """Whether the answer on the card is right."""
        return self.verdict is not None and self.verdict.passed


def kind(item: Item) -> str:
    """The kind of card: number, choice, order, text, code or predict."""
    if item.format == "predict":
        return "predict"
    kinds = {"number": "number", "letter": "choice", "order": "order", "text": "text"}
    return kinds.get(item.expects, "code")


def face(item: Item, held: Held) -> dict[str, Any]:
    """Everything that the browser draws, in words and plain lists."""
    name, labels = held.alias, held.labels
    given = numbers(item, name, *labels)
    said, what = held.verdict, kind(item)
    stuck = held.misses >= 3 and not held.passed
    return {
        "kind": what,
        "label": "Do you remember?" if held.labels else LABELS[what],
        "prompt": fill(item.prompt, given),
        "unit": item.unit,
        "options": [{"mark": mark, "text": text} for mark, text in shown(item, name, *labels).items()],
        "wanted": wanted(item, given) if what == "code" else "",
        "call": f'check("{item.id}", {"your_function" if item.expects == "function" else "your_answer"})',
        "answer": held.answer,
        "read": held.read,
        "turn": held.turns,
        "sure": [{"percent": percent, "word": word} for percent, word in SURE],
        "verdict": {"sign": said.sign, "word": SIGNS[said.sign], "text": _said(item, held)} if said else None,
        "passed": held.passed,
        "hints": [fill(hint, given) for hint in item.hints[: held.hints]],
        "count": len(item.hints),
        "helps": what != "predict" and (not held.tested or held.misses > 0 or held.passed),
        "open": what not in ("predict", "text") and (held.passed or held.hints >= len(item.hints)),
        "way": solved(item, name, *labels, code=what == "code") if held.way else "",
        "points": list(item.points) if held.compared else [],
        "ticks": held.ticks,
        "model": sentence(fill(item.solution, given)) if held.compared else "",
        "reveal": held.reveal,
        "wait": held.wait,
        "section": item.section if stuck else "",
        "alert": held.alert,
    }


def _said(item: Item, held: Held) -> str:
    """The words of the verdict, with where to go on after an answer that has no name."""
    said = held.verdict
    assert said is not None  # noqa: S101 - asked only where there is one
    if said.sign != "✗" or said.cause:
        return said.text
    steps = ["If you are not sure where to begin, take the first hint.", *["The next hint goes a step further."] * 9]
    left = held.hints < len(item.hints)
    return f"{said.text} {steps[held.hints] if left else 'After the last hint you may look at the way.'}"


def as_seen(item: Item, last: Any, alias: str) -> Any:
    """A recorded answer as it stands in the field of a card: letters are those that this learner sees."""
    if item.options:
        return letter(item, last, alias) if last in marks(item, alias).values() else None
    if item.expects == "order":
        steps = [int(step) for step in last] if isinstance(last, list) else []
        right = sequence(item, alias)
        return [right[step] for step in steps] if sorted(steps) == list(range(len(right))) else None
    if item.expects == "number":
        return f"{last:.10g}" if isinstance(last, (int, float)) else None
    return last if isinstance(last, str) else None


def text(item: Item, held: Held) -> str:
    """The card where there are no widgets: its question, and where the form would be."""
    view = face(item, held)
    behind = [f"  {option['mark']}  {option['text']}" for option in view["options"]]
    return "\n".join([view["prompt"], *behind, "(A form to answer stands here.)"])
