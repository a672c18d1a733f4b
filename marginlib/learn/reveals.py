"""The reveal of a prediction in four beats: you said, what happened, how it came, what would have told you. Pure."""

from typing import Any

from marginlib.learn import frames
from marginlib.learn.confidence import words
from marginlib.learn.drawn import expected, numbers
from marginlib.learn.frames import Seen
from marginlib.learn.items import Item, Verdict
from marginlib.learn.verdicts import Asked, chosen, verdict
from marginlib.learn.wording import fill, named, sentence

MISSED = (
    "You said {said}, and {sure}. It is {true}{against}.",
    "{True_} it is{against}. You had said {said}, and {sure}.",
)
CAME = (
    "You said {said}, and {sure}. That is how it went{against}.",
    "You said {said}, and {sure}. And so it is{against}.",
)
GUESSED = "{Said} it is{against}. You guessed it. Was this your reason?"
HALF = "It begins as you expected, because {half}. Then {turn}, and so it is {true}{against}."


def hit(item: Item, choice: Any, alias: str) -> Verdict:
    """The verdict on a prediction as the record has it: the key of a choice, or a number."""
    return chosen(Asked(item, alias), choice) if item.options else verdict(item, choice, alias)


def told(item: Item, choice: Any, confidence: float, alias: str, seen: Seen) -> tuple[str, str]:
    """The reveal for somebody who predicted `choice`, and the opening that was used."""
    given = numbers(item, alias)
    right = expected(item, given, alias)
    judged = hit(item, choice, alias)
    said, true = named(item, choice, given), named(item, right, given)
    against = f", {fill(item.figures, given, right)}" if item.figures else ""
    wrong = item.wrong.get(judged.cause)
    kind = "came" if judged.passed else "missed"
    way = frames.turn(kind, 2, seen, alias, item.id)
    if judged.passed:
        begun = GUESSED if confidence == 50 else CAME[way]
    else:
        begun = HALF if wrong and wrong.half else MISSED[way]
    slots = {"said": said, "Said": sentence(said), "true": true, "True_": sentence(true), "against": against}
    if wrong and wrong.half:
        slots |= {"half": fill(wrong.half, given), "turn": fill(wrong.turn, given)}
    first = begun.format(sure=words(confidence), **slots)
    return f"{first} {outcome(item, alias, bare=True)}", f"{kind}-{way}"


def outcome(item: Item, alias: str, *, bare: bool = False) -> str:
    """What happened, how it came and what tells; `bare` where it was named already."""
    given = numbers(item, alias)
    right = expected(item, given, alias)
    name = named(item, right, given)
    parts = [] if bare else [f"It is {name}."]
    parts.append(sentence(fill(item.solution, given, name if item.options else right)))
    if item.note:
        parts.append(sentence(fill(item.note, given, right)))
    return " ".join(parts)
