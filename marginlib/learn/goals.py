"""Goals of explorers as the learner's record has them: which are met, and since when.

An explorer takes this module as its `record`. Which state meets a goal is a pure predicate on the model's result.

>>> goal = Goal("00-goal-empty", "an empty pool", lambda result: result["left"] == 0, "Nothing is left.")
>>> goal.met({"left": 0})
True
"""

import re

from marginlib.errors import InvalidInput
from marginlib.learn import records, sessions, store
from marginlib.learn.items import Goal

__all__ = ["Goal", "meet", "met"]
KEY = re.compile(r"\w+-goal-[\w-]+")


def met() -> dict[str, str]:
    """The goals that are met, by key, each with the date (UTC) on which it was met first."""
    return dict(store.read()["goals"])


def meet(key: str) -> None:
    """Record that a goal is met; the first date stays.

    Raises InvalidInput for a key that is not of the form NN-goal-slug.
    """
    if not KEY.fullmatch(str(key)):
        raise InvalidInput(f'goal {key!r}: a key reads like "00-goal-front-page"')
    if key not in met():
        store.change(lambda state: state["goals"].setdefault(key, records.today()))
        sessions.changed()
