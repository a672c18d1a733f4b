"""How a lesson sounds, in numbers: whole pages are measured, never a sentence alone. The bounds catch a relapse.

`python -m tests.course.rules.voice lessons/00_start_here.ipynb` prints measure, value, bound and what to look at.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import marginlib.course  # noqa: F401 - fills the catalogue
from marginlib.learn import catalogue
from marginlib.learn.frames import NOTHING, wrong
from marginlib.learn.items import Item, Wrong
from tests.course.reading import Page, page

VERBS = frozenset((Path(__file__).parent / "verbs.txt").read_text(encoding="utf-8").split())
JOINTS = re.compile(
    r"\b(?:because|so|but|when|whenever|while|if|since|although|though|until|unless|once|whether|whereas|yet|before"
    r"|after|provided|therefore|however|instead|otherwise|as long as|as soon as)\b",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"\b(?:you|your|yours|yourself|we|our|us|she|he|her|hers|his|him|herself|himself|Ada|Ann|Ben|Bo|Cat|Cleo|Dan"
    r"|Eve|Max|who|whose|whom|somebody|someone|nobody|everybody|anybody|people|person|traders?|owners?|lenders?"
    r"|borrowers?|buyers?|sellers?|beginners?|managers?)\b",
    re.IGNORECASE,
)
SUM = r"-?\d[\d,.]*(?: ?%)?(?: *(?:[-+*/x×=]|times|plus|minus) *\(?-?\d[\d,.]*(?: ?%)?\)?)*"  # one sum is one number
WORD = re.compile(r"[\w%][\w.,'’%-]*")


class Measure(NamedTuple):
    """What one count came to, between which values it may lie, and the sentences behind it."""

    name: str
    value: float
    least: float
    most: float
    behind: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether it lies within its bounds."""
        return self.least <= self.value <= self.most

    def __str__(self) -> str:
        sign, bound = (" " if self.kept else "✗"), f"{self.least:g} to {self.most:g}"
        return f"{sign} {self.name:<52} {self.value:>6.1f}   {bound}"


def sentences(source: str) -> list[list[str]]:
    """The sentences of each paragraph and list item, without tables, headings, display formulas, code and markup."""
    text = re.sub(r"```.*?```|\$\$.*?\$\$|<summary>.*?</summary>|<[^>]+>", "\n\n", source, flags=re.DOTALL)
    text = re.sub(r"^\s*(?:\|.*|#+ .*)$", "\n", text, flags=re.MULTILINE)
    text = re.sub(r"\$[^$\n]+\$|`[^`\n]*`", "X", re.sub(r"\]\([^)]*\)", "]", text))
    text = re.sub(r"^\s*(?:[-*]|\d+\.) +", "\n\n", text, flags=re.MULTILINE)
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", re.sub(r"[*_\[\]]", "", text)))
    return [split(block) for block in blocks if WORD.search(block)]


def split(text: str) -> list[str]:
    """A text at the ends of its sentences."""
    return [one for one in re.split(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]?[A-Z0-9$✓])", text.strip()) if WORD.search(one)]


def words(sentence: str) -> list[str]:
    """The words of a sentence, numbers included."""
    return WORD.findall(sentence)


def verbless(sentence: str) -> bool:
    """Whether nobody does anything in it: "Right." and "Not yet." are free."""
    said = [word.lower().strip(".,'’%") for word in words(sentence)]
    return len(said) > 2 and not VERBS & set(said)


def numbers(sentence: str) -> int:
    """How many numbers it holds, a sum counted as one."""
    return len(re.findall(rf"(?<![\w.])(?:{SUM})", sentence))


def prose(page: Page) -> Iterator[Measure]:
    """The bounds for the sentences of the page; the card, tables and headings aside."""
    texts = [(cell.source, sentences(cell.source)) for cell in page.prose]
    yield from measured([block for _, blocks in texts for block in blocks])


def measured(blocks: Sequence[Sequence[str]]) -> Iterator[Measure]:
    """The bounds for sentences in their paragraphs."""
    said = [one for block in blocks for one in block]
    lengths = [len(words(one)) for one in said]

    def share(name: str, least: float, most: float, wrong: Callable[[str], object]) -> Measure:
        found = tuple(one for one in said if wrong(one))
        return Measure(f"percent {name}", 100 * len(found) / max(len(said), 1), least, most, found)

    yield Measure("words in the middle sentence", median(lengths or [0]), 11, 18)
    yield share("with six words or fewer", 0, 18, lambda one: len(words(one)) <= 6)
    yield share("over 25 words", 0, 8, lambda one: len(words(one)) > 25)
    yield Measure("words in the longest", max(lengths, default=0), 0, 32, tuple(o for o in said if len(words(o)) > 32))
    runs = tuple(" ".join(run) for block in blocks for run in drumbeats(block))
    yield Measure("runs of three with at most eight words", len(runs), 0, 1, runs)
    yield share("with a colon in the middle", 0, 6, lambda one: re.search(r":\s", one))
    yield share("without a verb", 0, 6, verbless)
    yield lacking(share("with a joining word", 33, 100, JOINTS.search), said)
    yield lacking(share("with a person", 45, 100, PEOPLE.search), said)
    yield share("with four numbers or more", 0, 3, lambda one: numbers(one) > 3)
    firsts = Counter(words(one)[0].lower() for one in said)
    word, count = firsts.most_common(1)[0] if firsts else ("", 0)
    yield Measure(f"percent that begin with the same word ({word})", 100 * count / max(len(said), 1), 0, 18)


