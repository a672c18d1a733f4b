"""How far a learner is with a checkpoint: every go at it, and what was right at once. Pure."""

from typing import Any, NamedTuple

from marginlib.learn.items import Lesson
from marginlib.learn.records import State


class Standing(NamedTuple):
    """How a go at a checkpoint stands: of how many questions, which were right at once, and which were not."""

    of: int
    known: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """Whether everything is answered."""
        return len(self.known) + len(self.missed) == self.of


def goes(state: State, number: str) -> list[dict[str, Any]]:
    """Every go at the checkpoint behind a lesson: for each item whether its first answer was right.

    A file may hold anything: what is no go counts as one without answers.
    """
    return [one if isinstance(one, dict) else {} for one in state["checkpoints"].get(number, [])]


def standings(lesson: Lesson, state: State) -> list[Standing]:
    """How each go stands, in order; none where no checkpoint stands behind the lesson, or nothing was answered."""
    asked = lesson.checkpoint.items if lesson.checkpoint else ()
    return [
        Standing(
            len(asked),
            tuple(id_ for id_ in asked if go.get(id_) is True),
            tuple(id_ for id_ in asked if go.get(id_) is False),
        )
        for go in goes(state, lesson.number)
    ]


def best(lesson: Lesson, state: State) -> str:
    """The best of the goes that are over, as it stands on the map: ", 6 of 7", or "" where there is none."""
    over = [len(one.known) for one in standings(lesson, state) if one.over]
    return f", {max(over)} of {len(lesson.checkpoint.items)}" if over and lesson.checkpoint else ""
