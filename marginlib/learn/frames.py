"""How verdicts begin: a few ways for each kind, used in turn, so that no opening comes twice in a row.

Which one comes is decided by what this learner saw longest ago; for a first time, by a hash of alias and item. `seen`
is what was used so far, by kind, the newest last; it is kept in the record. Every function is pure.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.learn.wording import fill, sentence

Seen = Mapping[str, Sequence[int]]
NOTHING: Seen = MappingProxyType({})
OPENINGS = {
    "right": ("That would be right {slot}.", "{Slot}, you would be right.", "{Slot}, that would be it."),
    "found": ("{Yours} is {slot}.", "You have found {slot}.", "What you have there is {slot}."),
    "did": ("It looks as if you {slot}.", "Your answer would come out if you {slot}.", "Perhaps you {slot}."),
    "passed": ("Right.", "Yes.", "That is it."),
}


def turn(kind: str, count: int, seen: Seen, *labels: object) -> int:
    """Which of `count` ways comes: one never seen, in an order that the labels draw, or the one seen longest ago.

    >>> turn("did", 3, {"did": [0, 2, 1]})
    0
    """
    used = [one for one in seen.get(kind, ()) if one in range(count)]
    fresh = [one for one in Draw(*labels, "opening").mixed(range(count)) if one not in used]
    return fresh[0] if fresh else min(range(count), key=lambda one: _last(used, one))


def _last(used: Sequence[int], one: int) -> int:
    return len(used) - list(reversed(used)).index(one)


def noted(seen: Seen, opening: str) -> dict[str, list[int]]:
    """`seen` with one opening more ("did-2"), each alternative kept once.

    >>> noted({"did": [0, 2]}, "did-0")
    {'did': [2, 0]}
    """
    kind, _, number = opening.rpartition("-")
    kept = {key: list(used) for key, used in seen.items()}
    if kind:
        kept[kind] = [*(one for one in kept.get(kind, []) if one != int(number)), int(number)]
    return kept


def passed(item: Item, note: str, seen: Seen, alias: str) -> tuple[str, str]:
    """The verdict on a right answer with the item's note, and the opening that was used."""
    way = turn("passed", len(OPENINGS["passed"]), seen, alias, item.id)
    return f"{OPENINGS['passed'][way]} {sentence(note)}".rstrip(), f"passed-{way}"


def wrong(item: Item, mistake: Wrong, given: Mapping[str, Any], yours: str, seen: Seen, alias: str) -> tuple[str, str]:
    """The two sentences on a wrong turn, and the opening that was used; `yours` is the learner's answer in words."""
    kind = mistake.slot
    ways = mistake.said if kind == "said" else OPENINGS[kind]
    way = turn(kind, len(ways), seen, alias, item.id)
    known = {**given, "yours": yours}
    opening = f"{kind}-{way}"
    if kind == "said":
        return fill(ways[way], known), opening
    slot = fill(getattr(mistake, kind), known)
    first = ways[way].format(slot=slot, Slot=sentence(slot), Yours=sentence(yours))
    return f"{first} {fill(mistake.ask, known)}".rstrip(), opening
