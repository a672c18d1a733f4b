"""What the functions of a notebook share: who the learner is, whether a test is looking, and the records of an item."""

import os
from typing import Any

from marginlib.learn import display, store
from marginlib.learn.draw import DEFAULT_ALIAS, alias_from_environment
from marginlib.learn.items import Item, Verdict
from marginlib.learn.store import State


def alias() -> str:
    """The learner's alias: BULKHEADS_ALIAS where it is set, the one in the progress file, or "reader"."""
    chosen = alias_from_environment()
    return chosen if chosen != DEFAULT_ALIAS else store.read()["alias"] or DEFAULT_ALIAS


def under_test() -> bool:
    """Whether reveals are to go ahead without a prediction: BULKHEADS_SKIP is set, or pytest started this process."""
    return os.environ.get("BULKHEADS_SKIP", "") not in ("", "0") or "PYTEST_VERSION" in os.environ


def record(state: State, item: Item) -> dict[str, Any]:
    """The record of an item in a state, begun where there is none."""
    fresh = {"attempts": 0, "passed": False, "hints": 0, "solution": False}
    return state["items"].setdefault(item.id, fresh)  # type: ignore[no-any-return]


def remember(item: Item, verdict: Verdict) -> None:
    """Count the attempt, unless there was none."""
    if verdict.sign == "○":
        return

    def count(state: State) -> None:
        kept = record(state, item)
        kept["attempts"] += 1
        kept["passed"] = kept["passed"] or verdict.passed

    store.change(count)


def tell(text: str, folded: tuple[str, str] | None = None) -> None:
    """Say the text, and what there is to say about the progress file."""
    display.say(text, folded)
    while store.notices:
        display.say(f"! {store.notices.pop(0)}")
