"""What becomes of a prediction: it is locked in once, and its reveal says what happened and which idea tells."""

from typing import Any

from marginlib.errors import InvalidInput
from marginlib.learn import answers, catalogue, frames, records, reveals, store
from marginlib.learn.confidence import words
from marginlib.learn.drawn import marks, numbers
from marginlib.learn.items import Item
from marginlib.learn.records import State
from marginlib.learn.sessions import changed, shown_to, tell, under_test
from marginlib.learn.wording import named, shown


def lock(item: Item, answer: Any, confidence: Any, name: str) -> tuple[bool, State]:
    """Record the prediction of the learner called `name` unless there is one; whether it is new, and the state then."""
    try:
        behind = marks(item, name), shown(item, name)
        read = answers.choice(answer, *behind) if item.options else answers.number(answer)
        sure = answers.number(confidence)
    except answers.Unreadable as refusal:
        raise InvalidInput(f"prediction for {item.id!r}: {refusal}") from None
    if not 0 <= sure <= 100:
        raise InvalidInput(f"confidence is {sure:g}, but it must be a percent from 0 to 100")
    fresh = False

    def add(state: State) -> None:
        nonlocal fresh
        fresh = item.id not in state["predictions"] and item.id not in state["skips"]
        if fresh:
            made = {"choice": read, "confidence": sure, "alias": name, "at": records.now()}
            state["predictions"][item.id] = {**records.fresh(records.PREDICTION), **made}

    state = store.change(add)
    return fresh, state


def reveal(id_: str, *, skip: bool = False) -> None:
    """Say what was predicted, what happened and which idea tells; without a prediction, ask for one.

    `skip=True` shows the outcome without a prediction and records that; so does a test that is looking on.
    """
    item = predictable(id_)
    kept = store.read()
    if id_ not in kept["predictions"]:
        if not (skip or under_test() or id_ in kept["skips"]):
            tell(
                f'First lock in what you expect: run the cell with predict("{id_}") and come back. A guess is welcome.'
                f'\nreveal("{id_}", skip=True) shows the outcome without one.'
            )
            return
        store.change(lambda state: state["skips"].setdefault(id_, {"times": 0}).update(times=1))
    tell(revealed(item, shown_to(item)))


def revealed(item: Item, name: str) -> str:
    """The text of the reveal; whether the prediction came true is recorded."""
    state = store.read()
    prediction = state["predictions"].get(item.id)
    if prediction is None:
        return reveals.outcome(item, name)
    owner = prediction["alias"] or name
    text, opening = reveals.told(item, prediction["choice"], prediction["confidence"], owner, state["openings"])
    if prediction["hit"] is None:
        hit = reveals.hit(item, prediction["choice"], owner)

        def settle(state: State) -> None:
            if item.id in state["predictions"]:
                state["predictions"][item.id]["hit"] = hit.passed
                state["openings"] = frames.noted(state["openings"], opening)

        store.change(settle)
        changed()
    return text


def predictable(id_: str) -> Item:
    """The item, or InvalidInput where it has no single answer to expect."""
    item = catalogue.item(id_)
    if item.expects not in ("letter", "number"):
        raise InvalidInput(f"item {id_!r} is of format {item.format}: answer it with check instead of predict")
    return item


def told(item: Item, state: State) -> str:
    """What was predicted, and how sure."""
    kept = state["predictions"][item.id]
    given = numbers(item, kept["alias"] or shown_to(item))
    return f"{named(item, kept['choice'], given)}, and {words(kept['confidence'])}"


def locked(item: Item, state: State) -> str:
    """That a prediction is locked in."""
    return f"Locked in: {told(item, state)}. Now run the reveal."


def already(item: Item, state: State) -> str:
    """That a prediction, or the outcome, is there already."""
    again = f'reset("{item.id}") lets you begin anew.'
    if item.id in state["predictions"]:
        return f"Your first prediction counts: {told(item, state)}. {again}"
    return f"You have seen this outcome already, so a prediction would be memory. {again}"
