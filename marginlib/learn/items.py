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
TEXTS = (
    *("prompt", "hints", "solution", "note", "hand_in", "choices", "steps"),
    *("named", "figures", "points", "spoils", "section"),
)
SIGNS = {
    "○": "not attempted",
    "!": "could not be read or run",
    "≈": "almost",
    "✗": "not yet",
    "✓": "right",
}


def _tidied(value: Any) -> Any:
    """A text, or a collection of texts, on one line each."""
    if isinstance(value, Mapping):
        return {key: one_line(text) for key, text in value.items()}
    return one_line(value) if isinstance(value, str) else tuple(map(one_line, value))


def one_line(text: str) -> str:
    r"""The text on one line, each run of white space as one space.

    >>> one_line("A wall stops a loss,\n    and the way back.\n")
    'A wall stops a loss, and the way back.'
    """
    return " ".join(text.split())


class Verdict(NamedTuple):
    """What `check` says: one of the five signs, and one or two sentences.

    `cause` is the misconception that was recognised; `opening` is the way of beginning that was used ("did-2"), so that
    the next verdict can begin another way.
    """

    sign: str
    text: str
    cause: str = ""
    opening: str = ""

    @property
    def passed(self) -> bool:
        """Whether the answer counts as right."""
        return self.sign == "✓"

    def __str__(self) -> str:
        return f"{self.sign} {self.text}"


