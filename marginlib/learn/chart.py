"""The map as text: how far every lesson is, and how a lesson ends. Pure: a state goes in, lines come out.

Level = items and goals done, of those on the path of the lesson; checkpoints are walls between lessons.
"""

from typing import NamedTuple

from marginlib.learn import catalogue, confidence
from marginlib.learn.items import Item, Lesson
from marginlib.learn.records import State
from marginlib.learn.standings import best

SIGNS = "✓ done · ≈ tried · ○ open"
BAR = 10  # characters of a tank in a line of text


class Tank(NamedTuple):
    """A lesson on the map: how many of its items and goals are done, of how many."""

    lesson: Lesson
    done: int
    of: int

    @property
    def level(self) -> float:
        """How full it is, 0 to 1."""
        return self.done / self.of if self.of else 0.0


def tank(lesson: Lesson, state: State) -> Tank:
    """The tank of a lesson for a state."""
    passed = sum(mark(item, state) == "✓" for item in lesson.path)
    met = sum(goal.key in state["goals"] for goal in lesson.goals)
    return Tank(lesson, passed + met, len(lesson.path) + len(lesson.goals))


def mark(item: Item, state: State) -> str:
    """Done, tried or open. A prediction is done once it is revealed, whether it came true or not."""
    kept = state["items"].get(item.id)
    if (kept and kept["passed"]) or state["predictions"].get(item.id, {}).get("hit") is not None:
        return "✓"
    begun = kept or item.id in state["predictions"] or item.id in state["skips"]
    return "≈" if begun else "○"


def numbered() -> list[Lesson]:
    """The lessons that stand on the map: all that have a number."""
    return [one for one in catalogue.lessons() if one.number.isdigit()]


def following(lesson: Lesson) -> Lesson | None:
    """The lesson after this one, where there is one."""
    later = [one for one in numbered() if one.number > lesson.number]
    return later[0] if later and lesson.number.isdigit() else None


def chart(state: State) -> list[str]:
    """The lines of the map for a state."""
    lines = []
    for lesson in catalogue.lessons():
        lines.append(_line(tank(lesson, state)))
        for key, objective in lesson.objectives.items():
            lines.append(f"      {marks(lesson, key, state):<{BAR}}  {objective}")
        lines += [f"  {'─' * (BAR + 4)} checkpoint{best(lesson, state)}"] if lesson.checkpoint else []
    return [*lines, SIGNS]


def where(lesson: Lesson, state: State) -> list[str]:
    """The lines of `here`: the lessons, and which one this is."""
    lines = [f"{_line(tank(one, state))}{'  (you are here)' if one is lesson else ''}" for one in numbered()]
    return [*lines, stands(lesson, state)]


def stands(lesson: Lesson, state: State) -> str:
    """How far a lesson is, as a sentence."""
    this = tank(lesson, state)
    return f"You are in lesson {lesson.number}, and {this.done} of its {this.of} steps are done."


def ending(lesson: Lesson, state: State) -> list[str]:
    """The sentences of `finish`: what is done, what is open, how sure against how right."""
    this = tank(lesson, state)
    cards = sum(mark(item, state) != "✓" for item in lesson.path)
    chips = [f'"{goal.chip}"' for goal in lesson.goals if goal.key not in state["goals"]]
    open_ = [f"{cards} card{'s' * (cards > 1)}"] if cards else []
    open_ += [f"the goal{'s' * (len(chips) > 1)} {', '.join(chips)}"] if chips else []
    lines = [f"{this.done} of the {this.of} steps of this lesson are done."]
    lines += [f"Still open: {' and '.join(open_)}."] if open_ else ["Nothing is left open here."]
    settled = confidence.settled(state)
    if settled:
        lines += [confidence.report(settled)[0], confidence.report(settled)[-1]]
    return lines


def announced(lesson: Lesson) -> str:
    """What comes next, with the one line that makes a reader want it."""
    follows = following(lesson)
    if follows is None:
        return "This was the last lesson that there is."
    return f"Next, lesson {follows.number}: {follows.paradox or follows.question}"


def marks(lesson: Lesson, objective: str, state: State) -> str:
    """How far the items of an objective are, a sign for each."""
    return "".join(mark(item, state) for item in lesson.items if item.objective == objective)


def _line(of: Tank) -> str:
    full = round(BAR * of.level)
    number = of.lesson.number if of.lesson.number.isdigit() else "··"
    return f"{number:>2}    {'█' * full}{'░' * (BAR - full)}  {of.done:>2} of {of.of:>2}  {of.lesson.question}"