def lacking(measure: Measure, said: Sequence[str]) -> Measure:
    """A measure that wants more of something, with the sentences that have none of it."""
    return measure._replace(behind=tuple(one for one in said if one not in measure.behind))


def drumbeats(block: Sequence[str]) -> Iterator[Sequence[str]]:
    """Three short sentences in a row; a run of four counts once."""
    place = 0
    while place + 3 <= len(block):
        run = block[place : place + 3]
        short = all(len(words(one)) <= 8 for one in run)
        if short:
            yield run
        place += 3 if short else 1


def turns(items: Sequence[Item]) -> Iterator[Measure]:
    """The bounds for what is said about wrong turns, in the words that a learner meets."""
    said = [_said(item, key) for item in items for key in item.wrong]
    asked = [one for one in said if not one.rstrip().endswith("?")]
    total = max(len(said), 1)
    # the openings are the frame's, by turns; what the author wrote is the question, and whole texts
    owned = [text for item in items for turn in item.wrong.values() for text in (turn.said or (turn.ask,))]
    common = Counter(" ".join(words(text)[:3]).lower() for text in owned).most_common(1)
    opening, count = common[0] if common else ("", 0)
    begun = tuple(one for one in said if re.match(r"\w+ing\b", one) and not one.startswith("During"))
    yield Measure("wrong turns that begin with -ing", len(begun), 0, 0, begun)
    yield Measure(
        "percent of wrong turns that end in a question", 100 - 100 * len(asked) / total, 70, 100, tuple(asked)
    )
    long = tuple(one for one in said if len(words(one)) > 45)
    yield Measure("words in the longest wrong turn", max((len(words(o)) for o in said), default=0), 0, 45, long)
    yield Measure(f"percent of wrong turns with one opening ({opening})", 100 * count / max(len(owned), 1), 0, 25)
    still = tuple(sentence for one in said for sentence in split(one) if verbless(sentence))
    yield Measure("sentences of wrong turns without a verb", len(still), 0, 0, still)


def _said(item: Item, key: str) -> str:
    """The verdict on one wrong turn, with its slots left open."""
    mistake = item.wrong[key]
    marks = {name: name for name in re.findall(r"{(\w+)", " ".join(mistake.texts))}
    right, found, did, ask = map(_open, mistake[1:5])
    said = tuple(map(_open, mistake.said))
    plain = Wrong(mistake.answer, right, found, did, ask, said)
    return wrong(item, plain, marks, "your answer", NOTHING, "reader")[0]


def _open(text: str) -> str:
    """A template with 7 in place of each number."""
    return re.sub(r"{[^}]*}", "7", text)


def ways(items: Sequence[Item]) -> Iterator[Measure]:
    """The bounds for prompts, hints, solutions and notes, each a text of its own."""
    kinds = {
        "prompts": [item.prompt for item in items],
        "hints": [hint for item in items for hint in item.hints],
        "solutions": [item.solution for item in items],
        "notes": [item.note for item in items if item.note],
    }
    for kind, texts in kinds.items():
        said = [one for text in texts for one in split(_open(text))]
        total = max(len(said), 1)
        long = tuple(one for one in said if len(words(one)) > 32)
        longest = max((len(words(one)) for one in said), default=0)
        yield Measure(f"words in the longest sentence of {kind}", longest, 0, 32, long)
        still = tuple(one for one in said if verbless(one))
        yield Measure(f"percent of {kind} without a verb", 100 * len(still) / total, 0, 6, still)
        colons = tuple(one for one in said if re.search(r":\s(?!7 USDT)", one))
        yield Measure(f"percent of {kind} with a colon in the middle", 100 * len(colons) / total, 0, 10, colons)
        if kind in ("hints", "solutions"):
            alone = tuple(text for text in texts if not PEOPLE.search(text))
            yield Measure(f"percent of {kind} with a person", 100 - 100 * len(alone) / len(texts), 50, 100, alone)


def measures(page: Page) -> list[Measure]:
    """Every measure of a lesson and its items."""
    items = catalogue.lesson(page.number).items
    return [*prose(page), *turns(items), *ways(items)]


def sound(page: Page) -> Iterator[str]:
    """The lesson sounds like somebody who sits beside you: every measure of its voice lies within its bounds."""
    for one in measures(page):
        if not one.kept:
            yield "\n    ".join([str(one), *one.behind[:12]])


def main(paths: Sequence[str]) -> None:
    """Print the table of each notebook."""
    for path in paths:
        print(path)
        for one in measures(page(Path(path))):
            print(one)
            if not one.kept:
                print(*(f"      {text}" for text in one.behind), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