class Wrong(NamedTuple):
    """A wrong turn: the answer that it leads to, and what a friend says about it.

    `answer` is a function of the drawn numbers, or the answer itself (the key of a choice, a list). What is said has
    two sentences: what happened, which one of three slots gives, and the question `ask`. Fill one slot:

    * `right`: the setting in which the idea is right ("if the long were still open", "in isolated mode");
    * `found`: the name of the answer where it has one ("the bankruptcy price");
    * `did`: the step, as it goes on after "you" ("left ETH out of the sum").

    Or write whole texts into `said`; they are used in turn. Slots, `ask` and `said` take the drawn numbers and
    `{yours}`, the learner's own answer. For the choice of a prediction, `half` and `turn` may say what is true in it
    ("Ada's wall caps her loss") and what comes then ("BTC climbs back without her").
    """

    answer: Any
    right: str = ""
    found: str = ""
    did: str = ""
    ask: str = ""
    said: tuple[str, ...] = ()
    half: str = ""
    turn: str = ""

    def answer_for(self, numbers: Mapping[str, Any]) -> Any:
        """The wrong answer for these numbers."""
        return self.answer(**numbers) if callable(self.answer) else self.answer

    @property
    def slot(self) -> str:
        """The name of the one field that says what happened."""
        return next((name for name in ("said", "right", "found", "did") if getattr(self, name)), "")

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of it, as the author wrote it."""
        own = (self.right, self.found, self.did, self.ask, *self.said, self.half, self.turn)
        return tuple(text for text in own if text)


class Goal(NamedTuple):
    """Something to reach in an explorer: a chip that turns green by itself.

    `key` is "NN-goal-slug"; `chip` the words on the chip; `met(result)` looks at the model's result and at nothing
    else; `said` is the sentence that says why it is met.
    """

    key: str
    chip: str
    met: Callable[[Any], bool]
    said: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One exercise. The fields that a format needs are checked at once; CONTRIBUTING.md explains each of them.

    `tolerance` is absolute, in the unit of the answer. `arguments` names the drawn numbers that a function item
    receives, in order (all of them by default), and `cases` adds inputs that are always tried. `stub` is the function
    as handed out in a bug hunt: answering with it counts as not attempted. `judge` returns a Verdict, or the key of
    the misconception that it recognised; `hand_in` says what it judges ("a list of prices that begins at 100"). `code`
    is Python that sets `answer` from the drawn numbers `g`.

    `choices` are texts under keys, or texts alone, whose keys are then A, B, C in the order written. Keys are what
    oracle, wrong turns and record speak of; a learner sees drawn letters. `named` says for each key how a reveal names
    the choice inside a sentence ("Bo"); `figures` is what a reveal adds to it ("with 339 USDT against 311"). `points`
    are the three or four yes-no points of a text in own words. `spoils` lists words that may not stand above the card,
    `section` is the heading of the lesson that explains.
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
    choices: Mapping[str, str] | tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    figures: str = ""
    steps: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    cases: tuple[Mapping[str, Any], ...] = ()
    stub: Callable[..., Any] | None = None
    judge: Callable[..., Verdict | str] | None = None
    hand_in: str = ""
    code: str = ""
    points: tuple[str, ...] = ()
    spoils: tuple[str, ...] = ()
    section: str = ""
    extra: bool = False

    def __post_init__(self) -> None:
        for name in TEXTS:
            object.__setattr__(self, name, _tidied(getattr(self, name)))
        wrong = {key: Wrong(turn.answer, *map(_tidied, turn[1:])) for key, turn in self.wrong.items()}
        object.__setattr__(self, "wrong", wrong)
        for broken, complaint in self._faults():
            if broken:
                raise InvalidInput(f"item {self.id!r}: {complaint}")

    def _faults(self) -> tuple[tuple[bool, str], ...]:
        kind = self.format
        silent = [key for key, turn in self.wrong.items() if not turn.slot]
        return (
            (kind not in FORMATS, f"format {kind!r} is none of {', '.join(FORMATS)}"),
            (len(self.hints) < 3, "at least three hints are needed, from a nudge to nearly there"),
            (not self.solution, "a solution is needed"),
            (not self.wrong and kind != "explain", "name at least one wrong turn in `wrong`"),
            (bool(silent), f"say what happened in the wrong turns {', '.join(silent)}: see Wrong"),
            (kind == "explain" and not 3 <= len(self.points) <= 4, "three or four yes-no `points` are needed"),
            (not set(self.named) <= set(self.options), "`named` speaks of a choice that is not there"),
            (self.tolerance <= 0, "tolerance must be above zero"),
            (kind in JUDGED and self.judge is None, "a judge is needed"),
            (kind in JUDGED and not self.hand_in, "say in `hand_in` what is to be handed in"),
            (kind == "order" and len(self.steps) < 3, "at least three steps are needed, in the right order"),
            (kind == "choice" and len(self.choices) < 2, "at least two choices are needed"),
            (kind not in (*JUDGED, "order", "explain") and self.oracle is None, "an oracle is needed"),
            (kind in ("function", "bug-hunt", *JUDGED) and not self.code, "code that sets `answer` is needed"),
        )

    @property
    def options(self) -> dict[str, str]:
        """The choices by their keys."""
        texts = self.choices
        return dict(texts) if isinstance(texts, Mapping) else dict(zip("ABCDEFGHIJ", texts, strict=False))

    @property
    def letters(self) -> str:
        """The letters under which the choices or the steps are shown."""
        return "ABCDEFGHIJ"[: len(self.choices or self.steps)]

    @property
    def expects(self) -> str:
        """The kind of answer: number, letter, order, function, text or anything (judged by the item itself)."""
        if self.choices:
            return "letter"
        kinds = {"order": "order", "function": "function", "bug-hunt": "function", "explain": "text"}
        return "anything" if self.format in JUDGED else kinds.get(self.format, "number")


class Checkpoint(NamedTuple):
    """What stands behind a lesson: a notebook that asks items of the lessons so far, and how many are a pass."""

    notebook: str
    items: tuple[str, ...]
    wanted: int = 5


@dataclass(frozen=True)
class Lesson:
    """A lesson of the bank: its number, the question in its title, its objectives by key, and its items.

    `goals` are those of its explorer. `recalls` names the items that are asked before it where nothing is due.
    `notebook` is the file that a link opens, `paradox` the one line that makes a reader want it, `checkpoint` what
    stands behind it, where something does.
    """

    number: str
    question: str
    objectives: Mapping[str, str]
    items: tuple[Item, ...]
    goals: tuple[Goal, ...] = ()
    recalls: tuple[str, ...] = ()
    notebook: str = ""
    paradox: str = ""
    checkpoint: Checkpoint | None = None

    @property
    def path(self) -> tuple[Item, ...]:
        """The items that count for the map: all but the extra ones."""
        return tuple(item for item in self.items if not item.extra)
