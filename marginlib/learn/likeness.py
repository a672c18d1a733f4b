"""What a portrait says of a record, in words. Pure: a state goes in, lines come out, and no date and no machine.

Everything in it is a count of what the record holds; records of items that the bank does not know are passed over.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from marginlib.learn import catalogue, chart, confidence
from marginlib.learn.drawn import expected, numbers
from marginlib.learn.items import Item, Lesson, Wrong
from marginlib.learn.records import State
from marginlib.learn.standings import best
from marginlib.learn.wording import fill, named, sentence

SUREST, AGAIN = 3, 3  # misses that are told, and items that are named to be done again
NO_IDEA = ("", "other", "unticked")  # causes that no misconception is behind
PROVES = (
    "All of this is read from one file on your own disk, which anybody with an editor could have written. So it "
    "proves what is in that file, and nothing about you."
)


class Foretold(NamedTuple):
    """A prediction that was revealed: of which item, how sure somebody was, and whether it came true."""

    item: Item
    confidence: float
    hit: bool
    record: dict[str, Any]


def foretold(lesson: Lesson, state: State) -> list[Foretold]:
    """The revealed predictions of a lesson, in its order."""
    kept = state["predictions"]
    found = [(item, kept[item.id]) for item in lesson.items if kept.get(item.id, {}).get("hit") is not None]
    return [Foretold(item, float(one["confidence"]), one["hit"], one) for item, one in found]


def helped(lesson: Lesson, state: State) -> int:
    """How many of the passed items on the path were passed with a hint or the solution."""
    kept = [state["items"].get(item.id, {}) for item in lesson.path]
    return sum(bool(one.get("passed") and (one.get("hints") or one.get("solution"))) for one in kept)


class Row(NamedTuple):
    """A lesson of the portrait in words: its number and question, what is done, and its predictions."""

    number: str
    question: str
    done: str
    foretold: str


def lines(state: State, alias: str) -> list[str]:
    """The portrait as text."""
    told = ["  ".join(filter(None, row)) for row in rows(state)]
    return [f"Portrait of {alias!r}", *told, *(line for part in parts(state, alias).values() for line in part), PROVES]


def rows(state: State) -> list[Row]:
    """A row for each lesson, and one for each checkpoint that was answered."""
    found = []
    for lesson in chart.numbered():
        tank, hints, told = chart.tank(lesson, state), helped(lesson, state), foretold(lesson, state)
        done = f"{tank.done} of {tank.of} done" + (f", {hints} with a hint" if hints else "")
        true = f"{sum(one.hit for one in told)} of {len(told)} predictions came true" if told else ""
        found.append(Row(lesson.number, lesson.question, done, true))
        if behind := best(lesson, state):
            found.append(Row("", "the checkpoint behind it", f"{behind[2:]} right at once", ""))
    return found


def parts(state: State, alias: str) -> dict[str, list[str]]:
    """What the portrait says below its lessons, under a heading each."""
    told = {
        "How sure, and how right": confidence.report(confidence.settled(state)),
        "What would have told you": [*misses(state, alias), *met(state, alias)],
        "Next": [onward(state)],
    }
    return {heading: said for heading, said in told.items() if said}


def misses(state: State, alias: str) -> list[str]:
    """The surest predictions that did not come true, and for each the idea that would have told."""
    missed = [one for lesson in catalogue.lessons() for one in foretold(lesson, state) if not one.hit]
    found = []
    for place, one in enumerate(sorted(missed, key=lambda one: -one.confidence)[:SUREST]):
        owner = one.record["alias"] or alias
        given = numbers(one.item, owner)
        right, said = expected(one.item, given, owner), one.record["choice"]
        knows = not one.item.options or said in one.item.options
        words = f"you said {named(one.item, said, given)}, and " if knows else ""
        told = sentence(f"{words}{confidence.words(one.confidence)}. It is {named(one.item, right, given)}.")
        idea = f" The idea that tells: {sentence(fill(one.item.note, given, right))}" if one.item.note else ""
        found.append(f"{'Then' if place else 'Your surest miss is'} {one.item.id}. {told}{idea}")
    return found


def met(state: State, alias: str) -> list[str]:
    """The misconception that was met most often, in the words of the bank; of several the first in the course."""
    times: Counter[str] = Counter()
    where: dict[str, list[tuple[Lesson, Item]]] = {}
    for lesson in catalogue.lessons():
        for item in lesson.items:
            for cause, count in state["items"].get(item.id, {}).get("causes", {}).items():
                if cause in item.wrong and cause not in NO_IDEA and type(count) is int and count > 0:
                    times[cause] += count
                    where.setdefault(cause, []).append((lesson, item))
    if not times:
        return []
    cause, count = times.most_common(1)[0]
    lessons = list(dict.fromkeys(lesson.number for lesson, _ in where[cause]))
    item = where[cause][0][1]
    words = _told(item.wrong[cause], item, state["items"][item.id].get("alias") or alias)
    often = "once" if count == 1 else f"{count} times"
    return [f"Met most often: {words} ({often}, in lesson{'s' * (len(lessons) > 1)} {_listed(lessons)})."]


def _told(wrong: Wrong, item: Item, alias: str) -> str:
    """What happened in a wrong turn, as it goes on after a colon."""
    slots = {
        "did": f"you {wrong.did}",
        "found": f"you gave {wrong.found}, which is not what was asked",
        "right": f"an answer that would be right {wrong.right}",
        "said": wrong.said[0].split(". ")[0].rstrip(".") if wrong.said else "",
    }
    given = {**numbers(item, alias), "yours": "that"}
    return fill(slots[wrong.slot], given)


def onward(state: State) -> str:
    """What to do next: at most three items to do again, the lesson to read again, or the first that is not full."""
    tried = [(item, state["items"].get(item.id)) for lesson in chart.numbered() for item in lesson.items]
    open_ = [(_count(kept), item.id) for item, kept in tried if kept and not kept["passed"]]
    again = [id_ for _, id_ in sorted(open_, key=lambda pair: -pair[0])[:AGAIN]]
    wrong = [(_wrong(lesson, state), lesson.number) for lesson in chart.numbered()]
    most, reread = max(wrong, key=lambda pair: pair[0], default=(0, ""))
    steps = [f"try {_listed(again)} again"] if again else []
    steps += [f"read lesson {reread} again"] if most else []
    ahead = next((one for one in chart.numbered() if chart.tank(one, state).level < 1), None)
    steps += [f"go on in lesson {ahead.number}"] if ahead else []
    if not steps:
        return "Everything here is done. Bring a day of your own to lesson 14."
    return sentence(f"{', '.join(steps[:-1])}{', and ' * (len(steps) > 1)}{steps[-1]}.")


def _wrong(lesson: Lesson, state: State) -> int:
    """How often something went wrong in a lesson: wrong answers, and predictions that did not come true."""
    answers = sum(_count(state["items"].get(item.id)) for item in lesson.items)
    return answers + sum(not one.hit for one in foretold(lesson, state))


def _count(kept: Mapping[str, Any] | None) -> int:
    """How many wrong answers a record of an item counts; a file may hold anything, and only whole numbers count."""
    return sum(count for count in (kept or {}).get("causes", {}).values() if type(count) is int)


def _listed(names: list[str]) -> str:
    """Names as they stand in a sentence.

    >>> _listed(["a"]), _listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
