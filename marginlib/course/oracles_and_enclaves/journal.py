"""A journal of signed steps as a chain, what a dishonest host does to it, and which check notices."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

import pandas as pd
from matplotlib.patches import Rectangle

from marginlib.enclave import Enclave, Journal, Unproven, measurement, public_key, verify
from marginlib.show import style
from marginlib.show.controls import choice, switch
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene

LEVELS = {"ann": 90.0, "bob": 80.0}
MARKS = (95.0, 89.0, 79.0, 86.0)
NONCE = "today"
CHECKS = {
    "maker": "the maker of the chip signed the quote",
    "code": "the code is the published one",
    "nonce": "the quote answers today's question",
    "signature": "the chip signed every step as it stands",
    "chain": "every step follows the one before",
    "head": "the published head is in the history",
}


def below(mark: float, level: float) -> bool:
    """What the published code calls, and nobody measures."""
    return mark < level


def liquidate(mark: float, levels: dict[str, float]) -> list[str]:
    """The published code: who is below the level."""
    return [name for name, level in levels.items() if below(mark, level)]


def lenient(mark: float, levels: dict[str, float]) -> list[str]:
    """The same with one constant changed."""
    return [name for name, level in levels.items() if below(mark, level - 5)]


blind: Callable[..., list[str]] = FunctionType(liquidate.__code__, {"below": lambda *_: False})
"""The published code to the letter, with another function under the name that it calls."""


def written(
    marks: tuple[float, ...] = MARKS,
    function: Callable[..., list[str]] = liquidate,
    nonce: str = NONCE,
    maker: str = "maker",
) -> Journal:
    """The journal of a host that does this and signs it."""
    enclave = Enclave(function, maker, "chip")
    journal = enclave.start(nonce)
    for mark in marks:
        journal = enclave.run(journal, mark=mark, levels=LEVELS)
    return journal


HONEST = written()
"""What really happened. Its last head is the one that may have been published."""


def _edited() -> Journal:
    first, second, *rest = HONEST.steps
    return replace(HONEST, steps=(first, replace(second, inputs=second.inputs.replace("89.0", "91.0")), *rest))


def _deleted() -> Journal:
    return replace(HONEST, steps=(HONEST.steps[0], *HONEST.steps[2:]))


def _rewound() -> Journal:
    first = replace(HONEST, steps=HONEST.steps[:1])
    return Enclave(liquidate, "maker", "chip").run(first, mark=95.0, levels=LEVELS)


HOST, LIE = "none: an honest host", "let the oracle lie: mark 1"
ATTACKS: dict[str, Callable[[], Journal]] = {
    HOST: lambda: HONEST,
    "edit the mark of step 2": _edited,
    "delete step 2, a liquidation": _deleted,
    "run other code": lambda: written(function=lenient),
    "show yesterday's quote": lambda: written(nonce="yesterday"),
    "sign with a key of its own": lambda: written(maker="host"),
    "rewind to step 1 and go on": _rewound,
    LIE: lambda: written((95.0, 1.0)),
    "change what the code calls": lambda: written(function=blind),
}


HARM = {
    "rewind": ", although three steps are gone",
    "oracle": ", although the price was a lie",
    "calls": ", although nobody was closed",
}


@dataclass(frozen=True)
class Result:
    """One attack, and what the verifier says."""

    attack: str
    published: bool

    @property
    def journal(self) -> Journal:
        """What the host shows."""
        return ATTACKS[self.attack]()

    @property
    def head(self) -> str | None:
        """The head that the verifier knows: the true one where heads are published, and of what ran."""
        true = self.journal if "oracle" in self.attack or "calls" in self.attack else HONEST
        return true.heads[-1] if self.published else None

    @property
    def refusal(self) -> Unproven | None:
        """Why the journal is refused, if it is."""
        try:
            verify(self.journal, measurement(liquidate), NONCE, public_key("maker"), self.head)
        except Unproven as error:
            return error
        return None

    @property
    def faulty(self) -> int | None:
        """Place in the chain at which a check failed, the quote being 0."""
        if self.refusal is None:
            return None
        found = re.search(r"step (\d+)", str(self.refusal))
        return int(found[1]) if found else len(self.journal.steps) if self.refusal.check == "head" else 0

    @property
    def marks(self) -> dict[str, str]:
        """Each check with its mark, in the order in which they are made."""
        names = [name for name in CHECKS if name != "head" or self.published]
        failed = names.index(self.refusal.check) if self.refusal else len(names)
        return {name: "✓" if at < failed else "✗" if at == failed else "·" for at, name in enumerate(names)}

    @property
    def headline(self) -> str:
        """The finding."""
        if self.refusal:
            return (
                f"Refused by check {list(CHECKS).index(self.refusal.check) + 1} of {len(CHECKS)}: {self.refusal.check}"
            )
        harm = next((words for name, words in HARM.items() if name in self.attack), "")
        return f"Accepted by all {len(self.marks)} checks{harm}"

    @property
    def description(self) -> str:
        """What the picture shows."""
        known = "its head was published" if self.published else "no head was published"
        why = f" {str(self.refusal)[0].upper()}{str(self.refusal)[1:]}." if self.refusal else ""
        return f"Attack ({self.attack}), and {known}. {self.headline}.{why}"

    @property
    def table(self) -> pd.DataFrame:
        """The steps that the host shows."""
        columns = ["mark", "liquidated", "follows", "hash"]
        journal = self.journal
        rows = [
            [*_words(step.inputs, step.output), step.previous[:6], own[:6]]
            for step, own in zip(journal.steps, journal.heads[1:], strict=True)
        ]
        index = pd.Index([f"step {number}" for number in range(1, len(rows) + 1)], name="shown as")
        return pd.DataFrame(rows, index, columns)


def attacks() -> pd.DataFrame:
    """Each attack, and the check that refuses it where no head was published, and where one was; or that it passes."""
    rows = {
        name: [
            refusal.check if (refusal := Result(name, published).refusal) else "passes" for published in (False, True)
        ]
        for name in ATTACKS
        if name != HOST
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["no head", "a head published"]).rename_axis("attack")


def _words(inputs: str, output: str) -> tuple[str, str]:
    """The mark, and who was liquidated."""
    return f"{json.loads(inputs)['mark']:g}", ", ".join(json.loads(output)) or "nobody"


BOXES, WIDE, HIGH, GAP, BASE = 5, 150.0, 132.0, 26.0, 160.0


class Picture(Scene[Result]):
    """The quote and the steps as boxes in a row; below them, the checks."""

    def __init__(self) -> None:
        super().__init__(900, 370)
        axes = self.panel(0, 0, 900, 370, frame=False)
        self.title = self.animate(axes.text(20, 338, "", fontsize=style.TITLE, parse_math=False))
        self.boxes, self.links, self.texts = [], [], []
        for place in range(BOXES):
            left = 20 + place * (WIDE + GAP)
            link = axes.plot([left - GAP, left], [BASE + HIGH / 2] * 2, color=style.BLACK, lw=2)[0]
            self.links.append(self.animate(link))
            box = Rectangle((left, BASE), WIDE, HIGH, lw=1.5, ec=style.BLACK)
            self.boxes.append(self.animate(axes.add_patch(box)))
            text: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False, "va": "center"}
            self.texts.append(
                [self.animate(axes.text(left + 10, BASE + HIGH - 18 - 24 * line, "", **text)) for line in range(BOXES)]
            )
        self.cross = self.animate(axes.plot([], [], color=style.role("loss").color, marker="X", ms=13, ls="")[0])
        self.checks = [
            self.animate(
                axes.text(20 + 440 * (at // 3), 108 - 30 * (at % 3), "", fontsize=style.TEXT, parse_math=False)
            )
            for at in range(len(CHECKS))
        ]

    def update(self, result: Result) -> None:
        """Fill the boxes, mark the one that fails, tick the checks."""
        journal = result.journal
        quote = ["quote", f"code {journal.quote.measurement[:6]}", f"asked: {journal.quote.nonce}"]
        rows = [[*quote, f"key {journal.quote.key[:6]}", f"hash {journal.heads[0][:6]}"]]
        for step, own in zip(journal.steps, journal.heads[1:], strict=True):
            mark, closed = _words(step.inputs, step.output)
            signed = f"signed as step {step.number}"
            rows.append(
                [signed, f"mark {mark}", f"closed: {closed}", f"follows {step.previous[:6]}", f"hash {own[:6]}"]
            )
        for place, (box, link, lines) in enumerate(zip(self.boxes, self.links, self.texts, strict=True)):
            seen = place < len(rows)
            look = style.role("loss" if place == result.faulty else "free" if place else "fund")
            box.set(visible=seen, facecolor=look.surface, linewidth=3 if place == result.faulty else 1.5)
            link.set_visible(seen and place > 0)
            for text, words in zip(lines, rows[place] if seen else [""] * BOXES, strict=True):
                text.set_text(words)
        corner = [] if result.faulty is None else [20 + result.faulty * (WIDE + GAP) + WIDE - 14]
        self.cross.set_data(corner, [BASE + HIGH - 16] * len(corner))
        self.title.set_text(result.headline)
        for at, (name, words) in enumerate(CHECKS.items()):
            mark = result.marks.get(name, "·")
            why = "" if mark != "·" else " (not reached)" if name in result.marks else " (none was)"
            self.checks[at].set_text(f"{mark}  {at + 1}. {words}{why}")
            self.checks[at].set_color(style.role({"✓": "free", "✗": "loss"}.get(mark, "market")).ink)


def explorer() -> Explorer:
    """What the host does, and whether the head of the true journal was published."""
    controls = {"attack": choice("The host's attack", ATTACKS.keys()), "published": switch("Head published")}
    return Explorer(Result, controls, Picture())
