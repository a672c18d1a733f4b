"""recall: a few short items from the lesson before and from three lessons ago, with other numbers than before."""

from typing import Any

from marginlib.errors import InvalidInput
from marginlib.learn import catalogue
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item
from marginlib.learn.sessions import alias, tell
from marginlib.learn.sessions import recall as remember
from marginlib.learn.verdicts import verdict
from marginlib.learn.wording import prompt_lines

COUNT = 3
LABEL = "recall"  # draws other numbers than the item had in its own lesson


def recall(number: str | int, *answers: Any) -> None:
    """Show what to recall before a lesson; with answers, in the order of the questions, judge them.

    A place may be left open with None. Raises UnknownName for a lesson that does not exist and InvalidInput for
    more answers than questions.

    >>> recall("everyday")
    Nothing to recall before the first arithmetic.
    """
    wanted = catalogue.numbered(number)
    items = recalled(wanted, alias())
    if not items:
        tell("Nothing to recall before the first arithmetic.")
        return
    if len(answers) > len(items):
        raise InvalidInput(f"{len(answers)} answers for {len(items)} questions: leave the last ones out")
    padded = [*answers, *[None] * (len(items) - len(answers))]
    lines, missed = [], False
    for place, (item, answer) in enumerate(zip(items, padded, strict=True), start=1):
        prompt = "\n   ".join(prompt_lines(item, alias(), LABEL))
        said = verdict(item, answer, alias(), LABEL)
        remember(item, said)
        missed = missed or said.sign in "✗≈"
        lines.append(f"{place}. {prompt}" + (f"\n   {said}" if answers else ""))
    holes = ", ".join(f"answer_{place}" for place in range(1, len(items) + 1))
    if not answers:
        lines.append(f'Without looking back: recall("{wanted}", {holes}) checks them; None skips one.')
    elif missed:
        lines.append("A hint or a solution of these speaks with the numbers of the earlier lesson, which were others.")
    tell("\n".join(lines))


def recalled(number: str, name: str) -> list[Item]:
    """The items that the learner called `name` recalls before this lesson, drawn from the lessons that exist.

    Two come from the lesson before and one from three lessons ago; everyday arithmetic stands in for lessons before
    the first.
    """
    known = [lesson.number for lesson in catalogue.lessons() if lesson.number != "everyday"]
    if number == "everyday":
        return []
    if number not in known:
        catalogue.lesson(number)  # raises, with the lessons that exist
    place = known.index(number)
    draw = Draw(name, number, LABEL)
    chosen: list[Item] = []
    for back, count in ((1, COUNT - 1), (3, 1)):
        source = known[place - back] if place >= back else "everyday"
        pool = [item for item in catalogue.lesson(source).items if _short(item) and item not in chosen]
        chosen += draw.shuffled(pool)[:count]
    return chosen


def _short(item: Item) -> bool:
    return item.format in ("numeric", "choice") and not item.extra
