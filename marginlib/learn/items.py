"""What an exercise is: one record, with its numbers drawn for each learner and every known wrong turn named.

Templates (`prompt`, `hints`, `solution`, `note`) are filled with the drawn numbers; `solution` and `note` may also use
`{answer}`. A signed number reads in words: `{size:side}` is long or short, `{size:units}` the amount without the sign.
Every text is Markdown-free. It may stand in triple quotes: each run of white space becomes one space.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from marginlib.errors import InvalidInput
from marginlib.learn.draw import Draw

FORMATS = ("predict", "numeric", "function", "order", "bug-hunt", "adversarial", "design", "explain", "choice")
JUDGED = ("adversarial", "design")
SIGNS = {
    "○": "not attempted",
    "!": "could not be read or run",
    "≈": "almost",
    "✗": "not yet",
    "✓": "correct",
}


def one_line(text: str) -> str:
    r"""The text on one line, each run of white space as one space.

    >>> one_line("A wall stops a loss,\n    and the way back.\n")
    'A wall stops a loss, and the way back.'
    """
    return " ".join(text.split())


class Verdict(NamedTuple):
    """What `check` says: one of the five signs, and a sentence. `cause` is the misconception that was recognised."""

    sign: str
    text: str
    cause: str = ""

    @property
    def passed(self) -> bool:
        """Whether the answer counts as right."""
        return self.sign == "✓"

    def __str__(self) -> str:
        return f"{self.sign} {self.text}"


class Wrong(NamedTuple):
    """A wrong turn: the answer that it leads to and the line that names it.

    `answer` is a function of the drawn numbers, or the answer itself (a letter, a list). `message` completes the
    sentence "this is what you get from ...": the misconception, a colon, and why it is wrong.
    """

    answer: Any
    message: str

    def answer_for(self, numbers: Mapping[str, Any]) -> Any:
        """The wrong answer for these numbers."""
        return self.answer(**numbers) if callable(self.answer) else self.answer


@dataclass(frozen=True, kw_only=True)
class Item:
    """One exercise. See `marginlib/learn/bank` for examples; the fields that a format needs are checked at once.

    `tolerance` is absolute, in the unit of the answer. `arguments` names the drawn numbers that a function item
    receives, in order (all of them by default), and `cases` adds inputs that are always tried. `stub` is the function
    as handed out in a bug hunt: answering with it counts as not attempted. `judge` returns a Verdict, or the key of
    the misconception that it recognised; `hand_in` says what it judges ("a list of prices that begins at 100"). `code`
    is Python that sets `answer` from the drawn numbers `g`.
    """

    id: str
    objective: str
    format: str
    prompt: str
    hints: tuple[str, ...]
    solution: str
    oracle: Callable[..., Any] | None = None
    draw: Callable[[Draw], Mapping[str, Any]] = field(default=lambda _: {})
    unit: str = ""
    tolerance: float = 0.01
    wrong: Mapping[str, Wrong] = field(default_factory=dict)
    note: str = ""
    choices: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    cases: tuple[Mapping[str, Any], ...] = ()
    stub: Callable[..., Any] | None = None
    judge: Callable[..., Verdict | str] | None = None
    hand_in: str = ""
    code: str = ""
    words: int = 12
    extra: bool = False

    def __post_init__(self) -> None:
        for name in ("prompt", "solution", "note", "hand_in"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        for name in ("hints", "choices", "steps"):
            object.__setattr__(self, name, tuple(map(one_line, getattr(self, name))))
        wrong = {key: turn._replace(message=one_line(turn.message)) for key, turn in self.wrong.items()}
        object.__setattr__(self, "wrong", wrong)
        for broken, complaint in self._faults():
            if broken:
                raise InvalidInput(f"item {self.id!r}: {complaint}")

    def _faults(self) -> tuple[tuple[bool, str], ...]:
        kind = self.format
        return (
            (kind not in FORMATS, f"format {kind!r} is none of {', '.join(FORMATS)}"),
            (len(self.hints) < 3, "at least three hints are needed, from a nudge to nearly there"),
            (not self.solution, "a solution is needed"),
            (not self.wrong and kind != "explain", "name at least one wrong turn in `wrong`"),
            (self.tolerance <= 0, "tolerance must be above zero"),
            (kind in JUDGED and self.judge is None, "a judge is needed"),
            (kind in JUDGED and not self.hand_in, "say in `hand_in` what is to be handed in"),
            (kind == "order" and len(self.steps) < 3, "at least three steps are needed, in the right order"),
            (kind == "choice" and len(self.choices) < 2, "at least two choices are needed"),
            (kind not in (*JUDGED, "order", "explain") and self.oracle is None, "an oracle is needed"),
            (kind in ("function", "bug-hunt", *JUDGED) and not self.code, "code that sets `answer` is needed"),
        )

    @property
    def letters(self) -> str:
        """The letters that stand for the choices or the steps."""
        return "ABCDEFGHIJ"[: len(self.choices or self.steps)]

    @property
    def expects(self) -> str:
        """The kind of answer: number, letter, order, function, text or anything (judged by the item itself)."""
        if self.choices:
            return "letter"
        kinds = {"order": "order", "function": "function", "bug-hunt": "function", "explain": "text"}
        return "anything" if self.format in JUDGED else kinds.get(self.format, "number")


@dataclass(frozen=True)
class Lesson:
    """A lesson of the bank: its number, the question in its title, its objectives by key, and its items."""

    number: str
    question: str
    objectives: Mapping[str, str]
    items: tuple[Item, ...]
